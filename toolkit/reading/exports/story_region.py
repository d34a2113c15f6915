"""Where the story stands on a page: its headline, its paragraphs, and what is not part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.common import letters_of
from toolkit.reading.exports.date_lines import read_date_line
from toolkit.reading.exports.markup import Enclosures, around
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup

FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|respon[ds]|reply|replies|related|recommend\w*|teasers?|promos?|"
    r"side-?bar|aside|most-?(?:read|popular|viewed)|trending|popular|newsletter|masthead|(?<!article[_-])top-?bar|"
    r"site-?header|breadcrumbs?|wm-ipp\w*|cookie\w*|ticker|nav|menu|latest|more-?news|"
    r"read-?more|see-?also)(?=$|[\s_-])",
    re.IGNORECASE,
)
BESIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|comment-?list|comentarios?|commentaires|kommentare?|disqus|"
    r"newsletters?|cookies?|cookie-?\w*|related|relacionad[oa]s?|most-?(?:read|popular|viewed)|"
    r"recommend(?:ed|ations?)|sign-?up|subscribe|modal|popup|share|sharing|social)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of what stands beside a story, though extractors may take it for one."""
_ALWAYS = frozenset({"nav", "aside", "form", "button"})
_NEVER = frozenset({"nav", "form", "button"})
_BOXES = frozenset({"article", "main"})
_POST = re.compile(r"(?:^|\s)(?:hentry|h-entry|post-\d+)(?=\s|$)")
"""Names of the element around one post: of microformats, and of WordPress."""
_POST_TYPE = re.compile(r"(?:Article|Posting|Report)$")
_RANKS = ("h1", "h2", "h3")
_LONG = 15
_SHORTEST_TITLE = 12
_SHORTEST_AGREED = 8
_LONGEST_LEAD = 25


class StoryRegion:
    """The part of a page that belongs to its story.

    Attributes
    ----------
    start, body_start, body_end, end : int
        Offsets in the visible text: the headline (or the box around headline and story), the
        first and the last paragraph of the story, and the end of the box.
    lead_start : int
        Where the element around headline and story begins, if few words stand above the headline.
    """

    def __init__(self, page: Markup, story: Sequence[Line], titles: Sequence[str]) -> None:
        named = [letters_of(title) for title in titles]
        story = [line for line in story if not _is_in(line.text, named)] or story
        long = [line for line in story if count_words(line.text) >= _LONG]
        long = long or [line for line in story if read_date_line(line.text) is None] or list(story)
        self.body_start = long[0].start if long else 0
        self.body_end = story[-1].end if story else 0
        self._named, nearest = _headline(page, self.body_start, titles)
        headline = nearest if self._named is None else self._named
        box = _box_around(headline, self.body_start)
        line = None if headline is not None else _headline_line(page, self.body_start, titles)
        top = self.body_start if headline is None else headline.start
        top = top if line is None else line.start
        self.start = box.start if box is not None else min(top, self.body_start)
        self.lead_start = self.start if box is not None else _lead(page, headline, self)
        self.end = max(box.end if box is not None else self.body_end, self.body_end)
        text = page.content(headline) if line is None else line.text
        self.headline = " ".join(text.split())
        self._furniture = Enclosures(self._is_furniture)
        self._beside = Enclosures(self._is_beside)

    def holds(self, element: Element) -> bool:
        """Return whether the element begins within the story's box."""
        return self.start <= element.start <= self.end

    def is_furniture(self, element: Element | None) -> bool:
        """Return whether the element is in a menu, side bar, comment or related article."""
        return self._furniture.holds(element)

    def _is_furniture(self, element: Element) -> bool:
        if element.start <= self.body_start < element.end:  # it holds the story
            return False
        if self._named is not None and element.start <= self._named.start < element.end:
            return False
        if element.tag in _ALWAYS or element.tag == "article":
            return True
        if element.tag == "footer":
            return element.start > self.end or not self.holds(element)
        return FURNITURE_NAMES.search(element.names) is not None

    def is_beside(self, element: Element | None) -> bool:
        """Return whether the element is in comments, or a box of links or to sign up."""
        return self._beside.holds(element)

    def _is_beside(self, element: Element) -> bool:
        if element.start <= self.body_start < element.end:
            return False
        return element.tag in _NEVER or BESIDE_NAMES.search(element.names) is not None

    def is_other_item(self, element: Element) -> bool:
        """Return whether a microdata property belongs to another item than the story."""
        scope = _scope_of(element)
        return scope is not None and not self._is_around(scope)

    def is_own_item(self, element: Element) -> bool:
        """Return whether a microdata property belongs to the article that holds the story."""
        scope = _scope_of(element)
        kind = "" if scope is None else scope.attributes.get("itemtype", "").rstrip("/")
        return scope is not None and _POST_TYPE.search(kind) is not None and self._is_around(scope)

    def _is_around(self, scope: Element) -> bool:
        return scope.start <= self.body_start < max(scope.end, 1)


def _scope_of(element: Element) -> Element | None:
    return next((one for one in around(element.parent) if "itemscope" in one.attributes), None)


def _headline(
    page: Markup, body_start: int, titles: Sequence[str]
) -> tuple[Element | None, Element | None]:
    """Return the heading above the story that a title repeats, and the nearest ``<h1>``."""
    above = [
        e for tag in _RANKS for e in page.find(tag) if e.start <= body_start and e.end > e.start
    ]
    letters = [letters_of(title) for title in titles]
    agreed = {e.index: _agreed(page.content(e), letters) for e in above}
    best = max(above, key=lambda e: (agreed[e.index], -_RANKS.index(e.tag), e.start), default=None)
    if best is not None and agreed[best.index]:
        return best, None
    for tag in ("h1", "h2"):
        if of_rank := [e for e in above if e.tag == tag]:
            return None, of_rank[-1]
    return None, None


def _is_in(line: str, titles: Sequence[str]) -> bool:
    """Return whether a line is one of the titles, or one without the outlet beside it."""
    letters = letters_of(line)
    return letters in titles or (
        len(letters) >= _SHORTEST_AGREED
        and any(title.startswith(letters) or title.endswith(letters) for title in titles)
    )


def _agreed(heading: str, titles: Sequence[str]) -> int:
    """Return how many letters of a heading are those of a title: "Outlet: Headline" too."""
    letters = letters_of(heading)
    for title in titles:
        if letters == title or (
            len(letters) >= _SHORTEST_AGREED
            and (title.startswith(letters) or title.endswith(letters) or
                 (len(title) >= _SHORTEST_AGREED and letters.endswith(title)))
        ):  # fmt: skip
            return len(letters)
    return 0


def _lead(page: Markup, headline: Element | None, region: StoryRegion) -> int:
    above = around(None if headline is None else headline.parent)
    both = next((one for one in above if one.end > region.body_start), None)
    if both is None or both.tag in {"body", "html"} or both.start > region.start:
        return region.start
    n_words = count_words(page.text[both.start : region.start])
    return both.start if n_words <= _LONGEST_LEAD else region.start


def _headline_line(page: Markup, body_start: int, titles: Sequence[str]) -> Line | None:
    """Return the line above the story that repeats most of a title, on pages without headings."""
    letters = [letters_of(title) for title in titles]
    above = [line for line in page.between(0, body_start) if len(line.text) >= _SHORTEST_TITLE]
    best = max(above, key=lambda line: (_agreed(line.text, letters), line.start), default=None)
    return best if best is not None and _agreed(best.text, letters) else None


def agree(headline: str, title: str) -> bool:
    """Return whether one of the two begins with the other: "Headline | Outlet"."""
    first, second = letters_of(headline), letters_of(title)
    return bool(first) and (first.startswith(second) or second.startswith(first))


def _box_around(headline: Element | None, body_start: int) -> Element | None:
    """Return the innermost element for one article that holds headline and story."""
    return next((one for one in around(headline) if _is_box(one) and one.end > body_start), None)


def _is_box(element: Element) -> bool:
    return element.tag in _BOXES or (
        element.tag != "body" and _POST.search(element.names) is not None
    )
