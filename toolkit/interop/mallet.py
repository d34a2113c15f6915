"""Files of MALLET and topica: the state of the sampler, or tables of topics and words."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.interop.imported import ImportedTopics, articles_of, share_table
from toolkit.interop.text_files import check_cells, lines_of, number_of, wrong

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

STATE, TABLES = "read_mallet_state", "read_mallet"


def read_mallet_state(
    path: str | os.PathLike[str], *, article_id: Sequence[str] | pd.Index | None = None
) -> ImportedTopics:
    """Read the topics of MALLET's ``--output-state``, or of topica's ``save_state``.

    The file holds every token with its topic, from which shares and words follow exactly:
    (n_dk + alpha_k) / (n_d + sum alpha) and (n_kw + beta) / (n_k + V beta).

    A state is one sample of the sampler, the last. MALLET's own tables come from it; topica's
    ``doc_topic`` is the mean of several samples (five by default), so its shares differ.

    Parameters
    ----------
    path : path-like
        The state, gzipped as by MALLET, or plain.
    article_id : sequence of str, optional
        The articles in the order in which the program read them; those without tokens are missing.
        By default the names in the file, which lists only documents with tokens.

    Returns
    -------
    ImportedTopics

    Raises
    ------
    ReadingError
        When a line is not a token, or one typeindex stands for two terms; the message names it.
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
    np.add.at(held, (document if article_id is not None else _number_anew(document), topic), 1.0)
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
        note="Shares of one sample of the sampler, the last; topica's own average several.",
    )


class _Tokens:
    """The tokens of a state: document, word and topic of each, and the priors."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        self.alpha: list[float] = []
        self.beta = 0.0
        self.names: dict[int, str] = {}
        self.terms: dict[str, int] = {}
        self.document, self.word, self.topic = array("q"), array("q"), array("q")
        self._next: dict[int, int] = {}
        self._type_of: dict[str, str] = {}
        self._index_of: dict[str, str] = {}
        for number, line in lines_of(STATE, path):
            if line.startswith("#"):
                self._prior(number, line)
            elif line:
                self._token(number, line)

    def _prior(self, number: int, line: str) -> None:
        name, _, values = line[1:].partition(":")
        if name.strip() == "alpha":
            self.alpha = [number_of(STATE, self.path, number, text) for text in values.split()]
        elif name.strip() == "beta":
            self.beta = number_of(STATE, self.path, number, values.strip())

    def _token(self, number: int, line: str) -> None:
        cells = line.split(" ")
        if len(cells) < 6 or not (_is_number(cells[0]) and _is_number(cells[-1])):
            raise self._no_token(number, line)
        document, topic = int(cells[0]), int(cells[-1])
        if document >= 2**31 or topic >= 100_000:
            raise self._no_token(number, line)
        source, index, term = self._parsed(number, line, cells, document)
        self._check_term(number, index, term)
        self._next[document] = self._next.get(document, 0) + 1
        self.names[document] = source
        self.document.append(document)
        self.word.append(self.terms.setdefault(term, len(self.terms)))
        self.topic.append(topic)

    def _parsed(
        self, number: int, line: str, cells: list[str], document: int
    ) -> tuple[str, str, str]:
        """Return source, typeindex and term of "doc source pos typeindex type topic".

        Sources may hold spaces, and so may terms (topica writes "New York" as it is). The position
        counts the tokens of the document from 0, which tells where the source ends.
        """
        position, known = self._next.get(document, 0), self.names.get(document)
        found = []
        for i in range(2, len(cells) - 3):
            if cells[i] == str(position) and _is_number(cells[i + 1]):
                parsed = " ".join(cells[1:i]), cells[i + 1], " ".join(cells[i + 2 : -1])
                if known in {None, parsed[0]} and parsed[2]:
                    found.append(parsed)
        if len(found) > 1:
            found = [one for one in found if self._type_of.get(one[1], "") == one[2]] or found
        if len(found) == 1:
            return found[0]
        if found:
            problem = "several readings are possible, because names or terms hold numbers"
            raise wrong(STATE, self.path, number, problem)
        raise self._no_token(number, line, f"at position {position} of document {document}")

    def _check_term(self, number: int, index: str, term: str) -> None:
        type_of = self._type_of.setdefault(index, term)
        index_of = self._index_of.setdefault(term, index)
        if type_of != term or index_of != index:
            other = type_of if type_of != term else f"typeindex {index_of}"
            problem = f"typeindex {index} is {term!r} here and {other!r} above"
            raise wrong(STATE, self.path, number, problem)

    def _no_token(self, number: int, line: str, where: str = "") -> Exception:
        shown = line if len(line) < 60 else line[:59] + "…"
        expected = f"expected 'doc source pos typeindex type topic'{' ' if where else ''}{where}"
        return wrong(STATE, self.path, number, f"{shown!r} is not a token; {expected}")


def _number_anew(document: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the documents numbered from 0 without gaps."""
    return np.asarray(np.unique(document, return_inverse=True)[1], dtype=np.intp)


def _documents(names: dict[int, str], article_id: Any, count: int) -> pd.Index:
    """Return the articles of a state: those given, or the names in the file."""
    if article_id is not None:
        given = pd.Index(article_id)
        if len(given) < count:
            message = (
                f"{STATE}: the file holds document {count - 1} (from 0), and there are "
                f"{len(given)} article ids. Pass the ids of all documents, in the order in which "
                f"they were read."
            )
            raise InputError(message)
        return articles_of(STATE, given, len(given))
    named = [names[number] for number in sorted(names)]
    if len(set(named)) < len(named):
        twice = pd.Series(named).value_counts().index[0]
        message = (
            f"{STATE}: the file does not name its documents ({twice!r} stands for several). Pass "
            f"article_id=, the ids in the order in which they were read."
        )
        raise InputError(message)
    return articles_of(STATE, named, len(named))


def read_mallet(
    doc_topics: str | os.PathLike[str],
    *,
    word_weights: str | os.PathLike[str] | None = None,
    topic_keys: str | os.PathLike[str] | None = None,
    article_id: Sequence[str] | pd.Index | None = None,
    lengths: Sequence[int] | None = None,
) -> ImportedTopics:
    """Read the topics of MALLET's ``--output-doc-topics`` or of topica's ``save_doc_topic``.

    These tables do not say which documents have no words: such a document has the prior as its
    shares. The state does (`read_mallet_state`), or pass ``lengths``.

    Parameters
    ----------
    doc_topics : path-like
        Shares: number, name and one share per topic (MALLET), pairs of topic and share (older
        versions), or a heading and then name and shares (topica).
    word_weights : path-like, optional
        ``--topic-word-weights-file``: topic, word and weight in each line. Without it the topics
        have no terms.
    topic_keys : path-like, optional
        ``--output-topic-keys``: the priors, and words that become ``labels``.
    article_id : sequence of str, optional
        The articles in the order of the lines; the names in the file by default.
    lengths : sequence of int, optional
        Tokens of each document, in the order of the lines; documents with 0 are missing.

    Returns
    -------
    ImportedTopics

    Raises
    ------
    ReadingError
        When a line is not as expected; the message names it.
    InputError
        When ``topic_keys`` shows that documents have exactly the prior as shares, and ``lengths``
        does not say whether they have words.
    """
    names, shares = _shares(doc_topics)
    index = articles_of(TABLES, names if article_id is None else article_id, len(shares))
    alpha, labels = _keys(topic_keys, shares.shape[1]) if topic_keys is not None else (None, None)
    words, terms, n_tokens = (
        _weights(word_weights, shares.shape[1]) if word_weights is not None else (None, [], None)
    )
    return ImportedTopics.of(
        "MALLET",
        share_table(shares, index, _without_words(shares, index, alpha, lengths)),
        topic_term=words,
        terms=terms,
        prior=alpha,
        n_tokens=n_tokens,
        labels=labels,
        note="" if lengths is not None else _UNTOLD,
    )


def _shares(path: str | os.PathLike[str]) -> tuple[list[str], NDArray[np.float64]]:
    names: list[str] = []
    rows: list[list[float]] = []
    pairs, width = False, 0
    for number, line in lines_of(TABLES, path):
        if not line.strip():
            continue
        if not rows and line.startswith(("#", "doc\t")):
            pairs = pairs or ("topic" in line and "proportion" in line)
            width = line.count("\t") if line.startswith("doc\t") else width
            continue
        name, shares = _document(path, number, line, width)
        names.append(name)
        rows.append([number_of(TABLES, path, number, cell) for cell in shares])
        if not pairs and len(rows[-1]) != (width or len(rows[0])):
            where = "the heading" if width else "the first line"
            problem = f"{len(rows[-1])} shares where {where} has {width or len(rows[0])}"
            raise wrong(TABLES, path, number, problem)
    if not rows:
        raise wrong(TABLES, path, 1, "the file holds no document")
    return names, _from_pairs(rows, path) if pairs else np.array(rows)


def _document(
    path: str | os.PathLike[str], number: int, line: str, width: int
) -> tuple[str, list[str]]:
    """Return the name and the shares of one line: topica writes a heading, and no numbers."""
    cells = line.rstrip().split("\t") if "\t" in line else line.split()
    begin = 1 if width else 2
    if len(cells) <= begin or not (width or _is_number(cells[0])):
        expected = "name" if width else "number, name"
        raise wrong(TABLES, path, number, f"expected {expected} and shares of a document")
    return cells[begin - 1], cells[begin:]


_UNTOLD = "The tables do not say which documents have no words: lengths= does, or the state."


def _without_words(
    shares: NDArray[np.float64], index: pd.Index, alpha: list[float] | None, lengths: Any
) -> NDArray[np.bool_]:
    """Return which documents have no words; refuse to guess from shares that are the prior."""
    if lengths is not None:
        counted = np.asarray(lengths)
        if counted.shape != (len(index),):
            message = f"{TABLES}: {len(counted):,} lengths for {len(index):,} documents."
            raise InputError(message)
        return np.asarray(counted <= 0)
    if alpha is not None and min(alpha) > 0:
        prior = np.asarray(alpha) / np.sum(alpha)
        sums = np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        same = (np.abs(shares / sums - prior) < 1e-4 * prior + 1e-6).all(axis=1)
        if same.any():
            message = (
                f"{TABLES}: {int(same.sum()):,} of {len(index):,} documents have exactly the prior "
                f"as shares, as documents without words have, the first {index[same.argmax()]!r}. "
                f"Pass lengths=, the tokens of each document, or read the state."
            )
            raise InputError(message)
    return np.zeros(len(index), dtype=np.bool_)


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
