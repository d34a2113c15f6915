"""Matches of a pattern: words and phrases with ``*`` wildcards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.globs import TermLookup
from toolkit._core.letter_case import fold_case
from toolkit.errors import InputError, shorten
from toolkit.tokenizing.patterns import WordPattern, compile_pattern, warn_of_pattern
from toolkit.tokenizing.runs import Runs, Vocabulary, drop_overlaps, find_runs, has_case_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

MAX_WORDS = 20


class Matches(NamedTuple):
    """Matches in reading order: first token, number of tokens, and text."""

    first: NDArray[np.int64]
    n_words: NDArray[np.int64]
    text: NDArray[np.int64]


def read_pattern(function: str, pattern: object, tokenizer: str = "news") -> WordPattern:
    """Return a compiled pattern, or raise `InputError`.

    Examples
    --------
    >>> read_pattern("contexts", " chemical  weapon* ").pieces
    ('chemical', 'weapon*')
    """
    if not isinstance(pattern, str):
        message = f"{function}: pattern must be a word or a phrase; got {shorten(pattern)}."
        raise InputError(message)
    compiled = compile_pattern(pattern, tokenizer)
    if not compiled.has_letters:
        message = (
            f"{function}: pattern {shorten(pattern)} has no letters, so it would match "
            f"{'every word' if '*' in pattern else 'nothing'}. Write a word such as 'refugee*'."
        )
        raise InputError(message)
    n_words = max(len(compiled.pieces), len(pattern.split()))
    if n_words > MAX_WORDS:
        message = f"{function}: pattern has {n_words} words; at most {MAX_WORDS} are allowed."
        raise InputError(message)
    warn_of_pattern(function, pattern)
    return compiled


def find_pattern(tokens: Tokens, pattern: WordPattern, *, case_sensitive: bool) -> Matches:
    """Find every match; of two that overlap, the earlier."""
    vocabulary = Vocabulary.of(tokens)

    def search(part: Tokens) -> Runs:
        runs = drop_overlaps(find_runs(part, pattern, vocabulary))
        if not case_sensitive:
            return runs
        keep = has_case_of(part, runs, pattern)
        return Runs(runs.first[keep], runs.n_words[keep])

    return _search(tokens, search)


def find_term(tokens: Tokens, term: str) -> Matches:
    """Find every token of one term, such as the joined term ``"islamic_state"``."""
    mask = TermLookup(tokens.terms).mask(fold_case(term))

    def search(part: Tokens) -> Runs:
        first = np.flatnonzero(mask[part.ids])
        return Runs(first, np.ones(len(first), dtype=np.int64))

    return _search(tokens, search)


def _search(tokens: Tokens, search: Callable[[Tokens], Runs]) -> Matches:
    """Search block by block."""
    found = [Matches(*(np.empty(0, dtype=np.int64),) * 3)]
    for block, part in tokens.blocks():
        runs = search(part)
        text = np.searchsorted(part.offsets, runs.first, side="right") - 1
        first = block.tokens.start + runs.first
        found.append(Matches(first, runs.n_words, block.texts.start + text))
    return Matches(*map(np.concatenate, zip(*found, strict=True)))
