"""Non-negative matrix factorisation with the interface of `LDA`."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from toolkit._core.blas_threads import one_blas_thread
from toolkit._core.checks import check_count
from toolkit._core.memory import memory_budget
from toolkit.errors import InputError, check_option, shorten
from toolkit.models.input_checks import (
    check_n_jobs,
    check_n_topics,
    input_errors,
    read_matrix,
    seed_of,
)
from toolkit.models.nmf.coordinate_descent import factorize, factors_of, rows_of
from toolkit.models.nmf.svd_start import start_factors
from toolkit.models.threads import n_threads
from toolkit.tables.display import ShowsTopics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LOSSES = ("frobenius", "kullback-leibler")
BYTES_PER_ENTRY, BYTES_PER_ARTICLE, BYTES_PER_TERM = 24, 40, 32
"""What a fit takes: per weight, and per topic for each article and term (measured).
"""
LEAST_BYTES = 2**28
"""256 MiB are always allowed."""


class NMF(ShowsTopics, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """Topics by non-negative matrix factorisation, with the interface of `LDA`.

    Takes tf-idf weights as well as counts. The factors are those of scikit-learn's solvers. They
    are no probabilities: rows are divided by their sums to be read as shares. Everything is in
    memory: what does not fit is refused with its size. `LDA` reads counts from disk.

    Parameters
    ----------
    n_topics : int
        Number of topics.
    loss : {"frobenius", "kullback-leibler"}
        Squared error (coordinate descent, in threads) or the generalised Kullback-Leibler
        divergence (scikit-learn's multiplicative updates).
    max_epochs : int
        Most iterations.
    tol : float
        The fit ends when the violation of the optimum, or the gain of the divergence, falls to this
        part of its first value.
    random_state : int, Generator, RandomState or None
        Seed of the solver; in the start (NNDSVDa), only the projections are random.
    n_jobs : int or None
        Threads; None uses all processors. The result does not depend on it.

    Attributes
    ----------
    components_ : ndarray of shape (n_topics, n_terms)
        Weights of the terms, as in scikit-learn.
    topic_term_ : ndarray of shape (n_topics, n_terms)
        The same, with rows that sum to 1.
    terms_ : ndarray of str
        The vocabulary.
    doc_topic_prior_ : ndarray of shape (n_topics,)
        Mean shares of the fitted articles; an article without terms gets these.
    n_epochs_ : int
        Iterations made.
    stopped_because_ : {"tol", "max_epochs"}
        What ended the fit.
    complete_ : bool
        Always True; the tables ask for it.

    References
    ----------
    Lee & Seung (1999), Nature 401, 788-791. doi:10.1038/44565

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[4, 3, 0, 0], [5, 4, 0, 0], [0, 0, 3, 6], [0, 0, 2, 5]])
    >>> NMF(n_topics=2, random_state=0).fit_transform(counts).round(1)
    array([[0., 1.],
           [0., 1.],
           [1., 0.],
           [1., 0.]])
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        loss: str = "frobenius",
        max_epochs: int = 400,
        tol: float = 1e-4,
        random_state: int | np.random.Generator | np.random.RandomState | None = 0,
        n_jobs: int | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.loss = loss
        self.max_epochs = max_epochs
        self.tol = tol
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: None = None) -> NMF:
        """Learn the topics of a DocumentTermMatrix, of TermWeights, or of a matrix."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Any, y: None = None) -> NDArray[np.float64]:
        """Learn the topics and return the shares of the same articles."""
        check(self)
        _check_memory(_matrix(X), self.n_topics)
        matrix = read_matrix(self, X, _matrix(X), reset=True, is_counts=False)
        if matrix.max() <= 0:
            message = f"NMF: none of the {matrix.shape[0]:,} articles has a term. Count with fewer "
            raise InputError(message + "limits (min_docs, max_doc_share).")
        terms = getattr(X, "terms", None)
        self.terms_ = np.asarray(np.arange(matrix.shape[1]) if terms is None else terms, str)
        with _solving():
            raw, n_epochs = self._factors(matrix)
        self.n_epochs_ = self.n_iter_ = n_epochs
        self.stopped_because_ = "max_epochs" if n_epochs >= self.max_epochs else "tol"
        self.complete_ = True
        self.doc_topic_prior_ = _shares(raw, np.ones(self.n_topics)).mean(axis=0)
        # converge fully: an article's shares must not depend on the others in the call
        return self._shares_of(matrix)

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Return topic shares: rows sum to 1, empty articles get ``doc_topic_prior_``."""
        check_is_fitted(self)
        return self._shares_of(read_matrix(self, X, _matrix(X), reset=False, is_counts=False))

    def _factors(self, matrix: Any) -> tuple[NDArray[np.float64], int]:
        """Learn ``components_``; return the factors of the articles and the iterations made."""
        seed = seed_of("NMF", self.random_state) % 2**32
        if self.loss == "frobenius":
            held, n_jobs = sparse.csr_matrix(matrix), n_threads(self.n_jobs)
            sides = rows_of(held), rows_of(held.T)
            start = start_factors(held, sides, self.n_topics, seed=seed, n_jobs=n_jobs)
            found = factorize(sides, start, max_epochs=self.max_epochs, tol=self.tol, n_jobs=n_jobs)
            raw, self.components_, n_epochs = found.rows, found.columns.T, found.n_epochs
        else:
            solver = self._solver(
                matrix.shape, tol=self.tol, max_iter=self.max_epochs, random_state=seed
            )
            raw = solver.fit_transform(matrix)
            self.components_, n_epochs = solver.components_, int(solver.n_iter_)
        _check_finite(matrix, raw, self.components_)
        return raw, n_epochs

    def _shares_of(self, matrix: Any) -> NDArray[np.float64]:
        with _solving():
            if self.loss == "frobenius":
                terms = np.ascontiguousarray(self.components_.T)
                raw = factors_of(matrix, terms, n_threads(self.n_jobs))
            else:
                solver = self._solver(self.components_.shape, tol=1e-8, max_iter=2000)
                solver.components_, solver.n_components_ = self.components_, self.n_topics
                solver.n_features_in_ = self.components_.shape[1]
                raw = solver.transform(matrix)
        _check_finite(matrix, raw)
        return _shares(raw, self.doc_topic_prior_)

    @property
    def topic_term_(self) -> NDArray[np.float64]:
        """Share of each term in each topic; rows sum to 1."""
        check_is_fitted(self)
        n_terms = self.components_.shape[1]
        return _shares(self.components_, np.full(n_terms, 1.0 / n_terms))

    @property
    def _n_features_out(self) -> int:
        return int(self.n_topics)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.positive_only = True
        tags.input_tags.sparse = True
        return tags

    def _solver(self, shape: tuple[int, int], **options: Any) -> Any:
        """Return scikit-learn's solver for the Kullback-Leibler divergence."""
        from sklearn import decomposition

        init = "nndsvda" if self.n_topics <= min(shape) else "random"
        return decomposition.NMF(
            self.n_topics, init=init, solver="mu", beta_loss=self.loss, **options
        )


def check(model: Any) -> None:
    """Raise `InputError` for an impossible option, with the value given."""
    check_option("NMF", "loss", model.loss, LOSSES)
    check_n_topics("NMF", model.n_topics)
    check_count("NMF", "max_epochs", model.max_epochs)
    check_n_jobs("NMF", model.n_jobs)
    is_number = isinstance(model.tol, (int, float, np.number)) and not isinstance(model.tol, bool)
    if not is_number or not 0 <= model.tol < np.inf:
        message = f"NMF: tol must be a number of 0 or more; got {shorten(model.tol)}."
        raise InputError(message)


def _check_memory(matrix: Any, n_topics: int) -> None:
    """Refuse a matrix whose factors do not fit into memory: the solver keeps them all in it."""
    if np.ndim(matrix) != 2:  # scikit-learn's checks say what is wrong
        return
    n_articles, n_terms = np.shape(matrix)
    n_entries = int(getattr(matrix, "nnz", n_articles * n_terms))
    needed = BYTES_PER_ENTRY * n_entries
    needed += n_topics * (BYTES_PER_ARTICLE * n_articles + BYTES_PER_TERM * n_terms)
    if needed <= max(memory_budget(), LEAST_BYTES):
        return
    message = (
        f"NMF: {n_articles:,} articles with {n_entries:,} weights and {n_topics} topics need about "
        f"{needed / 1e9:.1f} GB of memory; the job may take {memory_budget() / 1e9:.1f} GB. Take "
        f"LDA, which reads its counts from disk, fewer topics, or a sample of the articles; or "
        f'allow more memory: use_memory("{-(-needed // 10**9)}GB").'
    )
    raise InputError(message)


def _check_finite(matrix: Any, *factors: NDArray[np.float64]) -> None:
    if not all(np.isfinite(factor).all() for factor in factors):
        message = (
            f"NMF: the factors overflow; the largest weight is {matrix.max():.3g}. Divide the "
            f"weights by it."
        )
        raise InputError(message)


@contextmanager
def _solving() -> Iterator[None]:
    """Keep BLAS on one thread, and leave it to the model to say how the solver ended."""
    with one_blas_thread(), warnings.catch_warnings(), np.errstate(over="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped_because_ says it
        yield  # results are checked for overflow


def _matrix(X: Any) -> Any:
    for name in ("weights", "counts"):
        if hasattr(X, name) and hasattr(X, "terms"):
            return getattr(X, name)
    with input_errors("NMF"):
        return X if sparse.issparse(X) else np.asarray(X)


def _shares(raw: NDArray[np.float64], for_empty: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = raw.sum(axis=1, keepdims=True)
    shares = np.divide(raw, sums, out=np.zeros_like(raw), where=sums > 0)
    shares[sums[:, 0] <= 0] = for_empty / for_empty.sum()
    return np.asarray(shares, dtype=np.float64)
