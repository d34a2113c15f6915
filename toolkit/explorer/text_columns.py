"""Columns of text: sentences with their matches, passages, whole articles, what was removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.explorer.container import safe_text
from toolkit.explorer.inputs import has_terms
from toolkit.explorer.topic_columns import N_PASSAGES, topic_numbers
from toolkit.reading.ledgers import ledger
from toolkit.themes.theme_sentences import sentence_spans
from toolkit.topics import topic_passages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts
    from toolkit.tokenizing import Tokens

WIDE = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """Positions in a text, in the 16-bit units in which a page counts characters."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [found.start() for found in WIDE.finditer(text)]
        self._wide = np.array(wide, dtype=np.int64)

    def at(self, places: Iterable[int] | NDArray[Any]) -> NDArray[np.int64]:
        """Return the units before each character.

        Examples
        --------
        >>> Units("a\N{GRINNING FACE}b").at([0, 1, 2]).tolist()
        [0, 1, 3]
        """
        given = np.asarray(list(places), dtype=np.int64)
        return given + np.searchsorted(self._wide, given, side="left")


def add_sentences(container: Container, parts: Parts) -> None:
    """Add every sentence with a match of a theme, and where the matches are in it."""
    if parts.tokens is None or parts.found is None or parts.present is None:
        return
    order = ["article_id", "start", "theme"]
    place = pd.Series(np.arange(len(parts.articles)), index=parts.articles.index)
    found = parts.found.assign(row=place.reindex(parts.found["article_id"]).to_numpy())
    found = found.sort_values(["row", *order[1:]], kind="stable", ignore_index=True)
    numbers: dict[tuple[int, int, int], int] = {}
    texts, starts, matches = [], [], []
    series = found["theme"].cat.codes.tolist()
    for row, theme, one in zip(
        found["row"].tolist(), series, sentence_spans(parts.tokens.plain(), found), strict=True
    ):
        sentence = one.text[one.begin : one.stop]
        key = (row, one.begin, one.stop)
        if key not in numbers:
            numbers[key] = len(numbers)
            texts.append(sentence)
            starts.append(int(Units(one.text).at([one.begin])[0]))
        ends = Units(sentence).at([one.start - one.begin, one.end - one.begin])
        matches.append((numbers[key], theme, *ends.tolist()))
    container.add("sentences.article", [key[0] for key in numbers], "u32")
    container.add("sentences.start", starts, "u32")
    container.add_texts("sentences.text", texts)
    columns = np.array(sorted(matches), dtype=np.int64).reshape(-1, 4)
    for name, kind, values in zip(
        ("sentence", "series", "start", "end"), ("u32", "u16", "u16", "u16"), columns.T, strict=True
    ):
        container.add(f"matches.{name}", np.minimum(values, 65535), kind)


def add_passages(container: Container, parts: Parts) -> None:
    """Add the sentences that tell each topic, as `topic_passages` finds them."""
    if parts.tokens is None or parts.topics is None or not has_terms(parts.model):
        return
    rows: list[tuple[Any, ...]] = []
    topics: list[Any] = parts.topics.columns.tolist()
    for number, (topic, own) in enumerate(zip(topics, topic_numbers(parts), strict=True)):
        if own < 0:
            continue
        try:
            read = topic_passages(
                parts.model, parts.tokens, parts.topics, topic=topic, n=N_PASSAGES
            )
        except InputError:
            continue
        told = read.table[["article_id", "share", "sentence"]]
        rows += [(number, *row) for row in told.itertuples(index=False)]
    table = pd.DataFrame(rows, columns=["topic", "article_id", "share", "sentence"])
    container.add("passages.topic", table["topic"], "u16")
    places = parts.articles.index.get_indexer(pd.Index(table["article_id"]))
    container.add("passages.article", places, "u32")
    container.add("passages.share", table["share"], "f32")
    container.add_texts("passages.text", (" ".join(text.split()) for text in table["sentence"]))


def texts_of(parts: Parts) -> list[str]:
    """Return the text of each article in which words were counted."""
    if parts.tokens is None:
        given = parts.articles.get("text", pd.Series("", index=parts.articles.index))
        return [str(text) for text in given]
    held = pd.Series(np.arange(len(parts.tokens)), index=parts.tokens.article_id)
    rows = held.reindex(parts.articles.index, fill_value=-1).tolist()
    return [parts.tokens.texts[row] if row >= 0 else "" for row in rows]


def add_bodies(container: Container, parts: Parts) -> None:
    """Add the whole text of every article, and the topic of each of its words."""
    container.add_texts("bodies.text", texts_of(parts))
    if parts.tokens is None or parts.topics is None or not has_terms(parts.model):
        return
    reader = _Reader(parts, parts.tokens)
    read = [reader.words(*one) for one in zip(reader.places, reader.shares, strict=True)]
    container.add("tokens.row", np.cumsum([0, *(len(start) for start, _, _ in read)]), "u32")
    for number, (name, kind) in enumerate((("start", "u32"), ("length", "u8"), ("topic", "u8"))):
        joined = np.concatenate([np.empty(0, dtype=np.int64), *(one[number] for one in read)])
        container.add(f"tokens.{name}", joined if kind == "u32" else np.minimum(joined, 254), kind)


class _Reader:
    """Reads articles word by word, for the topic that most likely wrote each."""

    def __init__(self, parts: Parts, tokens: Tokens) -> None:
        self.tokens = tokens
        self.phi = np.asarray(parts.model.topic_term_, dtype=np.float64)
        known = {str(term): number for number, term in enumerate(parts.model.terms_)}
        self.columns = np.array([known.get(term, -1) for term in self.tokens.terms], dtype=np.int64)
        held = pd.Series(np.arange(len(self.tokens)), index=self.tokens.article_id)
        self.places = held.reindex(parts.articles.index, fill_value=-1).tolist()
        self.shares: NDArray[np.float64] = np.asarray(parts.topics, dtype=np.float64)

    def words(self, text: int, shares: NDArray[np.float64]) -> tuple[NDArray[np.int64], ...]:
        """Return where the words that the model knows begin, their lengths, and their topics."""
        nothing = np.empty(0, dtype=np.int64)
        if text < 0 or shares.shape != (len(self.phi),) or np.isnan(shares).any():
            return nothing, nothing, nothing
        part = slice(int(self.tokens.offsets[text]), int(self.tokens.offsets[text + 1]))
        terms = self.columns[self.tokens.ids[part]]
        kept = terms >= 0
        units = Units(self.tokens.texts[text])
        start = units.at(self.tokens.starts[part][kept])
        length = units.at(self.tokens.ends[part][kept]) - start
        return start, length, word_topics(shares, self.phi[:, terms[kept]])


def word_topics(shares: NDArray[np.float64], words: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the topic that most likely wrote each word: theta_dk phi_kw is largest."""
    return np.asarray((shares[:, None] * words).argmax(axis=0), dtype=np.int64)


def add_removed(container: Container, parts: Parts) -> list[str]:
    """Add what reading and cleaning took out of each article; return the reasons."""
    if "ledger" not in parts.articles.attrs:
        return []
    rows = ledger(parts.articles)
    rows = rows[rows["action"].isin(["dropped", "moved"]) & (rows["article_id"] != "")]
    places = parts.articles.index.get_indexer(pd.Index(rows["article_id"]))
    rows = rows.assign(row=places)[places >= 0].sort_values("row", kind="stable")
    said = [_reason(*one) for one in zip(rows["action"], rows["rule"], rows["reason"], strict=True)]
    reasons = list(dict.fromkeys(said))
    number = {reason: place for place, reason in enumerate(reasons)}
    container.add("removed.article", rows["row"], "u32")
    container.add("removed.reason", [number[one] for one in said], "u16")
    container.add_texts("removed.text", rows["text"])
    return [safe_text(one) for one in reasons]


def _reason(action: str, rule: str, reason: str) -> str:
    """Return why a piece is not in the text, without the line or day it names."""
    why = reason.partition(";")[0]
    what = str(rule).replace("_", " ")
    return f"{action} ({what}{f': {why}' if why and why != what else ''})"
