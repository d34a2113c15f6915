"""Reader for BibTeX and BibLaTeX, using the optional package bibtexparser.

Fields: the BibLaTeX manual, section 2.2, and what Zotero and JabRef write.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from toolkit.errors import require_extra
from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.bibtex_values import (
    join_value,
    latex_to_decode,
    split_at_depth_0,
    unescape_address,
    without_latex,
)
from toolkit.reading.exports.common import require_article
from toolkit.reading.exports.nexis_labels import language_code
from toolkit.reading.exports.references import flag_disagreement
from toolkit.reading.interface import Piece, RawArticle, n_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.interface import Document, ReadOptions

_ENTRY = re.compile(
    r"^\s*@[A-Za-z]{3,30}\s*\{[^,\s{}]{0,200}\s*,\s*[A-Za-z][\w-]*\s*=", re.MULTILINE
)
_FIELDS = {
    "title": "title", "author": "byline", "url": "url", "abstract": "summary", "pages": "page",
    "langid": "language", "language": "language", "keywords": "keywords", "note": "notes",
    "annote": "notes", "annotation": "notes", "issn": "issn", "publisher": "publisher",
    "address": "publisher_place", "location": "publisher_place", "edition": "edition",
    "urldate": "accessed", "file": "files", "doi": "doi", "volume": "volume", "number": "issue",
    "chapter": "section", "editor": "editor",
}  # fmt: skip
_OUTLETS = ("journal", "journaltitle", "maintitle", "booktitle", "newspaper", "howpublished",
            "organization", "institution")  # fmt: skip
_LITERAL = frozenset({"url", "file", "doi", "eprint", "pdf", "urldate"})
"""Fields of addresses and paths, in which LaTeX has no meaning."""

_MANY = frozenset({"summary", "notes", "byline", "keywords"})
_UNSURE = re.compile(r"(?:-XX)+[~?%]?\Z|(?<=\A\d{4})-(?:2[1-9]|3\d|4[01])\Z|[~?%]\Z")
"""Unknown parts ("2004-07-XX"), seasons and quarters ("1999-21"), marks of doubt of BibLaTeX."""

_DATE_PARTS = ("date", "day", "month", "year")


class BibTex:
    """BibTeX and BibLaTeX: one entry, one article."""

    name = "bibtex"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        start = document.head.lstrip("\ufeff \t\r\n")
        return start.startswith(("@", "%")) and _ENTRY.search(document.head) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, _blocks(document), "BibTeX")


def _blocks(document: Document) -> Iterator[RawArticle | Piece]:
    parser = require_extra("bibtexparser", extra="references", purpose="read BibTeX")
    middlewares = require_extra(
        "bibtexparser.middlewares", extra="references", purpose="read BibTeX"
    )
    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # blocks that cannot be read are in the ledger instead
    try:
        library = parser.parse_string(document.text, parse_stack=[])
        macros = {string.key.lower(): str(string.value) for string in library.strings}
        decoder = middlewares.LatexDecodingMiddleware()
        results = [_read(block, macros, decoder) for block in library.blocks]
    finally:
        logger.setLevel(level)
    yield from results


def _read(block: Any, macros: Mapping[str, str], decoder: Any) -> RawArticle | Piece:
    number = (block.start_line or 0) + 1
    entry = getattr(block, "ignore_error_block", None) or block
    if not hasattr(entry, "fields"):
        kind = type(block).__name__
        failed = "Failed" in kind or "Error" in kind
        rule = "broken_entry" if failed else "not_an_entry"
        reason = f"a block of kind {kind}, not an entry"
        return Piece(
            block.raw or "", "rejected" if failed else "dropped", "", rule, number, reason=reason
        )
    article = RawArticle(line=number, received=0)
    for name, text in (("reference_type", entry.entry_type), ("document_number", entry.key)):
        _put(article, name, str(text), rule="entry")
    _put_fields(article, _values(entry, macros, decoder))
    if not article.paragraphs and article.summary:
        article.flag("abstract_only", "the reference holds an abstract, not the story")
    return article


def _values(entry: Any, macros: Mapping[str, str], decoder: Any) -> list[tuple[str, str]]:
    """Return the names and values of the fields, in order and with their LaTeX resolved."""
    found: list[tuple[str, Any, str | None]] = []
    for field in entry.fields:
        name, value = field.key.lower(), join_value(str(field.value), macros)
        if name in {"author", "editor"}:
            value = "; ".join(split_at_depth_0(clean(value), " and "))
        if name in _LITERAL:
            found.append((name, field, unescape_address(value)))
        else:
            field.value = latex_to_decode(value)
            found.append((name, field, without_latex(field.value)))
    marked = [field for _, field, text in found if text is None]
    part = type(entry)(entry.entry_type, entry.key, marked)
    decoder.transform_entry(part, None)  # changes the fields in place
    return [(name, str(field.value) if text is None else text) for name, field, text in found]


def _put_fields(article: RawArticle, stated: Sequence[tuple[str, str]]) -> None:
    values: dict[str, str] = {}
    for name, text in stated:
        values.setdefault(name, text)
    outlet = next((n for n in _OUTLETS if values.get(n) and not _is_address(values[n])), "")
    seen: set[tuple[str, str]] = set()
    for name, text in stated:
        field = "source" if name == outlet else _FIELDS.get(name, f"bibtex_{name}")
        field = f"date_{name}" if name in _DATE_PARTS else field
        if (name, clean(text)) in seen:
            article.received = (article.received or 0) + n_characters(text)
            article.put("", text, rule="repeated_field", action="dropped", line=article.line)
            continue
        if values[name] != text and field not in _MANY:
            field = f"other_{field}"  # bibliography programs take the first of two
        seen.add((name, clean(text)))
        _put(article, field, text, rule=f"field_{name}")
    article.set("published", _date(values))
    flag_disagreement(article, [_date(values), clean(values.get("year", ""))])


def _is_address(text: str) -> bool:
    return re.match(r"\s*(?:\\url|https?:|www\.)", text) is not None


def _put(article: RawArticle, name: str, text: str, *, rule: str) -> None:
    if not text.strip():
        return
    value = clean(text)
    if name == "language":
        value = language_code(value)
    article.received = (article.received or 0) + n_characters(text)
    article.put(name, text, rule=rule, value=value, line=article.line)


def _date(values: Mapping[str, str]) -> str:
    """Return the date: "date" of BibLaTeX (without a range), else day, month and year.

    A month may be a number, and may hold the day as well: ``"22~" # oct``.
    """
    if date := clean(values.get("date", "")):
        return _UNSURE.sub("", date.split("/")[0]) if "/.." not in date else date
    day, month, year = (clean(values.get(name, "")) for name in ("day", "month", "year"))
    if not year:
        return ""
    if month.isdecimal() and len(month) < 3 and year.isdecimal():
        numbers = [year, month.zfill(2), *([day.zfill(2)] if day.isdecimal() else [])]
        return "-".join(numbers)
    return clean(f"{day} {month} {year}") if not _has_day(month) else f"{month} {year}"


def _has_day(month: str) -> bool:
    return any(map(str.isdecimal, month))
