"""The language of texts in Latin letters, by a vote of their most frequent words.

Text is read as UTF-8. Each known word votes once per occurrence, split equally among the languages
that have it; the votes are added in the order in which the words first occur, so that the sums are
those of the plain method to the last bit.

Run as plain Python (``vote.py_func``) the kernel gives the same numbers.
"""

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import helper, kernel

# ruff: noqa: PLR0917 - kernels take arrays by position; numba compiles no keyword-only ones
# mypy: disable-error-code="untyped-decorator, no-untyped-def"

UNDECIDED, UNKNOWN = -1, -2
SEPARATOR, DOUBLE_S, FOREIGN = 0, 1, 2
"""Values of the table of letters that are no letters: ß is folded to two, others are not known."""
LONGEST = 16
_FNV = 16_777_619


def hash_of(word: str) -> int:
    """Return the hash of a word, as `vote` computes it."""
    code = 0
    for letter in word:
        code = ((code ^ ord(letter)) * _FNV) & 0xFFFFFFFF
    return code


@helper
def letter_at(data, at, letters):
    """Return the folded letter at a byte, or what it is instead, and its width in bytes."""
    first = np.int64(data[at])
    if first < 0x80:
        return np.int64(letters[first]), 1
    if first < 0xE0:
        code = ((first & 0x1F) << 6) | (np.int64(data[at + 1]) & 0x3F)
        return (np.int64(letters[code]) if code < len(letters) else FOREIGN), 2
    if first == 0xE2 and np.int64(data[at + 1]) == 0x80 and 0x90 <= np.int64(data[at + 2]) <= 0xA7:
        return SEPARATOR, 3  # dashes, quotes, bullets
    return FOREIGN, 3


@helper
def find_word(word, size, code, slots, known, bounds):
    """Return the number of a word of the table, or -1."""
    at = code & (len(slots) - 1)
    while slots[at] >= 0:
        found = slots[at]
        start = bounds[found]
        if bounds[found + 1] - start == size:
            same = True
            for k in range(size):
                same = same and known[start + k] == word[k]
            if same:
                return found
        at = (at + 1) & (len(slots) - 1)
    return -1


@helper
def count_words(data, letters, slots, known, bounds, order, seen):
    """Count the known words of a sample, listed by first occurrence.

    Returns the number of those that occur, that of all words, and whether the sample is Latin:
    fewer than an eighth of its characters are beyond ASCII, and all are known.
    """
    word = np.empty(LONGEST, dtype=np.int64)
    size, n_words, n_seen, n_all, n_beyond = 0, 0, 0, 0, 0
    at, code = np.int64(0), np.int64(0)
    while at <= len(data):
        letter, width = np.int64(SEPARATOR), 1
        if at < len(data):
            letter, width = letter_at(data, at, letters)
            n_all += 2 if letter == DOUBLE_S else 1
            n_beyond += 1 if letter > 127 or (letter == SEPARATOR and width > 1) else 0
        at += width
        if letter == FOREIGN:
            return n_seen, n_words, False
        if letter != SEPARATOR:
            for _ in range(2 if letter == DOUBLE_S else 1):
                folded = np.int64(115) if letter == DOUBLE_S else letter
                if size < LONGEST:
                    word[size] = folded
                code = ((code ^ folded) * _FNV) & 0xFFFFFFFF
                size += 1
        elif size:
            n_words += 1
            number = find_word(word, size, code, slots, known, bounds) if size <= LONGEST else -1
            if number >= 0:
                if seen[number] == 0:
                    order[n_seen] = number
                    n_seen += 1
                seen[number] += 1
            size, code = 0, np.int64(0)
    return n_seen, n_words, n_beyond < n_all / 8


@helper
def two_best(votes):
    """Return the place of the most votes, the first of equal ones, and the most of the others."""
    best, following = 0, 0.0
    for place in range(1, len(votes)):
        if votes[place] > votes[best]:
            best = place
    for place in range(len(votes)):
        if place != best:
            following = max(following, votes[place])
    return best, following


@kernel
def vote(data, offsets, letters, table, has, limits, found, n_words):
    """Fill the language of each text, `UNDECIDED`, or `UNKNOWN` for one that is not Latin.

    Parameters
    ----------
    data, offsets : uint8 array and int64 array of shape (n_texts + 1)
        The samples, and where each begins.
    letters : uint16 array
        By code point the folded letter, or what it is instead.
    table : (int32 array, uint16 array, int32 array)
        By hash the number of a known word, or -1; the letters of all these words; and where each
        begins.
    has : bool array of shape (n_known, n_languages)
        Which languages have each word.
    limits : (float, float, float, int)
        Votes at least; share of the words at least; lead at least; different words at least.
    found, n_words : int64 arrays of shape (n_texts)
        Are filled.
    """
    least, share, lead, least_words = limits
    slots, known, bounds = table
    n_known, n_languages = has.shape
    seen, order = np.zeros(n_known, dtype=np.int64), np.empty(n_known, dtype=np.int64)
    votes, distinct = np.empty(n_languages), np.empty(n_languages, dtype=np.int64)
    for text in range(len(found)):
        sample = data[offsets[text] : offsets[text + 1]]
        n_seen, n, is_latin = count_words(sample, letters, slots, known, bounds, order, seen)
        votes[:] = 0.0
        distinct[:] = 0
        for k in range(n_seen):
            number = order[k]
            n_voters = np.sum(has[number])
            for language in range(n_languages):
                if has[number, language]:
                    votes[language] += seen[number] / n_voters
                    distinct[language] += 1
            seen[number] = 0
        best, following = two_best(votes)
        enough = votes[best] >= max(least, share * n)
        sure = enough and distinct[best] >= least_words and votes[best] >= lead * following
        n_words[text] = n
        found[text] = (best if sure else UNDECIDED) if is_latin else UNKNOWN
