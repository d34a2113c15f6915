"""The articles that a fit starts from: those of the plain method, over all rows at once."""

import numpy as np
import pytest

from toolkit._kernels import lda as kernels
from toolkit.models.lda import init
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
