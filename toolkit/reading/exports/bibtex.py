"""Reader for BibTeX and BibLaTeX, using the optional package bibtexparser.

Fields: the BibLaTeX manual, section 2.2, and what Zotero and JabRef write.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from toolkit.errors import require_extra
from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import require_article
from toolkit.reading.exports.nexis_labels import language_code
from toolkit.reading.interface import Piece, RawArticle, n_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.reading.interface import Document, ReadOptions

_ENTRY = re.compile(
    r"^\s*@[A-Za-z]{3,30}\s*\{[^,\s{}]{0,200}\s*,\s*[A-Za-z][\w-]*\s*=", re.MULTILINE
)
_JOINED = re.compile(r"\s*#\s*")
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
        latex = middlewares.LatexDecodingMiddleware()
        library = parser.parse_string(document.text, append_middleware=[latex])
    finally:
        logger.setLevel(level)
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    for block in library.blocks:
        yield _read(block, strings)


def _read(block: Any, strings: Mapping[str, str]) -> RawArticle | Piece:
    number = (block.start_line or 0) + 1
    entry = getattr(block, "ignore_error_block", None) or block
    if not hasattr(entry, "fields_dict"):
        kind = type(block).__name__
        failed = "Failed" in kind or "Error" in kind
        rule = "broken_entry" if failed else "not_an_entry"
        reason = f"a block of kind {kind}, not an entry"
        return Piece(
            block.raw or "", "rejected" if failed else "dropped", "", rule, number, reason=reason
        )
    article = RawArticle(line=number, received=0)
    values = {
        name.lower(): _resolved(str(f.value), strings) for name, f in entry.fields_dict.items()
    }
    for name, text in (("reference_type", entry.entry_type), ("document_number", entry.key)):
        _put(article, name, str(text), rule="entry")
    outlet = next((n for n in _OUTLETS if values.get(n) and not _is_address(values[n])), "")
    for name, text in values.items():
        if name not in _DATE_PARTS:
            field = "source" if name == outlet else _FIELDS.get(name, f"bibtex_{name}")
            _put(article, field, text, rule=f"field_{name}")
    for name in _DATE_PARTS:
        _put(article, f"date_{name}", values.get(name, ""), rule=f"field_{name}")
    article.set("published", _date(values))
    if not article.paragraphs and article.summary:
        article.flag("abstract_only", "the reference holds an abstract, not the story")
    return article


def _is_address(text: str) -> bool:
    return re.match(r"\s*(?:\\url|https?:|www\.)", text) is not None


def _put(article: RawArticle, name: str, text: str, *, rule: str) -> None:
    if not text.strip():
        return
    value = clean(text)
    if name == "language":
        value = language_code(value)
    elif name == "byline":
        value = "; ".join(re.split(r"\s+and\s+", value))
    article.received = (article.received or 0) + n_characters(text)
    article.put(name, text, rule=rule, value=value, line=article.line)


def _resolved(value: str, strings: Mapping[str, str]) -> str:
    """Join 'ng # " Sunday"' with the strings that the file defines."""
    if "#" not in value:
        return strings.get(value.strip().lower(), value)
    parts = _JOINED.split(value)
    known = [part.startswith(('"', "{")) or part.lower() in strings for part in parts]
    if not all(known):
        return value
    return "".join(strings.get(part.lower(), part.strip('"{}')) for part in parts)


def _date(values: Mapping[str, str]) -> str:
    """Return the date: "date" of BibLaTeX (without a range), else day, month and year."""
    if values.get("date"):
        return values["date"].split("/")[0] if "/.." not in values["date"] else values["date"]
    parts = (values.get(name, "") for name in ("day", "month", "year"))
    return clean(" ".join(parts)) if values.get("year") else ""
