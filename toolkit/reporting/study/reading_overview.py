"""What was read, in a page of plain lines: files, articles, outlets, dates, what was done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.number_words import count, has_or_have, listed, of_total
from toolkit.reading.ledgers import ledger
from toolkit.tables.printed_days import printed_span

if TYPE_CHECKING:
    from collections.abc import Iterator

N_NAMES = 8
MARKS = {
    "headline_only": "have a headline but no text",
    "no_date": "have no usable date",
    "no_title": "have no headline",
    "title_guess": "have a headline that was guessed",
    "repeated_article": "are repeated word for word",
    "truncated": "seem to be cut short",
    "other_language": "are in another language than the others",
    "mojibake": "have damaged characters",
    "date_order": "have a date whose order of day and month was inferred",
    "date_ambiguous_order": "have a date such as 01/02/2018, which may be January or February",
    "date_two_digit_year": "have a date with a year of two digits (pass --date-order to accept it)",
    "date_contradicts_order": "have a date that contradicts the order of the others",
    "date_from_name": "have the date of their file's name, as their text prints none",
    "date_seen": "have the date on which they were seen, not that of publication",
    "dates_disagree": "have dates that contradict one another",
    "several_dates": "have several dates, and may be several articles",
    "source_from_name": "have the outlet of their file's name",
    "headings_without_dates": "have headings without dates below, and may be several articles",
    "date_out_of_range": "have a date that cannot be right",
    "date_no_such_day": "have a date that is in no calendar",
    "date_no_year": "have a date without a year",
    "date_not_a_date": "have something else where a date should be",
    "date_ambiguous_month": "have a month that means two months in two languages",
    "date_ambiguous_number": "have a number of days that means two dates",
    "date_serial": "have a date counted in days, as spreadsheets do",
    "no_text": "have no text",
    "abstract_only": "have an abstract instead of their text",
    "summary_only": "have a summary instead of their text",
    "short_body": "have very few words",
    "length_mismatch": "have another length than their file declares",
    "live_blog": "are posts of several times, as in a live blog",
    "subscribers_only": "are for subscribers, and may be cut short",
    "removed": "were removed by the provider",
    "bad_characters": "have characters that do not exist",
    "markup": "have markup left in their text",
    "pdf": "come from a PDF, whose lines had to be joined",
    "pdf_reordered": "come from a PDF whose columns had to be put in order",
    "pdf_letters": "come from a PDF whose letters or blanks cannot be trusted",
    "pdf_repaired": "come from a damaged PDF, of which text may be missing",
    "wrong_number_of_cells": "come from a row with too many or too few cells",
    "guessed_encoding": "come from a file whose letters had to be guessed",
}
OF_ONE = {"have": "has", "are": "is", "come": "comes", "seem": "seems", "were": "was"}
ACTIONS = {
    "moved": "moved to a field of their own",
    "dropped": "dropped from the text",
    "normalized": "normalized",
    "rejected": "rejected",
}


def reading_lines(articles: pd.DataFrame) -> Iterator[str]:
    """Yield what was read, line by line.

    Parameters
    ----------
    articles : DataFrame
        Output of `read_articles`.

    Yields
    ------
    str
        Numbers of articles and files with names, outlets, the span of dates, the marks of
        articles, and what was done to pieces of the input.

    Examples
    --------
    >>> import toolkit as tt
    >>> next(iter(reading_lines(tt.load_sample())))
    '257 articles from 59 files'
    """
    n = len(articles)
    files = articles["file"].astype("str").value_counts().sort_index()
    yield f"{count(n, 'article')} from {count(len(files), 'file')}"
    yield from _names("files", files)
    yield from _outlets(articles)
    yield from _dates(articles)
    yield from _marks(articles)
    yield from _actions(ledger(articles))


def _names(what: str, sizes: pd.Series) -> Iterator[str]:
    order = sizes.sort_values(ascending=False, kind="stable")
    told = [f"{name} ({n:,})" for name, n in order.items()]
    yield f"  {what}: {listed(told, most=N_NAMES)}"


def _outlets(articles: pd.DataFrame) -> Iterator[str]:
    source = articles["source"].astype("str")
    named = source[source != ""].value_counts().sort_index()
    yield count(len(named), "outlet") if len(named) else "No article names its outlet"
    if len(named):
        yield from _names("outlets", named)
        yield from _lacking(articles, source == "", "outlet")


def _lacking(articles: pd.DataFrame, lacks: pd.Series, what: str) -> Iterator[str]:
    """Count the articles without something, and say in which files they are."""
    n = int(lacks.sum())
    if not n:
        return
    yield f"  {of_total(n, len(articles), 'article')} {has_or_have(n)} no {what}"
    files = articles.loc[lacks, "file"].astype("str").value_counts().sort_index()
    if len(files) > 1 or n < len(articles):
        yield from (f"  {line}" for line in _names("in", files))


def _dates(articles: pd.DataFrame) -> Iterator[str]:
    dates = articles["date"]
    if dates.isna().all():
        yield "No article has a usable date"
        return
    first, _, last = (span := printed_span(articles)).partition(" to ")
    yield f"All dates are {first}" if first == last else f"Dates from {span}"
    yield from _lacking(articles, dates.isna(), "usable date")
    coarse = articles.loc[dates.notna(), "date_precision"].astype("str").value_counts()
    for precision in ("month", "year"):
        if coarse.get(precision, 0):
            yield f"  {count(int(coarse[precision]), 'date')} to the {precision} only"


def _marks(articles: pd.DataFrame) -> Iterator[str]:
    """Count the marks of the articles themselves: the ledger shortens long runs of one mark."""
    marks = Counter(mark for marks in articles["quality"] for mark in set(marks))
    marks.pop("no_date", None)
    if marks:
        yield "Marks to look at (the column quality)"
    for mark, n in sorted(marks.items(), key=lambda item: (-item[1], item[0])):
        meaning = MARKS.get(mark, f"have the mark {mark.replace('_', ' ')}")
        if n == 1:
            verb, _, rest = meaning.partition(" ")
            meaning = f"{OF_ONE[verb]} {rest}"
        yield f"  {of_total(n, len(articles), 'article')} {meaning} [{mark}]"


def _actions(rows: pd.DataFrame) -> Iterator[str]:
    done: Any = rows[
        rows["action"].astype("str").isin(["moved", "dropped", "normalized", "rejected"])
    ]
    counts = done.groupby(["action", "rule"], observed=True).size()
    if len(counts):
        yield "Pieces that did not stay as they were (tt.ledger lists each)"
    for (action, rule), n in counts.sort_values(ascending=False, kind="stable").items():
        yield f"  {count(int(n), 'piece')} {ACTIONS[str(action)]}: {str(rule).replace('_', ' ')}"
