"""Confidence intervals for mean shares, with clusters as the independent units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, ndtri, stdtrit

from toolkit.errors import InputError, check_option
from toolkit.stats.bootstrap import (
    Interval,
    expanded_interval,
    resample_counts,
    resampled_means,
    studentized_statistics,
)
from toolkit.stats.clusters import ClusterSums, Moments, free_clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    Resampled = Iterator[tuple[list[int], list[NDArray[np.float32]]]]

BLOCK = 2**15
"""Statistics of resamples that are computed together: 256 kB, which stay in the cache."""

INTERVAL_METHODS = ("bootstrap", "percentile", "t", "logit-t")


def mean_interval(
    draws: Sequence[ClusterSums],
    *,
    method: str,
    n_resamples: int,
    rng: np.random.Generator,
    level: float = 0.95,
) -> Interval:
    """Confidence interval for the mean share of each column in one period.

    Parameters and result are those of `mean_intervals`.
    """
    found = mean_intervals(
        [draws], method=method, n_resamples=n_resamples, rng_of=lambda _: rng, level=level
    )
    return Interval(found.low[0], found.high[0])


def mean_intervals(
    periods: Sequence[Sequence[ClusterSums]],
    *,
    method: str,
    n_resamples: int,
    rng_of: Callable[[int], np.random.Generator],
    wanted: NDArray[np.bool_] | None = None,
    level: float = 0.95,
) -> Interval:
    """Confidence intervals for the mean share of each column in each period.

    Parameters
    ----------
    periods : sequence of sequences of ClusterSums
        Sums and sizes of the clusters of each period, one per draw of the shares (usually one).
        Several draws propagate their uncertainty into the interval (method of composition).
    method : {'bootstrap', 'percentile', 't', 'logit-t'}
        Studentized cluster bootstrap on the logit scale, symmetric there and never shorter than
        'logit-t'; percentile cluster bootstrap, expanded for few clusters; Student's t with the
        cluster-robust standard error; the same on the logit scale, which keeps the ends between 0
        and 1. Degrees of freedom: see `free_clusters`.
    n_resamples : int
        Number of bootstrap resamples. How often each cluster occurs in them is drawn once for all
        periods with the same number of clusters.
    rng_of : callable
        Returns the random number generator for a number of clusters, given the place in
        ``periods`` of the first period that has it.
    wanted : ndarray of bool, shape (n_periods, n_columns), optional
        Which intervals are used. The others may be computed without resamples.
    level : float
        Nominal coverage.

    Returns
    -------
    Interval
        Arrays of shape (n_periods, n_columns), from 0 to 1. Columns without variation (no article
        or all articles) get the exact binomial bound over clusters. The bootstrap interval of
        shares that are not 0 or 1 is never wider than that of as many trials as clusters.

    References
    ----------
    Davison & Hinkley (1997), section 5.2, for the studentized bootstrap; Hesterberg (2015) for the
    percentile; Cameron & Miller (2015), J. Human Resources 50(2), for t; Korn & Graubard (1998),
    Survey Methodology 24, for the logit scale; Rubin (1987) for pooling draws.
    """
    moments = [Moments.of(samples) for samples in zip(*periods, strict=True)]
    mean = np.mean([one.mean for one in moments], axis=0)
    counts = np.array([draws[0].n_clusters for draws in periods])
    if method == "percentile":
        resampled = _resampled(periods, n_resamples, rng_of)
        low, high = _percentile_intervals(periods, resampled, level)
    else:
        free = np.array([free_clusters(draws[0].sizes) for draws in periods])
        reach = np.tile(stdtrit(free, (1 + level) / 2)[:, None], mean.shape[1])
        if method == "bootstrap":
            wanted = np.ones(mean.shape, dtype=bool) if wanted is None else wanted
            resampled = _resampled(periods, n_resamples, rng_of)
            np.maximum(reach, _studentized_reach(periods, resampled, wanted, level), out=reach)
        low, high = _reach_out(mean, reach * _pooled_error(moments), logit=method != "t")
        if method == "bootstrap" and len(periods[0]) == 1:
            samples = [draws[0] for draws in periods]
            low, high = _bound_by_counts(Interval(low, high), samples, moments[0], level)
    return bound_extremes(low, high, mean, counts[:, None], level=level)


def _resampled(
    periods: Sequence[Sequence[ClusterSums]],
    n_resamples: int,
    rng_of: Callable[[int], np.random.Generator],
) -> Resampled:
    """Yield the places of periods with one number of clusters, and the resamples of each draw."""
    n_draws = len(periods[0])
    alike: dict[int, list[int]] = {}
    for place, draws in enumerate(periods):
        alike.setdefault(draws[0].n_clusters, []).append(place)
    for count, places in alike.items():
        rng = rng_of(places[0])
        yield (
            places,
            [resample_counts(count, -(-n_resamples // n_draws), rng) for _ in range(n_draws)],
        )


def _studentized_reach(
    periods: Sequence[Sequence[ClusterSums]],
    resampled: Resampled,
    wanted: NDArray[np.bool_],
    level: float,
) -> NDArray[np.float64]:
    """Quantiles of the studentized statistics, (n_periods, n_columns); 0 where not wanted."""
    reach = np.zeros(wanted.shape)
    for places, times in resampled:
        columns = np.flatnonzero(wanted[places].any(axis=0))
        step = max(1, BLOCK // max(len(times) * len(times[0]) * len(columns), 1))
        for at in range(0, len(places) if len(columns) else 0, step):
            some = places[at : at + step]
            scaled = [
                studentized_statistics(
                    [_columns(periods[place][n], columns) for place in some], draw
                )
                for n, draw in enumerate(times)
            ]
            reach[np.array(some)[:, None], columns] = _upper_quantile(
                np.concatenate(scaled, axis=-1), level
            )
    return reach


def _columns(sums: ClusterSums, columns: NDArray[np.intp]) -> ClusterSums:
    return ClusterSums(sums.sums[:, columns], sums.sizes)


def _percentile_intervals(
    periods: Sequence[Sequence[ClusterSums]], resampled: Resampled, level: float
) -> Interval:
    ends = np.empty((2, len(periods), periods[0][0].sums.shape[1]))
    for places, times in resampled:
        for place in places:
            means = [resampled_means(*both) for both in zip(periods[place], times, strict=True)]
            free = free_clusters(periods[place][0].sizes)
            ends[:, place] = expanded_interval(np.concatenate(means), free, level=level)
    return Interval(*ends)


def effective_interval(
    hits: NDArray[np.float64], trials: NDArray[np.float64], level: float
) -> Interval:
    """Jeffreys interval, widened to the one-sided exact bounds, for any part of hits.

    Examples
    --------
    >>> low, high = effective_interval(np.array([0.0, 0.5]), np.array([24.0, 24.0]), 0.95)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.0], [0.117, 0.152])
    """
    low, high = proportion_interval(hits, trials, method="beta", level=level)
    misses, tiny = trials - hits, 1e-9
    exact_low = betaincinv(hits.clip(tiny), misses + 1, 1 - level)
    exact_high = betaincinv(hits + 1, misses.clip(tiny), level)
    return Interval(
        np.where(hits <= tiny, 0.0, np.minimum(low, exact_low)),
        np.where(misses <= tiny, 1.0, np.maximum(high, exact_high)),
    )


def _bound_by_counts(
    low_high: Interval, samples: Sequence[ClusterSums], moments: Moments, level: float
) -> Interval:
    """Narrow the intervals of part shares to those of the least favourable shares, 0 and 1.

    Among all shares with one mean, those of 0 and 1 vary most, and articles of one day most if
    they are all alike: as many trials as days. One article with a topic among 24 makes bootstrap
    samples without it, whose errors are near none, and an interval from 0 to 1.
    """
    parts = np.array([(one.sums % 1 != 0).any(axis=0) for one in samples])
    if not parts.any():
        return low_high
    each = np.array([[one.sizes.sum() ** 2 / (one.sizes**2).sum()] for one in samples])
    trials = np.broadcast_to(each, parts.shape)[parts]
    bound = effective_interval(moments.mean.clip(0, 1)[parts] * trials, trials, level)
    low, high = low_high.low.copy(), low_high.high.copy()
    low[parts] = np.maximum(low[parts], bound.low)
    high[parts] = np.minimum(high[parts], bound.high)
    return Interval(low, high)


def _upper_quantile(scaled: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Quantile over the last axis, of the resamples with variation; 0 if there are none.

    That of `numpy.quantile`, for all columns at once: only the values from the lowest place asked
    for are sorted.
    """
    flat = scaled.reshape(-1, scaled.shape[-1])
    gaps, total = np.isnan(flat), flat.shape[1]
    missing = np.count_nonzero(gaps, axis=1)
    known = np.maximum(total - missing, 1)
    place = (known - 1) * level
    below = place.astype(np.intp)
    above = np.minimum(below + 1, known - 1)
    start = int((missing + below).min(initial=total - 1, where=missing < total))
    filled = np.where(gaps, -np.inf, flat)  # these are in front, whatever their number
    top = np.sort(np.partition(filled, start, axis=1)[:, start:], axis=1)
    columns = np.arange(len(top))
    empty = missing == total
    low, high = (
        np.where(empty, 0.0, top[columns, np.where(empty, 0, missing + at - start)])
        for at in (below, above)
    )
    part = place - below
    reached = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))
    return np.asarray(reached).reshape(scaled.shape[:-1])


def _pooled_error(moments: Sequence[Moments]) -> NDArray[np.float64]:
    """Return standard errors of the means over all draws, (n_periods, n_columns)."""
    errors = [np.sqrt(one.squares) / one.articles for one in moments]
    within, n_draws = np.mean(np.square(errors), axis=0), len(moments)
    if n_draws == 1:
        return np.asarray(np.sqrt(within))
    between = np.var([one.mean for one in moments], axis=0, ddof=1)
    return np.asarray(np.sqrt(within + (1 + 1 / n_draws) * between))


def _reach_out(mean: NDArray[np.float64], reach: NDArray[np.float64], *, logit: bool) -> Interval:
    """Interval of half-width ``reach`` around the mean, optionally on the logit scale."""
    if not logit:
        return Interval(np.clip(mean - reach, 0, 1), np.clip(mean + reach, 0, 1))
    inside = np.clip(mean, 1e-12, 1 - 1e-12)
    # Beyond 50 logits the interval is 0 to 1 in any case; this avoids overflow in exp.
    slope = np.minimum(reach / (inside * (1 - inside)), 50.0)
    center = np.log(inside / (1 - inside))
    return Interval(1 / (1 + np.exp(slope - center)), 1 / (1 + np.exp(-slope - center)))


def bound_extremes(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    mean: NDArray[np.float64],
    count: NDArray[np.intp],
    *,
    level: float,
) -> Interval:
    """Replace the interval of shares of exactly 0 or 1 by the binomial bound for ``count``."""
    reach = 1 - ((1 - level) / 2) ** (1 / count)
    none, all_ = mean <= 1e-12, mean >= 1 - 1e-12
    low = np.where(none, 0.0, np.where(all_, 1 - reach, low))
    return Interval(low, np.where(none, reach, np.where(all_, 1.0, high)))


def proportion_interval(
    successes: ArrayLike, trials: ArrayLike, *, method: str = "wilson", level: float = 0.95
) -> Interval:
    """Confidence interval for a binomial proportion, such as the share of hand-coded articles.

    For shares of news articles use `share_by_period`: articles of one day are not independent.

    Parameters
    ----------
    successes, trials : array-like of int
        Counts, ``0 <= successes <= trials``.
    method : {'wilson', 'beta'}
        Wilson's score interval, or the equal-tailed Beta interval with Jeffreys' prior.
    level : float
        Nominal coverage.

    Returns
    -------
    Interval
        ``low`` and ``high``, from 0 to 1; NaN where there are no trials.

    Raises
    ------
    InputError
        If there are more successes than trials, or the method is unknown.

    References
    ----------
    Wilson (1927), JASA 22; Brown, Cai & DasGupta (2001), Statistical Science 16(2), sections 3.1
    and 4.1.

    Examples
    --------
    >>> low, high = proportion_interval(8, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.4902, 0.9433)
    """
    check_option("proportion_interval", "method", method, ("wilson", "beta"))
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    if (k < 0).any() or (k > n).any():
        bad = int(np.flatnonzero((k < 0) | (k > n))[0])
        message = (
            f"proportion_interval: successes must lie between 0 and trials; got {k.flat[bad]:g} of "
            f"{n.flat[bad]:g}."
        )
        raise InputError(message)
    low, high = _wilson(k, n, level) if method == "wilson" else _jeffreys(k, n, level)
    empty = n == 0
    return Interval(np.where(empty, np.nan, low), np.where(empty, np.nan, high))


def _wilson(k: NDArray[np.float64], n: NDArray[np.float64], level: float) -> Interval:
    z = ndtri((1 + level) / 2)
    trials = np.maximum(n, 1)
    p = k / trials
    center = (p + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z * np.sqrt(p * (1 - p) / trials + z**2 / (4 * trials**2)) / (1 + z**2 / trials)
    return Interval(np.where(k == 0, 0.0, center - half), np.where(k == n, 1.0, center + half))


def _jeffreys(k: NDArray[np.float64], n: NDArray[np.float64], level: float) -> Interval:
    tail = (1 - level) / 2
    low = betaincinv(k + 0.5, n - k + 0.5, tail)
    high = betaincinv(k + 0.5, n - k + 0.5, 1 - tail)
    return Interval(np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high))
