"""How varied the words of each article are (MTLD)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.letter_case import fold_case
from toolkit._kernels import keyness as kernels
from toolkit.tokenizing import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens

THRESHOLD = 0.72
"""Share of different words at which a run of words ends (McCarthy and Jarvis 2010)."""


def mtld_scores(tokens: Tokens, *, min_words: int, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return the measure of textual lexical diversity of each article.

    Parameters
    ----------
    tokens : Tokens
        The articles. Their plain words count, stop words included; numbers and addresses do not.
    min_words : int
        Articles with fewer words have no value.
    threshold : float
        Share of different words at which a factor ends.

    Returns
    -------
    DataFrame
        Indexed by article_id: ``mtld`` (words, missing for short articles) and ``n_words``.

    References
    ----------
    McCarthy and Jarvis (2010), Behavior Research Methods 42(2). doi:10.3758/BRM.42.2.381
    """
    plain = tokens.plain()
    number_of, n_words = _numbers_of(plain), np.empty(len(plain), dtype=np.int64)
    factors = np.empty((len(plain), 2), dtype=np.float64)
    n_numbers = int(number_of.max(initial=-1)) + 1
    for block, part in plain.blocks():
        words = number_of[part.ids]
        ends = np.concatenate([[0], np.cumsum(words >= 0)])
        offsets = ends[part.offsets].astype(np.int64)
        n_words[block.texts] = np.diff(offsets)
        known = (words[words >= 0], offsets, n_numbers, threshold)
        kernels.count_factors(*known, factors[block.texts])
    long = n_words >= max(min_words, 1)
    # without any repeated word there is no factor; the text as a whole is one run
    ways = n_words[:, None] / np.where(factors > 0, factors, 1.0)
    values = np.where(long, ways.mean(axis=1), np.nan)
    return pd.DataFrame({"mtld": values, "n_words": n_words}, index=plain.article_id)


def _numbers_of(plain: Tokens) -> NDArray[np.int32]:
    """Return the number of each term's word, -1 for a term that is none."""
    left_out = np.isin(plain.kinds, [KINDS.index("number"), KINDS.index("address")])
    known: dict[str, int] = {}
    every = [known.setdefault(fold_case(term), len(known)) for term in plain.terms]
    numbers = np.array(every, dtype=np.int32)
    numbers[left_out] = -1
    return numbers
