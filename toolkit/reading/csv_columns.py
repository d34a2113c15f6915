"""Ordinary CSV, all rows of which have the cells of the header, split into columns.

Most files are such. They are split by a kernel, many rows at a time; any other file is left to
`read_rows`, a row at a time.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.errors import ReadingError
from toolkit.reading import limits
from toolkit.reading.csv_dialects import Dialect, Row, read_rows, stated_separator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from numpy.typing import NDArray

    from toolkit.reading.interface import Document

CHUNK = 4_000_000
"""Bytes that are read at a time."""
_CELLS = 200_000
_NOTED_CELLS = 1_000_000
_MAY_BE_BLANK = np.zeros(256, bool)
_MAY_BE_BLANK[[*b"\t\n\v\f\r\x1c\x1d\x1e\x1f -:", 0xC2, 0xE1, 0xE2, 0xE3]] = True
"""Bytes with which white space begins, or a cell of the line under a header."""


class _IrregularError(Exception):
    """A file that is not ordinary CSV, or has a row with more or fewer cells than the header."""


class Stretch(NamedTuple):
    """Some rows of a file.

    Attributes
    ----------
    numbers : int64 array of shape (n_rows,)
        Numbers as in a spreadsheet, from 1.
    columns : list of pyarrow.LargeStringArray
    odd : list of int
        Rows that may be blank, or a line under the header.
    """

    numbers: NDArray[np.int64]
    columns: list[Any]
    odd: list[int]

    def part(self, start: int, stop: int) -> Stretch:
        """Return the rows from ``start`` to before ``stop``, without what may be odd."""
        columns = [column[start:stop] for column in self.columns]
        return Stretch(self.numbers[start:stop], columns, [])

    def cells(self, at: int) -> list[str]:
        """Return the cells of one row."""
        return [column[at].as_py() for column in self.columns]


class _Found(NamedTuple):
    """Some cells: where the row after them begins, and what `split_cells` says of them."""

    end: int
    cells: NDArray[np.int64]
    doubled: NDArray[np.uint8]
    numbers: NDArray[np.int64]

    def noted(self) -> _Found:
        """Return the same in memory of its own, as little as will do."""
        kind = np.min_scalar_type(max(2**16, self.end))
        return _Found(self.end, self.cells.astype(kind), self.doubled.copy(), self.numbers.copy())


class RegularCsv:
    """A file of ordinary CSV whose rows all have the cells of the header.

    Parameters
    ----------
    document : Document
    separator : str
        One character.
    header : Row
        The first row that is not blank.
    """

    def __init__(self, document: Document, separator: str, header: Row) -> None:
        self.name = document.name
        self._document, self._separator, self._header = document, ord(separator), header
        name = codecs.lookup(document.encoding).name
        is_utf8 = name in {"utf-8", "utf-8-sig"} and document.encoding_kind != "mixed"
        self._encoding = "" if is_utf8 else name
        self._start = 3 if name == "utf-8-sig" else 0
        self._noted: list[_Found] = []
        """Where the cells are, for `stretches`, if the whole file has few."""

    def fits(self) -> bool:
        """Return whether the whole file is such a file."""
        noted: list[_Found] = []
        n_cells = 0
        try:
            for _, found in self._cells(self._header.number - 1):
                n_cells += found.doubled.size
                if n_cells <= _NOTED_CELLS:
                    noted.append(found.noted())
        except (_IrregularError, UnicodeError):
            return False
        self._noted = noted if n_cells <= _NOTED_CELLS else []
        return True

    def stretches(self, n_above: int) -> Iterator[Stretch]:
        """Yield the rows below the first ``n_above``."""
        for content, found in self._cells(n_above):
            below = slice(int(np.searchsorted(found.numbers, n_above, "right")), None)
            cells, doubled, numbers = found.cells[below], found.doubled[below], found.numbers[below]
            if not len(numbers):
                continue
            columns = [
                _packed(content, cells[:, at], doubled[:, at]) for at in range(cells.shape[1])
            ]
            yield Stretch(numbers.copy(), columns, _may_be_odd(content, cells))

    def _cells(self, n_above: int) -> Iterator[tuple[NDArray[np.uint8], _Found]]:
        """Yield content, and the cells in it with their rows; they hold until the next."""
        from toolkit._kernels.table_cells import split_cells

        n_columns = len(self._header.cells)
        most = max(1, _CELLS // n_columns)
        cells = np.empty((most, n_columns, 2), np.int64)
        doubled, numbers = np.empty((most, n_columns), np.uint8), np.empty(most, np.int64)
        place, noted = np.array([0, 0, n_above]), iter(self._noted)
        held, most_bytes = b"", limits.RECORD_CHARACTERS  # `read_rows` counts the characters
        for chunk, is_last in self._chunks():
            held = held[place[0] :] + chunk if held else chunk
            place[0] = 0
            content = np.frombuffer(held, np.uint8)
            n = most
            while n == most:
                found = next(noted, None)
                if found is None:
                    n = split_cells(
                        content, place, self._separator, is_last, cells, doubled, numbers
                    )
                    if n < 0 or (cells[:n, -1, 1] - cells[:n, 0, 0]).max(initial=0) > most_bytes:
                        raise _IrregularError
                    found = _Found(int(place[0]), cells[:n], doubled[:n], numbers[:n])
                elif found.end > len(content):
                    raise OSError("it was changed while it was read")
                n, place[0] = len(found.numbers), found.end
                yield content, found._replace(cells=found.cells.astype(np.int64, copy=False))
            if len(held) - place[0] > most_bytes:
                raise _IrregularError

    def _chunks(self) -> Iterator[tuple[bytes, bool]]:
        """Yield the file as UTF-8, and whether that was all."""
        decoder = None
        if self._encoding:
            errors = self._document.decoding_errors
            decoder = codecs.getincrementaldecoder(self._encoding)(errors)
        with self._document.open() as stream:
            reading: BinaryIO | io.BufferedReader = stream
            if isinstance(stream, io.RawIOBase):
                reading = io.BufferedReader(stream)
            reading.read(self._start)
            is_last = False
            while not is_last:
                chunk = reading.read(CHUNK)
                is_last = len(chunk) < CHUNK
                if decoder is not None:
                    chunk = decoder.decode(chunk, final=is_last).encode()
                if b"\0" in chunk:
                    raise _IrregularError
                yield chunk, is_last


def regular_csv(document: Document, separator: str, header: int) -> RegularCsv | None:
    """Return a file as columns, if every row has the cells of row ``header`` or the first one."""
    if stated_separator(document.head) or len(separator.encode()) > 1:
        return None
    try:
        rows = read_rows(document, Dialect(separator))
        first = next(
            (row for row in rows if row.number >= header and any(map(str.strip, row.cells))), None
        )
    except (ReadingError, UnicodeError):
        return None
    if first is None:
        return None
    found = RegularCsv(document, separator, first)
    return found if found.fits() else None


def _packed(
    content: NDArray[np.uint8], cells: NDArray[np.int64], doubled: NDArray[np.uint8]
) -> Any:
    """Return the cells of a column as texts."""
    import pyarrow as pa

    from toolkit._kernels.table_cells import pack_cells

    n = len(cells)
    packed = np.empty(int((cells[:, 1] - cells[:, 0]).sum()), np.uint8)
    bounds = np.empty(n + 1, np.int64)
    pack_cells(content, cells, doubled, packed, bounds)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(packed)]
    return pa.Array.from_buffers(pa.large_string(), n, buffers)


def _may_be_odd(content: NDArray[np.uint8], cells: NDArray[np.int64]) -> list[int]:
    """Return the rows each cell of which is empty, or begins as white space or a rule does."""
    rows = np.arange(len(cells))
    for column in range(cells.shape[1]):
        starts, ends = cells[rows, column].T
        first = content[np.minimum(starts, len(content) - 1)]
        rows = rows[(starts == ends) | _MAY_BE_BLANK[first]]
        if not len(rows):
            break
    return list(rows.tolist())
