"""The hash that ties a model file or a recipe to the matrix it was made from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from toolkit.vectorizing.matrix import DocumentTermMatrix


def matrix_hash(dtm: DocumentTermMatrix) -> str:
    """Return the SHA-256 of articles, terms and counts, independent of row order."""
    digest = hashlib.sha256(json.dumps([str(term) for term in dtm.terms]).encode())
    order = np.argsort(np.asarray(dtm.article_id, dtype=str), kind="stable")
    counts = dtm.counts[order]
    counts.sort_indices()
    digest.update(json.dumps([str(dtm.article_id[i]) for i in order]).encode())
    for array in (counts.indptr, counts.indices, counts.data):
        digest.update(np.asarray(array, dtype="<i8").tobytes())
    return digest.hexdigest()
