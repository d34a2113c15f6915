"""A scheduler and its workers, started as a user starts them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOOPBACK = {"host": "127.0.0.1", "protocol": "tcp", "dashboard_address": ":0"}
"""For a `LocalCluster` that listens on this machine alone."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Processes:
    """``dask scheduler`` and ``dask worker`` on 127.0.0.1; their output goes to files."""

    def __init__(self, folder, *options, protocol="tcp", at=None, python_path=None, **settings):
        self.folder, self.options = folder, list(options)
        self.address = f"{protocol}://127.0.0.1:{at or free_port()}"
        self.paths = python_path or [ROOT, ROOT / "tests"]
        self.more = {f"DASK_DISTRIBUTED__{name}": value for name, value in settings.items()}
        self.running = {}

    def start_scheduler(self):
        host, port = self.address.rpartition("/")[2].split(":")
        where = ("--host", self.address.rpartition(":")[0], "--port", port)
        self.start("scheduler", "scheduler", *where, "--no-dashboard", *self.options)
        wait_until(lambda: answers(host, int(port)))

    def start_worker(self, name, *options, nanny=True):
        self.start(name, "worker", self.address, "--name", name, "--nthreads", "1",
                   "--local-directory", str(self.folder), "--no-dashboard",
                   "--nanny" if nanny else "--no-nanny", *self.options, *options)  # fmt: skip

    def start(self, name, *command):
        paths = os.pathsep.join(str(path) for path in self.paths)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                env={**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore", **self.more},
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
            )

    def kill(self, name):
        """End a process and its children at once."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def logs(self):
        return "".join(path.read_text("utf-8") for path in self.folder.glob("*.log"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for name in list(self.running):
            self.kill(name)


def answers(host, port):
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def wait_until(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
