"""HTML or XML as its visible text, with the elements as spans of that text.

One flat list of elements with their offsets serves every reader of markup: it finds elements by
name and class, and takes stretches of the text as a reader of plain text does.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Lined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_DEPTH = 200
"""Deepest nesting: XML beyond it is refused, HTML beyond it is flattened."""


@dataclass(slots=True, eq=False)
class Element:
    """One element: name, attributes, and the stretch of visible text inside it.

    ``index`` is its place in document order and ``last`` that of its last descendant, so what
    is inside it is ``elements[index + 1 : last + 1]``.
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

    @property
    def classes(self) -> list[str]:
        """The names in the attribute ``class``."""
        return self.attributes.get("class", "").split()

    def has_class(self, name: str) -> bool:
        """Compare without regard to case, as older exports vary in it."""
        return name.lower() in (own.lower() for own in self.classes)


class Markup(Lined):
    """Visible text, its lines, and its elements in document order.

    ``flattened`` says that elements were nested deeper than `MOST_DEPTH`, as no page is.
    """

    def __init__(self, text: str, numbers: list[tuple[int, int]], elements: list[Element]) -> None:
        super().__init__(text, numbers)
        self.elements = elements
        self.flattened = False
        self._starts_of_elements = [element.start for element in elements]

    def find(
        self, tag: str = "", *, kind: str = "", within: Element | None = None
    ) -> Iterator[Element]:
        """Give elements by tag, by class (``kind``), or both, in document order."""
        for element in self._range(within):
            if (not tag or element.tag == tag) and (not kind or element.has_class(kind)):
                yield element

    def first(
        self, tag: str = "", *, kind: str = "", within: Element | None = None
    ) -> Element | None:
        """Return the first that `find` gives, or None."""
        return next(self.find(tag, kind=kind, within=within), None)

    def starting_in(self, start: int, end: int) -> Iterator[Element]:
        """Give the elements that begin in a stretch of the text, whatever they are inside."""
        first = bisect_left(self._starts_of_elements, start)
        for at in range(first, len(self.elements)):
            if self.elements[at].start >= end:
                return
            yield self.elements[at]

    def children(self, parent: Element) -> Iterator[Element]:
        """Give the elements directly inside ``parent``."""
        return (element for element in self._range(parent) if element.parent is parent)

    def content(self, element: Element | None) -> str:
        """Return the visible text of an element, '' for None."""
        return "" if element is None else self.text[element.start : element.end]

    def _range(self, within: Element | None) -> Iterator[Element]:
        if within is None:
            return iter(self.elements)
        return itertools.islice(self.elements, within.index + 1, within.last + 1)


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Leave out elements that stand inside an earlier one, as broken nesting makes them."""
    chosen: list[Element] = []
    for element in elements:
        if not chosen or element.index > chosen[-1].last:
            chosen.append(element)
    return chosen


class Builder:
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
        """Add text as it is."""
        if not self.parts or self.last == "\n":
            self.numbers.append((self.length, line))
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def end_line(self) -> None:
        """End the line unless it has just begun."""
        if self.last != "\n":
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"

    def open(self, tag: str, attributes: dict[str, str], line: int) -> Element:
        """Note an element that begins here."""
        parent = self.stack[-1] if self.stack else None
        index = len(self.elements)
        element = Element(tag, attributes, parent, self.length, line=line, index=index, last=index)
        self.elements.append(element)
        return element

    def push(self, element: Element) -> None:
        """Put an element on the stack of open ones."""
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
        """Close what is open, and give the result."""
        while self.stack:
            self.pop()
        for element in self.elements:
            if element.end < 0:
                element.end = element.start
        return Markup("".join(self.parts), self.numbers, self.elements)
