"""Stories that JSON holds in blocks, as editors of pages save them.

A block is a paragraph, a heading or a picture; the runs of letters in it stand in a list of its
own. Editor.js, Slate, TipTap, Contentful, Sanity, Strapi, Tumblr and Dow Jones differ in names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.reading.column_names import field_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 20
_LISTS = ("children", "content", "blocks", "items")
_KINDS = frozenset({"type", "_type", "nodeType"})
_FIELDS = frozenset({"title", "date", "published"})
_PLAIN = "text"
_PARAGRAPHS = (_PLAIN, "p", "unstyled", "paragraph", "heading", "header", "h1", "h2", "h3")
"""Kinds of blocks whose letters are their own; of others, a "text" may be that of an article."""

_BREAKS = ("hardBreak", "hard_break", "linebreak", "br")


class Blocks(NamedTuple):
    """The paragraphs of a story, and the blocks that hold no text, such as pictures."""

    paragraphs: list[str]
    others: list[Any]


def story_of_blocks(value: Any) -> Blocks | None:
    """Return a story that is a list of blocks, or holds one; None for any other value.

    Examples
    --------
    >>> runs = [{"type": "text", "text": "Ships "}, {"type": "text", "text": "sail."}]
    >>> story_of_blocks([{"type": "paragraph", "children": runs}, {"type": "image", "id": 4}])
    Blocks(paragraphs=['Ships sail.'], others=[{'type': 'image', 'id': 4}])
    >>> story_of_blocks({"blocks": [{"type": "paragraph", "data": {"text": "They sail."}}]})
    Blocks(paragraphs=['They sail.'], others=[])
    >>> story_of_blocks([{"type": "news", "title": "Ships", "text": "They sail."}]) is None
    True
    """
    blocks = _list_in(value) if isinstance(value, dict) else value
    if not isinstance(blocks, list) or not blocks or not all(map(_is_block, blocks)):
        return None
    found = Blocks([], [])
    for block in blocks:
        _read(block, found, 0)
    return found if found.paragraphs else None


def _is_block(item: Any) -> bool:
    """Return whether an item is a block: it says of which kind it is, and is no article."""
    if isinstance(item, list):  # the runs of one paragraph
        return bool(item) and all(isinstance(one, dict) and _is_block(one) for one in item)
    if not isinstance(item, dict) or not _KINDS & item.keys():
        return False
    is_run = isinstance(item.get("text"), str) and item.get("type") not in _PARAGRAPHS
    is_run = is_run and "key" not in item
    names_article = _has_text(item) and any(field_of_name(str(key)) in _FIELDS for key in item)
    return not is_run and not names_article


def _list_in(node: dict[str, Any]) -> list[Any] | None:
    """Return the list of what a block is made of, None if it has none."""
    found = (node[name] for name in _LISTS if isinstance(node.get(name), list))
    return next(found, None)


def _letters(node: Any) -> str | None:
    """Return the letters of a run; None for anything else."""
    if not isinstance(node, dict):
        return None
    is_plain = node.get("nodeType", node.get("type")) == _PLAIN
    names = ("text", "value", "content") if is_plain else ("text",)
    return next((node[name] for name in names if isinstance(node.get(name), str)), None)


def _has_text(node: dict[str, Any]) -> bool:
    return bool(_letters(node) or _list_in(node))


def _read(node: Any, found: Blocks, depth: int) -> None:
    """Put the paragraphs of a block into a list, and the block itself if it has none."""
    inner = node if isinstance(node, list) else _list_in(node) if isinstance(node, dict) else None
    text = _letters(node)
    if depth > MAX_DEPTH or text is not None or not inner:
        data = node.get("data") or node.get("model") if isinstance(node, dict) else None
        if text is None and isinstance(data, dict) and depth < MAX_DEPTH and _has_text(data):
            _read(data, found, depth + 1)
        elif text is None or not text.strip():
            found.others.append(node)
        else:
            found.paragraphs.append(text)
    elif any(_letters(item) is not None for item in inner):
        found.paragraphs.append("".join(_runs(inner, found, depth)))
    else:
        for item in inner:
            if isinstance(item, str):
                found.paragraphs.append(item)
            else:
                _read(item, found, depth + 1)


def _runs(nodes: list[Any], found: Blocks, depth: int) -> Iterator[str]:
    """Yield the letters of runs and of what is in them: a link has runs of its own."""
    for node in nodes:
        text = _letters(node)
        inner = _list_in(node) if isinstance(node, dict) and text is None else None
        if text is not None:
            yield text
        elif inner and depth < MAX_DEPTH:
            yield from _runs(inner, found, depth + 1)
        elif isinstance(node, dict) and any(node.get(key) in _BREAKS for key in ("type", "name")):
            yield "\n"
        else:
            found.others.append(node)
