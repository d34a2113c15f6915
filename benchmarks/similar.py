"""Which vectors find other articles on the same event: TF-IDF, BM25, topics, LSA, word vectors.

    python benchmarks/similar.py [--texts FILE.parquet] [--topics 60] [--dimensions 200]

There is no list of who wrote about the same event, so two proxies stand in for it. Both ask for
another outlet within a day:
- headlines: the two headlines share two words or more, each in at most 1 % of the headlines (only
  the bodies are compared, not the headlines);
- section: the editors of the collection filed both under the same subject; this uses no word.
Near-duplicates, such as one agency report in two outlets, do not count: any method finds them.
All articles are ranked for every query, dates unused. Reported are the share of the articles on the
event that are among the first ten, how often the first is one, and seconds.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

import toolkit as tt

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / "shared" / "data"
N_FOUND = 10
DAYS = 1
RARE = 0.01


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, default=DATA / "world-affairs" / "articles.parquet")
    parser.add_argument("--topics", type=int, default=60)
    parser.add_argument("--dimensions", type=int, default=200)
    options = parser.parse_args()
    articles = tt.clean_articles(
        tt.read_articles(options.texts, mapping={"body": "text"}, progress=False), progress=False
    )
    articles = articles[articles["date"].notna()]
    tokens = tt.tokenize(articles["text"], phrases=True, progress=False)
    dtm = tt.count_terms(tokens, min_docs=3, max_doc_share=0.5)
    proxies = {"headlines": by_headline(articles), "section": by_section(articles)}
    copies = copied_pairs(articles)
    for name, pairs in proxies.items():
        pairs.difference_update(copies)
        n = len({one for pair in pairs for one in pair})
        print(f"{name}: {len(pairs):,} pairs of articles on one event, of {n:,} articles")
    print(f"{'':34}" + "".join(f"{name + ' in 10':>18}{'first':>8}" for name in proxies) + "   s")
    for name, vectors_of in ways(tokens, dtm, options).items():
        begin = time.perf_counter()
        nearest = ranked(vectors_of())
        seconds = time.perf_counter() - begin
        rates = "".join("{:18.3f}{:8.3f}".format(*scored(nearest, p)) for p in proxies.values())
        print(f"{name:34}{rates}{seconds:6.1f}", flush=True)


def by_headline(articles: pd.DataFrame) -> set[tuple[int, int]]:
    """Return pairs of rows that share rare words of their headlines, and a day."""
    words = [set(listed) for listed in tt.tokenize(articles["title"], progress=False)]
    uses = Counter(word for listed in words for word in listed)
    rare = {word for word, n in uses.items() if 2 <= n <= RARE * len(articles)}
    holders: dict[str, list[int]] = {}
    for row, listed in enumerate(words):
        for word in listed & rare:
            holders.setdefault(word, []).append(row)
    shared = Counter(pair for rows in holders.values() for pair in combinations(rows, 2))
    return near_in_time({pair for pair, n in shared.items() if n >= 2}, articles)


def by_section(articles: pd.DataFrame) -> set[tuple[int, int]]:
    """Return pairs of rows that were filed under one subject within a day."""
    rows = pd.DataFrame(
        {"row": range(len(articles)), "section": articles["section"].astype("str").to_numpy()}
    )
    same = (part["row"].tolist() for _, part in rows.groupby("section"))
    return near_in_time({pair for one in same for pair in combinations(one, 2)}, articles)


def near_in_time(pairs: set[tuple[int, int]], articles: pd.DataFrame) -> set[tuple[int, int]]:
    """Keep pairs of two outlets within a day."""
    if not pairs:
        return set()
    rows = np.array(sorted(pairs))
    day = articles["date"].to_numpy().astype("datetime64[D]").astype(int)
    source = articles["source"].astype("str").to_numpy()
    one, other = rows.T
    fits = (np.abs(day[one] - day[other]) <= DAYS) & (source[one] != source[other])
    return set(map(tuple, rows[fits].tolist()))


def copied_pairs(articles: pd.DataFrame) -> set[tuple[int, int]]:
    """Return pairs of near-duplicates."""
    groups = tt.near_duplicates(articles, progress=False)["dup_group"]
    place = {article: row for row, article in enumerate(articles.index)}
    return {
        tuple(sorted((place[one], place[other])))
        for _, part in groups.dropna().groupby(groups.dropna())
        for one, other in combinations(part.index, 2)
    }


def ways(tokens, dtm, options) -> dict[str, Callable[[], object]]:
    """Return what makes the vectors of the articles, by name."""
    counts = sparse.csr_matrix(dtm.counts, dtype=np.float64)
    idf = np.log((1 + dtm.shape[0]) / (1 + np.bincount(counts.indices, minlength=dtm.shape[1])))
    smooth = normalize(logged(counts) @ sparse.diags(idf + 1))

    def topics() -> np.ndarray:
        lda = tt.LDA(n_topics=options.topics, random_state=0).fit(dtm)
        return np.sqrt(tt.doc_topics(lda, dtm).fillna(0).to_numpy())  # Hellinger

    def latent() -> np.ndarray:
        svd = TruncatedSVD(options.dimensions, random_state=0)
        return svd.fit_transform(smooth)

    def words() -> np.ndarray:
        return smooth @ word_vectors(tokens, dtm, options.dimensions)

    def both() -> object:
        return sparse.hstack([smooth, sparse.csr_matrix(normalize(latent()))]).tocsr()

    return {
        "counts, cosine": lambda: normalize(counts),
        "TF-IDF": lambda: normalize(counts @ sparse.diags(idf + 1)),
        "TF-IDF, 1 + log of the counts": lambda: smooth,
        "BM25 weights, cosine": lambda: normalize(saturated(counts) @ sparse.diags(idf)),
        f"{options.topics} topics, Hellinger": topics,
        f"LSA of the TF-IDF, {options.dimensions}": latent,
        f"PPMI/SVD word vectors, {options.dimensions}": words,
        "TF-IDF and LSA together": both,
    }


def logged(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    kept = counts.copy()
    kept.data = 1 + np.log(kept.data)
    return kept


def saturated(counts: sparse.csr_matrix, k: float = 1.2, b: float = 0.75) -> sparse.csr_matrix:
    """Return the weights of terms in documents of BM25."""
    kept = counts.copy()
    length = np.asarray(counts.sum(axis=1)).ravel()
    factor = k * (1 - b + b * length / length.mean())
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    kept.data = kept.data * (k + 1) / (kept.data + factor[row])
    return kept


def word_vectors(tokens, dtm, n_dimensions: int, window: int = 5) -> np.ndarray:
    """Return vectors of the terms: SVD of the positive PMI of words within five of one another."""
    column = {term: number for number, term in enumerate(dtm.terms)}
    number_of = np.array([column.get(term, -1) for term in tokens.terms])
    ids, text = number_of[tokens.ids], tokens.text_of_token
    n = len(column)
    pairs = sparse.csr_matrix((n, n))
    for step in range(1, window + 1):
        one, other = ids[:-step], ids[step:]
        fits = (one >= 0) & (other >= 0) & (text[:-step] == text[step:])
        near = sparse.coo_matrix((np.ones(fits.sum()), (one[fits], other[fits])), shape=(n, n))
        pairs = pairs + (near + near.T).tocsr()
    total = np.asarray(pairs.sum(axis=1)).ravel()
    pairs = pairs.tocoo()
    context = total**0.75 / (total**0.75).sum()
    share = pairs.data / np.maximum(total[pairs.row], 1)
    pmi = np.log(share / np.maximum(context[pairs.col], 1e-12))
    kept = pmi > 0
    matrix = sparse.csr_matrix((pmi[kept], (pairs.row[kept], pairs.col[kept])), shape=(n, n))
    svd = TruncatedSVD(n_dimensions, random_state=0)
    return svd.fit_transform(matrix) / np.sqrt(np.maximum(svd.singular_values_, 1e-12))


def ranked(vectors: object) -> np.ndarray:
    """Return the rows nearest to each row by cosine, nearest first, the row itself left out."""
    unit = normalize(vectors)
    nearest = np.empty((unit.shape[0], N_FOUND), dtype=np.int64)
    for begin in range(0, unit.shape[0], 500):
        part = unit[begin : begin + 500] @ unit.T
        part = part.toarray() if sparse.issparse(part) else part
        part[np.arange(len(part)), begin + np.arange(len(part))] = -1
        nearest[begin : begin + 500] = np.argsort(-part, axis=1, kind="stable")[:, :N_FOUND]
    return nearest


def scored(nearest: np.ndarray, pairs: set[tuple[int, int]]) -> tuple[float, float]:
    """Return the share of an event's articles among the first ten, and how often the first is."""
    others: dict[int, set[int]] = {}
    for one, other in pairs:
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    found = [
        len(wanted & set(nearest[row].tolist())) / min(len(wanted), N_FOUND)
        for row, wanted in others.items()
    ]
    first = [int(nearest[row, 0]) in wanted for row, wanted in others.items()]
    return float(np.mean(found)), float(np.mean(first))


if __name__ == "__main__":
    main()
