"""Fractional logit and average effects, with standard errors valid for few clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.special import expit

from toolkit.stats.few_clusters import (
    ClusterScores,
    cluster_scores,
    day_influence,
    satterthwaite,
    wild_statistics,
)
from toolkit.stats.neighbour_days import Lasting, measure_lasting
from toolkit.stats.permutation import permutation_p_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.regression.design import Setting

MAX_STEPS = 50
ENOUGH = 1e-13
"""Residuals that a coefficient leaves, as a part of its articles, are no longer made smaller."""

ROUNDING = 1e-12
"""Smaller effects are 0."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted fractional logit: coefficients and cluster scores.

    Attributes
    ----------
    coefficients : ndarray of shape (n_coefficients,)
    covariance : ndarray of shape (n_coefficients, n_coefficients)
        Cluster-robust sandwich (CR1).
    scale : ndarray of shape (n_coefficients,)
        Largest value of each column of the design.
    scores : ClusterScores
        Scores of the design divided by ``scale``.
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    scale: NDArray[np.float64]
    scores: ClusterScores


def fit_fractional_logit(
    design: NDArray[np.float64], share: NDArray[np.float64], codes: NDArray[np.intp]
) -> Fit:
    """Fit by Newton's method on the Bernoulli quasi-likelihood (Papke & Wooldridge 1996, eq. 5).

    Parameters
    ----------
    design : ndarray of shape (n_articles, n_coefficients)
    share : ndarray of shape (n_articles,)
        From 0 to 1.
    codes : ndarray of int, shape (n_articles,)
        Cluster of each article.

    Returns
    -------
    Fit
        Its ``covariance`` is the cluster sandwich times G/(G-1) * (N-1)/(N-K).
    """
    # Scale the columns for numerical stability: dates are tens of thousands of days.
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    x = design / scale
    beta = np.zeros(x.shape[1])
    mean = np.clip(share.mean(), 1e-6, 1 - 1e-6)
    beta[0] = np.log(mean / (1 - mean))
    enough = ENOUGH * np.abs(x).sum(axis=0)
    for _ in range(MAX_STEPS):
        fitted = expit(x @ beta)
        bread = x.T @ (x * (fitted * (1 - fitted))[:, None])
        gradient = x.T @ (share - fitted)
        # The coefficient of a level without the theme would diverge to minus infinity.
        if (np.abs(gradient) < enough).all():
            break
        step = np.linalg.solve(bread + 1e-10 * np.eye(len(beta)), gradient)
        before, beta = beta, np.clip(beta + np.clip(step, -2, 2), -40, 40)
        if np.abs(beta - before).max() < 1e-9:
            break
    scores = cluster_scores(x, *_residuals(x @ beta, share), codes)
    groups, (count, width) = len(scores.raw), x.shape
    widen = groups / (groups - 1) * (count - 1) / (count - width)
    covariance = scores.bread @ (scores.raw.T @ scores.raw) @ scores.bread * widen
    return Fit(beta / scale, covariance / np.outer(scale, scale), scale, scores)


def _residuals(
    predictor: NDArray[np.float64], share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return share - m and m (1 - m): 1 - m, which is rounded to 0 near 1, by itself."""
    fitted, rest = expit(predictor), expit(-predictor)
    residual = np.where(predictor > 0, share - 1 + rest, share - fitted)
    return residual, np.maximum(fitted * rest, 1e-300)


@dataclass(frozen=True, slots=True)
class Effect:
    """An average effect: standard error, degrees of freedom, half-width of the 95 % interval."""

    effect: float
    error: float
    degrees: float
    reach: float
    p_value: float


def average_effect(
    fits: Sequence[Fit],
    setting: Setting,
    reference: Setting,
    *,
    days: bool = False,
    wild: int = 0,
    rng: np.random.Generator | None = None,
) -> Effect:
    """Mean difference in fitted shares between two settings of a design, pooled over draws.

    Parameters
    ----------
    fits : sequence of Fit
        One per draw of the shares, usually one.
    setting, reference : Setting
        The design of the articles with the covariate set to either value.
    days : bool
        Clusters are days, in the order of time: the variance then counts that news lasts.
    wild : int
        Number of wild bootstrap resamples; 0 uses Student's t (Satterthwaite).
    rng : Generator, optional
        Random number generator of the bootstrap.

    References
    ----------
    Pustejovsky & Tipton (2018) for CR2 errors and degrees of freedom of a single fit; Rubin
    (1987) for pooling; Barnard & Rubin (1999), Biometrika 86(4), for pooled degrees of freedom.
    """
    effects, variances, degrees, scaled = [], [], [], []
    for fit in fits:
        effect, gradient = _effect_and_gradient(fit, setting, reference)
        contrast = gradient / fit.scale
        effects.append(effect)
        lasting = _lasting(fit, contrast) if days else Lasting(1.0, np.inf)
        variances.append(fit.scores.variance(contrast) * lasting.factor)
        degrees.append(min(satterthwaite(fit.scores, contrast), lasting.degrees))
        if wild and rng is not None:
            each = -(-wild // len(fits))
            scaled.append(wild_statistics(fit.scores, contrast, each, rng))
    within, between = float(np.mean(variances)), _between(effects)
    error = float(np.sqrt(within + between))
    free = max(_pooled_degrees(float(np.mean(degrees)), within, between, len(fits)), 1.0)
    effect = float(np.mean(effects))
    if abs(effect) < ROUNDING:  # where all shares are equal, its error is of rounding as well
        effect = 0.0
    statistic = abs(effect) / error if error > 0 else np.inf if abs(effect) > 0 else 0.0
    if scaled:
        null = np.concatenate(scaled)
        p_value = float(permutation_p_value(statistic, null))
        return Effect(effect, error, free, float(np.quantile(null, 0.95)) * error, p_value)
    p_value = float(2 * stats.t.sf(statistic, free))
    return Effect(effect, error, free, float(stats.t.ppf(0.975, free)) * error, p_value)


def _lasting(fit: Fit, contrast: NDArray[np.float64]) -> Lasting:
    influence = day_influence(fit.scores, contrast)
    return measure_lasting(
        fit.scores.adjusted @ (fit.scores.bread @ contrast),
        lost=influence.lost,
        n_effective=influence.n_effective,
    )


def _effect_and_gradient(
    fit: Fit, setting: Setting, reference: Setting
) -> tuple[float, NDArray[np.float64]]:
    """Mean difference in fitted shares and its gradient in the coefficients."""
    effect, gradient = 0.0, np.zeros(len(fit.coefficients))
    for design, sign in ((setting, 1.0), (reference, -1.0)):
        fitted = expit(design.times(fit.coefficients))
        effect += sign * float(fitted.mean())
        gradient += sign * design.mean(fitted * (1 - fitted))
    return effect, gradient


def _between(effects: list[float]) -> float:
    """Between-draw variance (Rubin's rules)."""
    if len(effects) == 1:
        return 0.0
    return float(np.var(effects, ddof=1)) * (1 + 1 / len(effects))


def _pooled_degrees(complete: float, within: float, between: float, n_draws: int) -> float:
    part = between / max(within + between, 1e-300)
    if n_draws == 1 or part < 1e-9:
        return complete
    seen = (complete + 1) / (complete + 3) * complete * (1 - part)
    drawn = (n_draws - 1) / part**2
    return 1 / (1 / drawn + 1 / max(seen, 1e-9))
