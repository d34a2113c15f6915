"""Which stories a saved page holds, if it holds several: a press review, a newsletter, a blog.

Each has a heading, and a date or an ``<article>`` element of its own. A page that is about one of
them (it has that name, or says so in JSON-LD) is that one: others on it are announcements.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.date_lines import is_date, read_month_line
from toolkit.reading.exports.headed_stories import (
    SENTENCES,
    Heading,
    Story,
    are_teasers,
    find_stories,
    has_date,
    n_sentences,
    n_words,
)
from toolkit.reading.exports.linked_data import stated_headlines
from toolkit.reading.exports.markup import Enclosures, around
from toolkit.reading.exports.page_data import titles_of
from toolkit.reading.exports.page_meta import is_date_element, value_of_element
from toolkit.reading.exports.story_region import FURNITURE_NAMES, agree
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import RawArticle

RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_ASIDE = frozenset({"nav", "aside", "form", "button", "footer", "figure", "figcaption", "select"})
_OTHER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|tags?|sharedaddy)(?=$|[\s_-])", re.I
)
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "td", "dd", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"article", "li"})
_SENTENCE = 12
_LEAST, _LEAST_MAIN = 40, 40
"""Words of a story in an ``<article>``, and of the one that its page is about."""
_MAX_HEADINGS, _MAX_HEAD = 5_000, 5
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r",?\s*\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)


class _Boxed(NamedTuple):
    """An ``<article>`` with a heading, and the number of words in its paragraphs.

    It is a short story if it has a date and several paragraphs of a sentence each.
    """

    box: Element
    heading: Heading
    n_words: int
    is_short: bool


def stories_of_page(page: Markup, headings: Sequence[Heading]) -> list[Story]:
    """Return the stories of a page that holds several; none if it is about one.

    Parameters
    ----------
    page : Markup
    headings : sequence of Heading
        Those of `headings_of`.

    Returns
    -------
    list of Story
        In order, apart from one another.
    """
    if len(headings) < 2 or is_live_blog(page):
        return []
    dated, titles = _dated_lines(page), titles_of(page)
    boxed = _boxed(page, headings, dated)
    stories = [Story(one.box.start, one.box.end, one.heading) for one in boxed]
    stories = stories or find_stories(page, headings, dated)
    if any(_begins_in_another(page, story) for story in stories):
        return []
    if not stories or _is_about_one(page, headings, stories, titles):
        return []
    return [] if not boxed and _is_named_after_one(page, stories, titles, dated) else stories


def _begins_in_another(page: Markup, story: Story) -> bool:
    """Return whether the date above a heading stands in an item of a list that ends above it."""
    lines = page.between(story.begin, story.begin + 1)
    element = page.innermost(lines[0]) if lines and story.begin < story.heading.start else None
    ended = itertools.takewhile(lambda one: one.end <= story.heading.start, around(element))
    return any(one.tag in _ITEMS for one in ended)


def headings_of(page: Markup) -> list[Heading]:
    """Return the headings of a page that are not in its menus and side bars."""
    found = [e for e in page.elements if e.tag in RANKS and page.has_text(e.start, e.end)]
    if len(found) < 2 or len(found) > _MAX_HEADINGS:
        return []
    aside = _asides(page)
    return [Heading(e.start, e.end, RANKS[e.tag]) for e in found if not aside.holds(e)]


def is_live_blog(page: Markup) -> bool:
    """Return whether a page says that it is a live blog."""
    if any("LiveBlogPosting" in kind for kind, _ in stated_headlines(page)):
        return True
    return any("LiveBlogPosting" in e.attributes.get("itemtype", "") for e in page.elements)


def text_lines(page: Markup) -> list[Line]:
    """Return the lines of a page that are paragraphs: not menus, captions and buttons."""
    aside = _asides(page)
    return [line for line in page.lines if not line.blank and _is_text(page, line, aside)]


def _is_text(page: Markup, line: Line, aside: Enclosures) -> bool:
    element = page.innermost(line)
    if aside.holds(element):
        return False
    if count_words(line.text) >= _SENTENCE:
        return True
    return any(one.tag in _PARAGRAPHS for one in around(element))


def _asides(page: Markup) -> Enclosures:
    """Return the menus, side bars, captions and buttons of a page, by elements and names."""
    most = len(page.text) / 2

    def is_aside(element: Element) -> bool:
        if element.tag in _ASIDE:
            return True
        if element.end - element.start > most:
            return False
        return bool(FURNITURE_NAMES.search(element.names) or _OTHER_NAMES.search(element.names))

    return Enclosures(is_aside)


def _dated_lines(page: Markup) -> set[int]:
    """Return where lines begin that hold an element which states a day, and few words."""
    found = set()
    for element in page.elements:
        if is_date_element(element) and is_date(value_of_element(page, element), stated=True):
            lines = page.between(element.start, element.start + 1)
            begin = page.text.rfind("\n", 0, element.start) + 1
            if lines and count_words(page.text[begin : lines[0].end]) <= _SENTENCE:
                found.add(begin)
    return found


def _boxed(page: Markup, headings: Sequence[Heading], dated: Collection[int]) -> list[_Boxed]:
    """Return the ``<article>`` elements side by side that have a heading and a story each."""
    aside = _asides(page)
    boxes = [e for e in page.find("article") if not aside.holds(e)]
    inner = {id(box.parent) for box in boxes if box.parent is not None}
    found: list[_Boxed] = []
    for box in boxes:
        if id(box) in inner or (found and box.start < found[-1].box.end):
            continue
        heading = next((h for h in headings if box.start <= h.start < box.end), None)
        lines = page.between(box.start, box.end)
        words = n_words(lines)
        is_short = n_sentences(lines) >= SENTENCES and any(has_date(one, dated) for one in lines)
        if heading is not None and (words >= _LEAST or is_short):
            found.append(_Boxed(box, heading, words, is_short))
    longest = max((one.n_words for one in found), default=0)
    told = [one for one in found if one.is_short or not are_teasers(longest, [one.n_words])]
    return told if len(told) > 1 else []


def _is_about_one(
    page: Markup, headings: Sequence[Heading], stories: Sequence[Story], titles: Sequence[str]
) -> bool:
    """Return whether a page is about one story and announces others."""
    stated = [headline for _, headline in stated_headlines(page)]
    stated = stated if len(stated) == 1 else []
    told = {story.heading.start for story in stories}
    rank = max(story.heading.rank for story in stories)
    for at, heading in enumerate(headings):
        name = clean(page.text[heading.start : heading.end])
        is_named = any(agree(name, title) for title in titles)
        is_stated = any(agree(name, headline) for headline in stated)
        if not (is_stated or (is_named and heading.rank < rank)):
            continue
        ends = (h.start for h in headings[at + 1 :] if h.start in told or h.rank <= heading.rank)
        end = next(ends, len(page.text))
        own = n_words(page.between(heading.end, end))
        if own >= _LEAST_MAIN:
            return True
    return False


def _is_named_after_one(
    page: Markup, stories: Sequence[Story], titles: Sequence[str], dated: Collection[int]
) -> bool:
    """Return whether a page has the name of one story, and most print their dates in other ways.

    What a side bar or the comments hold below a heading has dates too: in another form, or beside
    other words. The stories of a press review, which may be named after one, print theirs alike.
    """
    forms = [_form_of_date(page, story, dated) for story in stories]
    for story, form in zip(stories, forms, strict=True):
        name = clean(page.text[story.heading.start : story.heading.end])
        if any(agree(name, title) for title in titles):
            is_long = n_words(page.between(story.heading.end, story.end)) >= _LEAST_MAIN
            return is_long and 2 * (forms.count(form) - 1) < len(stories) - 1
    return False


def _form_of_date(page: Markup, story: Story, dated: Collection[int]) -> str:
    """Return the line with the date of a story without its time, words and numbers as signs."""
    lines = (line for line in page.between(story.begin, story.end) if not line.blank)
    for line in itertools.islice(lines, _MAX_HEAD):
        if has_date(line, dated):
            return _WORD.sub("a", _NUMBER.sub("9", _CLOCK.sub("", clean(line.text))))
    return ""


def take_months(articles: Sequence[RawArticle]) -> None:
    """Date stories by the month right below their headline, if another story has its day there."""
    undated = [one for one in articles if not {"published", "updated"} & one.fields.keys()]
    if len(undated) == len(articles):
        return
    for article in undated:
        line = read_month_line(article.paragraphs[0]) if len(article.paragraphs) > 1 else None
        piece = next((one for one in article.pieces if one.field == "body"), None)
        if line is None or piece is None or clean(piece.text) != clean(article.paragraphs[0]):
            continue
        piece.field, piece.rule = "published", "date_line"
        del article.paragraphs[0]
        article.set("published", line.dates[0].text)
        if len(line.rest) == 1:
            article.set("source", line.rest[0])
