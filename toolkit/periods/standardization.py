"""Shares per period, directly standardized to a fixed mix of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import expit, logit, stdtrit

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.periods.calendar import FREQUENCIES
from toolkit.periods.interval_rules import LEVEL, IntervalRule
from toolkit.periods.period_sample import PeriodSample
from toolkit.periods.period_shares import Estimate, long_table
from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import ClusterSums, free_clusters, sum_clusters
from toolkit.stats.intervals import bound_extremes
from toolkit.stats.share_tables import aligned, as_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "standardize_shares"


def standardize_shares(
    shares: pd.DataFrame,
    dates: pd.Series,
    by: pd.Series,
    *,
    freq: str = "MS",
    clusters: pd.Series | None = None,
    precision: pd.Series | None = None,
    min_articles: int = 10,
) -> pd.DataFrame:
    """Shares per period with the mix of outlets (or sections) held fixed.

    Within each period, labels are weighted to their share of all articles of the corpus (direct
    standardization). If a label has no articles in a period, its weight is divided among the
    others, and ``covered`` reports how much of the mix the period has.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    dates : Series of datetime64, indexed by article_id
        Dates of the articles.
    by : Series of labels, indexed by article_id
        Outlet, section or length class of each article.
    freq : {'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'}
        Calendar periods.
    clusters : Series of labels, indexed by article_id, optional
        As for `share_by_period`: days by default.
    precision : Series of str, indexed by article_id, optional
        As for `share_by_period`: dates of months are left out of days and weeks, dates of years
        also of months and quarters.
    min_articles : int
        Periods with fewer articles get no interval.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.PERIOD_SHARES`, and ``covered``: the proportion of the mix
        that has articles in the period (0 to 1). Intervals: cluster t on the logit scale.

    Raises
    ------
    InputError
        If ``by`` is missing for an article.

    References
    ----------
    Direct standardization: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and
    Proportions, chapter 19.

    Examples
    --------
    >>> ids = pd.Index([f"a{i:02d}" for i in range(80)], name="article_id")
    >>> dates = pd.Series(pd.date_range("2016-05-02", periods=20).repeat(4), index=ids)
    >>> source = pd.Series(["Post", "Post", "Post", "Times"] * 20, index=ids)
    >>> shares = pd.DataFrame({"war": np.where(source == "Times", 1.0, 0.0)}, index=ids)
    >>> table = standardize_shares(shares.rename_axis(columns="theme"), dates, source, freq="MS")
    >>> table[["share", "covered", "n_articles"]].iloc[0].tolist()
    [0.25, 1.0, 80.0]
    """
    shares = as_shares(FUNCTION, shares)
    check_option(FUNCTION, "freq", freq, FREQUENCIES)
    check_count(FUNCTION, "min_articles", min_articles, least=1)
    sample = PeriodSample.of(
        [shares], dates, freq, precision=precision, clusters=clusters, function=FUNCTION
    )
    labels = aligned(FUNCTION, by, sample.articles, name="by")
    if labels.isna().any():
        first = str(labels.index[labels.isna().to_numpy()][0])
        message = f"{FUNCTION}: by is missing for article {first!r}. Give every article a label."
        raise InputError(message)
    codes = pd.factorize(labels.astype("str"), sort=True)[0]
    mix = np.bincount(codes) / len(codes)
    rule = IntervalRule("logit-t", 0, min_articles, freq, sample.unit)
    pairs = [_estimate(sample, n, codes, mix, rule) for n in range(len(sample.periods))]
    table = long_table(sample, [estimate for estimate, _ in pairs])
    table["covered"] = np.repeat([covered for _, covered in pairs], len(sample.columns))
    for name, value in sample.facts.items():
        table.attrs[name] = value
    table.attrs["interval"] = rule.facts()["interval"]
    table.attrs["standardized_by"] = "by" if by.name is None else str(by.name)
    return table


def _estimate(  # noqa: PLR0917 - five arguments, each used once
    sample: PeriodSample,
    number: int,
    codes: NDArray[np.intp],
    mix: NDArray[np.float64],
    rule: IntervalRule,
) -> tuple[Estimate, float]:
    rows = sample.rows[number]
    clusters = pd.factorize(sample.clusters[rows], sort=True)[0]
    n_clusters = len(set(clusters))
    note = rule.refusal(len(rows), n_clusters, sample.periods[number])
    missing = np.full(len(sample.columns), np.nan)
    if len(rows) == 0:
        return Estimate(missing, missing, missing, 0, 0, note), 0.0
    values, label = sample.draws[0][rows], codes[rows]
    counts = np.bincount(label, minlength=len(mix))
    covered = float(mix[counts > 0].sum())
    weights = mix[label] / counts[label] / covered
    share = weights @ values
    low, high = missing, missing
    if not note:
        found = sum_clusters(values, clusters, weights=weights)
        apart = weights[:, None] * _residuals(values, label, counts, share)
        scores = np.zeros((n_clusters, values.shape[1]))
        np.add.at(scores, clusters, apart)
        usual = _logit_t(share, scores, free_clusters(found.sizes))
        usual = bound_extremes(*usual, share, np.array(n_clusters), level=LEVEL)
        equal = 1 / (weights @ weights)  # so many articles of equal weight (Kish)
        (low,), (high,) = sample.rare.replace(
            Interval(usual.low[None], usual.high[None]),
            [[ClusterSums(found.sums * equal, found.sizes * equal)]],
            level=LEVEL,
        )
    return Estimate(share, low, high, len(rows), n_clusters, note), covered


def _residuals(
    values: NDArray[np.float64],
    label: NDArray[np.intp],
    counts: NDArray[np.int64],
    share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Residuals from each label's mean: differences between labels are not sampling error here.

    The mean of few articles lies too near to them, which the factor undoes (1 for a single label);
    that of one article is the article itself, so it is set against the share of the period instead.
    """
    means = np.zeros((len(counts), values.shape[1]))
    np.add.at(means, label, values)
    means /= np.maximum(counts, 1)[:, None]
    means[counts == 1] = share
    factor = np.sqrt(counts / np.maximum(counts - 1, 1) * (1 - 1 / len(values)))
    return np.asarray((values - means[label]) * factor[label, None])


def _logit_t(share: NDArray[np.float64], scores: NDArray[np.float64], free: float) -> Interval:
    count = len(scores)
    error = np.sqrt((scores**2).sum(axis=0) * count / (count - 1))
    inside = np.clip(share, 1e-9, 1 - 1e-9)
    reach = np.minimum(stdtrit(free, 0.975) * error / (inside * (1 - inside)), 50.0)
    return Interval(expit(logit(inside) - reach), expit(logit(inside) + reach))
