"""Which words keep company, and products with that matrix: what groups of words are made of."""

# ruff: noqa: PLR0917
# kernels take arrays as separate arguments

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit._kernels.compile import kernel


# For each word i, over the articles d that have it, n_ij = number of them that have j, too:
#   log(n_ij / (total evened_i evened_j))  where that is above zero
# Partners stand in the order in which they are first met: nobody needs them sorted.
@kernel
def associate_words(
    by_word: Any, by_article: Any, evened: Any, total: Any, found: Any, bounds: Any
) -> None:
    """Write the partners of words first to last: from starts[i] to ends[i], and how close."""
    word_offsets, articles = by_word
    article_offsets, words = by_article
    starts, ends, partners, values = found
    first, last = bounds
    n_words = len(evened)
    together = np.zeros(n_words, np.float32)
    met = np.empty(n_words + 1, np.int32)
    for i in range(first, last):
        n_met = 0
        for entry in range(word_offsets[i], word_offsets[i + 1]):
            d = articles[entry]
            for place in range(article_offsets[d], article_offsets[d + 1]):
                j = words[place]
                met[n_met] = j
                n_met += int(together[j] == np.float32(0.0))
                together[j] += np.float32(1.0)
        together[i] = np.float32(0.0)
        chance, place = total * evened[i], starts[i]
        for m in range(n_met):
            j = met[m]
            ratio = together[j] / (chance * evened[j])
            together[j] = np.float32(0.0)
            if ratio > 1.0:
                partners[place], values[place] = j, np.log(np.float32(ratio))
                place += 1
        ends[i] = place


# out_i = sum_j value_ij basis_j; four partners at a time, so that out_i is read and written less
@kernel
def multiply_rows(found: Any, basis: Any, out: Any, bounds: Any) -> None:
    """Multiply rows first to last of the matrix that ``associate_words`` found with ``basis``."""
    starts, ends, partners, values = found
    first, last = bounds
    for i in range(first, last):
        row, place, end = out[i], starts[i], ends[i]
        row[:] = np.float32(0.0)
        while place + 4 <= end:
            a, b = partners[place], partners[place + 1]
            c, d = partners[place + 2], partners[place + 3]
            p, q, r, s = values[place], values[place + 1], values[place + 2], values[place + 3]
            for k in range(len(row)):
                row[k] += (p * basis[a, k] + q * basis[b, k]) + (r * basis[c, k] + s * basis[d, k])
            place += 4
        for other in range(place, end):
            a, p = partners[other], values[other]
            for k in range(len(row)):
                row[k] += p * basis[a, k]
