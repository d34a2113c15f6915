"""Topics of 6,205 real articles: how many, which come back, which are marked, and the time taken.

    python benchmarks/topics.py [--numbers 10 15 20 25 35 50 70] [--resume FILE.json]
    python benchmarks/topics.py --again [--corpora headlines world-affairs] [--seeds 0 1 2]

The first prints the measures and the advice, the labels with their marks, the time of exact
coherence (100 topics of 20 terms on 10 million tokens), and the size of the model file. Times are
processor seconds of the whole process, which a busy machine hardly affects. The second says how
well a mark tells whether a topic comes back in whole fits of other articles from the same source.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from lda import counts_of
from scipy import sparse

import toolkit as tt
from toolkit.tokenizing import Tokens
from toolkit.topics.stability.alignment import SAME, affinity, match_topics, nearest_topics
from toolkit.vectorizing import DocumentTermMatrix

DATA = Path(__file__).parents[2] / "shared" / "data" / "world-affairs" / "articles.parquet"
MEASURES = ("perplexity", "coherence", "exclusivity", "stability", "cao_juan", "arun")
WIDE = {"display.width": 160, "display.max_rows": 200, "display.max_colwidth": 40}
HEADLINES = "reuters-headlines"
CASES = (
    (HEADLINES, 600, 10),
    (HEADLINES, 1500, 15),
    (HEADLINES, 5000, 20),
    (HEADLINES, 5000, 28),
    (HEADLINES, 20_000, 50),
    ("world-affairs", 1500, 15),
    ("world-affairs", 3000, 22),
    ("us-news", 3000, 22),
    ("un-general-debate", 3000, 22),
    ("planted", 4000, 30),
    ("shuffled", 5000, 20),
)
FRESH_FITS = 20
COHERENT_TOKENS, TOPICS, TERMS = 10_000_000, 100, 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, nargs="+", default=[10, 15, 20, 25, 35, 50, 70])
    parser.add_argument("--resume", type=Path, help="a JSON file to go on from")
    parser.add_argument("--again", action="store_true", help="marks beside fits of other articles")
    parser.add_argument("--corpora", nargs="+", help="those of --again")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="those of --again")
    parser.add_argument("--refits", type=int, help="as many, instead of those of a report")
    options = parser.parse_args()
    if options.again:
        come_back(options)
        return
    for name, value in WIDE.items():
        pd.set_option(name, value)
    articles = tt.clean_articles(tt.read_articles(DATA))
    tokens = tt.tokenize(articles["text"], phrases=True)
    dtm = tt.count_terms(tokens, min_docs=10, max_doc_share=0.5)
    print(dtm)
    how_many(dtm, tokens, options)
    read_them(dtm, tokens, articles)
    coherence_time(tokens, dtm)


def how_many(dtm: DocumentTermMatrix, tokens: Tokens, options: argparse.Namespace) -> None:
    start = time.process_time()
    found = tt.search_topics(
        dtm, options.numbers, tokens=tokens, measures=MEASURES, path=options.resume
    )
    print(found.pivot_table(index="n_topics", columns="measure", values="value").round(3))
    print(tt.advise_n_topics(found))
    print(f"search: {time.process_time() - start:.0f} s\n")


def read_them(dtm: DocumentTermMatrix, tokens: Tokens, articles: pd.DataFrame) -> None:
    start = time.process_time()
    model = tt.LDA(n_topics=25, random_state=2018).fit(dtm)
    topics = tt.doc_topics(model, dtm)
    print(f"fit and shares: {time.process_time() - start:.1f} s")
    start = time.process_time()
    stability = tt.topic_stability(dtm, model, n_runs=10, random_state=2018)
    print(f"stability over 10 runs: {time.process_time() - start:.0f} s")
    copies = tt.near_duplicates(articles)
    summary = tt.topic_summary(model, topics, articles, copies=copies, tokens=tokens)
    marked = tt.mark_fragile(summary, stability).merge(
        stability[["topic", "n_found", "nearest_topic"]], on="topic"
    )
    shown = ["topic", "label", "share", "n_led", "coherence", "n_found", "nearest_topic"]
    print(marked[[*shown, "warnings"]].round(2).to_string(index=False))
    recipe = tt.topic_recipe(model)
    for a, b in cut_in_two(stability):
        recipe = recipe.merge([a, b], into=a)
    whole = tt.topic_stability(dtm, model, n_runs=10, random_state=2018, recipe=recipe)
    before, after = int(stability["fragile"].sum()), int(whole["fragile"].sum())
    print(f"merged {[step['topics'] for step in recipe.steps]}: {before} fragile, then {after}")
    with tempfile.TemporaryDirectory() as folder:
        path = tt.save_model(model, Path(folder) / "world.model")
        print(f"model file: {path.stat().st_size / 1e6:.1f} MB\n")


def cut_in_two(stability: pd.DataFrame) -> list[tuple[int, int]]:
    """Return pairs that are each other's nearest, at least one of them fragile."""
    near, fragile = stability["nearest_topic"].tolist(), stability["fragile"].tolist()
    return [
        (a, b) for a, b in enumerate(near) if a < b and near[b] == a and fragile[a] | fragile[b]
    ]


def come_back(options: argparse.Namespace) -> None:
    """Print how many topics without a mark fail to come back, and how many with one do.

    A model is fitted to some articles and judged as in a report. "Comes back" is 80 % of 20 whole
    fits of others, none of which it has seen; "planted" are 20 subjects among 60 % noise,
    "shuffled" are headlines whose words were dealt out anew.
    """
    for corpus, n_articles, n_topics in CASES:
        if options.corpora and corpus not in options.corpora:
            continue
        whole = whole_matrix(corpus)
        sums = np.zeros(6, int)
        for seed in options.seeds:
            sums += compare_marks(whole, n_articles, n_topics, seed=seed, n_runs=options.refits)
        names = (
            "topics",
            "unmarked",
            "of them rarer",
            "of them half",
            "come back",
            "of them marked",
        )
        row = {"corpus": corpus, "articles": n_articles, "K": n_topics}
        print(row | dict(zip(names, sums.tolist(), strict=True)), flush=True)


def whole_matrix(corpus: str) -> sparse.csr_matrix:
    rng = np.random.default_rng(0)
    if corpus == "planted":
        everyday = rng.dirichlet(np.full(2000, 0.5))
        subjects = rng.dirichlet(np.full(2000, 0.02), 20)
        odds = 0.6 * everyday + 0.4 * subjects
        rows = [rng.multinomial(8, odds[subject]) for subject in rng.integers(20, size=24_000)]
        return sparse.csr_matrix(np.array(rows, np.int32))
    matrix = counts_of(HEADLINES if corpus == "shuffled" else corpus)
    if corpus == "shuffled":
        matrix = matrix[np.sort(rng.choice(matrix.shape[0], 120_000, replace=False))]
        matrix.indices = rng.permutation(matrix.indices)
        matrix.sum_duplicates()
    return matrix


def compare_marks(
    whole: sparse.csr_matrix, n_articles: int, n_topics: int, *, seed: int, n_runs: int | None
) -> np.ndarray:
    rng = np.random.default_rng([seed, n_articles, n_topics])
    order = rng.permutation(whole.shape[0])
    own, others = whole[np.sort(order[:n_articles])], order[n_articles:]
    known = np.asarray((own > 0).sum(axis=0)).ravel() >= (3 if n_articles < 3000 else 5)
    own = own[:, known]
    names = np.array([f"term{i}" for i in range(own.shape[1])])
    rows = pd.RangeIndex(n_articles)
    lengths = np.asarray(own.sum(axis=1)).ravel().astype(np.int64)
    dtm = DocumentTermMatrix(own, names, rows, lengths, pd.DataFrame())
    model = tt.LDA(n_topics, random_state=seed).fit(dtm)
    n_runs = n_runs or (10 if model.engine_ == "gibbs" else 5)
    judged = tt.topic_stability(dtm, model, n_runs=n_runs, random_state=seed, progress=False)
    near = nearest_topics(affinity(model.topic_term_, model.topic_term_))[0]
    found = np.zeros(n_topics)
    n_sets = max(1, len(others) // n_articles)
    for fit in range(FRESH_FITS):
        first = n_articles * (fit % n_sets)
        fresh = others[first : first + n_articles]  # of few articles, parts that overlap
        if fit >= n_sets:
            fresh = rng.choice(others, n_articles, replace=False)
        again = tt.LDA(n_topics, random_state=1000 + fit).fit(whole[np.sort(fresh)][:, known])
        likeness = affinity(model.topic_term_, again.topic_term_)
        for i, j in match_topics(likeness):
            found[i] += likeness[i, j] >= SAME and likeness[i, j] > near[i]
    back, plain = found / FRESH_FITS, ~judged["fragile"].to_numpy()
    rare, comes = plain & (back < 0.8), back >= 0.8
    sums = (back >= 0, plain, rare, plain & (back < 0.5), comes, comes & ~plain)
    return np.array([one.sum() for one in sums])


def coherence_time(tokens: Tokens, dtm: DocumentTermMatrix) -> None:
    """Repeat the corpus up to ten million tokens that are no stop words."""
    texts = list(tokens.texts)
    n_words = int((~tokens.is_stop[tokens.ids]).sum())
    times = -(-COHERENT_TOKENS // n_words)
    many = tt.tokenize(texts * times)
    rng = np.random.default_rng(1)
    uses = np.asarray(dtm.counts.sum(axis=0)).ravel()
    common = np.asarray(dtm.terms)[np.argsort(-uses)[:4000]]
    drawn = [rng.choice(common, TERMS, replace=False) for _ in range(TOPICS)]
    terms = pd.DataFrame(
        {
            "topic": np.repeat(np.arange(TOPICS), TERMS),
            "rank": np.tile(np.arange(1, TERMS + 1), TOPICS),
            "term": np.concatenate(drawn),
        }
    )
    n_words = int((~many.is_stop[many.ids]).sum())
    tt.topic_coherence(terms, tokens, n_terms=TERMS)  # compile
    for measure in ("npmi", "uci", "umass", "c_v"):
        start = time.process_time()
        tt.topic_coherence(terms, many, measure=measure, n_terms=TERMS)
        took = time.process_time() - start
        print(f"{measure}: {TOPICS} topics x {TERMS} terms, {n_words:,} words: {took:.2f} s")


if __name__ == "__main__":
    main()
