"""Reader for Europresse exports (.html), in both layouts.

The older layout has one table of ``span`` elements per article; the newer one uses ``article``
elements. In both, an article ends with its document number, "news·20180613·LM·0000".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean, declare_length
from toolkit.reading.exports.common import FURNITURE, is_markup, no_article_error, require_article
from toolkit.reading.exports.covers import mask
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_BETWEEN_NAMES = frozenset({
    "par", "et", "de", "du", "des", "la", "le", "les", "d", "à", "au", "aux", "en", "avec", "pour",
    "von", "van", "und", "y", "e", "correspondant", "correspondante", "correspondance", "envoyé",
    "envoyée", "envoyés", "spécial", "spéciale", "spéciaux", "propos", "recueillis", "service",
})  # fmt: skip
_NUMBER = re.compile(r"news[·.][\w·.-]{6,60}")
_RIGHTS = re.compile(r"\s*(?:©|\(c\)|copyright)", re.IGNORECASE)
_ISSUE = re.compile(r",?\s*(?:no\.?|n°|nº)\s?[\d -]{1,10}.*$", re.IGNORECASE)
_PAGE = re.compile(r",?\s*\bp\.\s*(.{1,20})$")
_WORDS = re.compile(r",?\s*(\d[\d \u00a0]{0,8})\s(?:mots|words)\b", re.IGNORECASE)
_CERTIFICATE = re.compile(
    r"(?:ce certificat|this certificate|date d'émission|issued|certificat)", re.IGNORECASE
)


class EuropresseHtml:
    """Europresse .html."""

    name = "europresse-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return (
            is_markup(head)
            and "DocPublicationName" in document.text
            and "DocHeader" in document.text
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_html(document.text)
        blocks = _blocks(page)
        if not blocks:
            raise no_article_error(document, "Europresse HTML", "an element DocPublicationName")
        spans = [(block.start, block.end) for block in blocks]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        seen: set[str] = set()
        results = (_article(page, block, seen) for block in blocks)
        yield from require_article(document, results, "Europresse HTML")


def _blocks(page: Markup) -> list[Element]:
    """Return the smallest element around each article: ``article`` or a table cell."""
    names = list(page.find(css_class="DocPublicationName"))
    places = [name.index for name in names]
    blocks = []
    for name in names:
        block, above = name, name.parent
        while above is not None and _n_within(places, above) == 1 and block.tag != "article":
            block, above = above, above.parent
        blocks.append(block)
    return outermost(blocks)


def _n_within(places: list[int], block: Element) -> int:
    return bisect_right(places, block.last) - bisect_left(places, block.index)


def _article(page: Markup, block: Element, seen: set[str]) -> RawArticle | Piece:
    builder = ArticleBuilder(page, block.start, block.end)
    outlet = next(page.find(css_class="DocPublicationName", within=block), None)
    title = page.first(css_class="titreArticleVisu", within=block)
    headers = list(page.find(css_class="DocHeader", within=block))
    if outlet is None or title is None:
        return _masked_certificate(builder.reject("not_an_article", "no headline"))
    name = clean(page.content(outlet))
    builder.put("source", outlet.start, outlet.end, rule="outlet", value=_ISSUE.sub("", name))
    if headers:
        _header(builder, headers[0].start, headers[-1].end)
    builder.put("title", title.start, title.end, rule="headline")
    top = max([outlet.end, *(header.end for header in headers)])
    if title.start > top:
        builder.put("kicker", top, title.start, rule="line_above_headline")
    story = page.first(css_class="docOcurrContainer", within=block)
    end = block.end if story is None else story.end
    author = page.first(css_class="sm-margin-bottomNews", within=block) or page.first(
        css_class="docAuthors", within=block
    )
    if author is not None:
        builder.put("byline", author.start, author.end, rule="byline")
    if story is not None:
        _between(builder, title.end, story.start)
    start = title.end if story is None else story.start
    lines = [line for line in page.between(start, end) if line.text.strip()]
    _story(builder, lines, guess_author=author is None and story is None)
    rest = [line for line in page.between(end, block.end) if line.text.strip()]
    _footer(builder, rest)
    return _finish(builder, seen)


def _between(builder: ArticleBuilder, start: int, end: int) -> None:
    """Read what stands between headline and story: the authors, and else the subtitle."""
    for line in builder.source.between(start, end):
        if builder.is_free(line.start, line.end):
            name = "byline" if _looks_like_author(line) else "summary"
            builder.put_lines(name, [line], rule=f"{name}_guess")


def _finish(builder: ArticleBuilder, seen: set[str]) -> RawArticle | Piece:
    number = str(builder.article.extra.get("document_number", ""))
    if number and number in seen:
        reason = f"the same document, {number}, is already in this file"
        return _masked_certificate(builder.reject("duplicate_generation", reason))
    seen.add(number)
    if not builder.article.paragraphs:
        return _masked_certificate(builder.reject("no_text", "a headline without a story"))
    article = builder.finish()
    declare_length(article)
    return article


def _masked_certificate(piece: Piece) -> Piece:
    """Mask the name of the library that made the export."""
    lines = piece.text.split("\n")
    shown = [mask(line) if _CERTIFICATE.match(line.strip()) else line for line in lines]
    piece.text = "\n".join(shown)
    return piece


def _header(builder: ArticleBuilder, start: int, end: int) -> None:
    """Read "Section, jeudi 5 octobre 2013, p. 3", locating the date, since the order varies."""
    text = builder.source.text[start:end]
    at = next(
        (n for n in range(len(text)) if _word_begins(text, n) and date_length(text[n:])), None
    )
    if at is None:
        builder.put("header", start, end, rule="header")
        return
    stop = at + date_length(text[at:])
    builder.put("section", start, start + at, rule="section", value=clean(text[:at]).strip(" ,;"))
    builder.put("published", start + at, start + stop, rule="date")
    rest = clean(text[stop:])
    page, words = _PAGE.search(rest), _WORDS.search(rest)
    builder.put("edition", start + stop, end, rule="after_date", value=_edition(rest))
    if page is not None:
        builder.article.set("page", page[1])
    if words is not None:
        builder.article.set("words_declared", words[1])


def _edition(rest: str) -> str:
    return _WORDS.sub("", _PAGE.sub("", rest)).strip(" ,;")


def _word_begins(text: str, at: int) -> bool:
    return text[at].isalnum() and (at == 0 or not text[at - 1].isalnum())


def _story(builder: ArticleBuilder, lines: list[Line], *, guess_author: bool) -> None:
    stop = next((n for n, line in enumerate(lines) if _ends_story(line)), len(lines))
    story, rest = lines[:stop], lines[stop:]
    if guess_author and len(story) > 1 and _looks_like_author(story[0]):
        builder.put_lines("byline", story[:1], rule="byline_guess")
        story = story[1:]
    for line in story:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    _footer(builder, rest)


def _looks_like_author(line: Line) -> bool:
    """Return whether a line is made of names: "Jane Doe", "Jane Roe et Jean Fa, à Paris (AFP)"."""
    text = line.text.strip()
    words = re.findall(r"[^\W_][\w'’.-]*", text)
    if not words or len(words) > 14 or text[-1] in '.!?:;»"' or not words[0][0].isupper():
        return False
    names = [word for word in words if word.lower() not in _BETWEEN_NAMES]
    return len(names) <= 9 and all(word[0].isupper() for word in names)


def _ends_story(line: Line) -> bool:
    return bool(_RIGHTS.match(line.text)) or bool(_NUMBER.search(line.text))


def _footer(builder: ArticleBuilder, lines: list[Line]) -> None:
    for line in lines:
        number = _NUMBER.search(line.text)
        if number is not None and "document_number" not in builder.article.extra:
            builder.put(
                "document_number", line.start, line.end, rule="number", value=number.group()
            )
        elif _RIGHTS.match(line.text):
            builder.put_lines("copyright", [line], rule="copyright_line")
        else:
            personal = _CERTIFICATE.match(line.text.strip()) is not None
            builder.put_lines("", [line], rule="certificate", action="dropped")
            if personal:  # "issued to" a library: masked in the ledger
                builder.article.pieces[-1].text = mask(builder.article.pieces[-1].text)
