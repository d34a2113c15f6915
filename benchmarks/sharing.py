"""What a shared study tells of single articles, and how much of their text can be rebuilt.

    python benchmarks/sharing.py ../shared/data/world-affairs/articles.parquet

For each choice of counts: how many articles have counts that no other article has, how large the
sums are, which part of the words leaves. Then an attack: the counts of each of 200 articles are put
in order again by the pairs of words of all other articles (without near-duplicates), as somebody
with many texts of the same kind could do. Printed is the longest run of consecutive words of the
article that this gives: of all its words, and of those that are counted, stop words skipped. Prints
counts only, never text. Takes about three minutes on one core.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.archive.exposure import measure_exposure
from toolkit.archive.term_counts import count_tables

CORPUS = Path(__file__).parents[1] / "corpus"
THRESHOLDS = (3, 5, 10, 25, 100)


def exposures(dtm, articles):
    """Print what each choice of counts tells."""
    rows = []
    for counts, least in [("sums", 10), *(("matrix", one) for one in THRESHOLDS)]:
        tables = count_tables(dtm, articles, counts=counts, min_articles=least)
        facts = measure_exposure(tables, articles)
        rows.append(
            {"counts": counts, "min_articles": least, "terms": len(tables["terms"]), **facts}
        )
    return pd.DataFrame(rows)


def sequences(tokens):
    """Return the terms of each article in reading order, stop words included."""
    terms, bounds = np.asarray(tokens.terms, dtype=object), tokens.offsets
    return [terms[tokens.ids[a:b]].tolist() for a, b in pairwise(bounds)]


def pair_counts(runs):
    """Return how often one term follows another."""
    pairs = defaultdict(Counter)
    for run in runs:
        for one, two in pairwise(run):
            pairs[one][two] += 1
    return pairs


def rebuild(bag, pairs):
    """Put the terms of an article in order: each followed by its most usual follower left."""
    left, order = Counter(bag), []
    while left:
        if order:
            followers = pairs.get(order[-1], {})
            usual = max((one for one in followers if left[one]), key=followers.get, default=None)
        else:
            usual = None
        chosen = usual or max(left, key=lambda one: (sum(pairs.get(one, {}).values()), one))
        order.append(chosen)
        left[chosen] -= 1
        left += Counter()
    return order


def longest_run(order, text):
    """Return the length of the longest run that an order shares with a text."""
    best, before = 0, [0] * (len(text) + 1)
    for term in order:
        row = [0] * (len(text) + 1)
        for at, other in enumerate(text):
            if other == term:
                row[at + 1] = before[at] + 1
        best, before = max(best, *row), row
    return best


def attack(tokens, dtm, copies, *, min_articles, n_articles=200, seed=2018):
    """Return the longest runs rebuilt of some articles: of all words, and of counted words."""
    n_docs = np.bincount(dtm.counts.indices, minlength=dtm.shape[1])
    kept = {term for term, n in zip(dtm.terms, n_docs, strict=True) if n >= min_articles}
    texts = sequences(tokens)
    counted = [[term for term in text if term in kept] for text in texts]
    rng = np.random.default_rng(seed)
    alone = np.flatnonzero((copies.loc[tokens.article_id, "role"] == "single").to_numpy())
    chosen = np.sort(rng.permutation(alone)[:n_articles])
    others = set(range(len(texts))) - set(chosen)
    pairs = pair_counts(counted[at] for at in sorted(others))
    orders = [rebuild(counted[at], pairs) for at in chosen]
    of_all = [longest_run(order, texts[at]) for order, at in zip(orders, chosen, strict=True)]
    of_counted = [longest_run(order, counted[at]) for order, at in zip(orders, chosen, strict=True)]
    return np.array(of_all), np.array(of_counted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="a file or folder of articles")
    parser.add_argument("--n", type=int, default=200, help="articles attacked")
    chosen = parser.parse_args()
    articles = tt.clean_articles(tt.read_articles(chosen.path), progress=False)
    tokens = tt.tokenize(
        articles["text"], aliases=CORPUS / "aliases.toml", phrases=True, progress=False
    )
    dtm = tt.count_terms(tokens, min_docs=3, max_doc_share=0.5)
    copies = tt.near_duplicates(articles, progress=False)
    print(f"{len(articles):,} articles")
    print(exposures(dtm, articles).to_string(index=False))
    for least in (3, 10):
        of_all, of_counted = attack(tokens, dtm, copies, min_articles=least, n_articles=chosen.n)
        for name, runs in (("all words", of_all), ("counted words", of_counted)):
            print(
                f"terms of {least} articles or more, longest run rebuilt of {name}: median "
                f"{np.median(runs):.0f}, 95 % of articles at most {np.quantile(runs, 0.95):.0f}, "
                f"largest {runs.max()}"
            )


if __name__ == "__main__":
    main()
