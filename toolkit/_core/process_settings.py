"""What the command sets for its whole process, before NumPy is loaded.

BLAS gets one thread: more of them wait for work in a loop that uses processor time, and add up
products in another order (`toolkit._core.blas_threads`).

The allocator of the GNU C library holds less of what is freed. Left to itself, it has eight heaps a
processor, one for each thread, and takes arrays of up to 32 MB from them; what is freed between two
arrays in use stays with the process.

The search for circular garbage begins after a million objects more, not 700: in a report next to
all objects are in use to its end, and looking through them takes a twentieth of the time. Where
much of the memory is taken, `toolkit._core.freed_memory` searches between two steps.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # malloc.h
GARBAGE = (1_000_000, 20, 20)
ALLOCATOR = {_ARENA_MAX: 2, _MMAP_THRESHOLD: 8_000_000, _TRIM_THRESHOLD: 32_000_000}


def set_process() -> None:
    """Limit the threads of BLAS, the search for garbage, and what the allocator holds."""
    os.environ.update(dict.fromkeys(BLAS_THREADS, "1"))
    if gc.isenabled():
        gc.set_threshold(*GARBAGE)
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):  # another C library
            for name, value in ALLOCATOR.items():
                ctypes.CDLL(None).mallopt(name, value)
