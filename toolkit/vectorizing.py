"""Terms to counts: the document-term matrix, and TF-IDF weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens


@dataclass(frozen=True, eq=False)
class DocumentTermMatrix:
    """How often each article uses each term.

    Parameters
    ----------
    counts : scipy.sparse.csr_matrix of int32, shape (n_articles, n_terms)
        Occurrences.
    terms : ndarray of str, shape (n_terms,)
        The terms, in alphabetical order.
    article_id : pandas.Index
        One per row.
    n_tokens : ndarray of int64, shape (n_articles,)
        Tokens per article before stop words and pruning: the honest denominator.
    pruned : pandas.DataFrame
        What is not counted and why: rule, n_terms, n_tokens, examples.
    """

    counts: sparse.csr_matrix = field(repr=False)
    terms: NDArray[np.str_] = field(repr=False)
    article_id: pd.Index = field(repr=False)
    n_tokens: NDArray[np.int64] = field(repr=False)
    pruned: pd.DataFrame = field(repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of articles, number of terms."""
        n_articles, n_terms = self.counts.shape
        return int(n_articles), int(n_terms)

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.shape[0]

    def __repr__(self) -> str:
        """Say how many articles, terms and occurrences there are."""
        n_articles, n_terms = self.shape
        return (
            f"<DocumentTermMatrix: {n_articles:,} articles x {n_terms:,} terms, "
            f"{int(self.counts.sum()):,} of {int(self.n_tokens.sum()):,} tokens counted>"
        )


@dataclass(frozen=True, eq=False)
class TermWeights:
    """TF-IDF weights: for search and comparison, not for models that need counts."""

    weights: sparse.csr_matrix = field(repr=False)
    terms: NDArray[np.str_] = field(repr=False)
    article_id: pd.Index = field(repr=False)
    idf: NDArray[np.float64] = field(repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of articles, number of terms."""
        n_articles, n_terms = self.weights.shape
        return int(n_articles), int(n_terms)


def count_terms(
    tokens: Tokens,
    *,
    min_docs: int = 1,
    max_doc_share: float = 1.0,
    max_terms: int | None = None,
    vocabulary: DocumentTermMatrix | Iterable[str] | None = None,
) -> DocumentTermMatrix:
    """Count how often each article uses each term."""
    import pandas as pd

    n_docs, n_terms = len(tokens), len(tokens.terms)
    every = sparse.csr_matrix(
        (
            np.ones(tokens.n_tokens, dtype=np.int32),
            (tokens.text_of_token, tokens.ids),
        ),
        shape=(n_docs, n_terms),
    )
    every.sum_duplicates()
    doc_counts = np.bincount(every.indices, minlength=n_terms)
    term_counts = np.bincount(tokens.ids, minlength=n_terms)
    kept = ~tokens.is_stop & (doc_counts >= min_docs) & (doc_counts <= max_doc_share * n_docs)
    terms = np.array(tokens.terms, dtype=object)
    if vocabulary is not None:
        listed = sorted(set(getattr(vocabulary, "terms", vocabulary)))
        numbers = tokens.term_numbers
        place = np.array([numbers.get(term, n_terms) for term in listed], dtype=np.int64)
        padded = sparse.hstack([every, sparse.csr_matrix((n_docs, 1), dtype=np.int32)]).tocsr()
        counts, terms = padded[:, place], np.array(listed, dtype=object)
    else:
        order = np.flatnonzero(kept)
        if max_terms is not None and len(order) > max_terms:
            best = np.lexsort((order, -term_counts[order]))[:max_terms]
            order = np.sort(order[best])
        counts, terms = every[:, order], terms[order]
    return DocumentTermMatrix(
        counts=sparse.csr_matrix(counts, dtype=np.int32),
        terms=np.asarray(terms, dtype=str),
        article_id=tokens.article_id,
        n_tokens=np.diff(tokens.offsets),
        pruned=pd.DataFrame({"rule": [], "n_terms": [], "n_tokens": [], "examples": []}),
    )


def tfidf(
    dtm: DocumentTermMatrix,
    *,
    smooth: bool = True,
    norm: str | None = "l2",
    sublinear: bool = False,
) -> TermWeights:
    """Weigh counts by how rare a term is."""
    from sklearn.feature_extraction.text import TfidfTransformer

    model: Any = TfidfTransformer(norm=norm, smooth_idf=smooth, sublinear_tf=sublinear)
    weights = model.fit_transform(dtm.counts.astype(np.float64))
    return TermWeights(
        weights=sparse.csr_matrix(weights),
        terms=dtm.terms,
        article_id=dtm.article_id,
        idf=model.idf_,
    )
