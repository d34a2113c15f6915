"""Fitted models of other packages, known by what they have; none of the packages is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.errors import InputError
from toolkit.interop.imported import ImportedTopics, articles_of, share_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        Of tomotopy (any with ``docs`` and ``get_topic_word_dist``), topica (any with ``doc_topic``
        and ``topic_word``), gensim (any with ``get_topics``), scikit-learn
        (``LatentDirichletAllocation``, ``NMF``) or BERTopic.
    article_id : sequence of str
        The articles, in the order in which the model was given them. Documents that the package
        dropped, because no word was left of them, have to be left out.
    documents : bag-of-words corpus (gensim) or matrix (scikit-learn), optional
        What the model was fitted on: these packages do not keep it.
    terms : sequence of str, optional
        The vocabulary, in the order of the columns (scikit-learn:
        ``vectorizer.get_feature_names_out()``).

    Returns
    -------
    ImportedTopics
        ``shares`` is the article x topic table of every later step; the object itself stands where
        a fitted `LDA` stands.

    Raises
    ------
    InputError
        When the model is of no known kind, lacks something, or the numbers do not fit together.

    Notes
    -----
    BERTopic's topics are clusters: with ``calculate_probabilities`` the shares are its
    probabilities, without them an article belongs to one topic wholly. Either way the column -1
    holds what it calls outliers, so that the denominators stay those of all articles. The weights
    of its words (c-TF-IDF), scaled to sum to 1, are no probabilities.

    Examples
    --------
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
    for knows, takes in _KINDS:
        if knows(model):
            return takes(model, article_id, documents, terms)
    message = (
        f"{FUNCTION}: cannot tell what {type(model).__name__} is. Known are fitted models of "
        f"tomotopy, topica, gensim, scikit-learn and BERTopic; for files, read_mallet, "
        f"read_mallet_state and read_stm; for arrays, topic_table."
    )
    raise InputError(message)


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda model: all(hasattr(model, name) for name in names)


def _table(shares: Any, article_id: Any, lengths: Any = None) -> pd.DataFrame:
    """Shares as a table; an article without words, or without any share, is missing."""
    values = np.asarray(shares, dtype=np.float64)
    index = articles_of(FUNCTION, article_id, len(values))
    empty = values.sum(axis=1) <= 0
    if lengths is not None:
        empty |= np.asarray(lengths) <= 0
    return share_table(values, index, empty)


def _tomotopy(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    shares = np.array([document.get_topic_dist() for document in model.docs], dtype=np.float64)
    words = np.array([model.get_topic_word_dist(k) for k in range(shares.shape[1])])
    return ImportedTopics.of(
        "tomotopy",
        _table(shares, article_id),
        topic_term=words,
        terms=list(model.used_vocabs),
        prior=getattr(model, "alpha", None) if np.ndim(getattr(model, "alpha", 0)) == 1 else None,
        n_tokens=float(np.sum(model.used_vocab_freq)),
    )


def _topica(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    alpha = getattr(model, "alpha", None)
    usable = np.shape(np.asarray(alpha)) == (np.shape(model.doc_topic)[1],)
    lengths = getattr(model, "doc_lengths", None)
    return ImportedTopics.of(
        "topica",
        _table(model.doc_topic, article_id, lengths),
        topic_term=model.topic_word,
        terms=list(model.vocabulary),
        prior=alpha if usable else None,
        n_tokens=None if lengths is None else float(np.sum(lengths)),
    )


def _gensim(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    corpus = list(_needed(documents, "documents", "the bag-of-words corpus, as gensim", "gensim"))
    words = np.asarray(model.get_topics(), dtype=np.float64)
    shares = np.zeros((len(corpus), len(words)))
    ask = getattr(model, "get_document_topics", None)
    for row, bag in enumerate(corpus):
        found = model[bag] if ask is None else ask(bag, minimum_probability=0.0)
        for topic, share in found:
            shares[row, int(topic)] = max(float(share), 0.0)
    names = terms if terms is not None else [model.id2word[i] for i in range(words.shape[1])]
    alpha = getattr(model, "alpha", None)
    return ImportedTopics.of(
        "gensim",
        _table(shares, article_id, [sum(count for _, count in bag) for bag in corpus]),
        topic_term=np.maximum(words, 0.0),
        terms=names,
        prior=alpha if np.shape(np.asarray(alpha)) == (len(words),) else None,
        n_tokens=float(sum(count for bag in corpus for _, count in bag)),
    )


def _sklearn(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    matrix = _needed(documents, "documents", "the matrix, as scikit-learn", "scikit-learn")
    names = _needed(terms, "terms", "vectorizer.get_feature_names_out(), as it", "scikit-learn")
    counts = sparse.csr_matrix(matrix)
    n_topics = len(model.components_)
    prior = getattr(model, "doc_topic_prior_", None)
    return ImportedTopics.of(
        "scikit-learn",
        _table(model.transform(matrix), article_id, np.asarray(counts.sum(axis=1)).ravel()),
        topic_term=model.components_,
        terms=list(names),
        prior=None if prior is None else np.full(n_topics, float(prior)),
        n_tokens=float(counts.sum()),
    )


def _bertopic(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    assigned = np.asarray(model.topics_, dtype=np.int64)
    weights = sparse.csr_matrix(model.c_tf_idf_).toarray()
    outliers = int(weights.shape[0] > assigned.max(initial=-1) + 1)
    words = weights[outliers:]
    index = articles_of(FUNCTION, article_id, len(assigned))
    chances = getattr(model, "probabilities_", None)
    soft = chances is not None and np.ndim(chances) == 2
    shares = np.asarray(chances) if soft else (assigned[:, None] == np.arange(len(words)))
    shares = shares.astype(np.float64)[:, : len(words)]
    total = shares.sum(axis=1, keepdims=True)
    shares = shares / np.maximum(total, 1.0)
    rest = np.clip(1 - shares.sum(axis=1, keepdims=True), 0, 1)
    columns = pd.Index([*range(len(words)), -1], name="topic")
    table = pd.DataFrame(np.hstack([shares, rest]), index=index, columns=columns)
    return ImportedTopics.of(
        "BERTopic",
        table if rest.any() else table.drop(columns=-1),
        topic_term=words,
        terms=list(model.vectorizer_model.get_feature_names_out()) if terms is None else terms,
    )


def _needed(value: Any, name: str, what: str, program: str) -> Any:
    if value is not None:
        return value
    message = f"{FUNCTION}: a model of {program} needs {name}=: {what} had it."
    raise InputError(message)


_KINDS: tuple[tuple[Callable[[Any], bool], Callable[..., ImportedTopics]], ...] = (
    (_has("docs", "get_topic_word_dist", "used_vocabs"), _tomotopy),
    (_has("topics_", "c_tf_idf_", "vectorizer_model"), _bertopic),
    (_has("doc_topic", "topic_word", "vocabulary"), _topica),
    (_has("get_topics", "id2word"), _gensim),
    (_has("components_", "transform"), _sklearn),
)
