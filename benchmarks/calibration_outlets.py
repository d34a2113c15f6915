"""Simulated outlets for `calibration`: pairs of articles, and a share expected from others."""

from __future__ import annotations

import numpy as np
import pandas as pd

import toolkit as tt


def make_desks(seed, *, gap=0.0, n_days=100):
    """Simulate two outlets that prefer other sections and days; within these they are alike."""
    rng = np.random.default_rng([21, seed])
    busy = np.clip(rng.beta(1, 1, (2, n_days)), 0.1, 0.9)
    mix = np.array([[0.5, 0.3, 0.1, 0.1], [0.1, 0.1, 0.3, 0.5]])
    level = np.array([0.6, 0.4, 0.2, 0.1])
    rows = []
    for outlet in (0, 1):
        sizes = rng.poisson(8 * busy[outlet])
        day = np.repeat(np.arange(n_days), sizes)
        section = rng.choice(4, len(day), p=mix[outlet])
        rows.append(pd.DataFrame({"day": day, "section": section, "outlet": "BA"[outlet]}))
    table = pd.concat(rows, ignore_index=True)
    news = rng.normal(0, 0.08, (n_days, 4))
    own = rng.normal(0, 0.05, (2, n_days))
    day, section = table["day"].to_numpy(), table["section"].to_numpy()
    first = (table["outlet"] == "A").to_numpy()
    chance = level[section] + news[day, section] + own[first.astype(int), day] + gap * first
    values = (rng.random(len(table)) < np.clip(chance, 0, 1)).astype(float)
    ids = pd.Index([f"a{k:06d}" for k in range(len(table))], name="article_id")
    shares = pd.DataFrame({"war": values}, index=ids).rename_axis(columns="theme")
    facts = pd.DataFrame(
        {
            "date": pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"),
            "section": [f"section {k}" for k in section],
        },
        index=ids,
    )
    return shares, facts, pd.Series(table["outlet"].to_numpy(), index=ids)


def compared(seed, *, matched, gap=0.0):
    """Compare the two outlets, all articles or pairs only; return the row."""
    shares, facts, outlet = make_desks(seed, gap=gap)
    if matched:
        pairs = tt.match_articles(facts, outlet, "A", baseline="B", random_state=seed).pairs
        shares, outlet = shares.loc[pairs.index], pairs["group"]
    return tt.compare_groups(
        shares, outlet, baseline="B", dates=facts["date"], n_permutations=199, random_state=seed
    ).iloc[0]


def pair_null_rejected(seed, *, matched=True):
    """Whether outlets that differ in sections and days only are found to differ."""
    return bool(compared(seed, matched=matched)["p_value"] <= 0.05)


def pair_gap_found(seed):
    """Whether a gap of ten points between matched articles is found."""
    return bool(compared(seed, matched=True, gap=0.1)["p_value"] <= 0.05)


def make_newsrooms(seed, *, step=0.0, n_weeks=130, at=90, phi=0.9, n_outlets=5):
    """Simulate outlets that follow common news and news of their own; return shares and event."""
    rng = np.random.default_rng([22, seed])
    n_days = 7 * n_weeks
    noise = rng.normal(0, np.sqrt(1 - phi**2), (n_outlets + 1, n_days))
    series = np.zeros_like(noise)
    for day in range(n_days):
        series[:, day] = phi * series[:, max(day - 1, 0)] + noise[:, day]
    drift = 0.06 * np.cumsum(rng.normal(0, 1, n_days)) / np.sqrt(n_days)
    sizes = 1 + rng.poisson(4, (n_outlets, n_days))
    rows = []
    for outlet in range(n_outlets):
        level = 0.3 + 0.02 * outlet + drift + 0.06 * series[-1] + 0.05 * series[outlet]
        level[7 * at :] += step * (outlet == 0)
        day = np.repeat(np.arange(n_days), sizes[outlet])
        values = (rng.random(len(day)) < np.clip(level[day], 0, 1)).astype(float)
        rows.append(pd.DataFrame({"day": day, "war": values, "outlet": f"outlet {outlet}"}))
    table = pd.concat(rows, ignore_index=True)
    table.index = pd.Index([f"a{k:06d}" for k in range(len(table))], name="article_id")
    dates = pd.Timestamp("2015-01-01") + pd.to_timedelta(table["day"], unit="D")
    event = pd.Timestamp("2015-01-01") + pd.Timedelta(days=7 * at)
    return table[["war"]].rename_axis(columns="theme"), dates, table["outlet"], event


def expected(seed, **world):
    """Return the effect that is found of an event in the first outlet."""
    shares, dates, outlet, event = make_newsrooms(seed, **world)
    return tt.expected_share(
        shares, dates, event, column="war", groups=outlet, group="outlet 0"
    ).effect.iloc[0]


def expected_rejected(seed, **world):
    """Whether an ordinary date is taken for an event of one outlet."""
    return bool(expected(seed, **world)["p_value"] <= 0.05)


def expected_holds(seed):
    """Whether the interval covers an effect of twelve points."""
    row = expected(seed, step=0.12)
    return bool(row["low"] <= 0.12 <= row["high"])


def step_for_all_rejected(seed):
    """Whether `event_effect` takes a change common to all outlets for one of the first."""
    shares, dates, outlet, event = make_newsrooms(seed)
    late = (dates >= event).to_numpy()
    rng = np.random.default_rng([23, seed])
    raised = np.where(late & (rng.random(len(late)) < 0.2), 1.0, shares["war"])
    shares = shares.assign(war=raised).rename_axis(columns="theme")
    found = tt.expected_share(shares, dates, event, column="war", groups=outlet, group="outlet 0")
    return bool(found.effect["p_value"].item() <= 0.05)
