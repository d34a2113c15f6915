"""Tables -> CSV with formulas neutralized, and Parquet with page checksums."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit._core.control_characters import visible
from toolkit._core.formulas import FORMULA_STARTS
from toolkit._core.together import write_together
from toolkit._core.write_errors import check_name
from toolkit.errors import InputError
from toolkit.reporting.tables.csv_cells import fast_csv

if TYPE_CHECKING:
    import os


def save_table(table: pd.DataFrame, path: str | os.PathLike[str]) -> list[Path]:
    r"""Write a table as ``<path>.csv`` and ``<path>.parquet``, each file atomically.

    Parameters
    ----------
    table : DataFrame
        Any table of the toolkit. A named index becomes the first column.
    path : path-like
        Path without suffix.

    Returns
    -------
    list of Path
        The two files. In the CSV, text that a spreadsheet would run as a formula is prefixed with
        an apostrophe; the Parquet file holds it unchanged.

    Raises
    ------
    InputError
        If the path ends in ".csv" or ".parquet".

    Examples
    --------
    >>> import tempfile
    >>> table = pd.DataFrame({"title": ["=1+1"], "n": [2]})
    >>> files = save_table(table, tempfile.mkdtemp() + "/terms")
    >>> files[0].read_text()
    "title,n\n'=1+1,2\n"
    """
    base = check_name(path)
    if base.suffix.lower() in {".csv", ".parquet"}:
        message = f"save_table: give the path without its suffix; got {base.name!r}."
        raise InputError(message)
    flat = flat_table(table)
    contents = {".csv": csv_bytes(flat), ".parquet": parquet_bytes(flat)}
    return write_together(base.parent, {base.name + end: part for end, part in contents.items()})


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet with a checksum on every page; half characters become ``?``."""
    buffer = io.BytesIO()
    pq.write_table(arrow_table(table), buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def arrow_table(table: pd.DataFrame) -> pa.Table:
    """Return a table as one of Arrow, without pandas' notes; half characters become ``?``.

    Each column is one piece: pages of a Parquet file end where pieces end, and articles read at
    once come in other pieces than those of a corpus on disk.
    """
    for name, dtype in table.dtypes.items():
        in_arrow = getattr(dtype, "storage", "") == "pyarrow"  # which holds whole characters alone
        if dtype == np.dtype(object) or (pd.api.types.is_string_dtype(dtype) and not in_arrow):
            table = table.assign(**{str(name): table[name].map(_whole_characters)})
    made = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    for at, field in enumerate(made.schema):
        if pa.types.is_struct(field.type) and not field.type.num_fields:
            # dictionaries that are all empty: Parquet has no type for them
            made = made.set_column(at, field.name, pa.nulls(len(made)))
    return made.combine_chunks()


def _whole_characters(value: Any) -> Any:
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with line feeds, neutralized formulas and 12 digits."""
    written = fast_csv(table, neutralize)
    return _pandas_csv(table) if written is None else written


def _pandas_csv(table: pd.DataFrame) -> bytes:
    safe = table.copy()
    for name in safe.columns:
        if not (
            pd.api.types.is_numeric_dtype(safe[name])
            or pd.api.types.is_datetime64_any_dtype(safe[name])
        ):
            safe[name] = safe[name].astype("object").map(neutralize)
    safe.columns = pd.Index([neutralize(str(name)) for name in safe.columns])
    at_once = max(1, len(safe))  # dates of all rows look alike
    text = safe.to_csv(index=False, lineterminator="\n", float_format="%.12g", chunksize=at_once)
    return text.encode("utf-8")


def neutralize(value: Any) -> Any:
    """Prefix an apostrophe to a text that a spreadsheet would run; show control characters.

    Examples
    --------
    >>> neutralize("=HYPERLINK(1)"), neutralize("Talks resume"), neutralize(-3.5)
    ("'=HYPERLINK(1)", 'Talks resume', -3.5)
    """
    if isinstance(value, list | tuple):
        value = " | ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        value = "'" + value
    return visible(value) if isinstance(value, str) else value


def with_suffix(base: Path, suffix: str) -> Path:
    """Return ``base`` with a suffix appended, even if its name contains dots."""
    return base.with_name(base.name + suffix)


def flat_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its named index as a column, categories as text, and no attrs."""
    flat = table.reset_index() if table.index.name is not None else table.reset_index(drop=True)
    flat.columns = pd.Index([str(name) for name in flat.columns])
    flat.attrs = {}
    for name in flat.columns:
        if isinstance(flat[name].dtype, pd.CategoricalDtype):
            flat[name] = flat[name].astype("str")
    return flat
