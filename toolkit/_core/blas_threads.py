"""One thread of BLAS: sums have one order, and no processor time goes into waiting.

A product of matrices adds its terms in another order when more threads share it, which changes last
digits with the number of processors. The threads also wait for work in a loop that uses processor
time: with matrices as small as those of topics, more of it than the products themselves.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _OneThread:
    """Counts the blocks that run: the limit belongs to the process, not to a thread."""

    def __init__(self) -> None:
        self._lock, self._n_running = threading.Lock(), 0
        self._limits: Any = None
        self._libraries: Any = None
        self._n_modules = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            if self._n_running == 0:
                self._limits = self._found_libraries().limit(limits=1, user_api="blas")
            self._n_running += 1
        try:
            yield
        finally:
            with self._lock:
                self._n_running -= 1
                if self._n_running == 0 and self._limits is not None:
                    self._limits.restore_original_limits()

    def _found_libraries(self) -> Any:
        """Return the BLAS libraries, looked for again where a module was loaded since: 2 ms."""
        from threadpoolctl import ThreadpoolController

        n_modules = len(sys.modules)
        if n_modules != self._n_modules:
            self._libraries, self._n_modules = ThreadpoolController(), n_modules
        return self._libraries


one_blas_thread = _OneThread()
"""Context manager: the first block to begin sets the limit, and the last to end restores it."""
