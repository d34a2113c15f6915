"""The cells of a CSV, a column at a time in Arrow: numbers by a kernel, each text once.

It writes what pandas writes with ``float_format="%.12g"``, many times sooner. A table with another
kind of column, such as lists, is left to pandas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._core.formulas import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

FEW_NUMBERS = 50_000
"""Numbers that Python formats before a kernel would be compiled."""

ROWS_AT_ONCE = 20_000
_QUOTED = re.compile('[",\r\n]')
_SUSPECT = (
    rf"^[{re.escape(''.join(FORMULA_STARTS))}]"
    r'|[",\x00-\x1f\x7f-\x{9f}\x{2028}\x{2029}\x{fffe}\x{ffff}]'
)
"""Texts that may need an apostrophe, a symbol or quotation marks, for RE2."""


def fast_csv(table: pd.DataFrame, neutralize: Callable[[str], str]) -> bytes | None:
    """Return a table as CSV, or None where pandas has to write it.

    Parameters
    ----------
    table : DataFrame
        Columns of floats, integers, truth values, texts and dates; column names are text.
    neutralize : callable
        What is written for a text that begins with a sign of a formula or holds a control
        character; it leaves all others as they are.
    """
    if table.shape[1] < 2 or not len(table):  # pandas quotes an empty cell that is alone in its row
        return None
    columns = []
    n_numbers = len(table) * sum(dtype.kind == "f" for dtype in table.dtypes)
    for place in range(table.shape[1]):
        cells = _cells(table.iloc[:, place], neutralize, are_few=n_numbers <= FEW_NUMBERS)
        if cells is None:
            return None
        columns.append(cells)
    head = ",".join(_quoted(neutralize(str(name))) for name in table.columns) + "\n"
    return head.encode() + b"".join(_rows(columns, len(table)))


def _rows(columns: list[pa.Array], n_rows: int) -> list[bytes]:
    comma, nothing, feed = (pa.scalar(sign, pa.large_string()) for sign in (",", "", "\n"))
    parts = []
    for first in range(0, n_rows, ROWS_AT_ONCE):
        cells = [column.slice(first, ROWS_AT_ONCE) for column in columns]
        rows = pc.binary_join_element_wise(*cells, comma)
        lines = pc.binary_join_element_wise(rows, nothing, feed)
        ends = np.frombuffer(lines.buffers()[1], np.int64)[: len(lines) + 1]
        parts.append(lines.buffers()[2].slice(int(ends[0]), int(ends[-1] - ends[0])).to_pybytes())
    return parts


def _cells(
    column: pd.Series, neutralize: Callable[[str], str], *, are_few: bool
) -> pa.Array | None:
    """Return the cells of a column as text, quoted where a reader needs it."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        return pc.cast(pa.array(column.to_numpy()), pa.large_string())
    if column.dtype == pd.Int64Dtype():
        return pc.cast(pa.array(column), pa.large_string()).fill_null("")
    if column.dtype == np.bool_:
        return pa.array(np.where(column.to_numpy(), "True", "False"), pa.large_string())
    if column.dtype in (np.dtype(np.float64), np.dtype(np.float32)):
        return _numbers(column.to_numpy().astype(np.float64), are_few=are_few)
    if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        return _texts(column, neutralize)
    return _dates(column) if pd.api.types.is_datetime64_any_dtype(column.dtype) else None


def _texts(column: pd.Series, neutralize: Callable[[str], str]) -> pa.Array | None:
    """Return texts as cells; only those with a sign that may matter are looked at in Python."""
    if column.dtype == object and pd.api.types.infer_dtype(column) not in {"string", "empty"}:
        return None
    try:
        given = pa.array(column, pa.large_string(), from_pandas=True)
    except UnicodeEncodeError:  # half a character
        return None
    if isinstance(given, pa.ChunkedArray):
        given = given.combine_chunks()
    cells = given.fill_null("")
    suspect = pc.match_substring_regex(cells, _SUSPECT)
    found = pc.dictionary_encode(cells.filter(suspect))
    written = [_quoted(neutralize(text)) for text in found.dictionary.to_pylist()]
    return pc.replace_with_mask(
        cells, suspect, pa.array(written, pa.large_string()).take(found.indices)
    )


def _dates(column: pd.Series) -> pa.Array:
    """Return dates as cells: without the time of day where all are at midnight."""
    places, dates = pd.factorize(column)
    texts = pa.array([*pd.Index(dates).astype("str").tolist(), ""], pa.large_string())
    return texts.take(pa.array(np.where(places < 0, len(dates), places)))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _numbers(values: NDArray[np.float64], *, are_few: bool) -> pa.Array | None:
    if np.isinf(values).any():
        return None
    if are_few:
        texts = ["" if np.isnan(value) else f"{value:.12g}" for value in values.tolist()]
        return pa.array(texts, pa.large_string())
    from toolkit._kernels import number_text

    digits, exponents = np.empty((2, len(values)), np.int64)
    number_text.find_digits(values, number_text.POWERS, digits, exponents)
    for place in np.flatnonzero((digits < 0) & ~np.isnan(values)).tolist():
        mantissa, exponent = f"{abs(values[place]):.11e}".split("e")
        digits[place], exponents[place] = int(mantissa.replace(".", "")), int(exponent)
    out, ends = np.empty(len(values) * number_text.WIDEST, np.uint8), np.zeros(len(values) + 1, int)
    number_text.write_digits(values, digits, exponents, out, ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(out)]
    return pa.LargeStringArray.from_buffers(len(values), buffers[1], buffers[2])
