"""What is asked of every worker before work begins: the same toolkit, compiled once."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING, Any

from toolkit.cluster.installation import Installation, difference, this_installation
from toolkit.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable

    from distributed import Client

SECONDS_TO_REACH = 2.0
SECONDS_TO_ANSWER = 60.0
MAX_ASKED = 20
SECONDS_BETWEEN_QUESTIONS = 0.25


def ask_workers(
    client: Client,
    function: Callable[..., Any],
    *given: Any,
    seconds: float = SECONDS_TO_ANSWER,
) -> dict[str, Any]:
    """Return what each worker answers, in the order of their addresses.

    A worker that ends in the middle of its answer is no reason to stop: all are asked again, when
    another may have taken its place. An error of the function itself is the worker's answer.

    Raises
    ------
    ClusterError
        When not all have answered after ``seconds``: Dask itself would wait for ever.
    """
    found: dict[str, Any] = {}
    for turn in range(MAX_ASKED):
        if turn:
            time.sleep(SECONDS_BETWEEN_QUESTIONS)
        try:  # Dask's own sync takes the limit, not the function
            found = client.run(function, *given, on_error="return", callback_timeout=seconds)
        except TimeoutError as error:
            raise ClusterError(_silent(client, seconds)) from error
        if not any(isinstance(answer, OSError) for answer in found.values()):
            break
    return {name: found[name] for name in sorted(found)}


def _silent(client: Client, seconds: float) -> str:
    return (
        f"use_cluster: not every worker of the scheduler at {client.scheduler.address} has "
        f"answered after {seconds:.0f} s. One of them hangs, or its machine cannot be reached: end "
        f"it, or pass a longer timeout=, and repeat the call."
    )


def check_installations(client: Client, *, seconds: float = SECONDS_TO_ANSWER) -> None:
    """Make sure that every worker runs the toolkit of this process.

    Raises
    ------
    ClusterError
        When one does not, or does not answer; the message says which and what differs.
    """
    ours = this_installation()
    for worker, theirs in ask_workers(client, this_installation, seconds=seconds).items():
        if isinstance(theirs, Installation | tuple):
            other = difference(Installation(*theirs), ours)
        else:
            other = f"no theme-toolkit that answers ({type(theirs).__name__}: {theirs})"
        if other:
            message = (
                f"use_cluster: the worker {worker} has {other}. Install the same versions "
                f"everywhere (pip install theme-toolkit=={ours.version}), and start the worker "
                f"again."
            )
            raise ClusterError(message)


def reaches_workers(client: Client) -> bool:
    """Say whether this process can connect to every machine with workers.

    If not, all data passes through the scheduler, which is slower: workers may be in a network of
    their own.
    """
    from distributed.comm.addressing import get_address_host, parse_address, parse_host_port

    by_host = {get_address_host(address): address for address in client.nthreads()}
    for address in by_host.values():
        protocol, place = parse_address(address)
        if protocol == "inproc":
            continue
        try:
            socket.create_connection(parse_host_port(place), timeout=SECONDS_TO_REACH).close()
        except OSError:
            return False
    return True


def warm_up_workers(client: Client, *, seconds: float = SECONDS_TO_ANSWER) -> None:
    """Let each worker load the toolkit and its compiled kernels before the first task.

    One that is not ready after ``seconds`` is not waited for: it gets ready with its first task.
    """
    from distributed import wait

    options = {"pure": False, "allow_other_workers": True}  # a worker may go meanwhile
    futures = [client.submit(warm_up, workers=[one], **options) for one in client.nthreads()]
    with contextlib.suppress(TimeoutError), client.as_current():
        wait(futures, timeout=seconds)
        client.gather(futures)


def warm_up() -> str:
    """Run the chain of an analysis on eight made-up sentences; runs on workers."""
    import toolkit as tt
    from toolkit._core.processors import use_processors
    from toolkit._core.progress_bars import without_progress

    texts = [f"The {word} talks of {day} ended early." for word in ("peace", "trade")
             for day in ("Monday", "Tuesday", "Friday", "Sunday")]  # fmt: skip
    with use_processors(1), without_progress():
        tokens = tt.tokenize(texts)
        dtm = tt.count_terms(tokens)
        tt.LDA(n_topics=2, max_epochs=2, tol=0.0).fit(dtm)
    return "ready"
