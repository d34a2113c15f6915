"""The course of a fit: one online epoch, incremental epochs, then batch epochs to convergence.

1. Online: each block of articles in turn is blended in with weight rho_t = (2 + t)^-0.7.
2. Incremental: the same blocks with rho = omega C_B / C. omega falls from 3 to 1, so that the
   memory grows from a third of an epoch to a whole one. Early on, theta is sharpened before each
   step, by a power that falls from 1.5 to 1, because soft topics then separate sooner.
3. Batch: plain EM over all articles. The bound rises in every step, and the result approaches a
   fixed point of the whole corpus, whatever the order of the blocks.

In a large corpus the first two go over a sample (`toolkit.models.lda.fit_job`).

A refit that only judges topics takes a shorter course (docs/decisions/0029).

Short texts are fitted by Gibbs sampling instead (`toolkit.models.lda.gibbs`), in the same loop.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.interrupts import deferred_interrupt
from toolkit._core.progress_bars import progress
from toolkit.models.lda import gibbs, priors, steps
from toolkit.models.lda.batch_epochs import batch_epoch

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from tqdm.auto import tqdm

    from toolkit.models.lda.blocks import Block
    from toolkit.models.lda.fit_job import Job
    from toolkit.models.lda.matrices import Counts
    from toolkit.models.lda.steps import State

FIRST = steps.EStepOptions(n_inner=5, n_relaxed=4)
WARM = steps.EStepOptions(n_inner=3, n_relaxed=2)
SMALL_ENTRIES, MOST_STARTS, TRIAL_EPOCHS = 400_000, 5, 6  # small corpora try several starts
SMALL_DRAWN_ENTRIES = 100_000  # above, starts from groups of words end equally well
MIN_INCREMENTAL_EPOCHS = 8
WHOLE_EPOCHS = 1
SECONDS_BETWEEN_CHECKPOINTS = 30.0


@dataclass(frozen=True, slots=True)
class Course:
    """The length of a fit: the last incremental epoch, most epochs in all, tokens for alpha."""

    batch_after: int | None = None
    max_epochs: int | None = None
    alpha_tokens: int = priors.SAMPLE_TOKENS


WHOLE = Course()
SHORT = {
    "scvb0": Course(batch_after=8, max_epochs=10, alpha_tokens=priors.FIRST_SAMPLE_TOKENS),
    "gibbs": Course(max_epochs=7),
}
"""The course of a refit by engine. Which subjects become topics is decided in the first few epochs;
the others sharpen them. By EM these are the first epochs of a whole fit, so that a topic comes back
where it would have come back after all of them."""
SHORT_SMALL = {
    "scvb0": Course(batch_after=12, max_epochs=20),
    "gibbs": Course(max_epochs=10),
}
"""The same for a small corpus: its epochs cost little, and more of them are needed."""


def short_course(engine: str, data: Counts) -> Course:
    """Return the course of a refit by this engine."""
    is_small = n_starts(data, TRIAL_EPOCHS + 1) > 1
    return (SHORT_SMALL if is_small else SHORT).get(engine, WHOLE)


def fit(state: State | None, attempt: Callable[[int], State], job: Job) -> tuple[State, str]:
    """Continue from ``state``, or choose a start; return the final state and why the fit ended.

    The reason is "tol", "max_epochs" or "interrupted". Where the fit was interrupted while it was
    trying starts, ``state.is_start_chosen`` is False, and resuming begins again.
    """
    with deferred_interrupt() as interrupted:
        if state is None or not state.is_start_chosen:
            state = best_start(attempt, job, interrupted)
        return state, run(state, job, interrupted)


def n_starts(data: Counts, max_epochs: int, init: Any = "auto", *, is_drawn: bool = False) -> int:
    """Return how many starts to try: more for a smaller corpus, fewer for Gibbs sampling."""
    if max_epochs <= TRIAL_EPOCHS or not isinstance(init, str):
        return 1
    small = SMALL_DRAWN_ENTRIES if is_drawn else SMALL_ENTRIES
    return int(np.clip(small / max(1, len(data.terms)), 1, MOST_STARTS))


def best_start(attempt: Callable[[int], State], job: Job, interrupted: Callable[[], bool]) -> State:
    """Try several starts for a few epochs each, and keep the one that fits best.

    The fewer the articles, the more common are local optima (two subjects in one topic, one
    subject in two), and the cheaper are starts.
    """
    best = attempt(0)
    for number in range(job.n_starts if job.n_starts > 1 else 0):
        state = attempt(number) if number else best
        best.is_start_chosen = False
        while state.epoch < TRIAL_EPOCHS:
            if not _epoch(state, job, interrupted) or interrupted():
                return best
        if state.log_likelihood[-1] > best.log_likelihood[-1]:
            best = state
    best.is_start_chosen = True
    return best


def run(state: State, job: Job, interrupted: Callable[[], bool]) -> str:
    """Run epochs until a rule ends the fit; return "tol", "max_epochs" or "interrupted"."""
    saved = time.monotonic()
    left = max(0, job.max_epochs - state.epoch)
    bar: tqdm[int] = progress(label="Learning topics", total=left, unit="epoch")
    with contextlib.closing(bar):
        while state.epoch < job.max_epochs:
            if interrupted() or not _epoch(state, _job_of(state, job), interrupted):
                return _leave(state, job, "interrupted")
            if state.bound:  # the log-likelihood is noisy: it would seem to fall
                bar.set_postfix_str(f"bound {state.bound[-1]:.4f} nats per token", refresh=False)
            bar.update()
            if _ended(state, job):
                return _leave(state, job, "tol")
            if job.save and time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                job.save(state)
                saved = time.monotonic()
    return _leave(state, job, "max_epochs")


def _leave(state: State, job: Job, reason: str) -> str:
    if state.z is not None and job.learn_alpha:
        state.fold_in_prior = priors.fold_in_prior(state, job.data, job.seed, job.n_jobs)
    if job.save:
        job.save(state)
    return reason


def _ended(state: State, job: Job) -> bool:
    """Say whether the fit has converged; after the incremental epochs, switch to batches."""
    if state.z is not None:
        return gibbs.settled(state.log_likelihood, job.tol)
    if state.batch_from >= 0:
        return settled(state.bound, job.tol)
    is_due = job.batch_after is not None and state.epoch >= job.batch_after
    if job.sample is not None:
        return _ended_sample(state, job, is_due=is_due)
    if is_due or stalled(state.log_likelihood, job.tol):
        state.batch_from = state.epoch
    return False


def _job_of(state: State, job: Job) -> Job:
    """Return the job of the next epoch: on the sample of a large corpus at first."""
    return job if job.sample is None or state.n_whole >= 0 else job.sample


def _leave_sample(state: State, job: Job) -> None:
    """Go over from the sample to all articles: the counts are scaled up to theirs."""
    assert job.sample is not None
    ratio = job.n_tokens / job.sample.n_tokens
    state.scale, state.n_k = state.scale * ratio, state.n_k * ratio
    state.theta = steps.kept_prior_rows(state, job.data.n_documents) if job.keeps_theta else None
    state.n_whole = 0


def _ended_sample(state: State, job: Job, *, is_due: bool) -> bool:
    """Say the same of a large corpus: from the sample to all articles, then to batches."""
    if state.n_whole < 0 and (is_due or stalled(state.log_likelihood, job.tol)):
        _leave_sample(state, job)
    elif state.n_whole >= 0:
        state.n_whole += 1
    if state.n_whole >= WHOLE_EPOCHS:
        state.batch_from = state.epoch
    return False


def settled(bound: list[float], tol: float) -> bool:
    """Say whether the bound moved by less than ``tol`` of itself for two consecutive epochs."""
    last = bound[-3:]
    return len(last) == 3 and bool(np.abs(np.diff(last)).max() < tol * abs(last[-1]))


def stalled(log_likelihood: list[float], tol: float) -> bool:
    """Say whether the best of the last two epochs is hardly above the best before them.

    The estimate of an incremental epoch is noisy, so we test for no further rise, not for no
    change.
    """
    if len(log_likelihood) < MIN_INCREMENTAL_EPOCHS:
        return False
    gain = max(log_likelihood[-2:]) - max(log_likelihood[:-2])
    return gain < 2.0 * tol * abs(log_likelihood[-1])


def _epoch(state: State, job: Job, interrupted: Callable[[], bool]) -> bool:
    """Go once over the blocks; return False if an interrupt came between two of them."""
    if state.batch_from >= 0:
        batch_epoch(state, job)
    else:
        take = _incremental_step if state.z is None else gibbs.draw_block
        order = np.random.default_rng([job.seed, state.epoch]).permutation(len(job.blocks))
        while state.step < len(order):
            state.running += take(state, job, int(order[state.step]))
            state.step += 1
            job.release(state, state.step)
            if state.step < len(order) and interrupted():
                return False
        state.log_likelihood.append(state.running / job.n_tokens)
        state.step, state.running = 0, 0.0
    state.epoch += 1
    if state.z is not None:
        gibbs.end_epoch(state, job)
    elif state.batch_from < 0 and (state.epoch in priors.LEARNED_AFTER or state.n_whole >= 0):
        priors.learn(state, job)
    return True


def _incremental_step(state: State, job: Job, number: int) -> float:
    block = job.blocks[number]
    expected, theta = _expect(state, job, block)
    share = block.n_tokens / job.n_tokens
    if state.epoch == 0:
        rho = (2.0 + state.step) ** -0.7
    else:
        rho = min(0.9, share * (1.0 + 2.0 * 0.9 ** (state.epoch - 1)))
    counted = steps.tokens_by_topic(state, theta, block.times)
    how: dict[str, Any] = {"rho": rho, "gain": rho / share, "seed_prior": job.seed_prior}
    if block.n_tokens:
        steps.online_step(state, block, expected, counted, n_jobs=job.n_jobs, **how)
    return steps.log_likelihood(block, expected)


def _expect(state: State, job: Job, block: Block) -> tuple[steps.Expected, NDArray[np.float32]]:
    power = 1.0 + 0.5 * 0.8 ** (state.epoch - 1)
    sharp = state.epoch > 0 and power > 1.02
    if state.theta is not None:
        theta = state.theta[block.rows]
        options = WARM if state.epoch and state.n_whole != 0 else FIRST
    else:
        theta = steps.prior_rows(state, len(block.offsets) - 1)
        options = WARM if sharp else FIRST
        if sharp:
            steps.infer(state, block, theta, options=WARM, n_jobs=job.n_jobs)
    if sharp:
        steps.sharpen(theta, power)
    return steps.infer(state, block, theta, options=options, n_jobs=job.n_jobs), theta
