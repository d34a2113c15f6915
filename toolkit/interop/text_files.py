"""Text files of other programs, read line by line, with limits; errors name the line."""

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
"""Longest line that is read; the shares of a million topics are shorter."""

FILE_CHARACTERS = 32 * 2**30
"""Most characters of one file, unpacked."""


CELLS = 500_000_000
"""Most cells of a table, such as ten million articles by fifty topics."""


def check_cells(function: str, path: str | os.PathLike[str], rows: int, columns: int) -> None:
    """Raise `ReadingError` for a table that is too large, as damaged files ask for."""
    if rows * columns > CELLS:
        problem = f"a table of {rows:,} by {columns:,} is too large; is this a file of topics?"
        raise ReadingError(f"{function}: {Path(path).name}: {problem}")


def wrong(function: str, path: str | os.PathLike[str], line: int, problem: str) -> ReadingError:
    """Return the error that names the file and the line."""
    return ReadingError(f"{function}: {Path(path).name}, line {line}: {problem}.")


def lines_of(function: str, path: str | os.PathLike[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file, plain or gzipped, with their numbers from 1."""
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
                    raise wrong(function, file, number, "line or file too long for topics")
                yield number, line.rstrip("\n")
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError) as error:
        message = f"{function}: {file.name} is damaged, or not UTF-8 text: {error}."
        raise ReadingError(message) from error
    except OSError as error:
        message = f"{function}: cannot read {file.name}: {error.strerror}. Looked for {file}."
        raise ReadingError(message) from error


def rows_of(function: str, path: str | os.PathLike[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with their line numbers."""
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
        raise wrong(function, path, last, f"this is not CSV: {error}") from error


def number_of(function: str, path: str | os.PathLike[str], line: int, text: str) -> float:
    """Return a number (-inf is the logarithm of 0), or raise `ReadingError` with the line."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value) or value == math.inf:
        raise wrong(function, path, line, f"{text[:40]!r} is not a number")
    return value
