"""What a cluster gains and costs: one and two workers, and a model of ten and a hundred.

    python benchmarks/cluster.py --articles 6000 --rounds 3
    python benchmarks/cluster.py --pieces 0.6,0.2,0.05,150,…    the model of these numbers alone
    python benchmarks/cluster.py --peers             scikit-learn's and gensim's ways beside it

Articles are made from sentences of the corpora in ``../shared/data``. Each worker is a process with
one thread. One and two workers take turns, since other work on the machine falls on both; the gain
is said in wall time, and as the processor time of one worker over that of the busier of two, which
other work does not change. The model takes what was measured here (seconds per 1,000 articles,
seconds per megabyte between processes, overhead per task) and the speed of a network, and says
where adding the shards' statistics takes longer than computing them.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import math
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cluster_work as work
import made_articles
import numpy as np
from distributed import Client, LocalCluster
from scipy import sparse

import toolkit as tt
from toolkit._core.part_engine import map_parts
from toolkit._core.progress_bars import without_progress
from toolkit.models.lda import schedule, shards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

THEMES = Path(__file__).parents[1] / "corpus" / "themes.toml"
PART = 500
N_TOPICS, N_TERMS = 100, 30_000
SHARDS = 4
REPEATED = 8
"""How often the rows of the matrix are repeated, so that a shard is worth a task."""
WORKERS = (1, 2)
CHAIN = "--skip-chain" not in sys.argv


class Timed(NamedTuple):
    """Seconds by the clock, and the processor seconds of each worker and of the caller."""

    wall: float
    workers: tuple[float, ...]
    caller: float


class Pieces(NamedTuple):
    """What the model is made of."""

    chain: float
    """Processor seconds of workers to read, clean and tokenise 1,000 articles and find copies."""
    caller: float
    """Processor seconds of the caller meanwhile: saving, uniting, counting, themes."""
    epoch: float
    """Processor seconds of an epoch of topics on 1,000 articles."""
    entries: float
    """Counts in the matrix for an article."""
    send: float
    """Seconds to send a megabyte to a worker on this machine."""
    fetch: float
    """Seconds to fetch a megabyte from a worker on this machine."""
    add: float
    """Seconds to add a megabyte of statistics."""
    task: float
    """Seconds that a task costs beside its work."""


@contextlib.contextmanager
def workers(n: int) -> Iterator[Client]:
    """Start workers of one thread each, and use them."""
    options = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": logging.ERROR}
    with (
        LocalCluster(n_workers=n, **options) as cluster,
        Client(cluster) as client,
        tt.use_cluster(client),
        without_progress(),
    ):
        yield client


def timed(client: Client, job: Callable[[], object]) -> Timed:
    """Run a job on a cluster and measure it."""
    before = client.run(work.processor_seconds)
    began, here = time.perf_counter(), time.process_time()
    job()
    wall, here = time.perf_counter() - began, time.process_time() - here
    after = client.run(work.processor_seconds)
    return Timed(wall, tuple(after[one] - before[one] for one in after), here)


def chain(raw: Path) -> None:
    """Read a folder into a corpus, clean it, find copies, count its words and its themes."""
    with tempfile.TemporaryDirectory(dir=raw.parent) as folder:
        corpus = tt.save_corpus(tt.iter_articles(raw), Path(folder) / "corpus")
        cleaned = tt.clean_articles(corpus)
        tt.near_duplicates(cleaned)
        tokens = tt.tokenize(cleaned)
        tt.count_terms(tokens, min_docs=5)
        tt.score_themes(tokens, tt.read_themes(THEMES))


def epoch_timer(times: list[Timed], client: Client | None) -> Callable[..., None]:
    """Return a batch epoch that measures itself."""
    usual = schedule.batch_epoch

    def measured(state: object, job: object) -> None:
        if client is None:
            began, cpu = time.perf_counter(), time.process_time()
            usual(state, job)
            times.append(Timed(time.perf_counter() - began, (time.process_time() - cpu,), 0.0))
        else:
            times.append(timed(client, lambda: usual(state, job)))

    return measured


def epochs(counts: sparse.csr_matrix, client: Client | None) -> list[Timed]:
    """Learn topics, and return what each warm batch epoch took."""
    usual, stalled, times = schedule.batch_epoch, schedule.stalled, []
    schedule.batch_epoch = epoch_timer(times, client)
    schedule.stalled = lambda *_: True  # to the batch epochs at once
    try:
        tt.LDA(N_TOPICS, engine="scvb0", max_epochs=6, tol=0.0, n_jobs=1).fit(counts)
    finally:
        schedule.batch_epoch, schedule.stalled = usual, stalled
    return times[1:]


def measure_rounds(raw: Path, counts: sparse.csr_matrix, rounds: int) -> dict[str, dict]:
    """Measure the chain and the epochs on one and two workers, in turns."""
    found: dict[str, dict[int, list[Timed]]] = {"chain": {}, "epoch": {}}
    for turn in range(rounds):
        for n in WORKERS if turn % 2 == 0 else reversed(WORKERS):
            with workers(n) as client:
                if CHAIN:
                    found["chain"].setdefault(n, []).append(timed(client, lambda: chain(raw)))
                found["epoch"].setdefault(n, []).extend(epochs(counts, client))
    return found


def say_gain(name: str, found: dict[int, list[Timed]], per: float) -> tuple[float, float]:
    """Print what two workers gain; return processor seconds per unit: a worker's, the caller's."""
    wall = {n: statistics.median(one.wall for one in found[n]) for n in WORKERS}
    alone = statistics.median(sum(one.workers) for one in found[1])
    busier = statistics.median(max(one.workers) for one in found[2])
    caller = statistics.median(one.caller for n in WORKERS for one in found[n])
    by_clock = f"{wall[1]:8.2f} s {wall[2]:8.2f} s   {wall[1] / wall[2]:5.2f} x"
    of_workers = f"{alone:8.2f} s {busier:8.2f} s   {alone / busier:5.2f} x"
    print(f"{name:28} {by_clock}   {of_workers}   {caller:8.2f} s")
    return alone / per, caller / per


def transfer(client: Client) -> tuple[float, float, float]:
    """Return seconds per megabyte sent and fetched, and per task."""
    topics = {"topics": np.random.default_rng(0).random((N_TOPICS, N_TERMS), dtype=np.float32)}
    size = topics["topics"].nbytes / 1e6
    n = len(client.nthreads())
    sent, fetched, tasks = [], [], []
    for _ in range(5):
        began = time.perf_counter()
        list(map_parts(work.nothing, range(200), label=""))
        tasks.append((time.perf_counter() - began) / 200)
        began = time.perf_counter()
        list(map_parts(work.keep, range(n), label="", shared=topics))
        between = time.perf_counter()
        list(map_parts(work.give_back, range(8 + n), label="", shared=topics))
        sent.append(between - began)
        fetched.append(time.perf_counter() - between)
    both, keeping = min(fetched), min(sent)
    return keeping / n / size, max(0.0, both - keeping) / (8 + n) / size, min(tasks)


def adding() -> float:
    """Return the seconds to add a megabyte of float32."""
    one = np.ones((N_TOPICS, N_TERMS), np.float32)
    began = time.perf_counter()
    for _ in range(20):
        np.add(one, one, out=one)
    return (time.perf_counter() - began) / 20 / (one.nbytes / 1e6)


def measure(n_articles: int, rounds: int) -> Pieces:
    """Measure every piece and print the gains."""
    made_articles.PART = PART
    with tempfile.TemporaryDirectory() as folder, tt_folder(Path(folder)):
        made_articles.make_articles(n_articles, Path(folder) / "raw")
        paths = sorted((Path(folder) / "raw").iterdir())
        once = matrix(paths)
        counts = sparse.csr_matrix(sparse.vstack([once] * REPEATED))
        shards.SHARD_ENTRIES = counts.nnz // SHARDS + 1
        print(f"{n_articles:,} articles in {len(paths)} parts; topics on {counts.shape[0]:,} rows "
              f"({once.nnz / n_articles:.0f} counts each), {counts.shape[1]:,} terms, "
              f"{N_TOPICS} topics, {SHARDS} shards; medians of {rounds} turns; "
              f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # fmt: skip
        print(f"{'':28} {'1 worker':>10} {'2 workers':>10}   {'gain':>7}   {'processor':>10}"
              f" {'busier':>10}   {'gain':>7}   {'caller':>10}")  # fmt: skip
        found = measure_rounds(paths[0].parent, counts, rounds)
        thousands = n_articles / 1000
        per_chain, per_caller = math.nan, math.nan
        if CHAIN:
            per_chain, per_caller = say_gain("read to themes", found["chain"], thousands)
        per_epoch, _ = say_gain("epoch of topics", found["epoch"], thousands * REPEATED)
        here = [one.workers[0] for one in epochs(counts, None)]
        print(f"epoch in this process, one thread: {statistics.median(here):.2f} processor s")
        with workers(2) as client:
            send, fetch, task = transfer(client)
    entries = once.nnz / n_articles
    return Pieces(per_chain, per_caller, per_epoch, entries, send, fetch, adding(), task)


@contextlib.contextmanager
def tt_folder(folder: Path) -> Iterator[None]:
    """Let workers find this folder's modules, and scratch files lie in the folder."""
    from toolkit._core.memory import use_folder

    here = str(Path(__file__).parent)
    os.environ["PYTHONPATH"] = os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])
    with use_folder(folder / "work"):
        yield


def matrix(paths: list[Path]) -> sparse.csr_matrix:
    """Return the counts of all articles."""
    articles = tt.read_articles(paths[0].parent)
    tokens = tt.tokenize(tt.clean_articles(articles)["text"])
    return tt.count_terms(tokens, min_docs=5, max_doc_share=0.5).counts


def say_model(pieces: Pieces) -> None:
    """Print what more workers would take, by the pieces."""
    print(*(f"{name:8} {value:.3g}" for name, value in pieces._asdict().items()), sep="\n")
    print(*model_lines(pieces), sep="\n")


NETWORK = 1 / 1000
"""Seconds per megabyte between machines: 1 GB/s, ten-gigabit Ethernet."""
EPOCHS = 40
"""Batch epochs of a usual fit."""
SHARD = 10_000_000
STATISTICS = (N_TOPICS + 4) * N_TERMS * 4 / 1e6
"""Megabytes of one shard's statistics, and of the topics that are sent."""


class Cost(NamedTuple):
    """Hours of a run on some workers."""

    chain: float
    caller: float
    computing: float
    reducing: float


def cost(pieces: Pieces, n_articles: float, n_workers: int) -> Cost:
    """Return the hours that a corpus takes on some workers."""
    n_shards = max(1.0, n_articles * pieces.entries / SHARD)
    rounds = -(-n_shards // n_workers)  # a worker takes whole shards
    shard = n_articles / n_shards / 1000 * pieces.epoch
    link = max(pieces.fetch, NETWORK) + pieces.add
    reducing = STATISTICS * (n_shards * link + n_workers * max(pieces.send, NETWORK))
    seconds = Cost(
        chain=n_articles / 1000 * pieces.chain / n_workers,
        caller=n_articles / 1000 * pieces.caller,
        computing=EPOCHS * rounds * shard,
        reducing=EPOCHS * reducing,
    )
    return Cost(*(value / 3600 for value in seconds))


def model_lines(pieces: Pieces) -> list[str]:
    """Return the table of the model, in Markdown."""
    lines = ["| articles | workers | reading to themes: workers | the caller | topics: computing "
             "| adding up |", "|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    for n_articles in (1e6, 1e7, 1e8):
        for n_workers in (1, 10, 100):
            hours = cost(pieces, n_articles, n_workers)
            told = " | ".join(_duration(value) for value in hours)
            lines.append(f"| {n_articles / 1e6:,.0f} million | {n_workers} | {told} |")
    lines.append(f"Adding up takes longer than computing from {crossing(pieces):,} workers on.")
    return lines


def crossing(pieces: Pieces) -> int:
    """Return the workers at which adding up takes as long as computing, for 100 million."""
    n = 1
    while (hours := cost(pieces, 1e8, n)).reducing < hours.computing and n < 10_000:
        n += 1
    return n


def _duration(hours: float) -> str:
    if hours < 1 / 60:
        return f"{hours * 3600:.0f} s"
    return f"{hours * 60:.0f} min" if hours < 1 else f"{hours:.1f} h"


def measure_peers(n_articles: int) -> None:
    """Print what scikit-learn's way and gensim's take on the same articles."""
    from sklearn.decomposition import LatentDirichletAllocation

    made_articles.PART = PART
    with tempfile.TemporaryDirectory() as folder, tt_folder(Path(folder)):
        made_articles.make_articles(n_articles, Path(folder) / "raw")
        paths = sorted((Path(folder) / "raw").iterdir())
        with workers(2) as client:
            began = time.perf_counter()
            parts = client.gather(client.map(work.hashed, paths, pure=False))
            print(f"Dask + HashingVectorizer, 2 workers: {time.perf_counter() - began:.1f} s")
        model = LatentDirichletAllocation(N_TOPICS, total_samples=n_articles, random_state=0)
        cpu = time.process_time()
        for part in parts:
            model.partial_fit(part)
        per = (time.process_time() - cpu) / n_articles * 1000
        print(f"LatentDirichletAllocation.partial_fit, one pass in one process: {per:.2f} "
              "processor s per 1,000 articles; workers cannot share it")  # fmt: skip


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=6_000)
    parser.add_argument("--skip-chain", action="store_true", help="measure the topics alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pieces", help="eight numbers with commas: print their model alone")
    parser.add_argument("--peers", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    options = parse()
    sys.path.insert(0, str(Path(__file__).parent))
    if options.peers:
        measure_peers(options.articles)
    elif options.pieces:
        say_model(Pieces(*map(float, options.pieces.split(","))))
    else:
        say_model(measure(options.articles, options.rounds))
