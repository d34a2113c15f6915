"""Multiword tokens: listed sequences (aliases, phrases) merge into one token.

Of two overlapping aliases the one that begins first is joined. Of two overlapping phrases the
longer one is joined; of equally long ones, the one listed first ("Barack Obama" rather than
"President Barack").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._kernels import text as kernels
from toolkit.tokenizing.aliases import fold, fold_all
from toolkit.tokenizing.collocations import breaks_before
from toolkit.tokenizing.normalization import tidy_surfaces
from toolkit.tokenizing.scanner import scan_plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.aliases import Alias
    from toolkit.tokenizing.stream import Stream


@dataclass(frozen=True)
class Listed:
    """A sequence to join: folded keys, exact keys (-1 for any), and the index of its result.

    Of two overlapping sequences the one with the lower rank wins.
    """

    keys: tuple[int, ...]
    exact: tuple[int, ...]
    result: int
    rank: int = 0


class Sequences(NamedTuple):
    """Sequences in flat arrays: sequence ``s`` is ``keys[bounds[s]:bounds[s + 1]]``.

    ``exact`` is -1 where the folded key alone decides; sequences ``first[k]`` to
    ``first[k + 1]`` begin with key ``k``, longest first; ``ranks`` has one entry per sequence.
    """

    keys: NDArray[np.int32]
    exact: NDArray[np.int32]
    bounds: NDArray[np.int64]
    first: NDArray[np.int64]
    ranks: NDArray[np.int64]


def join_aliases(
    stream: Stream, names: list[str], aliases: Sequence[Alias]
) -> tuple[Stream, list[str]]:
    """Replace every alias by its canonical name; ``names[id]`` is the name of a token."""
    if not aliases:
        return stream, names
    stream, names = _split_compounds(stream, names, aliases)
    folds = fold_all(names)
    folded, exact = _index_of(folds), _index_of(names)
    results: dict[str, int] = {}
    listed = []
    for alias in aliases:
        for words in _word_forms(alias.variant):
            keys = tuple(folded.get(fold(word), -1) for word in words)
            same = tuple(exact.get(word, -2) if alias.case_sensitive else -1 for word in words)
            if keys and min(keys) >= 0 and min(same) > -2:
                result = results.setdefault(alias.canonical, len(results))
                listed.append(Listed(keys, same, result))
    key_of = np.array([folded[name] for name in folds], dtype=np.int32)
    exact_of = np.array([exact[name] for name in names], dtype=np.int32)
    stream = join(stream, listed, keys=key_of, exact=exact_of, n_names=len(names))
    return stream, names + [name.replace(" ", "_") for name in results]


def join_phrases(
    stream: Stream, terms: list[str], phrases: Iterable[Sequence[str]]
) -> tuple[Stream, list[str]]:
    """Merge every listed sequence of terms into one term; earlier phrases take precedence."""
    numbers = _index_of(terms)
    results: dict[str, int] = {}
    listed = []
    for place, parts in enumerate(phrases):
        known = [part if part in numbers else part.lower() for part in parts]
        keys = tuple(numbers.get(part, -1) for part in known)
        if len(keys) > 1 and min(keys) >= 0:
            result = results.setdefault("_".join(known), len(results))
            rank = place - (len(keys) << 32)
            listed.append(Listed(keys, (-1,) * len(keys), result, rank))
    every = np.arange(len(terms), dtype=np.int32)
    breaks = breaks_before(stream, terms).astype(np.uint8)
    stream = join(stream, listed, keys=every, exact=every, n_names=len(terms), breaks=breaks)
    return stream, [*terms, *results]


def join(
    stream: Stream,
    listed: Sequence[Listed],
    *,
    keys: NDArray[np.int32],
    exact: NDArray[np.int32],
    n_names: int,
    breaks: NDArray[np.uint8] | None = None,
) -> Stream:
    """Join sequences, never across ``breaks``; result ``r`` gets the id ``n_names + r``."""
    if not listed or len(stream.ids) == 0:
        return stream
    order = sorted(listed, key=lambda item: (item.keys[0], -len(item.keys), max(item.exact) < 0))
    first, last, found = (np.empty(len(stream.ids), dtype=np.int64) for _ in range(3))
    offsets = np.zeros_like(stream.offsets)
    n_left = kernels.join_sequences(
        keys[stream.ids],
        exact[stream.ids],
        stream.gaps if breaks is None else breaks,
        stream.offsets,
        *_pack(order, int(keys.max()) + 1),
        first,
        last,
        found,
        offsets,
    )
    first, last, found = first[:n_left], last[:n_left], found[:n_left]
    results = np.array([item.result + n_names for item in order], dtype=np.int32)
    return replace(
        stream,
        ids=np.where(found >= 0, results[found], stream.ids[first]),
        offsets=offsets,
        starts=stream.starts[first],
        ends=stream.ends[last],
        gaps=stream.gaps[first],
    )


def _pack(order: Sequence[Listed], n_keys: int) -> Sequences:
    starting = np.bincount([item.keys[0] for item in order], minlength=n_keys)
    return Sequences(
        keys=np.array([key for item in order for key in item.keys], dtype=np.int32),
        exact=np.array([key for item in order for key in item.exact], dtype=np.int32),
        bounds=np.cumsum([0, *(len(item.keys) for item in order)], dtype=np.int64),
        first=np.concatenate([[0], np.cumsum(starting)]).astype(np.int64),
        ranks=np.array([item.rank for item in order], dtype=np.int64),
    )


def _word_forms(variant: str) -> Iterator[list[str]]:
    """Yield the tokens of a name as given, with hyphens as spaces, and with spaces as hyphens."""
    forms = dict.fromkeys((variant, variant.replace("-", " "), variant.replace(" ", "-")))
    for form in forms:
        scanned = scan_plainly([form])
        names = tidy_surfaces(scanned.surfaces)
        yield [names[number] for number in scanned.ids]


def _split_compounds(
    stream: Stream, names: list[str], aliases: Sequence[Alias]
) -> tuple[Stream, list[str]]:
    """Split "ISIS-held" after the name, so that the alias is found in it."""
    exact = {alias.variant for alias in aliases if alias.case_sensitive}
    folded = {fold(alias.variant) for alias in aliases}
    known = folded | {fold(name) for name in exact}
    cut = np.zeros(len(names), dtype=np.int32)
    whole = {name: number for number, name in reversed(list(enumerate(names)))}
    pieces: list[tuple[int, int]] = [(0, 0)] * len(names)
    added: list[str] = []
    for number, name in enumerate(names):
        head, hyphen, tail = name.partition("-")
        is_name = head in exact or (fold(head) in folded and head not in {h.lower() for h in exact})
        if hyphen and tail.islower() and is_name and fold(name) not in known:
            cut[number] = len(head)
            for piece in (head, tail):
                if piece not in whole:
                    whole[piece] = len(names) + len(added)
                    added.append(piece)
            pieces[number] = (whole[head], whole[tail])
    if not added and not cut.any():
        return stream, names
    return _cut(stream, cut, np.array(pieces, dtype=np.int32)), names + added


def _cut(stream: Stream, cut: NDArray[np.int32], pieces: NDArray[np.int32]) -> Stream:
    """Split every token whose name has a ``cut`` above 0 after that many characters."""
    lengths = cut[stream.ids]
    times = 1 + (lengths > 0)
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


def _index_of(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}
