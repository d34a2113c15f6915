"""Ctrl-C, resuming, checkpoints, forks and threads."""

import multiprocessing
import signal
import threading

import numpy as np
import pytest

from toolkit.errors import IncompleteFitWarning, InputError, IntegrityError
from toolkit.models.lda import LDA, gibbs, schedule

pytestmark = pytest.mark.usefixtures("shared_steps")

OPTIONS = {"engine": "scvb0", "n_topics": 4, "random_state": 3, "max_epochs": 40, "tol": 1e-6}


@pytest.fixture(scope="module")
def counts():
    rng = np.random.default_rng(0)
    return rng.poisson(rng.gamma(0.3, 3.0, (8, 50))[rng.integers(0, 8, 300)])


@pytest.fixture
def ctrl_c_at(monkeypatch):
    """Press Ctrl-C in the course of the n-th step, of the trials or after them."""

    def press(n, *, times=1, engine="scvb0", trials=False):
        steps = {"scvb0": (schedule, "_incremental_step"), "gibbs": (gibbs, "draw_block")}
        module, name = steps[engine]
        real_step, real_run, calls = getattr(module, name), schedule.run, []

        def step(*arguments):
            calls.append(1)
            if len(calls) == n:
                for _ in range(times):
                    signal.raise_signal(signal.SIGINT)
            return real_step(*arguments)

        def run(*arguments):
            with monkeypatch.context() as patch:
                patch.setattr(module, name, step)
                return real_run(*arguments)

        if trials:
            monkeypatch.setattr(module, name, step)
        else:
            monkeypatch.setattr(schedule, "run", run)

    return press


def interrupted(counts, **options):
    model = LDA(**{**OPTIONS, **options})
    with pytest.warns(IncompleteFitWarning, match=r"interrupted after \d+ epochs.*resume=True"):
        model.fit(counts)
    return model


@pytest.mark.parametrize("engine", ["scvb0", "gibbs"])
@pytest.mark.parametrize("n", [1, 7, 20])
def test_ctrl_c_leaves_a_usable_model_that_resumes_to_the_same_bytes(counts, ctrl_c_at, n, engine):
    whole = LDA(**{**OPTIONS, "engine": engine}).fit(counts)
    ctrl_c_at(n, engine=engine)
    model = interrupted(counts, engine=engine)
    assert (model.complete_, model.stopped_because_) == (False, "interrupted")
    assert model.n_epochs_ < whole.n_epochs_
    assert model.transform(counts).sum(axis=1) == pytest.approx(np.ones(len(counts)))
    model.fit(counts, resume=True)
    assert (model.complete_, model.stopped_because_) == (True, whole.stopped_because_)
    assert model.components_.tobytes() == whole.components_.tobytes()
    assert model.log_likelihood_.tolist() == whole.log_likelihood_.tolist()
    assert model.bound_.tolist() == whole.bound_.tolist()


@pytest.mark.parametrize("n", [1, 40, 150])
def test_ctrl_c_while_starts_are_tried_leaves_a_usable_model_that_resumes(
    counts, ctrl_c_at, n, monkeypatch
):
    whole = LDA(**OPTIONS).fit(counts)
    with monkeypatch.context():
        ctrl_c_at(n, trials=True)
        model = interrupted(counts)
    assert (model.complete_, model.n_epochs_) == (False, 0 if n == 1 else 6)
    assert model.transform(counts).sum(axis=1) == pytest.approx(np.ones(len(counts)))
    model.fit(counts, resume=True)
    assert model.complete_
    assert model.components_.tobytes() == whole.components_.tobytes()


def test_a_second_ctrl_c_is_not_held_back(counts, ctrl_c_at):
    ctrl_c_at(10, times=2)
    with pytest.raises(KeyboardInterrupt):
        LDA(**OPTIONS).fit(counts)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_raises_where_the_system_would_end_the_process(counts, ctrl_c_at):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctrl_c_at(10, times=2)
    with pytest.raises(KeyboardInterrupt):
        LDA(**OPTIONS).fit(counts)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_the_usual_handler_of_ctrl_c_is_put_back(counts):
    LDA(**OPTIONS).fit(counts)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("engine", ["scvb0", "gibbs"])
def test_a_checkpoint_lets_another_process_go_on(counts, ctrl_c_at, tmp_path, engine):
    whole = LDA(**{**OPTIONS, "engine": engine}).fit(counts)
    ctrl_c_at(22, engine=engine)
    options = {"checkpoint": tmp_path / "fit.npz", "engine": engine}
    interrupted(counts, **options)
    assert [path.name for path in tmp_path.iterdir()] == ["fit.npz"]
    other = LDA(**{**OPTIONS, **options}).fit(counts, resume=True)
    assert other.components_.tobytes() == whole.components_.tobytes()


def test_more_epochs_can_be_added_to_a_finished_fit(counts):
    short = LDA(**{**OPTIONS, "max_epochs": 9}).fit(counts)
    short.set_params(max_epochs=OPTIONS["max_epochs"]).fit(counts, resume=True)
    assert short.components_.tobytes() == LDA(**OPTIONS).fit(counts).components_.tobytes()


def test_resuming_on_other_articles_is_refused(counts, ctrl_c_at):
    ctrl_c_at(5)
    model = interrupted(counts)
    with pytest.raises(InputError, match="resume=True needs the articles of the interrupted fit"):
        model.fit(counts[1:], resume=True)


def test_resuming_with_another_engine_is_refused(counts, ctrl_c_at):
    ctrl_c_at(5)
    model = interrupted(counts).set_params(engine="gibbs")
    with pytest.raises(InputError, match="resume=True needs the state of a fit by engine='gibbs'"):
        model.fit(counts, resume=True)


def test_a_checkpoint_with_other_options_is_refused(counts, tmp_path):
    path = tmp_path / "fit.npz"
    LDA(**OPTIONS, checkpoint=path).fit(counts)
    other = LDA(**{**OPTIONS, "random_state": 4}, checkpoint=path)
    with pytest.raises(IntegrityError, match=r"was made with random_state=3, and this model has"):
        other.fit(counts, resume=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"words"])
def test_a_damaged_checkpoint_is_refused(counts, tmp_path, content):
    path = tmp_path / "fit.npz"
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match="is not a checkpoint, or it is damaged"):
        LDA(**OPTIONS, checkpoint=path).fit(counts, resume=True)


def test_a_foreign_npz_is_refused(counts, tmp_path):
    path = tmp_path / "fit.npz"
    np.savez(path, note=np.array('{"format": "something else"}'))
    with pytest.raises(IntegrityError, match="is not a checkpoint of this version"):
        LDA(**OPTIONS, checkpoint=path).fit(counts, resume=True)


def test_fits_in_several_threads_at_once_give_the_same_topics(counts):
    alone = LDA(**OPTIONS).fit(counts).components_.tobytes()
    found = []

    def work():
        found.append(LDA(**OPTIONS, n_jobs=2).fit(counts).components_.tobytes())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 3


def _fit_in_child(counts, results):
    results.put(LDA(**OPTIONS, n_jobs=2).fit(counts).components_.tobytes())


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_makes_its_own_threads(counts):
    here = LDA(**OPTIONS, n_jobs=2).fit(counts).components_.tobytes()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    child = context.Process(target=_fit_in_child, args=(counts, results))
    child.start()
    there = results.get(timeout=60)
    child.join(timeout=60)
    assert there == here
