"""What Ctrl-C does while topics are learned.

In a notebook it ends the fit after the current step and leaves a flagged model that can be
resumed. In a command an unfinished model is of no use: there it ends the job
(`toolkit._core.supervisor`).
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ends_job = False
"""Whether Ctrl-C ends the whole job of this process; the command sets it."""


@contextlib.contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Delay Ctrl-C until the current step is complete; do not delay a second one.

    In a command, and outside the main thread, nothing is delayed.

    Yields
    ------
    callable
        Whether Ctrl-C has been pressed.
    """
    if ends_job or threading.current_thread() is not threading.main_thread():
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
