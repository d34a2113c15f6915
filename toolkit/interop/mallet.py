"""Files of MALLET: the state of its sampler, or its tables of topics and words."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.interop.imported import ImportedTopics, articles_of, share_table
from toolkit.interop.text_files import check_cells, lines_of, number_of, wrong
from toolkit.interop.topic_tables import topic_table

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

STATE, TABLES = "read_mallet_state", "read_mallet"


def read_mallet_state(
    path: str | os.PathLike[str], *, article_id: Sequence[str] | pd.Index | None = None
) -> ImportedTopics:
    """Read the topics of MALLET's ``--output-state``, or of what topica's ``save_state`` writes.

    The file holds every token with its topic, so that shares and words follow exactly:
    (n_dk + alpha_k) / (n_d + sum alpha) and (n_kw + beta) / (n_k + V beta).

    Parameters
    ----------
    path : path-like
        The state, gzipped as MALLET writes it, or plain.
    article_id : sequence of str, optional
        The articles in the order in which MALLET read them; those left without tokens are
        missing from the shares. By default the names that stand in the file.

    Returns
    -------
    ImportedTopics

    Raises
    ------
    ReadingError
        When a line is not what it should be; the message names it.
    InputError
        When the file names no documents, or more than ``article_id`` has.

    References
    ----------
    Griffiths & Steyvers (2004), PNAS 101, eqs 6 and 7.
    """
    tokens = _Tokens(path)
    n_topics = max(len(tokens.alpha), 1 + max(tokens.topic, default=-1))
    alpha = np.asarray(tokens.alpha, dtype=np.float64)
    if len(alpha) != n_topics or not tokens.topic:
        what = f"{len(alpha)} values of alpha for {n_topics} topics" if tokens.topic else "no token"
        raise wrong(STATE, path, 2, f"the file holds {what}")
    document, word, topic = (
        np.frombuffer(part, dtype=np.int64) for part in (tokens.document, tokens.word, tokens.topic)
    )
    index = _documents(tokens.names, article_id, int(document.max()) + 1)
    check_cells(STATE, path, max(len(index), len(tokens.terms)), n_topics)
    held = np.zeros((len(index), n_topics))
    np.add.at(held, (document if article_id is not None else _places(document), topic), 1.0)
    words = np.zeros((n_topics, len(tokens.terms)))
    np.add.at(words, (topic, word), 1.0)
    empty = held.sum(axis=1) == 0
    shares = share_table(held + np.maximum(alpha, 1e-12), index, empty)
    return ImportedTopics.of(
        "MALLET",
        shares,
        topic_term=words + max(tokens.beta, 1e-12),
        terms=list(tokens.terms),
        prior=alpha,
        n_tokens=float(len(topic)),
    )


class _Tokens:
    """The tokens of a state: document, word and topic of each, and the priors."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.alpha: list[float] = []
        self.beta = 0.0
        self.names: dict[int, str] = {}
        self.terms: dict[str, int] = {}
        self.document, self.word, self.topic = array("q"), array("q"), array("q")
        for number, line in lines_of(STATE, path):
            if line.startswith("#"):
                self._prior(path, number, line)
            elif line:
                self._token(path, number, line)

    def _prior(self, path: str | os.PathLike[str], number: int, line: str) -> None:
        name, _, values = line[1:].partition(":")
        if name.strip() == "alpha":
            self.alpha = [number_of(STATE, path, number, text) for text in values.split()]
        elif name.strip() == "beta":
            self.beta = number_of(STATE, path, number, values.strip())

    def _token(self, path: str | os.PathLike[str], number: int, line: str) -> None:
        # "doc source pos typeindex type topic"; only the source may hold spaces
        first, _, rest = line.partition(" ")
        parts = rest.rsplit(" ", 4)
        try:
            source, _, _, term, topic = parts
            document, where = int(first), int(topic)
        except ValueError:
            document = where = -1
        if not 0 <= document < 2**31 or not 0 <= where < 100_000:
            shown = line if len(line) < 60 else line[:59] + "…"
            problem = f"{shown!r} is no token; expected 'doc source pos typeindex type topic'"
            raise wrong(STATE, path, number, problem)
        self.names.setdefault(document, source)
        self.document.append(document)
        self.word.append(self.terms.setdefault(term, len(self.terms)))
        self.topic.append(where)


def _places(document: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.asarray(np.unique(document, return_inverse=True)[1], dtype=np.intp)


def _documents(names: dict[int, str], article_id: Any, count: int) -> pd.Index:
    """Articles of a state: those given, or the names that the file has."""
    if article_id is not None:
        given = pd.Index(article_id)
        if len(given) < count:
            message = (
                f"{STATE}: the file holds document {count - 1} (from 0), and there are "
                f"{len(given)} article ids. Pass the ids of all documents, in the order MALLET "
                f"read them."
            )
            raise InputError(message)
        return articles_of(STATE, given, len(given))
    named = [names[number] for number in sorted(names)]
    if len(set(named)) < len(named):
        twice = pd.Series(named).value_counts().index[0]
        message = (
            f"{STATE}: the file does not name its documents ({twice!r} stands for several). Pass "
            f"article_id=, the ids in the order MALLET read them."
        )
        raise InputError(message)
    return articles_of(STATE, named, len(named))


def read_mallet(
    doc_topics: str | os.PathLike[str],
    *,
    word_weights: str | os.PathLike[str] | None = None,
    topic_keys: str | os.PathLike[str] | None = None,
    article_id: Sequence[str] | pd.Index | None = None,
) -> ImportedTopics:
    """Read the topics of MALLET's ``--output-doc-topics``, with their words if there are any.

    Parameters
    ----------
    doc_topics : path-like
        Shares of the documents: number, name and one share per topic, or MALLET's older pairs of
        topic and share.
    word_weights : path-like, optional
        ``--topic-word-weights-file``: topic, word and weight in each line. Without it nothing can
        be said of terms.
    topic_keys : path-like, optional
        ``--output-topic-keys``: the priors, and words that become ``labels``.
    article_id : sequence of str, optional
        The articles in the order of the lines; by default the names that stand in the file.

    Returns
    -------
    ImportedTopics

    Raises
    ------
    ReadingError
        When a line is not what it should be; the message names it.
    """
    names, shares = _shares(doc_topics)
    index = articles_of(TABLES, names if article_id is None else article_id, len(shares))
    alpha, labels = _keys(topic_keys, shares.shape[1]) if topic_keys is not None else (None, None)
    words, terms, n_tokens = (
        _weights(word_weights, shares.shape[1]) if word_weights is not None else (None, [], None)
    )
    return ImportedTopics.of(
        "MALLET",
        topic_table(shares, index, normalize=True),
        topic_term=words,
        terms=terms,
        prior=alpha,
        n_tokens=n_tokens,
        labels=labels,
    )


def _shares(path: str | os.PathLike[str]) -> tuple[list[str], NDArray[np.float64]]:
    names: list[str] = []
    rows: list[list[float]] = []
    pairs = False
    for number, line in lines_of(TABLES, path):
        if line.startswith(("#", "doc\t")) or not line.strip():
            pairs = pairs or ("topic" in line and "proportion" in line)
            continue
        cells = line.rstrip().split("\t") if "\t" in line else line.split()
        begin = 1 if len(cells) > 1 and not _is_number(cells[0]) else 2
        if len(cells) <= begin:
            problem = "expected number, name and shares of a document"
            raise wrong(TABLES, path, number, problem)
        names.append(cells[begin - 1])
        rows.append([number_of(TABLES, path, number, cell) for cell in cells[begin:]])
        if not pairs and len(rows[-1]) != len(rows[0]):
            problem = f"{len(rows[-1])} shares where the first line has {len(rows[0])}"
            raise wrong(TABLES, path, number, problem)
    if not rows:
        raise wrong(TABLES, path, 1, "the file holds no document")
    return names, _from_pairs(rows, path) if pairs else np.array(rows)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _from_pairs(rows: list[list[float]], path: str | os.PathLike[str]) -> NDArray[np.float64]:
    """MALLET's older form: topic, share, topic, share ... in falling order."""
    if any(not math.isfinite(cell) for row in rows for cell in row):
        raise wrong(TABLES, path, 2, "a topic or share is infinite")
    topics = [int(cell) for row in rows for cell in row[::2]]
    if any(len(row) % 2 for row in rows) or min(topics) < 0 or max(topics) >= 100_000:
        raise wrong(TABLES, path, 2, "topics and shares do not come in pairs")
    check_cells(TABLES, path, len(rows), max(topics) + 1)
    shares = np.zeros((len(rows), max(topics) + 1))
    for place, row in enumerate(rows):
        for topic, share in zip(row[::2], row[1::2], strict=True):
            shares[place, int(topic)] = share
    return shares


def _keys(
    path: str | os.PathLike[str], n_topics: int
) -> tuple[list[float] | None, list[str] | None]:
    alpha, labels = [0.0] * n_topics, [""] * n_topics
    for number, line in lines_of(TABLES, path):
        cells = line.split("\t")
        topic = _topic(cells[0], n_topics)
        if len(cells) < 3 or topic is None:
            problem = f"expected topic, alpha and words between tabs, of {n_topics} topics"
            raise wrong(TABLES, path, number, problem)
        alpha[topic] = number_of(TABLES, path, number, cells[1])
        labels[topic] = ", ".join(cells[2].split()[:3])
    return alpha, labels


def _weights(
    path: str | os.PathLike[str], n_topics: int
) -> tuple[NDArray[np.float64], list[str], float | None]:
    terms: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    for number, line in lines_of(TABLES, path):
        parts = line.split("\t")
        if parts[0] == "topic" or not line:
            continue
        topic = _topic(parts[0], n_topics)
        if len(parts) != 3 or topic is None:
            problem = f"expected topic, word and weight between tabs, of {n_topics} topics"
            raise wrong(TABLES, path, number, problem)
        weight = number_of(TABLES, path, number, parts[2])
        cells.append((topic, terms.setdefault(parts[1], len(terms)), weight))
    check_cells(TABLES, path, len(terms), n_topics)
    words = np.zeros((n_topics, len(terms)))
    for topic, term, weight in cells:
        words[topic, term] = weight
    total = float(words.sum())
    return words, list(terms), total if total > 2 * n_topics else None


def _topic(text: str, n_topics: int) -> int | None:
    return int(text) if _is_number(text) and int(text) < n_topics else None
