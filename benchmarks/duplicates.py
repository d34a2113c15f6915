"""Recall, precision and speed of `near_duplicates` on copies planted in real articles.

    python benchmarks/duplicates.py                 # 40,000 articles, then 100,000 headlines
    python benchmarks/duplicates.py --articles 5000
    python benchmarks/duplicates.py --articles 0 --headlines 100000 400000

Reads ../shared/data (world-affairs, us-news, reuters-21578), changes copies in memory, and writes
nothing but headlines to a temporary folder: last come, for headlines of reuters-headlines, the
processor time of cleaning and of comparing, and memory over the size of the text.
A planted pair counts as found when both articles come out in the same group. Precision is
judged among pairs that involve a planted copy: a pair is wrong when the two articles neither come
from one article nor from two that are copies of each other without any planting.
"""

from __future__ import annotations

import argparse
import functools
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from headline_memory import (
    HEADER,
    above_before,
    measured_elsewhere,
    memory_row,
    quickest,
    warm_up,
    write_headlines,
)

import toolkit as tt

DATA = Path(__file__).parents[1].parent / "shared" / "data"
HEADLINES = DATA / "reuters-headlines" / "headlines.parquet"
CORPORA = ("world-affairs", "us-news", "reuters-21578")
SHORTEST = 60
"""Words an article needs to be copied; shorter ones stay in the corpus."""

HOUSE_STYLE = {
    "ISIS": "Daesh",
    "percent": "per cent",
    "U.S.": "US",
    "program": "programme",
    "said": "told reporters",
}


def read_corpus(n_articles: int) -> pd.DataFrame:
    """Return real articles, in a fixed random order, so many that planting makes ``n_articles``."""
    tables = []
    for name in CORPORA:
        table = pd.read_parquet(DATA / name / "articles.parquet")
        table["id"] = [f"{name}/{number}" for number in range(len(table))]
        tables.append(table[["id", "title", "source", "text"]])
    corpus = pd.concat(tables).dropna(subset=["text"]).sample(frac=1, random_state=2018)
    return corpus.rename(columns={"text": "body"}).head(round(n_articles * 0.75))


def reworded(text: str, rng: np.random.Generator) -> str:
    """Change one word in a hundred."""
    words = text.split(" ")
    for at in rng.integers(0, len(words), max(1, len(words) // 100)):
        words[at] = "changed"
    return " ".join(words)


def light_edit(text: str, rng: np.random.Generator) -> str:
    """Do what a sub-editor does: house style, an attribution line, a note, or a few words."""
    kind = rng.integers(4)
    if kind == 0:
        for ours, theirs in HOUSE_STYLE.items():
            text = text.replace(f" {ours} ", f" {theirs} ")
        return text
    if kind == 1:
        return f"By our staff and agencies\n\n{text}\n\nWith additional reporting from our bureau."
    if kind == 2:
        return reworded(text, rng)
    return f"{text}\n\n{'A paragraph of background that our own desk has added to it. ' * 3}"


def first_half(text: str, rng: np.random.Generator) -> str:
    """Cut at a paragraph if there are several, else in the middle of the words."""
    del rng
    paragraphs = [part for part in text.split("\n") if part.strip()]
    if len(paragraphs) >= 4:
        sizes = np.cumsum([len(part.split()) for part in paragraphs])
        keep = int(np.searchsorted(sizes, sizes[-1] / 2)) + 1
        return "\n".join(paragraphs[:keep])
    words = text.split(" ")
    return " ".join(words[: len(words) // 2])


def new_headline(text: str, rng: np.random.Generator) -> str:
    """Put another headline above the story."""
    return f"Another headline, number {rng.integers(10_000)}\n\n{text}"


def exact(text: str, rng: np.random.Generator) -> str:
    """Change nothing but the case of the first letters."""
    del rng
    return text[:40].upper() + text[40:]


CHANGES = {
    "exact": exact,
    "light edit": light_edit,
    "cut in half": first_half,
    "headline changed": new_headline,
}


def plant(corpus: pd.DataFrame, n_articles: int) -> pd.DataFrame:
    """Return the corpus and changed copies of some of its articles, ``n_articles`` in all."""
    rng = np.random.default_rng(2018)
    long = corpus[corpus["body"].str.split().str.len() >= SHORTEST]
    chosen = long.sample(min(n_articles - len(corpus), len(long)), random_state=7)
    kinds = [list(CHANGES)[at % len(CHANGES)] for at in range(len(chosen))]
    copies = chosen.assign(
        body=[CHANGES[kind](body, rng) for kind, body in zip(kinds, chosen["body"], strict=True)],
        id=[f"{name}/copy" for name in chosen["id"]],
        source="Another Outlet",
        kind=kinds,
        of=chosen["id"],
    )
    together = pd.concat([corpus.assign(kind="", of=corpus["id"]), copies])
    return together.sample(frac=1, random_state=11).set_index("id")


def judge(planted: pd.DataFrame, groups: pd.Series, natural: pd.Series) -> pd.DataFrame:
    """Return recall for each kind of change, and precision of the pairs with planted copies."""
    copies = planted[planted["kind"] != ""]
    found = groups[copies.index].to_numpy() == groups[copies["of"]].to_numpy()
    recall = pd.Series(found, index=copies["kind"]).groupby(level=0).agg(["mean", "size"])
    family = natural[planted["of"]].to_numpy()
    table = pd.DataFrame({"group": groups[planted.index].to_numpy(), "family": family})
    table["kind"] = planted["kind"].to_numpy()
    rows = []
    for kind in CHANGES:
        pairs = wrong = 0
        touched = table[table["group"].isin(table.loc[table["kind"] == kind, "group"])]
        for _, members in touched.groupby("group"):
            mine = (members["kind"] == kind).to_numpy()
            same = members["family"].to_numpy()[:, None] == members["family"].to_numpy()
            others = ~np.eye(len(members), dtype=bool)
            pairs += int(others[mine].sum())
            wrong += int((others & ~same)[mine].sum())
        rows.append((kind, 1 - wrong / max(pairs, 1), pairs))
    precision = pd.DataFrame(rows, columns=["kind", "precision", "pairs"]).set_index("kind")
    return recall.rename(columns={"mean": "recall", "size": "planted"}).join(precision)


def as_groups(result: pd.DataFrame) -> pd.Series:
    """Return a group for every article: its own id where it has no copies."""
    return result["original"]


def print_headlines(numbers: list[int]) -> None:
    """Print processor time and memory of cleaning headlines and finding their copies."""
    print(f"step             headlines  CPU s   {HEADER}")
    with tempfile.TemporaryDirectory() as folder:
        for n in numbers:
            path = write_headlines(HEADLINES, Path(folder), n)
            for step, found in measured_elsewhere(__file__, path).items():
                print(f"{step:16} {found['n']:9,} {found['cpu']:6.2f}   {memory_row(found)}")


def measure_headlines(path: Path) -> dict[str, dict[str, float]]:
    """Return processor seconds, the best of three, and memory of both steps."""
    small = tt.clean_articles(warm_up(tt.read_articles, path), progress=False)
    tt.near_duplicates(small, progress=False)
    articles = tt.read_articles(path, progress=False)
    text = {"text": int(articles["title"].str.encode("utf-8").str.len().sum())}
    found = {}
    for step in (tt.clean_articles, tt.near_duplicates):
        run = functools.partial(step, articles, progress=False)
        facts = above_before(run)
        found[step.__name__] = facts | text | {"cpu": quickest(run)}
        articles = tt.clean_articles(articles, progress=False)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--headlines", type=int, nargs="*", default=[100_000])
    parser.add_argument("--measure", type=Path, help="measure headlines of this file, print JSON")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure_headlines(options.measure)))
        return
    if options.articles:
        print_planted(options.articles)
    print_headlines(options.headlines)


def print_planted(n_articles: int) -> None:
    """Plant, find, judge."""
    corpus = read_corpus(n_articles)
    planted = plant(corpus, n_articles)
    started, work = time.perf_counter(), time.process_time()
    result = tt.near_duplicates(planted, progress=False)
    seconds, work = time.perf_counter() - started, time.process_time() - work
    natural = as_groups(tt.near_duplicates(corpus.set_index("id"), progress=False))
    n_words = planted["body"].str.split().str.len().sum()
    print(f"{len(planted):,} articles, {n_words:,} words: {seconds:.1f} s ({work:.1f} s of work)")
    print(f"without planting, {natural.duplicated().sum():,} of {len(corpus):,} are copies")
    print(judge(planted, as_groups(result), natural).round(4).to_string())


if __name__ == "__main__":
    main()
