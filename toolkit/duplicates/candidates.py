"""Propose pairs of texts that may be near-duplicates, and measure their overlap.

MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of
Massive Datasets, ch. 3) proposes pairs of high Jaccard similarity; shared paragraphs propose
truncated copies. Every proposed pair is then compared exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.memory import scratch_array
from toolkit.duplicates import array_fingerprints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.duplicates.fingerprints import Fingerprints

    Pairs = NDArray[np.int64]

MAX_BUCKET, N_NEXT_IN_LARGE_BUCKET = 60, 4
"""All texts in a bucket are paired; in a bucket of more than 60, each with the next 4."""

FEW_PAIRS = 2_000
"""Up to so many pairs are compared without the kernel."""

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
    found = _paragraph_pairs(prints, rows, n)
    for keys in prints.store.bands():
        found = _united(found, _pairs_of_runs(keys[rows], rows, n))
    return found


def _united(found: Pairs, more: Pairs) -> Pairs:
    """Return the different pairs of both, sorted: sorting them is far quicker than hashing them."""
    if not len(more):
        return found
    pairs = np.concatenate([found, more])
    pairs.sort()
    is_first = np.ones(len(pairs), dtype=bool)
    is_first[1:] = pairs[1:] != pairs[:-1]
    united: Pairs = pairs[is_first]
    return united


def _pairs_of_runs(keys: NDArray[np.uint64], rows: NDArray[np.int64], n: int) -> Pairs:
    """Pair the rows with equal keys: all of them, or each with the next few if many."""
    keys, rows = _repeated_in_order(keys, rows)
    is_large = _in_long_runs(keys, MAX_BUCKET)
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, min(MAX_BUCKET, len(keys))):
        same = keys[step:] == keys[:-step]
        if step > N_NEXT_IN_LARGE_BUCKET:
            same &= ~is_large[step:]
        if not same.any():
            break
        found.append(rows[:-step][same] * n + rows[step:][same])
    return np.concatenate(found)


def _repeated_in_order(
    keys: NDArray[np.uint64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys that occur more than once, sorted, with their rows in the given order."""
    order = np.argsort(keys)  # the quickest, in which equal keys may stand in any order
    same = keys[order[1:]] == keys[order[:-1]]
    repeated = np.zeros(len(keys), dtype=bool)
    repeated[1:] = same
    repeated[:-1] |= same
    order = np.sort(order[repeated])
    order = order[np.argsort(keys[order], kind="stable")]
    return keys[order], rows[order]


def _in_long_runs(ordered: NDArray[np.uint64], longest: int) -> NDArray[np.bool_]:
    """Say of each value whether it stands in a run of more than ``longest`` equal ones."""
    starts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    sizes = np.diff(starts, prepend=0, append=len(ordered))
    return np.repeat(sizes > longest, sizes)


def _paragraph_pairs(prints: Fingerprints, rows: NDArray[np.int64], n: int) -> Pairs:
    """Pair rows that share three paragraphs, or half the paragraphs of the one with fewer."""
    chosen = np.zeros(n, dtype=bool)
    chosen[rows] = True
    is_member = chosen[prints.paragraph_of]
    n_paragraphs = np.bincount(prints.paragraph_of[is_member], minlength=n)
    is_member &= _is_repeated(prints.paragraphs, is_member)
    hashes = prints.paragraphs[is_member]
    texts = prints.paragraph_of[is_member].astype(np.int64)
    order = np.lexsort((texts, hashes))
    hashes, texts = hashes[order], texts[order]
    few = ~_in_long_runs(hashes, MAX_TEXTS_PER_PARAGRAPH)
    pairs = _pairs_of_runs(hashes[few], texts[few], n)
    keys, counts = np.unique(pairs, return_counts=True)
    fewer = np.minimum(n_paragraphs[keys // n], n_paragraphs[keys % n])
    return keys[(counts >= 3) | (2 * counts >= fewer)]


def _is_repeated(hashes: NDArray[np.uint64], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of each hash whether it is twice or more among the chosen ones."""
    ordered = scratch_array(int(chosen.sum()), np.uint64)
    ordered[:] = hashes[chosen]
    ordered.sort()
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(repeated):
        return np.zeros(len(hashes), dtype=bool)
    at = np.minimum(np.searchsorted(repeated, hashes), len(repeated) - 1)
    found: NDArray[np.bool_] = repeated[at] == hashes
    return found


def measure_overlaps(
    prints: Fingerprints, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Overlaps:
    """Compute the exact Jaccard similarity and containment of each pair's shingles."""
    rows, which = np.unique(np.concatenate([left, right]), return_inverse=True)
    shingles, starts, ends = prints.store.gather(rows)
    a, b = which[: len(left)], which[len(left) :]
    shared = _count_shared(shingles, (starts[a], ends[a]), (starts[b], ends[b]))
    sizes = prints.n_shingles
    together = np.maximum(sizes[left] + sizes[right] - shared, 1)
    fewer = np.maximum(np.minimum(sizes[left], sizes[right]), 1)
    return Overlaps(left, right, shared / together, shared / fewer)


def _count_shared(
    shingles: NDArray[np.uint64],
    left: tuple[NDArray[np.int64], NDArray[np.int64]],
    right: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.int64]:
    if len(left[0]) <= FEW_PAIRS:
        return array_fingerprints.count_shared(shingles, left, right)
    from toolkit._kernels import duplicates as kernels

    shared = np.zeros(len(left[0]), dtype=np.int64)
    kernels.count_shared(shingles, left, right, shared)
    return shared
