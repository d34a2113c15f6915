"""Readers for ProQuest exports: text, HTML, and the e-mails that ProQuest sends.

In all three an article is a title and "Label: value" lines, with the story below "Full text:".
Only ProQuest's own labels count, because a story may also contain "Something: …".
"""

from __future__ import annotations

import email
import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, declare_length
from toolkit.reading.exports.common import FURNITURE, is_markup, no_article_error, require_article
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.nexis_labels import language_code, strip_by, strip_date
from toolkit.reading.interface import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Piece, RawArticle, ReadOptions

FIELDS = {
    "author": "byline", "publication info": "publication_info", "abstract": "summary",
    "full text": "body", "links": "", "subject": "subject", "location": "location",
    "company / organization": "organization", "people": "person",
    "identifier / keyword": "keywords", "business indexing term": "industry",
    "classification": "classification", "publication title": "source", "pages": "page",
    "first page": "first_page", "number of pages": "number_of_pages", "volume": "volume",
    "issue": "issue", "publication year": "publication_year", "publication date": "published",
    "year": "publication_year", "dateline": "place", "section": "section", "column": "column",
    "edition": "edition", "publisher": "publisher", "place of publication": "publisher_place",
    "country of publication": "publisher_country", "journal subject": "publication_subject",
    "publication subject": "publication_subject", "issn": "issn", "e-issn": "e_issn",
    "coden": "coden", "source type": "source_type", "language of publication": "language",
    "language": "language", "document type": "document_type", "document feature": "graphics",
    "proquest document id": "proquest_id", "document url": "url", "url": "address",
    "copyright": "copyright", "last updated": "last_updated", "database": "database",
    "credit": "credit", "illustration": "captions", "caption": "captions",
    "company": "organization", "personal name": "person", "doi": "doi",
    "notes": "notes", "correction": "notes", "source": "source_line", "title": "title_declared",
    "alternate title": "alternate_title", "subtitle": "subtitle",
    "publication frequency": "publication_frequency", "tag": "tag", "ticker symbol": "ticker",
    "product name": "product", "series": "series", "note": "notes",
    "publication date (print)": "published_print", "supplement": "supplement",
    "source attribution": "source_attribution", "accession number": "accession_number",
}  # fmt: skip
"""Label in lower case -> field; a line with any other label is text."""

_LABEL = re.compile(r"[ \u00a0]{0,3}([A-Za-z][A-Za-z /().-]{1,38}?)[ \u00a0]*:(?=\s|$)")
_RULE = re.compile(r"^[ \t]*_{40,}[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n)(?:[A-Za-z][A-Za-z-]{1,40}:|[ \t])")
_SPLIT_YEAR = re.compile(r"(?<=,)(\s*[12]) (\d{3})$")
"""A year with a thousands blank, "Jan 17, 2 009"; a split day ("Jan 1 7") is not guessed."""

_PICTURE_HEADING = re.compile(
    r"(?:illustrations?|photos?|photographs?|photo captions?|captions?|graphics?|images?|pictures?)"
    r"\s*:?$",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(r"(?:photo |image )?credits?\s*:\s*(?=\S)", re.IGNORECASE)
_MAX_TAIL = 6
_EDITION = re.compile(r"[,:]\s+(?=[^,;]*\b(?:edition|ed\.))", re.IGNORECASE)
_LINK_TEXTS = frozenset({"ProQuest document link", "Enlarge this image.", "Link to document"})


class ProQuestText:
    """ProQuest .txt: articles separated by a rule of underscores."""

    name = "proquest-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return (
            not is_markup(head)
            and bool(_RULE.search(head))
            and ("ProQuest" in head or "Publication title:" in head or "Full text:" in head)
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(
            document, _between_rules(LinedText(document.text)), "ProQuest text"
        )


class ProQuestHtml:
    """ProQuest .html."""

    name = "proquest-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return is_markup(head) and "ProQuest" in head and "Full text:" in document.text

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from _read_html(document, "ProQuest HTML")


class ProQuestMail:
    """An e-mail from ProQuest (.eml) with the articles in its HTML part."""

    name = "proquest-eml"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return bool(_HEADER.match(head)) and "proquest" in head.lower() and "text/html" in head

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        content = _html_part(document.raw)
        if content is None:
            raise no_article_error(document, "a ProQuest mail", "an HTML part")
        yield from _read_html(Document.from_bytes(document.name, content), "a ProQuest mail")


def _html_part(raw: bytes) -> bytes | None:
    try:
        parts = [p for p in email.message_from_bytes(raw).walk() if not p.is_multipart()]
    except (RecursionError, ValueError, IndexError):  # parts nested without end
        return None
    for part in parts:
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else None
    return None


def _between_rules(source: LinedText) -> Iterator[RawArticle | Piece]:
    start = 0
    for rule in [*_RULE.finditer(source.text), None]:
        end = len(source.text) if rule is None else rule.start()
        if any(
            _label(line) == "body" or _label(line) == "source"
            for line in source.between(start, end)
        ):
            yield _article(source, start, end)
        else:
            yield from cover_pieces(source, start, end)
        if rule is not None:
            yield source.piece(rule.start(), rule.end(), "dropped", rule="separator")
            start = rule.end()


def _read_html(document: Document, layout: str) -> Iterator[RawArticle | Piece]:
    page = parse_html(document.text)
    spans = list(_spans(page))
    if not spans:
        raise no_article_error(document, layout, "a document mark or the label 'Full text:'")
    yield from page.outside(spans, "page_furniture", FURNITURE)
    yield from require_article(document, (_article(page, *span) for span in spans), layout)


def _spans(page: Markup) -> Iterator[tuple[int, int]]:
    anchors = [e for e in page.find("a") if e.attributes.get("name", "").startswith("DocID_")]
    if not anchors:
        if "Full text:" in page.text:
            yield 0, len(page.text)
        return
    for anchor, following in zip(anchors, [*anchors[1:], None], strict=True):
        end = _last_field(page, anchor.start) if following is None else following.start
        yield anchor.start, end


def _last_field(page: Markup, start: int) -> int:
    """Return the end of the last labelled line; the footer of the e-mail follows it."""
    lines = page.between(start, len(page.text))
    labelled = [line.end for line in lines if _label(line) is not None]
    return labelled[-1] if labelled else len(page.text)


def _label(line: Line) -> str | None:
    found_label = _LABEL.match(line.text)
    return None if found_label is None else FIELDS.get(found_label[1].lower())


def _article(source: LinedText, start: int, end: int) -> RawArticle | Piece:
    builder = ArticleBuilder(source, start, end)
    lines = [line for line in source.between(start, end) if line.text.strip()]
    labels = [at for at, line in enumerate(lines) if _label(line) is not None]
    body = next((at for at in labels if _label(lines[at]) == "body"), len(lines))
    close = _closing(lines, body)
    first = min([at for at in labels if at <= body], default=body)
    builder.put_lines("title", lines[:1], rule="headline")
    builder.put_lines("citation", lines[1:first], rule="citation")
    _labelled(builder, lines[max(first, 1) : body])
    _story(builder, lines[body:close])
    _labelled(builder, lines[close:])
    if isinstance(source, Markup):
        _from_attributes(builder, source)
    if not builder.article.fields.get("published") and not builder.article.fields.get("source"):
        return builder.reject("not_an_article", "neither a publication nor a date")
    if not builder.article.paragraphs:
        reason = "the record holds no full text"
        builder.article.flag("abstract_only" if builder.article.summary else "no_text", reason)
    article = builder.finish()
    declare_length(article)
    return article


def _closing(lines: Sequence[Line], body: int) -> int:
    """Return where the story ends: above the labels that precede "Publication title"."""
    titles = [at for at in range(body + 1, len(lines)) if _label(lines[at]) == "source"]
    if not titles:
        known = [at for at in range(body + 1, len(lines)) if _label(lines[at]) is not None]
        return known[0] if known else len(lines)
    close = titles[-1]
    while close - 1 > body and _label(lines[close - 1]) is not None:
        close -= 1
    return close


def _labelled(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    """Read "Label: value" lines; a line without a known label continues the previous one."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.text.strip() in _LINK_TEXTS:
            builder.put_lines("", [line], rule="link", action="dropped")
        elif _label(line) is not None or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    for group in groups:
        _field(builder, group)


def _field(builder: ArticleBuilder, group: list[Line]) -> None:
    label = _LABEL.match(group[0].text)
    name = _label(group[0])
    if label is None or name is None:
        builder.put_lines("citation", group, rule="citation")
        return
    start, end = group[0].start, group[-1].end
    value = clean(builder.source.text[start + label.end() : end])
    if not name or (name == "summary" and value.lower() in {"none available.", ""}):
        builder.put("", start, end, rule="empty_field", action="dropped")
        return
    if name == "source":
        value = _outlet(builder, value)
    elif name in _REFINED:
        value = _REFINED[name](value)
    builder.put(name, start, end, rule=f"label_{name}", value=value)


_REFINED: dict[str, Callable[[str], str]] = {
    "byline": strip_by,
    "language": language_code,
    "place": strip_date,
    "published": lambda value: _SPLIT_YEAR.sub(r"\1\2", value),
    "url": lambda value: "".join(value.split()),
}


def _outlet(builder: ArticleBuilder, value: str) -> str:
    """Return the outlet in "New York Times, Late Edition (East Coast); New York, N.Y."."""
    outlet, _, place = value.partition(";")
    name, *edition = _EDITION.split(outlet, maxsplit=1)
    builder.article.set("publication_place", place)
    for part in edition:
        builder.article.set("edition", part)
    return name.strip()


def _story(builder: ArticleBuilder, all_lines: Sequence[Line]) -> None:
    tail = _tail(all_lines)
    lines = all_lines[:tail]
    for line in all_lines[tail:]:
        _put_tail(builder, line)
    for at, line in enumerate(lines):
        start = line.start
        if at == 0:
            label = _LABEL.match(line.text)
            start += 0 if label is None else label.end()
            builder.put("", line.start, start, rule="label", action="dropped")
        text = builder.source.text[start : line.end].strip()
        if text in _LINK_TEXTS:
            builder.put("", start, line.end, rule="link", action="dropped")
        else:
            builder.put("body", start, line.end, rule="paragraph", value=text)


def _tail(lines: Sequence[Line]) -> int:
    """Return where pictures and credits begin at the end of a story."""
    first = max(1, len(lines) - _MAX_TAIL)
    for at in range(first, len(lines)):
        text = lines[at].text.strip()
        if _PICTURE_HEADING.match(text) or _CREDIT_LINE.match(text):
            return at
    return len(lines)


def _put_tail(builder: ArticleBuilder, line: Line) -> None:
    text = line.text.strip()
    credit = _CREDIT_LINE.match(text)
    if _PICTURE_HEADING.match(text):
        builder.put_lines("", [line], rule="heading", action="dropped")
    elif credit is not None:
        value = text[credit.end() :]
        builder.put("credit", line.start, line.end, rule="credit_line", value=value)
    else:
        builder.put("captions", line.start, line.end, rule="below_story", action="moved")


def _from_attributes(builder: ArticleBuilder, page: Markup) -> None:
    """Read what is not visible text: the declared length, and captions in link titles."""
    for element in page.starting_in(builder.start, builder.end):
        if element.tag == "text":
            builder.article.extra.setdefault(
                "words_declared", element.attributes.get("wordcount", "")
            )
        elif element.tag == "a" and clean(page.content(element)) == "Enlarge this image.":
            builder.article.set("captions", element.attributes.get("title", ""))
