"""From a folder of text files to an annotated chart: the three lines of the quick start, timed.

Articles are written as text files (headline, date line, story) into a temporary folder, from
../shared/data/world-affairs where that is present and from copies of the sample corpus otherwise.
The three lines run in a fresh process, imports included. Fails above a minute.

With ``--sample`` they read the sample corpus, first as after installation (nothing compiled, not
even the package's own modules) and then once more; fails above 4 and 1.5 processor seconds.

    python benchmarks/quick_start.py [--articles 1000 | --sample]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import toolkit as tt
from toolkit.reading.samples import sample_path

NEWS = Path(__file__).parents[1].parent / "shared" / "data" / "world-affairs" / "articles.parquet"
AT_MOST = 60.0
AT_MOST_FIRST, AT_MOST_AGAIN = 4.0, 1.5
LINES = """
import sys
import toolkit as tt

articles = tt.clean_articles(tt.read_articles(sys.argv[1]))
shares = tt.theme_shares(articles, tt.read_themes(sys.argv[2]), freq="QS")
ax = tt.plot.mark_events({"2016-07-15": "Coup attempt"}, ax=tt.plot.theme_panels(shares))
ax.figure.savefig(sys.argv[1] + ".png")
print(f"{len(articles):,} articles, {articles['n_words'].sum():,} words, "
      f"{shares.attrs['undated']} undated")
"""


def received(n: int) -> pd.DataFrame:
    if NEWS.exists():
        return pd.read_parquet(NEWS).sample(n, random_state=1)[["title", "date", "text"]]
    sample = tt.load_sample().rename(columns={"body": "text"})[["title", "date", "text"]]
    return pd.concat([sample] * (n // len(sample) + 1)).head(n)


def write(articles: pd.DataFrame, folder: Path) -> None:
    days = pd.to_datetime(articles["date"]).dt.strftime("Published %d %B %Y").fillna("")
    for number, (title, day, text) in enumerate(
        zip(articles["title"], days, articles["text"], strict=True)
    ):
        path = folder / f"{number:05}.txt"
        path.write_text(f"{title}\n\n{day}\n\n{text}\n", encoding="utf-8")


def run(folder: Path, themes: Path, **environment: str) -> tuple[float, float]:
    """Run the lines in a fresh process and return wall and processor seconds."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", LINES, str(folder), str(themes)],
        check=True,
        env={**os.environ, **environment},
    )
    wall, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    return wall, used - before.children_user - before.children_system


def run_sample() -> int:
    """Run the lines on the sample corpus, from a copy of the package with nothing compiled."""
    with tempfile.TemporaryDirectory() as place:
        root, package = Path(place), Path(tt.__file__).parent
        shutil.copytree(package, root / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
        corpus, themes = root / "sample", sample_path().parent / "themes.toml"
        shutil.copytree(sample_path(), corpus)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        places = {"PYTHONPATH": place, "NUMBA_CACHE_DIR": str(root / "numba")}
        first, again = (run(corpus, themes, **places) for _ in range(2))
    print(f"first: {first[0]:.1f} s, {first[1]:.1f} processor s")
    print(f"again: {again[0]:.1f} s, {again[1]:.1f} processor s")
    return 0 if first[1] <= AT_MOST_FIRST and again[1] <= AT_MOST_AGAIN else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sample", action="store_true")
    options = parser.parse_args()
    return run_sample() if options.sample else run_articles(options.articles)


def run_articles(n: int) -> int:
    """Run the lines on ``n`` articles."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        write(received(n), folder)
        themes = sample_path().parent / "themes.toml"
        wall, used = run(folder, themes)
    print(f"three lines: {wall:.1f} s, {used:.1f} processor s")
    return 0 if min(wall, used) <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
