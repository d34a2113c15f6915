"""Rows of a table in which there is nothing to decide, made straight into rows of articles.

Most rows of most tables need no rule: their date is read as those before it, their text has no
markup, and no cell is cut off. `PlainRows` makes these in one pass over the cells. Any other row it
leaves to `RowReader.article` and `Finisher.article`, which decide. For a plain row both ways give
the same article, the same rows of the ledger and the same counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.reading.dates import numeric_order
from toolkit.reading.half_characters import has_half_characters
from toolkit.reading.interface import DATE_FIELDS, KNOWN_FIELDS, LIST_FIELDS, RawArticle
from toolkit.reading.table_rows import EXCEL_CELL
from toolkit.reading.text_size import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.reading.interface import ReadOptions
    from toolkit.reading.table_rows import RowReader

_SIGNS = ("<", "&", "\\", "_x000")
"""What a cell holds if it has markup to convert."""

MOST_DATES = 20_000
"""Dates as printed whose meaning is kept."""

DateColumns = tuple[dict[str, Any], dict[str, Any]]


class PlainRow(NamedTuple):
    """What one row holds: columns of the articles table, ``extra``, and characters by column.

    ``counts`` are pairs of a key of `FileTally.columns` and the non-whitespace characters.
    """

    columns: dict[str, Any]
    extra: dict[str, str]
    counts: list[tuple[tuple[str, str, str, str], int]]


class PlainRows:
    """Makes the plain rows of one table.

    Parameters
    ----------
    table : RowReader
        Knows what each column is.
    options : ReadOptions
    read_dates : callable
        From a raw article and the order of its numeric dates to the columns of its dates; marks
        the article if a date needs a remark.
    """

    def __init__(
        self,
        table: RowReader,
        options: ReadOptions,
        read_dates: Callable[[RawArticle, str | None], dict[str, Any]],
    ) -> None:
        self._read_dates = read_dates
        self._dates: dict[tuple[str | None, tuple[str, ...]], DateColumns | None] = {}
        at = {name: place for place, name in enumerate(table.names)}
        fields = {field: name for field, name in table.plan.fields.items() if name in at}
        self._fields = [(at[name], field, _key(field, name)) for field, name in fields.items()]
        self._marked = [at[name] for name in fields.values() if table.has_form(name)]
        used = set(table.plan.fields.values())
        self._extras = [
            (place, name, _key("extra", name)) for name, place in at.items() if name not in used
        ]
        self._kinds = [kind for kind in DATE_FIELDS if kind in fields]
        self._has_date = table.plan.has_date
        self._fallbacks = [
            (at.get(fields.get(field, ""), -1), [at[name] for name in names if name in at])
            for field, names in table.plan.fallbacks.items()
        ]
        self._never = (
            bool(options.overrides)
            or options.date_order in {"dmy", "mdy"}
            or table.joins_dates
            or not set(fields) <= KNOWN_FIELDS
            or has_half_characters("".join(table.names))
        )

    def row(self, cells: Sequence[str], order: str | None) -> PlainRow | None:
        """Return a row, or None if a rule has to decide about it."""
        if self._never or not self._are_whole(cells) or self._have_marks(cells):
            return None
        columns: dict[str, Any] = {}
        counts = []
        for at, field, key in self._fields:
            cell = cells[at]
            n_words, n_characters = measure_text(cell)
            if n_words:
                columns[field] = cell.strip()
                counts.append((key, n_characters))
                if field == "body":
                    columns["n_words"] = n_words
        if not _is_plain(columns):
            return None
        dates = self._date_columns(columns, order)
        if dates is None:
            return None
        extra = {}
        for at, name, key in self._extras:
            cell = cells[at]
            n_characters = measure_text(cell)[1]
            if n_characters:
                extra[name] = cell
                counts.append((key, n_characters))
        for name, value in dates[1].items():
            extra.setdefault(name, value)
        columns |= dates[0]
        return PlainRow(_arranged(columns, extra), extra, counts)

    def _are_whole(self, cells: Sequence[str]) -> bool:
        """Return whether no cell is cut off at the limit of Excel or has half a character."""
        together = "".join(cells)
        if len(together) >= EXCEL_CELL and EXCEL_CELL in map(len, cells):
            return False
        return together.isascii() or not has_half_characters(together)

    def _have_marks(self, cells: Sequence[str]) -> bool:
        """Return whether a cell may have markup, or a field is taken from another column."""
        for at in self._marked:
            if any(sign in cells[at] for sign in _SIGNS):
                return True
        for own, others in self._fallbacks:
            is_own = own >= 0 and cells[own] and not cells[own].isspace()
            if not is_own and any(cells[at].strip() for at in others):
                return True
        return False

    def _date_columns(self, columns: dict[str, Any], order: str | None) -> DateColumns | None:
        """Return the columns of the dates and additions to ``extra``; None if a rule decides."""
        texts = {kind: columns.pop(kind) for kind in self._kinds if kind in columns}
        key = (order, tuple(texts.get(kind, "") for kind in self._kinds))
        if key not in self._dates:
            if len(self._dates) >= MOST_DATES:
                self._dates.clear()
            self._dates[key] = self._decided(texts, order)
        return self._dates[key]

    def _decided(self, texts: dict[str, str], order: str | None) -> DateColumns | None:
        if order is None and any(numeric_order(text) == "?" for text in texts.values()):
            return None
        probe = RawArticle(fields=texts, has_date_column=self._has_date)
        columns = self._read_dates(probe, order)
        return None if probe.pieces or probe.quality else (columns, probe.extra)


def _key(field: str, name: str) -> tuple[str, str, str, str]:
    return field, "kept", "column", name


def _is_plain(columns: dict[str, Any]) -> bool:
    """Return whether no rule applies to the text of a row."""
    body = columns.get("body", "")
    if body and ("</" in body or body[-1] == "]"):
        return False
    return columns.get("title") != "[Removed]" and columns.get("byline", "")[:1] != "["


def _arranged(columns: dict[str, Any], extra: dict[str, str]) -> dict[str, Any]:
    """Put lists into the columns of lists, and page and edition into ``extra``."""
    for name in LIST_FIELDS:
        columns[name] = [columns[name]] if name in columns else []
    if "page" in columns:
        extra["page"] = columns.pop("page")
    if "edition" in columns:
        extra["edition"] = columns.pop("edition")
    return columns
