"""One step of the inference over one block of documents, and the state that it moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from toolkit import _lda_kernels as kernels
from toolkit.lda.threads import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.lda.matrices import Block

LANES = 16  # float32 numbers in one 64-byte line


@dataclass(slots=True)
class State:
    """All that a fit is between two steps.

    N_wk = ``scale * stored[w, k]``, word-major; topics beyond ``n_topics`` are padding.
    """

    n_topics: int
    stored: NDArray[np.float32]
    totals: NDArray[np.float64]
    alpha: NDArray[np.float64]
    eta: float
    scale: float = 1.0
    epoch: int = 0
    step: int = 0
    theta: NDArray[np.float32] | None = None
    bound: list[float] = field(default_factory=list)


def padded(n_topics: int) -> int:
    """Number of topics rounded up to whole lines."""
    return -(-n_topics // LANES) * LANES


def pad(values: NDArray[np.float64], fill: float = 0.0) -> NDArray[np.float32]:
    """Lengthen one value per topic to whole lines, as float32."""
    out = np.full(padded(len(values)), fill, np.float32)
    out[: len(values)] = values
    return out


def rate_of(state: State) -> NDArray[np.float32]:
    """r_k = 1 / (N_k + V eta); zero in the padding, which so never takes part."""
    return pad(1.0 / (state.totals + len(state.stored) * state.eta))


@dataclass(frozen=True, slots=True)
class Expected:
    """What one E-step says about a block: the last t_dk, q_dw and mass_d = sum_k theta_dk."""

    weighted: NDArray[np.float32]
    q: NDArray[np.float32]
    mass: NDArray[np.float32]


def infer(
    state: State, block: Block, theta: NDArray[np.float32], *, n_inner: int, tol: float, n_jobs: int
) -> Expected:
    """E-step: move ``theta`` (in place) ``n_inner`` times at most."""
    expected = Expected(
        np.empty_like(theta),
        np.empty(len(block.terms), np.float32),
        np.empty(len(theta), np.float32),
    )
    rows = (theta, expected.mass, expected.weighted, expected.q)
    topics = (rate_of(state), pad(state.alpha))
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(tol))

    def work(first: int, last: int) -> None:
        document, bounds = (block.offsets, block.terms), (first, last, n_inner)
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
    lists = (block.words, block.word_offsets, block.documents, block.places)
    weighted, q = expected.weighted, expected.q
    scalars = (np.float32(state.scale), np.float32(state.eta), np.float32(gain))

    def work(first: int, last: int) -> None:
        kernels.gather_terms(lists, weighted, q, state.stored, scalars, out, (first, last))

    share_out(work, block.word_offsets, n_jobs)


def tokens_by_topic(state: State, theta: NDArray[np.float32]) -> NDArray[np.float64]:
    """Expected tokens of each topic in a block: the column sums of theta - alpha."""
    sums = theta[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    return np.asarray(sums - len(theta) * pad(state.alpha)[: state.n_topics].astype(np.float64))


def log_likelihood(block: Block, expected: Expected) -> float:
    """Sum over the block of c_dw log(Z_w / mass_d), in nats."""
    mass = np.repeat(expected.mass, np.diff(block.offsets))
    terms = np.log(block.counts / (expected.q * mass))
    return float((terms * block.counts).sum(dtype=np.float64))


def online_step(state: State, block: Block, theta: NDArray[np.float32], **how: float) -> float:
    """Blend the block's counts into N with weight ``rho``; return its log-likelihood.

    N <- (1 - rho) N + rho (C / C_B) n_B    (Foulds 2013, eq. 8; C all tokens, C_B the block's)
    """
    rho, n_tokens, n_jobs = how["rho"], how["n_tokens"], int(how["n_jobs"])
    expected = infer(state, block, theta, n_inner=int(how["n_inner"]), tol=0.0, n_jobs=n_jobs)
    gain = rho * n_tokens / block.n_tokens
    new_scale = state.scale * (1.0 - rho)
    gather(state, block, expected, state.stored, gain=gain / new_scale, n_jobs=n_jobs)
    state.totals = (1.0 - rho) * state.totals + gain * tokens_by_topic(state, theta)
    state.scale = new_scale
    if state.scale < 1e-6:
        state.stored *= np.float32(state.scale)
        state.scale = 1.0
    return log_likelihood(block, expected)
