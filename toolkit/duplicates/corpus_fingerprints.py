"""Fingerprints of a corpus on disk: one file per part, of which little is in memory."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.atomic import atomic_path
from toolkit._core.derived_parts import DerivedPart, Stage, make_parts, stage_key
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit._core.page_keeper import noted
from toolkit.duplicates.fingerprints import (
    BANDS,
    Block,
    Fingerprints,
    band_keys,
    fingerprint_block,
    text_blocks,
)
from toolkit.reading.corpus_folder import load_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.corpus import Corpus

VERSION = 1
"""Raised when the same text gets other fingerprints."""
_BY_TEXT = ("n_words", "whole", "n_shingles", "n_paragraphs")


class _Layout(NamedTuple):
    """What stands in the file of a part, all of it numbers of 64 bits."""

    n_texts: int
    n_paragraphs: int
    n_shingles: int

    def sizes(self) -> dict[str, int]:
        by_text = dict.fromkeys(_BY_TEXT, self.n_texts)
        bands = {"bands": BANDS * self.n_texts}
        return {**by_text, **bands, "paragraphs": self.n_paragraphs, "shingles": self.n_shingles}

    def open(self, path: Path) -> dict[str, NDArray[np.uint64]]:
        """Map the file: its arrays by name."""
        sizes = self.sizes()
        if not sum(sizes.values()):
            return {name: np.empty(0, dtype=np.uint64) for name in sizes}
        content = noted(np.memmap(path, "<u8", "r", shape=(sum(sizes.values()),)))
        bounds = np.cumsum([0, *sizes.values()])
        return {
            name: content[start:end]
            for name, (start, end) in zip(sizes, pairwise(bounds), strict=True)
        }


def fingerprint_corpus(corpus: Corpus, name: str, *, show: bool) -> Fingerprints:
    """Fingerprint the column ``name`` of a corpus, part by part; texts keep their order."""
    key = stage_key("fingerprints", VERSION, {"column": name}, [corpus.digest])
    stage = Stage(corpus.folder, "fingerprints", key, ".u8")
    tasks = [{**task, "column": name} for task in corpus.tasks()]
    label = "Comparing articles" if show else ""
    return _united(make_parts(stage, fingerprint_part, tasks, label=label))


def fingerprint_part(task: dict[str, Any]) -> dict[str, Any]:
    """Fingerprint the texts of one part and write the arrays, one behind the other."""
    name = task["column"]
    texts = load_part(task["articles"], task["sha256"], columns=[name])[name]
    blocks = list(map(fingerprint_block, text_blocks(texts.fillna("").astype(str))))
    blocks = blocks or [fingerprint_block([])]
    joined = Block(*(np.concatenate(arrays) for arrays in zip(*blocks, strict=True)))
    offsets = np.cumsum(np.append(0, joined.n_shingles))
    bands = band_keys(joined.shingles, offsets, 0, BANDS)
    arrays = [*(getattr(joined, column) for column in _BY_TEXT), bands]
    with atomic_path(task["path"]) as temporary, temporary.open("wb") as file:
        for array in (*arrays, joined.paragraphs, joined.shingles):
            file.write(np.ascontiguousarray(array).astype("<u8", copy=False).data)
    return _Layout(len(texts), len(joined.paragraphs), len(joined.shingles))._asdict()


def _united(parts: Sequence[DerivedPart]) -> Fingerprints:
    layouts = [_Layout(**part.facts) for part in parts]
    n = sum(layout.n_texts for layout in layouts)
    m = sum(layout.n_paragraphs for layout in layouts)
    by_text = {name: np.empty(n, dtype=np.uint64) for name in _BY_TEXT}
    paragraphs, bands = scratch_array(m, np.uint64), scratch_array((BANDS, n), np.uint64)
    at, first = 0, 0
    for part, layout in zip(parts, layouts, strict=True):
        arrays, end = layout.open(part.path), at + layout.n_texts
        for name, column in by_text.items():
            column[at:end] = arrays[name]
        bands[:, at:end] = arrays["bands"].reshape(BANDS, layout.n_texts)
        paragraphs[first : first + layout.n_paragraphs] = arrays["paragraphs"]
        at, first = end, first + layout.n_paragraphs
        release_pages(*arrays.values(), bands, paragraphs)
    counts = {name: column.astype(np.int64) for name, column in by_text.items() if name != "whole"}
    return Fingerprints(
        store=_StoredShingles([part.path for part in parts], layouts, counts["n_shingles"], bands),
        n_shingles=counts["n_shingles"],
        whole=by_text["whole"],
        paragraphs=paragraphs,
        paragraph_of=np.repeat(np.arange(n, dtype=np.int32), counts["n_paragraphs"]),
        n_words=counts["n_words"],
    )


class _StoredShingles(NamedTuple):
    """Shingles that lie in the files of the parts."""

    paths: list[Path]
    layouts: list[_Layout]
    n_shingles: NDArray[np.int64]
    keys: NDArray[np.uint64]

    def bands(self) -> Iterator[NDArray[np.uint64]]:
        """Yield the keys of each band."""
        for keys in self.keys:
            yield np.array(keys)
            release_pages(keys)

    def gather(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """Copy the shingles of the texts that are asked for, part by part."""
        ordered = np.sort(rows)
        ends = np.cumsum(self.n_shingles[ordered])
        gathered = scratch_array(int(ends[-1]) if len(ends) else 0, np.uint64)
        first, at = 0, 0
        for path, layout in zip(self.paths, self.layouts, strict=True):
            until = int(np.searchsorted(ordered, first + layout.n_texts))
            if until > at:
                wanted = ordered[at:until] - first
                start = int(ends[at] - self.n_shingles[ordered[at]])
                _copy_runs(layout.open(path), wanted, gathered[start:])
                release_pages(gathered)
            first, at = first + layout.n_texts, until
        which = np.searchsorted(ordered, rows)
        return gathered, ends[which] - self.n_shingles[rows], ends[which]


def _copy_runs(
    arrays: dict[str, NDArray[np.uint64]], wanted: NDArray[np.int64], into: NDArray[np.uint64]
) -> None:
    """Copy the shingles of the wanted texts of one part, one behind the other."""
    sizes = arrays["n_shingles"].astype(np.int64)
    offsets = np.cumsum(np.append(0, sizes))
    at = 0
    for text in wanted.tolist():
        own = arrays["shingles"][offsets[text] : offsets[text + 1]]
        into[at : at + len(own)] = own
        at += len(own)
    release_pages(arrays["shingles"])
