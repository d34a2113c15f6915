"""Table -> a table for a report: units, denominators and notes, in four formats, exact."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.atomic import write_bytes
from toolkit._core.html import Markup, tag
from toolkit.errors import InputError, check_option
from toolkit.reporting.tables.cells import Field, fields_of
from toolkit.reporting.tables.csv_tables import csv_files
from toolkit.reporting.tables.export import with_suffix
from toolkit.reporting.tables.latex_tables import latex_table
from toolkit.reporting.tables.shown_cells import is_right, shown_column
from toolkit.reporting.tables.workbooks import workbook_bytes
from toolkit.tables import check_table
from toolkit.tables.display import Summarized, Summary
from toolkit.tables.kinds import describe_columns

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

FORMATS = ("csv", "html", "tex", "xlsx")
COUNTS = "n_"
NAMELESS = "row"
"""Heading of row names that have none themselves, as in a table of distances."""
ESTIMATES = ("share", "baseline_share", "difference", "low", "high", "rate")


@dataclass(frozen=True, eq=False, repr=False)
class ReportTable(Summarized):
    """A table with its title, units and notes, ready to be written.

    Attributes
    ----------
    table : DataFrame
        The values, exactly as they were; a named index has become the first column.
    title : str
        What the table shows.
    notes : tuple of str
        What a reader must know, the denominators among it.
    fields : tuple of Field
        Per column: heading, unit, meaning, and how it is read back.
    index, columns_name : str
        Names of what was the index, and of the columns, "" where there were none.
    """

    table: pd.DataFrame
    title: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    index: tuple[str, ...] = field(default=())
    columns_name: str = ""

    def _summary(self) -> Summary:
        facts = (("rows", len(self.table)), ("columns", len(self.fields)))
        return Summary(self.title or "Table", facts, rows=self.table.head(8))

    def _repr_html_(self) -> str:
        return self.to_html()

    def record(self) -> dict[str, Any]:
        """Return all but the values, as JSON can hold it."""
        return {
            "title": self.title,
            "notes": list(self.notes),
            "index": list(self.index),
            "columns_name": self.columns_name,
            "n_rows": len(self.table),
            "nameless": self.index == (NAMELESS,),
            "fields": [one.record() for one in self.fields],
        }

    def to_html(self) -> Markup:
        """Return the table as HTML, every text escaped; ``<data>`` holds each exact number."""
        right = [is_right(one) for one in self.fields]
        head = [
            tag("th", one.label, *_unit(one), scope="col", style=_align(number))
            for one, number in zip(self.fields, right, strict=True)
        ]
        columns = [
            [
                tag("td", cell, style=_align(number))
                for cell in _html_cells(one, self.table.iloc[:, k])
            ]
            for k, (one, number) in enumerate(zip(self.fields, right, strict=True))
        ]
        body = [tag("tr", *row) for row in zip(*columns, strict=True)]
        notes = [tag("p", note, style="margin:2px 0;font-size:0.85em") for note in self.notes]
        caption = [tag("caption", self.title, style="text-align:left;font-weight:bold")]
        table = tag(
            "table",
            *(caption if self.title else []),
            tag("thead", tag("tr", *head)),
            tag("tbody", *body),
            style="border-collapse:collapse",
        )
        return tag("div", table, *notes, class_="tex2jax_ignore mathjax_ignore")

    def to_latex(self) -> str:
        """Return the table as LaTeX for the package ``booktabs``, every text escaped."""
        columns = [
            [text for text, _ in shown_column(self.table.iloc[:, k], one)]
            for k, one in enumerate(self.fields)
        ]
        return latex_table(self.fields, columns, title=self.title, notes=self.notes)

    def save(
        self, path: str | os.PathLike[str], *, formats: Sequence[str] = ("csv", "html", "tex")
    ) -> list[Path]:
        """Write the table in some formats, each file whole or not at all.

        Parameters
        ----------
        path : path-like
            Where to write, without suffix.
        formats : sequence of {"csv", "html", "tex", "xlsx"}
            Which files. "csv" brings ``<path>.csv-metadata.json`` with it, which holds title,
            units and notes (and lets `read_report_table` give the exact table back); "xlsx" needs
            the extra ``xlsx``.

        Returns
        -------
        list of Path
            The files written. The same table gives the same bytes.

        Raises
        ------
        InputError
            For an unknown format, or a path with a suffix of one.
        MissingExtraError
            When "xlsx" is asked for and openpyxl is not installed.
        """
        base = Path(path)
        for name in formats:
            check_option("ReportTable.save", "formats", name, FORMATS)
        if base.suffix[1:].lower() in FORMATS:
            message = f"ReportTable.save: give the path without its suffix; got {base.name!r}."
            raise InputError(message)
        contents: dict[str, bytes] = {}
        for name in formats:
            contents |= WRITERS[name](self, base.name)
        return [write_bytes(with_suffix(base, suffix), c) for suffix, c in contents.items()]


def _html_files(report: ReportTable, _: str) -> dict[str, bytes]:
    head = Markup(f"{tag('meta', charset='utf-8')}{tag('title', report.title or 'Table')}")
    page = tag("html", tag("head", head), tag("body", report.to_html()), lang="en")
    return {".html": f"<!doctype html>\n{page}\n".encode("utf-8", "replace")}


WRITERS: dict[str, Callable[[ReportTable, str], dict[str, bytes]]] = {
    "csv": lambda report, name: csv_files(report.table, report.fields, report.record(), name=name),
    "html": _html_files,
    "tex": lambda report, _: {".tex": report.to_latex().encode("utf-8", "replace")},
    "xlsx": lambda report, _: {
        ".xlsx": workbook_bytes(report.table, report.fields, report.record())
    },
}


def _html_cells(one: Field, column: pd.Series) -> list[Markup]:
    return [
        tag("data", text, value=exact) if exact else tag("bdi", text)
        for text, exact in shown_column(column, one)
    ]


def _unit(one: Field) -> list[Markup]:
    return [tag("br"), tag("small", one.unit, style="font-weight:normal")] if one.unit else []


def _align(number: bool) -> str:  # noqa: FBT001 - the only argument
    side = "right" if number else "left"
    return f"text-align:{side};vertical-align:top;padding:2px 10px 2px 0"


def to_report_table(
    table: pd.DataFrame,
    *,
    title: str = "",
    notes: Sequence[str] = (),
    columns: Sequence[Any] | None = None,
    labels: Mapping[Any, str] | None = None,
) -> ReportTable:
    r"""Make a table for a report: with units, denominators and notes, exact in every format.

    Parameters
    ----------
    table : DataFrame
        Any table of the toolkit; a named index becomes the first column.
    title : str
        What the table shows.
    notes : sequence of str
        What a reader must know; the meaning of each column, where `toolkit.tables` has it, and
        which columns are the denominators are added.
    columns : sequence, optional
        The columns shown, in this order; all by default.
    labels : mapping, optional
        Headings that differ from the columns' names.

    Returns
    -------
    ReportTable
        Shows itself in a notebook; ``save`` writes CSV, HTML, LaTeX and .xlsx. Shares are shown as
        fractions with three decimals; the files that machines read hold every digit.

    Raises
    ------
    InputError
        When a column is not there, two have one name, or one holds values that no file can keep
        exactly.

    Examples
    --------
    >>> shares = pd.DataFrame({"theme": ["conflict"], "share": [1 / 3], "n_articles": [12]})
    >>> report = to_report_table(shares, title="A theme")
    >>> report.notes[-1]
    'Denominators: n articles.'
    >>> print(report.to_latex().splitlines()[8])
    conflict & 0.333 & 12 \\
    """
    check_table("to_report_table", table)
    if table.shape[1] == 0:
        message = "to_report_table: the table has no columns."
        raise InputError(message)
    whole = _whole(table)
    known = {whole.columns[k]: column for k, column in describe_columns(whole).items()}
    flat = whole if columns is None else _chosen(whole, columns)
    names = [NAMELESS] if _nameless(table) else [n for n in table.index.names if n is not None]
    index = tuple(str(name) for name in names if name in flat)
    fields = tuple(fields_of(flat, labels=labels or {}, known=known))
    text = tuple(map(str, (*notes, *_meanings(fields), *_denominators(fields))))
    return ReportTable(flat, title, text, fields, index, _columns_name(table))


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without attrs, an index that names the rows as its first columns."""
    if _nameless(table):
        table = table.rename_axis(index=NAMELESS)
    flat = table.reset_index(drop=table.index.names == [None])
    flat.columns.name, flat.attrs = None, {}
    return flat


def _columns_name(table: pd.DataFrame) -> str:
    return "" if table.columns.name is None else str(table.columns.name)


def _chosen(flat: pd.DataFrame, columns: Sequence[Any]) -> pd.DataFrame:
    absent = [name for name in columns if name not in flat.columns]
    if absent:
        present = ", ".join(repr(str(name)) for name in flat.columns)
        message = f"to_report_table: there is no column {absent[0]!r}. There are: {present}."
        raise InputError(message)
    return flat[list(columns)]


def _nameless(table: pd.DataFrame) -> bool:
    """Say whether the rows have names, but the names have none."""
    numbered = pd.api.types.is_integer_dtype(table.index.dtype)
    return table.index.names == [None] and not numbered


def _meanings(fields: Sequence[Field]) -> list[str]:
    return [f"{_start(one.label)}: {one.meaning}." for one in fields if one.meaning]


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _denominators(fields: Sequence[Field]) -> list[str]:
    counts = [one.label for one in fields if str(one.name).startswith(COUNTS)]
    if counts:
        return [f"Denominators: {', '.join(counts)}."]
    if any(one.name in ESTIMATES for one in fields):
        return ["No column of this table counts the articles behind its estimates."]
    return []
