"""Tables of a report: as CSV and Parquet, the long ones whole in Parquet only.

A spreadsheet opens no table of millions of rows. Beside a long table lies a CSV of some of its
rows, evenly spaced, under a name that cannot be taken for the whole; a README says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from toolkit._core.atomic import atomic_path, write_bytes, write_text
from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.number_words import count, listed
from toolkit.reporting.tables.export import arrow_table, csv_bytes, flat_table, save_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MOST_ROWS = 200_000
"""Rows of a table that goes whole into a CSV file."""
MOST_CELLS = 5_000_000
N_SHOWN = 10_000
"""Rows of a longer table that go into a CSV file."""
ROWS_AT_ONCE = 50_000
PART = "-part"
README = "README.txt"


class LongTable(NamedTuple):
    """A table that is whole in Parquet only."""

    name: str
    n_rows: int


def save_tables(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    *,
    change: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] | None = None,
) -> list[LongTable]:
    """Write tables into a folder, each as CSV and Parquet if it is not long.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables by file name.
    folder : Path
        Where they go.
    change : mapping of str to callable, optional
        What is done to the rows of a table before they are written, a block of rows at a time.

    Returns
    -------
    list of LongTable
        Those that are long: ``<name>.parquet`` holds all rows, ``<name>-part.csv``
        10,000 of them, evenly spaced, and README.txt says so.
    """
    long = []
    for name, rows in tables.items():
        changed = (change or {}).get(name, _same)
        if not is_long(rows):
            save_table(changed(rows), folder / name)
            continue
        _save_long(rows, folder / name, changed)
        long.append(LongTable(name, len(rows)))
        return_freed_memory()
    if long:
        write_text(folder / README, readme_text(long))
    return long


def _same(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def _save_long(
    rows: pd.DataFrame, base: Path, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    """Write a table in row groups, and some of its rows as CSV."""
    blocks = (flat_table(change(block)) for block in row_blocks(rows, ROWS_AT_ONCE))
    first = arrow_table(next(blocks))
    with (
        atomic_path(base.with_name(f"{base.name}.parquet")) as path,
        pq.ParquetWriter(path, first.schema, compression="zstd", write_page_checksum=True) as file,
    ):
        file.write_table(first)
        for block in blocks:
            file.write_table(arrow_table(block).cast(first.schema))
    some = rows.iloc[shown_rows(len(rows), N_SHOWN)]
    write_bytes(base.with_name(f"{base.name}{PART}.csv"), csv_bytes(flat_table(change(some))))


def row_blocks(rows: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of a table, at most ``size`` at a time.

    Examples
    --------
    >>> [len(block) for block in row_blocks(pd.DataFrame({"n": range(5)}), 2)]
    [2, 2, 1]
    """
    for first in range(0, len(rows), size):
        yield rows.iloc[first : first + size]


def shown_rows(n_rows: int, n_shown: int) -> np.ndarray:
    """Return the places of the rows of a long table that go into its CSV file.

    Examples
    --------
    >>> shown_rows(10, 4).tolist()
    [0, 2, 5, 7]
    """
    return np.arange(n_shown) * n_rows // n_shown


def is_long(rows: pd.DataFrame) -> bool:
    """Say whether a table has more rows, or cells, than go into a CSV file.

    Examples
    --------
    >>> is_long(pd.DataFrame({"n": range(9)})), is_long(pd.DataFrame({"n": range(300_000)}))
    (False, True)
    """
    return len(rows) > MOST_ROWS or rows.size > MOST_CELLS


def table_file(name: str, rows: pd.DataFrame) -> str:
    """Return the file with all rows of a table, as the page names it.

    Examples
    --------
    >>> table_file("ledger", pd.DataFrame({"n": range(9)}))
    'tables/ledger.csv'
    """
    return f"tables/{name}.{'parquet' if is_long(rows) else 'csv'}"


def long_tables_sentence(long: Sequence[LongTable]) -> str:
    """Say which tables are whole in Parquet only; "" if none is.

    Examples
    --------
    >>> long_tables_sentence([LongTable("ledger", 3_000_000)])
    'Too long for a spreadsheet, and therefore whole in Parquet only: ledger (3,000,000 rows). The \
file -part.csv beside each holds 10,000 evenly spaced rows of it.'
    """
    if not long:
        return ""
    named = listed([f"{one.name} ({count(one.n_rows, 'row')})" for one in long], most=len(long))
    return (
        f"Too long for a spreadsheet, and therefore whole in Parquet only: {named}. The file "
        f"{PART}.csv beside each holds {N_SHOWN:,} evenly spaced rows of it."
    )


def readme_text(long: Sequence[LongTable]) -> str:
    """Return the README of a folder with long tables."""
    lines = [long_tables_sentence(long), "", "To read all rows of one, in Python:", ""]
    lines += [f'    pandas.read_parquet("{one.name}.parquet")' for one in long]
    lines += ["", "All other tables are whole in both, CSV and Parquet.", ""]
    return "\n".join(lines)


def stored_csv(folder: Path, name: str) -> bytes | None:
    """Return a table of `save_tables` as a whole CSV, also if it is in Parquet only.

    Returns None if there is no such table.
    """
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    if csv.is_file():
        return csv.read_bytes()
    return csv_bytes(pd.read_parquet(parquet)) if parquet.is_file() else None
