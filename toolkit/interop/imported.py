"""Topics that another program learned: shares of articles, and terms of topics."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.number_words import count
from toolkit.errors import InputError
from toolkit.interop.document_rows import check_ids, in_order
from toolkit.interop.topic_tables import topic_table
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MANY = 1e9  # stands for an unknown number of tokens: nothing is then shrunk
N_STEPS = 200
TOLERANCE = 1e-3
CHUNK = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class ImportedTopics(Summarized):
    """Topics learned elsewhere, from `import_topics`, `read_mallet`, `read_stm` and the like.

    It replaces a fitted `LDA` in `topic_terms`, `topic_labels`, `topic_summary`, `topic_passages`,
    `word_drift` and `align_topics`. ``shares`` works wherever topic shares are taken. Only
    functions that refit (`topic_stability`, `search_topics`) cannot use it.

    Attributes
    ----------
    program : str
        The program, such as ``"tomotopy"``.
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares, index ``article_id``, columns named ``topic``. Rows sum to 1, and are missing
        for an article without words in the program. Column -1 holds what BERTopic assigns to no
        topic.
    terms_ : ndarray of str, shape (n_terms,)
        The vocabulary, in alphabetical order.
    doc_topic_prior_ : ndarray of shape (n_topics,)
        Prior of an article's shares (alpha) in the program, or else the mean shares.
    labels : Series of str
        Names from the program, if any; index ``topic``.
    note : str
        What to know about these shares, such as that they are of one sample.
    """

    program: str
    shares: pd.DataFrame
    terms_: NDArray[np.str_]
    doc_topic_prior_: NDArray[np.float64]
    labels: pd.Series
    _words: NDArray[np.float64] | None
    _sizes: NDArray[np.float64]
    note: str = ""

    @classmethod
    def of(
        cls,
        program: str,
        shares: pd.DataFrame,
        *,
        topic_term: Any = None,
        terms: Iterable[str] = (),
        prior: Any = None,
        n_tokens: float | None = None,
        labels: Iterable[str] | None = None,
        note: str = "",
    ) -> ImportedTopics:
        """Check what was read and sort its terms."""
        columns = _topics(shares)
        weight = shares[columns].mean().to_numpy(dtype=np.float64)
        words, names = _ordered(program, topic_term, list(terms), len(columns))
        alpha = weight if prior is None else np.asarray(prior, dtype=np.float64)
        index = pd.RangeIndex(len(columns), name="topic")
        given = pd.Series(list(labels), index=index, dtype="str") if labels is not None else None
        return cls(
            program,
            shares,
            names,
            np.broadcast_to(np.maximum(alpha, 1e-9), weight.shape).copy(),
            pd.Series(dtype="str", index=index[:0], name="label") if given is None else given,
            words,
            weight / max(weight.sum(), 1e-300) * (MANY if n_tokens is None else n_tokens),
            note,
        )

    def __repr__(self) -> str:
        n_articles, n_topics = len(self.shares), len(self._sizes)
        words = "without terms" if self._words is None else f"{len(self.terms_):,} terms"
        size = f"{count(n_articles, 'article')}, {count(n_topics, 'topic')}"
        return f"ImportedTopics from {self.program}: {size}, {words}"

    def _summary(self) -> Summary:
        facts = (
            ("articles", len(self.shares)),
            ("topics", self.n_topics),
            ("terms", len(self.terms_)),
        )
        warnings = () if self._words is not None else ("The terms of the topics are missing.",)
        rows = self.labels.rename("label").reset_index() if len(self.labels) else None
        return Summary(f"Topics from {self.program}", facts, warnings, rows, note=self.note)

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self._sizes)

    @property
    def topic_term_(self) -> NDArray[np.float64]:
        """Share of each term in each topic; rows sum to 1."""
        if self._words is None:
            message = (
                f"The topics from {self.program} have no terms. Pass them when reading: "
                f"word_weights= of read_mallet, beta= of read_stm."
            )
            raise InputError(message)
        return self._words

    @property
    def components_(self) -> NDArray[np.float64]:
        """Expected tokens of each term in each topic, where the number of tokens is known."""
        return np.asarray(self.topic_term_ * self._sizes[:, None])

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Topic shares of articles: those imported, and the best fit for other articles.

        Parameters
        ----------
        X : DocumentTermMatrix or matrix of shape (n_articles, n_terms)
            Counts of the terms ``terms_``. An article in ``shares`` gets the program's own shares
            (without column -1, scaled to sum to 1). All others, and matrices without article ids,
            are folded in with fixed topics.

        Returns
        -------
        ndarray of shape (n_articles, n_topics)
            Rows sum to 1.

        References
        ----------
        Folding in: Hofmann (1999), UAI, section 3.3, with the prior of the topics added.
        """
        counts = sparse.csr_matrix(getattr(X, "counts", X), dtype=np.float64)
        if counts.shape[1] != len(self.terms_):
            message = (
                f"ImportedTopics: the matrix has {counts.shape[1]:,} terms, the topics have "
                f"{len(self.terms_):,}. Count with count_terms(tokens, vocabulary=model.terms_)."
            )
            raise InputError(message)
        result = fold_in(counts, self.topic_term_, self.doc_topic_prior_)
        if hasattr(X, "article_id"):
            named = self.shares[_topics(self.shares)].reindex(pd.Index(X.article_id))
            own = named.to_numpy(dtype=np.float64)
            total = own.sum(axis=1, keepdims=True)
            known = np.isfinite(total[:, 0]) & (total[:, 0] > 0)
            result[known] = own[known] / total[known]
        return result


def _topics(shares: pd.DataFrame) -> list[int]:
    """Return the columns that are topics: all but -1."""
    return [topic for topic in map(int, shares.columns) if topic >= 0]


def _ordered(
    program: str, topic_term: Any, terms: list[str], n_topics: int
) -> tuple[NDArray[np.float64] | None, NDArray[np.str_]]:
    """Return topics x terms, rows summing to 1, and the terms in code-point order."""
    if topic_term is None:
        return None, np.empty(0, dtype=str)
    words = np.asarray(topic_term, dtype=np.float64)
    if words.shape != (n_topics, len(terms)):
        message = (
            f"The parts from {program} do not fit together: {n_topics} topics in the shares, "
            f"{len(terms):,} terms, topic words of shape {words.shape}. All must come from one "
            f"model."
        )
        raise InputError(message)
    if not (np.isfinite(words).all() and (words >= 0).all() and (words.sum(axis=1) > 0).all()):
        message = (
            f"The topic words from {program} hold negative, missing or infinite numbers, or a "
            f"topic without weight. Pass probabilities, or their logarithms."
        )
        raise InputError(message)
    names = np.asarray([str(term) for term in terms], dtype=str)
    order = np.argsort(names, kind="stable")
    twice = names[order][1:][names[order][1:] == names[order][:-1]]
    if len(twice):
        message = f"The vocabulary from {program} has the term {str(twice[0])!r} twice."
        raise InputError(message)
    return (words / words.sum(axis=1, keepdims=True))[:, order], names[order]


def fold_in(
    counts: sparse.csr_matrix, topic_term: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return shares of articles under fixed topics: theta_k ~ prior_k + sum_w n_w p(k | w, theta).

    Examples
    --------
    >>> words = np.array([[0.9, 0.1], [0.1, 0.9]])
    >>> fold_in(sparse.csr_matrix([[9.0, 1.0]]), words, np.array([0.1, 0.1])).round(2).tolist()
    [[0.96, 0.04]]
    """
    theta = np.tile(prior / prior.sum(), (counts.shape[0], 1))
    rows_at_once = max(1, CHUNK // max(len(prior), 1))
    edges = [0]
    while edges[-1] < counts.shape[0]:
        limit = counts.indptr[edges[-1]] + rows_at_once
        edges.append(max(edges[-1] + 1, int(np.searchsorted(counts.indptr, limit, "right")) - 1))
    for start, end in pairwise(edges):
        theta[start:end] = _fold_in_part(counts[start:end], topic_term, prior)
    return theta


def _fold_in_part(
    counts: sparse.csr_matrix, topic_term: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    n_docs = counts.shape[0]
    theta = np.tile(prior / prior.sum(), (n_docs, 1))
    row = np.repeat(np.arange(n_docs), np.diff(counts.indptr))
    words = topic_term.T[counts.indices]
    gather = sparse.csr_matrix((counts.data, (row, np.arange(len(row)))), (n_docs, len(row)))
    for _ in range(N_STEPS):
        joint = theta[row] * words
        joint /= np.maximum(joint.sum(axis=1, keepdims=True), 1e-300)
        new = prior + gather @ joint
        new /= new.sum(axis=1, keepdims=True)
        moved = float(np.abs(new - theta).max(initial=0.0))
        theta = np.asarray(new)
        if moved < TOLERANCE / 10:
            break
    return theta


def share_table(shares: Any, index: pd.Index, empty: NDArray[np.bool_]) -> pd.DataFrame:
    """Return shares as a table; rows of ``empty`` are missing, never spread evenly."""
    values = np.where(empty[:, None], 1.0, np.asarray(shares, dtype=np.float64))
    table = topic_table(values, index, normalize=True)
    table.loc[empty] = np.nan
    return table


def articles_of(function: str, article_id: Any, count: int) -> pd.Index:
    """Return the index of articles, checked against the number of documents in a file."""
    index = check_ids(function, article_id)
    advice = "Pass the ids of the documents in the file, in their order."
    in_order(function, index, count, advice)
    return index
