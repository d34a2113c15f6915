"""How often words are found to set two groups apart that were drawn at random.

    python benchmarks/calibration_words.py                                planted stories
    python benchmarks/calibration_words.py ../shared/data/world-affairs/articles.parquet
    python benchmarks/calibration_words.py ../shared/data/reuters-21578/articles.parquet --by day
    python benchmarks/calibration_words.py ../shared/data/reuters-headlines/headlines.parquet --runs
    python benchmarks/calibration_words.py --drift                        words of one topic, halves

Articles, whole days, weeks or weeks of an outlet are put into one of two groups by a coin, and
`distinctive_terms` compares the groups with articles, days or weeks as units. No word differs, so 5
per cent of single tests and at most 5 per cent of whole tables may be significant. The planted
corpus has 40 days of 25 articles, and each day a story of its own that most of its articles tell;
its last lines are the power: how often a word more common in one group is found. Runs:
three years of one headline in twelve, runs of 28 days in random order, so that news lasts but the
halves that are compared, by days, do not differ. Drift: `word_drift` between the halves of one year
and of four, twenty words whose rates move from day to day like AR(1) with coefficient phi, by half
on the log scale; one of them may be more common in the second half.
"""

from __future__ import annotations

import argparse
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy import sparse

import toolkit as tt

RUN = 28
"""Days that stay together where runs are shuffled."""

DESIGNS = (
    ("article", "article", 0.5), ("article", "article", 0.1), ("day", "article", 0.5),
    ("day", "day", 0.5), ("day", "day", 0.1), ("week", "article", 0.5), ("week", "day", 0.5),
    ("week", "week", 0.5), ("outlet-week", "article", 0.5), ("outlet-week", "day", 0.5),
)  # fmt: skip
"""What is shuffled, what is the unit, and the part of articles in the first group."""


def planted(seed, *, n_days=40, per_day=25, more=1.0):
    """Make the corpus; with ``more``, the word "planted" is more common in the second half."""
    rng = np.random.default_rng([41, seed])
    usual = [f"word{k}" for k in range(200)]
    texts, days = [], []
    for day in range(n_days):
        rate = 0.1 * (more if day >= n_days // 2 else 1.0)
        for _ in range(per_day):
            words = rng.choice(usual, 60).tolist()
            words += [f"story{day}"] * 3 * int(rng.random() < 0.8)
            words += ["planted"] * int(rng.random() < rate)
            texts.append(" ".join(words))
            days.append(day)
    ids = pd.Index([f"a{k:05d}" for k in range(len(texts))], name="article_id")
    facts = pd.DataFrame({"source": "Post"}, index=ids)
    facts["date"] = pd.Timestamp("2016-01-01") + pd.to_timedelta(days, unit="D")
    dtm = tt.count_terms(tt.tokenize(pd.Series(texts, index=ids), progress=False))
    return facts, dtm


def read_corpus(path):
    articles = tt.clean_articles(tt.read_articles(path, progress=False), progress=False)
    dtm = tt.count_terms(tt.tokenize(articles["text"], progress=False), min_docs=5)
    return articles.loc[articles["date"].notna(), ["date", "source"]], dtm


def units_of(facts):
    """Return the label of each unit that can be shuffled, or be a cluster."""
    weeks = facts["date"].dt.to_period("W").astype("str")
    return {
        "article": None,
        "day": tt.stats.cluster_by_day(facts["date"]),
        "week": weeks,
        "outlet-week": weeks + " " + facts["source"].astype("str"),
    }


def compared(facts, dtm, groups, unit):
    clusters = units_of(facts)[unit]
    table = tt.distinctive_terms(
        dtm, groups.reindex(dtm.article_id), n_terms=None, min_count=20,
        clusters=None if clusters is None else clusters.reindex(dtm.article_id),
    )  # fmt: skip
    return table[table["group"] == "A"]


def shuffled(facts, dtm, seed, design):
    """Return the part of tests below 5 %, and whether any is after correction."""
    moved, unit, part = design
    labels = units_of(facts)[moved]
    codes = np.arange(len(facts)) if labels is None else pd.factorize(labels)[0]
    rng = np.random.default_rng([42, seed])
    first = (rng.random(codes.max() + 1) < part)[codes]
    table = compared(facts, dtm, pd.Series(np.where(first, "A", "B"), index=facts.index), unit)
    return (table["p_value"] <= 0.05).mean(), (table["p_adjusted"] <= 0.05).any()


def read_headlines(path):
    table = pd.read_parquet(path, columns=["title", "date", "world"])
    inside = (table["world"].astype(str) == "1") & table["date"].between("2008", "2011")
    table = table[inside].iloc[::12]
    ids = pd.Index([f"h{k}" for k in range(len(table))], name="article_id")
    titles = pd.Series(table["title"].to_numpy(), index=ids)
    dtm = tt.count_terms(tt.tokenize(titles, progress=False), min_docs=5)
    day = (pd.to_datetime(table["date"]) - pd.Timestamp("2008-01-01")).dt.days.to_numpy()
    return dtm, day


def print_runs(path, times):
    """Print how often halves of shuffled runs of 28 days have a word of their own."""
    dtm, day = read_headlines(path)
    rates = []
    for seed in range(times):
        order = np.random.default_rng([78, seed]).permutation(day.max() // RUN + 1)
        moved = order[day // RUN] * RUN + day % RUN
        dates = pd.Timestamp("2008-01-01") + pd.to_timedelta(moved, unit="D")
        facts = pd.DataFrame({"date": dates, "source": "Reuters"}, index=dtm.article_id)
        halves = np.where(moved < moved.max() / 2, "A", "B")
        table = compared(facts, dtm, pd.Series(halves, index=facts.index), "day")
        rates.append([(table["p_value"] <= 0.05).mean(), (table["p_adjusted"] <= 0.05).any()])
    single, any_one = np.mean(rates, axis=0)
    print(f"tests below 5 %: {single:.1%}; any after correction: {any_one:.0%}")


def drifted(seed, phi, n_days, more):
    """Whether the halves' words differ, any word does, and the one that may."""
    rng = np.random.default_rng([31, seed])
    level = rng.normal(size=(n_days, 20))
    for day in range(1, n_days):
        level[day] = phi * level[day - 1] + np.sqrt(1 - phi**2) * level[day]
    day = np.repeat(np.arange(n_days), 1 + rng.poisson(3, n_days))
    late = day >= n_days // 2
    rates = 2 * np.exp(level / 2 - 1 / 8)[day]
    rates[:, 0] *= np.where(late, more, 1)
    ids = pd.Index([f"a{k:05d}" for k in range(len(day))], name="article_id")
    counts = sparse.csr_matrix(rng.poisson(rates))
    dtm = SimpleNamespace(counts=counts, terms=[f"w{k}" for k in range(20)], article_id=ids)
    model = SimpleNamespace(
        topic_term_=np.full((1, 20), 0.05), transform=lambda _: np.ones((len(day), 1))
    )
    table = tt.word_drift(
        dtm, model, pd.Series(np.where(late, "late", "early"), index=ids), topic=0, group="late",
        baseline="early", n_permutations=199, random_state=seed,
        dates=pd.Series(pd.Timestamp("2019-01-01") + pd.to_timedelta(day, unit="D"), index=ids),
    ).set_index("term")  # fmt: skip
    words = table["p_adjusted"] <= 0.05
    return table.attrs["p_value"] <= 0.05, words.any(), words["w0"]


def print_drift(times):
    """Print level and power of `word_drift` between halves."""
    print("| days | phi | halves differ | any word | one 1.5 times as common: halves, it |")
    print("|---|---|---|---|---|")
    for n_days in (365, 1460):
        for phi in (0.0, 0.7, 0.93):
            level, power = (
                np.mean([drifted(s, phi, n_days, more) for s in range(times)], axis=0)
                for more in (1.0, 1.5)
            )
            shown = f"{level[0]:.0%} | {level[1]:.0%} | {power[0]:.0%}, {power[2]:.0%}"
            print(f"| {n_days} | {phi} | {shown} |", flush=True)


def found(seed, unit, more):
    """Whether the planted word is significant after correction."""
    facts, dtm = planted(seed, more=more)
    late = facts["date"] >= facts["date"].min() + pd.Timedelta(days=20)
    table = compared(facts, dtm, pd.Series(np.where(late, "A", "B"), index=facts.index), unit)
    return bool((table.loc[table["term"] == "planted", "p_adjusted"] <= 0.05).any())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="a file of articles instead of planted ones")
    parser.add_argument("--times", type=int, default=50, help="shuffles per line (default 50)")
    parser.add_argument("--runs", action="store_true", help="halves of shuffled runs of headlines")
    parser.add_argument("--drift", action="store_true", help="words of one topic, by halves")
    parser.add_argument("--by", default="", help="only what is shuffled so")
    chosen = parser.parse_args()
    if chosen.runs:
        print_runs(chosen.path, chosen.times)
        return
    if chosen.drift:
        print_drift(chosen.times)
        return
    real = read_corpus(chosen.path) if chosen.path else None
    print("| shuffled | unit | first group | tests below 5 % | any after correction |")
    print("|---|---|---|---|---|")
    for design in DESIGNS:
        if chosen.by not in ("", design[0]) or (real is None and "week" in design[0]):
            continue
        each = [shuffled(*(real or planted(s)), s, design) for s in range(chosen.times)]
        single, any_one = np.mean(each, axis=0)
        part = f"{design[0]} | {design[1]} | {design[2]:.0%}"
        print(f"| {part} | {single:.1%} | {any_one:.0%} |", flush=True)
    if real is None:
        for unit in ("article", "day"):
            rates = [np.mean([found(s, unit, by) for s in range(chosen.times)]) for by in (2, 3)]
            print(f"\nFound, twice and three times as common, by {unit}: "
                  f"{rates[0]:.0%}, {rates[1]:.0%}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
