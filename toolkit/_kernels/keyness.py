"""Variety of words: the mean length of runs in which words repeat little.

MTLD of a text of n words, read in one direction: words are read until the share of different words
among them falls to the threshold t; that is one factor, and the next begins. With f whole factors
and the share r of different words in the unfinished one, MTLD = n / (f + (1 - r) / (1 - t)).

Run as plain Python (``count_factors.py_func``) the kernel gives the same numbers.
"""

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import kernel

# ruff: noqa: PLR0917 - kernels take arrays by position
# mypy: disable-error-code="untyped-decorator, no-untyped-def"


@kernel
def count_factors(ids, offsets, n_terms, threshold, factors):
    """Count the factors of each text, read forwards and backwards.

    Parameters
    ----------
    ids : int32 array
        Word of each token, text after text.
    offsets : int64 array of shape (n_texts + 1)
        Where each text begins in ``ids``.
    n_terms : int
        Words are numbered below this.
    threshold : float
        Share of different words at which a factor ends, between 0 and 1.
    factors : float64 array of shape (n_texts, 2)
        Filled with the factors of each text, forwards and backwards.
    """
    seen = np.zeros(n_terms, dtype=np.int64)
    run = 0
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        for way in range(2):
            run += 1
            n_words = n_different = n_factors = 0
            for k in range(end - begin):
                word = ids[begin + k] if way == 0 else ids[end - 1 - k]
                n_words += 1
                if seen[word] != run:
                    seen[word] = run
                    n_different += 1
                if n_different / n_words <= threshold:
                    n_factors += 1
                    run += 1
                    n_words = n_different = 0
            rest = 0.0
            if n_words > 0:
                rest = (1 - n_different / n_words) / (1 - threshold)
            factors[text, way] = n_factors + rest
