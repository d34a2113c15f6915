"""TF-IDF weights."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit.errors import check_option
from toolkit.tables.display import Summarized, Summary
from toolkit.tokenizing.block_cuts import text_blocks
from toolkit.tokenizing.buffers import run_parts

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.tokenizing.block_cuts import TextBlock
    from toolkit.vectorizing.matrix import DocumentTermMatrix


FEW_WEIGHTS = 20_000
"""Up to this many weights NumPy scales rows faster than the kernel loads."""

MANY_WEIGHTS = 200_000
"""From this many weights on, threads share the rows."""

BLOCK_WEIGHTS = 1 << 17
"""Weights of a block of rows, which stays in the cache while it is worked on."""


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
    idf = inverse_frequencies(dtm, smooth=smooth) if use_idf else np.ones(dtm.shape[1])
    scale = Weighting(idf, norm, sublinear)
    return TermWeights(
        weights=scale.weigh(sparse.csr_matrix(dtm.counts)),
        terms=dtm.terms,
        article_id=dtm.article_id,
        idf=idf,
        formula=_formula(smooth=smooth, norm=norm, sublinear=sublinear, use_idf=use_idf),
    )


class Weighting(NamedTuple):
    """How counts become weights."""

    idf: NDArray[np.float64]
    norm: str | None
    is_sublinear: bool

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the weights of counts, row by row."""
        weights = scratch_array(counts.nnz, np.float64)
        indices = scratch_array(counts.nnz, counts.indices.dtype)
        work = partial(self._weigh_block, counts, weights, indices)
        n_jobs = 1 if counts.nnz <= MANY_WEIGHTS else None
        deque(run_parts(work, text_blocks(counts.indptr, BLOCK_WEIGHTS), n_jobs=n_jobs), maxlen=0)
        parts: Any = (weights, indices, counts.indptr.copy())
        return sparse.csr_matrix(parts, shape=counts.shape)

    def _weigh_block(
        self,
        counts: sparse.csr_matrix,
        weights: NDArray[np.float64],
        indices: NDArray[Any],
        block: TextBlock,
    ) -> None:
        columns = indices[block.tokens] = counts.indices[block.tokens]
        values, made = counts.data[block.tokens], weights[block.tokens]
        if self.is_sublinear:
            values = np.log(values, out=made)
            values += 1
        _weigh(values, made, columns, rows=block.offsets(counts.indptr), scale=self)
        release_pages(weights, indices, counts.indices, counts.data)


def inverse_frequencies(dtm: DocumentTermMatrix, *, smooth: bool = True) -> NDArray[np.float64]:
    """Return the inverse document frequency of each term; see `tfidf`."""
    n_docs = dtm.term_docs + float(smooth)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log((len(dtm) + float(smooth)) / n_docs) + 1.0)


def _weigh(
    values: NDArray[Any],
    weights: NDArray[np.float64],
    columns: NDArray[Any],
    *,
    rows: NDArray[Any],
    scale: Weighting,
) -> None:
    """Make weights of the values of some rows, which begin and end at ``rows``."""
    if len(weights) > FEW_WEIGHTS:
        from toolkit._kernels import vectorizing as kernels

        norm = {None: kernels.UNSCALED, "l1": kernels.ABSOLUTE, "l2": kernels.SQUARED}[scale.norm]
        unsigned = columns.view(f"u{columns.itemsize}")
        kernels.weigh_rows(values, weights, unsigned, rows, scale.idf, norm)
    else:
        np.multiply(values, scale.idf[columns], out=weights)
        _scale_plainly(weights, np.diff(rows), scale.norm)


def _scale_plainly(weights: NDArray[np.float64], sizes: NDArray[Any], norm: str | None) -> None:
    if norm is None:
        return
    rows = np.repeat(np.arange(len(sizes)), sizes)
    parts = np.abs(weights) if norm == "l1" else weights**2
    lengths = np.bincount(rows, weights=parts, minlength=len(sizes))
    if norm == "l2":
        lengths = np.sqrt(lengths)
    weights /= lengths[rows]


def _formula(*, smooth: bool, norm: str | None, sublinear: bool, use_idf: bool) -> str:
    tf = "(1 + ln tf)" if sublinear else "tf"
    rarity = "ln((1 + n) / (1 + df)) + 1" if smooth else "ln(n / df) + 1"
    weight = f"{tf} * ({rarity})" if use_idf else tf
    return weight if norm is None else f"{weight}, rows scaled to {norm} norm 1"
