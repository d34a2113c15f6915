"""Shards in files, so that other processes compute their part of a batch epoch.

The counts of a shard are written once. The topics go with the tasks, and the statistics come back
as arrays. The topic counts of the articles (theta) stay in files beside the counts: a task reads
those of its epoch and writes those of the next, so that a task that is repeated gives the same.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.atomic import atomic_path
from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import work_folder
from toolkit._core.part_engine import LocalEngine, current_engine, map_parts
from toolkit._core.write_errors import naming
from toolkit.models.lda import steps
from toolkit.models.lda.blocks import Blocks
from toolkit.models.lda.matrices import Counts
from toolkit.models.lda.shards import ShardSums, cut_shards, expect
from toolkit.models.threads import n_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.models.lda.fit_job import Job
    from toolkit.models.lda.steps import State


class ShardTask(NamedTuple):
    """One shard in one epoch: where its files are, and what becomes of its theta."""

    folder: Path
    shard: int
    epoch: int
    is_warm: bool
    keeps_theta: bool

    @property
    def counts(self) -> Path:
        """The file of the counts of the shard and of where its blocks begin."""
        return self.folder / f"shard-{self.shard:05}.npz"

    def theta(self, epoch: int) -> Path:
        """Return the file of the topic counts of its articles before ``epoch``."""
        return self.folder / f"theta-{epoch:05}-{self.shard:05}.npy"


def is_shared_out() -> bool:
    """Say whether an engine other than this process computes the parts."""
    return not isinstance(current_engine(), LocalEngine)


@contextmanager
def shard_folder() -> Iterator[Path]:
    """Yield a folder for the files of shards; it goes at the end of the block."""
    where = work_folder()
    with naming(where):
        folder = Path(tempfile.mkdtemp(prefix="topics-", dir=where)).absolute()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_rows(path: Path, data: Counts, bounds: NDArray[np.int64]) -> None:
    """Write some rows and where their blocks begin."""
    first, last = int(bounds[0]), int(bounds[-1])
    part = slice(int(data.offsets[first]), int(data.offsets[last]))
    arrays: dict[str, Any] = {
        "bounds": bounds - first,
        "offsets": data.offsets[first : last + 1] - part.start,
        "terms": data.terms[part],
        "counts": data.counts[part],
        "n_terms": np.int64(data.n_terms),
    }
    if data.times is not None:
        arrays["times"] = data.times[first:last]
    with atomic_path(path) as draft, draft.open("wb") as file:
        np.savez(file, **arrays)
    release_pages(data.terms, data.counts)


def read_rows(path: Path) -> tuple[Counts, NDArray[np.int64]]:
    """Read what `write_rows` wrote."""
    with path.open("rb") as whole, np.load(whole, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    bounds = arrays.pop("bounds")
    return Counts(**{**arrays, "n_terms": int(arrays["n_terms"])}), bounds


def expect_shard(task: ShardTask, state: State) -> ShardSums:
    """E-step on one shard, by any process."""
    data, bounds = read_rows(task.counts)
    theta: NDArray[np.float32] | None = None
    if task.is_warm and task.keeps_theta:
        theta = np.load(task.theta(task.epoch), allow_pickle=False)
    elif task.keeps_theta:
        theta = steps.prior_rows(state, data.n_documents)
    jobs = n_threads(None)
    sums = expect(state, Blocks(data, bounds), theta, is_warm=task.is_warm, n_jobs=jobs)
    if theta is not None:
        _write_theta(task.theta(task.epoch + 1), theta)
    return sums


def _write_theta(path: Path, theta: NDArray[np.float32]) -> None:
    with atomic_path(path) as draft, draft.open("wb") as file:
        np.save(file, theta)


@dataclass(frozen=True)
class SharedShards:
    """Makes the E-step of a batch epoch by tasks of the engine in use."""

    folder: Path

    def __call__(self, state: State, job: Job, *, is_warm: bool) -> Iterator[ShardSums]:
        """Yield the statistics of each shard, in order; ``state.theta`` becomes the new one."""
        shards = cut_shards(job.data, len(job.blocks))
        bounds = [job.blocks[shard.start : shard.stop].bounds for shard in shards]
        rows = [slice(int(one[0]), int(one[-1])) for one in bounds]
        tasks = [
            ShardTask(self.folder, number, state.epoch, is_warm, job.keeps_theta)
            for number in range(len(shards))
        ]
        for task, bound, part in zip(tasks, bounds, rows, strict=True):
            if not task.counts.exists():
                write_rows(task.counts, job.data, bound)
            if is_warm and state.theta is not None and not task.theta(task.epoch).exists():
                _write_theta(task.theta(task.epoch), state.theta[part])
        topics = replace(state, theta=None, log_likelihood=[], bound=[])
        found = map_parts(expect_shard, tasks, label="", shared=topics)
        for task, part, sums in zip(tasks, rows, found, strict=True):
            if state.theta is not None:
                state.theta[part] = np.load(task.theta(task.epoch + 1), allow_pickle=False)
                release_pages(state.theta)
            yield sums
        for task in tasks:
            task.theta(task.epoch).unlink(missing_ok=True)


@contextmanager
def shared_out(job: Job) -> Iterator[Job]:
    """Inside the block, the engine in use computes the batch epochs of a job of several shards."""
    if not is_shared_out() or len(cut_shards(job.data, len(job.blocks))) == 1:
        yield job
        return
    with shard_folder() as folder:
        yield replace(job, expect_shards=SharedShards(folder))
