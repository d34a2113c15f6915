"""Fingerprint texts: shingles, MinHashes and paragraph hashes of their words.

Texts are fingerprinted in blocks, so that next to the arrays of the result no more than a block
is in memory.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.growing_arrays import GrowingArray
from toolkit._core.progress_bars import progress as show_progress
from toolkit.duplicates import array_fingerprints as few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

BANDS, ROWS = 32, 4
"""Bands of the MinHashes, and MinHashes in each."""
FEWEST_BANDS = 4

PARAGRAPH_WORDS = 8
N_CODES = 0x10000
BLOCK_CHARACTERS = 2**20
BLOCKS_TO_TRIM = 16
FEW_CHARACTERS, FEW_SHINGLES = 500_000, 100_000
"""Up to so many, NumPy is as quick as loading the kernels, and they need not be compiled (3 s)."""
_SEED = 2018


class Shingles(Protocol):
    """The shingles of all texts, wherever they lie."""

    def gather(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """Return an array of shingles, and where those of each of ``rows`` begin and end in it."""
        ...

    def bands(self) -> Iterator[NDArray[np.uint64]]:
        """Yield, band by band, the key of each text."""
        ...


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of all texts.

    Attributes
    ----------
    store : Shingles
        Distinct shingles of all texts, sorted within each text, and their MinHashes.
    n_shingles : int64 array of shape (n_texts,)
        Number of distinct shingles of each text.
    whole : uint64 array of shape (n_texts,)
        Hash of the word sequence: equal for texts with the same words in the same order.
    paragraphs, paragraph_of : uint64 and int32 arrays
        Hash of each different paragraph of at least eight words, and the text that contains it.
    n_words : int64 array of shape (n_texts,)
    """

    store: Shingles
    n_shingles: NDArray[np.int64]
    whole: NDArray[np.uint64]
    paragraphs: NDArray[np.uint64]
    paragraph_of: NDArray[np.int32]
    n_words: NDArray[np.int64]

    def reordered(self, order: NDArray[np.int64]) -> Fingerprints:
        """Return the fingerprints with text ``order[i]`` in place i."""
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return Fingerprints(
            store=_Reordered(self.store, order),
            n_shingles=self.n_shingles[order],
            whole=self.whole[order],
            paragraphs=self.paragraphs,
            paragraph_of=place[self.paragraph_of],
            n_words=self.n_words[order],
        )


@dataclass(frozen=True)
class _Reordered:
    store: Shingles
    order: NDArray[np.int64]

    def gather(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        return self.store.gather(self.order[rows])

    def bands(self) -> Iterator[NDArray[np.uint64]]:
        for keys in self.store.bands():
            yield keys[self.order]


class Block(NamedTuple):
    """Fingerprints of a run of texts, joined: those of each text behind those of the one before."""

    n_words: NDArray[np.int64]
    whole: NDArray[np.uint64]
    n_shingles: NDArray[np.int64]
    shingles: NDArray[np.uint64]
    n_paragraphs: NDArray[np.int64]
    paragraphs: NDArray[np.uint64]


@functools.cache
def character_table() -> NDArray[np.uint32]:
    """Return for each code point below 65,536 its lower case, 0 (separator) or 1 (line break)."""
    return _table_of(range(N_CODES))


def _table_of(codes: Iterable[int]) -> NDArray[np.uint32]:
    """Return the same for some code points, 0 for the others."""
    table = np.zeros(N_CODES, dtype=np.uint32)
    for code in codes:
        character = chr(code)
        if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            lower = character.lower()
            table[code] = ord(lower) if len(lower) == 1 else code
    table[ord("\n")] = 1
    return table


def text_blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield runs of texts of about a million characters."""
    block: list[str] = []
    size = 0
    for text in texts:
        block.append(text)
        size += len(text) + 1
        if size >= BLOCK_CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


def fingerprint_block(texts: Sequence[str]) -> Block:
    """Fingerprint a run of texts."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    ends = np.cumsum(np.array([len(text) for text in texts], dtype=np.int64))
    if len(codes) <= FEW_CHARACTERS:
        return _few(codes, ends)
    from toolkit._kernels import duplicates as kernels

    most = len(codes) // 2 + len(texts)
    sizes = np.zeros((3, len(texts)), dtype=np.int64)
    whole = np.zeros(len(texts), dtype=np.uint64)
    shingles = np.empty(most, dtype=np.uint64)
    paragraphs = np.empty(most // PARAGRAPH_WORDS + 1, dtype=np.uint64)
    n, m = kernels.fingerprint_texts(
        (codes, ends, character_table()), PARAGRAPH_WORDS, (sizes, whole), (shingles, paragraphs)
    )
    return Block(sizes[0], whole, sizes[1], shingles[:n].copy(), sizes[2], paragraphs[:m].copy())


def _few(codes: NDArray[np.uint32], ends: NDArray[np.int64]) -> Block:
    """Fingerprint little text without the kernel."""
    present = np.flatnonzero(np.bincount(codes, minlength=N_CODES)[:N_CODES])
    words = few.hash_words(codes, ends, _table_of(present.tolist()))
    shingles, n_shingles = few.hash_shingles(words)
    paragraphs, n_paragraphs = few.hash_paragraphs(words, PARAGRAPH_WORDS)
    whole = few.hash_whole(words)
    return Block(words.n_words, whole, n_shingles, shingles, n_paragraphs, paragraphs)


def fingerprint(texts: Iterable[str], *, show: bool, n_texts: int | None = None) -> Fingerprints:
    """Fingerprint each text; the fingerprints stay in memory."""
    shown = show_progress(texts, label="Comparing articles", total=n_texts, show=show)
    shingles, blocks = GrowingArray(np.uint64), [fingerprint_block([])]
    for number, texts_of_block in enumerate(text_blocks(shown), 1):
        if number % BLOCKS_TO_TRIM == 0:
            return_freed_memory(search=False)
        block = fingerprint_block(texts_of_block)
        shingles.append(block.shingles)
        blocks.append(block._replace(shingles=blocks[0].shingles))
    columns = Block(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))
    n_texts = len(columns.n_words)
    return Fingerprints(
        store=HeldShingles(shingles.finish(), np.cumsum(np.append(0, columns.n_shingles))),
        n_shingles=columns.n_shingles,
        whole=columns.whole,
        paragraphs=columns.paragraphs,
        paragraph_of=np.repeat(np.arange(n_texts, dtype=np.int32), columns.n_paragraphs),
        n_words=columns.n_words,
    )


@dataclass(frozen=True)
class HeldShingles:
    """Shingles in memory; text i has ``shingles[offsets[i]:offsets[i + 1]]``."""

    shingles: NDArray[np.uint64]
    offsets: NDArray[np.int64]

    def gather(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """Return all shingles, and where those of each of ``rows`` begin and end."""
        return self.shingles, self.offsets[rows], self.offsets[rows + 1]

    def bands(self) -> Iterator[NDArray[np.uint64]]:
        """Yield the keys of each band; as many are computed at a time as shingles outweigh.

        Fewer than four take longer than four: of a headline, most of the time is getting there.
        """
        n = len(self.offsets) - 1
        at_a_time = int(np.clip(len(self.shingles) // (4 * max(n, 1)), FEWEST_BANDS, BANDS))
        for first in range(0, BANDS, at_a_time):
            yield from band_keys(self.shingles, self.offsets, first, min(at_a_time, BANDS - first))


def band_keys(
    shingles: NDArray[np.uint64], offsets: NDArray[np.int64], first: int, n_bands: int
) -> NDArray[np.uint64]:
    """Return the keys of some bands, as an array of shape (n_bands, n_texts)."""
    factors, terms = permutations()
    chosen = slice(first * ROWS, (first + n_bands) * ROWS)
    if len(shingles) <= FEW_SHINGLES:
        by_band = factors[chosen].reshape(-1, ROWS), terms[chosen].reshape(-1, ROWS)
        return few.band_keys(shingles, offsets, *by_band)
    from toolkit._kernels import duplicates as kernels

    keys = np.empty((n_bands, len(offsets) - 1), dtype=np.uint64)
    kernels.band_keys((shingles, offsets), factors[chosen], terms[chosen], keys)
    return keys


@functools.cache
def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the factors and terms of the permutations of the MinHashes."""
    rng = np.random.default_rng(_SEED)
    n = BANDS * ROWS
    factors = rng.integers(0, 2**32, n, dtype=np.uint32) | np.uint32(1)
    return factors, rng.integers(0, 2**32, n, dtype=np.uint32)
