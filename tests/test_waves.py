"""Themes that come in waves: days a few days apart are alike, and no month stands out by that."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.periods.waves import _Stretch, measure_waves
from toolkit.stats.clusters import ClusterSums


def in_waves(seed, *, factor=1.0, phi=0.7):
    """12,000 articles of twelve quarters, in a fifth of which is a theme of an AR(1) level."""
    rng = np.random.default_rng([41, seed])
    days = pd.date_range("2001-01-01", "2003-12-31", unit="us")
    day = np.sort(rng.integers(0, len(days), 12_000))
    noise = rng.normal(size=len(days) + 50)
    for place in range(1, len(noise)):
        noise[place] = phi * noise[place - 1] + np.sqrt(1 - phi**2) * noise[place]
    usual = np.where(days.to_period("Q") == pd.Period("2002Q3"), 0.2 * factor, 0.2)
    level = (usual + 0.126 * noise[50:]).clip(0, 1)  # correlation within days of 0.1
    hit = pd.DataFrame({"war": (rng.random(len(day)) < level[day]) * 1.0})
    table = tt.share_by_period(
        hit.rename_axis(columns="theme"), pd.Series(days[day]), freq="QS", n_resamples=200
    )
    return table.attrs["stand_out"]["war"]


def test_no_quarter_stands_out_because_more_waves_fell_into_it():
    """It was named in half of such corpora."""
    assert sum(bool(in_waves(seed)) for seed in range(40)) <= 6


def test_a_quarter_of_twice_the_share_stands_out_of_waves_too():
    found = [in_waves(seed, factor=2.0) for seed in range(10)]
    assert sum("2002-07-01" in each for each in found) >= 8


@pytest.mark.parametrize("lag", range(5))
def test_what_correlations_would_give_is_the_covariance_of_deviations(lag):
    """Against the matrix product (I - n 1'/N) C (I - 1 n'/N), days without articles included."""
    n = np.array([2.0, 0, 3, 1, 4, 0, 0, 2, 5, 1, 1, 2])
    alone, pairs = _Stretch(n, np.zeros((12, 1))).expected(4)
    apart = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    covariance = np.where(apart == lag, np.outer(n, n), 0)
    if lag == 0:
        covariance -= np.diag(n)  # an article is no pair with itself
    less = np.eye(12) - np.outer(n, np.ones(12)) / n.sum()
    for found, given in ((pairs[:, lag], covariance), (alone, np.diag(n))):
        deviations = less @ given @ less.T
        assert found == pytest.approx([np.trace(deviations, offset=k) for k in range(5)])


def made_months(rng, length, n_months=60):
    """Months of 30 days of 20 articles, whose level changes every so many days."""
    level = np.repeat(rng.beta(1, 4, 30 * n_months), length)[: 30 * n_months]
    hits = rng.binomial(20, level)[:, None].astype(float)
    numbers = np.arange(30 * n_months).reshape(n_months, 30)
    return [ClusterSums(hits[each], np.full(30, 20.0)) for each in numbers], list(numbers)


def test_waves_are_as_long_as_they_are_and_independent_days_have_none():
    for length in (1, 5):
        found = [
            measure_waves(*made_months(np.random.default_rng([42, seed]), length), np.ones(1))
            for seed in range(10)
        ]
        icc = np.mean([each.icc for each in found])
        assert icc == pytest.approx(1 / 6, abs=0.03)  # of beta(1, 4)
        alike = np.mean([each.extra.mean() for each in found]) / (20 * icc)
        assert alike == pytest.approx(length - 1, abs=0.8)  # 4 other days of the five


def test_periods_of_one_day_and_long_holes_have_waves_that_can_be_told():
    days = [np.array([0]), np.array([40_000]), np.array([40_001, 40_002])]
    periods = [ClusterSums(np.ones((len(one), 1)), np.full(len(one), 3.0)) for one in days]
    waves = measure_waves(periods, days, np.ones(1))
    assert np.isfinite(waves.icc).all()
    assert np.isfinite(waves.extra).all()
    alone = measure_waves(periods[:1], days[:1], np.ones(1))
    assert (alone.icc.tolist(), alone.extra.tolist()) == ([0.0], [[0.0]])
