"""One token of several: the longest listed sequence wins, left to right, never over a break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Sequences(NamedTuple):
    """Sequences to join, flat: sequence ``s`` is ``keys[bounds[s]:bounds[s + 1]]``.

    ``exact`` holds -1 where the folded key alone decides, ``first[k]:first[k + 1]`` are the
    sequences that begin with key ``k``, the longest first, and ``result[s]`` is the new number.
    """

    keys: NDArray[np.int32]
    exact: NDArray[np.int32]
    bounds: NDArray[np.int64]
    first: NDArray[np.int64]
    result: NDArray[np.int32]


@dataclass(frozen=True)
class Listed:
    """One sequence: folded keys, exact keys (-1: any), and the number of what it becomes."""

    keys: tuple[int, ...]
    exact: tuple[int, ...]
    result: int


def pack(listed: Sequence[Listed], n_keys: int) -> Sequences:
    """Pack sequences for the kernel, the longest first among those with the same first key."""
    order = sorted(listed, key=lambda item: (item.keys[0], -len(item.keys), max(item.exact) < 0))
    starting = np.bincount([item.keys[0] for item in order], minlength=n_keys)
    return Sequences(
        keys=np.array([key for item in order for key in item.keys], dtype=np.int32),
        exact=np.array([key for item in order for key in item.exact], dtype=np.int32),
        bounds=np.cumsum([0, *(len(item.keys) for item in order)], dtype=np.int64),
        first=np.concatenate([[0], np.cumsum(starting)]).astype(np.int64),
        result=np.array([item.result for item in order], dtype=np.int32),
    )
