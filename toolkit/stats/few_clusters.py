"""Regression standard errors for few clusters: CR2, Satterthwaite, wild bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEBB = np.sqrt([0.5, 1.0, 1.5])
"""Magnitudes of Webb's six-point distribution; each occurs with both signs."""


@dataclass(frozen=True, slots=True)
class ClusterScores:
    """Cluster scores of a weighted regression.

    Attributes
    ----------
    bread : ndarray of shape (n_terms, n_terms)
        Inverse of X'WX.
    blocks : ndarray of shape (n_clusters, n_terms, n_terms)
        X'WX of each cluster.
    raw : ndarray of shape (n_clusters, n_terms)
        X'(y - fitted) of each cluster.
    adjusted : ndarray of shape (n_clusters, n_terms)
        The same with bias-reduced (CR2) residuals, which undo each cluster's leverage.
    roots : ndarray of shape (n_clusters, n_terms, n_terms)
        Adjustment matrices in the space of the terms: ``adjusted = roots @ raw``.
    """

    bread: NDArray[np.float64]
    blocks: NDArray[np.float64]
    raw: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    roots: NDArray[np.float64]

    @property
    def covariance(self) -> NDArray[np.float64]:
        """CR2 covariance of the coefficients."""
        return np.asarray(self.bread @ (self.adjusted.T @ self.adjusted) @ self.bread)


def cluster_scores(
    design: NDArray[np.float64],
    residual: NDArray[np.float64],
    weights: NDArray[np.float64],
    codes: NDArray[np.intp],
) -> ClusterScores:
    """Compute raw and bias-reduced (CR2) cluster scores.

    Parameters
    ----------
    design : ndarray of shape (n_articles, n_terms)
    residual : ndarray of shape (n_articles,)
        Response minus fitted value.
    weights : ndarray of shape (n_articles,)
        Inverse of the working variance: 1 for least squares, m (1 - m) for a logit.
    codes : ndarray of int, shape (n_articles,)
        Cluster of each article, from 0.

    References
    ----------
    Bell & McCaffrey (2002), Survey Methodology 28(2); Pustejovsky & Tipton (2018), J. Business &
    Economic Statistics 36(4), eq. 9, with the inverse of the weights as working covariance. The
    inverse square root of I - H of a cluster is computed in the space of the terms.
    """
    count, width = int(codes.max()) + 1, design.shape[1]
    blocks, raw = np.zeros((count, width, width)), np.zeros((count, width))
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(count + 1))
    for number in range(count):
        rows = order[edges[number] : edges[number + 1]]
        x = design[rows]
        blocks[number] = x.T @ (x * weights[rows, None])
        raw[number] = x.T @ residual[rows]
    bread = np.linalg.pinv(blocks.sum(axis=0), hermitian=True)
    half = _symmetric_root(bread)
    # In the space of the terms, H is half X'WX half; (I - H)^(-1/2) X has the same eigenvectors.
    values, vectors = np.linalg.eigh(half @ blocks @ half)
    factor = np.where(values < 1 - 1e-8, 1 / np.sqrt(np.maximum(1 - values, 1e-8)), 0.0)
    inner = (vectors * factor[:, None, :]) @ vectors.transpose(0, 2, 1)
    roots = np.linalg.pinv(half, hermitian=True) @ inner @ half
    adjusted = np.einsum("gij,gj->gi", roots, raw)
    return ClusterScores(bread, blocks, raw, adjusted, roots)


def _symmetric_root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


def satterthwaite(scores: ClusterScores, contrast: NDArray[np.float64]) -> float:
    """Satterthwaite degrees of freedom for a t-test of a linear combination of coefficients.

    Few or unequal clusters leave far fewer than the number of clusters minus one.

    References
    ----------
    Pustejovsky & Tipton (2018), section 2.3: trace squared over the sum of squares of the matrix
    of the p_g' p_h, for independent articles with the working variance.
    """
    bread, blocks = scores.bread, scores.blocks
    direction = bread @ contrast
    p_terms = np.einsum("gji,j->gi", scores.roots, direction)
    # u_g = X_g' W A_g X_g M c, and v_g' v_g, both in the space of the terms
    u = np.einsum("gij,gj->gi", blocks, p_terms)
    own = np.einsum("gi,gi->g", p_terms, u)
    leverage = np.einsum("gi,ij,gj->g", u, bread, u)
    cross = bread @ (u.T @ u)
    total = (own - leverage).sum()
    squares = (own**2).sum() - 2 * (own * leverage).sum() + (cross * cross.T).sum()
    return float(total**2 / max(squares, 1e-300))


def wild_statistics(
    scores: ClusterScores,
    contrast: NDArray[np.float64],
    n_resamples: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Absolute t-statistics of a linear combination under the wild bootstrap of cluster scores.

    Each cluster's score is multiplied by a Webb weight; one Newton step gives the estimate, and
    its standard error is recomputed. Their 95 % quantile replaces Student's t.

    References
    ----------
    Kline & Santos (2012), J. Econometric Methods 1(1), for the bootstrap of scores; Cameron,
    Gelbach & Miller (2008), Review of Economics and Statistics 90(3); Webb (2023), Canadian J.
    Economics 56(3), for the weights.
    """
    count = len(scores.raw)
    weights = rng.choice(WEBB, (n_resamples, count)) * rng.choice([-1.0, 1.0], (n_resamples, count))
    direction = scores.bread @ contrast
    each = weights[:, :, None] * scores.adjusted
    step = each.sum(axis=1) @ scores.bread
    effect = step @ contrast
    # Scores after that step.
    left = each @ direction - np.einsum("bi,gij,j->bg", step, scores.blocks, direction)
    error = np.sqrt((left**2).sum(axis=1) * count / (count - 1))
    return np.asarray(np.abs(effect) / np.maximum(error, 1e-300))
