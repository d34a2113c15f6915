"""Collocations: adjacent word pairs, counted over the corpus and scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.tokenizing.stream import GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.tokenizing.store import Tokens

    Floats = NDArray[np.float64]

PHRASES_BY_DEFAULT: dict[str, Any] = {
    "min_count": 5, "min_docs": 3, "measure": "npmi", "min_score": 0.5,
}  # fmt: skip
"""The criteria of ``tokenize(phrases=True)``."""

MIN_TRIPLE_SHARE = 0.8
"""Minimum share of each pair's occurrences that belong to the triple for it to be one phrase."""


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
    seen = np.bincount(tokens.ids, minlength=len(tokens.terms))
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
    n_pairs, n_texts = max(len(pairs), 1), max(len(tokens), 1)
    row = _rows_of_pairs(tokens, phrases)  # the pair that begins at each token; n_pairs if none
    worse = np.maximum(row[1:-2], row[2:-1])
    place = np.flatnonzero((worse < n_pairs) & (row[:-3] > worse) & (row[3:] > worse))
    both = row[place + 1] * n_pairs + row[place + 2]
    keys, group, n_together = np.unique(both, return_inverse=True, return_counts=True)
    seen = np.unique(group.astype(np.int64) * n_texts + tokens.text_of_token[place])
    n_docs = np.bincount(seen // n_texts, minlength=len(keys))
    one, other = keys // n_pairs, keys % n_pairs
    n_pair = pairs["n_together"].to_numpy()
    kept = (n_together >= min_count) & (n_docs >= min_docs)
    kept &= n_together >= MIN_TRIPLE_SHARE * np.maximum(n_pair[one], n_pair[other])
    order = np.lexsort((one, np.maximum(one, other)))
    last = [phrase.partition(" ")[2] for phrase in phrases]
    return [f"{phrases[one[k]]} {last[other[k]]}" for k in order if kept[k]] + phrases


def _rows_of_pairs(tokens: Tokens, pairs: Sequence[str]) -> NDArray[np.int64]:
    """Return the pair that begins at each token, padded by one entry before and two after."""
    n_terms, numbers = max(len(tokens.terms), 1), tokens.term_numbers
    parts = [pair.split(" ") for pair in pairs]
    keys = np.array([numbers[a] * n_terms + numbers[b] for a, b in parts], dtype=np.int64)
    row = np.full(len(tokens.ids) + 3, max(len(pairs), 1), dtype=np.int64)
    if len(keys) == 0:
        return row
    order = np.argsort(keys)
    here = tokens.ids[:-1].astype(np.int64) * n_terms + tokens.ids[1:]
    at = np.minimum(np.searchsorted(keys[order], here), len(keys) - 1)
    is_pair = (keys[order][at] == here) & (tokens.gaps[1:] == GAP_SPACE)
    row[1 : len(here) + 1] = np.where(is_pair, order[at], row[0])
    return row


def _count_pairs(tokens: Tokens, min_count: int) -> _Pairs:
    """Count adjacent pairs of frequent words that are not stop words."""
    n_terms, ids = max(len(tokens.terms), 1), tokens.ids
    frequent = np.bincount(ids, minlength=n_terms) >= min_count
    frequent[: len(tokens.terms)] &= ~tokens.is_stop
    is_candidate = frequent[ids]
    fits = is_candidate[:-1] & is_candidate[1:] & (tokens.gaps[1:] == GAP_SPACE)
    place = np.flatnonzero(fits)
    keys = ids[place].astype(np.int64) * n_terms + ids[place + 1]
    order = np.argsort(keys, kind="stable")  # stable: texts stay in order within a pair
    keys, texts = keys[order], tokens.text_of_token[place[order]]
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = keys[1:] != keys[:-1]
    begins = np.flatnonzero(is_new)
    together = np.diff(np.append(begins, len(keys)))
    is_new[1:] |= texts[1:] != texts[:-1]
    n_docs = np.add.reduceat(is_new, begins, dtype=np.int64) if len(begins) else begins
    kept = together >= min_count
    pairs = keys[begins[kept]]
    return _Pairs(pairs // n_terms, pairs % n_terms, together[kept], n_docs[kept])


def _phrases(tokens: Tokens, first: NDArray[np.int64], second: NDArray[np.int64]) -> list[str]:
    terms = tokens.terms
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return [f"{terms[one]} {terms[other]}" for one, other in pairs]


def _pmi(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray(np.log2(both * n) - np.log2(one.astype(float) * other))


def _npmi(both: Any, one: Any, other: Any, n: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        score = _pmi(both, one, other, n) / -np.log2(both / n)
    return np.where(both == n, 1.0, score)


def _llr(both: Any, one: Any, other: Any, n: float) -> Floats:
    observed = np.array([both, other - both, one - both, n - one - other + both], dtype=float)
    rows, columns = np.array([one, n - one]), np.array([other, n - other])
    expected = (
        np.array(
            [rows[0] * columns[0], rows[1] * columns[0], rows[0] * columns[1], rows[1] * columns[1]]
        )
        / n
    )
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return np.asarray(2 * (observed * np.log(ratio)).sum(0))


def _chi2(both: Any, one: Any, other: Any, n: float) -> Floats:
    one, other = one.astype(float), other.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):  # undefined if one word is every token
        return np.asarray(
            n * (both * n - one * other) ** 2 / (one * other * (n - one) * (n - other))
        )


def _t(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray((both - one.astype(float) * other / n) / np.sqrt(both))


def _dice(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray(2 * both / (one + other))


MEASURES: dict[str, Callable[[Any, Any, Any, float], Floats]] = {
    "npmi": _npmi,
    "pmi": _pmi,
    "llr": _llr,
    "chi2": _chi2,
    "t": _t,
    "dice": _dice,
}
"""Scores of a pair, from its count, the counts of its words, and the number of tokens."""
