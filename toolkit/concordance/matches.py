"""Matches of a pattern: words and phrases with ``*`` wildcards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.globs import TermLookup, glob_test
from toolkit.errors import InputError, shorten
from toolkit.tokenizing.normalization import tidy_surfaces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

MAX_WORDS = 20
_SIGNS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


class Matches(NamedTuple):
    """Matches in reading order: first token, number of tokens, and text."""

    first: NDArray[np.int64]
    n_words: NDArray[np.int64]
    text: NDArray[np.int64]


def split_pattern(function: str, pattern: object) -> list[str]:
    """Return the words of a pattern, or raise `InputError`.

    Examples
    --------
    >>> split_pattern("contexts", " chemical  weapon* ")
    ['chemical', 'weapon*']
    """
    if not isinstance(pattern, str):
        message = f"{function}: pattern must be a word or a phrase; got {shorten(pattern)}."
        raise InputError(message)
    words = pattern.translate(_SIGNS).split()
    if not any(word.strip("*") for word in words):
        message = (
            f"{function}: pattern {shorten(pattern)} has no letters, so it would match "
            f"{'every word' if words else 'nothing'}. Write a word such as 'refugee*'."
        )
        raise InputError(message)
    if len(words) > MAX_WORDS:
        message = f"{function}: pattern has {len(words)} words; at most {MAX_WORDS} are allowed."
        raise InputError(message)
    return words


def find_pattern(tokens: Tokens, words: list[str], *, case_sensitive: bool) -> Matches:
    """Find every match; of two that overlap, the earlier. Linear in the number of tokens."""
    lookup = TermLookup(tokens.terms)
    lowered = [word.lower() for word in words]
    masks = [lookup.mask(word) for word in lowered]
    found = [(_in_a_row(tokens, masks), len(words))]
    if len(words) > 1:
        found.append((np.flatnonzero(lookup.joined(lowered)[tokens.ids]), 1))
    first = np.concatenate([places for places, _ in found]).astype(np.int64)
    n_words = np.concatenate([np.full(len(places), n) for places, n in found])
    order = np.argsort(first, kind="stable")
    first, n_words = _without_overlap(first[order], n_words[order])
    if case_sensitive:
        keep = _has_case_of(tokens, first, n_words, words)
        first, n_words = first[keep], n_words[keep]
    return Matches(first, n_words, np.searchsorted(tokens.offsets, first, side="right") - 1)


def _in_a_row(tokens: Tokens, masks: list[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """Return the first tokens of matching runs; a run crosses no sign and no end of a text."""
    size = len(masks)
    first = np.flatnonzero(masks[0][tokens.ids])
    for k in range(1, size):
        first = first[first + k < len(tokens.ids)]
        at = first + k
        first = first[masks[k][tokens.ids[at]] & (tokens.gaps[at] == 0)]
    text = np.searchsorted(tokens.offsets, first, side="right") - 1
    return first[tokens.offsets[text + 1] >= first + size]


def _without_overlap(
    first: NDArray[np.int64], n_words: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if len(first) == 0 or n_words.max() == 1:
        return first, n_words
    keep, end = np.zeros(len(first), dtype=np.bool_), -1
    for place, (start, size) in enumerate(zip(first.tolist(), n_words.tolist(), strict=True)):
        if start >= end:
            keep[place], end = True, start + size
    return first[keep], n_words[keep]


def _has_case_of(
    tokens: Tokens, first: NDArray[np.int64], n_words: NDArray[np.int64], words: list[str]
) -> NDArray[np.bool_]:
    """Return whether each match is printed with the capitals of the pattern."""
    fits = [glob_test(word) for word in words]
    whole = glob_test("-".join(words))
    keep = np.empty(len(first), dtype=np.bool_)
    for place, (start, size) in enumerate(zip(first.tolist(), n_words.tolist(), strict=True)):
        printed = tidy_surfaces([tokens.surface(start + k) for k in range(size)])
        tests = fits if size == len(words) else [whole]
        keep[place] = all(fit(word) for fit, word in zip(tests, printed, strict=True))
    return keep
