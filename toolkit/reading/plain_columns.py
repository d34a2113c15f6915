"""Columns of the articles table, made straight from the columns of a table.

Most rows of most tables need no rule: their text has no markup, no cell is cut off, and no field is
taken from another column. `PlainColumns` makes these all at once. It leaves any other row to
`RowReader.article` and `Finisher.prepare`, which decide. For a plain row both ways give the same
article, the same rows of the ledger and the same counts.
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.fixed_lists import no_lists, shared_lists
from toolkit.reading.article_blocks import NUMBERS, ArticleBlock
from toolkit.reading.column_texts import TextColumn, constant
from toolkit.reading.date_columns import date_kinds, distinct_rows
from toolkit.reading.half_characters import has_half_characters
from toolkit.reading.identity import BODY_START, N_COMPILED, SEPARATOR, content_keys
from toolkit.reading.interface import KNOWN_FIELDS, LIST_FIELDS
from toolkit.reading.shared_keys import MOST_COLUMNS, few_values, rows_with_keys
from toolkit.reading.table_rows import EXCEL_CELL
from toolkit.tables import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from toolkit.reading.column_texts import Bools
    from toolkit.reading.date_columns import DatedTexts, DateReader
    from toolkit.reading.interface import ReadOptions
    from toolkit.reading.table_batches import TableBatch

_SIGNS = (b"<", b"&", b"\\", b"_x000")
"""What a cell holds if it has markup to convert."""
_DATES = ("date", "date_kind", "date_precision", "date_raw", "published", "updated")
_ASIDE = ("page", "edition")
"""Fields that are kept in ``extra``."""

Key = tuple[str, str, str, str]
"""Field, action, rule and column of what `FileTally.columns` counts."""


def may_be_plain(batch: TableBatch, options: ReadOptions) -> bool:
    """Return whether any row of a table can be made without a rule."""
    fields = batch.table.plan.fields
    return not (
        batch.table.joins_dates
        or not set(fields) <= KNOWN_FIELDS
        or has_half_characters("".join(batch.names) + (options.source or ""))
    )


class PlainColumns:
    """The rows of a batch, and which of them a rule must decide about.

    Parameters
    ----------
    batch : TableBatch
    dates : DateReader
    order : str or None
        How numeric dates are read.
    overridden : set of int
        Lines to which the user gave values.
    """

    def __init__(
        self, batch: TableBatch, dates: DateReader, order: str | None, overridden: frozenset[int]
    ) -> None:
        self.batch = batch
        self._cells = dict(zip(batch.names, map(TextColumn, batch.columns), strict=True))
        plan = batch.table.plan
        self._fields = {field: name for field, name in plan.fields.items() if name in self._cells}
        self._kinds = date_kinds(self._fields)
        self._dated(dates, order)
        self.is_ruled = self._decided_by_rules() | self._contradict(dates)
        if overridden:
            self.is_ruled |= np.isin(batch.lines, list(overridden))
        if self.is_ruled.any():
            self._keep(~self.is_ruled)

    def __len__(self) -> int:
        return len(self._codes)

    def _dated(self, dates: DateReader, order: str | None) -> None:
        texts = {kind: self._column(kind).stripped for kind in self._kinds}
        self._distinct, self._codes = distinct_rows(texts, len(self.batch.lines))
        self._read: list[DatedTexts] = [
            dates.read(self._kinds, one, order) for one in self._distinct
        ]

    def _contradict(self, dates: DateReader) -> Bools:
        return np.array([dates.contradicts(one) for one in self._distinct], bool)[self._codes]

    def _column(self, field: str) -> TextColumn:
        return self._cells[self._fields[field]]

    def _decided_by_rules(self) -> Bools:
        """Return the rows that have markup, a cell cut off, or a field from another column."""
        table, found = self.batch.table, np.zeros(len(self.batch.lines), bool)
        for column in self._cells.values():
            found |= column.has_length(EXCEL_CELL)
        for name in self._fields.values():
            if table.has_form(name):
                for sign in _SIGNS:
                    found |= self._cells[name].has(sign)
        for field, names in table.plan.fallbacks.items():
            is_empty = ~self._column(field).is_filled if field in self._fields else True
            for name in set(names) & set(self._cells):
                found |= is_empty & self._cells[name].is_filled
        if "body" in self._fields:
            found |= self._column("body").has(b"</") | self._column("body").begins_or_ends(b"]")[1]
        if "title" in self._fields:
            import pyarrow.compute as pc

            found |= np.asarray(pc.equal(self._column("title").stripped, "[Removed]"))
        if "byline" in self._fields:
            found |= self._column("byline").begins_or_ends(b"[")[0]
        return found

    def _keep(self, rows: Bools) -> None:
        self._cells = {name: column.filtered(rows) for name, column in self._cells.items()}
        self._codes = self._codes[rows]
        self.batch = self.batch._replace(lines=self.batch.lines[rows])

    def counts(self) -> list[tuple[int, int, Key, int, int]]:
        """Return first row, place in the row, key, number and characters of what is counted."""
        keys = [(field, name) for field, name in self._fields.items()]
        keys += [("extra", name) for name in self._cells if name not in self._used]
        found = []
        for place, (field, name) in enumerate(keys):
            column = self._cells[name]
            number = int(np.count_nonzero(column.is_filled))
            if number:
                first, total = int(column.is_filled.argmax()), int(column.n_letters.sum())
                found.append((first, place, (field, "kept", "column", name), number, total))
        return found

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(self.batch.table.plan.fields.values())

    @property
    def dated(self) -> tuple[list[DatedTexts], NDArray[np.int64]]:
        """What the dates of the rows say, and which of these each row has."""
        return self._read, self._codes

    def has(self, field: str) -> Bools:
        """Return which rows have a field."""
        if field not in self._fields:
            return np.zeros(len(self), bool)
        return self._column(field).is_filled

    def texts(self, field: str) -> Any:
        """Return a field without white space at its ends, "" where a row has none."""
        return self._column(field).stripped if field in self._fields else constant("", len(self))

    def block(self, default_source: str) -> ArticleBlock:
        """Return the columns of the articles table, without ``quality`` and the file."""
        columns = {name: self._dates(name) for name in _DATES}
        for column in ARTICLES:
            if column.name in LIST_FIELDS:
                columns[column.name] = self._lists(column.name)
            elif column.name not in columns and column.dtype in {"str", "category"}:
                columns[column.name] = self.texts(column.name)
        columns["source"] = _or_default(columns["source"], default_source)
        columns["line"] = self.batch.lines
        columns["n_words"] = np.zeros(len(self), np.int64)
        if "body" in self._fields:
            columns["n_words"] = self._column("body").n_words
        columns["extra"] = self._extra()
        return ArticleBlock(columns, np.zeros(len(self), np.int64))

    def _dates(self, name: str) -> Any:
        values = [one.columns[name] for one in self._read]
        if name in NUMBERS:
            return np.array(values, NUMBERS[name])[self._codes]
        import pyarrow as pa

        return pa.array(values, pa.large_string()).take(pa.array(self._codes))

    def _lists(self, field: str) -> NDArray[Any]:
        lists = no_lists(len(self))
        filled = np.flatnonzero(self.has(field))
        if len(filled):
            texts = self.texts(field).take(filled).to_pylist()
            lists[filled] = shared_lists(zip(texts, strict=True), len(filled))
        return lists

    def _extra(self) -> NDArray[Any]:
        """Return the cells without a field of their own, by their columns."""
        columns = {
            name: column
            for name, column in self._cells.items()
            if name not in self._used and column.is_filled.any()
        }
        few = {}
        if len(columns) <= MOST_COLUMNS:
            coded = {name: column.encoded for name, column in columns.items()}
            few = few_values({name: one for name, one in coded.items() if one is not None})
        where = {name: column.is_filled for name, column in columns.items()}
        extra = rows_with_keys(where, len(self), few)
        for name in [name for name in columns if name not in few]:
            column = columns[name]
            cells: Iterable[tuple[dict[str, Any], str]] = zip(extra, column.strings(), strict=True)
            if not column.is_filled.all():
                cells = compress(cells, column.is_filled.tolist())
            for row, text in cells:  # a column at a time: several times as quick as rows
                row[name] = text
        self._add_to(extra)
        return np.fromiter(extra, object, len(extra))

    def _add_to(self, extra: list[dict[str, Any]]) -> None:
        """Add zones of dates, pages and editions."""
        if any(one.extra for one in self._read):
            for row, code in zip(extra, self._codes.tolist(), strict=True):
                for name, value in self._read[code].extra.items():
                    row.setdefault(name, value)
        for field in _ASIDE:
            for at in np.flatnonzero(self.has(field)).tolist():
                extra[at][field] = self.texts(field)[at].as_py()


def _or_default(source: Any, default: str) -> Any:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(source, ""), default, source) if default else source


def keys_of(block: ArticleBlock) -> NDArray[np.uint64]:
    """Return the ids of articles as numbers: `article_id` for each of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = block.columns
    body = pc.if_else(pc.equal(columns["body"], ""), columns["url"], columns["body"])
    texts = [columns["source"], columns["date_raw"], columns["title"]]
    start = pc.utf8_slice_codeunits(body, 0, BODY_START)
    separator = pa.scalar(SEPARATOR, pa.large_string())
    together = pc.binary_join_element_wise(*texts, start, separator)
    return content_keys(together, compiled=len(block) >= N_COMPILED)
