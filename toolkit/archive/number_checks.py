"""Two versions of the same tables -> which of their numbers are equal."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.reporting.tables.export import csv_bytes, flat_table

if TYPE_CHECKING:
    from collections.abc import Collection

TOLERANCE = 1e-8
"""Largest relative difference of two equal numbers; the files hold twelve digits."""

KEYS = {
    "near-duplicates": ("article_id",),
    "theme-scores": ("article_id",),
    "topic-shares": ("article_id",),
    "theme-shares": ("period", "theme"),
    "theme-words": ("period", "theme"),
    "theme-shares-without-copies": ("period", "theme"),
    "theme-shares-outlets-fixed": ("period", "theme"),
    "theme-patterns": ("theme", "pattern"),
    "theme-overlap": ("theme", "other"),
    "coverage": ("period", "source"),
    "words": ("of", "term"),
    "events": ("name",),
    "event-effects": ("event", "theme"),
    "topic-terms": ("topic", "term"),
    "topic-periods": ("period", "topic"),
    "topic-summary": ("topic",),
    "topic-articles": ("topic", "article_id"),
    "topic-stability": ("topic",),
    "terms": ("term",),
}
"""What names a row of each table."""
ENDS = {
    "-themes": ("theme",), "-themes-outlets-fixed": ("theme",), "-terms": ("group", "term"),
    "-terms-outlets-fixed": ("group", "term"), "-topics": ("topic",),
    "-topics-outlets-fixed": ("topic",), "-wording": ("theme", "source"),
}  # fmt: skip
UNCHECKED = ("articles", "ledger", "theme-passages")
"""Tables about the form of the files that were read, which another copy need not have."""
COLUMNS = (
    "table", "verdict", "n_values", "n_equal", "n_different", "n_absent", "largest_difference",
    "largest_count_difference",
)  # fmt: skip


class Cells(NamedTuple):
    """The cells of a table as text: rows by key, with the names of the other columns."""

    columns: tuple[str, ...]
    rows: dict[tuple[str, ...], tuple[str, ...]]


def key_of(name: str) -> tuple[str, ...] | None:
    """Return the columns that name a row of a table; None if the table is not checked.

    Examples
    --------
    >>> key_of("theme-shares"), key_of("two-outlets-terms"), key_of("ledger")
    (('period', 'theme'), ('group', 'term'), None)
    """
    if name in UNCHECKED:
        return None
    return KEYS.get(name) or next((key for end, key in ENDS.items() if name.endswith(end)), None)


def cells_of(table: pd.DataFrame | bytes, key: tuple[str, ...]) -> Cells:
    """Return the cells of a table, or of the CSV file of one, as the CSV file holds them."""
    content = csv_bytes(flat_table(table)) if isinstance(table, pd.DataFrame) else table
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    at = [head.index(name) for name in key]
    others = [place for place in range(len(head)) if place not in at]
    rows = {
        tuple(line[place] for place in at): tuple(line[place] for place in others) for line in lines
    }
    return Cells(tuple(head[place] for place in others), rows)


def compare_tables(
    name: str, theirs: Cells, mine: Cells | None, *, left_out: Collection[str] = ()
) -> dict[str, object]:
    """Compare a table of a study with the same table of a reader.

    Parameters
    ----------
    name : str
        Name of the table.
    theirs, mine : Cells
        The two; None if the reader's articles do not give this table.
    left_out : collection of str
        Ids of articles whose rows are not compared: those that the reader lacks.

    Returns
    -------
    dict
        The columns of `StudyCheck.numbers`. ``n_absent`` counts values that only one side has;
        ``largest_difference`` (of shares and other fractions) and ``largest_count_difference`` (of
        whole numbers) are absolute, and missing where none differs.
    """
    wanted = {key: row for key, row in theirs.rows.items() if not set(key) & set(left_out)}
    found = {} if mine is None else mine.rows
    n_equal = n_different = n_absent = 0
    largest: dict[bool, float] = {}
    for key, row in wanted.items():
        other = _row_of(theirs, mine, found.get(key))
        for one, two in zip(row, other, strict=True):
            if two is None:
                n_absent += 1
            elif is_equal(one, two):
                n_equal += 1
            else:
                n_different += 1
                _note_gap(largest, one, two)
    n_absent += len(theirs.columns) * sum(key not in wanted for key in found)
    counts = (n_equal + n_different + n_absent, n_equal, n_different, n_absent)
    verdict = _verdict(counts[0], n_equal)
    gaps = (largest.get(False, math.nan), largest.get(True, math.nan))
    return dict(zip(COLUMNS, (name, verdict, *counts, *gaps), strict=True))


def compare_counts(
    name: str, theirs: pd.DataFrame, mine: pd.DataFrame, *, left_out: Collection[str] = ()
) -> dict[str, object]:
    """Compare two tables of counts that name their rows by all columns but ``n``.

    Parameters
    ----------
    name : str
        Name of the table.
    theirs, mine : DataFrame
        Counts ``n``, at most one for each combination of the other columns.
    left_out : collection of str
        Ids of articles whose rows are not compared.

    Returns
    -------
    dict
        As from `compare_tables`.
    """
    if "article_id" in theirs:
        theirs = theirs[~theirs["article_id"].isin(list(left_out))]
    key = [column for column in theirs.columns if column != "n"]
    both = theirs.astype({one: "str" for one in key}).merge(
        mine.astype({one: "str" for one in key}), on=key, how="outer", suffixes=("", "_mine")
    )
    gap = (both["n"] - both["n_mine"]).abs()
    n_absent, n_different = int(gap.isna().sum()), int((gap > 0).sum())
    n_equal = len(both) - n_absent - n_different
    verdict = _verdict(len(both), n_equal)
    largest = float(gap.max()) if n_different else math.nan
    counts = (len(both), n_equal, n_different, n_absent)
    return dict(zip(COLUMNS, (name, verdict, *counts, math.nan, largest), strict=True))


def _verdict(n_values: int, n_equal: int) -> str:
    if not n_values:
        return "not compared"
    return "equal" if n_equal == n_values else "different"


def _row_of(
    theirs: Cells, mine: Cells | None, row: tuple[str, ...] | None
) -> tuple[str | None, ...]:
    """Return the reader's row in the order of the study's columns."""
    if mine is None or row is None:
        return (None,) * len(theirs.columns)
    if mine.columns == theirs.columns:
        return row
    by_name = dict(zip(mine.columns, row, strict=True))
    return tuple(by_name.get(name) for name in theirs.columns)


def is_equal(one: str, two: str) -> bool:
    """Whether two cells are the same text or the same number.

    Examples
    --------
    >>> is_equal("0.25", "0.25000000001"), is_equal("0.25", "0.2501"), is_equal("", "0")
    (True, False, False)
    """
    if one == two:
        return True
    try:
        return math.isclose(float(one), float(two), rel_tol=TOLERANCE, abs_tol=1e-12)
    except ValueError:
        return False


def _note_gap(largest: dict[bool, float], one: str, two: str) -> None:
    """Keep the largest difference of two cells, apart for whole numbers (True) and others."""
    try:
        gap = abs(float(one) - float(two))
    except ValueError:
        return
    is_count = one.lstrip("-").isdigit() and two.lstrip("-").isdigit()
    largest[is_count] = max(largest.get(is_count, 0.0), gap)
