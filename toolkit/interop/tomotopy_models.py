"""Models of tomotopy.

tomotopy drops a document without words when it is added, and keeps one whose words are all pruned
(``min_cf``, ``rm_top``), with the prior as its shares. A document's ``words`` number the pruned
words last, so documents without any other word are recognized.
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

REFUSED = {
    "HLDAModel": "its shares are those of the levels of a tree, not of topics",
    "HPAModel": "its shares are those of super-topics and sub-topics together",
    "MGLDAModel": "its topics are global and local, and an article has shares of both kinds",
    "DTModel": "its topics have other words at each time point",
}
"""Models whose shares and words are not of the same topics, and why."""


def take_tomotopy(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a fitted tomotopy model; see `import_topics`."""
    name = type(model).__name__
    if name in REFUSED:
        message = (
            f"import_topics: a tomotopy {name} cannot be taken: {REFUSED[name]}. Fit an LDAModel, "
            f"or make a table of the shares that you want with topic_table."
        )
        raise InputError(message)
    documents_in = list(model.docs)  # iterate: docs[i] fails for every i but 0
    if not documents_in:
        message = f"import_topics: the {name} has no documents. Add and train them first."
        raise InputError(message)
    live = _live_topics(model)
    shares = np.array([_shares(document, name) for document in documents_in], dtype=np.float64)
    n_used = len(model.used_vocabs)
    has_words = np.array([_has_words(document, n_used) for document in documents_in])
    ids = document_rows.check_ids("import_topics", article_id)
    rows = _rows(ids, documents_in, documents)
    alpha = np.asarray(getattr(model, "alpha", 0.0))
    return ImportedTopics.of(
        "tomotopy",
        document_rows.share_rows(
            f"tomotopy's {name}", shares[:, live], rows, ids=ids, has_words=has_words
        ),
        topic_term=np.array([model.get_topic_word_dist(int(k)) for k in live]),
        terms=list(model.used_vocabs),
        prior=alpha if alpha.shape == live.shape else None,
        n_tokens=float(np.sum(model.used_vocab_freq)),
    )


def _shares(document: Any, name: str) -> Any:
    return document.get_sub_topic_dist() if name == "PAModel" else document.get_topic_dist()


def _live_topics(model: Any) -> NDArray[np.intp]:
    """Return the topics in use: an HDPModel keeps the numbers of those that died."""
    n_topics = int(model.k2 if type(model).__name__ == "PAModel" else model.k)
    is_live = getattr(model, "is_live_topic", None)
    return np.array([k for k in range(n_topics) if is_live is None or is_live(k)], dtype=np.intp)


def _has_words(document: Any, n_used: int) -> bool:
    return bool((np.asarray(document.words, dtype=np.int64) < n_used).any())


def _rows(ids: pd.Index, documents_in: list[Any], given: Any) -> NDArray[np.intp]:
    names = [str(getattr(document, "uid", "") or "") for document in documents_in]
    found = document_rows.rows_by_name(ids, names)
    if found is None and given is not None:
        has_any = np.array([len(one) > 0 for one in given], dtype=np.bool_)
        found = document_rows.rows_by_words(ids, len(documents_in), [has_any])
    if found is not None:
        return found
    advice = (
        "tomotopy drops documents that are empty when they are added, and no others: leave out "
        "the ids of those, or pass documents=, the lists of words of all articles."
    )
    return document_rows.in_order("import_topics", ids, len(documents_in), advice)
