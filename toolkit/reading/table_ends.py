"""Rows of a table that are no articles: its header once more, totals and notes below its end."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.reading.csv_dialects import Row

_NUMBER = re.compile(r"(?!(?:(?:19|20)\d{6}|1\d{9}(?:\d{3})?)\s*$)\s*[-+]?[\d.,' \u00a0]+%?\s*")
"""A count or a share, and no date such as 20181022 or 1540166400."""

_LONG = 200
"""Characters of a text that is an article, not a note, where articles have their longest."""

_LEAST_TEXTS = 3
MOST_BELOW = 10
"""Most rows below a table of text that are held back until its end is known."""


def is_header_again(cells: Sequence[str], header: Sequence[str]) -> bool:
    r"""Return whether a row names the columns once more, as where tables were put in one file.

    Examples
    --------
    >>> is_header_again(["\ufefftitle", "text "], ["title", "text"])
    True
    """
    return any(header[1:]) and list(map(_bare, cells)) == list(map(_bare, header))


def _bare(cell: str) -> str:
    return cell.strip("\ufeff \t\r\n")


def header_again(cells: Iterable[str], number: int) -> Piece:
    """Return the piece for the ledger of a row that names the columns once more."""
    text, reason = " ".join(filter(None, cells)), "the names of the columns once more"
    return Piece(text, "dropped", "", "repeated_header", number, reason=reason)


def total_row(cells: Iterable[str], number: int) -> Piece:
    """Return the piece for the ledger of a row below the last article."""
    text, reason = "\t".join(filter(None, cells)), "totals or a note below the last article"
    return Piece(text, "dropped", "", "below_the_table", number, reason=reason)


def total_rows(rows: Iterable[Sequence[str]], first: int) -> Iterator[Piece]:
    """Yield the pieces of all rows below the last article; ``first`` is the number of the first."""
    for number, cells in enumerate(rows, start=first):
        if any(cells):
            yield total_row(cells, number)


def n_below(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the end hold at most one text, where all others hold three or more.

    Such rows are totals and notes of a program: "Total articles", 40.

    Examples
    --------
    >>> n_below([["Ships sail", "2018-10-22", "Gazette", "Ships."], ["Total", "40", "", ""], []])
    2
    """
    longest = _longest(rows)
    below = next((at for at, row in enumerate(reversed(rows)) if _is_told(row, longest)), len(rows))
    others = [_n_texts(row) for row in rows[: len(rows) - below] if any(row)]
    return below if others and min(others) >= _LEAST_TEXTS else 0


def with_end(rows: Iterable[Row], first: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Yield each row, and whether it stands below the table; ``first`` are its first rows."""
    cells = [row.cells for row in first if any(map(str.strip, row.cells))]
    has_end, longest = bool(n_below([*cells, []])), _longest(cells)
    held: list[Row] = []
    for row in rows:
        if has_end and len(held) < MOST_BELOW and not _is_told(row.cells, longest):
            held.append(row)
            continue
        for one in held:
            yield one, False
        held = []
        yield row, False
    for one in held:
        yield one, True


def _longest(rows: Iterable[Sequence[str]]) -> int:
    """Return the column with most characters in some rows."""
    sizes = [sum(map(len, cells)) for cells in zip_longest(*rows, fillvalue="")]
    return max(range(len(sizes)), key=sizes.__getitem__, default=0)


def _is_told(row: Sequence[str], longest: int) -> bool:
    """Return whether a row holds two texts, or a long one in the column of the longest."""
    return _n_texts(row) > 1 or len("".join(row[longest : longest + 1])) > _LONG


def _n_texts(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) and not _NUMBER.fullmatch(cell) for cell in row)
