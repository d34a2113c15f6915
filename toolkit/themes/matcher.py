"""Matching: tokens -> one row per match of a theme's pattern.

The rules are the same for every theme. Matching uses the plain tokens, ignoring case, so it does
not depend on aliases, phrases, lemmas or stop words. The longest pattern wins, and a token counts
once per theme (but may count for several themes). A phrase crosses no boundary (see
`toolkit.tokenizing.phrase_breaks`). Matches inside an exclusion do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.themes.definitions import Pattern, Theme, Themes, check_themes
from toolkit.tokenizing.patterns import compile_pattern
from toolkit.tokenizing.runs import Runs, Vocabulary, drop_overlaps, find_runs, term_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens
    from toolkit.tokenizing.patterns import WordPattern
    from toolkit.tokenizing.runs import TermPlaces

SEARCHED = 4_000_000
"""Tokens searched at once; their places take four bytes each."""


class Matches(NamedTuple):
    """Matches of one theme, sorted by position; all arrays have the same length."""

    first: NDArray[np.int64]  # index of the first token in the store
    n_words: NDArray[np.int64]  # tokens matched
    pattern: NDArray[np.int64]  # index into the theme's patterns


class _Searched(NamedTuple):
    """The tokens in which patterns are looked for, with the indexes that make it quick."""

    tokens: Tokens
    vocabulary: Vocabulary
    places: TermPlaces

    def find(self, pattern: Pattern) -> Runs:
        """Return every run that matches a pattern, overlapping ones included."""
        compiled = _compiled(self.tokens, pattern)
        return find_runs(self.tokens, compiled, self.vocabulary, places=self.places)


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
    check_themes("find_themes", themes)
    plain = tokens.plain()
    vocabulary = Vocabulary.of(plain)
    blocks = [_matches_of(part, themes, vocabulary) for _, part in plain.blocks(SEARCHED)]
    if not blocks:
        blocks = [_matches_of(plain, themes, vocabulary)]
    return pd.concat(blocks, ignore_index=True)


def _matches_of(plain: Tokens, themes: Themes, vocabulary: Vocabulary) -> pd.DataFrame:
    """Return the matches in some texts, in reading order."""
    searched = _Searched(plain, vocabulary, term_places(plain))
    tables = [
        _theme_table(name, theme, plain, theme_matches(searched, theme))
        for name, theme in themes.items()
    ]
    found = pd.concat(tables, ignore_index=True)
    found["theme"] = pd.Categorical(found["theme"], categories=list(themes))
    return found.sort_values(["document", "start", "theme"], kind="stable", ignore_index=True).drop(
        columns="document"
    )


def theme_matches(searched: _Searched, theme: Theme) -> Matches:
    """Return the matches of one theme: longest pattern first, exclusions and `not_near` applied."""
    plain = searched.tokens
    taken = np.zeros(len(plain.ids), dtype=np.bool_)
    for exclusion in theme.exclusions:
        _mark(taken, searched.find(exclusion))
    found: list[tuple[Runs, int]] = []
    sizes = [len(_compiled(plain, pattern).pieces) for pattern in theme.patterns]
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        pattern = theme.patterns[i]
        near = _drop_near(searched, pattern, searched.find(pattern))
        free = drop_overlaps(_free(taken, near))
        _mark(taken, free)
        found.append((free, i))
    return _sorted_matches(found)


def _sorted_matches(found: list[tuple[Runs, int]]) -> Matches:
    empty = np.empty(0, dtype=np.int64)
    first = np.concatenate([runs.first for runs, _ in found] or [empty])
    n_words = np.concatenate([runs.n_words for runs, _ in found] or [empty])
    pattern = np.concatenate([np.full(len(runs.first), i) for runs, i in found] or [empty])
    order = np.argsort(first, kind="stable")
    return Matches(first[order], n_words[order], pattern[order])


def _compiled(plain: Tokens, pattern: Pattern) -> WordPattern:
    return compile_pattern(str(pattern), plain.options.get("tokenizer", "news"))


def document_of(tokens: Tokens, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the document of each token."""
    return np.searchsorted(tokens.offsets, positions, side="right") - 1


def _drop_near(searched: _Searched, pattern: Pattern, runs: Runs) -> Runs:
    for others, distance in pattern.not_near:
        for other in others:
            theirs = searched.find(other).first
            far = ~_near(searched.tokens, runs.first, theirs, distance)
            runs = Runs(runs.first[far], runs.n_words[far])
    return runs


def _near(
    plain: Tokens, ours: NDArray[np.int64], theirs: NDArray[np.int64], distance: int
) -> NDArray[np.bool_]:
    document = document_of(plain, ours)
    low = np.maximum(ours - distance, plain.offsets[document])
    high = np.minimum(ours + distance, plain.offsets[document + 1] - 1)
    before = np.searchsorted(theirs, low, side="left")
    after = np.searchsorted(theirs, high, side="right")
    return after > before


def _free(taken: NDArray[np.bool_], runs: Runs) -> Runs:
    """Keep the matches of which no token is taken."""
    free = np.ones(len(runs.first), dtype=np.bool_)
    for k in range(int(runs.n_words.max(initial=0))):
        longer = np.flatnonzero(runs.n_words > k)
        free[longer] &= ~taken[runs.first[longer] + k]
    return Runs(runs.first[free], runs.n_words[free])


def _mark(taken: NDArray[np.bool_], runs: Runs) -> None:
    for k in range(int(runs.n_words.max(initial=0))):
        taken[runs.first[runs.n_words > k] + k] = True


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
