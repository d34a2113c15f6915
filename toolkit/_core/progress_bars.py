"""Progress bars that appear after two seconds of work, one at a time.

A nested bar is not drawn: its progress is shown at the end of the outer bar's line. Where nobody
watches a terminal, as in a log file, a bar is one line, written when it ends.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
import weakref
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

if "ipykernel" in sys.modules and find_spec("ipywidgets"):
    from tqdm.auto import tqdm
else:  # a bar of text, where tqdm.auto would warn, or load what awaits coroutines
    from tqdm.std import tqdm  # type: ignore[assignment]  # the class that auto derives from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

DELAY_SECONDS = 2.0
SECONDS_BETWEEN = 0.25
NEVER = 1e9
_silent: ContextVar[bool] = ContextVar("silent", default=False)
_here = threading.local()


def can_redraw(stream: Any) -> bool:
    """Say whether a line on a stream can be drawn again: in a terminal or a notebook.

    Examples
    --------
    >>> import io
    >>> can_redraw(io.StringIO())
    False
    """
    if type(stream).__module__.startswith("ipykernel"):
        return True
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # none, or closed
        return False


class Bar(tqdm):  # type: ignore[type-arg]  # tqdm is generic for type checkers only
    """A progress bar; a nested one reports to the bar around it instead of being drawn."""

    outer: Bar | None = None
    silent: bool = False
    as_line: bool = False
    """Whether one line at the end stands for the bar, since nothing can be drawn again."""
    line_at_end: bool = True
    _lock = threading.RLock()
    """tqdm's own lock is a semaphore of the system too, for bars in several processes. From Python
    3.14 on, a command that ends at once, as ours do, would be said to leak it."""

    def __init__(self, items: Iterable[Any] | None, *, label: str, show: bool, **options: Any):
        self.outer, self.label, self.unit_name = _innermost(), label, options.get("unit", "")
        self.silent = not show or (self.outer is not None and self.outer.silent)
        self.done, self.ended, self._told, self.begun = 0, False, 0.0, time.monotonic()
        if self.silent or self.outer is not None:
            options["disable"] = True  # otherwise the variable TQDM_DISABLE stays in force
        in_log = "file" not in options and not can_redraw(sys.stderr)
        delay = NEVER if in_log else DELAY_SECONDS
        super().__init__(items, desc=label, delay=delay, leave=False, **options)
        if in_log and not self.disable:
            self.as_line = True
            super().close()  # draws nothing from here on
        _bars().append(weakref.ref(self))

    def __iter__(self) -> Iterator[Any]:
        try:
            if self.outer is None and not self.as_line:
                yield from super().__iter__()
                return
            for item in self.iterable:
                yield item
                self.update()
        finally:
            self.close()

    def update(self, n: float | None = 1) -> bool | None:
        """Advance the bar by ``n``."""
        if self.as_line:
            self.done += int(n or 0)
            return None
        if self.outer is None:
            return super().update(n)
        self.done += int(n or 0)
        of = f" of {self.total:,}" if self.total else ""
        self.outer.tell(f"{self.label}: {self.done:,}{of}")
        return None

    def tell(self, text: str) -> None:
        """Show the progress of a nested bar at the end of the outermost bar's line."""
        if self.outer is not None:
            self.outer.tell(text)
            return
        now = time.monotonic()
        if self.disable or (text and now - self._told < SECONDS_BETWEEN):
            return
        self._told = now
        self.set_postfix_str(text, refresh=False)
        if float(self.format_dict["elapsed"]) >= DELAY_SECONDS:
            self.refresh()

    def close(self) -> None:
        """Close the bar and clear its text from the outer bar's line."""
        if not self.ended and self.outer is not None:
            self.outer.tell("")
        elif not self.ended and self.as_line and self.line_at_end:
            seconds = time.monotonic() - self.begun
            if seconds >= DELAY_SECONDS:
                write_line(f"{self.label}: {self.done:,}{self.unit_name}", seconds)
        self.ended = True
        super().close()


def write_line(text: str, seconds: float) -> None:
    """Write what was done, and in how many seconds."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # the stream is closed, or none
        sys.stderr.write(f"{text}, {seconds:.1f} s\n")
        sys.stderr.flush()


def _bars() -> list[weakref.ref[Bar]]:
    if not hasattr(_here, "bars"):
        _here.bars = []
    bars: list[weakref.ref[Bar]] = _here.bars
    return bars


def _innermost() -> Bar | None:
    """Return this thread's innermost open bar."""
    bars = _bars()
    while bars:
        last = bars[-1]()
        if last is not None and not last.ended:
            return last
        bars.pop()
    return None


@contextlib.contextmanager
def without_progress() -> Iterator[None]:
    """Show no progress bars that are created in this block.

    Examples
    --------
    >>> with without_progress():
    ...     progress(total=1, label="Fitting").disable
    True
    """
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def progress(
    items: Iterable[Item] | None = None,
    *,
    label: str,
    total: int | None = None,
    unit: str = "article",
    show: bool = True,
) -> tqdm[Item]:
    """Wrap ``items`` in a progress bar that stays silent for the first two seconds.

    Parameters
    ----------
    items : iterable or None
        The items; None gives a bar to advance with ``update`` and to close.
    label : str
        What is being done, as a noun phrase: "Reading articles".
    total : int, optional
        How many there are, when ``items`` has no length.
    unit : str
        What one item is.
    show : bool
        False hides the bar, and the bars nested in it.

    Returns
    -------
    tqdm
        An iterable with the same items.

    Examples
    --------
    >>> list(progress([1, 2], label="Counting"))
    [1, 2]
    """
    show = show and not _silent.get()
    return Bar(items, label=label, show=show, total=total, unit=f" {unit}s")
