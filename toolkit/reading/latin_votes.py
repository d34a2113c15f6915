"""The languages of many texts in Latin letters, by their most frequent words, in compiled code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

N_LETTERS = 0x250
"""Code points of which the table of letters tells: those that European languages use."""
_LETTER = re.compile(r"[^\W\d_]")
Voters = tuple[tuple[str, tuple[str, ...]], ...]


def vote_in_latin(
    samples: Sequence[str],
    voters: Voters,
    names: tuple[str, ...],
    limits: tuple[float, float, float, int],
) -> tuple[list[str | None], list[int]]:
    """Return the language of each sample, and the number of its words.

    Parameters
    ----------
    samples : sequence of str
        As they are written.
    voters : tuple of (str, tuple of str)
        The words that vote, in lower case, and the languages that each votes for.
    names : tuple of str
        The languages; of equal votes, those of the first count.
    limits : (float, float, float, int)
        See `toolkit._kernels.languages.vote`.

    Returns
    -------
    (list of str or None, list of int)
        "" where no language is sure, None for a sample that is not Latin throughout.
    """
    from toolkit._kernels.languages import UNKNOWN, vote

    coded = [sample.encode("utf-8", "surrogatepass") for sample in samples]
    offsets = np.cumsum([0, *map(len, coded)], dtype=np.int64)
    data = np.frombuffer(b"".join(coded), dtype=np.uint8)
    found, n_words = np.empty((2, len(coded)), dtype=np.int64)
    vote(data, offsets, letter_table(), *_word_table(voters, names), limits, found, n_words)
    by_number = {UNKNOWN: None, -1: ""} | dict(enumerate(names))
    return [by_number[number] for number in found.tolist()], n_words.tolist()


@lru_cache(maxsize=1)
def letter_table() -> NDArray[np.uint16]:
    """Return, by code point, the letter in lower case, or what it is instead."""
    from toolkit._kernels.languages import DOUBLE_S, FOREIGN, SEPARATOR

    letters = np.full(N_LETTERS, SEPARATOR, dtype=np.uint16)
    for code in range(N_LETTERS):
        folded = chr(code).casefold()
        if _LETTER.match(chr(code)):
            letters[code] = ord(folded) if len(folded) == 1 else FOREIGN
    letters[ord("ß")] = DOUBLE_S
    return letters


@lru_cache(maxsize=4)
def _word_table(
    voters: Voters, names: tuple[str, ...]
) -> tuple[tuple[NDArray[Any], ...], NDArray[np.bool_]]:
    """Return the words, and which languages have each, as `vote` takes them."""
    from toolkit._kernels.languages import hash_of

    words = [word for word, _ in voters]
    slots = np.full(4 * 2 ** len(words).bit_length(), -1, dtype=np.int32)
    for number, word in enumerate(words):
        at = hash_of(word) % len(slots)
        while slots[at] >= 0:
            at = (at + 1) % len(slots)
        slots[at] = number
    known = np.array([ord(letter) for word in words for letter in word], dtype=np.uint16)
    bounds = np.cumsum([0, *map(len, words)], dtype=np.int32)
    has = np.array([[name in languages for name in names] for _, languages in voters])
    return (slots, known, bounds), has
