"""The two rows below the header of a table of Orange: the kinds of its columns, and their roles."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.csv_dialects import Row

_KINDS = frozenset({
    "string", "s", "text", "continuous", "c", "numeric", "n", "discrete", "d", "categorical",
    "time", "t",
})  # fmt: skip
_ROLES = re.compile(r"(?:(?:meta|class|ignore|weight|[mciw]|\w+=\S*)(?:\s+|$))*", re.IGNORECASE)
_REASON = "the kinds of the columns and their roles, as Orange writes them below the header"


def without_kinds(
    rows: Iterator[Row], header: Sequence[str]
) -> tuple[list[Piece], int, Iterator[Row]]:
    """Return the pieces of the rows of kinds and roles, the number of the last, and what is left.

    Parameters
    ----------
    rows : iterator of Row
        The rows below the header.
    header : sequence of str

    Returns
    -------
    (list of Piece, int, iterator of Row)
        No piece and 0 where the first row is an article.
    """
    first = next(rows, None)
    if first is None or not _are_kinds(first.cells, header):
        return [], 0, chain([] if first is None else [first], rows)
    second = next(rows, None)
    if second is None or not all(_ROLES.fullmatch(cell.strip()) for cell in second.cells):
        return [_piece(first)], first.number, chain([] if second is None else [second], rows)
    return [_piece(first), _piece(second)], second.number, rows


def _are_kinds(cells: Sequence[str], header: Sequence[str]) -> bool:
    return len(cells) == len(header) and all(cell.strip().lower() in _KINDS for cell in cells)


def _piece(row: Row) -> Piece:
    text = " ".join(filter(None, row.cells))
    return Piece(text, "dropped", "", "column_kinds", row.number, reason=_REASON)
