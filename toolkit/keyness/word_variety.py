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
    ids, offsets, n_terms = _words_of(plain)
    factors = np.empty((len(plain), 2), dtype=np.float64)
    kernels.count_factors(ids, offsets, n_terms, threshold, factors)
    n_words = np.diff(offsets)
    long = n_words >= max(min_words, 1)
    # without any repeated word there is no factor; the text as a whole is one run
    ways = n_words[:, None] / np.where(factors > 0, factors, 1.0)
    values = np.where(long, ways.mean(axis=1), np.nan)
    return pd.DataFrame({"mtld": values, "n_words": n_words}, index=plain.article_id)


def _words_of(plain: Tokens) -> tuple[NDArray[np.int32], NDArray[np.int64], int]:
    """Return the words of the texts as numbers, by text, and how many numbers there are."""
    left_out = np.isin(plain.kinds, [KINDS.index("number"), KINDS.index("address")])
    _, number_of = np.unique([fold_case(term) for term in plain.terms] or [""], return_inverse=True)
    counted = ~left_out[plain.ids]
    ids = number_of[plain.ids[counted]].astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(counted)])
    return ids, ends[plain.offsets].astype(np.int64), int(number_of.max()) + 1
