"""Readers for two kinds of JSON with fields of their own: CSL-JSON and the JSON of trafilatura.

CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html, as Zotero exports it;
trafilatura: as trafilatura 2.3 writes it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.reading.exports.common import replace_lone_surrogates, require_article
from toolkit.reading.exports.feeds import scalars
from toolkit.reading.interface import Piece, RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.reading.interface import Document, ReadOptions

_CSL = {
    "title": "title", "container-title": "source", "URL": "url", "abstract": "summary",
    "language": "language", "page": "page", "section": "section", "edition": "edition",
    "note": "notes", "type": "reference_type", "id": "document_number", "publisher": "publisher",
    "publisher-place": "publisher_place", "title-short": "title_short", "source": "database",
    "ISSN": "issn", "DOI": "doi",
}  # fmt: skip
_TRAFILATURA = {
    "title": "title", "author": "byline", "date": "published", "text": "body", "source": "url",
    "url": "url", "source-hostname": "source", "sitename": "source", "language": "language",
    "excerpt": "summary", "description": "summary", "categories": "section", "tags": "tags",
    "license": "copyright", "hostname": "hostname", "comments": "comments", "filedate": "file_date",
}  # fmt: skip
_PEOPLE = ("author", "editor", "translator", "interviewer")


class CslJson:
    """CSL-JSON, as Zotero exports it: one item, one article."""

    name = "csl-json"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head.lstrip("\ufeff \t\r\n")[:20_000]
        return head.startswith(("[", "{")) and "date-parts" in head and '"type"' in head

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        results = (_reference(item, n) for n, item in enumerate(_items(document), 1))
        yield from require_article(document, results, "CSL-JSON")


class TrafilaturaJson:
    """The JSON of trafilatura, one object or one a line."""

    name = "trafilatura-json"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head.lstrip("\ufeff \t\r\n")
        return (
            head.startswith(("{", "["))
            and all(f'"{key}"' in head for key in ("fingerprint", "hostname", "text"))
            and ('"source-hostname"' in head or '"raw_text"' in head or '"sitename"' in head)
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        results = (_page(item, n) for n, item in enumerate(_items(document), 1))
        yield from require_article(document, results, "the JSON of trafilatura")


def _items(document: Document) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON: in a list, under ``items``, single, or one a line."""
    text = document.text.lstrip("\ufeff")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        try:
            content = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            problem = f"this JSON cannot be read ({error})"
            raise reading_error(document, 0, problem, "The file may be cut off.") from error
    if isinstance(content, dict):
        inner = content.get("items")
        content = inner if isinstance(inner, list) else [content]
    yield from (item for item in content if isinstance(item, dict))


def _reference(item: Mapping[str, Any], number: int) -> RawArticle | Piece:
    article = RawArticle(line=number, received=0)
    for key, value in item.items():
        if key in _PEOPLE and isinstance(value, list):
            for person in value:
                _put(article, "byline" if key == "author" else key, _person(person), key)
        elif key == "issued":
            _put(article, "published", _issued(value), key)
        elif key == "accessed":
            _put(article, "accessed", _issued(value), key)
        else:
            for path, text in scalars(value, key):
                _put(article, _CSL.get(path, f"csl_{path.replace('.', '_')}"), text, key)
    if not article.fields.get("title") and not article.summary:
        text, reason = json.dumps(item, ensure_ascii=False), "neither a title nor an abstract"
        return Piece(text, "rejected", "", "not_an_article", number, reason=reason)
    if not article.paragraphs and article.summary:
        article.flag("abstract_only", "the reference holds an abstract, not the story")
    return article


def _person(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person)
    parts = (str(person.get(key, "")) for key in ("family", "given"))
    return ", ".join(filter(None, parts)) or str(person.get("literal", ""))


def _issued(value: Any) -> str:
    """Write {"date-parts": [[2018, 10, 22]]} as 2018-10-22; a range by its first day."""
    if not isinstance(value, dict):
        return str(value)
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0] if re.fullmatch(r"\d{1,4}", str(part))]
        return "-".join(part.zfill(2) for part in numbers)
    return str(value.get("literal") or value.get("raw") or "")


def _page(item: Mapping[str, Any], number: int) -> RawArticle:
    article = RawArticle(line=number, received=0)
    for key, value in item.items():
        for path, text in scalars(value, key):
            name = _TRAFILATURA.get(path, f"trafilatura_{path.replace('.', '_')}")
            if path == "raw_text" and item.get("text"):
                _drop(article, text)
            elif name == "body":
                _story(article, text, str(item.get("title", "")))
            else:
                _put(article, name, text, key)
    article.fields.setdefault("source", str(item.get("hostname") or ""))
    return article


def _story(article: RawArticle, text: str, title: str) -> None:
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    _put(article, "body", text, "text", value="")
    for paragraph in paragraphs[1:] if paragraphs[:1] == [title.strip()] else paragraphs:
        article.set("body", paragraph)


def _drop(article: RawArticle, text: str) -> None:
    article.received = (article.received or 0) + n_characters(text)
    reason = "the text once more, without its paragraphs"
    article.put("", text, rule="second_copy", action="dropped", line=article.line, reason=reason)


def _put(article: RawArticle, name: str, text: str, key: str, *, value: str | None = None) -> None:
    text = replace_lone_surrogates(text)
    if text.strip():
        article.received = (article.received or 0) + n_characters(text)
        article.put(name, text, rule=f"key_{key}", value=value, line=article.line)
