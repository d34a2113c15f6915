"""Refits of a model with other settings or articles, several in parallel, without progress bars."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.memory import memory_budget, use_memory
from toolkit._core.progress_bars import without_progress
from toolkit.models.threads import n_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tqdm.auto import tqdm

    from toolkit.models.lda import LDA

Result = TypeVar("Result")


def fit_again(model: Any, counts: Any, *, n_jobs: int = 1, **settings: Any) -> Any:
    """Fit a model like ``model``, except for ``settings``, to other counts.

    The checkpoint is not copied: it belongs to one fit.

    Parameters
    ----------
    model : LDA or NMF
        The model whose options are used; it is not changed.
    counts : matrix of shape (n_articles, n_terms)
        The counts to fit.
    n_jobs : int
        Threads, for a model with that option.
    **settings
        Options that differ, such as ``random_state``.
    """
    return _like(model, n_jobs=n_jobs, **settings).fit(counts)


def fit_shortly(model: LDA, counts: Any, *, repeats: Any = None, **settings: Any) -> LDA:
    """Fit a model like ``model``, but for fewer epochs: enough to see which topics come back.

    Parameters
    ----------
    model : LDA
        The fitted model whose options and engine are used; it is not changed.
    counts : matrix of shape (n_articles, n_terms)
        The counts to fit.
    repeats : array-like of int, shape (n_articles,), optional
        How often each article counts.
    **settings
        Options that differ, such as ``random_state`` and ``n_jobs``.
    """
    fresh = _like(model, **settings)
    fresh._is_short = True
    fitted: LDA = fresh.fit(counts, repeats=repeats)
    return fitted


def _like(model: Any, *, n_jobs: int = 1, **settings: Any) -> Any:
    options = {**model.get_params(deep=False), **settings}
    for name, value in (("n_jobs", n_jobs), ("checkpoint", None)):
        if name in options:
            options[name] = value
    return type(model)(**options)


def fit_side_by_side(
    tasks: Sequence[Callable[[int], Result]], *, n_jobs: int | None, bar: tqdm[Any]
) -> list[Result]:
    """Run tasks in threads; return the results in the order of the tasks.

    Ctrl-C reaches the waiting thread, never a fit, so no unfinished model is measured. Each thread
    has a heap of its own, so what is free elsewhere is given back before, and theirs after them.

    Parameters
    ----------
    tasks : sequence of callable
        Each takes the number of threads it may use.
    n_jobs : int or None
        Threads of all tasks together; None uses all processors.
    bar : tqdm
        Advanced by one for each finished task.
    """
    threads = n_threads(n_jobs)
    workers = max(1, min(len(tasks), threads))
    return_freed_memory()
    pool = ThreadPoolExecutor(workers)
    try:
        each = max(1, threads // workers)
        budget = max(1, memory_budget() // workers)
        waiting = [pool.submit(copy_context().run, _quietly, task, each, budget) for task in tasks]
        for _ in as_completed(waiting):
            bar.update()
        return [one.result() for one in waiting]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        return_freed_memory()


def _quietly(task: Callable[[int], Result], threads: int, budget: int) -> Result:
    """Run a task with its part of the memory, in the engine and work folder of the caller."""
    with without_progress(), use_memory(budget):
        return task(threads)
