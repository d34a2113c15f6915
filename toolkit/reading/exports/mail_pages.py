"""Reader for pages inside e-mails: .mhtml (a browser's single-file page) and .eml.

MIME is read by the standard library's `email`; RFC 2557 describes .mhtml. The date of an e-mail is
the day it was saved or sent, not the day of the article: it is kept in ``extra``.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.reading.encodings import decode_as
from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import no_article_error
from toolkit.reading.exports.covers import mask
from toolkit.reading.exports.stated_dates import flag_later
from toolkit.reading.exports.webpages import read_stories
from toolkit.reading.interface import Document, Piece, RawArticle, n_characters, reading_error
from toolkit.reading.pasted import PastedReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from toolkit.reading.interface import ReadOptions

_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MIME = re.compile(r"^(?:MIME-Version|Content-Type)\s*:", re.IGNORECASE | re.MULTILINE)
_MASKED = "an address; not carried into the corpus"
_BY_BROWSER = re.compile(r"[<\"]?Saved by [\w ]{1,40}[>\"]?")
"""What a browser writes as the sender of a page that it saves; no address."""
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
        found = _stories(leaves, options)
        articles = [item for item in found if isinstance(item, RawArticle)]
        if not articles:
            raise no_article_error(document, "a saved page or e-mail", "an HTML or text part")
        yield from _header(articles, message)
        yield from found
        for number, (part, content) in enumerate(leaves, 1):
            if part.get_content_type() not in {"text/html", "text/plain"}:
                reason = f"part {number}, {part.get_content_type()}, {len(content):,} bytes"
                yield Piece("", "dropped", "", "attachment", reason=reason)


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _stories(
    leaves: list[tuple[EmailMessage, bytes]], options: ReadOptions
) -> list[RawArticle | Piece]:
    """Return the articles of the first HTML part that holds a story, else of the text part."""
    for part, content in leaves:
        if part.get_content_type() == "text/html":
            found = read_stories(_text(part, content))
            if any(isinstance(item, RawArticle) for item in found):
                return found
    for part, content in leaves:
        if part.get_content_type() == "text/plain" and content.strip():
            text = _text(part, content)
            if str(part.get_param("format", "fixed")).lower() == "flowed":
                text = unflowed(text, delsp=str(part.get_param("delsp", "no")).lower() == "yes")
            return list(_plain(text, options))
    return []


def _text(part: EmailMessage, content: bytes) -> str:
    declared = part.get_content_charset()
    document = Document.from_bytes("part", content)
    if declared:
        try:
            return decode_as(declared, content)
        except (LookupError, ValueError):
            pass  # the declared encoding is wrong or unknown: find it from the bytes
    return document.text


def unflowed(text: str, *, delsp: bool) -> str:
    r"""Return a text of format=flowed with its paragraphs on one line each (RFC 3676).

    Examples
    --------
    >>> unflowed("The quay of Nor \nrby \nopened.\n\n From the start", delsp=True)
    'The quay of Norrbyopened.\n\nFrom the start'
    >>> unflowed("The quay \nopened.\n-- \nJane", delsp=False)
    'The quay opened.\n-- \nJane'
    """
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        lines.append(lines.pop() + bare if goes_on else bare)
        goes_on = line.endswith(" ") and line != "-- "
        if goes_on and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _plain(text: str, options: ReadOptions) -> Iterator[RawArticle | Piece]:
    """Read the text of an e-mail like a pasted one: by headlines with dates, else as one story."""
    document = Document.from_bytes("part", text.encode())
    if not PastedReader().recognizes(document):
        yield _whole(text)
        return
    for item in PastedReader().read(document, options):
        if isinstance(item, RawArticle):
            item.pieces = [replace(piece, start=-1, end=-1) for piece in item.pieces]
            item.received = item.n_counted
            yield item
        else:
            yield replace(item, start=-1, end=-1)


def _whole(text: str) -> RawArticle:
    source = LinedText(text)
    source = LinedText(text, [(line.start, at) for at, line in enumerate(source.lines, 1)])
    builder = ArticleBuilder(source, 0, len(text))
    for line in source.lines:
        if not line.blank:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return builder.finish()


def _fields(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield the fields of a header; one that the email package refuses is as it was received."""
    for name, received in message.raw_items():
        try:
            value = str(message.policy.header_fetch_parse(name, received))
        except (ValueError, IndexError, AttributeError, TypeError):
            value = str(received)
        yield name, value


def _header(articles: list[RawArticle], message: EmailMessage) -> Iterator[Piece]:
    """Keep the header: the address of the page, and in ``extra`` who sent it and when.

    An e-mail of several articles has their common header in pieces of its own.
    """
    alone = articles[0] if len(articles) == 1 else None
    for name, value in _fields(message):
        text = clean(value)
        field = _KEPT.get(name.lower(), "")
        if name.lower() in _ADDRESSES and not _BY_BROWSER.fullmatch(text):
            piece = Piece(mask(text), "dropped", "", "mail_header", reason=_MASKED)
        elif field and not (field == "url" and (alone is None or alone.fields.get("url"))):
            piece = Piece(text, "kept", "url" if field == "url" else "extra", "mail_header")
            for article in articles:
                article.set(field, text)
        else:
            piece = Piece(text, "dropped", "", "mail_header")
        if alone is None:
            yield piece
        else:
            alone.received = (alone.received or 0) + n_characters(text)
            alone.pieces.append(piece)
    for article in articles:
        flag_later(article, str(article.extra.get("mail_date", "")), "sent")
    if alone is not None and not alone.fields.get("title"):
        alone.set("title", str(alone.extra.get("mail_subject", "")))
