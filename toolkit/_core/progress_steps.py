"""Progress through named steps of unequal length: which step runs, and for how long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from toolkit._core.progress_bars import DELAY_SECONDS, Bar, progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

BEAT_SECONDS = 1.0
FORMAT = "{desc} [{elapsed}]{postfix}"
"""Without an estimate of the time left, since the steps differ in length."""


class Steps:
    """A line that names the current step and shows the elapsed time, updated every second.

    Parameters
    ----------
    names : sequence of str
        What each step does, as "Counting words".
    label : str
        What the steps add up to: "Study".
    show : bool
        False keeps the line, and the bars of the steps, silent.

    Examples
    --------
    >>> with Steps(("Reading articles", "Counting words"), label="Study", show=False) as steps:
    ...     steps.start()
    ...     steps.start()
    >>> steps.bar.disable
    True
    """

    def __init__(self, names: Sequence[str], *, label: str, show: bool = True) -> None:
        self.names, self.label, self.show = tuple(names), label, show
        self.n_started = 0
        self._ended = threading.Event()
        self._beat: threading.Thread | None = None

    def __enter__(self) -> Steps:
        """Begin the line; nothing is shown in the first two seconds."""
        self.bar: Bar = progress(  # type: ignore[assignment]  # progress returns its base class
            total=len(self.names), label=self.label, unit="step", show=self.show
        )
        self.bar.bar_format = FORMAT
        if self.show and not self.bar.disable:
            self._beat = threading.Thread(target=self._tick, daemon=True)
            self._beat.start()
        return self

    def start(self) -> None:
        """Begin the next step."""
        at = min(self.n_started, len(self.names) - 1)
        self.n_started += 1
        text = f"{self.label}, step {at + 1} of {len(self.names)}: {self.names[at].lower()}"
        self.bar.set_description_str(text, refresh=False)
        self.bar.update(1)

    def _tick(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            if float(self.bar.format_dict["elapsed"]) >= DELAY_SECONDS:
                self.bar.refresh()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the line, also when a step fails."""
        self._ended.set()
        if self._beat is not None:
            self._beat.join()
        self.bar.close()
