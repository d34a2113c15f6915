"""Parts computed on a cluster: the same results, in order, and what is said when it cannot work."""

from __future__ import annotations

import os
import re
import sys
import time
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

import cluster_stages as stages
from cluster_processes import LOOPBACK, Processes, free_port, wait_until
from distributed import Client, LocalCluster

import toolkit as tt
from toolkit._core.part_engine import map_parts
from toolkit.cluster import connection, worker_checks
from toolkit.cluster.dask_engine import DaskEngine
from toolkit.cluster.folder_checks import check_folder
from toolkit.cluster.installation import difference, this_installation
from toolkit.cluster.remote_task import Named, Order, run_task
from toolkit.cluster.task_window import TASKS_PER_THREAD, Cluster, Window

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
]


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A scheduler and two workers, each a process, as a user starts them."""
    with Processes(tmp_path_factory.mktemp("dask")) as processes:
        processes.start_scheduler()
        processes.start_worker("one")
        processes.start_worker("two")
        with Client(processes.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield processes


@pytest.fixture(scope="module")
def threads():
    """A cluster of two workers that are threads of this process: quick to start."""
    options = {"processes": False, **LOOPBACK}
    with LocalCluster(n_workers=2, threads_per_worker=1, **options) as cluster:
        yield cluster


@pytest.fixture
def no_warm_up(monkeypatch):
    """Leave out what costs seconds and is tested once."""
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)


def write_parts(folder, n_parts=4):
    articles = tt.load_sample()
    size = len(articles) // n_parts + 1
    for at in range(n_parts):
        tt.save_articles(articles.iloc[at * size : (at + 1) * size], folder / f"part-{at}.parquet")
    return sorted(folder.glob("part-*"))


def test_processes_give_the_bytes_of_one_process_and_no_kernel_uses_the_pool_of_numba(
    started, tmp_path, capsys
):
    sources = write_parts(tmp_path)
    alone = [(path, tmp_path / "alone" / f"{path.stem}.json") for path in sources]
    spread = [(path, tmp_path / "spread" / f"{path.stem}.json") for path in sources]
    expected = list(map_parts(stages.count_terms_of_part, alone, label=""))
    with tt.use_cluster(started.address, folder=tmp_path) as cluster:
        assert repr(cluster).endswith(": 2 workers, 2 threads")
        assert list(map_parts(stages.count_terms_of_part, spread, label="")) == expected
        assert set(map_parts(stages.threads_of_numba, range(8), label="")) == {"not initialized"}
        assert set(map_parts(stages.threads_of_blas, range(4), label="")) == {1}
        n_processors, n_bytes, processes = zip(
            *map_parts(stages.resources, [0.2] * 6, label=""), strict=True
        )
    assert [path.read_bytes() for _, path in spread] == [path.read_bytes() for _, path in alone]
    assert set(n_processors) == {1}
    assert max(n_bytes) < 64 * 2**30
    assert len(set(processes) - {os.getpid()}) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"Cluster at {started.address}: 2 workers, 2 threads." in shown.err


@pytest.mark.parametrize("n_workers", [1, 2, 4])
def test_the_bytes_do_not_depend_on_the_number_of_workers(n_workers, tmp_path, no_warm_up):
    sources = write_parts(tmp_path, 6)
    alone = [(path, tmp_path / "alone" / f"{path.stem}.json") for path in sources]
    spread = [(path, tmp_path / "spread" / f"{path.stem}.json") for path in sources]
    expected = list(map_parts(stages.count_terms_of_part, alone, label=""))
    options = {"processes": False, **LOOPBACK}
    with (
        LocalCluster(n_workers=n_workers, threads_per_worker=1, **options) as cluster,
        tt.use_cluster(cluster),
    ):
        assert list(map_parts(stages.count_terms_of_part, spread, label="")) == expected
    assert [path.read_bytes() for _, path in spread] == [path.read_bytes() for _, path in alone]


def test_results_come_in_the_order_of_the_tasks_whoever_ends_first(threads, no_warm_up):
    tasks = [(number, 0.3 if number in (0, 5) else 0.0) for number in range(12)]
    with tt.use_cluster(threads):
        assert list(map_parts(stages.slow_square, tasks, label="")) == [n * n for n in range(12)]


def test_a_slow_reader_holds_a_bounded_number_of_tasks_and_what_is_read_is_forgotten(
    threads, no_warm_up
):
    with Client(threads, set_as_default=False) as client:
        with tt.use_cluster(client):
            for _ in map_parts(stages.square, range(40), label=""):
                assert len(client.futures) <= TASKS_PER_THREAD * 2 + 1
            assert list(map_parts(stages.square, [], label="")) == []
        wait_until(lambda: not threads.scheduler.tasks)
        assert client.status == "running"


def test_what_all_tasks_share_goes_to_each_worker_once(threads, no_warm_up):
    weights = np.arange(6, dtype=np.float32)
    with tt.use_cluster(threads):
        found = list(map_parts(stages.add_shared, range(9), label="", shared={"weights": weights}))
    assert [one.tolist() for one in found] == [(weights * n).tolist() for n in range(9)]
    wait_until(lambda: not threads.scheduler.tasks)


def test_what_was_sent_to_all_and_is_lost_is_sent_again(threads, no_warm_up, monkeypatch):
    send, sent = Window._send_shared, []

    def lose_the_first(window):
        sent.append(send(window))
        if len(sent) == 1:
            window.client.cancel(sent, force=True)
        return sent[-1]

    monkeypatch.setattr(Window, "_send_shared", lose_the_first)
    with tt.use_cluster(threads):
        found = list(map_parts(stages.add_shared, range(9), label="", shared={"weights": 2}))
    assert found == [2 * n for n in range(9)]
    assert 2 <= len(sent) <= 3


def test_a_worker_that_goes_away_while_something_is_sent_to_all_stops_nothing(
    threads, no_warm_up, monkeypatch
):
    scatter, n_sent = Client.scatter, []

    def lose_a_worker(client, *given, **options):
        n_sent.append(1)
        if len(n_sent) == 1:
            raise KeyError("tcp://127.0.0.1:9")  # what the scheduler answers
        return scatter(client, *given, **options)

    monkeypatch.setattr(Client, "scatter", lose_a_worker)
    with tt.use_cluster(threads):
        found = list(map_parts(stages.add_shared, range(9), label="", shared={"weights": 2}))
    assert found == [2 * n for n in range(9)]
    assert len(n_sent) == 2


def test_errors_keep_their_class_and_their_message_and_stay_out_of_logs_and_names(
    started, tmp_path, no_warm_up
):
    message = r"^read_articles: a.txt, line 41: cannot read a date from 'secret text'\."
    with tt.use_cluster(started.address):
        with pytest.raises(tt.errors.ReadingError, match=message) as raised:
            list(map_parts(stages.fail_on_a_date, range(4), label="Reading"))
        with pytest.raises(KeyError, match="secret 0"):
            list(map_parts(stages.fail_unexpectedly, range(4), label="Reading"))
        with pytest.raises(
            tt.errors.ClusterError, match=r"^Reading, part 1 of 1: .*none.*\(worker tcp"
        ):
            list(map_parts(stages.fail_on_a_file, [tmp_path / "none"], label="Reading"))
        with pytest.raises(tt.errors.ClusterError, match="memory ran out on the worker tcp"):
            list(map_parts(stages.fail_for_memory, [1], label="Reading"))
        assert list(map_parts(stages.square, range(3), label="")) == [0, 1, 4]
    assert "in fail_on_a_date" in "".join(raised.value.__notes__)
    assert "secret" not in started.logs()
    assert "distributed.worker" in started.logs()


def test_results_before_an_error_are_given_first(threads, no_warm_up):
    given = []
    with tt.use_cluster(threads), pytest.raises(tt.errors.ReadingError):
        given.extend(map_parts(stages.fail_on_a_date, range(4), label=""))
    assert given == [0, 1]


def test_warnings_come_back_in_order_and_once(started, no_warm_up):
    with tt.use_cluster(started.address), warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("default")
        assert list(map_parts(stages.warn_of_a_word, range(4), label="")) == [0, 1, 2, 3]
    ours = [one for one in heard if one.category is tt.errors.PatternWarning]
    assert [str(one.message) for one in ours] == [
        "the word of part 0 matches nothing",
        "the word of part 1 matches nothing",
    ]
    with tt.use_cluster(started.address), pytest.warns(tt.errors.PatternWarning, match="part 0"):
        list(map_parts(stages.warn_of_a_word, [0], label=""))


def test_a_function_with_some_arguments_given_is_taken_too(threads, no_warm_up):
    power = partial(stages.apply_twice, stages.square, plus=1)
    with tt.use_cluster(threads):
        assert list(map_parts(power, [1, 2], label="")) == [2, 17]
        with pytest.raises(tt.errors.InputError, match="must stand in a module"):
            list(map_parts(partial(stages.apply_twice, lambda one: one), [1], label=""))


def test_a_function_that_workers_cannot_import_is_refused(threads, no_warm_up):
    with (
        tt.use_cluster(threads),
        pytest.raises(tt.errors.InputError, match="must stand in a module"),
    ):
        list(map_parts(lambda task: task, [1], label=""))


def test_a_cluster_that_is_none_or_does_not_answer_is_said_in_one_sentence(threads, no_warm_up):
    def attempt(*cluster, **options):
        with tt.use_cluster(*cluster, **options):
            pass

    with pytest.raises(tt.errors.InputError, match=r"must be the address of a scheduler.*got 8786"):
        attempt(8786)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(tt.errors.ClusterError, match=f"no scheduler answers at {address} "):
        attempt(address, timeout=0.3)
    with pytest.raises(tt.errors.ClusterError, match="no scheduler answers at tls"):
        attempt(address.replace("tcp", "tls"), timeout=0.3)


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    message = r"pip install 'theme-toolkit\[dask\]'"
    with (
        pytest.raises(tt.errors.MissingExtraError, match=message),
        tt.use_cluster("tcp://127.0.0.1:1"),
    ):
        pass


def test_a_worker_with_another_toolkit_or_package_is_named(threads, no_warm_up, monkeypatch):
    ours = this_installation()
    assert difference(ours, ours) == ""
    assert "other source files" in difference(ours._replace(source="0"), ours)
    other = (("numpy", "2.0.0"), *ours.packages[1:])
    assert difference(ours._replace(packages=other), ours).startswith("numpy 2.0.0, and this")
    monkeypatch.setattr(worker_checks, "this_installation", lambda: ours._replace(version="0.0.9"))
    with pytest.raises(tt.errors.ClusterError, match=r"the worker tcp://.* has theme-toolkit"):
        worker_checks.check_installations(_Answers({"tcp://a": ours}))
    missing = ModuleNotFoundError("No module named 'toolkit'")
    with pytest.raises(tt.errors.ClusterError, match=r"no theme-toolkit that answers.*No module"):
        worker_checks.check_installations(_Answers({"tcp://a": missing}))


class _Answers:
    """A client whose workers answer as given."""

    def __init__(self, answers):
        self.answers = answers

    def run(self, *_, **__):
        return self.answers


def test_a_worker_that_joins_later_with_another_toolkit_computes_nothing(threads, monkeypatch):
    order = Order(Named("cluster_stages:square"), "another", "host:1", "abc")
    assert run_task(order, 3, None).other_toolkit
    monkeypatch.setattr("toolkit.cluster.dask_engine.source_digest", lambda: "another")
    with Client(threads, set_as_default=False) as client:
        engine = DaskEngine(client, seconds=5)
        with pytest.raises(tt.errors.ClusterError, match="joined with another version"):
            list(engine.map_parts(stages.square, [1], label=""))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux")
def test_a_worker_that_does_not_see_the_folder_is_named(started, tmp_path, no_warm_up):
    handle = os.open(tmp_path, os.O_RDONLY)
    hidden = Path(f"/proc/self/fd/{handle}")  # this process has it, a worker has not
    try:
        with (
            pytest.raises(
                tt.errors.ClusterError, match=f"worker tcp://.* does not see .*'{hidden}'"
            ),
            tt.use_cluster(started.address, folder=hidden),
        ):
            pass
        with (
            tt.use_cluster(started.address),
            pytest.raises(tt.errors.ClusterError, match="does not see"),
        ):
            list(map_parts(stages.fail_on_a_file, [hidden / "a.txt"], label=""))
    finally:
        os.close(handle)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_same_name_on_a_workers_own_disk_is_not_taken_for_the_same(tmp_path):
    with pytest.raises(tt.errors.ClusterError, match="the worker tcp://b does not see"):
        check_folder(_Answers({"tcp://a": True, "tcp://b": False}), tmp_path)


def test_the_dashboard_is_named_only_where_one_is_served(threads):
    class Served(_Answers):
        dashboard_link = "http://127.0.0.1:8787/status"

        def run_on_scheduler(self, *_):
            return self.answers

    assert connection._dashboard(Served(object())) == " Dashboard: http://127.0.0.1:8787/status"
    assert connection._dashboard(Served(None)) == ""


def test_without_a_way_to_the_workers_everything_passes_through_the_scheduler(
    started, no_warm_up, monkeypatch
):
    from toolkit.cluster import dask_engine

    monkeypatch.setattr(dask_engine, "reaches_workers", lambda client: False)
    weights = np.arange(6, dtype=np.float32)
    with tt.use_cluster(started.address) as cluster:
        assert not cluster.cluster.is_direct
        found = list(map_parts(stages.add_shared, range(4), label="", shared={"weights": weights}))
    assert [one.tolist() for one in found] == [(weights * n).tolist() for n in range(4)]
    hidden = _Answers(None)
    hidden.nthreads = lambda: {f"tcp://127.0.0.1:{free_port()}": 1}
    assert not worker_checks.reaches_workers(hidden)


def test_names_on_the_cluster_hold_the_function_and_a_digest_alone(threads, no_warm_up):
    order = Order(Named("cluster_stages:square"), "s", "host:1", "abc123")
    names = [
        Window(
            Cluster(None, "tcp://a", 1, "", is_direct=True),
            order,
            ["Bomb kills nine"],
            label="",
            shared=None,
        )._key(0, attempt)
        for attempt in (1, 1, 2)
    ]
    assert names[0] == names[1] != names[2]
    assert all(re.fullmatch(r"square-[0-9a-f]{16}abc1230\d", name) for name in names)


def test_the_local_engine_is_back_after_the_block_and_workers_do_not_ask_each_other(
    threads, no_warm_up
):
    with tt.use_cluster(threads):
        inside = list(map_parts(stages.engine_here, [1], label=""))
    assert inside == ["LocalEngine"]
    assert stages.engine_here(1) == "LocalEngine"


def test_progress_counts_tasks_as_they_end_not_as_they_are_read(threads, no_warm_up, monkeypatch):
    from toolkit.cluster import dask_engine

    seen = []

    class Spy:
        n = 0

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def update(self, n):
            self.n += n
            seen.append((time.monotonic(), self.n))

    monkeypatch.setattr(dask_engine, "progress", lambda **_: Spy())
    tasks = [(0, 0.8), (1, 0.0), (2, 0.0), (3, 0.0)]
    with tt.use_cluster(threads):
        list(map_parts(stages.slow_square, tasks, label="Squares"))
    assert seen[-1][1] == 4
    assert any(n in (2, 3) for _, n in seen)
