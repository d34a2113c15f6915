"""Which sources are present in each period: an arrival or departure can look like a change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit.errors import TooFewArticlesError, check_option
from toolkit.periods.calendar import FREQUENCIES, all_periods, check_span, period_starts
from toolkit.periods.outlet_spans import outlet_turns, turn_sentence
from toolkit.stats.datetimes import as_dates
from toolkit.stats.share_tables import aligned

FUNCTION = "source_presence"


def source_presence(dates: pd.Series, source: pd.Series, *, freq: str = "MS") -> pd.DataFrame:
    """Count articles per source and period, and mark the arrival and departure of sources.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles.
    source : Series of str, indexed by article_id
        Outlet of each article, matched by article_id.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Calendar periods.

    Returns
    -------
    DataFrame
        One row per source and period: ``source``, ``period``, ``n_articles``, ``share`` of the
        period's articles, ``enters`` (first period, unless it is the corpus's first) and
        ``leaves`` (last period, unless it is the corpus's last). ``attrs["sentence"]`` names the
        outlets of a tenth of the articles that begin, end or pause inside the corpus, or whose part
        changes by a tenth of the articles; "" if none does. Shares over time, breaks, trends and
        changes at events are then partly theirs.

    Raises
    ------
    TooFewArticlesError
        If no article has both a date and a source.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-01-02", "2016-02-02", "2016-02-03"]))
    >>> table = source_presence(dates, pd.Series(["Post", "Post", "Times"]))
    >>> table[table["enters"]][["source", "period", "share"]]
      source     period  share
    3  Times 2016-02-01    0.5
    """
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    dates = as_dates(FUNCTION, dates)
    check_span(FUNCTION, dates, freq)
    names = aligned(FUNCTION, source, dates.index, name="source")
    keep = dates.notna() & names.notna()
    if not keep.any():
        n = count(len(dates), "article")
        message = f"{FUNCTION}: none of {n} has both a date and a source. Look at both columns."
        raise TooFewArticlesError(message)
    starts = period_starts(dates[keep], freq)
    periods = all_periods(starts, freq)
    counts = pd.crosstab(names[keep].astype("str"), starts).reindex(columns=periods, fill_value=0)
    counts = counts.rename_axis(index="source", columns="period")
    table = pd.DataFrame(
        {
            "source": counts.index.repeat(len(periods)),
            "period": np.tile(periods.astype("datetime64[us]"), len(counts)),
            "n_articles": counts.to_numpy().ravel(),
        }
    )
    totals = counts.sum(axis=0)
    table["share"] = table["n_articles"] / table["period"].map(totals).where(lambda n: n > 0)
    present = table[table["n_articles"] > 0].groupby("source")["period"]
    first, last = table["source"].map(present.min()), table["source"].map(present.max())
    table["enters"] = (table["period"] == first) & (first > periods[0])
    table["leaves"] = (table["period"] == last) & (last < periods[-1])
    table.attrs["sentence"] = turn_sentence(outlet_turns(dates, names), freq)
    return table
