"""The engine of a cluster: parts computed by Dask workers."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit._core.number_words import count
from toolkit._core.progress_bars import progress
from toolkit.cluster import fault_sentences
from toolkit.cluster.folder_checks import check_folder, folders_of
from toolkit.cluster.installation import source_digest
from toolkit.cluster.remote_task import Named, Order, find_function, process_name
from toolkit.cluster.task_window import Cluster, Window
from toolkit.cluster.worker_checks import reaches_workers
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from distributed import Client
    from tqdm import tqdm

    from toolkit.cluster.remote_task import Outcome


class DaskEngine:
    """Computes the parts of a corpus on the workers of a Dask cluster.

    Parameters
    ----------
    client : distributed.Client
        A connection to its scheduler.
    seconds : float
        How long the cluster may be without workers.

    Attributes
    ----------
    address : str
        Where the scheduler listens.
    """

    def __init__(self, client: Client, *, seconds: float) -> None:
        self.client, self.address = client, str(client.scheduler.address)
        limits, is_direct = _memory_limits(client), reaches_workers(client)
        self.cluster = Cluster(client, self.address, seconds, limits, is_direct)
        self._seen: set[Path] = set()

    def __repr__(self) -> str:
        if self.client.status != "running":
            return f"Cluster at {self.address}: no longer connected"
        threads = self.client.nthreads()
        n_workers, n_threads = len(threads), sum(threads.values())
        return (
            f"Cluster at {self.address}: {count(n_workers, 'worker')}, {count(n_threads, 'thread')}"
        )

    def map_parts(
        self, function: Callable[..., Any], tasks: Sequence[Any], *, label: str, shared: Any = None
    ) -> Iterator[Any]:
        """Yield ``function(task)`` for each task, in the order of the tasks.

        Parameters
        ----------
        function : callable
            A function of a module that the workers can import, or a `functools.partial` of one.
        tasks : sequence
            Small descriptions of the parts, with absolute paths.
        label : str
            What the progress bar says; "" for none.
        shared : optional
            What every task needs beside it; sent once to each worker.

        Raises
        ------
        ClusterError
            When the cluster cannot do the work; the message says what happened and what to do.
        """
        order = _order(function)
        self._check_folders(tasks)
        bar: tqdm[Any] = progress(total=len(tasks), label=label, unit="part", show=bool(label))
        window = Window(self.cluster, order, tasks, label=label, shared=shared)
        given: dict[Any, Any] = {}
        with bar, window:
            while window.n_given < len(tasks):
                first = window.n_given
                outcomes = window.next_outcomes()
                bar.update(max(0, window.n_done - int(bar.n)))
                for position, outcome in enumerate(outcomes, start=first):
                    fault_sentences.give_warnings(outcome.cautions, given)
                    yield _value(outcome, fault_sentences.part_name(label, position, len(tasks)))

    def _check_folders(self, tasks: Sequence[Any]) -> None:
        for folder in sorted(folders_of(tasks) - self._seen):
            check_folder(self.client, folder, seconds=self.cluster.seconds)
            self._seen.add(folder)


def _memory_limits(client: Client) -> str:
    """Return the memory of the workers in words."""
    facts = client.scheduler_info()["workers"].values()
    limits = sorted({one["memory_limit"] for one in facts if one["memory_limit"]})
    return " and ".join(f"{limit / 2**30:.2g} GiB" for limit in limits) or "no limit is set"


def _value(outcome: Outcome, part: str) -> Any:
    """Return the result of a task, or raise its error."""
    if outcome.other_toolkit:
        raise fault_sentences.other_toolkit(outcome.worker)
    if outcome.fault is not None:
        raise fault_sentences.fault_error(outcome, outcome.fault, part)
    return outcome.value


def _order(function: Callable[..., Any]) -> Order:
    """Return what a worker needs to call a function, other than the task."""
    whole = function if isinstance(function, partial) else partial(function)
    return Order(
        _named(whole.func),
        source_digest(),
        process_name(),
        secrets.token_hex(3),
        tuple(_named(one) if callable(one) else one for one in whole.args),
        tuple(whole.keywords.items()),
    )


def _named(function: Callable[..., Any]) -> Named:
    """Return where another process can import a function from."""
    module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
    named = Named(f"{module}:{name}")
    try:
        is_found = module != "__main__" and find_function(named) is not None
    except (ImportError, AttributeError, ValueError):
        is_found = False
    if not is_found:
        message = (
            "map_parts: function must stand in a module that the workers can import; "
            f"got {named.name!r}. Move it into a file of its own."
        )
        raise InputError(message)
    return named
