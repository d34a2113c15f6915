"""Names in and of the folder in which a study works that does not fit the memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

INPUT = "study-input.json"
"""In a work folder: what its corpus was read from."""
CORPUS = "study-corpus"


def is_unfinished(work: Path) -> bool:
    """Say whether a work folder holds something to go on with."""
    return (work / INPUT).is_file()


def work_beside(out: str | os.PathLike[str]) -> Path:
    """Return the hidden folder beside a report in which its study works.

    Examples
    --------
    >>> work_beside("studies/report").as_posix()
    'studies/.report-work'
    """
    path = Path(out)
    return path.parent / f".{path.name}-work"
