"""The summary of a topic: who carries it, when, and every warning switched on by its own cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError
from toolkit.topics import topic_summary

WORDS = "afp editing envoy file front photo reuters siege summit talks troops updated"
TERMS = np.array(WORDS.split(" "))
N = 40


@dataclass
class Given:
    components_: np.ndarray
    terms_: np.ndarray

    @property
    def topic_term_(self):
        return self.components_ / self.components_.sum(axis=1, keepdims=True)


def component(*words):
    return np.where(np.isin(TERMS, words), 50.0, 0.5)


MODEL = Given(
    np.vstack(
        [component("front", "siege", "troops"), component("afp", "editing", "photo", "reuters")]
    ),
    TERMS,
)


@pytest.fixture
def articles():
    return pd.DataFrame(
        {
            "title": [f"Troops hold the front {i}" for i in range(N)],
            "source": ["A", "B", "C", "D"] * (N // 4),
            "date": pd.date_range("2018-01-01", periods=N, freq="9D"),
        },
        index=pd.Index([f"a{i:02}" for i in range(N)], name="article_id"),
    )


@pytest.fixture
def topics(articles):
    share = np.full(N, 0.5)
    return pd.DataFrame(
        {0: share, 1: 1 - share}, index=articles.index, columns=pd.RangeIndex(2, name="topic")
    )


def only_in(topics, chosen):
    """Return shares with topic 0 in the chosen articles alone."""
    first = np.where(chosen, 0.9, 0.01)
    return pd.DataFrame({0: first, 1: 1 - first}, index=topics.index).rename_axis(columns="topic")


def test_an_even_topic_has_no_warning_and_its_denominator(articles, topics):
    topics = topics.astype("float64")
    topics.iloc[0] = np.nan
    row = topic_summary(MODEL, topics, articles).iloc[0]
    assert row["warnings"] == ""
    assert row["n_articles"] == N - 1
    assert row["share"] == pytest.approx(0.5)


def test_exclusivity_is_the_mean_part_of_the_ten_most_probable_terms(articles, topics):
    row = topic_summary(MODEL, topics, articles).iloc[0]
    phi = MODEL.topic_term_
    best = np.argsort(-phi[0], kind="stable")[:10]
    assert row["exclusivity"] == pytest.approx((phi[0] / phi.sum(axis=0))[best].mean())


def test_a_topic_of_one_outlet_is_marked(articles, topics):
    shares = only_in(topics, articles["source"] == "B")
    row = topic_summary(MODEL, shares, articles).iloc[0]
    assert row["source"] == "B"
    assert row["source_share"] == pytest.approx(9 / 9.3)
    assert "one outlet" in row["warnings"]


def test_an_outlet_that_wrote_nearly_everything_is_no_warning(articles, topics):
    articles = articles.assign(source=["A"] * 36 + ["B"] * 4)
    row = topic_summary(MODEL, topics, articles).iloc[0]
    assert row["source_share"] == pytest.approx(0.9)
    assert row["warnings"] == ""


def test_a_topic_of_one_week_is_marked(articles, topics):
    days = articles["date"].copy()
    days.iloc[10:20] = pd.Timestamp("2018-05-01") + pd.to_timedelta(np.arange(10) % 6, "D")
    shares = only_in(topics, np.isin(np.arange(N), np.arange(10, 20)))
    row = topic_summary(MODEL, shares, articles.assign(date=days)).iloc[0]
    assert row["warnings"] == "one week"
    assert row["month"] == "2018-05"
    assert row["week_share"] == pytest.approx(9 / 9.3)


def test_seven_days_are_the_longest_week(articles, topics):
    days = pd.Series(pd.Timestamp("2018-05-01"), index=articles.index)
    days.iloc[: N // 2] += pd.Timedelta(days=7)
    days.iloc[0], days.iloc[-1] = pd.Timestamp("2018-01-01"), pd.Timestamp("2018-12-01")
    row = topic_summary(MODEL, topics, articles.assign(date=days)).iloc[0]
    assert row["week_share"] == pytest.approx(19 / 40)
    assert "one week" not in row["warnings"]


def test_a_topic_of_the_page_is_marked_boilerplate(articles, topics):
    table = topic_summary(MODEL, topics, articles)
    assert table["warnings"].tolist() == ["", "boilerplate"]


def test_words_of_recurring_paragraphs_count_as_boilerplate(articles, topics):
    given = pd.DataFrame({"text": ["Our troops at the front: siege and talks."]})
    table = topic_summary(MODEL, topics, articles, boilerplate=given)
    assert table["warnings"].iloc[0] == "boilerplate"


def test_a_topic_driven_by_copies_is_marked_when_the_copies_are_given(articles, topics):
    copied = np.arange(N) < 10
    shares = only_in(topics, copied)
    copies = pd.DataFrame(
        {"dup_group": pd.Series(np.where(copied, 1, None), dtype="Int64").to_numpy()},
        index=articles.index,
    )
    assert topic_summary(MODEL, shares, articles, copies=copies)["warnings"].iloc[0] == "copies"
    without = topic_summary(MODEL, shares, articles).iloc[0]
    assert without["warnings"] == ""
    assert np.isnan(without["copied_share"])


def test_the_label_prefers_terms_that_the_titles_use(articles, topics):
    first = topic_summary(MODEL, topics, articles)["label"].iloc[0]
    assert set(first.split(", ")[:2]) == {"troops", "front"}
    other = articles.assign(title="A siege, a siege!")
    assert topic_summary(MODEL, topics, other)["label"].iloc[0].startswith("siege")


def test_undated_articles_leave_the_months_empty(articles, topics):
    table = topic_summary(MODEL, topics, articles.assign(date=pd.NaT))
    assert table["month"].isna().all()
    assert table["week_share"].isna().all()


def test_wrong_tables_are_refused(articles, topics):
    with pytest.raises(InputError, match="topic_summary: the table has no column 'date'"):
        topic_summary(MODEL, topics, articles.drop(columns="date"))
    with pytest.raises(InputError, match="topics has 1 columns and the model 2 topics"):
        topic_summary(MODEL, topics[[0]], articles)
