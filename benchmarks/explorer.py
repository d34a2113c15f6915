"""The explorer at two sizes: bytes, time to write, and beside peers on the same articles.

    python benchmarks/explorer.py ../shared/data [--only small|large|peers]

Small is 10,000 articles and 30 topics of us-news, large 100,000 headlines and 50 topics of
reuters-headlines, both without texts. `benchmarks/explorer_browser.py` then opens the pages in
Chromium: first draw, filters, requests. The peers (pyLDAvis, altair, scattertext) are installed
into a temporary folder; where that fails, the reason is printed. About fifteen minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

import toolkit as tt
from toolkit.reporting.page.explorer_parts import study_explorer

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "corpus" / "themes.toml"
SEED = 2018
LIMITS = {"small": 600_000, "large": 5_000_000}
PEERS = ("pyLDAvis", "altair", "scattertext")


def part_of(path, n, folder):
    """Write the first n rows of a table of articles that have a date."""
    table = pq.read_table(path)
    dated = [i for i, day in enumerate(table["date"].to_pylist()) if day and day[:2] == "20"]
    out = folder / path.name
    pq.write_table(table.take(dated[:n]), out)
    return out


def small(data, folder):
    """Make the explorer of 10,000 articles beside a report, and compare the times."""
    source = part_of(data / "us-news" / "articles.parquet", 10_000, folder)
    settings = tt.Settings(n_topics=30, seed=SEED, stability_runs=0, freq="MS")
    started = time.perf_counter()
    study = tt.run_study(source, THEMES, settings=settings, show_progress=False)
    tt.write_report(study, folder / "report")
    whole = time.perf_counter() - started
    started = time.perf_counter()
    page = study_explorer(study, title="us-news")
    page.save(folder / "small.html")
    own = time.perf_counter() - started
    tell("small", page, own)
    print(f"  of a report of {whole:.0f} s, explorer included: {own / whole:.1%}")
    return study


def large(data, folder):
    """Make the explorer of 100,000 headlines."""
    source = part_of(data / "reuters-headlines" / "headlines.parquet", 100_000, folder)
    articles = tt.clean_articles(tt.read_articles(source, progress=False), text="title")
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=20, max_doc_share=0.5)
    model = tt.LDA(n_topics=50, max_epochs=15, random_state=SEED).fit(dtm)
    topics = tt.doc_topics(model, dtm)
    given = {"tokens": tokens, "themes": tt.read_themes(THEMES), "model": model, "dtm": dtm}
    started = time.perf_counter()
    page = tt.explore(
        articles, **given, topics=topics, compare=[], freq="MS", min_matches=1, title="headlines"
    )
    page.save(folder / "large.html")
    tell("large", page, time.perf_counter() - started)


def tell(name, page, seconds):
    """Print size and time of a page."""
    print(
        f"{name}: {page.n_articles:,} articles, {page.n_topics} topics: {page.size / 1000:,.0f} KB "
        f"(at most {LIMITS[name] / 1000:,.0f}), written in {seconds:.1f} s",
        flush=True,
    )


def peers(study, folder):
    """Make the peers' pages of the same articles; return those that could be made."""
    installed = folder / "peers"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--target",
        str(installed),
        *PEERS,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"peers: not installed: {done.stderr.strip().splitlines()[-1]}")
        return []
    given = peer_input(study, folder)
    made = []
    for name in PEERS:
        out = folder / f"{name}.html"
        script = Path(__file__).with_name("explorer_peers.py")
        done = subprocess.run(
            [sys.executable, str(script), name, str(given), str(out)],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )
        if done.returncode:
            print(f"{name}: no page: {done.stderr.strip().splitlines()[-1][:200]}")
            continue
        print(f"{name}: {out.stat().st_size / 1000:,.0f} KB, {done.stdout.strip()}")
        made.append(out)
    return made


def peer_input(study, folder):
    """Write what the peers need as JSON: topics, shares, words, titles."""
    shares = study.topics.shares
    known = shares.index[shares.notna().all(axis=1) & study.articles["date"].notna()]
    rows, counts = study.articles.loc[known], study.dtm.counts
    lengths = pd.Series(np.asarray(counts.sum(axis=1)).ravel(), index=study.dtm.article_id)
    given = {
        "topic_term": study.topics.model.topic_term_.tolist(),
        "shares": shares.loc[known].round(4).to_numpy().tolist(),
        "terms": list(map(str, study.dtm.terms)),
        "uses": np.asarray(counts.sum(axis=0)).ravel().tolist(),
        "lengths": lengths.loc[known].tolist(),
        "title": rows["title"].astype("str").tolist(),
        "source": rows["source"].astype("str").tolist(),
        "date": rows["date"].dt.strftime("%Y-%m-%d").tolist(),
        "text": rows["text"].astype("str").tolist(),
    }
    path = folder / "peers.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder with the corpora")
    parser.add_argument("--only", choices=("small", "large", "peers"))
    parser.add_argument("--out", type=Path, help="keep the pages in this folder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        study, made = None, []
        if chosen.only in {None, "small", "peers"}:
            study = small(chosen.data, folder)
            made.append(folder / "small.html")
        if chosen.only in {None, "large"}:
            large(chosen.data, folder)
            made.append(folder / "large.html")
        if chosen.only in {None, "peers"}:
            made += peers(study, folder)
        browser = Path(__file__).with_name("explorer_browser.py")
        subprocess.run([sys.executable, str(browser), *map(str, made)], check=False)


if __name__ == "__main__":
    main()
