"""Intervals of rare shares: none or few hits among many articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.periods.peaks import highest_period, is_highest, leading_period, standing_out
from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import ClusterSums, sum_periods
from toolkit.stats.intervals import mean_interval
from toolkit.stats.rare_shares import RareShares, cluster_design_effect, pooled_icc, replace_rare

UNKNOWN = Interval(np.array([np.nan]), np.array([np.nan]))


def make_year(hits_in_march: int, per_day: int = 60):
    """Twelve months of 2018; a rare theme with about six hits in every month but March."""
    days = pd.date_range("2018-01-01", "2018-12-31").repeat(per_day)
    ids = pd.Index([f"a{i:06d}" for i in range(len(days))], name="article_id")
    rng = np.random.default_rng(0)
    hit = (rng.random(len(ids)) < 0.0035) & (days.month != 3)
    march = np.flatnonzero(days.month == 3)
    hit[march[:: len(march) // 7][:hits_in_march]] = True
    shares = pd.DataFrame({"rare": hit.astype(float)}, index=ids).rename_axis(columns="theme")
    return shares, pd.Series(days, index=ids)


def march(hits: int) -> pd.Series:
    table = tt.share_by_period(*make_year(hits))
    return table[table["period"] == "2018-03-01"].iloc[0]


def test_a_month_without_a_hit_is_bounded_by_its_articles_not_by_its_days():
    row = march(0)
    assert (row["share"], row["low"], row["n_articles"]) == (0.0, 0.0, 1860)
    assert row["high"] < 5 / 1860


def test_the_interval_grows_steadily_from_no_hit_to_six():
    rows = [march(hits) for hits in range(7)]
    widths = np.array([row["high"] - row["low"] for row in rows])
    assert widths[0] <= 2 * widths[1]
    assert (np.diff([row["high"] for row in rows]) > 0).all()
    assert (np.diff(widths) > 0).all()


def test_months_tell_one_another_how_articles_cluster():
    rng = np.random.default_rng(1)
    sizes = np.full(30, 50.0)
    months = []
    for _ in range(24):
        level = rng.beta(0.02 * 4, 0.98 * 4, 30)
        months.append(ClusterSums(rng.binomial(50, level)[:, None].astype(float), sizes))
    icc = pooled_icc(months)
    assert icc[0] == pytest.approx(0.2, abs=0.06)
    assert cluster_design_effect(months[0], icc)[0] == pytest.approx(1 + 49 * icc[0])


def test_clustered_articles_are_worth_fewer():
    empty = ClusterSums(np.zeros((30, 1)), np.full(30, 50.0))
    loose, tight = (
        replace_rare(UNKNOWN, empty, np.array([icc]), level=0.95).high[0] for icc in (0.0, 0.2)
    )
    assert loose == pytest.approx(3 / 1500, rel=0.01)
    assert tight == pytest.approx(3 * 10.8 / 1500, rel=0.03)


def test_a_share_near_one_mirrors_a_share_near_zero():
    sizes = np.full(30, 50.0)
    sums = np.zeros((30, 1))
    sums[3] = 2
    few, most = ClusterSums(sums, sizes), ClusterSums(sizes[:, None] - sums, sizes)
    low, high = (replace_rare(UNKNOWN, one, np.array([0.01]), level=0.95) for one in (few, most))
    assert [1 - high.high[0], 1 - high.low[0]] == pytest.approx([low.low[0], low.high[0]])


@pytest.mark.parametrize("icc", [0.0, 0.1])
@pytest.mark.parametrize("share", [0.001, 0.01])
def test_rare_shares_are_covered_whether_articles_cluster_or_not(icc, share):
    rng = np.random.default_rng(2)
    held = []
    for _ in range(40):
        months = []
        for _ in range(12):
            level = np.full(20, share)
            if icc:
                level = rng.beta(share * (1 / icc - 1), (1 - share) * (1 / icc - 1), 20)
            hits = rng.binomial(50, level)[:, None].astype(float)
            months.append(ClusterSums(hits, np.full(20, 50.0)))
        correlation = pooled_icc(months)
        for month in months:
            usual = mean_interval([month], method="logit-t", n_resamples=200, rng=rng)
            found = replace_rare(usual, month, correlation, level=0.95)
            held.append(found.low[0] <= share <= found.high[0])
    assert 0.91 <= np.mean(held) <= 0.995


def test_a_mean_share_of_zero_is_bounded_by_the_usual_size_of_the_share():
    rng = np.random.default_rng(3)
    labels = np.repeat([f"d{i:02d}" for i in range(60)], 20).astype(object)
    values = np.where(rng.random(1200) < 0.02, 0.3, 0.0)[:, None]
    values[600:] = 0.0
    rows = [np.arange(600), np.arange(600, 1200)]
    rare = RareShares.of(values, labels, rows)
    empty = ClusterSums(np.zeros((30, 1)), np.full(30, 20.0))
    found = rare.replace(Interval(np.zeros((1, 1)), np.ones((1, 1))), [[empty]], level=0.95)
    counted = replace_rare(UNKNOWN, empty, rare.icc, level=0.95)
    assert found.high[0, 0] == pytest.approx(0.3 * counted.high[0])


def test_standardized_shares_of_a_theme_without_hits_are_bounded_too():
    shares, dates = make_year(0)
    source = pd.Series(np.tile(["Post", "Times"], len(shares) // 2), index=shares.index)
    table = tt.standardize_shares(shares, dates, source)
    row = table[table["period"] == "2018-03-01"].iloc[0]
    assert 1 / 1860 < row["high"] < 5 / 1860


def test_a_period_of_a_handful_of_articles_never_leads():
    days = pd.date_range("2016-01-01", "2016-12-31").repeat(20)
    few = pd.date_range("2017-01-01", periods=16)
    dates = pd.Series([*days, *few])
    ids = pd.Index([f"a{i:05d}" for i in range(len(dates))], name="article_id")
    rng = np.random.default_rng(0)
    hit = rng.random(len(ids)) < 0.04
    hit[-16:] = False
    hit[-1] = True
    shares = pd.DataFrame({"war": hit.astype(float)}, index=ids).rename_axis(columns="theme")
    table = tt.share_by_period(shares, dates.set_axis(ids))
    assert table["share"].idxmax() == table.index[-1]
    assert leading_period(table)["n_articles"] > 500
    assert leading_period(table[table["note"] != ""]) is None


def test_a_month_below_the_whole_is_no_peak_and_a_handful_does_not_raise_the_whole():
    table = pd.DataFrame(
        {"period": pd.date_range("1987-02-01", periods=4, freq="MS"),
         "share": [0.03, 0.029, 0.050, 0.021], "low": [None, 0.021, 0.020, None],
         "n_articles": [30, 1604, 790, 360]}
    )  # fmt: skip
    assert leading_period(table)["period"].month == 4
    flat = table.assign(share=[0.03, 0.020, 0.0207, 0.035])
    assert leading_period(flat) is None
    handful = table.assign(share=[0.9, 0.040, 0.039, 0.038], n_articles=[3, 1604, 790, 360])
    assert leading_period(handful)["period"].month == 3


def test_no_period_leads_where_none_can_be_compared_with_it():
    table = pd.DataFrame(
        {"period": pd.date_range("1987-02-01", periods=4, freq="MS"),
         "share": [0.087, 0.079, 0.086, 0.093], "low": [None, 0.071, 0.057, None],
         "n_articles": [229, 11540, 5610, 2408]}
    )  # fmt: skip
    assert leading_period(table) is None  # the last month stands higher, without an interval
    assert leading_period(table.head(3))["period"].month == 4
    assert leading_period(table.iloc[[0, 1]]) is None  # nothing to compare it with


def test_one_or_two_articles_make_no_peak():
    table = pd.DataFrame(
        {"period": pd.date_range("2019-01-01", periods=3, freq="MS"),
         "share": [0.0, 0.0, 2 / 90], "low": [0.0, 0.0, 0.002], "n_articles": [100, 110, 90]}
    )  # fmt: skip
    assert leading_period(table) is None
    assert leading_period(table.assign(share=[0.0, 0.0, 3 / 90]))["period"].month == 3


def test_one_of_several_periods_as_high_is_not_the_highest():
    table = pd.DataFrame({"share": [1.0, 1.0, 0.9], "low": [0.7, 0.6, 0.5], "n_articles": 10})
    assert not is_highest(table.loc[0], table)
    assert is_highest(table.loc[0], table.assign(share=[1.0, 0.95, 0.9]))


def at_random(seed, *, factor=1.0, n_months=84):
    """A theme in a tenth of 36 articles a month on single days, ``factor`` times that in one."""
    rng = np.random.default_rng([29, seed])
    day = np.sort(rng.integers(0, 30 * n_months, 36 * n_months))
    hit = rng.random(len(day)) < np.where(day // 30 == 40 % n_months, 0.1 * factor, 0.1)
    months = [np.flatnonzero(day // 30 == month) for month in range(n_months)]
    sums = sum_periods(hit[:, None].astype(float), day, months)
    rare = RareShares.of(hit[:, None].astype(float), day, months)
    return standing_out(sums, rare, np.ones(n_months, dtype=bool), level=0.95)[:, 0]


def test_the_highest_of_84_months_of_a_theme_at_random_is_hardly_ever_a_peak():
    assert np.mean([at_random(seed).any() for seed in range(100)]) <= 0.08  # 5 %, two errors 4.4
    assert np.mean([at_random(seed, n_months=2).any() for seed in range(100)]) <= 0.08


def test_a_planted_month_stands_out_and_alone():
    found = np.array([at_random(seed, factor=5.0) for seed in range(40)])
    assert found[:, 40].mean() > 0.9
    assert np.delete(found, 40, axis=1).any(axis=1).mean() <= 0.15


def test_clustered_days_make_no_peak_of_one_story():
    """Twelve articles of one day are one story, where the other months have such days too."""
    hits = np.zeros((12, 20, 1))
    hits[:, 3] = 6.0
    hits[5, 4] = 6.0
    months = [ClusterSums(each, np.full(20, 6.0)) for each in hits]
    one = RareShares(np.zeros(1), np.ones(1), np.ones(1, dtype=bool), np.ones(1))
    days = RareShares(pooled_icc(months), np.ones(1), np.ones(1, dtype=bool), np.ones(1))
    asked = np.ones(12, dtype=bool)
    doubled = [ClusterSums(2 * each.sums, 2 * each.sizes) for each in months]
    assert standing_out(doubled, one, asked, level=0.95)[5, 0]
    assert not standing_out(doubled, days, asked, level=0.95).any()


def test_only_periods_with_an_interval_are_tested_and_empty_ones_count_for_nothing():
    hits = np.array([4.0] * 9 + [30.0])
    months = [ClusterSums(np.full((20, 1), n / 20), np.full(20, 2.0)) for n in hits]
    months.insert(4, ClusterSums(np.zeros((0, 1)), np.zeros(0)))
    rare = RareShares(np.zeros(1), np.ones(1), np.ones(1, dtype=bool), np.ones(1))
    asked = np.array([one.n_clusters > 0 for one in months])
    assert standing_out(months, rare, asked, level=0.95).nonzero()[0].tolist() == [10]
    assert not standing_out(months, rare, asked & (np.arange(11) < 10), level=0.95).any()
    assert not standing_out(months, rare, np.arange(11) == 10, level=0.95).any()  # one alone
    unknown = RareShares(np.full(1, np.nan), np.ones(1), np.ones(1, dtype=bool), np.ones(1))
    assert not standing_out(months, unknown, asked, level=0.95).any()


def test_a_peak_is_told_where_no_two_articles_are_of_one_cluster():
    """Of years alone nothing was looked at, and all was "not beyond chance"."""
    years = np.repeat(pd.date_range("1900-01-01", periods=20, freq="YS"), 40)
    ids = pd.Index([f"a{k}" for k in range(len(years))], name="article_id")
    hits = np.where(years.year == 1907, np.arange(800) % 2, np.arange(800) % 10 == 0)
    shares = pd.DataFrame({"war": hits.astype(float)}, index=ids).rename_axis(columns="theme")
    table = tt.share_by_period(
        shares, pd.Series(years, index=ids), freq="YS", clusters=pd.Series(ids, index=ids),
        n_resamples=200,
    )  # fmt: skip
    assert table.attrs["stand_out"]["war"] == ["1907-01-01"]


def test_a_table_names_its_periods_that_stand_out_and_only_they_lead():
    shares, dates = make_year(6)
    noise = tt.share_by_period(shares, dates, n_resamples=200)
    assert leading_period(noise, among=noise.attrs["stand_out"]["rare"]) is None
    assert leading_period(noise) is not None
    raised = shares.where(~((dates.dt.month == 6) & (dates.dt.day % 2 == 0)), 1.0)
    table = tt.share_by_period(raised, dates, n_resamples=200)
    assert table.attrs["stand_out"]["rare"] == ["2018-06-01"]
    assert leading_period(table, among=["2018-06-01"])["period"].month == 6
    assert highest_period(table)["period"].month == 6
    assert highest_period(table.assign(low=np.nan)) is None
    assert highest_period(table.assign(share=0.5)) is None  # all as high
    assert "stand_out" not in tt.share_by_period([shares, shares], dates, n_resamples=200).attrs


def spiked(rng, n):
    """Topic shares: one article in 25 is about it, the others hold traces."""
    traces = rng.exponential(0.002, n).clip(0, 0.05)
    return np.where(rng.random(n) < 0.04, rng.uniform(0.2, 0.9, n), traces)


def test_one_article_about_a_topic_does_not_make_an_interval_from_none_to_all():
    values = spiked(np.random.default_rng(3), 24)
    values[:] = np.where(values > 0.1, 0.001, values)
    values[7] = 0.45
    one = ClusterSums(values[:, None], np.ones(24))
    low, high = mean_interval(
        [one], method="bootstrap", n_resamples=500, rng=np.random.default_rng(0)
    )
    assert 0 <= low[0] < values.mean() < high[0] < 0.16
    logit = mean_interval([one], method="logit-t", n_resamples=0, rng=np.random.default_rng(0))
    assert logit.high[0] > 0.1  # what one standard error says is left alone


def year_of_topics(seed: int, n: int, rates: list[float]) -> pd.DataFrame:
    """Intervals of topics in twelve small periods, one article to a day."""
    rng = np.random.default_rng(seed)
    ids = pd.Index([f"a{i:05d}" for i in range(12 * n)], name="article_id")
    traces = rng.exponential(0.002, (12 * n, len(rates))).clip(0, 0.05)
    about = rng.random(traces.shape) < rates
    values = np.where(about, rng.uniform(0.2, 0.9, traces.shape), traces)
    shares = pd.DataFrame(values, index=ids).rename_axis(columns="topic")
    years = pd.date_range("2000-01-01", periods=12, freq="YS", unit="us").repeat(n)
    dates = pd.Series(years + pd.to_timedelta(np.tile(np.arange(n), 12), unit="D"), index=ids)
    return tt.share_by_period(shares, dates, freq="YS", n_resamples=300, random_state=seed)


@pytest.mark.parametrize("n", [12, 24, 60])
def test_a_small_period_without_an_article_about_a_topic_does_not_exclude_it(n):
    rates = [0.01, 0.04, 0.2]
    tables = [year_of_topics(seed, n, rates) for seed in range(6)]
    table = pd.concat(tables, ignore_index=True).dropna(subset=["low"])
    true = np.array([0.55 * rate + 0.002 * (1 - rate) for rate in rates])[table["topic"]]
    held = (table["low"] <= true) & (true <= table["high"])
    assert (held.groupby(table["topic"]).mean() >= 0.9).all()  # was 13 to 60 %
    assert (table["high"] < 0.6).all()


def test_an_article_about_a_topic_is_told_from_traces():
    rng = np.random.default_rng(2)
    values = rng.exponential(0.002, (600, 2)).clip(0, 0.05)
    values[::10, 0] = 0.5
    values[::3, 1] = 1.0
    values[:, 1] = values[:, 1].round()
    labels, rows = np.arange(600), np.split(np.arange(600), 12)
    rare = RareShares.of(values, labels, rows)
    assert rare.size[0] == pytest.approx(0.48, abs=0.02)  # the mean share is 0.05
    assert rare.size[1] == 1.0
    assert rare.binary.tolist() == [False, True]


def test_equal_shares_are_not_rare_however_few_articles_there_are():
    rng = np.random.default_rng(5)
    values = rng.normal(0.03, 0.003, (240, 1))
    labels, rows = np.repeat(np.arange(120), 2), np.split(np.arange(240), 10)
    rare = RareShares.of(values, labels, rows)
    months = sum_periods(values, labels, rows)
    assert rare.size[0] == pytest.approx(0.03, rel=0.05)
    assert not rare.are_rare([[one] for one in months]).any()


def test_draws_that_differ_widen_the_interval_of_a_rare_share():
    rng = np.random.default_rng(6)
    values = np.where(rng.random((600, 1)) < 0.03, 0.5, 0.001)
    labels, rows = np.arange(600), np.split(np.arange(600), 12)
    rare, plain = RareShares.of(values, labels, rows), np.full((1, 1), np.nan)
    month = sum_periods(values, labels, rows)[0]
    other = ClusterSums(month.sums * 1.5, month.sizes)
    middle = ClusterSums(month.sums * 1.25, month.sizes)
    given = Interval(plain, plain)
    low, high = rare.replace(given, [[month, other]], level=0.95)
    (narrow, width) = rare.replace(given, [[middle, middle]], level=0.95)
    assert low[0, 0] < narrow[0, 0]
    assert high[0, 0] > width[0, 0]


def test_an_interval_without_days_of_two_articles_needs_no_correlation():
    values = np.where(np.arange(240) % 40 == 3, 0.6, 0.001)[:, None]
    rows = np.split(np.arange(240), 6)
    assert RareShares.of(values, np.arange(240), rows).icc.tolist() == [0.0]
    assert np.isnan(RareShares.of(np.round(values), np.arange(240), rows).icc).all()


@pytest.mark.slow
def test_the_narrower_interval_of_part_shares_holds_the_truth_as_often():
    held, width, true = 0, [], 0.05
    for seed in range(300):
        rng = np.random.default_rng(seed)
        one = ClusterSums(rng.beta(0.05, 0.95, (60, 1)), np.ones(60))
        low, high = mean_interval([one], method="bootstrap", n_resamples=300, rng=rng)
        held += bool(low[0] <= true <= high[0])
        width.append(high[0] - low[0])
    assert held >= 0.91 * 300
    assert max(width) < 0.25


def test_copies_that_weigh_a_part_each_have_the_interval_of_one_article():
    """Twenty copies of a story counted as twenty articles that are alike: twice as wide."""
    rng = np.random.default_rng(3)
    day = np.repeat(np.arange(90), 3)
    times = np.where(rng.random(270) < 0.1, 20, 1)
    hit = (rng.random(270) < 0.02) * 1.0
    tables = []
    for copies in (np.ones(270, int), times):
        story = np.repeat(np.arange(270), copies)
        ids = pd.Index([f"a{k}" for k in range(len(story))], name="article_id")
        shares = pd.DataFrame({"war": hit[story]}, index=ids).rename_axis(columns="theme")
        dates = pd.Series(pd.Timestamp("2019-01-01") + pd.to_timedelta(day[story], unit="D"), ids)
        weights = pd.Series(1 / copies[story], index=ids)
        tables.append(tt.share_by_period(shares, dates, weights=weights, random_state=1))
    once, weighed = (table[["share", "low", "high"]] for table in tables)
    assert once["low"].notna().all()
    np.testing.assert_allclose(weighed, once, atol=1e-9)


@pytest.mark.parametrize("copies", [3, 49])
def test_a_story_a_day_has_one_interval_however_many_copies_weigh_as_one(copies):
    """49 times 1/49 is a little less than 1: days of a story looked like days of several."""
    hit = (np.random.default_rng(0).random(360) < 0.03) * 1.0
    tables = []
    for n in (1, copies):
        story = np.repeat(np.arange(360), n)
        ids = pd.Index([f"a{k}" for k in range(len(story))], name="article_id")
        shares = pd.DataFrame({"war": hit[story]}, index=ids).rename_axis(columns="theme")
        dates = pd.Series(pd.Timestamp("2018-01-01") + pd.to_timedelta(story, unit="D"), ids)
        weights = pd.Series(1 / n, index=ids)
        tables.append(tt.share_by_period(shares, dates, weights=weights, random_state=1))
    once, weighed = (table[["share", "low", "high"]] for table in tables)
    assert once["low"].notna().all()
    np.testing.assert_allclose(weighed, once, atol=1e-9)
