"""TF-IDF weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from toolkit.errors import check_option
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.vectorizing.matrix import DocumentTermMatrix


@dataclass(frozen=True, eq=False, repr=False)
class TermWeights(Summarized):
    """TF-IDF weights, for search and comparison; count models such as LDA refuse them.

    Parameters
    ----------
    weights : scipy.sparse.csr_matrix of float64, shape (n_articles, n_terms)
        The weights.
    terms : ndarray of str, shape (n_terms,)
        The terms, sorted.
    article_id : pandas.Index
        One per row.
    idf : ndarray of float64, shape (n_terms,)
        Inverse document frequency of each term; 1 if not used.
    formula : str
        The formula of a weight, for display.
    """

    weights: sparse.csr_matrix = field(repr=False)
    terms: NDArray[np.str_] = field(repr=False)
    article_id: pd.Index = field(repr=False)
    idf: NDArray[np.float64] = field(repr=False)
    formula: str

    @property
    def shape(self) -> tuple[int, int]:
        """Number of articles, number of terms."""
        n_articles, n_terms = self.weights.shape
        return int(n_articles), int(n_terms)

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.shape[0]

    def _summary(self) -> Summary:
        n_articles, n_terms = self.shape
        facts = (("articles", n_articles), ("terms", n_terms), ("weight", self.formula))
        return Summary("Term weights", facts)


def tfidf(
    dtm: DocumentTermMatrix,
    *,
    smooth: bool = True,
    norm: str | None = "l2",
    sublinear: bool = False,
    use_idf: bool = True,
) -> TermWeights:
    """Weight counts by inverse document frequency: ``tf * idf``, rows scaled to length 1.

    With ``n`` articles, ``df`` of them using the term, and ``tf`` its count in the article,

    ========================  ==========================================
    smooth                    ``idf = ln((1 + n) / (1 + df)) + 1``
    not smooth                ``idf = ln(n / df) + 1``
    without ``use_idf``       ``idf = 1``
    sublinear                 ``1 + ln(tf)`` in place of ``tf``
    norm "l2"                 row divided by the root of its sum of squares
    norm "l1"                 row divided by its sum
    ========================  ==========================================

    These are the weights of scikit-learn's TfidfTransformer (``smooth_idf``, ``norm``,
    ``sublinear_tf``, ``use_idf``).

    Parameters
    ----------
    dtm : DocumentTermMatrix
        From `count_terms`.
    smooth : bool
        Add one article that uses every term, so that no ``df`` is 0.
    norm : {"l2", "l1"} or None
        Norm that rows are scaled to 1 by; None leaves them unscaled.
    sublinear : bool
        Replace ``tf`` by ``1 + ln(tf)``.
    use_idf : bool
        False leaves the idf factor out.

    Returns
    -------
    TermWeights
        Weights, terms, article ids, the idf used, and the formula.

    Raises
    ------
    InputError
        If the norm is unknown.

    References
    ----------
    Spärck Jones (1972), Journal of Documentation 28(1). doi:10.1108/eb026526

    Examples
    --------
    >>> import toolkit as tt
    >>> dtm = tt.count_terms(tt.tokenize(["Talks, talks.", "Talks fail."]))
    >>> tt.tfidf(dtm, norm=None).weights.toarray().round(2).tolist()
    [[0.0, 2.0], [1.41, 1.0]]
    """
    check_option("tfidf", "norm", norm, ("l2", "l1", None))
    weights = sparse.csr_matrix(dtm.counts, dtype=np.float64, copy=True)
    idf = _idf(dtm, smooth=smooth) if use_idf else np.ones(dtm.shape[1])
    if sublinear:
        weights.data = 1 + np.log(weights.data)
    weights.data *= idf[weights.indices]
    _scale_rows(weights, norm)
    return TermWeights(
        weights=weights,
        terms=dtm.terms,
        article_id=dtm.article_id,
        idf=idf,
        formula=_formula(smooth=smooth, norm=norm, sublinear=sublinear, use_idf=use_idf),
    )


def _idf(dtm: DocumentTermMatrix, *, smooth: bool) -> NDArray[np.float64]:
    n_docs = np.bincount(dtm.counts.indices, minlength=dtm.shape[1]) + float(smooth)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log((len(dtm) + float(smooth)) / n_docs) + 1.0)


def _scale_rows(weights: sparse.csr_matrix, norm: str | None) -> None:
    if norm is None:
        return
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    sizes = np.abs(weights.data) if norm == "l1" else weights.data**2
    lengths = np.bincount(rows, weights=sizes, minlength=weights.shape[0])
    if norm == "l2":
        lengths = np.sqrt(lengths)
    weights.data /= lengths[rows]


def _formula(*, smooth: bool, norm: str | None, sublinear: bool, use_idf: bool) -> str:
    tf = "(1 + ln tf)" if sublinear else "tf"
    rarity = "ln((1 + n) / (1 + df)) + 1" if smooth else "ln(n / df) + 1"
    weight = f"{tf} * ({rarity})" if use_idf else tf
    return weight if norm is None else f"{weight}, rows scaled to {norm} norm 1"
