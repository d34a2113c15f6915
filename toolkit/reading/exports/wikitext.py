"""Converts wiki markup to paragraphs, captions, dates and categories in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.reading.exports.html_pages import parse_html

_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")
_HEADING = re.compile(r"^(={2,6})[ \t]*([^=\n]{1,200}?)[ \t]*\1[ \t]*$", re.MULTILINE)
_LINKED = frozenset({"w", "wikipedia", "lang", "nowrap", "nobold", "small"})
_OPTION = re.compile(
    r"\s*(?:thumb|left|right|center|none|frame|frameless|border|upright[^|]*|\d+px|\d*x\d+px|"
    r"alt=.*|link=.*|upright=.*)\s*$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\s*:?(?:file|image|datei|bild|fichier|archivo|imagen)\s*:", re.IGNORECASE)
_CATEGORY = re.compile(r"\s*(?:category|kategorie|catégorie|categoría|kategori)\s*:", re.IGNORECASE)
_SOURCES = frozenset({
    "sources", "source", "references", "quellen", "einzelnachweise", "fuentes", "kaynaklar",
    "external links", "see also", "related news", "related articles", "notes", "sister links",
})  # fmt: skip
_MAX_DEPTH = 60
_BARE_LINK = re.compile(r"\[https?://[^\s\[\]]{1,2000}(?:[ \t]([^\[\]\n]{0,500}))?\]")


@dataclass(slots=True)
class WikiText:
    """The content of a piece of wiki markup."""

    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)


def source_section(markup: str) -> int:
    """Return the offset of the list of sources, or the length of the text if there is none."""
    for heading in _HEADING.finditer(markup):
        if heading[2].strip().lower() in _SOURCES:
            return heading.start()
    return len(markup)


def plain_text(markup: str) -> WikiText:
    """Resolve links and the templates that stand for words; omit other templates.

    Examples
    --------
    >>> found = plain_text("{{date|May 4, 2018}} '''A''' {{w|Foo (bar)|foo}} in [[Paris|town]].")
    >>> found.paragraphs, found.dates
    (['A foo in town.'], ['May 4, 2018'])
    """
    found = WikiText()
    text = _resolve(_without_comments(markup), found)
    text = _BARE_LINK.sub(lambda link: link[1] or "", text)
    text = _HEADING.sub(lambda heading: heading[2], text)
    if text.lstrip()[:9].lower() == "#redirect":
        return found
    page = parse_html(f"<pre>{text}</pre>")
    text = _without([(e.start, e.end) for e in page.find("ref")], page.text)
    for line in text.replace("'''", "").replace("''", "").split("\n"):
        words = line.strip().lstrip("*#:;").strip()
        if words:
            found.paragraphs.append(words)
    return found


def _without(spans: list[tuple[int, int]], text: str) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            parts.append(text[position:start])
        position = max(position, end)
    return "".join([*parts, text[position:]])


def _without_comments(markup: str) -> str:
    parts, position = [], 0
    while (start := markup.find("<!--", position)) >= 0:
        parts.append(markup[position:start])
        end = markup.find("-->", start)
        position = len(markup) if end < 0 else end + 3
    parts.append(markup[position:])
    return "".join(parts)


def _resolve(markup: str, found: WikiText) -> str:
    """Resolve nested ``{{…}}`` and ``[[…]]`` using a stack of bounded depth."""
    stack: list[tuple[str, list[list[str]]]] = [("", [[]])]
    position = 0
    for mark in _MARK.finditer(markup):
        stack[-1][1][-1].append(markup[position : mark.start()])
        position = mark.end()
        token = mark.group()
        if token in {"{{", "[["} and len(stack) < _MAX_DEPTH:
            stack.append((token, [[]]))
        elif token == "|" and len(stack) > 1:
            stack[-1][1].append([])
        elif (stack[-1][0], token) in {("{{", "}}"), ("[[", "]]")}:
            kind, pieces = stack.pop()
            parts = ["".join(piece) for piece in pieces]
            resolved = _template(parts, found) if kind == "{{" else _link(parts, found)
            stack[-1][1][-1].append(resolved)
        else:
            stack[-1][1][-1].append(token)
    stack[-1][1][-1].append(markup[position:])
    return "".join(kind + "|".join("".join(piece) for piece in parts) for kind, parts in stack)


def _template(parts: list[str], found: WikiText) -> str:
    name = parts[0].strip().lower()
    values = [part.strip() for part in parts[1:] if "=" not in part]
    if name == "date" and values:
        found.dates.append(values[0])
    if name == "image" and values:
        return f"({values[0]})"
    if name in _LINKED and values:
        return values[1] if name in {"w", "wikipedia"} and len(values) > 1 else values[0]
    return ""


def _link(parts: list[str], found: WikiText) -> str:
    if _FILE.match(parts[0]):
        captions = [part for part in parts[1:] if not _OPTION.match(part)]
        if captions and captions[-1].strip():
            found.captions.append(" ".join(captions[-1].split()))
        return ""
    if _CATEGORY.match(parts[0]):
        found.categories.append(parts[0].split(":", 1)[1].strip())
        return ""
    return parts[-1]
