"""The course of a fit: one online epoch, incremental epochs, then whole batches to the end.

1. Online: blocks of articles in turn, each blended in with weight rho_t = (2 + t)^-0.7.
2. Incremental: the same blocks with rho = omega C_B / C, where omega sinks from 3 to 1, so that the
   memory grows from a third of an epoch to a whole one. At first theta is sharpened before each
   step, by a power that sinks from 1.5 to 1: soft topics part sooner.
3. Batch: plain EM over all articles; the bound rises in every step, and the result is a step
   towards a fixed point of the whole corpus that favours no block.

Short texts take another course, by Gibbs sampling (`toolkit.models.lda.gibbs`), in the same epochs
and steps.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.progress_bars import progress
from toolkit.models.lda import gibbs as collapsed
from toolkit.models.lda import priors, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from tqdm.auto import tqdm

    from toolkit.models.lda.matrices import Block, Counts
    from toolkit.models.lda.steps import Guide, State

FIRST = steps.Effort(n_inner=5, n_relaxed=4)
WARM = steps.Effort(n_inner=3, n_relaxed=2)
PLAIN = steps.Effort(n_inner=3)
COLD = steps.Effort(n_inner=8)
SMALL_ENTRIES, MOST_STARTS, TRIAL_EPOCHS = 400_000, 5, 6  # where several starts are tried
MIN_INCREMENTAL_EPOCHS = 8
SECONDS_BETWEEN_CHECKPOINTS = 30.0


@dataclass(frozen=True)
class Job:
    """What is fitted and how: the data, its blocks, and the options that shape the course."""

    data: Counts
    blocks: list[Block]
    guide: Guide | None
    seed: int
    n_jobs: int
    max_epochs: int
    tol: float
    learn_alpha: bool
    learn_eta: bool
    n_starts: int = 1
    save: Callable[[State], None] | None = None

    @cached_property
    def token_offsets(self) -> NDArray[np.int64]:
        """Where the tokens of each article begin."""
        return np.concatenate([[0], np.cumsum(self.data.lengths.astype(np.int64))])


def fit(state: State | None, attempt: Callable[[int], State], job: Job) -> tuple[State, str]:
    """Go on from ``state``, or choose a start; return the last state and why it is the last.

    The reason is "tol", "max_epochs" or "interrupted". A state that was interrupted while starts
    were still being tried is not ``chosen``: going on from it means to begin again.
    """
    with _deferred_interrupt() as interrupted:
        if state is None or not state.chosen:
            state = best_start(attempt, job, interrupted)
        return state, run(state, job, interrupted)


def n_starts(data: Counts, max_epochs: int) -> int:
    """Return how many starts a corpus is small enough to try."""
    if max_epochs <= TRIAL_EPOCHS:
        return 1
    return int(np.clip(SMALL_ENTRIES / max(1, len(data.terms)), 1, MOST_STARTS))


def best_start(attempt: Callable[[int], State], job: Job, interrupted: Callable[[], bool]) -> State:
    """Try several starts for a few epochs each on a small corpus; keep the one that fits best.

    Local optima (two subjects in one topic, one subject in two) are commoner the fewer articles
    there are, and starts are cheaper.
    """
    best = attempt(0)
    for number in range(job.n_starts if job.n_starts > 1 else 0):
        state = attempt(number) if number else best
        best.chosen = False
        while state.epoch < TRIAL_EPOCHS:
            if not _epoch(state, job, interrupted) or interrupted():
                return best
        if state.bound[-1] > best.bound[-1]:
            best = state
    best.chosen = True
    return best


def run(state: State, job: Job, interrupted: Callable[[], bool]) -> str:
    """Move ``state`` until a rule ends the fit; return "tol", "max_epochs" or "interrupted"."""
    saved = time.monotonic()
    left = max(0, job.max_epochs - state.epoch)
    bar: tqdm[int] = progress(label="Learning topics", total=left, unit="epoch")
    with contextlib.closing(bar):
        while state.epoch < job.max_epochs:
            if interrupted() or not _epoch(state, job, interrupted):
                return _leave(state, job, "interrupted")
            bar.set_postfix_str(f"bound {state.bound[-1]:.4f} nats per token", refresh=False)
            bar.update()
            if _ended(state, job):
                return _leave(state, job, "tol")
            if job.save and time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                job.save(state)
                saved = time.monotonic()
    return _leave(state, job, "max_epochs")


def _leave(state: State, job: Job, reason: str) -> str:
    if state.drawn is not None and job.learn_alpha:
        state.folding = priors.fold_in_prior(state, job.data, job.seed, job.n_jobs)
    if job.save:
        job.save(state)
    return reason


def _ended(state: State, job: Job) -> bool:
    """Say whether the fit has settled; when the incremental epochs have, go over to batches."""
    if state.drawn is not None:
        return collapsed.settled(state.bound, job.tol)
    if state.batch_from >= 0:
        return settled(state.bound[state.batch_from :], job.tol)
    if stalled(state.bound, job.tol):
        state.batch_from = state.epoch
    return False


def settled(bound: list[float], tol: float) -> bool:
    """Say whether the bound moved less than ``tol`` of itself in two epochs running."""
    last = bound[-3:]
    return len(last) == 3 and bool(np.abs(np.diff(last)).max() < tol * abs(last[-1]))


def stalled(bound: list[float], tol: float) -> bool:
    """Say whether the best of the last two epochs is hardly above the best before them.

    The bound of an incremental epoch is a running estimate, and trembles: that it has stopped
    rising says more than that it has stopped moving.
    """
    if len(bound) < MIN_INCREMENTAL_EPOCHS:
        return False
    return max(bound[-2:]) - max(bound[:-2]) < 2.0 * tol * abs(bound[-1])


def _epoch(state: State, job: Job, interrupted: Callable[[], bool]) -> bool:
    """Go once over the blocks; False if an interrupt came between two of them."""
    if state.batch_from >= 0:
        state.bound.append(_batch_epoch(state, job) / job.data.n_tokens)
    else:
        take = _incremental_step if state.drawn is None else collapsed.draw_block
        order = np.random.default_rng([job.seed, state.epoch]).permutation(len(job.blocks))
        while state.step < len(order):
            state.running += take(state, job, int(order[state.step]))
            state.step += 1
            if state.step < len(order) and interrupted():
                return False
        state.bound.append(state.running / job.data.n_tokens)
        state.step, state.running = 0, 0.0
    state.epoch += 1
    if state.drawn is not None:
        collapsed.end_epoch(state, job)
    elif state.batch_from < 0 and state.epoch in priors.LEARNT_AFTER:
        priors.learn(state, job)
    return True


def _incremental_step(state: State, job: Job, number: int) -> float:
    block = job.blocks[number]
    expected, theta = _expect(state, job, block)
    share = block.n_tokens / job.data.n_tokens
    if state.epoch == 0:
        rho = (2.0 + state.step) ** -0.7
    else:
        rho = min(0.9, share * (1.0 + 2.0 * 0.9 ** (state.epoch - 1)))
    counted = steps.tokens_by_topic(state, theta)
    how: dict[str, Any] = {"rho": rho, "gain": rho / share, "guide": job.guide}
    if block.n_tokens:
        steps.online_step(state, block, expected, counted, n_jobs=job.n_jobs, **how)
    return steps.log_likelihood(block, expected)


def _expect(state: State, job: Job, block: Block) -> tuple[steps.Expected, NDArray[np.float32]]:
    power = 1.0 + 0.5 * 0.8 ** (state.epoch - 1)
    sharp = state.epoch > 0 and power > 1.02
    if state.theta is not None:
        theta = state.theta[block.rows]
        effort = WARM if state.epoch else FIRST
    else:
        theta = steps.prior_rows(state, len(block.offsets) - 1)
        effort = WARM if sharp else FIRST
        if sharp:
            steps.infer(state, block, theta, effort=WARM, n_jobs=job.n_jobs)
    if sharp:
        steps.sharpen(theta, power)
    return steps.infer(state, block, theta, effort=effort, n_jobs=job.n_jobs), theta


def _batch_epoch(state: State, job: Job) -> float:
    """Take one step of EM over all blocks; return the bound before it, in nats."""
    out = np.zeros_like(state.stored)
    totals, bound = np.zeros(state.n_topics), steps.topic_terms(state)
    for block in job.blocks:
        if state.theta is None:
            theta, effort = steps.prior_rows(state, len(block.offsets) - 1), COLD
        else:
            theta, effort = state.theta[block.rows], PLAIN
        expected = steps.infer(state, block, theta, effort=effort, n_jobs=job.n_jobs)
        steps.gather(state, block, expected, out, gain=1.0, n_jobs=job.n_jobs)
        totals += steps.tokens_by_topic(state, theta)
        bound += steps.log_likelihood(block, expected) + steps.prior_terms(state, expected)
    if job.guide is not None:
        out[job.guide.terms] += job.guide.counts
        totals += job.guide.counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)
        bound += _guided_terms(state, job.guide)
    state.stored, state.totals, state.scale = out, totals, 1.0
    return bound


def _guided_terms(state: State, guide: Guide) -> float:
    K = state.n_topics
    rows = state.stored[guide.terms, :K].astype(np.float64) * state.scale + state.eta
    phi = rows / (state.totals + len(state.stored) * state.eta)
    return float((guide.counts[:, :K] * np.log(phi)).sum())


@contextlib.contextmanager
def _deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Hold Ctrl-C back until a step is whole; a second one is not held back."""
    seen: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: Any) -> None:
        if seen and callable(before):
            before(number, frame)
        elif seen and before == signal.SIG_DFL:
            raise KeyboardInterrupt
        seen.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(seen)
    finally:
        signal.signal(signal.SIGINT, before)
