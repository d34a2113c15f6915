"""How time grows with the text: every reader, cleaner and counter, over shapes made to be slow.

    python benchmarks/growth.py                   everything, about half an hour
    python benchmarks/growth.py --only clean      one step over all shapes
    python benchmarks/growth.py --huge            one article of 20 MB, and 100,000 tiny files

Each step is timed on 1,000 to 1,000,000 characters of a shape. The growth exponent is
log10(time at ten times the size / time): 1 where time is in proportion to the text, 2 where it
grows with the square. Exit code 1 if one is over 1.1, plus the noise allowance.

The time is processor time, the least of several runs. A case over the limit is timed again, up to
three times; only what stays over it counts. Under 0.05 s at the largest size, what is measured is
not the text, and the case passes. The noise allowance of 0.05 is for caches: a text that no longer
fits into those of the processor costs up to 12 % more per character, on the plainest of loops.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import math
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from growth_shapes import FORMS, MANY, NEWS, SHAPES, letters, long_body, many_items, sample_files

import toolkit as tt
from toolkit.errors import ToolkitError

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LIMIT, NOISE = 1.1, 0.05
TOO_SHORT = 0.05
"""Seconds at the largest size below which growth says nothing."""
TOO_LONG = 30.0
"""Seconds that the largest size would take, above which it is not tried."""
THEMES = (
    '[conflict]\nterms = ["war", "attack*", "ceasefire"]\n[talks]\nterms = ["talks", "minister"]\n'
)


class Case(NamedTuple):
    """A step on one shape: ``prepare`` makes its input, of which only ``run`` is timed."""

    step: str
    shape: str
    prepare: Callable[[int], Any]
    run: Callable[[Any], Any]


class Growth(NamedTuple):
    """Seconds by size, and the largest exponent between two sizes that says something."""

    seconds: list[float]
    exponent: float


def text_steps(themes: tt.themes.Themes) -> dict[str, tuple[Callable, Callable]]:
    """Return the steps that take the text of one article: how to prepare, and to run each."""

    def table(text: str) -> pd.DataFrame:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.jsonl"
            path.write_bytes(FORMS["record.jsonl"](text))
            return tt.read_articles(path, progress=False)

    def texts(text: str) -> pd.Series:
        return pd.Series([text], index=pd.Index(["a"], name="article_id"))

    def tokens(text: str) -> Any:
        return tt.tokenize(texts(text), progress=False)

    return {
        "clean_articles": (table, lambda t: tt.clean_articles(t, progress=False)),
        "split_sentences": (texts, tt.split_sentences),
        "detect_languages": (table, tt.detect_languages),
        "tokenize": (texts, lambda t: tt.tokenize(t, progress=False)),
        "near_duplicates": (
            lambda text: pd.concat([texts(text), texts(text[::-1]).rename({"a": "b"})]),
            lambda t: tt.near_duplicates(t.to_frame("text"), progress=False),
        ),
        "find_phrases": (tokens, lambda t: tt.find_phrases(t, min_count=2)),
        "count_terms": (tokens, tt.count_terms),
        "find_themes": (tokens, lambda t: tt.find_themes(t, themes)),
        "score_themes": (tokens, lambda t: tt.score_themes(t, themes)),
        "contexts": (tokens, lambda t: tt.contexts(t, "war", n=20)),
    }


def many_steps(themes: tt.themes.Themes) -> dict[str, tuple[Callable, Callable]]:
    """Return the steps that compare articles: prepared from many articles of 300 characters."""

    def articles(n: int) -> pd.DataFrame:
        rows = [
            {
                "title": f"Talks {letters(k)}",
                "body": f"{letters(k * 7919)} {letters(k % 997 + 700)} {NEWS}",
                "date": f"{2010 + k % 9}-{k % 12 + 1:02d}-{k % 28 + 1:02d}",
                "source": "AB"[k % 2],
            }
            for k in range(n // 300)
        ]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            pd.DataFrame(rows).to_csv(path, index=False)
            return tt.read_articles(path, progress=False)

    def cleaned(n: int) -> pd.DataFrame:
        return tt.clean_articles(articles(n), progress=False)

    def tokens(n: int) -> tuple[Any, pd.DataFrame]:
        table = cleaned(n)
        return tt.tokenize(table["text"], progress=False), table

    def counts(n: int) -> tuple[Any, pd.Series]:
        found, table = tokens(n)
        return tt.count_terms(found), table["source"].astype(str)

    def scores(n: int) -> tuple[pd.DataFrame, pd.Series]:
        found, table = tokens(n)
        return tt.score_themes(found, themes, measure="present"), table["date"]

    return {
        "clean_articles": (articles, lambda t: tt.clean_articles(t, progress=False)),
        "describe_articles": (articles, tt.describe_articles),
        "ledger": (articles, tt.ledger),
        "save_articles": (cleaned, lambda t: saved(tt.save_articles, t)),
        "near_duplicates": (cleaned, lambda t: tt.near_duplicates(t, progress=False)),
        "tokenize": (cleaned, lambda t: tt.tokenize(t["text"], progress=False)),
        "find_phrases": (tokens, lambda t: tt.find_phrases(t[0])),
        "count_terms": (tokens, lambda t: tt.count_terms(t[0])),
        "tfidf": (counts, lambda t: tt.tfidf(t[0])),
        "find_themes": (tokens, lambda t: tt.find_themes(t[0], themes)),
        "score_themes": (tokens, lambda t: tt.score_themes(t[0], themes)),
        "contexts": (tokens, lambda t: tt.contexts(t[0], "talks", n=20)),
        "distinctive_terms": (counts, lambda t: tt.distinctive_terms(*t)),
        "share_by_period": (
            scores,
            lambda t: tt.share_by_period(*t, freq="MS", n_resamples=200, random_state=1),
        ),
        "save_table": (cleaned, lambda t: saved(tt.save_table, t.drop(columns="quality"))),
    }


def saved(save: Callable, table: pd.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        save(table, Path(folder) / "saved")


def read_file(named: tuple[str, bytes]) -> object:
    """Read a file of that name and content; an error in words for users is an answer too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / named[0]
        path.write_bytes(named[1])
        try:
            return tt.read_articles(path, progress=False, on_error="keep")
        except ToolkitError:
            return None


def cases() -> Iterator[Case]:
    """Yield every case: readers, then steps on one text, then steps on many articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "themes.toml"
        path.write_text(THEMES)
        themes = tt.read_themes(path)
    for name, form in FORMS.items():
        for shape, make in SHAPES.items():
            yield Case(
                f"read {name}", shape, lambda n, m=make, f=form, a=name: (a, f(m(n))), read_file
            )
    for name, make in MANY.items():
        yield Case(f"read {name}", "many", lambda n, m=make, a=name: (a, m(n)), read_file)
    for sample in sample_files():
        for shape, grow in (("long body", long_body), ("many items", many_items)):
            if can_grow(sample, grow):
                yield Case(
                    f"read {sample.name}", shape,
                    lambda n, s=sample, g=grow: (s.name, g(s, n)), read_file,
                )  # fmt: skip
    for name, (prepare, run) in text_steps(themes).items():
        for shape, make in SHAPES.items():
            yield Case(name, shape, lambda n, m=make, p=prepare: p(m(n)), run)
    for name, (prepare, run) in many_steps(themes).items():
        yield Case(name, "many articles", prepare, run)


def can_grow(sample: Path, grow: Callable) -> bool:
    try:
        return grow(sample, 1000) is not None
    except ValueError:  # it holds no prose
        return False


def seconds(run: Callable[[Any], Any], given: Any, n_runs: int) -> float:
    """Return the least processor time of several runs, each as if it were the first."""
    spent = []
    for _ in range(n_runs):
        forget()
        begun = time.process_time()
        with contextlib.suppress(ToolkitError):
            run(given)
        spent.append(time.process_time() - begun)
        if sum(spent) > 1:
            break
    return min(spent)


def forget() -> None:
    """Empty the caches of earlier texts: those of small texts hold all, those of large ones not."""
    gc.collect()
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and "toolkit" in found.__module__:
            found.cache_clear()


def measure(case: Case, n_runs: int = 2) -> Growth:
    """Time a case at every size, again where it seems to grow too fast."""
    found: list[float] = []
    for n in SIZES:
        if len(found) > 1 and found[-1] * max(10, found[-1] / max(found[-2], 1e-3)) > TOO_LONG:
            break  # the exponent of the sizes so far is large enough
        try:
            given = case.prepare(n)
        except ToolkitError:  # this shape leaves no article
            return Growth([], 0.0)
        found.append(seconds(case.run, given, n_runs))
    for _ in range(3):
        if exponent(found) <= LIMIT + NOISE:
            break
        for k, n in enumerate(SIZES[: len(found)]):
            found[k] = min(found[k], seconds(case.run, case.prepare(n), 3))
    return Growth(found, exponent(found))


def exponent(found: list[float]) -> float:
    """Return the exponent between the two largest sizes; 0 where they are too quick to tell."""
    if len(found) < 2 or found[-1] < TOO_SHORT:
        return 0.0
    return math.log10(found[-1] / max(found[-2], 1e-4))


def huge() -> bool:
    """Take one article of 20 MB, and 100,000 tiny files, through the chain; False if too slow."""
    text = SHAPES["paragraphs of which none is the same"](20_000_000)
    smaller = chain_seconds(text[:2_000_000])
    larger = chain_seconds(text)
    grown = math.log10(larger / smaller)
    print(f"one article of 2 MB {smaller:.1f} s, of 20 MB {larger:.1f} s, exponent {grown:.2f}")
    times = [tiny_files(n) for n in (10_000, 100_000)]
    grown_files = math.log10(times[1] / times[0])
    print(f"10,000 tiny files {times[0]:.1f} s, 100,000 {times[1]:.1f} s, "
          f"exponent {grown_files:.2f}")  # fmt: skip
    return max(grown, grown_files) <= LIMIT + NOISE


def chain_seconds(text: str) -> float:
    """Read, clean, tokenise and count one article; return processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(f"Talks begin\n\nUpdated 22 October 2018\n\n{text}", encoding="utf-8")
        begun = time.process_time()
        articles = tt.clean_articles(tt.read_articles(path, progress=False), progress=False)
        tokens = tt.tokenize(articles["text"], progress=False)
        tt.count_terms(tokens)
        return time.process_time() - begun


def tiny_files(n: int) -> float:
    """Read a folder of ``n`` articles of a line each; return processor seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for k in range(n):
            text = f"Talks {letters(k)}\n\nUpdated 22 October 2018\n\nTalks {letters(k)} resumed."
            (folder / f"{k:06d}.txt").write_text(text)
        begun = time.process_time()
        articles = tt.read_articles(folder, progress=False)
        spent = time.process_time() - begun
        if len(articles) != n:
            raise SystemExit(f"of {n:,} files {len(articles):,} were read")
        return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="only steps whose name holds this")
    parser.add_argument("--shape", help="only shapes whose name holds this")
    parser.add_argument("--huge", action="store_true", help="20 MB and 100,000 files instead")
    parser.add_argument("--all", action="store_true", help="print the cases within the limit too")
    chosen = parser.parse_args()
    os.environ["TQDM_DISABLE"] = "1"
    warnings.simplefilter("ignore")
    if chosen.huge:
        return not huge()
    n_cases, over = 0, []
    for case in cases():
        if (chosen.only or "") not in case.step or (chosen.shape or "") not in case.shape:
            continue
        growth = measure(case)
        n_cases += 1
        is_over = growth.exponent > LIMIT + NOISE
        over += [case] * is_over
        if is_over or chosen.all:
            shown = "  ".join(f"{one:8.3f}" for one in growth.seconds)
            print(f"{growth.exponent:5.2f}  {shown}  {case.step}: {case.shape}", flush=True)
    print(f"{n_cases:,} cases, {len(over)} over {LIMIT} (noise allowance {NOISE})")
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
