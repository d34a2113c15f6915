"""A study without the text of its articles: what may be handed on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd

from toolkit.archive.quotations import QUOTATION, Passages, letter_words
from toolkit.archive.text_hashes import hash_texts
from toolkit.reporting.page.writer import study_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.reporting.study.results import Study

FACTS = ("date", "date_kind", "date_precision", "source", "section", "url", "n_words")
"""Columns of the articles that leave, as far as the articles have them."""


def without_text(study: Study, passages: Passages) -> Study:
    """Return a study whose tables hold no title, no text and no passage above a quotation.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    passages : Passages
        The passages of its articles.

    Returns
    -------
    Study
        The articles have the columns `FACTS` and ``text_hash``; an address that spells out more
        than a quotation is cut to its host. Passages of themes are cut to a quotation, at most one
        for each article; titles are replaced by the article's id.
    """
    topics = study.topics
    if topics is not None:
        topics = replace(topics, readings=_named_by_id(topics.readings))
    return replace(
        study,
        articles=_facts(study.articles, passages),
        ledger=_without_pieces(study.ledger),
        contexts=_named_by_id(quoted_passages(study.contexts)),
        words=_words_by_id(study),
        topics=topics,
    )


def _facts(articles: pd.DataFrame, passages: Passages) -> pd.DataFrame:
    kept = articles[[name for name in FACTS if name in articles.columns]].copy()
    kept.attrs = {}
    if "url" in kept:
        kept["url"] = [_address(str(url or ""), passages) for url in kept["url"]]
    return kept.assign(text_hash=hash_texts(articles), title="")


def _address(url: str, passages: Passages) -> str:
    """Cut an address whose path spells out a title of more words than a quotation has."""
    if not passages.found_in(url):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _without_pieces(ledger: pd.DataFrame) -> pd.DataFrame:
    first = ledger["reason"].map(lambda reason: " ".join(str(reason).split()[:QUOTATION]))
    return ledger.assign(text="", reason=first)


def _named_by_id(table: pd.DataFrame) -> pd.DataFrame:
    if "title" not in table:
        return table
    return table.assign(title="article " + table["article_id"].astype("str"))


def _words_by_id(study: Study) -> pd.DataFrame:
    """Name the articles of the words table, if it lists words of single articles, by id."""
    if study.words.empty or (study.words["of"] == "all articles").all():
        return study.words
    titles = study.articles["title"].astype("str")
    ids = {title: f"article {name}" for name, title in reversed(list(titles.items()))}
    return study.words.assign(of=study.words["of"].map(lambda title: ids.get(title, "article")))


def quoted_passages(contexts: pd.DataFrame) -> pd.DataFrame:
    """Cut passages to a quotation, and keep one of each article.

    Examples
    --------
    >>> row = {"article_id": "a", "left": "one two three four five six", "match": "war"}
    >>> table = pd.DataFrame([row | {"right": "seven eight nine ten eleven"}])
    >>> quoted_passages(table)[["left", "match", "right"]].agg(" ".join, axis=1).item()
    '… two three four five six war seven eight nine ten …'
    """
    if contexts.empty:
        return contexts
    first = contexts.drop_duplicates("article_id").reset_index(drop=True)
    cut = pd.DataFrame([_quoted(row) for row in first.to_dict("records")], index=first.index)
    return first.assign(left=cut["left"], match=cut["match"], right=cut["right"])


def _quoted(row: dict[Any, Any]) -> dict[str, str]:
    match = _first_words(str(row["match"]).split(), QUOTATION)
    before, after = str(row["left"]).split()[::-1], str(row["right"]).split()
    room = QUOTATION - _n_words(match)
    right = _first_words(after, room // 2)
    left = _first_words(before, room - _n_words(right))
    right = _first_words(after, room - _n_words(left))
    more_left, more_right = len(left) < len(before), len(right) < len(after)
    return {
        "left": " ".join([*(["…"] if more_left else []), *left[::-1]]),
        "match": " ".join(match),
        "right": " ".join([*right, *(["…"] if more_right else [])]),
    }


def _first_words(pieces: list[str], most: int) -> list[str]:
    """Return the first pieces that hold at most so many words; "world's" holds two."""
    kept: list[str] = []
    for piece in pieces:
        if _n_words([*kept, piece]) > most:
            return kept
        kept.append(piece)
    return kept


def _n_words(pieces: list[str]) -> int:
    return len(letter_words(" ".join(pieces)))


def shared_tables(study: Study) -> dict[str, pd.DataFrame]:
    """Return every table of a share by name, of a study that `without_text` returned.

    Those of the report, without titles, file names and passages: of a passage only the place is
    kept, and the ledger is summed by rule.
    """
    articles = study.articles.assign(**dict.fromkeys(_REPORT_FACTS, ""))
    tables = study_tables(replace(study, articles=articles)) | {
        "articles": study.articles.drop(columns="title")
    }
    changes: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "ledger": _summed_ledger,
        "theme-passages": lambda table: table[_PLACES],
        "topic-articles": lambda table: table.drop(columns="title"),
    }
    for name, change in changes.items():
        if name in tables:
            tables[name] = change(tables[name])
    return tables


_REPORT_FACTS = ("date_raw", "section", "file", "line")
_PLACES = ["article_id", "theme", "pattern", "match", "start", "end"]


def _summed_ledger(ledger: pd.DataFrame) -> pd.DataFrame:
    by_rule = ledger.groupby(["action", "field", "rule"], observed=True)
    return by_rule.agg(
        n_rows=("text", "size"),
        n_articles=("article_id", lambda ids: int(ids[ids != ""].nunique())),
        n_characters=("n_characters", "sum"),
    ).reset_index()
