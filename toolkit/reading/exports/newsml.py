"""Reader for NewsML-G2 and NewsML 1, the IPTC's envelopes for news items, and for Reuters RCV1.

Vocabulary: https://iptc.org/std/NewsML-G2/guidelines; Reuters Corpus Volume 1 as described in Lewis
et al. (2004), JMLR 5, 361-397.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.html_pages import story_of
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.nitf import INLINE, PROSE
from toolkit.reading.exports.xml_articles import XmlReader, put_rest, put_story
from toolkit.reading.exports.xml_files import XmlRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_TEXTS = frozenset({"inlineXML", "inlineData", "DataContent", "text"})
_FIELDS = {
    "headline": "title", "HeadLine": "title", "by": "byline", "ByLine": "byline",
    "byline": "byline", "dateline": "place", "DateLine": "place", "description": "description",
    "slugline": "slugline", "SlugLine": "slugline", "creditline": "credit",
    "CreditLine": "credit", "infoSource": "source", "copyrightHolder": "copyright",
    "copyrightNotice": "copyright", "CopyrightLine": "copyright", "provider": "provider",
    "Provider": "provider", "copyright": "copyright", "creator": "creator", "keyword": "keywords",
    "KeywordLine": "keywords", "genre": "genre", "subject": "subject", "located": "located",
    "usageTerms": "usage_terms", "edNote": "notes", "service": "service",
    "SubHeadLine": "subtitle", "remoteContent": "pictures",
}  # fmt: skip
_CREATED = ("firstCreated", "contentCreated", "FirstCreated", "DateAndTime", "DateId")
_CHANGED = ("contentModified", "versionCreated", "ThisRevisionCreated")


def _read(page: Markup, element: Element) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    texts = [e for e in page.find(within=element) if e.tag in _TEXTS]
    _dates(builder, page, element)
    for inner in page.find(within=element):
        if inner.tag in _FIELDS and not any(t.index < inner.index <= t.last for t in texts):
            _field(builder, page, inner)
    _attributes(builder, page, element)
    for text in texts[:1]:
        _story(builder, page, text)
    put_rest(builder, page, element, "newsml")
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a news item without text: a picture or a package?")
    return builder.finish()


def _dates(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    """Read when the item was first issued, and when this version was."""
    created = next(_stated(page, element, _CREATED), None)
    changed = next(_stated(page, element, _CHANGED), None)
    if created is None:
        created, changed = changed, None
    if created is not None and changed is not None and _same(page, created, changed):
        changed = None
    for name, date in (("published", created), ("updated", changed)):
        if date is not None:
            builder.put(name, date.start, date.end, rule=f"tag_{date.tag}")
    if not builder.article.fields.get("published"):
        builder.article.set("published", element.attributes.get("date", ""))


def _same(page: Markup, first: Element, second: Element) -> bool:
    return page.content(first).strip() == page.content(second).strip()


def _stated(page: Markup, element: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    return (e for tag in tags for e in page.find(tag, within=element) if page.content(e).strip())


def _field(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    name = _FIELDS[element.tag]
    value = clean(page.content(element))
    if not value:
        builder.article.set(name, element.attributes.get("literal", ""))
        return
    if name in {"title", "source"} and builder.article.fields.get(name):
        name = f"newsml_{element.tag}"
    value = strip_by(value) if name == "byline" else value
    builder.put(name, element.start, element.end, rule=f"tag_{element.tag}", value=value)


def _attributes(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    article = builder.article
    for inner in page.find(within=element):
        own = inner.attributes
        if inner.tag in {"language", "Language"} and not article.fields.get("language"):
            article.set("language", own.get("tag", "") or own.get("FormalName", ""))
        elif inner.tag == "Party" and "FormalName" in own and not article.extra.get("provider"):
            article.set("provider", own["FormalName"])
        elif inner.tag == "dc" and own.get("element") == "dc.publisher":  # Reuters RCV1
            article.set("provider", own.get("value", ""))
    article.set(
        "language", "" if article.fields.get("language") else element.attributes.get("lang", "")
    )
    article.set(
        "document_number",
        element.attributes.get("guid", "") or element.attributes.get("itemid", ""),
    )
    if not article.fields.get("source"):
        article.set("source", str(article.extra.get("provider", "")))
    if not article.fields.get("byline"):
        article.set("byline", str(article.extra.get("creator", "")))


def _story(builder: ArticleBuilder, page: Markup, text: Element) -> None:
    content = page.content(text)
    if text.tag == "inlineData" and "<" in content:
        builder.put_text("body", text.start, text.end, paragraphs=story_of(content), rule="html")
        return
    heads = [e for e in page.find(within=text) if e.tag in {"title", "h1", "hl1", "head"}]
    if not builder.article.fields.get("title"):
        for head in heads[:1]:
            builder.put("title", head.start, head.end, rule=f"tag_{head.tag}")
    own = clean(builder.article.fields.get("byline", ""))
    for byline in page.find("byline", within=text):  # of NITF within NewsML-G2
        value = strip_by(clean(page.content(byline)))
        if not own:
            builder.put("byline", byline.start, byline.end, rule="tag_byline", value=value)
        elif value == own:
            builder.put("", byline.start, byline.end, rule="repeated_byline", action="dropped")
    put_story(builder, page, text)


NEWSML = XmlReader(
    name="newsml",
    layout="NewsML",
    roots=frozenset({"newsMessage", "newsItem", "NewsML", "newsitem", "newsitems", "itemSet"}),
    article_tags=frozenset({"newsItem", "NewsItem", "newsitem"}),
    read_article=_read,
    rules=XmlRules(inline=INLINE, prose=PROSE),
)
"""NewsML-G2, NewsML 1 and Reuters RCV1: one news item, one article."""
