"""Bursts of a theme: Kleinberg's two-state automaton on counts per period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import xlogy

from toolkit._core.checks import check_count
from toolkit.errors import InputError
from toolkit.periods.series import ShareSeries, check_series, each_series
from toolkit.stats.permutation import N_PERMUTATIONS, permutation_p_value
from toolkit.stats.share_tables import make_rng
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "bursts"


def bursts(
    table: pd.DataFrame,
    *,
    ratio: float = 2.0,
    gamma: float = 1.0,
    n_permutations: int = N_PERMUTATIONS,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Find runs of periods in which a theme is much more common than usual.

    Parameters
    ----------
    table : DataFrame
        Shares per period, made by `share_by_period`.
    ratio : float
        Share during a burst relative to the usual share (Kleinberg's s), above 1.
    gamma : float
        Cost of entering a burst (Kleinberg's gamma), above 0. Higher values give fewer bursts.
    n_permutations : int
        Number of permutations of the periods for ``p_value``, at least 99.
    random_state : int, Generator or None
        Seed of the permutations.

    Returns
    -------
    DataFrame
        One row per burst: ``theme`` (or topic), ``start`` and ``end`` (first and last period),
        ``share`` during the burst, ``usual`` (over the whole series), ``weight`` (gain in
        log-likelihood), ``n_articles`` and ``p_value``: the proportion of series with shuffled
        periods that have a burst of at least that weight. It is small when high periods are
        consecutive; whether a single period is high is shown by its interval instead.

    Raises
    ------
    InputError
        If ``ratio`` or ``gamma`` is out of range.

    References
    ----------
    Kleinberg (2003), Data Mining and Knowledge Discovery 7(4), section 4 ("enumerating bursts"),
    with two states.

    Examples
    --------
    >>> months = pd.date_range("2016-01-01", periods=12, freq="MS", unit="us")
    >>> share = [0.1, 0.1, 0.1, 0.1, 0.5, 0.6, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    >>> table = pd.DataFrame({"period": months, "theme": "war", "share": share, "n_articles": 40})
    >>> bursts(table, random_state=1)[["theme", "start", "end", "share"]]
      theme      start        end  share
    0   war 2016-05-01 2016-06-01   0.55
    """
    check_count(FUNCTION, "n_permutations", n_permutations, least=99)
    for name, value, least in (("ratio", ratio, 1.0), ("gamma", gamma, 0.0)):
        if not value > least:
            message = f"{FUNCTION}: {name} must be above {least:g}; got {value!r}."
            raise InputError(message)
    table = as_pandas(table)
    label = check_series(FUNCTION, table)
    rows = []
    for number, series in enumerate(each_series(FUNCTION, table)):
        rng = make_rng(FUNCTION, random_state, number)
        rows.extend(_series_bursts(series, label, (ratio, gamma), n_permutations, rng))
    columns = [label, "start", "end", "share", "usual", "weight", "n_articles", "p_value"]
    return pd.DataFrame(rows, columns=columns)


def _series_bursts(  # noqa: PLR0917 - five arguments, each used once
    series: ShareSeries,
    label: str,
    shape: tuple[float, float],
    n_permutations: int,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    sums, sizes = (series.on_calendar(part) for part in (series.sums, series.sizes))
    found = _runs(sums[None], sizes[None], *shape)[0]
    if not found:
        return []
    order = rng.permuted(np.tile(np.arange(len(series.sums)), (n_permutations, 1)), axis=1)
    shuffled = _runs(
        series.on_calendar(series.sums[order]), series.on_calendar(series.sizes[order]), *shape
    )
    heaviest = np.array([max((weight for *_, weight in runs), default=0.0) for runs in shuffled])
    usual = series.sums.sum() / series.sizes.sum()
    return [
        {
            label: series.name,
            "start": series.calendar[start],
            "end": series.calendar[end],
            "share": sums[start : end + 1].sum() / sizes[start : end + 1].sum(),
            "usual": usual,
            "weight": weight,
            "n_articles": int(sizes[start : end + 1].sum()),
            "p_value": float(permutation_p_value(weight, heaviest)),
        }
        for start, end, weight in found
    ]


def _runs(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], ratio: float, gamma: float
) -> list[list[tuple[int, int, float]]]:
    """Find runs of the burst state as (first, last, weight), for each row of series.

    A period without articles is never part of a burst, so that none spans a hole.
    """
    usual = (sums.sum(axis=1) / sizes.sum(axis=1))[:, None]
    high = np.minimum(usual * ratio, 0.9999)
    cost = [_cost(sums, sizes, np.maximum(level, 1e-12)) for level in (usual, high)]
    gain = cost[0] - cost[1]
    cost[1] = np.where(sizes > 0, cost[1], np.inf)
    state = _cheapest_path(cost[0], cost[1], gamma * np.log(sums.shape[1]))
    return [_split(row, weights) for row, weights in zip(state, gain, strict=True)]


def _cost(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(-(xlogy(sums, share) + xlogy(sizes - sums, 1 - share)))


def _cheapest_path(
    low: NDArray[np.float64], high: NDArray[np.float64], enter: float
) -> NDArray[np.bool_]:
    """Viterbi path through two states for each row; only entering the burst state costs."""
    rows, count = low.shape
    came_from_high = np.zeros((2, rows, count), dtype=bool)
    in_low, in_high = low[:, 0].copy(), high[:, 0] + enter
    for t in range(1, count):
        came_from_high[0, :, t] = in_high < in_low
        came_from_high[1, :, t] = in_high <= in_low + enter
        in_low, in_high = (
            np.minimum(in_low, in_high) + low[:, t],
            np.minimum(in_low + enter, in_high) + high[:, t],
        )
    state = np.zeros((rows, count), dtype=bool)
    state[:, -1] = in_high < in_low
    for t in range(count - 1, 0, -1):
        state[:, t - 1] = np.where(state[:, t], came_from_high[1, :, t], came_from_high[0, :, t])
    return state


def _split(state: NDArray[np.bool_], gain: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], state.astype(int), [0]])))
    return [
        (int(start), int(end) - 1, float(gain[start:end].sum()))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
