"""Running out of memory, said in one sentence.

Compiled libraries do not raise an exception when memory is refused: they end the process
(``std::bad_alloc``), or wait for ever. Under a tight limit (``ulimit -v``) the command therefore
runs in a second process, and the first one says what became of it.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

START_MB, TIGHT_MB = 1_000, 4_000
"""Address space that loading the libraries takes, and below which memory may be refused."""
CHILD = "TOOLKIT_UNDER_A_LIMIT"
_THRIFTY = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_WORDS = ("cannot allocate memory", "failed to map segment", "unable to allocate", "bad_alloc",
          "can't start new thread", "not enough memory", "out of memory", "want of memory",
          "malloc of size", "find/load shared object")  # fmt: skip


def address_space() -> int | None:
    """Return the limit on this process's address space in MB, None if there is none."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft // 10**6


def is_about_memory(error: BaseException | None) -> bool:
    """Say whether an error, or one that led to it, comes from memory that was refused.

    Examples
    --------
    >>> is_about_memory(MemoryError()), is_about_memory(ValueError("no such column"))
    (True, False)
    """
    seen = 0
    while error is not None and seen < 20:
        refused = isinstance(error, OSError) and error.errno == errno.ENOMEM
        text = str(error).lower() if isinstance(error, Exception) else ""
        if isinstance(error, MemoryError) or refused or any(word in text for word in _WORDS):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def memory_message() -> str:
    """Return the sentence for a job that ran out of memory."""
    limit = address_space()
    if limit is None:
        return (
            "there is not enough memory for this job. Close other programs, read fewer articles "
            "at a time, or use a machine with more memory; nothing was changed."
        )
    return (
        f"there is not enough memory: the limit here is {limit:,} MB (ulimit -v). Loading takes "
        f"about {START_MB:,} MB and a job on {_EXAMPLE}; raise the limit, or read fewer articles "
        f"at a time. Nothing was changed."
    )


_EXAMPLE = "1,000 articles about 2,500 MB"


def run_under_limit(argv: Sequence[str]) -> int | None:
    """Run the command in a second process if memory is tight; None if it is not.

    Parameters
    ----------
    argv : sequence of str
        The arguments of the command.

    Returns
    -------
    int or None
        The exit code: 1, after one sentence, if the process was ended for want of memory.
    """
    limit = address_space()
    if limit is None or limit > TIGHT_MB or CHILD in os.environ:
        return None
    if limit < START_MB:
        return tell_memory()
    environment: dict[str, Any] = {**os.environ, **_THRIFTY, CHILD: "1"}
    command = [sys.executable, "-m", "toolkit", *argv]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as child:
        return _outcome(child)


def _outcome(child: subprocess.Popen[bytes]) -> int:
    """Wait for the second process, and pass on what it says unless it is about memory."""
    earlier = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one, handler in earlier.items():  # a terminal sends Ctrl-C to both; a second does no harm
        if handler is not signal.SIG_IGN:
            signal.signal(one, lambda number, _: child.send_signal(number))
    try:
        said = child.communicate()[1]
    finally:
        for one, handler in earlier.items():
            signal.signal(one, handler)
    text = said.decode("utf-8", "replace")
    if child.returncode < 0 or (child.returncode and any(w in text.lower() for w in _WORDS)):
        return tell_memory()
    sys.stderr.write(text)
    return child.returncode


def tell_memory() -> int:
    """Write the sentence about memory to the standard error; return the exit code."""
    sys.stderr.write(f"toolkit: {memory_message()}\n")
    return 1
