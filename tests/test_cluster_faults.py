"""Workers, the scheduler or the caller go away in the middle: the same result, or a sentence."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")
sys.path.insert(0, str(Path(__file__).parent))

import cluster_stages as stages
from cluster_chain import chain, digests, save_sample
from cluster_processes import Processes, wait_until
from distributed import Client
from distributed.comm.core import CommClosedError

import toolkit as tt
from toolkit._core.part_engine import map_parts
from toolkit.cluster import connection, dask_engine, worker_checks
from toolkit.models.lda import shards

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default::ResourceWarning"),  # sockets that Dask closes late
]
N_KILLS = int(os.environ.get("TOOLKIT_KILLS", "3"))
SECONDS_FOR_KILLS = 60.0 * N_KILLS


@pytest.fixture(autouse=True)
def _no_warm_up(monkeypatch):
    monkeypatch.setattr(connection, "warm_up_workers", lambda client: None)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A scheduler and two workers with a nanny each, which starts a worker that ended again."""
    with started(tmp_path_factory.mktemp("two"), n_workers=2) as processes:
        yield processes


@pytest.fixture
def one(tmp_path):
    """A scheduler and one worker, to be broken."""
    with started(tmp_path, n_workers=1) as processes:
        yield processes


def started(folder, *, n_workers, options=(), **settings):
    (folder / "dask").mkdir()
    processes = Processes(folder / "dask", **settings)
    processes.start_scheduler()
    for number in range(n_workers):
        processes.start_worker(f"worker-{number}", *options)
    with Client(processes.address, set_as_default=False) as client:
        client.wait_for_workers(n_workers, timeout=60)
    return processes


def worker_process(address):
    """Return the process of any one worker, 0 while there is none.

    The scheduler knows them. A worker that is just ending is not asked: it might never answer.
    """
    with Client(address, set_as_default=False) as client:
        found = client.run_on_scheduler(process_numbers)
    return random.Random(time.time_ns()).choice(found) if found else 0


def process_numbers(dask_scheduler):
    return [worker.pid for worker in dask_scheduler.workers.values() if worker.pid]


class Killer(threading.Thread):
    """Kills any one worker now and then, at most ``most`` times in one stage."""

    def __init__(self, address, *, pause, seed, most=N_KILLS):
        super().__init__(daemon=True)
        self.most, self.until = most, time.monotonic() + SECONDS_FOR_KILLS
        self.address, self.pause, self.chance = address, pause, random.Random(seed)
        self.rest, self.killed, self.stage = threading.Event(), [], ""
        self.failure = None

    @property
    def is_done(self):
        """Whether nobody will be killed any more."""
        return not self.is_alive() or time.monotonic() > self.until

    def run(self):
        try:
            while len(self.killed) < N_KILLS and not self.rest.wait(
                self.chance.uniform(*self.pause)
            ):
                self.kill_one()
        except Exception as failure:  # noqa: BLE001 - raised where the test ends
            self.failure = failure

    def kill_one(self):
        if self.killed.count(self.stage) >= self.most:
            return
        process = worker_process(self.address)
        if process:
            with contextlib.suppress(ProcessLookupError):  # it is being replaced
                os.kill(process, signal.SIGKILL)
                self.killed.append(self.stage)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.rest.set()
        self.join(timeout=60)
        assert not self.is_alive()
        if self.failure:
            raise self.failure


def test_workers_killed_at_random_moments_change_nothing(two, tmp_path):
    alone, spread = tmp_path / "alone", tmp_path / "spread"
    expected = list(map_parts(stages.in_steps, [(n, alone) for n in range(24)], label=""))
    with tt.use_cluster(two.address), Killer(two.address, pause=(0.1, 0.9), seed=7) as killer:
        while not killer.is_done:
            tasks = [(n, spread) for n in range(24)]
            assert list(map_parts(stages.in_steps, tasks, label="Steps")) == expected
    assert len(killer.killed) == N_KILLS
    assert files(spread) == files(alone)


def test_workers_killed_in_the_middle_of_an_analysis_change_nothing(two, tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "SHARD_ENTRIES", 2_000)
    save_sample(tmp_path / "alone")
    expected, derived = chain(tmp_path / "alone"), digests(tmp_path / "alone")
    with (
        tt.use_cluster(two.address),
        Killer(two.address, pause=(0.2, 1.5), seed=11, most=-(-N_KILLS // 4)) as killer,
    ):
        _note_stages(killer, monkeypatch)
        turn = 0
        while not killer.is_done:
            folder, turn = tmp_path / f"turn-{turn}", turn + 1
            shutil.copytree(tmp_path / "alone", folder, ignore=shutil.ignore_patterns(".derived"))
            assert chain(folder) == expected
            assert digests(folder) == derived
    logging.getLogger(__name__).info("%s in %d analyses", dict(Counter(killer.killed)), turn)
    assert len(killer.killed) == N_KILLS


def _note_stages(killer, monkeypatch):
    order_of = dask_engine._order

    def noted(function):
        order = order_of(function)
        names = [one.name.rpartition(":")[2] for one in (order.function, *order.fixed)]
        killer.stage = names[-1]
        return order

    monkeypatch.setattr(dask_engine, "_order", noted)


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_worker_that_ends_while_it_is_asked_is_asked_no_more(monkeypatch):
    class OneEnds:
        """A client, one of whose workers ends in the middle of its first answer."""

        asked = 0

        def run(self, function, *given, on_error, callback_timeout):
            self.asked += 1
            ended = CommClosedError("closed") if self.asked == 1 else function(*given)
            return {"tcp://b": ended, "tcp://a": function(*given)}

    monkeypatch.setattr(worker_checks, "SECONDS_BETWEEN_QUESTIONS", 0.0)
    client = OneEnds()
    assert worker_checks.ask_workers(client, len, "abc") == {"tcp://a": 3, "tcp://b": 3}
    assert client.asked == 2


def test_a_worker_that_hangs_is_not_waited_for_without_end(tmp_path):
    with started(tmp_path, n_workers=2) as processes:
        hangs = next(name for name in processes.running if name != "scheduler")
        group = processes.running[hangs].pid
        os.killpg(group, signal.SIGSTOP)
        try:
            with (
                pytest.raises(tt.errors.ClusterError) as error,
                tt.use_cluster(processes.address, timeout=3),
            ):
                pass
        finally:
            os.killpg(group, signal.SIGCONT)
        assert str(error.value) == (
            f"use_cluster: not every worker of the scheduler at {processes.address} has answered "
            f"after 3 s. One of them hangs, or its machine cannot be reached: end it, or pass a "
            f"longer timeout=, and repeat the call."
        )


def test_a_part_whose_worker_ends_by_chance_is_computed_again(tmp_path):
    with started(tmp_path, n_workers=2, SCHEDULER__ALLOWED_FAILURES="0") as processes:
        tasks = [(n, tmp_path / "mark" if n == 3 else None) for n in range(8)]
        with tt.use_cluster(processes.address):
            found = list(map_parts(stages.end_first_worker, tasks, label="Squares"))
    assert found == [n * n for n in range(8)]


def test_a_part_that_ends_every_worker_is_named_and_the_next_call_works(tmp_path):
    cluster = started(tmp_path, n_workers=1, SCHEDULER__ALLOWED_FAILURES="0")
    with cluster as processes, tt.use_cluster(processes.address):
        message = r"^Counting, part 2 of 3: every worker that took it ended.*more memory"
        with pytest.raises(tt.errors.ClusterError, match=message):
            list(map_parts(stages.end_worker_on_two, [1, 2, 3], label="Counting"))
        assert list(map_parts(stages.square, [1, 2, 3], label="")) == [1, 4, 9]


def test_a_worker_that_runs_out_of_memory_ends_in_a_sentence_with_its_limit(tmp_path):
    options = ("--memory-limit", "600MiB")
    settings = {"SCHEDULER__ALLOWED_FAILURES": "0", "WORKER__MEMORY__PAUSE": "False"}
    cluster = started(tmp_path, n_workers=1, options=options, **settings)
    with cluster as processes, tt.use_cluster(processes.address):
        message = r"part 1 of 1: every worker that took it ended.*a worker has \(0.59 GiB\)"
        with pytest.raises(tt.errors.ClusterError, match=message):
            list(map_parts(stages.fill_memory, [700 * 2**20], label="Counting"))
        assert list(map_parts(stages.square, [3], label="")) == [9]


def test_a_scheduler_that_goes_away_ends_in_a_sentence_that_says_what_to_resume(one):
    scheduler = one.running["scheduler"].pid
    tasks = [(n, scheduler if n == 5 else 0) for n in range(8)]
    message = (
        r"^Counting, part . of 8: the connection to the scheduler at tcp.* is lost.*goes on from"
    )
    began = time.monotonic()
    with pytest.raises(tt.errors.ClusterError, match=message), tt.use_cluster(one.address):
        list(map_parts(stages.take_the_scheduler_away, tasks, label="Counting"))
    assert time.monotonic() - began < 60


def test_a_cluster_that_loses_all_its_workers_for_good_ends_in_a_sentence(tmp_path):
    with started(tmp_path, n_workers=1, options=("--no-nanny",)) as processes:
        message = r"^Counting, part 1 of 1: the scheduler at .* has had no worker for 1 s"
        with tt.use_cluster(processes.address, timeout=1.0):
            with pytest.raises(tt.errors.ClusterError, match=message):
                list(map_parts(stages.end_worker_on_two, [2], label="Counting"))
            wait = pytest.raises(tt.errors.ClusterError, match="has no worker after 0 s")
            with wait, tt.use_cluster(processes.address, timeout=0.4):
                pass


CALLER = """
import sys
import cluster_stages as stages
import toolkit as tt
from toolkit._core.part_engine import map_parts
from toolkit.cluster import connection
connection.warm_up_workers = lambda client: None
with tt.use_cluster(sys.argv[1]):
    for one in map_parts(stages.slow_square, [(n, 0.5) for n in range(400)], label=""):
        print(one, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_caller_that_is_interrupted_leaves_the_workers_free(two, number):
    paths = os.pathsep.join(str(path) for path in two.paths)
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER, two.address],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with caller:
        try:
            assert caller.stdout.readline() == "0\n"
            caller.send_signal(number)
            _, told = caller.communicate(timeout=60)
        finally:
            caller.kill()  # so that a failure here fails no other test
    assert caller.returncode != 0
    assert number == signal.SIGKILL or "KeyboardInterrupt" in told
    began = time.monotonic()
    with tt.use_cluster(two.address):
        assert list(map_parts(stages.square, range(4), label="")) == [0, 1, 4, 9]
    assert time.monotonic() - began < 60  # the 400 parts would take 100 s
    with Client(two.address, set_as_default=False) as client:
        wait_until(lambda: not client.run_on_scheduler(n_tasks))


def n_tasks(dask_scheduler):
    return len(dask_scheduler.tasks)


def test_a_part_computed_twice_at_once_is_whole_at_every_moment(two, tmp_path):
    target = tmp_path / "shared" / "part.bin"
    target.parent.mkdir()
    with Client(two.address, set_as_default=False) as client:
        one, other = client.nthreads()
        for _ in range(3):
            sent = [
                client.submit(stages.write_slowly, (target, "a", 0.05), workers=[where], pure=False)
                for where in (one, other)
            ]
            while not all(future.done() for future in sent):
                if target.exists():
                    assert target.read_bytes() == b"a" * 1_000_000
            assert client.gather(sent) == ["part.bin"] * 2
    left = [path.name for path in target.parent.iterdir() if not path.name.startswith("begun-")]
    assert left == ["part.bin"]
    assert len(list(target.parent.glob("begun-*"))) == 6
