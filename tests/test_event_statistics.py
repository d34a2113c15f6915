"""Steps at events against steps at placebo dates: weights, noise, level and power."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import toeplitz
from statsmodels.api import GLS

import toolkit as tt
from toolkit.periods.daily import DailySums, window_means
from toolkit.periods.placebo import compare_with_placebo, placebo_dates
from toolkit.periods.step_tests import fit_noise, step_statistics, step_weights
from toolkit.stats import adjust_p_values
from toolkit.stats.shrinkage import shrink_variances, tail_degrees, two_sided_p_values

START = pd.Timestamp("2016-01-01")


def ar1(rng, n_days, n_columns, phi=0.7):
    noise = rng.normal(size=(n_days + 50, n_columns))
    for day in range(1, len(noise)):
        noise[day] = phi * noise[day - 1] + np.sqrt(1 - phi**2) * noise[day]
    return noise[50:]


def make_daily(seed, *, step=0.0, at=450, n_days=900, n_columns=8, sd=0.126, per_day=40):
    rng = np.random.default_rng(seed)
    level = 0.2 + sd * ar1(rng, n_days, n_columns)
    level[at:, 0] += step
    sizes = rng.poisson(per_day, n_days)
    sums = rng.binomial(sizes[:, None], level.clip(0, 1))
    return DailySums(START, sums.astype(float), sizes.astype(float))


def test_the_weights_of_a_step_are_those_of_generalized_least_squares():
    row = 0.01 * 0.7 ** np.arange(40)
    row[0] += 0.004
    values = np.random.default_rng(0).normal(size=40)
    after = (np.arange(40) >= 20).astype(float)
    theirs = GLS(values, np.column_stack([np.ones(40), after]), sigma=toeplitz(row)).fit()
    assert step_weights(row, 20) @ values == pytest.approx(theirs.params[1])


def test_the_noise_of_a_daily_series_is_recovered_beside_a_step():
    fits = [fit_noise(make_daily(s, step=0.3), np.array([450]), 28) for s in range(5)]
    assert np.mean([fit.phi for fit in fits]) == pytest.approx(0.7, abs=0.06)
    assert np.sqrt(np.mean([fit.process for fit in fits])) == pytest.approx(0.126, abs=0.012)
    assert np.mean([fit.article for fit in fits]) == pytest.approx(0.16, abs=0.04)


def test_window_means_are_those_of_the_articles():
    daily = make_daily(0, n_days=100)
    sides = window_means(daily, np.array([40]), 14)
    before, after = slice(26, 40), slice(40, 54)
    for side, part in ((sides.before, before), (sides.after, after)):
        mean = daily.sums[part].sum(axis=0) / daily.sizes[part].sum()
        assert side.mean[0] == pytest.approx(mean)


def test_a_step_statistic_does_not_depend_on_days_outside_its_windows():
    daily = make_daily(1)
    noise = fit_noise(daily, np.array([450]), 28)
    cut = DailySums(START, daily.sums[422:478], daily.sizes[422:478])
    whole, part = (step_statistics(one, noise, 28).statistic for one in (daily, cut))
    # The mean number of articles a day enters the weights, so only nearly equal.
    assert part[28] == pytest.approx(whole[450], rel=0.02)


def judge(daily, events, window=28):
    steps = step_statistics(daily, fit_noise(daily, events, window), window)
    days = np.arange(len(daily.sizes))
    enough = (days >= window) & (days <= len(days) - window)
    placebo = placebo_dates(enough, events, window)
    return compare_with_placebo(steps.statistic, events, placebo, window)


EVENTS = np.array([120, 300, 450, 700])


def test_a_step_of_four_standard_errors_in_one_of_32_comparisons_is_usually_found():
    found = [
        judge(make_daily(seed, step=0.298), EVENTS).p_adjusted[2, 0] <= 0.05 for seed in range(40)
    ]
    assert np.mean(found) >= 0.7


def test_days_that_resemble_their_neighbours_do_not_make_events():
    false = [(judge(make_daily(seed), EVENTS).p_adjusted <= 0.05).any() for seed in range(40)]
    assert sum(false) <= 6


def test_a_burst_in_a_rare_theme_is_found_among_many_comparisons():
    rng = np.random.default_rng(0)
    sizes = np.full(900, 40)
    chance = np.full((900, 8), 0.05)
    chance[:, 0] = 0.0005
    chance[450:464, 0] = np.linspace(0.15, 0.01, 14)
    daily = DailySums(
        START, rng.binomial(sizes[:, None], chance).astype(float), sizes.astype(float)
    )
    result = judge(daily, EVENTS)
    assert result.p_adjusted[2, 0] < 0.01
    assert (np.delete(result.p_adjusted.ravel(), 16) > 0.05).all()


def test_a_corpus_too_short_to_test_gets_the_reason_instead_of_a_p_value():
    result = judge(make_daily(0, n_days=180, at=90), np.array([90]))
    assert np.isnan(result.p_adjusted).all()
    assert result.refusal == (
        "the corpus is too short to test this: its other dates hold 4 windows of 28 days, and at "
        "least 5 are needed"
    )


def test_an_event_is_not_rarer_than_its_rank_among_other_dates():
    result = judge(make_daily(3), EVENTS)
    assert (result.p_adjusted >= result.p_placebo).all()


def test_a_theme_that_never_varies_is_no_event():
    daily = make_daily(0, n_columns=2)
    daily = DailySums(START, np.column_stack([daily.sums, np.zeros(900)]), daily.sizes)
    assert judge(daily, EVENTS).p_adjusted[:, 2].tolist() == [1.0] * 4


def test_days_without_articles_do_not_break_the_statistics():
    daily = make_daily(0)
    daily.sizes[200:260] = 0
    daily.sums[200:260] = 0
    steps = step_statistics(daily, fit_noise(daily, EVENTS, 28), 28)
    assert np.isnan(steps.statistic[229:231]).all()
    assert np.isfinite(steps.statistic[300:]).all()


def test_variances_that_differ_only_by_chance_become_one():
    rng = np.random.default_rng(0)
    same = rng.chisquare(30, 40) / 30
    assert shrink_variances(same, 30.0).prior_degrees > 100
    different = same * np.exp(rng.normal(0, 1, 40))
    shrunk = shrink_variances(different, 30.0)
    assert 0.5 < shrunk.prior_degrees < 10
    inside = (shrunk.variances > different.min()) & (shrunk.variances < different.max())
    assert inside.all()


def test_heavy_tails_are_recognized_and_make_large_values_less_rare():
    values = np.random.default_rng(0).standard_t(3, 20_000) / np.sqrt(3)
    tail = tail_degrees(values, n_effective=300)
    assert tail <= 5
    p_heavy, p_normal = (
        two_sided_p_values(np.array([5.0]), degrees, scale_degrees=np.inf)[0]
        for degrees in (tail, np.inf)
    )
    assert p_heavy > 100 * p_normal


def test_holm_sidak_agrees_with_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p_values = [0.001, 0.2, 0.03, 0.03, 0.9]
    theirs = multipletests(p_values, method="holm-sidak")[1]
    assert adjust_p_values(p_values, method="holm-sidak") == pytest.approx(theirs)
    assert adjust_p_values([0.01, 1.0], method="holm-sidak")[1] == 1.0


def test_a_theme_that_is_silent_on_both_sides_has_no_interval_of_its_loudest_weeks():
    rng = np.random.default_rng(4)
    days = pd.date_range("2015-01-01", periods=500)
    chance = np.where((np.arange(500) // 40) % 3 == 1, 0.6, 0.0)  # loud for forty days in 120
    rows = pd.DataFrame({"date": days.repeat(6), "chance": chance.repeat(6)})
    rows.index = pd.Index([f"a{i}" for i in range(len(rows))], name="article_id")
    shares = pd.DataFrame({"war": (rng.random(len(rows)) < rows["chance"]) * 1.0})
    shares = shares.rename_axis(columns="theme")
    silent, loud = (
        tt.event_effect(shares, rows["date"], day, window=14).iloc[0]
        for day in (days[140], days[180])
    )
    assert silent["before"] == silent["after"] == 0
    assert silent["low"] < 0 < silent["high"]
    assert loud["before"] > 0.4
    assert silent["high"] - silent["low"] < 0.5 * (loud["high"] - loud["low"])
