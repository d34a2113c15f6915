"""Phrases: adjacent words that occur together more often than by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit._core.checks import check_count
from toolkit.errors import check_option
from toolkit.tokenizing.collocations import find_pairs
from toolkit.tokenizing.pair_measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.tokenizing import Tokens


def find_phrases(
    tokens: Tokens,
    *,
    min_count: int = 5,
    min_docs: int = 3,
    measure: str = "npmi",
    min_score: float | None = None,
    max_phrases: int | None = None,
) -> pd.DataFrame:
    """Find pairs of adjacent words that form a phrase.

    A phrase never crosses the end of a sentence, a sign other than a hyphen, or a blank line, and
    it neither begins nor ends with a stop word or a number. Requiring several articles keeps
    sentences repeated within one article from becoming phrases. For phrases of three words, find
    phrases in tokens whose pairs are already joined.

    Parameters
    ----------
    tokens : Tokens
        Tokens of the whole corpus, from `tokenize`.
    min_count : int
        Minimum occurrences of the pair.
    min_docs : int
        Minimum articles in which it occurs.
    measure : {"npmi", "pmi", "llr", "chi2", "t", "dice"}
        With ``n`` tokens in all, ``p(x y)`` the share of the pair and ``p(x)``, ``p(y)`` those of
        its words: "pmi" is log2 p(x y) / (p(x) p(y)); "npmi" is pmi / -log2 p(x y), from -1 to 1;
        "llr" is Dunning's likelihood ratio; "chi2" Pearson's statistic; "t" Student's; "dice"
        2 n(x y) / (n(x) + n(y)). All but "npmi" are those of NLTK's BigramAssocMeasures.
    min_score : float, optional
        Minimum score.
    max_phrases : int, optional
        Keep at most this many, the best ones.

    Returns
    -------
    pandas.DataFrame
        Best first: ``phrase``, ``n_together``, ``n_first``, ``n_second`` (occurrences of the pair
        and of its words), ``n_docs`` (articles with the pair) and ``score``.

    Raises
    ------
    InputError
        If an option is out of range.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
    Dunning (1993), Computational Linguistics 19(1).

    Examples
    --------
    >>> import toolkit as tt
    >>> tokens = tt.tokenize(["Chemical weapons were used.", "He denied the chemical weapons."])
    >>> tt.find_phrases(tokens, min_count=2, min_docs=2)[["phrase", "n_together", "score"]]
                 phrase  n_together  score
    0  chemical weapons           2    1.0
    """
    check_option("find_phrases", "measure", measure, MEASURES)
    check_count("find_phrases", "min_count", min_count)
    check_count("find_phrases", "min_docs", min_docs)
    if max_phrases is not None:
        check_count("find_phrases", "max_phrases", max_phrases)
    return find_pairs(
        tokens,
        min_count=min_count,
        min_docs=min_docs,
        measure=measure,
        min_score=min_score,
        max_phrases=max_phrases,
    )
