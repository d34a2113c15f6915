"""Keyness scores of a term in a group against the rest.

All functions take the uses of the term (``a`` in the group, ``b`` in the rest) and the tokens
(``n_a``, ``n_b``), and return positive values where the rate is higher in the group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import xlogy

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy import sparse


def log_odds_ratio(
    a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike, *, prior: ArrayLike, total: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log-odds-ratio of a term with an informative Dirichlet prior, and its model variance.

    Parameters
    ----------
    a, b : array-like
        Uses of the term in the group and in the rest.
    n_a, n_b : array-like
        Tokens of the group and of the rest.
    prior : array-like
        Pseudo-counts of the term: alpha_w.
    total : float
        Sum of all pseudo-counts: alpha_0.

    Returns
    -------
    delta, variance : ndarray
        delta = log[(a + alpha_w) / (n_a + alpha_0 - a - alpha_w)] - (the same for b);
        variance = 1 / (a + alpha_w) + 1 / (b + alpha_w).

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), eqs. 15, 18-20 and 22.
    doi:10.1093/pan/mpn018

    Examples
    --------
    >>> delta, variance = log_odds_ratio(30, 10, 1000, 1000, prior=4, total=200)
    >>> round(float(delta), 4), round(float(delta / variance**0.5), 4)
    (0.9043, 2.8477)
    """
    first, second, weight = (np.asarray(each, dtype=np.float64) for each in (a, b, prior))
    n_first, n_second = np.asarray(n_a, dtype=np.float64), np.asarray(n_b, dtype=np.float64)
    here, there = first + weight, second + weight
    delta = _log_odds(here, n_first + total) - _log_odds(there, n_second + total)
    return delta, 1 / here + 1 / there


def _log_odds(uses: NDArray[np.float64], tokens: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of each term; 0 for the only term of a vocabulary, which has none."""
    others = tokens - uses
    return np.log(np.divide(uses, others, out=np.ones_like(uses + others), where=others > 0))


def g2(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> NDArray[np.float64]:
    """Signed log-likelihood ratio of the two-by-two table.

    References
    ----------
    Dunning (1993), Computational Linguistics 19(1).

    Examples
    --------
    >>> round(float(g2(30, 10, 1000, 1000)), 4)
    10.669
    """
    table = _two_by_two(a, b, n_a, n_b)
    expected = _expected(table)
    terms = xlogy(table, table) - xlogy(table, np.where(expected > 0, expected, 1))
    return np.asarray(_sign(table) * np.maximum(2 * terms.sum(axis=(0, 1)), 0))


def chi2(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> NDArray[np.float64]:
    """Signed chi-squared of the two-by-two table (Pearson's, without continuity correction).

    Examples
    --------
    >>> round(float(chi2(30, 10, 1000, 1000)), 4)
    10.2041
    """
    table = _two_by_two(a, b, n_a, n_b)
    (p, q), (r, s) = table
    total, margins = table.sum(axis=(0, 1)), (p + q) * (r + s) * (p + r) * (q + s)
    value = np.zeros_like(total)
    np.divide(total * (p * s - q * r) ** 2, margins, out=value, where=margins > 0)
    return np.asarray(_sign(table) * value)


def tfidf_of_group(
    uses: sparse.csr_matrix, tokens: NDArray[np.float64], group: int
) -> NDArray[np.float64]:
    """TF-IDF with each group as one document: (uses / tokens) * log(groups / groups with it).

    A term that every group uses scores 0.

    Parameters
    ----------
    uses : csr_matrix of shape (n_groups, n_terms)
        Uses of each term in each group.
    tokens : ndarray of shape (n_groups,)
        Tokens of each group.
    group : int
        The group to score.

    Returns
    -------
    ndarray of shape (n_terms,)
        The scores, from 0.

    References
    ----------
    Silge & Robinson (2016), tidytext, JOSS 1(3): ``bind_tf_idf``.

    Examples
    --------
    >>> from scipy import sparse
    >>> uses = sparse.csr_matrix([[2.0, 1.0], [0.0, 1.0]])
    >>> tfidf_of_group(uses, np.array([10.0, 10.0]), 0).round(4)
    array([0.1386, 0.    ])
    """
    groups_with = np.maximum(uses.getnnz(axis=0), 1)
    row = uses[group].toarray().ravel()
    return np.asarray(row / tokens[group] * np.log(len(tokens) / groups_with))


def _two_by_two(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> NDArray[np.float64]:
    """Return [[uses here, uses there], [other tokens here, other tokens there]]."""
    here, there, n_here, n_there = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (a, b, n_a, n_b))
    )
    return np.array([[here, there], [n_here - here, n_there - there]])


def _expected(table: NDArray[np.float64]) -> NDArray[np.float64]:
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    return np.asarray(rows * columns / table.sum(axis=(0, 1)))


def _sign(table: NDArray[np.float64]) -> NDArray[np.float64]:
    (p, q), (r, s) = table
    return np.asarray(np.sign(p * s - q * r))
