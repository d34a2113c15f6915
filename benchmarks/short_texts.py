"""Up to which length of text Gibbs sampling predicts words better than EM, and by how much.

    python benchmarks/short_texts.py
    python benchmarks/short_texts.py --starts

Articles of world-affairs and us-news are cut to a random sample of their tokens, and both engines
learn topics from nine tenths of them. Prints the perplexity of half of each unseen text given the
other half (`toolkit.heldout_perplexity`), and processor seconds. This table sets the length below
which ``LDA(engine="auto")`` uses Gibbs sampling. Needs ``../shared/data``.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from lda import counts_of, part, split
from scipy import sparse

import toolkit as tt
from toolkit.vectorizing import DocumentTermMatrix

CASES = (("world-affairs", 20), ("world-affairs", 50), ("us-news", 100))
LENGTHS = (10, 20, 30, 40, 60, 120)


def cut(matrix, n_tokens):
    """Keep ``n_tokens`` tokens of each row, drawn without replacement."""
    rng = np.random.default_rng(0)
    terms = np.repeat(matrix.indices, matrix.data.astype(int))
    rows = np.repeat(np.arange(matrix.shape[0]), np.asarray(matrix.sum(axis=1)).ravel())
    order = np.lexsort((rng.random(len(rows)), rows))
    starts = np.searchsorted(rows, np.arange(matrix.shape[0]))
    kept = order[np.arange(len(rows)) - starts[rows] < n_tokens]
    shape = matrix.shape
    out = sparse.csr_matrix((np.ones(len(kept), int), (rows[kept], terms[kept])), shape)
    out.sum_duplicates()
    return out


def scores(train, test, n_topics):
    """Perplexity and processor seconds of both engines."""
    row = {}
    for engine in ("scvb0", "gibbs"):
        began = time.process_time()
        model = tt.LDA(n_topics, engine=engine, random_state=0).fit(train)
        row[f"{engine} s"] = round(time.process_time() - began, 1)
        row[engine] = round(tt.heldout_perplexity(model, test, random_state=1), 1)
    return row


def compare_starts(n_documents, seeds):
    """Print perplexity, epochs, seconds and fragile topics of both starts, for headlines."""
    train, test = split(part(counts_of("reuters-headlines"), n_documents))
    terms = np.array([f"term{i}" for i in range(train.shape[1])])
    sums = np.asarray(train.sum(axis=1)).ravel().astype(np.int64)
    dtm = DocumentTermMatrix(train, terms, pd.RangeIndex(len(sums)), sums, pd.DataFrame())
    for n_topics in (20, 50, 100, 200):
        for init in ("spread", "words"):
            began = time.process_time()
            models = [tt.LDA(n_topics, init=init, random_state=seed).fit(train) for seed in seeds]
            seconds = (time.process_time() - began) / len(models)
            found = [tt.heldout_perplexity(model, test, random_state=1) for model in models]
            model = tt.LDA(n_topics, init=init, random_state=seeds[0]).fit(dtm)
            again = tt.topic_stability(dtm, model, n_runs=5, random_state=0, progress=False)
            row = {"K": n_topics, "start": init, "perplexity": round(float(np.mean(found)), 1)}
            row |= {"epochs": [model.n_epochs_ for model in models], "fit s": round(seconds, 1)}
            print(row | {"fragile": int(again["fragile"].sum())}, flush=True)


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", action="store_true", help="compare starts on headlines")
    parser.add_argument("--documents", type=int, default=100_000)
    arguments = parser.parse_args()
    if arguments.starts:
        compare_starts(arguments.documents, (0, 1, 2))
        return
    rows = []
    for corpus, n_topics in CASES:
        whole = counts_of(corpus)
        for n_tokens in LENGTHS:
            train, test = split(cut(whole, n_tokens))
            known = np.asarray((train > 0).sum(axis=0)).ravel() >= 3
            row = {"corpus": corpus, "K": n_topics, "tokens": n_tokens}
            rows.append(row | scores(train[:, known], test[:, known], n_topics))
            print(rows[-1], flush=True)
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
