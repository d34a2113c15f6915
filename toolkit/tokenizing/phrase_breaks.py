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

from toolkit._kernels import text as kernels
from toolkit.tokenizing.block_cuts import value_blocks
from toolkit.tokenizing.sentences import SENTENCE_STARTERS, is_abbreviation, is_initial
from toolkit.tokenizing.stream import ALL_CAPS, GAP_PERIOD, GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.stream import Stream

_FIRST_WORD = regex.compile(r"[^\W_]\w*")


FEW_TOKENS = 50_000
"""Up to this many tokens NumPy finds full stops faster than the kernel loads."""


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
    return resolve_stops(stream, has_stop, lambda numbers: [names[k] for k in numbers.tolist()])


def resolve_stops(
    stream: Stream,
    has_stop: NDArray[np.bool_],
    names_of: Callable[[NDArray[np.int32]], list[str]],
) -> Stream:
    """Do what `resolve_gaps` does, for a caller that makes a name only when it is asked for.

    Parameters
    ----------
    stream : Stream
        Tokens as scanned.
    has_stop : ndarray of bool
        Whether the name of each surface form ends in a full stop.
    names_of : callable
        Returns the names of the surface forms with some numbers.
    """
    if len(stream.ids) > FEW_TOKENS:
        kernels.mark_stops(stream.ids, stream.gaps, has_stop.view(np.uint8))
    tests = [_NameTest(len(has_stop), names_of, test) for test in _TESTS]
    for block in value_blocks(stream.ids, stream.gaps):
        around = slice(max(block.start - 1, 0), block.stop)  # each token after the one before it
        ids, gaps = stream.ids[around], stream.gaps[around]
        if len(stream.ids) <= FEW_TOKENS:
            gaps[1:] |= (gaps[1:] == GAP_SPACE) & has_stop[ids[:-1]]
        _resolve(ids, gaps, *tests)
    return stream


def _resolve(ids: NDArray[np.int32], gaps: NDArray[np.uint8], *tests: _NameTest) -> None:
    is_short, is_single, starts_sentence = tests
    place = np.flatnonzero(gaps[1:] == GAP_PERIOD)
    place = place[is_short(ids[place])]
    is_open = is_single(ids[place]) | ~starts_sentence(ids[place + 1])
    gaps[place[is_open] + 1] = GAP_SPACE


class _NameTest:
    """A test of names, made once for each name that is asked for."""

    def __init__(
        self,
        n_names: int,
        names_of: Callable[[NDArray[np.int32]], list[str]],
        test: Callable[[str], bool],
    ) -> None:
        self._names_of, self._test = names_of, test
        self._known, self._results = np.zeros((2, n_names), dtype=np.bool_)

    def __call__(self, ids: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return the test of each name."""
        new = np.unique(ids[~self._known[ids]])
        tested = [self._test(name.replace(ALL_CAPS, "")) for name in self._names_of(new)]
        self._results[new], self._known[new] = tested, True
        return self._results[ids]


def _starts_sentence(name: str) -> bool:
    first = _FIRST_WORD.search(name) if name[:1].isupper() else None
    return first is not None and first.group().lower() in SENTENCE_STARTERS


_TESTS = (is_abbreviation, is_initial, _starts_sentence)
