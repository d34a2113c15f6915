"""Batch epochs shard by shard: runs of blocks whose statistics are summed apart and added in order.

How a corpus is cut into shards depends on its counts alone, so the sums are the same bytes whoever
computes them: the threads of this process, or the workers of a cluster. A corpus of up to 15
million counts is one shard.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from toolkit.models.lda import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.models.lda.blocks import Block
    from toolkit.models.lda.matrices import Counts
    from toolkit.models.lda.steps import State

SHARD_ENTRIES = 10_000_000
PLAIN = steps.EStepOptions(n_inner=3)
COLD = steps.EStepOptions(n_inner=8)


@dataclass(frozen=True, slots=True)
class ShardSums:
    """The statistics of one shard.

    Attributes
    ----------
    n_wk : ndarray of float32, shape (n_terms, n_padded)
        Expected tokens of each term in each topic.
    n_k : ndarray of float64, shape (n_blocks, n_topics)
        Expected tokens of each topic, by block.
    fit, prior_part : ndarray of float64, shape (n_blocks,)
        Log-likelihood of each block, and the log prior of its shares, in nats.
    """

    n_wk: NDArray[np.float32]
    n_k: NDArray[np.float64]
    fit: NDArray[np.float64]
    prior_part: NDArray[np.float64]


def cut_shards(data: Counts, n_blocks: int) -> list[range]:
    """Cut the blocks into shards of about 10 million entries."""
    n_shards = max(1, min(n_blocks, round(int(data.offsets[-1]) / SHARD_ENTRIES)))
    cuts = [number * n_blocks // n_shards for number in range(n_shards + 1)]
    return [range(a, b) for a, b in pairwise(cuts)]


def expect(
    state: State,
    blocks: Sequence[Block],
    theta: NDArray[np.float32] | None,
    *,
    is_warm: bool,
    n_jobs: int,
    after: Callable[[int], None] = lambda number: None,
) -> ShardSums:
    """E-step over the blocks of one shard; ``theta``, if kept, is updated in place.

    Parameters
    ----------
    state : State
        The topics; not changed.
    blocks : sequence of Block
        The blocks of the shard.
    theta : ndarray of float32, optional
        Topic counts of the articles; without it, each block starts from the prior.
    is_warm : bool
        Whether ``theta`` comes from an earlier epoch, and needs fewer updates.
    n_jobs : int
        Threads.
    after : callable
        Called with the number of each block after it.
    """
    out = steps.row_array((len(state.n_wk), state.n_wk.shape[1]), np.zeros)
    options = PLAIN if is_warm else COLD
    n_k, parts = np.empty((len(blocks), state.n_topics)), np.empty((len(blocks), 2))
    for number, block in enumerate(blocks):
        n_rows = len(block.offsets) - 1
        rows = steps.prior_rows(state, n_rows) if theta is None else theta[block.rows]
        expected = steps.infer(state, block, rows, options=options, n_jobs=n_jobs)
        steps.gather(state, block, expected, out, gain=1.0, n_jobs=n_jobs)
        n_k[number] = steps.tokens_by_topic(state, rows, block.times)
        fit = steps.log_likelihood(block, expected)
        parts[number] = fit, steps.prior_terms(state, block, expected)
        after(number)
    return ShardSums(out, n_k, parts[:, 0], parts[:, 1])
