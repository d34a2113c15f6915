"""Reader for a chat or channel that Telegram Desktop exports as HTML: each message is an article.

The date stands in a tooltip ("22.10.2018 09:20:00 UTC+02:00"), of which the page prints the time
alone. A message that follows another by the same sender has no name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.common import FURNITURE, is_markup, require_article
from toolkit.reading.exports.html_pages import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_ZONE = re.compile(r"\s+UTC(?=[+-])")


class TelegramHtml:
    """Telegram's messages.html, messages2.html and so on."""

    name = "telegram-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return is_markup(head) and "page_body chat_page" in head and 'class="message ' in head

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_html(document.text)
        messages = [
            message for message in page.find(css_class="message") if message.has_class("default")
        ]
        spans = [(message.start, message.end) for message in messages]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        header = page.first(css_class="page_header")
        results = _articles(page, messages, clean(page.content(header)))
        yield from require_article(document, results, "an export of Telegram")


def _articles(page: Markup, messages: list[Element], chat: str) -> Iterator[RawArticle]:
    sender = ""
    for message in messages:
        builder = ArticleBuilder(page, message.start, message.end)
        names = list(page.find(css_class="from_name", within=message))
        forwarded = page.first(css_class="forwarded", within=message)
        for name in names:
            is_other = forwarded is not None and forwarded.start <= name.start < forwarded.end
            value = clean(page.content(name))
            sender = sender if is_other else value
            field = "forwarded_from" if is_other else "sender"
            builder.put(field, name.start, name.end, rule="from_name", value=value)
        yield _article(page, message, builder, (chat, sender))


def _article(
    page: Markup, message: Element, builder: ArticleBuilder, known: tuple[str, str]
) -> RawArticle:
    chat, sender = known
    article = builder.article
    date = page.first(css_class="date", within=message)
    if date is not None:
        stated = _ZONE.sub(" ", date.attributes.get("title", ""))
        builder.put("published", date.start, date.end, rule="tooltip", value=stated)
        article.date_order = "dmy"
    for text in page.find(css_class="text", within=message):
        lines = [line.text.strip() for line in page.between(text.start, text.end)]
        paragraphs = [line for line in lines if line]
        builder.put_text("body", text.start, text.end, paragraphs=paragraphs, rule="message_text")
    article.set("source", chat or sender)
    article.set("byline", "" if sender == chat else sender)
    if not article.paragraphs:
        article.flag("no_text", "the message holds no text")
    return builder.finish()
