"""Reader for NITF, the News Industry Text Format of the IPTC, and the NYT Annotated Corpus.

Vocabulary: https://iptc.org/std/NITF/3.6/documentation/nitf.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.xml_articles import XmlReader, put_story, put_tags
from toolkit.reading.exports.xml_files import XmlRules

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

PROSE = frozenset({"p", "li", "dd"})
"""Elements in which a line of the source ends where its writer wrapped it."""
INLINE = frozenset({
    "a", "alt-code", "b", "chron", "classifier", "copyrite", "em", "event", "frac", "function", "i",
    "lang", "location", "money", "num", "object.title", "org", "person", "pronounce", "q", "span",
    "strong", "sub", "sup", "virtloc", "city", "state", "region", "country", "sublocation",
    "name.given", "name.family", "copyrite.holder", "copyrite.year",
})  # fmt: skip
_HEAD = {
    "distributor": "agency", "dateline": "place", "abstract": "summary",
    "media-caption": "captions", "rights": "copyright", "note": "notes", "series": "series",
    "slugline": "slugline", "tagline": "notes", "bibliography": "notes", "media-producer": "credit",
}  # fmt: skip
_PARTS = ("day_of_month", "month", "year")


def _read(page: Markup, element: Element) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    _attributes(builder, page, element)
    _headlines(builder, page, element)
    _bylines(builder, page, element)
    put_tags(builder, page, element, _HEAD)
    for content in page.find("body.content", within=element):
        _content(builder, page, content)
    if not builder.article.paragraphs:
        return builder.reject("no_text", "an NITF document without body.content")
    return builder.finish()


def _attributes(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    """Read what NITF states in attributes: dates, outlet, section, page, address."""
    article = builder.article
    data = {e.tag: e.attributes for e in page.find(within=element) if e.attributes}
    published = data.get("pubdata", {})
    metas = {
        e.attributes.get("name", ""): e.attributes.get("content", "")
        for e in page.find("meta", within=element)
    }
    parts = [metas.get(f"publication_{part}", "") for part in _PARTS]
    printed = "-".join(part.zfill(2) for part in reversed(parts)) if all(parts) else ""
    dates = (
        published.get("date.publication", ""), data.get("date.issue", {}).get("norm", ""),
        printed, data.get("date.release", {}).get("norm", ""),
        data.get("story.date", {}).get("norm", ""),
    )  # fmt: skip
    holder = data.get("doc.copyright", {}).get("holder", "")
    article.set("published", next(filter(None, dates), ""))
    article.set("source", published.get("name", "") or holder)
    article.set("section", published.get("position.section", "") or metas.get("dsk", ""))
    article.set(
        "page", published.get("position.sequence", "") or metas.get("print_page_number", "")
    )
    article.set("edition", published.get("edition.name", ""))
    article.set("url", published.get("ex-ref", ""))
    article.set("document_number", data.get("doc-id", {}).get("id-string", ""))
    article.set("language", page.elements[element.index].attributes.get("lang", ""))


def _headlines(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    """Read the headline of the story; the title in the head repeats it."""
    headlines = [e for e in page.find(within=element) if e.tag in {"hl1", "hl2"}]
    for headline in headlines:
        name = "title" if headline is headlines[0] else "subtitle"
        builder.put(name, headline.start, headline.end, rule=f"tag_{headline.tag}")
    for title in page.find("title", within=element):
        if not builder.article.fields.get("title"):
            builder.put("title", title.start, title.end, rule="tag_title")
        else:
            builder.put("", title.start, title.end, rule="repeated_headline", action="dropped")


def _bylines(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    """Read the byline as printed; a normalized one ("Doe, Jane") repeats it."""
    for byline in page.find("byline", within=element):
        if builder.article.fields.get("byline"):
            builder.put("", byline.start, byline.end, rule="normalized_byline", action="dropped")
        else:
            for title in page.find("byttl", within=byline):
                builder.put("byline_title", title.start, title.end, rule="tag_byttl")
            person = page.first("person", within=byline) or byline
            value = strip_by(clean(page.content(person)))
            builder.put("byline", byline.start, byline.end, rule="tag_byline", value=value)


def _content(builder: ArticleBuilder, page: Markup, content: Element) -> None:
    """Read the story; where a block holds the full text, the lead blocks repeat it."""
    blocks = [e for e in page.children(content) if e.tag == "block"]
    full = [block for block in blocks if block.has_class("full_text")]
    for block in blocks if full else []:
        if block.has_class("correction_text"):
            builder.put("notes", block.start, block.end, rule="correction")
        elif block not in full:
            reason = "a lead that the full text repeats"
            builder.put(
                "", block.start, block.end, rule="second_copy", action="dropped", reason=reason
            )
    for part in full or [content]:
        put_story(builder, page, part)


NITF = XmlReader(
    name="nitf",
    layout="NITF",
    roots=frozenset({"nitf"}),
    article_tags=frozenset({"nitf"}),
    read_article=_read,
    rules=XmlRules(inline=INLINE, prose=PROSE),
)
"""NITF: one ``nitf`` element, one article."""
