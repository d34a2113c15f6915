"""The estimator: scikit-learn's conventions around the inference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from toolkit.lda import steps
from toolkit.lda.matrices import as_counts, content_order, cut_blocks, matrix_of, take_rows
from toolkit.lda.threads import n_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_ENTRIES = 150_000


class IncompleteFitWarning(UserWarning):
    """The fit was interrupted: the model is usable, but not what a whole fit would give."""


class TooManyTopicsWarning(UserWarning):
    """There are more topics than the documents or terms can tell apart."""


class LDA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """Latent Dirichlet allocation.

    Parameters
    ----------
    n_topics : int
        Number of topics.
    doc_topic_prior, topic_term_prior : float
        alpha and eta.
    max_epochs : int
        Passes over the articles at most.
    tol : float
        Stop when the bound moves less than this share of itself, twice running.
    random_state : int
        Same seed, same topics, byte for byte.
    n_jobs : int or None
        Threads; None takes all processors. The result does not depend on it.

    Attributes
    ----------
    components_ : ndarray of shape (n_topics, n_terms)
        Expected tokens of each term in each topic plus the prior.
    terms_ : ndarray of str
        The vocabulary.
    bound_ : ndarray
        Log-likelihood per token after each epoch, in nats.
    n_epochs_, stopped_because_, complete_
        How the fit ended.
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        doc_topic_prior: float = 0.1,
        topic_term_prior: float = 0.01,
        max_epochs: int = 50,
        tol: float = 1e-4,
        random_state: int = 0,
        n_jobs: int | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.doc_topic_prior = doc_topic_prior
        self.topic_term_prior = topic_term_prior
        self.max_epochs = max_epochs
        self.tol = tol
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: None = None) -> LDA:  # noqa: ARG002 - scikit-learn's signature
        """Learn the topics of a DocumentTermMatrix or a matrix of counts."""
        data = as_counts(matrix_of(X))
        self.n_features_in_ = data.n_terms
        self.terms_ = np.asarray(X.terms if hasattr(X, "terms") else np.arange(data.n_terms), str)
        data = take_rows(data, content_order(data, int(self.random_state)))
        blocks = cut_blocks(data, BLOCK_ENTRIES)
        jobs = n_threads(self.n_jobs)
        state = self._start(data)
        state.theta = np.tile(steps.pad(state.alpha), (data.n_documents, 1))
        self.stopped_because_ = "max_epochs"
        for epoch in range(self.max_epochs):
            total = 0.0
            for place, block in enumerate(blocks):
                rho = (place + 2.0) ** -0.7 if epoch == 0 else block.n_tokens / data.n_tokens
                how = {"rho": rho, "n_tokens": data.n_tokens, "n_jobs": jobs}
                how["n_inner"] = 5 if epoch == 0 else 2
                total += steps.online_step(state, block, state.theta[block.rows], **how)
            state.bound.append(total / data.n_tokens)
            if _settled(state.bound, self.tol):
                self.stopped_because_ = "tol"
                break
        self._finish(state)
        return self

    def _start(self, data: Any) -> steps.State:
        rng = np.random.default_rng(self.random_state)
        K = self.n_topics
        stored = np.zeros((data.n_terms, steps.padded(K)), np.float32)
        frequency = np.bincount(data.terms, data.counts, minlength=data.n_terms)
        noise = rng.gamma(1.0, 1.0, (data.n_terms, K))
        stored[:, :K] = noise * (frequency / K)[:, None]
        totals = stored[:, :K].sum(axis=0, dtype=np.float64)
        alpha = np.full(K, float(self.doc_topic_prior))
        return steps.State(K, stored, totals, alpha, float(self.topic_term_prior))

    def _finish(self, state: steps.State) -> None:
        counts = state.stored[:, : self.n_topics].T * np.float32(state.scale)
        self.components_ = np.ascontiguousarray(counts + np.float32(state.eta))
        self.doc_topic_prior_ = state.alpha.copy()
        self.topic_term_prior_ = state.eta
        self.bound_ = np.array(state.bound)
        self.n_epochs_ = len(state.bound)
        self.complete_ = True
        self._state = state

    @property
    def topic_term_(self) -> NDArray[np.float64]:
        """Probability of each term in each topic; rows sum to 1."""
        check_is_fitted(self)
        components = self.components_.astype(np.float64)
        return np.asarray(components / components.sum(axis=1, keepdims=True))

    @property
    def _n_features_out(self) -> int:
        return int(self.n_topics)

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of each article; rows sum to 1, an article without terms gets the prior."""
        check_is_fitted(self)
        data = as_counts(matrix_of(X))
        shares = np.empty((data.n_documents, self.n_topics))
        for block in cut_blocks(data, BLOCK_ENTRIES):
            theta = np.tile(steps.pad(self.doc_topic_prior_), (len(block.offsets) - 1, 1))
            how = {"n_inner": 100, "tol": 1e-4, "n_jobs": n_threads(self.n_jobs)}
            steps.infer(self._state, block, theta, **how)
            theta = theta[:, : self.n_topics].astype(np.float64)
            shares[block.rows] = theta / theta.sum(axis=1, keepdims=True)
        return shares

    def fit_transform(self, X: Any, y: None = None, **_: Any) -> NDArray[np.float64]:
        """Fit, then give the topic shares of the same articles."""
        return self.fit(X, y).transform(X)


def _settled(bound: list[float], tol: float) -> bool:
    if len(bound) < 3:
        return False
    a, b, c = bound[-3:]
    return max(abs(b - a), abs(c - b)) < tol * abs(c)
