"""Wildcard words (``*``): linear-time matching, and lookup in a vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

JOINERS = re.compile(r"[-‐‑–]")


def glob_test(word: str) -> Callable[[str], bool]:
    """Return a test for a word in which ``*`` matches any characters; linear in the term's length.

    Examples
    --------
    >>> glob_test("cease*")("ceasefires"), glob_test("*fire*s")("ceasefire")
    (True, False)
    """
    first, *rest = re.split(r"\*+", word)
    if not rest:
        return first.__eq__
    *middle, last = rest

    def fits(term: str) -> bool:
        if not term.startswith(first):
            return False
        at = len(first)
        for piece in middle:
            found = term.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return term.endswith(last) and len(term) - len(last) >= at

    return fits


class TermLookup:
    """The terms of a vocabulary that match a wildcard word, ignoring case.

    Examples
    --------
    >>> lookup = TermLookup(["US", "air-strike", "airstrike", "airstrikes"])
    >>> lookup.mask("airstrike*").tolist()
    [False, False, True, True]
    >>> lookup.joined(("air", "strike*")).tolist()
    [False, True, False, False]
    """

    def __init__(self, terms: Sequence[str]) -> None:
        lowered = [str(term).lower() for term in terms]
        order = sorted(range(len(lowered)), key=lowered.__getitem__)
        self._sorted = [lowered[i] for i in order]
        self._order = np.asarray(order, dtype=np.int64)
        self._joined = [
            (i, parts) for i, parts in enumerate(map(JOINERS.split, lowered)) if len(parts) > 1
        ]

    def mask(self, word: str) -> NDArray[np.bool_]:
        """Return a boolean per term: whether ``word`` matches it."""
        mask = np.zeros(len(self._sorted), dtype=np.bool_)
        prefix = word.split("*", 1)[0]
        low = bisect_left(self._sorted, prefix)
        high = bisect_left(self._sorted, prefix + "\U0010ffff") if prefix else len(self._sorted)
        fits = glob_test(word)
        hits = [k for k in range(low, high) if fits(self._sorted[k])]
        mask[self._order[hits]] = True
        return mask

    def joined(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return a boolean per term: whether its hyphenated parts match ``words``."""
        mask = np.zeros(len(self._sorted), dtype=np.bool_)
        fits = [glob_test(word) for word in words]
        for i, parts in self._joined:
            if len(parts) == len(words) and all(
                fit(part) for fit, part in zip(fits, parts, strict=True)
            ):
                mask[i] = True
        return mask
