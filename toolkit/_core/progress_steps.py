"""Progress through named steps of unequal length: which step runs, and how long is left."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.progress_bars import DELAY_SECONDS, Bar, progress, write_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

BEAT_SECONDS = 1.0
LEAST_DONE = 0.08
"""Part of the usual time that must have passed before the time left is estimated."""
MINUTE, HOUR = 60, 3600
_here = threading.local()


class Steps:
    """A line that names the current step, the time since the start and the time left.

    Steps inside those of a larger job, which names them too, advance the line of that job. Where
    no line can be drawn again, as in a log file, each step is a line of its own when it ends:
    its name, the number of articles and the seconds it took.

    Parameters
    ----------
    names : sequence of str
        What each step does, as "Counting words".
    label : str
        What the steps add up to: "Study".
    show : bool
        False keeps the line, and the bars of the steps, silent.
    usual : sequence of float, optional
        How long the steps usually take, in any unit: from this and the steps that are done, the
        time left is estimated.

    Attributes
    ----------
    n_articles : int
        How many articles the steps work on, as soon as it is known; 0 before.

    Examples
    --------
    >>> with Steps(("Reading articles", "Counting words"), label="Study", show=False) as steps:
    ...     steps.start()
    ...     steps.start()
    >>> steps.bar.disable
    True
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        label: str,
        show: bool = True,
        usual: Sequence[float] = (),
    ) -> None:
        self.names, self.label, self.show = tuple(names), label, show
        self.usual = tuple(usual)
        self.n_started, self.n_articles = 0, 0
        self.begun = self._step_begun = time.monotonic()
        self._waiting: list[tuple[str, float]] = []
        self.bar: Bar
        self._ended = threading.Event()
        self._beat: threading.Thread | None = None
        self._around: Steps | None = None

    def __enter__(self) -> Steps:
        """Begin the line; nothing is shown in the first two seconds."""
        self._around = next((one for one in _open() if set(self.names) <= set(one.names)), None)
        if self._around is not None:
            self.bar = self._around.bar
            return self
        self.bar = progress(  # type: ignore[assignment]  # progress returns its base class
            total=len(self.names), label=self.label, unit="step", show=self.show
        )
        self.bar.line_at_end = False
        self._show_time_left()
        _open().append(self)
        if self.show and not self.bar.disable:
            self._beat = threading.Thread(target=self._tick, daemon=True)
            self._beat.start()
        return self

    def start(self) -> None:
        """Begin the next step; what the last one freed goes back to the system."""
        return_freed_memory()
        if self._around is not None:
            self._around.n_articles = self.n_articles or self._around.n_articles
            self._around.start()
            return
        self._end_step()
        self._step_begun = time.monotonic()
        self.n_started += 1
        self.bar.set_description_str(self._text(), refresh=False)
        self._show_time_left()
        self.bar.update(1)

    def _text(self) -> str:
        at = min(max(self.n_started, 1), len(self.names)) - 1
        return f"{self.label}, step {at + 1} of {len(self.names)}: {self.names[at].lower()}"

    def _end_step(self) -> None:
        """Write the line of the step that ends, where lines are written."""
        if self.n_started and self.bar.as_line and self.bar.outer is None:
            of = f", {self.n_articles:,} articles" if self.n_articles else ""
            now = time.monotonic()
            self._waiting.append((f"{self._text()}{of}", now - self._step_begun))
            if now - self.begun >= DELAY_SECONDS:
                for text, seconds in self._waiting:
                    write_line(text, seconds)
                self._waiting.clear()

    def _show_time_left(self) -> None:
        now = time.monotonic()
        left = seconds_left(self.usual, self.n_started, self._step_begun - self.begun)
        told = "" if left is None else time_left(left - (now - self._step_begun))
        self.bar.bar_format = f"{{desc}} [{{elapsed}}{told}]{{postfix}}"

    def _tick(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            self._show_time_left()
            if float(self.bar.format_dict["elapsed"]) >= DELAY_SECONDS:
                self.bar.refresh()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the line, also when a step fails."""
        if self._around is not None:
            return
        if self in _open():
            _open().remove(self)
        self._ended.set()
        if self._beat is not None:
            self._beat.join()
        if error is None:
            self._end_step()
        self.bar.close()


def _open() -> list[Steps]:
    """Return the steps of this thread that have not ended."""
    if not hasattr(_here, "steps"):
        _here.steps = []
    steps: list[Steps] = _here.steps
    return steps


def seconds_left(usual: Sequence[float], n_started: int, seconds: float) -> float | None:
    """Estimate how long the steps from the current one on take, from those that are done.

    Parameters
    ----------
    usual : sequence of float
        How long the steps usually take, in any unit.
    n_started : int
        How many have begun; the last of them runs.
    seconds : float
        How long those that are done took.

    Returns
    -------
    float or None
        Seconds from the start of the current step; None where too little is done to tell.

    Examples
    --------
    >>> seconds_left([1, 2, 7], 2, 3.0)
    27.0
    """
    done, total = sum(usual[: max(n_started - 1, 0)]), sum(usual)
    if not total or done / total < LEAST_DONE:
        return None
    return seconds * (total - done) / done


def time_left(seconds: float) -> str:
    """Return a time in words that claim no more than an estimate can.

    Examples
    --------
    >>> time_left(40), time_left(400), time_left(7000)
    (', less than a minute left', ', about 7 min left', ', about 1.9 h left')
    """
    if seconds < MINUTE:
        return ", less than a minute left" if seconds > 0 else ""
    if seconds < HOUR:
        return f", about {seconds / MINUTE:.0f} min left"
    return f", about {seconds / HOUR:.1f} h left"
