"""Shares over time, as `share_by_period` gives them: all articles, then outlet by outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import TooFewArticlesError
from toolkit.explorer.inputs import MEASURES
from toolkit.periods import share_by_period
from toolkit.periods.calendar import all_periods, period_ends, period_name, period_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts

FINE, PARTIAL, TOO_FEW, GAP = range(4)
"""Status of a period: shown, begun or ended inside, too few articles for an interval, none."""
MIN_ARTICLES_OF_OUTLET = 20
LEAST_OUTLETS, MOST_OUTLETS = 3, 12
MOST_POINTS = {"none": 14_000, "passages": 80_000, "full": 80_000}
"""Points over all curves, by how much text goes along: more outlets would make the file large."""
KINDS = ("theme", "topic")


class Slice(NamedTuple):
    """All articles, or those of one outlet (its number)."""

    outlet: int | None
    rows: NDArray[np.bool_]


class Shares(NamedTuple):
    """Shares of every measure, series, slice and period, with what stands behind them.

    ``n`` and ``status`` have a row for themes and one for topics, whose denominators differ.
    """

    periods: pd.DatetimeIndex
    partial: list[bool]
    numbers: NDArray[np.float64]  # share, low, high x measure x series x slice x period
    n: NDArray[np.int64]
    status: NDArray[np.int64]
    interval: str


def slices_of(parts: Parts, outlets: Sequence[str]) -> list[Slice]:
    """Return all articles, then the largest outlets with enough dated articles."""
    everything = np.ones(len(parts.articles), dtype=bool)
    source = parts.source
    dated = dates_of(parts).notna()
    sizes = source[dated.to_numpy()].value_counts()
    large = [name for name in outlets if name and sizes.get(name, 0) >= MIN_ARTICLES_OF_OUTLET]
    large = sorted(large, key=lambda name: (-int(sizes[name]), name))[: _most_outlets(parts)]
    if len(outlets) < 2:
        large = []
    chosen = sorted(outlets.index(name) for name in large)
    return [
        Slice(None, everything),
        *(Slice(i, (source == outlets[i]).to_numpy()) for i in chosen),
    ]


def _most_outlets(parts: Parts) -> int:
    """Return how many outlets may have curves of their own."""
    n_series = sum(table.shape[1] for table in parts.measure("mean"))
    dates = dates_of(parts).dropna()
    if not len(dates) or not n_series:
        return MOST_OUTLETS
    n_periods = len(all_periods(period_starts(dates, parts.freq), parts.freq))
    room = MOST_POINTS[parts.text] // (n_series * n_periods) - 1
    return min(MOST_OUTLETS, max(LEAST_OUTLETS, room))


def dates_of(parts: Parts) -> pd.Series:
    """Return the dates that place articles in time."""
    dates: pd.Series = parts.articles["date"] if parts.dates is None else parts.dates
    return dates


def shares_over_time(parts: Parts, slices: list[Slice]) -> Shares | None:
    """Return the shares of all slices; None where no article has a date and a share."""
    tables = {
        (m, s): [_table(parts, scores, one) for scores in parts.measure(measure)]
        for m, measure in enumerate(MEASURES)
        for s, one in enumerate(slices)
    }
    whole = [table for m in range(len(MEASURES)) for table in tables[m, 0] if table is not None]
    if not whole:
        return None
    starts = pd.concat([table.drop_duplicates("period") for table in whole])
    periods = pd.DatetimeIndex(np.unique(starts["period"]))
    partial = starts.groupby("period")["partial"].all().tolist()
    shares = _empty(parts, slices, periods, partial, interval=str(whole[0].attrs["interval"]))
    for (m, s), held in tables.items():
        done = 0
        for scores, table in zip(parts.measure(MEASURES[m]), held, strict=True):
            if table is not None:
                _fill(shares, table, m, s, first=done)
            done += scores.shape[1]
    return shares


def _empty(
    parts: Parts,
    slices: list[Slice],
    periods: pd.DatetimeIndex,
    partial: list[bool],
    *,
    interval: str,
) -> Shares:
    n_series = sum(table.shape[1] for table in parts.measure("mean"))
    shape = (3, len(MEASURES), n_series, len(slices), len(periods))
    behind = (len(KINDS), len(slices), len(periods))
    n = np.zeros(behind, dtype=np.int64)
    return Shares(periods, partial, np.full(shape, np.nan), n, np.full(behind, GAP), interval)


def _fill(shares: Shares, table: pd.DataFrame, m: int, s: int, *, first: int) -> None:
    """Copy a table of one measure and slice, whose columns start at series ``first``."""
    rows = table.drop_duplicates("period")
    at = shares.periods.get_indexer(pd.DatetimeIndex(rows["period"]))
    width = len(table) // len(rows)
    block = table[["share", "low", "high"]].to_numpy().reshape(len(rows), width, 3)
    shares.numbers[:, m, first : first + width, s, at] = block.transpose(0, 2, 1)
    kind = KINDS.index("topic" if "topic" in table.columns else "theme")
    shares.n[kind, s, at] = rows["n_articles"]
    shares.status[kind, s, at] = _status(rows)


def _table(parts: Parts, scores: pd.DataFrame, one: Slice) -> pd.DataFrame | None:
    try:
        return slice_shares(parts, scores, one)
    except TooFewArticlesError:
        return None


def slice_shares(parts: Parts, scores: pd.DataFrame, one: Slice) -> pd.DataFrame:
    """Return what `share_by_period` says of one slice."""
    part = scores[one.rows]
    part.attrs = dict(scores.attrs)
    return share_by_period(
        part,
        dates_of(parts),
        freq=parts.freq,
        clusters=parts.clusters,
        precision=parts.articles.get("date_precision"),
        weights=parts.weights,
        random_state=parts.random_state,
    )


def _status(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Return the mark of each period, from the table's own columns."""
    few = (rows["note"] != "").to_numpy()
    status = np.where(rows["partial"], PARTIAL, FINE)
    status = np.where(few, TOO_FEW, status)
    return np.where(rows["n_articles"] == 0, GAP, status)


def add_shares(container: Container, shares: Shares) -> None:
    """Add the shares to a container."""
    for name, values in zip(("value", "low", "high"), shares.numbers, strict=True):
        container.add_scaled(f"shares.{name}", values, "u16", largest=1.0)
    container.add("shares.n", shares.n, "u32")
    container.add("shares.status", shares.status, "u8")


def period_meta(shares: Shares | None, parts: Parts) -> dict[str, Any]:
    """Return names, first and last days and marks of the periods, and the years of articles."""
    freq = parts.freq
    if shares is None:
        return {"freq": freq, "years": "", "names": [], "starts": [], "ends": [], "partial": []}
    ends = period_ends(shares.periods, freq)
    dates = dates_of(parts).dropna()
    # a decade begins before its first article
    inside = dates[(dates >= shares.periods[0]) & (dates < ends[-1] + pd.Timedelta(days=1))]
    first, last = inside.min().year, inside.max().year
    return {
        "freq": freq,
        "years": str(first) if first == last else f"{first}–{last}",
        "names": [period_name(start, freq) for start in shares.periods],
        "starts": [f"{day:%Y-%m-%d}" for day in shares.periods],
        "ends": [f"{day:%Y-%m-%d}" for day in ends],
        "partial": [bool(one) for one in shares.partial],
    }
