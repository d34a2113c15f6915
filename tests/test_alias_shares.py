"""Which of its names a thing is given, and terms over time: shares, denominators, gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit import tables

ALIASES = {
    "Islamic State": {"variants": ["ISIS", "Daesh", "Da'esh"], "case_sensitive": ["IS"]},
    "US": {"variants": ["U.S."], "case_sensitive": ["US"]},
}


@pytest.fixture
def articles():
    return pd.DataFrame(
        {
            "text": [
                "ISIS fled. Daesh’s men fled. DAESH lost. What is left of IS?",
                "They told us that US troops and the U.S. envoy met the Islamic State.",
                "Daesh is gone.",
                "Nothing of it here.",
            ],
            "date": pd.to_datetime(["2014-05-01", "2015-06-01", "2015-06-02", None]),
            "source": ["Post", "Times", "Post", "Times"],
        },
        index=pd.Index(["a", "b", "c", "d"], name="article_id"),
    )


@pytest.fixture
def tokens(articles):
    return tt.tokenize(articles["text"], aliases=ALIASES)


class TestForms:
    def test_forms_of_a_name_are_counted_as_listed(self, tokens, articles):
        usage = tt.alias_usage(tokens, articles, freq=None, by_source=False)
        counts = usage[["name", "form", "n_uses", "n_name", "articles_form", "articles_name"]]
        assert counts.to_numpy().tolist() == [
            ["Islamic State", "Daesh", 3, 6, 2, 3],
            ["Islamic State", "IS", 1, 6, 1, 3],
            ["Islamic State", "ISIS", 1, 6, 1, 3],
            ["Islamic State", "Islamic State", 1, 6, 1, 3],
            ["US", "U.S.", 1, 2, 1, 1],
            ["US", "US", 1, 2, 1, 1],
        ]

    def test_shares_of_a_name_sum_to_one_in_every_period_and_outlet(self, tokens, articles):
        usage = tt.alias_usage(tokens, articles)
        sums = usage.groupby(["period", "source", "name"])["share"].sum()
        assert sums.to_numpy() == pytest.approx(1)
        assert usage["low"].isna().all()

    def test_a_form_not_used_in_a_period_is_a_zero_with_its_denominator(self, tokens, articles):
        usage = tt.alias_usage(tokens, articles, names=["Islamic State"], by_source=False)
        later = usage[usage["period"] == "2015-01-01"].set_index("form")
        assert later["share"].to_dict() == {
            "Daesh": 0.5, "IS": 0.0, "ISIS": 0.0, "Islamic State": 0.5,
        }  # fmt: skip
        assert later["n_name"].tolist() == [2] * 4
        assert later["articles_form"]["ISIS"] == 0

    def test_the_pronoun_us_is_not_the_country(self, tokens, articles):
        usage = tt.alias_usage(tokens, articles, freq=None, by_source=False, names=["US"])
        assert usage["n_uses"].sum() == 2

    def test_phrases_do_not_swallow_names(self, articles):
        joined = tt.tokenize(articles["text"], aliases=ALIASES, phrases=["islamic_state men"])
        plain = tt.tokenize(articles["text"], aliases=ALIASES)
        first, second = (tt.alias_usage(each, articles) for each in (joined, plain))
        pd.testing.assert_frame_equal(first, second)

    def test_ten_days_give_an_interval_around_the_share(self):
        texts = ["ISIS and Daesh", "ISIS"] * 10
        days = pd.date_range("2016-01-01", periods=20)
        articles = pd.DataFrame({"text": texts, "date": days, "source": "Post"})
        tokens = tt.tokenize(articles["text"], aliases=ALIASES)
        usage = tt.alias_usage(tokens, articles)
        assert (usage["low"] < usage["share"]).all()
        assert (usage["share"] < usage["high"]).all()
        assert usage["n_days"].tolist() == [20, 20]

    def test_order_of_articles_does_not_matter(self, tokens, articles):
        turned = articles.iloc[[2, 0, 3, 1]]
        expected = tt.alias_usage(tokens, articles)
        pd.testing.assert_frame_equal(tt.alias_usage(tokens, turned), expected)
        again = tt.tokenize(turned["text"], aliases=ALIASES)
        pd.testing.assert_frame_equal(tt.alias_usage(again, articles), expected)

    def test_names_that_never_occur_give_an_empty_table(self, articles):
        tokens = tt.tokenize(articles["text"], aliases={"Nusra Front": ["Jabhat al-Nusra"]})
        usage = tt.alias_usage(tokens, articles)
        assert len(usage) == 0
        assert usage.columns.tolist()[:5] == ["period", "source", "name", "form", "share"]

    def test_messages(self, tokens, articles):
        with pytest.raises(tt.errors.InputError) as error:
            tt.alias_usage(tt.tokenize(articles["text"]), articles)
        assert str(error.value) == (
            "alias_usage: the tokens were made without aliases, so every name stands for itself. "
            'Make them with tokenize(texts, aliases="../corpus/aliases.toml").'
        )
        with pytest.raises(tt.errors.InputError) as error:
            tt.alias_usage(tokens, articles, names=["Islamic state"])
        assert str(error.value) == (
            "alias_usage: names must be one of 'Islamic State', 'US'; got 'Islamic state'. "
            "Did you mean 'Islamic State'?"
        )
        with pytest.raises(tt.errors.InputError, match="alias_usage: freq must be one of"):
            tt.alias_usage(tokens, articles, freq="month")
        with pytest.raises(
            tt.errors.InputError, match="alias_usage: articles lacks 1 of 4 articles"
        ):
            tt.alias_usage(tokens, articles.iloc[1:])
        with pytest.raises(
            tt.errors.InputError, match="alias_usage: the table has no column 'source'"
        ):
            tt.alias_usage(tokens, articles[["date"]])


@pytest.fixture
def dtm(tokens):
    return tt.count_terms(tokens)


class TestTrend:
    def test_columns_are_those_documented(self, dtm, articles):
        trend = tt.term_trend(dtm, articles["date"], ["daesh", "islamic_state"][1:], freq="YS")
        assert trend.columns.tolist() == [column.name for column in tables.TERM_TREND]

    def test_months_without_articles_stay_as_gaps(self, dtm, articles):
        trend = tt.term_trend(dtm, articles["date"], "islamic_state", interval="wilson")
        assert len(trend) == 14
        gaps = trend[trend["n_articles"] == 0]
        assert len(gaps) == 12
        assert gaps[["share", "rate", "low", "high"]].isna().all(axis=None)
        assert trend.attrs["undated"] == 1

    def test_counts_and_rates_are_those_counted_by_hand(self, dtm, articles):
        trend = tt.term_trend(
            dtm, articles["date"], ["fled", "islamic_state"], freq="YS", interval="wilson"
        )
        first = trend[trend["period"] == "2014-01-01"].set_index("term")
        assert first[["n_with", "n_articles", "n_uses"]].to_numpy().tolist() == [
            [1, 1, 2],
            [1, 1, 4],
        ]
        assert first["rate"]["fled"] == pytest.approx(1000 * 2 / dtm.n_tokens[0])
        low, high = tt.stats.proportion_interval(1, 1)
        assert (first["low"]["fled"], first["high"]["fled"]) == (low, high)

    def test_intervals_over_days_are_those_of_share_by_period(self):
        rng = np.random.default_rng(4)
        texts = pd.Series(np.where(rng.random(60) < 0.4, "talks failed", "troops left"))
        dates = pd.Series(pd.date_range("2016-01-01", periods=30).repeat(2))
        dtm = tt.count_terms(tt.tokenize(texts))
        trend = tt.term_trend(dtm, dates, "talks")
        shares = pd.DataFrame({0: texts.str.contains("talks").astype(float)}).rename_axis(
            columns="topic"
        )
        expected = tt.share_by_period(shares, dates, random_state=0)
        for name in ("share", "low", "high", "n_articles"):
            assert trend[name].to_numpy() == pytest.approx(expected[name].to_numpy())

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), min_size=1, max_size=20))
    def test_periods_add_up_to_the_corpus(self, rows):
        texts = ["talks talks" if has else "troops" for has, _ in rows]
        dates = pd.Series(pd.to_datetime("2015-01-01") + pd.to_timedelta([d for _, d in rows], "D"))
        dtm = tt.count_terms(tt.tokenize([*texts, "talks troops"]))
        dates = pd.concat([dates, pd.Series([pd.Timestamp("2015-06-01")])], ignore_index=True)
        trend = tt.term_trend(dtm, dates, "talks", interval="wilson")
        assert trend["n_articles"].sum() == len(dtm)
        assert trend["n_uses"].sum() == 2 * sum(has for has, _ in rows) + 1
        assert trend["n_tokens"].sum() == dtm.n_tokens.sum()
        known = trend.dropna(subset="share")
        assert (known["low"] <= known["share"]).all()
        assert (known["share"] <= known["high"]).all()

    def test_a_missing_term_is_named_with_close_ones(self, dtm, articles):
        with pytest.raises(tt.errors.InputError) as error:
            tt.term_trend(dtm, articles["date"], ["Islamic States"])
        assert str(error.value) == (
            f"term_trend: the term 'Islamic States' is not among the {dtm.shape[1]} terms counted. "
            "Close to it: 'islamic_state'."
        )

    def test_dates_in_the_place_of_terms_are_not_a_missing_term(self, dtm, articles):
        """The first date was said to be "not among the terms counted"."""
        message = r"term_trend: terms must be words or phrases; got Timestamp"
        with pytest.raises(tt.errors.InputError, match=message):
            tt.term_trend(dtm, articles["date"], articles["date"].dropna().tolist())

    def test_messages(self, dtm, articles):
        with pytest.raises(tt.errors.InputError, match="term_trend: freq must be one of"):
            tt.term_trend(dtm, articles["date"], "fled", freq="month")
        with pytest.raises(
            tt.errors.InputError, match="interval must be one of 'clusters', 'wilson'"
        ):
            tt.term_trend(dtm, articles["date"], "fled", interval="bootstrap")
        with pytest.raises(tt.errors.TooFewArticlesError) as error:
            tt.term_trend(dtm, articles["date"].where(articles["date"].isna()), "fled")
        assert str(error.value) == (
            "term_trend: none of 4 articles has a date. Look at articles['date']."
        )


def test_a_form_without_a_use_is_bounded_by_its_uses_and_not_by_the_days_of_the_month():
    days = pd.date_range("2015-01-01", "2015-03-31").repeat(20)
    texts = pd.Series(["ISIS fled. ISIS lost."] * len(days))
    texts[(days.month == 2) & (np.arange(len(days)) % 40 == 0)] = "Daesh fled. ISIS lost."
    articles = pd.DataFrame({"text": texts.to_numpy(), "date": days})
    articles.index = pd.Index([f"a{i}" for i in range(len(days))], name="article_id")
    tokens = tt.tokenize(articles["text"], aliases={"Islamic State": ["ISIS", "Daesh"]})
    usage = tt.alias_usage(tokens, articles, freq="MS", by_source=False).set_index("form")
    rare = usage.loc["Daesh"].set_index(usage.loc["Daesh", "period"].dt.month)
    assert rare["n_uses"].tolist() == [0, 14, 0]
    assert rare["low"].loc[1] == 0
    assert rare["high"].loc[1] < 0.01  # three divided by 1,240 uses, not by 31 days
    assert rare["low"].loc[2] < 14 / 1120 < rare["high"].loc[2]
