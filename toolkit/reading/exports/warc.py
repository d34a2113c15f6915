"""Reader for the HTML pages of web archives (WARC, ARC), using the optional package warcio."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.errors import ReadingError, require_extra
from toolkit.reading.encodings import decode_as
from toolkit.reading.exports.common import no_article_error
from toolkit.reading.exports.page_encodings import MAX_PAGE_BYTES, is_page, unpack_page
from toolkit.reading.exports.stated_dates import flag_later
from toolkit.reading.exports.webpages import read_page
from toolkit.reading.interface import DATE_FIELDS, Document, Piece, RawArticle, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import ReadOptions

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)")


class _Record(NamedTuple):
    """One record of an archive; ``content`` is empty unless it is an HTML page."""

    kind: str
    address: str
    date: str
    content_type: str
    content: bytes
    problem: str = ""
    remedy: str = ""
    cut: str = ""
    status: str = ""


class WebArchive:
    """WARC and ARC files, plain or gzipped: HTML that a server sent with status 200, resources.

    ARC is the form in which crawls were kept before 2009.
    """

    name = "warc"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head_bytes
        if head.startswith(b"\x1f\x8b"):
            try:
                head = zlib.decompressobj(31).decompress(head, 64)
            except zlib.error:
                return False
        return head.startswith((b"WARC/", b"filedesc://"))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        require_extra("warcio", extra="warc", purpose="read web archives (WARC)")
        seen: set[tuple[str, ...]] = set()
        n_articles = n_texts = 0
        packed = _Record("", "", "", "", b"")
        for number, record in enumerate(_records(document), 1):
            result = _page(record, number, seen)
            n_articles += isinstance(result, RawArticle)
            n_texts += record.kind == "conversion" and not record.content
            packed = packed if packed.problem else record
            yield result
        if not n_articles and packed.problem:
            problem = f"no page of this web archive could be read; the first is {packed.problem}"
            raise reading_error(document, 0, problem, packed.remedy)
        if not n_articles and n_texts:
            problem = "this web archive holds texts of pages (WET), which name no headline or date"
            raise reading_error(document, 0, problem, "Get the pages themselves: its WARC file.")
        if not n_articles:
            raise no_article_error(document, "a web archive", "an HTML page with a story")


def _records(document: Document) -> Iterator[_Record]:
    """Yield the records of the archive."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with document.open() as stream:
        records = iter(ArchiveIterator(stream, arc2warc=True))
        while True:
            try:
                with contextlib.redirect_stderr(io.StringIO()):  # warcio prints warnings to stderr
                    record = next(records, None)
                    found = None if record is None else _record(record)
            except ReadingError:
                raise  # the archive unpacks to more than is allowed
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


def _record(record: Any) -> _Record:
    header = record.rec_headers
    address = header.get_header("WARC-Target-URI") or ""
    date = header.get_header("WARC-Date") or ""
    kind, status, content = "", "", (b"", "", "")
    if record.rec_type == "response" and record.http_headers is not None:
        status = str(record.http_headers.get_statuscode() or "")
        kind = (record.http_headers.get_header("Content-Type") or "").lower()
        if status == "200" and ("html" in kind or not kind):
            content = _content(record)
            if not kind and not is_page(content[0]):
                content = (b"", "", "")
    elif record.rec_type in {"resource", "conversion"}:  # a page without the answer of a server
        kind = (header.get_header("Content-Type") or "").lower()
        if "html" in kind:
            content = (record.raw_stream.read(MAX_PAGE_BYTES), "", "")
    elif record.rec_type == "revisit":
        kind = header.get_header("WARC-Refers-To-Date") or ""
    cut = _cut(record) if content[0] else ""
    return _Record(str(record.rec_type), address, date, kind, *content, cut, status)


def _cut(record: Any) -> str:
    """Return why a record does not hold its page to the end, "" if it does."""
    if n_missing := _missing(record):
        return f"the archive ends {n_missing:,} bytes before the end of this page"
    if reason := record.rec_headers.get_header("WARC-Truncated"):
        return f"the crawler stopped before the end of this page (WARC-Truncated: {reason[:40]})"
    if record.rec_headers.get_header("WARC-Segment-Number"):
        return "the page goes on in another record (WARC-Segment-Number), which is not joined"
    return ""


def _missing(record: Any) -> int:
    """Return how many bytes of a record the archive does not hold: its end was cut off."""
    rest = record.raw_stream
    while rest.limit > 0 and rest.read(2**16):
        pass
    return max(0, int(rest.limit))


def _content(record: Any) -> tuple[bytes, str, str]:
    """Return the page of a response, unpacked; or b"", what is wrong, and what to do.

    warcio passes Brotli on as it is, or raises with its release 1.2.
    """
    from warcio.bufferedreaders import ChunkedDataReader

    headers, stream = record.http_headers, record.raw_stream
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        stream = ChunkedDataReader(stream)
    content, problem, remedy = unpack_page(
        stream.read(MAX_PAGE_BYTES), headers.get_header("Content-Encoding") or ""
    )
    if len(content) >= MAX_PAGE_BYTES:
        problem = f"a page of more than {MAX_PAGE_BYTES // 2**20} MiB"
        return b"", problem, "Save the page by itself, without the pictures inside it."
    return content, problem, remedy


def _page(record: _Record, number: int, seen: set[tuple[str, ...]]) -> RawArticle | Piece:
    address, content = record.address, record.content
    if record.problem:
        reason = f"{record.problem}. {record.remedy}"
        return Piece(address, "rejected", "", "packed_page", number, reason=reason)
    if not content:
        return Piece(address, "dropped", "", *_why_no_page(record, number))
    digest = hashlib.blake2b(content).hexdigest()
    if (address, digest) in seen:
        return Piece(address, "rejected", "", "duplicate_generation", number, reason=_AGAIN)
    seen.add((address, digest))
    article = read_page(_decoded(record))
    if article is None:
        return Piece(address, "rejected", "", "no_text", number, reason="a page without a story")
    story = (address, *_told(article))
    if story in seen:  # its counters, menus or side bars are others
        return Piece(address, "rejected", "", "duplicate_generation", number, reason=_AGAIN)
    if not record.cut:
        seen.add(story)
    article.line = number
    if record.cut:
        article.flag("truncated", record.cut)
    if not article.fields.get("url"):
        article.set("url", address)
    article.set("archived", record.date)
    flag_later(article, record.date, "archived")
    return article


_AGAIN = "the same page, crawled again"


def _told(article: RawArticle) -> tuple[str, ...]:
    """Return what a page tells: its headline, its dates and its story."""
    return ("", *(article.fields.get(name, "") for name in ("title", *DATE_FIELDS)), article.body)


def _why_no_page(record: _Record, number: int) -> tuple[str, int, int, int, str]:
    """Return rule, line, offsets and reason of a record that holds no page."""
    if record.kind == "revisit":
        first = f", of {record.content_type}" if record.content_type else ""
        reason = f"a visit that found an earlier page unchanged{first}; it holds no page itself"
        return "revisit", number, -1, -1, reason
    status = "" if record.status in {"", "200"} else f", status {record.status}"
    reason = f"a record of type {record.kind} {record.content_type}".strip()
    return "not_html", number, -1, -1, f"{reason}{status}, not a page"


def _decoded(record: _Record) -> str:
    """Return the text of a page: as the server declared it, if that holds, else by its bytes."""
    declared = _CHARSET.search(record.content_type)
    if declared is not None:
        with contextlib.suppress(LookupError, ValueError):
            return decode_as(declared[1], record.content)
    return Document.from_bytes(record.address, record.content).text
