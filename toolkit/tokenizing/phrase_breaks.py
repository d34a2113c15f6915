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

from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit.tokenizing.block_cuts import value_blocks
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
        ends it, and 2 at any other break. The gaps are changed in place.
    """
    has_stop = np.fromiter([name[-1:] == "." for name in names], np.bool_, len(names))
    tests = [_NameTest(names, test) for test in (is_abbreviation, is_initial, _starts_sentence)]
    for block in value_blocks(stream.ids, stream.gaps):
        around = slice(max(block.start - 1, 0), block.stop)  # each token after the one before it
        _resolve(stream.ids[around], stream.gaps[around], has_stop, *tests)
    return stream


def _resolve(
    ids: NDArray[np.int32], gaps: NDArray[np.uint8], has_stop: NDArray[np.bool_], *tests: _NameTest
) -> None:
    is_short, is_single, starts_sentence = tests
    stops = gaps[1:] == GAP_SPACE
    stops &= has_stop[ids[:-1]]
    stops |= gaps[1:] == GAP_PERIOD
    place = np.flatnonzero(stops)
    gaps[place + 1] = GAP_PERIOD
    place = place[is_short(ids[place])]
    is_open = is_single(ids[place]) | ~starts_sentence(ids[place + 1])
    gaps[place[is_open] + 1] = GAP_SPACE


class _NameTest:
    """A test of names, made once for each name that is asked for."""

    def __init__(self, names: Sequence[str], test: Callable[[str], bool]) -> None:
        self._names, self._test = names, test
        self._known, self._results = np.zeros((2, len(names)), dtype=np.bool_)

    def __call__(self, ids: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return the test of each name."""
        new = np.unique(ids[~self._known[ids]])
        tested = [self._test(self._names[k].replace(ALL_CAPS, "")) for k in new.tolist()]
        self._results[new], self._known[new] = tested, True
        return self._results[ids]


def _starts_sentence(name: str) -> bool:
    first = _FIRST_WORD.search(name) if name[:1].isupper() else None
    return first is not None and first.group().lower() in SENTENCE_STARTERS
