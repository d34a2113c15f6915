"""The period in which a theme stands highest, as far as its articles can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


SPARSE_PART = 0.25
"""Periods with a smaller part of the usual number of articles do not count as all periods."""

LEAST_HITS = 3
"""One or two articles with the theme make no peak."""


def leading_period(rows: pd.DataFrame) -> pd.Series | None:
    """Return the period whose interval has the highest lower end, or None.

    A period without an interval never leads, and neither does one whose high share rests on a
    handful of articles, or on one or two with the theme. A period below the share of all periods
    together (those of a handful apart) is no peak either. None leads where only one has an
    interval, or where one of more than a handful stands higher and has none.

    Parameters
    ----------
    rows : DataFrame
        The rows of one theme of a table made by `share_by_period`.

    Examples
    --------
    >>> import pandas as pd
    >>> months = pd.date_range("2016-11-01", periods=4, freq="MS")
    >>> table = pd.DataFrame(
    ...     {
    ...         "period": months, "share": [0.04, 0.06, 0.5, 0.03],
    ...         "low": [0.03, 0.002, None, 0.02], "n_articles": [900, 16, 2, 800],
    ...     }
    ... )
    >>> leading_period(table)["period"].month
    11
    """
    known = rows[rows["low"].notna() & rows["share"].notna()]
    if len(known) < 2 or known["share"].max() == 0:
        return None
    enough = SPARSE_PART * known["n_articles"].median()
    counted = rows[rows["share"].notna() & (rows["n_articles"] >= enough)]
    usual = (counted["share"] * counted["n_articles"]).sum() / counted["n_articles"].sum()
    hits = known["share"] * known["n_articles"]
    known = known[(known["share"] >= usual - 1e-12) & (hits > LEAST_HITS - 0.5)]
    if known.empty:
        return None
    order = known.sort_values(["low", "share", "period"], ascending=[False, False, True])
    unsure = counted.loc[counted["low"].isna(), "share"]
    return None if unsure.max() > order["share"].iloc[0] else order.iloc[0]


def is_highest(period: pd.Series, rows: pd.DataFrame) -> bool:
    """Return whether every other period of more than a handful of articles has a lower share.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"share": [0.111, 0.118], "low": [0.03, 0.01], "n_articles": [27, 17]})
    >>> [is_highest(table.loc[row], table) for row in table.index]
    [False, True]
    """
    known = rows[rows["low"].notna()]
    enough = known["n_articles"] >= SPARSE_PART * known["n_articles"].median()
    others = known.loc[enough, "share"].drop(index=period.name, errors="ignore")
    return bool((others < period["share"]).all())
