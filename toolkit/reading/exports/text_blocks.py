"""Finds the story of a page by where its long lines stand: for pages without ``<p>`` elements.

Each long line that is no link gives its words to the block around it, half of them to the next and
a quarter to the one after (as Readability does); the block with most of them holds the story.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.html_pages import INLINE
from toolkit.reading.exports.markup import Enclosures, around
from toolkit.reading.exports.story_region import BESIDE_NAMES, FURNITURE_NAMES
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup

_ASIDE = frozenset({
    "nav", "aside", "form", "button", "footer", "figure", "figcaption", "select", "header",
})  # fmt: skip
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "dd", "h2", "h3", "h4", "h5", "h6"})
_LONG, _LONG_LETTERS = 12, 60
"""Words of a line that counts, and letters in scripts without blanks between words."""
_LONGEST_WORD = 15
_LEAST = 25
"""Words in long lines: a page with fewer holds a notice, and no story."""
_LEVELS = 3
_MOST_LINKED = 0.5


def by_blocks(page: Markup) -> list[str]:
    """Return the lines of the block of a page that holds most text.

    Examples
    --------
    >>> from toolkit.reading.exports.html_pages import parse_html
    >>> story = "Envoys met on Sunday and agreed on the next round of talks in the capital.<br>" * 2
    >>> by_blocks(parse_html(f"<div>Home</div><div><div>{story}</div><ul><li><a>More</a></ul>"))
    ['Envoys met on Sunday and agreed on the next round of talks in the capital.']
    """
    aside = _asides(page)
    links = _links(page)
    lines = []
    weights: dict[int, float] = {}
    for line in page.lines:
        block = _block(page.innermost(line))
        if line.blank or block is None or aside.holds(block) or _is_linked(line, links):
            continue
        lines.append((line, block))
        home: Element | None = block.parent if block.tag in _PARAGRAPHS else block
        weight = float(_n_words(line)) if _is_long(line) else 0.0
        for _ in range(_LEVELS):
            if home is None or not weight:
                break
            weights[home.index] = weights.get(home.index, 0.0) + weight
            home, weight = home.parent, weight / 2
    if not weights or sum(_n_words(line) for line, _ in lines if _is_long(line)) < _LEAST:
        return []  # without weights, paragraphs are all that the page is
    best = page.elements[max(weights, key=lambda at: (weights[at], -at))]
    told = (
        clean(line.text)
        for line, block in lines
        if best.index <= block.index <= best.last and (_is_long(line) or block.tag in _PARAGRAPHS)
    )
    return list(dict.fromkeys(filter(None, told)))


def _is_long(line: Line) -> bool:
    return _n_words(line) >= _LONG


def _n_words(line: Line) -> int:
    n_words, n_letters = count_words(line.text), len(line.text)
    if n_letters < _LONGEST_WORD * n_words:
        return n_words
    return _LONG * n_letters // _LONG_LETTERS  # a script without blanks between words


def _block(element: Element | None) -> Element | None:
    return next((one for one in around(element) if one.tag not in INLINE), None)


def _asides(page: Markup) -> Enclosures:
    most = len(page.text) / 2

    def is_aside(element: Element) -> bool:
        if element.end - element.start > most:
            return False
        named = FURNITURE_NAMES.search(element.names) or BESIDE_NAMES.search(element.names)
        return element.tag in _ASIDE or named is not None

    return Enclosures(is_aside)


def _links(page: Markup) -> list[tuple[int, int]]:
    """Return the spans of links, in order and apart."""
    spans: list[tuple[int, int]] = []
    for element in page.find("a"):
        if element.end > element.start and (not spans or element.start >= spans[-1][1]):
            spans.append((element.start, element.end))
    return spans


def _is_linked(line: Line, links: list[tuple[int, int]]) -> bool:
    first = bisect_right(links, (line.start, 0))
    first = max(0, first - 1)
    last = bisect_left(links, (line.end, 0))
    inside = (min(end, line.end) - max(start, line.start) for start, end in links[first:last])
    return sum(n for n in inside if n > 0) > _MOST_LINKED * len(line.text)
