"""One step of the inference on one block of documents, and the state that it updates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.mapped_arrays import pieces
from toolkit._core.memory import is_large, scratch_array
from toolkit._kernels import lda as kernels
from toolkit._kernels.short_draws import draw_short_articles
from toolkit.models.threads import share_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Block

LANES = 16  # float32 numbers in one 64-byte line
SMALLEST_SCALE = 1e-6
TINY_ETA = 1e-15  # where the counts already include eta: keeps every probability above zero


@dataclass(slots=True)
class State:
    """The state of a fit between two steps.

    Attributes
    ----------
    n_topics : int
        Number of topics K; the columns of ``n_wk`` beyond it are padding.
    n_wk : ndarray of float32, shape (n_terms, n_padded)
        Tokens of each term in each topic: N_wk = ``scale * n_wk``.
    n_k : ndarray of float64, shape (n_topics,)
        Tokens of each topic: N_k.
    alpha, eta : ndarray of shape (n_topics,), float
        The priors.
    epoch, step : int
        Where the next step is.
    running : float
        Log-likelihood of this epoch's steps so far, in nats.
    batch_from : int
        First batch epoch; -1 before it.
    theta : ndarray of float32, optional
        Topic counts plus alpha of every document, where memory allows to keep them.
    z : ndarray of int16, optional
        Topic of every token, in a fit by Gibbs sampling.
    n_wk_mean : ndarray, optional
        Average of N_wk over epochs, in a fit by Gibbs sampling.
    fold_in_prior : ndarray, optional
        Prior for finding shares after Gibbs sampling.
    is_start_chosen : bool
        False while several starts are being tried.
    n_whole : int
        Incremental epochs over all articles after those on a sample.
    log_likelihood : list of float
        Mean log probability of a token in each epoch, in nats.
    bound : list of float
        The objective of EM before each batch epoch, in nats per token.
    fingerprint : int
        Of the data: what a resumed fit must be given again.
    n_tokens_seen : float
        Tokens of all batches given to `partial_fit`.
    """

    n_topics: int
    n_wk: NDArray[np.float32]
    n_k: NDArray[np.float64]
    alpha: NDArray[np.float64]
    eta: float
    scale: float = 1.0
    epoch: int = 0
    step: int = 0
    running: float = 0.0
    batch_from: int = -1
    theta: NDArray[np.float32] | None = None
    z: NDArray[np.int16] | None = None
    n_wk_mean: NDArray[np.float32] | None = None
    fold_in_prior: NDArray[np.float64] | None = None
    is_start_chosen: bool = True
    n_whole: int = -1
    log_likelihood: list[float] = field(default_factory=list)
    bound: list[float] = field(default_factory=list)
    fingerprint: int = 0
    n_tokens_seen: float = 0.0

    @property
    def learned_n_wk(self) -> NDArray[np.float32]:
        """Return the counts of the final model: averaged after Gibbs sampling; before ``scale``."""
        return self.n_wk if self.n_wk_mean is None else self.n_wk_mean

    @property
    def fold_in_alpha(self) -> NDArray[np.float64]:
        """Return the prior for finding shares: raised after Gibbs sampling, else alpha."""
        return self.alpha if self.fold_in_prior is None else self.fold_in_prior


@dataclass(frozen=True, slots=True)
class EStepOptions:
    """Updates of theta in an E-step: how many at most, how many of them over-relaxed, tol."""

    n_inner: int
    n_relaxed: int = 0
    tol: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """The result of an E-step on a block: the last t_dk, q_dw and mass_d = sum_k theta_dk."""

    weighted: NDArray[np.float32]
    q: NDArray[np.float32]
    mass: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Draw:
    """The tokens of some documents, and what drawing their topics needs.

    Attributes
    ----------
    token_offsets : ndarray of int64, shape (n_documents + 1,)
        Where the tokens of each document begin.
    uniform : ndarray of float32, shape (n_tokens, n_sweeps)
        Random numbers from 0 to 1.
    z_old : ndarray of int16, shape (n_tokens,)
        Topic under which N_wk counts each token; -1: not counted.
    z : ndarray of int16, shape (n_tokens,)
        Receives the topics drawn.
    """

    token_offsets: NDArray[np.int64]
    uniform: NDArray[np.float32]
    z_old: NDArray[np.int16]
    z: NDArray[np.int16]


class Entries(NamedTuple):
    """The non-zero counts of some documents: offsets of the documents, terms and counts."""

    offsets: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SeedPrior:
    """Pseudo-counts of guided topics: ``counts[i, k]`` of the term ``terms[i]`` in topic k."""

    terms: NDArray[np.int64]
    counts: NDArray[np.float32]


def padded(n_topics: int) -> int:
    """Round the number of topics up to whole cache lines."""
    return -(-n_topics // LANES) * LANES


def row_array(shape: tuple[int, int], make: Callable[..., Any] = np.empty) -> NDArray[np.float32]:
    """Make rows of whole cache lines that also begin where a line begins.

    numpy's arrays begin anywhere in a line: then every sixteen topics lie in two.
    """
    size = shape[0] * shape[1]
    whole = make(size + LANES, np.float32)
    first = -whole.ctypes.data // whole.itemsize % LANES
    rows: NDArray[np.float32] = whole[first : first + size].reshape(shape)
    return rows


def pad(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Pad one value per topic with zeros to whole cache lines, as float32."""
    out = np.zeros(padded(len(values)), np.float32)
    out[: len(values)] = values
    return out


def rate_of(state: State) -> NDArray[np.float32]:
    """Return r_k = 1 / (N_k + V eta); 0 in the padding, which therefore has no effect."""
    return pad(1.0 / (state.n_k + len(state.n_wk) * state.eta))


def fixed_state(topics: NDArray[Any], alpha: NDArray[np.float64]) -> State:
    """Return the state of a fixed model.

    ``topics`` (topics x terms) are pseudo-counts or probabilities; rows are divided by their sums.
    """
    n_topics, n_terms = topics.shape
    n_wk = row_array((n_terms, padded(n_topics)), np.zeros)
    n_wk[:, :n_topics] = topics.T
    return State(n_topics, n_wk, topics.sum(axis=1, dtype=np.float64), alpha, TINY_ETA)


def prior_rows(state: State, n_rows: int) -> NDArray[np.float32]:
    """Return theta before the first update: the prior in every row."""
    prior = pad(state.alpha)
    theta = row_array((n_rows, len(prior)))
    theta[:] = prior
    return theta


def kept_prior_rows(state: State, n_rows: int) -> NDArray[np.float32]:
    """Return the same for the whole fit: on disk if it is large."""
    prior = pad(state.alpha)
    shape = (n_rows, len(prior))
    on_disk = is_large(n_rows * prior.nbytes)
    theta = scratch_array(shape, np.float32) if on_disk else row_array(shape)
    for part in pieces(n_rows, theta):
        theta[part] = prior
    return theta


def infer(
    state: State, block: Block, theta: NDArray[np.float32], *, options: EStepOptions, n_jobs: int
) -> Expected:
    """E-step: update ``theta`` in place."""
    expected = Expected(
        row_array((len(theta), theta.shape[1])),
        np.empty(len(block.terms), np.float32),
        np.empty(len(theta), np.float32),
    )
    rows = (theta, expected.mass, expected.weighted, expected.q)
    topics = (rate_of(state), pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(options.tol))
    document = (block.offsets, block.terms)

    def work(first: int, last: int) -> None:
        bounds = (first, last, options.n_inner, options.n_relaxed)
        kernels.infer_topics(document, block.counts, topics, state.n_wk, scalars, rows, bounds)

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
    index = block.by_term
    weighted, q = expected.weighted, expected.q
    if block.times is not None:
        q = q * block.per_entry(block.times)
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(gain))

    def work(first: int, last: int) -> None:
        kernels.gather_terms(index, weighted, q, state.n_wk, scalars, out, (first, last))

    share_out(work, index.offsets, n_jobs)


def draw(state: State, entries: Entries, tokens: Draw, *, n_jobs: int) -> NDArray[np.float64]:
    """Draw the topic of every token; return sum log P(token | all others) by document, in nats."""
    scores = np.zeros(len(entries.offsets) - 1)
    document = (entries.offsets, entries.terms, tokens.token_offsets)
    topics = (rate_of(state), pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta))
    labels = (tokens.z_old, tokens.z)

    def work(first: int, last: int) -> None:
        bounds = (first, last)
        draw_short_articles(
            document,
            entries.counts,
            topics,
            state.n_wk,
            scalars,
            tokens.uniform,
            labels,
            scores,
            bounds,
        )

    share_out(work, tokens.token_offsets, n_jobs)
    return scores


def recount(state: State, block: Block, tokens: Draw) -> None:
    """Move the block's tokens in N_wk and N_k from topic z_old to topic z; whole counts only."""
    moves = np.zeros(state.n_topics, np.int64)
    labels = (tokens.z_old, tokens.z)
    kernels.move_tokens(block.terms, block.counts, labels, state.n_wk, moves)
    state.n_k += moves


def tokens_by_topic(
    state: State, theta: NDArray[np.float32], times: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """Return the expected tokens of each topic in a block: column sums of theta - alpha."""
    n_rows: Any = len(theta)
    if times is not None:
        theta, n_rows = theta * times[:, None], times.sum(dtype=np.float64)
    sums = theta[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    alpha = pad(state.alpha)[: state.n_topics].astype(np.float64)
    return np.asarray(np.maximum(sums - n_rows * alpha, 0.0))


def log_likelihood(block: Block, expected: Expected) -> float:
    """Sum over the block of c_dw log(Z_w / mass_d), in nats."""
    terms = np.log(block.counts / (expected.q * block.per_entry(expected.mass)))
    terms *= block.counts
    if block.times is not None:
        terms *= block.per_entry(block.times)
    return float(terms.sum(dtype=np.float64))


def sharpen(theta: NDArray[np.float32], power: float) -> None:
    """Raise each row's shares, relative to its largest, to ``power``, in place."""
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
    seed_prior: SeedPrior | None,
    n_jobs: int,
) -> None:
    """Blend the block's expected counts into N_wk and N_k.

    N <- (1 - rho) N + gain n_B + rho E,  gain = rho C / C_B

    with C all tokens, C_B those of the block, and E the pseudo-counts of guided topics. The factor
    1 - rho is kept in ``scale``, so that only the rows of the block's terms are written.

    References
    ----------
    Foulds, Boyles, DuBois, Smyth & Welling (2013), Stochastic collapsed variational Bayesian
    inference for LDA, eqs. 8-9. doi:10.1145/2487575.2487697
    """
    new_scale = state.scale * (1.0 - rho)
    gather(state, block, expected, state.n_wk, gain=gain / new_scale, n_jobs=n_jobs)
    state.n_k = (1.0 - rho) * state.n_k + gain * counted
    state.scale = new_scale
    if seed_prior is not None:
        state.n_wk[seed_prior.terms] += seed_prior.counts * np.float32(rho / new_scale)
        state.n_k += rho * seed_prior.counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    if state.scale < SMALLEST_SCALE:
        state.n_wk *= np.float32(state.scale)
        state.scale = 1.0


def prior_terms(state: State, block: Block, expected: Expected) -> float:
    """Sum over a block's documents of sum_k alpha_k log(theta_dk / mass_d), in nats."""
    K = state.n_topics
    with np.errstate(divide="ignore"):
        share = (
            np.log(expected.weighted[:, :K] / rate_of(state)[:K]) - np.log(expected.mass)[:, None]
        )
    if block.times is not None:
        share *= block.times[:, None]
    return float((share.sum(axis=0, dtype=np.float64) * state.alpha).sum())


def topic_terms(state: State) -> float:
    """Sum over terms and topics of eta log phi_wk, in nats."""
    K = state.n_topics
    total = 0.0
    for first in range(0, len(state.n_wk), 4096):
        rows = state.n_wk[first : first + 4096, :K] * np.float32(state.scale)
        total += float(np.log(rows + np.float32(state.eta)).sum(dtype=np.float64))
    rates = np.log(state.n_k + len(state.n_wk) * state.eta)
    return state.eta * (total - len(state.n_wk) * float(rates.sum()))
