"""The words of a study: tokens and the vocabulary, and what is missing if nothing is left."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit._core.number_words import count, of_total
from toolkit.errors import LanguageWarning
from toolkit.reading.corpus import Corpus
from toolkit.tokenizing import Tokens, tokenize
from toolkit.tokenizing.tokenizer import plain_kept
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.vectorizing import DocumentTermMatrix

FEW_ARTICLES = 60
SOME_ARTICLES = 1000
AT_ONCE = 10_000
"""Texts that are looked at together."""


class WordCounts(NamedTuple):
    """Tokens, counts, and the pruning that gave the vocabulary."""

    tokens: Tokens
    dtm: DocumentTermMatrix
    min_docs: int
    max_doc_share: float


def count_words(
    articles: pd.DataFrame,
    *,
    options: Mapping[str, Any],
    limits: list[str],
    progress: bool,
) -> WordCounts:
    """Tokenize and count the articles; explain in ``limits`` if no word or term is left.

    ``options`` are those of `tokenize`. Its warning of mixed languages is left to the caller, who
    says more of them.
    """
    with warnings.catch_warnings(), plain_kept():  # themes are matched on the plain tokens
        warnings.simplefilter("ignore", LanguageWarning)
        texts = articles if isinstance(articles, Corpus) else articles["text"]
        tokens = tokenize(texts, phrases=True, progress=progress, **options)
    pruning = vocabulary_pruning(len(articles))
    dtm = count_terms(tokens, **pruning)
    problem = _nothing_left(tokens, dtm, articles, pruning)
    if problem:
        limits.append(problem)
    return WordCounts(tokens, dtm, pruning["min_docs"], pruning["max_doc_share"])


def vocabulary_pruning(n_articles: int) -> dict[str, Any]:
    """Return the vocabulary pruning: none for few articles, mild for hundreds.

    Examples
    --------
    >>> vocabulary_pruning(12), vocabulary_pruning(300)
    ({'min_docs': 1, 'max_doc_share': 1.0}, {'min_docs': 3, 'max_doc_share': 0.5})
    """
    if n_articles < FEW_ARTICLES:
        return {"min_docs": 1, "max_doc_share": 1.0}
    return {"min_docs": 3 if n_articles < SOME_ARTICLES else 5, "max_doc_share": 0.5}


def n_without_text(articles: pd.DataFrame) -> int:
    """Count the articles whose text is empty or blank, a block of them at a time."""
    texts = articles["text"]
    blocks = (texts.iloc[k : k + AT_ONCE] for k in range(0, len(texts), AT_ONCE))
    return sum(int((one.astype("str").str.strip() == "").sum()) for one in blocks)


def _nothing_left(
    tokens: Tokens, dtm: DocumentTermMatrix, articles: pd.DataFrame, pruning: dict[str, Any]
) -> str:
    """Say which step left no word or no term; "" if something is left."""
    if dtm.shape[1]:
        return ""
    n_empty = n_without_text(articles)
    if tokens.n_tokens == 0:
        return (
            f"There are no words: {of_total(n_empty, len(articles), 'article')} have no text after "
            f"cleaning, and what is left has no letters."
        )
    words = int((tokens.kinds == 0).sum())
    if not words:
        return (
            f"No term is counted: the {count(tokens.n_tokens, 'token')} are all stop words, "
            f"numbers, addresses or single letters."
        )
    return (
        f"No term is left: each of the {count(words, 'word')} is in fewer than "
        f"{count(pruning['min_docs'], 'article')} or in more than half of them. There are no "
        f"terms, topics or distinctive words."
    )
