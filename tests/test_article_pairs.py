"""Pairs of articles: same day and label, nearest in numbers, each article once, balance shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy.spatial.distance import cdist

import toolkit as tt
from toolkit.comparing.balance import balance_table
from toolkit.errors import InputError, TooFewArticlesError


def desks(n=400, seed=1):
    rng = np.random.default_rng(seed)
    ids = pd.Index([f"a{k:04d}" for k in range(n)], name="article_id")
    source = pd.Series(np.where(rng.random(n) < 0.4, "Post", "Times"), index=ids)
    world = rng.random(n) < np.where(source == "Post", 0.7, 0.3)
    facts = pd.DataFrame(
        {
            "date": pd.Timestamp("2016-01-01") + pd.to_timedelta(rng.integers(0, 40, n), unit="D"),
            "section": np.where(world, "World", "Trade"),
            "n_words": rng.gamma(4, 100, n) + 200 * (source == "Post"),
        },
        index=ids,
    )
    return facts, source


def test_both_articles_of_a_pair_agree_in_day_and_label_and_nearly_in_numbers():
    facts, source = desks()
    pairs = tt.match_articles(facts, source, "Post", baseline="Times", caliper=0.5).pairs
    assert len(pairs) >= 40
    assert pairs.index.is_unique
    joined = pairs.join(facts)
    for _, two in joined.groupby("pair"):
        assert two["group"].tolist() == ["Post", "Times"]
        assert len(set(two["date"])) == len(set(two["section"])) == 1
        assert two["n_words"].diff().abs().max() <= 0.5 * facts["n_words"].std(ddof=0)


def test_the_sum_of_distances_in_a_stratum_is_the_smallest_there_is():
    rng = np.random.default_rng(5)
    ids = pd.Index([f"a{k:02d}" for k in range(40)], name="article_id")
    facts = pd.DataFrame({"n_words": rng.random(40)}, index=ids)
    source = pd.Series(["Post"] * 12 + ["Times"] * 28, index=ids)
    pairs = tt.match_articles(facts, source, "Post", baseline="Times", caliper=9).pairs
    values = facts["n_words"].to_numpy() / facts["n_words"].std(ddof=0)
    cost = cdist(values[:12, None], values[12:, None])
    greedy = 0.0
    left = list(range(28))
    for row in cost:
        best = min(left, key=lambda at: row[at])
        greedy += row[best]
        left.remove(best)
    total = pairs["distance"].sum() / 2
    assert total <= greedy + 1e-12
    assert len(pairs) == 24


def test_matching_balances_what_it_matches_on_and_the_sentence_says_from_what():
    facts, source = desks(1500)
    matched = tt.match_articles(facts, source, "Post", baseline="Times", caliper=0.1)
    balance = matched.balance.set_index(["covariate", "level"])
    assert abs(balance.loc[("section", "World"), "smd_before"]) > 0.6
    assert balance["smd_after"].abs().max() < 0.1
    assert f"{len(matched.pairs) // 2} of {(source == 'Post').sum()} articles of Post" in str(
        matched
    )
    assert "with the same date, section and n_words" in str(matched)


def test_standardised_differences_are_those_of_the_textbook():
    """Austin (2009): difference of means over the root of the mean variance."""
    rng = np.random.default_rng(2)
    values = np.r_[rng.normal(1, 2, 50), rng.normal(0, 1, 70)]
    first = np.arange(120) < 50
    row = balance_table(pd.DataFrame({"x": values}), first, first).iloc[0]
    one, two = values[:50], values[50:]
    pooled = np.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 2)
    assert row["smd_before"] == pytest.approx((one.mean() - two.mean()) / pooled)
    labels = pd.DataFrame({"s": np.where(first, "a", "b")})
    level = balance_table(labels, first, ~first | first).set_index("level")
    assert np.isnan(level.loc["a", "smd_before"])  # nothing varies within a group


def test_articles_without_a_covariate_are_in_no_pair():
    facts, source = desks()
    facts.loc[facts.index[:50], "date"] = pd.NaT
    facts.loc[facts.index[50:100], "n_words"] = np.nan
    facts.loc[facts.index[100:150], "section"] = None
    pairs = tt.match_articles(facts, source, "Post", baseline="Times").pairs
    assert not set(pairs.index) & set(facts.index[:150])


@settings(max_examples=15)
@given(st.permutations(range(60)))
def test_pairs_do_not_depend_on_the_order_of_articles(order):
    facts, source = desks(60)
    facts = facts.assign(date=pd.Timestamp("2016-01-01"))
    whole = tt.match_articles(facts, source, "Post", baseline="Times")
    turned = facts.iloc[list(order)]
    again = tt.match_articles(turned, source, "Post", baseline="Times")
    pd.testing.assert_frame_equal(again.pairs, whole.pairs)
    pd.testing.assert_frame_equal(again.balance, whole.balance)


def test_the_same_seed_gives_the_same_pairs():
    facts, source = desks()
    one, two = (
        tt.match_articles(facts[["date"]], source, "Post", baseline="Times", random_state=3).pairs
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"group": "Mail"}, "group must be one of 'Post', 'Times'; got 'Mail'"),
        ({"group": "Times"}, "group and baseline are both 'Times'"),
    ],
)
def test_groups_are_checked(change, message):
    facts, source = desks()
    with pytest.raises(InputError, match=message):
        tt.match_articles(facts, source, change["group"], baseline="Times")


def test_a_column_of_something_else_is_named():
    facts, source = desks()
    facts["themes"] = [["war"]] * len(facts)
    with pytest.raises(InputError, match="column 'themes' of covariates holds neither dates"):
        tt.match_articles(facts, source, "Post", baseline="Times")


def test_too_few_pairs_are_refused_with_what_to_do():
    facts, source = desks(40)
    facts["date"] = pd.date_range("2016-01-01", periods=40)
    with pytest.raises(
        TooFewArticlesError, match="0 pairs of Post and Times agree in date, section"
    ):
        tt.match_articles(facts, source, "Post", baseline="Times")


def test_the_figure_shows_both_differences_of_each_row():
    facts, source = desks()
    balance = tt.match_articles(facts, source, "Post", baseline="Times").balance
    ax = tt.plot.balance(balance, ax=Figure(layout="constrained").subplots())
    before, after = ax.collections[1].get_offsets(), ax.collections[2].get_offsets()
    np.testing.assert_allclose(before[:, 0], balance["smd_before"][::-1])
    np.testing.assert_allclose(after[:, 0], balance["smd_after"][::-1])
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels[::-1] == ["date", "section: Trade", "section: World", "n words"]
