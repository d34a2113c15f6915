"""Report table file -> the original table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.readable import ABSENT, read_problem
from toolkit.errors import (
    InputError,
    IntegrityError,
    MissingExtraError,
    ReadingError,
    check_option,
    shorten,
)
from toolkit.reporting.tables.cells import parse_field, read_column
from toolkit.reporting.tables.csv_tables import METADATA, read_csv_files
from toolkit.reporting.tables.workbooks import read_workbook

if TYPE_CHECKING:
    import os

READERS = {".csv": read_csv_files, ".xlsx": read_workbook}


def read_report_table(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a table written by `to_report_table`, without loss.

    Parameters
    ----------
    path : path-like
        A ``.csv`` (with its ``.csv-metadata.json`` in the same folder) or ``.xlsx``.

    Returns
    -------
    DataFrame
        The same values, dtypes and column names. A named index becomes the index again; an
        unnamed numeric index is not kept.

    Raises
    ------
    InputError
        For another suffix.
    ReadingError
        When the file, or the metadata of a CSV, does not exist.
    IntegrityError
        When the file was not written by `to_report_table`, or was changed since.
    MissingExtraError
        When openpyxl is needed and not installed.
    """
    file = Path(path)
    if file.suffix == ".parquet":
        message = (
            f"read_report_table: {file.name} is no report table: Parquet keeps every value as it "
            f"is. Read it with pandas.read_parquet."
        )
        raise InputError(message)
    check_option("read_report_table", "the suffix of path", file.suffix, READERS)
    beside = file.with_name(file.stem + METADATA)
    for needed in (file, *([beside] if file.suffix == ".csv" else [])):
        problem = read_problem(needed)
        if problem:
            what = "does not exist" if problem == ABSENT else f"cannot be read: {problem}"
            message = f"read_report_table: {needed.name} {what}. Looked for {needed}."
            raise ReadingError(message)
    try:
        rows, record = READERS[file.suffix](file)
        fields = [parse_field(one) for one in record["fields"]]
        columns = [read_column([row[k] for row in rows], one) for k, one in enumerate(fields)]
    except (MissingExtraError, MemoryError):
        raise
    except IntegrityError as error:
        raise _changed(file, str(error)) from error
    except Exception as error:  # whatever the parsers of a damaged file raise
        raise _changed(file, f"{type(error).__name__}: {shorten(str(error))}") from error
    names = [one.name for one in fields]
    table = pd.concat(columns, axis=1)
    table.columns = pd.Index(names)
    if record["index"]:
        table = table.set_index(record["index"])
        table.index.name = None if record["nameless"] else table.index.name
    table.columns.name = record["columns_name"] or None
    return table


def _changed(file: Path, what: str) -> IntegrityError:
    message = (
        f"read_report_table: {file.name} was changed after to_report_table wrote it ({what}). "
        f"Write it again, or read an edited table with pandas."
    )
    return IntegrityError(message)
