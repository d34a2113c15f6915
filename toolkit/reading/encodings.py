"""Decode bytes: by byte-order mark, strict UTF-8, declared encoding or, failing these, a guess.

Decoding never drops a byte: each becomes a character or raises. A guess is reported as one.
"""

from __future__ import annotations

import codecs
import importlib.util
import re
from typing import TYPE_CHECKING, Protocol

from toolkit.errors import ReadingError
from toolkit.reading.code_pages import cyrillic, east_asian, latin, share_in_long_runs

if TYPE_CHECKING:
    from typing import BinaryIO


class ByteSource(Protocol):
    """A named file of bytes, such as `toolkit.reading.interface.Document`."""

    name: str

    @property
    def head_bytes(self) -> bytes:
        """The first 64 KiB."""
        ...

    def open(self) -> BinaryIO:
        """Open a new stream of all bytes."""
        ...


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF",
    b"WARC/",
    b"filedesc://",
    b"PAR1",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"SQLite format 3\x00",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset=["']?([\w-]{2,30})|encoding=["']([\w-]{2,30})["']""",
    re.IGNORECASE,
)
_CHUNK = 1 << 20
_HIGH = bytes(range(128, 256))
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MIN_UTF8, _MOST_UTF8 = 0.3, 0.9
_SAMPLE_BYTES = 1 << 18


def find_encoding(document: ByteSource, asked: str | None = None) -> tuple[str, str]:
    """Return the encoding of a document and how it was determined.

    Returns
    -------
    (str, str)
        The encoding, and one of "given", "bom", "utf-8", "mixed" (UTF-8 with some bytes
        of cp1252), "declared", "guessed" or "binary".
    """
    head = document.head_bytes
    if head.startswith(_BINARY):
        return "", "binary"
    if asked is not None:
        return _asked(document, asked), "given"
    marked = _marked(document)
    if marked:
        return marked, "bom"
    if _is_utf8(document):
        return "utf-8", "utf-8"
    return _without_mark(document)


def _marked(document: ByteSource) -> str:
    for mark, name in _MARKS:
        if document.head_bytes.startswith(mark) and _decodes(document, name):
            return name
    return ""


def _without_mark(document: ByteSource) -> tuple[str, str]:
    head = document.head_bytes
    if b"\0" in head:
        wide = _wide_without_mark(head)
        usable = wide and _decodes(document, wide)
        return (str(wide), "guessed") if usable else ("", "binary")
    if _is_mostly_utf8(document):
        return "utf-8", "mixed"
    declared = _declared(head)
    if declared and _decodes(document, declared):
        return _in_use(declared, document), "declared"
    return _guess(document), "guessed"


def _is_mostly_utf8(document: ByteSource) -> bool:
    """Return whether a file has UTF-8 characters, and few bytes that are not part of any."""
    n_valid = n_high = 0
    with document.open() as stream:
        while chunk := stream.read(_CHUNK):
            n_high += len(chunk) - len(chunk.translate(None, _HIGH))
            n_valid += sum(map(len, _MULTIBYTE.findall(chunk)))
    if n_valid >= _MOST_UTF8 * n_high:
        return n_valid > 0
    # letters of other scripts stand in runs; some pairs of their bytes look like UTF-8 by chance
    other_script = share_in_long_runs(document.head_bytes) >= 0.5
    return n_valid > 0 and not other_script and n_valid >= _MIN_UTF8 * n_high


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as cp1252, or as U+FFFD where it has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


_MIXED = "toolkit-cp1252"
codecs.register_error(_MIXED, _cp1252)


def error_handler(encoding: str) -> str:
    """Return the name of the error handler with which an encoding that was found is decoded."""
    # Five bytes are undefined in cp1252: they show as U+FFFD instead of disappearing.
    return {"cp1252": "replace", "cp1254": "replace", "utf-8": _MIXED}.get(encoding, "strict")


def decode(content: bytes, encoding: str) -> str:
    """Decode all bytes; CRLF and lone CR become LF, a form feed beside one becomes another."""
    return _lines(content.decode(encoding, errors=error_handler(encoding)))


def decode_head(head: bytes, encoding: str) -> str:
    """Decode the beginning of a document, without a character truncated at its end."""
    decoder = codecs.getincrementaldecoder(encoding)(error_handler(encoding))
    return _lines(decoder.decode(head, final=False))


def _lines(text: str) -> str:
    """Return a text with LF line ends; a form feed beside one is a blank line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text:
        text = text.replace("\n\f", "\n\n").replace("\f\n", "\n\n")
    return text


def _asked(document: ByteSource, asked: str) -> str:
    try:
        codecs.lookup(asked)
    except LookupError as error:
        message = (
            f"read_articles: encoding must be a name that Python knows, such as 'utf-8', "
            f"'cp1252' or 'cp1256'; got {asked!r}."
        )
        raise ReadingError(message) from error
    if not _decodes(document, asked):
        message = (
            f"read_articles: {document.name}: the bytes are not {asked!r}. Omit encoding to have "
            f"it detected, or pass another."
        )
        raise ReadingError(message)
    return asked


def _is_utf8(document: ByteSource) -> bool:
    head = document.head_bytes[:4096]
    return head.count(0) <= 0.1 * len(head) and _decodes(document, "utf-8")


def _decodes(document: ByteSource, encoding: str) -> bool:
    errors = "replace" if encoding == "cp1252" else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        with document.open() as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeError, ValueError):
        return False
    return True


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head[:4096])
    if found is None:
        return None
    name = (found[1] or found[2]).decode("ascii", "replace")
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    return codec.name if codec._is_text_encoding else None


_AS_WINDOWS = {"iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""Code pages of Windows in which pages are written that declare an older one: browsers read them
so. The older ones have control characters where the others have quotation marks, dashes and €."""

_CONTROLS = bytes(range(0x80, 0xA0))


def _in_use(codec: str, document: ByteSource) -> str:
    """Return the code page that was in use where another one, almost equal to it, is declared."""
    if codec in _AS_WINDOWS:
        with document.open() as stream:
            while chunk := stream.read(_CHUNK):
                if chunk.translate(None, _CONTROLS) != chunk:
                    return _AS_WINDOWS[codec]
    return codec


def decode_as(declared: str, content: bytes) -> str:
    r"""Decode bytes in the encoding that a server or mail declares for them.

    Raises
    ------
    LookupError, ValueError
        If there is no such encoding, or the bytes are not in it.

    Examples
    --------
    >>> decode_as("iso-8859-1", b"5 \x80\r\n")
    '5 €\n'
    """
    codec = codecs.lookup(declared).name
    if codec in _AS_WINDOWS:
        try:  # servers add the name of one encoding to pages in any
            return _lines(content.decode("utf-8"))
        except UnicodeDecodeError:
            codec = _AS_WINDOWS[codec]
    errors = "replace" if codec in _AS_WINDOWS.values() else "strict"
    return _lines(content.decode(codec, errors=errors))


def _wide_without_mark(head: bytes) -> str | None:
    """Recognise UTF-16 without a byte-order mark by the positions of its zero bytes."""
    sample = head[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _guess(document: ByteSource) -> str:
    with document.open() as stream:
        sample = stream.read(_SAMPLE_BYTES)
    for encoding in (east_asian(sample), cyrillic(sample)):
        if encoding and _decodes(document, encoding):
            return encoding
    if importlib.util.find_spec("charset_normalizer") is not None:
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is not None and best.encoding == "mac_cyrillic" and _decodes(document, "cp1251"):
            return "cp1251"  # both share the lower-case letters; Mac Cyrillic is all but extinct
        if best is not None and _other_script(best.encoding) and _decodes(document, best.encoding):
            return best.encoding
    found = latin(sample)
    return found if _decodes(document, found) else "cp1252"


def _other_script(encoding: str) -> bool:
    """Return whether a guess is Cyrillic, Greek, Hebrew or Arabic, where it is reliable.

    It is not reliable among Latin code pages, nor for East Asian ones: see `code_pages`.
    """
    return encoding.startswith(
        ("cp1251", "cp1253", "cp1255", "cp1256", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8")
    ) or encoding.startswith(("koi8", "utf", "mac_cyrillic"))
