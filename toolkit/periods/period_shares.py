"""Shares per calendar period, with cluster-robust intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.blas_threads import one_blas_thread
from toolkit._core.checks import check_count, plain_seed
from toolkit.errors import InputError, check_option
from toolkit.periods.calendar import FREQUENCIES
from toolkit.periods.interval_rules import LEVEL, IntervalRule
from toolkit.periods.peaks import Days, above_the_spread, first_days, standing_out
from toolkit.periods.period_sample import INDICES, PeriodSample
from toolkit.stats.clusters import ClusterSums
from toolkit.stats.intervals import INTERVAL_METHODS, mean_intervals
from toolkit.stats.share_tables import as_shares, make_rng
from toolkit.stats.year_spans import YEARS
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

FUNCTION = "share_by_period"


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
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
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
        draws,
        dates,
        freq,
        precision=precision,
        clusters=clusters,
        weights=weights,
        function=FUNCTION,
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
        if freq in YEARS:
            high &= above_the_spread(by_draw[0], tested, level=LEVEL)
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
