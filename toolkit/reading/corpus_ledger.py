"""The ledger of a corpus on disk, of which no more than one part is in memory."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.column_files import ColumnWriter
from toolkit._core.derived_parts import Stage, stage_key
from toolkit._core.mapped_columns import open_columns, open_or_build
from toolkit._core.memory import work_folder
from toolkit._core.progress_bars import progress
from toolkit.reading.corpus_folder import open_part, part_tasks
from toolkit.reading.ledgers import ACTIONS, StoredLedger
from toolkit.tables import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.corpus_folder import CorpusList

LEDGER_VERSION = 1
_ROWS_AT_A_TIME = 50_000
_TYPES = {c.name: "int64" if c.dtype == "int64" else "str" for c in LEDGER} | {"action": "category"}


class CorpusLedger(StoredLedger):
    """The rows of the ledger of a corpus, in the order of a table in memory.

    Each part holds the rows of its own articles, in sections: what was read, then what each pass
    of cleaning did. The ledger is the first section of every part, then the second, and so on.
    """

    def __init__(self, folder: Path, listed: CorpusList) -> None:
        self.folder, self.listed = folder, listed

    def __len__(self) -> int:
        return sum(sum(facts.sections) for facts in self.listed.parts)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        table = self.table().astype({"action": "str"})
        for start in range(0, len(table), _ROWS_AT_A_TIME):
            rows = table.iloc[start : start + _ROWS_AT_A_TIME]
            yield from rows.itertuples(index=False, name=None)

    def table(self) -> pd.DataFrame:
        """Return the rows as a table whose columns are mapped from the disk."""
        key = stage_key("ledger", LEDGER_VERSION, {}, [self.listed.digest])
        table = open_or_build(Stage(self.folder, "ledger", key).folder, self._build).frame()
        table["action"] = table["action"].cat.set_categories(list(ACTIONS))
        return table

    def _build(self, folder: Path) -> None:
        n_sections = max((len(facts.sections) for facts in self.listed.parts), default=0)
        with (
            ColumnWriter(folder) as writer,
            tempfile.TemporaryDirectory(dir=work_folder()) as scratch,
        ):
            later = [Path(scratch) / str(number) for number in range(1, n_sections)]
            self._write_sections(writer, later)
            for section in later:
                rows = open_columns("ledger", section).frame()
                for start in range(0, len(rows), _ROWS_AT_A_TIME):
                    writer.append(rows.iloc[start : start + _ROWS_AT_A_TIME])

    def _write_sections(self, first: ColumnWriter, later: list[Path]) -> None:
        """Write the first section where it belongs, and the others each to its own folder."""
        for folder in later:
            folder.mkdir()
        tasks = part_tasks(self.folder, self.listed)
        with contextlib.ExitStack() as stack:
            writers = [first, *(stack.enter_context(ColumnWriter(folder)) for folder in later)]
            for number in progress(range(len(tasks)), label="Joining the ledger", unit="part"):
                task, sizes = tasks[number], self.listed.parts[number].sections
                rows = open_part(Path(task["articles"]), task["sha256"], reader="ledger").ledger()
                _share_out(rows.astype(_TYPES), sizes, writers)


def _share_out(rows: pd.DataFrame, sizes: Sequence[int], writers: Sequence[ColumnWriter]) -> None:
    """Give each section of the rows to its writer; one that has none gets no rows."""
    start = 0
    for number, writer in enumerate(writers):
        end = start + (sizes[number] if number < len(sizes) else 0)
        writer.append(rows.iloc[start:end])
        start = end
