"""Parses HTML, however broken, into visible text and elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.markup import MAX_DEPTH, MarkupBuilder
from toolkit.reading.exports.tags import tokens

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_RAISED = re.compile(
    r"(?i)<sup\b[^<>]*>[ \t]*(?:<a\b[^<>]*>)?[ \t]*([0-9]{1,3})[ \t]*(?:</a>)?[ \t]*</sup>"
)
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
    "em", "font", "highlight", "i", "img", "input", "ins", "kbd", "label", "mark", "meter",
    "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "text", "time",
    "tt", "u", "var", "wbr",
})  # fmt: skip
_CLOSED_BY = {
    "p": frozenset({
        "p", "div", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
        "blockquote", "form", "hr", "section", "article",
    }),
    "li": frozenset({"li"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "option": frozenset({"option"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
}  # fmt: skip


class _Html(MarkupBuilder):
    """Handles the HTML rules that matter for text: blocks, implied end tags, hidden elements."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.kept_pre = 0
        self.flattened = False

    def write_words(self, data: str, line: int) -> None:
        """Write HTML text, collapsing white space to one space and none at the start of a line."""
        text = _BLANKS.sub(" ", data)
        if self.last in "\n ":
            text = text.lstrip(" ")
        if text:
            self.write(text, line)

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Open an element."""
        self._imply_ends(tag)
        if tag == "body":
            self._leave_head()
        if tag not in INLINE:
            self.end_line()
        element = self.open(tag, attributes, line)
        if tag == "br":
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"
        if tag in _VOID or len(self.stack) >= MAX_DEPTH:
            self.flattened = self.flattened or tag not in _VOID
            element.end = self.length
            return
        self.push(element)
        self.hidden += tag in _HIDDEN
        self.kept_pre += tag == "pre"

    def stop(self, tag: str) -> None:
        """Close the innermost open element of that name and everything inside it."""
        if not self.open_count.get(tag):
            return
        while self._pop_one().tag != tag:
            pass

    def data(self, text: str, line: int, *, raw: bool) -> None:
        """Add text."""
        if self.stack and raw:
            self.stack[-1].data += text
        if self.hidden or not text:
            return
        if not self.kept_pre:
            self.write_words(text, line)
            return
        for part in text.splitlines(keepends=True):
            self.write(part, line)

    def _pop_one(self) -> Element:
        if self.stack[-1].tag not in INLINE:
            self.end_line()
        element = self.pop()
        self.hidden -= element.tag in _HIDDEN
        self.kept_pre -= element.tag == "pre"
        return element

    def _imply_ends(self, tag: str) -> None:
        while self.stack and tag in _CLOSED_BY.get(self.stack[-1].tag, frozenset()):
            self._pop_one()

    def _leave_head(self) -> None:
        if self.open_count.get("head"):
            self.stop("head")


def raised_digits(source: str) -> str:
    """Return HTML whose raised numbers are raised digits, no part of the word before them.

    Examples
    --------
    >>> raised_digits("War<sup>1</sup> in 30 km<sup>2</sup>, the 5<sup>th</sup> of May")
    'War¹ in 30 km², the 5<sup>th</sup> of May'
    """
    if "<sup" not in source and "<SUP" not in source:
        return source
    return _RAISED.sub(lambda found: found[1].translate(RAISED_DIGITS), source)


def parse_html(source: str) -> Markup:
    r"""Parse HTML into visible text and elements; broken HTML never raises.

    Scripts, styles, templates and the head are not visible; the content of scripts and of the
    title is kept in ``Element.data``.

    Examples
    --------
    >>> page = parse_html("<h1 class='big'>A <b>bold</b> title</h1><p>One.<p>Two.")
    >>> page.text
    'A bold title\nOne.\nTwo.'
    >>> page.content(page.first("h1", css_class="BIG"))
    'A bold title\n'
    """
    source = raised_digits(source)
    builder = _Html()
    line, seen = 1, 0
    for token in tokens(source):
        line += source.count("\n", seen, token.position)
        seen = token.position
        if token.kind == "open":
            builder.start(token.value, token.attributes, line)
        elif token.kind == "close":
            builder.stop(token.value)
        else:
            builder.data(token.value, line, raw=token.raw)
    page = builder.finish()
    page.flattened = builder.flattened
    return page


def story_of(content: str) -> list[str]:
    """Return the paragraphs of a story given as HTML or plain text.

    Examples
    --------
    >>> story_of("<p>One &amp; two.</p><p>Three.</p>")
    ['One & two.', 'Three.']
    >>> story_of("Plain text")
    ['Plain text']
    """
    text = parse_html(content).text if "<" in content or "&" in content else content
    return [line.strip() for line in text.split("\n") if line.strip()]
