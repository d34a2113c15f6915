"""The fields of the articles table that stand above a text; the forms are in `front_matter`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.reading.columns import field_of
from toolkit.reading.front_matter import MOST_LINES, find_front_matter
from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = re.compile(r"https?://\S+$")
"""A clipper of Obsidian or Joplin calls the address of a page its source."""

_NAMES = frozenset(["name", "title"])
"""What a person or an outlet is called, below its own name: "author.name"."""

_DRAFTS = {"draft": "true", "published": "false", "status": "draft"}
"""What Hugo, Jekyll and Pelican print of a page that is not on the site."""


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
    why_no_article : str
        "never published (draft: true)" for a page that its site does not show, else "".
    """

    values: list[tuple[str, str]]
    pieces: list[Piece]
    n_lines: int
    why_no_article: str = ""


def read_header(lines: Sequence[str], starts: Sequence[int], n_above: int = 0) -> Header | None:
    """Return the header at the beginning of ``lines``, or None; so many lines stand above them.

    Examples
    --------
    >>> header = read_header(["---", "source: Arab News", "---", "Text"], [0, 4, 22, 26])
    >>> header.values, header.n_lines
    ([('source', 'Arab News')], 3)
    """
    found = find_front_matter(lines)
    if found is None:
        return None
    pieces = []
    for at, name in enumerate(found.names, start=found.first):
        pieces += _piece(lines[at], n_above + at + 1, starts[at], name and _field(name))
    values = [_named(name, value) for name, value in found.values]
    stated = {name.lower(): value.lower() for name, value in found.values}
    draft = next((name for name, no in _DRAFTS.items() if stated.get(name) == no), "")
    why = f"never published ({draft}: {stated[draft]})" if draft else ""
    return Header(_joined(values), pieces, found.first + len(found.names), why)


def page_bounds(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first line and the one behind the last of pages, each below front matter in YAML.

    A text without several has one page.

    Examples
    --------
    >>> page = ["---", "title: Ships", "---", "They sail.", ""]
    >>> page_bounds([*page, *page]), page_bounds([*page, "---", "Talks: none", "---"])
    ([(0, 5), (5, 10)], [(0, 8)])
    """
    if not any(map(_is_fence, lines[:5])):
        return [(0, len(lines))]
    below_blank = (at for at in range(3, len(lines)) if not lines[at - 1].strip())
    rules = [at for at in below_blank if _is_fence(lines[at])]
    named = _telling_names(lines, 0) if rules else set()  # most texts are one page
    firsts = [at for at in rules if named & _telling_names(lines, at)] if named else []
    return list(pairwise([0, *firsts, len(lines)]))


def _is_fence(line: str) -> bool:
    return line.strip("\ufeff \t") == "---"


def _telling_names(lines: Sequence[str], at: int) -> set[str]:
    found = find_front_matter(lines[at : at + MOST_LINES + 1])
    return {name.lower() for name, _ in found.values} & {"title", "date"} if found else set()


def _field(name: str) -> str:
    above, _, last = name.rpartition(".")
    is_named = last in _NAMES and field_of(above) in {"byline", "source"}
    return field_of(above if is_named else name)


def _named(name: str, value: str) -> tuple[str, str]:
    field = _field(name)
    return ("url" if field == "source" and _ADDRESS.match(value) else field), value


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
