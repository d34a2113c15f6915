"""Batch EM: the E-step shard by shard, and the M-step from the sum of their statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.models.lda import steps
from toolkit.models.lda.shards import cut_shards, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.models.lda.fit_job import Job
    from toolkit.models.lda.shards import ShardSums
    from toolkit.models.lda.steps import SeedPrior, State


def expect_here(state: State, job: Job, *, is_warm: bool) -> Iterator[ShardSums]:
    """Yield the statistics of each shard, computed by the threads of this process."""
    for shard in cut_shards(job.data, len(job.blocks)):
        blocks = job.blocks[shard.start : shard.stop]
        yield expect(
            state,
            blocks,
            state.theta,
            is_warm=is_warm,
            n_jobs=job.n_jobs,
            after=lambda number: job.release(state, number),
        )


def batch_epoch(state: State, job: Job) -> None:
    """Take one step of EM over all blocks, and note the bound before the step."""
    is_warm = state.theta is not None
    if not is_warm and job.keeps_theta:
        state.theta = steps.kept_prior_rows(state, job.data.n_documents)
    n_k, prior_part, fit = np.zeros(state.n_topics), steps.topic_terms(state), 0.0
    total: NDArray[np.float32] | None = None
    for sums in (job.expect_shards or expect_here)(state, job, is_warm=is_warm):
        total = sums.n_wk if total is None else np.add(total, sums.n_wk, out=total)
        for block in range(len(sums.fit)):
            n_k += sums.n_k[block]
            fit += float(sums.fit[block])
            prior_part += float(sums.prior_part[block])
    assert total is not None
    if job.seed_prior is not None:
        total[job.seed_prior.terms] += job.seed_prior.counts
        n_k += job.seed_prior.counts[:, : state.n_topics].sum(axis=0, dtype=np.float64)
        prior_part += _seed_bound(state, job.seed_prior)
    state.n_wk, state.n_k, state.scale = total, n_k, 1.0
    state.log_likelihood.append(fit / job.n_tokens)
    state.bound.append((fit + prior_part) / job.n_tokens)


def _seed_bound(state: State, seed_prior: SeedPrior) -> float:
    K = state.n_topics
    rows = state.n_wk[seed_prior.terms, :K].astype(np.float64) * state.scale + state.eta
    phi = rows / (state.n_k + len(state.n_wk) * state.eta)
    return float((seed_prior.counts[:, :K] * np.log(phi)).sum())
