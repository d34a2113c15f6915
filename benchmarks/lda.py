"""Seconds to a score: our LDA and its peers on the same matrix, split and fold-in.

    python benchmarks/lda.py --quick
    python benchmarks/lda.py --corpus us-news --n-topics 100 --plot lda.svg

Every engine runs in its own process, one after another, and its clock stops while it is scored.
The score is the perplexity of half the tokens of unseen articles given the other half
(`toolkit.heldout_perplexity`), from each engine's own topic-term probabilities and alpha; the
fold-in is the same for all. Prints our curve and, for each score that a peer reached, the seconds
it took, the seconds ours took, and their ratio, in wall time and in processor time (fairer on a
busy machine). Needs the ``bench`` extra and the corpora of ``../shared/data``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy import sparse

import toolkit as tt

DATA = Path(__file__).parents[2] / "shared" / "data"
CORPORA = {
    "world-affairs": ("articles.parquet", "text"),
    "us-news": ("articles.parquet", "text"),
    "un-general-debate": ("speeches.parquet", "text"),
    "reuters-headlines": ("headlines.parquet", "title"),
}
TERM = r"(?u)\b[a-z]{2,}\b"


def counts_of(corpus):
    """Documents x terms: lower-cased words, none in fewer than 10 or more than half of them."""
    from sklearn.feature_extraction.text import CountVectorizer

    file, column = CORPORA[corpus]
    texts = pd.read_parquet(DATA / corpus / file, columns=[column])[column].fillna("")
    options = {"min_df": 10, "max_df": 0.5, "stop_words": "english", "token_pattern": TERM}
    return CountVectorizer(**options).fit_transform(texts)


def part(matrix, n_documents):
    """Keep ``n_documents`` of a fixed shuffle, and the terms that ten of them have."""
    if not n_documents or n_documents >= matrix.shape[0]:
        return matrix
    order = np.random.default_rng(5).permutation(matrix.shape[0])[:n_documents]
    matrix = matrix[np.sort(order)]
    return matrix[:, np.asarray((matrix > 0).sum(axis=0)).ravel() >= 10]


def split(matrix):
    """Every tenth document of a fixed shuffle, 20,000 at most, is held out."""
    order = np.random.default_rng(2018).permutation(matrix.shape[0])
    n_held = min(matrix.shape[0] // 10, 20_000)
    return matrix[np.sort(order[n_held:])], matrix[np.sort(order[:n_held])]


class Clock:
    """Wall and processor seconds of training; stopped while a model is scored."""

    def __init__(self, test, out):
        """Score on ``test``, append to the file ``out``."""
        self.test, self.out = test, out
        self.wall = self.processor = 0.0
        self.go()

    def go(self):
        """Start, or go on."""
        self.started = time.perf_counter(), time.process_time()

    def stop(self):
        """Stop, and go on with `go`."""
        self.wall += time.perf_counter() - self.started[0]
        self.processor += time.process_time() - self.started[1]

    def score(self, topic_term, alpha, step):
        """Stop, score, write a line, go on."""
        self.stop()
        topic_term = np.maximum(np.asarray(topic_term, float), 1e-10)
        topic_term /= topic_term.sum(axis=1, keepdims=True)
        alpha = np.broadcast_to(np.asarray(alpha, float), (len(topic_term),))
        model = SimpleNamespace(topic_term_=topic_term, doc_topic_prior_=alpha)
        row = {"step": step, "wall": self.wall, "processor": self.processor}
        row["perplexity"] = tt.heldout_perplexity(model, self.test, random_state=1)
        row["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with Path(self.out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        self.go()


def score_state(state, step, job, clock):
    """Score a fit of ours before it has ended."""
    from toolkit.models.lda import priors

    topic_term = state.learned_n_wk[:, : state.n_topics].T * np.float64(state.scale) + state.eta
    alpha = state.alpha
    clock.stop()
    before = clock.wall, clock.processor
    clock.go()
    if state.z is not None:  # what a fit does once, at its end
        alpha = priors.fold_in_prior(state, job.data, job.seed, job.n_jobs)
    clock.score(topic_term, alpha, step)
    clock.wall, clock.processor = before


EARLY = (0.125, 0.25, 0.5)  # of the first epoch


def run_toolkit(train, n_topics, steps, clock):
    """Ours, from the raw matrix to the last epoch in one fit; scored between steps and epochs."""
    from toolkit.models.lda import gibbs, schedule

    for engine in ("scvb0", "gibbs"):  # compile, or read the cache
        tt.LDA(2, engine=engine, max_epochs=8, tol=0.0).fit(train[:64])

    def watched(module, name):
        real = getattr(module, name)

        def take(state, job, number):
            found = real(state, job, number)
            done = (state.step + 1) / len(job.blocks)
            before = state.step / len(job.blocks)
            if state.epoch == 0 and job.n_starts == 1:
                for share in EARLY:
                    if before < share <= done:
                        score_state(state, share, job, clock)
            return found

        setattr(module, name, take)

    watched(schedule, "_incremental_step")
    watched(gibbs, "draw_block")
    ended = schedule._ended

    def watch(state, job):
        over = ended(state, job)
        if state.epoch in steps or over:
            score_state(state, state.epoch, job, clock)
        return over

    schedule._ended = watch
    clock.go()
    tt.LDA(n_topics, random_state=0, tol=5e-6, max_epochs=max(steps)).fit(train)


def run_tomotopy(train, n_topics, steps, clock):
    """Collapsed Gibbs sampling on two workers."""
    import tomotopy

    model = tomotopy.LDAModel(k=n_topics, seed=1)
    names = [str(term) for term in range(train.shape[1])]
    for words in token_lists(train, names):
        model.add_doc(words)
    model.train(0)
    kept = np.array([int(word) for word in model.used_vocabs])
    clock.go()
    for sweeps in steps:
        model.train(sweeps - model.global_step, workers=2)
        topic_term = np.zeros((n_topics, train.shape[1]))
        topic_term[:, kept] = [model.get_topic_word_dist(k) for k in range(n_topics)]
        clock.score(topic_term, model.alpha, sweeps)


def run_topica(train, n_topics, steps, clock):
    """SparseLDA on two threads; its fits cannot be continued, so each is timed from its start."""
    import topica

    words = list(token_lists(train, [str(term) for term in range(train.shape[1])]))
    for sweeps in steps:
        clock.wall = clock.processor = 0.0
        model = topica.LDA(n_topics, seed=1, num_threads=2, burn_in=50, optimize_interval=25)
        clock.go()
        model.fit(words, iters=sweeps, num_samples=1, progress=False)
        topic_term = np.zeros((n_topics, train.shape[1]))
        topic_term[:, [int(word) for word in model.vocabulary]] = model.topic_word
        clock.score(topic_term, model.alpha, sweeps)


def run_gensim(train, n_topics, steps, clock):
    """LdaMulticore with one worker process and learned eta, pass by pass."""
    import gensim

    corpus = gensim.matutils.Sparse2Corpus(train, documents_columns=False)
    corpus = [list(document) for document in corpus]
    words = {term: str(term) for term in range(train.shape[1])}
    clock.go()
    options = {"num_topics": n_topics, "workers": 1, "random_state": 1, "chunksize": 500}
    model = gensim.models.LdaMulticore(corpus, id2word=words, passes=steps[0], **options)
    clock.score(model.get_topics(), model.alpha, steps[0])
    for before, after in pairwise(steps):
        model.passes = after - before
        model.update(corpus)
        clock.score(model.get_topics(), model.alpha, after)


def run_sklearn(train, n_topics, steps, clock, *, method="online"):
    """Variational Bayes as scikit-learn has it, priors 1 / K, one process (its fastest here)."""
    from sklearn.decomposition import LatentDirichletAllocation

    options = {"random_state": 0, "learning_method": method, "batch_size": 512}
    model = LatentDirichletAllocation(n_topics, total_samples=train.shape[0], **options)
    if method == "batch":
        for epochs in steps:
            clock.wall = clock.processor = 0.0
            clock.go()
            model.set_params(max_iter=epochs).fit(train)
            clock.score(model.components_, 1 / n_topics, epochs)
        return
    clock.go()
    for epoch in range(1, max(steps) + 1):
        for first in range(0, train.shape[0], 512):
            model.partial_fit(train[first : first + 512])
        if epoch in steps:
            clock.score(model.components_, 1 / n_topics, epoch)


def run_lda(train, n_topics, steps, clock):
    """Plain collapsed Gibbs sampling; each fit is timed from its start."""
    import logging

    here = Path(__file__).parent.resolve()  # this file is called lda, too
    sys.path = [folder for folder in sys.path if Path(folder).resolve() != here]
    import lda

    logging.getLogger("lda").setLevel(logging.ERROR)
    for sweeps in steps:
        clock.wall = clock.processor = 0.0
        clock.go()
        model = lda.LDA(n_topics, n_iter=sweeps, random_state=1, refresh=10**6)
        model.fit(train.astype(np.int64))
        clock.score(model.components_, 0.1, sweeps)


def token_lists(matrix, names):
    """Each document as a list of words, in the order of the terms."""
    for first, last in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        terms = np.repeat(matrix.indices[first:last], matrix.data[first:last])
        if len(terms):
            yield [names[term] for term in terms]


OURS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 25, 30, 40, 50, 60, 80, 100)
ENGINES = {
    "toolkit": (run_toolkit, OURS[:18], OURS),
    "tomotopy": (run_tomotopy, (50, 100, 225), (25, 50, 100, 150, 225, 400, 700, 1000)),
    "topica": (run_topica, (100, 200), (100, 200, 400, 1000)),
    "gensim": (run_gensim, (1, 2), (1, 3, 10, 20)),
    "sklearn-online": (run_sklearn, (1, 2), (1, 2, 3, 5, 7, 10, 15, 20, 30)),
    "sklearn-batch": (
        lambda *arguments: run_sklearn(*arguments, method="batch"),
        (3,),
        (3, 10, 20),
    ),
    "lda": (run_lda, (30,), (100, 300)),
}


def run_child(arguments):
    """Run one engine and append its scores to a file."""
    train, test = split(sparse.load_npz(arguments.matrix))
    engine, quick, whole = ENGINES[arguments.engine]
    steps = quick if arguments.quick else whole
    engine(train, arguments.n_topics, steps, Clock(test, arguments.out))


def measure(engine, matrix, arguments, seconds):
    """Run one engine in a process of its own; return its curve (cut short when time is up)."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.jsonl"
        command = [sys.executable, __file__, "--engine", engine, "--matrix", str(matrix)]
        command += ["--n-topics", str(arguments.n_topics), "--out", str(out)]
        command += ["--quick"] * arguments.quick
        try:
            subprocess.run(
                command, check=True, timeout=seconds, env=os.environ, capture_output=True
            )
        except subprocess.TimeoutExpired:
            print(f"{engine}: stopped after {seconds:.0f} s")
        except subprocess.CalledProcessError as error:
            print(f"{engine}: failed: {error.stderr.decode()[-300:]}")
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return pd.DataFrame([json.loads(line) for line in lines])


def report(curves):
    """Print each curve, and the ratio of the seconds to every score that a peer reached."""
    ours = curves["toolkit"]
    print(f"\ntoolkit\n{ours.round(2).to_string(index=False)}")
    rows = []
    for engine, curve in curves.items():
        if engine == "toolkit":
            continue
        better = curve["perplexity"] < curve["perplexity"].shift().cummin().fillna(np.inf)
        for _, one in curve[better].iterrows():
            row = {"peer": engine, "after": int(one["step"]), "score": one["perplexity"]}
            row |= {"its s": one["wall"], "its cpu s": one["processor"]}
            reached = ours[ours["perplexity"] <= one["perplexity"]]
            if len(reached):
                first = reached.iloc[0]
                row |= {"our s": first["wall"], "our cpu s": first["processor"]}
                row |= {"ratio": one["wall"] / first["wall"]}
                row |= {"cpu ratio": one["processor"] / first["processor"]}
            rows.append(row)
    print(
        f"\nours at the end: {ours['perplexity'].iloc[-1]:.1f}, "
        f"peak memory {ours['peak_mib'].iloc[-1]:.0f} MiB"
    )
    print(pd.DataFrame(rows).round(2).to_string(index=False))


def report_transform(matrix, n_topics):
    """Print how many articles a second get their shares, on all processors."""
    model = tt.LDA(n_topics, max_epochs=8).fit(matrix)
    model.transform(matrix[:100])
    wall, processor = time.perf_counter(), time.process_time()
    model.transform(matrix)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    n = matrix.shape[0]
    print(f"transform: {n / wall:,.0f} articles a second; {n / processor:,.0f} a processor second")


def report_cold_start():
    """Print what the first fit in a fresh environment takes more than the next process's."""
    code = (
        "import time; t = time.perf_counter(); import numpy as np; import toolkit as tt;"
        "x = np.random.default_rng(0).poisson(0.3, (200, 100));"
        "tt.LDA(5, max_epochs=20).fit(x).transform(x);"
        "print(time.perf_counter() - t, time.process_time())"
    )
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-c", code]
        environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
        runs = [subprocess.check_output(command, env=environment) for _ in range(3)]
    cold, *warm = [[float(number) for number in run.split()] for run in runs]
    for place, what in enumerate(("s", "processor s")):
        best = min(run[place] for run in warm)
        print(
            f"first fit with imports: cold cache {cold[place]:.2f} {what}, warm {best:.2f} {what}"
        )


def plot(curves, path):
    """Draw score against seconds."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    ax = figure.subplots()
    for engine, curve in curves.items():
        ax.plot(curve["wall"], curve["perplexity"], marker="o", markersize=3, label=engine)
    ax.set(xscale="log", xlabel="Seconds", ylabel="Held-out perplexity")
    ax.legend(frameon=False)
    figure.savefig(path)


def compare(corpus, arguments, seconds):
    """Run every engine on one corpus; print the curves and ratios, return curves and matrix."""
    matrix = part(counts_of(corpus), arguments.documents)
    size = f"{matrix.shape[0]:,} documents, {matrix.shape[1]:,} terms, {matrix.sum():,} tokens"
    print(f"\n{corpus}: {size}; K = {arguments.n_topics}; load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.npz"
        sparse.save_npz(path, matrix)
        engines = ["toolkit", *(e for e in arguments.engines if e != "toolkit")]
        curves = {engine: measure(engine, path, arguments, seconds) for engine in engines}
    report({engine: curve for engine, curve in curves.items() if not curve.empty})
    return curves, matrix


def main():
    """Read the command line; measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="world-affairs, 50 topics, and 50,000 headlines"
    )
    parser.add_argument("--corpus", choices=CORPORA, default="us-news")
    parser.add_argument("--n-topics", type=int, default=None)
    parser.add_argument("--documents", type=int, help="as many of the corpus's documents")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--seconds", type=float, help="time limit per engine")
    parser.add_argument("--plot", help="file for score against seconds")
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--matrix", help=argparse.SUPPRESS)
    parser.add_argument("--out", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.engine:
        run_child(arguments)
        return
    corpus = "world-affairs" if arguments.quick else arguments.corpus
    arguments.n_topics = arguments.n_topics or (50 if arguments.quick else 100)
    seconds = arguments.seconds or (40.0 if arguments.quick else 900.0)
    curves, matrix = compare(corpus, arguments, seconds)
    report_transform(matrix, arguments.n_topics)
    report_cold_start()
    if arguments.plot:
        plot(curves, arguments.plot)
    if arguments.quick:
        arguments.documents, arguments.n_topics = 50_000, 100
        arguments.engines = ["tomotopy", "topica"]
        compare("reuters-headlines", arguments, seconds)


if __name__ == "__main__":
    main()
