"""Coverage, level and power of the intervals and tests in simulated corpora.

    python benchmarks/calibration.py             the table of docs/comparing.md (about ten minutes)
    python benchmarks/calibration.py --worlds 60 a quick look

Every simulated corpus ("world") has a known true share: articles are nested in days, with an
intraclass correlation of 0.1 unless stated otherwise, and a day has 1 to about 8 articles. 95 %
intervals should cover the truth in 93 to 97 % of worlds, tests at 5 % should reject a true null in
4 to 6 %, change points should be found within one period with at most 5 % false alarms. The last
column is twice the Monte Carlo standard error of the rate.
"""

from __future__ import annotations

import argparse
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from calibration_outlets import (
    expected_holds,
    expected_rejected,
    pair_gap_found,
    pair_null_rejected,
    step_for_all_rejected,
)

import toolkit as tt
from toolkit.regression.fractional_logit import fit_fractional_logit
from toolkit.stats.clusters import sum_clusters
from toolkit.stats.intervals import mean_interval

if TYPE_CHECKING:
    from collections.abc import Callable

ICC = 0.1


def make_articles(rng, n_days, share, *, kind="present", icc=ICC, n_columns=1, per_day=3.0):
    """Simulate a corpus: the values of each article (rows) and its day."""
    sizes = 1 + rng.poisson(per_day, n_days)
    day = np.repeat(np.arange(n_days), sizes)
    scale = 1 / icc - 1
    level = rng.beta(share * scale, (1 - share) * scale, (n_days, n_columns))[day]
    if kind == "present":
        return (rng.random(level.shape) < level).astype(float), day
    low = np.maximum(2 * level, 1e-3), np.maximum(2 * (1 - level), 1e-3)
    return rng.beta(*low), day


def as_tables(values, day, start="2016-01-01"):
    """Convert simulated values to the tables that the toolkit takes."""
    ids = pd.Index([f"a{i:06d}" for i in range(len(day))], name="article_id")
    shares = pd.DataFrame(values, index=ids).rename_axis(columns="topic")
    dates = pd.Series(pd.Timestamp(start) + pd.to_timedelta(day, unit="D"), index=ids)
    return shares, dates


def interval_holds(seed, *, n_days, share, kind="present", method="bootstrap"):
    """Whether the 95 % interval for a period's share covers the true share."""
    rng = np.random.default_rng([1, seed])
    values, day = make_articles(rng, n_days, share, kind=kind)
    sums = sum_clusters(values, day)
    low, high = mean_interval([sums], method=method, n_resamples=600, rng=rng)
    return bool(low[0] <= share <= high[0])


def articles_interval_holds(seed, *, n_days, share):
    """Whether it does so with articles treated as independent."""
    rng = np.random.default_rng([1, seed])
    values, day = make_articles(rng, n_days, share)
    sums = sum_clusters(values, np.arange(len(day)))
    low, high = mean_interval([sums], method="t", n_resamples=600, rng=rng)
    return bool(low[0] <= share <= high[0])


def make_groups(seed, *, nested, n_days, n_columns=1, gap=0.0, icc=ICC):
    """Simulate two periods (days nested in groups) or two outlets on the same days."""
    rng = np.random.default_rng([2, seed])
    values, day = make_articles(rng, n_days, 0.25, n_columns=n_columns, icc=icc, per_day=5.0)
    first = (
        rng.permutation(np.arange(n_days) < n_days // 2)[day]
        if nested
        else rng.random(len(day)) < 0.5
    )
    change = rng.random(values.shape) < gap / 0.75
    values = np.where(first[:, None] & change, 1.0, values)
    shares, dates = as_tables(values, day)
    return shares, pd.Series(np.where(first, "A", "B"), index=shares.index), dates


def difference_holds(seed, *, nested, n_days, gap):
    """Whether the interval for a difference covers the true one."""
    shares, groups, dates = make_groups(seed, nested=nested, n_days=n_days, gap=gap)
    row = tt.compare_groups(
        shares, groups, baseline="B", dates=dates, n_permutations=99, random_state=seed
    ).iloc[0]
    return bool(row["low"] <= gap <= row["high"])


def null_rejected(seed, *, nested, n_days, by_article=False):
    """Whether a true null is rejected at 5 % (one topic)."""
    shares, groups, dates = make_groups(seed, nested=nested, n_days=n_days)
    table = tt.compare_groups(
        shares, groups, baseline="B", dates=None if by_article else dates,
        n_permutations=199, random_state=seed,
    )  # fmt: skip
    return bool(table["p_value"].item() <= 0.05)


def any_of_twenty_rejected(seed, *, adjusted):
    """Whether any of twenty null topics is significant at 5 %."""
    shares, groups, dates = make_groups(seed, nested=True, n_days=60, n_columns=20)
    table = tt.compare_groups(
        shares, groups, baseline="B", dates=dates, n_permutations=399, random_state=seed
    )
    return bool((table["p_adjusted" if adjusted else "p_value"] <= 0.05).any())


def divergence_rejected(seed, *, nested, by_article=False):
    """Whether the divergence of two equal groups is significant at 5 %."""
    rng = np.random.default_rng([3, seed])
    n_days = 50
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(5, n_days))
    base = rng.dirichlet(np.full(8, 1.5), n_days)[day]
    draws = rng.gamma(4 * base + 1e-3)
    shares, dates = as_tables(draws / draws.sum(axis=1, keepdims=True), day)
    first = rng.permutation(np.arange(n_days) < 25)[day] if nested else rng.random(len(day)) < 0.5
    groups = pd.Series(np.where(first, "A", "B"), index=shares.index)
    row = tt.compare_distributions(
        shares, groups, dates=None if by_article else dates, n_permutations=199, random_state=seed
    ).iloc[0]
    return bool(row["p_value"] <= 0.05)


def make_months(seed, levels):
    """Simulate months of twenty days at given levels, as shares per month."""
    rng = np.random.default_rng([4, seed])
    rows = []
    for level in levels:
        values, _ = make_articles(rng, 20, level)
        rows.append((values.mean(), len(values)))
    table = pd.DataFrame(rows, columns=["share", "n_articles"])
    table["period"] = pd.date_range("2010-01-01", periods=len(levels), freq="MS", unit="us")
    return table.assign(theme="war")


def planted_break(seed):
    """Search for a break from 15 to 30 % in the 36th of 60 months."""
    table = make_months(seed, np.where(np.arange(60) < 35, 0.15, 0.30))
    return tt.change_points(table, n_permutations=199, random_state=seed)


def break_found(seed):
    """Whether a planted break is found within one period."""
    found = planted_break(seed)
    months = (found["period"].dt.year - 2010) * 12 + found["period"].dt.month - 1
    return bool((months.sub(35).abs() <= 1).any())


def break_dated(seed):
    """Whether the 95 % confidence set of a planted break, if found, covers its month."""
    found = planted_break(seed)
    if found.empty:
        return True
    true = pd.Timestamp("2012-12-01")
    return bool(((found["earliest"] <= true) & (true <= found["latest"])).any())


def two_breaks_found(seed):
    """Whether two planted breaks are both found within one period, and no third."""
    levels = np.select([np.arange(60) < 20, np.arange(60) < 40], [0.15, 0.35], 0.15)
    found = tt.change_points(make_months(seed, levels), n_permutations=199, random_state=seed)
    months = (found["period"].dt.year - 2010) * 12 + found["period"].dt.month - 1
    return (
        sorted(months.tolist()) != []
        and len(months) == 2
        and bool((np.abs(np.sort(months) - [20, 40]) <= 1).all())
    )


def false_break(seed):
    """Whether a break is found in a series without one."""
    table = make_months(seed, np.full(60, 0.2))
    return bool(len(tt.change_points(table, n_permutations=199, random_state=seed)) > 0)


def event_rejected(seed):
    """Whether an ordinary date is significant at 5 %."""
    rng = np.random.default_rng([5, seed])
    values, day = make_articles(rng, 365, 0.25)
    shares, dates = as_tables(values, day)
    row = tt.event_effect(shares, dates, dates.min() + pd.Timedelta(days=180)).iloc[0]
    return bool(row["p_adjusted"] <= 0.05)


def any_theme_rejected(seed):
    """Whether an ordinary date is significant in any of five themes."""
    rng = np.random.default_rng([5, seed])
    values, day = make_articles(rng, 365, 0.25, n_columns=5)
    shares, dates = as_tables(values, day)
    table = tt.event_effect(shares, dates, dates.min() + pd.Timedelta(days=180))
    return bool((table["p_adjusted"] <= 0.05).any())


def make_outlets(seed, n_outlets, n_treated):
    """Simulate outlets of unequal size and level, and a treatment without effect."""
    rng = np.random.default_rng([7, seed])
    sizes = rng.integers(10, 80, n_outlets)
    outlet = np.repeat(np.arange(n_outlets), sizes)
    kind = np.where((rng.permutation(n_outlets) < n_treated)[outlet], "new", "old")
    level = rng.beta(2, 5, n_outlets)[outlet]
    shares, _ = as_tables((rng.random(len(outlet)) < level).astype(float)[:, None], outlet)
    about = pd.DataFrame({"kind": kind, "outlet": [f"outlet {k}" for k in outlet]}, shares.index)
    return shares, about


def outlet_effect_rejected(seed, *, n_outlets, n_treated, errors="CR2"):
    """Whether a regression finds an effect of the kind of outlet where there is none."""
    shares, about = make_outlets(seed, n_outlets, n_treated)
    row = tt.prevalence_regression(
        shares, about, "kind", clusters=about["outlet"], errors=errors, random_state=seed
    ).iloc[0]
    return not row["low"] <= 0 <= row["high"]


def outlet_effect_rejected_plainly(seed, *, n_outlets, n_treated):
    """Whether ordinary clustered errors (CR1) and the normal distribution do."""
    shares, about = make_outlets(seed, n_outlets, n_treated)
    design = np.column_stack([np.ones(len(about)), about["kind"] == "old"]).astype(float)
    codes = pd.factorize(about["outlet"])[0].astype(np.intp)
    fit = fit_fractional_logit(design, shares[0].to_numpy(), codes)
    return bool(abs(fit.coefficients[1]) > 1.96 * np.sqrt(fit.covariance[1, 1]))


def divergence_holds(seed, *, shift):
    """Whether the interval for the divergence of two periods covers the true one."""
    rng = np.random.default_rng([9, seed])
    n_days = 50
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(5, n_days))
    first = rng.permutation(np.arange(n_days) < 25)[day]
    unit = np.eye(8)[0]
    base = rng.dirichlet(np.full(8, 1.5), n_days)[day]
    base = np.where(first[:, None], base * (1 - shift) + shift * unit, base)
    draws = rng.gamma(4 * base + 1e-3)
    shares, dates = as_tables(draws / draws.sum(axis=1, keepdims=True), day)
    even = np.full(8, 1 / 8)
    means = [(4 * x + 1e-3) / 4.008 for x in (even, even * (1 - shift) + shift * unit)]
    true = float(tt.stats.jensen_shannon(*means))
    groups = pd.Series(np.where(first, "A", "B"), index=shares.index)
    row = tt.compare_distributions(
        shares, groups, dates=dates, n_permutations=99, random_state=seed
    ).iloc[0]
    return bool(row["low"] <= true <= row["high"])


def within_holds(seed):
    """Whether the interval for the within effect covers it while the mix changes too."""
    rng = np.random.default_rng([11, seed])
    day = np.repeat(np.arange(120), 1 + rng.poisson(9, 120))
    late = (day >= 60).astype(int)
    size, tilt = 1 / np.sqrt(np.arange(1, 31)), np.linspace(0.7, 1.3, 30)
    mix = np.stack([size * tilt, size * tilt[::-1]])
    mix /= mix.sum(axis=1, keepdims=True)
    outlet = np.array([rng.choice(30, p=mix[k]) for k in late])
    level = np.linspace(0.1, 0.5, 30)[outlet] + 0.1 * late + rng.normal(0, 0.05, 120)[day]
    shares, dates = as_tables((rng.random(len(day)) < level).astype(float)[:, None], day)
    names = pd.Series([f"outlet {k:02d}" for k in outlet], index=shares.index)
    half = pd.Series(np.where(late == 1, "late", "early"), index=shares.index)
    row = tt.attribute_change(
        shares, half, names, group="late", baseline="early", dates=dates, n_resamples=300,
        random_state=seed,
    ).iloc[-1]  # fmt: skip
    return bool(row["within_low"] <= 0.1 <= row["within_high"])


def corrected_holds(seed):
    """Whether the interval for a share corrected by 250 hand codes covers the true one."""
    rng = np.random.default_rng([6, seed])
    truth = (rng.random(3000) < 0.2) * 1.0
    said = np.where(rng.random(3000) < 0.15, 1 - truth, truth)
    coded = pd.Series(truth).where(pd.Series(rng.permutation(3000)) < 250)
    row = tt.validation.correct_prevalence(pd.Series(said), coded).iloc[0]
    return bool(row["low"] <= truth.mean() <= row["high"])


VOCABULARY = np.array([f"w{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(600)])


def make_texts(seed, n_days, *, per_day=3.0):
    """Simulate texts of 120 words; a day's stories draw on a vocabulary of their own size."""
    rng = np.random.default_rng([13, seed])
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(per_day, n_days))
    size = (rng.uniform(120, 300, n_days)[day] * rng.uniform(0.7, 1.3, len(day))).astype(int)
    texts = [" ".join(VOCABULARY[rng.integers(0, n, 120)]) for n in size]
    dates = pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D")
    return rng, texts, pd.DataFrame({"date": dates}), day


def diversity_rejected(seed, *, nested, n_days):
    """Whether two groups of texts made alike differ in lexical diversity at 5 %."""
    rng, texts, articles, day = make_texts(seed, n_days)
    first = (
        rng.permutation(np.arange(n_days) < n_days // 2)[day]
        if nested
        else rng.random(len(day)) < 0.5
    )
    articles["source"] = np.where(first, "A", "B")
    tokens = tt.tokenize(texts, stop_words=None, progress=False)
    table = tt.lexical_diversity(tokens, articles, by="source", random_state=seed)
    return bool(table["p_value"].min() <= 0.05)


@cache
def mean_diversity():
    """Return the mean MTLD of such texts, from 40,000 of them."""
    _, texts, articles, _ = make_texts(2**20, 10_000)
    tokens = tt.tokenize(texts, stop_words=None, progress=False)
    return float(tt.lexical_diversity(tokens, articles)["mtld"].item())


def diversity_holds(seed, *, n_days):
    """Whether the interval for mean lexical diversity covers the true one."""
    _, texts, articles, _ = make_texts(seed, n_days)
    tokens = tt.tokenize(texts, stop_words=None, progress=False)
    row = tt.lexical_diversity(tokens, articles, random_state=seed).iloc[0]
    return bool(row["low"] <= mean_diversity() <= row["high"])


COVER, REJECT = "93-97 %", "4-6 %"
Check = tuple[str, str, "Callable[[int], bool]"]


def checks() -> list[Check]:
    """List every measured property with the rate it should have."""
    kinds = ((0.05, "present"), (0.2, "present"), (0.2, "part"))
    shares = [
        (
            f"interval of a share, {days} days, {share:.0%}, {kind}",
            COVER,
            partial(interval_holds, n_days=days, share=share, kind=kind),
        )
        for days in (15, 25, 60)
        for share, kind in kinds
    ]
    methods = [
        (
            f"- the same by {method}, 25 days, 20%",
            COVER,
            partial(interval_holds, n_days=25, share=0.2, method=method),
        )
        for method in ("percentile", "t", "logit-t")
    ]
    return [*shares, *methods, *comparisons(), *others()]


def comparisons() -> list[Check]:
    """List the properties of comparisons between groups."""
    null, apart = partial(null_rejected, n_days=100), partial(difference_holds, n_days=40, gap=0.15)
    return [
        (
            "- with articles as units",
            "too low",
            partial(articles_interval_holds, n_days=25, share=0.2),
        ),
        ("difference of two periods, 20 + 20 days", COVER, partial(apart, nested=True)),
        ("difference of two outlets, 40 days", COVER, partial(apart, nested=False)),
        ("true null, two periods, 15 + 15 days", REJECT, partial(null, nested=True, n_days=30)),
        ("true null, two periods, 50 + 50 days", REJECT, partial(null, nested=True)),
        ("true null, two outlets, 50 days", REJECT, partial(null, nested=False, n_days=50)),
        (
            "- two periods, articles as units",
            "too high",
            partial(null, nested=True, by_article=True),
        ),
        ("any of 20 null topics, max-T", REJECT, partial(any_of_twenty_rejected, adjusted=True)),
        ("- the same unadjusted", "too high", partial(any_of_twenty_rejected, adjusted=False)),
        ("divergence of like periods", REJECT, partial(divergence_rejected, nested=True)),
        ("divergence of like outlets", REJECT, partial(divergence_rejected, nested=False)),
        (
            "- two periods, articles as units",
            "too high",
            partial(divergence_rejected, nested=True, by_article=True),
        ),
        ("divergence of two periods, 0.22 bits", COVER, partial(divergence_holds, shift=0.6)),
        ("divergence of two periods, 0.01 bits", ">= 93 %", partial(divergence_holds, shift=0.1)),
        ("what changed within 30 outlets", COVER, within_holds),
        ("lexical diversity, 25 days", COVER, partial(diversity_holds, n_days=25)),
        (
            "lexical diversity of like outlets, 50 days",
            REJECT,
            partial(diversity_rejected, nested=False, n_days=50),
        ),
        (
            "lexical diversity of like periods, 25 + 25 days",
            REJECT,
            partial(diversity_rejected, nested=True, n_days=50),
        ),
        ("true null, pairs of the same day and section", REJECT, pair_null_rejected),
        (
            "- the same, all articles",
            "too high",
            partial(pair_null_rejected, matched=False),
        ),
        ("- ten points between pairs found", "power", pair_gap_found),
        *regressions(),
    ]


def regressions() -> list[Check]:
    """List the properties of regressions over few clusters."""
    few = {"n_outlets": 12, "n_treated": 6}
    uneven = {"n_outlets": 12, "n_treated": 3}
    many = {"n_outlets": 60, "n_treated": 30}
    return [
        (
            "no effect, 12 outlets, 6 of them treated",
            REJECT,
            partial(outlet_effect_rejected, **few),
        ),
        ("no effect, 12 outlets, 3 treated", REJECT, partial(outlet_effect_rejected, **uneven)),
        ("no effect, 60 outlets, 30 treated", REJECT, partial(outlet_effect_rejected, **many)),
        (
            "- the same by wild bootstrap, 12 and 6",
            REJECT,
            partial(outlet_effect_rejected, errors="wild", **few),
        ),
        (
            "- the same by CR1 and the normal distribution, 12 and 6",
            "too high",
            partial(outlet_effect_rejected_plainly, **few),
        ),
        (
            "- the same by CR1 and the normal distribution, 12 and 3",
            "too high",
            partial(outlet_effect_rejected_plainly, **uneven),
        ),
    ]


def others() -> list[Check]:
    """List the properties of time series and hand codes."""
    return [
        ("ordinary date taken for an event", REJECT, event_rejected),
        ("ordinary date, any of five themes", REJECT, any_theme_rejected),
        ("ordinary date, one outlet beside four", REJECT, expected_rejected),
        ("- with news that last longer", REJECT, partial(expected_rejected, phi=0.97)),
        ("- change common to all outlets", REJECT, step_for_all_rejected),
        ("- twelve points of one outlet found", "power", partial(expected_rejected, step=0.12)),
        ("- and within the interval", ">= 93 %", expected_holds),
        ("false change point", "<= 5 %", false_break),
        ("planted change point found within a month", ">= 90 %", break_found),
        ("- both of two", ">= 90 %", two_breaks_found),
        ("- its month within the set of dates", ">= 95 %", break_dated),
        ("share corrected by 250 hand codes", COVER, corrected_holds),
    ]


def rate(check: Callable[[int], bool], n_worlds: int) -> float:
    """Share of simulated corpora for which ``check`` is true."""
    return float(np.mean([check(seed) for seed in range(n_worlds)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=1000, help="corpora per line (default 1000)")
    parser.add_argument("--only", default="", help="lines that contain this")
    options = parser.parse_args()
    print(f"| Property ({options.worlds} simulated corpora each) | aim | measured | ± |")
    print("|---|---|---|---|")
    for name, aim, check in checks():
        if options.only not in name:
            continue
        measured = rate(check, options.worlds)
        error = 2 * np.sqrt(max(measured * (1 - measured), 0.01) / options.worlds)
        print(f"| {name} | {aim} | {measured:.1%} | {error:.1%} |", flush=True)


if __name__ == "__main__":
    main()
