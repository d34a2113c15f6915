"""Sums, quantiles and statistics of the bootstrap equal the plain formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import xlog1py, xlogy

from toolkit.figures.table_forms import _divergences
from toolkit.stats import clusters, intervals
from toolkit.stats.bootstrap import resample_counts, studentized_statistics, weighted_totals
from toolkit.stats.clusters import ClusterSums, Moments, sum_clusters, sum_codes, sum_periods
from toolkit.stats.distances import divergence_terms, jensen_shannon
from toolkit.stats.intervals import _upper_quantile, mean_interval, mean_intervals

SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS, st.integers(1, 60), st.integers(1, 5))
def test_sums_of_clusters_are_the_sums_of_their_rows_in_order(seed, n_articles, n_columns):
    rng = np.random.default_rng(seed)
    values, weights = rng.random((n_articles, n_columns)), rng.random(n_articles)
    days = rng.integers(0, 9, n_articles).astype("U").astype(object)
    found = sum_clusters(values, days, weights=weights)
    for place, day in enumerate(sorted(set(days))):
        total, size = np.zeros(n_columns), 0.0
        for row in np.flatnonzero(days == day):
            total, size = total + weights[row] * values[row], size + weights[row]
        assert found.sums[place].tolist() == total.tolist()
        assert found.sizes[place] == size


@given(SEEDS, st.integers(0, 60), st.integers(1, 20), st.booleans())
def test_sums_of_all_periods_are_those_of_each_period(seed, n_articles, n_columns, by_column):
    rng = np.random.default_rng(seed)
    values, weights = rng.random((n_articles, n_columns)), rng.random(n_articles)
    values[rng.random(values.shape) < 0.3] = 0
    if by_column:
        values = np.asfortranarray(values)
    days, months = rng.integers(0, 9, n_articles), rng.integers(0, 4, n_articles)
    rows = [np.flatnonzero(months == month) for month in range(3)]  # the last one is left out
    shares = sum_periods(values, days, rows, weights=weights)
    for one, share in zip(rows, shares, strict=True):
        alone = sum_clusters(values[one], days[one], weights=weights[one])
        assert share.sums.tolist() == alone.sums.tolist()
        assert share.sizes.tolist() == alone.sizes.tolist()
    squares = sum_codes(values, months, 4, squared=True)
    for month in range(4):
        assert squares.sums[month] == pytest.approx((values[months == month] ** 2).sum(axis=0))


def test_a_code_beyond_the_clusters_is_refused():
    for codes in ([0, 2], [0, -1]):
        with pytest.raises(ValueError, match=r"below 2|negative"):
            sum_codes(np.ones((2, 1)), np.array(codes), 2)


@pytest.mark.parametrize("largest", [3, 2**21, 2**40])
def test_whole_numbers_of_any_size_are_added_exactly(largest):
    rng = np.random.default_rng(2)
    values = rng.integers(-largest, largest, (30, 4))
    times = resample_counts(30, 50, rng)
    found = weighted_totals(times, values.astype(np.float64))
    assert found.tolist() == (times.astype(np.int64) @ values).tolist()


@given(SEEDS, st.integers(1, 40), st.integers(1, 6), st.sampled_from([0.8, 0.95]))
def test_quantiles_leave_out_resamples_without_variation(seed, n_rows, n_columns, level):
    rng = np.random.default_rng(seed)
    scaled = rng.random((n_rows, n_columns))
    scaled[rng.random((n_rows, n_columns)) < rng.choice([0.0, 0.3, 1.0], n_columns)] = np.nan
    found = _upper_quantile(scaled.T, level)
    for column, values in enumerate(scaled.T):
        known = values[~np.isnan(values)]
        expected = np.quantile(known, level) if len(known) else 0.0
        assert found[column] == pytest.approx(expected, rel=1e-15, abs=0)


def plain_statistics(clusters: ClusterSums, times: np.ndarray) -> np.ndarray:
    """The studentized statistics as their definition says, without expanding the squares."""
    count, totals = clusters.n_clusters, times @ clusters.sizes
    mean = (times @ clusters.sums) / totals[:, None]
    apart = clusters.sums[None] - clusters.sizes[None, :, None] * mean[:, None]
    squares = (times[:, :, None] * apart**2).sum(axis=1)
    error = np.sqrt(squares * count / (count - 1)) / totals[:, None]
    logit = np.log(mean / (1 - mean)) - np.log(clusters.mean / (1 - clusters.mean))
    return np.abs(logit) * mean * (1 - mean) / error


@given(SEEDS, st.integers(5, 20), st.integers(1, 4))
def test_statistics_of_resamples_are_those_of_the_definition(seed, n_clusters, n_columns):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(5, 9, n_clusters).astype(float)
    days = ClusterSums(sizes[:, None] * rng.uniform(0.1, 0.9, (n_clusters, n_columns)), sizes)
    times = resample_counts(n_clusters, 50, np.random.default_rng(seed))
    found = studentized_statistics([days, days], times)
    several = (times > 0).sum(axis=1) > 2  # else the spread is nearly nothing but rounding
    expected = plain_statistics(days, times[several]).T
    for each in found:
        assert each[:, several] == pytest.approx(expected, rel=1e-6)


def test_a_resample_without_variation_has_no_statistic():
    days = ClusterSums(np.array([[0.0], [1.0], [1.0]]), np.ones(3))
    times = resample_counts(3, 200, np.random.default_rng(0))
    found = studentized_statistics([days], times)
    alike = (times[:, 0] == 0) | (times[:, 0] == 3)
    assert np.isnan(found[0, 0]).tolist() == alike.tolist()
    assert alike.any()
    part = ClusterSums(np.array([[0.1], [0.3], [0.3]]), np.full(3, 0.7))
    assert np.isnan(studentized_statistics([part], times)[0, 0]).tolist() == alike.tolist()


def months_of(rng: np.random.Generator, counts: list[int]) -> list[list[ClusterSums]]:
    sizes = [rng.integers(1, 9, count).astype(float) for count in counts]
    return [[ClusterSums(each[:, None] * rng.random((len(each), 3)), each)] for each in sizes]


@pytest.mark.parametrize("method", ["bootstrap", "percentile"])
def test_periods_of_as_many_clusters_share_the_resamples_of_the_first(method):
    months = months_of(np.random.default_rng(1), [20, 25, 20, 31, 25, 20])
    given = {"method": method, "n_resamples": 300}
    together = mean_intervals(months, **given, rng_of=np.random.default_rng)
    for place, first in enumerate([0, 1, 0, 3, 1, 0]):
        alone = mean_interval(months[place], **given, rng=np.random.default_rng(first))
        for one, all_ in zip(alone, together, strict=True):
            assert all_[place] == pytest.approx(one, rel=1e-12)


def test_resamples_fit_any_block_and_leave_out_what_is_not_wanted(monkeypatch):
    months = months_of(np.random.default_rng(2), [12] * 7 + [15])
    given = {"method": "bootstrap", "n_resamples": 300, "rng_of": np.random.default_rng}
    whole = mean_intervals(months, **given)
    wanted = np.zeros((8, 3), dtype=bool)
    wanted[3, 1] = True
    part = mean_intervals(months, **given, wanted=wanted)
    assert part.high[3, 1] == pytest.approx(whole.high[3, 1], rel=1e-12)
    plain = mean_intervals(months, **given | {"method": "logit-t"})
    assert part.high[7] == pytest.approx(np.minimum(plain.high[7], whole.high[7]))
    monkeypatch.setattr(intervals, "BLOCK", 1)
    for one, other in zip(mean_intervals(months, **given), whole, strict=True):
        assert one == pytest.approx(other, rel=1e-12)


def test_moments_of_samples_are_those_of_each(monkeypatch):
    samples = [draws[0] for draws in months_of(np.random.default_rng(3), [1, 5, 12, 2])]
    for most in (clusters.STACKED, 1):
        monkeypatch.setattr(clusters, "STACKED", most)
        found = Moments.of(samples)
        error = np.sqrt(found.squares) / found.articles
        for place, one in enumerate(samples):
            assert found.mean[place] == pytest.approx(one.mean)
            assert error[place] == pytest.approx(one.standard_error(), nan_ok=True)
            assert found.extra[place, 0] == pytest.approx(
                (one.sizes**2).sum() / one.sizes.sum() - 1
            )


@given(SEEDS, st.integers(2, 30))
def test_terms_of_a_divergence_are_those_of_scipys_logarithms(seed, n_topics):
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.full(n_topics, 0.2), (2, 4))
    p[0, 0], q[1, 0], p[2, 0], q[2, 0] = 0.0, 0.0, 0.0, 0.0
    q[3] = p[3] * (1 + 1e-9)
    middle = np.where(p + q > 0, p + q, 1.0)

    def half(one, other):
        far, near = xlogy(one, 2 * one / middle), xlog1py(one, (one - other) / middle)
        return np.where(np.abs(one - other) < (one + other) / 2, near, far)

    expected = (half(p, q) + half(q, p)) / (2 * np.log(2))
    assert divergence_terms(p, q) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_divergences_of_topics_are_those_of_every_pair():
    words = np.random.default_rng(2).dirichlet(np.full(40, 0.1), 7)
    expected = jensen_shannon(words[:, None], words[None])
    assert _divergences(words).tolist() == expected.tolist()
