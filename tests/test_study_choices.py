"""What a study chooses when nothing is given: outlets, periods, the span, articles to read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.comparing.outlet_pairs import (
    choose_outlets,
    halves_reason,
    same_house,
    split_in_halves,
)
from toolkit.reporting.page.comparison_prose import (
    fixed_sentence,
    theme_differences,
    topic_differences,
)
from toolkit.reporting.study.outlet_mix import outlet_turnover
from toolkit.reporting.study.results import Comparison
from toolkit.reporting.study.settings import Settings
from toolkit.reporting.study.timeline import Calendar, choose_freq, coarse_clusters, main_span
from toolkit.reporting.study.topic_steps import articles_to_read


def outlet(name: str, first: str, n: int, *, words: int = 500) -> pd.DataFrame:
    days = pd.date_range(first, periods=n)
    return pd.DataFrame({"date": days, "source": name, "n_words": words})


def test_the_two_largest_outlets_of_one_span_are_compared():
    articles = pd.concat(
        [outlet("Post", "2018-01-01", 300), outlet("Times", "2018-01-05", 250),
         outlet("Wire", "2018-01-01", 100)], ignore_index=True,
    )  # fmt: skip
    choice = choose_outlets(articles)
    assert (choice.group, choice.baseline) == ("Post", "Times")
    assert (choice.first, choice.last) == (pd.Timestamp("2018-01-05"), pd.Timestamp("2018-09-11"))
    assert choice.reason.startswith("Post and Times are the two largest outlets")


def test_a_larger_outlet_of_another_span_is_set_aside_and_named():
    articles = pd.concat(
        [outlet("Old", "2010-01-01", 900), outlet("Post", "2018-01-01", 300),
         outlet("Times", "2018-01-05", 250)], ignore_index=True,
    )  # fmt: skip
    choice = choose_outlets(articles, noun="speaker")
    assert (choice.group, choice.baseline) == ("Post", "Times")
    assert "the largest two speakers" in choice.reason
    assert "Set aside: Old (900 articles)" in choice.reason


def test_three_outlets_of_one_size_are_no_reason_to_fail():
    same = [outlet(name, "2018-01-01", 60) for name in ("Post", "Times", "Wire")]
    choice = choose_outlets(pd.concat(same, ignore_index=True))
    assert choice.reason == (
        "Post and Times are two of the largest outlets that cover the same span (January to March "
        "2018)."
    )
    old = outlet("Old", "2010-01-01", 900)
    choice = choose_outlets(pd.concat([*same, old], ignore_index=True))
    assert "the largest two outlets" in choice.reason
    assert (
        "Set aside: Old (900 articles); Old and Post, for one, share none of the days that"
        in choice.reason
    )


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        (outlet("Post Online", "2018-01-01", 200), "look like desks of one outlet"),
        (outlet("Ticker", "2018-01-01", 200, words=20), "differ in kind"),
        (outlet("Bare", "2018-01-01", 200, words=0), "(median length 0 and 500 words)"),
        (outlet("Late", "2018-10-01", 200), "of the days that either covers"),
    ],
)
def test_outlets_that_are_not_alike_are_not_compared(second, problem):
    choice = choose_outlets(pd.concat([outlet("Post", "2018-01-01", 250), second]))
    assert choice.group == ""
    assert problem in choice.reason
    assert "Name a pair with --compare." in choice.reason


def test_names_of_different_houses_are_not_taken_for_desks():
    assert same_house("CNN", "CNN (Web News)")
    assert not same_house("Washington Post", "Washington Times")


def test_a_few_old_articles_do_not_set_the_span():
    days = pd.date_range("2018-01-01", periods=96)
    dates = pd.Series([*pd.date_range("1990-01-01", periods=4, freq="YS"), *days])
    articles = pd.DataFrame(
        {"date": dates, "source": "Post", "date_precision": "day", "date_kind": "published"}
    )
    limits: list[str] = []
    calendar = Calendar(articles, Settings(), limits, weights=pd.Series(1.0, index=dates.index))
    assert calendar.span == (pd.Timestamp("2018-01-01"), pd.Timestamp("2018-04-05"))
    assert calendar.freq == "W"
    assert limits[0].startswith(
        "96% of the dated articles are from 2018-01-01 to 2018-04-05, less than a tenth"
    )
    assert main_span(pd.Series(pd.date_range("2018-01-01", periods=200))) is None


def test_a_short_span_without_a_good_length_still_gets_months():
    whole = [pd.date_range("1987-03-01", periods=20), pd.date_range("1987-04-01", periods=15)]
    days = [*whole[0], *whole[1], *pd.to_datetime(["1987-06-19", "1987-08-19", "1987-10-19"])]
    assert choose_freq(pd.Series(days)) == "MS"


def test_a_century_with_few_articles_a_year_is_drawn_in_longer_periods():
    def addresses(first, last, *days):
        return pd.Series(
            pd.to_datetime([f"{y}-{day}" for y in range(first, last + 1) for day in days])
        )

    assert choose_freq(addresses(1861, 2010, "12-03")) == "10YS"
    assert choose_freq(addresses(1861, 2010, "03-03", "12-03")) == "5YS"
    assert choose_freq(addresses(1980, 2010, "12-03")) == "YS"
    assert choose_freq(addresses(1861, 2010, "12-03").iloc[::4]) == "YS"
    of_years = addresses(1861, 2010, *["01-01"] * 12)
    assert choose_freq(of_years, by_article=True) == "YS"


def test_a_few_days_are_drawn_as_days_and_have_two_halves():
    """Two days were one point of a year, and both in one half."""
    days = pd.Series(pd.to_datetime(["1912-10-22", "1912-10-23"] * 20))
    assert choose_freq(days) == "D"
    assert choose_freq(days.head(1)) == "YS"
    assert split_in_halves(days).value_counts().to_dict() == {
        "before 1912-10-23": 20,
        "from 1912-10-23": 20,
    }


def test_dates_without_a_day_make_articles_the_units():
    articles = pd.DataFrame({"date": pd.to_datetime(["1991-01-01"] * 3), "date_precision": "year"})
    assert coarse_clusters(articles).tolist() == ["0", "1", "2"]
    assert coarse_clusters(articles.assign(date_precision="day")) is None


def test_articles_to_read_are_of_different_stories_outlets_and_months():
    ids = [f"a{i}" for i in range(6)]
    shares = pd.DataFrame({0: [0.9, 0.89, 0.88, 0.8, 0.7, 0.2]}, index=ids)
    articles = pd.DataFrame(
        {
            "date": pd.to_datetime(["2018-01-01"] * 3 + ["2018-03-01", "2018-05-01", "2018-07-01"]),
            "source": ["Post", "Post", "Post", "Times", "Wire", "Echo"],
            "title": ["One", "One", "Two", "Three", "", "Six"],
            "text": "Envoys met in Geneva to speak of the truce again on Monday.",
        },
        index=ids,
    )
    copies = pd.DataFrame(
        {"dup_group": pd.array([1, 1, None, None, None, None], dtype="Int64")}, index=ids
    )
    table = articles_to_read(shares, articles, copies, pd.Series({0: "0: talks"}))
    assert table["article_id"].tolist() == ["a0", "a3", "a4"]
    assert table["label"].unique().tolist() == ["0: talks"]
    assert table["title"].iloc[-1] == "[no title] Envoys met in Geneva to speak of the …"
    assert "a5" not in set(table["article_id"])  # under half of the first one's share


def read_one_by_one(shares, articles, groups):
    """The articles to read of one topic, by its rule: sort all, then look at each candidate."""
    known = shares.sort_index().dropna()
    ranked = known[known >= known.max() / 2].sort_values(ascending=False, kind="stable").head(60)
    chosen = []
    for novelty in (2, 1, 0):
        for name in ranked.index:
            story = groups.get(name)
            told = not pd.isna(story) and story in {groups.get(one) for one in chosen}
            if len(chosen) == 3 or name in chosen or told:
                continue
            row, taken = articles.loc[name], articles.loc[chosen]
            months = taken["date"].dt.strftime("%Y-%m")
            month = "" if pd.isna(row["date"]) else row["date"].strftime("%Y-%m")
            new = (row["source"] not in set(taken["source"])) + (
                month not in set(months.fillna(""))
            )
            if new >= novelty or not chosen:
                chosen.append(name)
    return chosen


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.2, 0.4, 0.5, 0.9, np.nan]),
            st.sampled_from(["Post", "Times", "Wire"]),
            st.sampled_from(["2018-01-01", "2018-01-05", "2018-02-01", None]),
            st.sampled_from([1, 2, None]),
        ),
        min_size=1,
        max_size=90,
    )
)
@settings(max_examples=40, deadline=None)
def test_articles_to_read_are_those_of_a_look_at_each_candidate(rows):
    ids = pd.Index([f"a{5 * i % 91:02}" for i in range(len(rows))], name="article_id")
    values, sources, dates, stories = zip(*rows, strict=True)
    shares = pd.DataFrame({0: values, 1: [1 - value for value in values]}, index=ids)
    dated = pd.to_datetime(pd.Series(dates, index=ids, dtype="str"))
    articles = pd.DataFrame({"date": dated, "source": sources, "title": "One"}, index=ids)
    copies = pd.DataFrame({"dup_group": pd.array(stories, dtype="Int64")}, index=ids)
    table = articles_to_read(shares, articles, copies, pd.Series({0: "war", 1: "oil"}))
    for topic in (0, 1):
        found = table.loc[table["topic"] == topic]
        right = read_one_by_one(shares[topic], articles, copies["dup_group"])
        assert found["article_id"].tolist() == right
        assert found["share"].tolist() == shares.loc[right, topic].tolist()


def test_differences_that_are_not_told_one_by_one_are_counted():
    rows = [
        {"topic": n, "label": f"{n}: war", "sentence": f"Topic {n} differs.", "difference": 0.1 + n,
         "low": 0.05, "high": 2.0 + n, "p_value": 0.001, "p_adjusted": 0.9 if n == 7 else 0.01}
        for n in range(8)
    ]  # fmt: skip
    told = Comparison(
        "Two outlets", "outlets", "", "Post", "Times", pd.DataFrame(), pd.DataFrame(rows),
        pd.DataFrame(),
    )  # fmt: skip
    assert topic_differences(told, n_topics=6)[-1] == "1 more topic differs significantly."
    said = topic_differences(told, n_topics=3)
    assert said[-1] == "4 more topics differ significantly."
    assert len(said) == 4
    assert len(topic_differences(told, n_topics=7)) == 7


def test_composition_is_not_printed_as_change():
    row = {"theme": "war", "difference": 0.056, "sentence": "War was 5.6 points more common."}
    row["difference_without"] = 0.002
    fixed = row | {"difference": 0.001, "sentence": "No clear difference in war (+0.1 points)."}
    comparison = Comparison(
        "Two periods", "periods", "", "late", "early", pd.DataFrame([row]), None, pd.DataFrame(),
        themes_fixed=pd.DataFrame([fixed]), newcomers=("Ticker",),
    )  # fmt: skip
    (sentence,) = theme_differences(comparison)
    assert sentence.startswith(
        "No clear difference in war (+0.1 points). As collected: +5.6 points"
    )
    assert sentence.endswith(
        "mostly one outlet that was not there before: Ticker (+0.2 points without it)."
    )
    other = fixed_sentence(row | {"difference_without": 0.05}, fixed, comparison)
    assert other.endswith("mostly because the two periods have different outlets.")
    same = fixed_sentence(row, row, comparison)
    assert same.endswith("As collected: +5.6 points.")


def test_outlets_that_enter_are_the_newcomers():
    rng = np.random.default_rng(1)
    groups = pd.Series(np.repeat(["early", "late"], 200))
    source = pd.Series(rng.choice(["Post", "Times"], 400))
    source[300:] = "Ticker"
    assert outlet_turnover(source, groups, "early", "late") == (("Ticker",), ())
    assert outlet_turnover(source, groups, "late", "early") == ((), ("Ticker",))
    assert outlet_turnover(source[:300], groups[:300], "early", "late") == ((), ())


def test_many_small_outlets_are_one_panel_and_a_large_one_has_its_own():
    days = pd.date_range("2018-01-01", periods=300)
    names = [f"outlet {i % 100}" for i in range(300)]
    articles = pd.DataFrame(
        {"date": days, "source": names, "date_precision": "day", "date_kind": "published"}
    )
    weights = pd.Series(1.0, index=articles.index)
    calendar = Calendar(articles, Settings(source_noun="country"), [], weights=weights)
    assert calendar.coverage()["source"].unique().tolist() == ["100 countries"]
    mixed = articles.assign(source=["Post"] * 60 + names[60:])
    calendar = Calendar(mixed, Settings(), [], weights=weights)
    assert calendar.coverage()["source"].unique().tolist() == ["Post", "other"]


def test_stragglers_do_not_keep_two_periods_from_being_compared():
    days = pd.date_range("2017-02-01", "2017-03-30").repeat(3)
    dates = pd.Series([*pd.to_datetime(["2016-04-19", "2016-08-30"]), *days])
    halves = split_in_halves(dates)
    assert sorted(halves.unique()) == ["April 2016 to February 2017", "March 2017"]
    assert halves.value_counts().tolist() == [90, 86]
    assert halves_reason(dates).startswith("They divide the articles, since one half")
    assert halves_reason(dates.iloc[2:]) == "They are the two halves of the span."
