"""The hash that ties a model file or a recipe to the matrix it was made from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from toolkit._core.mapped_arrays import release_pages
from toolkit.tokenizing.block_cuts import text_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.vectorizing.matrix import DocumentTermMatrix


def matrix_hash(dtm: DocumentTermMatrix) -> str:
    """Return the SHA-256 of articles, terms and counts, independent of row order."""
    digest = hashlib.sha256(json.dumps([str(term) for term in dtm.terms]).encode())
    order = np.argsort(np.asarray(dtm.article_id, dtype=str), kind="stable")
    sizes = np.diff(dtm.counts.indptr)[order]
    rows = np.concatenate([[0], np.cumsum(sizes)])
    digest.update(json.dumps([str(dtm.article_id[i]) for i in order]).encode())
    digest.update(rows.astype("<i8").tobytes())
    ordered = order if (np.diff(order) != 1).any() else None
    for name in ("indices", "data"):
        for block in text_blocks(rows):
            part = _rows_of(dtm.counts, block.texts, ordered)
            digest.update(np.asarray(getattr(part, name), dtype="<i8").tobytes())
            release_pages(dtm.counts.indices, dtm.counts.data)
    return digest.hexdigest()


def _rows_of(
    counts: sparse.csr_matrix, rows: slice, order: NDArray[np.intp] | None
) -> sparse.csr_matrix:
    """Return some rows in a given order, each sorted by column."""
    part = sparse.csr_matrix(counts[rows if order is None else order[rows]])
    part.sort_indices()
    return part
