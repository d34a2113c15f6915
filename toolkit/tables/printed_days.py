"""Dates as precise as they were printed: a year is shown as a year, never as its first day."""

from __future__ import annotations

import pandas as pd


def printed_date(day: pd.Timestamp | str, precision: str) -> str:
    """Return a date as precise as it was printed; also one of a table that was read from CSV.

    Examples
    --------
    >>> day = pd.Timestamp("2018-10-01")
    >>> [printed_date(day, precision) for precision in ("day", "month", "year")]
    ['2018-10-01', '2018-10', '2018']
    """
    return str(day)[: {"year": 4, "month": 7}.get(precision, 10)]


def printed_dates(articles: pd.DataFrame) -> list[str]:
    """Return the dates of articles as texts, "" where there is none.

    Examples
    --------
    >>> days = pd.to_datetime(["1893-01-01", None, "1894-03-02"])
    >>> printed_dates(pd.DataFrame({"date": days, "date_precision": ["year", "unknown", "day"]}))
    ['1893', '', '1894-03-02']
    """
    days = articles["date"]
    precision = articles.get("date_precision", pd.Series("day", index=days.index)).astype("str")
    each = zip(days, precision, strict=True)
    return ["" if pd.isna(day) else printed_date(day, known) for day, known in each]


def date_columns(articles: pd.DataFrame) -> list[str]:
    """Return the columns that say when articles are from: the date, and how precise it is.

    The precision is left out where no article has less than a day, as in nearly every corpus.

    Examples
    --------
    >>> days = pd.to_datetime(["1893-01-01", "1894-03-02"])
    >>> articles = pd.DataFrame({"date": days, "date_precision": ["year", "day"]})
    >>> date_columns(articles), date_columns(articles[1:])
    (['date', 'date_precision'], ['date'])
    """
    known = articles.get("date_precision")
    if "date" not in articles or known is None or not known.isin(["month", "year"]).any():
        return [name for name in ("date",) if name in articles]
    return ["date", "date_precision"]


def printed_span(articles: pd.DataFrame) -> str:
    """Return the first and the last date of articles, "" if none has a date.

    Examples
    --------
    >>> days = pd.to_datetime(["1893-01-01", None, "1894-03-02"])
    >>> printed_span(pd.DataFrame({"date": days, "date_precision": ["year", "unknown", "day"]}))
    '1893 to 1894-03-02'
    """
    days = pd.to_datetime(articles["date"]).reset_index(drop=True)
    if not days.notna().any():
        return ""
    return " to ".join(printed_dates(articles.iloc[[int(days.argmin()), int(days.argmax())]]))
