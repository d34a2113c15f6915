"""How many of the articles without a code may have the theme: draws from what the codes leave open.

A dictionary without an error among forty coded articles is not a dictionary without errors. Its
sample has no variance, and an interval made of that variance has no width. Numbers drawn from the
posterior of each cell (stratum, and what the dictionary says) have it: the codes, and half a hit
and half a miss for all strata together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_DRAWS = 4000
PARTS = (0.2, 0.4, 0.6, 0.8)
"""Scores that are not 0 or 1 are told apart by fifths of the articles."""


@dataclass(frozen=True, slots=True)
class CodedCells:
    """Numbers of articles, of coded ones and of hits among them, per cell."""

    sizes: NDArray[np.int64]
    coded: NDArray[np.int64]
    hits: NDArray[np.int64]
    classes: NDArray[np.int64]

    @classmethod
    def of(cls, codes: pd.Series, strata: pd.Series, classes: NDArray[np.int64]) -> CodedCells:
        """Count the articles of each stratum and class of predictions.

        Examples
        --------
        >>> codes = pd.Series([1.0, np.nan, 0.0, np.nan])
        >>> CodedCells.of(codes, pd.Series(["all"] * 4), np.array([1, 1, 0, 0])).hits.tolist()
        [0, 1]
        """
        cells = codes.groupby([strata.to_numpy(), classes], sort=True)
        counts = cells.agg(["size", "count", "sum"])
        size, coded, hits = counts.to_numpy(dtype=np.int64).T
        return cls(size, coded, hits, counts.index.get_level_values(1).to_numpy(dtype=np.int64))

    def draw(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw how many articles of each cell have the theme, (n_draws, n_cells).

        The weight of the prior is that of Jeffreys for one stratum (half a hit, half a miss for
        each of two classes, together as much for more), shared out among the strata of a class by
        their number of articles: half a hit for each of twenty strata would add ten.
        """
        n_classes = len(np.unique(self.classes))
        articles = np.bincount(self.classes, self.sizes)[self.classes]
        prior = 0.5 / max(n_classes - 1, 1) * self.sizes / articles
        misses = self.coded - self.hits
        rates = rng.beta(self.hits + prior, misses + prior, (N_DRAWS, len(prior)))
        return self.hits + rng.binomial(self.sizes - self.coded, rates)


def score_classes(scores: pd.Series) -> NDArray[np.int64]:
    """Classes of predictions: 0 and 1, or fifths of the articles by their score.

    Examples
    --------
    >>> score_classes(pd.Series([0.0, 1.0, 1.0, 1.0])).tolist()
    [0, 1, 1, 1]
    """
    values = scores.to_numpy(dtype=np.float64)
    edges = np.unique([values.min(), *np.quantile(values, PARTS)])
    return np.unique(np.searchsorted(edges, values), return_inverse=True)[1]
