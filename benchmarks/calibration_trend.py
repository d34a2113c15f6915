"""How often the band of `smooth_shares` holds the trend, where weeks are alike or missing.

    python benchmarks/calibration_trend.py               planted trends (two minutes)
    python benchmarks/calibration_trend.py HEADLINES     a fiftieth of real headlines, and the rest

Planted: 12, 24, 104 or 365 periods of 40 articles; the level follows a trend (flat, a rise from 10
to 30 %, two waves of 10 points, a step of 10) plus an AR(1) process of 5 points. Mean coverage over
the periods, mean width, root mean square error of the trend, and how often the band of the last
period lies above that of the first. Real: the share of headlines with a word, by week; one headline
in fifty, drawn at random, must tell the trend of all others.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import toolkit as tt

WORDS = ("syria", "iran", "china", "egypt", "iraq", "obama", "korea", "libya", "greece", "nuclear")


def trend_of(shape, n_periods):
    part = np.arange(n_periods) / n_periods
    return {
        "flat": np.full(n_periods, 0.2),
        "rise": 0.1 + 0.2 * part,
        "waves": 0.2 + 0.1 * np.sin(4 * np.pi * part),
        "step": 0.15 + 0.1 * (part > 0.5),
    }[shape]


def make_series(seed, *, n_periods, shape, phi, spread, holes=False, n_articles=40):
    """Return the trend and the table of shares."""
    rng = np.random.default_rng([51, seed])
    noise = rng.normal(size=n_periods + 100)
    for place in range(1, len(noise)):
        noise[place] = phi * noise[place - 1] + np.sqrt(1 - phi**2) * noise[place]
    trend = trend_of(shape, n_periods)
    sizes = 1 + rng.poisson(n_articles, n_periods)
    for _ in range(3 if holes else 0):
        first = int(rng.integers(0, n_periods - n_periods // 12))
        sizes[first : first + n_periods // 12] = 0
    hits = rng.binomial(sizes, (trend + spread * noise[100:]).clip(0, 1))
    share = np.where(sizes > 0, hits / np.maximum(sizes, 1), np.nan)
    weeks = pd.date_range("2010-01-04", periods=n_periods, freq="W-MON", unit="us")
    table = pd.DataFrame({"period": weeks, "theme": "war", "share": share, "n_articles": sizes})
    return trend, table


def judged(seed, **design):
    trend, table = make_series(seed, **design)
    found = tt.smooth_shares(table)
    low, high = found["smooth_low"], found["smooth_high"]
    known = found["smooth"].notna().to_numpy()
    held = ((low <= trend) & (trend <= high))[known].mean()
    error = np.sqrt(((found["smooth"] - trend)[known] ** 2).mean())
    rise = low[known].iloc[-1] > high[known].iloc[0]
    return held, (high - low)[known].mean(), error, rise


def print_planted(worlds):
    print("| periods | trend | AR | coverage | width | error | rise seen |\n" + "|---" * 7 + "|")
    for n_periods in (12, 24, 104, 365):
        for shape in ("flat", "rise", "waves", "step"):
            for phi, spread in ((0, 0), (0.5, 0.05), (0.8, 0.05)):
                for holes in (False, True) if phi == 0.5 else (False,):
                    design = {"n_periods": n_periods, "shape": shape, "phi": phi}
                    design |= {"spread": spread, "holes": holes}
                    rates = np.mean([judged(seed, **design) for seed in range(worlds)], axis=0)
                    name = f"{phi if spread else 'none'}{', holes' if holes else ''}"
                    cells = f"{rates[0]:.0%} | {rates[1]:.3f} | {rates[2]:.3f} | {rates[3]:.0%}"
                    print(f"| {n_periods} | {shape} | {name} | {cells} |", flush=True)


def print_real(path, times):
    """Print how often the band from one headline in fifty holds the trend of all others."""
    columns = pd.read_parquet(path, columns=["title", "date", "world"])
    columns = columns[columns["world"].astype(str) == "1"]
    weeks = pd.to_datetime(columns["date"]).dt.to_period("W").dt.start_time
    titles = columns["title"].str.lower()
    for word in WORDS:
        hit = titles.str.contains(word, regex=False).to_numpy(dtype=float)
        held = []
        for seed in range(times):
            few = np.random.default_rng([52, seed]).random(len(hit)) < 0.02
            trend = smoothed(hit[~few], weeks[~few])["smooth"]
            band = smoothed(hit[few], weeks[few])
            held.append(((band["smooth_low"] <= trend) & (trend <= band["smooth_high"])).mean())
        print(f"| {word} | {hit.mean():.1%} | {np.mean(held):.0%} |", flush=True)


def smoothed(hits, weeks):
    table = pd.DataFrame({"period": weeks, "hit": hits}).groupby("period")["hit"]
    shares = table.agg(share="mean", n_articles="size").reset_index().assign(theme="word")
    return tt.smooth_shares(shares).set_index("period")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="headlines.parquet of reuters-headlines")
    parser.add_argument("--worlds", type=int, default=100, help="series per line (default 100)")
    chosen = parser.parse_args()
    if chosen.path:
        print_real(chosen.path, max(chosen.worlds // 20, 1))
    else:
        print_planted(chosen.worlds)


if __name__ == "__main__":
    main()
