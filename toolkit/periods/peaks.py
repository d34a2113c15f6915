"""The period in which a theme stands highest, as far as its articles can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


SPARSE_PART = 0.25
"""Periods with a smaller part of the usual number of articles do not count as all periods."""


def leading_period(rows: pd.DataFrame) -> pd.Series | None:
    """Return the period whose interval has the highest lower end, or None.

    A period without an interval never leads, and neither does one whose high share rests on a
    handful of articles: its interval reaches far down. A period below the share of all periods
    together (those of a handful apart) is no peak either; if those above it have no interval,
    none leads.

    Parameters
    ----------
    rows : DataFrame
        The rows of one theme of a table made by `share_by_period`.

    Examples
    --------
    >>> import pandas as pd
    >>> months = pd.date_range("2016-11-01", periods=3, freq="MS")
    >>> table = pd.DataFrame(
    ...     {
    ...         "period": months, "share": [0.04, 0.06, 0.5], "low": [0.03, 0.002, None],
    ...         "n_articles": [900, 16, 2],
    ...     }
    ... )
    >>> leading_period(table)["period"].month
    11
    """
    known = rows[rows["low"].notna() & rows["share"].notna()]
    if known.empty or known["share"].max() == 0:
        return None
    enough = SPARSE_PART * known["n_articles"].median()
    counted = rows[rows["share"].notna() & (rows["n_articles"] >= enough)]
    usual = (counted["share"] * counted["n_articles"]).sum() / counted["n_articles"].sum()
    known = known[known["share"] >= usual - 1e-12]
    if known.empty:
        return None
    order = known.sort_values(["low", "share", "period"], ascending=[False, False, True])
    return order.iloc[0]
