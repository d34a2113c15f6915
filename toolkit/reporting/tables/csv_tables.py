"""Report tables as CSV with a description beside it (CSV on the Web), and back, exactly."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from toolkit.reporting.tables.cells import Field, guard, unguard, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

METADATA = ".csv-metadata.json"
DATATYPES = {
    "text": "string",
    "whole": "integer",
    "real": "double",
    "truth": "boolean",
    "date": "string",
    "nested": "json",
}
OURS = "toolkit:table"
QUOTED = set('",;\t\r\n')
LONGEST = 2**31 - 1


def csv_files(
    table: pd.DataFrame, fields: Sequence[Field], record: Mapping[str, Any], *, name: str
) -> dict[str, bytes]:
    """Return the contents of ``<name>.csv`` and its description, by suffix."""
    columns = [_cells(table.iloc[:, k], one) for k, one in enumerate(fields)]
    rows = [[guard(str(one.name)) for one in fields], *zip(*columns, strict=True)]
    content = "".join(",".join(map(_quoted, row)) + "\n" for row in rows)
    text = json.dumps(_description(fields, record, name), indent=1, ensure_ascii=False)
    return {
        ".csv": content.encode("utf-8", "surrogatepass"),
        METADATA: (text + "\n").encode("utf-8", "surrogatepass"),
    }


def _quoted(text: str) -> str:
    """Quote what any spreadsheet could take for more than one cell, and a lone empty one."""
    if text and not set(text) & QUOTED and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"' if text else ""


def _cells(column: pd.Series, one: Field) -> list[str]:
    texts = written(column, one.kind)
    return [guard(text) for text in texts] if one.kind in {"text", "nested"} else texts


def _description(fields: Sequence[Field], record: Mapping[str, Any], name: str) -> dict[str, Any]:
    columns = [
        {
            "name": str(one.name),
            "titles": one.label,
            "datatype": DATATYPES[one.kind],
            "dc:description": f"{one.meaning} ({one.unit})" if one.unit else one.meaning,
        }
        for one in fields
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{name}.csv",
        "dc:title": record["title"],
        "notes": record["notes"],
        "tableSchema": {"columns": columns},
        OURS: record,
    }


def read_csv_files(path: Path) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the rows of a CSV as texts, marks taken off, and the record beside it."""
    described = path.with_name(path.name.removesuffix(".csv") + METADATA)
    record = json.loads(described.read_bytes().decode("utf-8", "surrogatepass"))[OURS]
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    usual = csv.field_size_limit(LONGEST)
    try:
        _, *rows = csv.reader(io.StringIO(text, newline=""))
    finally:
        csv.field_size_limit(usual)
    marked = [one["kind"] in {"text", "nested"} for one in record["fields"]]
    return [
        [unguard(cell) if mark else cell for cell, mark in zip(row, marked, strict=True)]
        for row in rows
    ], record
