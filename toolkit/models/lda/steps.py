"""One step of the inference over one block of documents, and the state that it moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels import lda as kernels
from toolkit.models.lda.threads import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Block

LANES = 16  # float32 numbers in one 64-byte line
SMALLEST_SCALE = 1e-6
WHISPER = 1e-15  # for eta where it is in the counts already: no term is quite impossible


@dataclass(slots=True)
class State:
    """All that a fit is between two steps.

    N_wk = ``scale * stored[w, k]``, word-major; topics beyond ``n_topics`` are padding. ``epoch``
    and ``step`` say where the next step is, ``running`` is the log-likelihood of this epoch's
    steps so far, ``batch_from`` the epoch from which the steps are whole batches (-1: not yet).
    In a fit by drawing, ``drawn`` holds the topic of every token, and ``mean`` is N averaged over
    the late epochs, ``folding`` the prior with which shares are found. ``chosen`` is False while
    starts are still being tried.
    """

    n_topics: int
    stored: NDArray[np.float32]
    totals: NDArray[np.float64]
    alpha: NDArray[np.float64]
    eta: float
    scale: float = 1.0
    epoch: int = 0
    step: int = 0
    running: float = 0.0
    batch_from: int = -1
    theta: NDArray[np.float32] | None = None
    drawn: NDArray[np.int16] | None = None
    mean: NDArray[np.float32] | None = None
    folding: NDArray[np.float64] | None = None
    chosen: bool = True
    bound: list[float] = field(default_factory=list)
    fingerprint: int = 0
    n_tokens_seen: float = 0.0

    @property
    def learnt(self) -> NDArray[np.float32]:
        """N as the fit gives it: averaged after drawing, else as it stands (before ``scale``)."""
        return self.stored if self.mean is None else self.mean

    @property
    def fold_in_alpha(self) -> NDArray[np.float64]:
        """The prior with which shares are found: raised after drawing, else alpha."""
        return self.alpha if self.folding is None else self.folding


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard an E-step tries: updates of theta at most, how many of them over-relaxed, tol."""

    n_inner: int
    n_relaxed: int = 0
    tol: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What one E-step says about a block: the last t_dk, q_dw and mass_d = sum_k theta_dk."""

    weighted: NDArray[np.float32]
    q: NDArray[np.float32]
    mass: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Draw:
    """The tokens of some documents, and what is needed to draw their topics.

    ``token_offsets`` says where each document's tokens begin; ``uniform`` (n_tokens, n_sweeps)
    holds the random numbers, ``held`` the topics under which N counts the tokens (-1: it does
    not), ``drawn`` takes the new ones.
    """

    token_offsets: NDArray[np.int64]
    uniform: NDArray[np.float32]
    held: NDArray[np.int16]
    drawn: NDArray[np.int16]


Entries = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.float32]"]


@dataclass(frozen=True, slots=True)
class Guide:
    """Pseudo-counts of the guided topics: ``counts[i, k]`` for the term ``terms[i]``."""

    terms: NDArray[np.int64]
    counts: NDArray[np.float32]


def padded(n_topics: int) -> int:
    """Round the number of topics up to whole lines."""
    return -(-n_topics // LANES) * LANES


def pad(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Lengthen one value per topic to whole lines with zeros, as float32."""
    out = np.zeros(padded(len(values)), np.float32)
    out[: len(values)] = values
    return out


def rate_of(state: State) -> NDArray[np.float32]:
    """Return r_k = 1 / (N_k + V eta); zero in the padding, which so never takes part."""
    return pad(1.0 / (state.totals + len(state.stored) * state.eta))


def fixed_state(topics: NDArray[Any], alpha: NDArray[np.float64]) -> State:
    """Return the state of a model that is only read.

    ``topics`` (topics x terms) are pseudo-counts or probabilities: they are divided by their sums.
    """
    n_topics, n_terms = topics.shape
    stored = np.zeros((n_terms, padded(n_topics)), np.float32)
    stored[:, :n_topics] = topics.T
    return State(n_topics, stored, topics.sum(axis=1, dtype=np.float64), alpha, WHISPER)


def prior_rows(state: State, n_rows: int) -> NDArray[np.float32]:
    """Return theta before anything is known of the documents."""
    return np.tile(pad(state.alpha), (n_rows, 1))


def infer(
    state: State, block: Block, theta: NDArray[np.float32], *, effort: Effort, n_jobs: int
) -> Expected:
    """E-step: move ``theta``, in place."""
    expected = Expected(
        np.empty_like(theta),
        np.empty(len(block.terms), np.float32),
        np.empty(len(theta), np.float32),
    )
    rows = (theta, expected.mass, expected.weighted, expected.q)
    topics = (rate_of(state), pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(effort.tol))
    document = (block.offsets, block.terms)

    def work(first: int, last: int) -> None:
        bounds = (first, last, effort.n_inner, effort.n_relaxed)
        kernels.infer_topics(document, block.counts, topics, state.stored, scalars, rows, bounds)

    share_out(work, block.offsets, n_jobs)
    return expected


def gather(
    state: State,
    block: Block,
    expected: Expected,
    out: NDArray[np.float32],
    *,
    gain: float,
    n_jobs: int,
) -> None:
    """M-step: add ``gain`` times the block's expected counts to ``out``."""
    lists = block.by_term
    weighted, q = expected.weighted, expected.q
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(gain))

    def work(first: int, last: int) -> None:
        kernels.gather_terms(lists, weighted, q, state.stored, scalars, out, (first, last))

    share_out(work, lists[1], n_jobs)


def draw(state: State, entries: Entries, tokens: Draw, *, n_jobs: int) -> NDArray[np.float64]:
    """Draw the tokens' topics; return each document's sum of log P(token | all others), in nats."""
    offsets, terms, counts = entries
    scores = np.zeros(len(offsets) - 1)
    document = (offsets, terms, tokens.token_offsets)
    topics = (rate_of(state), pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta))
    labels = (tokens.held, tokens.drawn)

    def work(first: int, last: int) -> None:
        bounds = (first, last)
        kernels.draw_topics(
            document, counts, topics, state.stored, scalars, tokens.uniform, labels, scores, bounds
        )

    share_out(work, tokens.token_offsets, n_jobs)
    return scores


def recount(state: State, block: Block, tokens: Draw, *, n_jobs: int) -> None:
    """Move the block's tokens in N from the topics held to those drawn; whole counts only."""
    lists = block.by_term
    starts = np.concatenate([[0], np.cumsum(block.counts.astype(np.int64))])
    labels = (tokens.held, tokens.drawn)

    def work(first: int, last: int) -> None:
        kernels.recount_terms(lists, starts, labels, state.stored, (first, last))

    share_out(work, lists[1], n_jobs)
    K = state.n_topics
    state.totals += np.bincount(tokens.drawn, minlength=K)
    state.totals -= np.bincount(tokens.held[tokens.held >= 0], minlength=K)


def tokens_by_topic(state: State, theta: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the expected tokens of each topic in a block: the column sums of theta - alpha."""
    sums = theta[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    alpha = pad(state.alpha)[: state.n_topics].astype(np.float64)
    return np.asarray(np.maximum(sums - len(theta) * alpha, 0.0))


def log_likelihood(block: Block, expected: Expected) -> float:
    """Sum over the block of c_dw log(Z_w / mass_d), in nats."""
    mass = np.repeat(expected.mass, np.diff(block.offsets))
    terms = np.log(block.counts / (expected.q * mass))
    return float((terms * block.counts).sum(dtype=np.float64))


def sharpen(theta: NDArray[np.float32], power: float) -> None:
    """Raise each row's shares to ``power``, in place, leaving its leading topics as they were."""
    largest = theta.max(axis=1, keepdims=True)
    theta *= np.maximum(theta / largest, np.float32(1e-9)) ** np.float32(power - 1.0)


def online_step(
    state: State,
    block: Block,
    expected: Expected,
    counted: NDArray[np.float64],
    *,
    rho: float,
    gain: float,
    guide: Guide | None,
    n_jobs: int,
) -> None:
    """Blend the block's expected counts into N.

    N <- (1 - rho) N + gain n_B + rho E,  gain = rho C / C_B

    with C all tokens, C_B the block's, and E the pseudo-counts of guided topics. Forgetting is a
    factor kept aside in ``scale``, so that only the rows of the block's terms are written.

    References
    ----------
    Foulds, Boyles, DuBois, Smyth & Welling (2013), Stochastic collapsed variational Bayesian
    inference for LDA, eqs. 8-9. doi:10.1145/2487575.2487697
    """
    new_scale = state.scale * (1.0 - rho)
    gather(state, block, expected, state.stored, gain=gain / new_scale, n_jobs=n_jobs)
    state.totals = (1.0 - rho) * state.totals + gain * counted
    state.scale = new_scale
    if guide is not None:
        state.stored[guide.terms] += guide.counts * np.float32(rho / new_scale)
        state.totals += rho * guide.counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    if state.scale < SMALLEST_SCALE:
        state.stored *= np.float32(state.scale)
        state.scale = 1.0


def prior_terms(state: State, expected: Expected) -> float:
    """Sum over a block's documents of sum_k alpha_k log(theta_dk / mass_d), in nats."""
    K = state.n_topics
    with np.errstate(divide="ignore"):
        share = (
            np.log(expected.weighted[:, :K] / rate_of(state)[:K]) - np.log(expected.mass)[:, None]
        )
    return float((share.sum(axis=0, dtype=np.float64) * state.alpha).sum())


def topic_terms(state: State) -> float:
    """Sum over terms and topics of eta log phi_wk, in nats."""
    K = state.n_topics
    total = 0.0
    for first in range(0, len(state.stored), 4096):
        rows = state.stored[first : first + 4096, :K] * np.float32(state.scale)
        total += float(np.log(rows + np.float32(state.eta)).sum(dtype=np.float64))
    rates = np.log(state.totals + len(state.stored) * state.eta)
    return state.eta * (total - len(state.stored) * float(rates.sum()))
