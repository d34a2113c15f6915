"""Collocations: adjacent word pairs, counted over the corpus and scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.memory import is_large
from toolkit._kernels import text as kernels
from toolkit.tokenizing.pair_counts import PairTally, is_new
from toolkit.tokenizing.pair_measures import MEASURES
from toolkit.tokenizing.stream import GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.tokenizing.store import Tokens

PHRASES_BY_DEFAULT: dict[str, Any] = {
    "min_count": 5, "min_docs": 3, "measure": "npmi", "min_score": 0.5,
}  # fmt: skip
"""The criteria of ``tokenize(phrases=True)``."""

MIN_TRIPLE_SHARE = 0.8
"""Minimum share of each pair's occurrences that belong to the triple for it to be one phrase."""

FEW_TOKENS = 50_000
"""Up to this many tokens NumPy counts pairs faster than the kernels load."""

MOST_LISTED, MOST_PASSES = 1 << 22, 8
"""Pairs that are listed at a time (32 MB), and how often the tokens may be read for it."""

MOST_BITS, MOST = 27, 255
"""At most 2**27 buckets (128 MB), each counting up to 255."""


class _Pairs(NamedTuple):
    """Word pairs: term ids, occurrences, and texts in which the pair occurs."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    together: NDArray[np.int64]
    n_docs: NDArray[np.int64]


def find_pairs(
    tokens: Tokens,
    *,
    min_count: int,
    min_docs: int,
    measure: str,
    min_score: float | None = None,
    max_phrases: int | None = None,
) -> pd.DataFrame:
    """Return scored pairs of adjacent words, best first; see `toolkit.find_phrases`."""
    import pandas as pd

    pairs = _count_pairs(tokens, min_count)
    kept = pairs.n_docs >= min_docs
    first, second, together, n_docs = (counts[kept] for counts in pairs)
    seen = tokens.term_counts
    score = MEASURES[measure](together, seen[first], seen[second], float(tokens.n_tokens))
    table = pd.DataFrame(
        {
            "phrase": _phrases(tokens, first, second),
            "n_together": together,
            "n_first": seen[first],
            "n_second": seen[second],
            "n_docs": n_docs,
            "score": score,
        }
    )
    if min_score is not None:
        table = table[table["score"] >= min_score]
    table = table.sort_values(["score", "phrase"], ascending=[False, True], ignore_index=True)
    return table if max_phrases is None else table.head(max_phrases)


def find_sequences(
    tokens: Tokens, *, whole: Iterable[str], min_count: int, min_docs: int, **scoring: Any
) -> list[str]:
    """Return the phrases of three words, then those of two, best first.

    Three words form a phrase if both adjacent pairs do and neither pair often occurs without the
    third word: "Kim Jong Un", but not "President Barack Obama", since "Barack Obama" also stands
    alone. Occurrences where a neighbour forms a better pair with the first or last word are not
    counted: "minister Benjamin Netanyahu" is mostly "prime minister" and a name. The terms in
    ``whole`` (aliases) are complete names and are never joined.
    """
    pairs = find_pairs(tokens, min_count=min_count, min_docs=min_docs, **scoring)
    names = frozenset(whole)
    is_free = [names.isdisjoint(phrase.split(" ")) for phrase in pairs["phrase"]]
    pairs = pairs[np.array(is_free, dtype=bool)]
    phrases: list[str] = pairs["phrase"].tolist()
    n_pairs, listed = max(len(pairs), 1), _Listed.of(tokens, phrases)
    tally = PairTally()
    for _, part in tokens.blocks():
        tally.add(*_triples(part, _rows_of_pairs(part, listed), n_pairs))
    keys, n_together, n_docs = tally.finish()
    one, other = keys // n_pairs, keys % n_pairs
    n_pair = pairs["n_together"].to_numpy()
    kept = (n_together >= min_count) & (n_docs >= min_docs)
    kept &= n_together >= MIN_TRIPLE_SHARE * np.maximum(n_pair[one], n_pair[other])
    order = np.lexsort((one, np.maximum(one, other)))
    last = [phrase.partition(" ")[2] for phrase in phrases]
    return [f"{phrases[one[k]]} {last[other[k]]}" for k in order if kept[k]] + phrases


class _Listed(NamedTuple):
    """Word pairs to be found: sorted keys, the pair of each, and the terms that they consist of."""

    keys: NDArray[np.int64]
    pair: NDArray[np.int32]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]

    @classmethod
    def of(cls, tokens: Tokens, pairs: Sequence[str]) -> _Listed:
        """Read pairs of terms with a space between them."""
        n_terms, numbers = max(len(tokens.terms), 1), tokens.term_numbers
        words = [[numbers[term] for term in pair.split(" ")] for pair in pairs]
        terms = np.array(words, dtype=np.int64).reshape(-1, 2)
        keys = terms[:, 0] * n_terms + terms[:, 1]
        order = np.argsort(keys)
        begins, ends = np.zeros((2, n_terms), dtype=np.bool_)
        begins[terms[:, 0]], ends[terms[:, 1]] = True, True
        return cls(keys[order], order.astype(np.int32), begins, ends)


def _rows_of_pairs(tokens: Tokens, listed: _Listed) -> NDArray[np.int32]:
    """Return the pair that begins at each token, padded by one entry before and two after."""
    n_terms, none = max(len(tokens.terms), 1), max(len(listed.keys), 1)
    row = np.full(len(tokens.ids) + 3, none, dtype=np.int32)
    ids = tokens.ids
    fits = listed.begins[ids[:-1]]
    fits &= listed.ends[ids[1:]]
    fits &= tokens.gaps[1:] == GAP_SPACE
    place = np.flatnonzero(fits)
    if len(listed.keys) == 0 or len(place) == 0:
        return row
    here = ids[place].astype(np.int64) * n_terms + ids[place + 1]
    at = np.minimum(np.searchsorted(listed.keys, here), len(listed.keys) - 1)
    row[1 + place] = np.where(listed.keys[at] == here, listed.pair[at], none)
    return row


def _triples(
    tokens: Tokens, row: NDArray[np.int32], n_pairs: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the two pairs of each triple, as one number, and its text."""
    worse = np.maximum(row[1:-2], row[2:-1])
    place = np.flatnonzero((worse < n_pairs) & (row[:-3] > worse) & (row[3:] > worse))
    keys = row[place + 1].astype(np.int64) * n_pairs + row[place + 2]
    return keys, tokens.text_of_token[place]


def _count_pairs(tokens: Tokens, min_count: int) -> _Pairs:
    """Count adjacent pairs of frequent words that are not stop words."""
    n_terms = max(len(tokens.terms), 1)
    wanted = np.zeros(n_terms, dtype=np.bool_)
    wanted[: len(tokens.terms)] = (tokens.term_counts >= min_count) & ~tokens.is_stop
    layout = _Layout.of(tokens, wanted)
    if len(tokens.ids) > FEW_TOKENS and layout.is_of_use:
        parts = [_list_pairs(tokens, layout, low, min_count) for low in range(len(layout.cuts) - 1)]
        return _Pairs(*map(np.concatenate, zip(*parts, strict=True)))
    tally = PairTally()
    for part, place in _places_of_pairs(tokens, wanted, min_count):
        keys = part.ids[place].astype(np.int64) * n_terms + part.ids[place + 1]
        tally.add(keys, part.text_of_token[place])
    pairs, together, n_docs = tally.finish(min_count)
    return _Pairs(pairs // n_terms, pairs % n_terms, together, n_docs)


class _Layout(NamedTuple):
    """How a pair and its text are one number: wanted terms are numbered, texts have some bits.

    Pairs whose first term is from ``cuts[k]`` up to ``cuts[k + 1]`` are few enough to be listed.
    """

    terms: NDArray[np.int64]
    cuts: NDArray[np.int64]
    second_bits: int
    text_bits: int
    n_pairs: int

    @classmethod
    def of(cls, tokens: Tokens, wanted: NDArray[np.bool_]) -> _Layout:
        """Return the layout for the wanted terms of tokens."""
        terms = np.flatnonzero(wanted)
        seen = tokens.term_counts[terms]
        cuts = 1 + np.flatnonzero(np.diff((np.cumsum(seen) - 1) // MOST_LISTED))
        bits = (len(terms).bit_length(), len(tokens).bit_length())
        return cls(terms, np.array([0, *cuts, len(terms)]), *bits, int(seen.sum()))

    @property
    def is_of_use(self) -> bool:
        """Whether a pair and its text fit into 63 bits, and few passes into memory."""
        n_passes = len(self.cuts) - 1
        is_held = not is_large(8 * min(self.n_pairs, MOST_LISTED))
        return 2 * self.second_bits + self.text_bits < 64 and n_passes <= MOST_PASSES and is_held


def _list_pairs(tokens: Tokens, layout: _Layout, part: int, min_count: int) -> _Pairs:
    """Count the pairs of some first terms: they are listed and sorted, with their texts."""
    low, high = layout.cuts[part : part + 2]
    numbers = np.full(len(tokens.terms), -1, dtype=np.int32)
    numbers[layout.terms] = np.arange(len(layout.terms), dtype=np.int32)
    cut = np.array([low, high, layout.second_bits, layout.text_bits], dtype=np.int64)
    codes = np.empty(int(tokens.term_counts[layout.terms[low:high]].sum()) + 1, dtype=np.int64)
    n = 0
    for block, each in tokens.blocks():
        given = (each.ids, each.gaps, each.offsets, numbers, block.texts.start, cut)
        n += kernels.list_codes(*given, codes[n:])
    codes = codes[:n]
    codes.sort()
    keys = codes >> layout.text_bits
    begins = np.append(np.flatnonzero(is_new(keys)), n)
    together = np.diff(begins)
    kept = np.flatnonzero(together >= min_count)
    before = np.concatenate([[0], np.cumsum(is_new(codes), dtype=np.int32)])  # pairs of a text
    n_docs = before[begins[kept + 1]] - before[begins[kept]]
    first, second = np.divmod(keys[begins[kept]], 1 << layout.second_bits)
    numbered = layout.terms[first], layout.terms[second]
    return _Pairs(*numbered, together[kept], n_docs.astype(np.int64))


def _places_of_pairs(
    tokens: Tokens, wanted: NDArray[np.bool_], min_count: int
) -> Iterator[tuple[Tokens, NDArray[np.int64]]]:
    """Yield blocks of tokens, and the places of pairs that may be as frequent as ``min_count``."""
    if len(tokens.ids) <= FEW_TOKENS:  # faster than loading the kernels
        fits = wanted[tokens.ids[:-1]] & wanted[tokens.ids[1:]] & (tokens.gaps[1:] == GAP_SPACE)
        yield tokens, np.flatnonzero(fits)
        return
    buckets = _buckets(int(tokens.term_counts[wanted].sum()))
    places = np.empty(0, dtype=np.int64)
    for _, part in tokens.blocks():
        places = _room(places, part.n_tokens)
        kernels.fill_buckets(part.ids, part.gaps, wanted, buckets, places)
    least = min(min_count, MOST)
    for _, part in tokens.blocks():
        n = kernels.find_pairs(part.ids, part.gaps, wanted, buckets, least, places)
        yield part, places[:n]


def _room(places: NDArray[np.int64], n_tokens: int) -> NDArray[np.int64]:
    """Return places with room for a block; the same ones again if it is there."""
    return places if len(places) > n_tokens else np.empty(n_tokens + 1, dtype=np.int64)


def _buckets(n_tokens: int) -> NDArray[np.uint8]:
    """Return empty buckets, two for each token that may begin a pair."""
    return np.zeros(1 << min(max(2 * n_tokens, 1).bit_length(), MOST_BITS), dtype=np.uint8)


def _phrases(tokens: Tokens, first: NDArray[np.int64], second: NDArray[np.int64]) -> list[str]:
    terms = tokens.terms
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return [f"{terms[one]} {terms[other]}" for one, other in pairs]
