"""Years inside the span of a corpus in which no article is dated: a sentence for the report."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit._core.number_words import count, listed, verb

if TYPE_CHECKING:
    import pandas as pd

MOST = 4
"""Spells of years that are named; of more, the number is given."""


def empty_year_sentences(dates: pd.Series) -> list[str]:
    """Say in which calendar years between the first and the last date no article is dated.

    A comparison of "2012 to 2015" with "2016 to 2019" reads as if all these years had been
    collected.

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.Series(pd.to_datetime(["2012-05-01", "2013-01-09", "2015-02-02", "2018-06-30"]))
    >>> empty_year_sentences(dates)
    ['No article is dated 2014 or 2016 to 2017. No chart and no comparison speaks of these years.']
    """
    years = sorted({int(year) for year in dates.dropna().dt.year})
    spells = [(before + 1, after - 1) for before, after in pairwise(years) if after > before + 1]
    if not spells:
        return []
    n = sum(last - first + 1 for first, last in spells)
    if len(spells) > MOST:
        total = years[-1] - years[0] + 1
        told = f"in {n:,} of the {count(total, 'year')} from {years[0]} to {years[-1]}"
    else:
        told = listed([_told(*spell) for spell in spells]).replace(" and ", " or ")
    these = verb(n, "this year", "these years")
    return [f"No article is dated {told}. No chart and no comparison speaks of {these}."]


def _told(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"
