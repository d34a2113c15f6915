"""Numbers of which there are few, told apart without sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_LARGEST = 2**16


def renumbered(codes: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Return the distinct numbers, ascending, and the place of each number among them.

    Parameters
    ----------
    codes : integer array
        None of them negative.

    Examples
    --------
    >>> renumbered(np.array([7, 0, 7]))
    (array([0, 7]), array([1, 0, 1]))
    """
    if codes.max(initial=0) >= max(_LARGEST, len(codes)):
        distinct, places = np.unique(codes, return_inverse=True)
        return distinct, places
    occurs = np.bincount(codes, minlength=1) > 0
    places_of = np.cumsum(occurs) - 1
    return np.flatnonzero(occurs), places_of[codes]
