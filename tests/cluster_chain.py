"""The chain of an analysis on a corpus on disk, and what is left of it there."""

from __future__ import annotations

import hashlib

import numpy as np

import toolkit as tt
from toolkit.reading.samples import sample_path


def save_sample(folder):
    return tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=60), folder)


def digests(folder):
    """Return the digest of every derived file, by name."""
    paths = [path for path in sorted((folder / ".derived").rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def chain(folder):
    """Read, clean, tokenise, count, match themes and learn topics; return what a user keeps."""
    corpus = tt.clean_articles(tt.open_corpus(folder))
    tokens = tt.tokenize(corpus, phrases=True)
    dtm = tt.count_terms(tokens, min_docs=3)
    scores = tt.score_themes(tokens, tt.read_themes(sample_path().parent / "themes.toml"))
    monthly = tt.share_by_period(scores, corpus["date"], freq="YS", random_state=7)
    model = tt.LDA(5, engine="scvb0", max_epochs=14, tol=0.0).fit(dtm)
    copies = tt.near_duplicates(corpus)
    return {
        "terms": list(dtm.terms),
        "counts": dtm.counts.toarray().tobytes(),
        "scores": scores.to_numpy().tobytes(),
        "monthly": monthly.to_csv(),
        "topics": model.components_.tobytes(),
        "shares": np.ascontiguousarray(model.transform(dtm)).tobytes(),
        "copies": copies.to_csv(),
    }
