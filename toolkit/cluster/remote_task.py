"""What runs on a worker: one task, with its warnings and its error brought back.

A task never fails in the eyes of Dask. An error goes back as a value, so that no worker writes it,
or the text in it, into a log.
"""

from __future__ import annotations

import os
import socket
import threading
import traceback
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit._core.memory import free_memory, use_memory
from toolkit._core.processors import use_processors
from toolkit._core.progress_bars import without_progress
from toolkit.cluster.installation import source_digest
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_heard: ContextVar[list[Caution] | None] = ContextVar("heard", default=None)
_lock = threading.Lock()


class Named(NamedTuple):
    """A function, by where it is: "toolkit.reading.parts:read_part"."""

    name: str


class Order(NamedTuple):
    """What goes to a worker with each task."""

    function: Named
    source: str
    """Digest of the toolkit that asks."""
    asker: str
    """The process that asks, to know it from a worker's."""
    call: str
    """A random name for this call, so that no result of another is taken for one of it."""
    fixed: tuple[Any, ...] = ()
    """What comes before the task: the arguments of a `functools.partial`."""
    options: tuple[tuple[str, Any], ...] = ()
    """Its arguments by name."""


class Caution(NamedTuple):
    """A warning that a task gave."""

    category: str
    message: str
    file: str
    line: int


class Fault(NamedTuple):
    """An error that ended a task."""

    kind: str
    message: str
    trace: str


class Outcome(NamedTuple):
    """What comes back from a worker."""

    value: Any
    fault: Fault | None
    cautions: tuple[Caution, ...]
    worker: str
    other_toolkit: bool


def run_task(order: Order, task: Any, shared: Any) -> Outcome:
    """Call the function on a worker, with one processor and a share of the worker's memory.

    Parameters
    ----------
    order : Order
        Which function, and who asks.
    task
        Its argument.
    shared
        What every task needs beside it; None if nothing.

    Returns
    -------
    Outcome
        The result or the error, and the warnings.
    """
    if order.source != source_digest():
        return Outcome(None, None, (), here(), other_toolkit=True)
    _prepare_process(order.asker)
    with _resources(), _listening() as heard:
        value, fault = _attempt(order, task, shared)
    return Outcome(value, fault, tuple(heard), here(), other_toolkit=False)


def find_function(named: Named) -> Callable[..., Any]:
    """Return the function that "module:name" stands for.

    Examples
    --------
    >>> find_function(Named("os.path:join")) is os.path.join
    True
    """
    module, _, inner = named.name.partition(":")
    found: Any = import_module(module)
    for part in inner.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]  # a function by its order


def process_name() -> str:
    """Return a name for this process, unique among machines."""
    return f"{socket.gethostname()}:{os.getpid()}"


def here() -> str:
    """Return how a message names this worker: its address and its machine."""
    from distributed import get_worker

    try:
        return f"{get_worker().address} on {socket.gethostname()}"
    except ValueError:
        return f"the process {process_name()}"


def _attempt(order: Order, task: Any, shared: Any) -> tuple[Any, Fault | None]:
    given = (task,) if shared is None else (task, shared)
    try:
        function = find_function(order.function)
        fixed = [find_function(one) if isinstance(one, Named) else one for one in order.fixed]
        return function(*fixed, *given, **dict(order.options)), None
    except Exception as error:  # noqa: BLE001 - raised again where the task was asked for
        kind = type(error).__name__
        if isinstance(error, OSError) and not isinstance(error, ToolkitError):
            kind = "OSError"  # which one, the message says
        return None, Fault(kind, str(error), "".join(traceback.format_exception(error)))


@contextmanager
def _resources() -> Iterator[None]:
    n_bytes, folder = worker_share()
    with use_processors(1), use_memory(n_bytes, folder=folder), without_progress():
        yield


def worker_share() -> tuple[int, str | None]:
    """Return the memory that a task may take on this worker, and the worker's scratch folder.

    Half of the worker's limit (half of what is free, where it has none), divided by its threads.
    """
    from distributed import get_worker

    try:
        worker = get_worker()
    except ValueError:
        return max(1, free_memory() // 2), None
    limit = worker.memory_manager.memory_limit or free_memory()
    return max(1, int(limit) // 2 // worker.state.nthreads), worker.local_directory


@contextmanager
def _listening() -> Iterator[list[Caution]]:
    heard: list[Caution] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


@cache
def _hear_warnings() -> None:
    """Take the warnings of tasks aside; all others are shown as before."""
    shown_before = warnings.showwarning

    def show(
        message: Any, category: Any, filename: str, lineno: int, *rest: Any, **more: Any
    ) -> None:
        heard = _heard.get()
        if heard is None:
            shown_before(message, category, filename, lineno, *rest, **more)
        else:
            heard.append(Caution(category.__name__, str(message), filename, lineno))

    warnings.showwarning = show


@cache
def _limit_threads() -> Any:
    """Give BLAS and OpenMP one thread: the tasks of a worker fill its processors."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def _prepare_process(asker: str) -> None:
    with _lock:
        _hear_warnings()
        if asker != process_name():  # a worker within the asking process leaves it as it is
            warnings.simplefilter("always", UserWarning)
            _limit_threads()
