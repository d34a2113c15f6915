"""A command of the terminal: whatever happens ends in one sentence and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from toolkit._core.interrupts import interruptible_job
from toolkit._core.memory_limit import is_about_memory, tell_memory
from toolkit._core.printable import printable
from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, FAILED, USAGE, BAD_INPUT = 0, 1, 2, 3
INTERRUPTED, TERMINATED, PIPE_CLOSED = 130, 143, 141
INTERRUPT_MESSAGE = (
    "toolkit: interrupted. Nothing was changed: an earlier result is as it was, and the same "
    "command starts again."
)


def run_command(work: Callable[[], int], *, is_last: bool = False) -> int:
    """Do the work of a command and return its exit code.

    Parameters
    ----------
    work : callable
        Returns an exit code, or raises.
    is_last : bool
        The process ends after it.

    Returns
    -------
    int
        What ``work`` returned; 3 for wrong input, 1 for any other failure that is foreseen, 141 if
        the reader of the output went away, 130 and 143 after SIGINT and SIGTERM.
    """
    with interruptible_job(INTERRUPT_MESSAGE, is_last=is_last) as job:
        job.code = _outcome(work)
    return job.code


def _outcome(work: Callable[[], int]) -> int:
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        return _close_output()
    except Exception as error:
        if is_about_memory(error):
            return tell_memory()
        if isinstance(error, InputError):
            return complain(error, BAD_INPUT)
        if isinstance(error, (ToolkitError, OSError)):
            return complain(error, FAILED)
        raise
    return code


def complain(problem: object, code: int) -> int:
    """Write a problem to the standard error, as one line, and return the exit code."""
    sys.stderr.write(f"toolkit: {printable(problem)}\n")
    return code


def say(text: object) -> None:
    """Write a line to the standard output; control characters of file names as symbols."""
    sys.stdout.write(f"{printable(text)}\n")


def _close_output() -> int:
    """Let nobody try to flush into the pipe that the reader has closed."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return PIPE_CLOSED
