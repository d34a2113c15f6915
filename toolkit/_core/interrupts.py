"""What an interrupt does: in a notebook it ends a fit, in a command the whole job.

In a notebook, Ctrl-C while topics are learned ends the fit after the current step and leaves a
flagged model that can be resumed (`deferred_interrupt`). In a command an unfinished model is of no
use: there, Ctrl-C and SIGTERM end the job (`interruptible_job`). They raise an exception, so that
everything unwinds; a watching thread ends the process if compiled code has not come back by then.
Since every file is written as a draft (`toolkit._core.drafts`), ending early loses nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit._core import drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GRACE_SECONDS = 0.6
"""How long the job may unwind before its process is ended."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class JobInterrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM reached a job that runs as a command."""


@dataclass
class Job:
    """A command at work.

    Attributes
    ----------
    message : str
        What to say if it is interrupted.
    code : int
        Its exit code: 128 plus the number of the signal after an interrupt.
    """

    message: str
    code: int = 0
    ending: bool = False
    told: bool = False

    def note(self, number: int, _: Any) -> None:
        """Handle a signal: raise the first time, unless the job has ended anyway."""
        if self.ending:
            return
        self.ending = True
        self.code = 128 + number
        raise JobInterrupted

    def tell(self) -> None:
        """Write the message, once."""
        if not self.told:
            self.told = True
            with contextlib.suppress(OSError):
                os.write(2, f"{self.message}\n".encode())


_jobs: list[Job] = []


@contextlib.contextmanager
def interruptible_job(message: str, *, is_last: bool = False) -> Iterator[Job]:
    """End the block, and no later than a second on the process, at SIGINT or SIGTERM.

    Parameters
    ----------
    message : str
        What to write to the standard error after an interrupt.
    is_last : bool
        The process ends with the block, so the signals stay in hand until then.

    Yields
    ------
    Job
        Its ``code`` is 130 or 143 after an interrupt; the exception stays inside.
    """
    job = Job(message)
    if threading.current_thread() is not threading.main_thread():
        yield job
        return
    before = {number: signal.signal(number, job.note) for number in SIGNALS}
    watcher = _Watcher(job)
    _jobs.append(job)
    try:
        yield job
    except KeyboardInterrupt:
        job.code = job.code or 128 + signal.SIGINT
        job.tell()
    finally:
        job.ending = True
        _jobs.remove(job)
        if not is_last:
            watcher.close()
            for number, handler in before.items():
                signal.signal(number, handler)


class _Watcher:
    """A thread that learns of a signal at once, even while compiled code keeps Python waiting."""

    def __init__(self, job: Job) -> None:
        self._job = job
        if sys.platform == "win32":  # where a pipe cannot be told of signals
            return
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        self._before = signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, daemon=True, name="toolkit-interrupts").start()

    def _watch(self) -> None:
        while heard := os.read(self._ear, 1):
            if heard[0] in SIGNALS and not (self._job.ending and not self._job.code):
                time.sleep(GRACE_SECONDS)
                if self._job.ending and not self._job.code:
                    continue  # the work was done before the signal was handled
                self._job.tell()
                drafts.discard_all()
                os._exit(128 + heard[0])
        os.close(self._ear)

    def close(self) -> None:
        """Let the thread end, and signals go where they went before."""
        if sys.platform == "win32":
            return
        signal.set_wakeup_fd(self._before)
        os.close(self._mouth)


@contextlib.contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Delay Ctrl-C until the current step is complete; do not delay a second one.

    Inside an `interruptible_job` nothing is delayed.

    Yields
    ------
    callable
        Whether Ctrl-C has been pressed.
    """
    if _jobs or threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    seen: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: Any) -> None:
        if seen and callable(before):
            before(number, frame)
        elif seen and before == signal.SIG_DFL:
            raise KeyboardInterrupt
        seen.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(seen)
    finally:
        signal.signal(signal.SIGINT, before)
