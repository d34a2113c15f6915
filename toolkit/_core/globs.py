"""Wildcard words (``*``): linear-time matching, and lookup in a vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.letter_case import match_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?")

CLITICS: dict[str, tuple[tuple[str, ...], ...]] = {
    "ar": (("", "و", "ف"), ("", "ب", "ك", "ل"), ("", "ال")),
}
"""Particles written together with the next word, per language: one of each group, in order."""


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


def without_dots(word: str) -> str:
    """Return an abbreviation without its full stops, and any other word as it is.

    Examples
    --------
    >>> without_dots("u.s."), without_dots("3.5"), without_dots("example.org")
    ('us', '3.5', 'example.org')
    """
    return word.replace(".", "") if _DOTTED.fullmatch(word) else word


class TermLookup:
    """The terms of a vocabulary that match a wildcard word, ignoring case.

    Parameters
    ----------
    terms : sequence of str
        The vocabulary.
    language : str
        For a language of `CLITICS`, a word is also found with its particles in front of it.
    fold : callable, optional
        Makes several spellings of a word one; applied to terms and words alike.

    Examples
    --------
    >>> lookup = TermLookup(["US", "air-strike", "airstrike", "airstrikes", "us-backed"])
    >>> lookup.mask("airstrike*").tolist()
    [False, False, True, True, False]
    >>> lookup.compound(("air", "strike*")).tolist()
    [False, True, False, False, False]
    >>> TermLookup(["وللمفاوضات", "مفاوضون"], language="ar").mask("مفاوضات").tolist()
    [True, False]
    """

    def __init__(
        self,
        terms: Sequence[str],
        *,
        language: str = "en",
        fold: Callable[[str], str] | None = None,
    ) -> None:
        self._fold = fold
        self._lowered = [self._key(str(term)) for term in terms]
        order = sorted(range(len(self._lowered)), key=self._lowered.__getitem__)
        self._sorted = [self._lowered[i] for i in order]
        self._order = np.asarray(order, dtype=np.int64)
        self._language = language

    def mask(self, word: str) -> NDArray[np.bool_]:
        """Return a boolean per term: whether ``word``, in lower case, matches it."""
        mask = np.zeros(len(self._sorted), dtype=np.bool_)
        for form in self._forms(word):
            self._mark(mask, form)
        return mask

    def compound(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return a boolean per term: whether it is ``words`` joined by hyphens.

        The dots of abbreviations do not matter: ("u.s.", "backed") is "us-backed".
        """
        mask = self.mask("-".join(words))
        plain = self._key("-".join(map(without_dots, words)))
        for form in self._forms(plain):
            self._mark(mask, form)
        fits = glob_test(plain)
        mask[[i for i, term in self._dotted_compounds if fits(term)]] = True
        return mask

    def dotted(self, word: str) -> NDArray[np.bool_]:
        """Return a boolean per term: whether it is the abbreviation ``word`` with dots."""
        mask = np.zeros(len(self._sorted), dtype=np.bool_)
        mask[self._dotted.get(without_dots(self._key(word)), [])] = True
        return mask

    def _key(self, word: str) -> str:
        key = match_key(word)
        return key if self._fold is None else self._fold(key)

    def _mark(self, mask: NDArray[np.bool_], word: str) -> None:
        word = self._key(word)
        prefix = word.split("*", 1)[0]
        low = bisect_left(self._sorted, prefix)
        if prefix == word:
            high = low
            while high < len(self._sorted) and self._sorted[high] == word:
                high += 1
            mask[self._order[low:high]] = True
            return
        high = bisect_left(self._sorted, prefix + "\U0010ffff") if prefix else len(self._sorted)
        fits = glob_test(word)
        mask[self._order[[k for k in range(low, high) if fits(self._sorted[k])]]] = True

    def _forms(self, word: str) -> list[str]:
        """Return a word alone and with every particle in front of it."""
        return list(dict.fromkeys([word, *_with_clitics(self._language, word)]))

    @cached_property
    def _dotted(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, term in enumerate(self._lowered):
            if "." in term and _DOTTED.fullmatch(term):
                found.setdefault(without_dots(term), []).append(i)
        return found

    @cached_property
    def _dotted_compounds(self) -> list[tuple[int, str]]:
        """Hyphenated terms with a dotted part (some tokenizers keep "u.s.-led"), without dots."""
        return [
            (i, "-".join(map(without_dots, term.split("-"))))
            for i, term in enumerate(self._lowered)
            if "-" in term and "." in term
        ]


def _with_clitics(language: str, word: str) -> list[str]:
    """Return a word with every combination of a language's particles."""
    if language not in CLITICS or word.startswith("*"):
        return []
    bare = word.removeprefix("ال") if len(word) > 4 else word
    prefixes = ["".join(parts) for parts in product(*CLITICS[language])]
    return [prefix.replace("لال", "لل") + bare for prefix in prefixes]  # li- with the article is لل
