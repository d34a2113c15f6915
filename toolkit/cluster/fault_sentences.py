"""What is said when a cluster cannot do its work: what happened, and what to do."""

from __future__ import annotations

import builtins
import warnings
from typing import TYPE_CHECKING, Any

import toolkit.errors
from toolkit.errors import ClusterError, ToolkitError

if TYPE_CHECKING:
    from toolkit.cluster.remote_task import Caution, Fault, Outcome

MORE_MEMORY = (
    "Start workers with more memory or fewer threads (dask worker --memory-limit 8GiB "
    "--nthreads 1), or make smaller parts; then repeat the call."
)
RESUME = "Parts written so far stay; the same call goes on from them."


def part_name(label: str, position: int, n_tasks: int) -> str:
    """Return how a message names a task.

    Examples
    --------
    >>> part_name("Counting terms", 2, 40)
    'Counting terms, part 3 of 40'
    """
    return f"{label or 'Cluster'}, part {position + 1:,} of {n_tasks:,}"


def scheduler_lost(address: str, part: str) -> ClusterError:
    """Return the error for a scheduler that went away."""
    return ClusterError(
        f"{part}: the connection to the scheduler at {address} is lost. Start the scheduler and "
        f"its workers again, then repeat the call. {RESUME}"
    )


def workers_lost(address: str, part: str, seconds: float) -> ClusterError:
    """Return the error for a cluster without workers."""
    return ClusterError(
        f"{part}: the scheduler at {address} has had no worker for {seconds:.0f} s. Start workers "
        f"with: dask worker {address}; then repeat the call. {RESUME}"
    )


def worker_killed(part: str, limits: str) -> ClusterError:
    """Return the error for a part on which worker after worker ended."""
    return ClusterError(
        f"{part}: every worker that took it ended, also when it was alone; it most probably needs "
        f"more memory than a worker has ({limits}). {MORE_MEMORY} {RESUME}"
    )


def out_of_memory(part: str, worker: str) -> ClusterError:
    """Return the error for a task to which memory was refused."""
    return ClusterError(f"{part}: memory ran out on the worker {worker}. {MORE_MEMORY} {RESUME}")


def cancelled(part: str) -> ClusterError:
    """Return the error for a part that was cancelled again and again."""
    return ClusterError(
        f"{part}: it was cancelled on the cluster several times. Repeat the call when nobody "
        f"restarts the workers. {RESUME}"
    )


def other_toolkit(worker: str) -> ClusterError:
    """Return the error for a worker that joined with another toolkit."""
    return ClusterError(
        f"use_cluster: the worker {worker} joined with another version of theme-toolkit than this "
        f"process. Install the same version there, start the worker again, and repeat the call. "
        f"{RESUME}"
    )


def unknown_fault(part: str, error: BaseException) -> ClusterError:
    """Return the error for a part that Dask itself could not run."""
    return ClusterError(
        f"{part}: the cluster could not run it ({type(error).__name__}: {error}). Look at the "
        f"workers' logs, then repeat the call. {RESUME}"
    )


def fault_error(outcome: Outcome, fault: Fault, part: str) -> Exception:
    """Return the error that ended a task, as if it had been raised here.

    Errors of the toolkit keep their class and their message; those of the system say on which
    worker.
    """
    known = getattr(toolkit.errors, fault.kind, None)
    if isinstance(known, type) and issubclass(known, ToolkitError | Warning):
        return _noted(known(fault.message), fault)
    if fault.kind in {"MemoryError", "ArrayMemoryError"}:
        return _noted(out_of_memory(part, outcome.worker), fault)
    if fault.kind in {"OSError", "ModuleNotFoundError"}:
        return _noted(ClusterError(f"{part}: {fault.message} (worker {outcome.worker})."), fault)
    return _noted(_built_in(fault), fault)


def give_warnings(cautions: tuple[Caution, ...], given: dict[Any, Any]) -> None:
    """Give the warnings of a task where the caller's filters decide on them.

    Parameters
    ----------
    cautions : tuple of Caution
        In the order in which the task gave them.
    given : dict
        Those given before, so that the filters can show each once.
    """
    for caution in cautions:
        category = _warning_class(caution.category)
        warnings.warn_explicit(
            caution.message, category, caution.file, caution.line, registry=given
        )


def _warning_class(name: str) -> type[Warning]:
    for space in (toolkit.errors, builtins):
        known = getattr(space, name, None)
        if isinstance(known, type) and issubclass(known, Warning):
            return known
    return UserWarning


def _built_in(fault: Fault) -> Exception:
    known = getattr(builtins, fault.kind, None)
    if isinstance(known, type) and issubclass(known, Exception):
        try:
            return known(fault.message)
        except TypeError:  # it takes more than a message
            pass
    return RuntimeError(f"{fault.kind}: {fault.message}")


def _noted(error: Exception, fault: Fault) -> Exception:
    error.add_note(f"On the worker:\n{fault.trace}")
    return error
