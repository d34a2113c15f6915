"""Models of BERTopic, whose topics are clusters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError
from toolkit.interop import document_rows
from toolkit.interop.imported import ImportedTopics


def take_bertopic(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a fitted BERTopic model; see `import_topics`."""
    assigned = np.asarray(model.topics_, dtype=np.int64)
    weights = sparse.csr_matrix(model.c_tf_idf_).toarray()
    n_outliers = int(weights.shape[0] > assigned.max(initial=-1) + 1)
    words = weights[n_outliers:]
    ids = document_rows.check_ids("import_topics", article_id)
    advice = "BERTopic drops no document: pass one id for each text."
    rows = document_rows.in_order("import_topics", ids, len(assigned), advice)
    chances = getattr(model, "probabilities_", None)
    soft = chances is not None and np.ndim(chances) == 2
    shares = np.asarray(chances) if soft else (assigned[:, None] == np.arange(len(words)))
    shares = shares.astype(np.float64)[:, : len(words)]
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
    rest = np.clip(1 - shares.sum(axis=1, keepdims=True), 0, 1)
    table = np.hstack([shares, rest])[rows]
    table[_blank(documents, len(ids))] = np.nan
    columns = pd.Index([*range(len(words)), -1], name="topic")
    framed = pd.DataFrame(table, index=ids, columns=columns)
    return ImportedTopics.of(
        "BERTopic",
        framed if rest.any() else framed.drop(columns=-1),
        topic_term=words,
        terms=list(model.vectorizer_model.get_feature_names_out()) if terms is None else terms,
    )


def _blank(documents: Any, n_articles: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which texts are blank: BERTopic gives them a topic like any other."""
    if documents is None:
        return np.zeros(n_articles, dtype=np.bool_)
    texts = list(documents)
    if len(texts) != n_articles:
        message = (
            f"import_topics: documents has {len(texts):,} texts for {n_articles:,} article ids. "
            f"Pass the texts of the fit, in order."
        )
        raise InputError(message)
    return np.array([not str(text).strip() for text in texts], dtype=np.bool_)
