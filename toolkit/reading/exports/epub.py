"""Reader for EPUB books: magazines, and issues of newspapers that Calibre fetched.

Each page with a story is an article. Where the contents name several places of a page, or several
headings of it have a date, each of these is one; a page that the contents do not name goes on
with the story before it. Covers, contents and lists of links are in the ledger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import FURNITURE, no_article_error
from toolkit.reading.exports.epub_contents import CONTAINER, parse_page, read_book, target
from toolkit.reading.exports.headed_stories import Heading, Story, flag_headings
from toolkit.reading.exports.markup import Enclosures, around, part_of
from toolkit.reading.exports.office_parts import has_part, opened_parts
from toolkit.reading.exports.page_stories import RANKS, headings_of, stories_of_page
from toolkit.reading.exports.webpages import story_of_part
from toolkit.reading.interface import DATE_FIELDS, Piece, RawArticle
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.epub_contents import Book, Entry
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, ReadOptions

_APART = frozenset({"nav", "aside", "figcaption", "caption"})
_NAVIGATION = "calibre_navbar"
_NO_STORIES = re.compile(
    r"\b(?:cover|(?:half)?titlepage|copyright-page|imprint|colophon|toc|landmarks|page-list|index)\b"
)
"""What pages without stories are called by their ``epub:type``."""

_BLOCKS = frozenset({"li", "tr", "p", "dd", "dt", "div", "h1", "h2", "h3", "h4"})
_LEAST_WORDS = 20

_FURNITURE = "page_furniture"
_NO_STORY = "a page of the book without a story: cover, contents, pictures"


class _Page(NamedTuple):
    """A page of a book.

    Attributes
    ----------
    part, number : str, int
        Its name, and its place among the pages, from 1.
    text : Markup
        What it shows.
    starts : dict of str to int
        Where the elements begin that have an id.
    entries : list of Entry
        The entries of the contents that lead to it, but for those below another one that does.
    heading : Heading or None
        The first of its headings.
    """

    part: str
    number: int
    text: Markup
    starts: dict[str, int]
    entries: list[Entry]
    heading: Heading | None


class Epub:
    """An EPUB book."""

    name = "epub"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return has_part(document, CONTAINER)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        held: RawArticle | None = None
        part_held = ""
        with opened_parts(document, "EPUB book") as parts:
            book = read_book(document, parts)
            for number, part in enumerate(book.pages, start=1):
                page = _page(book, part, number, parse_page(part, parts))
                for item in _items(book, page):
                    if isinstance(item, Piece):
                        yield item
                    elif held is not None and _goes_on(book, page, (held, part_held), item):
                        _join(held, item)
                    elif _is_short(item):
                        text = "\n".join(piece.text for piece in item.pieces)
                        yield Piece(text, "dropped", "", _FURNITURE, number, reason=_NO_STORY)
                    else:
                        if held is not None:
                            yield held
                        held, part_held = item, part
        if held is None:
            raise no_article_error(document, "an EPUB book", "a page with a story")
        yield held


def _goes_on(book: Book, page: _Page, before: tuple[RawArticle, str], article: RawArticle) -> bool:
    """Return whether a page goes on with the story before it.

    Then it has no heading, and the contents do not name it; or its heading stands below that of
    the story in the contents, and only the story has a date.
    """
    if not page.entries:
        return bool(book.entries) and page.heading is None
    story, part = before
    is_below = any(entry.above is not None and entry.above.page == part for entry in page.entries)
    return is_below and page.part != part and _is_dated(story) and not _is_dated(article)


def _is_dated(article: RawArticle) -> bool:
    return any(map(article.fields.get, DATE_FIELDS))


def _is_short(article: RawArticle) -> bool:
    """Return whether a page is no story but a title page: a few words and no date."""
    return count_words(article.body) < _LEAST_WORDS and not _is_dated(article)


def _page(book: Book, part: str, number: int, text: Markup) -> _Page:
    elements = [element for element in text.elements if element.attributes.get("id")]
    starts = {element.attributes["id"]: element.start for element in reversed(elements)}
    entries = [entry for entry in book.entries if entry.page == part]
    tops = [entry for entry in entries if entry.above is None or entry.above.page != part]
    heading = _first_heading(text, 0, len(text.text))
    if len(tops) == 1 and heading is not None:
        below = [one for one in entries if one.above is tops[0] and starts.get(one.place, 0)]
        begins = [starts[one.place] for one in below]
        if begins and not text.has_text(heading.end, min(begins)):
            tops = below  # the name of a section stands right above its stories
    return _Page(part, number, text, starts, tops, heading)


def _items(book: Book, page: _Page) -> Iterator[RawArticle | Piece]:
    """Yield the articles of a page, and what belongs to none of them."""
    text = page.text
    spans: list[tuple[int, int]] = []
    for story in () if _has_no_story(book, page) else _stories(page):
        article = _article(book, page, story)
        if article is not None:
            spans.append((story.begin, story.end))
            yield article
    reason = FURNITURE if spans else _NO_STORY
    for piece in text.outside(spans, _FURNITURE, reason):
        piece.line = page.number
        yield piece


def _article(book: Book, page: _Page, story: Story) -> RawArticle | None:
    """Return one of the articles of a page; its line, and those of its pieces, is that page."""
    part = part_of(page.text, story.begin, story.end)
    above = [one for one in page.entries if page.starts.get(one.place, 0) <= story.heading.start]
    entry = above[-1] if above else None
    name = clean(page.text.text[story.heading.start : story.heading.end])
    headline = name or ("" if entry is None else entry.name)
    article = story_of_part(part, headline, is_apart=_asides().holds)
    if article is None:
        return None
    flag_headings(article, part, headings_of(part))
    section = None if entry is None else entry.above
    article.set("section", story.section or ("" if section is None else section.name))
    article.set("url", _address(part))
    if not article.fields.get("language"):
        article.set("language", book.facts["language"])
    article.set("book", book.facts["title"])
    article.set("book_date", book.facts["date"])
    article.line = page.number
    for piece in article.pieces:
        piece.line = page.number
    return article


def _stories(page: _Page) -> list[Story]:
    """Return the stories of a page: below dated headings, at places that the contents name, or one.

    Entries below another one of the same page are parts of its story. A text above the first
    place that is named is a story, too.
    """
    text = page.text
    dated = stories_of_page(text, headings_of(text))
    if dated:
        return dated
    named = {page.starts[entry.place] for entry in page.entries if entry.place in page.starts}
    starts = sorted(named) if len(named) > 1 else [0]
    if count_words(text.text[: starts[0]]) >= _LEAST_WORDS:
        starts = [0, *starts]
    spans = zip(starts, [*starts[1:], len(text.text)], strict=True)
    found = [(begin, end, _first_heading(text, begin, end)) for begin, end in spans]
    return [Story(begin, end, head or Heading(begin, begin, 1)) for begin, end, head in found]


def _first_heading(text: Markup, begin: int, end: int) -> Heading | None:
    aside = _asides()
    headings = (e for e in text.starting_in(begin, end) if e.tag in RANKS)
    shown = (e for e in headings if text.has_text(e.start, e.end) and not aside.holds(e))
    first = next(shown, None)
    return None if first is None else Heading(first.start, first.end, RANKS[first.tag])


def _has_no_story(book: Book, page: _Page) -> bool:
    """Return whether a page is a cover or an imprint, or little but links to other pages."""
    text = page.text
    around_all = (e for e in text.elements if e.end - e.start == len(text.text))
    kinds = " ".join(e.attributes.get("epub:type", "") for e in around_all)
    if _NO_STORIES.search(kinds) or page.part == book.contents:
        return True
    aside, others = _asides(), set(book.pages) - {page.part}
    links = [e for e in text.find("a") if not aside.holds(e)
             and target(e.attributes.get("href", ""), page.part)[0] in others]  # fmt: skip
    blocks = {one.index for link in links for one in _block_of(link)}
    lists = Enclosures(lambda element: element.index in blocks)
    told = [line for line in text.lines if not line.blank]
    told = [line for line in told if not aside.holds(text.innermost(line))]
    told = [line for line in told if not lists.holds(text.innermost(line))]
    n_told = sum(count_words(line.text) for line in told)
    return n_told < _LEAST_WORDS and (len(links) > 1 or page.heading is None)


def _block_of(link: Element) -> Iterator[Element]:
    """Yield the item of a list around a link, or the paragraph."""
    found = [element for element in around(link) if element.tag in _BLOCKS]
    item = next((element for element in found if element.tag in {"li", "tr"}), None)
    yield from [item] if item is not None else found[:1]


def _asides() -> Enclosures:
    """Return what stands beside the stories of a page: links of Calibre, notes, captions."""
    return Enclosures(lambda e: e.tag in _APART or e.has_class(_NAVIGATION))


def _address(part: Markup) -> str:
    """Return where Calibre fetched a story, "" if it does not say."""
    links = (e for bar in part.find(css_class=_NAVIGATION) for e in part.find("a", within=bar))
    addresses = (link.attributes.get("href", "") for link in links)
    return next((one for one in addresses if one.startswith(("http://", "https://"))), "")


def _join(article: RawArticle, more: RawArticle) -> None:
    """Add a page to the story that it goes on with."""
    article.paragraphs += more.paragraphs
    article.captions += more.captions
    article.pieces += more.pieces
    article.received = (article.received or 0) + (more.received or 0)
    for name, value in more.fields.items():
        if name in DATE_FIELDS or name == "byline":
            article.set(f"{name} on the next page", value)
