"""Reader for saved web pages.

The story is extracted by trafilatura if installed, otherwise taken from JSON-LD or the ``<p>``
elements; ``extra["extractor"]`` names the method. A page of several stories (see `page_stories`)
gives an article for each. Every line of the page is in the ledger: kept as
body or headline, moved (captions), or dropped as page furniture.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.dates import numeric_order
from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import (
    FURNITURE,
    is_bookmarks,
    is_markup,
    is_zotero_report,
    letters_of,
    root_name,
)
from toolkit.reading.exports.digit_orders import language_of_text, order_of_digits
from toolkit.reading.exports.headed_stories import flag_dates, flag_headings
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.html_tables import parse_table_page, read_column_tables
from toolkit.reading.exports.item_lists import listed_items, read_items
from toolkit.reading.exports.label_blocks import holds_blocks, read_blocks
from toolkit.reading.exports.linked_data import story_data
from toolkit.reading.exports.markup import around, outermost, part_of
from toolkit.reading.exports.page_data import (
    Metadata,
    headlines_of,
    page_fields,
    printed_lines,
    titles_of,
)
from toolkit.reading.exports.page_meta import meta_data
from toolkit.reading.exports.page_sources import page_source
from toolkit.reading.exports.page_stories import (
    headings_of,
    is_live_blog,
    stories_of_page,
    take_months,
    text_lines,
)
from toolkit.reading.exports.story_lines import StoryLines
from toolkit.reading.exports.story_region import StoryRegion
from toolkit.reading.exports.story_text import find_story, squeezed
from toolkit.reading.interface import DATE_FIELDS, Piece, RawArticle, n_characters, reading_error
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
_SENTENCE = 12
_BY_HEADINGS = "headings"
_OUTSIDE = "outside the story: menu, related article, comment, footer"
_FIELDS = ("title", "published", "updated", "section", "byline", "source", "language", "place",
           "agency", "url")  # fmt: skip


class WebPage:
    """A saved page as one article, or as several that have a heading and a date each."""

    name = "web-page"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        if not is_markup(head) or is_bookmarks(head) or is_zotero_report(head):
            return False
        if _DOCTYPE.search(head[:2000]):
            return True
        root = root_name(head).lower()
        return root == "html" or (root in _PAGE_ROOTS and "<?xml" not in head[:200])

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_table_page(document.text)
        stories = read_stories(document.text) if page is None else []
        if not stories and "<table" in document.text.lower():
            page = parse_html(document.text) if page is None else page
            rows = list(read_column_tables(document, page, options))
            yield from rows
            if rows:
                return
        if not stories:
            problem = "this looks like a saved web page, but no story was found in it"
            remedy = "Save the page again once it has loaded, or copy its text into a .txt file."
            raise reading_error(document, 0, problem, remedy)
        yield from stories


def read_stories(source: str) -> list[RawArticle | Piece]:
    """Return the articles of a page, most often one, and what belongs to none of them.

    Examples
    --------
    >>> story = "<p>" + "Envoys met on Sunday. " * 6 + "</p>"
    >>> one, two = (f"<h2>{head}</h2><p>{day} May 2018</p>{story}" for head, day in ("A5", "B6"))
    >>> [item.fields["published"] for item in read_stories(f"<html><body>{one}{two}</body></html>")]
    ['5 May 2018', '6 May 2018']
    """
    received = page_source(source)
    return received.complete(_stories(received.html))


def _stories(source: str) -> list[RawArticle | Piece]:
    page = parse_html(source)
    headings = headings_of(page)
    stories = stories_of_page(page, headings)
    if not stories and holds_blocks(page, least=2):
        return list(read_blocks(page))
    if not stories and (items := listed_items(page)):
        return list(read_items(page, items))
    if not stories:
        article = _whole_page(source, page)
        if article is not None:
            flag_headings(article, page, headings)
            flag_dates(article)
        return [] if article is None else [article]
    found: list[RawArticle | Piece] = []
    for story in stories:
        part = part_of(page, story.begin, story.end)
        article = story_of_part(part, clean(page.text[story.heading.start : story.heading.end]))
        if article is None:
            reason = "a heading without a text below it"
            found.append(
                page.piece(story.begin, story.end, "dropped", rule="no_text", reason=reason)
            )
        else:
            article.set("section", story.section)
            flag_dates(article)
            found.append(article)
    take_months([item for item in found if isinstance(item, RawArticle)])
    spans = [(story.begin, story.end) for story in stories]
    return [*found, *page.outside(spans, "page_furniture", FURNITURE)]


def read_page(source: str) -> RawArticle | None:
    """Return the article of a page read as one, or None if the page holds no story."""
    received = page_source(source)
    article = _whole_page(received.html, parse_html(received.html))
    if article is not None:
        received.complete([article])
    return article


def _whole_page(source: str, page: Markup) -> RawArticle | None:
    metadata = Metadata(story_data(page, headlines_of(page)), meta_data(page))
    paragraphs, extractor = find_story(source, page, metadata.linked.get("story", ""))
    article = _article_of(page, metadata, paragraphs, extractor=extractor)
    if article is not None and metadata.linked.get("paid"):
        reason = "the page says that it is for subscribers: the story may end where that begins"
        article.flag("subscribers_only", reason)
    if article is not None and is_live_blog(page):
        reason = "a live blog: posts of several times are one article under the date of the page"
        article.flag("live_blog", reason)
    return article


def story_of_part(
    part: Markup, headline: str, *, is_apart: Callable[[Element | None], bool] | None = None
) -> RawArticle | None:
    """Return one of the several articles of a page, None if it has no text.

    All lines are its text but those within elements that are set apart; by default only lines of
    paragraphs are, and none of menus and buttons.
    """
    metadata = Metadata(story_data(part, [headline]) | {"title": headline}, {})
    lines = text_lines(part)
    if is_apart is not None:
        filled = (line for line in part.lines if not line.blank)
        lines = [line for line in filled if not is_apart(part.innermost(line))]
    paragraphs = [line.text.strip() for line in lines]
    article = _article_of(part, metadata, paragraphs, extractor=_BY_HEADINGS)
    if article is not None and article.pieces:
        article.line = article.pieces[0].line
    return article


def _article_of(
    page: Markup, metadata: Metadata, paragraphs: Sequence[str], *, extractor: str
) -> RawArticle | None:
    names = titles_of(page) or [metadata.linked.get("title", ""), *headlines_of(page)[:1]]
    lines = StoryLines(page, paragraphs)
    region = StoryRegion(page, lines.of_story, names)
    if extractor == _BY_HEADINGS:
        region.start = region.lead_start = 0
        region.end = len(page.text)
    if extractor != _BY_HEADINGS:
        paragraphs = lines.without(region, paragraphs)
    printed = printed_lines(page, region, metadata)
    fields = page_fields(page, metadata, region, printed)
    article = RawArticle(line=1, received=n_characters(page.text))
    for name in (*_FIELDS, "description", "keywords", "other_dates"):
        article.set(name, fields.get(name, ""))
    article.set("extractor", extractor)
    titles = {letters_of(title): title for title in (region.headline, fields.get("title", ""))}
    apart = {squeezed(p.line.text) for p in printed}
    apart |= {squeezed(line.text) for line in page.lines if line.start in lines.of_frame}
    for paragraph in paragraphs:
        bare = squeezed(paragraph).removeprefix("-")
        if bare not in apart and letters_of(paragraph) not in titles.keys() - {""}:
            article.set("body", paragraph)
    rows_alone = all(paragraph.startswith("|") for paragraph in article.paragraphs)
    if rows_alone or _is_table(page, lines, titles.keys()):
        return None  # nothing, or a table without a story
    if letters_of(region.headline) != letters_of(fields.get("title", "")):
        article.set("other_title", region.headline)
    _set_order(article, page.text)
    _account(article, page, lines, printed)
    return article


def _set_order(article: RawArticle, text: str) -> None:
    dates = [article.fields[kind] for kind in DATE_FIELDS if article.fields.get(kind)]
    if not any(numeric_order(date) == "?" for date in dates):
        return
    language = language_of_text(article.fields.get("language", ""), article.body)
    article.date_order, why = order_of_digits(dates, text, language)
    if article.date_order:
        first = "day" if article.date_order == "dmy" else "month"
        article.flag("date_order_of_page", f"read with the {first} first, as {why}", text=dates[0])


def _is_table(page: Markup, lines: StoryLines, titles: Iterable[str]) -> bool:
    """Return whether all that was found stands in the cells of a table, and none is a sentence."""
    story = [line for line in lines.of_story if letters_of(line.text) not in titles]
    if not story or any(count_words(line.text) >= _SENTENCE for line in story):
        return False
    return all(_in_cell(page.innermost(line)) for line in story)


def _in_cell(element: Element | None) -> bool:
    return any(one.tag in {"td", "th", "caption"} for one in around(element))


def _account(
    article: RawArticle, page: Markup, lines: StoryLines, printed: Sequence[Printed]
) -> None:
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
