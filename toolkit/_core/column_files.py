"""Columns of a table as files that are mapped into memory instead of being read.

A folder holds one file per buffer of each column, in Arrow's own layout: offsets and UTF-8 for
text, the values themselves for numbers and dates, codes for categories. ``columns.json`` lists
them with their sizes and SHA-256. A mapped column takes no memory until it is looked at, and the
system takes the pages back when it needs them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.atomic import sha256_of, write_text
from toolkit._core.write_errors import naming
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

LIST = "columns.json"
_verified: dict[tuple[int, int, int, int], str] = {}
"""SHA-256 of the files that this process wrote or checked, by device, number, size and time."""


class ColumnWriter:
    """Writes tables one after the other into the files of one folder.

    Parameters
    ----------
    folder : Path
        An empty folder.
    lists : sequence of str
        Columns of short lists of text with few different values, such as ``quality``; any other
        column of objects is left out.
    categories : mapping of str to sequence of str, optional
        Categories of columns in their order, where the tables may lack some.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> with ColumnWriter(folder) as writer:
    ...     writer.append(pd.DataFrame({"title": ["Summit", "Talks"], "n_words": [3, 4]}))
    >>> sorted(file.name for file in folder.iterdir())
    ['000.offsets', '000.values', '001.values', 'columns.json']
    """

    def __init__(
        self,
        folder: Path,
        *,
        lists: Sequence[str] = (),
        categories: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.folder, self.lists, self.n_rows = folder, tuple(lists), 0
        self.categories = categories or {}
        self.columns: dict[str, _Column] = {}
        self.is_begun = False

    def append(self, table: pd.DataFrame) -> None:
        """Add the rows of a table; its columns are those of the first."""
        with naming(self.folder):
            if not self.is_begun:
                self.is_begun = True
                self._add_columns(table)
            for name, column in self.columns.items():
                if name not in table:
                    message = f"save_corpus: a part has no column {name!r}, but the first has."
                    raise InputError(message)
                column.append(table[name])
        self.n_rows += len(table)

    def _add_columns(self, table: pd.DataFrame) -> None:
        for number, name in enumerate(map(str, table.columns)):
            kind = _kind_of(table[name], is_list=name in self.lists)
            if kind is not None:
                column = self.columns[name] = kind(self.folder / f"{number:03d}")
                column.expect(self.categories.get(name, ()))

    def __enter__(self) -> ColumnWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with contextlib.ExitStack() as stack:
            for column in self.columns.values():
                stack.callback(column.close)
        if kind is None:
            self._finish()

    def _finish(self) -> None:
        columns = {name: column.facts() for name, column in self.columns.items()}
        names = sorted(file.name for file in self.folder.iterdir())
        files = {name: file_facts(self.folder / name) for name in names}
        notes = {"n_rows": self.n_rows, "columns": columns, "files": files}
        write_text(self.folder / LIST, json.dumps(notes, indent=1) + "\n")


class _Column:
    """The values of one column, written to one file."""

    kind = "values"

    def __init__(self, base: Path) -> None:
        self.base, self.dtype = base, ""
        self.file = _Hashed(base.with_suffix(".values"))

    def expect(self, categories: Sequence[str]) -> None:
        """Take categories in their order; other kinds of columns have none."""

    def append(self, values: pd.Series[Any]) -> None:
        """Add values."""
        array = values.to_numpy()
        self.dtype = self.dtype or array.dtype.str
        self.file.write(array.astype(self.dtype, copy=False))

    def close(self) -> None:
        """End the file."""
        self.file.close()

    def facts(self) -> dict[str, Any]:
        """Return what is needed to open the column."""
        return {"kind": self.kind, "base": self.base.name, "dtype": self.dtype}


class _Text(_Column):
    """Text: where each value ends, the UTF-8 of all, and which are missing, if any is."""

    kind = "text"

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.offsets = _Hashed(base.with_suffix(".offsets"))
        self.present: list[NDArray[np.bool_]] = []
        self.n, self.is_begun = 0, False

    def append(self, values: pd.Series[Any]) -> None:
        """Add texts."""
        import pyarrow as pa

        if not self.is_begun:
            self.offsets.write(np.zeros(1, dtype="<i8"))
            self.is_begun = True
        array = pa.array(values.array, type=pa.large_string(), from_pandas=True)
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        offsets = np.frombuffer(array.buffers()[1], dtype="<i8")
        offsets = offsets[array.offset : array.offset + len(array) + 1]
        content = array.buffers()[2]
        if len(array) and content is not None:
            self.file.write(np.frombuffer(content, "u1")[offsets[0] : offsets[-1]])
            self.offsets.write(offsets[1:] - offsets[0] + self.n)
            self.n += int(offsets[-1] - offsets[0])
        else:
            self.offsets.write(np.full(len(array), self.n, dtype="<i8"))
        self.present.append(values.notna().to_numpy())

    def close(self) -> None:
        """End the files."""
        super().close()
        self.offsets.close()
        present = np.concatenate(self.present) if self.present else np.ones(0, dtype=bool)
        if not present.all():
            bits = np.packbits(present, bitorder="little")
            self.base.with_suffix(".present").write_bytes(bits.tobytes())


class _Categories(_Column):
    """Categories: the code of each value, and the categories of all parts.

    They keep their order if it is the same in every part; else they are sorted.
    """

    kind = "categories"

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.codes: dict[str, int] = {}
        self.orders: set[tuple[str, ...]] = set()
        self.expected: list[str] = []

    def expect(self, categories: Sequence[str]) -> None:
        """Take these categories first, in their order."""
        self.expected = list(categories)
        self.codes = {name: code for code, name in enumerate(self.expected)}

    def append(self, values: pd.Series[Any]) -> None:
        """Add values."""
        names = tuple(map(str, values.cat.categories))
        if len(self.orders) < 2:
            self.orders.add(names)
        known = [self.codes.setdefault(name, len(self.codes)) for name in names]
        table = np.array([*known, -1], dtype="<i4")
        self.file.write(table[values.cat.codes.to_numpy()])  # the code -1, missing, is the last

    def close(self) -> None:
        """End the file, with codes in the order of the categories."""
        super().close()
        found = list(self.orders.pop()) if len(self.orders) == 1 else sorted(self.codes)
        ordered = list(dict.fromkeys([*self.expected, *found]))
        places = np.full(len(ordered) + 1, -1, dtype="<i4")
        for new, name in enumerate(ordered):
            places[self.codes[name]] = new
        path = self.base.with_suffix(".values")
        path.write_bytes(places[np.fromfile(path, dtype="<i4")].tobytes())
        self.codes = dict.fromkeys(ordered, 0)

    def facts(self) -> dict[str, Any]:
        """Return what is needed to open the column."""
        return {**super().facts(), "categories": list(self.codes)}


class _Lists(_Categories):
    """Short lists of text, with one code for each different list."""

    kind = "lists"

    def append(self, values: pd.Series[Any]) -> None:
        """Add lists."""
        lists = [tuple(value) for value in values]
        texts = {one: json.dumps(one, ensure_ascii=False) for one in dict.fromkeys(lists)}
        known = [self.codes.setdefault(texts[one], len(self.codes)) for one in lists]
        self.file.write(np.array(known, dtype="<i4"))


class _Other(_Column):
    """Any other type that Arrow knows; such a column is read into memory."""

    kind = "other"

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.parts: list[pd.Series[Any]] = []

    def append(self, values: pd.Series[Any]) -> None:
        """Add values."""
        self.parts.append(values)

    def close(self) -> None:
        """Write the column."""
        table = pd.concat(self.parts, ignore_index=True).to_frame("values")
        super().close()
        table.to_feather(self.base.with_suffix(".values"), compression="uncompressed")


def _kind_of(values: pd.Series[Any], *, is_list: bool) -> type[_Column] | None:
    """Return how a column is stored; None if it is left out."""
    dtype = values.dtype
    if dtype.kind == "O" and isinstance(dtype, np.dtype):
        return _Lists if is_list else None
    if isinstance(dtype, pd.StringDtype):
        return _Text
    if isinstance(dtype, pd.CategoricalDtype):
        names = dtype.categories
        plain = not dtype.ordered and (len(names) == 0 or isinstance(names.dtype, pd.StringDtype))
        return _Categories if plain else _Other
    return _Column if isinstance(dtype, np.dtype) and dtype.kind in "iufbMm" else _Other


class _Hashed:
    """A new file that takes arrays, and whose SHA-256 is known when it is closed."""

    def __init__(self, path: Path) -> None:
        self.path, self.digest = path, hashlib.sha256()
        self.file: BinaryIO = path.open("wb")

    def write(self, values: NDArray[Any]) -> None:
        """Write the bytes of an array."""
        content = np.ascontiguousarray(values).reshape(-1).view("u1").data
        self.digest.update(content)
        self.file.write(content)

    def close(self) -> None:
        """Close the file; it need not be read again to be known as whole."""
        self.file.close()
        _verified[_mark(self.path)] = self.digest.hexdigest()


def _mark(file: Path) -> tuple[int, int, int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def file_facts(file: Path) -> dict[str, Any]:
    """Return size and SHA-256; the latter is computed once in a process."""
    mark = _mark(file)
    if mark not in _verified:
        _verified[mark] = sha256_of(file)
    return {"bytes": mark[2], "sha256": _verified[mark]}
