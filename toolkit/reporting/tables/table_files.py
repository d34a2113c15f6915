"""A report table's file -> the table, exactly as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import IntegrityError, ReadingError, check_option
from toolkit.reporting.tables.cells import field_of, read_column
from toolkit.reporting.tables.csv_tables import METADATA, read_csv_files
from toolkit.reporting.tables.workbooks import read_workbook

if TYPE_CHECKING:
    import os

READERS = {".csv": read_csv_files, ".xlsx": read_workbook}


def read_report_table(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a table that `to_report_table` wrote, exactly as it was.

    Parameters
    ----------
    path : path-like
        A ``.csv`` (with its ``.csv-metadata.json`` beside it) or ``.xlsx``.

    Returns
    -------
    DataFrame
        The same values, types and column names; a named index is the index again. The numbers of
        rows of an unnamed index are not kept.

    Raises
    ------
    InputError
        For another suffix.
    ReadingError
        When the file, or the description beside a CSV, is not there.
    IntegrityError
        When the file is not one that `to_report_table` wrote, or was changed since.
    MissingExtraError
        When openpyxl is needed and not installed.
    """
    file = Path(path)
    check_option("read_report_table", "the suffix of path", file.suffix, READERS)
    beside = file.with_name(file.stem + METADATA)
    for needed in (file, *([beside] if file.suffix == ".csv" else [])):
        if not needed.is_file():
            message = f"read_report_table: {needed.name} is not there. Looked for {needed}."
            raise ReadingError(message)
    try:
        rows, record = READERS[file.suffix](file)
        fields = [field_of(one) for one in record["fields"]]
        columns = [read_column([row[k] for row in rows], one) for k, one in enumerate(fields)]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _changed(file, f"{type(error).__name__}: {error}") from error
    if len(rows) != record["n_rows"]:
        raise _changed(file, f"{len(rows)} rows instead of {record['n_rows']}")
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
        f"read_report_table: {file.name} is not as to_report_table wrote it ({what}). Write it "
        f"again; a table that was edited is read with pandas."
    )
    return IntegrityError(message)
