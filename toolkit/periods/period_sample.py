"""The articles that shares over time are made of: by period and cluster, with what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.number_words import count, verb
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.periods.calendar import (
    TOO_COARSE,
    all_periods,
    check_span,
    partial_periods,
    period_starts,
)
from toolkit.stats.clusters import (
    ClusterSums,
    day_codes,
    label_codes,
    median_design_effect,
    name_units,
    rows_by_code,
    sum_periods,
)
from toolkit.stats.datetimes import as_dates
from toolkit.stats.rare_shares import RareShares
from toolkit.stats.share_tables import aligned, is_binary, usable_rows
from toolkit.stats.taken_rows import take_share_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

INDICES = ("weighted", "tfidf")  # measures of score_themes that are not shares and may exceed 1
MEASURED = ("measure", "min_matches")  # kept so that the sentences behind a share can be found


@dataclass(frozen=True, slots=True)
class PeriodSample:
    """The usable articles, by period and cluster."""

    articles: pd.Index
    draws: list[NDArray[np.float64]]
    rows: list[NDArray[np.intp]]
    weights: NDArray[np.float64]
    clusters: NDArray[np.int64]
    periods: pd.DatetimeIndex
    partial: list[bool]
    columns: pd.Index
    unit: str
    by_day: NDArray[np.int64]
    day_numbers: NDArray[np.int64]
    facts: dict[str, Any]
    rare: RareShares

    @classmethod
    def of(
        cls,
        draws: list[pd.DataFrame],
        dates: pd.Series,
        freq: str,
        *,
        precision: pd.Series | None,
        clusters: pd.Series | None,
        function: str,
        weights: pd.Series | None = None,
    ) -> PeriodSample:
        """Match all inputs by article_id, and count what is left out."""
        shares = draws[0]
        days = as_dates(function, aligned(function, dates, shares.index, name="dates"))
        check_span(function, days, freq)
        if precision is not None:
            precision = aligned(function, precision, shares.index, name="precision").astype("str")
        keep, left_out = _select(draws, days, freq, precision=precision)
        each = _weights(function, weights, shares.index)
        left_out["without_weight"] = int((keep & (each == 0)).sum())
        keep &= each > 0
        left_out["n_articles"] = int(keep.sum())
        _check_any(function, len(shares), left_out, freq)
        days = days[keep]
        precision = None if precision is None else precision[keep]
        starts = period_starts(days, freq)
        periods = all_periods(starts, freq)
        values = [take_share_rows(draw.to_numpy(dtype=np.float64), keep) for draw in draws]
        by_day = day_codes(days)
        labels = by_day if clusters is None else _cluster(function, clusters, days.index)
        facts = left_out | {
            "first_date": f"{days.min():%Y-%m-%d}",
            "last_date": f"{days.max():%Y-%m-%d}",
            "n_draws": len(draws),
            "quantity": _quantity(values[0], str(shares.attrs.get("measure", ""))),
            **{name: shares.attrs[name] for name in MEASURED if name in shares.attrs},
            "design_effect": _design_effect_of_days(values[0], by_day, precision),
        }
        unit = "days" if clusters is None else name_units(clusters, labels)
        if unit == "articles":
            facts["warning"] = _independence_warning(facts["design_effect"])
        rows = rows_by_code(periods.get_indexer(pd.DatetimeIndex(starts)), len(periods))
        return cls(
            articles=days.index,
            draws=values,
            rows=rows,
            rare=RareShares.of(values[0], labels, rows, weights=each[keep]),
            weights=each[keep],
            clusters=labels,
            periods=periods,
            partial=partial_periods(periods, days, freq, precision=precision),
            columns=shares.columns,
            unit=unit,
            by_day=by_day,
            day_numbers=_day_numbers(days),
            facts=facts,
        )

    def sums(self, values: NDArray[np.float64], *, by_day: bool = False) -> list[ClusterSums]:
        """Sum shares by cluster (or by day) within each period."""
        labels = self.by_day if by_day else self.clusters
        return sum_periods(values, labels, self.rows, weights=self.weights)


def _design_effect_of_days(
    values: NDArray[np.float64], by_day: NDArray[np.int64], precision: pd.Series | None
) -> float | None:
    """Design effect of the articles whose dates name a day: those of "1951" are of no one day."""
    if precision is not None:
        exact = ~precision.isin(TOO_COARSE["D"]).to_numpy()
        values, by_day = take_share_rows(values, exact), by_day[exact]
    return median_design_effect(values, by_day)


def _weights(function: str, weights: pd.Series | None, articles: pd.Index) -> NDArray[np.float64]:
    """Weight of each article; 1 by default."""
    if weights is None:
        return np.ones(len(articles))
    each = aligned(function, weights, articles, name="weights").to_numpy(dtype=np.float64)
    wrong = ~(np.isfinite(each) & (each >= 0))
    if wrong.any():
        message = (
            f"{function}: weights must be numbers of at least 0; that of article "
            f"{str(articles[wrong][0])!r} is {each[wrong][0]}. weigh_copies returns such weights."
        )
        raise InputError(message)
    if each.max(initial=0) > 1:  # of readers, say: a thousand of them are not a thousand articles
        each = each * (each.sum() / (each @ each))
    return each


def _day_numbers(days: pd.Series) -> NDArray[np.int64]:
    """Numbers of the days that have articles, in order."""
    return np.unique(days.to_numpy(dtype="datetime64[D]").astype(np.int64))


def _select(
    draws: list[pd.DataFrame], days: pd.Series, freq: str, *, precision: pd.Series | None
) -> tuple[NDArray[np.bool_], dict[str, Any]]:
    """Which articles are usable, and how many are left out for each (first) reason."""
    dated = days.notna().to_numpy()
    coarse = np.zeros(len(days), dtype=bool)
    if precision is not None:
        coarse = dated & precision.isin(TOO_COARSE[freq]).to_numpy()
    usable = np.logical_and.reduce([usable_rows(draw) for draw in draws])
    keep = dated & ~coarse & usable
    counts = {
        "n_articles": keep,
        "undated": ~dated,
        "too_coarse": coarse,
        "without_share": dated & ~coarse & ~usable,
    }
    return keep, {name: int(mask.sum()) for name, mask in counts.items()}


def _check_any(function: str, total: int, facts: dict[str, Any], freq: str) -> None:
    if facts["n_articles"]:
        return
    n_coarse = facts["too_coarse"]
    part = "day" if freq in {"D", "W"} else "month"
    coarse = (
        f": {count(n_coarse, 'date')} {verb(n_coarse, 'names', 'name')} no {part}"
        if n_coarse
        else ""
    )
    way = "Pass a longer freq, such as 'YS', or look" if n_coarse else "Look"
    message = (
        f"{function}: none of {count(total, 'article')} has both a usable date and a share, so "
        f"there is nothing to place in time{coarse}. {way} at articles['date'] and "
        f"articles['quality']."
    )
    raise TooFewArticlesError(message)


def _cluster(function: str, clusters: pd.Series, articles: pd.Index) -> NDArray[np.int64]:
    labels = aligned(function, clusters, articles, name="clusters")
    missing = labels.isna()
    if missing.any():
        first = str(labels.index[missing.to_numpy()][0])
        message = (
            f"{function}: clusters is missing for {count(int(missing.sum()), 'dated article')}, "
            f"the first being {first!r}. Give every article a cluster."
        )
        raise InputError(message)
    return label_codes(labels)


def _quantity(values: NDArray[np.float64], measure: str) -> str:
    if measure in INDICES:
        return "Index of the theme's words"
    return "Share of articles" if is_binary(values) else "Mean share of the article"


def _independence_warning(effect: float | None) -> str:
    alone = "Every article is its own cluster, so articles are treated as independent."
    if effect is None:
        return f"{alone} Articles of one day tell the same stories; how alike they are is unknown."
    return (
        f"{alone} Articles of one day tell the same stories: with days as clusters the variance is "
        f"{effect:.1f} times as large."
    )
