"""Reader of Europresse exports (.html), of both generations.

The older one prints the fields as ``span`` elements in a table per article; the newer one as
``article`` elements. Both end an article with its number, "news·20180613·LM·0000".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Assembly, clean, declare_length
from toolkit.reading.exports.common import FURNITURE, found, is_markup, nothing_found
from toolkit.reading.exports.covers import masked
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

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
        """Say whether the content is in this format."""
        head = document.head
        return (
            is_markup(head)
            and "DocPublicationName" in document.text
            and "DocHeader" in document.text
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        page = parse_html(document.text)
        blocks = _blocks(page)
        if not blocks:
            raise nothing_found(document, "Europresse HTML", "an element DocPublicationName")
        spans = [(block.start, block.end) for block in blocks]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        seen: set[str] = set()
        results = (_article(page, block, seen) for block in blocks)
        yield from found(document, results, "Europresse HTML")


def _blocks(page: Markup) -> list[Element]:
    """Return the smallest element around each article: ``article``, or the cell of its table."""
    names = list(page.find(kind="DocPublicationName"))
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
    work = Assembly(page, block.start, block.end)
    outlet = next(page.find(kind="DocPublicationName", within=block), None)
    title = page.first(kind="titreArticleVisu", within=block)
    headers = list(page.find(kind="DocHeader", within=block))
    if outlet is None or title is None:
        return _masked_certificate(work.reject("not_an_article", "no headline"))
    name = clean(page.content(outlet))
    work.put("source", outlet.start, outlet.end, rule="outlet", value=_ISSUE.sub("", name))
    if headers:
        _header(work, headers[0].start, headers[-1].end)
    work.put("title", title.start, title.end, rule="headline")
    top = max([outlet.end, *(header.end for header in headers)])
    if title.start > top:
        work.put("kicker", top, title.start, rule="line_above_headline")
    story = page.first(kind="docOcurrContainer", within=block)
    end = block.end if story is None else story.end
    author = page.first(kind="sm-margin-bottomNews", within=block) or page.first(
        kind="docAuthors", within=block
    )
    if author is not None:
        work.put("byline", author.start, author.end, rule="byline")
    start = title.end if story is None else story.start
    lines = [line for line in page.between(start, end) if line.text.strip()]
    _story(work, lines, guess_author=author is None and story is None)
    rest = [line for line in page.between(end, block.end) if line.text.strip()]
    _footer(work, rest)
    return _checked(work, seen)


def _checked(work: Assembly, seen: set[str]) -> RawArticle | Piece:
    number = str(work.article.extra.get("document_number", ""))
    if number and number in seen:
        reason = f"the same document, {number}, stands in this file already"
        return _masked_certificate(work.reject("duplicate_generation", reason))
    seen.add(number)
    if not work.article.paragraphs:
        return _masked_certificate(work.reject("no_text", "a headline without a story"))
    article = work.finish()
    declare_length(article)
    return article


def _masked_certificate(piece: Piece) -> Piece:
    """Mask the library to which the export was issued."""
    lines = piece.text.split("\n")
    shown = [masked(line) if _CERTIFICATE.match(line.strip()) else line for line in lines]
    piece.text = "\n".join(shown)
    return piece


def _header(work: Assembly, start: int, end: int) -> None:
    """Read "Section, jeudi 5 octobre 2013, p. 3": the order varies, the date is known by form."""
    text = work.source.text[start:end]
    at = next(
        (n for n in range(len(text)) if _word_begins(text, n) and date_length(text[n:])), None
    )
    if at is None:
        work.put("header", start, end, rule="header")
        return
    stop = at + date_length(text[at:])
    work.put("section", start, start + at, rule="section", value=clean(text[:at]).strip(" ,;"))
    work.put("published", start + at, start + stop, rule="date")
    rest = clean(text[stop:])
    page, words = _PAGE.search(rest), _WORDS.search(rest)
    work.put("edition", start + stop, end, rule="after_date", value=_edition(rest))
    if page is not None:
        work.article.set("page", page[1])
    if words is not None:
        work.article.set("words_declared", words[1])


def _edition(rest: str) -> str:
    return _WORDS.sub("", _PAGE.sub("", rest)).strip(" ,;")


def _word_begins(text: str, at: int) -> bool:
    return text[at].isalnum() and (at == 0 or not text[at - 1].isalnum())


def _story(work: Assembly, lines: list[Line], *, guess_author: bool) -> None:
    stop = next((n for n, line in enumerate(lines) if _ends_story(line)), len(lines))
    story, rest = lines[:stop], lines[stop:]
    if guess_author and len(story) > 1 and _looks_like_author(story[0]):
        work.put_lines("byline", story[:1], rule="byline_guess")
        story = story[1:]
    for line in story:
        work.put("body", line.start, line.end, rule="paragraph", value=line.text)
    _footer(work, rest)


def _looks_like_author(line: Line) -> bool:
    words = line.text.split()
    return len(words) <= 5 and line.text.strip()[-1] not in '.!?:;»"' and words[0][0].isupper()


def _ends_story(line: Line) -> bool:
    return bool(_RIGHTS.match(line.text)) or bool(_NUMBER.search(line.text))


def _footer(work: Assembly, lines: list[Line]) -> None:
    for line in lines:
        number = _NUMBER.search(line.text)
        if number is not None and "document_number" not in work.article.extra:
            work.put("document_number", line.start, line.end, rule="number", value=number.group())
        elif _RIGHTS.match(line.text):
            work.put_lines("copyright", [line], rule="copyright_line")
        else:
            personal = _CERTIFICATE.match(line.text.strip()) is not None
            work.put_lines("", [line], rule="certificate", action="dropped")
            if personal:  # "issued to" a library: masked in the ledger
                work.article.pieces[-1].text = masked(work.article.pieces[-1].text)
