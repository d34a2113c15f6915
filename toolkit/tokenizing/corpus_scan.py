"""Tokens of a corpus on disk: each part is scanned once, and the parts are put together.

A scanned part holds the surface forms of its texts and where they stand. It depends on the
tokenizer alone, so that other aliases, phrases, lemmas or stop words start from the same parts, and
a job that was stopped goes on at the last whole one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.derived_parts import Stage, make_parts, stage_key
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit._core.sealed import open_sealed, write_sealed
from toolkit.reading.corpus_folder import load_part
from toolkit.tokenizing.block_cuts import renumber
from toolkit.tokenizing.buffers import ArrowTexts, as_chunks
from toolkit.tokenizing.interner import merge_strings
from toolkit.tokenizing.nltk_tokenizers import scan_with_nltk
from toolkit.tokenizing.scanner import scan
from toolkit.tokenizing.stored_strings import pack_strings, read_strings
from toolkit.tokenizing.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from toolkit.reading.corpus import Corpus

FORMAT, SCHEMA = "theme-toolkit scan", 1
SCAN_VERSION = 1
"""Raised whenever the scanner finds other tokens in the same text."""

FEW_CHARACTERS = 100_000
"""Parts up to this size are scanned with the pattern; the kernel is loaded once for many parts."""

READER = "tokenize"
ARRAYS: dict[str, type[np.generic]] = {
    "ids": np.int32, "starts": np.int32, "ends": np.int32, "gaps": np.uint8,
}  # fmt: skip


class _Sizes(NamedTuple):
    """Texts and tokens of a scanned part."""

    n_texts: int
    n_tokens: int


def scan_corpus(corpus: Corpus, tokenizer: str, *, column: str = "text", show: bool) -> Stream:
    """Return the tokens of all texts of a corpus, in arrays that lie on disk if they are large.

    Parameters
    ----------
    corpus : Corpus
        From `open_corpus`; its text column is read.
    tokenizer : str
        As in `tokenize`.
    column : str
        The column of the texts.
    show : bool
        Show the progress.
    """
    options = {"tokenizer": tokenizer, "column": column}
    key = stage_key("scan", SCAN_VERSION, options, [corpus.digest])
    stage = Stage(corpus.folder, "scan", key, ".scan")
    tasks = [{**task, **options} for task in corpus.tasks()]
    made = make_parts(stage, scan_part, tasks, label="Tokenizing" if show else "")
    sizes = [_Sizes(int(part.facts["n_texts"]), int(part.facts["n_tokens"])) for part in made]
    return _put_together([part.path for part in made], sizes)


def scan_part(task: Mapping[str, Any]) -> dict[str, int]:
    """Scan one part of a corpus and write what is found to ``task["path"]``."""
    column = task["column"]
    table = load_part(task["articles"], task["sha256"], columns=[column])
    texts = ArrowTexts(as_chunks(table[column].array))
    name = task["tokenizer"]
    stream = scan(texts, few=FEW_CHARACTERS) if name == "news" else scan_with_nltk(texts, name)
    arrays = {name: getattr(stream, name) for name in ARRAYS}
    arrays |= {"sizes": np.diff(stream.offsets), **pack_strings("surfaces", stream.surfaces)}
    write_sealed(task["path"], {"format": FORMAT, "schema": SCHEMA}, arrays)
    return {"n_texts": len(texts), "n_tokens": len(stream.ids)}


def _put_together(paths: Sequence[Path], sizes: Sequence[_Sizes]) -> Stream:
    """Return the tokens of all parts, with one numbering of the surface forms."""
    surfaces, numbers = merge_strings([_surfaces(path) for path in paths])
    bounds = np.cumsum([0, *(size.n_tokens for size in sizes)])
    arrays = {name: scratch_array(int(bounds[-1]), dtype) for name, dtype in ARRAYS.items()}
    n_tokens = [np.empty(0, dtype=np.int64)]
    for k, path in enumerate(paths):
        with open_sealed(READER, path, kind=FORMAT, schema=SCHEMA) as sealed:
            place = slice(bounds[k], bounds[k + 1])
            for name, dtype in ARRAYS.items():
                arrays[name][place] = sealed.array(name, dtype)
            n_tokens.append(sealed.array("sizes", np.int64))
        renumber(arrays["ids"][place], numbers[k], arrays["ids"][place])
        release_pages(*arrays.values())
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(n_tokens))]).astype(np.int64)
    return Stream(surfaces=ArrowTexts(surfaces), offsets=offsets, **arrays)


def _surfaces(path: Path) -> Any:
    with open_sealed(READER, path, kind=FORMAT, schema=SCHEMA) as sealed:
        return read_strings(sealed, "surfaces")
