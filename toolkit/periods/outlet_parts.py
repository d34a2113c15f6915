"""Outlets whose part of the articles changes: they print more or less than the others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_APART = 0.05
"""Part of all articles that lie on either side of the day of a change."""

MIN_CHANGE = 0.1
"""Least change of an outlet's part that can move a share by more than a little."""

LONG = 4
"""How many of its usual times between two issues an outlet is missing where that tells."""

SURE, SURE_AT = 4.5, 3.0
"""Standard errors of a change at the best of all days, and at a day that is given."""

MOST = 3


def long_absence(own: NDArray[np.datetime64]) -> float:
    """Return how many days without an outlet are more than it needs between two issues.

    Parameters
    ----------
    own : ndarray of datetime64[D], shape (n_days,)
        The different days with an article of the outlet, in order.

    Examples
    --------
    >>> long_absence(np.arange("2016-01-01", "2016-03-01", 7, dtype="datetime64[D]"))
    28.0
    """
    return LONG * float(np.median(np.diff(own).astype(np.int64))) if len(own) > 1 else 0.0


class PartChange(NamedTuple):
    """An outlet, the first day of its other part of the articles, and both parts."""

    code: int
    day: np.datetime64
    before: float
    after: float


def changed_parts(
    days: NDArray[np.datetime64], codes: NDArray[np.intp], *, at: np.datetime64 | None = None
) -> list[PartChange]:
    """Return outlets whose part changes by a tenth or more, each among those that are left.

    An outlet that prints more makes the parts of all others smaller, so the largest change is
    taken out first, with the outlet's articles, and the others are looked at again. The parts
    returned are those of all articles.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (n_articles,)
        Days of the articles.
    codes : ndarray of int, shape (n_articles,)
        Number of the outlet of each, from 0.
    at : datetime64, optional
        The day of the change; by default that at which it is largest.

    Returns
    -------
    list of PartChange
        At most three, the largest first.

    Examples
    --------
    >>> days = np.arange("2016-01-01", "2016-07-19", dtype="datetime64[D]")
    >>> wire = np.where(np.arange(200) < 100, np.arange(200) % 10 == 0, np.arange(200) % 2)
    >>> one = changed_parts(days, wire.astype(int))[0]
    >>> str(one.day), round(one.before, 2), round(one.after, 2)
    ('2016-04-11', 0.1, 0.51)
    """
    found: list[PartChange] = []
    left = np.ones(len(days), dtype=bool)
    known, day = np.unique(days, return_inverse=True)
    every = np.bincount(day, minlength=len(known))
    while left.any() and len(found) < MOST:
        total = np.bincount(day[left], minlength=len(known))
        sizes = np.bincount(codes[left])
        changes = []
        owns = {
            int(code): np.bincount(day[left & (codes == code)], minlength=len(known))
            for code in np.flatnonzero(sizes >= max(MIN_CHANGE * MIN_APART * total.sum(), 1))
        }
        absent = {code: long_absence(known[own > 0]) for code, own in owns.items()}
        # only an outlet of a tenth moves the parts of the others by appearing seldom
        seldom = [days for code, days in absent.items() if sizes[code] >= MIN_CHANGE * total.sum()]
        for code, own in owns.items():
            allowed = _far_from_ends(known, max([*seldom, absent[code]]))
            place = _place(own, total, allowed) if at is None else int(known.searchsorted(at))
            if not 0 < place < len(known) or not allowed[place]:
                continue
            sure = SURE if at is None else SURE_AT
            parts, of_all = (_parts(own, n, place, sure) for n in (total, every))
            if parts is not None and of_all is not None:
                one = PartChange(code, known[place], *of_all)
                changes.append((_size(parts), _volume(own, place), one))
        if not changes:
            break
        found.append(max(changes)[2])
        left &= codes != found[-1].code
    return found


def _far_from_ends(known: NDArray[np.datetime64], days: float) -> NDArray[np.bool_]:
    """Whether so many days lie before a day, and from it on."""
    before, after = ((known - known[0]).astype(np.int64), (known[-1] - known).astype(np.int64) + 1)
    return np.asarray(np.minimum(before, after) >= max(days, 1))


def _place(own: NDArray[np.intp], total: NDArray[np.intp], allowed: NDArray[np.bool_]) -> int:
    """Return the first day of the second segment, where two differ most; 0 if none is allowed."""
    n = np.concatenate([[0], np.cumsum(total)[:-1]]).astype(np.float64)
    k = np.concatenate([[0], np.cumsum(own)[:-1]]).astype(np.float64)
    articles, least = float(total.sum()), MIN_APART * total.sum()
    allowed = allowed & (n >= least) & (articles - n >= least) & (n < articles)
    if not allowed.any():
        return 0
    apart = (k - n * own.sum() / articles) ** 2 / np.where(allowed, n * (articles - n), 1.0)
    return int(np.where(allowed, apart, -1.0).argmax())


def _parts(
    own: NDArray[np.intp], total: NDArray[np.intp], place: int, sure: float
) -> tuple[float, float] | None:
    """Return the parts before and after, if they differ by enough; days are the units."""
    sides = [(own[:place], total[:place]), (own[place:], total[place:])]
    if not all(n.sum() for _, n in sides):
        return None
    part, variance = [], 0.0
    for k, n in sides:
        share, articles = (float(k.sum()) + 0.5) / (float(n.sum()) + 1), float(n.sum())
        part.append(float(k.sum()) / articles)
        of_days = float(((k - n * share) ** 2).sum()) / articles**2
        variance += max(of_days, share * (1 - share) / articles)
    change = abs(part[1] - part[0])
    if change < MIN_CHANGE or change < sure * variance**0.5:
        return None
    return part[0], part[1]


def _size(parts: tuple[float, float]) -> float:
    """Return by how much the odds of an outlet change (log), alike for the other of two."""
    before, after = np.clip(parts, 1e-3, 1 - 1e-3)
    return round(abs(float(np.log(after / (1 - after) * (1 - before) / before))), 9)


def _volume(own: NDArray[np.intp], place: int) -> float:
    """Return by how much an outlet's articles a day change (log)."""
    return abs(float(np.log((own[place:].mean() + 1e-3) / (own[:place].mean() + 1e-3))))
