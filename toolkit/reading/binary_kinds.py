"""Binary files that are not read: what each is, by its first bytes, and what to do instead."""

from __future__ import annotations

_TABLE = "export its table as CSV or Parquet"
_UNPACK = "unpack it first"
_SAVE = "save it as .docx, .odt or .txt"
_PAGE = "open it in Safari and save the page as page source (HTML)"
_BOOK = "an EPUB book without its container, which is not read; save its articles as HTML or text"
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_LOCKED = "an Office file with a password, which is not read; save it without one"
_KINDS = (
    (0, b"SQLite format 3\0", "an SQLite database", _TABLE),
    (0, b"FEA1", "a Feather file of the first version", "save it again, as Feather 2 or CSV"),
    (0, b"Obj\x01", "an Avro file", _TABLE),
    (4, b"\x07_id\0", "a dump of MongoDB (.bson)", "write it with mongoexport, as JSON"),
    (0, b"ORC", "an ORC file", _TABLE),
    (0, b"\x80\x04\x95", "an object saved by Python, which may run code", _TABLE),
    (0, b"\x80\x05\x95", "an object saved by Python, which may run code", _TABLE),
    (0, b"<stata_dta>", "a Stata file", _TABLE),
    (0, b"$FL2", "an SPSS file", _TABLE),
    (0, b"$FL3", "an SPSS file", _TABLE),
    (0, b"HEADER RECORD*******LIB", "a transport file of SAS (.xpt)", _TABLE),
    (0, b"RDX", "an R workspace", _TABLE),
    (0, b"RDA", "an R workspace", _TABLE),
    (0, b"X\n\0\0\0", "an R object (.rds)", _TABLE),
    (0, b"\x89HDF\r\n", "an HDF5 file", _TABLE),
    (4, b"Standard Jet DB", "an Access database", _TABLE),
    (4, b"Standard ACE DB", "an Access database", _TABLE),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!", "a RAR archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a file packed with Zstandard", _UNPACK),
    (0, b"bplist00", "a web archive of Safari, or other property list", _PAGE),
    (60, b"BOOKMOBI", "a Kindle book", "save its articles as HTML or text"),
    (0, _OLE, "an old Word, Excel or Outlook file", _SAVE),
    (0, b"\x89PNG", "a picture", "run a text recognition (OCR) on it first"),
    (0, b"\xff\xd8\xff", "a picture", "run a text recognition (OCR) on it first"),
    (0, b"GIF8", "a picture", "run a text recognition (OCR) on it first"),
    (0, b"II*\0", "a picture", "run a text recognition (OCR) on it first"),
    (0, b"MM\0*", "a picture", "run a text recognition (OCR) on it first"),
)
_IN_BOOKS = b"mimetypeapplication/epub+zip"


def binary_kind(head: bytes) -> str:
    r"""Return what a binary file is and what to do with it, by its first bytes.

    Examples
    --------
    >>> binary_kind(b"SQLite format 3\0...")
    'an SQLite database, which is not read; export its table as CSV or Parquet'
    >>> binary_kind(b"?")
    'an unknown binary format'
    """
    if head.startswith(_OLE) and _ENCRYPTED in head:
        return _LOCKED
    for offset, sign, kind, remedy in _KINDS:
        if head.startswith(sign, offset):
            return f"{kind}, which is not read; {remedy}"
    is_book = head.startswith(b"PK") and _IN_BOOKS in head
    return _BOOK if is_book else "an unknown binary format"
