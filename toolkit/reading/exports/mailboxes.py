"""Reader for mailboxes (mbox), as Google Takeout, Thunderbird and Apple Mail export them.

A mailbox is its mails one after another, each below a line "From sender Mon Oct 22 09:20:00 2018"
(RFC 4155). Programs quote such a line within a mail in four ways or not at all; so one begins a
mail only if it is complete, stands at the start or below an empty line, and has a mail header below
it. Each mail is read as an .eml file is, one at a time, however large the mailbox.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import ReadingError
from toolkit.reading import limits
from toolkit.reading.exports.common import no_article_error
from toolkit.reading.interface import Document, Piece, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from toolkit.reading.interface import ReadOptions

_POSTMARK = re.compile(
    rb"From \S[^\n]{0,300}? +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d\d?:\d\d(?::\d\d)? +"
    rb"(?:(?:[+-]\d{4}|[A-Z]{2,8}) +)?\d{4}(?: +(?:[+-]\d{4}|[A-Z]{2,8}))? *\r?\n"
)
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_QUOTED = re.compile(rb">+From ")
_LONGEST_LINE = 2**20
_DOUBT = (
    "the line looks like the beginning of a mail, but no empty line is above it: read as text of "
    "the mail before it"
)


class Mailbox:
    """A mailbox: the articles of its mails, in order."""

    name = "mailbox"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content begins with a postmark and the header of a mail."""
        head = document.head_bytes
        found = _POSTMARK.match(head)
        return found is not None and _FIELD.match(head, found.end()) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        n_articles = 0
        with document.open() as stream:
            for mail in mails_of(stream):
                for item in _read(mail, document.name, options):
                    n_articles += isinstance(item, RawArticle)
                    yield item
        if not n_articles:
            raise no_article_error(document, "a mailbox", "a mail with an article in it")


class Mail(NamedTuple):
    """A mail of a mailbox; ``content`` is empty if it is too large to be read.

    ``doubts`` are lines of the mailbox that would begin a mail if an empty one stood above them.
    """

    line: int
    content: bytes
    size: int
    doubts: tuple[int, ...] = ()


def mails_of(stream: BinaryIO) -> Iterator[Mail]:
    r"""Yield the mails of a mailbox, with the line of the mailbox at which each begins.

    Examples
    --------
    >>> import io
    >>> text = b"From a@x.org Mon Oct 22 09:20:00 2018\nSubject: One\n\nFrom here on.\n>From A\n\n"
    >>> [(mail.line, mail.content) for mail in mails_of(io.BytesIO(text))]
    [(2, b'Subject: One\n\nFrom here on.\nFrom A\n\n')]
    """
    parts: list[bytes] = []
    doubts: list[int] = []
    size = begin = number = 0
    is_below_empty, postmark, is_sure = True, b"", False
    for line, is_whole in _lines(stream):
        is_mail = bool(postmark) and _FIELD.match(line) is not None
        if is_mail and is_sure:
            if begin:
                yield _mail(begin, parts, size, doubts)
            parts, doubts, size, begin = [], [], 0, number + 1
        elif postmark:
            parts, size = _added(parts, size, postmark)
            doubts += [number] if is_mail else []
        postmark = line if is_whole and _POSTMARK.fullmatch(line) else b""
        is_sure = is_below_empty
        if not postmark:
            bare = line[1:] if is_whole and _QUOTED.match(line) else line
            parts, size = _added(parts, size, bare)
        is_below_empty = not line.strip(b"\r\n") and is_whole
        number += line.endswith(b"\n")
    parts, size = _added(parts, size, postmark)
    if begin:
        yield _mail(begin, parts, size, doubts)


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines of a stream, long ones in parts, and whether each begins a line."""
    is_whole = True
    while line := stream.readline(_LONGEST_LINE):
        yield line, is_whole
        is_whole = line.endswith(b"\n")


def _added(parts: list[bytes], size: int, line: bytes) -> tuple[list[bytes], int]:
    """Add a line to a mail, and hold nothing of one that is too large."""
    size += len(line)
    if size > limits.WHOLE_FILE_BYTES:
        return [], size
    parts.append(line)
    return parts, size


def _mail(line: int, parts: list[bytes], size: int, doubts: list[int]) -> Mail:
    content = b"" if size > limits.WHOLE_FILE_BYTES else b"".join(parts)
    return Mail(line, content, size, tuple(doubts))


def _read(mail: Mail, name: str, options: ReadOptions) -> Iterator[RawArticle | Piece]:
    """Yield what one mail holds; a mail that cannot be read is a rejected piece."""
    for line in mail.doubts:
        yield Piece("", "flagged", "", "mail_within_mail", line, reason=_DOUBT)
    if not mail.content:
        reason = f"a mail of {mail.size:,} bytes: too large. Save it as an .eml file"
        yield Piece("", "rejected", "", "large_mail", mail.line, reason=reason)
        return
    # here, because any text with a line "From " in its first kilobytes asks whether it is a mailbox
    from toolkit.reading.exports.mail_pages import MailPage
    from toolkit.reading.exports.proquest import ProQuestMail

    document = Document.from_bytes(name, mail.content)
    reader = ProQuestMail() if ProQuestMail().recognizes(document) else MailPage()
    try:
        found = list(reader.read(document, options))
    except ReadingError as error:
        text = str(error).removeprefix(f"read_articles: {name}: ")
        yield Piece("", "rejected", "", "no_article_in_mail", mail.line, reason=text)
        return
    n_articles = 0
    for item in found:
        if isinstance(item, RawArticle):
            item.line = mail.line + n_articles
            item.pieces = [replace(piece, line=mail.line) for piece in item.pieces]
            n_articles += 1
            yield item
        else:
            yield replace(item, line=mail.line)
