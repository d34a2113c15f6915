"""What an explorer is made of, matched and checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.periods.calendar import FREQUENCIES
from toolkit.tables import check_columns, check_same_articles
from toolkit.themes import find_themes, score_themes
from toolkit.themes.definitions import check_themes
from toolkit.tokenizing import tokenize
from toolkit.topics import doc_topics, topic_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.themes import Themes
    from toolkit.tokenizing import Tokens
    from toolkit.topics import TopicRecipe
    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "explore"
TEXTS = ("none", "passages", "full")
MEASURES = ("articles", "mean")
MANY_ARTICLES = 2_000
"""Above this many articles without texts, ids are shortened, addresses and lengths left out, and
fewer terms, outlets and topics of an article go along."""
N_PAIR_TERMS, N_PAIR_TERMS_OF_CATALOGUE = 60, 20
"""Terms on either side of a pair."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two groups to compare.

    ``groups`` names the side of each article, "" for neither. ``within`` are the first and last
    moment compared, if not all articles of the groups are; ``spans`` are the days of two periods.
    """

    column: str
    a: str
    b: str
    reason: str
    groups: pd.Series
    themes: pd.DataFrame | None = None
    topics: pd.DataFrame | None = None
    terms: pd.DataFrame | None = None
    within: tuple[pd.Timestamp, pd.Timestamp] | None = None
    spans: dict[str, tuple[str, str]] | None = None
    n_terms: int = N_PAIR_TERMS

    @property
    def kept(self) -> pd.Series:
        """Group of each article that is in one."""
        return self.groups[self.groups != ""]


@dataclass(frozen=True, eq=False)
class Parts:
    """Articles, and what was counted or learned from them; rows in the order of ``articles``.

    Attributes
    ----------
    articles : DataFrame
        The articles, with ``date``, ``source`` and ``title``.
    tokens : Tokens or None
        Their tokens.
    themes : Themes or None
        The definitions of the themes.
    found : DataFrame or None
        Every match of every theme.
    present, words : DataFrame or None
        Scores of the themes: present in the article, and share of its words.
    topics : DataFrame or None
        Topic shares.
    model : fitted model or None
        The model behind them.
    labels : Series or None
        A name for each topic; names of fragile topics end in †.
    dtm : DocumentTermMatrix or None
        Counted terms.
    events : DataFrame or None
        Output of `read_events`.
    pairs : tuple of Pair
        Groups that are compared, with their tables.
    text : {"none", "passages", "full"}
        How much of the texts goes along.
    freq, min_matches, random_state
        Settings of `score_themes`, `share_by_period` and `compare_groups`.
    noun : str
        What a source is called.
    title : str
        Title of the page.
    weights, clusters, dates : Series or None
        As `share_by_period` takes them; dates by default those of the articles.
    recipe : TopicRecipe or None
        The recipe by which the topics were edited.
    setup : str
        Python that makes ``articles``, ``tokens`` and the like again.
    limits : tuple of str
        What cannot be shown, and why.
    sample : str
        Of which articles the page is made, if not of all.
    """

    articles: pd.DataFrame
    tokens: Tokens | None
    themes: Themes | None
    found: pd.DataFrame | None
    present: pd.DataFrame | None
    words: pd.DataFrame | None
    topics: pd.DataFrame | None
    model: Any
    labels: pd.Series | None
    dtm: DocumentTermMatrix | None
    events: pd.DataFrame | None
    pairs: tuple[Pair, ...] = ()
    text: str = "none"
    freq: str = "MS"
    min_matches: int = 2
    random_state: int = 0
    noun: str = "outlet"
    title: str = ""
    weights: pd.Series | None = None
    clusters: pd.Series | None = None
    dates: pd.Series | None = None
    recipe: TopicRecipe | None = None
    setup: str = ""
    limits: tuple[str, ...] = ()
    sample: str = ""

    @property
    def source(self) -> pd.Series:
        """Outlet of each article, "" where unknown."""
        return self.articles["source"].astype("str").fillna("")

    @property
    def is_catalogue(self) -> bool:
        """Whether many articles go along without their texts, so that size matters most."""
        return self.text == "none" and len(self.articles) > MANY_ARTICLES

    @property
    def n_topics(self) -> int:
        """Number of topics shown."""
        return 0 if self.topics is None else self.topics.shape[1]

    @property
    def n_words(self) -> NDArray[np.int64]:
        """Words of each article: its tokens, or else those of its body."""
        if self.tokens is None:
            given = self.articles.get("n_words", pd.Series(0, index=self.articles.index))
            return np.asarray(given.fillna(0), dtype=np.int64)
        plain = self.tokens.plain()
        sizes = pd.Series(np.diff(plain.offsets), index=plain.article_id)
        return np.asarray(sizes.reindex(self.articles.index, fill_value=0), dtype=np.int64)

    def measure(self, name: str) -> list[pd.DataFrame]:
        """Return the tables of shares that make up a measure, themes before topics."""
        of_themes = self.present if name == "articles" else self.words
        of_topics = self.topics if name == "mean" else None
        return [table for table in (of_themes, of_topics) if table is not None]


LONG = ("body", "text", "captions", "summary", "notes", "extra", "quality")
"""Columns that are as large as the corpus itself."""


def check_articles(
    articles: pd.DataFrame, text: str, freq: str, *, with_texts: bool = False
) -> pd.DataFrame:
    """Return the articles by date, with every column that is read; missing ones are empty.

    Parameters
    ----------
    articles : DataFrame
        The articles table.
    text, freq : str
        As for `explore`.
    with_texts : bool
        Keep the texts too, from which tokens are to be made.
    """
    check_option(FUNCTION, "text", text, TEXTS)
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    check_columns(FUNCTION, articles, ["title"])
    if not len(articles):
        message = f"{FUNCTION}: articles is empty. Pass at least one article."
        raise InputError(message)
    if not articles.index.is_unique:
        message = f"{FUNCTION}: articles has the same article_id twice. Pass each article once."
        raise InputError(message)
    kept = [name for name in articles.columns if with_texts or name not in LONG]
    known = articles[kept].copy(deep=False)
    if "date" not in known:
        known["date"] = pd.Series(pd.NaT, index=known.index, dtype="datetime64[us]")
    for name in ("source", "url"):
        if name not in known:
            known[name] = ""
    return known.sort_values("date", kind="stable")


def matched(name: str, table: pd.DataFrame | None, articles: pd.DataFrame) -> pd.DataFrame | None:
    """Return a table of shares in the order of the articles; missing rows are empty."""
    if table is None:
        return None
    check_same_articles(FUNCTION, table.index, articles.index, name=f"articles, for {name}")
    ordered = table.reindex(articles.index)
    ordered.attrs = dict(table.attrs)
    return ordered


def counted_themes(
    tokens: Tokens | None, themes: Themes | None, min_matches: int
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, pd.DataFrame | None]:
    """Return matches, presence and share of words of the themes; None without themes."""
    if themes is None or tokens is None:
        return None, None, None
    check_themes(FUNCTION, themes)
    found = find_themes(tokens, themes)
    present = score_themes(tokens, themes, measure="present", min_matches=min_matches, found=found)
    return found, present, score_themes(tokens, themes, found=found)


def tokens_of(articles: pd.DataFrame, tokens: Tokens | None, *, needed: bool) -> Tokens | None:
    """Return the tokens given, or those of the cleaned text if they are needed."""
    if tokens is not None or not needed:
        return tokens
    if "text" not in articles:
        message = f"{FUNCTION}: the articles have no column 'text'. Clean them first: "
        raise InputError(message + "articles = tt.clean_articles(articles), or pass tokens=.")
    return tokenize(articles["text"])


def shares_of(model: Any, topics: pd.DataFrame | None, dtm: Any) -> pd.DataFrame | None:
    """Return the topic shares given, or those of the model."""
    if topics is not None or model is None:
        return topics
    if hasattr(model, "shares"):
        shares: pd.DataFrame = model.shares
        return shares
    if dtm is None:
        message = (
            f"{FUNCTION}: a model needs the articles it is applied to. Pass "
            f"topics=tt.doc_topics(model, dtm), or dtm=."
        )
        raise InputError(message)
    return doc_topics(model, dtm)


def labels_of(
    model: Any, topics: pd.DataFrame | None, labels: pd.Series | None
) -> pd.Series | None:
    """Return a name for each topic: the one given, that of its model, or its number."""
    if topics is None:
        return None
    columns = topics.columns.tolist()
    names: dict[Any, str] = {}
    if hasattr(model, "labels") and len(model.labels):
        names = dict(model.labels.items())
    elif has_terms(model):
        names = dict(topic_labels(model).items())
    if labels is not None:
        names |= dict(labels.items())
    written = [str(names.get(one, "") or f"topic {one}") for one in columns]
    return pd.Series(written, index=topics.columns, name="label", dtype="str")


def has_terms(model: Any) -> bool:
    """Return whether a model has terms: topics learned elsewhere may come without."""
    return model is not None and len(np.asarray(model.terms_)) > 0
