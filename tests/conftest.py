"""What every test stands on: no network, no pyplot figure left open, repeatable examples."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
from hypothesis import settings

settings.register_profile("toolkit", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("toolkit")

SHARED = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _no_network(request, monkeypatch):
    """Refuse connections: nothing in the toolkit may need one."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("notebook"):
        return

    within = ("127.0.0.1",) if request.node.get_closest_marker("cluster") else ()
    connect = socket.socket.connect

    def refuse(this, address, *_):
        if within and address[0] in within:
            return connect(this, address)
        message = "a test tried to reach the network"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture(autouse=True)
def _signals_as_in_a_terminal():
    """Ctrl-C is heard: a job that a shell started in the background ignores it, as do its children.

    Programs that run in the same process (a notebook's client) may also leave a handler behind.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def shared() -> Path:
    """Return the folder of real corpora, or skip with the reason."""
    if not SHARED.is_dir():
        pytest.skip("needs the real corpora in ../shared/data, which a clone does not have")
    return SHARED


@pytest.fixture
def shared_steps(monkeypatch):
    """Let threads share steps of any size, so that few counts show what many would."""
    from toolkit.models import threads

    monkeypatch.setattr(threads, "FEW_ENTRIES", 0)
