"""Topic coherence, counted exactly: NPMI, UCI, UMass and C_v."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.mapped_arrays import release_pages
from toolkit._kernels.windows import count_windows
from toolkit.errors import InputError, check_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

WINDOWS = {"npmi": 10, "uci": 10, "umass": 0, "c_v": 110}
EPSILON = 1e-12
TOKENS_AT_ONCE = 4_000_000
FEW_TOKENS = 100_000
"""Up to so many tokens the kernel runs as plain Python (0.1 s): compiling it takes longer."""


def topic_coherence(
    terms: pd.DataFrame,
    tokens: Tokens,
    *,
    measure: str = "npmi",
    n_terms: int = 10,
    window: int | None = None,
    compat: str = "",
) -> pd.DataFrame:
    """Measure how often the leading terms of each topic occur together.

    Windows slide over the tokens that are not stop words, one position at a time; a document
    shorter than the window is one window. A word that occurs twice in a window counts once, and
    stays in the window until its last copy leaves it (gensim drops it with the first copy, as does
    ``compat="gensim"``).

    Parameters
    ----------
    terms : DataFrame
        What `topic_terms` returns: ``topic``, ``rank``, ``term``.
    tokens : Tokens
        The articles to count in: those of the model, or a reference corpus.
    measure : {"npmi", "uci", "umass", "c_v"}
        ``npmi``: mean over pairs of ln(p_ij / (p_i p_j)) / -ln p_ij, -1 (never together) to 1
        (always). ``uci``: mean of ln((p_ij + 1e-12) / (p_i p_j)). ``umass``: mean over ordered
        pairs of ln((n_ij + 1) / n_j), n counting documents and j ranking before i. ``c_v``:
        cosine of each term's NPMI vector with the sum of all; its author advises against it.
    n_terms : int
        Leading terms per topic.
    window : int, optional
        Tokens in a window; by default 10 for npmi and uci, 110 for c_v, the document for umass.
    compat : {"", "gensim"}
        "gensim" returns the values of its ``CoherenceModel`` (c_npmi, c_uci, u_mass, c_v of version
        4.4) on the same tokens, to compare with published values: a repeated word leaves the window
        with its first copy, an empty document is a window, and 1e-12 is added to every p_ij, so
        that terms never together score above -1.

    Returns
    -------
    DataFrame
        One row per topic: ``topic``, ``measure``, ``coherence``, ``n_pairs`` (pairs of terms that
        both occur: the denominator), ``absent`` (terms that never occur, "; "-joined; not in
        the mean). ``coherence`` is missing only when no pair is left.

    Raises
    ------
    InputError
        For an unknown measure or program, or a window below 2.

    References
    ----------
    Röder, Both & Hinneburg (2015), Exploring the space of topic coherence measures.
    doi:10.1145/2684822.2685324. Mimno et al. (2011), Optimizing semantic coherence, eq. 1.
    """
    check_option("topic_coherence", "measure", measure, WINDOWS)
    check_option("topic_coherence", "compat", compat, ("", "gensim"))
    scores = _GENSIM if compat else _SCORES
    size = WINDOWS[measure] if window is None else window
    if size < 2 and measure != "umass":
        message = f"topic_coherence: window must be at least 2; got {size}."
        raise InputError(message)
    listed = terms[terms["rank"] <= n_terms].sort_values(["topic", "rank"])
    words = {
        topic: listed.loc[listed["topic"] == topic, "term"].tolist()
        for topic in listed["topic"].unique().tolist()
    }
    counts = _Counts(words, tokens, size, drop_first=compat == "gensim")
    rows = []
    for k, (topic, names) in enumerate(words.items()):
        single, both = counts.of_topic(k, names)
        present = np.flatnonzero(single > 0)
        values = scores[measure](single[present], both[np.ix_(present, present)], counts.total)
        absent = [name for i, name in enumerate(names) if single[i] == 0]
        n_pairs = len(present) * (len(present) - 1) // 2
        rows.append((topic, measure, values, n_pairs, "; ".join(absent)))
    return pd.DataFrame(rows, columns=["topic", "measure", "coherence", "n_pairs", "absent"])


class _Counts:
    """Windows with each leading term, and with each pair of terms of one topic."""

    def __init__(
        self, words: dict[int, list[str]], tokens: Tokens, window: int, *, drop_first: bool
    ) -> None:
        names = sorted({name for listed in words.values() for name in listed})
        self._index = {name: i for i, name in enumerate(names)}
        places = [
            (self._index[name], k, slot)
            for k, listed in enumerate(words.values())
            for slot, name in enumerate(listed)
        ]
        members = np.array(sorted(places), dtype=np.int32).reshape(-1, 3)
        starts = np.searchsorted(members[:, 0], np.arange(len(names) + 1)).astype(np.int32)
        n_slots = max((len(listed) for listed in words.values()), default=0)
        self.single = np.zeros(len(names), dtype=np.int64)
        self.both = np.zeros((len(words), n_slots, n_slots), dtype=np.int64)
        self.total = 0
        for ids, offsets in _streams(tokens, names):
            count = count_windows if len(ids) > FEW_TOKENS else count_windows.py_func
            single, both, total = count(
                ids, offsets, window, members, starts, len(words), n_slots, drop_first
            )
            self.single, self.both = self.single + single, self.both + both
            self.total += int(total)

    def of_topic(self, k: int, names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        columns = [self._index[name] for name in names]
        return self.single[columns], self.both[k, : len(names), : len(names)]


def _streams(
    tokens: Tokens, names: Sequence[str]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
    """Yield the tokens without stop words, each as the index of its name or -1, block by block."""
    place = {name: i for i, name in enumerate(names)}
    of_term = np.array([place.get(str(term), -1) for term in tokens.terms], dtype=np.int32)
    is_stop, offsets = np.asarray(tokens.is_stop), np.asarray(tokens.offsets)
    goals = np.arange(TOKENS_AT_ONCE, int(offsets[-1]), TOKENS_AT_ONCE)
    cuts = sorted({0, *np.searchsorted(offsets, goals).tolist(), len(offsets) - 1})
    for first, last in pairwise(cuts):
        ids = tokens.ids[offsets[first] : offsets[last]]
        content = ~is_stop[ids]
        kept = np.concatenate([[0], np.cumsum(content)]).astype(np.int64)
        yield of_term[ids[content]], kept[offsets[first : last + 1] - offsets[first]]
        release_pages(tokens.ids)


def _npmi_matrix(
    single: NDArray[np.int64], both: NDArray[np.int64], total: int
) -> NDArray[np.float64]:
    p, p_both = single / total, both / total
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(p_both / np.outer(p, p)) / -np.log(p_both)
    npmi = np.where(both == 0, -1.0, npmi)
    return np.where(both == total, 1.0, npmi)  # both in every window: the limit of 0 / 0


def _npmi_matrix_gensim(
    single: NDArray[np.int64], both: NDArray[np.int64], total: int
) -> NDArray[np.float64]:
    p, p_both = single / total, both / total + EPSILON
    return np.asarray(np.log(p_both / np.outer(p, p)) / -np.log(p_both))


def _mean_of_pairs(values: NDArray[np.float64]) -> float:
    upper = values[np.triu_indices(len(values), 1)]
    return float(upper.mean()) if len(upper) else float("nan")


def _npmi(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _mean_of_pairs(_npmi_matrix(single, both, total))


def _npmi_gensim(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _mean_of_pairs(_npmi_matrix_gensim(single, both, total))


def _uci(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    p = single / total
    return _mean_of_pairs(np.log((both / total + EPSILON) / np.outer(p, p)))


def _umass(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _mean_of_pairs(np.log((both + 1) / single[:, None]))


def _umass_gensim(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _mean_of_pairs(np.log((both / total + EPSILON) / (single[:, None] / total)))


def _c_v(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _cosine_with_all(_npmi_matrix(single, _with_own(single, both), total))


def _c_v_gensim(single: NDArray[np.int64], both: NDArray[np.int64], total: int) -> float:
    return _cosine_with_all(_npmi_matrix_gensim(single, _with_own(single, both), total))


def _with_own(single: NDArray[np.int64], both: NDArray[np.int64]) -> NDArray[np.int64]:
    own = both.copy()
    np.fill_diagonal(own, single)
    return own


def _cosine_with_all(vectors: NDArray[np.float64]) -> float:
    if len(vectors) < 2:
        return float("nan")
    whole = vectors.sum(axis=0)
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
    return float(np.mean(vectors @ whole / np.maximum(norms, EPSILON)))


_SCORES = {"npmi": _npmi, "uci": _uci, "umass": _umass, "c_v": _c_v}
_GENSIM = {"npmi": _npmi_gensim, "uci": _uci, "umass": _umass_gensim, "c_v": _c_v_gensim}
