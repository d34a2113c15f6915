"""Fractional logit of shares on covariates, with errors that keep clusters whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.regressing.design import FUNCTION, Contrast, Term, parse_formula
from toolkit.sampling import (
    MIN_CLUSTERS,
    adjust_p_values,
    aligned,
    check_shares,
    cluster_by_day,
    label_column,
    usable_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MAX_STEPS = 50


def prevalence_regression(
    shares: pd.DataFrame | Sequence[pd.DataFrame],
    covariates: pd.DataFrame,
    formula: str,
    *,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Explain shares by several covariates at once, as average effects in shares.

    A fractional logit: each theme's expected share is a logistic function of the covariates;
    standard errors keep clusters (days) whole. What stm's ``estimateEffect`` is used for, on any
    document x topic or document x theme table, and never below 0 or above 1.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns), or a sequence of such
        Shares from 0 to 1, indexed by article_id. A sequence holds draws from a model's
        uncertainty, pooled by Rubin's rules (method of composition).
    covariates : DataFrame, indexed by article_id
        Explanations: ``articles`` itself, or a table made from it. Articles with a missing
        covariate are left out and counted in ``attrs``.
    formula : str
        Names joined by ``+``; ``s(date)`` or ``s(date, 6)`` for a smooth curve with that many
        degrees of freedom. Text and categories enter as levels, numbers and dates as lines.
    dates : Series of datetime64, indexed by article_id, optional
        Days are the clusters; by default those of a covariate called ``date``.
    clusters : Series of labels, indexed by article_id, optional
        Articles that belong together, instead of days.

    Returns
    -------
    DataFrame
        One row per theme and contrast: ``term``, ``contrast`` (a level against the first, one
        more unit, or a point of a curve against its start), ``effect`` (average difference in
        share, all else as it is) with ``low``, ``high``, ``standard_error``, ``p_value``,
        ``p_adjusted`` (Benjamini-Yekutieli over all rows), ``n_articles``, ``n_clusters``.

    Raises
    ------
    InputError
        When the formula cannot be read, a covariate is missing, or the terms repeat each other.
    TooFewArticlesError
        When there are fewer than ten clusters, or ten articles per coefficient.

    References
    ----------
    Papke & Wooldridge (1996), Journal of Applied Econometrics 11(6); Cameron & Miller (2015), J.
    Human Resources 50(2); Roberts et al. (2014), AJPS 58(4), and Rubin (1987) for pooling draws.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i:03d}" for i in range(400)], name="article_id")
    >>> about = pd.DataFrame({"source": np.tile(["Post", "Times"], 200)}, index=ids)
    >>> about["date"] = pd.date_range("2016-01-01", periods=100).repeat(4)
    >>> war = rng.random(400) < np.where(about["source"] == "Times", 0.5, 0.2)
    >>> shares = pd.DataFrame({"war": war}, index=ids, dtype=float).rename_axis(columns="theme")
    >>> table = prevalence_regression(shares, about, "source + s(date)")
    >>> row = table.iloc[0]
    >>> row["contrast"], bool(row["low"] < 0.3 < row["high"])
    ('Times − Post', True)
    """
    draws = [shares] if isinstance(shares, pd.DataFrame) else list(shares)
    for draw in draws:
        check_shares(FUNCTION, draw)
    data = _Data.of(draws, covariates, formula, dates=dates, clusters=clusters)
    rows = []
    for k, name in enumerate(data.columns):
        fits = [
            fit_fractional_logit(data.design, values[:, k], data.codes) for values in data.draws
        ]
        rows.extend(_effects(data, fits, name))
    table = pd.DataFrame(rows)
    table["p_adjusted"] = adjust_p_values(table["p_value"].to_numpy(), method="by")
    for key, value in data.facts.items():
        table.attrs[key] = value
    table.attrs["formula"] = formula
    table.attrs["n_draws"] = len(draws)
    return table


@dataclass(frozen=True, slots=True)
class _Data:
    """The articles used: their covariates, design, clusters and shares."""

    frame: pd.DataFrame
    terms: list[Term]
    design: NDArray[np.float64]
    codes: NDArray[np.intp]
    draws: list[NDArray[np.float64]]
    columns: pd.Index
    facts: dict[str, object]

    @classmethod
    def of(
        cls,
        draws: list[pd.DataFrame],
        covariates: pd.DataFrame,
        formula: str,
        *,
        dates: pd.Series | None,
        clusters: pd.Series | None,
    ) -> _Data:
        articles = draws[0].index
        label_column(FUNCTION, draws[0])
        names = [term.name for term in parse_formula(formula, covariates)]
        frame = pd.DataFrame(
            {name: aligned(FUNCTION, covariates[name], articles, name=name) for name in names}
        )
        units, unit = _clusters(articles, covariates, dates=dates, clusters=clusters)
        keep = frame.notna().all(axis=1).to_numpy() & units.notna().to_numpy()
        keep &= np.logical_and.reduce([usable_rows(draw) for draw in draws])
        frame = frame[keep]
        if len(frame) == 0:
            message = (
                f"{FUNCTION}: none of {len(articles)} articles has a share and every covariate."
            )
            raise TooFewArticlesError(message)
        terms = parse_formula(formula, frame)
        design = make_design(terms, frame)
        codes = pd.factorize(units[keep], sort=True)[0].astype(np.intp)
        _check_design(design, int(codes.max()) + 1, unit)
        return cls(
            frame=frame,
            terms=terms,
            design=design,
            codes=codes,
            draws=[draw.to_numpy(dtype=np.float64)[keep] for draw in draws],
            columns=draws[0].columns,
            facts={"n_articles": len(frame), "left_out": int((~keep).sum()), "unit": unit},
        )


def _clusters(
    articles: pd.Index,
    covariates: pd.DataFrame,
    *,
    dates: pd.Series | None,
    clusters: pd.Series | None,
) -> tuple[pd.Series, str]:
    if clusters is not None:
        return aligned(FUNCTION, clusters, articles, name="clusters").astype("str"), "clusters"
    if dates is None and "date" in covariates.columns:
        dates = covariates["date"]
    if dates is None:
        message = (
            f"{FUNCTION}: articles of one day are not independent, so days must be known: pass "
            f'dates=articles["date"], or clusters=.'
        )
        raise InputError(message)
    return cluster_by_day(aligned(FUNCTION, dates, articles, name="dates")), "days"


def make_design(terms: list[Term], frame: pd.DataFrame) -> NDArray[np.float64]:
    """Constant and the columns of each term."""
    constant = np.ones((len(frame), 1))
    return np.concatenate([constant, *(term.columns(frame[term.name]) for term in terms)], axis=1)


def _check_design(design: NDArray[np.float64], n_clusters: int, unit: str) -> None:
    count, width = design.shape
    if n_clusters < MIN_CLUSTERS or count < 10 * width:
        message = (
            f"{FUNCTION}: {count} articles on {n_clusters} {unit} are too few for {width} "
            f"coefficients; at least {MIN_CLUSTERS} {unit} and {10 * width} articles are needed."
        )
        raise TooFewArticlesError(message)
    scaled = design / np.maximum(np.abs(design).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(scaled) < width:
        message = (
            f"{FUNCTION}: the terms of the formula repeat each other (an outlet with one section "
            f"of its own, say), so their effects cannot be told apart. Leave one out."
        )
        raise InputError(message)


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of a fractional logit and their cluster-robust covariance."""

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]


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
        The covariance is the sandwich over clusters times G/(G-1) * (N-1)/(N-K).
    """
    # Columns of like size keep Newton's steps steady; dates are tens of thousands of days.
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    x = design / scale
    beta = np.zeros(x.shape[1])
    mean = np.clip(share.mean(), 1e-6, 1 - 1e-6)
    beta[0] = np.log(mean / (1 - mean))
    for _ in range(MAX_STEPS):
        fitted = expit(x @ beta)
        bread = x.T @ (x * (fitted * (1 - fitted))[:, None])
        step = np.linalg.solve(bread + 1e-10 * np.eye(len(beta)), x.T @ (share - fitted))
        # A theme that a level never has would send its coefficient to minus infinity.
        beta = np.clip(beta + np.clip(step, -2, 2), -30, 30)
        if np.abs(step).max() < 1e-9:
            break
    fitted = expit(x @ beta)
    bread = np.linalg.pinv(x.T @ (x * (fitted * (1 - fitted))[:, None]))
    scores = np.zeros((int(codes.max()) + 1, x.shape[1]))
    np.add.at(scores, codes, x * (share - fitted)[:, None])
    groups, (count, width) = len(scores), x.shape
    widen = groups / (groups - 1) * (count - 1) / (count - width)
    covariance = bread @ (scores.T @ scores) @ bread * widen
    return Fit(beta / scale, covariance / np.outer(scale, scale))


def _effects(data: _Data, fits: list[Fit], name: object) -> list[dict[str, object]]:
    rows = []
    n_clusters = int(data.codes.max()) + 1
    for term in data.terms:
        for contrast in term.contrasts(data.frame[term.name]):
            designs = [_design_at(data, contrast, value) for value in contrast.ends]
            each = [average_effect(fit, *designs) for fit in fits]
            effect, error = _pool(each)
            reach = stats.t.ppf(0.975, n_clusters - 1) * error
            statistic = abs(effect) / error if error > 0 else np.inf if effect else 0.0
            rows.append(
                {
                    str(data.columns.name): name,
                    "term": contrast.term,
                    "contrast": contrast.name,
                    "effect": effect,
                    "low": effect - reach,
                    "high": effect + reach,
                    "standard_error": error,
                    "p_value": float(2 * stats.t.sf(statistic, n_clusters - 1)),
                    "n_articles": len(data.frame),
                    "n_clusters": n_clusters,
                }
            )
    return rows


def _design_at(data: _Data, contrast: Contrast, value: object) -> NDArray[np.float64]:
    """Design with one covariate set to ``value`` in every article, all else as it is."""
    columns = [np.ones((len(data.frame), 1))]
    for term in data.terms:
        values = data.frame[term.name]
        if term.name == contrast.term:
            values = pd.Series(value, index=values.index)
        columns.append(term.columns(values))
    return np.concatenate(columns, axis=1)


def average_effect(
    fit: Fit, design: NDArray[np.float64], reference: NDArray[np.float64]
) -> tuple[float, float]:
    """Mean difference of fitted shares and its variance, by the delta method."""
    effect, gradient = 0.0, np.zeros(len(fit.coefficients))
    for x, sign in ((design, 1.0), (reference, -1.0)):
        fitted = expit(x @ fit.coefficients)
        effect += sign * float(fitted.mean())
        gradient += sign * (x * (fitted * (1 - fitted))[:, None]).mean(axis=0)
    return effect, float(gradient @ fit.covariance @ gradient)


def _pool(each: list[tuple[float, float]]) -> tuple[float, float]:
    """Rubin's rules: mean effect; variance within draws plus that between them."""
    effects, variances = np.array(each).T
    between = effects.var(ddof=1) * (1 + 1 / len(each)) if len(each) > 1 else 0.0
    return float(effects.mean()), float(np.sqrt(max(variances.mean() + between, 0.0)))
