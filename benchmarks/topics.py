"""Topics of 6,205 real articles: how many, which come back, which are marked, and the time taken.

    python benchmarks/topics.py [--numbers 10 15 20 25 35 50 70] [--resume FILE.json]

Prints the measures and the advice, the labels with their marks, the time of exact coherence
(100 topics of 20 terms on 10 million tokens), and the size of the model file. Times are processor
seconds of the whole process, which a busy machine hardly affects.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import toolkit as tt
from toolkit.tokenizing import Tokens
from toolkit.vectorizing import DocumentTermMatrix

DATA = Path(__file__).parents[2] / "shared" / "data" / "world-affairs" / "articles.parquet"
MEASURES = ("perplexity", "coherence", "exclusivity", "stability", "cao_juan", "arun")
WIDE = {"display.width": 160, "display.max_rows": 200, "display.max_colwidth": 40}
COHERENT_TOKENS, TOPICS, TERMS = 10_000_000, 100, 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, nargs="+", default=[10, 15, 20, 25, 35, 50, 70])
    parser.add_argument("--resume", type=Path, help="a JSON file to go on from")
    options = parser.parse_args()
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
