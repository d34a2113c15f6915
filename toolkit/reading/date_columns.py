"""The dates of many rows: each text, or each set of texts, is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.distinct_codes import renumbered
from toolkit.reading.article_blocks import NUMBERS
from toolkit.reading.article_dates import date_columns, read_dates
from toolkit.reading.column_texts import TextColumn
from toolkit.reading.dates import numeric_order
from toolkit.reading.interface import DATE_FIELDS, RawArticle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.interface import ReadOptions
    from toolkit.reading.table_batches import TableBatch

MOST_DATES = 20_000
"""Sets of texts whose meaning is kept."""

Remark = tuple[str, str, str]
"""A mark for the column ``quality``, its reason, and the text that it is about."""


class DatedTexts(NamedTuple):
    """What the dates of a row say: columns of the articles table, ``extra``, and remarks."""

    columns: dict[str, Any]
    extra: dict[str, Any]
    quality: tuple[str, ...]
    remarks: tuple[Remark, ...]


class DateReader:
    """Reads the dates of the rows of one table.

    Parameters
    ----------
    options : ReadOptions
    has_date : bool
        Whether the table has a column for the printed date.
    """

    def __init__(self, options: ReadOptions, *, has_date: bool) -> None:
        self._asked = options.date_order
        self._has_date = has_date
        self._known: dict[tuple[str | None, tuple[str, ...]], DatedTexts] = {}

    def read(self, kinds: Sequence[str], texts: Sequence[str], order: str | None) -> DatedTexts:
        """Return what one set of texts says, each of its kind."""
        key = (order, tuple(texts))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_DATES:
                self._known.clear()
            found = self._known[key] = self._read(dict(zip(kinds, texts, strict=True)), order)
        return found

    def _read(self, texts: Mapping[str, str], order: str | None) -> DatedTexts:
        filled = {kind: text for kind, text in texts.items() if text}
        probe = RawArticle(fields=filled, has_date_column=self._has_date)
        dates = read_dates(probe, order, short_years=self._asked is not None)
        remarks = tuple((piece.rule, piece.reason, piece.text) for piece in probe.pieces)
        columns = {
            name: np.datetime64(value, "us") if name in NUMBERS else value
            for name, value in date_columns(dates).items()
        }  # an array of these is made a hundred times as quickly as one of Python's dates
        return DatedTexts(columns, probe.extra, tuple(probe.quality), remarks)

    def contradicts(self, texts: Sequence[str]) -> bool:
        """Return whether a text is in another order than the one that was asked for."""
        if self._asked not in {"dmy", "mdy"}:
            return False
        shown = {numeric_order(text, short_years=True) for text in texts if text}
        return bool(shown & {"dmy", "mdy"} - {self._asked})


def distinct_rows(
    columns: Mapping[str, Any], n: int
) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """Return the distinct sets of the dates of rows, and which of them each row has.

    Parameters
    ----------
    columns : mapping of str to pyarrow.LargeStringArray
        One for each kind of date, in the order of `DATE_FIELDS`.
    n : int
        The number of rows.

    Examples
    --------
    >>> import pyarrow as pa
    >>> distinct_rows({"date": pa.array(["2018", "2017", "2018"])}, 3)
    ([('2018',), ('2017',)], array([0, 1, 0]))
    """
    codes = np.zeros(n, np.int64)
    texts: list[list[str]] = []
    for column in columns.values():
        encoded = column.dictionary_encode()
        texts.append(encoded.dictionary.to_pylist())
        codes = codes * max(1, len(texts[-1])) + np.asarray(encoded.indices)
    if len(texts) == 1:
        return [(text,) for text in texts[0]], codes
    distinct, codes = renumbered(codes)
    places = []
    for column_texts in reversed(texts):
        places.append([column_texts[at] for at in (distinct % len(column_texts)).tolist()])
        distinct //= len(column_texts)
    return list(zip(*reversed(places), strict=True)) if places else [()], codes


def first_ambiguous(batch: TableBatch) -> int:
    """Return the first row with a date such as 01/02/2018; -1 if there is none."""
    texts = printed_dates_of(batch)
    distinct, codes = distinct_rows(texts, len(batch.lines))
    is_open = np.array(
        [any(numeric_order(text.strip()) == "?" for text in one) for one in distinct]
    )
    rows = np.flatnonzero(is_open[codes])
    return int(rows[0]) if len(rows) else -1


def date_texts_of(batch: TableBatch) -> dict[str, Any]:
    """Return the dates of a batch, by their kind, without white space at their ends."""
    return {kind: TextColumn(texts).stripped for kind, texts in printed_dates_of(batch).items()}


def printed_dates_of(batch: TableBatch) -> dict[str, Any]:
    """Return the dates of a batch as printed, by their kind."""
    fields, columns = batch.table.plan.fields, dict(zip(batch.names, batch.columns, strict=True))
    kinds = [kind for kind in date_kinds(fields) if fields[kind] in columns]
    return {kind: columns[fields[kind]] for kind in kinds}


def date_kinds(fields: Mapping[str, Any]) -> list[str]:
    """Return the kinds of dates among some fields, in the order in which they are told."""
    return [kind for kind in DATE_FIELDS if kind in fields]
