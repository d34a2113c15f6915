"""Topics by NMF beside scikit-learn's: seconds by the clock and of the processor, and the factors.

    python benchmarks/nmf.py [--topics 10 32 100] [--runs 2]

Counts and TF-IDF weights of ``../shared/data/world-affairs`` (6,205 articles). scikit-learn runs as
it does by default, and with one thread of BLAS, which is quicker; both stop by the same rule.
"Shares" are those of the same articles, given the topics.
"""

from __future__ import annotations

import argparse
import time
import warnings
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn import decomposition
from threadpoolctl import threadpool_limits

import toolkit as tt

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "world-affairs" / "articles.parquet"


def timed(step: Callable[[], Any], runs: int) -> tuple[Any, float, float]:
    """Return the result, and the least seconds by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(runs):
        begun, used = time.perf_counter(), time.process_time()
        result = step()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    return result, min(clock), min(processor)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 32, 100])
    parser.add_argument("--runs", type=int, default=2)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # scikit-learn's, where max_iter is reached
    articles = tt.clean_articles(tt.read_articles(CORPUS, progress=False), progress=False)
    tokens = tt.tokenize(articles["text"], phrases=True, progress=False)
    dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
    tt.NMF(2, max_epochs=2).fit(dtm.counts[:50])  # compiles
    matrices = {"counts": dtm.counts.astype(float), "tf-idf": tt.tfidf(dtm).weights}
    for name, matrix in matrices.items():
        for n_topics in chosen.topics:
            ours, *used = timed(partial(tt.NMF(n_topics, random_state=1).fit, matrix), chosen.runs)
            print(f"{name}, {n_topics} topics, {ours.n_epochs_} iterations")
            print(f"  toolkit, with shares           {used[0]:7.2f} s {used[1]:7.2f} processor s")
            for label, limit in (("as it is", nullcontext), ("one thread of BLAS", one_thread)):
                theirs = decomposition.NMF(n_topics, init="nndsvda", random_state=1, max_iter=400)
                with limit():
                    _, clock, processor = timed(partial(theirs.fit, matrix), chosen.runs)
                    _, more, also = timed(partial(theirs.transform, matrix), 1)
                print(
                    f"  scikit-learn, {label:<18} {clock + more:6.2f} s "
                    f"({(clock + more) / used[0]:.1f} x) {processor + also:7.2f} processor s "
                    f"({(processor + also) / used[1]:.1f} x)"
                )
            same = np.array_equal(ours.components_, theirs.components_)
            print(f"  factors equal to the last bit: {'yes' if same else 'NO'}")


def one_thread() -> Any:
    """Limit BLAS to one thread."""
    return threadpool_limits(1, user_api="blas")


if __name__ == "__main__":
    main()
