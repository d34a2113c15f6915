"""How often `expected_share` finds a step at random dates in real headlines, planted and not.

    python benchmarks/real_expected.py ../shared/data/reuters-headlines/headlines.parquet

Every seventh headline on world affairs, twelve words as topics. One of them is asked about at dates
drawn at random, as collected (at most 5 in 100 may be found), and after three of a hundred
headlines without it were given it from that date on, for good.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

import toolkit as tt

WORDS = (
    "syria", "iran", "china", "egypt", "iraq", "obama", "korea", "libya", "israel", "nuclear",
    "russia", "talks",
)  # fmt: skip
ASKED = ("china", "iraq", "russia", "talks")
STEP = 0.03


def found(shares, dates, word, seed):
    """Return whether a step is found at a random date: as collected, and planted."""
    rng = np.random.default_rng([71, seed])
    event = pd.Timestamp("2008-01-01") + pd.Timedelta(days=int(rng.integers(0, 1800)))
    more = (dates >= event).to_numpy() & (rng.random(len(dates)) < STEP)
    planted = shares.assign(**{word: np.where(more, 1.0, shares[word])})
    both = (shares, planted.rename_axis(columns="topic"))
    effects = [tt.expected_share(one, dates, event, column=word).effect for one in both]
    return [bool(one["p_value"].item() <= 0.05) for one in effects]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="headlines.parquet of reuters-headlines")
    parser.add_argument("--times", type=int, default=25, help="dates per word (default 25)")
    chosen = parser.parse_args()
    table = pd.read_parquet(chosen.path, columns=["title", "date", "world"])
    table = table[table["world"].astype(str) == "1"].iloc[::7]
    titles = table["title"].str.lower()
    ids = pd.Index([f"h{row}" for row in range(len(table))], name="article_id")
    hits = {word: titles.str.contains(word, regex=False).to_numpy(float) for word in WORDS}
    shares = pd.DataFrame(hits, index=ids).rename_axis(columns="topic")
    dates = pd.Series(pd.to_datetime(table["date"].to_numpy()), index=ids)
    print("| word | share | found as collected | found planted |\n|---|---|---|---|")
    for word in ASKED:
        each = [found(shares, dates, word, seed) for seed in range(chosen.times)]
        none, step = np.mean(each, axis=0)
        print(f"| {word} | {shares[word].mean():.1%} | {none:.0%} | {step:.0%} |", flush=True)


if __name__ == "__main__":
    main()
