"""Speed and peak memory of reading 10,000 articles as CSV, JSONL, Parquet and pasted text.

The files are written to a temporary folder, from ../shared/data/us-news if present and from the
sample corpus otherwise. Each file is read in its own process, so that peak memory is measured
separately.

    python benchmarks/reading.py [--articles 10000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import toolkit as tt

NEWS = Path(__file__).parents[1].parent / "shared" / "data" / "us-news" / "articles.parquet"
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
    return {"n": len(articles), "seconds": seconds, "cpu": cpu, "peak": peak_mib()}


def peak_mib() -> float:
    """Peak resident memory of this process, in MiB; getrusage would include the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of reading articles")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--measure", type=Path, help="read this file and print JSON")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    table = received(options.articles)
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


if __name__ == "__main__":
    main()
