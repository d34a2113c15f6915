"""Outlets that begin or end inside a corpus: what changes then may be the outlets, not the news."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.number_words import listed, percent, plural
from toolkit.periods.calendar import period_name, period_starts

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_PART = 0.1
"""Part of the articles since an outlet began, or until it ended; with less it changes little."""

MIN_APART = 0.05
"""Part of all articles that lie on either side of the day on which an outlet begins or ends."""

MIN_MISSED = 10
"""So many of these an outlet would have had; with fewer, none may be chance."""

MOST_NAMED = 3


class Turn(NamedTuple):
    """A day on which an outlet begins (the first with an article) or ends (the last)."""

    name: str
    day: pd.Timestamp
    part: float
    begins: bool


def outlet_turns(dates: pd.Series, source: pd.Series) -> list[Turn]:
    """Return the outlets that begin or end inside the corpus, the largest first.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles; undated articles are left out.
    source : Series of str, indexed by article_id
        Outlet of each article, in the same order; articles without one are left out.

    Returns
    -------
    list of Turn
        ``part`` is the outlet's part of the articles from that day on, or up to it.

    Examples
    --------
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=200))
    >>> source = pd.Series(["Post"] * 100 + ["Post", "Wire"] * 50)
    >>> [(one.name, f"{one.day:%d %B}", one.begins) for one in outlet_turns(dates, source)]
    [('Wire', '11 April', True)]
    """
    known = (dates.notna() & source.notna() & (source != "")).to_numpy()
    days = dates[known].to_numpy().astype("datetime64[D]")
    codes, names = pd.factorize(source[known].astype("str").to_numpy(), sort=True)
    sizes, order = np.bincount(codes, minlength=len(names)), np.sort(days)
    least = MIN_APART * len(days)
    found = []
    for code in np.flatnonzero(sizes >= max(MIN_PART * least, 1)):
        own = days[codes == code]
        before = int(order.searchsorted(own.min()))
        after = len(days) - int(order.searchsorted(own.max(), side="right"))
        for day, apart, begins in ((own.min(), before, True), (own.max(), after, False)):
            part = int(sizes[code]) / (len(days) - apart)
            enough = min(apart, len(days) - apart) >= least and part * apart >= MIN_MISSED
            if part >= MIN_PART and enough:
                found.append(Turn(str(names[code]), pd.Timestamp(day), part, begins))
    return sorted(found, key=lambda one: (-one.part, one.name, one.day))


def turn_sentence(turns: Iterable[Turn], freq: str, *, noun: str = "outlet") -> str:
    """Say which outlets begin or end inside the corpus, and in which period; "" for none.

    Examples
    --------
    >>> turn_sentence([Turn("Wire", pd.Timestamp("2016-04-11"), 0.5, begins=True)], "MS")[:65]
    'Wire begins in 2016-04 and has 50% of the articles from then on: '
    """
    said = [
        f"{one.name} {_turned(one, freq)} and has {percent(one.part)} of the articles {_side(one)}"
        for one in turns
    ]
    if not said:
        return ""
    named = listed(said, most=MOST_NAMED)
    return f"{named}: what changes there may be the {plural(noun)}, not the news."


def _turned(turn: Turn, freq: str) -> str:
    """Say in which period an outlet begins or ends: the dates may name no day."""
    name = period_name(period_starts(pd.Series([turn.day]), freq).iloc[0], freq, after_in=True)
    return f"{'begins' if turn.begins else 'ends'} {'on' if freq == 'D' else 'in'} {name}"


def _side(turn: Turn) -> str:
    return "from then on" if turn.begins else "up to then"


def turns_near(turns: Iterable[Turn], day: pd.Timestamp, window: int, *, freq: str) -> str:
    """Say which outlets begin or end within so many days of a day, "" for none.

    Examples
    --------
    >>> wire = Turn("Wire", pd.Timestamp("2016-04-11"), 0.5, begins=True)
    >>> turns_near([wire], pd.Timestamp("2016-04-20"), 28, freq="MS")
    'Wire begins in 2016-04 (50% of the articles from then on)'
    """
    said = [
        f"{one.name} {_turned(one, freq)} ({percent(one.part)} of the articles {_side(one)})"
        for one in turns
        if abs((one.day - day).days) <= window
    ]
    return listed(said, most=MOST_NAMED)
