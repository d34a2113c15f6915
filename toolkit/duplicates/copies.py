"""Group near-duplicate articles, find the likely original, and classify each copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.freed_memory import return_freed_memory
from toolkit.duplicates.candidates import find_candidates, measure_overlaps
from toolkit.duplicates.corpus_fingerprints import fingerprint_corpus
from toolkit.duplicates.fingerprints import fingerprint
from toolkit.duplicates.roles import compared_articles, describe_copies, table_of_copies
from toolkit.errors import InputError
from toolkit.reading.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.duplicates.candidates import Overlaps
    from toolkit.duplicates.fingerprints import Fingerprints

MIN_EXCERPT_SHINGLES = 20
"""Minimum number of shingles for containment to be evidence of copying."""

MIN_EXCERPT_SHARE = 0.2
"""Minimum length of an excerpt, as a share of the longer text; keeps digests apart."""


def near_duplicates(
    articles: pd.DataFrame,
    *,
    min_similarity: float = 0.5,
    min_containment: float = 0.8,
    progress: bool = True,
) -> pd.DataFrame:
    """Group articles that are copies of each other.

    Texts are compared by their shingles: all sequences of five words, in lower case and without
    punctuation. MinHash (128 permutations, 32 bands of 4) and shared paragraphs propose pairs,
    which are then compared exactly; groups are the connected components of the accepted pairs.
    The result depends neither on the order of the articles nor on a random seed.

    Parameters
    ----------
    articles : DataFrame
        One row per article, with a unique index ``article_id``; compared by ``text`` if
        present, else by ``body``. ``date``, ``source`` and ``agency`` are used if present. A
        corpus on disk (`open_corpus`) is fingerprinted part by part.
    min_similarity : float
        Minimum Jaccard similarity of two copies: shared shingles over all shingles of both.
    min_containment : float
        Minimum share of the shorter text's shingles that the longer one contains; finds
        truncated copies. The shorter text must have at least 20 shingles and a fifth of the
        length of the longer one.
    progress : bool
        Show a progress bar when this takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row per article, in the order of ``articles``: ``dup_group`` (missing for an article
        without copies), ``role`` (see `ROLES`), ``similarity`` to and ``containment`` in the
        likely original (0 to 1; missing without copies), ``original`` (its ``article_id``: the
        earliest article, then that of an agency, then the longest) and ``agency`` (credited in
        the group, '' if none).

    Raises
    ------
    InputError
        If a threshold is outside (0, 1], the table has no text, or article ids repeat.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents.

    Examples
    --------
    >>> import pandas as pd
    >>> words = "Four leaders will meet in Istanbul on Saturday to discuss the ceasefire"
    >>> articles = pd.DataFrame(
    ...     {"body": [words, "Something else", words.upper()], "source": ["A", "B", "C"]},
    ...     index=["a", "b", "c"],
    ... )
    >>> near_duplicates(articles)["role"].tolist()
    ['original', 'single', 'copy']
    """
    _check_threshold("min_similarity", min_similarity)
    _check_threshold("min_containment", min_containment)
    compared = compared_articles(articles)
    return_freed_memory(search=False)
    if isinstance(articles, Corpus):
        prints = fingerprint_corpus(articles, compared.name, show=progress)
    else:
        prints = fingerprint(compared.texts(), show=progress, n_texts=len(articles))
    return_freed_memory(search=False)
    prints = prints.reordered(compared.order)
    return_freed_memory(search=False)
    group = _connect(prints, min_similarity, min_containment)
    return_freed_memory(search=False)
    copies = describe_copies(compared, prints, group, min_containment)
    del compared, prints, group
    return_freed_memory(search=False)
    table = table_of_copies(articles, copies)
    return_freed_memory(search=False)
    return table


def _check_threshold(name: str, value: float) -> None:
    if not 0 < value <= 1:
        message = f"near_duplicates: {name} must be above 0 and at most 1; got {value!r}."
        raise InputError(message)


def _connect(prints: Fingerprints, least: float, contained: float) -> NDArray[np.int64]:
    """Return the first row of each text's group."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(prints.n_words)
    filled = np.flatnonzero(prints.n_words > 0)
    if len(filled) < 2:
        return np.arange(n)
    representative = _first_of_same(prints.whole[filled], filled)
    same = filled != representative
    left, right = filled[same], representative[same]
    rows = filled[~same]
    del filled, representative, same
    return_freed_memory(search=False)
    keys = find_candidates(prints, rows)
    return_freed_memory(search=False)
    pairs = measure_overlaps(prints, keys // n, keys % n)
    accepted = _is_copy(prints, pairs, least, contained)
    left = np.concatenate([left, pairs.left[accepted]])
    right = np.concatenate([right, pairs.right[accepted]])
    del rows, keys, pairs, accepted
    return_freed_memory(search=False)
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    n_groups, component = connected_components(graph, directed=False)
    start = np.empty(n_groups, dtype=np.int64)
    start[component[::-1]] = np.arange(n - 1, -1, -1)  # of several, the last one stays: the first
    return start[component]


def _first_of_same(values: NDArray[np.uint64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each row the first row that has its value."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    is_first = np.ones(len(values), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    del ordered
    firsts = order[is_first]
    result = np.empty_like(rows)
    result[order] = rows[firsts[np.cumsum(is_first) - 1]]
    return result


def _is_copy(
    prints: Fingerprints, pairs: Overlaps, least: float, contained: float
) -> NDArray[np.bool_]:
    left, right = prints.n_shingles[pairs.left], prints.n_shingles[pairs.right]
    shorter, longer = np.minimum(left, right), np.maximum(left, right)
    part = (shorter >= MIN_EXCERPT_SHINGLES) & (shorter >= MIN_EXCERPT_SHARE * longer)
    return (pairs.similarity >= least) | (part & (pairs.containment >= contained))
