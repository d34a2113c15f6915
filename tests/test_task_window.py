"""Results are fetched from the cluster, or known to be lost, without waiting for Dask."""

from __future__ import annotations

import asyncio
import itertools
import threading
from types import SimpleNamespace

import pytest

pytest.importorskip("distributed", reason="needs theme-toolkit[dask]")

from distributed import KilledWorker

from toolkit.cluster.task_window import Cluster, Window


class Client:
    """A client whose fetching does what the test says, on an event loop of its own."""

    def __init__(self, fetch):
        self.fetch, self.was_cancelled = fetch, threading.Event()
        self.workers = itertools.repeat(["tcp://a:1", "tcp://b:2"])
        self.loop = SimpleNamespace(asyncio_loop=asyncio.new_event_loop())
        self.thread = threading.Thread(target=self.loop.asyncio_loop.run_forever, daemon=True)
        self.thread.start()

    async def gather(self, futures, direct, *, asynchronous):
        assert asynchronous
        try:
            return await self.fetch(futures)
        except asyncio.CancelledError:
            self.was_cancelled.set()
            raise

    async def scatter(self, shared, *, asynchronous, broadcast=False, **_options):
        assert asynchronous
        assert not broadcast  # the scheduler would knock at a lost worker
        return await self.gather(shared, direct=True, asynchronous=True)

    def nthreads(self):
        return dict.fromkeys(next(self.workers), 1)

    def close(self):
        loop = self.loop.asyncio_loop
        loop.call_soon_threadsafe(loop.stop)
        self.thread.join()
        loop.close()


class Ready:
    """A future that was finished when it was last looked at, and is in ``later`` from then on."""

    def __init__(self, later="finished"):
        self.later, self.looks = later, 0

    @property
    def status(self):
        self.looks += 1
        return "finished" if self.looks == 1 else self.later


@pytest.fixture
def window():
    opened = []

    def make(fetch):
        client = Client(fetch)
        opened.append(client)
        return Window(Cluster(client, "", 1.0, "", True), None, [], label="", shared=None)

    yield make
    for client in opened:
        client.close()


def test_results_come_in_order(window):
    async def fetch(futures):
        await asyncio.sleep(0.5)  # longer than one look
        return [n for n, _ in enumerate(futures)]

    assert window(fetch)._fetch([Ready(), Ready(), Ready()]) == [0, 1, 2]


@pytest.mark.parametrize("state", ["lost", "pending", "cancelled", "error"])
def test_a_result_that_is_lost_meanwhile_is_not_waited_for(window, state):
    async def fetch(_futures):
        await asyncio.Event().wait()

    one = window(fetch)
    assert one._fetch([Ready(), Ready(state)]) == []
    assert one.client.was_cancelled.wait(10)


def test_a_task_given_up_while_it_is_fetched_is_decided_by_its_own_state(window):
    async def fetch(_futures):
        raise KilledWorker("task", SimpleNamespace(address="tcp://192.0.2.1:1"), 3)

    assert window(fetch)._fetch([Ready()]) == []


def test_a_fault_of_the_network_is_passed_on(window):
    async def fetch(_futures):
        raise TimeoutError("no answer in time")

    with pytest.raises(TimeoutError, match="no answer in time"):
        window(fetch)._fetch([Ready()])


async def sent(shared):
    await asyncio.sleep(0.5)  # longer than one look
    return [f"sent {shared[0]}"]


def test_what_all_tasks_share_is_sent_once(window):
    opened = window(sent)
    opened.shared = "counts"
    assert opened._send_shared() == "sent counts"


def test_a_worker_that_goes_away_is_not_sent_to_for_minutes(window):
    async def send(_shared):
        await asyncio.Event().wait()

    opened = window(send)
    opened.shared = "counts"
    both = ["tcp://a:1", "tcp://b:2"]
    opened.client.workers = iter([both, both, both, ["tcp://a:1"]])
    with pytest.raises(ConnectionError, match=r"the worker tcp://b:2 is gone"):
        opened._send_shared()
    assert opened.client.was_cancelled.wait(5)
    opened.client.fetch, opened.client.workers = sent, itertools.repeat(["tcp://a:1"])
    assert opened._send_shared() == "sent counts"


@pytest.mark.parametrize("error", [KeyError("tcp://b:2"), TimeoutError(), OSError()])
def test_a_fault_while_sending_is_one_of_the_network(window, error):
    async def send(_shared):
        raise error

    with pytest.raises(OSError):  # noqa: PT011 - its text is Dask's
        window(send)._send_shared()
