"""The course of a fit by collapsed Gibbs sampling, block by block, for short texts.

In a headline of seven words, a token's own share of the expected counts holds it where it is, and
EM ends far from the best topics. Here every token has one topic, drawn given all *other* tokens.
The term counts are fixed while a block of articles is sampled and updated after it, so threads can
share the block and the result does not depend on their number. Each visit sweeps an article three
times, because articles settle faster against fixed topics.

1. The first epoch adds the articles to the initial topics, which weigh a tenth of the corpus, or
   half where they are groups of words; then the initial counts are removed.
2. Every later epoch draws all tokens again, with topics somewhat smoother than learned: rare terms
   still change topics in which they would be stuck.
3. The topics returned are an average of all epochs, because a single sample is noisier than the
   model; the last epochs weigh most.

References
----------
Griffiths & Steyvers (2004), Finding scientific topics, PNAS 101, eq. 5.
Newman, Asuncion, Smyth & Welling (2009), Distributed algorithms for topic models, JMLR 10
(counts that are fixed while a part is sampled).
Shamir & Zhang (2013), Stochastic gradient descent for non-smooth optimization, section 4 (the
weights of the average).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.mapped_arrays import pieces
from toolkit._core.memory import scratch_array
from toolkit.models.lda import priors, steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Block
    from toolkit.models.lda.fit_job import Job
    from toolkit.models.lda.steps import State

N_SWEEPS = 3
MIN_EPOCHS, WINDOW = 20, 5
SMOOTH_WEIGHT = 0.15
"""Tokens are drawn with at least this weight of eta: V eta as a share of the tokens of an average
topic."""
MOST_TOPICS = int(np.iinfo(np.int16).max)


def prepare(state: State, job: Job) -> None:
    """Turn the initial topics into the state before the first epoch: no token has a topic yet."""
    state.z = scratch_array(int(job.token_offsets[-1]), np.int16)
    for part in pieces(len(state.z), state.z):
        state.z[part] = -1
    _add_seed_prior(state, job)


def draw_block(state: State, job: Job, number: int) -> float:
    """Sample the tokens of one block and update the counts; return their log-likelihood in nats."""
    block = job.blocks[number]
    offsets, z = _tokens_of(state, job, block)
    rng = np.random.default_rng([job.seed, state.epoch, number])
    uniform = rng.random((len(z), N_SWEEPS), dtype=np.float32)
    tokens = steps.Draw(offsets, uniform, z_old=z.copy(), z=z)
    entries = steps.Entries(block.offsets, block.terms, block.counts)
    scores = steps.draw(_smoothed(state, job), entries, tokens, n_jobs=job.n_jobs)
    steps.recount(state, block, tokens)
    return float(scores.sum())


def end_epoch(state: State, job: Job) -> None:
    """After all blocks of an epoch: remove the initial counts, learn the priors, average N_wk."""
    if state.epoch == 1:
        _count_all(state, job)
    if state.epoch <= 3 or state.epoch % 5 == 0:
        _learn(state, job)
    _average(state)


def _smoothed(state: State, job: Job) -> State:
    """Return what the draws are made with: smoother topics than learned."""
    if not job.learn_eta or state.epoch == 0:
        return state
    least = SMOOTH_WEIGHT * job.n_tokens / (state.n_topics * len(state.n_wk))
    return steps.State(state.n_topics, state.n_wk, state.n_k, state.alpha, max(state.eta, least))


def _average(state: State) -> None:
    """Move the average of N_wk towards N_wk, so that the last epochs weigh most."""
    if state.n_wk_mean is None:
        state.n_wk_mean = np.zeros_like(state.n_wk)
    weight = np.float32(4.0 / (state.epoch + 3.0))
    for first in range(0, len(state.n_wk_mean), 4096):  # no copy of the whole array
        rows = slice(first, first + 4096)
        state.n_wk_mean[rows] += weight * (state.n_wk[rows] - state.n_wk_mean[rows])


def settled(log_likelihood: list[float], tol: float) -> bool:
    """Say whether the last five epochs gained less than ``tol`` each, relatively, on average."""
    if len(log_likelihood) < MIN_EPOCHS:
        return False
    late = np.mean(log_likelihood[-WINDOW:])
    earlier = np.mean(log_likelihood[-2 * WINDOW : -WINDOW])
    return bool(late - earlier < WINDOW * tol * abs(late))


def _tokens_of(state: State, job: Job, block: Block) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Return where each article's tokens begin in the block, and a view of the tokens' topics."""
    assert state.z is not None
    offsets = job.token_offsets[block.rows.start : block.rows.stop + 1]
    return offsets - offsets[0], state.z[offsets[0] : offsets[-1]]


def _count_all(state: State, job: Job) -> None:
    state.n_wk[:] = 0.0
    state.n_k = np.zeros(state.n_topics)
    _add_seed_prior(state, job)
    for number, block in enumerate(job.blocks):
        offsets, z = _tokens_of(state, job, block)
        tokens = steps.Draw(offsets, np.zeros((0, 0), np.float32), np.full_like(z, -1), z)
        steps.recount(state, block, tokens)
        job.release(state, number)


def _add_seed_prior(state: State, job: Job) -> None:
    if job.seed_prior is None:
        return
    # whole tokens, so that sums stay exact
    counts = np.where(job.seed_prior.counts > 0, np.maximum(np.rint(job.seed_prior.counts), 1), 0)
    state.n_wk[job.seed_prior.terms] += counts.astype(np.float32)
    state.n_k += counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)


def _learn(state: State, job: Job) -> None:
    if job.learn_alpha:
        offsets = priors.sample_offsets(job.data, priors.SAMPLE_TOKENS)
        assert state.z is not None
        counts = priors.counts_of(state.z[: offsets[-1]], offsets, state.n_topics)
        state.alpha = priors.learn_alpha(counts, state.alpha)
    if job.learn_eta:
        n_terms, sample = len(state.n_wk), priors.sample_terms(state)
        state.eta = priors.learn_eta(sample, state.n_k, state.eta, n_terms=n_terms, exact=True)
