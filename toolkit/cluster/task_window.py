"""Tasks on a cluster, a bounded number at a time, with their results in order."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.cluster import fault_sentences
from toolkit.cluster.remote_task import Named, run_task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from distributed import Client, Future

    from toolkit.cluster.remote_task import Order, Outcome

TASKS_PER_THREAD = 2
"""One runs, one waits beside it: a worker never stands idle between two."""
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_COUNTS = 2.0
MAX_CANCELLATIONS = 50
"""How often a part may be cancelled, by others or because what all tasks share was lost with its
worker, before the call gives up."""
MAX_TROUBLES = 20
"""How often in a row a question to the cluster may fail while its scheduler is there."""


class Cluster(NamedTuple):
    """A connection to a cluster, and what is known of it."""

    client: Client
    address: str
    seconds: float
    """How long it may be without workers."""
    limits: str
    """The memory of its workers, in words."""
    is_direct: bool
    """Whether data goes between workers and caller without passing through the scheduler."""


class Window:
    """The tasks of one call that are on the cluster.

    Parameters
    ----------
    cluster : Cluster
        Where they go.
    order : Order
        Which function.
    tasks : sequence
        Its arguments.
    label : str
        What is being done, for messages.
    shared
        What goes to each worker once; None if nothing.
    """

    def __init__(
        self,
        cluster: Cluster,
        order: Order,
        tasks: Sequence[Any],
        *,
        label: str,
        shared: Any,
    ) -> None:
        self.cluster, self.client = cluster, cluster.client
        self.order, self.tasks, self.label, self.shared = order, tasks, label, shared
        self.n_given = 0
        self._sent: dict[int, Future] = {}
        self._shared: Future | None = None
        self._attempts: dict[int, int] = {}
        self._killed: set[int] = set()
        self._n_troubles = 0
        self._counted, self._n_threads, self._seen = float("-inf"), 0, time.monotonic()

    def __enter__(self) -> Window:
        """Begin; nothing is sent yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Cancel what is still on the cluster; its workers stay usable."""
        left = [*self._sent.values(), *([self._shared] if self._shared is not None else [])]
        self._sent, self._shared = {}, None
        if left and self.client.status == "running":
            with contextlib.suppress(Exception):  # the error that brought us here is the one to see
                self.client.cancel(left, reason="interrupted", msg="The caller has stopped.")

    @property
    def n_done(self) -> int:
        """Tasks whose outcome is known, those on the cluster included."""
        waiting = self._sent.values()
        return self.n_given + sum(1 for future in waiting if future.status == "finished")

    def next_outcomes(self) -> list[Outcome]:
        """Return the outcomes that come next in order; empty where none is ready soon."""
        from distributed.client import CancelledError

        try:
            self._fill()
            self._wait()
            return self._take()
        except (OSError, CancelledError) as error:
            self._n_troubles += 1
            if self.client.status != "running" or self._n_troubles > MAX_TROUBLES:
                raise fault_sentences.scheduler_lost(self._address, self._part) from error
            self._check_cluster()  # a worker that went away in the middle of an answer
            return []

    def _fill(self) -> None:
        """Send the next tasks, as many as the workers can take."""
        if self.n_given in self._killed:
            self._send_alone()
            return
        room = TASKS_PER_THREAD * self._count_threads() + 1
        for position in range(self.n_given, len(self.tasks)):
            if len(self._sent) >= room:
                return
            if position not in self._sent:
                self._send(position)

    def _send_alone(self) -> None:
        """Send again a task whose worker ended, when nothing else of ours runs.

        A task that only ran beside a greedy one is cleared, and a greedy one has its worker's
        whole memory.
        """
        others = [future for at, future in self._sent.items() if at != self.n_given]
        if self.n_given not in self._sent and all(future.done() for future in others):
            self._send(self.n_given)

    def _send(self, position: int) -> None:
        if self.shared is not None and self._shared is None:
            self._shared = self._send_shared()
        attempt = self._attempts[position] = self._attempts.get(position, 0) + 1
        self._sent[position] = self.client.submit(
            run_task,
            self.order,
            self.tasks[position],
            self._shared,
            key=self._key(position, attempt),
            pure=False,
            priority=-position,
        )

    def _send_shared(self) -> Future:
        """Send the shared value to one worker; the others fetch it from there, or from each other.

        Dask can copy it to all at once, but its scheduler then knocks for half a minute at a worker
        that goes away in the middle, and copies nothing else meanwhile. The caller knocks no longer
        than the scheduler counts the worker among those there.
        """
        options = {"hash": False, "direct": self.cluster.is_direct}

        async def send() -> list[Future]:
            sent: list[Future] = await self.client.scatter(
                [self.shared], **options, asynchronous=True
            )
            return sent

        there = set(self.client.nthreads())
        sending = asyncio.run_coroutine_threadsafe(send(), self.client.loop.asyncio_loop)
        try:
            while not (gone := there - set(self.client.nthreads())):
                try:
                    return sending.result(SECONDS_BETWEEN_LOOKS)[0]
                except TimeoutError:
                    if sending.done():  # not the end of our wait, but what became of it
                        raise
        except KeyError as error:  # Dask's way to say that a worker went away in the middle
            raise ConnectionError(f"the worker {error} is gone") from error
        finally:
            sending.cancel()
        raise ConnectionError(f"the worker {min(gone)} is gone")

    def _key(self, position: int, attempt: int) -> str:
        """Return the name of a task on the cluster: the function's and a digest, no content."""
        from dask.base import tokenize

        functions = [self.order.function, *self.order.fixed]
        digest = tokenize(functions, position, self.tasks[position])[:16]
        name = next(one for one in reversed(functions) if isinstance(one, Named)).name
        return f"{name.rpartition(':')[2]}-{digest}{self.order.call}{attempt:02d}"

    def _wait(self) -> None:
        """Wait a moment for the next outcome, and look whether the cluster is still there."""
        from distributed import TimeoutError as TooLong
        from distributed import wait
        from distributed.client import CancelledError

        head = self._sent.get(self.n_given)
        awaited = [head] if head is not None else list(self._sent.values())
        with contextlib.suppress(TooLong, CancelledError), self.client.as_current():
            wait(awaited, timeout=SECONDS_BETWEEN_LOOKS)
        self._check_cluster()

    def _check_cluster(self) -> None:
        if self.client.status != "running":
            raise fault_sentences.scheduler_lost(self._address, self._part)
        if self._count_threads():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self.cluster.seconds:
            raise fault_sentences.workers_lost(self._address, self._part, self.cluster.seconds)

    def _count_threads(self) -> int:
        """Return the threads of all workers, asked for every other second."""
        if time.monotonic() - self._counted > SECONDS_BETWEEN_COUNTS:
            self._n_threads = sum(self.client.nthreads().values())
            self._counted = time.monotonic()
        return self._n_threads

    def _take(self) -> list[Outcome]:
        """Fetch the outcomes at the head of the window and let the cluster forget them."""
        ready: list[Future] = []
        while (future := self._sent.get(self.n_given + len(ready))) is not None:
            if future.status != "finished":
                break
            ready.append(future)
        if not ready:
            self._mend()
            return []
        outcomes = self._fetch(ready)
        if not outcomes:
            return []
        self._n_troubles = 0
        for future in ready:
            del self._sent[self.n_given]
            future.release()
            self.n_given += 1
        return outcomes

    def _fetch(self, ready: list[Future]) -> list[Outcome]:
        """Return the results of finished tasks; none where one was lost with its worker meanwhile.

        Dask's own ``gather`` would knock at the worker that is gone for half a minute, let the
        scheduler knock as long, and wait until the lost task is computed anew; a task that is given
        up then would end the call.
        """
        from distributed import KilledWorker

        fetching = asyncio.run_coroutine_threadsafe(
            self.client.gather(ready, direct=self.cluster.is_direct, asynchronous=True),
            self.client.loop.asyncio_loop,
        )
        try:
            while all(future.status == "finished" for future in ready):
                try:
                    outcomes: list[Outcome] = fetching.result(SECONDS_BETWEEN_LOOKS)
                except TimeoutError:
                    if fetching.done():  # not the end of our wait, but what became of it
                        raise
                else:
                    return outcomes
        except KilledWorker:
            return []  # the next look at the head decides
        finally:
            fetching.cancel()
        return []

    def _mend(self) -> None:
        """Send the head again if the cluster gave it up; say so if that does not help."""
        head = self._sent.get(self.n_given)
        if head is None or head.status == "pending":
            return
        if head.status == "error":
            self._judge(head.exception())
        elif self._attempts[self.n_given] > MAX_CANCELLATIONS:
            raise fault_sentences.cancelled(self._part)
        else:  # cancelled or lost: what was sent to all may be lost with the worker that held it
            self._shared = None
        for position in [at for at, future in self._sent.items() if future.status != "finished"]:
            if position == self.n_given or self._sent[position].status in {"cancelled", "lost"}:
                self._sent.pop(position).release()

    def _judge(self, error: BaseException) -> None:
        """Decide on a task that Dask gave up: once more alone if its workers ended."""
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker):
            raise fault_sentences.unknown_fault(self._part, error) from error
        if self.n_given in self._killed:
            raise fault_sentences.worker_killed(self._part, self.cluster.limits) from error
        self._killed.add(self.n_given)

    @property
    def _address(self) -> str:
        return self.cluster.address

    @property
    def _part(self) -> str:
        return fault_sentences.part_name(self.label, self.n_given, len(self.tasks))
