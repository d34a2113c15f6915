r"""The interface of readers: what they receive and what they yield.

A reader handles one format. It is an object with a ``name`` and two methods::

    class CountedReader:
        \"\"\"Articles separated by lines such as "Item 1", headline first.\"\"\"

        name = "counted"

        def recognizes(self, document: Document) -> bool:
            return document.head.startswith("Item 1\n")

        def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
            for block in blocks_between(document.text, r"^Item \d+$"):   # your own splitting
                yield Piece(block.heading, "dropped", rule="item_number", line=block.line)
                article = RawArticle(line=block.line)
                article.put("title", block.lines[0], rule="first_line", line=block.line)
                article.put("published", "22 October 2018", rule="date_line", line=block.line + 1)
                for number, paragraph in block.paragraphs:
                    article.put("body", paragraph, rule="paragraph", line=number)
                yield article

Rules
-----
- Recognise by content (``document.head``, ``document.text`` or ``document.raw``), never by the
  file's extension. A reader that recognises a file but finds no article in it raises
  `reading_error` ("this looks like Factiva HTML, but no article was found").
- Nothing is lost. Every non-whitespace character of the input is in exactly one `Piece` that is
  kept, moved, dropped or rejected: a piece of an article (`RawArticle.put`), or one that belongs
  to no article (a cover page) and is yielded by itself. ``flagged`` and ``normalized`` pieces
  are remarks and are not counted.
- "The input" is ``document.text`` by default. A reader of markup or of a binary format sets
  ``measures = "values"`` and sets ``received`` for each article: the number of non-whitespace
  characters of its extracted text, counted before any processing.
- Dates are passed on as printed (``published``, ``updated`` or ``date``) and parsed centrally.
- Nothing is invented: a field that was not received stays empty.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from toolkit.errors import ReadingError
from toolkit.reading.text_size import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

Action = Literal["kept", "moved", "dropped", "normalized", "flagged", "rejected"]

COUNTED: frozenset[str] = frozenset({"kept", "moved", "dropped", "rejected"})
"""Actions whose pieces add up to the input. The others are remarks."""
LIST_FIELDS = ("captions", "summary", "notes")
_TEXT_FIELDS = "title source section place byline agency language url page edition"
TEXT_FIELDS = tuple(_TEXT_FIELDS.split())
DATE_FIELDS = ("date", "published", "updated")  # "date" if its kind is not stated
HEAD_BYTES = 65_536


def n_characters(text: str) -> int:
    """Count the non-whitespace characters of ``text``.

    Examples
    --------
    >>> n_characters("two words ")
    8
    """
    return measure_text(text)[1]


@dataclass(slots=True)
class Piece:
    """A span of the input and what was done with it.

    Parameters
    ----------
    text : str
        The span, as received.
    action : str
        kept (in its own field), moved (to another field), dropped, or rejected (with its whole
        article or row); normalized and flagged are remarks about a piece counted elsewhere.
    field : str
        Column that now holds it; ``"extra"`` for anything without its own column.
    rule : str
        Name of the rule applied: short, lower case, with underscores.
    line : int
        Line (or row) of the document, from 1; 0 if it has none.
    start, end : int
        Offsets in ``document.text``; -1 where undefined (tables, markup).
    reason : str
        A remark for the person who reads the ledger.
    count : int
        Non-whitespace characters of ``text`` if they have been counted, else -1.
    """

    text: str
    action: Action
    field: str = ""
    rule: str = ""
    line: int = 0
    start: int = -1
    end: int = -1
    reason: str = ""
    count: int = -1


@dataclass(slots=True)
class RawArticle:
    """An article as a reader found it: fields as printed, and the pieces they came from.

    Use `put` and `flag` to fill it, which keep fields and pieces consistent.

    Parameters
    ----------
    line : int
        First line (or row) of the article in its document, from 1.
    received : int, optional
        Non-whitespace characters received for this article, for readers with
        ``measures = "values"``.
    has_date_column : bool
        True if the input has a place for the printed date; then ``updated`` never takes it.
    date_order : str
        How the article itself says that 01/02/2018 is to be read, "" if it does not.
    """

    line: int = 0
    received: int | None = None
    fields: dict[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quality: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    has_date_column: bool = False
    date_order: str = ""

    def put(
        self,
        name: str,
        text: str,
        *,
        rule: str,
        value: str | None = None,
        action: Action = "kept",
        line: int = 0,
        start: int = -1,
        end: int = -1,
        reason: str = "",
    ) -> None:
        """Store a span of the input in a field and record it as a piece.

        Parameters
        ----------
        name : str
            ``"body"`` (a paragraph, appended), one of `TEXT_FIELDS` or `DATE_FIELDS` (a second
            value is joined with "; "), one of `LIST_FIELDS` (appended), ``""`` (in no field:
            dropped or rejected), or any other name, which becomes a key of ``extra``.
        text : str
            The span, as received.
        value : str, optional
            Value of the field if it is not the whole span: ``"Jane Roe"`` for
            ``"By Jane Roe"``.
        rule, action, line, start, end, reason
            As for `Piece`.
        """
        column = name if name in KNOWN_FIELDS or not name else "extra"
        self.pieces.append(Piece(text, action, column, rule, line, start, end, reason))
        if name:
            self.set(name, text if value is None else value)

    def set(self, name: str, value: str) -> None:
        """Set a field to a value whose span is recorded elsewhere, or that has none."""
        value = value.strip()
        if not value:
            return
        if name == "body":
            self.paragraphs.append(value)
        elif name in LIST_FIELDS:
            getattr(self, name).append(value)
        else:
            store = self.fields if name in KNOWN_FIELDS else self.extra
            text = store.get(name, "")
            if text:
                store[name] = ""  # a text that nobody else holds is lengthened where it stands
                text += f"; {value}"
            store[name] = text or value

    def flag(self, mark: str, reason: str, *, text: str = "", line: int = 0) -> None:
        """Add a mark to the column ``quality`` and record the reason in the ledger."""
        if mark not in self.quality:
            self.quality.append(mark)
        self.pieces.append(
            Piece(text, "flagged", "quality", mark, line or self.line, reason=reason)
        )

    @property
    def body(self) -> str:
        """The paragraphs of the story, separated by blank lines."""
        return "\n\n".join(self.paragraphs)

    @property
    def n_counted(self) -> int:
        """Non-whitespace characters in the pieces that are kept, moved, dropped or rejected."""
        return sum(n_characters(piece.text) for piece in self.pieces if piece.action in COUNTED)


KNOWN_FIELDS = frozenset({"body", *TEXT_FIELDS, *DATE_FIELDS, *LIST_FIELDS})


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The arguments of `read_articles`; see there."""

    mapping: Mapping[str, str] | None = None
    source: str | None = None
    date_order: str | None = None
    encoding: str | None = None
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    on_error: str = "raise"


class Document:
    r"""One file, or one member of an archive: its bytes and, if it is text, its characters.

    Parameters
    ----------
    name : str
        Name relative to the folder or archive, with "/", as shown in messages and in the
        column ``file``.
    opener : callable
        Opens a new binary stream of the content at each call.
    encoding : str, optional
        Encoding requested by the caller.

    Attributes
    ----------
    head : str
        The first 64 KiB, decoded; "" for binary content.
    head_bytes : bytes
        The same, undecoded: ``b"PK\x03\x04"``, ``b"%PDF"``, ``b"{\\rtf"``.
    raw : bytes
        All bytes; read on first access, refused above `toolkit.reading.limits`.
    text : str
        All text, with LF line ends. "" for binary content.
    encoding, encoding_kind : str
        The encoding, and how it was determined: bom, utf-8, mixed, declared, given, guessed or
        binary.
    sha256 : str
        SHA-256 of the raw content.
    beside : callable or None
        Finds a file by its path from this one's folder; None for a file that is read alone.

    Examples
    --------
    >>> document = Document.from_bytes("note.txt", "Café\r\nclosed".encode("cp1252"))
    >>> document.text
    'Café\nclosed'
    >>> document.encoding, document.encoding_kind
    ('cp1252', 'guessed')
    >>> document.line_of(5)
    2
    """

    def __init__(
        self, name: str, opener: Callable[[], BinaryIO], *, encoding: str | None = None
    ) -> None:
        self.name = name
        self._opener = opener
        self._asked = encoding
        self.beside: Callable[[str], Document | None] | None = None

    @classmethod
    def from_bytes(cls, name: str, content: bytes, *, encoding: str | None = None) -> Document:
        """Make a document from bytes in memory, such as a mail attachment."""
        import io

        return cls(name, lambda: io.BytesIO(content), encoding=encoding)

    def open(self) -> BinaryIO:
        """Open a new binary stream of the content."""
        return self._opener()

    @cached_property
    def head_bytes(self) -> bytes:
        """The first 64 KiB, undecoded."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def raw(self) -> bytes:
        """The whole content."""
        from toolkit.reading import limits

        with self.open() as stream:
            content = stream.read(limits.WHOLE_FILE_BYTES + 1)
        if len(content) > limits.WHOLE_FILE_BYTES:
            raise limits.too_large(self.name)
        return content

    @cached_property
    def _decoding(self) -> tuple[str, str]:
        from toolkit.reading.encodings import find_encoding

        return find_encoding(self, self._asked)

    @property
    def encoding(self) -> str:
        """Name of the encoding, "" for binary content."""
        return self._decoding[0]

    @property
    def encoding_kind(self) -> str:
        """How the encoding was determined."""
        return self._decoding[1]

    @property
    def decoding_errors(self) -> str:
        """Name of the error handler with which the content is decoded."""
        from toolkit.reading.encodings import error_handler

        return error_handler(self.encoding)

    @property
    def is_binary(self) -> bool:
        """True if the content is not text in any known encoding."""
        return self.encoding_kind == "binary"

    @cached_property
    def head(self) -> str:
        """The first 64 KiB, decoded."""
        from toolkit.reading.encodings import decode_head

        return "" if self.is_binary else decode_head(self.head_bytes, self.encoding)

    @cached_property
    def text(self) -> str:
        """The whole content, decoded."""
        from toolkit.reading.encodings import decode

        return "" if self.is_binary else decode(self.raw, self.encoding)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content, in hexadecimal digits."""
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, of the character at ``offset`` of ``text``."""
        return bisect_right(self._line_starts, offset)


@runtime_checkable
class Reader(Protocol):
    """A reader of one format; see the module docstring.

    Without ``measures = "values"``, its pieces must add up to ``document.text``.
    """

    name: str

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in the reader's format."""
        ...

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and pieces that belong to no article."""
        ...


def reading_error(
    document: Document | str, line: int, problem: str, remedy: str = ""
) -> ReadingError:
    """Return the error "read_articles: FILE, line N: PROBLEM. REMEDY".

    Examples
    --------
    >>> reading_error("a.txt", 41, "cannot read a date from 'Updated 31 June'")
    ReadingError("read_articles: a.txt, line 41: cannot read a date from 'Updated 31 June'.")
    """
    name = document if isinstance(document, str) else document.name
    place = f"{name}, line {line}" if line else name
    problem = problem if problem.endswith((".", "?", "!")) else f"{problem}."
    return ReadingError(f"read_articles: {place}: {problem} {remedy}".rstrip())
