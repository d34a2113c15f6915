"""scikit-learn's variational Bayes with the same attributes, for comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.models.input_checks import seed_of
from toolkit.models.lda import options

if TYPE_CHECKING:
    from toolkit.models.lda.matrices import Counts


def fit_reference(estimator: Any, data: Counts) -> None:
    """Fit scikit-learn's model with the options of an `LDA`, and set the learned attributes."""
    alpha, eta = options.priors_of(estimator)
    if options.is_auto(estimator.doc_topic_prior):
        alpha = np.minimum(alpha, 1.0)  # scikit-learn allows no more
    reference = fit_sklearn(
        data.to_scipy(),
        n_topics=estimator.n_topics,
        alpha=float(alpha.mean()),
        eta=eta,
        max_epochs=estimator.max_epochs,
        tol=estimator.tol,
        random_state=seed_of("LDA", estimator.random_state),
    )
    learned = {
        "_reference": reference,
        "components_": reference.components_,
        "doc_topic_prior_": alpha,
        "topic_term_prior_": eta,
        "n_epochs_": int(reference.n_iter_),
        "n_iter_": int(reference.n_iter_),
        "stopped_because_": "tol" if reference.n_iter_ < estimator.max_epochs else "max_epochs",
        "log_likelihood_": np.array([]),
        "bound_": np.array([]),
        "batch_from_": int(reference.n_iter_),
        "complete_": True,
        "topic_names_": [""] * estimator.n_topics,
    }
    for name, value in learned.items():
        setattr(estimator, name, value)


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
