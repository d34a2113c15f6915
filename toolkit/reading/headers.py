"""Read front matter: ``key: value`` lines between two lines of ``---``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.reading.columns import field_of
from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_HEADER_LINES = 60
_PAIR = re.compile(r"(?P<key>[^\W\d][\w \-]{0,40}?)\s*:(?:\s+(?P<value>.*?))?\s*$")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+?)\s*$")
_ADDRESS = re.compile(r"https?://\S+$")
"""A clipper of Obsidian or Joplin calls the address of a page its source."""

_WIKI_LINK = re.compile(r"\[\[(?P<page>[^\]|]+)(?:\|(?P<shown>[^\]|]+))?\]\]")
"""A note's link to another note: an author has a note of his own."""

_OPENERS = {"---": ("---", "..."), "+++": ("+++",)}


@dataclass(frozen=True, slots=True)
class Header:
    """The front matter of a file.

    Attributes
    ----------
    values : list of (field, value)
        Fields of the articles table, or keys of ``extra``; empty values are omitted.
    pieces : list of Piece
        Every line of the header.
    n_lines : int
        Number of lines of the header, including the ``---`` lines.
    """

    values: list[tuple[str, str]]
    pieces: list[Piece]
    n_lines: int


def read_header(lines: Sequence[str], starts: Sequence[int]) -> Header | None:
    """Return the header at the beginning of ``lines``, or None.

    Examples
    --------
    >>> header = read_header(["---", "source: Arab News", "---", "Text"], [0, 4, 22, 26])
    >>> header.values, header.n_lines
    ([('source', 'Arab News')], 3)
    """
    first = next((at for at, line in enumerate(lines[:5]) if line.strip()), None)
    if first is None or (closers := _OPENERS.get(lines[first].strip("\ufeff \t"))) is None:
        return None
    last = _closing(lines, first + 1, closers)
    if last is None:
        return None
    values: list[tuple[str, str]] = []
    pieces = []
    key = ""
    for at in range(first, last + 1):
        name, value = _pair(lines[at], key) if first < at < last else ("", "")
        key = name or key
        if name and value:
            values.append((name, value))
        pieces += _piece(lines[at], at + 1, starts[at], name)
    return Header(_joined(values), pieces, last + 1)


def _closing(lines: Sequence[str], first: int, closers: tuple[str, ...]) -> int | None:
    for at in range(first, min(len(lines), first + MAX_HEADER_LINES)):
        line = lines[at]
        if line.strip() in closers:
            return at if at > first else None
        if line.strip() and not (_PAIR.match(line) or _ITEM.match(line) or _is_toml(line)):
            return None
    return None


def _is_toml(line: str) -> bool:
    return re.match(r"[\w-]+\s*=\s*\S", line) is not None or line.startswith("#")


def _pair(line: str, above: str) -> tuple[str, str]:
    """Return field and value of a line; an item of a list is of the field ``above`` it."""
    if item := _ITEM.match(line):
        return (above or "notes", _unquoted(item["value"]))
    if _is_toml(line) and not line.startswith("#"):
        key, _, value = line.partition("=")
        return field_of(key.strip()), _unquoted(value.strip())
    found = _PAIR.match(line)
    if found is None:
        return "", ""
    name, value = field_of(found["key"]), _unquoted(found["value"] or "")
    return ("url" if name == "source" and _ADDRESS.match(value) else name), value


def _unquoted(value: str) -> str:
    if linked := _WIKI_LINK.fullmatch(value.strip("\"' ")):
        return linked["shown"] or linked["page"]
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return "; ".join(_unquoted(part.strip()) for part in value[1:-1].split(",") if part.strip())
    return value


def _joined(values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    merged: dict[str, str] = {}
    for name, value in values:
        merged[name] = f"{merged[name]}; {value}" if name in merged else value
    return list(merged.items())


def _piece(line: str, number: int, start: int, name: str) -> list[Piece]:
    if not line.strip():
        return []
    end = start + len(line)
    if not name:
        return [Piece(line, "dropped", "", "front_matter", number, start, end, "header line")]
    reason = "applies to every article of the file"
    return [Piece(line, "kept", name, "front_matter", number, start, end, reason)]
