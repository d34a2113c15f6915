"""Definition files (themes, aliases, events) in TOML; errors name the line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.control_characters import printable
from toolkit._core.readable import read_problem
from toolkit.errors import ReadingError

if TYPE_CHECKING:
    import os


_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_UNQUOTED = re.compile(
    r"""\s*(?P<open>\[{0,2})\s*(?P<name>[^\s"'\[\]{}=#][^"'\[\]{}=#]*?)\s*[\]=]"""
)
_OTHER_SIGN = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """A parsed TOML file that can say on which line a problem is.

    Attributes
    ----------
    function : str
        The function that reads it, for messages.
    name : str
        Name of the file.
    text : str
        Its text.
    tables : dict
        Its content, as `tomllib` returns it.
    sha256 : str
        Hash of the bytes, for provenance.
    """

    function: str
    name: str
    text: str
    tables: dict[str, Any]
    sha256: str

    def error(self, needle: str, problem: str, *, within: str = "") -> ReadingError:
        """Return an error with the line of ``needle`` in the table ``within``."""
        header = re.search(rf"(?m)^\s*\[+\s*[\"']?{re.escape(within)}[\"']?\s*[\].]", self.text)
        begin = header.start() if within and header else 0
        at = self.text.find(needle, begin) if needle else begin
        line = self.text.count("\n", 0, max(at, begin)) + 1
        end = "" if problem.endswith("?") else "."
        return ReadingError(f"{self.function}: {self.name}, line {line}: {problem}{end}")


def read_definitions(function: str, path: str | os.PathLike[str]) -> DefinitionFile:
    """Read a TOML file.

    Raises
    ------
    ReadingError
        When it is missing or is not TOML in UTF-8.

    Examples
    --------
    >>> read_definitions("read_events", "no-such-folder/events.toml")
    Traceback (most recent call last):
    toolkit.errors.ReadingError: read_events: cannot read events.toml: there is no such file.
    Looked for no-such-folder/events.toml.
    """
    file = Path(path)
    problem = read_problem(file)
    if problem:
        shown = printable(file)
        message = f"{function}: cannot read {printable(file.name)}: {problem}. Looked for {shown}."
        raise ReadingError(message)
    text = ""
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else error
        message = f"{function}: {file.name} is not valid TOML: {why}.{quotes_hint(text, error)}"
        raise ReadingError(message) from error
    return DefinitionFile(function, file.name, text, tables, hashlib.sha256(raw).hexdigest())


def quotes_hint(text: str, error: Exception) -> str:
    """Say that a name needs quotes, if that is why a text is not TOML; '' otherwise.

    Only names of the letters a to z, digits, ``-`` and ``_`` stand in TOML without quotes.

    Examples
    --------
    >>> quotes_hint("[café]", ValueError("Expected ']' (at line 1, column 5)"))
    ' Write the name in quotes, as it has other signs than a-z, 0-9, - and _: ["café"].'
    """
    place = _PLACE.search(str(error))
    if place is None:
        return ""
    line, column = text.split("\n")[int(place[1]) - 1], int(place[2]) - 1
    found = _UNQUOTED.match(line)
    if found is None or not _OTHER_SIGN.search(found["name"]):
        return ""
    if not found.start("name") <= column <= found.end("name"):
        return ""
    close = "]" * len(found["open"])
    written = f'{found["open"]}"{printable(found["name"])}"{close}' + ("" if close else " = ...")
    return f" Write the name in quotes, as it has other signs than a-z, 0-9, - and _: {written}."
