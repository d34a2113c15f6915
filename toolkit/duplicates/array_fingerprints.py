"""Fingerprints of little text, in NumPy: sooner done than compiling the kernels that define them.

Each function returns the numbers of the kernel of `toolkit._kernels.duplicates` that it names.
Sums and products are modulo 2**64, in any order, so that a hash that is rolled over a run of words,
h = (h + w) m for one word after the other, is the sum of w m^k, the last word having k = 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Longs = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

_NEWLINE, _SHINGLE_WORDS = 1, 5
_FNV, _START, _ROLL, _MIX_1, _MIX_2 = (
    np.uint64(number)
    for number in (
        0x100000001B3, 0xCBF29CE484222325, 0x9E3779B97F4A7C15,
        0xBF58476D1CE4E5B9, 0x94D049BB133111EB,
    )
)  # fmt: skip
_S27, _S29, _S30, _S31, _S32 = (np.uint64(shift) for shift in (27, 29, 30, 31, 32))


class Words(NamedTuple):
    """Hashes of the words of all texts, whether a line break precedes each, and words by text."""

    hashes: Hashes
    breaks: NDArray[np.bool_]
    n_words: Longs


def mix(h: Hashes) -> Hashes:
    """Scramble 64 bits, as ``mix`` does."""
    h = (h ^ (h >> _S30)) * _MIX_1
    h = (h ^ (h >> _S27)) * _MIX_2
    return h ^ (h >> _S31)


def hash_words(codes: NDArray[np.uint32], ends: Longs, table: NDArray[np.uint32]) -> Words:
    """Hash the words of texts that stand one behind the other, as ``hash_words`` does each."""
    folded = np.where(codes < len(table), table.take(codes, mode="clip"), np.uint32(0))
    is_letter = folded > _NEWLINE
    begins = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    is_edge = np.zeros(len(codes) + 1, dtype=np.bool_)
    is_edge[begins], is_edge[ends] = True, True
    after = np.concatenate([[False], is_letter])[:-1] & ~is_edge[:-1]
    before = np.concatenate([is_letter, [False]])[1:] & ~is_edge[1:]
    firsts = np.flatnonzero(is_letter & ~after)
    lasts = np.flatnonzero(is_letter & ~before) + 1
    text_of = np.searchsorted(ends, firsts, "right")
    n_breaks = np.concatenate([[0], np.cumsum(folded == _NEWLINE)])
    earlier = np.maximum(np.concatenate([[0], lasts])[:-1], begins[text_of])
    return Words(
        mix(_hash_letters(folded, firsts, lasts - firsts)),
        n_breaks[firsts] > n_breaks[earlier],
        np.bincount(text_of, minlength=len(ends)),
    )


def _hash_letters(folded: NDArray[np.uint32], firsts: Longs, sizes: Longs) -> Hashes:
    """Hash all words letter by letter: their first letters, then their second ones."""
    hashes = np.full(len(firsts), _START)
    rest = np.arange(len(firsts))
    for place in range(int(sizes.max(initial=0))):
        rest = rest[sizes[rest] > place]
        hashes[rest] = (hashes[rest] ^ folded[firsts[rest] + place]) * _FNV
    return hashes


def _powers(most: int) -> Hashes:
    """Return m^0 to m^most."""
    factors = np.full(most + 1, _ROLL)
    factors[0] = 1
    powers: Hashes = np.cumprod(factors, dtype=np.uint64)
    return powers


def _rolled(hashes: Hashes, bounds: Longs) -> Hashes:
    """Roll a hash over the words from each bound to the next."""
    sizes = np.diff(bounds)
    left = np.repeat(bounds[1:], sizes) - np.arange(len(hashes))
    parts = hashes * _powers(int(sizes.max(initial=0)))[left]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(parts, dtype=np.uint64)])
    rolled: Hashes = sums[bounds[1:]] - sums[bounds[:-1]]
    return rolled


def _bounds(sizes: Longs) -> Longs:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def hash_whole(words: Words) -> Hashes:
    """Hash the word sequence of each text, as ``hash_whole`` does: its hash begins as its size."""
    sizes = words.n_words
    begun = sizes.astype(np.uint64) * _powers(int(sizes.max(initial=0)))[sizes]
    return mix(begun + _rolled(words.hashes, _bounds(sizes)))


def hash_shingles(words: Words) -> tuple[Hashes, Longs]:
    """Return the sorted distinct shingles of each text, as ``hash_shingles`` does, and how many."""
    sizes = words.n_words
    n_all = np.where(sizes > 0, np.maximum(sizes - _SHINGLE_WORDS + 1, 1), 0)
    text_of = np.repeat(np.arange(len(sizes)), n_all)
    within = np.arange(len(text_of)) - _bounds(n_all)[text_of]
    firsts, widths = _bounds(sizes)[text_of] + within, np.minimum(sizes, _SHINGLE_WORDS)[text_of]
    shingles = np.zeros(len(firsts), dtype=np.uint64)
    for place in range(_SHINGLE_WORDS):
        has = widths > place
        shingles[has] = (shingles[has] + words.hashes[firsts[has] + place]) * _ROLL
    return _distinct(mix(shingles), text_of, len(sizes))


def hash_paragraphs(words: Words, least: int) -> tuple[Hashes, Longs]:
    """Return the sorted distinct paragraphs of each text, of ``least`` words or more."""
    begins = words.breaks.copy()
    bounds = _bounds(words.n_words)
    begins[bounds[:-1][words.n_words > 0]] = True
    firsts = np.flatnonzero(begins)
    edges = np.append(firsts, len(begins))
    is_long = np.diff(edges) >= least
    text_of = np.searchsorted(bounds, firsts, "right") - 1
    hashes = mix(_rolled(words.hashes, edges))
    return _distinct(hashes[is_long], text_of[is_long], len(words.n_words))


def _distinct(hashes: Hashes, text_of: Longs, n_texts: int) -> tuple[Hashes, Longs]:
    order = np.lexsort((hashes, text_of))
    hashes, text_of = hashes[order], text_of[order]
    is_new = np.ones(len(hashes), dtype=np.bool_)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (text_of[1:] != text_of[:-1])
    return hashes[is_new], np.bincount(text_of[is_new], minlength=n_texts)


def band_keys(
    shingles: Hashes, offsets: Longs, factors: NDArray[np.uint32], terms: NDArray[np.uint32]
) -> Hashes:
    """Return the MinHashes of each text, scrambled together by band, as ``band_keys`` does.

    ``factors`` and ``terms`` have the shape (n_bands, n_rows), the result (n_bands, n_texts).
    """
    upper, has_any = (shingles >> _S32).astype(np.uint32), np.diff(offsets) > 0
    keys = np.zeros((len(factors), len(has_any)), dtype=np.uint64)
    for band in range(len(factors)):
        for factor, term in zip(factors[band], terms[band], strict=True):
            minima = np.full(len(has_any), 0xFFFFFFFF, dtype=np.uint64)
            values = upper * factor + term
            minima[has_any] = np.minimum.reduceat(values, offsets[:-1][has_any])
            keys[band] = (keys[band] ^ minima) * _ROLL
            keys[band] ^= keys[band] >> _S29
    return keys


def count_shared(shingles: Hashes, left: tuple[Longs, Longs], right: tuple[Longs, Longs]) -> Longs:
    """Return how many shingles both texts of each pair have, as ``count_shared`` does."""
    found = [
        len(np.intersect1d(shingles[a:b], shingles[c:d], assume_unique=True))
        for a, b, c, d in zip(*left, *right, strict=True)
    ]
    return np.array(found, dtype=np.int64)
