"""What finds a change where none of three outlets changes, but one begins in the middle.

    python benchmarks/calibration_sources.py [--shape pauses] [--level 0.5]

Four years, outlets at 20, 25 and 50 % (the last from the middle on). Every line but the last three
finds a change that is the outlet's; these hold the outlets fixed and should find one in 5 %. The
last outlet can also end there, pause for half a year, or print four times as much from then on
(`grows`) or none in every second month (`alternates`); `steady` prints the same throughout, and
`drifts` prints twice as much at the end as at the beginning. "warned" is how often
`source_presence` says so.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.periods.peaks import leading_period

LEVELS = {"A": 0.2, "B": 0.25, "New": 0.5}
N_DAYS = 1440
START = pd.Timestamp("2012-01-01")


DAYS, MIDDLE = np.arange(N_DAYS), N_DAYS // 2
SHAPES = {
    "begins": DAYS >= MIDDLE,
    "ends": DAYS < MIDDLE,
    "pauses": (DAYS < MIDDLE) | (DAYS >= MIDDLE + 180),
    "grows": np.where(DAYS < MIDDLE, 0.25, 1.0),
    "alternates": DAYS // 30 % 2 == 0,
    "steady": np.ones(N_DAYS),
    "drifts": np.linspace(0.5, 1.0, N_DAYS),
}


def make_corpus(seed, shape="begins", level=LEVELS["New"]):
    rng = np.random.default_rng([8, seed])
    rows = []
    for name, usual in (LEVELS | {"New": level}).items():
        sizes = rng.poisson(2.5 if name == "New" else 2.0, N_DAYS)
        if name == "New":
            sizes = rng.binomial(sizes, SHAPES[shape])
        day = np.repeat(np.arange(N_DAYS), sizes)
        chance = (usual + rng.normal(0, 0.04, N_DAYS)[day]).clip(0, 1)
        war = (rng.random(len(day)) < chance) * 1.0
        rows.append(pd.DataFrame({"day": day, "war": war, "source": name}))
    table = pd.concat(rows, ignore_index=True)
    table.index = pd.Index([f"a{k:06d}" for k in range(len(table))], name="article_id")
    return table.assign(date=START + pd.to_timedelta(table["day"], unit="D"))


def found(seed, shape, level):
    """Return what finds a change."""
    table = make_corpus(seed, shape, level)
    shares, dates = table[["war"]].rename_axis(columns="theme"), table["date"]
    halves = pd.Series(np.where(table["day"] < N_DAYS // 2, "early", "late"), index=table.index)
    options = {"baseline": "early", "dates": dates, "n_permutations": 199}
    months = tt.share_by_period(shares, dates, random_state=seed, n_resamples=200)
    trend = tt.smooth_shares(months)["smooth"]
    event = tt.event_effect(shares, dates, START + pd.Timedelta(days=N_DAYS // 2), window=60)
    groups = tt.compare_groups(shares, halves, **options)
    fixed = tt.compare_groups(shares, halves, standardize=table["source"], **options)
    among = months.attrs["stand_out"]["war"]
    facts = table.assign(half=halves)
    return {
        "change_points": len(tt.change_points(months, n_permutations=199, random_state=seed)) > 0,
        "smooth_shares, 5 points": trend.iloc[-1] - trend.iloc[0] > 0.05,
        "event_effect": event["p_adjusted"].item() <= 0.05,
        "a period stands out": leading_period(months, among=among) is not None,
        "s(date)": regressed(shares, facts, "s(date)"),
        "compare_groups": groups["p_value"].item() <= 0.05,
        "compare_groups, standardize": fixed["p_value"].item() <= 0.05,
        "s(date) + source": regressed(shares, facts, "s(date) + source"),
        "half + source": regressed(shares, facts, "half + source"),
        "warned": bool(tt.source_presence(dates, table["source"]).attrs["sentence"]),
    }


def regressed(shares, facts, formula):
    rows = tt.prevalence_regression(shares, facts, formula, progress=False)
    return bool((rows.loc[rows["term"] != "source", "p_adjusted"] <= 0.05).any())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=40, help="corpora (default 40)")
    parser.add_argument("--shape", choices=SHAPES, default="begins", help="of the last outlet")
    parser.add_argument("--level", type=float, default=LEVELS["New"], help="its share")
    options = parser.parse_args()
    worlds = [found(seed, options.shape, options.level) for seed in range(options.worlds)]
    rates = pd.DataFrame(worlds).mean()
    for name, rate in rates.items():
        print(f"{name}: {rate:.0%}")
    facts = make_corpus(0, options.shape, options.level)
    print(tt.source_presence(facts["date"], facts["source"]).attrs["sentence"])


if __name__ == "__main__":
    main()
