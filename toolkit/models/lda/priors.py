"""The Dirichlet priors, learned by Minka's fixed point from drawn and from expected counts.

The document-topic prior is learned from topics *drawn* for the tokens of a sample of articles, with
phi fixed (Monte Carlo EM). Expected counts do not work: they give every article a little of every
topic, and the prior that explains such counts is three times too large.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.special import psi

from toolkit._core.distinct_codes import renumbered
from toolkit._kernels.lda import draw_topics
from toolkit.models.lda import steps
from toolkit.models.lda.blocks import cut_blocks
from toolkit.models.lda.heldout import ONCE, split_tokens
from toolkit.models.threads import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Block
    from toolkit.models.lda.fit_job import Job
    from toolkit.models.lda.matrices import Counts
    from toolkit.models.lda.steps import State

FLOOR, CEILING = 1e-5, 1e3
LEARNED_AFTER = (1, 4, 8, 16, 32, 64)  # epochs
SAMPLE_TOKENS, SAMPLE_ROWS, SAMPLE_TERMS, SWEEPS = 250_000, 20_000, 1_000, 5
RAISED = tuple(2 ** (half / 2) for half in range(9))  # 1 to 16
FOLD_IN = steps.EStepOptions(n_inner=100, tol=1e-3)
FIRST_SAMPLE_TOKENS = 60_000  # for the first, rough estimate of alpha


def learn(state: State, job: Job) -> None:
    """Update the priors of ``state`` that the job is to learn."""
    if job.learn_alpha:
        n_dk = draw_counts(state, job)
        times = None if job.data.times is None else job.data.times[: n_dk.shape[0]]
        state.alpha = learn_alpha(n_dk, state.alpha, times=times)
    if job.learn_eta and state.epoch > 1:
        expected = sample_terms(state)
        state.eta = learn_eta(expected, state.n_k, state.eta, n_terms=len(state.n_wk))


def sample_terms(state: State) -> NDArray[np.float64]:
    """Return N_wk of an evenly spaced sample of terms."""
    step = max(1, len(state.n_wk) // SAMPLE_TERMS)
    return state.n_wk[::step, : state.n_topics].astype(np.float64) * state.scale


def draw_counts(state: State, job: Job) -> sparse.csr_matrix:
    """Draw N_dk of the first articles of the (shuffled) data, with phi fixed."""
    most = job.alpha_tokens if state.epoch > 1 else FIRST_SAMPLE_TOKENS
    token_offsets = sample_offsets(job.data, most)
    sample = _thinned(job.data.head(len(token_offsets) - 1), most)
    token_offsets = sample_offsets(sample, most)
    rng = np.random.default_rng([job.seed, state.epoch, 1])
    uniform = rng.random((int(token_offsets[-1]), SWEEPS), dtype=np.float32)
    z = draw(state, sample, token_offsets, uniform, n_jobs=job.n_jobs)
    return counts_of(z, token_offsets, state.n_topics)


def _thinned(data: Counts, n_tokens: int) -> Counts:
    """Return the data with longer rows cut to ``n_tokens`` in proportion: a bound on memory."""
    lengths = data.lengths
    if lengths.max(initial=0.0) <= n_tokens:
        return data
    kept = np.repeat(np.minimum(1.0, n_tokens / np.maximum(lengths, 1.0)), np.diff(data.offsets))
    return replace(data, counts=np.floor(data.counts * kept).astype(np.float32))


def draw(
    state: State,
    data: Counts,
    token_offsets: NDArray[np.int64],
    uniform: NDArray[np.float32],
    *,
    n_jobs: int,
) -> NDArray[np.int16]:
    """Return topics drawn for all tokens, with phi fixed; ``uniform`` has a column a sweep."""
    z = np.empty(len(uniform), np.int16)
    longest = int(np.diff(token_offsets).max(initial=0))
    document = (data.offsets, data.terms, token_offsets)
    rate, alpha = steps.rate_of(state), steps.pad(state.alpha)
    topics = (rate, alpha, np.arange(len(alpha), dtype=np.int32))
    scalars = (np.float32(state.scale), np.float32(state.eta))
    inputs = (document, data.counts, topics, state.n_wk, scalars, uniform)

    def work(first: int, last: int) -> None:
        own, p, lines = steps.row_array((3, len(alpha)))
        noted = (np.empty((longest, 3), np.float32), np.empty(longest, np.int64))
        scratch = (own, p, lines[: len(alpha) // steps.LANES], *noted)
        draw_topics(*inputs, z, scratch, (first, last))

    share_out(work, token_offsets, n_jobs)
    return z


def sample_offsets(data: Counts, n_tokens: int) -> NDArray[np.int64]:
    """Return where the tokens of the first rows begin: as many rows as hold ``n_tokens``."""
    offsets = np.concatenate([[0], np.cumsum(data.head(SAMPLE_ROWS).lengths.astype(np.int64))])
    n_rows = max(1, int(np.searchsorted(offsets[1:], n_tokens)))
    return offsets[: n_rows + 1]


def counts_of(
    z: NDArray[np.int16], token_offsets: NDArray[np.int64], n_topics: int
) -> sparse.csr_matrix:
    """Return N_dk from the topics of the tokens; an article has few of the topics."""
    shape = (len(token_offsets) - 1, n_topics)
    counts = sparse.csr_matrix((np.ones(len(z)), z.astype(np.int32), token_offsets), shape)
    counts.sum_duplicates()
    return counts


def fold_in_prior(state: State, data: Counts, seed: int, n_jobs: int) -> NDArray[np.float64]:
    """Return the prior for the shares of short articles: a multiple of alpha.

    alpha suits the draws of *all* tokens, but the mode of an article's shares under alpha overfits
    very short documents. The prior returned is c alpha, with the c (1 or more) under which one half
    of an article's tokens best predicts the other half. c is chosen on at most a tenth of the
    articles, whose tokens are removed from N_wk meanwhile.
    """
    assert state.z is not None
    most = min(FIRST_SAMPLE_TOKENS, data.n_tokens / 10)
    sample = data.head(len(sample_offsets(data, int(most))) - 1)
    halves = split_tokens(sample, seed)
    seen, unseen = (cut_blocks(half, 2**40, by_term=False)[0] for half in halves)
    words = np.repeat(sample.terms, sample.counts.astype(np.int64))
    topics = state.z[: len(words)]
    if (
        not unseen.n_tokens or (topics < 0).any()
    ):  # nothing to predict, or some token has no topic yet
        return state.alpha
    np.subtract.at(state.n_wk, (words, topics), np.float32(1.0))  # exact, so it can be undone below
    n_k = state.n_wk[:, : state.n_topics].sum(axis=0, dtype=np.float64)
    fold_in_state = steps.State(state.n_topics, state.n_wk, n_k, state.alpha, state.eta)
    best, prior = -np.inf, state.alpha
    for raised in RAISED:
        fold_in_state.alpha = raised * state.alpha
        score = _score_second_half(fold_in_state, seen, unseen, n_jobs)
        if score <= best:
            break
        best, prior = score, fold_in_state.alpha
    np.add.at(state.n_wk, (words, topics), np.float32(1.0))
    return prior


def _score_second_half(fold_in_state: State, seen: Block, unseen: Block, n_jobs: int) -> float:
    theta = steps.prior_rows(fold_in_state, len(seen.offsets) - 1)
    steps.infer(fold_in_state, seen, theta, options=FOLD_IN, n_jobs=n_jobs)
    expected = steps.infer(fold_in_state, unseen, theta, options=ONCE, n_jobs=n_jobs)
    return steps.log_likelihood(unseen, expected)


def learn_alpha(
    counts: NDArray[np.float64] | sparse.csr_matrix,
    alpha: NDArray[np.float64],
    *,
    n_rounds: int = 20,
    times: NDArray[np.float32] | None = None,
) -> NDArray[np.float64]:
    """Return the asymmetric document-topic prior that best explains the counts N_dk.

    Row d counts ``times[d]`` times, once by default.

    alpha_k <- alpha_k (sum_d [psi(N_dk + alpha_k) - psi(alpha_k)] + a - 1)
                     / (sum_d [psi(N_d + alpha_0) - psi(alpha_0)] + 1 / b)

    with a Gamma(a = 1.00001, b = 1) prior on each alpha_k, as in MALLET, which keeps the prior of
    an unused topic finite and above zero.

    References
    ----------
    Minka (2000), Estimating a Dirichlet distribution, eq. 55; Wallach (2008), thesis, section 2.3.
    """
    table = sparse.csr_matrix(counts).tocoo()
    rows, topics, present = table.row, table.col, table.data  # psi(N + a) - psi(a) is zero if N is
    of_count, of_topic, pair = _distinct(present, topics)  # psi takes longest, and few pairs differ
    by_row = np.ones(table.shape[0]) if times is None else times.astype(np.float64)
    sums = np.bincount(rows, present, minlength=len(by_row))
    lengths, length = renumbered(sums.astype(np.int64))
    by_entry = None if times is None else by_row[rows]
    for _ in range(n_rounds):
        total = alpha.sum()
        rise = psi(of_count + alpha[of_topic]) - psi(alpha)[of_topic]
        growth = rise[pair] if by_entry is None else by_entry * rise[pair]
        above = np.bincount(topics, growth, minlength=len(alpha)) + 1e-5
        below = (by_row * (psi(lengths + total) - psi(total))[length]).sum() + 1.0
        alpha = np.clip(alpha * above / below, FLOOR, CEILING)
    return alpha


def _distinct(
    present: NDArray[np.float64], topics: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct pairs of whole count and topic, and which of them each entry is."""
    width = int(present.max(initial=0.0)) + 1
    keys = topics.astype(np.int64) * width + present.astype(np.int64)
    pairs, pair = renumbered(keys)
    return (pairs % width).astype(np.float64), pairs // width, pair


def learn_eta(
    expected: NDArray[np.float64],
    n_k: NDArray[np.float64],
    eta: float,
    *,
    n_terms: int,
    n_rounds: int = 5,
    exact: bool = False,
) -> float:
    """Return the symmetric topic-term prior that best explains the counts N_wk.

    eta <- eta sum_wk E[psi(N_wk + eta) - psi(eta)] / (V sum_k [psi(N_k + V eta) - psi(V eta)])

    ``expected`` may hold a sample of the V terms; the sum is scaled up to all of them. ``exact``
    counts come from drawn topics, so no expectation is taken.
    """
    scale = n_terms / len(expected)
    expected = expected[expected > 0] if exact else expected  # the others add nothing
    for _ in range(n_rounds):
        growth = psi(expected + eta) - psi(eta) if exact else _growth(expected, eta)
        above = scale * growth.sum() + 1e-5
        below = n_terms * (psi(n_k + n_terms * eta) - psi(n_terms * eta)).sum() + 1.0
        eta = float(np.clip(eta * above / below, FLOOR, CEILING))
    return eta


def _growth(expected: NDArray[np.float64], prior: float) -> NDArray[np.float64]:
    """Return E[psi(N + a)] - psi(a) for a count N of which only the expectation n is known.

    P(N > 0) = p = 1 - exp(-n), and N is about n / p where it is not zero:
    p (psi(n / p + a) - psi(a)). An expected count of 0.1 most likely means no token at all.

    References
    ----------
    Teh, Newman & Welling (2006), A collapsed variational Bayesian inference algorithm for LDA,
    section 3.1.
    """
    n = np.maximum(expected, 1e-12)
    present = -np.expm1(-n)
    return np.asarray(present * (psi(n / present + prior) - psi(prior)))
