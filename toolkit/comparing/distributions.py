"""Whole topic distributions of two groups: bias-corrected distance, test and drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from toolkit._core.number_words import count
from toolkit.comparing.contrasts import Pair, exchange_units, lasting_columns
from toolkit.comparing.divergence import divergence_interval, size_bias
from toolkit.comparing.result_text import words_on_left_out
from toolkit.comparing.selection import Sample, choose_sample, refusal
from toolkit.errors import InputError
from toolkit.stats.clusters import count_distinct
from toolkit.stats.distances import divergence_terms, hellinger
from toolkit.stats.multiplicity import adjust_p_values
from toolkit.stats.neighbour_days import are_spans
from toolkit.stats.number_format import format_p_value, format_points, spoken_name
from toolkit.stats.permutation import (
    N_PERMUTATIONS,
    SIGNIFICANCE_LEVEL,
    permutation_p_value,
    shuffle_within,
)
from toolkit.stats.share_tables import make_rng

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from toolkit.stats.neighbour_days import LastingColumns

FUNCTION = "compare_distributions"
N_DRIVERS = 5
NORMAL = float(ndtri(0.975))


def compare_distributions(
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    baseline: str | None = None,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    block: pd.Series | None = None,
    n_permutations: int = N_PERMUTATIONS,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Compare whole topic distributions between groups, corrected for sample size.

    Any two groups of articles differ, and small groups differ more (0.19 bits between random halves
    of one outlet with ten articles each). The distance is therefore reported together with its
    expectation under permutation and with a bias-corrected estimate.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares, each row summing to 1; ``columns.name`` is ``'topic'`` (or ``'theme'``).
    groups : Series of labels, indexed by article_id
        Outlet or named period of each article.
    baseline : str, optional
        Reference group; by default the one with most articles.
    dates : Series of datetime64, indexed by article_id, optional
        If given, days are the clusters.
    clusters : Series of labels, indexed by article_id, optional
        Clusters of articles, instead of days.
    block : Series of labels, indexed by article_id, optional
        Labels are permuted only within a block; by default as in `compare_groups`.
    n_permutations : int
        Number of permutations of whole clusters, at least 99.
    random_state : int, Generator or None
        Seed of the permutations.

    Returns
    -------
    DataFrame
        One row per group: ``jensen_shannon`` (bits, 0 to 1) as measured; ``by_chance``, its mean
        under permutation (between two spans of days, differences are as much larger as news that
        lasts makes them); ``excess``, the difference of the two; ``corrected``, minus the analytic
        bias (may be below 0), with its 95 % interval ``low`` to ``high``; ``hellinger`` and
        ``hellinger_excess``; ``p_value`` of the Jensen-Shannon divergence and ``p_adjusted`` over
        all groups (Holm); ``n_articles``, ``n_baseline``, ``n_clusters``; ``drivers``, the five
        topics that contribute most; and ``sentence``.

    Raises
    ------
    InputError
        If rows do not sum to 1.
    TooFewArticlesError
        If the baseline, or every other group, has fewer than ten articles or clusters.

    References
    ----------
    Lin (1991) for the divergence; Gentzkow, Shapiro & Taddy (2019), Econometrica 87(4), for the
    size bias; the analytic correction is the second-order term of the delta method with
    cluster-robust variances, and the interval uses the variance of both terms; Holm (1979); Newey &
    West (1987), Econometrica 55(3), for news that lasts.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i}" for i in range(300)], name="article_id")
    >>> topics = pd.DataFrame(rng.dirichlet([0.3] * 5, 300), index=ids).rename_axis(columns="topic")
    >>> source = pd.Series(np.tile(["Post", "Times"], 150), index=ids)
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=150).repeat(2), index=ids)
    >>> row = compare_distributions(topics, source, dates=dates, random_state=1).iloc[0]
    >>> bool(row["p_value"] > 0.05), bool(row["by_chance"] > 0)
    (True, True)
    """
    sample, base, others = choose_sample(
        FUNCTION,
        shares,
        groups,
        baseline=baseline,
        n_permutations=n_permutations,
        dates=dates,
        clusters=clusters,
        block=block,
    )
    check_rows(FUNCTION, shares)
    rows = []
    for number, group in enumerate(others):
        rng = make_rng(FUNCTION, random_state, number)
        rows.append(_one(sample, group, base, n_permutations=n_permutations, rng=rng))
    table = pd.DataFrame(rows)
    table.insert(
        list(table.columns).index("p_value") + 1,
        "p_adjusted",
        adjust_p_values(table["p_value"], method="holm"),
    )
    table["sentence"] = _sentences(table, sample)
    for name, value in sample.facts.items():
        table.attrs[name] = value
    table.attrs["n_permutations"] = n_permutations
    table.attrs["adjusted"] = (
        f"Holm over {count(int(table['p_value'].notna().sum()), 'comparison')}"
    )
    return table


def check_rows(function: str, shares: pd.DataFrame) -> None:
    """Raise `InputError` unless each article's shares sum to 1 (or are missing)."""
    totals = shares.sum(axis=1, skipna=False).dropna()
    odd = totals[(totals - 1).abs() > 1e-6]
    if len(odd):
        message = (
            f"{function}: each article's shares must sum to 1, as topic shares do; those of "
            f"{str(odd.index[0])!r} sum to {odd.iloc[0]:g}. Themes overlap and do not cover every "
            f"article: compare them one by one with compare_groups."
        )
        raise InputError(message)


def _one(
    sample: Sample, group: str, base: str, *, n_permutations: int, rng: np.random.Generator
) -> dict[str, object]:
    pair = Pair.of(sample, group, base)
    p, q = pair.means()
    row: dict[str, object] = {
        "group": group,
        "baseline": base,
        "n_articles": int(pair.first.sum()),
        "n_baseline": int((~pair.first).sum()),
        "n_clusters": count_distinct(pair.clusters),
        "note": refusal(sample, group),
    }
    terms = divergence_terms(p, q)
    distance = float(terms.sum())
    by_chance, hell_chance, p_value = np.nan, np.nan, np.nan
    low, high = np.nan, np.nan
    lasting = span_lasting(sample, pair)
    factor = None if lasting is None else lasting.factor
    if not row["note"]:
        shuffled = _shuffled_means(pair, n_permutations, rng)
        hell_null, widest = hellinger(*shuffled), shuffled
        if lasting is not None:
            times: NDArray[np.float64] = np.sqrt(lasting.factor)
            # The factor is an estimate, and the test allows for that as the interval does.
            widest = further_apart(*shuffled, times * stdtrit(lasting.degrees, 0.975) / NORMAL)
            shuffled = further_apart(*shuffled, times)
            hell_null = np.sqrt(np.clip(1 - np.sqrt(shuffled[0] * shuffled[1]).sum(axis=1), 0, 1))
        null = divergence_terms(*shuffled).sum(axis=1)
        by_chance, hell_chance = float(null.mean()), float(hell_null.mean())
        null = null if widest is shuffled else divergence_terms(*widest).sum(axis=1)
        low, high = divergence_interval(pair, factor)
        p_value = float(permutation_p_value(distance, null))
    result = {
        "jensen_shannon": distance,
        "by_chance": by_chance,
        "excess": distance - by_chance,
        "corrected": distance - size_bias(pair, factor),
        "low": low,
        "high": high,
        "hellinger": float(hellinger(p, q)),
        "hellinger_excess": float(hellinger(p, q)) - hell_chance,
        "p_value": p_value,
        "drivers": _drivers(sample, terms, p - q),
    }
    return row | result


def span_lasting(sample: Sample, pair: Pair) -> LastingColumns | None:
    """Return how far news that lasts raises each topic's variance; None unless between spans."""
    if sample.facts["unit"] == "days" and are_spans(pair.clusters, pair.first):
        return lasting_columns(pair)
    return None


def _shuffled_means(
    pair: Pair, n_permutations: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    units = exchange_units(pair)
    labels = shuffle_within(units.first, units.blocks, n_permutations, rng).astype(np.float64)
    sums, sizes = units.sums.sums, units.sums.sizes
    means = [(side @ sums) / (side @ sizes)[:, None] for side in (labels, 1 - labels)]
    return means[0], means[1]


def further_apart(
    p: NDArray[np.float64], q: NDArray[np.float64], times: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Move shares away from their middle, ``times`` as far, though not below 0.

    Each topic's part of a divergence is a square of its difference, nearly; sums need not be 1.
    """
    middle = (p + q) / 2
    step = np.clip(times * (p - middle), -middle, middle)
    return middle + step, middle - step


def _drivers(sample: Sample, terms: NDArray[np.float64], difference: NDArray[np.float64]) -> str:
    total = max(float(terms.sum()), 1e-15)
    leading = np.argsort(-terms, kind="stable")[:N_DRIVERS]
    return "; ".join(
        f"{spoken_name(sample.columns[k], sample.label)} ({format_points(difference[k])} points, "
        f"{100 * terms[k] / total:.0f} % of the distance)"
        for k in leading
    )


def _sentences(table: pd.DataFrame, sample: Sample) -> list[str]:
    n_tests = int(table["p_value"].notna().sum())
    return [
        _sentence(row, n_tests, words_on_left_out(sample.facts, row["group"], row["baseline"]))
        for row in table.to_dict("records")
    ]


def _sentence(row: dict[Hashable, Any], n_tests: int, left_out: str) -> str:
    sizes = f"{row['n_articles']:,} and {row['n_baseline']:,} articles{left_out}"
    pair = f"{row['group']} and {row['baseline']}"
    if row["note"]:
        return f"The topics of {pair} cannot be compared: {sizes} are too few."
    corrected = f", corrected for {n_tests} comparisons" if n_tests > 1 else ""
    numbers = (
        f"Jensen-Shannon divergence {row['jensen_shannon']:.3f} bits, {row['by_chance']:.3f} "
        f"expected by chance; bias-corrected {max(row['corrected'], 0.0):.3f}, 95 % interval "
        f"{row['low']:.3f} to {row['high']:.3f}; {sizes}; "
        f"{format_p_value(row['p_adjusted'])}{corrected}"
    )
    if row["p_adjusted"] < SIGNIFICANCE_LEVEL:
        return f"The topics of {pair} differ more than expected by chance ({numbers})."
    if row["p_value"] < SIGNIFICANCE_LEVEL:
        return (
            f"The topics of {pair} differ, but not significantly after correction for {n_tests} "
            f"comparisons ({numbers})."
        )
    return f"The topics of {pair} differ no more than expected by chance ({numbers})."
