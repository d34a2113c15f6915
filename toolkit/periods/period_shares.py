"""Shares per calendar period, with cluster-robust intervals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.blas_threads import one_blas_thread
from toolkit._core.checks import check_count, plain_seed
from toolkit._core.number_words import count, verb
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.periods.calendar import (
    FREQUENCIES,
    TOO_COARSE,
    all_periods,
    check_span,
    partial_periods,
    period_starts,
)
from toolkit.periods.interval_rules import LEVEL, IntervalRule
from toolkit.periods.peaks import Days, first_days, standing_out
from toolkit.stats.clusters import (
    ClusterSums,
    day_codes,
    label_codes,
    median_design_effect,
    name_units,
    sum_periods,
)
from toolkit.stats.datetimes import as_dates
from toolkit.stats.intervals import INTERVAL_METHODS, mean_intervals
from toolkit.stats.rare_shares import RareShares
from toolkit.stats.share_tables import aligned, as_shares, is_binary, make_rng, usable_rows
from toolkit.stats.taken_rows import take_share_rows
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

FUNCTION = "share_by_period"
INDICES = ("weighted", "tfidf")  # measures of score_themes that are not shares and may exceed 1
MEASURED = ("measure", "min_matches")  # kept so that the sentences behind a share can be found


def share_by_period(  # noqa: PLR0913 - each is a setting that a report has to state
    shares: pd.DataFrame | Sequence[pd.DataFrame],
    dates: pd.Series,
    *,
    freq: str = "MS",
    clusters: pd.Series | None = None,
    precision: pd.Series | None = None,
    weights: pd.Series | None = None,
    min_articles: int = 10,
    interval: str = "bootstrap",
    n_resamples: int = 2000,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Mean share of each theme or topic per calendar period, with a 95 % interval.

    The estimand is the mean over *articles*: for shares of 0 or 1, the share of articles; for
    topic shares, the mean share per article. Long and short articles count equally.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns), or a sequence of such
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
        Weighted scores of `score_themes`, which may exceed 1, are treated as an index.
        A sequence holds draws of the same table (see `topic_draws`): the resamples are divided
        among the draws (method of composition), and ``share`` is the mean over the draws.
    dates : Series of datetime64, indexed by article_id
        Dates, such as ``articles["date"]``; matched by article_id.
    freq : {'D', 'W', 'MS', 'QS', 'YS'}
        Days, weeks (starting on Monday), months, quarters or years.
    clusters : Series of labels, indexed by article_id, optional
        Groups of articles that are resampled together: days by default; see `cluster_by_day` for
        outlet-days. One label per article treats articles as independent; ``attrs["warning"]``
        then reports the design effect of days (always in ``attrs["design_effect"]``).
    precision : Series of str, indexed by article_id, optional
        Such as ``articles["date_precision"]``: articles dated only to the month are left out of
        days and weeks, those dated only to the year also of months and quarters. Where most dates
        name the period alone, it is not marked ``partial``: nothing tells that they end inside it.
    weights : Series of float, optional
        Weight of each article, indexed by article_id, as returned by `weigh_copies`, so that
        near-duplicates count once. Articles of weight 0 are left out and not counted in
        ``n_articles``. Weights above 1 are divided by one number, so that they add up to as many
        articles as a mean with such weights is worth (Kish); up to 1 they are parts of articles.
    min_articles : int
        Periods with fewer articles get no interval, only a note.
    interval : {'bootstrap', 'percentile', 't', 'logit-t'}
        Studentized cluster bootstrap on the logit scale; expanded percentile bootstrap; Student's
        t with clusters minus one degrees of freedom; the same on the logit scale. The first has
        the best coverage with few clusters (see docs/comparing.md). With fewer than ten clusters
        no interval is given.
    n_resamples : int
        Number of bootstrap resamples, at least 200.
    random_state : int, Generator or None
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.PERIOD_SHARES`, one row per period and theme (or topic).
        Periods without articles are kept, with 0 articles and a missing share. ``attrs`` holds the
        numbers of articles left out (``undated``, ``too_coarse``, ``without_share``), the
        settings, and for one table of shares ``stand_out``: the first days of the periods of each
        column that are above all others together beyond chance, with Bonferroni's correction.

    Raises
    ------
    InputError
        If an argument is invalid.
    TooFewArticlesError
        If no article has both a date and a share.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 5.2; Hesterberg
    (2015), The American Statistician 69(4); Cameron & Miller (2015), J. Human Resources 50(2);
    Treier & Jackman (2008), AJPS 52(1), for the method of composition.

    Examples
    --------
    >>> ids = pd.Index([f"a{i}" for i in range(40)], name="article_id")
    >>> dates = pd.Series(pd.date_range("2016-05-01", periods=20).repeat(2), index=ids)
    >>> shares = pd.DataFrame({"war": [0.0, 1.0] * 20}, index=ids).rename_axis(columns="theme")
    >>> monthly = share_by_period(shares, dates, random_state=1)
    >>> monthly[["period", "theme", "share", "n_articles", "n_clusters", "partial"]]
          period theme  share  n_articles  n_clusters  partial
    0 2016-05-01   war    0.5          40          20     True
    """
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    check_option(FUNCTION, "interval", interval, INTERVAL_METHODS)
    check_count(FUNCTION, "min_articles", min_articles, least=1)
    check_count(FUNCTION, "n_resamples", n_resamples, least=200)
    unit = _unit(shares)
    draws = check_draws(shares if unit == 1 else _divided(shares, unit))
    sample = PeriodSample.of(
        draws, dates, freq, precision=precision, clusters=clusters, weights=weights
    )
    rule = IntervalRule(interval, n_resamples, min_articles, freq, sample.unit)
    by_draw = [sample.sums(draw) for draw in sample.draws]
    with one_blas_thread():
        estimates = _estimates(
            sample, by_draw, rule, lambda place: make_rng(FUNCTION, random_state, place)
        )
        tested = np.array([not each.note for each in estimates])
        daily = sample.sums(sample.draws[0], by_day=True) if sample.unit != "days" else by_draw[0]
        high = standing_out(
            by_draw[0], sample.rare, tested, level=LEVEL, days=Days(daily, sample.day_numbers)
        )
    table = long_table(sample, estimates)
    if len(draws) == 1:
        table.attrs["stand_out"] = first_days(high, sample.periods, sample.columns)
    if unit != 1:
        table[["share", "low", "high"]] *= unit
    table.attrs |= sample.facts | rule.facts() | {"random_state": plain_seed(random_state)}
    return table


def _unit(shares: pd.DataFrame | Sequence[pd.DataFrame]) -> float:
    """Return the divisor that scales an index to between 0 and 1; 1 for shares."""
    if not isinstance(shares, pd.DataFrame) or shares.attrs.get("measure") not in INDICES:
        return 1.0
    return max(1.0, float(np.nanmax(shares.to_numpy(dtype=np.float64), initial=0.0)))


def _divided(shares: pd.DataFrame | Sequence[pd.DataFrame], unit: float) -> pd.DataFrame:
    """Scale an index by its largest value; negative values remain invalid."""
    table = pd.DataFrame(shares) / unit
    table.attrs.update(getattr(shares, "attrs", {}))
    return table


def check_draws(shares: pd.DataFrame | Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the tables of shares as a list; check that articles and columns are the same."""
    shares = as_pandas(shares)
    draws = [shares] if isinstance(shares, pd.DataFrame) else list(shares)
    if not draws:
        message = f"{FUNCTION}: shares is an empty sequence. Pass at least one table of shares."
        raise InputError(message)
    draws = [as_shares(FUNCTION, draw) for draw in draws]
    for number, draw in enumerate(draws[1:], start=1):
        if not (draw.index.equals(draws[0].index) and draw.columns.equals(draws[0].columns)):
            message = (
                f"{FUNCTION}: draw {number} of shares has different articles or columns from draw "
                f"0. All draws must be of the same table."
            )
            raise InputError(message)
    return draws


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
        weights: pd.Series | None = None,
    ) -> PeriodSample:
        """Match all inputs by article_id, and count what is left out."""
        shares = draws[0]
        days = as_dates(FUNCTION, aligned(FUNCTION, dates, shares.index, name="dates"))
        check_span(FUNCTION, days, freq)
        if precision is not None:
            precision = aligned(FUNCTION, precision, shares.index, name="precision").astype("str")
        keep, left_out = _select(draws, days, freq, precision=precision)
        each = _weights(weights, shares.index)
        left_out["without_weight"] = int((keep & (each == 0)).sum())
        keep &= each > 0
        left_out["n_articles"] = int(keep.sum())
        _check_any(len(shares), left_out, freq)
        days = days[keep]
        precision = None if precision is None else precision[keep]
        starts = period_starts(days, freq)
        periods = all_periods(starts, freq)
        values = [take_share_rows(draw.to_numpy(dtype=np.float64), keep) for draw in draws]
        by_day = day_codes(days)
        labels = by_day if clusters is None else _cluster(clusters, days.index)
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
        rows = _rows_of(periods, starts)
        return cls(
            articles=days.index,
            draws=values,
            rows=rows,
            rare=RareShares.of(values[0], labels, rows),
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


def _weights(weights: pd.Series | None, articles: pd.Index) -> NDArray[np.float64]:
    """Weight of each article; 1 by default."""
    if weights is None:
        return np.ones(len(articles))
    each = aligned(FUNCTION, weights, articles, name="weights").to_numpy(dtype=np.float64)
    wrong = ~(np.isfinite(each) & (each >= 0))
    if wrong.any():
        message = (
            f"{FUNCTION}: weights must be numbers of at least 0; that of article "
            f"{str(articles[wrong][0])!r} is {each[wrong][0]}. weigh_copies returns such weights."
        )
        raise InputError(message)
    if each.max(initial=0) > 1:  # of readers, say: a thousand of them are not a thousand articles
        each = each * (each.sum() / (each @ each))
    return each


def _day_numbers(days: pd.Series) -> NDArray[np.int64]:
    """Numbers of the days that have articles, in order."""
    return np.unique(days.to_numpy(dtype="datetime64[D]").astype(np.int64))


def _rows_of(periods: pd.DatetimeIndex, starts: pd.Series) -> list[NDArray[np.intp]]:
    """Row numbers of each period's articles."""
    codes = periods.get_indexer(pd.DatetimeIndex(starts))
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(periods) + 1))
    return [order[start:end] for start, end in pairwise(edges)]


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


def _check_any(total: int, facts: dict[str, Any], freq: str) -> None:
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
        f"{FUNCTION}: none of {count(total, 'article')} has both a usable date and a share, so "
        f"there is nothing to place in time{coarse}. {way} at articles['date'] and "
        f"articles['quality']."
    )
    raise TooFewArticlesError(message)


def _cluster(clusters: pd.Series, articles: pd.Index) -> NDArray[np.int64]:
    labels = aligned(FUNCTION, clusters, articles, name="clusters")
    missing = labels.isna()
    if missing.any():
        first = str(labels.index[missing.to_numpy()][0])
        message = (
            f"{FUNCTION}: clusters is missing for {count(int(missing.sum()), 'dated article')}, "
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


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimates for one period, one per column."""

    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n_articles: int
    n_clusters: int
    note: str


def _estimates(
    sample: PeriodSample,
    by_draw: list[list[ClusterSums]],
    rule: IntervalRule,
    rng_of: Callable[[int], np.random.Generator],
) -> list[Estimate]:
    """Return the estimates of all periods; ``rng_of`` a period's number makes its resamples."""
    sums = list(zip(*by_draw, strict=True))
    sizes, counts = [len(rows) for rows in sample.rows], [draws[0].n_clusters for draws in sums]
    notes = list(map(rule.refusal, sizes, counts, sample.periods))
    given = [number for number, note in enumerate(notes) if not note]
    share, low, high = np.full((3, len(notes), len(sample.columns)), np.nan)
    held = np.flatnonzero(sizes)
    share[held] = np.mean([[draw.mean for draw in sums[number]] for number in held], axis=1)
    if given:
        some = [sums[number] for number in given]
        usual = mean_intervals(
            some,
            method=rule.interval,
            n_resamples=rule.n_resamples,
            rng_of=lambda place: rng_of(given[place]),
            wanted=~sample.rare.are_rare(some),
            level=LEVEL,
        )
        low[given], high[given] = sample.rare.replace(usual, some, level=LEVEL)
    ends = np.minimum(low, share), np.maximum(high, share)
    return [Estimate(*each) for each in zip(share, *ends, sizes, counts, notes, strict=True)]


def long_table(sample: PeriodSample, estimates: list[Estimate]) -> pd.DataFrame:
    """Combine the estimates of all periods into the documented long table."""
    width = len(sample.columns)
    columns: dict[str, Any] = {
        "period": sample.periods.repeat(width),
        str(sample.columns.name): sample.columns.take(
            np.tile(np.arange(width), len(estimates))
        ).array,
    }
    for name in ("share", "low", "high"):
        columns[name] = np.concatenate([getattr(each, name) for each in estimates])
    for name in ("n_articles", "n_clusters"):
        columns[name] = np.repeat([getattr(each, name) for each in estimates], width)
    columns["partial"] = np.repeat(sample.partial, width)
    notes = pd.Series([each.note for each in estimates], dtype="str")
    columns["note"] = notes.array.repeat(width)
    return pd.DataFrame(columns)
