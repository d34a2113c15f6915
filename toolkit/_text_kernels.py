"""The hot loops over text: arrays in, arrays filled, nothing else.

Every kernel gives the same answer compiled and as plain Python (``kernel.py_func``), is serial
and releases the interpreter lock, so that a pool of threads can run it on parts of the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable


def kernel(function: Callable[..., Any]) -> Any:
    """Compile on first use, keep the result on disk, release the interpreter lock."""
    return njit(cache=True, nogil=True, boundscheck=False)(function)


@kernel
def join_sequences(
    keys,
    exact,
    gaps,
    offsets,
    listed_keys,
    listed_exact,
    bounds,
    first,
    result,
    first_token,
    last_token,
    new_id,
    new_offsets,
):
    """Replace listed sequences by one token; returns the number of tokens left.

    Token ``t`` of the new stream spans the old tokens ``first_token[t]`` to ``last_token[t]``;
    ``new_id[t]`` is the sequence's result, or -1 where the old token stays as it is.
    """
    written = 0
    for text in range(len(offsets) - 1):
        token = offsets[text]
        stop = offsets[text + 1]
        while token < stop:
            length = 1
            found = -1
            key = keys[token]
            for candidate in range(first[key], first[key + 1]):
                low = bounds[candidate]
                size = bounds[candidate + 1] - low
                if token + size > stop:
                    continue
                same = True
                for k in range(size):
                    at = token + k
                    if (
                        keys[at] != listed_keys[low + k]
                        or (listed_exact[low + k] >= 0 and exact[at] != listed_exact[low + k])
                        or (k > 0 and gaps[at] != 0)
                    ):
                        same = False
                        break
                if same:
                    found = result[candidate]
                    length = size
                    break
            first_token[written] = token
            last_token[written] = token + length - 1
            new_id[written] = found
            written += 1
            token += length
        new_offsets[text + 1] = written
    return written
