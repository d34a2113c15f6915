"""Structured files of a kind that no reader knows: an error says what the file looks like.

Without it such a file would become one article of plain text, its tags counted as words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.common import is_markup, is_rtf
from toolkit.reading.exports.xml_articles import root_name
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_REMEDY = (
    "Convert it to CSV, JSON or text, or export it in one of the formats of docs/export-formats.md."
)
_MAX_LINES = 200


class _Sign(NamedTuple):
    """What a file is called, and the pattern at or near its beginning."""

    kind: str
    pattern: re.Pattern[str]


def _sign(kind: str, pattern: str) -> _Sign:
    return _Sign(kind, re.compile(pattern, re.MULTILINE | re.IGNORECASE))


_STARTS = (
    _sign("a Web of Science export", r"\AFN (?:Thomson|Clarivate|ISI)|\APT [JBSP]\nAU "),
    _sign("a PubMed (MEDLINE) export", r"\A\s*PMID *- \d"),
    _sign("a mailbox (mbox)", r"\AFrom \S+@?\S* +(?:mon|tue|wed|thu|fri|sat|sun) "),
    _sign("a calendar (iCalendar)", r"\ABEGIN:VCALENDAR"),
    _sign("an address book (vCard)", r"\ABEGIN:VCARD"),
    _sign("subtitles (WebVTT)", r"\AWEBVTT"),
    _sign("subtitles (SubRip)", r"\A\s*\d+\s*\n\d\d:\d\d:\d\d,\d{3} --> "),
    _sign("a LaTeX document", r"\A(?:%[^\n]*\n)*\s*\\documentclass"),
    _sign("PostScript", r"\A%!PS"),
    _sign("a database dump (SQL)", r"^(?:INSERT INTO|CREATE TABLE|COPY) [`\"\w.]+"),
    _sign("a diff", r"\A(?:diff --git|--- \S+\n\+\+\+ )"),
    _sign("an unfinished merge", r"^<{7} \S"),
    _sign("a Weka (ARFF) table", r"\A\s*(?:%[^\n]*\n)*\s*@relation\b"),
    _sign("CoNLL tokens", r"\A(?:# [^\n]*\n)*1\t\S+\t\S+\t[A-Z]+\t"),
    _sign("a Python or JSON5 literal", r"\A\s*[\[{]\s*(?:'[\w ]+'|[A-Za-z_]\w*)\s*:"),
    _sign(
        "YAML",
        r"\A(?:%YAML|---\s*\n)?(?:- )?[A-Za-z_][\w-]*:(?: [^\n]*)?\n(?:(?:- |  )[^\n]*\n){3,}",
    ),
    _sign("a search alert or log", r"\A(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\n]*\n){3,}"),
)
_TAG = re.compile(r"(?:[A-Z][A-Z0-9]{1,3}\s{0,3}[-=:|]\s|%[A-Z0-9]\s|#[A-Z]{2,}\b|\|[A-Z]{2}\|)")


class UnknownStructure:
    """Any structured file that no reader before this one knows."""

    name = "unknown structure"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content has the marks of a structure, whichever it is."""
        return not document.is_binary and bool(what_it_looks_like(document))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Raise the error that says what the file looks like."""
        problem = f"this looks like {what_it_looks_like(document)}, which is not read"
        raise reading_error(document, 0, problem, _REMEDY)


def what_it_looks_like(document: Document) -> str:
    """Return what a structured text is, in words for a message; "" for prose."""
    head = document.head.lstrip("\ufeff")
    if is_markup(head) and not is_rtf(document):
        return _markup(head)
    for sign in _STARTS:
        if sign.pattern.search(head[:20_000]):
            return sign.kind
    lines = [line for line in head.split("\n")[:_MAX_LINES] if line.strip()]
    if len(lines) >= 4:
        return _tagged(lines) or _cells(lines)
    return ""


def _markup(head: str) -> str:
    root = root_name(head)
    if not root or root.lower() in {"html", "p", "div", "span", "b", "i", "a", "br", "h1", "img"}:
        return ""
    return f"XML with the root element <{root}>"


def _tagged(lines: list[str]) -> str:
    """Recognise records of tagged lines: most lines begin with a short tag, several times each."""
    tags = [found[0].strip() for line in lines if (found := _TAG.match(line))]
    if len(tags) >= 0.6 * len(lines) and len(set(tags)) >= 3:
        shown = ", ".join(repr(tag) for tag in dict.fromkeys(tags[:3]))
        return f"records of tagged lines ({shown} …)"
    return ""


def _cells(lines: list[str]) -> str:
    """Recognise a table without a header that `DelimitedReader` did not take."""
    for separator, name in (("\t", "tabs"), (";", "semicolons"), ("|", "bars")):
        counts = [line.count(separator) for line in lines]
        if min(counts) >= 2 and max(counts) == min(counts):
            return f"a table whose cells are separated by {name}"
    return ""
