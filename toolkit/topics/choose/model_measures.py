"""Measures of a whole model for choosing a number of topics, by their published formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import gammaln, logsumexp

from toolkit._kernels.gibbs import sweep
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

N_BURN_IN, N_KEPT = 20, 20
"""Sweeps before and while samples are kept; few, because sampling starts from a finished fit."""
TOLERANCE = 0.01
ROWS_AT_ONCE = 256


def cao_juan(phi: NDArray[np.float64]) -> float:
    """Mean cosine between two topics: 0 for topics without a common term, 1 for equal ones.

    Examples
    --------
    >>> cao_juan(np.array([[1.0, 0.0], [0.6, 0.8]]))
    0.6
    """
    unit = phi / np.linalg.norm(phi, axis=1, keepdims=True)
    return float((unit @ unit.T)[np.triu_indices(len(phi), 1)].mean())


def arun(
    phi: NDArray[np.float64], theta: NDArray[np.float64], lengths: NDArray[np.float64]
) -> float:
    """Symmetric Kullback-Leibler divergence of singular values of phi and topic sizes, in nats.

    Examples
    --------
    >>> arun(np.eye(2), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([3.0, 3.0]))
    0.0
    """
    values = np.linalg.svd(phi, compute_uv=False)
    sizes = np.sort(lengths @ theta)[::-1]
    p, q = (np.maximum(one / one.sum(), 1e-12) for one in (values, sizes))
    return float(((p - q) * np.log(p / q)).sum())


def residual_dispersion(
    phi: NDArray[np.float64], theta: NDArray[np.float64], counts: sparse.csr_matrix
) -> float:
    """Squared standardised residuals of the counts per degree of freedom: 1 where a model fits.

    Above 1 the counts vary more than the topics explain, which more topics could reduce. Degrees of
    freedom: cells with an expected count above 0.01, minus the parameters of the model. NaN where
    none is left.

    References
    ----------
    Taddy (2012), On estimation and selection for topic models, section 4. AISTATS 22. Degrees of
    freedom as in R's stm, ``checkResiduals`` (Roberts, Stewart & Tingley 2019).
    """
    n_articles, n_terms = counts.shape
    n_topics = len(phi)
    total, n_cells = 0.0, 0
    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    for start in range(0, n_articles, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        chance = theta[part] @ phi
        expected = chance * lengths[part, None]
        n_cells += int((expected > TOLERANCE).sum())
        total += float((expected / (1 - chance)).sum())
        held = counts[part].tocoo()
        x, m, q = held.data, expected[held.row, held.col], chance[held.row, held.col]
        total += float(((x * x - 2 * x * m) / (m * (1 - q))).sum())
    freedom = n_cells - n_terms - n_articles * (n_topics - 1) - n_topics * (n_terms - 1)
    return total / freedom if freedom > 0 else float("nan")


def griffiths(
    model: Any, theta: NDArray[np.float64], counts: sparse.csr_matrix, *, seed: int
) -> float:
    """Log of the harmonic mean of p(words | topics of the tokens) over Gibbs samples, in nats.

    The engine returns one solution, not samples. So each token gets a topic drawn under the fitted
    model; from there, 20 sweeps of collapsed Gibbs sampling are discarded and 20 kept, with the
    model's own priors.

    References
    ----------
    Griffiths & Steyvers (2004), Finding scientific topics, eqs 2 and 5. doi:10.1073/pnas.0307752101
    """
    if not hasattr(model, "topic_term_prior_"):
        message = (
            "search_topics: 'griffiths' is a likelihood under Dirichlet priors, which NMF does "
            "not have. Leave it out, or search with LDA."
        )
        raise InputError(message)
    alpha = np.asarray(model.doc_topic_prior_, dtype=np.float64)
    chain = _Chain(counts, alpha, float(model.topic_term_prior_), np.random.default_rng(seed))
    chain.start(np.asarray(model.topic_term_, dtype=np.float64), theta)
    samples = [chain.sweep() for _ in range(N_BURN_IN + N_KEPT)][N_BURN_IN:]
    return float(np.log(len(samples)) - logsumexp(-np.array(samples)))


class _Chain:
    """The topics of all tokens, and their counts."""

    def __init__(
        self,
        counts: sparse.csr_matrix,
        alpha: NDArray[np.float64],
        eta: float,
        generator: np.random.Generator,
    ) -> None:
        entries = counts.tocoo()
        times = entries.data.astype(np.int64)
        self.documents = np.repeat(entries.row.astype(np.int32), times)
        self.words = np.repeat(entries.col.astype(np.int32), times)
        self.shape, self.alpha, self.eta, self.generator = counts.shape, alpha, eta, generator

    def start(self, phi: NDArray[np.float64], theta: NDArray[np.float64]) -> None:
        """Draw each token's topic with probability theta_dk phi_kw / sum."""
        n_topics, draws = len(phi), self.generator.random(len(self.words))
        self.topics = np.empty(len(self.words), dtype=np.int32)
        for first in range(0, len(self.words), 100_000):
            part = slice(first, first + 100_000)
            heights = np.cumsum(theta[self.documents[part]] * phi[:, self.words[part]].T, axis=1)
            goal = draws[part, None] * heights[:, -1:]
            self.topics[part] = np.minimum((heights < goal).sum(axis=1), n_topics - 1)
        self.by_document = self._counted(self.documents, self.shape[0], n_topics)
        self.by_word = self._counted(self.words, self.shape[1], n_topics)
        self.by_topic = np.bincount(self.topics, minlength=n_topics).astype(np.int64)

    def sweep(self) -> float:
        """Draw every topic once; return log p(words | topics) under the prior of terms."""
        draws = self.generator.random(len(self.words))
        tables = (self.by_document, self.by_word, self.by_topic)
        sweep(self.documents, self.words, self.topics, *tables, self.alpha, self.eta, draws)
        return self.log_likelihood()

    def log_likelihood(self) -> float:
        """Return log p(words | topics of the tokens): equation 2."""
        n_terms, n_topics = self.by_word.shape
        eta = self.eta
        seen = self.by_word[self.by_word > 0]
        value = gammaln(seen + eta).sum() - len(seen) * gammaln(eta)
        value += n_topics * gammaln(n_terms * eta) - gammaln(self.by_topic + n_terms * eta).sum()
        return float(value)

    def _counted(self, rows: NDArray[np.int32], n_rows: int, n_topics: int) -> NDArray[np.int32]:
        places = rows.astype(np.int64) * n_topics + self.topics
        counted = np.bincount(places, minlength=n_rows * n_topics).astype(np.int32)
        return counted.reshape(n_rows, n_topics)
