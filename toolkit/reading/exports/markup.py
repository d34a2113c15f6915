"""HTML or XML as visible text, with its elements as spans of that text.

Readers look up elements by name and class in one flat list, and assign spans of the text as
readers of plain text do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import LinedText, split_lines
from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from toolkit.reading.exports.assembly import Line

MAX_DEPTH = 200
"""Deepest nesting: deeper XML is refused, deeper HTML is flattened."""


@dataclass(slots=True, eq=False)
class Element:
    """An element: name, attributes, and the span of visible text inside it.

    ``index`` is its position in document order and ``last`` that of its last descendant, so its
    descendants are ``elements[index + 1 : last + 1]``.
    """

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    end: int = -1
    line: int = 1
    index: int = 0
    last: int = 0
    data: str = field(default="", repr=False)
    namespace: str = ""

    @property
    def classes(self) -> list[str]:
        """The names in the ``class`` attribute."""
        return self.attributes.get("class", "").split()

    def has_class(self, name: str) -> bool:
        """Return whether the element has this class; case is ignored, as it varies in exports."""
        return name.lower() in (own.lower() for own in self.classes)

    @property
    def names(self) -> str:
        """What the element is called: its ``class`` and its ``id``."""
        return f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}"


def around(element: Element | None) -> Iterator[Element]:
    """Yield an element and those around it, from the inside out; nothing for None.

    Examples
    --------
    >>> page = Element("body", {}, None, 0)
    >>> [one.tag for one in around(Element("p", {}, page, 0))]
    ['p', 'body']
    """
    while element is not None:
        yield element
        element = element.parent


class Enclosures:
    """The elements that pass a test, with all that is inside them; each is tested once at most."""

    def __init__(self, test: Callable[[Element], bool]) -> None:
        self._test = test
        self._known: dict[int, bool] = {}

    def holds(self, element: Element | None) -> bool:
        """Return whether an element, or one around it, passes the test."""
        path = []
        while element is not None and element.index not in self._known:
            path.append(element)
            element = element.parent
        known = element is not None and self._known[element.index]
        for inner in reversed(path):
            known = known or self._test(inner)
            self._known[inner.index] = known
        return known


class Markup(LinedText):
    """Visible text, its lines, and its elements in document order.

    ``flattened`` is True if elements were nested deeper than `MAX_DEPTH`; no real page is.
    ``repairs`` says what had to be repaired before the source could be parsed, "" for nothing.
    """

    def __init__(self, text: str, numbers: list[tuple[int, int]], elements: list[Element]) -> None:
        super().__init__(text, numbers)
        self.elements = elements
        self.flattened = False
        self.repairs = ""
        self._starts_of_elements = [element.start for element in elements]

    def find(
        self, tag: str = "", *, css_class: str = "", within: Element | None = None
    ) -> Iterator[Element]:
        """Yield elements by tag, by class (``css_class``), or both, in document order."""
        for element in self._range(within):
            if (not tag or element.tag == tag) and (not css_class or element.has_class(css_class)):
                yield element

    def first(
        self, tag: str = "", *, css_class: str = "", within: Element | None = None
    ) -> Element | None:
        """Return the first element that `find` yields, or None."""
        return next(self.find(tag, css_class=css_class, within=within), None)

    def starting_in(self, start: int, end: int) -> Iterator[Element]:
        """Yield the elements that begin within a span of the text, at any depth."""
        first = bisect_left(self._starts_of_elements, start)
        for at in range(first, len(self.elements)):
            if self.elements[at].start >= end:
                return
            yield self.elements[at]

    def children(self, parent: Element) -> Iterator[Element]:
        """Yield the child elements of ``parent``."""
        at = parent.index + 1
        while at <= parent.last:
            child = self.elements[at]
            yield child
            at = child.last + 1

    def innermost(self, line: Line) -> Element | None:
        """Return the innermost element around the beginning of a line, or None."""
        at = bisect_right(self._starts_of_elements, line.start) - 1
        inner = self.elements[at] if at >= 0 else None
        return next((one for one in around(inner) if one.end > line.start), None)

    def repair_notes(self) -> Iterator[Piece]:
        """Yield a remark for the ledger if the source had to be repaired."""
        if self.repairs:
            yield Piece("", "flagged", "", "xml_repaired", reason=self.repairs)

    def content(self, element: Element | None) -> str:
        """Return the visible text of an element, or '' for None."""
        return "" if element is None else self.text[element.start : element.end]

    def _range(self, within: Element | None) -> Iterator[Element]:
        if within is None:
            return iter(self.elements)
        return (self.elements[at] for at in range(within.index + 1, within.last + 1))


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Drop elements nested inside an earlier one, as broken markup can make them."""
    chosen: list[Element] = []
    for element in elements:
        if not chosen or element.index > chosen[-1].last:
            chosen.append(element)
    return chosen


class MarkupBuilder:
    """Collects visible text and elements while the source is parsed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.last = "\n"
        self.numbers: list[tuple[int, int]] = []
        self.elements: list[Element] = []
        self.stack: list[Element] = []
        self.open_count: dict[str, int] = {}

    def write(self, text: str, line: int) -> None:
        """Add text unchanged."""
        if not self.parts or self.last == "\n":
            self.numbers.append((self.length, line))
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def end_line(self) -> None:
        """End the line unless it is empty."""
        if self.last != "\n":
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"

    def open(self, tag: str, attributes: dict[str, str], line: int) -> Element:
        """Record an element that begins here."""
        parent = self.stack[-1] if self.stack else None
        index = len(self.elements)
        element = Element(tag, attributes, parent, self.length, line=line, index=index, last=index)
        self.elements.append(element)
        return element

    def push(self, element: Element) -> None:
        """Push an element onto the stack of open elements."""
        self.stack.append(element)
        self.open_count[element.tag] = self.open_count.get(element.tag, 0) + 1

    def pop(self) -> Element:
        """Close the innermost element."""
        element = self.stack.pop()
        element.end = self.length
        element.last = len(self.elements) - 1
        self.open_count[element.tag] -= 1
        return element

    def finish(self) -> Markup:
        """Close the open elements, and return the result."""
        while self.stack:
            self.pop()
        for element in self.elements:
            if element.end < 0:
                element.end = element.start
        return Markup("".join(self.parts), self.numbers, self.elements)


def part_of(page: Markup, begin: int, end: int) -> Markup:
    r"""Return a span of a page as a page of its own, with its elements but those of the head.

    Examples
    --------
    >>> from toolkit.reading.exports.html_pages import parse_html
    >>> page = parse_html("<h2>One</h2><p>Story</p><h2>Two</h2><p>Tale</p>")
    >>> part = part_of(page, 10, len(page.text))
    >>> part.text, [(element.tag, element.start) for element in part.elements]
    ('Two\nTale\n', [('h2', 0), ('p', 4)])
    """
    inside = [e for e in page.starting_in(begin, end) if e.end <= end]
    inside = [e for e in inside if e.parent is None or e.parent.tag != "head"]
    copies: dict[int, Element] = {}
    for index, element in enumerate(inside):
        parent = None if element.parent is None else copies.get(element.parent.index)
        copies[element.index] = replace(
            element, start=element.start - begin, end=element.end - begin, index=index,
            last=index, parent=parent,
        )  # fmt: skip
    elements = list(copies.values())
    for element in reversed(elements):
        if element.parent is not None:
            element.parent.last = max(element.parent.last, element.last)
    numbers = [
        (line.start, page.line_number(begin + line.start))
        for line in split_lines(page.text[begin:end])
    ]
    return Markup(page.text[begin:end], numbers, elements)
