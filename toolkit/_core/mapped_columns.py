"""Open the columns that `toolkit._core.column_files` wrote: they are mapped, not read."""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.column_files import LIST, file_facts
from toolkit._core.derived_parts import new_folder
from toolkit._core.drafts import remove
from toolkit._core.fixed_lists import lists_of
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.page_keeper import note_map
from toolkit._core.stored_files import as_damage, damage
from toolkit._core.user_warnings import warn_user
from toolkit.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_STR = pd.StringDtype(na_value=np.nan)
ROWS_AT_A_TIME = 2**14


class MappedTable(NamedTuple):
    """An open folder of columns: pandas arrays by name, and the maps that they lie in."""

    columns: dict[str, Any]
    maps: list[mmap.mmap]
    n_rows: int

    def release(self) -> None:
        """Give the pages back that have been read; they are read again when they are needed."""
        release_pages(*self.maps)

    def frame(self, index: str = "") -> pd.DataFrame:
        """Return the table; ``index`` is the name of the column that names the rows."""
        columns = dict(self.columns)
        labels = (
            pd.Index(columns.pop(index), name=index, copy=False)
            if index
            else pd.RangeIndex(self.n_rows)
        )
        return pd.DataFrame(columns, index=labels, copy=False)


def open_columns(reader: str, folder: Path) -> MappedTable:
    """Map the columns of a folder, after checking every byte once in this process.

    Parameters
    ----------
    reader : str
        The function that opens, for its messages.
    folder : Path
        Written by `toolkit._core.column_files.ColumnWriter`.

    Raises
    ------
    IntegrityError
        When a file is missing or damaged.
    """
    with as_damage(lambda error: damage(reader, str(folder), f"it cannot be read ({error})")):
        notes = json.loads((folder / LIST).read_text(encoding="utf-8"))
        for name, facts in notes["files"].items():
            _check(reader, folder, name, facts)
        opened = _Opened(folder, int(notes["n_rows"]), [])
        columns = {name: opened.column(facts) for name, facts in notes["columns"].items()}
    return MappedTable(columns, opened.maps, opened.n_rows)


def _check(reader: str, folder: Path, name: str, facts: dict[str, Any]) -> None:
    if Path(name).name != name or file_facts(folder / name) != facts:
        raise damage(reader, f"{folder.name}/{name}", "its content does not fit its checksum")


class _Opened(NamedTuple):
    folder: Path
    n_rows: int
    maps: list[mmap.mmap]

    def column(self, facts: dict[str, Any]) -> Any:
        base = self.folder / str(facts["base"])
        if base.parent != self.folder:
            message = "a file lies elsewhere"
            raise ValueError(message)
        kind = facts["kind"]
        if kind == "text":
            return self._text(base)
        if kind == "other":
            return pd.read_feather(base.with_suffix(".values"))["values"].array
        dtype = np.dtype("<i4" if kind in {"categories", "lists"} else facts["dtype"])
        if dtype.kind not in "iufbMm":
            message = f"a column cannot have the type {dtype}"
            raise ValueError(message)
        values = self._numbers(base.with_suffix(".values"), dtype)
        if len(values) != self.n_rows:
            message = f"a column has {len(values)} values for {self.n_rows} rows"
            raise ValueError(message)
        return values if kind == "values" else _decoded(values, facts["categories"], kind)

    def _text(self, base: Path) -> Any:
        import pyarrow as pa

        offsets = self._numbers(base.with_suffix(".offsets"), np.dtype("<i8"))
        content = self._map(base.with_suffix(".values"))
        present = base.with_suffix(".present")
        bits = pa.py_buffer(present.read_bytes()) if present.exists() else None
        if len(offsets) != self.n_rows + 1 or (bits and bits.size * 8 < self.n_rows):
            message = f"a column has {len(offsets) - 1} texts for {self.n_rows} rows"
            raise ValueError(message)
        buffers = [bits, pa.py_buffer(offsets), pa.py_buffer(content)]
        array = pa.Array.from_buffers(pa.large_string(), self.n_rows, buffers)
        for start in range(0, self.n_rows, ROWS_AT_A_TIME):
            array.slice(start, ROWS_AT_A_TIME).validate(full=True)  # made up offsets read elsewhere
            release_pages(*self.maps)
        return pd.array(array, dtype=_STR)

    def _numbers(self, path: Path, dtype: np.dtype[Any]) -> NDArray[Any]:
        return np.frombuffer(self._map(path), dtype=dtype)

    def _map(self, path: Path) -> mmap.mmap | bytes:
        if path.stat().st_size == 0:
            return b""
        with path.open("rb") as stream:
            mapped = note_map(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        self.maps.append(mapped)
        return mapped


def _decoded(codes: NDArray[Any], names: list[str], kind: str) -> Any:
    if codes.size and not -1 <= codes.min() <= codes.max() < len(names):
        message = "a code stands for no category"
        raise ValueError(message)
    if kind == "lists":
        return lists_of(dict(enumerate(map(json.loads, names))), codes)
    dtype = pd.CategoricalDtype(pd.Index(names, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def open_or_build(folder: Path, build: Callable[[Path], None]) -> MappedTable:
    """Open the mapped columns of a folder; they are built where missing, or damaged."""
    if folder.is_dir():
        try:
            return open_columns("open_corpus", folder)
        except IntegrityError as error:
            warn_user(f"{error.args[0].split(': ', 1)[-1]} It is made again.")
            remove(folder)
    with new_folder(folder) as made:
        build(made)
    return open_columns("open_corpus", folder)
