"""Topic shares of articles under fixed topics, block by block, here or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit._core.part_engine import map_parts
from toolkit.models.lda import shards, steps
from toolkit.models.lda.blocks import FOLD_IN_ENTRIES, cut_blocks
from toolkit.models.lda.matrices import Counts
from toolkit.models.lda.shard_files import is_shared_out, read_rows, shard_folder, write_rows
from toolkit.models.matrix_rows import cut_rows
from toolkit.models.threads import n_threads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.models.lda.steps import EStepOptions, State


class FoldIn(NamedTuple):
    """What the shares of articles are found with."""

    state: State
    options: EStepOptions
    n_jobs: int | None


def _fold_in(fold: FoldIn, data: Counts) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the topic shares of the rows, block by block."""
    jobs = n_threads(fold.n_jobs)
    for block in cut_blocks(data, FOLD_IN_ENTRIES, by_term=False):
        theta = steps.prior_rows(fold.state, len(block.offsets) - 1)
        steps.infer(fold.state, block, theta, options=fold.options, n_jobs=jobs)
        rows = theta[:, : fold.state.n_topics].astype(np.float64)
        yield block.rows, rows / rows.sum(axis=1, keepdims=True)
        release_pages(data.terms, data.counts)


def fold_in_shard(path: Path, fold: FoldIn) -> NDArray[np.float64]:
    """Return the topic shares of the rows in a file, by any process."""
    found = [rows for _, rows in _fold_in(fold._replace(n_jobs=None), read_rows(path)[0])]
    return np.concatenate(found)


def _fold_in_shards(fold: FoldIn, data: Counts) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the topic shares of the rows, shard by shard, computed by the engine in use."""
    with shard_folder() as folder:
        bounds = cut_rows(data.offsets, shards.SHARD_ENTRIES)
        paths = [folder / f"rows-{number:05}.npz" for number in range(len(bounds) - 1)]
        for number, path in enumerate(paths):
            write_rows(path, data, bounds[number : number + 2])
        found = map_parts(fold_in_shard, paths, label="", shared=fold)
        for number, shares in enumerate(found):
            yield slice(int(bounds[number]), int(bounds[number + 1])), shares


def find_shares(fold: FoldIn, data: Counts) -> NDArray[np.float64]:
    """Return the topic shares of all rows: on disk if they are large."""
    is_one = int(data.offsets[-1]) < 1.5 * shards.SHARD_ENTRIES
    way = _fold_in if is_one or not is_shared_out() else _fold_in_shards
    found: NDArray[np.float64] = scratch_array((data.n_documents, fold.state.n_topics), np.float64)
    for rows, part in way(fold, data):
        found[rows] = part
        release_pages(found)
    return found
