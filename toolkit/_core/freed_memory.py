"""Memory that was freed, given back to the system.

The allocators of C and of Arrow keep what was freed for later use. After a step that needed much,
they hold hundreds of megabytes that the next step may never ask for.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit._core.memory import memory_budget

if TYPE_CHECKING:
    from collections.abc import Callable

SEARCH_SHARE = 4
_PAGE = 4096


def resident_memory() -> int:
    """Return the bytes of memory that this process holds; 0 where the system does not say."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
    return 0


def return_freed_memory(*, search: bool = True) -> None:
    """Give freed memory back to the system.

    What only refers to itself is looked for and freed as well where the process holds a quarter
    of `memory_budget` or more: that search goes through every object. It is left out if ``search``
    is False.

    Examples
    --------
    >>> return_freed_memory()
    """
    if search and resident_memory() * SEARCH_SHARE >= memory_budget():
        gc.collect()
    trim = _trimmer()
    if trim is not None:
        trim(0)
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()


@cache
def _trimmer() -> Callable[[int], int] | None:
    """Return ``malloc_trim`` of the GNU C library; None where there is no such function."""
    if not sys.platform.startswith("linux"):
        return None
    with contextlib.suppress(OSError, AttributeError):
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
        return found
    return None
