"""Minimum data for topics; below it, a refusal with the numbers and an alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.number_words import count, has_or_have
from toolkit.errors import TooFewArticlesError

if TYPE_CHECKING:
    from scipy import sparse

LEAST_ARTICLES = 50
PER_TOPIC = 5


def check_enough(function: str, counts: sparse.csr_matrix, n_topics: int) -> None:
    """Raise `TooFewArticlesError` where there are fewer than 50 articles, or five per topic."""
    n_articles = int((np.diff(counts.indptr) > 0).sum())
    most = n_articles // PER_TOPIC
    if n_articles >= LEAST_ARTICLES and n_topics <= most:
        return
    if n_articles < LEAST_ARTICLES:
        advice = (
            "Look at distinctive_terms, at themes that you define (score_themes) and at contexts: "
            "they are exact at any size."
        )
        limit = f"at least {LEAST_ARTICLES} are needed to tell topics from chance"
    else:
        limit = f"{n_topics} topics need {n_topics * PER_TOPIC}, five each"
        advice = f"Try up to {most} topics."
    have = f"{count(n_articles, 'article')} {has_or_have(n_articles)} counted terms"
    message = f"{function}: {have}; {limit}. {advice}"
    raise TooFewArticlesError(message)
