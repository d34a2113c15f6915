"""scikit-learn's variational Bayes with the same attributes, for comparison."""

from __future__ import annotations

from typing import Any

import numpy as np


def fit_sklearn(
    matrix: Any,
    *,
    n_topics: int,
    alpha: float,
    eta: float,
    max_epochs: int,
    tol: float,
    random_state: int,
) -> Any:
    """Return scikit-learn's LatentDirichletAllocation fitted by batch variational Bayes.

    Its ``perplexity`` depends on the size of the corpus and compares with nothing else;
    `toolkit.heldout_perplexity` does.
    """
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        n_components=n_topics,
        doc_topic_prior=alpha,
        topic_word_prior=eta,
        learning_method="batch",
        max_iter=max_epochs,
        evaluate_every=5,
        perp_tol=tol * 1000,
        random_state=random_state,
    )
    return model.fit(matrix.astype(np.float64))
