"""How fast words are counted: this toolkit beside scikit-learn, in one run.

    python benchmarks/vectorize.py [--texts FILE.parquet] [--repeat 5] [--gigabyte]

Prints, for articles and for headlines and for each way from strings to a sparse matrix of counts,
the best and the middle time of a few rounds (the ways take turns, so that a busy machine is busy
for all of them), megabytes of UTF-8 per second, and the ratio to CountVectorizer, also per
processor second. Then TF-IDF beside TfidfTransformer, phrases beside NLTK and their growth with the
articles, what tokenizing headlines holds beside the text, the first use in a fresh process, and the
peak memory of counting one gigabyte read as a stream.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import toolkit as tt
from toolkit._core.freed_memory import resident_memory
from toolkit._core.processors import available_processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parents[2] / "shared" / "data"
HEADLINES = DATA / "reuters-headlines" / "headlines.parquet"
PATTERN = r"(?u)\b\w\w+\b"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, default=DATA / "world-affairs" / "articles.parquet")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--gigabyte", action="store_true", help="also count 1 GB, in a new process")
    parser.add_argument("--stream", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--held", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.held:
        held_by_headlines(options.held)
        return
    if options.stream:
        count_stream(options.texts, options.stream)
        return
    texts = pd.read_parquet(options.texts)["text"]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts):,} texts, {size:.1f} MB of UTF-8, {available_processors()} processors")
    compare_counting(texts, size, options.repeat)
    compare_weights(texts, options.repeat)
    compare_phrases(texts)
    phrase_growth(texts)
    if HEADLINES.exists():
        titles = pd.read_parquet(HEADLINES, columns=["title"])["title"]
        few = titles.head(100_000)
        size = sum(len(text.encode()) for text in few) / 1e6
        print(f"{len(few):,} headlines, {size:.1f} MB of UTF-8")
        compare_counting(few, size, options.repeat)
        for n in (100_000, 400_000, 1_000_000):
            command = [sys.executable, __file__, "--held", str(n)]
            subprocess.run(command, check=True)
    first_use()
    if options.gigabyte:
        command = [sys.executable, __file__, "--texts", str(options.texts), "--stream", "1000"]
        subprocess.run(command, check=True)


def compare_counting(texts: pd.Series, size: float, repeat: int) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    listed = texts.tolist()
    ways: dict[str, Callable[[], object]] = {
        "CountVectorizer": lambda: CountVectorizer().fit_transform(listed),
        "NewsVectorizer, scikit-learn's pattern": lambda: tt.NewsVectorizer(
            token_pattern=PATTERN
        ).fit_transform(listed),
        "NewsVectorizer, news pattern": lambda: tt.NewsVectorizer().fit_transform(listed),
        "tokenize + count_terms": lambda: tt.count_terms(tt.tokenize(texts, progress=False)),
    }
    one, other = (list(ways.values())[k]() for k in (0, 1))
    same = (one != other).nnz == 0
    print(f"equal to CountVectorizer with its pattern: {same}")
    times = take_turns(ways, repeat)
    slowest = statistics.median(times["CountVectorizer"])
    print(
        f"{'':42}{'best s':>8}{'median s':>10}{'CPU s':>8}{'MB/s':>8}{'ratio':>8}{'per CPU s':>11}"
    )
    cpu = {name: min(processor_seconds(way) for _ in range(3)) for name, way in ways.items()}
    for name, seconds in times.items():
        middle, used = statistics.median(seconds), cpu[name]
        print(
            f"{name:42}{min(seconds):8.2f}{middle:10.2f}{used:8.2f}{size / min(seconds):8.0f}"
            f"{slowest / middle:8.1f}{cpu['CountVectorizer'] / used:9.1f}"
        )
    print("MB/s of the best round; ratio of the middle ones to CountVectorizer's, and of the least")
    print("processor seconds of three rounds. tokenize + count_terms is the path most people take.")


def processor_seconds(way: Callable[[], object]) -> float:
    """Return the processor time of one round, over all threads: little disturbed by others."""
    begin = time.process_time()
    way()
    return time.process_time() - begin


def take_turns(ways: dict[str, Callable[[], object]], repeat: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeat):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - begin)
    return times


def compare_phrases(texts: pd.Series) -> None:
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    tokens = tt.tokenize(texts.head(1000), stop_words=None, progress=False)
    lists = list(tokens)

    def with_nltk() -> object:
        finder = BigramCollocationFinder.from_documents(lists)
        finder.apply_freq_filter(5)
        return finder.score_ngrams(BigramAssocMeasures.pmi)

    ways = {"nltk": with_nltk, "toolkit": lambda: tt.find_phrases(tokens, measure="pmi")}
    times = {name: min(seconds) for name, seconds in take_turns(ways, 3).items()}
    ratio = times["nltk"] / times["toolkit"]
    print(
        f"phrases in {tokens.n_tokens:,} tokens: NLTK {times['nltk']:.2f} s, "
        f"find_phrases {times['toolkit']:.3f} s, ratio {ratio:.0f}"
    )


def compare_weights(texts: pd.Series, repeat: int) -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    dtm = tt.count_terms(tt.tokenize(texts, progress=False))
    ways: dict[str, Callable[[], object]] = {
        "TfidfTransformer": lambda: TfidfTransformer().fit_transform(dtm.counts),
        "tfidf": lambda: tt.tfidf(dtm),
    }
    wall = {name: min(each) for name, each in take_turns(ways, 5 * repeat).items()}
    cpu = {name: min(processor_seconds(way) for _ in range(20)) for name, way in ways.items()}
    theirs, ours = wall["TfidfTransformer"], wall["tfidf"]
    print(
        f"TF-IDF of {dtm.counts.nnz:,} counts: TfidfTransformer {1e3 * theirs:.1f} ms, tfidf "
        f"{1e3 * ours:.1f} ms, ratio {theirs / ours:.1f}, per processor second "
        f"{cpu['TfidfTransformer'] / cpu['tfidf']:.1f}"
    )


def phrase_growth(texts: pd.Series) -> None:
    """Print the exponent of the time of `find_phrases` from a tenth of the articles to all."""
    least = []
    for n in (len(texts) // 10, len(texts)):
        tokens = tt.tokenize(texts.head(n), progress=False)
        tt.find_phrases(tokens)
        least.append(min(processor_seconds(lambda t=tokens: tt.find_phrases(t)) for _ in range(9)))
    print(
        f"find_phrases, a tenth of the articles and all: {1e3 * least[0]:.1f} and "
        f"{1e3 * least[1]:.1f} ms of processor time, exponent {math.log10(least[1] / least[0]):.2f}"
    )


def held_by_headlines(n: int) -> None:
    """Print what tokenizing takes at its peak, in a fresh process, as a multiple of the text."""
    titles = pd.read_parquet(HEADLINES, columns=["title"])["title"].head(n)
    tt.tokenize(titles.head(20_000), progress=False)
    size = int(titles.str.len().sum())
    before = resident_memory()
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak is counted from here
    tokens = tt.tokenize(titles, progress=False)
    status = Path("/proc/self/status").read_text("ascii")
    peak = 1024 * int(status.partition("VmHWM:")[2].split()[0])
    arrays = (tokens.ids, tokens.starts, tokens.ends, tokens.gaps, tokens.offsets)
    result = sum(array.nbytes for array in arrays)
    print(
        f"tokenize {len(titles):,} headlines: {(peak - before) / size:.1f} times the text at the "
        f"peak, of which the result {result / size:.1f}"
    )


def first_use() -> None:
    code = (
        "import time; t = time.perf_counter(); import toolkit as tt; "
        "tt.count_terms(tt.tokenize(['Peace talks'] * {n})); print(time.perf_counter() - t)"
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NUMBA_CACHE_DIR": folder}
        for name, n in (
            ("a few words (no kernel needed)", 1),
            ("many words, nothing compiled yet", 50_000),
            ("many words, compiled before", 50_000),
        ):
            command = [sys.executable, "-c", code.format(n=n)]
            ran = subprocess.run(command, env=environment, capture_output=True, check=True)
            print(f"first tokenize + count_terms, {name}: {float(ran.stdout):.2f} s")


def count_stream(path: Path, megabytes: float) -> None:
    texts = pd.read_parquet(path)["text"].tolist()
    tt.NewsVectorizer().fit_transform(texts[:10])
    before = peak_memory()
    begin = time.perf_counter()
    counts = tt.NewsVectorizer().fit_transform(stream(texts, megabytes * 1e6))
    seconds = time.perf_counter() - begin
    result = sum(a.nbytes for a in (counts.data, counts.indices, counts.indptr)) / 2**30
    over = peak_memory() - before - result
    print(
        f"{megabytes:.0f} MB as a stream: {seconds:.1f} s, {megabytes / seconds:.0f} MB/s, "
        f"result {result:.2f} GiB, peak over the result {over:.2f} GiB"
    )


def stream(texts: list[str], size: float) -> Iterator[str]:
    for text in cycle(texts):
        if size <= 0:
            return
        size -= len(text.encode())
        yield text


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
