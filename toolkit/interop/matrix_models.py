"""Models fitted on a matrix of counts: scikit-learn's and those of the package lda."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from toolkit.errors import InputError
from toolkit.interop import document_rows
from toolkit.interop.imported import ImportedTopics

ADVICE = "Pass one id for each row of the matrix, rows without words included."


def take_sklearn(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a fitted scikit-learn model; see `import_topics`."""
    components = np.asarray(model.components_, dtype=np.float64)
    if (components < 0).any():
        message = (
            f"import_topics: a {type(model).__name__} cannot be taken: its components are negative "
            f"in part, so they are no shares of anything. Fit LatentDirichletAllocation or NMF."
        )
        raise InputError(message)
    matrix = _needed(documents, "documents", "the matrix, as scikit-learn", "scikit-learn")
    names = _needed(terms, "terms", "vectorizer.get_feature_names_out(), as it", "scikit-learn")
    prior = getattr(model, "doc_topic_prior_", None)
    raw = np.asarray(model.transform(matrix), dtype=np.float64)
    total = raw.sum(axis=1, keepdims=True)  # the factors of NMF have any sum
    return _imported(
        "scikit-learn",
        np.divide(raw, total, out=np.zeros_like(raw), where=total > 0),
        (article_id, matrix, names),
        words=components,
        prior=None if prior is None else np.full(len(components), float(prior)),
    )


def take_lda(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a model of the package lda: its shares are those of the fit, never of `transform`.

    Its ``transform`` leaves a row without words with numbers that mean nothing.
    """
    matrix = _needed(documents, "documents", "the matrix, as lda", "lda")
    names = _needed(terms, "terms", "the vocabulary in the order of the columns, as it", "lda")
    alpha = np.full(len(model.topic_word_), float(model.alpha))
    parts = (article_id, matrix, names)
    return _imported("lda", model.doc_topic_, parts, words=model.topic_word_, prior=alpha)


def _imported(
    program: str, shares: Any, given: tuple[Any, Any, Any], *, words: Any, prior: Any
) -> ImportedTopics:
    article_id, matrix, names = given
    counts = sparse.csr_matrix(getattr(matrix, "counts", matrix))
    ids = document_rows.check_ids("import_topics", article_id)
    rows = document_rows.in_order("import_topics", ids, len(shares), ADVICE)
    if counts.shape[0] != len(shares):
        message = (
            f"import_topics: documents has {counts.shape[0]:,} rows and the model {len(shares):,}. "
            f"Pass the matrix that the model was fitted on."
        )
        raise InputError(message)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    return ImportedTopics.of(
        program,
        document_rows.share_rows(program, shares, rows, ids=ids, has_words=lengths > 0),
        topic_term=words,
        terms=list(names),
        prior=prior,
        n_tokens=float(counts.sum()),
    )


def _needed(value: Any, name: str, what: str, program: str) -> Any:
    if value is not None:
        return value
    message = f"import_topics: a model of {program} needs {name}=: {what} had it."
    raise InputError(message)
