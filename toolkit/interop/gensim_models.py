"""Models of gensim, which do not keep the documents.

Shares are inferred again here. `LdaModel` starts from random numbers, so that its own answer for an
article differs from call to call. Here the generator is set for each article, and then restored.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError
from toolkit.interop import document_rows
from toolkit.interop.imported import ImportedTopics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

REFUSED = {
    "LsiModel": "its loadings are negative in part, so they are no shares of anything",
    "AuthorTopicModel": "its shares are those of authors, not of articles",
    "EnsembleLda": "it has topics but no shares; take one of its models",
}
"""Models without shares of documents, and why."""
LEAST_TOKENS = 0.5
"""Topics of an `HdpModel` with fewer expected tokens in all articles are empty."""


def take_gensim(model: Any, article_id: Any, documents: Any, terms: Any) -> ImportedTopics:
    """Take a fitted gensim model; see `import_topics`."""
    names = {kind.__name__ for kind in type(model).__mro__}
    for name in names & set(REFUSED):
        message = f"import_topics: a gensim {name} cannot be taken: {REFUSED[name]}."
        raise InputError(message)
    ids = document_rows.check_ids("import_topics", article_id)
    bags = _bags(documents)
    advice = "gensim drops no document: pass one id and one bag of words for each article."
    rows = document_rows.in_order("import_topics", ids, len(bags), advice)
    words = np.asarray(model.get_topics(), dtype=np.float64)
    lengths = np.array([sum(count for _, count in bag) for bag in bags], dtype=np.float64)
    shares, live = _hdp(model, bags) if "HdpModel" in names else _shares(model, bags, len(words))
    alpha = getattr(model, "alpha", None)
    usable = np.shape(np.asarray(alpha)) == (len(words),)
    return ImportedTopics.of(
        "gensim",
        document_rows.share_rows(
            f"gensim's {type(model).__name__}", shares, rows, ids=ids, has_words=lengths > 0
        ),
        topic_term=words[live],
        terms=terms if terms is not None else [model.id2word[i] for i in range(words.shape[1])],
        prior=alpha if usable else None,
        n_tokens=float(lengths.sum()),
    )


def _bags(documents: Any) -> list[list[tuple[int, float]]]:
    if documents is None:
        message = (
            "import_topics: a model of gensim needs documents=: the bag-of-words corpus, as gensim "
            "had it."
        )
        raise InputError(message)
    return [list(bag) for bag in documents]


def _shares(
    model: Any, bags: list[list[tuple[int, float]]], n_topics: int
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    shares = np.zeros((len(bags), n_topics))
    with _own_generator(model) as reset:
        for row, bag in enumerate(bags):
            reset()
            for topic, share in model.get_document_topics(bag, minimum_probability=0.0):
                shares[row, int(topic)] = max(float(share), 0.0)
    total = shares.sum(axis=1, keepdims=True)  # gensim rounds to float32 and cuts below 1e-8
    shares = np.divide(shares, total, out=shares, where=total > 0)
    return shares, np.arange(n_topics, dtype=np.intp)


@contextmanager
def _own_generator(model: Any) -> Iterator[Any]:
    """Give the model a generator of its own; the function yielded sets it back to its start."""
    if not hasattr(model, "random_state"):
        yield lambda: None
        return
    before = model.random_state
    own = np.random.RandomState(0)
    start = own.get_state()
    model.random_state = own
    try:
        yield lambda: own.set_state(start)
    finally:
        model.random_state = before


def _hdp(
    model: Any, bags: list[list[tuple[int, float]]]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the shares over the topics in use: (n_dk + alpha_k) over their sum, and those topics.

    ``model[bag]`` leaves out every share below 0.01, and all of its (150) topics have a prior.
    """
    gamma = np.asarray(model.inference(bags), dtype=np.float64)
    has_words = gamma.sum(axis=1) > 0
    expected = np.maximum(gamma[has_words] - np.asarray(model.lda_alpha), 0.0).sum(axis=0)
    live = np.flatnonzero(expected >= LEAST_TOKENS)
    shares = gamma[:, live]
    total = shares.sum(axis=1, keepdims=True)
    return np.divide(shares, total, out=np.zeros_like(shares), where=total > 0), live
