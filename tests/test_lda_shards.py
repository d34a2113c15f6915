"""Topics of counts that lie on disk, in several shards, computed by other processes."""

import random
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from scipy import sparse

from toolkit._core.mapped_arrays import mapped_file
from toolkit._core.memory import scratch_array, use_memory
from toolkit._core.part_engine import use_engine
from toolkit.models.lda import LDA, fit_job, shards
from toolkit.models.lda.blocks import cut_blocks
from toolkit.models.lda.matrices import as_counts
from toolkit.models.lda.shards import cut_shards

pytestmark = pytest.mark.usefixtures("shared_steps")

K, V = 5, 400
FIT = {"n_topics": K, "random_state": 1, "max_epochs": 14, "engine": "scvb0"}
SMALL = 1_500
"""Counts of a shard in these tests, so that few articles make several."""


@pytest.fixture(scope="module")
def counts():
    """600 articles of about 20 different words from five subjects, one of them empty."""
    rng = np.random.default_rng(3)
    phi = np.vstack([np.roll(rng.dirichlet(np.full(V, 0.05)), k) for k in range(K)])
    theta = rng.dirichlet(np.full(K, 0.2), 600)
    rows = np.array([rng.multinomial(60, shares @ phi) for shares in theta])
    rows[7] = 0
    return sparse.csr_matrix(rows)


@pytest.fixture
def small_shards(monkeypatch):
    make_small(monkeypatch)


def make_small(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_ENTRIES", SMALL)
    monkeypatch.setattr(fit_job, "SAMPLE_EPOCHS", 6)


def mapped(matrix, folder):
    """Return the same matrix over files."""
    with use_memory(1, folder=folder):
        arrays = [scratch_array(len(one), one.dtype) for one in (matrix.data, matrix.indices)]
    arrays[0][:], arrays[1][:] = matrix.data, matrix.indices
    found = sparse.csr_matrix((*arrays, matrix.indptr), matrix.shape, copy=False)
    assert mapped_file(found.data) is not None
    assert mapped_file(found.indices) is not None
    return found


def results(matrix, **options):
    options = {**FIT, **options}
    fitted = LDA(**options).fit(matrix)
    arrays = (fitted.components_, fitted.bound_, fitted.log_likelihood_, fitted.doc_topic_prior_)
    return [one.tobytes() for one in (*arrays, fitted.transform(matrix))], fitted


class Elsewhere:
    """An engine that computes tasks in other processes, in an order of its own."""

    def __init__(self, pool):
        self.pool, self.asked = pool, []

    def map_parts(self, function, tasks, *, label, shared=None):
        del label
        order = list(range(len(tasks)))
        random.Random(len(self.asked)).shuffle(order)
        self.asked.append((function.__name__, len(tasks)))
        more = () if shared is None else (shared,)
        found = {n: self.pool.submit(function, tasks[n], *more) for n in order}
        repeated = self.pool.submit(function, tasks[0], *more)  # as after a lost worker
        for number in range(len(tasks)):
            yield found[number].result()
        repeated.result()


@pytest.fixture(scope="module")
def pool():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        yield processes


@pytest.mark.parametrize("engine", ["scvb0", "gibbs"])
@pytest.mark.parametrize("budget", [1, 40_000])
def test_counts_on_disk_give_the_bytes_of_counts_in_memory(counts, engine, budget, tmp_path):
    expected, _ = results(counts, engine=engine, n_jobs=1)
    with use_memory(budget, folder=tmp_path):
        found, fitted = results(mapped(counts, tmp_path), engine=engine, n_jobs=2)
        assert mapped_file(fitted.transform(counts)) is not None
    assert found == expected


def test_articles_that_count_several_times_are_the_same_on_disk(counts, tmp_path):
    times = np.random.default_rng(0).integers(0, 3, counts.shape[0])
    options = {"n_topics": K, "engine": "scvb0", "max_epochs": 12}
    expected = LDA(**options).fit(counts, repeats=times).components_
    with use_memory(1, folder=tmp_path):
        found = LDA(**options).fit(mapped(counts, tmp_path), repeats=times).components_
    assert found.tobytes() == expected.tobytes()


@pytest.mark.usefixtures("small_shards")
def test_shards_are_cut_by_the_data_and_hold_every_block_once(counts):
    data = as_counts(counts)
    blocks = cut_blocks(data, 500)
    found = cut_shards(data, len(blocks))
    assert len(found) == round(counts.nnz / SMALL) > 4
    assert [number for shard in found for number in shard] == list(range(len(blocks)))


@pytest.mark.usefixtures("small_shards")
def test_topics_of_many_shards_are_the_same_for_any_threads_memory_and_order(counts, tmp_path):
    expected, fitted = results(counts, n_jobs=1)
    assert fitted.bound_.size > 2
    turned = np.random.default_rng(0).permutation(counts.shape[0])
    with use_memory(1, folder=tmp_path):
        found, _ = results(mapped(counts, tmp_path), n_jobs=4)
        moved, _ = results(mapped(counts[turned], tmp_path), n_jobs=2)
    assert found == expected
    assert moved[:4] == expected[:4]


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("options", [{}, {"seed_terms": {"first": ["3", "5"]}, "n_topics": 6}])
def test_other_processes_in_any_order_give_the_same_bytes(counts, options, pool, tmp_path):
    expected, _ = results(counts, **options)
    engine = Elsewhere(pool)
    with use_engine(engine), use_memory("1GiB", folder=tmp_path):
        found, fitted = results(counts, **options)
    assert found == expected
    n_shards = round(counts.nnz / SMALL)
    epochs = [("expect_shard", n_shards)] * len(fitted.bound_)
    assert engine.asked == [*epochs, ("fold_in_shard", n_shards)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_shards")
def test_a_corpus_of_many_shards_has_the_topics_of_one(counts, monkeypatch):
    _, many = results(counts, max_epochs=100)
    monkeypatch.setattr(shards, "SHARD_ENTRIES", 10**9)
    _, one = results(counts, max_epochs=100)
    likeness = np.sqrt(many.topic_term_) @ np.sqrt(one.topic_term_).T
    assert likeness.max(axis=1).min() > 0.99
    assert many.bound_[-1] == pytest.approx(one.bound_[-1], rel=4e-3)


@pytest.mark.usefixtures("small_shards")
def test_the_bound_never_falls_in_batch_epochs_after_a_sample(counts):
    _, fitted = results(counts, max_epochs=60)
    assert fitted.batch_from_ > 0
    assert (np.diff(fitted.bound_) > -1e-5 * abs(fitted.bound_[-1])).all()


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("n_epochs", [3, 10])
def test_a_fit_that_was_killed_goes_on_from_its_checkpoint(
    counts, n_epochs, pool, tmp_path, monkeypatch
):
    expected, whole = results(counts)
    assert 3 < whole.batch_from_ < 10 < whole.n_epochs_
    options = {**FIT, "checkpoint": tmp_path / "fit.npz"}
    dies_after(n_epochs, monkeypatch)
    with use_memory(1, folder=tmp_path / "work"), pytest.raises(RuntimeError, match="killed"):
        LDA(**options).fit(mapped(counts, tmp_path))
    monkeypatch.undo()
    make_small(monkeypatch)
    with use_engine(Elsewhere(pool)), use_memory(1, folder=tmp_path / "work"):
        again = LDA(**options).fit(mapped(counts, tmp_path), resume=True)
    assert again.components_.tobytes() == expected[0]
    assert again.bound_.tobytes() == expected[1]


def dies_after(n_epochs, monkeypatch):
    from toolkit.models.lda import schedule

    ended = schedule._ended

    def end(state, job):
        found = ended(state, job)
        job.save(state)
        if state.epoch == n_epochs:
            raise RuntimeError("killed")
        return found

    monkeypatch.setattr(schedule, "_ended", end)


@pytest.mark.parametrize("engine", ["scvb0", "gibbs"])
def test_no_copy_of_the_counts_comes_into_memory(engine, tmp_path):
    rng = np.random.default_rng(0)
    shape, n_per_row = (6_000, 300), 100
    columns = np.sort(rng.random((shape[0], shape[1])).argpartition(n_per_row)[:, :n_per_row])
    matrix = sparse.csr_matrix(
        (
            rng.integers(1, 3, columns.size).astype(np.int32),
            columns.astype(np.int32).ravel(),
            np.arange(shape[0] + 1, dtype=np.int32) * n_per_row,
        ),
        shape,
    )
    options = {"n_topics": 3, "max_epochs": 4, "engine": engine, "init": "articles", "n_jobs": 1}
    with use_memory(1, folder=tmp_path):
        on_disk = mapped(matrix, tmp_path)
        LDA(**options).fit(matrix[:50])
        tracemalloc.start()
        fitted = LDA(**options).fit(on_disk)
        fitted.transform(on_disk)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    if engine == "scvb0":
        assert peak < 20 * 2**20  # a copy of terms and counts takes 4.8, of their index 4.8
    assert peak < 40 * 2**20
