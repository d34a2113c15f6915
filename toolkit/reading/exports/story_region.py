"""Where the story stands on a page: its headline, its paragraphs, and what is not part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.markup import Enclosures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup

FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|respon[ds]|reply|replies|related|recommend\w*|teasers?|promos?|"
    r"side-?bar|aside|most-?(?:read|popular|viewed)|trending|popular|newsletter|masthead|top-?bar|"
    r"site-?header|breadcrumbs?|wm-ipp\w*|cookie\w*|ticker|nav|menu|latest|more-?news|"
    r"read-?more|see-?also)(?=$|[\s_-])",
    re.IGNORECASE,
)
_ALWAYS = frozenset({"nav", "aside", "form", "button"})
_BOXES = frozenset({"article", "main"})
_LONG = 15
_SHORTEST_TITLE = 12


class StoryRegion:
    """The part of a page that belongs to its story.

    Attributes
    ----------
    start, body_start, body_end, end : int
        Offsets in the visible text: the headline (or the box around headline and story), the
        first and the last paragraph of the story, and the end of the box.
    """

    def __init__(self, page: Markup, story: Sequence[Line], title: str) -> None:
        story = [line for line in story if _squeezed(line.text) != _squeezed(title)] or story
        long = [line for line in story if len(line.text.split()) >= _LONG] or list(story)
        self.body_start = long[0].start if long else 0
        self.body_end = story[-1].end if story else 0
        headline = _headline(page, self.body_start, title)
        box = _box_around(headline, self.body_start)
        line = None if headline is not None else _headline_line(page, self.body_start, title)
        top = self.body_start if headline is None else headline.start
        top = top if line is None else line.start
        self.start = box.start if box is not None else min(top, self.body_start)
        self.end = max(box.end if box is not None else self.body_end, self.body_end)
        text = page.content(headline) if line is None else line.text
        self.headline = " ".join(text.split())
        self._furniture = Enclosures(self._is_furniture)

    def holds(self, element: Element) -> bool:
        """Return whether the element begins within the story's box."""
        return self.start <= element.start <= self.end

    def is_furniture(self, element: Element | None) -> bool:
        """Return whether the element is in a menu, side bar, comment or related article."""
        return self._furniture.holds(element)

    def _is_furniture(self, element: Element) -> bool:
        if element.start <= self.body_start < element.end:  # it holds the story
            return False
        if element.tag in _ALWAYS or element.tag == "article":
            return True
        if element.tag == "footer":
            return element.start > self.end or not self.holds(element)
        return FURNITURE_NAMES.search(element.names) is not None

    def is_other_item(self, element: Element) -> bool:
        """Return whether a microdata property belongs to another item than the story."""
        scope = element.parent
        while scope is not None and "itemscope" not in scope.attributes:
            scope = scope.parent
        return scope is not None and not scope.start <= self.body_start < max(scope.end, 1)


def _headline(page: Markup, body_start: int, title: str) -> Element | None:
    """Return the ``<h1>`` above the story: the one that the title repeats, or the nearest."""
    for tag in ("h1", "h2"):
        above = [e for e in page.find(tag) if e.start <= body_start and e.end > e.start]
        repeated = [e for e in above if title and agree(page.content(e), title)]
        if above:
            return (repeated or above)[-1]
    return None


def _headline_line(page: Markup, body_start: int, title: str) -> Line | None:
    """Return the line above the story that the title begins with, on pages without ``<h1>``."""
    above = [line for line in page.between(0, body_start) if len(line.text) >= _SHORTEST_TITLE]
    return next((line for line in reversed(above) if agree(line.text, title)), None)


def agree(headline: str, title: str) -> bool:
    """Return whether one of the two begins with the other: "Headline | Outlet"."""
    first, second = (" ".join(text.split()).casefold() for text in (headline, title))
    return bool(first) and (first.startswith(second) or second.startswith(first))


def _box_around(headline: Element | None, body_start: int) -> Element | None:
    """Return the innermost ``<article>`` or ``<main>`` that holds headline and story."""
    box = headline
    while box is not None and not (box.tag in _BOXES and box.end > body_start):
        box = box.parent
    return box


def _squeezed(text: str) -> str:
    return "".join(text.split())
