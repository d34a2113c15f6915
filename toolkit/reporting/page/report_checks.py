"""Checks of a report: complete or not, each file as written, changed, missing or foreign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.atomic import sha256_of
from toolkit._core.staged_folder import FILES, listed_files
from toolkit._core.together import INCOMPLETE
from toolkit.errors import InputError

if TYPE_CHECKING:
    import os

RESULTS = ("figures", "tables")
"""Folders in which a file of another run could be taken for one of the report."""
FOR_A_PERSON = ("study.toml", "topics.toml")
"""Files of a report that a person is told to edit."""


def check_report(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Compare the files of a report with its list of files.

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
        When the folder holds no list of files.
    """
    where = Path(folder)
    files = listed_files(where)
    if not files:
        message = f"check_report: {where.name!r} holds no report: {FILES} is missing or damaged."
        raise InputError(message)
    rows = [_row(where, name, facts["sha256"]) for name, facts in sorted(files.items())]
    rows += [(name, "foreign", "this report did not write it") for name in unlisted(where)]
    if (where / INCOMPLETE).exists():
        rows.insert(0, (INCOMPLETE, "changed", "the files were being replaced: run it again"))
    return pd.DataFrame(rows, columns=["file", "state", "reason"])


def _row(folder: Path, name: str, digest: str) -> tuple[str, str, str]:
    path = folder / name
    if not path.is_file():
        return name, "missing", "the report wrote it"
    if sha256_of(path) != digest:
        return name, "changed", "it is not as the report wrote it"
    return name, "current", ""


def unlisted(folder: Path) -> list[str]:
    """Return the files in figures/ and tables/ that the list of a report does not name."""
    known = listed_files(folder)
    return [name for name in _result_files(folder) if name not in known]


def foreign_files(folder: Path) -> list[str]:
    """Return the files in figures/ and tables/ that would outlive a new report.

    They are those that no report wrote, or that were changed since.
    """
    return _not_as_written(folder, _result_files(folder))


def edited_files(folder: Path) -> list[str]:
    """Return those of `FOR_A_PERSON` that no report wrote, or that were changed since."""
    return _not_as_written(folder, [name for name in FOR_A_PERSON if (folder / name).is_file()])


def _not_as_written(folder: Path, names: list[str]) -> list[str]:
    known = listed_files(folder)
    return [
        name
        for name in names
        if name not in known or sha256_of(folder / name) != known[name]["sha256"]
    ]


def _result_files(folder: Path) -> list[str]:
    found = (path for part in RESULTS for path in (folder / part).rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def is_report(folder: str | os.PathLike[str]) -> bool:
    """Return whether a folder holds the list of files of a report."""
    return (Path(folder) / FILES).is_file()
