"""Processor time and memory of one step on headlines, in a process of its own.

Memory is what the process holds above what it held before the step, after a smaller table went
through the same step: at the peak, and when the step is done.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.freed_memory import return_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable

WARM_UP = 20_000
HEADER = "text B  peak B   held B  (over the text)"


def write_headlines(table: Path, folder: Path, n: int) -> Path:
    """Write the first headlines of a table to a file of their own."""
    path = folder / f"headlines-{n}.parquet"
    pd.read_parquet(table).head(n).to_parquet(path)
    return path


def measured_elsewhere(script: str, path: Path) -> dict[str, float]:
    """Return what a script prints with ``--measure`` of a file."""
    command = [sys.executable, script, "--measure", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def warm_up(read: Callable[..., pd.DataFrame], path: Path) -> pd.DataFrame:
    """Read a part of a table, so that what is loaded or compiled on first use is there."""
    part = write_headlines(path, path.parent, WARM_UP)
    try:
        return read(part, progress=False)
    finally:
        part.unlink()


def quickest(step: Callable[[], Any], rounds: int = 3) -> float:
    """Return the fewest processor seconds of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
    return min(times)


def above_before(step: Callable[[], pd.DataFrame]) -> dict[str, float]:
    """Return the rows of the result, and the bytes above those before: at the peak, and held."""
    gc.collect()
    return_freed_memory()
    before = status_bytes("VmRSS")
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5", encoding="ascii")
    found = step()
    peak = status_bytes("VmHWM") - before
    return {"n": len(found), "peak": peak, "held": status_bytes("VmRSS") - before}


def memory_row(found: dict[str, float]) -> str:
    """Return bytes per headline, and how many times the text that is."""
    text, peak, held = (found[name] / found["n"] for name in ("text", "peak", "held"))
    return f"{text:6.0f} {peak:7.0f} {held:8.0f}  ({peak / text:.1f} x, {held / text:.1f} x)"


def status_bytes(name: str) -> int:
    """Return a size that Linux tells of this process; elsewhere the peak, which is all there is."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith(name))
        return int(found.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
