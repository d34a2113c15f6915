"""Phrase boundaries: one rule for what a run of words may cross.

Between two tokens, a phrase continues over white space within a paragraph (a single line break
included), a hyphen attached to the word before it, a slash or an en dash without spaces, an
ampersand, the apostrophe of a plural ("workers' rights"), and the full stop of an abbreviation or
an initial ("St. Petersburg", "George W. Bush"). Everything else ends it: any other full stop,
comma, dash, bracket, quotation mark, ellipsis, bullet or symbol, in every script, and a blank line.

`toolkit.tokenizing.stream.gap_before` classifies the characters; `resolve_gaps` adds what depends
on the words: which full stops belong to abbreviations. Themes, contexts, phrases and aliases all
read the result, ``Tokens.gaps``. `split_sentences` ends no sentence where a phrase continues.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit.tokenizing.sentences import SENTENCE_STARTERS, is_abbreviation, is_initial
from toolkit.tokenizing.stream import ALL_CAPS, GAP_PERIOD, GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.stream import Stream

_FIRST_WORD = regex.compile(r"[^\W_]\w*")


def resolve_gaps(stream: Stream, names: Sequence[str]) -> Stream:
    """Decide which full stops end a phrase.

    Parameters
    ----------
    stream : Stream
        Tokens as scanned.
    names : sequence of str
        The normalized name of each surface form, in its own case.

    Returns
    -------
    Stream
        With ``gaps`` of 0 where a phrase continues from the token before, 1 at a full stop that
        ends it, and 2 at any other break.
    """
    if len(stream.ids) == 0:
        return stream
    has_stop = np.fromiter([name[-1:] == "." for name in names], np.bool_, len(names))
    before, gaps = stream.ids[:-1], stream.gaps[1:]
    place = np.flatnonzero((gaps == GAP_PERIOD) | ((gaps == GAP_SPACE) & has_stop[before]))
    resolved = stream.gaps.copy()
    resolved[place + 1] = GAP_PERIOD
    place = place[_tests(names, is_abbreviation, before[place])]
    word, following = before[place], stream.ids[1:][place]
    is_open = _tests(names, is_initial, word) | ~_tests(names, _starts_sentence, following)
    resolved[place[is_open] + 1] = GAP_SPACE
    return replace(stream, gaps=resolved)


def _tests(
    names: Sequence[str], test: Callable[[str], bool], ids: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return the test of each name asked for, made once per name."""
    used, results = np.zeros((2, len(names)), dtype=np.bool_)
    used[ids] = True
    numbers = np.flatnonzero(used)
    results[numbers] = [test(names[number].replace(ALL_CAPS, "")) for number in numbers.tolist()]
    return results[ids]


def _starts_sentence(name: str) -> bool:
    first = _FIRST_WORD.search(name) if name[:1].isupper() else None
    return first is not None and first.group().lower() in SENTENCE_STARTERS
