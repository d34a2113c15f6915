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

from functools import partial
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex

from toolkit._core.mapped_arrays import release_pages
from toolkit._kernels import text as kernels
from toolkit.tokenizing.block_cuts import text_blocks
from toolkit.tokenizing.buffers import are_among, cut_array, run_parts, scratches
from toolkit.tokenizing.sentences import (
    SENTENCE_STARTERS,
    abbreviations,
    is_abbreviation,
    is_initial,
)
from toolkit.tokenizing.stream import ALL_CAPS, GAP_PERIOD, GAP_SPACE
from toolkit.tokenizing.string_bytes import byte_table, holds_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.block_cuts import TextBlock
    from toolkit.tokenizing.stream import Stream

_SIGNS = byte_table(b".'\n", ALL_CAPS.encode(), range(128, 256))
"""Bytes of abbreviations with stops, and of forms that normalization may change."""

_NO_WORD = ~byte_table(ascii_letters.encode(), digits.encode())
"""Bytes behind which, or instead of which, another word may begin."""

_FIRST_WORD = regex.compile(r"[^\W_]\w*")


FEW_TOKENS = 50_000
"""Up to this many tokens NumPy finds full stops faster than the kernel loads."""

BLOCK_TOKENS = 100_000
"""Tokens of a block: a worker holds twelve bytes for each."""

BLOCK_STOPS = 100_000
"""Full stops that are decided at a time: sixteen bytes for each."""


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
    *,
    new: NDArray[np.int32] | None = None,
    forms: Any = None,
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
    new : ndarray of int32, optional
        What replaces each number of a surface form; by default they stay.
    forms : pyarrow.Array of large strings, optional
        The surface forms, if most tests are to be decided without a name.
    """
    new = np.arange(len(has_stop), dtype=np.int32) if new is None else new
    are_few = len(stream.ids) <= FEW_TOKENS
    work = partial(_find_plainly if are_few else _find_stops, stream, has_stop, new)
    tests = [_NameTest(len(has_stop), names_of, test) for test in _TESTS]
    if forms is not None:
        tests[0].may_be = _of_some(forms, may_abbreviate)
        tests[2].may_be = _of_some(forms, may_start_sentence)
    blocks = text_blocks(stream.offsets, BLOCK_TOKENS)  # none goes on where another one ends
    for stops in _gathered(run_parts(work, blocks, n_jobs=1 if are_few else None)):
        _resolve(stream.gaps, stops, *tests)
        release_pages(stream.ids, stream.gaps)
    return stream


def may_abbreviate(forms: Any) -> NDArray[np.bool_]:
    """Return a boolean per surface form of Arrow: False if it is no abbreviation for certain.

    Examples
    --------
    >>> import pyarrow as pa
    >>> forms = ["Gen", "U.A.E.", "government"]
    >>> may_abbreviate(pa.array(forms, type=pa.large_string())).tolist()
    [True, True, False]
    """
    listed = are_among(pc.ascii_lower(forms), abbreviations())
    others = holds_bytes(forms, _SIGNS) | (np.diff(cut_array(forms).offsets) == 1)
    may_be: NDArray[np.bool_] = listed | others
    return may_be


def may_start_sentence(forms: Any) -> NDArray[np.bool_]:
    """Return a boolean per surface form of Arrow: False if it is no word that starts a sentence.

    Examples
    --------
    >>> import pyarrow as pa
    >>> forms = ["The", "It’s", "government"]
    >>> may_start_sentence(pa.array(forms, type=pa.large_string())).tolist()
    [True, True, False]
    """
    listed = are_among(pc.ascii_lower(forms), SENTENCE_STARTERS)
    may_be: NDArray[np.bool_] = listed | holds_bytes(forms, _NO_WORD)
    return may_be


def _of_some(
    forms: Any, test: Callable[[Any], NDArray[np.bool_]]
) -> Callable[[NDArray[np.int32]], NDArray[np.bool_]]:
    return lambda numbers: test(forms.take(pa.array(numbers)))


class _Stops(NamedTuple):
    """Tokens behind a full stop, and the surface forms before and after it."""

    places: NDArray[np.int64]
    before: NDArray[np.int32]
    after: NDArray[np.int32]


def _gathered(found: Iterable[_Stops]) -> Iterator[_Stops]:
    """Put the stops of blocks together: each test of them looks at a boolean of every name."""
    held: list[_Stops] = []
    for stops in found:
        held.append(stops)
        if sum(len(each.places) for each in held) >= BLOCK_STOPS:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(stops: list[_Stops]) -> _Stops:
    return _Stops(*map(np.concatenate, zip(*stops, strict=True)))


def _find_stops(
    stream: Stream, has_stop: NDArray[np.bool_], new: NDArray[np.int32], block: TextBlock
) -> _Stops:
    """Renumber the tokens of a block, set gaps behind names with a full stop, and list stops."""
    ids, gaps = stream.ids[block.tokens], stream.gaps[block.tokens]
    with scratches.borrow() as scratch:
        found = [
            scratch.room(name, len(ids) + 1, np.int32) for name in ("starts", "ends", "begins")
        ]
        known = (ids.view(np.uint32), gaps, has_stop.view(np.uint8), new)
        n = kernels.resolve_tokens(*known, *found)
        places, before, after = (each[:n].copy() for each in found)
    return _Stops(places + np.int64(block.tokens.start), before, after)


def _find_plainly(
    stream: Stream, has_stop: NDArray[np.bool_], new: NDArray[np.int32], block: TextBlock
) -> _Stops:
    ids, gaps = stream.ids[block.tokens], stream.gaps[block.tokens]
    gaps[1:] |= (gaps[1:] == GAP_SPACE) & has_stop[ids[:-1]]
    places = np.flatnonzero(gaps == GAP_PERIOD)
    stops = _Stops(places + block.tokens.start, ids[places - 1], ids[places])
    ids[:] = new[ids]
    return stops


def _resolve(gaps: NDArray[np.uint8], stops: _Stops, *tests: _NameTest) -> None:
    is_short, is_single, starts_sentence = tests
    short = is_short(stops.before)
    places, before, after = stops.places[short], stops.before[short], stops.after[short]
    is_open = is_single(before) | ~starts_sentence(after)
    gaps[places[is_open]] = GAP_SPACE


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
        self.may_be: Callable[[NDArray[np.int32]], NDArray[np.bool_]] | None = None

    def __call__(self, ids: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return the test of each name."""
        asked = np.zeros(len(self._known), dtype=np.bool_)
        asked[ids] = True
        new = np.flatnonzero(asked & ~self._known).astype(np.int32)
        self._known[new] = True
        if self.may_be is not None:
            new = new[self.may_be(new)]
        self._results[new] = [
            self._test(name.replace(ALL_CAPS, "")) for name in self._names_of(new)
        ]
        return self._results[ids]


def _starts_sentence(name: str) -> bool:
    first = _FIRST_WORD.search(name) if name[:1].isupper() else None
    return first is not None and first.group().lower() in SENTENCE_STARTERS


_TESTS = (is_abbreviation, is_initial, _starts_sentence)
