"""Change points of a series of shares, with a bounded false-alarm rate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import xlogy

from toolkit._core.checks import check_count
from toolkit.errors import InputError
from toolkit.periods.calendar import period_name
from toolkit.periods.series import ShareSeries, check_series, each_series
from toolkit.stats.number_format import format_p_value, spoken_name, start_sentence
from toolkit.stats.permutation import N_PERMUTATIONS, permutation_p_value
from toolkit.stats.share_tables import make_rng
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

FUNCTION = "change_points"
MIN_SEGMENT = 3
N_SHUFFLED = 100
SHUFFLED_PART = 0.01
"""Periods are independent if more than this part of shuffled series have neighbours as alike."""
# 95 % quantile of the likelihood ratio of the true date against the best one:
# P(loss <= x) = (1 - exp(-x / 2))^2.
DATE_LOSS = -2 * np.log(1 - np.sqrt(0.95))


def change_points(
    table: pd.DataFrame,
    *,
    max_breaks: int = 3,
    alpha: float = 0.05,
    block: int = 1,
    n_permutations: int = N_PERMUTATIONS,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Find lasting changes in the level of a share.

    Breaks are placed by exact segmentation (dynamic programming) of the quasi-binomial likelihood.
    A further break is added only if its gain is significant in a permutation test that shuffles
    periods within the segments found so far. The probability of any false break, in all themes
    together, is at most ``alpha``. Where neighbouring periods are more alike than shuffled ones, as
    weeks are in which news last, a gain counts for less.

    Parameters
    ----------
    table : DataFrame
        Shares per period, made by `share_by_period`.
    max_breaks : int
        Maximum number of breaks per theme.
    alpha : float
        False-alarm rate, between 0 and 1, divided among the themes (Bonferroni).
    block : int
        Length of the runs of periods that are shuffled. With more than 1, their likeness is not
        measured: the runs are taken to be unlike.
    n_permutations : int
        Number of permutations, at least 99. Many themes need more, to reach ``alpha`` / themes.
    random_state : int, Generator or None
        Seed of the permutations.

    Returns
    -------
    DataFrame
        One row per break: ``theme`` (or topic), ``period`` (the first at the new level),
        ``earliest`` and ``latest`` (95 % confidence set for the date of the change, which includes
        periods without articles), ``before`` and ``after`` (shares
        of the adjacent segments), ``statistic`` (likelihood ratio), ``p_value`` (permutation test),
        ``n_before`` and ``n_after`` articles, and ``sentence``.

    Raises
    ------
    InputError
        If the table does not hold shares per period, or an option is out of range.

    Notes
    -----
    The likelihood ratio is not chi-squared distributed here, hence the permutation test. If the
    correlation r of neighbouring periods, after the best ``max_breaks`` breaks, exceeds those of 99
    of 100 series shuffled between these breaks, gains are divided by (1 + r) / (1 - r), by which it
    raises the variance of a mean; r is what exceeds the mean of the shuffled ones. In short series
    r is not always found: where news lasts for weeks, one in six of 100 weeks, and one in seven of
    24 months, has a false break. A new
    outlet in the corpus looks like a break: ``attrs["sentence"]`` of `source_presence` names it.

    References
    ----------
    Auger & Lawrence (1989), Bulletin of Mathematical Biology 51(1), for the segmentation;
    Andrews (1993), Econometrica 61(4), for the statistic; Eo & Morley (2015), Quantitative
    Economics 6(2), for the set of dates.

    Examples
    --------
    >>> months = pd.date_range("2016-01-01", periods=24, freq="MS", unit="us")
    >>> share = np.where(np.arange(24) < 12, 0.1, 0.4)
    >>> table = pd.DataFrame({"period": months, "theme": "war", "share": share, "n_articles": 50})
    >>> change_points(table, random_state=1)[["theme", "period", "before", "after"]]
      theme     period  before  after
    0   war 2017-01-01     0.1    0.4
    """
    check_count(FUNCTION, "max_breaks", max_breaks, least=1)
    check_count(FUNCTION, "block", block, least=1)
    check_count(FUNCTION, "n_permutations", n_permutations, least=99)
    if not 0 < alpha < 1:
        message = f"{FUNCTION}: alpha must lie between 0 and 1; got {alpha!r}."
        raise InputError(message)
    table = as_pandas(table)
    label = check_series(FUNCTION, table)
    series = list(each_series(FUNCTION, table))
    level = alpha / max(len(series), 1)
    found = []
    for number, each in enumerate(series):
        rng = make_rng(FUNCTION, random_state, number)
        alike = _inflation(each, max_breaks, random_state, number) if block == 1 else 1.0
        rule = _Rule(level, max_breaks, block, n_permutations, rng, alike)
        found.extend(_describe(each, _search(each, rule), label, rule))
    columns = [
        label, "period", "earliest", "latest", "before", "after", "statistic", "p_value",
        "n_before", "n_after",
    ]  # fmt: skip
    result = pd.DataFrame(found, columns=columns)
    days = ["period", "earliest", "latest"]  # of a table without a row, too
    result[days] = result[days].astype("datetime64[us]")
    result["sentence"] = pd.Series(
        [_sentence(row, label, table, alpha, len(series)) for row in result.to_dict("records")],
        dtype="str",
    )
    result.attrs["alpha"] = alpha
    result.attrs["n_permutations"] = n_permutations
    result.attrs["block"] = block
    return result


def _sentence(  # noqa: PLR0917 - five things make one sentence
    row: dict[Hashable, Any], label: str, table: pd.DataFrame, alpha: float, n_series: int
) -> str:
    """State a break with its dates, its shares and its test."""
    name = start_sentence(spoken_name(row[label], label))
    freq = table.attrs.get("freq", "D")
    when, first, last = (period_name(row[x], freq) for x in ("period", "earliest", "latest"))
    articles = table.attrs.get("quantity") == "Share of articles"
    shares = [
        f"{100 * row[side]:.1f} % of {row[n]:,} articles"
        if articles
        else f"a mean share of {100 * row[side]:.1f} % in {row[n]:,} articles"
        for side, n in (("before", "n_before"), ("after", "n_after"))
    ]
    series = "series" if n_series == 1 else f"{n_series} series together"
    return (
        f"{name} changes level in {when}: {shares[0]} before, {shares[1]} from then on "
        f"(95 % confidence set for the date {first} to {last}; {format_p_value(row['p_value'])}; "
        f"probability of any false break in the {series} at most {100 * alpha:g} %, "
        f"more where news lasts for several periods)."
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """When to stop adding breaks."""

    level: float
    max_breaks: int
    block: int
    n_permutations: int
    rng: np.random.Generator
    alike: float = 1.0


def _search(series: ShareSeries, rule: _Rule) -> list[int]:
    """Add breaks while the gain is significant; re-place all of them each time."""
    costs = segment_costs(series.sums, series.sizes)
    breaks: list[int] = []
    while len(breaks) < rule.max_breaks and _test(series, breaks, rule)[1] <= rule.level:
        breaks = best_segmentation(costs, len(breaks) + 1)
    return breaks


def _test(series: ShareSeries, breaks: list[int], rule: _Rule) -> tuple[float, float]:
    """Likelihood ratio of one more break and its permutation p-value."""
    gain = float(_best_gain(series.sums[None], series.sizes[None], breaks)[0])
    if not np.isfinite(gain):
        return gain, 1.0
    shuffled = _shuffled_gains(series, breaks, rule)
    return gain, float(permutation_p_value(gain / rule.alike, shuffled))


def _inflation(series: ShareSeries, max_breaks: int, random_state: object, number: int) -> float:
    """Return how far the likeness of neighbouring periods raises the variance of a mean.

    Breaks make neighbours alike too, so that as many as are looked for are taken out first, of the
    series and of those with periods shuffled between these breaks, whose correlations are what is
    left of independent periods.
    """
    count = len(series.sums)
    n_breaks = min(max_breaks, count // MIN_SEGMENT - 1)
    if n_breaks < 1:
        return 1.0
    rng = make_rng(FUNCTION, random_state, number, 1)
    edges = _best_edges(series.sums, series.sizes, n_breaks)
    found = _neighbours(series.sums, series.sizes, series.places, edges)
    shuffled: list[float] = []
    n_alike = 0
    for _ in range(N_SHUFFLED):
        inside = [start + rng.permutation(end - start) for start, end in pairwise(edges)]
        order = np.concatenate(inside)
        sums, sizes = series.sums[order], series.sizes[order]
        levels = _best_edges(sums, sizes, n_breaks)
        shuffled.append(_neighbours(sums, sizes, series.places, levels))
        n_alike += not shuffled[-1] < found
        if n_alike > SHUFFLED_PART * N_SHUFFLED:  # the others cannot change that
            return 1.0
    excess = float(np.clip(found - np.mean(shuffled), 0, 0.9))
    return (1 + excess) / (1 - excess)


def _best_edges(sums: NDArray[np.float64], sizes: NDArray[np.float64], n_breaks: int) -> list[int]:
    """Return where the segments of the best segmentation begin and end."""
    return [0, *best_segmentation(segment_costs(sums, sizes), n_breaks), len(sums)]


def _neighbours(
    sums: NDArray[np.float64],
    sizes: NDArray[np.float64],
    places: NDArray[np.intp],
    edges: list[int],
) -> float:
    """Correlation of neighbouring periods around the levels of the segments."""
    level = np.concatenate(
        [np.full(b - a, sums[a:b].sum() / sizes[a:b].sum()) for a, b in pairwise(edges)]
    )
    apart = (sums - sizes * level) / np.sqrt(sizes)
    both = np.diff(places) == 1
    total = float(apart @ apart)
    if total <= 1e-12 or not both.any():
        return 0.0
    return float(apart[1:][both] @ apart[:-1][both]) / total * len(apart) / int(both.sum())


def segment_costs(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Deviance (-2 x quasi-binomial log-likelihood) of each segment [start, end)."""
    total, weight = (np.concatenate([[0.0], np.cumsum(part)]) for part in (sums, sizes))
    return _deviance(total[None, :] - total[:, None], weight[None, :] - weight[:, None])


def _deviance(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.divide(sums, sizes, out=np.zeros_like(sums), where=sizes > 0).clip(0, 1)
    return np.asarray(-2 * sizes * (xlogy(share, share) + xlogy(1 - share, 1 - share)))


def best_segmentation(costs: NDArray[np.float64], n_breaks: int) -> list[int]:
    """Positions of ``n_breaks`` breaks that minimize the total cost (dynamic programming).

    Examples
    --------
    >>> shares = np.array([0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1])
    >>> best_segmentation(segment_costs(shares * 20, np.full(9, 20.0)), 2)
    [3, 6]
    """
    count = len(costs) - 1
    length = np.arange(count + 1)[None, :] - np.arange(count + 1)[:, None]
    allowed = np.where(length >= MIN_SEGMENT, costs, np.inf)
    best, back = allowed[0], []
    for _ in range(n_breaks):
        totals = best[:, None] + allowed
        back.append(totals.argmin(axis=0))
        best = totals.min(axis=0)
    end, breaks = count, []
    for step in reversed(back):
        end = int(step[end])
        breaks.append(end)
    return breaks[::-1]


def _best_gain(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], breaks: list[int]
) -> NDArray[np.float64]:
    """Largest likelihood ratio of one more break, for each row of series."""
    edges = [0, *breaks, sums.shape[1]]
    best = np.full(len(sums), -np.inf)
    for start, end in pairwise(edges):
        if end - start < 2 * MIN_SEGMENT:
            continue
        total, weight = (np.cumsum(part[:, start:end], axis=1) for part in (sums, sizes))
        inner = slice(MIN_SEGMENT - 1, end - start - MIN_SEGMENT)
        left, left_n = total[:, inner], weight[:, inner]
        whole = _deviance(total[:, -1:], weight[:, -1:])
        parts = _deviance(left, left_n) + _deviance(total[:, -1:] - left, weight[:, -1:] - left_n)
        best = np.maximum(best, (whole - parts).max(axis=1))
    return best


def _shuffled_gains(series: ShareSeries, breaks: list[int], rule: _Rule) -> NDArray[np.float64]:
    """Gains of series with periods (or runs of periods) shuffled within segments."""
    order = np.tile(np.arange(len(series.sums)), (rule.n_permutations, 1))
    for start, end in pairwise([0, *breaks, len(series.sums)]):
        runs = (series.places[start:end] - series.places[start]) // rule.block
        for row in order:
            # Shuffle the runs; keep the order of periods within each run.
            rank = rule.rng.permutation(runs.max() + 1)
            row[start:end] = start + np.argsort(rank[runs], kind="stable")
    return _best_gain(series.sums[order], series.sizes[order], breaks)


def _describe(
    series: ShareSeries, breaks: list[int], label: str, rule: _Rule
) -> list[dict[str, object]]:
    edges = [0, *breaks, len(series.sums)]
    rows = []
    for start, middle, end in zip(edges, edges[1:], edges[2:], strict=False):
        gain, p_value = _test(series.part(start, end), [], rule)
        first, last = _date_set(series, start, middle, end)
        sides = [slice(start, middle), slice(middle, end)]
        shares = [series.sums[side].sum() / series.sizes[side].sum() for side in sides]
        rows.append(
            {
                label: series.name,
                "period": series.periods[middle],
                # The change may lie anywhere in a hole before the first period at the new level.
                "earliest": series.calendar[series.places[first - 1] + 1],
                "latest": series.periods[last],
                "before": shares[0],
                "after": shares[1],
                "statistic": gain,
                "p_value": p_value,
                "n_before": int(series.sizes[sides[0]].sum()),
                "n_after": int(series.sizes[sides[1]].sum()),
            }
        )
    return rows


def _date_set(series: ShareSeries, start: int, middle: int, end: int) -> tuple[int, int]:
    """Return the ends of the 95 % confidence set for a break."""
    places = np.arange(start + 1, end)
    total, weight = np.cumsum(series.sums[start:end]), np.cumsum(series.sizes[start:end])
    at = places - start - 1
    cost = _deviance(total[at], weight[at]) + _deviance(
        total[-1] - total[at], weight[-1] - weight[at]
    )
    loss = (cost - cost[middle - start - 1]) / _overdispersion(series, start, middle, end)
    near = places[loss <= DATE_LOSS]
    return int(near.min()), int(near.max())


def _overdispersion(series: ShareSeries, start: int, middle: int, end: int) -> float:
    """Pearson's chi-squared over its degrees of freedom, with one share per segment."""
    chi, free = 0.0, -2
    for side in (slice(start, middle), slice(middle, end)):
        share = series.sums[side].sum() / series.sizes[side].sum()
        spread = max(share * (1 - share), 1e-12)
        chi += float((series.sizes[side] * (series.share[side] - share) ** 2).sum() / spread)
        free += len(series.share[side])
    return max(chi / max(free, 1), 1e-6)
