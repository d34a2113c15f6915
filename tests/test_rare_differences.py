"""Differences of rare shares, and of groups whose labels are of very unlike size."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.comparing.contrasts import mix_weights


def two_groups(hits, sizes, *, days=(60, 365), seed=0):
    """Return one theme, the group and the date of each article."""
    ids = pd.Index([f"a{i}" for i in range(sum(sizes))], name="article_id")
    names = np.repeat(["small", "large"], sizes)
    war = np.concatenate([np.arange(n) < k for k, n in zip(hits, sizes, strict=True)])
    rng = np.random.default_rng(seed)
    day = np.concatenate([rng.integers(0, d, n) for d, n in zip(days, sizes, strict=True)])
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    shares = pd.DataFrame({"war": war.astype(float)}, index=ids).rename_axis(columns="theme")
    return shares, pd.Series(names, index=ids), dates


def compare(hits, sizes, **options):
    shares, groups, dates = two_groups(hits, sizes)
    options = {"baseline": "large", "dates": dates, "n_permutations": 199} | options
    return tt.compare_groups(shares, groups, **options).iloc[0]


def test_a_small_group_without_a_hit_is_not_said_to_have_fewer():
    row = compare((0, 10), (30, 1000))
    assert row["low"] < 0 < row["high"]
    assert row["high"] == pytest.approx(3 / 30, abs=0.02)  # the rule of three, of the small group
    assert row["sentence"].startswith("No clear difference in war between small and large (−1.0")


def test_two_groups_without_a_hit_differ_by_nothing_that_is_certain():
    row = compare((0, 0), (100, 400))
    assert row["difference"] == 0
    assert -0.02 < row["low"] < 0 < row["high"] < 0.08


def test_a_theme_that_all_articles_of_a_group_have_is_as_uncertain():
    none, every = compare((0, 10), (30, 1000)), compare((30, 990), (30, 1000))
    assert (every["low"], every["high"]) == pytest.approx((-none["high"], -none["low"]), abs=0.01)


def test_common_shares_keep_the_interval_of_their_standard_error():
    row = compare((20, 100), (100, 400))
    assert (row["low"] + row["high"]) / 2 == pytest.approx(row["difference"])


@pytest.mark.slow
def test_intervals_of_rare_differences_hold_the_truth():
    held, claimed = 0, 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        hits = tuple(rng.binomial((30, 1000), 0.01).tolist())
        shares, groups, dates = two_groups(hits, (30, 1000), seed=seed)
        row = tt.compare_groups(
            shares, groups, baseline="large", dates=dates, n_permutations=99
        ).iloc[0]
        held += row["low"] <= 0 <= row["high"]
        claimed += not row["sentence"].startswith(("No clear", "Not significant"))
    assert held >= 90
    assert claimed <= 10


def test_one_comparison_that_its_test_does_not_bear_out_says_so():
    from toolkit.comparing.result_text import Difference, difference_sentence

    gap = Difference("war", "Post", "Times", 0.1, 0.01, 0.2, 40, 50, binary=True, p_adjusted=0.2)
    assert difference_sentence(gap) == (
        "Not significant in a permutation test (p = 0.200): war had a share 10.0 points higher in "
        "Post than in Times (95 % interval 1.0 to 20.0; 40 and 50 articles)."
    )


def outlets_of_two_periods(*, early_hits=0, late_hits=0):
    """Return an outlet with many articles in both periods, and one with a single early article."""
    sizes = {("Post", "early"): 200, ("Post", "late"): 200, ("Wire", "early"): 1,
             ("Wire", "late"): 500}  # fmt: skip
    keys = [key for key, n in sizes.items() for _ in range(n)]
    ids = pd.Index([f"a{i}" for i in range(len(keys))], name="article_id")
    source, period = (pd.Series([key[k] for key in keys], index=ids) for k in (0, 1))
    day = np.arange(len(keys)) % 200 + 400 * (period == "late").to_numpy()
    dates = pd.Series(pd.Timestamp("2014-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    war = np.zeros(len(keys))
    war[np.flatnonzero((source == "Wire") & (period == "early"))] = early_hits
    war[np.flatnonzero((source == "Post") & (period == "late"))[:late_hits]] = 1
    shares = pd.DataFrame({"war": war, "peace": np.arange(len(keys)) % 5 == 0}, index=ids)
    return shares.astype(float).rename_axis(columns="theme"), source, period, dates


def test_one_article_does_not_stand_for_the_five_hundred_its_outlet_printed_later():
    shares, source, period, dates = outlets_of_two_periods(early_hits=1)
    table = tt.compare_groups(
        shares, period, baseline="early", dates=dates, standardize=source, n_permutations=99
    )
    assert table["share"].tolist() == pytest.approx([0.0, 0.2])
    assert table["baseline_share"].tolist() == pytest.approx([0.0, 0.2])
    assert table[["n_articles", "n_baseline"]].to_numpy().tolist() == [[200, 200]] * 2


def test_a_label_with_ten_articles_on_each_side_counts_and_one_with_nine_does_not():
    first = np.repeat([True, False], [40, 40])
    codes = np.r_[np.repeat([0, 1, 2], [20, 10, 10]), np.repeat([0, 1, 2], [21, 10, 9])]
    weights = mix_weights(codes, first)
    assert (weights[codes < 2] > 0).all()
    assert (weights[codes == 2] == 0).all()


def test_labels_without_ten_articles_in_both_groups_leave_nothing_to_compare():
    shares, _, period, dates = outlets_of_two_periods()
    alone = pd.Series(shares.index, index=shares.index, name="each")
    with pytest.raises(tt.errors.TooFewArticlesError) as error:
        tt.compare_groups(shares, period, dates=dates, standardize=alone)
    assert str(error.value) == (
        "compare_groups: standardize leaves nothing to compare, because no label has 10 articles "
        "in both groups. Use coarser labels."
    )


def test_labels_of_few_days_leave_no_interval():
    shares, source, period, dates = outlets_of_two_periods()
    gone = pd.Series(np.arange(len(dates)) < 100, index=dates.index)
    few = dates.mask((period == "early") & ~gone, pd.Timestamp("2014-01-01"))
    desks = source.mask(gone, "Gone")
    row = tt.compare_groups(shares, period, baseline="early", dates=few, standardize=desks).iloc[0]
    assert row["note"] == "too few days with comparable labels (early: 1)"
    assert np.isnan(row["low"])


def test_one_hit_among_labels_of_unlike_weight_is_never_significant():
    rng = np.random.default_rng(1)
    sizes = {"early": [12, 300, 40], "late": [400, 12, 60]}
    rows = [(f"o{k}", name) for name, n in sizes.items() for k in range(3) for _ in range(n[k])]
    ids = pd.Index([f"a{i}" for i in range(len(rows))], name="article_id")
    source, period = (pd.Series([row[k] for row in rows], index=ids) for k in (0, 1))
    day = rng.integers(0, 300, len(rows)) + 400 * (period == "late").to_numpy()
    dates = pd.Series(pd.Timestamp("2014-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    for place in (400, 600, 800):
        hit = pd.DataFrame({"war": np.arange(len(rows)) == place}, index=ids, dtype=float)
        row = tt.compare_groups(
            hit.rename_axis(columns="theme"), period, baseline="early", dates=dates,
            standardize=source,
        ).iloc[0]  # fmt: skip
        assert row["p_value"] > 0.3


def test_no_hit_around_an_event_does_not_mean_that_nothing_can_have_changed():
    days = pd.date_range("2001-01-01", periods=1200)
    ids = pd.Index([f"a{i}" for i in range(len(days))], name="article_id")
    shares = pd.DataFrame({"rare": 0.0, "war": 0.0}, index=ids).rename_axis(columns="theme")
    shares.iloc[0, 0] = 1.0  # once in three years
    shares.iloc[::3, 1] = 1.0
    table = tt.event_effect(shares, pd.Series(days, index=ids), "2002-09-11", window=84)
    rare, war = table.to_dict("records")
    assert (rare["before"], rare["after"], rare["n_after"]) == (0, 0, 84)
    assert 3 / 84 < rare["high"] < 0.06  # the rule of three at least
    assert rare["low"] == pytest.approx(-rare["high"])
    topics = shares.set_axis([0, 1], axis=1).rename_axis(columns="topic") * 0.5
    half = tt.event_effect(topics, pd.Series(days, index=ids), "2002-09-11", window=84)
    assert half["high"][1] == pytest.approx(war["high"] / 2, rel=0.1)


def test_a_theme_of_no_article_has_no_change_to_divide():
    shares, source, period, dates = outlets_of_two_periods()
    table = tt.attribute_change(
        shares, period, source, group="late", baseline="early", dates=dates, n_resamples=200
    )
    war, peace = (table[table["theme"] == name] for name in ("war", "peace"))
    assert war[["mix_low", "mix_high", "within_low", "within_high"]].isna().all(axis=None)
    assert war["sentence"].iloc[-1] == (
        "War is in no article of early and late, so there is no change to divide (201 and 700 "
        "articles)."
    )
    assert peace["mix_low"].notna().all()


def with_traces(rng, rate, n):
    """Shares of a topic: traces, but 20 to 90 % of the few articles about it."""
    traces = rng.exponential(0.002, n).clip(0, 0.05)
    return np.where(rng.random(n) < rate, rng.uniform(0.2, 0.9, n), traces)


def test_a_group_with_traces_of_a_topic_is_not_known_to_be_without_it():
    """24 articles beside 600, of which one in 25 is about it: held in 59 % of such pairs."""
    held = []
    for seed in range(20):
        rng = np.random.default_rng([44, seed])
        columns = [np.r_[with_traces(rng, 0.04, 24), with_traces(rng, 0.04, 600)] for _ in range(8)]
        ids = pd.Index([f"a{i}" for i in range(624)], name="article_id")
        shares = pd.DataFrame(np.stack(columns, axis=1), index=ids).rename_axis(columns="topic")
        group = pd.Series(np.repeat(["few", "many"], [24, 600]), index=ids)
        days = pd.Series(pd.date_range("2010-01-01", periods=624), index=ids)
        table = tt.compare_groups(shares, group, baseline="many", dates=days, n_permutations=99)
        held += ((table["low"] <= 0) & (table["high"] >= 0)).tolist()
    assert np.mean(held) >= 0.92


def test_a_topic_with_many_articles_about_it_keeps_the_interval_of_its_error():
    rng = np.random.default_rng(3)
    ids = pd.Index([f"a{i}" for i in range(800)], name="article_id")
    shares = pd.DataFrame({0: with_traces(rng, 0.3, 800)}, index=ids).rename_axis(columns="topic")
    group = pd.Series(np.repeat(["few", "many"], [300, 500]), index=ids)
    days = pd.Series(pd.date_range("2010-01-01", periods=800), index=ids)
    row = tt.compare_groups(shares, group, baseline="many", dates=days, n_permutations=99).iloc[0]
    assert (row["low"] + row["high"]) / 2 == pytest.approx(row["difference"])


def test_a_topic_of_which_a_window_has_only_traces_may_still_be_there():
    """Of a topic that ceases, the change was held in 88 % of windows of 56 articles."""
    held = []
    for seed in range(25):
        rng = np.random.default_rng([45, seed])
        day = np.sort(rng.integers(0, 700, 1400))
        columns = [
            np.where(day < 350, with_traces(rng, 0.04, 1400), with_traces(rng, 0.0, 1400))
            for _ in range(4)
        ]
        ids = pd.Index([f"a{i}" for i in range(1400)], name="article_id")
        shares = pd.DataFrame(np.stack(columns, axis=1), index=ids).rename_axis(columns="topic")
        dates = pd.Series(pd.Timestamp("2010-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
        table = tt.event_effect(shares, dates, "2010-12-17", window=28)
        true = -0.04 * (0.55 - 0.002)
        held += ((table["low"] <= true) & (true <= table["high"])).tolist()
    assert np.mean(held) >= 0.95
