"""Fractional logit of shares on covariates, with errors that keep clusters whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.regression.design import FUNCTION, Interaction, Term, names_of, parse_formula
from toolkit.regression.fractional_logit import Fit, average_effect, fit_fractional_logit
from toolkit.stats import (
    MIN_CLUSTERS,
    adjust_p_values,
    aligned,
    check_shares,
    choose_generator,
    cluster_by_day,
    label_column,
    usable_rows,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

N_WILD = 1999
ERRORS = {
    "CR2": "CR2 over clusters, Satterthwaite degrees of freedom",
    "wild": "wild bootstrap of cluster scores, Webb weights",
}


def prevalence_regression(
    shares: pd.DataFrame | Sequence[pd.DataFrame],
    covariates: pd.DataFrame,
    formula: str,
    *,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    errors: str = "CR2",
    random_state: int | np.random.Generator | None = None,
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
        degrees of freedom; ``a * b`` for both and their interaction ``a:b``. Text and categories
        enter as levels, numbers and dates as lines.
    dates : Series of datetime64, indexed by article_id, optional
        Days are the clusters; by default those of a covariate called ``date``.
    clusters : Series of labels, indexed by article_id, optional
        Articles that belong together, instead of days.
    errors : {'CR2', 'wild'}
        Bias-reduced errors with Satterthwaite's degrees of freedom, which hold for ten clusters
        as for a thousand; or the wild bootstrap of whole clusters, with the same errors.
    random_state : int, Generator or None
        Seed of the wild bootstrap.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.PREVALENCE_EFFECTS`, one row per theme and contrast: a level
        against the first, one more unit, or a point of a curve against its start; for ``a:b`` the
        effect of ``a`` at each level (or at the quartiles) of ``b``. ``p_adjusted`` is
        Benjamini-Yekutieli over all rows.

    Raises
    ------
    InputError
        When the formula cannot be read, a covariate is missing, or the terms repeat each other.
    TooFewArticlesError
        When there are fewer than ten clusters, or ten articles per coefficient.

    References
    ----------
    Papke & Wooldridge (1996), Journal of Applied Econometrics 11(6); Pustejovsky & Tipton (2018),
    J. Business & Economic Statistics 36(4), for few clusters; Kline & Santos (2012), J. Econometric
    Methods 1(1), for the bootstrap; Roberts et al. (2014), AJPS 58(4), and Rubin (1987) for
    pooling draws.

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
    check_option(FUNCTION, "errors", errors, ERRORS)
    draws = [shares] if isinstance(shares, pd.DataFrame) else list(shares)
    for draw in draws:
        check_shares(FUNCTION, draw)
    data = _Data.of(draws, covariates, formula, dates=dates, clusters=clusters)
    rows = []
    for k, name in enumerate(data.columns):
        rng = choose_generator(FUNCTION, random_state, k)
        fits = [
            fit_fractional_logit(data.design, values[:, k], data.codes) for values in data.draws
        ]
        rows.extend(_effects(data, fits, name, wild=N_WILD if errors == "wild" else 0, rng=rng))
    table = pd.DataFrame(rows)
    table["p_adjusted"] = adjust_p_values(table["p_value"].to_numpy(), method="by")
    unit = str(data.facts["unit"])
    table["sentence"] = [
        _sentence(row, str(data.columns.name), unit, len(table)) for row in table.to_dict("records")
    ]
    for key, value in data.facts.items():
        table.attrs[key] = value
    table.attrs["formula"] = formula
    table.attrs["n_draws"] = len(draws)
    table.attrs["errors"] = ERRORS[errors]
    return table


@dataclass(frozen=True, slots=True)
class _Data:
    """The articles used: their covariates, design, clusters and shares."""

    frame: pd.DataFrame
    terms: list[Term | Interaction]
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
        names = names_of(parse_formula(formula, covariates))
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


def make_design(terms: list[Term | Interaction], frame: pd.DataFrame) -> NDArray[np.float64]:
    """Constant and the columns of each term."""
    constant = np.ones((len(frame), 1))
    return np.concatenate([constant, *(term.columns(frame) for term in terms)], axis=1)


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


def _effects(
    data: _Data, fits: list[Fit], name: object, *, wild: int, rng: np.random.Generator
) -> list[dict[str, object]]:
    rows = []
    for term in data.terms:
        for contrast in term.contrasts(data.frame):
            designs = [_design_at(data, ends) for ends in contrast.ends]
            found = average_effect(fits, designs[0], designs[1], wild=wild, rng=rng)
            rows.append(
                {
                    str(data.columns.name): name,
                    "term": contrast.term,
                    "contrast": contrast.name,
                    "effect": found.effect,
                    "low": found.effect - found.reach,
                    "high": found.effect + found.reach,
                    "standard_error": found.error,
                    "degrees": found.degrees,
                    "p_value": found.p_value,
                    "n_articles": len(data.frame),
                    "n_clusters": int(data.codes.max()) + 1,
                }
            )
    return rows


def _design_at(data: _Data, values: dict[str, object]) -> NDArray[np.float64]:
    """Design with some covariates set to one value in every article, all else as it is."""
    given = {name: pd.Series(value, index=data.frame.index) for name, value in values.items()}
    return make_design(data.terms, data.frame.assign(**given))


def _sentence(row: dict[Hashable, Any], label: str, unit: str, n_tests: int) -> str:
    name = f"topic {row[label]}" if label == "topic" else str(row[label]).replace("_", " ")
    effect, low, high = (
        f"{100 * row[key]:.1f}".replace("-", "−") for key in ("effect", "low", "high")
    )
    p_value = f"p = {row['p_adjusted']:.3f}" if row["p_adjusted"] >= 0.0005 else "p < 0.001"
    corrected = f"; {p_value}, corrected for {n_tests} comparisons" if n_tests > 1 else ""
    said = (
        f"{name}, {row['term']} {row['contrast']}: {effect} points, the other covariates as they "
        f"are (95 % interval {low} to {high}; {row['n_articles']:,} articles, "
        f"{row['n_clusters']:,} {unit}{corrected})."
    )
    if row["low"] <= 0 <= row["high"]:
        return f"No clear effect: {said}"
    if row["p_adjusted"] >= 0.05:
        return f"Perhaps chance among {n_tests} comparisons: {said}"
    return said[:1].upper() + said[1:]
