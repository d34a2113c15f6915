"""List pairs of adjacent tokens; of very many, find out first which can be frequent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 255
"""Where the count of a bucket stops."""


@kernel
def list_codes(  # noqa: PLR0917  # arrays by position
    ids: NDArray[np.int32],
    gaps: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    numbers: NDArray[np.int32],
    first: int,
    layout: NDArray[np.int64],
    codes: NDArray[np.int64],
) -> Any:
    """Write a code for each pair of adjacent tokens of one text; return how many there are.

    ``numbers`` has a number for each id, or -1 for one that is not wanted. A code holds the numbers
    of both tokens and that of the text, the first of which is ``first``. ``layout`` says from which
    number of the first token on, and below which one, a pair is listed, and how many bits the
    second number and the text take. No branch depends on the text: which words are wanted cannot
    be foreseen.
    """
    low, high, second_bits, text_bits = layout[0], layout[1], layout[2], layout[3]
    n: Any = 0
    for text in range(len(offsets) - 1):
        before = np.int64(-1)
        for token in range(offsets[text], offsets[text + 1]):
            here = np.int64(numbers[ids[token]])
            codes[n] = (before << second_bits | here) << text_bits | (first + text)
            n += (gaps[token] == 0) & (before >= low) & (before < high) & (here >= 0)
            before = here
    return n


@helper
def bucket_of(first: int, second: int, mask: int) -> Any:
    """Return the bucket of a pair of ids."""
    code = np.int64(first) * 0x27D4EB2F + np.int64(second) * 0x165667B1
    return (code ^ (code >> 15) ^ (code >> 32)) & mask


@helper
def list_pairs(
    ids: NDArray[np.int32],
    gaps: NDArray[np.uint8],
    wanted: NDArray[np.bool_],
    places: NDArray[np.int64],
) -> Any:
    """Write the first token of each pair of adjacent wanted ids; return how many there are.

    No branch depends on the text: which words are wanted cannot be foreseen.
    """
    n: Any = 0
    before = wanted[ids[0]] if len(ids) else False
    for token in range(1, len(ids)):
        is_wanted = wanted[ids[token]]
        places[n] = token - 1
        n += (gaps[token] == 0) & before & is_wanted
        before = is_wanted
    return n


@kernel
def fill_buckets(  # noqa: PLR0917  # arrays by position
    ids: NDArray[np.int32],
    gaps: NDArray[np.uint8],
    wanted: NDArray[np.bool_],
    buckets: NDArray[np.uint8],
    places: NDArray[np.int64],
) -> None:
    """Count the pairs of adjacent wanted ids, each in the bucket of its hash.

    A bucket holds at least as many occurrences as any of its pairs, so that a pair in a bucket
    below a limit is below it too (Park, Chen and Yu 1995, SIGMOD Record 24(2)). The number of
    buckets is a power of two; a count stops at 255. ``places`` is room for a number per token.
    """
    mask = len(buckets) - 1
    for k in range(list_pairs(ids, gaps, wanted, places)):
        bucket = bucket_of(ids[places[k]], ids[places[k] + 1], mask)
        buckets[bucket] += np.uint8(buckets[bucket] < 255)


@kernel
def find_pairs(  # noqa: PLR0917  # arrays by position
    ids: NDArray[np.int32],
    gaps: NDArray[np.uint8],
    wanted: NDArray[np.bool_],
    buckets: NDArray[np.uint8],
    least: int,
    places: NDArray[np.int64],
) -> int:
    """Write the first token of each pair in a bucket of ``least`` or more; return how many."""
    mask = len(buckets) - 1
    n = 0
    for k in range(list_pairs(ids, gaps, wanted, places)):
        place = places[k]
        places[n] = place
        n += buckets[bucket_of(ids[place], ids[place + 1], mask)] >= least
    return n
