"""Propose pairs of texts that may be near-duplicates, and measure their overlap.

MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of
Massive Datasets, ch. 3) proposes pairs of high Jaccard similarity; shared paragraphs propose
truncated copies. Every proposed pair is then compared exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.duplicates.fingerprints import Fingerprints

    Pairs = NDArray[np.int64]

BANDS, ROWS = 32, 4
MAX_BUCKET, N_NEXT_IN_LARGE_BUCKET = 60, 4
"""All texts in a bucket are paired; in a bucket of more than 60, each with the next 4."""

MAX_TEXTS_PER_PARAGRAPH = 60
"""A paragraph in more texts than this is boilerplate and no evidence of a copy."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Pairs of texts (as rows), with their Jaccard similarity and containment, 0 to 1."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    similarity: NDArray[np.float64]
    containment: NDArray[np.float64]


def find_candidates(prints: Fingerprints, rows: NDArray[np.int64]) -> Pairs:
    """Return the pairs of ``rows`` to compare, as sorted keys ``left * n + right``."""
    n = len(prints.n_words)
    keys = [_pairs_of_runs(band, rows, n) for band in _bands(prints, rows)]
    keys.append(_paragraph_pairs(prints, rows, n))
    return np.unique(np.concatenate(keys))


def _bands(prints: Fingerprints, rows: NDArray[np.int64]) -> list[NDArray[np.uint64]]:
    minima = prints.minima[rows].reshape(len(rows), BANDS, ROWS).astype(np.uint64)
    keys = np.zeros((len(rows), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        keys = (keys ^ minima[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return list(keys.T)


def _pairs_of_runs(keys: NDArray[np.uint64], rows: NDArray[np.int64], n: int) -> Pairs:
    """Pair the rows with equal keys: all of them, or each with the next few if many."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    _, which, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    is_large = sizes[which] > MAX_BUCKET
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, min(MAX_BUCKET, len(keys))):
        same = keys[step:] == keys[:-step]
        if step > N_NEXT_IN_LARGE_BUCKET:
            same &= ~is_large[step:]
        if not same.any():
            break
        found.append(rows[:-step][same] * n + rows[step:][same])
    return np.concatenate(found)


def _paragraph_pairs(prints: Fingerprints, rows: NDArray[np.int64], n: int) -> Pairs:
    """Pair rows that share three paragraphs, or half the paragraphs of the one with fewer."""
    is_member = np.isin(prints.paragraph_of, rows)
    hashes, texts = prints.paragraphs[is_member], prints.paragraph_of[is_member].astype(np.int64)
    order = np.lexsort((texts, hashes))
    hashes, texts = hashes[order], texts[order]
    first = np.ones(len(texts), dtype=bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (texts[1:] != texts[:-1])
    hashes, texts = hashes[first], texts[first]
    n_paragraphs = np.bincount(texts, minlength=n)
    _, which, sizes = np.unique(hashes, return_inverse=True, return_counts=True)
    few = sizes[which] <= MAX_TEXTS_PER_PARAGRAPH
    pairs = _pairs_of_runs(hashes[few], texts[few], n)
    keys, counts = np.unique(pairs, return_counts=True)
    fewer = np.minimum(n_paragraphs[keys // n], n_paragraphs[keys % n])
    return keys[(counts >= 3) | (2 * counts >= fewer)]


def measure_overlaps(
    prints: Fingerprints, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Overlaps:
    """Compute the exact Jaccard similarity and containment of each pair's shingles."""
    from toolkit._kernels import duplicates as kernels

    shared = np.zeros(len(left), dtype=np.int64)
    kernels.count_shared((prints.shingles, prints.offsets), left, right, shared)
    sizes = prints.n_shingles
    together = np.maximum(sizes[left] + sizes[right] - shared, 1)
    fewer = np.maximum(np.minimum(sizes[left], sizes[right]), 1)
    return Overlaps(left, right, shared / together, shared / fewer)
