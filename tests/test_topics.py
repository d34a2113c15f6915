"""Topic tables: leading terms, shares, prevalence and articles to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.tokenizing import tokenize
from toolkit.topics import doc_topics, top_articles, topic_labels, topic_prevalence, topic_terms
from toolkit.vectorizing import count_terms

TEXTS = pd.Series(
    ["ceasefire troops shelling", "talks envoy summit", "talks summit troops", ""],
    index=pd.Index(["a", "b", "c", "d"], name="article_id"),
)


@dataclass
class Planted:
    """A model whose topics are known: the first is fighting, the second talking."""

    terms_: np.ndarray

    @property
    def components_(self):
        fighting = np.isin(self.terms_, ["ceasefire", "troops", "shelling"])
        return np.vstack([np.where(fighting, 9.0, 1.0), np.where(fighting, 1.0, 9.0)])

    @property
    def topic_term_(self):
        return self.components_ / self.components_.sum(axis=1, keepdims=True)

    def transform(self, X):
        mass = X.counts @ self.topic_term_.T + 1e-9
        return mass / mass.sum(axis=1, keepdims=True)


@pytest.fixture
def dtm():
    return count_terms(tokenize(TEXTS))


@pytest.fixture
def model(dtm):
    return Planted(np.asarray(dtm.terms))


def test_leading_terms_are_those_of_the_topic(model):
    table = topic_terms(model, n_terms=3)
    assert set(table.loc[table["topic"] == 0, "term"]) == {"ceasefire", "troops", "shelling"}
    assert set(table.loc[table["topic"] == 1, "term"]) == {"talks", "envoy", "summit"}
    assert table["rank"].tolist() == [1, 2, 3, 1, 2, 3]


def test_relevance_follows_sievert_and_shirley(model):
    table = topic_terms(model, n_terms=1, relevance=0.25)
    p = 9 / 30
    expected = 0.25 * np.log(p) + 0.75 * np.log(p / (10 / 60))
    assert table["relevance"].iloc[0] == pytest.approx(expected)


def test_relevance_outside_its_range_is_refused(model):
    with pytest.raises(InputError, match="relevance must lie between 0 and 1; got 2"):
        topic_terms(model, relevance=2)


def test_a_label_is_made_of_the_leading_terms(model):
    assert topic_labels(model, n_terms=3)[1] == "envoy, summit, talks"


def test_shares_sum_to_one_and_an_empty_article_has_none(model, dtm):
    topics = doc_topics(model, dtm)
    assert topics.columns.name == "topic"
    assert topics.loc[["a", "b", "c"]].sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert topics.loc["d"].isna().all()


def test_another_vocabulary_is_refused_with_the_way_out(model):
    other = count_terms(tokenize(["rain snow"]))
    with pytest.raises(InputError, match=r"count_terms\(tokens, vocabulary=model\.terms_\)"):
        doc_topics(model, other)


def test_prevalence_leaves_out_articles_without_terms(model, dtm):
    table = topic_prevalence(doc_topics(model, dtm))
    assert table["n_articles"].tolist() == [3, 3]
    assert table["share"].sum() == pytest.approx(1.0)
    assert table["n_led"].tolist() == [1, 2]


def test_articles_to_read_come_with_the_largest_share_first(model, dtm):
    topics = doc_topics(model, dtm)
    articles = pd.DataFrame({"title": list("ABCD"), "date": pd.NaT}, index=TEXTS.index)
    table = top_articles(topics, articles, topic=1, n=2)
    assert table.index.tolist() == ["b", "c"]
    assert table["title"].tolist() == ["B", "C"]
    with pytest.raises(InputError, match="topic must be one of 0, 1; got 7"):
        top_articles(topics, articles, topic=7)
    with pytest.raises(InputError, match=r"articles lacks 1 of 4 articles, the first being 'd'"):
        top_articles(topics, articles.drop("d"), topic=0)


@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, float("nan")]), min_size=1, max_size=30),
    st.integers(0, 35),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_the_articles_to_read_are_those_of_a_full_sort(values, n, random):
    ids = [f"a{i}" for i in range(len(values))]
    random.shuffle(ids)
    topics = pd.DataFrame({0: values}, index=pd.Index(ids, name="article_id"))
    articles = pd.DataFrame({"title": sorted(ids)}, index=pd.Index(sorted(ids), name="article_id"))
    found = top_articles(topics, articles, topic=0, n=n)
    wanted = topics[0].dropna().sort_index().sort_values(ascending=False, kind="stable").head(n)
    assert found.index.tolist() == wanted.index.tolist()
    assert found["share"].tolist() == wanted.tolist()
    assert found["title"].tolist() == found.index.tolist()
