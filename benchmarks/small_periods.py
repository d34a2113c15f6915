"""How often the interval of a topic in a few real articles holds its mean share in the corpus.

    python benchmarks/small_periods.py [--articles FILE] [--worlds 40] [--topics 30]

Thirty topics are learned from a corpus (world affairs). Each of 40 worlds takes twelve periods of
12, 24, 60 and 200 articles from it, at random or by whole days, and asks `share_by_period` for
their intervals. The table is that of docs/methods.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tt

ARTICLES = Path(__file__).parents[2] / "shared" / "data" / "world-affairs" / "articles.parquet"
N_PERIODS = 12


def learn_shares(path, n_topics):
    """Topic shares of the dated articles, and their days as numbers."""
    articles = tt.clean_articles(tt.read_articles(path, progress=False), progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
    topics = tt.doc_topics(tt.LDA(n_topics=n_topics, random_state=1).fit(dtm), dtm).dropna()
    dates = articles["date"].reindex(topics.index).dropna()
    return topics.loc[dates.index], pd.factorize(dates.dt.normalize())[0]


def take_articles(rng, n_articles):
    """Row numbers of articles, each a day of its own."""
    return lambda codes: (rng.choice(len(codes), n_articles, replace=False), np.arange(n_articles))


def take_days(rng, n_articles):
    """Row numbers of the articles of whole days, until there are enough."""

    def taken(codes):
        rows, days = [], []
        while sum(map(len, rows)) < n_articles:
            rows.append(np.flatnonzero(codes == rng.integers(codes.max() + 1)))
            days.append(np.full(len(rows[-1]), len(days)))
        return np.concatenate(rows), np.concatenate(days)

    return taken


def period_intervals(topics, codes, take, seed):
    """Whether the intervals of twelve periods hold the mean shares of the corpus, and widths."""
    rows, days = zip(*[take(codes) for _ in range(N_PERIODS)], strict=True)
    years = np.repeat(np.arange(2000, 2000 + N_PERIODS), [len(one) for one in rows])
    ids = pd.Index([f"a{i}" for i in range(len(years))], name="article_id")
    some = pd.DataFrame(
        topics.to_numpy()[np.concatenate(rows)], index=ids, columns=topics.columns
    ).rename_axis(columns="topic")
    dates = pd.to_datetime(years.astype(str)) + pd.to_timedelta(np.concatenate(days), unit="D")
    table = tt.share_by_period(
        some, pd.Series(dates, index=ids), freq="YS", n_resamples=400, random_state=seed
    ).dropna(subset=["low"])
    true = table["topic"].map(topics.mean()).astype(float)
    held = (table["low"] <= true) & (true <= table["high"])
    return pd.DataFrame({"held": held, "width": table["high"] - table["low"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--topics", type=int, default=30)
    options = parser.parse_args()
    topics, codes = learn_shares(options.articles, options.topics)
    about = (topics > 0.2).mean()
    print(f"{about.min():.1%} to {about.max():.1%} of articles have more than a fifth of a topic")
    print("| articles | taken | coverage | width |\n|---|---|---|---|")
    for n_articles in (12, 24, 60, 200):
        for name, take in (("at random", take_articles), ("whole days", take_days)):
            found = pd.concat(
                period_intervals(
                    topics, codes, take(np.random.default_rng([3, seed]), n_articles), seed
                )
                for seed in range(options.worlds)
            )
            if len(found):
                held, width = found.mean()
                print(f"| {n_articles} | {name} | {held:.1%} | {width:.3f} |", flush=True)


if __name__ == "__main__":
    main()
