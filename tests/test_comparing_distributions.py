"""Whole distributions compared, and changes split into mix and within."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt


def make_topics(n_days: int = 60, per_day: int = 4, shift: float = 0.0, seed: int = 0):
    """Articles of two outlets; ``shift`` moves the second outlet's topics."""
    rng = np.random.default_rng(seed)
    n = n_days * per_day
    ids = pd.Index([f"a{i:05d}" for i in range(n)], name="article_id")
    source = pd.Series(np.tile(["Post", "Times"], n // 2), index=ids)
    day = np.repeat(np.arange(n_days), per_day)
    base = rng.dirichlet(np.full(6, 2.0), n_days)[day]
    moved = np.roll(base, 1, axis=1)
    mean = np.where(
        (source == "Times").to_numpy()[:, None], (1 - shift) * base + shift * moved, base
    )
    draws = rng.gamma(3 * mean + 1e-3)
    topics = pd.DataFrame(draws / draws.sum(axis=1, keepdims=True), index=ids)
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    return topics.rename_axis(columns="topic"), source, dates


def test_two_outlets_with_the_same_topics_do_not_differ():
    topics, source, dates = make_topics()
    row = tt.compare_distributions(topics, source, dates=dates, random_state=1).iloc[0]
    assert row["p_value"] > 0.05
    assert row["jensen_shannon"] > 0
    assert abs(row["excess"]) < 0.01
    assert "differ no more than expected by chance" in row["sentence"]


def test_a_planted_difference_is_found_and_its_drivers_named():
    topics, source, dates = make_topics(seed=1)
    times = source == "Times"
    topics[0] = topics[0] + np.where(times, 0.5, 0.0)
    topics = topics.div(topics.sum(axis=1), axis=0)
    row = tt.compare_distributions(
        topics, source, baseline="Post", dates=dates, random_state=1
    ).iloc[0]
    assert row["p_value"] <= 0.002
    assert row["drivers"].startswith("topic 0 (")
    assert "differ more than expected by chance" in row["sentence"]
    assert "120 and 120 articles" in row["sentence"]


def test_both_corrections_bring_small_samples_back_to_nothing():
    raw, excess, corrected = [], [], []
    for seed in range(25):
        topics, source, dates = make_topics(n_days=12, per_day=2, seed=seed)
        row = tt.compare_distributions(
            topics, source, dates=dates, n_permutations=99, random_state=1
        ).iloc[0]
        raw.append(row["jensen_shannon"])
        excess.append(row["excess"])
        corrected.append(row["corrected"])
    assert np.mean(raw) > 0.02
    assert abs(np.mean(excess)) < 0.25 * np.mean(raw)
    assert abs(np.mean(corrected)) < 0.25 * np.mean(raw)


def test_shuffling_days_keeps_a_true_null_where_shuffling_articles_rejects_it():
    rng = np.random.default_rng(0)
    by_day, by_article = [], []
    for seed in range(20):
        topics, _, dates = make_topics(n_days=40, per_day=10, seed=seed)
        half = rng.permutation(np.repeat(["A", "B"], 20))
        group = pd.Series(np.repeat(half, 10), index=topics.index)
        options = {"n_permutations": 99, "random_state": 1}
        day = tt.compare_distributions(topics, group, dates=dates, **options)
        article = tt.compare_distributions(topics, group, **options)
        by_day.append(day["p_value"].item() < 0.05)
        by_article.append(article["p_value"].item() < 0.05)
    assert np.mean(by_day) <= 0.2
    assert np.mean(by_article) >= 0.5


def test_the_matrix_is_symmetric_and_puts_like_beside_like():
    parts = []
    for number, shift in enumerate((0.0, 0.0, 0.9, 0.9)):
        topics, _, dates = make_topics(seed=number, shift=0.0)
        topics[0] += shift
        frame = topics.div(topics.sum(axis=1), axis=0)
        frame.index = frame.index + f"-{number}"
        parts.append((frame, dates.set_axis(frame.index), f"outlet {number}"))
    topics = pd.concat([part[0] for part in parts]).rename_axis(columns="topic")
    dates = pd.concat([part[1] for part in parts])
    source = pd.concat([pd.Series(name, index=frame.index) for frame, _, name in parts])
    table = tt.distance_matrix(topics, source, dates=dates, random_state=1)
    square = table.pivot_table(index="group", columns="other", values="corrected")
    assert np.nan_to_num(square.to_numpy()) == pytest.approx(np.nan_to_num(square.to_numpy().T))
    order = table.attrs["order"]
    assert {frozenset(order[:2]), frozenset(order[2:])} == {
        frozenset(["outlet 0", "outlet 1"]), frozenset(["outlet 2", "outlet 3"])
    }  # fmt: skip


def test_equal_sizes_make_a_small_group_as_far_as_a_large_one():
    big, _, dates = make_topics(n_days=300, per_day=2, seed=3)
    day = (dates - dates.min()).dt.days
    group = pd.Series(
        np.select([day < 15, day < 150], ["small", "middle"], "large"), index=big.index
    )
    table = tt.distance_matrix(big, group, dates=dates, random_state=1).set_index(
        ["group", "other"]
    )
    raw, equal = table["jensen_shannon"], table["equal_size"]
    assert raw["small", "large"] > 2 * raw["middle", "large"]
    assert 0.5 < equal["small", "large"] / equal["middle", "large"] < 2


def test_themes_that_do_not_sum_to_1_are_refused():
    topics, source, _ = make_topics()
    with pytest.raises(
        tt.errors.InputError, match=r"each article's shares must sum to 1.*compare_groups"
    ):
        tt.compare_distributions(topics / 2, source)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_parts_of_a_change_sum_to_it(seed):
    topics, source, dates = make_topics(n_days=20, seed=seed)
    rng = np.random.default_rng(seed)
    section = pd.Series(rng.choice(["world", "home", "sport"], len(topics)), index=topics.index)
    half = pd.Series(np.where(dates < "2016-01-11", "before", "after"), index=topics.index)
    options = {"group": "after", "baseline": "before", "n_resamples": 200, "random_state": 1}
    for by in (section, source, topics):
        table = tt.attribute_change(topics, half, by, **options)
        parts = table[table["part"] != "all"].groupby("topic")["total"].sum()
        change = topics[half == "after"].mean() - topics[half == "before"].mean()
        assert parts.to_numpy() == pytest.approx(change.to_numpy(), abs=1e-12)


def test_an_outlet_that_enters_is_mix_and_the_rest_is_unmoved():
    rng = np.random.default_rng(0)
    n = 600
    ids = pd.Index([f"a{i:04d}" for i in range(n)], name="article_id")
    year = pd.Series(np.repeat(["2014", "2015"], n // 2), index=ids)
    source = pd.Series("Post", index=ids)
    source.iloc[450:] = "Herald"
    war = rng.random(n) < np.where(source == "Herald", 0.8, 0.2)
    shares = pd.DataFrame({"war": war}, index=ids, dtype=float).rename_axis(columns="theme")
    table = tt.attribute_change(
        shares, year, source, group="2015", baseline="2014", random_state=1
    ).set_index("part")
    assert table.loc["all", "mix_low"] < 0.3 < table.loc["all", "mix_high"]
    assert table.loc["all", "within_low"] < 0 < table.loc["all", "within_high"]
    assert table.loc["Herald", "note"] == "only in the group: all mix"


def test_a_part_must_be_known_for_every_article():
    topics, source, _ = make_topics()
    half = pd.Series(np.repeat(["a", "b"], len(topics) // 2), index=topics.index)
    missing = source.mask(source.index == topics.index[0])
    with pytest.raises(tt.errors.InputError, match="by is missing for article 'a00000'"):
        tt.attribute_change(topics, half, missing, group="a", baseline="b")
    with pytest.raises(tt.errors.InputError, match="by lacks shares for some articles"):
        tt.attribute_change(topics, half, topics.iloc[5:], group="a", baseline="b")
    with pytest.raises(tt.errors.InputError, match="group must be one of 'a', 'b'; got 'c'"):
        tt.attribute_change(topics, half, source, group="c", baseline="b")


def test_distances_of_several_groups_are_corrected_together_and_have_intervals():
    topics, _, dates = make_topics(n_days=60, per_day=6, seed=2)
    names = pd.Series(np.tile(["a", "b", "c"], len(topics) // 3), index=topics.index)
    topics.loc[names == "b", 0] += 0.6
    topics = topics.div(topics.sum(axis=1), axis=0)
    table = tt.compare_distributions(
        topics, names, baseline="a", dates=dates, random_state=1
    ).set_index("group")
    holm = tt.stats.adjust_p_values(table["p_value"], method="holm")
    assert table["p_adjusted"].tolist() == pytest.approx(holm.tolist())
    assert (table["low"] <= table["corrected"].clip(lower=0)).all()
    assert (table["corrected"] <= table["high"]).all()
    assert table.loc["b", "low"] > 0 == table.loc["c", "low"]
    assert "corrected for 2 comparisons" in table.loc["b", "sentence"]
    assert "bias-corrected" in table.loc["b", "sentence"]
    assert table.attrs["adjusted"] == "Holm over 2 comparisons"


def test_a_change_says_what_is_mix_and_what_lies_within():
    topics, source, dates = make_topics(n_days=40)
    half = pd.Series(np.where(dates < "2016-01-21", "before", "after"), index=topics.index)
    table = tt.attribute_change(
        topics, half, source, group="after", baseline="before", dates=dates, random_state=1
    )
    whole = table[table["part"] == "all"]
    assert whole["sentence"].str.contains(" points from before to after: ").all()
    assert whole["sentence"].str.contains(" within parts and ").all()
    assert (table.loc[table["part"] != "all", "sentence"] == "").all()
    for name in ("mix", "within"):
        assert (whole[f"{name}_low"] <= whole[f"{name}_high"]).all()


def lasting_topics(seed: int, n_days: int = 160):
    """Topics whose weights last for weeks, and halves of the days that do not differ."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n_days, 5))
    for day in range(1, n_days):
        level[day] = 0.93 * level[day - 1] + np.sqrt(1 - 0.93**2) * level[day]
    day = np.repeat(np.arange(n_days), 3)
    draws = rng.gamma(2 * np.exp(level[day] / 2))
    ids = pd.Index([f"a{i:05d}" for i in range(len(day))], name="article_id")
    topics = pd.DataFrame(draws / draws.sum(axis=1, keepdims=True), index=ids)
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    halves = pd.Series(np.where(day < n_days // 2, "early", "late"), index=ids)
    return topics.rename_axis(columns="topic"), halves, dates


def test_distances_between_periods_count_that_news_lasts_in_both_functions():
    topics, halves, dates = lasting_topics(1)
    row = tt.compare_distributions(topics, halves, dates=dates, n_permutations=99).iloc[0]
    matrix = tt.distance_matrix(topics, halves, dates=dates, n_resamples=50)
    assert matrix["corrected"].tolist() == pytest.approx([row["corrected"]] * 2)
    without = tt.distance_matrix(topics, halves, clusters=dates.astype("str"), n_resamples=50)
    assert (matrix["corrected"] < without["corrected"]).all()


def test_a_factor_measured_from_few_windows_makes_halves_less_sure_to_differ(monkeypatch):
    from toolkit.comparing import distributions

    topics, halves, dates = lasting_topics(3)
    few = {"dates": dates, "n_permutations": 199, "random_state": 1}
    row = tt.compare_distributions(topics, halves, **few).iloc[0]
    measured = distributions.lasting_columns

    def known(pair):
        found = measured(pair)
        return found._replace(degrees=np.full(len(found.degrees), np.inf))

    monkeypatch.setattr(distributions, "lasting_columns", known)
    sure = tt.compare_distributions(topics, halves, **few).iloc[0]
    assert row["p_value"] > 1.2 * sure["p_value"]
    assert row["by_chance"] == sure["by_chance"]
