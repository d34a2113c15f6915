"""One function over the parts of a corpus, with the results in the order of the parts.

Whoever computes them, and whenever: sums over the results are always made in the same order, so
the bytes do not depend on the number of workers.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from toolkit._core.progress_bars import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """What computes the parts: this process, or a cluster."""

    def map_parts(
        self, function: Callable[..., Any], tasks: Sequence[Any], *, label: str, shared: Any = None
    ) -> Iterator[Any]:
        """Yield ``function(task)`` for each task, in the order of the tasks."""
        ...


class LocalEngine:
    """Computes one part after the other in this process; the kernels use its threads."""

    @staticmethod
    def map_parts(
        function: Callable[..., Any], tasks: Sequence[Any], *, label: str, shared: Any = None
    ) -> Iterator[Any]:
        """Yield ``function(task)`` for each task, in the order of the tasks."""
        for task in progress(tasks, label=label, unit="part", show=bool(label)):
            yield function(task) if shared is None else function(task, shared)


_engine: ContextVar[Engine | None] = ContextVar("engine", default=None)


def current_engine() -> Engine:
    """Return the engine in use."""
    return _engine.get() or LocalEngine()


@contextmanager
def use_engine(chosen: Engine) -> Iterator[Engine]:
    """Inside the block, ``chosen`` computes the parts."""
    token = _engine.set(chosen)
    try:
        yield chosen
    finally:
        _engine.reset(token)


def map_parts(
    function: Callable[..., Result], tasks: Sequence[Task], *, label: str, shared: Any = None
) -> Iterator[Result]:
    """Yield ``function(task)`` for each task, in the order of the tasks.

    Parameters
    ----------
    function : callable
        A function of a module, so that another process can import it. Its result depends on the
        task alone.
    tasks : sequence
        Small descriptions of the parts: paths, ranges of rows, options.
    label : str
        What the progress bar says; "" for none.
    shared : optional
        What every task needs beside it, such as the arrays of a model: a cluster sends it once to
        each worker, not with each task. The function is then called as ``function(task, shared)``,
        and changes neither.

    Examples
    --------
    >>> list(map_parts(len, ["a", "bcd"], label=""))
    [1, 3]
    """
    return current_engine().map_parts(function, tasks, label=label, shared=shared)
