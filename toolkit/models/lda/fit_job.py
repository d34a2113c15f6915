"""What a fit is given: the data in blocks, and the options that shape its course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.mapped_arrays import release_pages
from toolkit.models.lda.blocks import block_list
from toolkit.models.lda.shards import cut_shards
from toolkit.models.lda.steps import SeedPrior

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Blocks
    from toolkit.models.lda.matrices import Counts
    from toolkit.models.lda.shards import ShardSums
    from toolkit.models.lda.steps import State

SAMPLE_SHARDS = 2
"""Before batch epochs, the topics of a larger corpus are learned on this many shards of it: about
20 million counts of articles in random order (docs/decisions/0030)."""
SAMPLE_EPOCHS, LEAST_EPOCHS = 30, 5
STEPS_HELD = 16


@dataclass(frozen=True)
class Job:
    """One fit: the data, its blocks, and the options.

    alpha is learned from ``alpha_tokens``. ``sample`` is the job of the first epochs, on the first
    (shuffled) articles of a large corpus; ``expect_shards`` makes the E-step of a batch epoch.
    """

    data: Counts
    blocks: Blocks
    seed_prior: SeedPrior | None
    seed: int
    n_jobs: int
    max_epochs: int
    tol: float
    learn_alpha: bool
    learn_eta: bool
    alpha_tokens: int
    n_starts: int = 1
    batch_after: int | None = None
    save: Callable[[State], None] | None = None
    keeps_theta: bool = True
    sample: Job | None = None
    expect_shards: Callable[..., Iterator[ShardSums]] | None = None

    @cached_property
    def n_tokens(self) -> float:
        """Return the tokens of all articles, summed once: every step divides by them."""
        return self.data.n_tokens

    @cached_property
    def token_offsets(self) -> NDArray[np.int64]:
        """Return where the tokens of each article begin."""
        return np.concatenate([[0], np.cumsum(self.data.lengths.astype(np.int64))])

    def release(self, state: State, step: int) -> None:
        """Give back, now and then, the memory of mapped arrays that steps have read or written."""
        if step % STEPS_HELD == 0:
            release_pages(self.data.terms, self.data.counts, state.theta, state.z)


def add_sample(job: Job) -> Job:
    """Return the job with the sample for its first epochs, if the corpus is large."""
    shards = cut_shards(job.data, len(job.blocks))
    if len(shards) <= SAMPLE_SHARDS or job.max_epochs < LEAST_EPOCHS:
        return job
    bounds = job.blocks.bounds[: shards[SAMPLE_SHARDS - 1].stop + 1]
    data = job.data.head(int(bounds[-1]))
    blocks = block_list(data, bounds)
    prior = job.seed_prior
    if prior is not None:
        part = np.float32(data.n_tokens / job.n_tokens)
        prior = SeedPrior(prior.terms, prior.counts * part)
    longest = min(job.batch_after or SAMPLE_EPOCHS, job.max_epochs - 3)
    sample = replace(job, data=data, blocks=blocks, seed_prior=prior, n_starts=1)
    return replace(job, sample=sample, batch_after=longest, n_starts=1)
