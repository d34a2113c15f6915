"""The course of a fit by drawing: collapsed Gibbs sampling, block by block, for short texts.

In a headline of seven words a token's own share of the expected counts keeps it where it is, and
EM settles far from the best topics. Here every token has one topic, drawn from what all *other*
tokens say. The counts of terms stand still while a block of articles is drawn and are brought up
to date after it, so that threads can share the block and the result does not depend on how many
there are. Articles are swept three times per visit: they settle sooner against topics that stand
still.

1. The first epoch adds the articles to topics that begin as the start has them, at a tenth of the
   corpus's weight; then the start is taken out.
2. Every later epoch draws all tokens again, and the topics returned are the average over the
   late epochs: one sample is noisier than the model.

References
----------
Griffiths & Steyvers (2004), Finding scientific topics, PNAS 101, eq. 5.
Newman, Asuncion, Smyth & Welling (2009), Distributed algorithms for topic models, JMLR 10
(counts that stand still while parts are drawn).
Shamir & Zhang (2013), Stochastic gradient descent for non-smooth optimization, section 4 (the
weights of the average).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.models.lda import priors, steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Block
    from toolkit.models.lda.schedule import Job
    from toolkit.models.lda.steps import State

N_SWEEPS = 3
START_WEIGHT = 0.1
MIN_EPOCHS, WINDOW = 20, 5
MOST_TOPICS = int(np.iinfo(np.int16).max)


def prepare(state: State, job: Job) -> None:
    """Turn a start into the state before the first epoch: no token has a topic yet."""
    state.drawn = np.full(job.token_offsets[-1], -1, np.int16)
    state.stored *= np.float32(START_WEIGHT)
    state.totals *= START_WEIGHT
    _add_guide(state, job)


def draw_block(state: State, job: Job, number: int) -> float:
    """Draw the tokens of one block and count them anew; return their log-likelihood, in nats."""
    block = job.blocks[number]
    offsets, drawn = _tokens_of(state, job, block)
    rng = np.random.default_rng([job.seed, state.epoch, number])
    uniform = rng.random((len(drawn), N_SWEEPS), dtype=np.float32)
    tokens = steps.Draw(offsets, uniform, held=drawn.copy(), drawn=drawn)
    entries = (block.offsets, block.terms, block.counts)
    scores = steps.draw(state, entries, tokens, n_jobs=job.n_jobs)
    steps.recount(state, block, tokens, n_jobs=job.n_jobs)
    return float(scores.sum())


def end_epoch(state: State, job: Job) -> None:
    """After all blocks of an epoch: drop the start, learn the priors, and average N."""
    if state.epoch == 1:
        _count_all(state, job)
    if state.epoch <= 3 or state.epoch % 5 == 0:
        _learn(state, job)
    _average(state)


def _average(state: State) -> None:
    """Blend N into its mean, the late epochs weighing most."""
    if state.mean is None:
        state.mean = np.zeros_like(state.stored)
    weight = np.float32(4.0 / (state.epoch + 3.0))
    for first in range(0, len(state.mean), 4096):  # no copy of all N
        rows = slice(first, first + 4096)
        state.mean[rows] += weight * (state.stored[rows] - state.mean[rows])


def settled(bound: list[float], tol: float) -> bool:
    """Say whether the last five epochs gained less than ``tol`` of the bound each, on average."""
    if len(bound) < MIN_EPOCHS:
        return False
    late, earlier = np.mean(bound[-WINDOW:]), np.mean(bound[-2 * WINDOW : -WINDOW])
    return bool(late - earlier < WINDOW * tol * abs(late))


def _tokens_of(state: State, job: Job, block: Block) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Return where each article's tokens begin in the block, and a view of the tokens' topics."""
    assert state.drawn is not None
    offsets = job.token_offsets[block.rows.start : block.rows.stop + 1]
    return offsets - offsets[0], state.drawn[offsets[0] : offsets[-1]]


def _count_all(state: State, job: Job) -> None:
    state.stored[:] = 0.0
    state.totals = np.zeros(state.n_topics)
    _add_guide(state, job)
    for block in job.blocks:
        offsets, drawn = _tokens_of(state, job, block)
        tokens = steps.Draw(offsets, np.zeros((0, 0), np.float32), np.full_like(drawn, -1), drawn)
        steps.recount(state, block, tokens, n_jobs=job.n_jobs)


def _add_guide(state: State, job: Job) -> None:
    if job.guide is None:
        return
    # whole tokens, so that sums stay exact
    counts = np.where(job.guide.counts > 0, np.maximum(np.rint(job.guide.counts), 1), 0)
    state.stored[job.guide.terms] += counts.astype(np.float32)
    state.totals += counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)


def _learn(state: State, job: Job) -> None:
    if job.learn_alpha:
        offsets = priors.sample_offsets(job.data, priors.SAMPLE_TOKENS)
        assert state.drawn is not None
        counts = priors.counts_of(state.drawn[: offsets[-1]], offsets, state.n_topics)
        state.alpha = priors.learn_alpha(counts, state.alpha)
    if job.learn_eta:
        n_terms, counts = len(state.stored), priors.sample_terms(state)
        state.eta = priors.learn_eta(counts, state.totals, state.eta, n_terms=n_terms, drawn=True)
