"""JSON and JSON Lines: any list or stream of records."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.reading import limits
from toolkit.reading.columns import looks_like_articles, map_columns
from toolkit.reading.delimited import mapping_note, put_value, too_long
from toolkit.reading.interface import RawArticle, n_characters, reading_error
from toolkit.reading.parquet import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.reading.interface import Document, Piece, ReadOptions

MAX_DEPTH = 40
_LISTS = (
    "articles",
    "items",
    "docs",
    "results",
    "data",
    "stories",
    "records",
    "response",
    "entries",
)
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")


class JsonLinesReader:
    """One JSON object per line, streamed; ``line`` is the line of the file."""

    name = "JSON Lines"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept text whose first line is a JSON object and whose second line begins another."""
        if document.is_binary:
            return False
        lines = [
            line for line in document.head.lstrip("\ufeff").split("\n", 50)[:50] if line.strip()
        ]
        if not lines or not lines[0].lstrip().startswith("{"):
            return False
        if len(lines) > 1 and not lines[1].lstrip().startswith("{"):
            return False
        record = _parsed(lines[0])
        if len(lines) == 1 and isinstance(record, dict) and _nested(record) is not None:
            return False
        return isinstance(record, dict) or (
            len(document.head) > 60_000 and "\n" not in document.head.strip()
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per line."""
        yield from _articles(document, _lines(document), options)


class JsonReader:
    """A JSON list of records, or an object that holds one: NewsAPI, JSON Feed, Solr."""

    name = "JSON"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept text that begins like a JSON object or a list of objects."""
        if document.is_binary:
            return False
        start = re.sub(r"\s+", "", document.head.lstrip("\ufeff")[:2000])
        return start.startswith(('{"', "[{")) or start in {"[]", "{}"}

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per record; ``line`` is the number of the record, from 1."""
        text = document.text.lstrip("\ufeff")
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            problem = f"this is not JSON ({error.msg})"
            raise reading_error(document, error.lineno, problem) from error
        except (RecursionError, ValueError) as error:
            raise reading_error(
                document, 0, "this JSON is nested too deeply or contains too long a number"
            ) from error
        records = _nested(content)
        if records is None:
            records = [content] if isinstance(content, dict) else []
        yield from _articles(document, enumerate(records, start=1), options)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _nested(content: Any, depth: int = 0) -> list[Any] | None:
    """Return the list of records: the content itself, or the list under a common key."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or depth > 3:
        return None
    for key in _LISTS:
        inner = content.get(key)
        if isinstance(inner, list | dict):
            found = _nested(inner, depth + 1)
            if found is not None and (not found or any(isinstance(item, dict) for item in found)):
                return found
    return None


def _lines(document: Document) -> Iterator[tuple[int, Any]]:
    with document.open() as stream:
        reading = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
        errors = "replace" if document.encoding == "cp1252" else "strict"
        text = io.TextIOWrapper(reading, encoding=document.encoding, errors=errors, newline="\n")
        number = 0
        while line := text.readline(limits.RECORD_CHARACTERS + 1):
            number += 1
            if len(line) > limits.RECORD_CHARACTERS:
                raise too_long(document, number)
            line = line.strip("\ufeff \t\r\n")
            if line:
                yield number, _record(document, number, line)


def _record(document: Document, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"this line is not JSON ({error.msg}, character {error.pos + 1})"
        raise reading_error(document, number, problem, "Correct or remove the line.") from error
    except (RecursionError, ValueError) as error:
        raise reading_error(
            document, number, "this JSON is nested too deeply or contains too long a number"
        ) from error


def _articles(
    document: Document, records: Iterable[tuple[int, Any]], options: ReadOptions
) -> Iterator[RawArticle | Piece]:
    mapping: dict[str, str] | None = None
    known: frozenset[str] = frozenset()
    for number, record in records:
        flat = _flat(document, number, record)
        if mapping is None or (set(flat) - known and set(flat) & _unmapped(mapping, flat)):
            known = known | frozenset(flat)
            names = (
                sorted(known, key=list(flat).index)
                if known <= set(flat)
                else [*flat, *sorted(known - set(flat))]
            )
            before, mapping = mapping, _mapping(document, names, options)
            if before is None:
                yield from mapping_note(mapping)
        yield _article(number, flat, mapping)


def _unmapped(mapping: dict[str, str], flat: dict[str, str]) -> set[str]:
    taken = set(mapping.values())
    return {name for name in flat if name not in taken and looks_like_articles([name])}


def _mapping(document: Document, names: list[str], options: ReadOptions) -> dict[str, str]:
    given = dict(options.mapping or {})
    missing = {field: name for field, name in given.items() if name not in names}
    usable = {field: name for field, name in given.items() if field not in missing}
    # A key may be missing from the first records, so it is looked up in each.
    return map_columns(document.name, [*names, *missing.values()], {**usable, **missing})


def _flat(document: Document, number: int, record: Any) -> dict[str, str]:
    if not isinstance(record, dict):
        kind = type(record).__name__
        problem = f'a record must be an object such as {{"title": ..., "text": ...}}; got {kind}'
        raise reading_error(document, number, problem)
    flat: dict[str, str] = {}
    _flatten(flat, record, "", 0)
    if "source.name" in flat and "source" not in flat:
        flat["source"] = flat.pop("source.name")
    if "author.name" in flat and "author" not in flat:
        flat["author"] = flat.pop("author.name")
    return flat


def _flatten(flat: dict[str, str], record: dict[str, Any], prefix: str, depth: int) -> None:
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < MAX_DEPTH:
            _flatten(flat, value, f"{name}.", depth + 1)
        else:
            flat[name] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict) and any(isinstance(item, list | dict) for item in value):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value)


def _article(number: int, flat: dict[str, str], mapping: dict[str, str]) -> RawArticle:
    article = RawArticle(line=number, received=sum(map(n_characters, flat.values())))
    field_of = {column: field for field, column in mapping.items()}
    for name, value in flat.items():
        put_value(article, field_of.get(name) or f"extra:{name}", value, name)
    if article.paragraphs and _CUT.search(article.paragraphs[-1]):
        article.flag("truncated", "the text ends in a mark of truncation")
    if article.fields.get("title") == "[Removed]":
        article.flag("removed", "the provider removed this article")
    return article
