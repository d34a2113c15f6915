"""`cooccurrence`: terms that share articles more often than by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy

from toolkit._core.checks import check_count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.keyness.count_rows import CountRows
from toolkit.keyness.group_counts import present
from toolkit.keyness.term_lookup import find_terms
from toolkit.tokenizing.block_cuts import block_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "cooccurrence"
MEASURES = ("npmi", "llr", "dice")
MAX_TERMS = 20_000
BLOCK = 512


def cooccurrence(
    dtm: DocumentTermMatrix,
    *,
    terms: Sequence[str] | None = None,
    measure: str = "npmi",
    min_docs: int = 5,
    n_pairs: int | None = None,
) -> pd.DataFrame:
    """Score pairs of terms by how often they share an article, relative to chance.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The result of `count_terms`; only presence matters, not the number of uses.
    terms : sequence of str, optional
        Include only pairs with one of these terms; all pairs by default.
    measure : {'npmi', 'llr', 'dice'}
        With N articles, n_1 and n_2 of which contain each term and n_12 both: 'npmi' is
        ln(N n_12 / (n_1 n_2)) / -ln(n_12 / N), from -1 to 1 (always together); 'llr' is Dunning's
        log-likelihood ratio, negative if the terms co-occur less often than by chance; 'dice' is
        2 n_12 / (n_1 + n_2). NPMI favours rare pairs, 'llr' frequent ones.
    min_docs : int
        Minimum number of articles that a pair shares.
    n_pairs : int, optional
        Keep at most this many pairs, those with the highest score.

    Returns
    -------
    DataFrame
        ``term_1``, ``term_2`` (sorted; with ``terms``, the requested term first), ``score``,
        ``n_both``, ``n_1``, ``n_2``, ``n_articles``; highest score first.

    Raises
    ------
    InputError
        If a term is not in the matrix, an option is invalid, or more than 20,000 terms occur in
        ``min_docs`` articles (their pairs would not fit in memory).
    TooFewArticlesError
        If there are fewer than two articles.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information; Dunning (1993), Computational
    Linguistics 19(1).

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = ["peace talks", "peace talks", "peace envoy", "shelling"]
    >>> dtm = tt.count_terms(tt.tokenize(pd.Series(texts)))
    >>> tt.cooccurrence(dtm, min_docs=2)[["term_1", "term_2", "score", "n_both"]].round(3)
      term_1 term_2  score  n_both
    0  peace  talks  0.415       2
    """
    check_option(FUNCTION, "measure", measure, MEASURES)
    check_count(FUNCTION, "min_docs", min_docs, least=1)
    if n_pairs is not None:
        check_count(FUNCTION, "n_pairs", n_pairs, least=1)
    if len(dtm) < 2:
        message = f"{FUNCTION}: co-occurrence needs at least two articles; got {len(dtm)}."
        raise TooFewArticlesError(message)
    table = _pairs(dtm, _asked(dtm, terms), min_docs)
    table["n_articles"] = len(dtm)
    table.insert(2, "score", _score(table, measure))
    table = table.sort_values(["score", "term_1", "term_2"], ascending=[False, True, True])
    return table.head(n_pairs if n_pairs is not None else len(table)).reset_index(drop=True)


def _asked(dtm: DocumentTermMatrix, terms: Sequence[str] | None) -> NDArray[np.int64] | None:
    if terms is None:
        return None
    if isinstance(terms, str):
        message = f"{FUNCTION}: terms must be a list of terms; got {terms!r}."
        raise InputError(message)
    return find_terms(FUNCTION, dtm, terms)


def _pairs(dtm: DocumentTermMatrix, asked: NDArray[np.int64] | None, min_docs: int) -> pd.DataFrame:
    docs, terms = dtm.term_docs, dtm.terms
    usable = np.flatnonzero(docs >= min_docs)
    chosen = usable if asked is None else np.intersect1d(asked, usable)
    if asked is None and len(usable) > MAX_TERMS:
        message = (
            f"{FUNCTION}: {len(usable):,} terms occur in {min_docs} articles or more; at most "
            f"{MAX_TERMS:,} can be paired. Raise min_docs, pass terms, or use max_terms in "
            f"count_terms."
        )
        raise InputError(message)
    blocks = [chosen[start : start + BLOCK] for start in range(0, len(chosen), BLOCK)]
    every = CountRows.of(sparse.csr_matrix(dtm.counts), np.arange(len(dtm))).with_terms(usable)
    found = [_block(every, block, usable, min_docs) for block in blocks]
    first, second, both = (
        np.concatenate([*each, np.empty(0, dtype=np.int64)]).astype(np.int64)
        for each in (zip(*found, strict=True) if found else ((), (), ()))
    )
    keep = first < second
    if asked is not None:
        keep |= ~np.isin(second, chosen)
    first, second, both = first[keep], second[keep], both[keep]
    return pd.DataFrame(
        {
            "term_1": pd.Series(terms[first].astype(object), dtype="str"),
            "term_2": pd.Series(terms[second].astype(object), dtype="str"),
            "n_both": both,
            "n_1": docs[first],
            "n_2": docs[second],
        }
    )


def _block(
    every: CountRows, block: NDArray[np.int64], usable: NDArray[np.int64], min_docs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of one block of terms: first term, second term, shared articles."""
    columns = np.searchsorted(usable, block)
    sums = sparse.csr_matrix((len(block), len(usable)))
    for part in every.blocks(size=block_size(len(block) * len(usable) // 8)):
        holds = sparse.csr_matrix(present(part.counts))
        sums = sums + holds[:, columns].T @ holds
    shared = sparse.coo_matrix(sums)
    often = shared.data >= min_docs
    first, second = block[shared.row[often]], usable[shared.col[often]]
    other = first != second
    return first[other], second[other], shared.data[often][other].astype(np.int64)


def _score(table: pd.DataFrame, measure: str) -> NDArray[np.float64]:
    both, one, two, n = (
        table[name].to_numpy(dtype=np.float64) for name in ("n_both", "n_1", "n_2", "n_articles")
    )
    if measure == "dice":
        return np.asarray(2 * both / (one + two))
    if measure == "npmi":
        everywhere = both == n
        bits = -np.log(np.where(everywhere, 0.5, both / n))
        return np.where(everywhere, 1.0, np.log(n * both / (one * two)) / bits)
    cells = np.array([both, one - both, two - both, n - one - two + both])
    margins = np.array([one * two, one * (n - two), (n - one) * two, (n - one) * (n - two)]) / n
    ratio = 2 * (xlogy(cells, cells) - xlogy(cells, np.where(margins > 0, margins, 1))).sum(axis=0)
    return np.asarray(np.sign(both * n - one * two) * np.maximum(ratio, 0))
