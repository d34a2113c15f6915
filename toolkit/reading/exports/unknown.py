"""Structured files of a kind that no reader knows: an error says what the file looks like.

Without it such a file would become one article of plain text, its tags counted as words.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.column_names import n_fields
from toolkit.reading.columns import looks_like_articles
from toolkit.reading.exports.common import (
    is_bookmarks,
    is_markup,
    is_rtf,
    is_zotero_report,
    root_name,
)
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.errors import ReadingError
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_CONVERT = "Convert it to CSV, JSON or text, or export it in another format."
_SEE = "See docs/export-formats.md."
_MAILBOX = "a mailbox (mbox) without mail headers"
_CHAT = "a chat saved as text (WhatsApp)"
_JOPLIN = "a raw note of Joplin"
_TWITTER = "an archive of X (Twitter)"
_BOOKMARKS = "a list of bookmarks"
_ZOTERO = "an RDF export of Zotero"
_DUMP = "a database dump (SQL)"
_SCREEN = "a table as it is printed on a screen"
_REPORT = "a report of Zotero"
_FLAT = "XML with the root element <document> (flat OpenDocument)"
_SITEMAP = "XML with the root element <urlset> (a sitemap)"
_FEEDS = "XML with the root element <opml> (a list of feeds)"
_PORTABLE = "a portable file of SPSS (.por)"
_SCANNED = "It is what a text recognition found on a page: save its articles as text."
_REMEDIES = {
    _ZOTERO: "Export the collection as CSL JSON or RIS instead.",
    "XML with the root element <alto>": _SCANNED,
    "XML with the root element <PcGts>": _SCANNED,
    _CHAT: "Make a table with the columns date, source and text of it, one message in a row.",
    _JOPLIN: 'Export the notes as "MD - Markdown + Front Matter" instead.',
    _TWITTER: "Remove what stands before its first [, name it .json, and pass "
    "mapping={'body': 'tweet.full_text', 'date': 'tweet.created_at'}.",
    _DUMP: "Load it into its database and export the table of articles as CSV.",
    _SCREEN: "Its cells may be cut off: save the table as CSV or Parquet.",
    _REPORT: "Export the collection as CSV, CSL JSON or RIS instead.",
    _FLAT: "Save it as .odt or .ods.",
    _FEEDS: "It names feeds: save the feeds themselves, or export the articles.",
    _SITEMAP: "It lists addresses, and days on which pages changed: save the pages themselves.",
    _PORTABLE: "Export its table as CSV.",
    _BOOKMARKS: "It holds links without texts: save the pages themselves.",
    _MAILBOX: "Save its mails as .eml files in one folder: a mail "
    "program does so when they are dragged out of it.",
    "a PubMed (MEDLINE) export": "Import it into Zotero or EndNote and export it as RIS.",
    "a Web of Science export": "Choose RIS or BibTeX when exporting, with abstracts.",
}
_ROOTS = (
    ("RDF", "zotero.org/namespaces", _ZOTERO),
    ("document", "urn:oasis:names:tc:opendocument", _FLAT),
    ("opml", "", _FEEDS),
    ("urlset", "", _SITEMAP),
)
"""Root elements that say little by themselves, and what stands near them."""

_MAX_LINES = 200
_LONGEST_HEADER = 5_000
_DASHES, _GAP = re.compile(r"\s*-[\s-]+"), re.compile(r" {2,}")
_COLUMN = re.compile(r"\w+(?: \w+){0,3}|\.\.\.")


class _Sign(NamedTuple):
    """What a file is called, and what finds its mark at or near its beginning."""

    kind: str
    find: Callable[[str], re.Match[str] | None]


def _sign(kind: str, pattern: str) -> _Sign:
    compiled = re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    is_first = pattern.startswith(r"\A")  # then other places need not be tried
    return _Sign(kind, compiled.match if is_first else compiled.search)


_STARTS = (
    _sign(
        "a Web of Science export",
        r"\AFN (?:Thomson|Clarivate|ISI)|\APT (?:[JBSP]|Journal|Book)\nAU ",
    ),
    _sign("a PubMed (MEDLINE) export", r"\A\s*PMID *- \d"),
    _sign(
        "a mailbox (mbox) without mail headers",
        r"\AFrom \S+@?\S* +(?:mon|tue|wed|thu|fri|sat|sun) ",
    ),
    _sign(_JOPLIN, r"^id: [0-9a-f]{32}\nparent_id: (?:[0-9a-f]{32})?\n(?:.*\n)+type_: \d+\s*\Z"),
    _sign(_TWITTER, r"\A\s*window\.YTD\.\w+\.part\d+ = \["),
    _sign("a calendar (iCalendar)", r"\ABEGIN:VCALENDAR"),
    _sign("an address book (vCard)", r"\ABEGIN:VCARD"),
    _sign("subtitles (WebVTT)", r"\AWEBVTT"),
    _sign("subtitles (SubRip)", r"\A\s*\d+\s*\n\d\d:\d\d:\d\d,\d{3} --> "),
    _sign(
        "a LaTeX document",
        r"\A(?:%[^\n]*\n|\s)*\\(?:documentclass|PassOptionsToPackage|usepackage|begin\{\w+\*?\}"
        r"|(?:sub)*section\*?\{|chapter\*?\{)",
    ),
    _sign(_PORTABLE, r"\A[^\n]{0,400}(?:\n[^\n]{0,80}){0,6}SPSS PORT FILE"),
    _sign("BibTeX in parentheses", r"\A\s*@[a-z]{3,30}\s*\("),
    _sign("PostScript", r"\A%!PS"),
    _sign(
        _DUMP,
        r"\A(?:--[^\n]*\n|/\*[^\n]*\n|SET [^\n]*\n|\s)*"
        r"(?:INSERT INTO|CREATE TABLE|DROP TABLE) [`\"\w]",
    ),
    _sign(
        _DUMP,
        r"\A\s*(?:--(?!-)|/\*|PRAGMA \w|BEGIN(?: TRANSACTION)?;)(?:.*\n)+?"
        r"(?:INSERT INTO .*(?:VALUES|\()|CREATE TABLE .*\(|COPY .* FROM stdin;)",
    ),
    _sign(_SCREEN, r"\A\s*(?:shape: \([^)\n]*\)\n)?[┌╭╔┏][─━═┬╤╦┳]{3}"),
    _sign("a diff", r"\A(?:diff --git|--- \S+\n\+\+\+ )"),
    _sign("an unfinished merge", r"\A<{7} \S"),
    _sign("a Weka (ARFF) table", r"\A\s*(?:%[^\n]*\n)*\s*@relation\b"),
    _sign("CoNLL tokens", r"\A(?:# [^\n]*\n)*1\t\S+\t\S+\t[A-Z]+\t"),
    _sign("a Python or JSON5 literal", r"\A\s*[\[{]\s*(?:'[\w ]+'|[A-Za-z_]\w*)\s*:"),
    _sign(
        "YAML",
        r"\A- \{\w+: |"
        r"\A(?:%YAML|---\s*\n)?(?:- )?[A-Za-z_][\w-]*:(?: [^\n]*)?\n(?:(?:- |  )[^\n]*\n){3,}",
    ),
    _sign("RDF (Turtle)", r"\A(?:#[^\n]*\n)*\s*@(?:prefix|base) "),
    _sign("a table of MediaWiki", r"\A\s*\{\|[^\n]*\n"),
    _sign("a table of reStructuredText without bars", r"\A={3,}(?: +={3,})+\s*\n"),
    _sign("a search alert or log", r"\A(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\n]*\n){3,}"),
)
_MESSAGE = re.compile(
    r"[\u200e\u200f]?\[?\d{1,4}[-./]\d{1,2}[-./]\d{1,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?"
    r"(?:[ \u202f]?[AaPp]\.?[ \u202f]?[Mm]\.?)?(?:\]| -) (?P<name>[^:]{1,60}: )?"
)
_LEAST_MESSAGES = 3
_TRIPLE = re.compile(r"<[^<>\s]+> <[^<>\s]+> [<\"_]")
_TAG = re.compile(r"(?:[A-Z][A-Z0-9]{1,3}\s{0,3}[-=:]\s|%[A-Z0-9]\s|#[A-Z]{2,}\b)")


class UnknownStructure:
    """Any structured file that no reader before this one knows."""

    name = "unknown structure"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content has the marks of a structure, whichever it is."""
        return not document.is_binary and bool(what_it_looks_like(document))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Raise the error that says what the file looks like."""
        raise unknown_error(document)


def unknown_error(document: Document) -> ReadingError:
    """Return the error that says what a structured text looks like, and what to do with it."""
    kind = what_it_looks_like(document)
    problem = f"this looks like {kind}, which is not read"
    return reading_error(document, 0, problem, f"{_REMEDIES.get(kind, _CONVERT)} {_SEE}")


def what_it_looks_like(document: Document) -> str:
    """Return what a structured text is, in words for a message; "" for prose."""
    head = document.head.lstrip("\ufeff")
    if _TRIPLE.match(head):
        return "RDF (N-Triples)"
    if is_markup(head) and not is_rtf(document):
        return _markup(head)
    start = head[:20_000]
    for sign in _STARTS:
        if sign.find(start):
            return sign.kind
    lines = [line for line in head.split("\n", _MAX_LINES)[:_MAX_LINES] if line.strip()]
    if _is_aligned(lines):
        return _SCREEN
    return _CHAT if _is_chat(lines) else _tagged(lines)


def _is_aligned(lines: list[str]) -> bool:
    """Return whether a first line names columns that stand apart by blanks alone.

    pandas, R and pandoc print tables so; pandoc may draw a line above.
    """
    names = next((line for line in lines[:2] if not _DASHES.fullmatch(line)), "")
    parts = _GAP.split(names.strip()) if len(names) < _LONGEST_HEADER else []
    if len(parts) < 2 or len(lines) < 2 or not all(map(_COLUMN.fullmatch, parts)):
        return False
    # R and pandoc may leave one blank between two names
    pairs = [words for words in map(str.split, parts) if n_fields(words) == len(words)]
    columns = [*parts, *chain.from_iterable(pairs)]
    return n_fields(columns) > 1 and looks_like_articles(columns)


def _is_chat(lines: list[str]) -> bool:
    """Return whether most lines are messages: a day, a time and a name before each."""
    found = [message for line in lines if (message := _MESSAGE.match(line))]
    named = sum(message["name"] is not None for message in found)
    is_all = 1 < named == len(lines)
    return is_all or named >= max(_LEAST_MESSAGES, 0.5 * len(found), 0.2 * len(lines))


def _markup(head: str) -> str:
    root = root_name(head)
    if is_bookmarks(head):
        return _BOOKMARKS
    if is_zotero_report(head):
        return _REPORT
    known = (kind for name, words, kind in _ROOTS if name == root and words in head)
    if kind := next(known, ""):
        return kind
    if not root or root.lower() in {"html", "p", "div", "span", "b", "i", "a", "br", "h1", "img"}:
        return ""
    return f"XML with the root element <{root}>"


def _tagged(lines: list[str]) -> str:
    """Recognise records of tagged lines: the tags recur in order; speakers in talk do not."""
    tags = [found[0].strip() for line in lines if (found := _TAG.match(line))]
    if len(tags) < max(4, 0.6 * len(lines)):
        return ""
    starts = [at for at, tag in enumerate(tags) if tag == tags[0]]
    records = [tags[at:end] for at, end in zip(starts, [*starts[1:], len(tags)], strict=True)]
    alone = len(records) == 1 and len(set(tags)) == len(tags)
    alike = len(records) > 1 and all(record[1:2] == records[0][1:2] for record in records)
    if not (alone or alike) or len(set(records[0])) < 3:
        return ""
    shown = ", ".join(repr(tag) for tag in dict.fromkeys(tags[:3]))
    return f"records of tagged lines ({shown} …)"
