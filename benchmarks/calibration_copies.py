"""Intervals of shares where one story stands in twenty outlets, weighed or not.

    python benchmarks/calibration_copies.py [--worlds 60]

Months of wire stories; a tenth of them are printed by 20 outlets on the same day, or over the three
days from then on, and are three times as often about the theme as others. The truth is the share of
stories (copies weighed or dropped), or the share of articles (all); a month's interval should hold
it in 95 %.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import toolkit as tt

N_COPIES, PART_COPIED = 20, 0.1


def make_stories(seed, *, share, days_over, per_day, n_days=360):
    rng = np.random.default_rng([41, seed])
    day = np.repeat(np.arange(n_days), rng.poisson(per_day, n_days))
    copied = rng.random(len(day)) < PART_COPIED
    usual = share / (1 + 2 * PART_COPIED)
    war = rng.random(len(day)) < usual * np.where(copied, 3, 1)
    times = np.where(copied, N_COPIES, 1)
    story = np.repeat(np.arange(len(day)), times)
    printed = np.minimum(day[story] + rng.integers(0, days_over, len(story)), n_days - 1)
    ids = pd.Index([f"a{k:06d}" for k in range(len(story))], name="article_id")
    table = pd.DataFrame(
        {
            "date": pd.Timestamp("2019-01-01") + pd.to_timedelta(printed, unit="D"),
            "war": war[story] * 1.0,
            "dup_group": pd.array(np.where(copied[story], story, pd.NA), dtype="Int64"),
            "role": np.where(np.r_[True, np.diff(story) > 0], "original", "copy"),
        },
        index=ids,
    )
    table.loc[~copied[story], "role"] = "unique"
    return table


def rates(seed, *, share, days_over, per_day):
    """Return, for each way to count copies, the part of months that hold the truth."""
    table = make_stories(seed, share=share, days_over=days_over, per_day=per_day)
    usual, part = share / (1 + 2 * PART_COPIED), PART_COPIED * N_COPIES
    of_articles = usual * (3 * part + 1 - PART_COPIED) / (part + 1 - PART_COPIED)
    found = {}
    story = "story " + table["dup_group"].astype("str")
    by_story = story.where(table["dup_group"].notna(), table["date"].astype("str"))
    ways = {
        "all": (of_articles, "all", None),
        "all, by story": (of_articles, "all", by_story),
        "first": (share, "first", None),
        "weight": (share, "weight", None),
    }
    for name, (truth, keep, clusters) in ways.items():
        monthly = tt.share_by_period(
            table[["war"]].rename_axis(columns="theme"),
            table["date"],
            clusters=clusters,
            weights=tt.weigh_copies(table, table, keep=keep),
            n_resamples=400,
            random_state=seed,
        ).dropna(subset="low")
        holds = (monthly["low"] <= truth) & (truth <= monthly["high"])
        found[name] = holds.mean()
        found[f"{name}, width"] = (monthly["high"] - monthly["low"]).median()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=60, help="corpora a line (default 60)")
    worlds = parser.parse_args().worlds
    for share in (0.02, 0.2):
        for days_over in (1, 3):
            for per_day in (2, 10):
                design = {"share": share, "days_over": days_over, "per_day": per_day}
                mean = pd.DataFrame([rates(seed, **design) for seed in range(worlds)]).mean()
                print(design, mean.round(3).to_dict(), flush=True)


if __name__ == "__main__":
    main()
