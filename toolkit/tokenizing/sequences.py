"""Sequences of tokens: joined into one token each, or one token cut in two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.growing_arrays import shorten_array
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit._kernels import text as kernels
from toolkit.tokenizing.block_cuts import count_values, text_blocks
from toolkit.tokenizing.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.block_cuts import TextBlock

NO_AMPERSAND, FULL_STOP = 4, 8
"""Bits of a gap: it lacks an ampersand, it holds a full stop. A rule refuses gaps with its bits."""

FEW_TOKENS = 100_000
"""Up to so many tokens the kernel runs as plain Python (0.1 s): loading it takes longer."""


@dataclass(frozen=True)
class Listed:
    """A sequence to join: folded keys, exact keys (-1 for any), and the index of its result.

    ``crosses`` says what may precede a key, as `gap_rule` gives it; empty means spaces alone. Of
    two overlapping sequences the one with the lower rank wins.
    """

    keys: tuple[int, ...]
    exact: tuple[int, ...]
    result: int
    rank: int = 0
    crosses: tuple[int, ...] = ()


class Sequences(NamedTuple):
    """Sequences in flat arrays: sequence ``s`` is ``keys[bounds[s]:bounds[s + 1]]``.

    ``exact`` is -1 where the folded key alone decides; sequences ``first[k]`` to
    ``first[k + 1]`` begin with key ``k``, longest first; ``ranks`` has one entry per sequence.
    """

    keys: NDArray[np.int32]
    exact: NDArray[np.int32]
    crosses: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    first: NDArray[np.int64]
    ranks: NDArray[np.int64]


def join(
    stream: Stream,
    listed: Sequence[Listed],
    *,
    keys: NDArray[np.int32],
    exact: NDArray[np.int32],
    n_names: int,
    texts: Sequence[str],
    is_own: bool = False,
) -> Stream:
    """Join sequences; result ``r`` gets the id ``n_names + r``.

    ``texts`` are asked where the sign of a pattern decides: "AT&T" is not "at T.".
    ``is_own`` lets the tokens be changed in place, since no token moves to a later position.
    """
    if not listed or len(stream.ids) == 0:
        return stream
    order = sorted(listed, key=lambda item: (item.keys[0], -len(item.keys), max(item.exact) < 0))
    results = np.array([item.result + n_names for item in order], dtype=np.int32)
    n_keys = int(keys.max()) + 1
    packed = _pack(order, n_keys)
    signs = np.flatnonzero(packed.crosses > 1)
    signed, before = (np.zeros(n_keys, dtype=bool) for _ in range(2))
    signed[packed.keys[signs]] = before[packed.keys[signs - 1]] = True
    target = stream if is_own else _blank(stream, len(stream.ids))
    offsets, written = np.zeros_like(stream.offsets), 0
    for block in text_blocks(stream.offsets):
        ids, gaps = stream.ids[block.tokens], stream.gaps[block.tokens]
        local = block.offsets(stream.offsets)
        known, seen = keys[ids], gaps
        if len(signs):
            asked = np.flatnonzero(before[known[:-1]] & signed[known[1:]]) + 1
            seen = _with_signs(stream, block, asked, texts)
        first, last, found, ends = _joined(known, exact[ids], seen, local, packed=packed)
        offsets[block.texts.start + 1 : block.texts.stop + 1] = written + ends
        new_ids = np.where(found >= 0, results[found], ids[first])
        place = slice(written, written + len(first))
        target.ids[place], target.gaps[place] = new_ids, gaps[first]
        target.starts[place] = stream.starts[block.tokens][first]
        target.ends[place] = stream.ends[block.tokens][last]
        written += len(first)
        release_pages(*_arrays(stream), *_arrays(target))
    return replace(_shortened(target, written), offsets=offsets)


def _joined(
    keys: NDArray[np.int32],
    exact: NDArray[np.int32],
    gaps: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    *,
    packed: Sequences,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return first token, last token and sequence of each token left, and where texts end."""
    first, last, found = (np.empty(len(keys), dtype=np.int64) for _ in range(3))
    ends = np.zeros_like(offsets)
    known = (keys, exact, gaps, offsets, *packed)
    if len(keys) > FEW_TOKENS:
        n = kernels.join_sequences(*known, first, last, found, ends)
    else:  # Python reads lists sooner than arrays
        lists = (each.tolist() for each in known)
        n = kernels.join_sequences.py_func(*lists, first, last, found, ends)
    return first[:n], last[:n], found[:n], ends[1:]


def _arrays(stream: Stream) -> tuple[NDArray[Any], ...]:
    return stream.ids, stream.starts, stream.ends, stream.gaps


def _blank(stream: Stream, n: int) -> Stream:
    """Return a stream of ``n`` tokens, to be filled."""
    ids, starts, ends, gaps = (scratch_array(n, each.dtype) for each in _arrays(stream))
    return replace(stream, ids=ids, starts=starts, ends=ends, gaps=gaps, seen=None)


def _shortened(stream: Stream, n: int) -> Stream:
    ids, starts, ends, gaps = (shorten_array(each, n) for each in _arrays(stream))
    return replace(stream, ids=ids, starts=starts, ends=ends, gaps=gaps, seen=None)


def _pack(order: Sequence[Listed], n_keys: int) -> Sequences:
    starting = np.bincount([item.keys[0] for item in order], minlength=n_keys)
    return Sequences(
        keys=np.array([key for item in order for key in item.keys], dtype=np.int32),
        exact=np.array([key for item in order for key in item.exact], dtype=np.int32),
        crosses=np.array([c for item in order for c in _crosses(item)], dtype=np.uint8),
        bounds=np.cumsum([0, *(len(item.keys) for item in order)], dtype=np.int64),
        first=np.concatenate([[0], np.cumsum(starting)]).astype(np.int64),
        ranks=np.array([item.rank for item in order], dtype=np.int64),
    )


def _crosses(item: Listed) -> tuple[int, ...]:
    return item.crosses or (0,) * len(item.keys)


def gap_rule(sign: str, *, crosses: bool) -> int:
    """Return what may precede a piece of a pattern, by its sign (see `WordPattern`).

    Examples
    --------
    >>> gap_rule("", crosses=True), gap_rule("&", crosses=False), gap_rule("-", crosses=False)
    (1, 4, 8)
    """
    return crosses + NO_AMPERSAND * (sign == "&") + FULL_STOP * (sign == "-")


def _with_signs(
    stream: Stream, block: TextBlock, asked: NDArray[np.intp], texts: Sequence[str]
) -> NDArray[np.uint8]:
    """Return the gaps of a block, with what the sign of a pattern may ask of those before some."""
    gaps = stream.gaps[block.tokens].copy()
    starts, ends = stream.starts[block.tokens], stream.ends[block.tokens]
    text_of = np.searchsorted(block.offsets(stream.offsets), asked, side="right") - 1
    for place, text in zip(asked.tolist(), text_of.tolist(), strict=True):
        gap = texts[block.texts.start + text][ends[place - 1] : starts[place]]
        gaps[place] |= NO_AMPERSAND * ("&" not in gap) | FULL_STOP * ("." in gap)
    return gaps


def cut_tokens(stream: Stream, cut: NDArray[np.int32], pieces: NDArray[np.int32]) -> Stream:
    """Split every token whose name has a ``cut`` above 0 after that many characters."""
    counts = count_values(stream.ids, len(cut))
    target = _blank(stream, len(stream.ids) + int(counts[cut > 0].sum()))
    offsets, written = np.zeros_like(stream.offsets), 0
    for block in text_blocks(stream.offsets):
        part = Stream([], *_block_of(stream, block))
        new = _cut_block(part, cut, pieces)
        place = slice(written, written + len(new.ids))
        offsets[block.texts.start + 1 : block.texts.stop + 1] = written + new.offsets[1:]
        for array, values in zip(_arrays(target), _arrays(new), strict=True):
            array[place] = values
        written += len(new.ids)
        release_pages(*_arrays(stream), *_arrays(target))
    return replace(target, offsets=offsets)


def _block_of(stream: Stream, block: TextBlock) -> tuple[NDArray[Any], ...]:
    ids, starts, ends, gaps = (each[block.tokens] for each in _arrays(stream))
    return ids, block.offsets(stream.offsets), starts, ends, gaps


def _cut_block(stream: Stream, cut: NDArray[np.int32], pieces: NDArray[np.int32]) -> Stream:
    times = 1 + (cut[stream.ids] > 0)
    new = np.repeat(np.arange(len(stream.ids)), times)
    ids, gaps = stream.ids[new], stream.gaps[new]
    starts, ends = stream.starts[new], stream.ends[new]
    tails = np.flatnonzero(np.concatenate([[False], new[1:] == new[:-1]]))
    heads = tails - 1
    middle = starts[heads] + cut[ids[heads]]
    ends[heads], starts[tails], gaps[tails] = middle, middle + 1, 0
    ids[heads], ids[tails] = pieces[ids[heads], 0], pieces[ids[tails], 1]
    offsets = np.concatenate([[0], np.cumsum(times)])[stream.offsets].astype(np.int64)
    return replace(stream, ids=ids, offsets=offsets, starts=starts, ends=ends, gaps=gaps)
