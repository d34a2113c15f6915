"""Finds the paragraphs of a page's story: by trafilatura, JSON-LD, or the elements around them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.html_pages import INLINE, parse_html, raised_digits
from toolkit.reading.exports.markup import around
from toolkit.reading.exports.text_blocks import by_blocks
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.exports.markup import Element, Markup

_BLANKS = re.compile(r"\s+")
_TIME = re.compile(r"<(/?)time(?=[\s>])", re.IGNORECASE)
_MOST = 0.8
_LEAST_PARAGRAPHS = 0.9
"""Where ``<p>`` elements hold less than that of the text of the block with most text, the story is
in other elements."""
_BESIDE = frozenset({"figure", "figcaption", "nav", "footer", "aside", "header"})
_MOST_INLINE = 3_000
_MOST_BLOCKS = 3_000
"""Above so many, trafilatura is not asked for the second opinions (justext, readability) whose time
grows with the square of the blocks; its own rules take time in proportion to them."""


def find_story(source: str, page: Markup, linked: str) -> tuple[list[str], str]:
    """Return the paragraphs of the story, and the name of the method that found them."""
    # lxml takes a minute on nesting, and on paragraphs full of tags, that no real page has
    if (
        not page.flattened
        and not _is_crowded(page)
        and importlib.util.find_spec("trafilatura") is not None
    ):
        is_fast = _n_blocks(page) > _MOST_BLOCKS
        found = _by_trafilatura(source, is_fast=is_fast)
        if len(found) == 1 and _are_in(by_paragraphs(page), found[0]):
            return by_paragraphs(page), "paragraphs"  # trafilatura ran several into one
        if not all(paragraph.startswith("|") for paragraph in found):  # or a table for layout
            method = f"trafilatura {importlib.metadata.version('trafilatura')}"
            return found, f"{method}, fast" if is_fast else method
    if linked:
        text = parse_html(linked).text if "<" in linked else linked
        return [line.strip() for line in text.split("\n") if line.strip()], "json-ld"
    paragraphs, blocks = by_paragraphs(page), by_blocks(page)
    if _n_letters(paragraphs) < _LEAST_PARAGRAPHS * _n_letters(blocks):
        return blocks, "blocks"
    return paragraphs, "paragraphs"


def _n_letters(paragraphs: Sequence[str]) -> int:
    return sum(map(len, paragraphs))


def _are_in(paragraphs: Sequence[str], text: str) -> bool:
    """Return whether a text is several paragraphs, and little else, run into one."""
    whole = squeezed(text)
    parts = [squeezed(paragraph) for paragraph in paragraphs]
    return (
        len(parts) > 1
        and all(part in whole for part in parts)
        and sum(map(len, parts)) > _MOST * len(whole)
    )


def _is_crowded(page: Markup) -> bool:
    """Return whether one element holds more inline elements than any page that people read."""
    inside = Counter(id(element.parent) for element in page.elements if element.tag in INLINE)
    return max(inside.values(), default=0) > _MOST_INLINE


def _n_blocks(page: Markup) -> int:
    return sum(element.tag not in INLINE for element in page.elements)


def _by_trafilatura(source: str, *, is_fast: bool) -> list[str]:
    try:
        import trafilatura
    except ImportError:  # installed without lxml_html_clean, which the extra "html" brings
        return []
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # hide its messages about broken pages
    try:
        text = trafilatura.extract(  # it leaves out what stands in <time>, within sentences too
            _TIME.sub(r"<\1span", raised_digits(source)),
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            fast=is_fast,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return []  # lxml rejects some input that parse_html can read
    finally:
        logger.setLevel(level)
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def by_paragraphs(page: Markup) -> list[str]:
    """Return the ``<p>`` texts inside ``<article>``, or else inside the parent with most text."""
    paragraphs = [p for p in page.find("p") if count_words(page.content(p)) > 2]
    if not paragraphs:
        return []
    weight: dict[int, int] = {}
    for p in paragraphs:
        home = _home(p)
        weight[id(home)] = weight.get(id(home), 0) + len(page.content(p))
    best = max(weight, key=lambda home: weight[home])
    chosen = [p for p in paragraphs if id(_home(p)) == best]
    texts = [clean(page.content(p)) for p in chosen if not _in_caption(p)]
    return list(dict.fromkeys(texts))


def _home(element: Element) -> Element | None:
    for above in around(element.parent):
        if above.tag in {"article", "main"} or above.attributes.get("itemprop") == "articleBody":
            return above
    return element.parent


def _in_caption(element: Element) -> bool:
    return any(above.tag in _BESIDE for above in around(element.parent))


def squeezed(text: str) -> str:
    """Return a text without white space.

    Examples
    --------
    >>> squeezed(" two words")
    'twowords'
    """
    return _BLANKS.sub("", text)
