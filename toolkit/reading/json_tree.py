"""Find the records of articles in JSON as interfaces serve it, and flatten them to columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.reading.column_names import field_of_name, is_of_text
from toolkit.reading.interface import reading_error
from toolkit.reading.json_blocks import story_of_blocks
from toolkit.reading.json_moments import moment_of, moment_of_milliseconds
from toolkit.reading.parquet import as_text
from toolkit.reading.table_layouts import unique_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.reading.interface import Document

MAX_DEPTH = 40
_TELLING = frozenset({"title", "body", "url", "date", "published", "source"})
_SEARCH_DEPTH = 8
_EXAMINED = 20
_NAMELESS = (
    'Where rows are lists, the first one has to name the columns: ["title", "text", "date"].'
)
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
    "posts",
    "hits",
    "news",
    "value",
    "objects",
    "documents",
)
_ROLES = {"headlines": "headline", "bodies": "body_text"}
"""Lists of ninjs 2 and 3, in which one value has the role "main"."""

_SECTION = ("headline", "paragraphs")
"""Lists of a section of a story, as fundus prints it."""

_ONLY = frozenset({"provider", "canonical", "alternate"})
"""Lists that hold one object: the outlet of Bing, the address in feeds of Google Reader."""

_EDGE = frozenset({"node", "cursor"})
"""What stands around each record in a list of GraphQL."""

_LIST_KEYS = {key: rank for rank, key in enumerate(_LISTS)}


class Found(NamedTuple):
    """The records of a file, and the text of what stands around them."""

    records: list[Any]
    wrapper: str


def find_records(content: Any) -> Found:
    """Return the records of articles in a parsed file.

    They are the content itself if it is a list; else the list under a common key such as
    "articles"; else the nearest lists of objects that look like articles, in order; else the
    content as one record.
    """
    if isinstance(content, list):
        named = _rows_below_names(content)
        if named is not None:
            return Found(named, "")
        inner = None if any(map(_is_article, content[:_EXAMINED])) else _lists_in(content, 0)
        return Found(content if inner is None else inner, "")
    if not isinstance(content, dict):
        return Found([], "")
    table = records_of_table(content)
    if table is not None:
        return Found(table.records, table.wrapper)
    records = _lists_in(content, 0)
    if records is None:
        return Found([content], "")
    held = {id(record) for record in records}
    return Found(records, "\n".join(_texts_outside(content, held)))


def holds_records(content: dict[str, Any]) -> bool:
    """Return whether an object holds a list of records instead of being one."""
    return records_of_table(content) is not None or _lists_in(content, 0) is not None


def _lists_in(content: Any, depth: int) -> list[Any] | None:
    """Return the records below a node, None if there are none."""
    if depth > _SEARCH_DEPTH or not isinstance(content, list | dict):
        return None
    if isinstance(content, list):
        items = [one["node"] if _is_edge(one) else one for one in content]
        if any(map(_is_article, items[:_EXAMINED])):
            return items
        inner = [_lists_in(item, depth + 1) for item in items if isinstance(item, dict)]
        return [record for found in inner if found for record in found] or None
    return _list_below(content, depth)


def _list_below(content: dict[str, Any], depth: int) -> list[Any] | None:
    nested = sorted(
        (key for key, value in content.items() if isinstance(value, list | dict)),
        key=lambda key: _LIST_KEYS.get(key, len(_LISTS)),
    )
    is_record = _is_article(content)
    for key in nested:
        if is_record and key not in _LIST_KEYS:
            return None
        found = _lists_in(content[key], depth + 1)
        if found is not None:
            return found
    lists = (content[key] for key in nested if key in _LIST_KEYS)
    return next((one for one in lists if isinstance(one, list) and all(map(_is_object, one))), None)


def records_of_table(content: dict[str, Any]) -> Found | None:
    """Return the rows of a table written as one object, None if it is none.

    These are the forms of pandas: a list or object of values per column, an object per row, or
    "columns" beside "data"; and those of databases and sheets: columns as objects with a "name", or
    rows the first of which holds the names.

    Examples
    --------
    >>> records_of_table({"title": {"0": "A", "1": "B"}, "text": {"0": "x", "1": "y"}}).records
    [{'title': 'A', 'text': 'x'}, {'title': 'B', 'text': 'y'}]
    >>> records_of_table({"columns": ["title", "text"], "data": [["A", "x"]]}).records
    [{'title': 'A', 'text': 'x'}]
    >>> records_of_table({"range": "A1:B2", "values": [["title", "text"], ["A", "x"]]})
    Found(records=[{'title': 'A', 'text': 'x'}], wrapper='range: A1:B2')
    """
    name, key = (
        "columns" if "columns" in content else "meta",
        "data" if "data" in content else "rows",
    )
    data = content.get(key)
    columns = content.get(name)
    if isinstance(columns, list) and isinstance(data, list) and all(map(_is_list, data)):
        names = [one.get("name", "") if isinstance(one, dict) else one for one in columns]
        rows = [_record(_names_of(names), row) for row in data]
        return _found_beside(content, rows, {name, key, "index"})
    values = list(content.values())
    if len(values) > 1 and all(map(_is_article, values)):
        return Found(values, "")
    if not _is_article(content):
        for key, value in content.items():
            named = _rows_below_names(value) if isinstance(value, list) else None
            if named is not None:
                return _found_beside(content, named, {key})
    records = _records_of_columns(content)
    return None if records is None else Found(records, "")


def _records_of_columns(content: dict[str, Any]) -> list[Any] | None:
    """Return the rows of a table of which each column is a list or object."""
    values = list(content.values())
    fields = {field_of_name(name) for name in content}
    if not ({"title", "body"} & fields) or len(fields & _TELLING) < 2:
        return None
    if all(map(_is_object, values)):
        keys = list(values[0])
        if keys and all(list(column) == keys for column in values):
            return [{name: content[name][key] for name in content} for key in keys]
    if all(map(_is_list, values)) and len({len(column) for column in values}) == 1:
        return [dict(zip(content, row, strict=True)) for row in zip(*values, strict=True)]
    return None


def _found_beside(content: dict[str, Any], rows: list[Any], used: set[str]) -> Found:
    rest = {key: value for key, value in content.items() if key not in used}
    return Found(rows, "\n".join(_texts_outside(rest, set())))


def _rows_below_names(rows: list[Any]) -> list[Any] | None:
    """Return rows that are lists as records, if the first one holds names of columns."""
    if len(rows) < 2 or not all(map(_is_list, rows)):
        return None
    if not all(name is None or isinstance(name, str) for name in rows[0]):
        return None
    names = _names_of(rows[0])
    fields = {field_of_name(name) for name in names}
    if not ({"title", "body", "url"} & fields) or len(fields & _TELLING) < 2:
        return None
    return [_record(names, row) for row in rows[1:]]


def _names_of(cells: Iterable[Any]) -> list[str]:
    """Return the names of columns, each once; blank ones, as sheets have them, by their place."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    return unique_names([text or f"column {at}" for at, text in enumerate(texts, start=1)])


def _record(names: list[str], row: list[Any]) -> dict[str, Any]:
    """Return a row as a record; values beyond the last name are kept as "column 4"."""
    beyond = [f"column {at}" for at in range(len(names) + 1, len(row) + 1)]
    return dict(zip([*names, *beyond], row, strict=False))


def _is_list(item: Any) -> bool:
    return isinstance(item, list)


def _is_object(item: Any) -> bool:
    return isinstance(item, dict)


def _is_article(item: Any) -> bool:
    """Return whether an object has the text, title or URL of an article, nested or not."""
    if not isinstance(item, dict):
        return False
    fields = {field_of_name(key) for key, value in item.items() if _is_plain(key, value)}
    if len(fields & _TELLING) > 1:
        return True
    inner = [value for value in item.values() if isinstance(value, dict)]
    if isinstance(item.get("post"), dict):  # an entry of a feed of Bluesky
        return _is_article(item["post"].get("record"))
    return bool(fields & {"title", "body"}) or any(
        len({field_of_name(key) for key in one} & _TELLING - {"source"}) > 1 for one in inner
    )


def _is_plain(key: str, value: Any) -> bool:
    """Return whether a value is no list or object, or a story in blocks."""
    is_nested = isinstance(value, list | dict)
    is_body = is_nested and field_of_name(key) == "body"
    return not is_nested or (is_body and story_of_blocks(value) is not None)


def _is_edge(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("node"), dict) and item.keys() <= _EDGE


def _texts_outside(node: Any, held: set[int]) -> Iterator[str]:
    """Yield the values of a file that belong to no record, as "key: value"."""
    stack: list[tuple[str, Any]] = [("", node)]
    while stack:
        name, value = stack.pop()
        if id(value) in held:
            continue
        if isinstance(value, dict):
            stack += [(f"{name}.{key}" if name else str(key), one) for key, one in value.items()][
                ::-1
            ]
        elif isinstance(value, list):
            stack += [(name, one) for one in value][::-1]
        elif value is not None and value != "":
            yield f"{name}: {text_of(value)}"


def flatten(document: Document, number: int, record: Any) -> dict[str, str]:
    """Return a record as column -> text; the keys of nested objects are joined by dots.

    Examples
    --------
    >>> flatten(None, 1, {"headline": {"main": "Talks"}, "tags": ["a", "b"]})
    {'headline.main': 'Talks', 'tags': 'a; b'}
    """
    if not isinstance(record, dict):
        kind = type(record).__name__
        problem = f'a record must be an object such as {{"title": ..., "text": ...}}; got {kind}'
        remedy = _NAMELESS if isinstance(record, list) else ""
        raise reading_error(document, number, problem, remedy)
    flat: dict[str, str] = {}
    _flatten(flat, record, "", 0)
    if isinstance(record.get("_source"), dict):  # a hit of Elasticsearch
        flat = {name.removeprefix("_source."): value for name, value in flat.items()}
    for name in ("source", "author"):
        if f"{name}.name" in flat and name not in flat:
            flat[name] = flat.pop(f"{name}.name")
    return flat


def _flatten(flat: dict[str, str], record: dict[str, Any], prefix: str, depth: int) -> None:
    for key, value in record.items():
        name, value = f"{prefix}{key}", _bare(value)  # noqa: PLW2901 - without its type
        if key in _ONLY and isinstance(value, list) and len(value) == 1:
            value = value[0]  # noqa: PLW2901
        is_body = isinstance(value, list | dict) and is_of_text(str(key))
        story = story_of_blocks(value) if is_body else None
        moment = moment_of(str(key), value) if isinstance(value, list | dict) else None
        if moment is not None:
            flat[name] = moment
        elif story is not None:
            flat[name] = "\n\n".join(story.paragraphs)
            if story.others:
                flat[f"{name}.other_blocks"] = text_of(story.others)
        elif isinstance(value, dict) and _has_sections(value.get("sections")):
            _flatten_sections(flat, value, name)
        elif key in _ROLES and isinstance(value, list) and all(map(_has_value, value)) and value:
            main = next((one for one in value if one.get("role") == "main"), value[0])
            flat[f"{prefix}{_ROLES[key]}"] = text_of(main["value"])
            rest = [one for one in value if one is not main]
            flat[name] = text_of(rest) if rest else ""
        elif isinstance(value, dict) and depth < MAX_DEPTH:
            _flatten(flat, value, f"{name}.", depth + 1)
        elif is_body and isinstance(value, list):
            flat[name] = paragraphs_of_list(value)
        else:
            flat[name] = text_of(value)


def _has_value(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("value"), str)


def _has_sections(parts: Any) -> bool:
    """Return whether a value is a list of the sections of fundus, and holds nothing else."""
    return (
        isinstance(parts, list)
        and bool(parts)
        and all(isinstance(one, dict) and one.keys() == set(_SECTION) for one in parts)
        and all(isinstance(lines, list) for one in parts for lines in one.values())
        and all(isinstance(line, str) for one in parts for key in _SECTION for line in one[key])
    )


def _flatten_sections(flat: dict[str, str], value: dict[str, Any], name: str) -> None:
    """Write a story in sections as fundus prints it: {"headline": […], "paragraphs": […]}."""
    lines = [line for one in value["sections"] for key in _SECTION for line in one[key]]
    flat[name] = "\n\n".join(lines)
    rest = {key: one for key, one in value.items() if key != "sections"}
    _flatten(flat, rest, f"{name}.", MAX_DEPTH)


def _bare(value: Any) -> Any:
    """Return a value without its type, as MongoDB writes it: {"$date": "2018-10-22"}.

    In answers of GraphQL an object may stand within {"node": …}.
    """
    for _ in range(3):
        if not isinstance(value, dict) or len(value) != 1:
            break
        ((key, inner),) = value.items()
        if not (str(key).startswith("$") or (key == "node" and isinstance(inner, dict))):
            break
        value = inner
        if key == "$date":
            return moment_of_milliseconds(_bare(inner))
    return value


def paragraphs_of_list(values: list[Any]) -> str:
    r"""Return the paragraphs of a text that is a list of them, or of its runs of letters.

    Telegram exports a post with a link as ["Read ", {"type": "link", "text": "here"}, "."].

    Examples
    --------
    >>> paragraphs_of_list(["One.", "Two."])
    'One.\n\nTwo.'
    >>> paragraphs_of_list(["Read ", {"type": "link", "text": "here"}, "."])
    'Read here.'
    """
    texts = [value["text"] if _is_bare(value) else value for value in values]
    if all(isinstance(text, str) for text in texts):
        return "\n\n".join(texts)
    runs = [value.get("text") if _is_run(value) else value for value in values]
    return "".join(runs) if all(isinstance(run, str) for run in runs) else text_of(values)


def _is_bare(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"text"}


def _is_run(value: Any) -> bool:
    """Return whether a value is a run of letters of one kind: {"type": "bold", "text": "Now"}."""
    return isinstance(value, dict) and {"type", "text"} <= value.keys()


def text_of(value: Any) -> str:
    """Return a value of JSON as text; lists of words are joined, others stay JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict) and any(isinstance(item, list | dict) for item in value):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value)
