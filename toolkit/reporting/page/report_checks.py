"""Checks of a report: complete or not, each file as written, changed, missing or foreign."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError
from toolkit.reporting.page.folder import MARKER, OURS, manifest, relative_files

if TYPE_CHECKING:
    import os


def check_report(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Compare the files of a report with its record.

    Parameters
    ----------
    folder : path-like
        A folder that `write_report` wrote.

    Returns
    -------
    DataFrame
        ``file``, ``state`` ("current", "changed", "missing" or "foreign") and ``reason``. A file
        in figures/ or tables/ that the report did not write is foreign. A folder whose files were
        being replaced when the process ended has a row INCOMPLETE, "changed".

    Raises
    ------
    InputError
        When the folder holds no record of a report.
    """
    where = Path(folder)
    files = manifest(where)
    if not files:
        message = f"check_report: {where.name!r} holds no report with a list of its files."
        raise InputError(message)
    rows = [_row(where, name, digest) for name, digest in sorted(files.items())]
    rows += [
        (name, "foreign", "this report did not write it")
        for name in relative_files(where)
        if name.partition("/")[0] in OURS and name not in files
    ]
    if (where / MARKER).exists():
        rows.insert(0, (MARKER, "changed", "the files were being replaced: run the report again"))
    return pd.DataFrame(rows, columns=["file", "state", "reason"])


def _row(folder: Path, name: str, digest: str) -> tuple[str, str, str]:
    path = folder / name
    if not path.is_file():
        return name, "missing", "the report wrote it"
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        return name, "changed", "it is not as the report wrote it"
    return name, "current", ""
