"""HTML or XML -> its visible text, with the elements as spans of that text.

One flat list of elements with their offsets serves every reader of markup: it finds elements by
name and class, and takes stretches of the text as a reader of plain text does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from toolkit.errors import ToolkitError
from toolkit.reading.exports.assembly import Lined
from toolkit.reading.exports.tags import tokens
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document

MOST_DEPTH = 200
"""Deepest nesting: XML beyond it is refused, HTML beyond it is flattened."""

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter q s "
    "samp small span strike strong sub sup time tt u var wbr img input nobr text highlight".split()
)
_CLOSED_BY = {
    "p": frozenset(
        "p div table ul ol dl h1 h2 h3 h4 h5 h6 pre blockquote form hr section article".split()
    ),
    "li": frozenset({"li"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "option": frozenset({"option"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
}


@dataclass(slots=True, eq=False)
class Element:
    """One element: name, attributes, and the stretch of visible text inside it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    end: int = -1
    line: int = 1
    data: str = field(default="", repr=False)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def has_class(self, name: str) -> bool:
        """Compare without regard to case, as older exports vary in it."""
        return name.lower() in (own.lower() for own in self.classes)

    def inside(self, other: Element) -> bool:
        """Say whether ``other`` is an ancestor."""
        above = self.parent
        while above is not None:
            if above is other:
                return True
            above = above.parent
        return False


class Markup(Lined):
    """Visible text, its lines, and its elements in document order."""

    def __init__(self, text: str, numbers: list[tuple[int, int]], elements: list[Element]) -> None:
        super().__init__(text, numbers)
        self.elements = elements
        self._element_starts = [element.start for element in elements]

    def find(self, tag: str = "", *, kind: str = "", within: Element | None = None) -> Iterator[Element]:
        """Give elements by tag, by class (``kind``), or both, in document order."""
        for element in self._range(within):
            if (not tag or element.tag == tag) and (not kind or element.has_class(kind)):
                yield element

    def first(self, tag: str = "", *, kind: str = "", within: Element | None = None) -> Element | None:
        """Return the first that `find` gives, or None."""
        return next(self.find(tag, kind=kind, within=within), None)

    def children(self, parent: Element) -> Iterator[Element]:
        """Give the elements directly inside ``parent``."""
        return (element for element in self._range(parent) if element.parent is parent)

    def content(self, element: Element | None) -> str:
        """Return the visible text of an element, '' for None."""
        return "" if element is None else self.text[element.start : element.end]

    def _range(self, within: Element | None) -> Iterator[Element]:
        if within is None:
            yield from self.elements
            return
        first = bisect_left(self._element_starts, within.start)
        for at in range(first, len(self.elements)):
            element = self.elements[at]
            if element.start > within.end:
                return
            if element.inside(within):
                yield element


class _Builder:
    """Collects visible text and elements while the source streams by."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.last = "\n"
        self.numbers: list[tuple[int, int]] = []
        self.elements: list[Element] = []
        self.stack: list[Element] = []
        self.open_count: dict[str, int] = {}

    def write(self, text: str, line: int) -> None:
        if not self.parts or self.last == "\n":
            self.numbers.append((self.length, line))
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def write_words(self, data: str, line: int) -> None:
        """Write text of HTML: runs of blanks are one space, none at the start of a line."""
        text = _BLANKS.sub(" ", data)
        if self.last in "\n ":
            text = text.lstrip(" ")
        if text:
            self.write(text, line)

    def end_line(self) -> None:
        if self.last != "\n":
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"

    def open(self, tag: str, attributes: dict[str, str], line: int) -> Element:
        parent = self.stack[-1] if self.stack else None
        element = Element(tag, attributes, parent, self.length, line=line)
        self.elements.append(element)
        return element

    def push(self, element: Element) -> None:
        self.stack.append(element)
        self.open_count[element.tag] = self.open_count.get(element.tag, 0) + 1

    def pop(self) -> Element:
        element = self.stack.pop()
        element.end = self.length
        self.open_count[element.tag] -= 1
        return element

    def finish(self) -> Markup:
        while self.stack:
            self.pop()
        for element in self.elements:
            if element.end < 0:
                element.end = element.start
        return Markup("".join(self.parts), self.numbers, self.elements)


class _Html(_Builder):
    """Applies the few rules of HTML that matter for text: blocks, implied ends, hidden parts."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.kept_pre = 0

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self._imply_ends(tag)
        if tag == "body":
            self._leave_head()
        if tag not in _INLINE and tag != "br":
            self.end_line()
        element = self.open(tag, attributes, line)
        if tag == "br":
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"
        if tag in _VOID or len(self.stack) >= MOST_DEPTH:
            element.end = self.length
            return
        self.push(element)
        self.hidden += tag in _HIDDEN
        self.kept_pre += tag == "pre"

    def stop(self, tag: str) -> None:
        if not self.open_count.get(tag):
            return
        while self._pop_one().tag != tag:
            pass

    def data(self, text: str, line: int, *, raw: bool) -> None:
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
        if self.stack[-1].tag not in _INLINE:
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


def parse_html(source: str) -> Markup:
    """Read HTML, however broken, into visible text and elements; nothing raises.

    Scripts, styles, templates and the head are not visible; the content of scripts and of the
    title stays in ``Element.data``.

    Examples
    --------
    >>> page = parse_html("<h1 class='big'>A <b>bold</b> title</h1><p>One.<p>Two.")
    >>> page.text
    'A bold title\\nOne.\\nTwo.\\n'
    >>> page.content(page.first("h1", kind="BIG"))
    'A bold title\\n'
    """
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
    return builder.finish()


@dataclass(frozen=True, slots=True)
class XmlRules:
    """Which parts of an XML vocabulary are text, and where its lines end.

    Parameters
    ----------
    blocks : frozenset of str, optional
        Elements that stand on lines of their own; None for all.
    inline : frozenset of str
        Elements that never do.
    text_in : frozenset of str, optional
        Only the text directly inside these counts; None for all.
    skipped : frozenset of str
        Elements that are left out with all they hold.
    breaks : mapping of str to str
        Empty elements that stand for a character, such as ``w:br``.
    doctype : bool
        Whether a document type without entities may stand in the file.
    blank_lines : bool
        Whether a block without content is a blank line.
    """

    blocks: frozenset[str] | None = None
    inline: frozenset[str] = frozenset()
    text_in: frozenset[str] | None = None
    skipped: frozenset[str] = frozenset()
    breaks: dict[str, str] = field(default_factory=dict)
    doctype: bool = True
    blank_lines: bool = False


class _Xml(_Builder):
    """Expat handlers; names are local names, without prefix or namespace."""

    def __init__(self, document: Document, rules: XmlRules, parser: expat.XMLParserType) -> None:
        super().__init__()
        self.document, self.rules, self.parser = document, rules, parser
        self.skipping = 0
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.stop
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= MOST_DEPTH:
            problem = f"its XML is nested more than {MOST_DEPTH} elements deep, which no export is"
            raise reading_error(self.document, self.parser.CurrentLineNumber, problem)
        tag = _local(name)
        if self._own_line(tag):
            self.end_line()
        local = {_local(key): value for key, value in attributes.items()}
        self.push(self.open(tag, local, self.parser.CurrentLineNumber))
        self.skipping += tag in self.rules.skipped
        if tag in self.rules.breaks and not self.skipping:
            self.write(self.rules.breaks[tag], self.parser.CurrentLineNumber)

    def stop(self, name: str) -> None:
        tag = _local(name)
        if self._own_line(tag):
            self.end_line()
            if self.rules.blank_lines and self.length == self.stack[-1].start:
                self.write("\n", self.parser.CurrentLineNumber)
        self.pop()
        self.skipping -= tag in self.rules.skipped

    def _own_line(self, tag: str) -> bool:
        if tag in self.rules.inline:
            return False
        return self.rules.blocks is None or tag in self.rules.blocks

    def data(self, text: str) -> None:
        wanted = self.rules.text_in is None or (
            bool(self.stack) and self.stack[-1].tag in self.rules.text_in
        )
        if wanted and not self.skipping:
            self.write(text, self.parser.CurrentLineNumber)

    def doctype(self, _name: str, _system: str | None, _public: str | None, _own: int) -> None:
        if not self.rules.doctype:
            problem = "its XML holds a document type declaration, which this format never has"
            raise reading_error(self.document, 0, problem)

    def entity(self, *_declaration: object) -> None:
        problem = "its XML declares entities, which can hide other files or fill the memory"
        remedy = "It was not opened further; no export of articles needs them."
        raise reading_error(self.document, self.parser.CurrentLineNumber, problem, remedy)


def parse_xml(document: Document, rules: XmlRules, content: bytes | None = None) -> Markup:
    """Read XML into visible text and elements.

    Raises
    ------
    ReadingError
        When it declares entities, is nested too deep, or is not well-formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    builder = _Xml(document, rules, parser)
    try:
        parser.Parse(document.raw if content is None else content, True)  # noqa: FBT003 - expat
    except (expat.ExpatError, UnicodeError, ValueError) as error:
        if isinstance(error, ToolkitError):
            raise
        problem = f"its XML is not well-formed ({error})"
        remedy = "The file may be cut off; export it again."
        raise reading_error(document, parser.CurrentLineNumber, problem, remedy) from error
    return builder.finish()


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]

