"""Some articles of a corpus on disk, as a corpus on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.atomic import write_bytes
from toolkit._core.derived_parts import Stage, make_parts, stage_key
from toolkit.reading.corpus_folder import (
    CorpusList,
    checked_facts,
    load_part,
    part_tasks,
    write_list,
)
from toolkit.reading.corpus_parts import SectionedLedger, split_sections, write_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

VERSION = 1
Note = Mapping[str, str]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep_rows(
    root: Path, listed: CorpusList, rows: NDArray[np.bool_], *, notes: Sequence[Note] = ()
) -> Path:
    """Write the chosen articles of a corpus as another, and return its folder.

    The ledger is that of the whole corpus, as it is for a selection of a table in memory.

    Parameters
    ----------
    root : Path
        The folder of the corpus.
    listed : CorpusList
        Its list.
    rows : bool array of shape (n_articles,)
        Which articles stay.
    notes : sequence of mappings, optional
        Rows to add to the ledger, one for each article that goes, in order.
    """
    told = np.packbits(rows).tobytes() + json.dumps([*notes]).encode()
    key = stage_key("kept", VERSION, {"rows": _sha256(told)}, [listed.digest])
    stage = Stage(root, "kept", key, ".parquet", "articles")
    folder = stage.folder.parent
    bits = write_bytes(folder / "rows.bits", np.packbits(rows).tobytes())
    n_held = max((len(facts.sections) for facts in listed.parts), default=0)
    shared = {"rows": str(bits), "n_held": n_held}
    tasks, start, at = [], 0, 0
    for task, facts in zip(part_tasks(root, listed), listed.parts, strict=True):
        end = start + facts.n_articles
        until = at + int((~rows[start:end]).sum()) if notes else 0
        more = {"start": start, "sections": facts.sections, "notes": [*notes[at:until]]}
        tasks.append({**task, **shared, **more})
        start, at = end, until
    parts = make_parts(stage, keep_part, tasks, label="Selecting articles")
    facts_of_parts = tuple(checked_facts(part.facts) for part in parts)
    write_list(folder, CorpusList(facts_of_parts, listed.options, listed.attrs))
    return folder


def keep_part(task: dict[str, Any]) -> dict[str, Any]:
    """Write the chosen articles of one part."""
    articles = load_part(task["articles"], task["sha256"])
    start, end = task["start"], task["start"] + len(articles)
    bits = np.frombuffer(Path(task["rows"]).read_bytes(), dtype=np.uint8)
    rows = np.unpackbits(bits, count=end)[start:end].astype(bool)
    chosen = articles[rows].copy(deep=False)
    held = split_sections(articles, task["sections"])
    if task["notes"]:
        held += [[]] * (task["n_held"] - len(held))
    if held or task["notes"]:
        chosen.attrs["ledger"] = SectionedLedger([*held, task["notes"]])
    return asdict(write_part(chosen, Path(task["path"])))
