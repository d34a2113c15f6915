"""Lossless conversion of columns to text and back, with formulas neutralized."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.formulas import FORMULA_STARTS
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.tables import Column

GUARDED_STARTS = (*FORMULA_STARTS, "\n", "'")
"""First characters that a spreadsheet reads as a formula, and the guard itself."""

LONG_FLOATS = ("float96", "float128")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
KINDS = ("text", "whole", "real", "truth", "date", "nested")


@dataclass(frozen=True)
class Field:
    """One column of a report table: how it is written, read back and described.

    Attributes
    ----------
    name : str or int
        Name of the column, exactly as in the table.
    kind : str
        "text", "whole", "real", "truth", "date" or "nested" (a list or mapping, as JSON).
    dtype : str
        The pandas dtype to restore.
    label, unit, meaning : str
        Heading, unit or range, and meaning of the column.
    missing : tuple of int
        Rows of a text column with a missing value, as opposed to an empty text.
    categories : tuple
        The categories, in order, of a categorical column.
    """

    name: str | int
    kind: str
    dtype: str
    label: str = ""
    unit: str = ""
    meaning: str = ""
    missing: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    ordered: bool = field(default=False)

    def record(self) -> dict[str, Any]:
        """Return the field as JSON-compatible values, without empty entries."""
        return {name: value for name, value in asdict(self).items() if value not in ("", ())}


def parse_field(record: Mapping[str, Any]) -> Field:
    """Return the field described by the output of `Field.record`."""
    values = {**record, **{k: tuple(record.get(k, ())) for k in ("missing", "categories")}}
    return Field(**values)


def make_fields(
    table: pd.DataFrame, *, labels: Mapping[Any, str], known: Mapping[Any, Column]
) -> list[Field]:
    """Return one field per column; ``known`` holds the documented columns.

    Raises
    ------
    InputError
        When two columns have the same name, a name is neither text nor an integer, or a column
        mixes kinds of values.
    """
    names = list(table.columns)
    if len(set(names)) < len(names) or len({str(name) for name in names}) < len(names):
        twice = next(n for n in names if [str(one) for one in names].count(str(n)) > 1)
        message = f"to_report_table: two columns are named {str(twice)!r}. Rename one of them."
        raise InputError(message)
    return [_field(table.iloc[:, k], labels, known.get(name)) for k, name in enumerate(names)]


def _field(column: pd.Series, labels: Mapping[Any, str], known: Column | None) -> Field:
    name = column.name.item() if isinstance(column.name, np.generic) else column.name
    if not isinstance(name, str | int) or isinstance(name, bool):
        message = (
            f"to_report_table: column names must be text or integers; got {name!r}. "
            f"Rename the column first."
        )
        raise InputError(message)
    kind = kind_of(column)
    categories: tuple[str, ...] = ()
    ordered = False
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories, ordered = tuple(column.cat.categories), bool(column.cat.ordered)
    missing = np.flatnonzero(column.isna()).tolist() if kind == "text" else []
    return Field(
        name,
        kind,
        "category" if categories else str(column.dtype),
        labels.get(name, str(name).replace("_", " ")),
        known.unit if known else "",
        known.meaning if known else "",
        tuple(missing),
        categories,
        ordered,
    )


def kind_of(column: pd.Series) -> str:
    """Return the kind of a column; see `Field`.

    Raises
    ------
    InputError
        When the column mixes kinds of values, or holds a kind that no file stores exactly.
    """
    types = pd.api.types
    if types.is_bool_dtype(column.dtype):
        return "truth"
    if types.is_integer_dtype(column.dtype):
        return "whole"
    if types.is_float_dtype(column.dtype) and str(column.dtype) not in LONG_FLOATS:
        return "real"
    if types.is_datetime64_any_dtype(column.dtype):
        return "date"
    values = column.dropna() if not types.is_object_dtype(column.dtype) else _present(column)
    if all(isinstance(value, str) for value in values):
        return "text"
    if all(isinstance(value, list | dict) for value in values):
        return "nested"
    names = sorted({type(value).__name__ for value in values})
    message = (
        f"to_report_table: column {str(column.name)!r} holds {', '.join(names)}, which cannot be "
        f"written and read back exactly. Convert it to text, numbers or dates first."
    )
    raise InputError(message)


def _present(column: pd.Series) -> list[Any]:
    return [v for v in column if not (pd.api.types.is_scalar(v) and pd.isna(v))]


def guard(text: str) -> str:
    """Prefix an apostrophe to a text that a spreadsheet would run, or that starts with one.

    Examples
    --------
    >>> guard("=1+1"), guard("'quoted"), guard("a=1")
    ("'=1+1", "''quoted", 'a=1')
    """
    return "'" + text if text.startswith(GUARDED_STARTS) else text


def unguard(text: str) -> str:
    """Remove the apostrophe that `guard` added.

    Examples
    --------
    >>> unguard(guard("=1+1")), unguard(guard("'quoted"))
    ('=1+1', "'quoted")
    """
    return text.removeprefix("'")


def escape(text: str) -> str:
    r"""Write control characters and halves of characters as ``_x001B_``, as workbooks do.

    Examples
    --------
    >>> escape("bell \x07"), escape("_x0007_")
    ('bell _x0007_', '_x005F_x0007_')
    """
    return _UNSAFE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def unescape(text: str) -> str:
    r"""Undo `escape`.

    Examples
    --------
    >>> unescape(escape("_x0007_ \x07")) == "_x0007_ \x07"
    True
    """
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def exact_texts(column: pd.Series, kind: str) -> list[str]:
    """Return each value as text without loss; "" for a missing value."""
    write = WRITERS[kind]
    return [
        "" if pd.api.types.is_scalar(value) and pd.isna(value) else write(value) for value in column
    ]


def _write_date(value: pd.Timestamp) -> str:
    return value.isoformat().removesuffix("T00:00:00")


def _write_nested(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        message = f"to_report_table: JSON cannot represent a value in {value!r:.60}: {error}."
        raise InputError(message) from error
    return text


WRITERS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "whole": lambda value: str(int(value)),
    "real": lambda value: (
        repr(value.item() if isinstance(value, np.float64) else value)
        if isinstance(value, float)
        else str(value)
    ),
    "truth": lambda value: "true" if value else "false",
    "date": _write_date,
    "nested": _write_nested,
}


def read_column(texts: Sequence[str], one: Field) -> pd.Series:
    """Parse the output of `exact_texts` back into a column."""
    if one.kind == "text":
        absent = set(one.missing)
        values: list[Any] = [None if k in absent else text for k, text in enumerate(texts)]
        return _as_text(values, one)
    parsed = [None if text == "" else PARSERS[one.kind](text) for text in texts]
    if one.kind == "nested":
        return pd.Series(parsed, name=one.name, dtype=one.dtype)
    if one.kind == "date":
        return pd.Series(parsed, name=one.name, dtype=one.dtype)
    if one.dtype[0].islower():
        filled = [np.nan if value is None else value for value in parsed]
        return pd.Series(np.array(filled, dtype=one.dtype), name=one.name)
    return pd.Series(parsed, name=one.name, dtype=one.dtype)


def _as_text(values: list[Any], one: Field) -> pd.Series:
    if one.dtype == "category":
        dtype = pd.CategoricalDtype(pd.Index(one.categories, dtype="str"), ordered=one.ordered)
        return pd.Series(pd.Categorical(values, dtype=dtype), name=one.name)
    return pd.Series(values, name=one.name, dtype=one.dtype)


PARSERS: dict[str, Callable[[str], Any]] = {
    "whole": int,
    "real": float,
    "truth": lambda text: text == "true",
    "date": pd.Timestamp,
    "nested": json.loads,
}
