"""Readers for .docx, .odt and .rtf files: the export of a database, or else articles below heads.

Each headline with a date line below it begins an article, and so does each small table of labels
("Title", "Date"); a table of columns holds an article in each row; else the file is one article. In
each, the first heading or paragraph is the headline; a date line, byline or outlet between it and
the first long paragraph is read as such. A cover and a table of contents in front are dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.clippings import source_line
from toolkit.reading.exports.common import is_rtf, require_article
from toolkit.reading.exports.date_lines import is_byline, read_date_line, read_month_line
from toolkit.reading.exports.docx import is_docx, parse_docx
from toolkit.reading.exports.factiva import looks_like_factiva
from toolkit.reading.exports.factiva_lines import read_lines
from toolkit.reading.exports.genios import looks_like_genios, read_genios
from toolkit.reading.exports.headed_stories import (
    Heading,
    Story,
    find_stories,
    flag_dates,
    flag_headings,
    n_words,
)
from toolkit.reading.exports.html_tables import read_column_tables
from toolkit.reading.exports.label_blocks import holds_blocks, read_blocks
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.nexis_legacy import (
    counter_spans,
    is_single_document,
    read_legacy,
    read_single,
)
from toolkit.reading.exports.nexis_uni import BODY, END, read_uni
from toolkit.reading.exports.odt import is_odt, parse_odt
from toolkit.reading.exports.record_tables import find_records, read_records, tables_of
from toolkit.reading.exports.rtf import parse_rtf
from toolkit.reading.exports.rtf_tables import read_rich_table
from toolkit.reading.interface import reading_error
from toolkit.reading.page_furniture import is_outlet
from toolkit.reading.paragraphs import find_caption
from toolkit.reading.text_lines import MAX_TITLE_WORDS
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
    from toolkit.reading.exports.markup import Element
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_MAX_HEAD = 8
_LONG = 20
_HEADINGS = ("heading", "berschrift", "überschrift", "titre", "titolo", "título")
_TITLES = ("title", "titel")
_LEVEL = "outline-level"
_COVER = "in front of the first article or between two: a cover, a table of contents"


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
        yield from _read(document, page, list(_styled_headings(page)), options)


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
        headings = [
            Heading(e.start, e.end, 0 if _is_title(e) else _rank(e.attributes.get(_LEVEL, "")))
            for e in page.elements
            if e.tag == "h" or _is_title(e) or (e.tag == "p" and _LEVEL in e.attributes)
        ]
        yield from _read(document, page, headings, options)


class RichText:
    """An .rtf file: a Nexis, Nexis Uni, Factiva or Genios export if it looks like one."""

    name = "rtf"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_rtf(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from _read(document, parse_rtf(document), [], options)


def _read(
    document: Document, source: LinedText, headings: Sequence[Heading], options: ReadOptions
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
    elif holds_blocks(source):
        yield from require_article(document, read_blocks(source), "labelled text")
    else:
        headings = [heading for heading in headings if source.has_text(heading.start, heading.end)]
        yield from _from_tables(document, source, options) or _clipped(document, source, headings)
    yield from source.asides


def _from_tables(
    document: Document, source: LinedText, options: ReadOptions
) -> list[RawArticle | Piece]:
    """Return the articles that tables hold: one below each of labels, one in a row of columns."""
    if not isinstance(source, Markup):
        return list(read_rich_table(document, source, options))
    records = find_records(source)
    if records:
        return list(read_records(source, records))
    return list(read_column_tables(document, source, options))


def _is_title(element: Element) -> bool:
    return element.tag == "p" and element.attributes.get("style-name") == "Title"


def _styled_headings(page: Markup) -> Iterator[Heading]:
    """Yield the paragraphs in a heading or title style."""
    for element in page.find("p"):
        style = next(page.find("pStyle", within=element), None)
        name = "" if style is None else style.attributes.get("val", "").lower()
        if name.startswith(_TITLES):
            yield Heading(element.start, element.end, 0)
        elif name.startswith(_HEADINGS):
            yield Heading(element.start, element.end, _rank(name))


def _rank(name: str) -> int:
    """Return the level of a heading: 2 for "Heading2", 1 without a number."""
    digits = "".join(filter(str.isdecimal, name))
    return int(digits[:2]) if digits else 1


def _clipped(
    document: Document, source: LinedText, headings: Sequence[Heading]
) -> Iterator[RawArticle | Piece]:
    """Read each headline with a date below it as an article, if there are several."""
    if not source.text.strip():
        problem = "this document holds no text"
        raise reading_error(document, 0, problem, "It may hold pictures of pages only.")
    tables = [(e.start, e.end) for e in tables_of(source)]
    stories = find_stories(source, headings, tables=tables)
    if not stories and len(headings) < 2:
        stories = _below_short_lines(source, tables) or _below_dates(source, tables)
    if not stories:
        span = (headings[0].start, headings[0].end) if headings else None
        article = _whole(source, span)
        flag_headings(article, source, headings)
        flag_dates(article)
        yield article
        return
    for story in stories:
        article = _whole(source, story.heading[:2], (story.begin, story.end), tables=tables)
        article.set("section", story.section)
        flag_dates(article)
        yield article
    spans = [(story.begin, story.end) for story in stories]
    yield from source.outside(spans, "cover_page", _COVER)


def _below_short_lines(source: LinedText, tables: Sequence[tuple[int, int]]) -> list[Story]:
    """Return the stories below short lines with a date, in a file without headings.

    In front of the first may stand a cover and a table of contents, but no paragraph.
    """
    lines = [line for line in source.lines if line.text.strip()]
    bold = _bold_paragraphs(source)
    heads = [
        at
        for at, line in enumerate(lines)
        if _could_be_headline(line, is_bold=line.start in bold) and not _is_within(line, tables)
    ]
    dated = [at for at in heads if _has_date_below(lines, at, set(heads))]
    if dated:  # a month below a headline is a date where a day is one below another
        months = [at for at in heads if read_month_line(_text_below(lines, at)) is not None]
        dated = sorted({*dated, *months})
    ends = [*dated[1:], len(lines)][: len(dated)]
    dated = [at for at, end in zip(dated, ends, strict=True) if n_words(lines[at:end])]
    if len(dated) < 2 or n_words(lines[: dated[0]]):
        return []
    begins = [lines[at].start for at in dated]
    return [
        Story(begin, end, Heading(begin, lines[at].end, 1))
        for at, begin, end in zip(dated, begins, [*begins[1:], len(source.text)], strict=True)
    ]


def _below_dates(source: LinedText, tables: Sequence[tuple[int, int]]) -> list[Story]:
    """Return the stories whose dates stand above their headlines, in a file without headings.

    Each date has a headline and a text below, and no paragraph stands above the first; a file of
    one story begins with its date.
    """
    lines = [line for line in source.lines if line.text.strip() and not _is_within(line, tables)]
    dated = [at for at, line in enumerate(lines[:-1]) if read_date_line(line.text) is not None]
    heads = [at + 1 + is_outlet(lines[at + 1].text) for at in dated]
    ends = [*dated[1:], len(lines)]
    are_stories = all(
        head < end and _could_be_headline(lines[head], is_bold=False) and n_words(lines[head:end])
        for head, end in zip(heads, ends, strict=False)
    )
    is_alone = len(dated) == 1 and dated[0] > 0
    if not dated or not are_stories or is_alone or n_words(lines[: dated[0]]):
        return []
    bounds = [*(lines[at].start for at in dated), len(source.text)]
    return [
        Story(begin, end, Heading(lines[head].start, lines[head].end, 1))
        for begin, end, head in zip(bounds, bounds[1:], heads, strict=False)
    ]


def _text_below(lines: Sequence[Line], at: int) -> str:
    return lines[at + 1].text if at + 1 < len(lines) else ""


def _is_within(line: Line, tables: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(tables, line.start, key=itemgetter(0)) - 1
    return at >= 0 and line.start < tables[at][1]


def _bold_paragraphs(source: LinedText) -> set[int]:
    """Return where the paragraphs of a Word file begin that are bold throughout."""
    found: set[int] = set()
    if not isinstance(source, Markup):
        return found
    for paragraph in source.find("p"):
        runs = [run for run in source.find("r", within=paragraph) if run.end > run.start]
        if runs and all(_is_bold(source, run) for run in runs):
            found.add(paragraph.start)
    return found


def _is_bold(page: Markup, run: Element) -> bool:
    mark = page.first("b", within=run)
    return mark is not None and mark.attributes.get("val", "1") not in {"0", "false", "none"}


def _could_be_headline(line: Line, *, is_bold: bool) -> bool:
    text = line.text.strip()
    is_open = is_bold or not text.endswith((".", ":", ";", ",", "。", "："))
    is_short = count_words(text) <= MAX_TITLE_WORDS and is_open
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
    source: LinedText,
    heading: tuple[int, int] | None,
    span: tuple[int, int] | None = None,
    *,
    tables: Sequence[tuple[int, int]] = (),
) -> RawArticle:
    begin, end = span or (0, len(source.text))
    builder = ArticleBuilder(source, begin, end)
    lines = [line for line in source.between(begin, end) if line.text.strip()]
    if heading is None and count_words(lines[0].text) > _LONG:
        heading = begin, begin
    elif heading is None:
        heading = lines[0].start, lines[0].end
        builder.article.flag("title_guess", "the first paragraph was taken as the headline")
    builder.put("title", *heading, rule="heading")
    story = [line for line in lines if not heading[0] <= line.start < heading[1]]
    if span is not None:
        _head(builder, story, (0, heading[0]), tables)
    _head(builder, story, (heading[1], end), tables, is_one_of_several=span is not None)
    for line in story:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return builder.finish()


def _head(
    builder: ArticleBuilder,
    story: list[Line],
    span: tuple[int, int],
    tables: Sequence[tuple[int, int]],
    *,
    is_one_of_several: bool = False,
) -> None:
    """Take date lines, bylines and the outlet's line from the beginning of a span of a story."""
    head = [line for line in story if span[0] <= line.start < span[1]][:_MAX_HEAD]
    for line in head:
        if count_words(line.text) >= _LONG:
            return
        is_first = is_one_of_several and line is head[0]
        if _put_head(builder, line, is_first=is_first) or (
            _is_within(line, tables) and _put_cell(builder, line)
        ):
            story.remove(line)


def _put_cell(builder: ArticleBuilder, line: Line) -> bool:
    """Take a cell beside the date: the outlet if it is a known one, else a note."""
    field = "source" if is_outlet(line.text) else "notes"
    builder.put(field, line.start, line.end, rule="head_cell", action="moved")
    return True


def _put_head(builder: ArticleBuilder, line: Line, *, is_first: bool) -> bool:
    article = builder.article
    dated, named = read_date_line(line.text), source_line(line)
    if dated is None and is_first:
        dated = read_month_line(line.text)
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
