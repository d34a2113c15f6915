"""Clean a corpus on disk part by part, with the decisions that need all parts made over all.

First each part is cleaned line by line, and what was found is kept beside the corpus; then the
main language, recurring lines and words broken at line ends are decided over all parts; then each
part is finished and written. The result is that of the table in memory, ledger included.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import drafts
from toolkit._core.atomic import write_text
from toolkit._core.derived_parts import (
    DerivedPart,
    Stage,
    find_noted,
    make_parts,
    missing_parts,
    stage_key,
)
from toolkit._core.part_engine import map_parts
from toolkit._core.write_errors import naming
from toolkit.cleaning.corpus_evidence import count_broken_words, find_recurring_lines
from toolkit.cleaning.ledger_rows import TEXTS, Columns, from_cleaning, text_counts
from toolkit.cleaning.passes import (
    clean_lines,
    drop_recurring,
    find_languages,
    flag_languages,
    flag_mojibake,
    languages_of,
    without_lines,
)
from toolkit.reading.corpus import Corpus, open_corpus
from toolkit.reading.corpus_folder import (
    CATEGORIES,
    CorpusList,
    checked_facts,
    load_part,
    write_list,
)
from toolkit.reading.corpus_parts import SectionedLedger, split_sections, write_part

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = 2
"""Raised when the code cleans the same text in another way."""


@dataclass(frozen=True)
class _Job:
    """Which corpus is cleaned, and how."""

    corpus: Corpus
    text: str
    steps: frozenset[str]
    show: bool

    @property
    def options(self) -> dict[str, Any]:
        return {"text": self.text, "steps": sorted(self.steps)}

    def stage(self, name: str, suffix: str, inner: str = "") -> Stage:
        key = stage_key(name, VERSION, self.options, [self.corpus.digest])
        return Stage(self.corpus.folder, name, key, suffix, inner)

    def tasks(self, **more: Any) -> list[dict[str, Any]]:
        parts = zip(self.corpus.tasks(), self.corpus.listed.parts, strict=True)
        return [
            {**task, **self.options, "sections": facts.sections, **more} for task, facts in parts
        ]


def clean_corpus(corpus: Corpus, text: str, steps: frozenset[str], *, show: bool) -> Corpus:
    """Return a corpus on disk with the column ``text``; see `clean_articles`."""
    job = _Job(corpus, text, steps, show)
    stage = job.stage("clean", ".parquet", "articles")
    with naming(stage.folder):
        stage.folder.mkdir(parents=True, exist_ok=True)
    missing = missing_parts(stage, corpus.n_parts)
    if missing:
        with drafts.folder_lock(stage.folder):  # another process may have made them by now
            missing = missing_parts(stage, corpus.n_parts)
            parts = _make(job, stage, missing)
    else:
        found = [find_noted(stage, number) for number in range(corpus.n_parts)]
        parts = [part for part in found if part is not None]
    root = stage.folder.parent
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.facts["counts"])
    attrs = {**corpus.listed.attrs, "text": text_counts(text, counts)}
    facts = tuple(checked_facts(part.facts["part"]) for part in parts)
    write_list(root, CorpusList(facts, _options(job), attrs))
    return open_corpus(root)


def _options(job: _Job) -> dict[str, Any]:
    """Return how the corpus was made; the columns that cleaning fills have new categories."""
    options = dict(job.corpus.listed.options)
    held = options.pop(CATEGORIES, {})
    kept = {name: names for name, names in held.items() if name not in TEXTS}
    return {**options, "cleaning": job.options, **({CATEGORIES: kept} if kept else {})}


def _make(job: _Job, stage: Stage, missing: Sequence[int]) -> list[DerivedPart]:
    """Make the missing parts; what was kept for them goes when they are there."""
    label = "Cleaning articles" if job.show else ""
    forms = count_broken_words(job.stage, job.tasks()) if "hyphens" in job.steps else ""
    kept, tasks = job.stage("cleaning", ".json"), job.tasks(forms=forms)
    wanted = None if "recurring" in job.steps else missing
    states = make_parts(kept, clean_part, tasks, label=label, wanted=wanted)
    whole = _decide(job, states)
    write_text(kept.folder / "whole.json", json.dumps(whole))
    tasks = job.tasks(whole=str(kept.folder / "whole.json"), n_held=_n_held(job.corpus))
    tasks = [
        {**task, "state": str(state.path), "is_last": number == len(states) - 1}
        for number, (task, state) in enumerate(zip(tasks, states, strict=True))
    ]
    label = "Finishing the texts" if job.show else ""
    parts = make_parts(stage, finish_part, tasks, label=label, wanted=missing)
    for state in states:
        state.path.unlink(missing_ok=True)  # its note stays
    return parts


def _decide(job: _Job, states: Sequence[DerivedPart]) -> dict[str, Any]:
    """Return what is decided over all parts: recurring lines, and counts of languages."""
    paths = [str(state.path) for state in states]
    recurring = find_recurring_lines(job.stage, paths) if "recurring" in job.steps else []
    languages: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for state in states:
        languages.update(state.facts["languages"])
        counts.update(state.facts["counts"])
    if recurring and "language" in job.steps:
        languages = Counter()
        for found in map_parts(shortened_languages, paths, label="", shared=recurring):
            languages.update(found)
    return {"languages": languages, "counts": counts, "recurring": recurring}


def _n_held(corpus: Corpus) -> int:
    return max((len(facts.sections) for facts in corpus.listed.parts), default=0)


def clean_part(task: dict[str, Any]) -> dict[str, Any]:
    """Clean the lines of one part and write what was found, as JSON."""
    columns = Columns(load_part(task["articles"], task["sha256"]), task["text"])
    steps, forms = frozenset(task["steps"]), None
    if "hyphens" in steps:
        forms = json.loads(Path(task["forms"]).read_text(encoding="utf-8"))
    n_hyphens = clean_lines(columns, steps, forms)
    found = find_languages(columns) if "language" in steps else []
    state = {**columns.state(), "sources": columns.sources()}
    write_text(task["path"], json.dumps({**state, "found": found, "n_hyphens": n_hyphens}))
    return {"languages": Counter(filter(None, found)), "counts": columns.counts}


def _state_of(path: str) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return state


def shortened_languages(path: str, recurring: Sequence[tuple[str, str]]) -> Counter[str]:
    """Count the languages of the texts of a part without the lines that recur."""
    state = _state_of(path)
    texts = without_lines(state["cleaned"], state["sources"], set(recurring))
    return Counter(filter(None, languages_of(texts)))


def finish_part(task: dict[str, Any]) -> dict[str, Any]:
    """Finish one part with what was decided over all, and write it."""
    columns = Columns(load_part(task["articles"], task["sha256"]), task["text"])
    whole, state = _state_of(task["whole"]), _state_of(task["state"])
    columns.restore(state)
    cuts = [0, state["n_hyphens"], len(columns.rows)]
    steps = frozenset(task["steps"])
    drop_recurring(columns, {(source, line) for source, line in whole["recurring"]})
    cuts.append(len(columns.rows))
    if "mojibake" in steps:
        flag_mojibake(columns)
    cuts.append(len(columns.rows))
    if "language" in steps:
        found = find_languages(columns) if whole["recurring"] else state["found"]
        flag_languages(columns, found, whole["languages"])
    cuts.append(len(columns.rows))
    table = columns.filled()
    cuts.append(len(columns.rows))
    if task["is_last"]:
        columns.note_parts(whole["counts"])
    cuts.append(len(columns.rows))
    held = split_sections(columns.articles, task["sections"])
    kept = [[row for row in rows if not from_cleaning(row)] for rows in held]
    kept += [[]] * (task["n_held"] - len(kept))
    rows = columns.ledger_rows()
    added = (rows[start:end] for start, end in pairwise(cuts))
    table.attrs["ledger"] = SectionedLedger([*kept, *added])
    part = write_part(table, Path(task["path"]))
    return {"part": asdict(part), "counts": columns.counts}
