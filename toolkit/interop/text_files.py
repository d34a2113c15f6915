"""Text files of other programs, line by line, with bounds and the line of what is wrong."""

from __future__ import annotations

import csv
import gzip
import math
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import ReadingError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

LINE_CHARACTERS = 16 * 2**20
"""Longest line that is read: a row of the shares of a million topics is shorter."""

FILE_CHARACTERS = 32 * 2**30
"""Most characters that one file may hold, unpacked."""


CELLS = 500_000_000
"""Most cells of a table: ten million articles and fifty topics, or as much."""


def check_cells(function: str, path: str | os.PathLike[str], rows: int, columns: int) -> None:
    """Raise `ReadingError` if a table would be too large: broken files ask for absurd ones."""
    if rows * columns > CELLS:
        problem = f"a table of {rows:,} by {columns:,} is too large; is this a file of topics?"
        raise ReadingError(f"{function}: {Path(path).name}: {problem}")


def wrong(function: str, path: str | os.PathLike[str], line: int, problem: str) -> ReadingError:
    """Return the error that names the file and the line."""
    return ReadingError(f"{function}: {Path(path).name}, line {line}: {problem}.")


def lines_of(function: str, path: str | os.PathLike[str]) -> Iterator[tuple[int, str]]:
    """Go through the lines of a text file, plain or gzipped, with their numbers from 1."""
    file = Path(path)
    try:
        with file.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        opened = gzip.open if packed else open
        with opened(file, "rt", encoding="utf-8", errors="strict", newline=None) as stream:
            total = number = 0
            while line := stream.readline(LINE_CHARACTERS):
                number, total = number + 1, total + len(line)
                if len(line) >= LINE_CHARACTERS or total > FILE_CHARACTERS:
                    raise wrong(function, file, number, "this is too long for a file of topics")
                yield number, line.rstrip("\n")
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError) as error:
        message = f"{function}: {file.name} is damaged or no text in UTF-8: {error}."
        raise ReadingError(message) from error
    except OSError as error:
        message = f"{function}: cannot read {file.name}: {error.strerror}. Looked for {file}."
        raise ReadingError(message) from error


def rows_of(function: str, path: str | os.PathLike[str]) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a CSV file with their line numbers."""
    numbered = lines_of(function, path)
    last = 0

    def text() -> Iterator[str]:
        nonlocal last
        for number, line in numbered:
            last = number
            yield line + "\n"

    try:
        for row in csv.reader(text()):
            yield last, row
    except csv.Error as error:
        raise wrong(function, path, last, f"this is no CSV: {error}") from error


def number_of(function: str, path: str | os.PathLike[str], line: int, text: str) -> float:
    """Return a number (minus infinity is the logarithm of 0), or say where there is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value) or value == math.inf:
        raise wrong(function, path, line, f"{text[:40]!r} is no number")
    return value
