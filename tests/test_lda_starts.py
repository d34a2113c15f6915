"""What a fit starts from: the articles of the plain method, in arrays that begin with a line."""

from dataclasses import replace

import numpy as np
import pytest

from toolkit._kernels import lda as kernels
from toolkit.models.lda import LDA, init, steps
from toolkit.models.lda.blocks import cut_blocks
from toolkit.models.lda.matrices import as_counts


def _spread_over_all_rows(matrix, n_topics, rng):
    """k-means++ centres by Hellinger distance, each with its nearest rows; dense."""
    size = init._group_size(as_counts(matrix), n_topics)
    first = matrix[: n_topics * max(init.CANDIDATES_PER_TOPIC, 4 * size)]
    lengths = first.sum(axis=1, keepdims=True)
    roots = np.sqrt(first / np.maximum(lengths, 1))
    distance = np.where(lengths.ravel() > 0, 2.0, 0.0)
    groups = []
    for _ in range(n_topics):
        total = distance.sum()
        odds = distance / total if total > 0 else np.full(len(first), 1 / len(first))
        tried = rng.choice(len(first), init.TRIALS, p=odds)
        likeness = np.zeros((len(first), init.TRIALS))
        for term in range(matrix.shape[1]):  # in the order of the terms, as sums are compared
            likeness += roots[:, [term]] * roots[tried, term]
        nearer = np.minimum(distance[:, None], np.maximum(2.0 - 2.0 * likeness, 0.0))
        best = int(nearer.sum(axis=0).argmin())
        distance = nearer[:, best]
        likeness[tried[best], best] = np.inf
        groups.append(np.argsort(-likeness[:, best], kind="stable")[:size])
    return groups


@pytest.mark.parametrize("density", [0.02, 0.2, 1.0])
@pytest.mark.parametrize("n_topics", [1, 4, 30])
def test_the_articles_of_a_start_are_those_of_the_plain_method(density, n_topics):
    rng = np.random.default_rng(n_topics)
    matrix = rng.poisson(density, (90, 25))
    matrix[7:12] = 0  # empty
    matrix[40:60] = matrix[20:40]  # ties
    found = init._spread(as_counts(matrix), n_topics, np.random.default_rng(3))
    for one, other in zip(
        found, _spread_over_all_rows(matrix, n_topics, np.random.default_rng(3)), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_threads_find_the_articles_of_a_start_that_one_finds(monkeypatch):
    monkeypatch.setattr(init, "FEW_ENTRIES", 0)
    matrix = np.random.default_rng(5).poisson(0.5, (120, 40))
    wanted = _spread_over_all_rows(matrix, 12, np.random.default_rng(3))
    for n_jobs in (1, 3):
        found = init._spread(as_counts(matrix), 12, np.random.default_rng(3), n_jobs)
        np.testing.assert_array_equal(np.array(found), np.array(wanted))


def test_a_start_from_articles_that_are_all_alike_takes_as_many_as_are_asked_for():
    groups = init._spread(as_counts(np.ones((40, 3))), 5, np.random.default_rng(0))
    assert [len(set(rows)) for rows in groups] == [4] * 5


def test_likeness_is_the_same_in_plain_python():
    rng = np.random.default_rng(0)
    roots = init._unit_roots(as_counts(rng.poisson(0.5, (12, 9))))
    by_term = roots.tocsc()
    lists = (by_term.indptr, by_term.indices, by_term.data)
    for row in range(12):
        own = slice(roots.indptr[row], roots.indptr[row + 1])
        article = (roots.indices[own], roots.data[own])
        made = []
        for liken in (kernels.liken_rows, kernels.liken_rows.py_func):
            likeness, found = np.zeros(12), np.empty(12, np.int64)
            made.append((likeness, found[: liken(article, lists, likeness, found)]))
        np.testing.assert_array_equal(made[0][0], made[1][0])
        np.testing.assert_array_equal(made[0][1], made[1][1])
        np.testing.assert_allclose(made[0][0], (roots @ roots[[row]].T).toarray().ravel())
        np.testing.assert_array_equal(np.sort(made[0][1]), np.flatnonzero(made[0][0]))
        rows, values = init.liken_few(article, lists, np.empty(12, np.int64))
        np.testing.assert_array_equal(rows, made[0][1])
        np.testing.assert_array_equal(values, made[0][0][rows])


def test_a_start_is_the_same_bytes_with_and_without_the_kernel(monkeypatch):
    counts = np.random.default_rng(1).poisson(0.3, (80, 60))
    few = LDA(4, max_epochs=1, engine="scvb0").fit(counts)
    monkeypatch.setattr(init, "FEW_ENTRIES", 0)
    many = LDA(4, max_epochs=1, engine="scvb0").fit(counts)
    assert few.components_.tobytes() == many.components_.tobytes()


@pytest.mark.parametrize("make", [np.empty, np.zeros])
def test_rows_begin_where_a_line_of_the_cache_begins(make):
    for n_rows in range(1, 40):
        rows = steps.row_array((n_rows, 32), make)
        assert rows.shape == (n_rows, 32)
        assert rows.flags.c_contiguous
        assert rows.ctypes.data % 64 == 0
        assert make is np.empty or not rows.any()


def test_the_rows_of_a_fit_begin_with_a_line_in_every_stage():
    counts = np.random.default_rng(0).poisson(0.4, (400, 90))
    for max_epochs in (2, 30):  # before and after batch epochs
        state = LDA(3, max_epochs=max_epochs, tol=1e-3, engine="scvb0").fit(counts)._state
        assert (state.batch_from >= 0) == (max_epochs == 30)
        assert state.n_wk.ctypes.data % 64 == state.theta.ctypes.data % 64 == 0
    assert steps.prior_rows(state, 7).ctypes.data % 64 == 0
    fixed = steps.fixed_state(np.ones((3, 5)), np.ones(3))
    assert fixed.n_wk.ctypes.data % 64 == 0


def test_shares_are_the_same_bytes_wherever_rows_begin():
    rng = np.random.default_rng(1)
    block = cut_blocks(as_counts(rng.poisson(0.5, (30, 40))), 10**6)[0]
    state = steps.fixed_state(rng.dirichlet(np.ones(40), 20), rng.uniform(0.1, 1.0, 20))
    found = []
    for shift in (0, 1, 7):
        whole = np.zeros(state.n_wk.size + 32, np.float32)
        at = -whole.ctypes.data // 4 % 16 + shift
        rows = whole[at : at + state.n_wk.size].reshape(state.n_wk.shape)
        rows[:] = state.n_wk
        moved = replace(state, n_wk=rows)
        theta = steps.prior_rows(moved, 30)
        steps.infer(moved, block, theta, options=steps.EStepOptions(4, 2), n_jobs=1)
        found.append(theta.tobytes())
    assert found[0] == found[1] == found[2]
