"""Text of a document that stands beside its sentences: comments, footnotes, deletions, boxes.

Such text is written in the middle of the paragraph to which it belongs. It is set apart, so that it
neither cuts the paragraph in two nor is read as its words; what is dropped is in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.exports.markup import Element

REASONS = {
    "hidden": "hidden text, which a reader of the page does not see",
    "tracked_deletion": "deleted, or moved from here, with changes tracked",
    "footnote": "a footnote or endnote",
    "comment": "a comment in the margin",
    "page_header": "a page header or footer",
    "link": "the address of a link",
    "ruby": "how the letters below it are read aloud",
    "image_description": "the description of a picture or object",
}
"""Rule of a piece that is set apart -> what it is, for the ledger."""

FLOATING = "floating"
"""Rule of text that is kept, but after the paragraph to which it is anchored: a text box."""

_PEOPLE = frozenset({"creator", "creator-initials", "date", "date-string"})
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True, eq=False)
class _Aside:
    """Text set apart: the element that ends it, its rule, its line, and its parts."""

    element: Element
    rule: str
    line: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class Asides:
    """What is set apart while a document is parsed.

    Parameters
    ----------
    elements : mapping of str to str
        Element -> rule of its text.
    hiding : mapping of str to str
        Empty element, such as ``w:vanish`` -> rule of the text of the element two levels up.
    """

    def __init__(self, elements: Mapping[str, str], hiding: Mapping[str, str]) -> None:
        self.elements, self.hiding = elements, hiding
        self.open: list[_Aside] = []
        self._done: list[_Aside] = []
        self._floating: list[_Aside] = []
        self._hidden_styles: set[str] = set()

    def enter(self, stack: Sequence[Element]) -> None:
        """Note that the last element of the stack begins."""
        if not self.elements:
            return
        element = stack[-1]
        rule = self.elements.get(element.tag) or self._hidden(stack)
        if rule == "image_description" and "svg" not in element.namespace:
            rule = ""  # the document's own title, as a field in a sentence
        if element.tag in self.hiding and len(stack) > 2:
            is_on = element.attributes.get("val", "1") not in _OFF
            rule, element = self.hiding[element.tag] if is_on else "", stack[-3]
        if rule:
            self.open.append(_Aside(element, rule, element.line))

    def leave(self, element: Element) -> None:
        """Note that an element ends."""
        while self.open and self.open[-1].element is element:
            aside = self.open.pop()
            inside = self.open or aside.rule != FLOATING
            (self._done if inside else self._floating).append(aside)

    def write(self, text: str, element: Element | None) -> None:
        """Add text to what is set apart, except the name of who wrote a comment, and when."""
        if element is None or element.tag not in _PEOPLE:
            self.open[-1].parts.append(text)

    def take_floating(self) -> Iterator[str]:
        """Yield the text of the boxes anchored in the paragraph that has ended."""
        yield from filter(None, (aside.text for aside in self._floating))
        self._floating.clear()

    def pieces(self) -> Iterator[Piece]:
        """Yield what was set apart as dropped pieces, in the order of the document."""
        for aside in sorted(self._done, key=lambda aside: aside.line):
            if aside.text:
                reason = REASONS.get(aside.rule, "")
                yield Piece(aside.text, "dropped", "", aside.rule, aside.line, reason=reason)

    def _hidden(self, stack: Sequence[Element]) -> str:
        """Return the rule of an element that OpenDocument hides, directly or by its style."""
        attributes = stack[-1].attributes
        is_hidden = attributes.get("display") == "none"
        if stack[-1].tag == "text-properties":
            if is_hidden and len(stack) > 1:
                self._hidden_styles.add(stack[-2].attributes.get("name", ""))
            return ""
        return "hidden" if is_hidden or attributes.get("style-name") in self._hidden_styles else ""
