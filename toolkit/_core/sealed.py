"""Sealed files: arrays and JSON in one file, with a checksum for every part.

A sealed file is a zip of *stored* (not compressed) members, so that reading one never takes more
memory than its size: ``manifest.json`` (what the file is, its version, and the SHA-256 of
every other part) and one member for each part. The SHA-256 of the manifest is the zip's comment.
Any zip tool opens it; nothing is ever unpickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import os
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.atomic import atomic_path
from toolkit._core.memory import scratch_array
from toolkit._core.stored_files import as_damage, damage, open_stored
from toolkit.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

MANIFEST = "manifest.json"
MOST_PARTS = 32
LARGEST_MANIFEST = 256 * 2**20
_LARGEST_HEADER = 1024
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 24


@dataclass(frozen=True)
class Sealed:
    """An open sealed file whose manifest has been checked.

    Parameters
    ----------
    reader : str
        The function that reads it, for its messages.
    name : str
        The file's name.
    manifest : dict
        The manifest; ``parts`` has the size and the SHA-256 of each part.
    archive : zipfile.ZipFile
        The file.
    size : int
        Its bytes.
    """

    reader: str
    name: str
    manifest: dict[str, Any]
    archive: zipfile.ZipFile
    size: int

    def content(self, part: str) -> NDArray[np.uint8]:
        """Return the bytes of a part, checked against its SHA-256."""
        facts = self.manifest["parts"].get(part)
        if facts is None:
            raise self.damaged(f"the part {part!r} is missing")
        content = scratch_array(self.archive.getinfo(part).file_size, np.uint8)
        view, at = content.data, 0
        with _as_damage(self), self.archive.open(part) as stream:
            while n := stream.readinto(view[at : at + _CHUNK]):  # type: ignore[attr-defined]  # missing in the stubs
                at += n
        if at != len(content) or hashlib.sha256(content.data).hexdigest() != facts.get("sha256"):
            raise self.damaged(f"the part {part!r} does not match its checksum")
        return content

    def array(self, part: str, dtype: type[np.generic], *, n_dims: int = 1) -> NDArray[Any]:
        """Return a part that is an ``.npy`` file of type ``dtype`` in C order."""
        content = self.content(f"{part}.npy")
        stream = io.BytesIO(content[:_LARGEST_HEADER].tobytes())
        with _as_damage(self):
            if np.lib.format.read_magic(stream) != (1, 0):
                raise self.damaged(f"{part} is not an array of version 1.0")
            shape, is_fortran, kind = np.lib.format.read_array_header_1_0(
                stream, max_header_size=_LARGEST_HEADER
            )
        size = math.prod(shape) * kind.itemsize
        is_plain = len(shape) == n_dims and kind == np.dtype(dtype) and not is_fortran
        if not is_plain or size != len(content) - stream.tell():
            raise self.damaged(f"{part} is not an array of the type and length that it should be")
        return content[stream.tell() :].view(dtype).reshape(shape)

    def damaged(self, problem: str) -> IntegrityError:
        """Return the error that says what is wrong with the file."""
        return damage(self.reader, self.name, problem)


def write_sealed(
    path: str | os.PathLike[str],
    manifest: Mapping[str, Any],
    parts: Mapping[str, bytes | NDArray[Any]],
) -> Path:
    """Write a sealed file, whole or not at all.

    Parameters
    ----------
    path : path-like
        The file.
    manifest : mapping
        Values that JSON can hold, among them ``format`` (str) and ``schema`` (int).
    parts : mapping
        Name and content of each part; an array becomes ``name.npy``, in little-endian order.

    Returns
    -------
    Path
        The file. The same content gives the same bytes.
    """
    members = [_member(name, content) for name, content in parts.items()]
    sums = {
        name: {"bytes": sum(map(len, pieces)), "sha256": _sha256(pieces)}
        for name, pieces in members
    }
    sealed = json.dumps(
        {**manifest, "parts": sums}, ensure_ascii=True, sort_keys=True, indent=1
    ).encode("ascii")
    with atomic_path(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, pieces in [(MANIFEST, [memoryview(sealed)]), *members]:
            info = zipfile.ZipInfo(name, _DAY_ONE)
            info.file_size = sum(map(len, pieces))
            with archive.open(info, "w") as stream:
                for piece in pieces:
                    stream.write(piece)
        archive.comment = hashlib.sha256(sealed).hexdigest().encode("ascii")
    return Path(path)


@contextmanager
def open_sealed(
    reader: str, path: str | os.PathLike[str], *, kind: str, schema: int
) -> Iterator[Sealed]:
    """Open a sealed file and check its manifest; the parts are checked as they are read.

    Parameters
    ----------
    reader : str
        The function that reads, for its messages.
    path : path-like
        The file.
    kind : str
        What ``format`` must be.
    schema : int
        The newest version that can be read.

    Yields
    ------
    Sealed
        The open file.

    Raises
    ------
    InputError
        When there is no such file.
    IntegrityError
        When the file is damaged, of another kind, or newer than this version of the toolkit.
    """
    with open_stored(reader, path) as stream, contextlib.ExitStack() as opened:
        name, size = Path(path).name, os.fstat(stream.fileno()).st_size
        with as_damage(lambda _: damage(reader, name, "not a file of the toolkit, or cut short")):
            archive = opened.enter_context(zipfile.ZipFile(stream))
        empty = Sealed(reader, name, {}, archive, size)
        _check_members(empty, size)
        yield replace(empty, manifest=_read_manifest(empty, kind, schema))


def _member(name: str, content: bytes | NDArray[Any]) -> tuple[str, list[memoryview]]:
    """Return the name of a part and its bytes, in pieces that are not copied."""
    if isinstance(content, bytes):
        return name, [memoryview(content)]
    array = np.ascontiguousarray(content, dtype=content.dtype.newbyteorder("<"))
    header = io.BytesIO()
    facts = np.lib.format.header_data_from_array_1_0(array)
    np.lib.format.write_array_header_1_0(header, facts)
    return f"{name}.npy", [memoryview(header.getvalue()), array.reshape(-1).view(np.uint8).data]


def _sha256(pieces: list[memoryview]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _check_members(sealed: Sealed, size: int) -> None:
    """Check, before anything is read, that nothing can be larger than the file."""
    infos = sealed.archive.infolist()
    names = {info.filename for info in infos}
    if len(infos) > MOST_PARTS or len(names) != len(infos) or MANIFEST not in names:
        raise sealed.damaged("it does not hold the parts that such a file has")
    for info in infos:
        is_plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1
        if not is_plain or info.file_size != info.compress_size:
            raise sealed.damaged(f"the part {info.filename!r} is compressed, which none may be")
    if sum(info.file_size for info in infos) > size:
        raise sealed.damaged("its parts claim to be larger than the file")
    if sealed.archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise sealed.damaged(f"its manifest is larger than {LARGEST_MANIFEST:,} bytes")


def _read_manifest(sealed: Sealed, kind: str, schema: int) -> dict[str, Any]:
    with _as_damage(sealed):
        content = sealed.archive.read(MANIFEST)
        if hashlib.sha256(content).hexdigest().encode("ascii") != sealed.archive.comment:
            raise sealed.damaged("the manifest does not match its checksum")
        manifest = json.loads(content)
    if not isinstance(manifest, dict) or manifest.get("format") != kind:
        raise sealed.damaged(f"not a file of the kind {kind!r}")
    found = manifest.get("schema")
    if type(found) is not int or found < 1:
        raise sealed.damaged(f"unknown schema {found!r}")
    if found > schema:
        message = (
            f"{sealed.reader}: {sealed.name} was written by a newer version of the toolkit "
            f"(schema {found}; this one reads up to {schema}). "
            f"Upgrade: pip install -U theme-toolkit"
        )
        raise IntegrityError(message)
    parts = manifest.get("parts")
    if not isinstance(parts, dict) or not all(isinstance(facts, dict) for facts in parts.values()):
        raise sealed.damaged("the manifest lacks the checksums")
    if {MANIFEST, *parts} != set(sealed.archive.namelist()):
        raise sealed.damaged("it does not hold the parts that its manifest names")
    return manifest


def _as_damage(sealed: Sealed) -> AbstractContextManager[None]:
    return as_damage(lambda error: sealed.damaged(f"a part cannot be read ({error})"))
