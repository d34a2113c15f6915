"""The band of a smoothed trend holds it where news lasts for weeks and periods are missing."""

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import cholesky_banded
from threadpoolctl import threadpool_limits

import toolkit as tt
from toolkit.periods.trend_grid import Model, Observed, _fit, average_trend, inverse_diagonals


def make_series(seed, n_periods, *, phi, rise=0.0, holes=False):
    """Shares of 40 articles a period around a trend, with waves of five points."""
    rng = np.random.default_rng([61, seed])
    waves = rng.normal(size=n_periods + 100)
    for place in range(1, len(waves)):
        waves[place] = phi * waves[place - 1] + np.sqrt(1 - phi**2) * waves[place]
    trend = 0.2 + rise * np.linspace(-0.5, 0.5, n_periods)
    sizes = 1 + rng.poisson(40, n_periods)
    sizes[n_periods // 4 : n_periods // 3] *= not holes
    hits = rng.binomial(sizes, (trend + 0.05 * waves[100:]).clip(0, 1))
    share = np.where(sizes > 0, hits / np.maximum(sizes, 1), np.nan)
    weeks = pd.date_range("2010-01-04", periods=n_periods, freq="W-MON", unit="us")
    table = pd.DataFrame({"period": weeks, "theme": "war", "share": share, "n_articles": sizes})
    found = tt.smooth_shares(table).dropna(subset=["smooth"])
    return trend[sizes > 0], found["smooth_low"].to_numpy(), found["smooth_high"].to_numpy()


@pytest.mark.parametrize(("n_periods", "phi", "holes"), [
    (24, 0.5, False), (104, 0.5, True), (104, 0.8, False),
])  # fmt: skip
def test_a_band_holds_the_trend_where_neighbouring_periods_are_alike(n_periods, phi, holes):
    held = []
    for seed in range(25):
        trend, low, high = make_series(seed, n_periods, phi=phi, holes=holes)
        held.append(((low <= trend) & (trend <= high)).mean())
    assert np.mean(held) > 0.87  # 0.69 to 0.78 when waves counted as trend


def test_a_rise_is_still_seen_in_a_band():
    each = [make_series(seed, 104, phi=0.5, rise=0.2) for seed in range(12)]
    assert np.mean([low[-1] > high[0] for _, low, high in each]) > 0.7


def test_a_band_of_independent_periods_is_not_much_wider_than_it_was():
    rng = np.random.default_rng(62)
    width = []
    for _ in range(10):
        share = rng.binomial(40, 0.2, 104) / 40
        error = average_trend(share, np.full(104, 40.0))[1]
        width.append(2 * 1.98 * error.mean())
    assert 0.03 < np.mean(width) < 0.065  # 0.040, with 94 % coverage


def test_a_theme_that_no_article_has_has_no_band_of_width_zero():
    months = pd.date_range("2016-01-01", periods=12, freq="MS", unit="us")
    table = pd.DataFrame({"period": months, "theme": "war", "share": 0.0, "n_articles": 30})
    found = tt.smooth_shares(table)
    assert (found["smooth"] == 0).all()
    assert found[["smooth_low", "smooth_high"]].isna().all(axis=None)


def test_variances_of_a_band_matrix_are_those_of_its_inverse():
    rng = np.random.default_rng(63)
    matrix = np.zeros((9, 9))
    for offset in range(5):
        matrix += np.diag(rng.normal(size=9 - offset), -offset)
    matrix = matrix @ matrix.T + np.eye(9)  # the product has the same band
    band = np.array([np.r_[np.diag(matrix, -k), np.zeros(k)] for k in range(5)])
    found = inverse_diagonals(cholesky_banded(band, lower=True)[None])[0]
    assert found == pytest.approx(np.diag(np.linalg.inv(matrix)))


def test_weights_of_models_are_their_likelihoods():
    rng = np.random.default_rng(64)
    share, weights = rng.random(12), rng.integers(1, 4, 12) * 1.0
    weights[[3, 7]] = 0
    weights /= weights[weights > 0].mean()
    seen = weights > 0
    few = [Model(5.0, 0.6, 0.35, 1.0), Model(50.0, 0.0, 0.5, 1.0), Model(0.5, 0.3, 0.8, 1.0)]
    found = [_fit(Observed(share, weights), one).log_weight for one in few]
    lag = np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    plain = []
    for one in few:
        cover = one.part * one.likeness**lag + np.diag((1 - one.part) / np.maximum(weights, 1e-9))
        # a line of unknown place and slope, and the sums of sums of independent steps
        steps = np.array([[max(t - s + 1, 0) for s in range(2, 12)] for t in range(12)])
        cover = (cover + steps @ steps.T / one.penalty)[np.ix_(seen, seen)]
        line = np.stack([np.ones(12), np.arange(12)], axis=1)[seen]
        basis = np.linalg.svd(line)[0][:, 2:]  # contrasts that no line changes
        inner = basis.T @ cover @ basis
        apart = basis.T @ share[seen]
        scale = apart @ np.linalg.solve(inner, apart)
        plain.append(-(np.linalg.slogdet(inner)[1] + len(apart) * np.log(scale)) / 2)
    assert np.diff(found) == pytest.approx(np.diff(plain), rel=1e-6)


def test_a_trend_of_many_days_is_the_same_for_any_number_of_threads():
    rng = np.random.default_rng(3)
    share, weights = rng.random(6000), rng.poisson(3, 6000) + 1.0
    found = []
    for threads in (1, 2, 3):
        with threadpool_limits(threads, user_api="blas"):
            found.append(np.array(average_trend(share, weights)).tobytes())
    assert len(set(found)) == 1
