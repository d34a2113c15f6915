"""List the documents under a path: a file, a folder, a .zip or a .gz, opened one at a time."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from toolkit._core.readable import ABSENT, read_problem
from toolkit.errors import ReadingError
from toolkit.reading import limits
from toolkit.reading.corpus_folder import ARTICLES_FOLDER, LIST
from toolkit.reading.file_names import beside_crawl, reason_by_name
from toolkit.reading.interface import Document, reading_error
from toolkit.reading.zipped_files import seekable

if TYPE_CHECKING:
    from collections.abc import Callable

_OFFICE = ("word/", "xl/", "ppt/", "[Content_Types].xml", "mimetype")
_BOOK = "META-INF/container.xml"

DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, OSError, RuntimeError,
    EOFError, OverflowError, NotImplementedError, lzma.LZMAError,
)  # fmt: skip
"""Exceptions that `zipfile` raises for truncated, damaged or encrypted archives."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not read, and the reason."""

    name: str
    reason: str
    error: ReadingError | None = None


def documents(path: Path, encoding: str | None = None) -> Iterator[Document | Skipped]:
    """Yield the documents under a path, sorted by name.

    A file named directly is always read; in a folder, hidden files, settings and code are
    skipped with a reason.
    """
    problem = read_problem(path)
    if "NUL" in problem:
        message = f"read_articles: a path cannot contain the character NUL; got {str(path)!r}."
        raise ReadingError(message)
    if problem and problem != ABSENT and not os.path.lexists(path):
        raise ReadingError(f"read_articles: cannot read {str(path)!r}: {problem}.")
    if not path.exists():
        message = f"read_articles: there is no file or folder {str(path)!r}. Check the spelling."
        if path.parts[0] in {"http:", "https:", "ftp:"}:
            message = (
                f"read_articles: {path.parts[0]}//… is an address, and nothing is downloaded. Save "
                f"what is there as a file, and give its path."
            )
        raise ReadingError(message)
    if not path.is_dir() and not path.is_file():
        raise reading_error(path.name, 0, "this is a pipe, socket or device, not a file")
    if not path.is_dir():
        yield from _guarded(path.name, _opener(path), encoding)
        return
    for file in files_of(path):
        yield from documents_in(path, file, encoding)


def documents_in(
    folder: Path, file: Path, encoding: str | None = None
) -> Iterator[Document | Skipped]:
    """Yield the documents in one file of a folder: one, or the members of an archive."""
    name = file.relative_to(folder).as_posix()
    reason = _reason_by_kind(file) or _reason_to_skip(file)
    if reason:
        yield Skipped(name, reason)
        return
    for found in _guarded(name, _opener(file), encoding):
        if isinstance(found, Document) and found.beside is None:
            found.beside = partial(_beside, file.parent, encoding)
        yield found


def _beside(folder: Path, encoding: str | None, name: str) -> Document | None:
    """Return a file beside another one, None if there is none."""
    file = folder / name
    return Document(name, _opener(file), encoding=encoding) if file.is_file() else None


def _guarded(
    name: str, opener: Callable[[], BinaryIO], encoding: str | None
) -> Iterator[Document | Skipped]:
    """Yield the documents in one file; an error is returned as `Skipped`."""
    try:
        yield from _opened(name, opener, encoding, 0)
    except ReadingError as error:
        yield Skipped(name, str(error), error)


def files_of(folder: Path) -> list[Path]:
    """Return the files under a folder that are not in a hidden one, sorted by name."""
    found = []
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts[:-1])
        if not hidden and (file.is_symlink() or not file.is_dir()):
            found.append(file)
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _reason_by_kind(file: Path) -> str:
    """Return why something in a folder that is no ordinary file is not read, "" for a file."""
    if file.is_symlink() and not file.exists():
        return "a link to nothing"
    if file.is_dir():
        return "a link to a folder, which is not followed"
    return "" if file.is_file() else "a pipe, socket or device, not a file"


def _reason_to_skip(file: Path) -> str:
    reason = reason_by_name(file)
    if reason:
        return reason
    if file.name == LIST and (file.parent / ARTICLES_FOLDER).is_dir():
        return "the list of a corpus, not articles"
    return "the file is empty" if file.stat().st_size == 0 else ""


def is_readme(name: str) -> bool:
    """Return whether a file describes the others: README, LICENSE, any .md file."""
    stem = PurePosixPath(name).stem.casefold()
    return stem in {
        "readme",
        "license",
        "licence",
        "changelog",
        "notice",
    } or name.casefold().endswith(".md")


def _opener(file: Path) -> Callable[[], BinaryIO]:
    def open_file() -> BinaryIO:
        try:
            return file.open("rb")
        except OSError as error:
            message = f"read_articles: {file.name}: cannot be opened ({error.strerror})."
            raise ReadingError(message) from error

    return open_file


def _opened(
    name: str, opener: Callable[[], BinaryIO], encoding: str | None, depth: int
) -> Iterator[Document | Skipped]:
    with opener() as stream:
        start = stream.read(6)
    packing = next((one for sign, one in _PACKINGS.items() if start.startswith(sign)), None)
    if packing is not None:
        yield from _packed(name, (opener, packing), encoding, depth)
    elif start.startswith(b"PK\x03\x04") and not _is_office(name, opener):
        yield from _zip(name, opener, encoding, depth)
    else:
        yield Document(name, opener, encoding=encoding)


_PACKINGS: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda packed: gzip.GzipFile(fileobj=packed),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
}


def _packed(
    name: str,
    how: tuple[Callable[[], BinaryIO], Callable[[BinaryIO], Any]],
    encoding: str | None,
    depth: int,
) -> Iterator[Document | Skipped]:
    """Yield the documents in a file packed by gzip, bzip2 or xz."""
    opener, unpack = how
    if depth > limits.ARCHIVE_DEPTH:  # one more, for a crawl of several: a .gz in a .wacz in it
        yield Skipped(name, "an archive within an archive within an archive")
        return

    def unpacked() -> BinaryIO:
        packed = opener()
        stream = cast("BinaryIO", unpack(packed))
        return cast("BinaryIO", _Counted((stream, packed), name, _size(packed)))

    yield from _opened(name, unpacked, encoding, depth + 1)


def _size(stream: BinaryIO) -> int:
    if not stream.seekable():
        return 0
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def _is_office(name: str, opener: Callable[[], BinaryIO]) -> bool:
    try:
        with opener() as stream, zipfile.ZipFile(seekable(stream)) as archive:
            names = archive.namelist()
            return _BOOK in names or any(name.startswith(_OFFICE) for name in names[:50])
    except DAMAGE as error:
        raise _damaged(name) from error


def _zip(
    name: str, opener: Callable[[], BinaryIO], encoding: str | None, depth: int
) -> Iterator[Document | Skipped]:
    if depth >= limits.ARCHIVE_DEPTH:
        yield Skipped(name, "an archive within an archive within an archive")
        return
    archive = _Archive(name, opener)
    try:
        members = _checked_members(name, archive)
        beside = beside_crawl([member.filename for member in members])
        for member in members:
            shown = f"{name}/{_safe_name(member.filename)}"
            if reason := _reason_to_skip_member(member) or beside.get(member.filename):
                yield Skipped(shown, reason)
            else:
                member_opener = _member_opener(archive, member, shown)
                for found in _opened(shown, member_opener, encoding, depth + 1):
                    if isinstance(found, Document) and found.beside is None:
                        found.beside = partial(_member_beside, archive, member.filename, encoding)
                    yield found
    finally:
        archive.close()


def _member_beside(
    archive: _Archive, other: str, encoding: str | None, name: str
) -> Document | None:
    """Return a member of an archive beside another one, None if there is none."""
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(other), name))
    if archive.beside is None or archive.beside.name != wanted:  # many pages ask for one table
        member = archive.member(wanted)
        if member is None:
            return None
        opener = _member_opener(archive, member, wanted)
        archive.beside = Document(wanted, opener, encoding=encoding)
    return archive.beside


def _checked_members(name: str, archive: _Archive) -> list[zipfile.ZipInfo]:
    """Return the members of an archive in the order of their names, unless they are too many."""
    members = archive.members()
    if len(members) > limits.ARCHIVE_MEMBERS:
        most = limits.ARCHIVE_MEMBERS
        problem = f"this archive has {len(members):,} members; the limit is {most:,}"
        raise reading_error(name, 0, problem, limits.how_to_raise("ARCHIVE_MEMBERS"))
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.ARCHIVE_BYTES:
        most = limits.ARCHIVE_BYTES
        problem = f"this archive unpacks to {unpacked:,} bytes; the limit is {most:,}"
        raise reading_error(name, 0, problem, limits.how_to_raise("ARCHIVE_BYTES"))
    return sorted(members, key=lambda member: member.filename)


class _Archive:
    """A zip archive whose list of members is read once, however many members are opened.

    ``beside`` is the last member that was asked for by the reader of another one.
    """

    def __init__(self, name: str, opener: Callable[[], BinaryIO]) -> None:
        self._name, self._opener = name, opener
        self._file: BinaryIO | None = None
        self._archive: zipfile.ZipFile | None = None
        self.beside: Document | None = None

    def members(self) -> list[zipfile.ZipInfo]:
        """Return the members that are files."""
        return [member for member in self._opened().infolist() if not member.is_dir()]

    def member(self, name: str) -> zipfile.ZipInfo | None:
        """Return the member of a name, None if there is none."""
        return self._opened().NameToInfo.get(name)

    def open(self, member: zipfile.ZipInfo) -> BinaryIO:
        """Return a stream of a member's unpacked bytes."""
        return cast("BinaryIO", self._opened().open(member))

    def close(self) -> None:
        """Close the archive; a member opened later opens it again."""
        for stream in (self._archive, self._file):
            if stream is not None:
                stream.close()
        self._archive = self._file = None

    def _opened(self) -> zipfile.ZipFile:
        if self._archive is None:
            self._file = self._opener()
            try:
                self._archive = zipfile.ZipFile(seekable(self._file))
            except DAMAGE as error:
                self._file.close()
                raise _damaged(self._name) from error
        return self._archive


def _safe_name(name: str) -> str:
    """Return a member's name without ".." or a root; members are never written to disk."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "/".join(parts).replace("\0", "")[:300] or "member"


def _reason_to_skip_member(member: zipfile.ZipInfo) -> str:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if member.flag_bits & 1:
        return "the member is encrypted"
    if "__MACOSX" in name.parts:
        return "a hidden or lock file"
    reason = reason_by_name(name)
    if reason:
        return reason
    return "the file is empty" if member.file_size == 0 else ""


def _member_opener(
    archive: _Archive, member: zipfile.ZipInfo, shown: str
) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        try:
            stream = archive.open(member)
        except DAMAGE as error:
            raise _damaged(shown) from error
        return cast("BinaryIO", _Counted((stream,), shown, member.compress_size))

    return open_member


class _Counted(io.RawIOBase):
    """A stream that counts unpacked bytes and stops at the limits, whatever the header claims.

    Closing it also closes its ``owners``: the archive and the file behind it.
    """

    def __init__(
        self, owners: tuple[BinaryIO | zipfile.ZipFile, ...], name: str, packed: int
    ) -> None:
        super().__init__()
        self._owners, self._name, self._packed = owners, name, packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            content = self._owners[0].read(len(buffer))  # type: ignore[arg-type]
        except DAMAGE as error:
            raise _damaged(self._name) from error
        self._count += len(content)
        ratio = self._count > (1 << 20) + limits.ARCHIVE_RATIO * max(self._packed, 1)
        if self._count > limits.ARCHIVE_BYTES or ratio:
            problem = (
                f"this archive unpacks to more than {self._count:,} bytes and may be a zip bomb"
            )
            raise reading_error(self._name, 0, problem, limits.how_to_raise("ARCHIVE_RATIO"))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        if not self.closed:
            for owner in self._owners:
                owner.close()
        super().close()


def _damaged(name: str) -> ReadingError:
    crawl = f" Of a crawl, read what is there: gzip -dc {name} > part.warc"
    remedy = f"Download it again.{crawl if '.warc' in name else ''}"
    return reading_error(name, 0, "this archive is damaged or not complete", remedy)
