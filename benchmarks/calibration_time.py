"""Level, power and coverage over time: events, rare shares, holes, changes of composition.

    python benchmarks/calibration_time.py                     every table (about fifteen minutes)
    python benchmarks/calibration_time.py --only events       one of them (under five minutes)
    python benchmarks/calibration_time.py --worlds 60         a quick look

The tables are those of docs/methods.md. Events: 900 days of 40 articles, eight themes with a share
of 20 %, whose daily level follows an AR(1) process with coefficient 0.7; four events, 28 days on
each side, so 32 comparisons. A planted step is four standard errors of the difference of the two
windows. Rare shares: twelve periods per corpus, hits clustered by day (beta-binomial). Small
periods: twelve months of a few articles each, four topics with traces in all articles and 20 to
90 % of those about them; how often the interval holds the mean share, and its mean width. Holes: a
step in the middle of six months without articles. Composition: two periods in which every outlet
stays as it was, while the mix of outlets changes. Peaks: how often a period is named as the peak of
a theme at random, by the lower end of its interval alone and with the test against all others, and
how often the one in which the theme is twice and three times as common is. Decades: forty years of
one to twelve articles each; how often the interval of a decade holds the level of its own years,
and that of all decades, and how often a theme without a trend has a decade named as a peak.
"""

from __future__ import annotations

import argparse
from functools import partial

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.periods.daily import DailySums
from toolkit.periods.peaks import leading_period
from toolkit.periods.placebo import compare_with_placebo, placebo_dates
from toolkit.periods.step_tests import fit_noise, step_statistics
from toolkit.stats.clusters import ClusterSums
from toolkit.stats.intervals import mean_interval
from toolkit.stats.rare_shares import pooled_icc, replace_rare

N_DAYS, N_EVENTS, N_THEMES, WINDOW, PHI = 900, 4, 8, 28, 0.7
START = pd.Timestamp("2016-01-01")


def make_levels(rng, icc):
    """Daily levels of all themes: 20 % with an AR(1) of the given intraclass correlation."""
    spread = np.sqrt(icc * 0.2 * 0.8)
    noise = rng.normal(size=(N_DAYS + 50, N_THEMES))
    for day in range(1, len(noise)):
        noise[day] = PHI * noise[day - 1] + np.sqrt(1 - PHI**2) * noise[day]
    return 0.2 + spread * noise[50:]


def standard_error(icc):
    """Return the standard deviation of the difference of two neighbouring window means."""
    lags = np.abs(np.subtract.outer(np.arange(2 * WINDOW), np.arange(2 * WINDOW)))
    covariance = icc * 0.16 * PHI**lags + (1 - icc) * 0.16 / 40 * np.eye(2 * WINDOW)
    plain = np.repeat([-1 / WINDOW, 1 / WINDOW], WINDOW)
    return float(np.sqrt(plain @ covariance @ plain))


def judge_events(seed, *, icc, steps=0.0):
    """Return adjusted p-values of four events and eight themes, with a step in the first pair."""
    rng = np.random.default_rng([21, seed])
    level = make_levels(rng, icc)
    events = np.sort(rng.choice(np.arange(WINDOW, N_DAYS - WINDOW), N_EVENTS, replace=False))
    level[events[0] :, 0] += steps * standard_error(icc)
    sizes = rng.poisson(40, N_DAYS)
    sums = rng.binomial(sizes[:, None], level.clip(0, 1)).astype(float)
    daily = DailySums(START, sums, sizes.astype(float))
    statistic = step_statistics(daily, fit_noise(daily, events, WINDOW), WINDOW).statistic
    days = np.arange(N_DAYS)
    placebo = placebo_dates((days >= WINDOW) & (days <= N_DAYS - WINDOW), events, WINDOW)
    return compare_with_placebo(statistic, events, placebo, WINDOW).p_adjusted


def any_false_event(seed, *, icc):
    return bool((judge_events(seed, icc=icc) <= 0.05).any())


def planted_event_found(seed, *, icc):
    return bool(judge_events(seed, icc=icc, steps=4.0)[0, 0] <= 0.05)


def make_period(rng, *, n_articles, n_days, share, icc):
    """Cluster sums of one period with beta-binomial days."""
    sizes = np.maximum(rng.multinomial(n_articles, rng.dirichlet(np.full(n_days, 20.0))), 1)
    level = np.full(n_days, share)
    if icc > 0:
        level = rng.beta(share * (1 / icc - 1), (1 - share) * (1 / icc - 1), n_days)
    return ClusterSums(rng.binomial(sizes, level)[:, None].astype(float), sizes.astype(float))


def rare_coverage(seed, **design):
    """Part of twelve periods whose interval holds the true share."""
    rng = np.random.default_rng([22, seed])
    periods = [make_period(rng, **design) for _ in range(12)]
    correlation = pooled_icc(periods)
    held = []
    for period in periods:
        usual = mean_interval([period], method="bootstrap", n_resamples=400, rng=rng)
        found = replace_rare(usual, period, correlation, level=0.95)
        held.append(found.low[0] <= design["share"] <= found.high[0])
    return float(np.mean(held))


def hole_break(seed):
    """Find a step from 20 to 35 % in the middle of six months without articles."""
    rng = np.random.default_rng([23, seed])
    first = int(rng.integers(14, 40))
    share = np.where(np.arange(60) < first, 0.2, 0.35)
    months = pd.date_range("2010-01-01", periods=60, freq="MS", unit="us")
    table = pd.DataFrame({"period": months, "theme": "war", "n_articles": 60})
    table["share"] = rng.binomial(60, share) / 60
    table.loc[first - 3 : first + 2, ["share", "n_articles"]] = [np.nan, 0]
    found = tt.change_points(table, n_permutations=199, random_state=seed)
    return found, months[first]


def hole_dated(seed):
    """Whether the confidence set of a break in a hole, if one is found, holds its month."""
    found, month = hole_break(seed)
    return found.empty or bool(((found["earliest"] <= month) & (month <= found["latest"])).any())


def hole_found(seed):
    return bool(len(hole_break(seed)[0]))


def composition_rejected(seed, *, fixed):
    """Whether two periods differ at 5 % when only the mix of their four outlets does."""
    rng = np.random.default_rng([24, seed])
    day = np.repeat(np.arange(120), 1 + rng.poisson(8, 120))
    late = day >= 60
    mix = np.where(late[:, None], [0.2, 0.2, 0.2, 0.4], [0.35, 0.35, 0.25, 0.05])
    outlet = (rng.random(len(day))[:, None] > mix.cumsum(axis=1)).sum(axis=1).clip(0, 3)
    level = np.array([0.2, 0.25, 0.3, 0.6])[outlet] + rng.normal(0, 0.05, 120)[day]
    ids = pd.Index([f"a{i:05d}" for i in range(len(day))], name="article_id")
    shares = pd.DataFrame({"war": (rng.random(len(day)) < level) * 1.0}, index=ids)
    names = pd.Series([f"outlet {k}" for k in outlet], index=ids)
    table = tt.compare_groups(
        shares.rename_axis(columns="theme"),
        pd.Series(np.where(late, "late", "early"), index=ids),
        baseline="early",
        dates=pd.Series(START + pd.to_timedelta(day, unit="D"), index=ids),
        standardize=names if fixed else None,
        n_permutations=199,
        random_state=seed,
    )
    return bool(table["p_value"].item() <= 0.05)


def checks():
    """List (table, name, aim, function of a seed)."""
    events = [
        (f"any false event among 32, icc {icc}", "4-6 %", partial(any_false_event, icc=icc))
        for icc in (0.1, 0.016)
    ]
    events += [
        (f"planted event found, icc {icc}", ">= 80 %", partial(planted_event_found, icc=icc))
        for icc in (0.1, 0.016)
    ]
    holes = [
        ("break in a hole of six months found", ">= 80 %", hole_found),
        ("- its month within the confidence set", ">= 93 %", hole_dated),
    ]
    mixes = [
        (
            "same outlets, other mix: as collected",
            "too high",
            partial(composition_rejected, fixed=False),
        ),
        (
            "- with the mix of outlets held fixed",
            "4-6 %",
            partial(composition_rejected, fixed=True),
        ),
    ]
    groups = {"events": events, "holes": holes, "composition": mixes}
    return [(group, *check) for group, listed in groups.items() for check in listed]


def print_checks(worlds, only):
    """Print the table of rates."""
    print(f"| Property ({worlds} simulated corpora each) | aim | measured | ± |")
    print("|---|---|---|---|")
    for group, name, aim, check in checks():
        if only not in ("", group):
            continue
        measured = float(np.mean([check(seed) for seed in range(worlds)]))
        error = 2 * np.sqrt(max(measured * (1 - measured), 0.01) / worlds)
        print(f"| {name} | {aim} | {measured:.1%} | {error:.1%} |", flush=True)


def print_rare(worlds):
    """Print the coverage of rare shares: the mean over 10, 20 and 31 days, and their least."""
    print("| icc | true share | 100 articles | 1,000 | 10,000 |\n|---|---|---|---|---|")
    for icc in (0.0, 0.02, 0.1, 0.3):
        for share in (0.0001, 0.001, 0.01, 0.05):
            cells = []
            for n_articles in (100, 1000, 10_000):
                rates = [
                    np.mean(
                        [
                            rare_coverage(
                                seed, n_articles=n_articles, n_days=days, share=share, icc=icc
                            )
                            for seed in range(worlds)
                        ]
                    )
                    for days in (10, 20, 31)
                ]
                cells.append(f"{np.mean(rates):.1%} ({min(rates):.1%})")
            print(f"| {icc:g} | {share:.2%} | {' | '.join(cells)} |", flush=True)


TOPIC_RATES = (0.0, 0.01, 0.04, 0.2)


def topic_shares(rng, rate, days, icc):
    """Shares of a topic: traces, but 20 to 90 % of the articles about it, which days share."""
    level = np.full(days.max() + 1, rate)
    if icc > 0 and rate > 0:
        level = rng.beta(rate * (1 / icc - 1), (1 - rate) * (1 / icc - 1), len(level))
    traces = rng.exponential(0.002, len(days)).clip(0, 0.05)
    about = rng.random(len(days)) < level[days]
    return np.where(about, rng.uniform(0.2, 0.9, len(days)), traces)


def small_coverage(seed, *, n_articles, icc):
    """How often the intervals of twelve periods hold each topic's mean share, and their width."""
    rng = np.random.default_rng([25, seed])
    n_days = 28 if icc > 0 else n_articles  # else articles are independent: one to a day
    days = [np.sort(rng.permutation(np.arange(n_articles) % n_days)) for _ in range(12)]
    ids = pd.Index([f"a{i:06d}" for i in range(12 * n_articles)], name="article_id")
    shares = {
        rate: np.concatenate([topic_shares(rng, rate, one, icc) for one in days])
        for rate in TOPIC_RATES
    }
    months = pd.date_range("2016-01-01", periods=12, freq="YS", unit="us").repeat(n_articles)
    dates = pd.Series(months + pd.to_timedelta(np.concatenate(days), unit="D"), index=ids)
    table = tt.share_by_period(
        pd.DataFrame(shares, index=ids).rename_axis(columns="topic"),
        dates,
        freq="YS",
        n_resamples=400,
        random_state=seed,
    ).dropna(subset=["low"])
    trace = 0.002 * (1 - np.exp(-25))
    true = table["topic"].astype(float).map(lambda rate: rate * 0.55 + (1 - rate) * trace)
    held = (table["low"] <= true) & (true <= table["high"])
    width = table["high"] - table["low"]
    return pd.DataFrame({"held": held, "width": width}).groupby(table["topic"]).mean()


def print_small(worlds):
    """Print coverage and width of the intervals of topics in small periods."""
    print("| icc | articles | " + " | ".join(f"{rate:.0%} about it" for rate in TOPIC_RATES) + " |")
    print("|---|---|" + "---|" * len(TOPIC_RATES))
    for icc in (0.0, 0.1):
        for n_articles in (12, 24, 60, 200):
            each = [small_coverage(seed, n_articles=n_articles, icc=icc) for seed in range(worlds)]
            mean = pd.concat(each).groupby("topic").mean()
            cells = [f"{held:.1%} ({width:.4f})" for held, width in mean.to_numpy()]
            print(f"| {icc:g} | {n_articles} | {' | '.join(cells)} |", flush=True)


def peak_levels(rng, mean, icc, *, phi):
    """Levels of the theme on each day: independent beta, or an AR(1) process as for events."""
    if phi:
        noise = rng.normal(size=len(mean) + 50)
        for day in range(1, len(noise)):
            noise[day] = phi * noise[day - 1] + np.sqrt(1 - phi**2) * noise[day]
        return (mean + np.sqrt(icc * mean * (1 - mean)) * noise[50:]).clip(0, 1)
    return rng.beta(mean * (1 / icc - 1), (1 - mean) * (1 / icc - 1)) if icc > 0 else mean


def peak_named(seed, *, freq, n_articles, share, icc, phi=0.0, factor=1):
    """Whether a peak is named: by its interval alone, beyond chance, and in the planted period."""
    rng = np.random.default_rng([26, seed])
    days = pd.date_range("2001-01-01", "2007-12-31" if freq == "MS" else "2003-12-31", unit="us")
    part = rng.dirichlet(np.full(len(days), 20.0))
    dates = pd.Series(days[np.sort(rng.choice(len(days), n_articles, p=part))])
    starts = days.to_period(freq[0])
    planted = starts.unique()[rng.integers(starts.nunique())]
    mean = np.where(starts == planted, share * factor, share)
    level = peak_levels(rng, mean, icc, phi=phi)
    hit = rng.random(n_articles) < level[days.get_indexer(dates)]
    shares = pd.DataFrame({"war": hit * 1.0}).rename_axis(columns="theme")
    table = tt.share_by_period(shares, dates, freq=freq, n_resamples=200, random_state=seed)
    alone = leading_period(table)
    found = leading_period(table, among=table.attrs["stand_out"]["war"])
    right = found is not None and found["period"] == planted.start_time
    return alone is not None, found is not None, right


def print_peaks(worlds):
    """Print how often a peak is named in noise, before and now, and how often a planted one."""
    print("| periods, articles | share | icc | at random: interval alone | now | 2x | 3x |")
    print("|---|---|---|---|---|---|---|")
    for freq, n_articles in (("MS", 3000), ("MS", 12_000), ("QS", 3000), ("QS", 12_000)):
        name = f"{'84 months' if freq == 'MS' else '12 quarters'}, {n_articles:,}"
        for share in (0.01, 0.03, 0.1, 0.3):
            for icc in (0.0, 0.1, 0.3):
                print_peak_rates(
                    worlds, name, freq=freq, n_articles=n_articles, share=share, icc=icc
                )
        for phi, icc in ((PHI, 0.02), (PHI, 0.1), (0.85, 0.1), (0.93, 0.1)):
            print_peak_rates(
                worlds, f"{name}, waves {phi:g}", freq=freq, n_articles=n_articles, share=0.2,
                icc=icc, phi=phi,
            )  # fmt: skip


def print_peak_rates(worlds, name, **design):
    each = [
        np.mean([peak_named(seed, **design, factor=by) for seed in range(worlds)], axis=0)
        for by in (1, 2, 3)
    ]
    rates = [*each[0][:2], each[1][2], each[2][2]]
    cells = " | ".join(f"{rate:.0%}" for rate in rates)
    print(f"| {name} | {design['share']:.0%} | {design['icc']:g} | {cells} |", flush=True)


def decade_world(seed, *, freq, per_year, phi, kind, share=0.4, icc=0.1, n_years=40):
    """Return what the intervals of one world of yearly levels hold, and whether one is a peak."""
    rng = np.random.default_rng([26, seed, per_year])
    noise = rng.normal(size=n_years + 40)
    for year in range(1, len(noise)):
        noise[year] = phi * noise[year - 1] + np.sqrt(1 - phi**2) * noise[year]
    level = np.clip(share + np.sqrt(icc * share * (1 - share)) * noise[40:], 0.01, 0.99)
    years = np.repeat(np.arange(n_years), per_year)
    days = rng.integers(0, 365, len(years))
    starts = pd.to_datetime([f"{1860 + year}-01-01" for year in years])
    usual = level[years]
    if kind == "present":
        values = (rng.random(len(years)) < usual).astype(float)
    else:
        values = rng.beta(5 * usual, 5 * (1 - usual))
    ids = pd.Index([f"a{i}" for i in range(len(years))], name="article_id")
    shares = pd.DataFrame({"war": values}, index=ids).rename_axis(columns="theme")
    dates = pd.Series(starts + pd.to_timedelta(days, unit="D"), index=ids)
    table = tt.share_by_period(shares, dates, freq=freq, random_state=seed, n_resamples=500)
    known = table["low"].notna().to_numpy()
    own = level.reshape(len(table), -1).mean(axis=1)
    held = [
        ((table["low"] <= truth) & (table["high"] >= truth)).to_numpy()[known]
        for truth in (own, share)
    ]
    named = bool(table.attrs["stand_out"]["war"])
    return *[float(one.mean()) if len(one) else np.nan for one in held], known.mean(), named


def print_decades(n_worlds):
    """Print coverage by length, articles a year and how long news lasts."""
    print("\n| periods | articles a year | φ of years | values | own | long run | known | peak |")
    print("|---|---|---|---|---|---|---|---|")
    for freq, per_year in (("10YS", 1), ("10YS", 2), ("10YS", 12), ("5YS", 2), ("5YS", 12)):
        for phi in (0.0, 0.7):
            for kind in ("present", "mean"):
                design = {"freq": freq, "per_year": per_year, "phi": phi, "kind": kind}
                worlds = [decade_world(seed, **design) for seed in range(n_worlds)]
                table = np.array(worlds, dtype=float)
                cells = " | ".join(f"{one:.1%}" for one in np.nanmean(table, axis=0))
                print(f"| {freq} | {per_year} | {phi:g} | {kind} | {cells} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=1000, help="corpora per line (default 1000)")
    parser.add_argument(
        "--only",
        default="",
        choices=["", "events", "rare", "small", "holes", "composition", "peaks", "decades"],
    )
    options = parser.parse_args()
    if options.only not in ("rare", "small", "peaks", "decades"):
        print_checks(options.worlds, options.only)
    if options.only in ("", "rare"):
        print_rare(max(options.worlds // 25, 1))
    if options.only in ("", "small"):
        print_small(max(options.worlds // 10, 1))
    if options.only in ("", "peaks"):
        print_peaks(max(options.worlds // 5, 1))
    if options.only in ("", "decades"):
        print_decades(max(options.worlds // 5, 1))


if __name__ == "__main__":
    main()
