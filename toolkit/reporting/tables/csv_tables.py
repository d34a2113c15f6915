"""Report tables as CSV with a metadata file (CSV on the Web), and back without loss."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from toolkit._core.together import recover
from toolkit.reporting.tables.cells import (
    Field,
    escape,
    exact_texts,
    guard,
    unescape,
    unguard,
)
from toolkit.reporting.tables.table_digest import check_cells, check_record, sign

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
RECORD_KEY = "toolkit:table"
QUOTED = set('",;\t\r\n')
MAX_FIELD_SIZE = 2**31 - 1


def csv_files(
    table: pd.DataFrame, fields: Sequence[Field], record: Mapping[str, Any], *, name: str
) -> dict[str, bytes]:
    """Return the contents of ``<name>.csv`` and of its metadata file, by suffix."""
    texts = [exact_texts(table.iloc[:, k], one.kind) for k, one in enumerate(fields)]
    head = [str(one.name) for one in fields]
    signed = sign(record, [head, *zip(*texts, strict=True)])
    columns = [_cells(column, one) for column, one in zip(texts, fields, strict=True)]
    rows = [[guard(escape(text)) for text in head], *zip(*columns, strict=True)]
    content = "".join(",".join(map(_quoted, row)) + "\n" for row in rows)
    text = json.dumps(_description(fields, signed, name), indent=1)
    return {".csv": content.encode("utf-8"), METADATA: (text + "\n").encode("ascii")}


def _quoted(text: str) -> str:
    """Quote a text that a spreadsheet could split into several cells."""
    if text and not set(text) & QUOTED and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"' if text else ""


def _cells(texts: list[str], one: Field) -> list[str]:
    is_text = one.kind in {"text", "nested"}
    return [guard(escape(text)) for text in texts] if is_text else texts


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
        RECORD_KEY: record,
    }


def read_csv_files(path: Path) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the rows of a CSV as text, without guards, and the record from its metadata."""
    described = path.with_name(path.name.removesuffix(".csv") + METADATA)
    recover(path.parent)
    record = json.loads(described.read_bytes())[RECORD_KEY]
    check_record(record)
    text = path.read_bytes().decode("utf-8")
    usual = csv.field_size_limit(MAX_FIELD_SIZE)
    try:
        head, *rows = csv.reader(io.StringIO(text, newline=""))
    finally:
        csv.field_size_limit(usual)
    marked = [one["kind"] in {"text", "nested"} for one in record["fields"]]
    cells = [
        [unescape(unguard(cell)) if mark else cell for cell, mark in zip(row, marked, strict=True)]
        for row in rows
    ]
    check_cells(record, [[unescape(unguard(name)) for name in head], *cells])
    return cells, record
