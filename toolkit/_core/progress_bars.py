"""Progress bars that appear after two seconds of work, one at a time.

A nested bar is not drawn: its progress is shown at the end of the outer bar's line.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

if find_spec("ipywidgets"):
    from tqdm.auto import tqdm
else:  # a bar of text, where tqdm.auto would print a warning into the notebook
    from tqdm.std import tqdm  # type: ignore[assignment]  # the class that auto derives from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

DELAY_SECONDS = 2.0
SECONDS_BETWEEN = 0.25
_silent: ContextVar[bool] = ContextVar("silent", default=False)
_here = threading.local()


class Bar(tqdm):  # type: ignore[type-arg]  # tqdm is generic for type checkers only
    """A progress bar; a nested one reports to the bar around it instead of being drawn."""

    outer: Bar | None = None
    silent: bool = False

    def __init__(self, items: Iterable[Any] | None, *, label: str, show: bool, **options: Any):
        self.outer, self.label = _innermost(), label
        self.silent = not show or (self.outer is not None and self.outer.silent)
        self.done, self.ended, self._told = 0, False, 0.0
        if self.silent or self.outer is not None:
            options["disable"] = True  # otherwise the variable TQDM_DISABLE stays in force
        super().__init__(items, desc=label, delay=DELAY_SECONDS, leave=False, **options)
        _bars().append(weakref.ref(self))

    def __iter__(self) -> Iterator[Any]:
        try:
            if self.outer is None:
                yield from super().__iter__()
                return
            for item in self.iterable:
                yield item
                self.update()
        finally:
            self.close()

    def update(self, n: float | None = 1) -> bool | None:
        """Advance the bar by ``n``."""
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
        self.ended = True
        super().close()


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
