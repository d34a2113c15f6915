"""Matching: tokens -> one row per match of a theme's pattern.

The rules are the same for every theme. Matching uses the plain tokens, ignoring case, so it does
not depend on aliases, phrases, lemmas or stop words. The longest pattern wins, and a token counts
once per theme (but may count for several themes). A phrase does not match across a full stop, a
comma or a paragraph. Matches inside an exclusion do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.globs import TermLookup
from toolkit.themes.definitions import Pattern, Theme, Themes, check_themes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

BREAK = re.compile(r"[.!?;:,]|\n\s*\n")


class Matches(NamedTuple):
    """Matches of one theme, sorted by position; all arrays have the same length."""

    first: NDArray[np.int64]  # index of the first token in the store
    n_words: NDArray[np.int64]  # tokens matched
    pattern: NDArray[np.int64]  # index into the theme's patterns


def find_themes(tokens: Tokens, themes: Themes) -> pd.DataFrame:
    """Find every match of every theme.

    Parameters
    ----------
    tokens : Tokens
        Tokenized articles.
    themes : Themes
        The result of `read_themes`.

    Returns
    -------
    DataFrame
        One row per match, in article order: ``article_id``, ``theme``, ``pattern`` (as written in
        the file), ``match`` (as printed), ``start`` and ``end`` (characters of the article's
        text), ``n_words`` (tokens) and ``weight``.
    """
    plain = tokens.plain()
    lookup = TermLookup(plain.terms)
    tables = [
        _theme_table(name, theme, plain, theme_matches(plain, theme, lookup))
        for name, theme in check_themes("find_themes", themes).items()
    ]
    found = pd.concat(tables, ignore_index=True)
    found["theme"] = pd.Categorical(found["theme"], categories=list(themes))
    return found.sort_values(["document", "start", "theme"], kind="stable", ignore_index=True).drop(
        columns="document"
    )


def theme_matches(plain: Tokens, theme: Theme, lookup: TermLookup) -> Matches:
    """Return the matches of one theme: longest pattern first, exclusions and `not_near` applied."""
    taken = np.zeros(len(plain.ids), dtype=np.bool_)
    for exclusion in theme.exclusions:
        for first, n_words in _candidates(plain, exclusion, lookup):
            _mark(taken, first, n_words)
    found: list[tuple[NDArray[np.int64], int, int]] = []
    order = sorted(range(len(theme.patterns)), key=lambda i: -len(theme.patterns[i].words))
    for i in order:
        pattern = theme.patterns[i]
        for first, n_words in _candidates(plain, pattern, lookup):
            near = _drop_near(plain, pattern, first, lookup)
            free = _first_free(taken, near, n_words)
            _mark(taken, free, n_words)
            found.append((free, n_words, i))
    return _sorted_matches(found)


def _sorted_matches(found: list[tuple[NDArray[np.int64], int, int]]) -> Matches:
    empty = np.empty(0, dtype=np.int64)
    first = np.concatenate([f for f, _, _ in found] or [empty])
    n_words = np.concatenate([np.full(len(f), n) for f, n, _ in found] or [empty])
    pattern = np.concatenate([np.full(len(f), i) for f, _, i in found] or [empty])
    order = np.argsort(first, kind="stable")
    return Matches(first[order], n_words[order], pattern[order])


def _candidates(
    plain: Tokens, pattern: Pattern, lookup: TermLookup
) -> list[tuple[NDArray[np.int64], int]]:
    """Return the candidate matches, as (first tokens, tokens matched), longest first."""
    if len(pattern.words) == 1:
        mask = lookup.mask(pattern.words[0])
        return [(np.flatnonzero(mask[plain.ids]), 1)]
    masks = [lookup.mask(word) for word in pattern.words]
    whole = _in_a_row(plain, masks) if all(mask.any() for mask in masks) else _NOWHERE
    joined = lookup.joined(pattern.words)
    return [
        (whole, len(pattern.words)),
        (np.flatnonzero(joined[plain.ids]) if joined.any() else _NOWHERE, 1),
    ]


_NOWHERE = np.empty(0, dtype=np.int64)


def _in_a_row(plain: Tokens, masks: list[NDArray[np.bool_]]) -> NDArray[np.int64]:
    n = len(masks)
    first = np.flatnonzero(masks[0][plain.ids])
    for k in range(1, n):
        first = first[first + k < len(plain.ids)]
        first = first[masks[k][plain.ids[first + k]]]
    document = document_of(plain, first)
    within = plain.offsets[document + 1] >= first + n
    first, document = first[within], document[within]
    joined = [
        not BREAK.search(plain.texts[d], int(plain.ends[i]), int(plain.starts[i + n - 1]))
        for i, d in zip(first.tolist(), document.tolist(), strict=True)
    ]
    return first[np.asarray(joined, dtype=np.bool_)]


def document_of(tokens: Tokens, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the document of each token."""
    return np.searchsorted(tokens.offsets, positions, side="right") - 1


def _drop_near(
    plain: Tokens, pattern: Pattern, first: NDArray[np.int64], lookup: TermLookup
) -> NDArray[np.int64]:
    for others, distance in pattern.not_near:
        for other in others:
            for theirs, _ in _candidates(plain, other, lookup):
                first = first[~_near(plain, first, theirs, distance)]
    return first


def _near(
    plain: Tokens, ours: NDArray[np.int64], theirs: NDArray[np.int64], distance: int
) -> NDArray[np.bool_]:
    document = document_of(plain, ours)
    low = np.maximum(ours - distance, plain.offsets[document])
    high = np.minimum(ours + distance, plain.offsets[document + 1] - 1)
    before = np.searchsorted(theirs, low, side="left")
    after = np.searchsorted(theirs, high, side="right")
    return after > before


def _first_free(
    taken: NDArray[np.bool_], first: NDArray[np.int64], n_words: int
) -> NDArray[np.int64]:
    for k in range(n_words):
        first = first[~taken[first + k]]
    if n_words == 1:
        return first
    kept, end = [], -1
    for position in first.tolist():
        if position >= end:
            kept.append(position)
            end = position + n_words
    return np.asarray(kept, dtype=np.int64)


def _mark(taken: NDArray[np.bool_], first: NDArray[np.int64], n_words: int) -> None:
    for k in range(n_words):
        taken[first + k] = True


def _theme_table(name: str, theme: Theme, plain: Tokens, matches: Matches) -> pd.DataFrame:
    document = document_of(plain, matches.first)
    start = plain.starts[matches.first].astype(np.int64)
    end = plain.ends[matches.first + matches.n_words - 1].astype(np.int64)
    printed = [
        plain.texts[d][s:e]
        for d, s, e in zip(document.tolist(), start.tolist(), end.tolist(), strict=True)
    ]
    written = np.asarray([str(pattern) for pattern in theme.patterns], dtype=object)
    weights = np.asarray([pattern.weight for pattern in theme.patterns], dtype=np.float64)
    return pd.DataFrame(
        {
            "document": document,
            "article_id": plain.article_id.take(document),
            "theme": name,
            "pattern": pd.Series(written[matches.pattern], dtype="str"),
            "match": pd.Series(printed, dtype="str"),
            "start": start,
            "end": end,
            "n_words": matches.n_words,
            "weight": weights[matches.pattern],
        }
    )
