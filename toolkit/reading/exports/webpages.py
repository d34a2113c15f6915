"""Reader for saved web pages.

The story is extracted by trafilatura if installed, otherwise taken from JSON-LD or the ``<p>``
elements; ``extra["extractor"]`` names the method. Every line of the page is in the ledger: kept as
body or headline, moved (captions), or dropped as page furniture.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import re
from collections import Counter, deque
from itertools import accumulate
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import is_markup, letters_of, root_name
from toolkit.reading.exports.html_pages import INLINE, parse_html
from toolkit.reading.exports.html_tables import read_html_table
from toolkit.reading.exports.linked_data import story_data
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.page_data import (
    Metadata,
    headlines_of,
    page_fields,
    printed_lines,
)
from toolkit.reading.exports.page_meta import meta_data
from toolkit.reading.exports.story_region import StoryRegion
from toolkit.reading.interface import Piece, RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.exports.page_data import Printed
    from toolkit.reading.interface import Action, Document, ReadOptions

_DOCTYPE = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_PAGE_ROOTS = frozenset({
    "html", "head", "body", "article", "main", "section", "header", "div", "p", "span", "table",
    "h1", "h2", "meta", "title", "script", "link", "style", "a", "img", "center", "font", "b", "i",
    "br", "hr",
    "ul", "ol", "nav", "form", "noscript", "base", "blockquote", "iframe",
})  # fmt: skip
_TIME = re.compile(r"<(/?)time(?=[\s>])", re.IGNORECASE)
_ARCHIVE_FRAME = ("wm-ipp", "donato")
"""Begin the ids of what a web archive puts around a page."""

_BLANKS = re.compile(r"\s+")
_SENTENCE = 12
_MOST = 0.8
_MAX_WORK = 2 * 10**8
_MOST_INLINE = 3_000
_MOST_BLOCKS = 3_000
"""Above so many, trafilatura is not asked for the second opinions (justext, readability) whose time
grows with the square of the blocks; its own rules take time in proportion to them."""
_OUTSIDE = "outside the story: menu, related article, comment, footer"
_FIELDS = ("title", "published", "updated", "section", "byline", "source", "language", "place",
           "agency", "url")  # fmt: skip


class WebPage:
    """A saved page as one article."""

    name = "web-page"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        if not is_markup(head):
            return False
        if _DOCTYPE.search(head[:2000]):
            return True
        root = root_name(head).lower()
        return root == "html" or (root in _PAGE_ROOTS and "<?xml" not in head[:200])

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        article = read_page(document.text)
        if article is None and "<table" in document.text.lower():
            rows = list(read_html_table(document, options))
            yield from rows
            if rows:
                return
        if article is None:
            problem = "this looks like a saved web page, but no story was found in it"
            remedy = "Save the page again once it has loaded, or copy its text into a .txt file."
            raise reading_error(document, 0, problem, remedy)
        yield article


def read_page(source: str) -> RawArticle | None:
    """Return the article of a page, or None if the page holds no story."""
    page = parse_html(source)
    headlines = headlines_of(page)
    metadata = Metadata(story_data(page, headlines), meta_data(page))
    paragraphs, extractor = find_story(source, page, metadata.linked.get("story", ""))
    lines = _Lines(page, paragraphs)
    region = StoryRegion(page, lines.of_story, next(iter(headlines), ""))
    printed = printed_lines(page, region, metadata)
    fields = page_fields(page, metadata, region, printed)
    article = RawArticle(line=1, received=n_characters(page.text))
    for name in (*_FIELDS, "description", "keywords", "other_dates"):
        article.set(name, fields.get(name, ""))
    article.set("extractor", extractor)
    titles = {letters_of(title): title for title in (region.headline, fields.get("title", ""))}
    apart = {_squeezed(p.line.text) for p in printed}
    apart |= {_squeezed(line.text) for line in page.lines if line.start in lines.of_frame}
    for paragraph in paragraphs:
        bare = _squeezed(paragraph).removeprefix("-")
        if bare not in apart and letters_of(paragraph) not in titles.keys() - {""}:
            article.set("body", paragraph)
    rows_alone = all(paragraph.startswith("|") for paragraph in article.paragraphs)
    if rows_alone or _is_table(page, lines, titles.keys()):
        return None  # nothing, or a table without a story
    if letters_of(region.headline) != letters_of(fields.get("title", "")):
        article.set("other_title", region.headline)
    _account(article, page, lines, printed)
    return article


def _is_table(page: Markup, lines: _Lines, titles: Iterable[str]) -> bool:
    """Return whether all that was found stands in the cells of a table, and none is a sentence."""
    story = [line for line in lines.of_story if letters_of(line.text) not in titles]
    if not story or any(len(line.text.split()) >= _SENTENCE for line in story):
        return False
    return all(_in_cell(page.innermost(line)) for line in story)


def _in_cell(element: Element | None) -> bool:
    while element is not None and element.tag not in {"td", "th", "caption"}:
        element = element.parent
    return element is not None


class _Lines:
    """Which visible lines of a page are in the paragraphs that an extractor found.

    Each stretch of the paragraphs is one line of the page: where a page holds two equal lines and
    the extractor gives one, the second is not in the story.
    """

    def __init__(self, page: Markup, paragraphs: Sequence[str]) -> None:
        cells = (paragraph.split("|") if paragraph.startswith("|") else [paragraph]
                 for paragraph in paragraphs)  # fmt: skip
        bare = [_squeezed(cell).removeprefix("-") for row in cells for cell in row if cell]
        self._joined = "\n".join(bare)
        self._whole: dict[str, deque[int]] = {}
        starts = accumulate((len(text) + 1 for text in bare), initial=0)
        for text, start in zip(bare, starts, strict=False):
            self._whole.setdefault(text, deque()).append(start)
        self._taken = bytearray(len(self._joined))
        self._spent = self._next = 0
        self.starts: set[int] = set()
        self.repeats: set[int] = set()
        self.of_story: list[Line] = []
        frames = [(e.start, e.end) for e in page.elements
                  if e.attributes.get("id", "").startswith(_ARCHIVE_FRAME)]  # fmt: skip
        self.of_frame = {line.start for span in frames for line in page.between(*span)}
        for line in page.lines:
            text = _squeezed(line.text)
            if line.start in self.of_frame:
                continue
            if text and (self._is_paragraph(text) or (len(text) > 15 and self._is_part(text))):
                self.starts.add(line.start)
                self.of_story.append(line)
            elif text in self._whole:
                self.repeats.add(line.start)

    def _is_paragraph(self, text: str) -> bool:
        starts = self._whole.get(text)
        while starts:
            if self._take(starts.popleft(), text):
                return True
        return False

    def _is_part(self, text: str) -> bool:
        for begin in (self._next, 0):
            at = begin
            while self._spent < _MAX_WORK and (at := self._joined.find(text, at)) >= 0:
                self._spent += at - begin + len(text)
                if self._take(at, text):
                    return True
                at += len(text)
            self._spent += len(self._joined) - begin
        return False

    def _take(self, at: int, text: str) -> bool:
        """Take a stretch of the story for a line, unless another line has it."""
        end = at + len(text)
        if self._taken.find(1, at, end) >= 0:
            return False
        self._taken[at:end] = b"\1" * len(text)
        self._next = end
        return True


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
    return by_paragraphs(page), "paragraphs"


def _are_in(paragraphs: Sequence[str], text: str) -> bool:
    """Return whether a text is several paragraphs, and little else, run into one."""
    whole = _squeezed(text)
    parts = [_squeezed(paragraph) for paragraph in paragraphs]
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
            _TIME.sub(r"<\1span", source),
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
    paragraphs = [p for p in page.find("p") if len(page.content(p).split()) > 2]
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
    above = element.parent
    while above is not None:
        if above.tag in {"article", "main"} or above.attributes.get("itemprop") == "articleBody":
            return above
        above = above.parent
    return element.parent


def _in_caption(element: Element) -> bool:
    above = element.parent
    while above is not None:
        if above.tag in {"figure", "figcaption", "nav", "footer", "aside", "header"}:
            return True
        above = above.parent
    return False


def _account(article: RawArticle, page: Markup, lines: _Lines, printed: Sequence[Printed]) -> None:
    """Add a ledger piece for every visible line."""
    captions = {
        line.start
        for element in outermost(page.find("figcaption"))
        for line in page.between(element.start, element.end)
    }
    about = {line.line.start: line for line in printed}
    title, has_title = letters_of(article.fields.get("title", "")), False
    other = letters_of(str(article.extra.get("other_title", "")))
    for line in page.lines:
        if line.blank:
            continue
        if line.start in about:
            piece = _printed_piece(article, page, about[line.start])
        elif title and letters_of(line.text) == title:
            piece = _headline_piece(page, line, is_first=not has_title)
            has_title = True
        elif other and letters_of(line.text) == other:
            piece = _piece(page, line, "kept", "extra", "headline")
        elif line.start in lines.starts:
            piece = _piece(page, line, "kept", "body", "extracted")
        elif line.start in lines.repeats:
            reason = "an equal line of the page is in the story; the extractor gives one of them"
            piece = _piece(page, line, "dropped", "", "repeated_line", reason)
        elif line.start in captions:
            piece = _piece(page, line, "moved", "captions", "figcaption")
            article.captions.append(line.text.strip())
        else:
            piece = _piece(page, line, "dropped", "", "page_furniture", _OUTSIDE)
        article.pieces.append(piece)


def _headline_piece(page: Markup, line: Line, *, is_first: bool) -> Piece:
    if is_first:
        return _piece(page, line, "kept", "title", "headline")
    return _piece(page, line, "dropped", "", "repeated_headline", "repeats the headline")


def _printed_piece(article: RawArticle, page: Markup, printed: Printed) -> Piece:
    """Return the piece of a date line or byline: kept where a field was read from it."""
    for date in printed.dates:
        for kind in ("published", "updated"):
            if article.fields.get(kind) == date.text:
                return _piece(page, printed.line, "kept", kind, "date_line")
    if printed.byline and printed.byline == article.fields.get("byline"):
        return _piece(page, printed.line, "kept", "byline", "byline_line")
    rule = "byline_line" if printed.byline and not printed.dates else "date_line"
    reason = "the page states it elsewhere as well, and that was taken"
    return _piece(page, printed.line, "dropped", "", rule, reason)


def _piece(  # noqa: PLR0917 - the columns of a piece
    page: Markup, line: Line, action: Action, field: str, rule: str, reason: str = ""
) -> Piece:
    number = page.line_number(line.start)
    return Piece(line.text.strip(), action, field, rule, number, reason=reason)


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)
