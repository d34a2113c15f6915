"""The summary of a topic: who carries it, when, and every warning switched on by its own cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import InputError
from toolkit.tables import TOPIC_SUMMARY
from toolkit.tokenizing import tokenize
from toolkit.topics import topic_summary, topic_terms
from toolkit.topics.inspect.terms import label_candidates, unlike

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


def test_the_columns_are_those_documented(articles, topics):
    table = topic_summary(MODEL, topics, articles)
    assert table.columns.tolist() == [column.name for column in TOPIC_SUMMARY]


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


def test_a_label_says_nothing_twice(articles, topics):
    terms = np.array(["iran", "iran_deal", "iranian", "russia", "russian", "sanctions", "tehran"])
    weights = np.array([[90.0, 80, 70, 20, 15, 10, 5], [1.0] * 7])
    label = topic_summary(Given(weights, terms), topics, articles)["label"].iloc[0]
    assert label == "iran deal, russia, sanctions"


REPEATS = [
    (["north korea", "north korean", "south korea", "kim"], ["north korea", "kim"]),
    (["saudi", "saudi arabia", "yemen"], ["saudi arabia", "yemen"]),
    (["refugees", "refugee", "border"], ["refugees", "border"]),
    (["ukraine", "ukrainian", "hearing"], ["ukraine", "hearing"]),
    (["war", "warsaw", "talks"], ["war", "warsaw", "talks"]),
    (["police", "politics", "policy"], ["police", "politics", "policy"]),
    (["trade", "trade war", "war"], ["trade war"]),
]


@pytest.mark.parametrize(("names", "expected"), REPEATS)
def test_names_that_repeat_one_another_are_passed_over(names, expected):
    assert unlike(names, 3) == expected


def read(*texts):
    index = pd.Index([f"a{i:02}" for i in range(len(texts))], name="article_id")
    return tokenize(pd.Series(list(texts), index=index))


def test_a_topic_whose_words_never_meet_is_marked_loose_when_tokens_are_given(articles):
    words = [[f"{name}{letter}" for letter in "abcdefghij"] for name in ("war", "deal", "mix")]
    model = Given(np.kron(np.eye(3), np.full(10, 50.0)) + 0.1, np.concatenate(words))
    shares = pd.DataFrame(1 / 3, index=articles.index, columns=pd.RangeIndex(3, name="topic"))
    together = [" ".join(words[0]), " ".join(words[1])]
    tokens = read(*together * 9, *[f"{word} elsewhere" for word in words[2] * 2])
    table = topic_summary(model, shares, articles, tokens=tokens)
    assert table["coherence"].tolist() == pytest.approx([1.0, 1.0, -1.0], abs=0.3)
    assert table["warnings"].tolist() == ["", "", "loose"]
    without = topic_summary(model, shares, articles)
    assert without["coherence"].isna().all()
    assert without["warnings"].tolist() == ["", "", ""]
    scattered = read(*[f"{word} elsewhere" for word in np.concatenate(words)], *["other"] * 10)
    too_few = topic_summary(model, shares, articles, tokens=scattered)
    assert (too_few["coherence"] < 0).all()
    assert not too_few["warnings"].str.contains("loose").any()


def test_a_topic_of_words_found_everywhere_is_marked(articles, topics):
    everywhere = read(*["troops hold the front in the siege"] * 30, *["afp photo"] * 10)
    table = topic_summary(MODEL, topics, articles, tokens=everywhere)
    leading = topic_terms(MODEL, n_terms=10)
    own = leading[leading["topic"] == 0]["term"]
    shares = {"troops": 0.75, "front": 0.75, "siege": 0.75, "afp": 0.25, "photo": 0.25}
    assert table["common_share"].iloc[0] == pytest.approx(own.map(shares).fillna(0).mean())
    assert "everyday words" in table["warnings"].iloc[0]
    rare = read("troops hold the front", *["something else"] * 39)
    assert "everyday" not in topic_summary(MODEL, topics, articles, tokens=rare)["warnings"].iloc[0]


def test_undated_articles_leave_the_months_empty(articles, topics):
    table = topic_summary(MODEL, topics, articles.assign(date=pd.NaT))
    assert table["month"].isna().all()
    assert table["week_share"].isna().all()


def test_wrong_tables_are_refused(articles, topics):
    with pytest.raises(InputError, match="topic_summary: the table has no column 'date'"):
        topic_summary(MODEL, topics, articles.drop(columns="date"))
    with pytest.raises(InputError, match=r"the model has 2 topics, .* the columns of topics are 0"):
        topic_summary(MODEL, topics[[0]], articles)
    with pytest.raises(InputError, match="the columns of topics are war and 1"):
        topic_summary(MODEL, topics.rename(columns={0: "war"}), articles)


def test_topics_in_another_order_keep_their_words(articles, topics):
    told = topic_summary(MODEL, topics, articles)
    pd.testing.assert_frame_equal(topic_summary(MODEL, topics[[1, 0]], articles), told)


def test_each_topic_has_three_names_to_choose_from_and_its_label_comes_first(articles, topics):
    table = topic_summary(MODEL, topics, articles)
    for row in table.to_dict("records"):
        names = row["candidates"].split(" | ")
        assert names[0] == row["label"]
        assert 1 <= len(names) <= 3
        assert len({frozenset(name.split(", ")) for name in names}) == len(names)


def test_the_names_to_choose_from_differ_where_the_rankings_do():
    articles = tt.clean_articles(tt.load_sample(), progress=False)
    dtm = tt.count_terms(
        tt.tokenize(articles["text"], progress=False), min_docs=5, max_doc_share=0.5
    )
    lda = tt.LDA(n_topics=6, random_state=2018).fit(dtm)
    names = label_candidates(lda)
    assert [len(found) for found in names] == [3] * 6
    assert [found[0] for found in names] == tt.topic_labels(lda).tolist()
