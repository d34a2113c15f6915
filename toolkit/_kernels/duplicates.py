"""Kernels of near-duplicate detection: they read arrays and fill arrays.

A text is an array of code points. A word is a run of letters, digits and marks in lower case,
hashed to 64 bits; a shingle is five consecutive words. Arithmetic is modulo 2**64, so that each
kernel returns the same numbers compiled and as plain Python (``kernel.py_func``, which warns of
overflow).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._kernels.compile import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Hashes = NDArray[np.uint64]
    Flags = NDArray[np.bool_]
    Longs = NDArray[np.int64]

SHINGLE_WORDS = 5
NEWLINE = 1
"""Value of a line break in the character table; 0 is a separator, others are letters."""

FEW, MOST_BITS = 16, 20
_FNV = np.uint64(0x100000001B3)
_START = np.uint64(0xCBF29CE484222325)
_ROLL = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S27, _S29, _S30, _S31, _S32 = (np.uint64(shift) for shift in (27, 29, 30, 31, 32))


@kernel
def mix(h: np.uint64) -> np.uint64:
    """Scramble 64 bits (the finalizer of SplitMix64)."""
    h = (h ^ (h >> _S30)) * _MIX_1
    h = (h ^ (h >> _S27)) * _MIX_2
    return h ^ (h >> _S31)


@kernel
def hash_words(codes: Codes, table: Codes, words: Hashes, breaks: Flags) -> int:
    """Fill ``words`` with the hashes of the words of one text; return their number.

    ``breaks[i]`` is set if a line break precedes word i.
    """
    n_words, inside, broke = 0, False, False
    h = _START
    for code in codes:
        folded = table[code] if code < table.size else np.uint32(0)
        if folded > NEWLINE:
            h = (h ^ np.uint64(folded)) * _FNV
            inside = True
            continue
        if inside:
            words[n_words] = mix(h)
            breaks[n_words] = broke
            n_words += 1
            h, inside, broke = _START, False, False
        if folded == NEWLINE:
            broke = True
    if inside:
        words[n_words] = mix(h)
        breaks[n_words] = broke
        n_words += 1
    return n_words


@kernel
def sort_hashes(hashes: Hashes, ordered: Hashes) -> None:
    """Fill ``ordered`` with the hashes, sorted: by their first bits first, since hashes are spread.

    Each run of equal first bits holds one or two hashes as a rule, and is sorted by insertion. A
    long one, as of a phrase that is repeated, is sorted as usual.
    """
    bits = 1
    while (1 << bits) < hashes.size and bits < MOST_BITS:
        bits += 1
    shift = np.uint64(64 - bits)
    ends = np.zeros((1 << bits) + 1, dtype=np.int64)
    for value in hashes:
        ends[np.int64(value >> shift) + 1] += 1
    for k in range(1 << bits):
        ends[k + 1] += ends[k]
    for value in hashes:  # afterwards, ends[k] is where run k ends
        run = np.int64(value >> shift)
        ordered[ends[run]] = value
        ends[run] += 1
    start = 0
    for k in range(1 << bits):
        end = ends[k]
        if end - start > FEW:
            ordered[start:end].sort()  # an assignment to a slice takes two seconds to compile
        for i in range(start + 1, end if end - start <= FEW else 0):
            value, j = ordered[i], i
            while j > start and ordered[j - 1] > value:
                ordered[j] = ordered[j - 1]
                j -= 1
            ordered[j] = value
        start = end


@kernel
def keep_distinct(values: Hashes, kept: Hashes) -> int:
    """Fill ``kept`` with the sorted distinct values; return their number.

    One way for shingles and paragraphs: each use of numpy's ``unique`` compiles another sort.
    """
    n_kept = 0
    ordered = np.empty(values.size, dtype=np.uint64)
    sort_hashes(values, ordered)
    for i in range(ordered.size):
        if i == 0 or ordered[i] != ordered[i - 1]:
            kept[n_kept] = ordered[i]
            n_kept += 1
    return n_kept


# s_i = mix(sum_j w_(i+j) m^(5-j)); a shorter text has one shingle of all its words.
@kernel
def hash_shingles(words: Hashes, shingles: Hashes) -> int:
    """Fill ``shingles`` with the sorted distinct shingles of one text; return their number."""
    n = words.size
    if n == 0:
        return 0
    width = min(n, SHINGLE_WORDS)
    n_all = n - width + 1
    for i in range(n_all):
        h = np.uint64(0)
        for j in range(width):
            h = (h + words[i + j]) * _ROLL
        shingles[i] = mix(h)
    n_kept: int = keep_distinct(shingles[:n_all], shingles)
    return n_kept


@kernel
def hash_paragraphs(words: Hashes, breaks: Flags, least: int, paragraphs: Hashes) -> int:
    """Fill ``paragraphs`` with the hash of each paragraph of at least ``least`` words."""
    n_paragraphs, length = 0, 0
    h = np.uint64(0)
    for i in range(words.size + 1):
        if i == words.size or (breaks[i] and length > 0):
            if length >= least:
                paragraphs[n_paragraphs] = mix(h)
                n_paragraphs += 1
            h, length = np.uint64(0), 0
        if i < words.size:
            h = (h + words[i]) * _ROLL
            length += 1
    return n_paragraphs


# m_p = min over shingles x of (a_p x + b_p) mod 2^32, with a_p odd
@kernel
def min_hashes(shingles: Hashes, factors: Codes, terms: Codes, minima: Codes) -> None:
    """Fill ``minima`` with the smallest shingle hash of one text under each permutation."""
    if shingles.size < FEW:
        minima[:] = np.uint32(0xFFFFFFFF)
        for shingle in shingles:
            x = np.uint32(shingle >> _S32)
            for p in range(factors.size):
                value = np.uint32(np.uint32(factors[p] * x) + terms[p])
                minima[p] = min(minima[p], value)
        return
    upper = (shingles >> _S32).astype(np.uint32)
    for p in range(factors.size):  # one after the other, the minimum stays in a register
        factor, term = factors[p], terms[p]
        least = np.uint32(0xFFFFFFFF)
        for x in upper:
            value = np.uint32(np.uint32(factor * x) + term)
            least = min(least, value)
        minima[p] = least


@kernel
def count_shared(
    shingles: Hashes, left: tuple[Longs, Longs], right: tuple[Longs, Longs], shared: Longs
) -> None:
    """Fill ``shared`` with the number of shingles that both texts of a pair have.

    ``left`` and ``right`` say where the shingles of each begin and end.
    """
    for pair in range(shared.size):
        i, i_end = left[0][pair], left[1][pair]
        j, j_end = right[0][pair], right[1][pair]
        count = 0
        while i < i_end and j < j_end:
            if shingles[i] == shingles[j]:
                count += 1
                i += 1
                j += 1
            elif shingles[i] < shingles[j]:
                i += 1
            else:
                j += 1
        shared[pair] = count


@kernel
def hash_whole(words: Hashes) -> np.uint64:
    """Return the hash of the word sequence."""
    h = np.uint64(words.size)
    for word in words:
        h = (h + word) * _ROLL
    whole: np.uint64 = mix(h)
    return whole


@kernel
def fingerprint_texts(
    texts: tuple[Codes, Longs, Codes],
    least: int,
    by_text: tuple[Longs, Hashes],
    joined: tuple[Hashes, Hashes],
) -> tuple[int, int]:
    """Fingerprint texts that stand one behind the other.

    ``texts`` holds their code points, where each ends, and the character table. Filled are, by
    text, the numbers of words, shingles and paragraphs (of at least ``least`` words) and the hash
    of all words; and, one text behind the other, its shingles and its different paragraphs. The
    numbers of these are returned.
    """
    codes, ends, table = texts
    sizes, whole = by_text
    shingles, paragraphs = joined
    n, m, start = 0, 0, 0
    for i in range(ends.size):
        own = codes[start : ends[i]]
        start = ends[i]
        words = np.empty(own.size // 2 + 1, dtype=np.uint64)
        breaks = np.zeros(own.size // 2 + 1, dtype=np.bool_)
        n_words = hash_words(own, table, words, breaks)
        words, breaks = words[:n_words], breaks[:n_words]
        n_own = hash_shingles(words, shingles[n:])
        lines = np.empty(n_words // least + 1, dtype=np.uint64)
        lines = lines[: hash_paragraphs(words, breaks, least, lines)]
        n_lines = keep_distinct(lines, paragraphs[m:])
        whole[i] = hash_whole(words)
        sizes[0, i], sizes[1, i], sizes[2, i] = n_words, n_own, n_lines
        n += n_own
        m += n_lines
    return n, m


@kernel
def band_keys(store: tuple[Hashes, Longs], factors: Codes, terms: Codes, keys: Hashes) -> None:
    """Fill ``keys[b, i]`` with the key of text i in band b: its MinHashes, scrambled together."""
    shingles, offsets = store
    n_rows = factors.size // keys.shape[0]
    minima = np.empty(factors.size, dtype=np.uint32)
    for i in range(keys.shape[1]):
        min_hashes(shingles[offsets[i] : offsets[i + 1]], factors, terms, minima)
        for band in range(keys.shape[0]):
            key = np.uint64(0)
            for row in range(n_rows):
                key = (key ^ np.uint64(minima[band * n_rows + row])) * _ROLL
                key ^= key >> _S29
            keys[band, i] = key
