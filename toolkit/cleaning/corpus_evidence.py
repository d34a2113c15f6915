"""Evidence of a whole corpus for cleaning: forms of broken words, and lines that recur.

Each part writes what it has, sorted or counted, and the parts are united without holding more of
them than the result.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.atomic import atomic_path, write_text
from toolkit._core.derived_parts import make_parts
from toolkit._core.memory import scratch_array
from toolkit.cleaning.boilerplate import MIN_ARTICLES, MIN_SHARE
from toolkit.cleaning.hyphens import broken_forms, count_forms
from toolkit.cleaning.ledger_rows import Columns
from toolkit.reading.corpus_folder import load_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit._core.derived_parts import Stage


def count_broken_words(stage: Callable[[str, str], Stage], tasks: Sequence[dict[str, Any]]) -> str:
    """Count the forms of broken words over all parts; return the JSON file that holds them."""
    wanted: set[str] = set()
    broken = stage("broken-words", ".json")
    for part in make_parts(broken, find_broken, tasks, label=""):
        wanted.update(json.loads(part.path.read_text(encoding="utf-8")))
    listed = broken.folder / "wanted.json"
    write_text(listed, json.dumps(sorted(wanted)))
    forms: Counter[str] = Counter()
    counting = [{**task, "wanted": str(listed)} for task in tasks]
    for part in make_parts(stage("word-forms", ".json"), count_wanted, counting, label=""):
        forms.update(json.loads(part.path.read_text(encoding="utf-8")))
    united = broken.folder / "forms.json"
    write_text(united, json.dumps(forms))
    return str(united)


def _bodies(task: dict[str, Any]) -> Iterator[str]:
    part = load_part(task["articles"], task["sha256"], columns=["title", "body"])
    return Columns(part, task["text"]).bodies()


def find_broken(task: dict[str, Any]) -> dict[str, Any]:
    """Write the forms of the words that are broken in a part."""
    write_text(task["path"], json.dumps(sorted(broken_forms(_bodies(task)))))
    return {}


def count_wanted(task: dict[str, Any]) -> dict[str, Any]:
    """Write how often a part has each form that is broken anywhere."""
    wanted = frozenset(json.loads(Path(task["wanted"]).read_text(encoding="utf-8")))
    write_text(task["path"], json.dumps(count_forms(_bodies(task), wanted)))
    return {}


def find_recurring_lines(
    stage: Callable[[str, str], Stage], states: Sequence[str]
) -> list[tuple[str, str]]:
    """Return the lines that recur in articles of one source of the corpus, with the source.

    Parameters
    ----------
    stage : callable
        Returns the stage of a name and suffix.
    states : sequence of str
        Files of `toolkit.cleaning.corpus_cleaner.clean_part`.
    """
    hashed = make_parts(
        stage("lines", ".npy"), hash_lines, [{"state": path} for path in states], label=""
    )
    totals: Counter[str] = Counter()
    for part in hashed:
        totals.update(part.facts["sources"])
    common = hashed[0].path.with_name("common.npy")
    _save(str(common), _common(part.path for part in hashed))
    tasks = [{"state": path, "common": str(common)} for path in states]
    counts: Counter[tuple[str, str]] = Counter()
    for part in make_parts(stage("line-counts", ".json"), count_lines, tasks, label=""):
        for source, line, n in json.loads(part.path.read_text(encoding="utf-8")):
            counts[source, line] += n
    return sorted(
        (source, line)
        for (source, line), n in counts.items()
        if n > max(MIN_ARTICLES, MIN_SHARE * totals[source])
    )


def _common(paths: Iterable[Path]) -> NDArray[np.uint64]:
    """Return the hashes that are in more articles than a line that recurs must be, sorted."""
    parts = [np.load(path, mmap_mode="r", allow_pickle=False) for path in paths]
    hashes = scratch_array(sum(map(len, parts)), np.uint64)
    start = 0
    for part in parts:
        hashes[start : start + len(part)] = part
        start += len(part)
    hashes.sort()
    is_run = hashes[MIN_ARTICLES:] == hashes[: len(hashes) - MIN_ARTICLES]
    return np.unique(hashes[MIN_ARTICLES:][is_run])


def hash_lines(task: dict[str, Any]) -> dict[str, Any]:
    """Write a hash of each line of each article of a part, with its source."""
    state = json.loads(Path(task["state"]).read_text(encoding="utf-8"))
    hashes = [_hash(source, line) for source, line in _lines(state)]
    _save(task["path"], np.array(hashes, dtype=np.uint64))
    return {"sources": Counter(state["sources"])}


def count_lines(task: dict[str, Any]) -> dict[str, Any]:
    """Write in how many articles of a part each line is that is common in the corpus."""
    state = json.loads(Path(task["state"]).read_text(encoding="utf-8"))
    common = frozenset(np.load(task["common"], allow_pickle=False).tolist())
    counts = Counter(pair for pair in _lines(state) if _hash(*pair) in common)
    rows = [(source, line, n) for (source, line), n in sorted(counts.items())]
    write_text(task["path"], json.dumps(rows))
    return {}


def _lines(state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield source and line for each different line of each article."""
    for text, source in zip(state["cleaned"], state["sources"], strict=True):
        lines = (line.strip() for line in text.split("\n"))
        for line in dict.fromkeys(filter(None, lines)):
            yield source, line


def _hash(source: str, line: str) -> int:
    told = f"{source}\x1f{line}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "little")


def _save(path: str, values: NDArray[Any]) -> None:
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.save(file, values)
