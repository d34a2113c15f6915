"""The sentences with the largest share of a topic, their words marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit.errors import InputError, check_option
from toolkit.tables import ARTICLE_ID, check_same_articles
from toolkit.tables.printed_days import date_columns, printed_date
from toolkit.tokenizing import split_sentences
from toolkit.topics.inspect.relevance import TINY
from toolkit.topics.inspect.share_blocks import leading_rows
from toolkit.topics.inspect.topic_shares import in_model_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens
    from toolkit.topics.model import TopicModel

ARTICLES_PER_PASSAGE = 5
ORIGIN = ("source", "title")
Mark = tuple[int, int, int]
"""First character in the passage, one past the last, topic of the word."""


@dataclass(frozen=True)
class TopicPassages:
    """Sentences with a large share of one topic, their words marked by topic.

    Parameters
    ----------
    topic : int
        The topic.
    table : DataFrame
        ``article_id``, ``share`` (mean over the sentence's words of the probability that the
        topic wrote them, 0 to 1), ``n_words`` (words of the model's vocabulary in it: the
        denominator), ``sentence``, ``start`` and ``end`` (characters of the article's text);
        largest share first. ``date``, ``source``, ``title`` where the articles were given, and
        ``date_precision`` where a date of theirs names only a month or a year.
    marks : tuple of tuple of (int, int, int)
        Per sentence: where each known word begins and ends in it, and its most likely topic.
    """

    topic: int
    table: pd.DataFrame
    marks: tuple[tuple[Mark, ...], ...] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.table)

    def __repr__(self) -> str:
        """Show the sentences with the topic's words in [brackets]."""
        head = f"<TopicPassages: topic {self.topic}, {count(len(self), 'sentence')}>"
        return "\n".join([head, *self._lines(self._bracketed)])

    def _repr_html_(self) -> str:
        head = (
            f"<p>Topic {self.topic}: sentences with the largest share of it. Marked: words that "
            f"the topic most likely wrote; underlined: words of another topic.</p>"
        )
        rows = "".join(f"<li>{line}</li>" for line in self._lines(self._tagged))
        return f'<div class="tex2jax_ignore mathjax_ignore">{head}<ol>{rows}</ol></div>'

    def _lines(self, shown: Callable[[str, int | None], str]) -> Iterator[str]:
        for row, marks in zip(self.table.to_dict("records"), self.marks, strict=True):
            head = f"{row['share']:.2f} {_origin(row)}: "
            yield shown(head, None) + _painted(row["sentence"], marks, shown)

    def _bracketed(self, text: str, topic: int | None) -> str:
        return f"[{text}]" if topic == self.topic else text

    def _tagged(self, text: str, topic: int | None) -> str:
        if topic is None:
            return escape(text)
        style = "background:#f6e2a8" if topic == self.topic else "border-bottom:1px dotted #666"
        name = "mark" if topic == self.topic else "span"
        return f'<{name} style="{style}" title="topic {topic}">{escape(text)}</{name}>'


def topic_passages(
    model: TopicModel,
    tokens: Tokens,
    topics: pd.DataFrame,
    *,
    topic: int,
    n: int = 5,
    min_words: int = 6,
    per_article: int = 1,
    articles: pd.DataFrame | None = None,
) -> TopicPassages:
    """Find the sentences with the largest share of a topic; read them before naming it.

    A word w of article d is the topic's with probability theta_dk phi_kw / sum_j theta_dj phi_jw;
    the share of a sentence is the mean over its words that the model knows. Only the articles with
    the largest shares of the topic are searched, five for each sentence asked for.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    tokens : Tokens
        The articles, tokenised as for the model.
    topics : DataFrame
        What `doc_topics` returns for them.
    topic : int
        A topic of the model.
    n : int
        Most sentences.
    min_words : int
        Words of the model's vocabulary that a sentence must have.
    per_article : int
        Most sentences from one article.
    articles : DataFrame, optional
        The articles table; adds date, outlet and title to the sentences.

    Returns
    -------
    TopicPassages
        Its ``.table``; in a notebook, the sentences with their words marked by topic.

    Raises
    ------
    InputError
        For an unknown topic, when no article of ``topics`` is in ``tokens``, or one searched is
        not in ``articles``.
    """
    check_option("topic_passages", "topic", topic, topics.columns.tolist())
    place = pd.Series(np.arange(len(tokens)), index=tokens.article_id)
    shares = topics[[topic]].to_numpy(dtype=np.float64)
    if not topics.index.equals(place.index):
        shares = np.where(place.index.get_indexer(topics.index)[:, None] >= 0, shares, np.nan)
    searched = topics.index[leading_rows(shares, topics.index, n * ARTICLES_PER_PASSAGE)[0]]
    if len(searched) == 0:
        message = (
            "topic_passages: no article of topics is in tokens. Pass the tokens that were counted "
            "for the model."
        )
        raise InputError(message)
    found: list[tuple[dict[str, object], tuple[Mark, ...]]] = []
    number, phi = _term_numbers(model, tokens), np.asarray(model.topic_term_)
    theta = in_model_order("topic_passages", topics, len(phi))
    for article in searched:
        reader = _Reader(phi, theta.loc[article].to_numpy(), tokens, int(place[article]))
        sentences = reader.sentences(number, topic, min_words)
        best = sorted(sentences, key=lambda one: -float(str(one[0]["share"])))[:per_article]
        found += [({ARTICLE_ID: article, **row}, marks) for row, marks in best]
    found = sorted(found, key=lambda one: -float(str(one[0]["share"])))[:n]
    columns = [ARTICLE_ID, "share", "n_words", "sentence", "start", "end"]
    table = pd.DataFrame([row for row, _ in found], columns=columns)
    if articles is not None:
        check_same_articles("topic_passages", pd.Index(searched), articles.index, name="articles")
        origin = [*date_columns(articles), *ORIGIN]
        given = [name for name in origin if name in articles.columns]
        table = table.join(articles[given], on=ARTICLE_ID)
    return TopicPassages(topic, table, tuple(marks for _, marks in found))


def _term_numbers(model: TopicModel, tokens: Tokens) -> NDArray[np.int64]:
    """Return the model's column of each term of the tokens; -1: none."""
    place = {str(term): i for i, term in enumerate(model.terms_)}
    return np.array([place.get(term, -1) for term in tokens.terms], dtype=np.int64)


class _Reader:
    """One article: the known words of each sentence, and their most likely topics."""

    def __init__(
        self, phi: NDArray[np.float64], shares: NDArray[np.float64], tokens: Tokens, text: int
    ) -> None:
        self.phi, self.shares = phi, shares
        self.text = tokens.texts[text]
        part = slice(int(tokens.offsets[text]), int(tokens.offsets[text + 1]))
        self.ids, self.starts, self.ends = tokens.ids[part], tokens.starts[part], tokens.ends[part]

    def sentences(
        self, number: NDArray[np.int64], topic: int, min_words: int
    ) -> Iterator[tuple[dict[str, object], tuple[Mark, ...]]]:
        columns = number[self.ids]
        for start, end in split_sentences([self.text])[0].tolist():
            here = (self.starts >= start) & (self.ends <= end) & (columns >= 0)
            if here.sum() < min_words:
                continue
            joint = self.shares[:, None] * self.phi[:, columns[here]]
            wrote = joint / np.maximum(joint.sum(axis=0), TINY)
            spans = zip(self.starts[here], self.ends[here], wrote.argmax(axis=0), strict=True)
            marks = tuple((int(a) - start, int(b) - start, int(k)) for a, b, k in spans)
            row = {"share": float(wrote[topic].mean()), "n_words": int(here.sum())}
            yield {**row, "sentence": self.text[start:end], "start": start, "end": end}, marks


def _origin(row: Mapping[Any, Any]) -> str:
    """Return date, outlet and title of a sentence's article, or its id."""
    if "title" not in row:
        return str(row[ARTICLE_ID])
    day = (
        "undated"
        if pd.isna(row.get("date"))
        else printed_date(row["date"], row.get("date_precision", "day"))
    )
    return ", ".join(filter(None, (day, str(row.get("source", "")), str(row["title"]))))


def _painted(
    sentence: str, marks: tuple[Mark, ...], shown: Callable[[str, int | None], str]
) -> str:
    pieces, at = [], 0
    for start, end, topic in marks:
        pieces += [shown(sentence[at:start], None), shown(sentence[start:end], topic)]
        at = end
    return "".join([*pieces, shown(sentence[at:], None)])
