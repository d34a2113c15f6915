"""Strata with few coded articles, joined with others that weigh about as much.

One code has no variance, and two have the least: a sample of two articles from each of fifty
strata, drawn anew within each, hardly varies. Strata are joined where both are alike in what
matters to the estimate, the number of articles for which one code stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = 8
"""Codes that a stratum should have before its own variance is taken."""
ALIKE = 2.0


def join_strata(
    weights: NDArray[np.float64], coded: NDArray[np.int64], *, least: int = FEW
) -> NDArray[np.intp]:
    """Give each stratum the number of a block; together a block has ``least`` codes, or two.

    Strata are taken in the order of their weights. One that weighs more than twice as much as the
    heaviest of a block begins a new one, so that articles with and without a theme, which are
    drawn at different rates, stay apart.

    Examples
    --------
    >>> join_strata(np.array([3.0, 40.0, 4.0, 50.0]), np.array([2, 1, 1, 1])).tolist()
    [0, 1, 0, 1]
    """
    blocks = np.zeros(len(weights), dtype=np.intp)
    order = np.argsort(weights, kind="stable")
    block, heaviest, held = 0, np.inf, 0
    for place in order:
        if held >= least or (held >= 2 and weights[place] > ALIKE * heaviest):
            block, held = block + 1, 0
        blocks[place], heaviest = block, weights[place]
        held += int(coded[place])
    if held < 2:
        blocks[blocks == block] = max(block - 1, 0)
    return blocks


def widening(n_codes: NDArray[np.float64], n_blocks: NDArray[np.intp] | int) -> NDArray[np.float64]:
    """How many codes to draw from, so that draws vary as much as samples of ``n_codes`` do.

    Draws from a posterior vary by p (1 - p) / (n + 1), means of samples by the unbiased
    p (1 - p) / (n - 1). Of one block that is Jeffreys' doing and of no weight; of many, it adds up.

    Examples
    --------
    >>> widening(np.array([8.0, 8.0]), 2).tolist()
    [7.0, 7.0]
    """
    return np.maximum(n_codes - 2 * (1 - 1 / np.asarray(n_blocks)), 0.5)
