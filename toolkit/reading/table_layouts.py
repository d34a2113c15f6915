"""Where the header of a table stands in a text, what separates its cells, and names of columns."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.column_names import FIRST, SECOND, n_fields, name_key
from toolkit.reading.columns import looks_like_articles
from toolkit.reading.csv_dialects import SEPARATORS, stated_separator
from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.interface import DATE_FIELDS
from toolkit.reading.sheet_remarks import is_on_its_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_COLUMNS = 2000
HEAD_CHARACTERS = 60_000
_HEADER_LINES = 20
_LONG_CELL = 100
_FIELD_OF = {key: field for key, (field, _) in {**SECOND, **FIRST}.items()}
_QUOTED_BY_BLANKS = re.compile(r'"[^"]+"(?: "[^"]+")+\r?')


class Layout(NamedTuple):
    """The separator of a table, and the number of its header row; 0 if it has none."""

    separator: str
    header: int = 1


def column_names(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return unique names for the columns; R leaves out the name of its row names."""
    widths = {len(row) for row in rows if any(map(str.strip, row))}
    if not header:
        header = [""] * max(widths, default=1)
    elif widths == {len(header) + 1} and _has_row_names(header, rows):
        header = ["", *header]
    names = [name.strip("\ufeff \t\r\n") or f"column {at}" for at, name in enumerate(header, 1)]
    return unique_names(names)


def _has_row_names(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first cells are names of rows, as R writes them without a header.

    A comma that is not quoted, in each last cell, makes rows as long; then the dates stand under
    their own name.
    """
    filled = [row for row in rows if any(map(str.strip, row))]
    names = [row[0].strip() for row in filled]
    if all(name.isdecimal() for name in names) and len(set(names)) == len(names):
        return True
    dated = [at for at, name in enumerate(header) if _FIELD_OF.get(name_key(name)) in DATE_FIELDS]
    if dated:
        shifted = [isinstance(read_date(row[dated[0] + 1]), PrintedDate) for row in filled]
        return sum(shifted) > len(filled) / 2
    return len(set(names)) == len(names) and len(names) > 1


def find_layout(head: str) -> Layout | None:
    """Return the layout of a table by its first lines, or None if the text is no table."""
    start = head.lstrip("\ufeff\n")
    stated = stated_separator(start)
    if stated:
        start = start.partition("\n")[2]
    separators = (stated,) if stated else SEPARATORS
    lines = start.split("\n", _HEADER_LINES + 1)
    if len(lines) == 1:
        return None
    if not stated and _QUOTED_BY_BLANKS.fullmatch(lines[0]):  # as write.table() of R does
        separators = (*separators, " ")
    found = _header_in(lines[0], separators)
    if found and not _is_headline(lines, found):
        if not stated and _names_more(lines, found):
            return Layout(found, 2)
        # "Title,My search", "Date,2018" and "Source,Nexis" may stand above the header
        is_above = is_on_its_side(cells_above(start, found))
        return (_header_below(start, (found,)) if is_above else None) or Layout(found)
    regular = _regular(head if not stated else start, separators)
    regular = regular or _quoted(start, separators)
    below = _header_below(start, separators)
    if below:
        return below
    if regular is None:
        return None
    return Layout(regular, 0 if _is_data(next(csv.reader([lines[0]], delimiter=regular))) else 1)


def _names_more(lines: Sequence[str], separator: str) -> bool:
    """Return whether a header of two lines names its columns in the second, as pandas writes."""
    above, below = csv.reader(lines[:2], delimiter=separator) if '"' not in lines[0] else ([], [])
    if len(above) != len(below) or any(len(name) > _LONG_CELL for name in below):
        return False
    return n_fields(below) > max(1, n_fields(above))


def _is_headline(lines: Sequence[str], separator: str) -> bool:
    """Return whether a first line is a headline that holds the name of a column by chance.

    "Land, money, story, targets" names one field, and the paragraphs below it are no rows.
    """
    names = next(csv.reader([lines[0]], delimiter=separator))
    known = [name for name in names if name_key(name) in FIRST]
    below = next((line for line in lines[1:] if line.strip()), "")
    return (
        len(names) > 1
        and len(known) == 1
        and not lines[1].strip()
        and bool(below)
        and separator not in below
        and not below.startswith('"')
    )


def _header_in(line: str, separators: Iterable[str]) -> str:
    """Return the separator under which a line names the columns of articles, or ""."""
    if len(line) > 20_000:
        return ""
    best, most = "", 1
    for separator in separators:
        try:
            names = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            continue
        plain = all(len(name) <= 80 for name in names) and len(names) <= MAX_COLUMNS
        if len(names) > most and plain and looks_like_articles(names):
            best, most = separator, len(names)
    if not best and name_key(line) and looks_like_articles([line]) and "," not in line:
        best = ","
    return best


def _header_below(start: str, separators: Iterable[str]) -> Layout | None:
    """Return the layout of a table whose header follows some lines about the search."""
    for separator in separators:
        try:
            rows = list(islice(csv.reader(start.split("\n"), delimiter=separator), 0, 22))
        except csv.Error:
            continue
        for at, names in enumerate(rows[1:-1], start=1):
            if len(names) < 3 or any(len(name) > 40 for name in names):
                continue
            if looks_like_articles(names) and all(names) and _width_below(rows, at) == len(names):
                return Layout(separator, at + 1)
    return None


def _width_below(rows: Sequence[Sequence[str]], at: int) -> int:
    """Return the width of the first row below one; a heading above a group of rows is none."""
    below = [row for row in rows[at + 1 :] if any(map(str.strip, row))]
    above_group = len(below) > 1 and len(below[0][0]) <= _LONG_CELL and not any(below[0][1:])
    return len(below[above_group]) if below else 0


def _regular(head: str, separators: Iterable[str]) -> str | None:
    """Return the separator under which the first lines all have the same width of 3 or more.

    Such a file is a table, perhaps not of articles: `plan_columns` then raises.
    """
    lines = [line for line in head.lstrip("\ufeff\n").split("\n")[:6] if line.strip()]
    if len(lines) > 2 and len(head) >= HEAD_CHARACTERS:
        lines = lines[:-1]
    for separator in separators:
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=separator)}
        except csv.Error:
            continue
        sure = len(lines) > 2 or (separator == "\t" and len(lines) > 1)
        wide = min(widths, default=0) >= (3 if sure else 6)
        if len(widths) == 1 and wide:
            return separator
    return None


def _quoted(start: str, separators: Iterable[str]) -> str | None:
    """Return the separator under which a first row of quoted names stands above rows as wide.

    Their cells may hold line breaks, which the first lines alone do not tell.
    """
    for separator in separators:
        names = start.partition("\n")[0].rstrip("\r").split(f'"{separator}"')
        if len(names) < 3 or names[0][:1] != '"' or names[-1][-1:] != '"':
            continue
        if any(len(name) > _LONG_CELL or '"' in name[1:-1] for name in names):
            continue
        try:
            rows = list(islice(csv.reader(start.splitlines(keepends=True), delimiter=separator), 6))
        except csv.Error:
            continue
        rows = rows[:-1] if len(rows) > 2 and len(start) >= HEAD_CHARACTERS else rows
        if len(rows) > 1 and {len(row) for row in rows if row} == {len(names)}:
            return separator
    return None


def _is_data(cells: Sequence[str]) -> bool:
    """Return whether a first row holds values instead of names: a date, a number, a text."""
    return any(
        len(cell) > _LONG_CELL
        or cell.startswith(("http://", "https://"))
        or (cell[:1].isdigit() and isinstance(read_date(cell), PrintedDate))
        for cell in cells
    )


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names with repeated ones numbered: "text", "text (2)"."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def cells_above(head: str, separator: str) -> list[list[str]]:
    """Return the cells of the first lines of a table, cut at its separator."""
    lines = head.lstrip("\ufeff\n").split("\n", _HEADER_LINES)[:_HEADER_LINES]
    return [[cell.strip('" ') for cell in line.split(separator)] for line in lines]
