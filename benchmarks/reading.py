"""How well articles are read, by kind of file, and how fast.

First, for each kind: files, and how many articles, dates and outlets are right, over the made-up
cases with right answers in ../shared/cases/reading and the real exports in
../shared/data/export-samples. Then speed and peak memory of reading 10,000 articles as CSV, JSONL,
Parquet and pasted text. The files are written to a temporary folder, from ../shared/data/us-news if
present and from the sample corpus otherwise. Each file is read in its own process, so that peak
memory is measured separately. Last, headlines of ../shared/data/reuters-headlines as Parquet:
processor time over that of `pandas.read_parquet`, and memory over the size of the text.

    python benchmarks/reading.py [--articles 10000] [--only right|speed|headlines] [--faults]
    python benchmarks/reading.py --only headlines --headlines 100000 1000000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from headline_memory import (
    HEADER,
    above_before,
    measured_elsewhere,
    memory_row,
    quickest,
    status_bytes,
    warm_up,
    write_headlines,
)
from reading_cases import Score, cases, score_cases, score_samples

import toolkit as tt

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
CASES = SHARED / "cases" / "reading"
SAMPLES = SHARED / "data" / "export-samples"
LISTED = PROJECT / "tests" / "data" / "export_samples_expected.csv"
NEWS = SHARED / "data" / "us-news" / "articles.parquet"
HEADLINES = SHARED / "data" / "reuters-headlines" / "headlines.parquet"
FORMATS = ("csv", "jsonl", "parquet", "txt")


def received(n: int) -> pd.DataFrame:
    if NEWS.exists():
        return pd.read_parquet(NEWS).head(n)
    sample = tt.load_sample()[["title", "date", "source", "body"]].astype("str")
    copies = pd.concat([sample] * (n // len(sample) + 1)).head(n)
    return copies.rename(columns={"body": "text"})


def write_file(table: pd.DataFrame, folder: Path, kind: str) -> Path:
    path = folder / f"articles.{kind}"
    if kind == "csv":
        table.to_csv(path, index=False)
    elif kind == "jsonl":
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    elif kind == "parquet":
        table.to_parquet(path)
    else:
        path.write_text("\n\n\n".join(map(pasted, table.itertuples())), encoding="utf-8")
    return path


def pasted(row: object) -> str:
    title = " ".join(row.title.split()) or "Untitled piece of news"
    return f"{title}\n\nUpdated 22 October 2018\n\n{title}\n\n{row.text}"


def measure(path: Path) -> dict[str, float]:
    start, busy = time.perf_counter(), time.process_time()
    articles = tt.read_articles(path, progress=False, on_error="keep")
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    return {
        "n": len(articles),
        "seconds": seconds,
        "cpu": cpu,
        "peak": status_bytes("VmHWM") / 2**20,
    }


def print_right(*, faults: bool) -> None:
    scores: dict[str, Score] = {}
    if CASES.is_dir():
        scores |= {f"case {kind}": score_cases(paths) for kind, paths in cases(CASES).items()}
    if SAMPLES.is_dir():
        scores |= score_samples(SAMPLES, LISTED)
    print("kind                 files  articles      dates    outlets")
    for kind, score in scores.items():
        counts = "  ".join(
            f"{right:4}/{total:<4}" for right, total in (score.articles, score.dates, score.outlets)
        )
        print(f"{kind:20} {score.files:5} {counts}")
    for fault in [fault for score in scores.values() for fault in score.faults] if faults else ():
        print("  not right:", fault)


def print_speed(n_articles: int) -> None:
    table = received(n_articles)
    print("format    articles      MB  seconds   CPU s    MB/s  peak MiB")
    with tempfile.TemporaryDirectory() as folder:
        for kind in FORMATS:
            path = write_file(table, Path(folder), kind)
            size = path.stat().st_size / 1e6
            command = [sys.executable, __file__, "--measure", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout)
            print(
                f"{kind:8} {found['n']:9,.0f} {size:7.1f} {found['seconds']:8.2f} "
                f"{found['cpu']:7.2f} {size / found['seconds']:7.1f} {found['peak']:9.0f}"
            )


def print_headlines(numbers: list[int]) -> None:
    print(f"headlines  pandas s  CPU s  over pandas   {HEADER}")
    with tempfile.TemporaryDirectory() as folder:
        for n in numbers:
            path = write_headlines(HEADLINES, Path(folder), n)
            found = measured_elsewhere(__file__, path)
            ratio = found["cpu"] / found["pandas"]
            times = f"{found['pandas']:9.3f} {found['cpu']:6.2f} {ratio:10.1f} x"
            print(f"{found['n']:9,.0f} {times}   {memory_row(found)}")


def measure_headlines(path: Path) -> dict[str, float]:
    """Return processor seconds, the best of three, and bytes per headline above those before."""
    warm_up(tt.read_articles, path)
    facts = above_before(lambda: tt.read_articles(path, progress=False))
    text = pd.read_parquet(path, columns=["title"])["title"].str.encode("utf-8").str.len().sum()
    read = quickest(lambda: tt.read_articles(path, progress=False))
    return facts | {
        "text": int(text),
        "cpu": read,
        "pandas": quickest(lambda: pd.read_parquet(path)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="How well and how fast articles are read")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--headlines", type=int, nargs="+", default=[100_000])
    parser.add_argument("--only", choices=("right", "speed", "headlines"))
    parser.add_argument("--faults", action="store_true", help="list what is not right")
    parser.add_argument("--measure", type=Path, help="read this file and print JSON")
    options = parser.parse_args()
    if options.measure:
        is_short = options.measure.name.startswith("headlines")
        print(json.dumps((measure_headlines if is_short else measure)(options.measure)))
        return
    if options.only in {None, "right"}:
        print_right(faults=options.faults)
    if options.only in {None, "speed"}:
        print_speed(options.articles)
    if options.only in {None, "headlines"} and HEADLINES.exists():
        print_headlines(options.headlines)


if __name__ == "__main__":
    main()
