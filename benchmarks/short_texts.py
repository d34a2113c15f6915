"""Up to which length of text Gibbs sampling predicts words better than EM, and by how much.

    python benchmarks/short_texts.py

Articles of world-affairs and us-news are cut to a random sample of their tokens, and both engines
learn topics from nine tenths of them. Prints the perplexity of half of each unseen text given the
other half (`toolkit.heldout_perplexity`), and processor seconds. This table sets the length below
which ``LDA(engine="auto")`` uses Gibbs sampling. Needs ``../shared/data``.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from lda import counts_of, split
from scipy import sparse

import toolkit as tt

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


def main():
    """Measure and print."""
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
