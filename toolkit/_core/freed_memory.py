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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def return_freed_memory() -> None:
    """Free what only refers to itself, and give freed memory back to the system.

    Examples
    --------
    >>> return_freed_memory()
    """
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
