"""Turn the rows of a table, or the records of JSON, into articles, by one plan for all of them."""

from __future__ import annotations

import json
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.errors import ReadingError
from toolkit.reading.cell_markup import cell_form, convert_cell, has_tags
from toolkit.reading.column_names import DAY_KEYS, MONTH_KEYS, YEAR_KEYS, field_of_name, name_key
from toolkit.reading.columns import SAMPLE_ROWS, plan_columns
from toolkit.reading.interface import DATE_FIELDS, Piece, RawArticle, n_characters
from toolkit.reading.mapping_notes import mapping_note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from toolkit.reading.cell_markup import CellForm
    from toolkit.reading.interface import ReadOptions

_CONVERTED = frozenset(["title", "body", "summary", "captions", "notes", "section", "byline"])
_REPR_ITEM = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_REPR_LIST = re.compile(rf"\[(?:{_REPR_ITEM}(?:, {_REPR_ITEM})*)?\]")
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+?\d+ char(?:acter)?s?\]\s*$")
_FIRST_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-01(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_NAME_PARTS = (("firstName", "lastName"), ("given", "family"))
EXCEL_CELL = 32_767

T = TypeVar("T")


class RowReader:
    """Reads the rows of one table.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    names : sequence of str
        Names of the columns.
    sample : sequence of mappings
        The first rows, as column -> cell, by which columns and markup are recognised.
    options : ReadOptions
    """

    def __init__(
        self,
        file: str,
        names: Sequence[str],
        sample: Sequence[Mapping[str, str]],
        options: ReadOptions,
    ) -> None:
        self.names = names
        self.plan = plan_columns(file, names, options.mapping, sample)
        self._field_of = {column: field for field, column in self.plan.fields.items()}
        self._date_parts = _date_parts(self.plan.fields, names)
        self._precision = next((name for name in names if name_key(name) == "dateprecision"), "")
        self._forms: dict[str, CellForm] = {}
        for name in [*self.plan.fields.values(), *sum(self.plan.fallbacks.values(), ())]:
            if self._field_of.get(name, "body") in _CONVERTED:
                form = cell_form(row.get(name, "") for row in sample)
                if form is not None:
                    self._forms[name] = form

    def mapping_note(self, unseen: Collection[str] = ()) -> Piece:
        """Return the remark that says how columns are read, but for those that no row has."""
        fields = self.plan.fields.items()
        return mapping_note({field: name for field, name in fields if name not in unseen})

    def notes(self, unseen: Collection[str] = ()) -> Iterator[Piece]:
        """Yield the remarks on the whole table for the ledger."""
        yield self.mapping_note(unseen)
        for name, form in self._forms.items():
            reason = f"{form.kinds} in the column {name!r} is converted to text"
            yield Piece("", "flagged", "", "markup", 0, reason=reason)
        unread = (
            ("unmapped_text", self.plan.unmapped_text, "long texts", "body"),
            ("unmapped_date", self.plan.unmapped_date, "dates", "date"),
        )
        for rule, name, held, field in unread:
            if name:
                reason = (
                    f"the column {name!r} holds {held} and is not read as the {field}; pass "
                    f"mapping={{{field!r}: {name!r}}} if it is"
                )
                yield Piece("", "flagged", "", rule, 0, reason=reason)

    def article(self, number: int, cells: Iterable[tuple[str, str]]) -> RawArticle:
        """Return the article of one row, given as (column, cell) pairs."""
        row = dict(cells)
        article = RawArticle(line=number, received=0, has_date_column=self.plan.has_date)
        fields = self.plan.fields | self._with_fallbacks(row)
        for field, name in fields.items():
            self._put(article, field, name, row)
        used = set(fields.values())
        for name, value in row.items():
            if name not in used:
                put_extra(article, name, value)
        _flag(article)
        return article

    @property
    def joins_dates(self) -> bool:
        """Whether dates need another column: of months and days, or of their precision."""
        return bool(self._date_parts or self._precision)

    def has_form(self, name: str) -> bool:
        """Return whether the cells of a column have markup that is converted to text."""
        return name in self._forms

    def misses(self, names: Iterable[str]) -> bool:
        """Return whether further columns may hold a field that no column holds yet."""
        fields = {field_of_name(name) for name in names}
        return bool(fields - {""} - set(self.plan.fields))

    def _with_fallbacks(self, row: Mapping[str, str]) -> dict[str, str]:
        """Return field -> column for the fields whose own column is empty in this row."""
        found = {}
        for field, names in self.plan.fallbacks.items():
            own = row.get(self.plan.fields.get(field, ""), "")
            if not own or own.isspace():
                name = next((name for name in names if row.get(name, "").strip()), None)
                if name is not None and name not in self._field_of:
                    found[field] = name
        return found

    def _put(self, article: RawArticle, field: str, name: str, row: Mapping[str, str]) -> None:
        cell = row.get(name, "")
        if not cell or cell.isspace():
            return
        form = self._forms.get(name)
        text, removed = convert_cell(cell, form) if form is not None else (cell, "")
        shown = _listed_names(text) if field == "byline" else None
        if field in DATE_FIELDS and self._date_parts:
            shown = joined_date(text, *(row.get(part, "") for part in self._date_parts))
        elif field in DATE_FIELDS and self._precision:
            shown = named_part(text, row.get(self._precision, ""))
        article.put(field, text, rule="column", value=shown, line=article.line, reason=name)
        if shown is not None and field == "byline":
            article.extra[name] = text
        received = article.pieces[-1].count = n_characters(text)
        if removed:
            received += n_characters(removed)
            article.pieces.append(
                Piece(removed, "dropped", "", "markup", article.line, reason=f"column {name!r}")
            )
        article.received = (article.received or 0) + received


def _date_parts(fields: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of month and day where the date is a column of years, else ()."""
    dates = [fields[field] for field in DATE_FIELDS if field in fields]
    if not dates or name_key(dates[0]) not in YEAR_KEYS:
        return ()
    month = next((name for name in names if name_key(name) in MONTH_KEYS), "")
    day = next((name for name in names if name_key(name) in DAY_KEYS), "")
    return (month, day) if month and day else (month,) if month else ()


def joined_date(year: str, month: str = "", day: str = "") -> str:
    """Return a date whose parts are in columns of their own.

    Examples
    --------
    >>> joined_date("2018", "10", "22"), joined_date("2018", "Oct.", "22"), joined_date("2018")
    ('2018-10-22', '22 Oct. 2018', '2018')
    """
    parts = [part.strip().removesuffix(".0") for part in (year, month, day)]
    year, month, day = parts
    if not (year.isdecimal() and month):
        return year
    if month.isdecimal():
        day = f"-{day.zfill(2)}" if day.isdecimal() else ""
        return f"{year}-{month.zfill(2)}{day}"
    return " ".join(filter(None, (day, month, year)))


def named_part(date: str, precision: str) -> str:
    """Return the month or the year of a first day that stands for it in a table of articles.

    Examples
    --------
    >>> named_part("2018-10-01", "month"), named_part("1861-01-01 00:00:00", "year")
    ('2018-10', '1861')
    >>> named_part("2018-10-01", "day"), named_part("2018-10-22", "month")
    ('2018-10-01', '2018-10-22')
    """
    found = _FIRST_DAY.fullmatch(date.strip())
    if found is None:
        return date
    if precision == "year" and found["month"] == "01":
        return found["year"]
    return f"{found['year']}-{found['month']}" if precision == "month" else date


def put_extra(article: RawArticle, name: str, value: str) -> None:
    """Keep a cell without a field of its own under its column in ``extra``."""
    if not value or value.isspace():
        return
    count = n_characters(value)
    piece = Piece(value, "kept", "extra", "column", article.line, reason=name, count=count)
    article.pieces.append(piece)
    article.extra[name] = value
    article.received = (article.received or 0) + count


def split_sample(rows: Iterator[T]) -> tuple[list[T], Iterator[T]]:
    """Return the first rows, and all rows; an error among the first is raised after them."""
    first: list[T] = []
    try:
        for row in islice(rows, SAMPLE_ROWS):
            first.append(row)  # noqa: PERF402 - rows before an error are kept
    except (ReadingError, UnicodeError, OSError) as error:
        return first, chain(first, _raising(error))
    return first, chain(first, rows)


def _raising(error: Exception) -> Iterator[Any]:
    yield from ()
    raise error


def sample_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Return the first rows as column -> cell."""
    return [dict(zip(names, row, strict=False)) for row in rows[:SAMPLE_ROWS]]


def _listed_names(text: str) -> str | None:
    """Return "Jane Doe; Richard Roe" for a list of names printed by Python or as JSON objects."""
    if not text.startswith("["):
        return None
    if _REPR_LIST.fullmatch(text):
        return "; ".join(item[1:-1] for item in re.findall(_REPR_ITEM, text))
    try:
        people = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(people, list) or not all(isinstance(one, dict) for one in people):
        return None
    return "; ".join(filter(None, map(_name_of, people))) or None


def _name_of(person: Mapping[str, Any]) -> str:
    """Return the name of a person: in one piece, or as libraries of references keep it."""
    whole = person.get("name") or person.get("literal")
    parts = (person.get(one) for pair in _NAME_PARTS for one in pair)
    return str(whole or " ".join(str(part) for part in parts if part))


def _flag(article: RawArticle) -> None:
    body = article.paragraphs[-1] if article.paragraphs else ""
    if _CUT.search(body[-60:]):
        article.flag("truncated", "the text ends in a mark of truncation")
    if has_tags(body):
        article.flag("markup", "the text has HTML tags, which other rows of the column lack")
    if article.fields.get("title") == "[Removed]" or body in {"[removed]", "[deleted]"}:
        article.flag("removed", "the provider removed this article")
    if any(len(piece.text) == EXCEL_CELL for piece in article.pieces if piece.action != "flagged"):
        reason = f"a cell has exactly {EXCEL_CELL:,} characters, the limit at which Excel truncates"
        article.flag("truncated", reason)
