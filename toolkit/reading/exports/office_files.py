"""Readers for .docx, .odt and .rtf files: the export of a database, or else articles below heads.

If the text begins with a headline and a date line, each further headline with a date line below it
begins an article; else the file is one article. In each, the first heading or paragraph is the
headline; a date line, byline or outlet between it and the first long paragraph is read as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.clippings import source_line
from toolkit.reading.exports.common import is_rtf, require_article
from toolkit.reading.exports.date_lines import is_byline, read_date_line
from toolkit.reading.exports.docx import is_docx, parse_docx
from toolkit.reading.exports.factiva import looks_like_factiva
from toolkit.reading.exports.factiva_lines import read_lines
from toolkit.reading.exports.genios import looks_like_genios, read_genios
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.nexis_legacy import (
    counter_spans,
    is_single_document,
    read_legacy,
    read_single,
)
from toolkit.reading.exports.nexis_uni import BODY, END, read_uni
from toolkit.reading.exports.odt import is_odt, parse_odt
from toolkit.reading.exports.rtf import parse_rtf
from toolkit.reading.interface import reading_error
from toolkit.reading.page_furniture import is_outlet
from toolkit.reading.paragraphs import find_caption
from toolkit.reading.text_lines import MAX_TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
    from toolkit.reading.exports.markup import Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_MAX_HEAD = 8
_LONG = 20
_HEADINGS = ("heading", "title", "berschrift", "überschrift", "titre", "titel", "titolo", "título")


class WordDocument:
    """A .docx file that is no Nexis Uni export."""

    name = "docx"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_docx(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_docx(document)
        yield from _read(document, page, list(_styled_headings(page)))


class OpenDocument:
    """An .odt file."""

    name = "odt"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_odt(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_odt(document)
        headings = [(e.start, e.end) for e in page.find("h") if page.has_text(e.start, e.end)]
        yield from _read(document, page, headings)


class RichText:
    """An .rtf file: a Nexis, Nexis Uni, Factiva or Genios export if it looks like one."""

    name = "rtf"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_rtf(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from _read(document, parse_rtf(document), [])


def _read(
    document: Document, source: LinedText, headings: Sequence[tuple[int, int]]
) -> Iterator[RawArticle | Piece]:
    """Read the layout of a database where there is one, else articles below dated headlines."""
    text = source.text
    if counter_spans(text):
        yield from require_article(document, read_legacy(source), "a Nexis document")
    elif END.search(text) and BODY.search(text):
        yield from require_article(document, read_uni(source), "a Nexis Uni document")
    elif looks_like_factiva(text):
        yield from require_article(document, read_lines(source), "a Factiva document")
    elif looks_like_genios(text):
        yield from require_article(document, read_genios(source), "text of wiso or Genios")
    elif is_single_document(source):
        yield from require_article(document, read_single(source), "a Nexis document")
    else:
        yield from _clipped(document, source, headings)
    yield from source.asides


def _styled_headings(page: Markup) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs in a heading or title style."""
    for element in page.find("p"):
        style = next(page.find("pStyle", within=element), None)
        name = "" if style is None else style.attributes.get("val", "")
        if name.lower().startswith(_HEADINGS):
            yield element.start, element.end


def _clipped(
    document: Document, source: LinedText, headings: Sequence[tuple[int, int]]
) -> Iterator[RawArticle]:
    """Read each headline with a date below it as an article, if the text begins with one."""
    lines = [line for line in source.lines if line.text.strip()]
    spans = [span for span in headings if source.has_text(*span)]
    if spans:
        starts = {start for start, _ in spans}
        heads = [at for at, line in enumerate(lines) if line.start in starts]
    else:
        heads = [at for at, line in enumerate(lines) if _could_be_headline(line)]
    dated = [at for at in heads if _has_date_below(lines, at, set(heads))]
    if len(dated) < 2 or dated[0] > 0:
        yield _whole(document, source, spans[0] if spans else None)
        return
    begins = [0, *(lines[at].start for at in dated[1:])]
    for at, begin, end in zip(dated, begins, [*begins[1:], len(source.text)], strict=True):
        yield _whole(document, source, (lines[at].start, lines[at].end), (begin, end))


def _could_be_headline(line: Line) -> bool:
    text = line.text.strip()
    is_short = len(text.split()) <= MAX_TITLE_WORDS and not text.endswith((".", ":", ";", ","))
    is_other = is_byline(text) or is_outlet(text) or find_caption(text) is not None
    return is_short and not is_other and not read_date_line(text)


def _has_date_below(lines: Sequence[Line], at: int, heads: set[int]) -> bool:
    """Return whether a date line follows a headline, at once or below a byline or an outlet."""
    for below in range(at + 1, min(at + 3, len(lines))):
        text = lines[below].text.strip()
        if read_date_line(text) is not None:
            return not (below == at + 2 and at + 1 in heads)
        if not (is_byline(text) or is_outlet(text)):
            return False
    return False


def _whole(
    document: Document,
    source: LinedText,
    heading: tuple[int, int] | None,
    span: tuple[int, int] | None = None,
) -> RawArticle:
    begin, end = span or (0, len(source.text))
    builder = ArticleBuilder(source, begin, end)
    lines = [line for line in source.between(begin, end) if line.text.strip()]
    if not lines:
        problem = "this document holds no text"
        raise reading_error(document, 0, problem, "It may hold pictures of pages only.")
    if heading is None:
        heading = lines[0].start, lines[0].end
        builder.article.flag("title_guess", "the first paragraph was taken as the headline")
    builder.put("title", *heading, rule="heading")
    story = [line for line in lines if not heading[0] <= line.start < heading[1]]
    _head(builder, story, heading[1])
    for line in story:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return builder.finish()


def _head(builder: ArticleBuilder, story: list[Line], heading_end: int) -> None:
    """Take date lines, bylines and the outlet's line from the head of a story."""
    above = [line for line in story[:_MAX_HEAD] if line.start >= heading_end]
    for line in above:
        if len(line.text.split()) >= _LONG:
            return
        if _put_head(builder, line):
            story.remove(line)


def _put_head(builder: ArticleBuilder, line: Line) -> bool:
    article = builder.article
    dated, named = read_date_line(line.text), source_line(line)
    if is_byline(line.text):
        value = strip_by(line.text.strip())
        builder.put("byline", line.start, line.end, rule="byline_line", value=value)
    elif dated is None or article.fields.get("published"):
        return False
    else:
        date = dated.dates[0]
        builder.put(
            date.kind or "published", line.start, line.end, rule="date_line", value=date.text
        )
        for other in dated.dates[1:]:
            article.set(other.kind or "other_date", other.text)
        article.set("source", "" if named is None else named.outlet)
        article.set("byline", "" if named is None else named.byline)
        if named is None and dated.rest:
            article.set("date_line", clean(line.text))
    return True
