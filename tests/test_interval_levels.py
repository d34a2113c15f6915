"""Intervals and tests hold their level in corpora of kinds that users have."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.comparing.attribution import _Cells, _free, _lasting
from toolkit.stats.bootstrap import Interval, expanded_interval
from toolkit.stats.clusters import ClusterSums, free_clusters
from toolkit.stats.neighbour_days import measure_lasting
from toolkit.stats.rare_shares import RareShares


def as_table(values, days, *, year=2015):
    """Shares and dates of articles, with rows for articles."""
    ids = pd.Index([f"a{i:05d}" for i in range(len(values))], name="article_id")
    shares = pd.DataFrame({"war": np.asarray(values, dtype=float)}, index=ids)
    dates = pd.Series(pd.Timestamp(f"{year}-01-01") + pd.to_timedelta(days, unit="D"), index=ids)
    return shares.rename_axis(columns="theme"), dates


def day_of_most(seed):
    """A year of twenty days, of which one has 100 of about 138 articles; the level is 20 %."""
    rng = np.random.default_rng([11, seed])
    sizes = 1 + rng.poisson(1, 20)
    sizes[0] = 100
    days = np.repeat(np.arange(20), sizes)
    return as_table(rng.random(len(days)) < rng.beta(1.8, 7.2, 20)[days], days)


def test_a_day_that_has_most_articles_does_not_make_a_narrow_interval():
    held = []
    for seed in range(60):
        row = tt.share_by_period(*day_of_most(seed), freq="YS", n_resamples=200).iloc[0]
        held.append(row["low"] <= 0.2 <= row["high"])
    assert np.mean(held) > 0.9  # 0.67 with 19 degrees of freedom


def test_days_count_by_their_number_unless_few_have_most_articles():
    assert free_clusters(np.full(12, 3.0)) == 11
    assert free_clusters(1.0 + np.arange(30) % 3) == 29
    assert free_clusters(np.array([100.0, *[2.0] * 19])) < 2
    assert free_clusters(np.array([1e9, 1.0])) == 0.5


def test_a_difference_from_a_group_with_one_large_day_holds_none():
    held = []
    for seed in range(60):
        large, even = day_of_most(seed), day_of_most(1000 + seed)
        values = pd.concat([large[0], even[0]])["war"].to_numpy()
        days = np.r_[large[1].dt.day_of_year, 60 + even[1].dt.day_of_year]
        keep = days != 61
        shares, dates = as_table(values[keep], days[keep])
        groups = pd.Series(np.where(days[keep] < 60, "A", "B"), index=shares.index)
        row = tt.compare_groups(shares, groups, baseline="B", dates=dates, n_permutations=99).iloc[
            0
        ]
        held.append(row["low"] <= 0 <= row["high"])
    assert np.mean(held) > 0.88  # 0.85 with the number of days


def test_what_is_beside_a_topic_of_nearly_all_articles_is_as_rare_as_a_topic():
    rng = np.random.default_rng(5)
    values = np.where(rng.random(600) < 0.02, rng.uniform(0.2, 0.9, 600), 0.002 * rng.random(600))
    values = np.column_stack([values, rng.dirichlet([0.3, 0.3], 600)[:, 0]])
    days, periods = np.arange(600) // 5, np.split(np.arange(600), 20)
    near_0, near_1 = (RareShares.of(one, days, periods) for one in (values, 1 - values))
    sums = [
        ClusterSums(values[rows].reshape(6, 5, 2).sum(axis=1), np.full(6, 5.0)) for rows in periods
    ]
    turned = [ClusterSums(one.sizes[:, None] - one.sums, one.sizes) for one in sums]
    none = Interval(*np.full((2, 20, 2), np.nan))
    low, high = near_0.replace(none, [[one] for one in sums], level=0.95)
    turned_low, turned_high = near_1.replace(none, [[one] for one in turned], level=0.95)
    assert np.isfinite(low[:, 0]).all()
    assert turned_low[:, 0] == pytest.approx(1 - high[:, 0], abs=2e-3)
    assert turned_high[:, 0] == pytest.approx(1 - low[:, 0], abs=2e-3)


def test_weights_of_a_thousand_readers_are_not_a_thousand_articles():
    rng = np.random.default_rng(2)
    shares, dates = as_table(rng.random(200) < 0.01, np.arange(200) % 25)
    plain = tt.share_by_period(shares, dates, freq="YS")
    readers = pd.Series(1000.0, index=shares.index)
    pd.testing.assert_frame_equal(
        tt.share_by_period(shares, dates, freq="YS", weights=readers), plain
    )
    unequal = pd.Series(np.where(np.arange(200) % 4, 1.0, 5.0), index=shares.index)
    wider = tt.share_by_period(shares, dates, freq="YS", weights=unequal).iloc[0]
    assert wider["high"] - wider["low"] > (plain["high"] - plain["low"]).item()


def test_a_mix_of_outlets_with_one_article_each_has_an_error():
    held = []
    for seed in range(60):
        rng = np.random.default_rng([21, seed])
        outlet = np.tile(np.arange(40), 2)  # one article of each in either year
        shares, dates = as_table(
            rng.random(80) < 0.5, np.arange(80) % 20 + 365 * (np.arange(80) // 40)
        )
        by = pd.Series(outlet.astype(str), index=shares.index)
        table = tt.standardize_shares(shares, dates, by, freq="YS")
        held += ((table["low"] <= 0.5) & (table["high"] >= 0.5)).tolist()
    assert np.mean(held) > 0.9  # 0 before: no residual, no width


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_theme_of_no_article_or_every_one_has_an_interval_with_outlets_held_fixed(share):
    shares, dates = as_table(np.full(300, share), np.arange(300) % 100)
    by = pd.Series(np.where(np.arange(300) % 2, "Post", "Times"), index=shares.index)
    fixed = tt.standardize_shares(shares, dates, by, freq="YS").iloc[0]
    collected = tt.share_by_period(shares, dates, freq="YS").iloc[0]
    for end in ("low", "high"):
        assert fixed[end] == pytest.approx(collected[end])
    assert fixed["high"] - fixed["low"] > 0.03


@pytest.mark.parametrize(("share", "where"), [(0.0, "no"), (1.0, "every")])
def test_a_theme_of_no_article_or_every_one_has_no_change_to_divide(share, where):
    shares, dates = as_table(np.full(300, share), np.arange(300) % 100)
    year = pd.Series(np.where(np.arange(300) % 100 < 50, "early", "late"), index=shares.index)
    by = pd.Series(np.where(np.arange(300) % 2, "Post", "Times"), index=shares.index)
    table = tt.attribute_change(shares, year, by, group="late", baseline="early", dates=dates)
    assert table[["mix_low", "mix_high", "within_low", "within_high"]].isna().all(axis=None)
    assert f"is in {where} article of early and late" in table["sentence"].iloc[-1]


def test_waves_that_last_for_weeks_are_no_break():
    found = []
    for seed in range(40):
        rng = np.random.default_rng([3, seed])
        wave = np.zeros(700)
        for day, step in enumerate(rng.normal(size=700)):
            wave[day] = 0.9 * wave[day - 1] + np.sqrt(1 - 0.81) * step
        sizes = 1 + rng.poisson(3, 700)
        hits = rng.binomial(sizes, np.clip(0.2 + 0.126 * wave, 0, 1)).reshape(100, 7).sum(axis=1)
        articles = sizes.reshape(100, 7).sum(axis=1)
        weeks = pd.date_range("2012-01-02", periods=100, freq="7D")
        table = pd.DataFrame({"period": weeks, "theme": "war", "share": hits / articles})
        table = table.assign(n_articles=articles)
        found.append(len(tt.change_points(table, n_permutations=199, random_state=seed)) > 0)
    assert np.mean(found) < 0.33  # 0.45 as if weeks were independent


@pytest.mark.parametrize("present", [True, False])
def test_a_level_with_no_article_about_a_topic_has_an_error_of_its_own(present):
    rng = np.random.default_rng(7)
    source = np.repeat(["Post", "Times"], [60, 400])
    about = (rng.random(460) < 0.04) & (source == "Times")
    values = about * 1.0 if present else np.where(about, 0.6, 0.002 * rng.random(460))
    shares, dates = as_table(values, rng.integers(0, 40, 460))
    covariates = pd.DataFrame({"source": source, "date": dates})
    row = tt.prevalence_regression(shares, covariates, "source").iloc[0]
    effect = row["effect"]
    assert row["low"] < 0 < effect < row["high"]
    assert row["p_value"] > 0.05
    assert row["high"] - effect < 2.5 * row["standard_error"]  # the other side as before


def test_ends_of_a_change_within_outlets_are_those_of_few_days():
    free = _free(SimpleNamespace(weights=np.ones((10, 2, 2))))
    evenly = np.linspace(0, 1, 100_001)[:, None]  # each quantile is its own place
    tails = tuple(end.item() for end in expanded_interval(evenly, free))
    assert tails == pytest.approx((0.0086, 0.9914), abs=5e-4)  # 2.262 sqrt(10 / 9) normal errors


def test_days_that_resemble_their_neighbours_are_no_peak_whatever_the_clusters():
    named = []
    for seed in range(6):
        rng = np.random.default_rng([9, seed])
        wave = np.zeros(1460)
        for day, step in enumerate(rng.normal(size=1460)):
            wave[day] = 0.7 * wave[day - 1] + np.sqrt(0.51) * step
        days = np.repeat(np.arange(1460), 6)
        shares, dates = as_table(
            rng.random(len(days)) < np.clip(0.2 + 0.15 * wave[days], 0, 1), days
        )
        source = pd.Series(np.tile(list("aabbcc"), 1460), index=shares.index)
        clusters = tt.stats.cluster_by_day(dates, source=source)
        table = tt.share_by_period(shares, dates, clusters=clusters, interval="t")
        named.append(bool(table.attrs["stand_out"]["war"]))
    assert sum(named) <= 1  # nearly all, as if an outlet's days were unlike


def test_a_table_without_breaks_still_holds_dates():
    months = pd.date_range("2016-01-01", periods=24, freq="MS", unit="us")
    table = pd.DataFrame({"period": months, "theme": "war", "share": 0.2, "n_articles": 50})
    found = tt.change_points(table)
    assert found.empty
    assert found["period"].dt.year.empty


def test_words_of_one_day_do_not_set_the_halves_of_a_report_apart(tmp_path):
    rng = np.random.default_rng(3)
    rows = []
    for day in range(40):
        for k in range(25):
            words = [f"word{n}" for n in rng.choice(50, 40)] + [f"story{day}"] * 3 * (k < 20)
            words = [*words, "later"] if day >= 20 else words
            rows.append((f"2016-{1 + day // 28:02}-{1 + day % 28:02}", f"T{k}", " ".join(words)))
    table = pd.DataFrame(rows, columns=["date", "title", "body"]).assign(source="Post")
    table.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "themes.toml").write_text('[later]\nterms = ["later"]\n', encoding="utf-8")
    study = tt.run_study(
        tmp_path / "articles.csv", tmp_path / "themes.toml", show_progress=False,
        settings=tt.Settings(n_topics=0, stability_runs=0),
    )  # fmt: skip
    terms = study.comparisons[0].more_terms
    clear = terms.loc[terms["p_adjusted"] < 0.05, "term"]
    assert terms.attrs["unit"] == "days"
    assert terms["term"].str.startswith("story").sum() > 30
    assert clear.tolist() == ["later"]  # with articles as units each of 40 stories


def year_in_waves(seed):
    """A year of days whose level follows an AR(1) process and has no trend; two outlets alike."""
    rng = np.random.default_rng([13, seed])
    noise = rng.normal(size=565)
    for day in range(1, len(noise)):
        noise[day] = 0.93 * noise[day - 1] + np.sqrt(1 - 0.93**2) * noise[day]
    days = np.repeat(np.arange(365), 1 + rng.poisson(3, 365))
    level = (0.2 + 0.126 * noise[200:]).clip(0, 1)
    shares, dates = as_table(rng.random(len(days)) < level[days], days)
    outlet = rng.choice(["A", "B"], len(days))
    return shares, pd.DataFrame({"date": dates, "years": days / 365, "outlet": outlet})


def test_news_that_lasts_for_weeks_is_no_trend_in_a_regression():
    found = []
    for seed in range(30):
        rows = tt.prevalence_regression(*year_in_waves(seed), "years + outlet", progress=False)
        found.append(rows["p_value"] <= 0.05)
    line, outlet = np.mean(found, axis=0)
    assert line < 0.24  # 0.42 with independent days
    assert outlet < 0.15


def weekly_paper(seed, *, n_weeks=156, share=0.2, spread=0.126, phi=0.93):
    """Twelve articles on each Friday; the level of a week resembles that of the week before."""
    rng = np.random.default_rng([15, seed])
    noise = rng.normal(size=n_weeks + 200)
    for week in range(1, len(noise)):
        noise[week] = phi * noise[week - 1] + np.sqrt(1 - phi**2) * noise[week]
    level = (share + spread * noise[200:]).clip(0, 1)
    weeks = np.repeat(np.arange(n_weeks), 12)
    shares, dates = as_table(rng.random(len(weeks)) < level[weeks], 7 * weeks)
    half = np.where(weeks < n_weeks / 2, "early", "late")
    return shares, pd.DataFrame({"date": dates, "years": weeks / 52, "half": half})


def test_news_that_lasts_for_weeks_is_no_trend_in_a_weekly_paper_either():
    found, contradicted = [], []
    for seed in range(30):
        shares, facts = weekly_paper(seed)
        options = {"baseline": "early", "dates": facts["date"], "n_permutations": 199}
        halves = tt.compare_groups(shares, facts["half"], **options).iloc[0]
        line, dummy = (
            tt.prevalence_regression(shares, facts, term, progress=False).iloc[0]
            for term in ("years", "half")
        )
        found.append([row["p_value"] <= 0.05 for row in (line, dummy, halves)])
        clear = [not row["low"] <= 0 <= row["high"] for row in (dummy, halves)]
        contradicted.append(clear[0] != clear[1] or clear[1] != found[-1][2])
    assert (np.mean(found, axis=0) < 0.25).all()  # 0.6 by days with their gaps
    assert np.mean(contradicted) < 0.1


def test_points_of_a_curve_in_news_that_lasts_rest_on_few_days():
    found = []
    for seed in range(20):
        shares, facts = year_in_waves(seed)
        rows = tt.prevalence_regression(shares, facts, "s(date, 4)", progress=False)
        found.append((rows["p_value"] <= 0.05).mean())
    assert np.mean(found) < 0.16  # 0.21 without what the curve takes away


def test_intervals_of_rare_shares_of_two_spans_count_that_news_lasts():
    wider = []
    for seed in range(12):
        shares, facts = weekly_paper(seed, share=0.006, spread=0.008, n_weeks=104)
        options = {"baseline": "early", "n_permutations": 199}
        days = tt.stats.cluster_by_day(facts["date"])
        days.attrs["unit"] = "clusters"  # nothing is said of their order
        one = tt.compare_groups(shares, facts["half"], dates=facts["date"], **options)
        two = tt.compare_groups(shares, facts["half"], clusters=days, **options)
        ends = np.array([[t["low"].item(), t["high"].item()] for t in (one, two)])
        gap = one["difference"].item()
        times = one.attrs["widened"]["late"]
        np.testing.assert_allclose(ends[0] - gap, times * (ends[1] - gap), rtol=0.01)
        wider.append(times)
    assert max(wider) > 1.2


def test_independent_days_keep_the_power_of_a_regression_on_time():
    wider = []
    for seed in range(10):
        rng = np.random.default_rng([14, seed])
        days = np.repeat(np.arange(365), 4)
        shares, dates = as_table(rng.random(len(days)) < 0.2, days)
        facts = pd.DataFrame({"date": dates, "years": days / 365})
        labels = tt.stats.cluster_by_day(dates)  # the same days, taken as unlike
        each = [
            tt.prevalence_regression(shares, facts, "years", clusters=given, progress=False).iloc[0]
            for given in (None, labels)
        ]
        width = [row["high"] - row["low"] for row in each]
        assert width[0] >= width[1]
        wider.append(width[0] / width[1])
    assert np.mean(wider) < 1.2


def test_news_that_lasts_for_weeks_sets_no_halves_of_a_year_apart():
    found, held, widened = [], [], []
    for seed in range(30):
        shares, facts = year_in_waves(seed)
        half = facts["years"].map(lambda part: "late" if part >= 0.5 else "early")
        options = {"baseline": "early", "n_permutations": 199, "dates": facts["date"]}
        table = tt.compare_groups(shares, half, **options)
        row = table.iloc[0]
        found.append(row["p_value"] <= 0.05)
        held.append(row["low"] <= 0 <= row["high"])
        widened.append(table.attrs["widened"]["late"])
    assert np.mean(found) < 0.25  # 0.55 with independent days
    assert 1.5 < np.median(widened) < 4
    assert np.mean(held) > 0.8


def test_outlets_of_the_same_days_are_compared_as_before_whatever_lasts():
    shares, facts = year_in_waves(1)
    days = tt.stats.cluster_by_day(facts["date"])
    days.attrs["unit"] = "clusters"  # nothing is said of their order
    options = {"baseline": "B", "n_permutations": 99}
    one = tt.compare_groups(shares, facts["outlet"], dates=facts["date"], **options)
    two = tt.compare_groups(shares, facts["outlet"], clusters=days, **options)
    assert one.attrs["widened"] == {"A": 1.0}
    columns = ["difference", "low", "high", "p_value"]
    pd.testing.assert_frame_equal(one[columns], two[columns])


def test_topics_and_parts_of_a_year_of_lasting_news_are_not_set_apart_either():
    found = []
    for seed in range(20):
        shares, facts = year_in_waves(seed)
        half = pd.Series(np.where(facts["years"] >= 0.5, "late", "early"), index=facts.index)
        options = {"baseline": "early", "dates": facts["date"]}
        whole = shares.assign(other=1 - shares["war"]).rename_axis(columns="topic")
        topics = tt.compare_distributions(whole, half, n_permutations=199, **options).iloc[0]
        parts = tt.attribute_change(
            shares, half, facts["outlet"], group="late", n_resamples=200, **options
        )
        inside = parts.iloc[-1]
        apart = not inside["within_low"] <= 0 <= inside["within_high"]
        found.append([topics["p_value"] <= 0.05, apart])
        assert topics["jensen_shannon"] - topics["excess"] == pytest.approx(topics["by_chance"])
    assert (np.mean(found, axis=0) < 0.25).all()  # 0.55 with independent days


def test_outlets_of_the_same_days_have_the_topics_and_parts_they_had():
    shares, facts = year_in_waves(1)
    whole = shares.assign(other=1 - shares["war"]).rename_axis(columns="topic")
    days = tt.stats.cluster_by_day(facts["date"])
    days.attrs["unit"] = "clusters"  # nothing is said of their order
    options = {"baseline": "B", "n_permutations": 99}
    one = tt.compare_distributions(whole, facts["outlet"], dates=facts["date"], **options)
    two = tt.compare_distributions(whole, facts["outlet"], clusters=days, **options)
    numbers = one.select_dtypes("number").columns
    pd.testing.assert_frame_equal(one[numbers], two[numbers])


def test_how_a_part_of_a_change_moves_with_a_day_is_its_derivative():
    shares, facts = year_in_waves(2)
    late = facts["years"] >= 0.5
    days = facts["date"].dt.day_of_year.to_numpy()
    mean = [shares.loc[late == side, "war"].mean() for side in (True, False)]
    # One part: all of the change is within it, so a day adds its residuals over the articles.
    each = np.zeros(365)
    for side, sign in ((True, 1), (False, -1)):
        rows = (late == side).to_numpy()
        left = shares["war"].to_numpy()[rows] - mean[0 if side else 1]
        np.add.at(each, days[rows] - 1, sign * left / rows.sum())
    expected = measure_lasting(each)
    weights, sums = np.zeros((365, 2, 1)), np.zeros((365, 2, 1, 1))
    np.add.at(weights[..., 0], (days - 1, 1 - late.astype(int)), 1)
    np.add.at(sums[..., 0, 0], (days - 1, 1 - late.astype(int)), shares["war"].to_numpy())
    found = _lasting(_Cells(weights, sums))["within"][0][-1]
    assert found.factor == pytest.approx(expected.factor, rel=1e-3)
    assert found.factor > 3


def test_words_of_news_that_lasts_for_weeks_set_no_halves_of_a_year_apart():
    found, kept = [], []
    for seed in range(20):
        shares, facts = year_in_waves(seed)
        half = pd.Series(np.where(facts["years"] >= 0.5, "late", "early"), index=shares.index)
        more = (half == "late") & (np.random.default_rng(seed).random(len(half)) < 0.4)
        texts = "filler " * 40 + np.where(shares["war"] > 0, "war ", "") + np.where(more, "new", "")
        dtm = tt.count_terms(tt.tokenize(pd.Series(texts, index=shares.index), progress=False))
        days = tt.stats.cluster_by_day(facts["date"])
        one = tt.distinctive_terms(dtm, half, n_terms=None, clusters=days)
        days.attrs["unit"] = "clusters"  # nothing is said of their order
        two = tt.distinctive_terms(dtm, half, n_terms=None, clusters=days)
        one, two = (each[each["group"] == "late"].set_index("term") for each in (one, two))
        found.append([each.loc["war", "p_value"] <= 0.05 for each in (two, one)])
        kept.append(one.loc["new", "p_value"] <= 0.05)
        assert one["score"].equals(two["score"])
        assert ((one["high"] - one["low"]) >= (two["high"] - two["low"]) - 1e-12).all()
        for each in one.loc[["war", "new"]].to_dict("records"):
            assert (each["p_value"] <= 0.05) == (not each["low"] <= 0 <= each["high"])
    before, now = np.mean(found, axis=0)
    assert before > 0.3
    assert now < 0.2
    assert np.mean(kept) == 1  # an evenly common word is found all the same


def test_the_rounding_of_a_word_of_the_same_rate_every_day_is_no_news_that_lasts():
    """Standardized, a word of each article of one half had an interval from -6.7 to 11.5."""
    dates = pd.Series(pd.date_range("2018-01-01", periods=200).repeat(4))
    dates.index = pd.Index([f"a{at:03}" for at in range(800)], name="article_id")
    early, odd = np.arange(800) < 400, np.arange(800) % 2
    texts = "filler " * 40 + np.where(early, "war war war", np.where(odd, "peace", "rain"))
    dtm = tt.count_terms(tt.tokenize(pd.Series(texts, index=dates.index), progress=False))
    half = pd.Series(np.where(early, "early", "late"), index=dates.index)
    found = tt.distinctive_terms(
        dtm,
        half,
        n_terms=None,
        clusters=tt.stats.cluster_by_day(dates),
        standardize=pd.Series(odd.astype(str), index=dates.index),
    )
    row = found.set_index(["group", "term"]).loc[("early", "war")]
    assert row["low"] > 0
    assert row["p_value"] < 1e-6
