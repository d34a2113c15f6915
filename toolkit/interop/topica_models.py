"""Models of topica.

A ``Corpus`` drops documents whose words are all pruned and keeps those that were empty before;
lists of words drop nothing. An article without words gets the prior, even shares or nearly all of
one topic, depending on the model, so it must be recognized by its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError
from toolkit.interop import document_rows
from toolkit.interop.imported import ImportedTopics

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def take_topica(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a fitted topica model; see `import_topics`."""
    name = f"topica's {type(model).__name__}"
    words = _words(model, name)
    shares = np.asarray(model.doc_topic, dtype=np.float64)
    ids = document_rows.check_ids("import_topics", article_id)
    n_rows = len(shares)
    lengths = _lengths(model, documents, n_rows=n_rows, n_articles=len(ids))
    rows = _rows(model, documents, lengths, ids=ids, n_rows=n_rows)
    by_row = lengths if len(lengths) == n_rows else lengths[_articles(rows)]
    alpha = np.asarray(getattr(model, "alpha", None), dtype=object)
    return ImportedTopics.of(
        "topica",
        document_rows.share_rows(name, shares, rows, ids=ids, has_words=by_row > 0),
        topic_term=words,
        terms=list(model.vocabulary),
        prior=alpha.astype(np.float64) if alpha.shape == shares.shape[1:] else None,
        n_tokens=float(np.sum(by_row)),
    )


def _words(model: Any, name: str) -> NDArray[np.float64]:
    if callable(model.topic_word):
        message = (
            f"import_topics: {name} cannot be taken: its topics have other words at each time "
            f"point. Make a table of its shares with topic_table(model.doc_topic, article_id)."
        )
        raise InputError(message)
    try:
        words = np.asarray(model.topic_word, dtype=np.float64)
    except (TypeError, ValueError) as error:
        message = f"import_topics: {name} has no table of topics x words."
        raise InputError(message) from error
    if (words < 0).any():
        message = (
            f"import_topics: {name} cannot be taken: its loadings are negative in part, so they "
            f"are no shares of anything. Fit a topic model."
        )
        raise InputError(message)
    return words


def _lengths(model: Any, documents: Any, *, n_rows: int, n_articles: int) -> NDArray[np.int64]:
    """Return the tokens of each row, or of each article where ``documents`` lists all of them."""
    known = getattr(model, "doc_lengths", None)
    if known is None:
        known = getattr(documents, "doc_lengths", None)  # a topica.Corpus
    if known is None and documents is None:
        message = (
            f"import_topics: topica's {type(model).__name__} gives an article without words shares "
            f"like any other and does not say which have none. Pass documents=, the lists of words "
            f"or the topica.Corpus that it was fitted on."
        )
        raise InputError(message)
    if known is None:
        known = document_rows.token_counts(documents, model.vocabulary)
    lengths = np.asarray(known, dtype=np.int64)
    if len(lengths) not in {n_rows, n_articles}:
        message = (
            f"import_topics: documents has {len(lengths):,} documents; the model has {n_rows:,} "
            f"and there are {n_articles:,} article ids. Pass the documents of the fit, in order."
        )
        raise InputError(message)
    return lengths


def _rows(
    model: Any, documents: Any, lengths: NDArray[np.int64], *, ids: pd.Index, n_rows: int
) -> NDArray[np.intp]:
    names = [str(one) for one in getattr(model, "doc_names", None) or []]
    found = document_rows.rows_by_name(ids, names)
    if found is None and len(ids) > n_rows:
        found = document_rows.rows_by_number(ids, names)
    if found is None and len(lengths) == len(ids) > n_rows and not hasattr(documents, "num_docs"):
        given_empty = np.array([len(one) == 0 for one in documents], dtype=np.bool_)
        kept = [lengths > 0, (lengths > 0) | given_empty]
        found = document_rows.rows_by_words(ids, n_rows, kept)
    if found is not None:
        return found
    advice = (
        "A topica.Corpus drops documents whose words are all pruned (corpus.kept_indices lists the "
        "others): pass the ids of all documents with documents=, their lists of words, or the ids "
        "of those kept."
    )
    return document_rows.in_order("import_topics", ids, n_rows, advice)


def _articles(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the article of each row."""
    places = np.flatnonzero(rows >= 0)
    return places[np.argsort(rows[places])]
