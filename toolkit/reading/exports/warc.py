"""Reader of web archives (WARC), through the extra package warcio: the HTML pages in them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Any

from toolkit.errors import require_extra
from toolkit.reading.exports.common import nothing_found
from toolkit.reading.exports.webpages import read_page
from toolkit.reading.interface import Document, Piece, RawArticle, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import ReadOptions

MOST_PAGE_BYTES = 16 * 2**20
"""Largest page that is read."""


class WebArchive:
    """WARC, plain or gzipped: responses of type text/html with status 200."""

    name = "warc"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Say whether the content is in this format."""
        head = document.head_bytes
        if head.startswith(b"\x1f\x8b"):
            try:
                head = zlib.decompressobj(31).decompress(head, 64)
            except zlib.error:
                return False
        return head.startswith(b"WARC/")

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        require_extra("warcio", extra="warc", purpose="read web archives (WARC)")
        seen: set[tuple[str, str]] = set()
        n_articles = 0
        for number, record in enumerate(_records(document), 1):
            result = _page(record, number, seen)
            n_articles += isinstance(result, RawArticle)
            yield result
        if not n_articles:
            raise nothing_found(document, "a web archive", "an HTML page with a story")


def _records(document: Document) -> Iterator[tuple[str, str, str, str, bytes]]:
    """Give type, address, date, content type and content of each record."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with document.open() as stream:
        records = iter(ArchiveIterator(stream))
        while True:
            try:
                with contextlib.redirect_stderr(io.StringIO()):  # it prints its doubts there
                    record = next(records, None)
                    found = None if record is None else _record(record)
            except (*_DAMAGE, ArchiveLoadFailed) as error:
                problem = f"this web archive is damaged ({type(error).__name__}: {error})"
                raise reading_error(document, 0, problem, "Download it again.") from error
            if found is None:
                return
            yield found


_DAMAGE = (
    ValueError,
    KeyError,
    IndexError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    zlib.error,
)


def _record(record: Any) -> tuple[str, str, str, str, bytes]:
    header = record.rec_headers
    address = header.get_header("WARC-Target-URI") or ""
    date = header.get_header("WARC-Date") or ""
    kind, content = "", b""
    if record.rec_type == "response" and record.http_headers is not None:
        status = record.http_headers.get_statuscode()
        kind = (record.http_headers.get_header("Content-Type") or "").lower()
        if status == "200" and "html" in kind:
            content = record.content_stream().read(MOST_PAGE_BYTES)
    return str(record.rec_type), address, date, kind, content


def _page(
    record: tuple[str, str, str, str, bytes], number: int, seen: set[tuple[str, str]]
) -> RawArticle | Piece:
    kind, address, date, content_type, content = record
    if not content:
        reason = f"a record of type {kind} {content_type}".strip() + ", not a page"
        return Piece(address, "dropped", "", "not_html", number, reason=reason)
    print_of_page = hashlib.blake2b(content).hexdigest()
    if (address, print_of_page) in seen:
        reason = "the same page, crawled again"
        return Piece(address, "rejected", "", "duplicate_generation", number, reason=reason)
    seen.add((address, print_of_page))
    article = read_page(Document.from_bytes(address, content).text)
    if article is None:
        return Piece(address, "rejected", "", "no_text", number, reason="a page without a story")
    article.line = number
    if not article.fields.get("url"):
        article.set("url", address)
    article.set("archived", date)
    return article
