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
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Line, clean
from toolkit.reading.exports.common import is_markup
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.page_data import page_data
from toolkit.reading.interface import Piece, RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, ReadOptions

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|h1|div|p)[\s>]", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_MOST_WORK = 10**8
_FIELDS = ("title", "published", "updated", "section", "byline", "source", "language", "place",
           "agency", "url")  # fmt: skip


class WebPage:
    """A saved page as one article."""

    name = "web-page"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_markup(document.head) and _HTML.search(document.head[:8000]) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        article = read_page(document.text)
        if article is None:
            problem = "this looks like a saved web page, but no story was found in it"
            remedy = "Save the page again once it has loaded, or copy its text into a .txt file."
            raise reading_error(document, 0, problem, remedy)
        yield article


def read_page(source: str) -> RawArticle | None:
    """Return the article of a page, or None if the page holds no story."""
    page = parse_html(source)
    data = page_data(page)
    paragraphs, extractor = story(source, page, data.get("story", ""))
    if not paragraphs:
        return None
    article = RawArticle(line=1, received=n_characters(page.text))
    for name in _FIELDS:
        article.set(name, data.get(name, ""))
    for name in ("description", "keywords"):
        article.set(name, data.get(name, ""))
    article.set("extractor", extractor)
    title = _squeezed(data.get("title", ""))
    for paragraph in paragraphs:
        if _squeezed(paragraph) != title:
            article.set("body", paragraph)
    _account(article, page, title)
    return article


def story(source: str, page: Markup, linked: str) -> tuple[list[str], str]:
    """Return the paragraphs of the story, and the name of the method that found them."""
    # lxml takes a minute on nesting that no real page has
    if not page.flattened and importlib.util.find_spec("trafilatura") is not None:
        found = _by_trafilatura(source)
        if found:
            return found, f"trafilatura {importlib.metadata.version('trafilatura')}"
    if linked:
        text = parse_html(linked).text if "<" in linked else linked
        return [line.strip() for line in text.split("\n") if line.strip()], "json-ld"
    return by_paragraphs(page), "paragraphs"


def _by_trafilatura(source: str) -> list[str]:
    try:
        import trafilatura
    except ImportError:  # installed without lxml_html_clean, which the extra "html" brings
        return []
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # hide its messages about broken pages
    try:
        text = trafilatura.extract(
            source, include_comments=False, include_tables=True, include_formatting=False
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


def _account(article: RawArticle, page: Markup, title: str) -> None:
    """Add a ledger piece for every visible line."""
    captions = {
        line.start
        for element in outermost(page.find("figcaption"))
        for line in page.between(element.start, element.end)
    }
    body = {_squeezed(paragraph) for paragraph in article.paragraphs}
    whole = "".join(body)
    builder = 0
    for line in page.lines:
        if line.blank:
            continue
        text = _squeezed(line.text)
        inside = text in body
        if not inside and len(text) > 15 and builder < _MOST_WORK:
            builder += len(whole)
            inside = text in whole
        article.pieces.append(_line_piece(page, line, inside, text == title))
        if not inside and line.start in captions:
            article.captions.append(line.text.strip())
            article.pieces[-1].action, article.pieces[-1].field = "moved", "captions"


def _line_piece(page: Markup, line: Line, inside: bool, is_title: bool) -> Piece:  # noqa: FBT001
    number = page.line_number(line.start)
    text = line.text.strip()
    if is_title:
        return Piece(text, "kept", "title", "headline", number)
    if inside:
        return Piece(text, "kept", "body", "extracted", number)
    reason = "outside the story: menu, related article, comment, footer"
    return Piece(text, "dropped", "", "page_furniture", number, reason=reason)


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)
