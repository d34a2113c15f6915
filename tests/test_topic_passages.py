"""Passages: the right sentences, the right words marked, nothing of the text run as HTML."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError
from toolkit.tokenizing import tokenize
from toolkit.topics import TopicPassages, doc_topics, topic_passages
from toolkit.vectorizing import count_terms

WAR = ["ceasefire", "troops", "shelling", "siege"]
TALKS = ["talks", "envoy", "summit", "treaty"]
TEXTS = pd.Series(
    [
        "Troops kept shelling the siege line. The envoy left talks at the summit.",
        "Envoy and summit, talks and treaty <b>bold</b>. A ceasefire held.",
        "Nothing known here.",
    ],
    index=pd.Index(["a", "b", "c"], name="article_id"),
)


@dataclass
class Planted:
    """Two topics: the first is fighting, the second talking."""

    terms_: np.ndarray

    @property
    def components_(self):
        return np.vstack([np.where(np.isin(self.terms_, own), 9.0, 1.0) for own in (WAR, TALKS)])

    @property
    def topic_term_(self):
        return self.components_ / self.components_.sum(axis=1, keepdims=True)

    def transform(self, X):
        mass = X.counts @ self.topic_term_.T + 1e-9
        return mass / mass.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def made():
    tokens = tokenize(TEXTS)
    dtm = count_terms(tokens, vocabulary=WAR + TALKS)
    model = Planted(np.asarray(dtm.terms))
    return model, tokens, doc_topics(model, dtm)


def test_topics_in_another_order_give_the_same_sentences(made):
    model, tokens, topics = made
    found = topic_passages(*made, topic=1, min_words=3)
    other = topic_passages(model, tokens, topics[[1, 0]], topic=1, min_words=3)
    pd.testing.assert_frame_equal(other.table, found.table)
    with pytest.raises(InputError, match=r"the model has 2 topics.* the columns of topics are 1"):
        topic_passages(model, tokens, topics[[1]], topic=1)


def test_the_sentence_with_the_largest_share_comes_first(made):
    found = topic_passages(*made, topic=1, min_words=3)
    assert found.table["article_id"].tolist() == ["b", "a"]
    assert found.table["sentence"].iloc[1] == "The envoy left talks at the summit."
    assert found.table["share"].is_monotonic_decreasing
    assert found.table["n_words"].tolist() == [4, 3]


def test_the_share_is_the_mean_over_known_words(made):
    topics = made[2]
    found = topic_passages(*made, topic=0, min_words=3, n=1)
    joint = topics.loc["a"].to_numpy()[:, None] * np.array([[9.0], [1.0]])
    assert found.table["share"].iloc[0] == pytest.approx((joint[0] / joint.sum(axis=0)).item())


def test_words_are_marked_where_they_stand(made):
    found = topic_passages(*made, topic=0, min_words=3, n=1)
    sentence = found.table["sentence"].iloc[0]
    marked = [sentence[a:b] for a, b, topic in found.marks[0] if topic == 0]
    assert marked == ["Troops", "shelling", "siege"]
    assert "[Troops] kept [shelling] the [siege] line." in repr(found)


def test_places_lead_back_into_the_text(made):
    for row in topic_passages(*made, topic=1, min_words=1, per_article=9).table.itertuples():
        assert TEXTS[row.article_id][row.start : row.end] == row.sentence


def test_options_change_what_is_found(made):
    assert len(topic_passages(*made, topic=1, min_words=1, per_article=2)) == 4
    assert len(topic_passages(*made, topic=1, min_words=4)) == 1
    assert len(topic_passages(*made, topic=1, min_words=3, n=1)) == 1


def test_html_shows_the_text_and_never_runs_it(made):
    html = topic_passages(*made, topic=1, min_words=3)._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert 'title="topic 1">Envoy</mark>' in html


def test_html_escapes_article_ids(made):
    found = topic_passages(*made, topic=1, min_words=3)
    hostile = TopicPassages(1, found.table.assign(article_id="<script>"), found.marks)
    assert "<script>" not in hostile._repr_html_()


def test_an_unknown_topic_and_foreign_tokens_are_refused(made):
    model, _, topics = made
    with pytest.raises(InputError, match="topic must be one of 0, 1; got 5"):
        topic_passages(*made, topic=5)
    with pytest.raises(InputError, match="no article of topics is in tokens"):
        topic_passages(model, tokenize(["talks"]), topics, topic=0)


def test_sentences_are_shown_with_date_outlet_and_title_where_they_are_given(made):
    articles = pd.DataFrame(
        {
            "date": [pd.Timestamp("2016-09-12"), pd.NaT, pd.NaT],
            "source": ["Post", "", "Times"],
            "title": ["A truce <i>holds</i>", "Summit", "Other"],
        },
        index=TEXTS.index,
    )
    plain = topic_passages(*made, topic=1, min_words=3)
    found = topic_passages(*made, topic=1, min_words=3, articles=articles)
    assert found.table["title"].tolist() == ["Summit", "A truce <i>holds</i>"]
    assert found.table[plain.table.columns].equals(plain.table)
    assert "undated, Summit: " in repr(found)
    assert "2016-09-12, Post, A truce <i>holds</i>: " in repr(found)
    assert "A truce &lt;i&gt;holds&lt;/i&gt;: " in found._repr_html_()
    with pytest.raises(InputError, match="topic_passages: articles lacks 1 of"):
        topic_passages(*made, topic=1, min_words=3, articles=articles.drop(index="a"))
