"""Table -> a report table with units, denominators and notes, in four lossless formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.argument_errors import explain_methods
from toolkit._core.html import Markup, tag
from toolkit._core.together import write_together
from toolkit._core.write_errors import check_name
from toolkit.errors import InputError, check_option
from toolkit.reporting.tables.cells import Field, make_fields
from toolkit.reporting.tables.csv_tables import csv_files
from toolkit.reporting.tables.latex_tables import latex_table
from toolkit.reporting.tables.shown_cells import display_column, is_right_aligned
from toolkit.reporting.tables.workbooks import workbook_bytes
from toolkit.tables import check_table
from toolkit.tables.display import Summarized, Summary
from toolkit.tables.kinds import describe_columns

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

FORMATS = ("csv", "html", "tex", "xlsx")
COUNT_PREFIX = "n_"
UNNAMED_INDEX = "row"
"""Heading of an unnamed text index, as in a distance matrix."""
ESTIMATES = ("share", "baseline_share", "difference", "low", "high", "rate")


@explain_methods("save")
@dataclass(frozen=True, eq=False, repr=False)
class ReportTable(Summarized):
    """A table with title, units and notes, ready to be written.

    Attributes
    ----------
    table : DataFrame
        The unchanged values. A named index has become the first column.
    title : str
        What the table shows.
    notes : tuple of str
        Notes for the reader, including the denominators.
    fields : tuple of Field
        Heading, unit, meaning and storage format of each column.
    index, columns_name : str
        Names of the former index and of the column index, "" if there are none.
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
        """Return everything except the values, as JSON-compatible data."""
        return {
            "title": self.title,
            "notes": list(self.notes),
            "index": list(self.index),
            "columns_name": self.columns_name,
            "n_rows": len(self.table),
            "nameless": self.index == (UNNAMED_INDEX,),
            "fields": [one.record() for one in self.fields],
        }

    def to_html(self) -> Markup:
        """Return the table as HTML, all text escaped, with exact numbers in ``<data>``."""
        right = [is_right_aligned(one) for one in self.fields]
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
        """Return the table as LaTeX for the package ``booktabs``, all text escaped."""
        columns = [
            [text for text, _ in display_column(self.table.iloc[:, k], one)]
            for k, one in enumerate(self.fields)
        ]
        return latex_table(self.fields, columns, title=self.title, notes=self.notes)

    def save(
        self, path: str | os.PathLike[str], *, formats: Sequence[str] = ("csv", "html", "tex")
    ) -> list[Path]:
        """Write the table in one or more formats, each file atomically.

        Parameters
        ----------
        path : path-like
            Path without suffix.
        formats : sequence of {"csv", "html", "tex", "xlsx"}
            Files to write. "csv" also writes ``<path>.csv-metadata.json`` with title, units and
            notes, from which `read_report_table` restores the exact table. "xlsx" needs the
            extra ``xlsx``.

        Returns
        -------
        list of Path
            The files written. The same table always gives the same bytes.

        Raises
        ------
        InputError
            For an unknown format, or a path that ends in the suffix of one.
        MissingExtraError
            When "xlsx" is requested and openpyxl is not installed.
        """
        base = check_name(path)
        for name in formats:
            check_option("ReportTable.save", "formats", name, FORMATS)
        if base.suffix[1:].lower() in FORMATS:
            message = f"ReportTable.save: give the path without its suffix; got {base.name!r}."
            raise InputError(message)
        contents: dict[str, bytes] = {}
        for name in formats:
            contents |= WRITERS[name](self, base.name)
        named = {base.name + suffix: content for suffix, content in contents.items()}
        return write_together(base.parent, named)


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
        for text, exact in display_column(column, one)
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
    notes: str | Sequence[str] = (),
    columns: Sequence[Any] | None = None,
    labels: Mapping[Any, str] | None = None,
) -> ReportTable:
    r"""Prepare a table for a report, with units, denominators and notes.

    Parameters
    ----------
    table : DataFrame
        Any table of the toolkit. A named index becomes the first column.
    title : str
        What the table shows.
    notes : str or sequence of str
        Notes for the reader. The meaning of each documented column, and which columns are the
        denominators, are added.
    columns : sequence, optional
        Columns to show, in this order; by default, all.
    labels : mapping, optional
        Headings that differ from the column names.

    Returns
    -------
    ReportTable
        Displays as a table in a notebook; ``save`` writes CSV, HTML, LaTeX and .xlsx. Shares are
        displayed as fractions with three decimals; CSV and .xlsx hold every digit.

    Raises
    ------
    InputError
        When a column does not exist, two have the same name, or one holds values that cannot be
        stored exactly.

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
    whole = _flatten(table)
    known = {whole.columns[k]: column for k, column in describe_columns(whole).items()}
    flat = whole if columns is None else _select_columns(whole, columns)
    names = (
        [UNNAMED_INDEX]
        if _has_unnamed_index(table)
        else [n for n in table.index.names if n is not None]
    )
    index = tuple(str(name) for name in names if name in flat)
    fields = tuple(make_fields(flat, labels=labels or {}, known=known))
    told = [notes] if isinstance(notes, str) else notes
    text = tuple(map(str, (*told, *_meanings(fields), *_denominators(fields))))
    return ReportTable(flat, title, text, fields, index, _columns_name(table))


def _flatten(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without attrs, with an index that names the rows as first columns."""
    if _has_unnamed_index(table):
        table = table.rename_axis(index=UNNAMED_INDEX)
    flat = table.reset_index(drop=table.index.names == [None])
    flat.columns.name, flat.attrs = None, {}
    return flat


def _columns_name(table: pd.DataFrame) -> str:
    return "" if table.columns.name is None else str(table.columns.name)


def _select_columns(flat: pd.DataFrame, columns: Sequence[Any]) -> pd.DataFrame:
    absent = [name for name in columns if name not in flat.columns]
    if absent:
        present = ", ".join(repr(str(name)) for name in flat.columns)
        message = f"to_report_table: there is no column {absent[0]!r}. There are: {present}."
        raise InputError(message)
    return flat[list(columns)]


def _has_unnamed_index(table: pd.DataFrame) -> bool:
    """Return whether the table has an unnamed index that is not numeric."""
    numbered = pd.api.types.is_integer_dtype(table.index.dtype)
    return table.index.names == [None] and not numbered


def _meanings(fields: Sequence[Field]) -> list[str]:
    return [f"{_capitalize(one.label)}: {one.meaning}." for one in fields if one.meaning]


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _denominators(fields: Sequence[Field]) -> list[str]:
    counts = [one.label for one in fields if str(one.name).startswith(COUNT_PREFIX)]
    if counts:
        return [f"Denominators: {', '.join(counts)}."]
    if any(one.name in ESTIMATES for one in fields):
        return ["No column of this table counts the articles behind its estimates."]
    return []
