"""Topic tables: leading terms, shares, prevalence and articles to read."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit._core import mapped_arrays
from toolkit._core.memory import scratch_array, use_memory
from toolkit.errors import InputError
from toolkit.tokenizing import tokenize
from toolkit.topics import (
    doc_topics,
    top_articles,
    topic_labels,
    topic_prevalence,
    topic_summary,
    topic_terms,
)
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


def made_shares(n, n_topics, *, folder=None):
    """Shares of many articles, some missing and many of them equal, and a table of the articles."""
    rng = np.random.default_rng(5)
    values = np.empty((n, n_topics))
    if folder is not None:
        with use_memory(1, folder=folder):
            values = scratch_array((n, n_topics), np.float64)
    values[:] = rng.integers(0, 40, (n, n_topics)) / 40 + 1e-3
    values /= values.sum(axis=1, keepdims=True)
    values[rng.random(n) < 0.05] = np.nan
    ids = pd.Index([f"a{number:07}" for number in rng.permutation(n)], name="article_id")
    columns = pd.RangeIndex(n_topics, name="topic")
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), unit="D")
    described = {
        "source": rng.choice(["Herald", "Post", "Times"], n),
        "date": days.where(rng.random(n) < 0.9),
        "title": [f"word{number % 50} of day" for number in range(n)],
    }
    articles = pd.DataFrame(described, index=ids).sample(frac=1, random_state=0)
    return pd.DataFrame(values, index=ids, columns=columns, copy=False), articles


def test_the_articles_of_every_topic_are_those_of_each(monkeypatch):
    topics, articles = made_shares(3_000, 11)
    each = [top_articles(topics, articles, topic=k).assign(topic=k) for k in topics.columns]
    monkeypatch.setattr(mapped_arrays, "PIECE_BYTES", 11 * 8 * 97)
    found = top_articles(topics, articles)
    wanted = pd.concat(each)[["topic", "share", "date", "source", "title"]]
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)
    assert len(found) == 55


def test_tables_of_topics_do_not_depend_on_how_much_is_read_at_once(monkeypatch, tmp_path):
    topics, articles = made_shares(2_000, 11)
    rng = np.random.default_rng(1)
    phi = rng.dirichlet(np.full(60, 0.1), 11)
    terms = np.array([f"word{number}" for number in range(60)])
    model = SimpleNamespace(components_=1000 * phi, topic_term_=phi, terms_=terms)
    wanted = topic_prevalence(topics), topic_summary(model, topics, articles)
    monkeypatch.setattr(mapped_arrays, "PIECE_BYTES", 11 * 8 * 97)
    on_disk, _ = made_shares(2_000, 11, folder=tmp_path)
    found = topic_prevalence(on_disk), topic_summary(model, on_disk, articles)
    for one, other in zip(found, wanted, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_the_parts_of_a_topic_are_those_of_plain_sums():
    topics, articles = made_shares(1_500, 9)
    phi = np.full((9, 12), 1 / 12)
    terms = np.array([f"word{number}" for number in range(12)])
    model = SimpleNamespace(components_=phi, topic_term_=phi, terms_=terms)
    table = topic_summary(model, topics, articles)
    mass = topics[3].groupby(articles["source"].reindex(topics.index)).sum()
    assert table["source"][3] == mass.idxmax()
    assert table["source_share"][3] == pytest.approx(mass.max() / mass.sum())
    month = articles["date"].reindex(topics.index).dt.strftime("%Y-%m")
    mass = topics[3].groupby(month).sum()
    assert table["month"][3] == mass.idxmax()
    assert table["month_share"][3] == pytest.approx(mass.max() / mass.sum())
    assert table["share"][3] == pytest.approx(topics[3].mean())


def test_tables_of_topics_copy_no_table_of_shares(monkeypatch, tmp_path):
    monkeypatch.setattr(mapped_arrays, "PIECE_BYTES", 2**20)
    topics, articles = made_shares(60_000, 50, folder=tmp_path)
    phi = np.random.default_rng(1).dirichlet(np.full(60, 0.1), 50)
    terms = np.array([f"word{number}" for number in range(60)])
    model = SimpleNamespace(components_=phi, topic_term_=phi, terms_=terms)
    topic_prevalence(topics)  # what pandas keeps of the names is not of interest here
    top_articles(topics, articles)
    tracemalloc.start()
    topic_summary(model, topics, articles)
    topic_prevalence(topics)
    top_articles(topics, articles)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < topics.size * 8
