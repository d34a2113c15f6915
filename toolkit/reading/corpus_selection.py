"""Some articles of a corpus on disk, as a corpus on disk."""

from __future__ import annotations

import hashlib
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
    from numpy.typing import NDArray

VERSION = 1


def keep_rows(root: Path, listed: CorpusList, rows: NDArray[np.bool_]) -> Path:
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
    """
    digest = hashlib.sha256(np.packbits(rows).tobytes()).hexdigest()
    key = stage_key("kept", VERSION, {"rows": digest}, [listed.digest])
    stage = Stage(root, "kept", key, ".parquet", "articles")
    folder = stage.folder.parent
    bits = write_bytes(folder / "rows.bits", np.packbits(rows).tobytes())
    tasks, start = [], 0
    for task, facts in zip(part_tasks(root, listed), listed.parts, strict=True):
        more = {"rows": str(bits), "start": start, "sections": facts.sections}
        tasks.append({**task, **more})
        start += facts.n_articles
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
    if task["sections"]:
        chosen.attrs["ledger"] = SectionedLedger(split_sections(articles, task["sections"]))
    return asdict(write_part(chosen, Path(task["path"])))
