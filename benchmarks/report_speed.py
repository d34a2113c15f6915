"""The steps of a report in this tree and in another one, in turn, in processor seconds.

    python benchmarks/report_speed.py BASELINE [--articles FILE] [--headlines FILE] [--runs 3]
                                      [--every 1] [--first 100000] [--report]
    python benchmarks/report_speed.py BASELINE --reports 100000 [--memory 2GiB]
    python benchmarks/report_speed.py --reports 100000 1000000
    python benchmarks/report_speed.py BASELINE --bare [--runs 3]

BASELINE is a checkout to compare with (``git worktree add --detach ../before COMMIT``). Each run
starts the same processes in both trees, in turn, so that a busy machine slows both alike; the best
of the runs counts. ``--every 4`` takes every fourth article, ``--first 20000`` that many headlines.
``--report`` also runs the whole command ``toolkit report`` and prints the peak of its memory.
``--bare`` runs nothing but ``make report`` after installation: the sample corpus, in a copy of each
tree in which neither a module nor a kernel is compiled.

``--reports`` runs the whole command alone, on that many headlines, in both trees (in this one if
there is no BASELINE): the peak of its memory (its own; with mapped files) and the processor seconds
of each step, then of all, and whether every table is the same.

The columns: processor seconds before and now, their ratio, and whether the table is the same (by
its hash, numbers to twelve digits as `save_table` writes them); then the seconds of a library that
does the same, pandas or SciPy, and how many times as long this tree takes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from scale import digests, print_run, run_report

HERE = Path(__file__).parents[1]
SHARED = HERE.parent / "shared" / "data"
DATA = SHARED / "world-affairs" / "articles.parquet"
HEADLINES = SHARED / "reuters-headlines" / "headlines.parquet"
THEMES = HERE / "corpus" / "themes.toml"

STEPS = Path(__file__).with_name("report_steps.py")

CHART = f"""
import toolkit as tt
articles = tt.clean_articles(tt.load_sample(), progress=False)
shares = tt.theme_shares(articles, tt.read_themes({str(THEMES)!r}), freq="QS", progress=False)
tt.plot.theme_panels(shares).figure.savefig({os.devnull!r}, format="png")
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


def steps_of(tree: Path, chosen: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Return what each step took: the sample to a chart in one process, the rest in another."""
    _, used, _ = run(tree, ["-c", CHART])
    arguments = [str(chosen.articles), str(chosen.headlines), str(THEMES)]
    output, _, _ = run(tree, [str(STEPS), *arguments, str(chosen.every), str(chosen.first)])
    chart = {"seconds": used, "hash": None}
    return {"sample to chart, new process": chart, **json.loads(output.strip().splitlines()[-1])}


def best_of_runs(
    trees: dict[str, Path], chosen: argparse.Namespace
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the run with the least seconds of each step in each tree, run in turn."""
    best: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in trees}
    for _ in range(chosen.runs):
        for name, tree in trees.items():
            for step, found in steps_of(tree, chosen).items():
                held = best[name].get(step)
                if held is None or found["seconds"] < held["seconds"]:
                    best[name][step] = found
    return best


def row(step: str, before: dict[str, Any] | None, now: dict[str, Any]) -> str:
    """Return one row of the table."""
    seconds = now["seconds"]
    shown = f"{step:<30}"
    if before is None:
        return f"{shown}{'':>9}{seconds:>9.3f}"
    ratio = before["seconds"] / max(seconds, 1e-9)
    same = "" if now["hash"] is None else "yes" if now["hash"] == before["hash"] else "NO"
    shown += f"{before['seconds']:>9.3f}{seconds:>9.3f}{ratio:>8.1f}  {same:<5}"
    if "library" in now:
        shown += f"{now['library']}: {now['theirs']:.3f} ({seconds / now['theirs']:.1f} x)"
    return shown.rstrip()


def bare_seconds(tree: Path) -> float:
    """Return the processor seconds of a report on the sample, in a copy with nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("toolkit", "corpus"):
            unread = shutil.ignore_patterns("__pycache__")
            shutil.copytree(tree / name, copy / name, ignore=unread)
        given = ["--themes", "corpus/themes.toml", "--aliases", "corpus/aliases.toml"]
        given += ["--events", "corpus/events.toml", "--out", "report", "--quiet"]
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["NUMBA_CACHE_DIR"] = str(copy / "numba")
        return run(copy, ["-m", "toolkit", "report", "corpus/sample", *given])[1]


def print_bare(trees: dict[str, Path], runs: int) -> None:
    """Print the best of the runs in each tree, run in turn, and their ratio."""
    found = [[bare_seconds(tree) for tree in trees.values()] for _ in range(runs)]
    before, now = (min(seconds) for seconds in zip(*found, strict=True))
    print(f"make report: {before:.1f} processor s before, {now:.1f} now, {now / before:.2f} times")


def reports(trees: dict[str, Path], chosen: argparse.Namespace) -> None:
    """Run `toolkit report` on headlines in each tree; print what each step cost."""
    for n in chosen.reports:
        found: dict[str, dict[str, str]] = {}
        with tempfile.TemporaryDirectory(dir=chosen.scratch) as place:
            file = Path(place) / "headlines.parquet"
            pd.read_parquet(chosen.headlines).head(n).to_parquet(file, index=False)
            more = ["--memory", chosen.memory] if chosen.memory else []
            for name, tree in trees.items():
                out = Path(place) / name
                given = [str(file), "--themes", str(THEMES), "--out", str(out), *more]
                print(f"{n:,} headlines, {name}")
                job = run_report(given, tree=tree)
                ended = [one for one in job.steps if one.text.endswith(" s")]  # not a bar of old
                print_run(n, job._replace(steps=ended))
                found[name] = digests(out / "tables")
        if len(found) > 1:
            differ = [
                name for name in found["now"] if found["now"][name] != found["before"].get(name)
            ]
            print(f"tables that differ: {', '.join(differ) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("baseline", type=Path, nargs="?")
    parser.add_argument("--articles", type=Path, default=DATA)
    parser.add_argument("--headlines", type=Path, default=HEADLINES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=100_000, help="headlines taken")
    parser.add_argument("--report", action="store_true", help="also run the whole command")
    parser.add_argument("--reports", type=int, nargs="+", metavar="N", help="headlines reported on")
    parser.add_argument("--memory", help="of --reports, as for toolkit report")
    parser.add_argument("--scratch", help="folder for what is made, on a disk with room")
    parser.add_argument("--bare", action="store_true", help="a first report on the sample alone")
    chosen = parser.parse_args()
    trees = {"before": chosen.baseline.resolve()} if chosen.baseline else {}
    trees |= {"now": HERE}
    if chosen.reports:
        reports(trees, chosen)
        return
    if not chosen.baseline:
        parser.error("name a BASELINE, or --reports")
    if chosen.bare:
        print_bare(trees, chosen.runs)
        return
    best = best_of_runs(trees, chosen)
    print(f"{'processor s':<30}{'before':>9}{'now':>9}{'ratio':>8}  same")
    for step, now in best["now"].items():
        print(row(step, best["before"].get(step), now))
    for name, tree in trees.items() if chosen.report else ():
        with tempfile.TemporaryDirectory() as folder:
            given = ["--themes", str(THEMES), "--out", folder, "--quiet"]
            _, used, peak = run(tree, ["-m", "toolkit", "report", str(chosen.articles), *given])
            print(f"toolkit report, {name}: {used:.0f} processor s, peak so far {peak:,.0f} MB")


if __name__ == "__main__":
    main()
