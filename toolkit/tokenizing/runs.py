"""Runs: where the tokens of a text match a pattern."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import regex
from scipy import sparse

from toolkit._core.globs import TermLookup, glob_test, without_dots
from toolkit._core.letter_case import fold_case
from toolkit.tokenizing.normalization import tidy_surfaces
from toolkit.tokenizing.spelling_variants import spelling_of
from toolkit.tokenizing.stream import GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.patterns import WordPattern
    from toolkit.tokenizing.store import Tokens

MAX_LETTERS = 6
"""Capitals of a word that may also be written with full stops."""

_SINGLE = re.compile(r"(?<=\b[A-Z])-(?=[A-Z]\b)")
_POSSESSIVE = re.compile(r"['’]s$")
_HYPHEN = re.compile(r"[-‐‑–]")


class Runs(NamedTuple):
    """Matches of a pattern, in reading order; of those at one token, the longest first."""

    first: NDArray[np.int64]
    n_words: NDArray[np.int64]


class _Ends(NamedTuple):
    """Beginnings of matches so far: their first token, and the token after their last."""

    first: NDArray[np.int64]
    after: NDArray[np.int64]


class TermPlaces(NamedTuple):
    """Where each term stands: term t at the tokens ``order[offsets[t]:offsets[t + 1]]``."""

    order: NDArray[np.int32]
    offsets: NDArray[np.int64]


class Vocabulary:
    """The terms of tokens as patterns ask for them; each question is answered once."""

    def __init__(self, terms: Sequence[str], lookup: TermLookup) -> None:
        self._lookup = lookup
        self._asked: dict[tuple[Any, ...], NDArray[np.int64]] = {}
        self._n = len(terms)
        self.terms = terms

    @classmethod
    def of(cls, tokens: Tokens) -> Vocabulary:
        """Return the vocabulary of tokens, in their language."""
        return cls(tokens.terms, lookup_of(tokens))

    @cached_property
    def is_upper(self) -> NDArray[np.bool_]:
        """Per term: whether it is in capitals."""
        return np.array([term.isupper() for term in self.terms], dtype=np.bool_)

    def matching(self, pattern: WordPattern, at: int, size: int) -> NDArray[np.int64]:
        """Return the terms that match ``size`` pieces of a pattern, from piece ``at``."""
        words = pattern.pieces[at : at + size]
        has_hyphen = any(pattern.hyphens[at : at + 2])
        key = (words, has_hyphen)
        if key not in self._asked:
            self._asked[key] = np.flatnonzero(self._mask(words, has_hyphen=has_hyphen))
        return self._asked[key]

    def mask_of(self, terms: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return a boolean per term: whether it is one of some terms."""
        mask = np.zeros(self._n, dtype=np.bool_)
        mask[terms] = True
        return mask

    def _mask(self, words: tuple[str, ...], *, has_hyphen: bool) -> NDArray[np.bool_]:
        if len(words) > 1:
            return self._lookup.compound(words)
        mask = self._lookup.mask(words[0])
        if has_hyphen or "." in words[0]:  # U.S.-backed is US-backed, and U.S is U.S.
            mask |= self._lookup.dotted(words[0])
        return mask

    def written(self, word: str) -> NDArray[np.int64]:
        """Return the terms that are a word."""
        key = ("written", word)
        if key not in self._asked:
            self._asked[key] = np.flatnonzero(self._lookup.mask(word))
        return self._asked[key]

    def abbreviated(self, word: str) -> NDArray[np.int64]:
        """Return the terms that are an abbreviation without its dots, or with dots: u.s. of us."""
        key = (word,)
        if key not in self._asked:
            find = self._lookup.mask if "." in word else self._lookup.dotted
            self._asked[key] = np.flatnonzero(find(without_dots(word)))
        return self._asked[key]


NO_RUNS = Runs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


def find_runs(
    tokens: Tokens,
    pattern: WordPattern,
    vocabulary: Vocabulary,
    *,
    places: TermPlaces | None = None,
) -> Runs:
    """Find every run of tokens that matches a pattern, overlapping ones included.

    A token may cover several pieces of the pattern: "anti government protest" also matches
    "anti-government protest". Between tokens, a match crosses a boundary (see
    `toolkit.tokenizing.phrase_breaks`) only where the pattern has a sign itself; an ampersand of
    the pattern must be there, and its hyphen may be a space but no full stop. An abbreviation in
    capitals is found with full stops and without, in capitals: "CPI", "C.P.I." and "C. P. I.".

    Parameters
    ----------
    tokens : Tokens
        The texts.
    pattern : WordPattern
        From `compile_pattern`.
    vocabulary : Vocabulary
        Of the tokens, or of those that they were selected from.
    places : TermPlaces, optional
        From `term_places`, for a caller with many patterns; without it, all tokens are read.

    Returns
    -------
    Runs
        First token and number of tokens of each match.
    """
    n = len(pattern.pieces)
    reached: list[list[_Ends]] = [[] for _ in range(n + 1)]
    for size, terms, is_upper in _terms_at(pattern, vocabulary, 0):
        first = _places_of(tokens, terms, places, vocabulary)
        if is_upper:
            first = first[_fits_capitals(tokens, first, vocabulary)]
        reached[size].append(_Ends(first, first + 1))
    spelled = [_spelled(tokens, word, vocabulary, places) for word in pattern.printed]
    sizes = [len(_letters_of(word)) for word in pattern.printed]
    if n and len(spelled[0]):
        reached[1].append(_Ends(spelled[0], spelled[0] + sizes[0]))
    for at in range(1, n):
        if not reached[at]:
            continue
        ends = _continue(tokens, pattern, at, _merge(reached[at]))
        for size, terms, is_upper in _terms_at(pattern, vocabulary, at) if len(ends.first) else ():
            fits = vocabulary.mask_of(terms)[tokens.ids[ends.after]]
            if is_upper:
                fits[fits] = _fits_capitals(tokens, ends.after[fits], vocabulary)
            first, after = _with_sign(tokens, pattern.signs[at], ends.first[fits], ends.after[fits])
            reached[at + size].append(_Ends(first, after + 1))
        if len(spelled[at]):
            fits = np.isin(ends.after, spelled[at])
            first, after = _with_sign(tokens, pattern.signs[at], ends.first[fits], ends.after[fits])
            reached[at + 1].append(_Ends(first, after + sizes[at]))
    if n == 0 or not reached[n]:
        return NO_RUNS
    found = _merge(reached[n])
    return Runs(found.first, found.after - found.first)


def term_places(tokens: Tokens) -> TermPlaces:
    """Return where each term stands."""
    n = len(tokens.ids)
    numbers = np.arange(n, dtype=np.int32)
    rows = sparse.csr_matrix((numbers, tokens.ids, [0, n]), shape=(1, len(tokens.terms)))
    columns = rows.tocsc()  # a counting sort
    return TermPlaces(columns.data, columns.indptr.astype(np.int64))


def _places_of(
    tokens: Tokens, terms: NDArray[np.int64], places: TermPlaces | None, vocabulary: Vocabulary
) -> NDArray[np.int64]:
    """Return the tokens of some terms, in reading order."""
    if places is None:
        return np.flatnonzero(vocabulary.mask_of(terms)[tokens.ids])
    order, offsets = places
    parts = [order[offsets[term] : offsets[term + 1]] for term in terms.tolist()]
    return np.sort(np.concatenate(parts)).astype(np.int64) if parts else NO_RUNS.first


def lookup_of(tokens: Tokens, terms: Sequence[str] | None = None) -> TermLookup:
    """Return the lookup of the terms of tokens, or of some of them, in their language."""
    options = tokens.options
    language = options.get("language", "en")
    listed = tokens.terms if terms is None else terms
    return TermLookup(listed, language=language, fold=spelling_of(options))


def token_mask(pattern: WordPattern, lookup: TermLookup) -> NDArray[np.bool_]:
    """Return a boolean per term: whether the pattern matches it as a single token."""
    n = len(pattern.pieces)
    return lookup.mask(pattern.pieces[0]) if n == 1 else lookup.compound(pattern.pieces)


def drop_overlaps(runs: Runs) -> Runs:
    """Keep the earlier of two overlapping matches; at one token, the longest."""
    if len(runs.first) == 0 or runs.n_words.max() == 1:
        return runs
    keep, end = np.zeros(len(runs.first), dtype=np.bool_), -1
    pairs = zip(runs.first.tolist(), runs.n_words.tolist(), strict=True)
    for place, (start, size) in enumerate(pairs):
        if start >= end:
            keep[place], end = True, start + size
    return Runs(runs.first[keep], runs.n_words[keep])


def has_case_of(tokens: Tokens, runs: Runs, pattern: WordPattern) -> NDArray[np.bool_]:
    """Return whether each match is printed with the capitals of the pattern."""
    fits = glob_test(_closed(pattern.printed))
    keep = np.empty(len(runs.first), dtype=np.bool_)
    for place, (start, size) in enumerate(zip(*(each.tolist() for each in runs), strict=True)):
        printed = tidy_surfaces([tokens.surface(start + k) for k in range(size)])
        keep[place] = fits(_closed(printed))
    return keep


def _closed(words: Sequence[str]) -> str:
    """Join words by hyphens, but single capitals without: C. P. I. and C.P.I. are CPI."""
    return _SINGLE.sub("", "-".join(map(without_dots, words)))


def _letters_of(word: str) -> str:
    """Return the letters of an abbreviation in capitals, with dots or without; "" of others."""
    letters = without_dots(word)
    is_short = 1 < len(letters) <= MAX_LETTERS and letters.isalpha() and letters.isupper()
    return letters if is_short else ""


def _spelled(
    tokens: Tokens, word: str, vocabulary: Vocabulary, places: TermPlaces | None
) -> NDArray[np.int64]:
    """Return where an abbreviation begins that stands as letters, each with its full stop.

    It is no part of a longer one: no "US" is in "U. S. S. R.".
    """
    letters = _letters_of(word)
    if not letters:
        return NO_RUNS.first
    terms = [vocabulary.written(fold_case(letter)) for letter in letters]
    first = _places_of(tokens, terms[0], places, vocabulary)
    first = first[: np.searchsorted(first, len(tokens.ids) - len(letters), side="right")]
    for k in range(1, len(letters) if len(first) else 0):
        first = first[np.isin(tokens.ids[first + k], terms[k])]
    spelled = r"\.\s*".join(letters)
    as_printed = regex.compile(rf"(?<!(?<![\w.])\p{{L}}\.\s?){spelled}\.(?!\s*\p{{L}}\.)")
    texts, starts = _text_of(tokens, first).tolist(), tokens.starts[first].tolist()
    found = [
        as_printed.match(tokens.texts[text], start) is not None
        for text, start in zip(texts, starts, strict=True)
    ]
    return first[np.array(found, dtype=np.bool_)]


def _terms_at(
    pattern: WordPattern, vocabulary: Vocabulary, at: int
) -> Iterator[tuple[int, NDArray[np.int64], bool]]:
    """Yield the terms that match the next pieces of a pattern, for each number of pieces.

    Beside them: whether a match must be in capitals.
    """
    for size in range(1, len(pattern.pieces) - at + 1):
        last = at + size - 1
        if size > 1 and (pattern.crosses[last] or pattern.signs[last] == "&"):
            return
        terms = vocabulary.matching(pattern, at, size)
        if len(terms):
            yield size, terms, size == 1 and pattern.capitals[at]
        if size == 1 and _letters_of(pattern.printed[at]):
            yield 1, vocabulary.abbreviated(pattern.pieces[at]), True


def _merge(parts: list[_Ends]) -> _Ends:
    """Return all beginnings once, in order, the longest first."""
    if len(parts) == 1:
        return parts[0]
    first = np.concatenate([part.first for part in parts])
    after = np.concatenate([part.after for part in parts])
    order = np.lexsort((-after, first))
    first, after = first[order], after[order]
    is_new = np.ones(len(first), dtype=np.bool_)
    is_new[1:] = (first[1:] != first[:-1]) | (after[1:] != after[:-1])
    return _Ends(first[is_new], after[is_new])


def _continue(tokens: Tokens, pattern: WordPattern, at: int, ends: _Ends) -> _Ends:
    """Keep the beginnings that may go on with the next token."""
    inside = ends.after < len(tokens.ids)
    first, after = ends.first[inside], ends.after[inside]
    if pattern.crosses[at]:
        fits = _text_of(tokens, first) == _text_of(tokens, after)
    else:
        fits = tokens.gaps[after] == GAP_SPACE  # the first token of a text never has that
    first, after = first[fits], after[fits]
    if pattern.hyphens[at] and "*" in pattern.pieces[at - 1 : at + 1]:
        texts = _text_of(tokens, first).tolist()
        spans = zip(
            texts, tokens.ends[after - 1].tolist(), tokens.starts[after].tolist(), strict=True
        )
        has = [
            _HYPHEN.search(tokens.texts[text], low, high) is not None for text, low, high in spans
        ]
        keep = np.array(has, dtype=np.bool_)
        first, after = first[keep], after[keep]
    return _Ends(first, after)


def _with_sign(
    tokens: Tokens, sign: str, first: NDArray[np.int64], after: NDArray[np.int64]
) -> _Ends:
    """Keep matches whose last gap has the pattern's ampersand, or no full stop for its hyphen."""
    if not sign:
        return _Ends(first, after)
    low, high = tokens.ends[after - 1], tokens.starts[after]
    keep = np.full(len(first), sign == "-")
    asked = np.flatnonzero(high - low >= (2 if sign == "-" else 1))  # nearly all have one sign
    spans = zip(_text_of(tokens, first[asked]), low[asked], high[asked], strict=True)
    for place, (text, begin, end) in zip(asked.tolist(), spans, strict=True):
        gap = tokens.texts[int(text)][begin:end]
        keep[place] = "&" in gap if sign == "&" else "." not in gap
    return _Ends(first[keep], after[keep])


def _fits_capitals(
    tokens: Tokens, places: NDArray[np.int64], vocabulary: Vocabulary
) -> NDArray[np.bool_]:
    """Return whether each token is printed in capitals ("US" is not "us")."""
    fits = vocabulary.is_upper[tokens.ids[places]]
    for k in np.flatnonzero(~fits).tolist():  # in capitals on a line of capitals, perhaps
        surface = tokens.surface(int(places[k]))
        fits[k] = surface.isupper() or _POSSESSIVE.sub("", surface).isupper()
    return fits


def _text_of(tokens: Tokens, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(tokens.offsets, places, side="right") - 1
