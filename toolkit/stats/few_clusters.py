"""Regression standard errors for few clusters: CR2, Satterthwaite, wild bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

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
    raw : ndarray of shape (n_clusters, n_terms)
        X'(y - fitted) of each cluster.
    adjusted : ndarray of shape (n_clusters, n_terms)
        The same with bias-reduced (CR2) residuals, which undo each cluster's leverage.
    rows : ndarray of shape (n_rows, n_terms)
        W^(1/2) X, cluster after cluster; a cluster has as many rows as articles, or as terms if
        those are fewer (the triangle of a QR decomposition says the same).
    turned : ndarray of shape (n_rows, n_terms)
        (I - H)^(-1/2) times the rows of each cluster.
    sums : sparse matrix of shape (n_clusters, n_rows)
        1 where a row belongs to a cluster.
    hats : list of ndarray of shape (n, size, size)
        H, the leverages, of the clusters of one size; all in the order of the rows.
    """

    bread: NDArray[np.float64]
    raw: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    rows: NDArray[np.float64]
    turned: NDArray[np.float64]
    sums: sparse.csr_array
    hats: list[NDArray[np.float64]]

    @property
    def covariance(self) -> NDArray[np.float64]:
        """CR2 covariance of the coefficients."""
        return np.asarray(self.bread @ (self.adjusted.T @ self.adjusted) @ self.bread)

    def variance(self, contrast: NDArray[np.float64]) -> float:
        """CR2 variance of a linear combination of the coefficients."""
        return float(np.sum((self.adjusted @ (self.bread @ contrast)) ** 2))

    def sum_rows(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return sums of the weighted rows of each cluster, of shape (n_clusters, n_terms)."""
        weighted = self.sums.copy()
        weighted.data = weights[weighted.indices]
        return np.asarray(weighted @ self.rows)

    def fitted(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return H times values, one for each row."""
        ends = np.cumsum([hat.shape[0] * hat.shape[1] for hat in self.hats])[:-1]
        parts = zip(self.hats, np.split(values, ends), strict=True)
        return np.concatenate([(h @ v.reshape(*h.shape[:2], 1)).ravel() for h, v in parts])


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
    Economic Statistics 36(4), eq. 9, with the inverse of the weights as working covariance.
    """
    sizes = np.bincount(codes)
    edges = np.concatenate([[0], np.cumsum(sizes)])
    order = np.argsort(codes, kind="stable")
    every = design * np.sqrt(weights)[:, None]
    bread = np.asarray(np.linalg.pinv(every.T @ every, hermitian=True))
    raw, adjusted = np.zeros((2, len(sizes), design.shape[1]))
    cluster, parts, hats = [], [], []
    for size in np.unique(sizes):  # clusters of one size at once
        members = np.flatnonzero(sizes == size)
        places = order[edges[members][:, None] + np.arange(size)]
        scores = (design[places] * residual[places][:, :, None]).sum(axis=1)
        rows = every[places]
        if size > design.shape[1]:
            rows = np.asarray(np.linalg.qr(rows, mode="r"))
        hat = rows @ bread @ rows.transpose(0, 2, 1)
        values, vectors = np.linalg.eigh(hat)
        root, gain = _inverse_root(values.clip(0))
        turned = (vectors * root[:, None, :]) @ (vectors.transpose(0, 2, 1) @ rows)
        # X'W^(1/2) (A - I) W^(-1/2) e without dividing by weights, which may be next to nothing:
        # A - I = g(H) H, and H W^(-1/2) e = W^(1/2) X M X'e
        moved = vectors.transpose(0, 2, 1) @ (rows @ (scores @ bread)[:, :, None])
        added = (vectors @ (gain[:, :, None] * moved)).transpose(0, 2, 1) @ rows
        raw[members], adjusted[members] = scores, scores + added[:, 0]
        cluster.append(np.repeat(members, rows.shape[1]))
        parts.append((rows, turned))
        hats.append(hat)
    inside = np.concatenate(cluster)
    sums = sparse.csr_array((np.ones(len(inside)), (inside, np.arange(len(inside)))))
    rows, turned = (np.concatenate([np.concatenate(part[k]) for part in parts]) for k in (0, 1))
    return ClusterScores(bread, raw, adjusted, rows, turned, sums, hats)


def _inverse_root(
    leverage: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return f = (1 - h)^(-1/2), 0 where h is 1, and (f - 1) / h."""
    below = np.minimum(leverage, 1 - 1e-8)
    less_one = np.where(leverage < 1 - 1e-8, np.expm1(-0.5 * np.log1p(-below)), -1.0)
    gain = np.where(leverage > 1e-12, less_one / np.maximum(leverage, 1e-12), 0.5)
    return less_one + 1, gain


def satterthwaite(scores: ClusterScores, contrast: NDArray[np.float64]) -> float:
    """Satterthwaite degrees of freedom for a t-test of a linear combination of coefficients.

    Few or unequal clusters leave far fewer than the number of clusters minus one.

    References
    ----------
    Pustejovsky & Tipton (2018), section 2.3: trace squared over the sum of squares of the matrix
    of the p_g' p_h, for independent articles with the working variance.
    """
    each = scores.turned @ (scores.bread @ contrast)  # A_g X_g M c, and of each cluster:
    own = scores.sums @ each**2  # p_g' p_g without the fit
    leverage = scores.sums @ (each * scores.fitted(each))  # what the fit takes from it
    u = scores.sum_rows(each)
    cross = scores.bread @ (u.T @ u)
    total = (own - leverage).sum()
    squares = (own**2).sum() - 2 * (own * leverage).sum() + (cross * cross.T).sum()
    return float(total**2 / max(squares, 1e-300))


@dataclass(frozen=True, slots=True)
class DayInfluence:
    """How far a linear combination of coefficients rests on each cluster, in the order of time.

    Attributes
    ----------
    sums : ndarray of shape (n_clusters + 1, n_terms)
        Running sums of X' times the influence of each cluster's articles, from 0.
    bread : ndarray of shape (n_terms, n_terms)
        Inverse of X'WX.
    squares : float
        Sum of the squared influence.
    n_effective : float
        Clusters that the combination rests on (Kish): an end of a curve rests on few.
    """

    sums: NDArray[np.float64]
    bread: NDArray[np.float64]
    squares: float
    n_effective: float

    def lost(self, lag: int) -> float:
        """Return the part of the products up to ``lag`` clusters apart that the fit takes away.

        Residuals are (I - H) times errors, so that the products of influences, weighted by H, are
        missing: a curve follows waves that are as long as its bends.
        """
        count = len(self.sums) - 1
        at = np.arange(count)
        above = self.sums[np.minimum(at + lag + 1, count)]
        near = above - self.sums[np.maximum(at - lag, 0)]
        own = np.diff(self.sums, axis=0)
        return float(np.einsum("dp,dp->", own @ self.bread, near - own)) / self.squares


def day_influence(scores: ClusterScores, contrast: NDArray[np.float64]) -> DayInfluence:
    """Return how far a linear combination of coefficients rests on each cluster."""
    each = scores.turned @ (scores.bread @ contrast)
    own = scores.sums @ each**2
    sums = np.zeros((len(own) + 1, len(contrast)))
    np.cumsum(scores.sum_rows(each), axis=0, out=sums[1:])
    total = max(float(own.sum()), 1e-300)
    return DayInfluence(sums, scores.bread, total, total**2 / max(float((own**2).sum()), 1e-300))


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
    step = weights @ scores.adjusted @ scores.bread
    effect = step @ contrast
    # Scores after that step.
    left = (
        weights * (scores.adjusted @ direction) - step @ scores.sum_rows(scores.rows @ direction).T
    )
    error = np.sqrt((left**2).sum(axis=1) * count / (count - 1))
    return np.asarray(np.abs(effect) / np.maximum(error, 1e-300))
