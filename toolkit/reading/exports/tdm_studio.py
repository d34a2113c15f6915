"""Reader for the XML of ProQuest TDM Studio: one ``RECORD`` per article.

Layout: the element paths that several public readers of such files use (``Obj/NumericDate``,
``DFS/PubFrosting/Title``, ``TextInfo/Text``, whose content is escaped HTML).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean, finish_record
from toolkit.reading.exports.html_pages import story_of
from toolkit.reading.exports.nexis_labels import language_code
from toolkit.reading.exports.xml_articles import XmlReader, put_rest

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_FIELDS = {
    "TitleAtt/Title": "title", "PubFrosting/Title": "source", "Obj/NumericDate": "published",
    "Obj/AlphaDate": "date_printed", "Contributor/OriginalForm": "byline",
    "Obj/StartDate": "start_date", "Author/OriginalForm": "byline",
    "PubFrosting/PublicationTitle": "source", "Language/RawLang": "language",
    "RECORD/GOID": "proquest_id", "Obj/SourceType": "source_type",
    "SourceType/SourceType": "source_type", "Obj/ObjectType": "document_type",
    "ObjectTypes/mstar": "document_type", "Abstract/AbsText": "summary",
    "AbsText/AbsText": "summary", "PrintLocation/Pagination": "page",
    "PrintLocation/StartPage": "page", "PrintLocation/ColumnHead": "section",
    "PrintLocation/DocSection": "section", "PrintLocation/DocEdition": "edition",
    "Obj/Dateline": "place", "Publisher/PublisherName": "publisher",
    "PubFrosting/PubLocale": "publisher_place", "ObjectURL/URL": "url", "URL/URL": "url",
    "Copyright/CopyrightData": "copyright", "Obj/Copyright": "copyright",
}  # fmt: skip
_STORIES = frozenset({"Text", "FullText", "HiddenText"})


def _read(page: Markup, element: Element) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    for inner in page.find(within=element):
        parent = "" if inner.parent is None else inner.parent.tag
        if inner.tag in _STORIES and not builder.article.paragraphs:
            _story(builder, page, inner)
        elif name := _FIELDS.get(f"{parent}/{inner.tag}"):
            value = clean(page.content(inner))
            value = language_code(value) if name == "language" else value
            repeated = name == "language" and builder.article.fields.get("language")
            builder.put("" if repeated else name, inner.start, inner.end,
                        rule=f"tag_{inner.tag}", value=value)  # fmt: skip
    put_rest(builder, page, element, "tdm")
    return finish_record(builder)


def _story(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    paragraphs = story_of(page.content(element))
    builder.put_text("body", element.start, element.end, paragraphs=paragraphs, rule="tag_Text")
    builder.article.set("words_declared", element.attributes.get("WordCount", ""))


TDM_STUDIO = XmlReader(
    name="tdm-studio-xml",
    layout="XML of ProQuest TDM Studio",
    roots=frozenset({"RECORD", "RECORDS", "Records"}),
    article_tags=frozenset({"RECORD"}),
    read_article=_read,
    mark="GOID",
)
"""TDM Studio XML: one ``RECORD`` element, one article."""
