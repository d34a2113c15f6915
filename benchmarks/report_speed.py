"""The steps of a report in this tree and in another one, in turn, in processor seconds.

    python benchmarks/report_speed.py BASELINE [--articles FILE] [--runs 3] [--every 1] [--report]

BASELINE is a checkout to compare with (``git worktree add --detach ../before COMMIT``). Each run
starts one process per tree, one after the other, so that a busy machine slows both alike; the best
of the runs counts. ``--every 4`` takes every fourth article. ``--report`` also runs the whole
command ``toolkit report`` and prints the peak of its memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[1]
DATA = HERE.parent / "shared" / "data" / "world-affairs" / "articles.parquet"
THEMES = HERE / "corpus" / "themes.toml"

STEPS = r"""
import json, sys, tempfile, time
from pathlib import Path
import numpy as np, pandas as pd
path, themes, every = sys.argv[1], sys.argv[2], int(sys.argv[3])
seconds = {}
def timed(name, step, *given, **options):
    start = time.process_time()
    result = step(*given, **options)
    seconds[name] = time.process_time() - start
    return result
def counted(articles):
    with plain_kept():
        tokens = tokenize(articles["text"], phrases=True, progress=False)
    return tokens, count_terms(tokens, min_docs=5, max_doc_share=0.5)
start = time.process_time()
import toolkit as tt
from matplotlib.figure import Figure
from toolkit.reporting.study.theme_steps import count_themes
from toolkit.tokenizing import tokenize
from toolkit.vectorizing import count_terms
try:
    from toolkit.tokenizing.tokenizer import plain_kept
except ImportError:  # an older tree
    from contextlib import nullcontext as plain_kept
rows = pd.read_parquet(path).iloc[::every]
folder = Path(tempfile.mkdtemp())
rows.to_parquet(folder / "articles.parquet", index=False)
first = tt.read_articles(folder / "articles.parquet", progress=False)[:60]
tt.clean_articles(first, progress=False)
seconds["imports and first use"] = time.process_time() - start
articles = timed("read_articles", tt.read_articles, folder / "articles.parquet", progress=False)
articles = timed("clean_articles", tt.clean_articles, articles, progress=False)
counted(articles[:60])
tokens, dtm = timed("tokenize, count", counted, articles)
definitions = tt.read_themes(themes)
found = timed("themes", count_themes, tokens, definitions, articles, min_matches=2, limits=[])
n_topics = int(np.clip(round(0.4 * np.sqrt(len(articles))), 6, 50))
tt.LDA(n_topics=5, max_epochs=12).fit(dtm.counts[:400])
model = timed("topics", tt.LDA(n_topics=n_topics, random_state=2018).fit, dtm)
shares = tt.doc_topics(model, dtm)
timed("stability, 5 refits", tt.topic_stability, dtm, model, n_runs=5, progress=False)
outlets = articles["source"].astype("str")
two = outlets.where(outlets.isin(outlets.value_counts().index[:2]))
timed("words of two outlets", tt.distinctive_terms, dtm, two)
monthly = tt.share_by_period(found.scores.dropna(), articles["date"], random_state=1)
def save(name):
    figure = Figure(figsize=(6.8, 6.3), layout="constrained")
    tt.plot.theme_panels(monthly, ax=figure.subplots())
    tt.save_figure(figure, folder / name, data=monthly)
with tt.plot.figure_style():
    save("first")
    timed("save_figure", save, "second")
tt.save_table(shares[:9], folder / "first")
timed("save_table, shares", tt.save_table, shares, folder / "shares")
timed("save_table, ledger", tt.save_table, tt.ledger(articles), folder / "ledger")
print("\n" + json.dumps(seconds))
"""


def run(tree: Path, arguments: list[str]) -> tuple[str, float, float]:
    """Run Python in a tree; return its output, processor seconds, and peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(tree), "TQDM_DISABLE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        cwd=tree,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, used, after.ru_maxrss / 1024


def steps_of(tree: Path, chosen: argparse.Namespace) -> dict[str, float]:
    """Return the processor seconds of each step in one new process."""
    arguments = ["-c", STEPS, str(chosen.articles), str(THEMES), str(chosen.every)]
    output, _, _ = run(tree, arguments)
    return dict(json.loads(output.strip().splitlines()[-1]))


def best_of_runs(trees: dict[str, Path], chosen: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Return the least seconds of each step in each tree, run in turn."""
    best: dict[str, dict[str, float]] = {name: {} for name in trees}
    for _ in range(chosen.runs):
        for name, tree in trees.items():
            for step, seconds in steps_of(tree, chosen).items():
                best[name][step] = min(seconds, best[name].get(step, seconds))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("baseline", type=Path)
    parser.add_argument("--articles", type=Path, default=DATA)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--report", action="store_true", help="also run the whole command")
    chosen = parser.parse_args()
    trees = {"before": chosen.baseline.resolve(), "now": HERE}
    best = best_of_runs(trees, chosen)
    print(f"{'processor s':<24}{'before':>9}{'now':>9}{'ratio':>8}")
    for step, now in best["now"].items():
        before = best["before"][step]
        print(f"{step:<24}{before:>9.2f}{now:>9.2f}{before / max(now, 1e-9):>8.1f}")
    for name, tree in trees.items() if chosen.report else ():
        with tempfile.TemporaryDirectory() as folder:
            given = ["--themes", str(THEMES), "--out", folder, "--quiet"]
            _, used, peak = run(tree, ["-m", "toolkit", "report", str(chosen.articles), *given])
            print(f"toolkit report, {name}: {used:.0f} processor s, peak so far {peak:,.0f} MB")


if __name__ == "__main__":
    main()
