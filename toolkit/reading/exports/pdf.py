"""Reader for PDF files, using the optional package pypdf; articles are marked ``pdf``.

Columns, tables and headings come in the order in which they were drawn; a scan has no text.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import logging
import re
import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from toolkit.errors import ReadingError, require_extra
from toolkit.reading.exports.assembly import (
    ArticleBuilder,
    Line,
    LinedText,
    clean,
    paragraphs_of,
    split_lines,
)
from toolkit.reading.exports.common import letters_of
from toolkit.reading.exports.date_lines import is_byline, is_date, read_date_line
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.pdf_letters import find_letter_fault
from toolkit.reading.exports.pdf_lines import PageText, read_page_text
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

MAX_PAGES = 2000
MAX_DRAWING_BYTES = 2**21
"""Largest content stream, unpacked, of any PDF; a page of text takes about 20 kB."""

MAX_RATIO = 30
"""Content stream, unpacked, allowed per byte of the file, if that is more."""

MAX_CHARACTERS = 20 * 2**20
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")
_OBJECT = re.compile(rb"(?m)^\d{1,10} \d{1,5} obj\b")
"""A file without "%PDF-" at its beginning is one all the same, to pypdf and to viewers."""

_PAGE_NUMBER = re.compile(
    r"(?i)[-\u2013 ]{0,3}(?:(?:page|seite|p\u00e1gina|pagina|strona|sayfa|sida|side)\s*)?\d{1,4}"
    r"(?:\s*(?:/|of|von|de|sur|di|van|z)\s*\d{1,4})?[-\u2013 ]{0,3}"
)
_DIGITS = re.compile(r"\d+")
_MAX_HEAD, _MAX_ABOVE, _MAX_BELOW, _MAX_DATE = 12, 4, 4, 60
_DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError,
    AssertionError, NotImplementedError, ZeroDivisionError, OverflowError, MemoryError,
    UnicodeError, struct.error, zlib.error,
)  # fmt: skip


class Pdf:
    """A PDF file as one article."""

    name = "pdf"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head_bytes
        if head.lstrip(b"\r\n \t").startswith(b"%PDF-"):
            return True
        return _OBJECT.search(head) is not None and (b"%PDF-" in head[:1024] or b"\nendobj" in head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        with _complaints() as complaints:
            pages, title = _pages(document)
        source = LinedText("\f\n".join(page.text for page in pages))
        source = LinedText(
            source.text, [(ln.start, n) for n, ln in enumerate(split_lines(source.text), 1)]
        )
        if not source.text.strip("\f\n \t"):
            problem = "this PDF holds pictures of pages and no text (a scan?)"
            raise reading_error(document, 0, problem, "Run a text recognition (OCR) on it first.")
        fault = find_letter_fault(source.text)
        if fault is not None and fault.is_unreadable:
            problem = f"the letters of this PDF cannot be read ({fault.reason})"
            raise reading_error(document, 0, problem, "Run a text recognition (OCR) on it first.")
        article = _article(source, title, pages[0].headline)
        n_reordered = sum(page.n_reordered for page in pages)
        if n_reordered:
            reason = f"{n_reordered:,} lines were drawn out of order; check where columns meet"
            article.flag("pdf_reordered", reason)
        if fault is not None:
            article.flag("pdf_letters", f"{fault.reason}; check its words")
        if complaints:
            reason = f"pypdf put right what the file has wrong ({complaints[0]}); check that"
            article.flag("pdf_repaired", f"{reason} no text is missing")
        yield article


@contextlib.contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what pypdf logs about a damaged file, which nobody would link to the article."""
    found: list[str] = []
    log = logging.getLogger("pypdf")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    is_passed_on = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield found
    finally:
        log.propagate = is_passed_on
        log.removeHandler(handler)


def _pages(document: Document) -> tuple[list[PageText], str]:
    pypdf = require_extra("pypdf", extra="pdf", purpose="read .pdf files")
    own = (error for error in vars(pypdf.errors).values() if isinstance(error, type))
    errors: tuple[type[Exception], ...] = (
        *_DAMAGE, *(error for error in own if issubclass(error, Exception)),
    )  # fmt: skip
    try:
        reader = pypdf.PdfReader(io.BytesIO(document.raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise reading_error(
                document, 0, "this PDF is locked with a password", "Unlock it first."
            )
        if len(reader.pages) > MAX_PAGES:
            problem = f"this PDF has more than {MAX_PAGES} pages"
            raise reading_error(document, 0, problem, "Split it into articles first.")
        pages = list(_texts(document, reader))
        metadata = reader.metadata
        return pages, clean(str(metadata.title or "")) if metadata else ""
    except ReadingError:
        raise
    except pypdf.errors.DependencyError as error:
        problem = "this PDF is encrypted in a way (AES) for which pypdf needs one more package"
        remedy = "Install it with: pip install cryptography"
        raise reading_error(document, 0, problem, remedy) from error
    except errors as error:
        problem = f"this PDF cannot be read ({type(error).__name__}: {error})"
        remedy = "Open it in a viewer and print it to a new PDF, or copy its text."
        raise reading_error(document, 0, problem, remedy) from error


def _texts(document: Document, reader: Any) -> Iterator[PageText]:
    """Yield the text of each page while its content streams stay in proportion to the file."""
    allowed = max(MAX_DRAWING_BYTES, MAX_RATIO * len(document.raw))
    total = 0
    for page in reader.pages:
        contents = page.get_contents()
        allowed -= 0 if contents is None else len(contents.get_data())
        if allowed < 0:
            problem = "the pages of this PDF unpack to far more than a text would"
            raise reading_error(document, 0, problem, "Copy its text by hand.")
        text = read_page_text(page)
        total += len(text.text)
        if total > MAX_CHARACTERS:
            problem = f"this PDF holds more than {MAX_CHARACTERS} characters"
            raise reading_error(document, 0, problem, "Split it into articles first.")
        yield text


def _article(source: LinedText, title: str, headline: Sequence[str]) -> RawArticle:
    builder = ArticleBuilder(source, 0, len(source.text))
    heads = _running_heads(source.lines)
    lines = []
    for line in source.lines:
        if line.start in heads:
            builder.put("", line.start, line.end, rule="running_head", action="dropped")
            lines.append(Line(line.start, line.start, ""))
        else:
            lines.append(line)
    at = _title(builder, lines, title, headline)
    _date(builder, lines, at)
    for group in paragraphs_of(lines):
        text, n_joined = _HYPHEN.subn("", "\n".join(line.text.strip() for line in group))
        value = text.replace("\n", " ")
        reason = f"{n_joined} words joined that were hyphenated at a line end" if n_joined else ""
        builder.put_lines("body", group, rule="pdf_text", value=value, reason=reason)
    builder.article.flag("pdf", "read from a PDF: the order of columns and lines may be wrong")
    return builder.finish()


def _title(builder: ArticleBuilder, lines: list[Line], title: str, headline: Sequence[str]) -> int:
    """Take the headline from the first lines, and return the line below it.

    The title that the file states counts if its words are printed there: often it is the name of
    another file, or "untitled". Else it is the lines in larger letters, or the first line. A date
    in large letters is none of it.
    """
    visible = [at for at, line in enumerate(lines) if line.text.strip("\f \t\u00a0")]
    if not visible:
        return 0
    printed = letters_of("".join(lines[at].text for at in visible[:_MAX_HEAD]))
    is_printed = bool(letters_of(title)) and letters_of(title) in printed
    if title and not is_printed:
        builder.article.set("pdf_title", title)
    large = itertools.takewhile(lambda line: not is_date(line), headline)
    wanted = letters_of(title if is_printed else "".join(large))
    spelt = (_spelling(lines, visible[first:], wanted) for first in range(_MAX_ABOVE))
    undated = [at for at in visible[:_MAX_ABOVE] if not is_date(lines[at].text.strip())]
    taken = next(filter(None, spelt), [] if is_printed else undated[:1])
    builder.put_lines("title", [lines[at] for at in taken], rule="first_line")
    if is_printed:
        builder.article.fields["title"] = title
    elif len(taken) == 1:
        builder.article.flag("title_guess", "the first line was taken as the headline")
    for at in taken:
        lines[at] = Line(lines[at].start, lines[at].start, "")
    return taken[-1] + 1 if taken else visible[0]


def _spelling(lines: Sequence[Line], visible: Sequence[int], wanted: str) -> list[int]:
    """Return the first lines whose letters are those of a headline, none if they are not."""
    spelt, taken = "", []
    for at in visible:
        if not wanted or not wanted.startswith(spelt) or spelt == wanted:
            break
        spelt += letters_of(lines[at].text)
        taken.append(at)
    return taken if spelt == wanted else []


def _date(builder: ArticleBuilder, lines: list[Line], first: int) -> None:
    """Take the date line and the byline below the headline, if the file has no other date line.

    Above the headline a date is taken that stands alone in its line.
    """
    head = [at for at in range(first, len(lines)) if lines[at].text.strip()][:_MAX_BELOW]
    head += [at for at in range(first) if is_date(lines[at].text.strip())]
    dated = {at: found for at in head if (found := read_date_line(lines[at].text)) is not None}
    others = [
        line.text.strip()
        for line in lines
        if len(line.text) <= _MAX_DATE and (is_date(line.text.strip()))
    ]
    if len(others) > 1:
        reason = f"{len(others)} lines are dates ({others[0]}, {others[1]} …): if the file holds "
        builder.article.flag("several_dates", f"{reason}several articles, save one file for each")
    elif dated:
        at, found = next(iter(dated.items()))
        date = found.dates[0]
        builder.put_lines(
            date.kind or "published", lines[at : at + 1], rule="date_line", value=date.text
        )
        for other in found.dates[1:]:
            builder.article.set(other.kind or "other_date", other.text)
        for part in found.rest:
            builder.article.set("byline" if is_byline(part) else "date_line", strip_by(part))
        lines[at] = Line(lines[at].start, lines[at].start, "")


def _running_heads(lines: Sequence[Line]) -> set[int]:
    """Return where lines begin that are no text, such as the number of a page.

    These are first and last lines that number their page, and all lines of a shape that first or
    last lines of at least three pages have.
    """
    pages: list[list[Line]] = [[]]
    for line in lines:
        if line.text.strip("\f \t"):
            pages[-1].append(line)
        if line.text.endswith("\f"):
            pages.append([])
    edges = [line for page in pages if page for line in dict.fromkeys((page[0], page[-1]))]
    counts = Counter(_shape(line) for line in edges)
    numbers = {line.start for line in edges if _PAGE_NUMBER.fullmatch(line.text.strip("\f \t"))}
    return numbers | {line.start for line in lines if counts[_shape(line)] >= 3}


def _shape(line: Line) -> str:
    return _DIGITS.sub("0", line.text.strip("\f \t"))
