"""A job in a process of its own, which an interrupt ends at once, whatever the job is doing.

A signal handler of Python runs between two instructions of the interpreter: a long call into
compiled code delays it. The job therefore runs in a child process. The parent only waits; on
Ctrl-C, SIGTERM or SIGHUP it kills the child, which is safe because every file of the toolkit is
written aside and moved into place. Where a process cannot fork (Windows), the job runs here.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
FAILED = 1


def run_supervised(
    job: Callable[[], int], *, say: Callable[[str], None], last: bool = False
) -> int:
    """Run a job in a child process and return its exit code.

    Parameters
    ----------
    job : callable
        Returns an exit code. It runs after a fork, so it must not rely on threads started before.
    say : callable
        Takes the sentence to print if the job was interrupted or killed.
    last : bool, default False
        Whether the process ends after the job. A signal that comes once the job has ended is then
        ignored: what was done stays done, and the code of the job stays that of the command.

    Returns
    -------
    int
        The code of the job; 128 plus the number of the signal if the job was interrupted (130 for
        Ctrl-C, 143 for SIGTERM); 1 if the system killed the child.
    """
    if not hasattr(os, "fork"):
        return job()
    sys.stdout.flush()
    sys.stderr.flush()
    alive, parent_end = os.pipe()
    received: list[int] = []
    earlier = {one: signal.getsignal(one) for one in SIGNALS}
    # Blocked until the child is known, so that no signal falls between fork and handler.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    child = os.fork()
    if child == 0:
        os.close(parent_end)
        _run_child(job, alive)

    def stop(number: int, _: FrameType | None) -> None:
        received.append(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    os.close(alive)
    try:
        for one in SIGNALS:
            if earlier[one] is not signal.SIG_IGN:
                signal.signal(one, stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        status = os.waitpid(child, 0)[1]
    finally:
        os.close(parent_end)
        for one, handler in earlier.items():
            signal.signal(one, signal.SIG_IGN if last else handler)
    return _exit_code(status, received, say)


def _run_child(job: Callable[[], int], alive: int) -> None:
    """Run the job and end the process; a signal ends it at once, as does the parent's end."""
    code = FAILED
    try:
        for one in SIGNALS:
            if signal.getsignal(one) is not signal.SIG_IGN:
                signal.signal(one, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
        try:
            code = job()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else FAILED
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # of a full disk, say, which the job has told: Python 3.13 tries it again
            code = code or FAILED
    except BaseException:  # noqa: BLE001 - shown as Python shows it, then the process ends
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


def _end_with_parent(alive: int) -> None:
    """End the process when the parent is gone: the pipe then reports its end."""
    with contextlib.suppress(OSError):
        os.read(alive, 1)
    os._exit(FAILED)


def _exit_code(status: int, received: list[int], say: Callable[[str], None]) -> int:
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    by_person = received[0] if received else number if number in SIGNALS else 0
    if by_person:
        return 128 + by_person
    if number == signal.SIGKILL:
        say("the system ended the job, most likely for want of memory. Try fewer articles.")
    elif number == getattr(signal, "SIGBUS", None):  # a page of a mapped file found no room
        say(
            "the disk of the work folder is most likely full, or a file in that folder was "
            "removed. Make room, or name another folder with --work, and run the same command."
        )
    else:
        say(
            f"the job ended with signal {number} ({signal.strsignal(number)}), most likely for "
            f"want of memory. Try fewer articles."
        )
    return FAILED
