"""Summarise what was read: the counts to check before any analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.reading.ledgers import ledger
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[str, str, int, str]


def describe_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Count files, articles, dates, words and quality marks, and what was left out.

    Parameters
    ----------
    articles : DataFrame
        As returned by `read_articles`.

    Returns
    -------
    DataFrame
        One row per count, with columns ``what``, ``value``, ``n`` (the count) and ``note``.
        ``what`` is files, articles, undated, dates, precision, sources, words, quality, dropped,
        moved or rejected.

    Examples
    --------
    >>> import toolkit as tt
    >>> counts = tt.describe_articles(tt.load_sample())
    >>> counts.loc[counts["what"] == "undated", "n"].item() >= 0
    True
    """
    check_columns("describe_articles", articles, ["date", "date_kind", "quality", "n_words"])
    rows: list[Row] = [*_of_articles(articles), *_of_ledger(articles)]
    table = pd.DataFrame(rows, columns=["what", "value", "n", "note"])
    return table.astype({"what": "str", "value": "str", "n": "int64", "note": "str"})


def _of_articles(articles: pd.DataFrame) -> Iterator[Row]:
    dated = articles["date"].dropna()
    span = f"{dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else ""
    yield "files", "", articles["file"].nunique(), ""
    yield "articles", "", len(articles), span
    yield (
        "undated",
        "",
        int(articles["date"].isna().sum()),
        "no readable date printed",
    )
    yield from _counts(articles[articles["date"].notna()], "date_kind", "dates")
    yield from _counts(articles[articles["date"].notna()], "date_precision", "precision")
    yield from _counts(articles, "source", "sources")
    words = articles["n_words"]
    middle = f"median {words.median():,.0f} per article" if len(words) else ""
    yield "words", "", int(words.sum()), middle
    quality = articles["quality"].dropna()
    for mark, n in _tally(pd.Series([mark for marks in quality for mark in marks], dtype="str")):
        yield "quality", mark, n, ""


def _of_ledger(articles: pd.DataFrame) -> Iterator[Row]:
    rows = ledger(articles)
    for action in ("moved", "dropped", "rejected"):
        of_action = rows[(rows["action"] == action)]
        for rule, part in sorted(
            of_action.groupby("rule", observed=True), key=lambda group: -len(group[1])
        ):
            reasons = part["reason"].unique()
            yield action, str(rule), len(part), str(reasons[0]) if len(reasons) == 1 else ""


def _counts(articles: pd.DataFrame, column: str, what: str) -> Iterator[Row]:
    for value, n in _tally(articles[column].astype("str")):
        yield what, value, n, "" if value else "not named"


def _tally(values: pd.Series[Any]) -> list[tuple[str, int]]:
    counted = values.value_counts()
    return sorted(
        ((str(value), int(n)) for value, n in counted.items()), key=lambda row: (-row[1], row[0])
    )
