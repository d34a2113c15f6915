"""Fitted models of other packages, recognized by their attributes; no package is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.interop.bertopic_models import take_bertopic
from toolkit.interop.gensim_models import take_gensim
from toolkit.interop.matrix_models import take_lda, take_sklearn
from toolkit.interop.tomotopy_models import take_tomotopy
from toolkit.interop.topica_models import take_topica

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from toolkit.interop.imported import ImportedTopics

FUNCTION = "import_topics"


def import_topics(
    model: Any,
    article_id: Sequence[str] | pd.Index,
    *,
    documents: Any = None,
    terms: Sequence[str] | None = None,
) -> ImportedTopics:
    """Take the topics of a model fitted with another package.

    Parameters
    ----------
    model : fitted model
        Of tomotopy, topica, gensim, scikit-learn (``LatentDirichletAllocation``, ``NMF``), lda or
        BERTopic.
    article_id : sequence of str
        The articles, in the order in which the model was given them. Programs drop documents
        without words, each by its own rule: see the table in ``docs/topics-from-elsewhere.md``.
    documents : optional
        What the model was fitted on. Required by gensim (bags of words), scikit-learn and lda (the
        matrix), and topica where it does not keep the lengths of documents (lists of words, or its
        ``Corpus``). With the lists of words, ``article_id`` may hold dropped documents too
        (tomotopy, topica). BERTopic: the texts, so that blank ones are missing.
    terms : sequence of str, optional
        The vocabulary, in the order of the columns (scikit-learn:
        ``vectorizer.get_feature_names_out()``; lda).

    Returns
    -------
    ImportedTopics
        ``shares`` is the article x topic table of every later step; the object itself replaces a
        fitted `LDA`. Articles without words in the model are missing, never spread evenly.

    Raises
    ------
    InputError
        When the model is of no known kind, has no shares of documents, lacks something, or the
        numbers do not fit together.

    Notes
    -----
    BERTopic's topics are clusters: with ``calculate_probabilities`` the shares are its
    probabilities, otherwise an article belongs to one topic wholly. Column -1 holds what it calls
    outliers, so that the denominator stays all articles. Its word weights (c-TF-IDF), scaled to
    sum to 1, are no probabilities.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> counts = np.array([[3, 0, 1], [0, 4, 1], [2, 0, 0]])
    >>> model = LatentDirichletAllocation(2, random_state=0).fit(counts)
    >>> terms = ["war", "tea", "sea"]
    >>> topics = import_topics(model, ["a", "b", "c"], documents=counts, terms=terms)
    >>> topics
    ImportedTopics from scikit-learn: 3 articles, 2 topics, 3 terms
    >>> topics.shares.idxmax(axis=1).nunique()
    2
    """
    for attributes, take in _KINDS:
        if all(hasattr(model, name) for name in attributes):
            return take(model, article_id, documents, terms)
    message = (
        f"{FUNCTION}: cannot tell what {type(model).__name__} is. Known are fitted models of "
        f"tomotopy, topica, gensim, scikit-learn, lda and BERTopic; for files, read_mallet, "
        f"read_mallet_state and read_stm; for arrays, topic_table."
    )
    raise InputError(message)


_KINDS: tuple[tuple[tuple[str, ...], Callable[..., ImportedTopics]], ...] = (
    (("docs", "get_topic_word_dist", "used_vocabs"), take_tomotopy),
    (("topics_", "c_tf_idf_", "vectorizer_model"), take_bertopic),
    (("doc_topic", "topic_word", "vocabulary"), take_topica),
    (("get_topics", "id2word"), take_gensim),
    (("doc_topic_", "topic_word_", "ndz_"), take_lda),
    (("components_", "transform"), take_sklearn),
)
"""Attributes of each kind of model, and the function that takes it."""
