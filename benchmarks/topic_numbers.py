"""Advice on the number of topics with other seeds, orders of rows, copies and a few outliers.

    python benchmarks/topic_numbers.py [--corpora us-news world-affairs] [--articles 1500]
    python benchmarks/topic_numbers.py --changes

The first fits each number of topics with twelve seeds and gives `advise_n_topics` three or five of
them, a hundred times: how often one number is left, and how often two such draws leave no number in
common or suggest another one. The second changes the corpus instead: another order, a tenth of the
articles twice, five outliers (each a thousand times one term), two halves.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.topics.choose.advice import TopicNumberAdvice
from toolkit.topics.choose.search import _Job
from toolkit.topics.stability.alignment import similarity_of_runs

SHARED = Path(__file__).parents[2] / "shared" / "data"
FILES = {"un-general-debate": "speeches.parquet"}
NUMBERS = (5, 10, 15, 20, 30, 40)
MEASURES = ("perplexity", "coherence", "stability")
N_SEEDS, DRAWS = 12, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", nargs="+", default=["us-news", "world-affairs"])
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--numbers", type=int, nargs="+", default=list(NUMBERS))
    parser.add_argument("--changes", action="store_true", help="change the corpus, not the seeds")
    options = parser.parse_args()
    for corpus in options.corpora:
        print(f"{corpus}, {options.articles} articles, {options.numbers} topics")
        table = tt.read_articles(SHARED / corpus / FILES.get(corpus, "articles.parquet"))
        articles = table.sort_index().sample(options.articles, random_state=1)
        texts = tt.clean_articles(articles)["text"]
        (compare_changes if options.changes else compare_seeds)(texts, options.numbers)


def compare_seeds(texts: pd.Series, numbers: list[int]) -> None:
    """Print what draws of seeds advise."""
    tokens = tt.tokenize(texts)
    dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
    job = _Job(dtm, tt.LDA(), tokens, tuple(range(1, N_SEEDS + 1)), MEASURES, 0.2)
    values, near = {}, {}
    for k in numbers:
        runs = [job._measured(k, seed, 1) for seed in job.seeds]
        near[k] = similarity_of_runs([phi for phi, _ in runs])
        values[k] = {name: [one[name] for _, one in runs] for name in MEASURES[:2]}
    rng = np.random.default_rng(0)
    for size in (3, 5):
        drawn = rng.permutation(list(combinations(range(N_SEEDS), size)))[:DRAWS]
        advice = [advised(values, near, seeds) for seeds in drawn]
        pairs = list(combinations(advice, 2))
        apart = np.mean([not set(a.n_topics) & set(b.n_topics) for a, b in pairs])
        other = np.mean([a.suggested != b.suggested for a, b in pairs])
        alone = np.mean([one.decided for one in advice])
        print(f"{size} seeds: one number left {alone:.0%}; of pairs of draws, no number in common")
        print(f"  {apart:.1%}, another suggestion {other:.0%}; suggested", end=" ")
        print(dict(Counter(one.suggested for one in advice)), flush=True)


def advised(values: dict, near: dict, seeds: np.ndarray) -> TopicNumberAdvice:
    rows = []
    for k, own in values.items():
        stable = near[k][np.ix_(seeds, seeds)].sum(axis=1) / (len(seeds) - 1)
        rows += [(k, "stability", value, i) for i, value in enumerate(stable)]
        rows += [(k, name, own[name][seed], i) for name in own for i, seed in enumerate(seeds)]
    table = pd.DataFrame(rows, columns=["n_topics", "measure", "value", "seed"])
    return tt.advise_n_topics(table)


def compare_changes(texts: pd.Series, numbers: list[int]) -> None:
    """Print the advice for each change of the corpus."""
    shuffled = texts.sample(frac=1, random_state=2)
    twice = texts.iloc[: len(texts) // 10]
    twice = twice.set_axis([f"copy {one}" for one in twice.index])
    words = ["market", "police", "court", "season", "energy"]
    odd = pd.Series({f"odd {word}": f"{word} " * 1000 for word in words})
    for name, changed in {
        "as it is": texts,
        "other order": shuffled,
        "a tenth twice": pd.concat([texts, twice]),
        "five outliers": pd.concat([texts, odd]),
        "half 1": shuffled.iloc[::2],
        "half 2": shuffled.iloc[1::2],
    }.items():
        tokens = tt.tokenize(changed)
        dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
        found = tt.search_topics(dtm, numbers, tokens=tokens, progress=False)
        print(f"{name:>16}: {tt.advise_n_topics(found)}", flush=True)


if __name__ == "__main__":
    main()
