"""Outlets that begin, end, pause or print more: what changes then may be they, not the news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.number_words import listed, percent, plural
from toolkit.periods.calendar import period_name, period_starts
from toolkit.periods.outlet_parts import MIN_APART, changed_parts, long_absence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MIN_PART = 0.1
"""Part of the articles since an outlet began, or until it ended; with less it changes little."""

MIN_MISSED = 10
"""So many of these an outlet would have had; with fewer, none may be chance."""

MOST_NAMED = 3


class Turn(NamedTuple):
    """A day on which an outlet's part of the articles changes.

    Attributes
    ----------
    name : str
        The outlet.
    day : Timestamp
        The first day with an article of an outlet that begins, the last of one that ends or pauses,
        the first of the other part of one that changes.
    part : float
        Its part of the articles from that day on, up to it, or outside the pause.
    kind : {"begins", "ends", "pauses", "changes"}
        What happens.
    until : Timestamp, optional
        First day after a pause.
    before : float
        Its part before that day, if it changes.
    times : int
        How often it pauses.
    """

    name: str
    day: pd.Timestamp
    part: float
    kind: str
    until: pd.Timestamp | None = None
    before: float = 0.0
    times: int = 1


def outlet_turns(dates: pd.Series, source: pd.Series) -> list[Turn]:
    """Return the outlets that begin, end, pause or print more or less inside the corpus.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles; undated articles are left out.
    source : Series of str, indexed by article_id
        Outlet of each article, in the same order; articles without one are left out.

    Returns
    -------
    list of Turn
        Those that begin or end, the largest first, then the first long pause of each other,
        then those whose part of the articles of outlets not yet named changes by a tenth or more.

    Examples
    --------
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=200))
    >>> source = pd.Series(["Post"] * 100 + ["Post", "Wire"] * 50)
    >>> [(one.name, f"{one.day:%d %B}", one.kind) for one in outlet_turns(dates, source)]
    [('Wire', '11 April', 'begins')]
    """
    days, codes, names = _known(dates, source)
    sizes, order = np.bincount(codes, minlength=len(names)), np.sort(days)
    edges: list[Turn] = []
    pauses: list[Turn] = []
    for code in np.flatnonzero(sizes >= max(MIN_PART * MIN_APART * len(days), 1)):
        own = np.unique(days[codes == code])
        name, size = str(names[code]), int(sizes[code])
        found = _edges(name, size, own, order)
        edges += found
        pauses += [] if found else _pauses(name, size, own, order)
    rest = ~np.isin(names[codes], [one.name for one in (*edges, *pauses)])
    changes = [
        Turn(str(names[one.code]), pd.Timestamp(one.day), one.after, "changes", before=one.before)
        for one in changed_parts(days[rest], codes[rest])
    ]
    return [*_largest_first(edges), *_largest_first(pauses), *changes]


def _known(
    dates: pd.Series, source: pd.Series
) -> tuple[NDArray[np.datetime64], NDArray[np.intp], NDArray[Any]]:
    """Return days and numbers of the outlets of the articles that have both, and the names."""
    known = (dates.notna() & source.notna() & (source != "")).to_numpy()
    days = dates[known].to_numpy().astype("datetime64[D]")
    codes, names = pd.factorize(source[known].astype("str").to_numpy(), sort=True)
    return days, codes, np.asarray(names, dtype=object)


def _largest_first(turns: list[Turn]) -> list[Turn]:
    return sorted(turns, key=lambda one: (-one.part, one.name, one.day))


def _matters(part: float, apart: int, total: int) -> bool:
    """Whether so large an outlet is missing beside enough articles to change what is found."""
    enough = min(apart, total - apart) >= MIN_APART * total
    return part >= MIN_PART and enough and part * apart >= MIN_MISSED


def _edges(
    name: str, size: int, own: NDArray[np.datetime64], order: NDArray[np.datetime64]
) -> list[Turn]:
    """Return where an outlet begins and ends, given its days and those of all articles."""
    before = int(order.searchsorted(own[0]))
    after = len(order) - int(order.searchsorted(own[-1], side="right"))
    edges = ((own[0], before, "begins", order[0]), (own[-1], after, "ends", order[-1]))
    return [
        Turn(name, pd.Timestamp(day), part, kind)
        for day, apart, kind, edge in edges
        if _matters(part := size / (len(order) - apart), apart, len(order))
        and abs(int((edge - day).astype(np.int64))) >= long_absence(own)
    ]


def _pauses(
    name: str, size: int, own: NDArray[np.datetime64], order: NDArray[np.datetime64]
) -> list[Turn]:
    """Return the first pause of an outlet, if it has long ones beside which the others go on."""
    if len(own) < 2:
        return []
    beside = order.searchsorted(own[1:]) - order.searchsorted(own[:-1], side="right")
    long = np.diff(own).astype(np.int64) >= long_absence(own)
    long &= beside * size >= MIN_MISSED * (len(order) - beside)
    apart = int(beside[long].sum())
    if not long.any() or not _matters(size / (len(order) - apart), apart, len(order)):
        return []
    place = int(long.argmax())
    days, part = (pd.Timestamp(one) for one in own[place : place + 2]), size / (len(order) - apart)
    last, first = days
    return [Turn(name, last, part, "pauses", until=first, times=int(long.sum()))]


def turn_sentence(turns: Iterable[Turn], freq: str, *, noun: str = "outlet") -> str:
    """Say which outlets begin, end, pause or change inside the corpus, and when; "" for none.

    Examples
    --------
    >>> turn_sentence([Turn("Wire", pd.Timestamp("2016-04-11"), 0.5, "begins")], "MS")[:65]
    'Wire begins in 2016-04 and has 50% of the articles from then on: '
    """
    said = [_said(one, freq) for one in turns]
    if not said:
        return ""
    named = listed(said, most=MOST_NAMED)
    return f"{named}: what changes there may be the {plural(noun)}, not the news."


def _said(turn: Turn, freq: str) -> str:
    """Say what happens to an outlet."""
    if turn.kind == "changes":
        before = f"has {percent(turn.before)} of the articles {_up_to(turn.day, freq)}"
        return f"{turn.name} {before} and {percent(turn.part)} from then on"
    return f"{turn.name} {_turned(turn, freq)} and has {_part(turn)} {_side(turn)}"


def _part(turn: Turn) -> str:
    return f"{percent(turn.part)} of the articles"


def _period(day: pd.Timestamp, freq: str) -> str:
    """Name the period of a day: the dates may name no day."""
    return period_name(period_starts(pd.Series([day]), freq).iloc[0], freq, after_in=True)


def _up_to(day: pd.Timestamp, freq: str) -> str:
    """Say up to when: the parts are those on either side of a day, which may lie in a period."""
    begins = period_starts(pd.Series([day]), freq).iloc[0] == day
    return f"before {_period(day, freq) if begins else f'{day:%Y-%m-%d}'}"


def _turned(turn: Turn, freq: str) -> str:
    """Say in which period an outlet begins, ends or pauses."""
    when = _period(turn.day, freq)
    if turn.until is not None:
        often = "" if turn.times == 1 else f"{turn.times} times, first "
        until = _period(turn.until, freq)
        return f"pauses {often}{f'in {when}' if until == when else f'from {when} to {until}'}"
    return f"{turn.kind} {'on' if freq == 'D' else 'in'} {when}"


def _side(turn: Turn) -> str:
    return {"begins": "from then on", "ends": "up to then", "pauses": "otherwise"}[turn.kind]


def turns_near(
    dates: pd.Series,
    source: pd.Series,
    days: Iterable[pd.Timestamp],
    window: int,
    *,
    freq: str,
) -> list[str]:
    """Say which outlets begin, end or print more or less near each of some days, "" for none.

    ``window`` is how many days away that may be.

    Examples
    --------
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=200))
    >>> source = pd.Series(["Post"] * 100 + ["Post", "Wire"] * 50)
    >>> turns_near(dates, source, [pd.Timestamp("2016-04-20")], 28, freq="MS")
    ['Wire begins in 2016-04 (51% of the articles from then on)']
    """
    known, codes, names = _known(dates, source)
    turns = [one for one in outlet_turns(dates, source) if one.kind in {"begins", "ends"}]
    apart = np.timedelta64(window, "D")
    found = []
    for day in days:
        edges = [one for one in turns if abs((one.day - day).days) <= window]
        said = [f"{one.name} {_turned(one, freq)} ({_part(one)} {_side(one)})" for one in edges]
        at = np.datetime64(day, "D")
        near = (known >= at - apart) & (known < at + apart)
        near &= ~np.isin(names[codes], [one.name for one in edges])
        said += [
            f"{names[one.code]} has {percent(one.before)} of the articles in the {window} days "
            f"before and {percent(one.after)} in those after"
            for one in changed_parts(known[near], codes[near], at=at)
        ]
        found.append(listed(said, most=MOST_NAMED))
    return found
