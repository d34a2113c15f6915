"""How much memory and disk the study of an input takes, estimated before any of it is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

EXPANSION = {".gz": 4, ".zip": 4, ".xlsx": 5, ".docx": 3, ".odt": 3, ".parquet": 3, ".pdf": 1}
"""Bytes of text in a byte of a file; 1 for all other files."""
LINES = {".jsonl", ".ndjson", ".csv", ".tsv"}
"""Files with about an article a line."""
SAMPLE = 2**20
START = 350 * 2**20
"""Bytes that the libraries take."""
PER_CHARACTER, PER_ARTICLE = 18, 4_000
"""Bytes that a study holds at its peak, by measurements of benchmarks/scale.py."""
DISK_PER_CHARACTER, DISK_PER_ARTICLE = 10, 600
"""Bytes of a work folder, by the same: 47 kB for 5.9 kB of text, 1.1 kB for a headline."""


class InputSize(NamedTuple):
    """About how many articles an input has, and how many bytes of text."""

    n_articles: int
    n_bytes: int

    @property
    def memory(self) -> int:
        """Bytes that a study with everything in memory takes at its peak, about."""
        return START + PER_CHARACTER * self.n_bytes + PER_ARTICLE * self.n_articles

    @property
    def disk(self) -> int:
        """Bytes that the work folder of a study on disk takes in the end, about."""
        return DISK_PER_CHARACTER * self.n_bytes + DISK_PER_ARTICLE * self.n_articles


def input_size(path: str | os.PathLike[str]) -> InputSize:
    r"""Estimate how many articles a file or folder holds, and how much text.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "a.jsonl"
    >>> _ = file.write_text('{"title": "Talks", "text": "They met."}\n' * 50)
    >>> input_size(file).n_articles
    50
    """
    sizes = [_file_size(file) for file in input_files(path)]
    return InputSize(sum(one.n_articles for one in sizes), sum(one.n_bytes for one in sizes))


def input_files(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield the file, or every file of the folder that is not hidden, in order."""
    where = Path(path)
    if not where.is_dir():
        yield where
        return
    for file in sorted(where.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(where).parts)
        if not hidden and file.is_file():
            yield file


def input_facts(path: str | os.PathLike[str]) -> list[tuple[str, int, int]]:
    """Return name, size and time of change of every file, by which a changed input is known."""
    facts = []
    for file in input_files(path):
        stat = file.stat()
        facts.append((str(file.resolve()), stat.st_size, stat.st_mtime_ns))
    return facts


def _file_size(file: Path) -> InputSize:
    try:
        size = file.stat().st_size
    except OSError:  # reading says what is wrong with it
        return InputSize(0, 0)
    suffix = file.suffix.lower()
    if suffix == ".parquet":
        return _parquet_size(file, size)
    n_bytes = size * EXPANSION.get(suffix, 1)
    inner = Path(file.stem).suffix.lower() if suffix == ".gz" else suffix
    if inner not in LINES or suffix == ".gz":
        return InputSize(1, n_bytes) if suffix not in EXPANSION else InputSize(0, n_bytes)
    with file.open("rb") as stream:
        head = stream.read(SAMPLE)
    return InputSize(round(head.count(b"\n") * size / max(len(head), 1)), n_bytes)


def _parquet_size(file: Path, size: int) -> InputSize:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        facts: Any = pq.read_metadata(file)
    except (OSError, pa.ArrowException):
        return InputSize(0, size)
    groups = [facts.row_group(k).total_byte_size for k in range(facts.num_row_groups)]
    return InputSize(facts.num_rows, max(sum(groups), size))
