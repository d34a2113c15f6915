"""Reader for tables written as XML: pandas, Scrapy, Solr, MySQL and Access, whatever their tags.

Each record is an element, each cell an element inside it that bears the name of its column as its
tag (``<title>``) or in an attribute (``<field name="title">``); some write cells as attributes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from toolkit.reading.column_names import field_of_name
from toolkit.reading.columns import SAMPLE_ROWS
from toolkit.reading.exports.common import is_markup, root_name
from toolkit.reading.exports.unknown import unknown_error, what_it_looks_like
from toolkit.reading.exports.xml_files import JOINED, XmlRules, parse_xml, repair_xml
from toolkit.reading.interface import n_characters
from toolkit.reading.table_rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_TELLING = frozenset({"title", "date", "published", "source", "url"})
_DATES = frozenset({"date", "published", "updated"})
_NO_TABLES = frozenset({"opml", "plist", "svg"})
_LEAST_INSIDE = 0.9
"""Share of the text that is in records; in other vocabularies the story stands elsewhere."""

_OUTSIDE = "outside the records of the table"
_PARTS = frozenset({"value", "item", "str", "string", "li", "element"})
"""Elements around each of several values of one cell."""


class _Open(NamedTuple):
    """An open element of the head, and the columns found in it so far."""

    tag: str
    columns: list[str]


class XmlRecords:
    """XML whose repeated elements are the rows of a table of articles."""

    name = "xml-records"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the head holds a record with the text of an article and another field."""
        head = document.head
        if not is_markup(head) or root_name(head).lower() in _NO_TABLES:
            return False
        return bool(_record_path(head)) and what_it_looks_like(document).startswith("XML with")

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per record."""
        page = parse_xml(document, XmlRules())
        path = _record_path(document.head)
        if page.elements and page.elements[0].tag == JOINED != path[0]:
            path = (JOINED, *path)
        depth, records = _whole_records(page, path)
        inside = sum(n_characters(page.content(record)) for record in records)
        if inside < _LEAST_INSIDE * n_characters(page.text) and not _are_attributes(page, records):
            raise unknown_error(document)
        yield from page.repair_notes()
        yield from page.outside(
            [(one.start, one.end) for one in records], "page_furniture", _OUTSIDE
        )
        rows = [_cells(page, record, path[depth:]) for record in records]
        names = dict.fromkeys(name for row in rows for name in row)
        reader = RowReader(document.name, list(names), rows[:SAMPLE_ROWS], options)
        yield from reader.notes()
        for record, row in zip(records, rows, strict=True):
            yield reader.article(record.line, row.items())


def _record_path(head: str) -> tuple[str, ...]:
    """Return the tags from the root to the first element that looks like a record, () for none."""
    return _first_record(head) or _first_record(repair_xml(head)[0])


def _first_record(head: str) -> tuple[str, ...]:
    found: list[tuple[str, ...]] = []
    stack: list[_Open] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if stack:
            stack[-1].columns.append(_column(tag, attributes))
        stack.append(_Open(tag, list(attributes)))

    def stop(_tag: str) -> None:
        if len(stack) > 1 and not found and _is_record(stack[-1].columns):
            found.append(tuple(_local(one.tag) for one in stack))
        stack.pop()

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = start, stop
    with suppress(expat.ExpatError):  # it may end within an element, or hold a stray &
        parser.Parse(head.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), False)  # noqa: FBT003 - expat
    return found[0] if found else ()


def _is_record(columns: list[str]) -> bool:
    fields = {field_of_name(name) for name in columns}
    return "body" in fields and bool(fields & _TELLING)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _column(tag: str, attributes: dict[str, str]) -> str:
    return attributes.get("name") or _local(tag)


def _records(page: Markup, path: tuple[str, ...]) -> list[Element]:
    """Return the elements at a path."""
    level = [one for one in page.elements if one.parent is None and one.tag == path[0]]
    for tag in path[1:]:
        level = [child for one in level for child in page.children(one) if child.tag == tag]
    return level


def _whole_records(page: Markup, path: tuple[str, ...]) -> tuple[int, list[Element]]:
    """Return the records at a path, and how many of its tags lead to them.

    Where stories without a date stand in elements of their own, the date beside each such element
    belongs to it: then the record is the element that holds both.
    """
    for depth in range(len(path) - 1, 0, -1):
        around = _records(page, path[:depth])
        told = [[one for one in page.children(e) if one.tag == path[depth]] for e in around]
        if any(len(one) != 1 for one in told) or not around or _has_date(page, told[0][0]):
            break
        if _has_date(page, around[0]):
            return depth, around
    return len(path), _records(page, path)


def _has_date(page: Markup, record: Element) -> bool:
    names = [*record.attributes, *(_column(e.tag, e.attributes) for e in page.children(record))]
    return bool(_DATES & {field_of_name(name) for name in names})


def _are_attributes(page: Markup, records: list[Element]) -> bool:
    return not page.text.strip() and all(_is_record(list(one.attributes)) for one in records)


def _cells(page: Markup, record: Element, inner: tuple[str, ...] = ()) -> dict[str, str]:
    """Return column -> text of a record; values of one column are joined.

    The cells of the element that leads to the story by the tags of ``inner`` are its own; others
    of the same name bear that of the record as well.
    """
    told = next((one for one in page.children(record) if (one.tag,) == inner[:1]), None)
    own = {} if told is None else _cells(page, told, inner[1:])
    cells = {name: [value] for name, value in own.items()}
    others = list(record.attributes.items())
    for child in page.children(record):
        if child is not told:
            others += _values(page, child, _column(child.tag, child.attributes))
    for name, value in others:
        key = f"{_local(record.tag)}.{name}" if name in own else name
        cells.setdefault(key, []).append(value)
    return {
        name: ("\n\n" if field_of_name(name) == "body" else "; ").join(filter(None, values))
        for name, values in cells.items()
    }


def _values(page: Markup, element: Element, name: str) -> Iterator[tuple[str, str]]:
    """Yield the column and text of an element, or those of the elements inside it."""
    for key, value in element.attributes.items():
        if key not in {"name", "nil", "type"}:
            yield f"{name}.{key}", value
    text = page.content(element)
    inner = list(page.children(element))
    if not inner:
        yield name, text.strip()
    elif all(_local(one.tag) in _PARTS and "name" not in one.attributes for one in inner):
        for one in inner:
            yield name, page.content(one).strip()
    elif field_of_name(name) == "body" or _has_own_text(page, element, inner):
        yield name, "\n\n".join(filter(None, map(str.strip, text.split("\n"))))
    else:
        for one in inner:
            yield from _values(page, one, f"{name}.{_column(one.tag, one.attributes)}")


def _has_own_text(page: Markup, element: Element, inner: list[Element]) -> bool:
    within = sum(n_characters(page.content(one)) for one in inner)
    return n_characters(page.content(element)) > within
