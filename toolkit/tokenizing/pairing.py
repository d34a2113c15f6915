"""Pairs of neighbouring words that are seen together more often than chance would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.tokenizing.store import GAP_SPACE

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.tokenizing.store import Tokens


def find_pairs(tokens: Tokens, *, min_count: int = 5, min_docs: int = 3) -> pd.DataFrame:
    """Return neighbouring pairs with their NPMI, the strongest first."""
    import pandas as pd

    left, right = tokens.ids[:-1], tokens.ids[1:]
    fits = (tokens.gaps[1:] == GAP_SPACE) & ~tokens.is_stop[left] & ~tokens.is_stop[right]
    place = np.flatnonzero(fits)
    n_terms = len(tokens.terms)
    keys = left[place].astype(np.int64) * n_terms + right[place]
    pairs, pair, count = np.unique(keys, return_inverse=True, return_counts=True)
    docs = np.unique(pair.astype(np.int64) * len(tokens) + tokens.text_of_token[place])
    n_docs = np.bincount(docs // max(len(tokens), 1), minlength=len(pairs))
    seen = np.bincount(tokens.ids, minlength=n_terms)
    kept = (count >= min_count) & (n_docs >= min_docs)
    first, second = pairs[kept] // n_terms, pairs[kept] % n_terms
    joint = count[kept] / max(tokens.n_tokens, 1)
    pmi = np.log2(joint * tokens.n_tokens**2 / (seen[first] * seen[second]))
    table = pd.DataFrame(
        {
            "phrase": [
                f"{tokens.terms[a]} {tokens.terms[b]}" for a, b in zip(first, second, strict=True)
            ],
            "count": count[kept],
            "n_docs": n_docs[kept],
            "npmi": pmi / -np.log2(joint),
        }
    )
    table = table[table["npmi"] >= 0.3]
    return table.sort_values(["npmi", "phrase"], ascending=[False, True], ignore_index=True)
