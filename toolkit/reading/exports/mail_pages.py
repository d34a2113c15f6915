"""Reader for pages inside e-mails: .mhtml (a browser's single-file page) and .eml.

MIME is read by the standard library's `email`; RFC 2557 describes .mhtml. The date of an e-mail is
the day it was saved or sent, not the day of the article: it is kept in ``extra``.
"""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import no_article_error
from toolkit.reading.exports.webpages import read_page
from toolkit.reading.interface import Document, Piece, RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from toolkit.reading.interface import ReadOptions

_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MIME = re.compile(r"^(?:MIME-Version|Content-Type)\s*:", re.IGNORECASE | re.MULTILINE)
_MASKED = "an address; not carried into the corpus"
_MAX_PARTS = 2000
_KEPT = {
    "snapshot-content-location": "url", "content-location": "url", "date": "mail_date",
    "subject": "mail_subject", "list-post": "mail_list",
}  # fmt: skip
_ADDRESSES = frozenset(
    {
        "from",
        "sender",
        "to",
        "cc",
        "bcc",
        "delivered-to",
        "x-original-to",
        "return-path",
        "reply-to",
    }
)


class MailPage:
    """An e-mail or .mhtml file: its HTML page as one article, or else its text."""

    name = "mail-page"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content begins with the header of a MIME message."""
        head = document.head.lstrip("\ufeff \t\r\n")
        found = _HEADER.match(head)
        return found is not None and _MIME.search(found[0]) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        try:
            message = email.message_from_bytes(
                document.raw.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.default
            )
            parts = [p for p, _ in zip(message.walk(), range(_MAX_PARTS), strict=False)]
            leaves = [(part, _content(part)) for part in parts if not part.is_multipart()]
        except (
            RecursionError,
            ValueError,
            IndexError,
            KeyError,
            AttributeError,
            TypeError,
        ) as error:
            problem = f"this e-mail cannot be read ({type(error).__name__}: {error})"
            raise reading_error(document, 0, problem, "Save the page once more.") from error
        article = _article(leaves)
        if article is None:
            raise no_article_error(document, "a saved page or e-mail", "an HTML or text part")
        _header(article, message)
        yield article
        for number, (part, content) in enumerate(leaves, 1):
            if part.get_content_type() not in {"text/html", "text/plain"}:
                reason = f"part {number}, {part.get_content_type()}, {len(content):,} bytes"
                yield Piece("", "dropped", "", "attachment", reason=reason)


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _article(leaves: list[tuple[EmailMessage, bytes]]) -> RawArticle | None:
    """Return the article of the first HTML part that holds a story, else of the text part."""
    for part, content in leaves:
        if part.get_content_type() == "text/html":
            article = read_page(_text(part, content))
            if article is not None:
                return article
    for part, content in leaves:
        if part.get_content_type() == "text/plain" and content.strip():
            return _plain(_text(part, content))
    return None


def _text(part: EmailMessage, content: bytes) -> str:
    declared = part.get_content_charset()
    document = Document.from_bytes("part", content)
    if declared:
        try:
            return content.decode(declared).replace("\r\n", "\n")
        except (LookupError, ValueError):
            pass  # the declared encoding is wrong or unknown: find it from the bytes
    return document.text


def _plain(text: str) -> RawArticle:
    source = LinedText(text)
    source = LinedText(text, [(line.start, at) for at, line in enumerate(source.lines, 1)])
    builder = ArticleBuilder(source, 0, len(text))
    for line in source.lines:
        if not line.blank:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return builder.finish()


def _header(article: RawArticle, message: EmailMessage) -> None:
    """Keep the header: the address of the page, and in ``extra`` who sent it and when."""
    for name, value in message.items():
        text = clean(str(value))
        n_received = n_characters(text)
        article.received = (article.received or 0) + n_received
        field = _KEPT.get(name.lower(), "")
        if name.lower() in _ADDRESSES:
            article.put("", "•" * n_received, rule="mail_header", action="dropped", reason=_MASKED)
        elif field and not (field == "url" and article.fields.get("url")):
            article.put(field, text, rule="mail_header")
        else:
            article.put("", text, rule="mail_header", action="dropped")
    if not article.fields.get("title"):
        article.set("title", str(article.extra.get("mail_subject", "")))
