"""Fingerprint texts: shingles, MinHashes and paragraph hashes of their words."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.progress_bars import progress as show_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

N_HASHES = 128
PARAGRAPH_WORDS = 8
_SEED = 2018


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of all texts.

    Attributes
    ----------
    shingles : uint64 array
        Distinct shingles of all texts, sorted within each text; text i has
        ``shingles[offsets[i]:offsets[i + 1]]``.
    offsets : int64 array of shape (n_texts + 1,)
    whole : uint64 array of shape (n_texts,)
        Hash of the word sequence: equal for texts with the same words in the same order.
    minima : uint32 array of shape (n_texts, 128)
    paragraphs, paragraph_of : uint64 and int32 arrays
        Hash of each paragraph of at least eight words, and the text that contains it.
    n_words : int64 array of shape (n_texts,)
    """

    shingles: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    whole: NDArray[np.uint64]
    minima: NDArray[np.uint32]
    paragraphs: NDArray[np.uint64]
    paragraph_of: NDArray[np.int32]
    n_words: NDArray[np.int64]

    @property
    def n_shingles(self) -> NDArray[np.int64]:
        """Number of distinct shingles of each text."""
        return np.diff(self.offsets)


@functools.cache
def character_table() -> NDArray[np.uint32]:
    """Return for each code point below 65,536 its lower case, 0 (separator) or 1 (line break)."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        character = chr(code)
        if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            lower = character.lower()
            table[code] = ord(lower) if len(lower) == 1 else code
    table[ord("\n")] = 1
    return table


def fingerprint(texts: Sequence[str], *, show: bool) -> Fingerprints:
    """Fingerprint each text."""
    from toolkit._kernels import duplicates as kernels

    factors, terms = _permutations()
    table = character_table()
    minima = np.empty((len(texts), N_HASHES), dtype=np.uint32)
    whole = np.zeros(len(texts), dtype=np.uint64)
    n_words = np.zeros(len(texts), dtype=np.int64)
    shingles: list[NDArray[np.uint64]] = []
    paragraphs: list[NDArray[np.uint64]] = []
    for at, text in enumerate(show_progress(texts, label="Comparing articles", show=show)):
        words, breaks = _words(text, table, kernels)
        mine = np.empty(max(len(words), 1), dtype=np.uint64)
        mine = mine[: kernels.hash_shingles(words, mine)].copy()
        lines = np.empty(len(words) // PARAGRAPH_WORDS + 1, dtype=np.uint64)
        lines = lines[: kernels.hash_paragraphs(words, breaks, PARAGRAPH_WORDS, lines)]
        kernels.min_hashes(mine, factors, terms, minima[at])
        whole[at] = kernels.hash_whole(words)
        n_words[at] = len(words)
        shingles.append(mine)
        paragraphs.append(lines)
    return Fingerprints(
        shingles=_joined(shingles),
        offsets=_offsets(shingles),
        whole=whole,
        minima=minima,
        paragraphs=_joined(paragraphs),
        paragraph_of=np.repeat(
            np.arange(len(texts), dtype=np.int32), [len(lines) for lines in paragraphs]
        ),
        n_words=n_words,
    )


def _words(
    text: str, table: NDArray[np.uint32], kernels: Any
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    words = np.empty(len(codes) // 2 + 1, dtype=np.uint64)
    breaks = np.zeros(len(codes) // 2 + 1, dtype=np.bool_)
    n = kernels.hash_words(codes, table, words, breaks)
    return words[:n], breaks[:n]


def _permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    rng = np.random.default_rng(_SEED)
    factors = rng.integers(0, 2**32, N_HASHES, dtype=np.uint32) | np.uint32(1)
    return factors, rng.integers(0, 2**32, N_HASHES, dtype=np.uint32)


def _joined(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _offsets(parts: list[NDArray[np.uint64]]) -> NDArray[np.int64]:
    lengths = np.array([0, *(len(part) for part in parts)], dtype=np.int64)
    return np.cumsum(lengths)
