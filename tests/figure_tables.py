"""Small invented tables that the tests of the figures draw."""

import numpy as np
import pandas as pd


def period_shares(names=("conflict", "diplomacy"), *, n=24, freq="MS", seed=0, column="theme"):
    """Return shares per period with one empty period and one without an interval."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(14, n) + 5
    counts[n // 3], counts[n // 2] = 0, 3
    rows = []
    for name in names:
        level = rng.uniform(0.1, 0.6)
        for k, period in enumerate(pd.date_range("2014-01-01", periods=n, freq=freq)):
            share = rng.binomial(counts[k], level) / counts[k] if counts[k] else np.nan
            half = 0.12 if counts[k] >= 5 else np.nan
            low, high = max(0.0, share - half), min(1.0, share + half)
            if np.isnan(share + half):
                low = high = np.nan
            rows.append((period, name, share, low, high, counts[k], counts[k], k == n - 1, ""))
    columns = ["period", column, "share", "low", "high", "n_articles", "n_clusters", "partial"]
    return pd.DataFrame(rows, columns=[*columns, "note"])


def parts(names=(0, 1, 2), **options):
    """Return period shares that sum to one."""
    table = period_shares(names, column="topic", **options)
    total = table.groupby("period")["share"].transform("sum")
    return table.assign(share=table["share"] / total.where(total > 0))


def differences(names=("conflict", "diplomacy"), *, groups=("Coast Daily", "Hill Times"), seed=0):
    """Return what a comparison of two groups gives."""
    rng = np.random.default_rng(seed)
    n = len(names)
    table = pd.DataFrame({"theme": list(names), "group": groups[0], "baseline": groups[1]})
    table["share"], table["baseline_share"] = rng.uniform(0.05, 0.5, n), rng.uniform(0.05, 0.5, n)
    table["difference"] = table["share"] - table["baseline_share"]
    table["low"], table["high"] = table["difference"] - 0.08, table["difference"] + 0.08
    table["p_adjusted"] = np.where(table["difference"].abs() > 0.1, 0.01, 0.4)
    table["sentence"] = [f"Sentence {i}." for i in range(n)]
    return table


def telling_terms(names=("harbour", "ferry", "tide"), *, groups=("Coast Daily",), seed=0):
    """Return terms that set groups apart."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        [
            (group, name, rng.uniform(1, 12), int(rng.integers(5, 40_000)))
            for group in groups
            for name in names
        ],
        columns=["group", "term", "score", "n_group"],
    )


def topic_terms(names=("harbour", "ferry", "tide")):
    """Return the leading terms of one topic."""
    n = len(names)
    return pd.DataFrame(
        {
            "topic": 0,
            "rank": range(1, n + 1),
            "term": list(names),
            "probability": np.linspace(0.05, 0.01, n),
        }
    )


def coverage(names=("Coast Daily", "Hill Times"), *, n=24, seed=0):
    """Return articles per period and source; the third period is missing from the table."""
    rng = np.random.default_rng(seed)
    periods = pd.date_range("2014-01-01", periods=n, freq="MS").delete(2)
    rows = [(period, name, rng.poisson(3) + 1) for name in names for period in periods]
    return pd.DataFrame(rows, columns=["period", "source", "n_articles"])


def distances(names=("Coast Daily", "Hill Times", "Plain Post"), *, seed=0):
    """Return a square table of distances."""
    half = np.random.default_rng(seed).uniform(0.05, 0.4, (len(names), len(names)))
    square = np.triu(half, 1) + np.triu(half, 1).T
    return pd.DataFrame(square, index=list(names), columns=list(names))


def contexts(words=("truce", "ferry strike"), *, n=4):
    """Return matches in invented sentences."""
    left = "After a long night the harbour master said to everybody on the quay that the"
    right = "would hold until the boats from the islands had come in and the nets were dry."
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2016-03-01"),
            "source": "Coast Daily",
            "left": left,
            "match": [words[i % len(words)] for i in range(n)],
            "right": right,
        }
    )


def stability(n=6, *, seed=0):
    """Return the stability of topics."""
    level = np.random.default_rng(seed).uniform(0.3, 1, n)
    return pd.DataFrame(
        {
            "topic": range(n),
            "stability": level,
            "low": level - 0.1,
            "high": level + 0.1,
            "n_runs": 10,
            "n_found": (10 * level).astype(int),
            "fragile": level < 0.8,
        }
    )


def topic_numbers(*, seed=0):
    """Return two measures over the number of topics, three runs each."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        [
            (k, measure, level + rng.normal(0, 0.02))
            for measure, level in (("coherence", 0.1), ("stability", 0.8))
            for k in (5, 10, 20, 40)
            for _ in range(3)
        ],
        columns=["n_topics", "measure", "value"],
    )


EVENTS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2014-06-29", "2014-08-02", "2015-03-22", "2015-11-13"]),
        "label": ["Ferry strike begins", "Bridge opened", "Storm over the islands", "Harbour vote"],
    }
)
