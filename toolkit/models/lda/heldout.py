"""Held-out perplexity by document completion, the same for every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from toolkit.errors import InputError
from toolkit.models.lda import steps
from toolkit.models.lda.blocks import cut_blocks
from toolkit.models.lda.matrices import Counts, as_counts, matrix_of
from toolkit.models.threads import n_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENTRIES = 400_000
FOLD_IN = steps.EStepOptions(n_inner=500, tol=1e-4)
ONCE = steps.EStepOptions(n_inner=1)


class TopicModel(Protocol):
    """What the score needs: `LDA`, `NMF`, or anything with these two attributes."""

    topic_term_: NDArray[np.float64]
    doc_topic_prior_: NDArray[np.float64]


def heldout_perplexity(
    model: TopicModel, dtm: Any, *, random_state: int = 0, n_jobs: int | None = None
) -> float:
    """Held-out perplexity by document completion.

    The tokens of each article are split in two at random. Topic shares are estimated from the first
    half, in the same way for every model (the mode under the model's prior, which is unique because
    the problem is concave), and the second half is scored with them.

    Parameters
    ----------
    model : fitted model
        With ``topic_term_`` (rows sum to 1) and ``doc_topic_prior_``: `LDA`, `NMF`, or any
        object that holds the output of another program.
    dtm : DocumentTermMatrix or matrix of counts, shape (n_documents, n_terms)
        Articles that the model was not fitted on.
    random_state : int
        Seed of the split; the same seed gives every model the same halves.
    n_jobs : int or None
        Threads; None uses all processors.

    Returns
    -------
    float
        exp(-mean log-probability of a token), 1 to infinity; lower is better. A model that gives
        every term the same probability scores the size of the vocabulary.

    Raises
    ------
    InputError
        When the number of terms differs from the model's, or no article has two tokens.

    References
    ----------
    Wallach, Murray, Salakhutdinov & Mimno (2009), Evaluation methods for topic models, section 5.1
    (document completion). doi:10.1145/1553374.1553515

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> knows = SimpleNamespace(topic_term_=np.eye(2), doc_topic_prior_=np.array([0.01, 0.01]))
    >>> round(heldout_perplexity(knows, np.array([[20, 0], [0, 20]])), 2)
    1.0
    """
    topic_term = np.asarray(model.topic_term_, dtype=np.float64)
    prior = np.asarray(model.doc_topic_prior_, dtype=np.float64)
    data = as_counts(matrix_of(dtm), function="heldout_perplexity", X=dtm)
    if data.n_terms != topic_term.shape[1]:
        message = (
            f"heldout_perplexity: the matrix has {data.n_terms:,} terms and the model "
            f"{topic_term.shape[1]:,}. Count the articles with the model's vocabulary: "
            f"count_terms(tokens, vocabulary=model.terms_)."
        )
        raise InputError(message)
    seen, unseen = split_tokens(data, random_state)
    if unseen.n_tokens == 0:
        message = "heldout_perplexity: no article has two tokens of the model's vocabulary."
        raise InputError(message)
    jobs = n_threads(n_jobs)
    return float(
        np.exp(-_log_likelihood(topic_term, prior, (seen, unseen), jobs) / unseen.n_tokens)
    )


def split_tokens(data: Counts, seed: int) -> tuple[Counts, Counts]:
    """Split the tokens of each row in two at random; the first half gets the odd token."""
    rng = np.random.default_rng(seed)
    counts = data.counts.astype(np.int64)
    term_of_token = np.repeat(np.arange(len(counts)), counts)
    lengths = np.add.reduceat(np.append(counts, 0), data.offsets[:-1])
    lengths[np.diff(data.offsets) == 0] = 0
    row_of_token = np.repeat(np.arange(data.n_documents), lengths)
    order = np.lexsort((rng.random(len(term_of_token)), row_of_token))
    starts = np.cumsum(lengths) - lengths
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, lengths)
    late = rank >= np.repeat(lengths - lengths // 2, lengths)
    second = np.bincount(term_of_token[late], minlength=len(counts))
    return _with_counts(data, counts - second), _with_counts(data, second)


def _with_counts(data: Counts, counts: NDArray[np.int64]) -> Counts:
    kept = np.concatenate([[0], np.cumsum(counts > 0)])
    return Counts(
        kept[data.offsets].astype(np.int64),
        data.terms[counts > 0],
        counts[counts > 0].astype(np.float32),
        data.n_terms,
    )


def _log_likelihood(
    topic_term: NDArray[np.float64],
    prior: NDArray[np.float64],
    halves: tuple[Counts, Counts],
    jobs: int,
) -> float:
    state = steps.fixed_state(topic_term, prior)
    first, second = (cut_blocks(half, ENTRIES, like=halves[0], by_term=False) for half in halves)
    total = 0.0
    for seen, unseen in zip(first, second, strict=True):
        theta = steps.prior_rows(state, len(seen.offsets) - 1)
        steps.infer(state, seen, theta, options=FOLD_IN, n_jobs=jobs)
        expected = steps.infer(state, unseen, theta, options=ONCE, n_jobs=jobs)
        total += steps.log_likelihood(unseen, expected)
    return total
