"""JSON and JSON Lines: any list or stream of records, wherever in the file it is."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.reading import limits
from toolkit.reading.columns import SAMPLE_ROWS
from toolkit.reading.csv_dialects import too_long
from toolkit.reading.front_matter import is_front_matter
from toolkit.reading.interface import Piece, reading_error
from toolkit.reading.json_tree import find_records, flatten, holds_records
from toolkit.reading.table_batches import TableRow, gathered, rows_of
from toolkit.reading.table_rows import RowReader, split_sample
from toolkit.reading.unpublished import why_unpublished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from toolkit.reading.interface import Document, RawArticle, ReadOptions
    from toolkit.reading.table_batches import TableBatch


_TEXT_BELOW = re.compile(r"^\}\s*\n\s*[^\s{}\[\],]", re.MULTILINE)
"""Text below an object, as below the front matter of a page for Hugo."""

_ORDERS = frozenset(["index", "create", "update", "delete"])
_ORDERED = frozenset(["_index", "_id", "_type", "routing", "_routing", "version", "version_type"])
_BETWEEN = re.compile(r"[\s,]*")


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
        if len(lines) == 1 and isinstance(record, dict) and holds_records(record):
            return False
        return isinstance(record, dict) or (
            len(document.head) > 60_000 and "\n" not in document.head.strip()
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per line."""
        yield from rows_of(self.read_batches(document, options))

    def read_batches(
        self, document: Document, options: ReadOptions
    ) -> Iterator[RawArticle | Piece | TableBatch]:
        """Yield the lines in batches."""
        if "\n" not in document.head.strip("\ufeff \t\r\n") and _has_one_line(document):
            yield from JsonReader().read_batches(document, options)
        else:
            yield from gathered(_articles(document, _lines(document), options))


class JsonReader:
    """A JSON list of records, or an object that holds one: NewsAPI, JSON Feed, Solr."""

    name = "JSON"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept text that begins like a JSON object, or a list of objects or of rows."""
        if document.is_binary:
            return False
        start = re.sub(r"\s+", "", document.head.lstrip("\ufeff")[:2000])
        if not (start.startswith(('{"', "[{", '[["')) or start in {"[]", "{}"}):
            return False
        return _TEXT_BELOW.search(document.head) is None or not is_front_matter(document.head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per record; ``line`` is the number of the record, from 1."""
        yield from rows_of(self.read_batches(document, options))

    def read_batches(
        self, document: Document, options: ReadOptions
    ) -> Iterator[RawArticle | Piece | TableBatch]:
        """Yield the records in batches."""
        text = document.text.lstrip("\ufeff")
        try:
            content = _content(text)
        except json.JSONDecodeError as error:
            problem = f"this is not JSON ({error.msg})"
            raise reading_error(document, error.lineno, problem) from error
        except (RecursionError, ValueError) as error:
            raise reading_error(
                document, 0, "this JSON is nested too deeply or contains too long a number"
            ) from error
        found = find_records(content)
        if found.wrapper:
            yield Piece(found.wrapper, "dropped", "", "outside_the_records", 0)
        yield from gathered(_articles(document, enumerate(found.records, start=1), options))


def _content(text: str) -> Any:
    """Return one value, or the list of the objects that follow one another."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
    decoder, values, position = json.JSONDecoder(), [], 0
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        values.append(value)
        position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    if not all(isinstance(value, dict) for value in values):
        raise json.JSONDecodeError("Extra data", text, position)
    return values


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _text_of(document: Document, stream: BinaryIO) -> io.TextIOWrapper:
    reading = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    return io.TextIOWrapper(
        reading, encoding=document.encoding, errors=document.decoding_errors, newline="\n"
    )


def _has_one_line(document: Document) -> bool:
    """Return whether a file is one line, longer than its head, as pandas writes a whole table."""
    with document.open() as stream:
        text = _text_of(document, stream)
        first = text.readline(limits.RECORD_CHARACTERS + 1)
        return len(first) <= limits.RECORD_CHARACTERS and not text.read(1000).strip()


def _lines(document: Document) -> Iterator[tuple[int, Any]]:
    with document.open() as stream:
        text = _text_of(document, stream)
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
) -> Iterator[Piece | TableRow]:
    others: list[Piece] = []
    first, flat = split_sample(
        (number, flatten(document, number, record))
        for number, record in _without_others(records, others)
    )
    if not first:
        yield from others
        next(flat, None)  # an error in the first record
        return
    known = dict.fromkeys(name for _, record in first for name in record)
    sample = [record for _, record in first]
    reader = _reader(document, known, sample, options)
    unseen = {*(options.mapping or {}).values()}.difference(known)
    yield from reader.notes(unseen)
    columns = tuple(known)
    for number, record in flat:
        new = [name for name in record if name not in known]
        if new:
            known.update(dict.fromkeys(new))
            columns = tuple(known)
            if reader.misses(new):
                sample = [*sample[-SAMPLE_ROWS:], record]
                reader = _reader(document, known, sample, options)
        yield _row(reader, columns, number, record)
        yield from others
        others.clear()
    yield from others
    if not unseen.isdisjoint(known):  # a later record has such a key
        yield reader.mapping_note(unseen.difference(known))


def _why_no_article(record: Any) -> str:
    """Return why a record is none of an article: a line between those of a dump, or a draft."""
    if not isinstance(record, dict):
        return ""
    if len(record) == 1:
        ((name, value),) = record.items()
        is_order = name in _ORDERS and isinstance(value, dict) and not value.keys() - _ORDERED
        return "an order to the database, for the line below (Elasticsearch)" if is_order else ""
    return why_unpublished(record)


def _without_others(
    records: Iterable[tuple[int, Any]], others: list[Piece]
) -> Iterator[tuple[int, Any]]:
    """Yield the records of articles, and put those of none into a list of pieces."""
    for number, record in records:
        if reason := _why_no_article(record):
            others.append(_other(number, record, reason))
        else:
            yield number, record


def _other(number: int, record: Mapping[str, Any], reason: str) -> Piece:
    text = json.dumps(record, ensure_ascii=False)
    return Piece(text, "rejected", "", "not_an_article", number, reason=reason)


def _row(
    reader: RowReader, columns: tuple[str, ...], number: int, record: Mapping[str, str]
) -> TableRow:
    """Return a record as a row of all columns, or of its own if its keys are in another order."""
    names = tuple(record)
    if names != columns:
        if names != tuple(name for name in columns if name in record):
            return TableRow(reader, names, number, list(record.values()))
        return TableRow(reader, columns, number, [record.get(name, "") for name in columns])
    return TableRow(reader, columns, number, list(record.values()))


def _reader(
    document: Document,
    known: Iterable[str],
    sample: Sequence[Mapping[str, str]],
    options: ReadOptions,
) -> RowReader:
    # A key of the mapping may be missing from the first records.
    names = dict.fromkeys([*known, *(options.mapping or {}).values()])
    return RowReader(document.name, list(names), sample, options)
