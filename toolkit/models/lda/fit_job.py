"""What a fit is given: the data in blocks, and the options that shape its course."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Block, Counts
    from toolkit.models.lda.steps import SeedPrior, State


@dataclass(frozen=True)
class Job:
    """One fit: the data, its blocks, and the options."""

    data: Counts
    blocks: list[Block]
    seed_prior: SeedPrior | None
    seed: int
    n_jobs: int
    max_epochs: int
    tol: float
    learn_alpha: bool
    learn_eta: bool
    n_starts: int = 1
    batch_after: int | None = None
    save: Callable[[State], None] | None = None

    @cached_property
    def n_tokens(self) -> float:
        """Return the tokens of all articles, summed once: every step divides by them."""
        return self.data.n_tokens

    @cached_property
    def token_offsets(self) -> NDArray[np.int64]:
        """Return where the tokens of each article begin."""
        return np.concatenate([[0], np.cumsum(self.data.lengths.astype(np.int64))])
