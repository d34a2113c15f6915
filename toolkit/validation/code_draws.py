"""How many of the articles without a code may have the theme: draws from what the codes leave open.

A dictionary without an error among forty coded articles is not a dictionary without errors. Its
sample has no variance, and an interval made of that variance has no width. Numbers drawn from the
posterior of each cell (stratum, and what the dictionary says) have it: the codes, and half a hit
and half a miss for all strata together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.validation.joined_strata import join_strata, widening

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_DRAWS = 4000
PARTS = (0.2, 0.4, 0.6, 0.8)
"""Scores that are not 0 or 1 are told apart by fifths of the articles."""


@dataclass(frozen=True, slots=True)
class CodedCells:
    """Numbers of articles, of coded ones and of hits among them, per cell.

    ``rates`` is the share of hits, each code standing for the articles of its stratum that nobody
    coded, and ``effective`` the number of codes of equal weight that tell as much.
    """

    sizes: NDArray[np.int64]
    coded: NDArray[np.int64]
    hits: NDArray[np.int64]
    classes: NDArray[np.int64]
    rates: NDArray[np.float64]
    effective: NDArray[np.float64]

    @classmethod
    def of(cls, codes: pd.Series, strata: pd.Series, classes: NDArray[np.int64]) -> CodedCells:
        """Count the articles of each class of predictions and stratum; small strata are joined.

        Examples
        --------
        >>> codes = pd.Series([1.0, np.nan, 0.0, np.nan])
        >>> CodedCells.of(codes, pd.Series(["all"] * 4), np.array([1, 1, 0, 0])).hits.tolist()
        [0, 1]
        """
        counted = {"size": 1, "coded": codes.notna(), "hits": codes == 1}
        cells = pd.DataFrame(counted, index=codes.index).astype(np.int64)
        cells = cells.groupby([classes, strata.to_numpy()], sort=True).sum()
        whole = cells.groupby(level=1).transform("sum")
        with np.errstate(divide="ignore"):  # a stratum without a code
            each = ((whole["size"] - whole["coded"]) / whole["coded"]).to_numpy(dtype=np.float64)
        names = cells.index.get_level_values(0).to_numpy(dtype=np.int64)
        blocks = np.zeros(len(cells), dtype=np.intp)
        for name in np.unique(names):
            mine = names == name
            blocks[mine] = join_strata(each[mine], cells["coded"].to_numpy()[mine])
        size, coded, hits = cells.to_numpy(dtype=np.int64).T
        weight = np.where(coded > 0, np.maximum(each, 1e-9), 0.0)
        keys, place = np.unique(np.stack([names, blocks]), axis=1, return_inverse=True)
        add = partial(np.bincount, place.ravel())
        total = np.maximum(add(weight * coded), 1e-300)
        return cls(
            sizes=add(size).astype(np.int64),
            coded=add(coded).astype(np.int64),
            hits=add(hits).astype(np.int64),
            classes=keys[0],
            rates=add(weight * hits) / total,
            effective=total**2 / np.maximum(add(weight**2 * coded), 1e-300),
        )

    def draw(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw how many articles of each cell have the theme, (n_draws, n_cells).

        The weight of the prior is that of Jeffreys for one stratum (half a hit, half a miss for
        each of two classes, together as much for more), shared out among the strata of a class by
        their number of articles: half a hit for each of twenty strata would add ten.
        """
        _, place = np.unique(self.classes, return_inverse=True)
        n_cells = np.bincount(place)
        articles = np.bincount(place, self.sizes)[place]
        prior = 0.5 / max(len(n_cells) - 1, 1) * self.sizes / articles
        known = self.effective + 2 * prior
        hits = (self.rates * self.effective + prior) / known
        known = widening(known, n_cells[place])
        rates = rng.beta(hits * known, (1 - hits) * known, (N_DRAWS, len(prior)))
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
