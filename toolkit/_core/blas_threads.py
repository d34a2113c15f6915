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
    """Counts the blocks that run: most libraries have one limit for the process, some one a thread.

    The limit of the process is set and restored by a thread that does nothing else and lives as
    long as a block runs: threadpoolctl 3.8 heeds one thread at a time, the first that asks, and
    ignores all others in silence until that one has restored what it set (findings/
    threadpoolctl-second-thread.sh). Where limits belong to threads, each block sets its own. A
    caller who has set a limit is that first thread: the holder takes the control from him, and what
    it restores is his limit.
    """

    def __init__(self) -> None:
        self._lock, self._n_running = threading.Lock(), 0
        self._holder: _Holder | None = None
        self._libraries: Any = None
        self._n_modules = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            libraries = self._found_libraries()
            if self._n_running == 0:
                self._holder = _Holder(libraries)
            self._n_running += 1
        try:
            with libraries.limit(limits=1, user_api="blas"):
                yield
        finally:
            with self._lock:
                self._n_running -= 1
                if self._n_running == 0 and self._holder is not None:
                    self._holder.end()

    def _found_libraries(self) -> Any:
        """Return the BLAS libraries, looked for again where a module was loaded since: 2 ms."""
        from threadpoolctl import ThreadpoolController

        n_modules = len(sys.modules)
        if n_modules != self._n_modules:
            self._libraries, self._n_modules = ThreadpoolController(), n_modules
        return self._libraries


class _Holder:
    """A thread that holds the limit until it is told to end."""

    def __init__(self, libraries: Any) -> None:
        self._holds, self._is_over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(libraries,), daemon=True)
        self._thread.start()
        self._holds.wait()

    def _hold(self, libraries: Any) -> None:
        try:
            for library in libraries.lib_controllers:
                if hasattr(library, "clear_controlling_thread"):  # threadpoolctl 3.8
                    library.clear_controlling_thread(force=True)
            with libraries.limit(limits=1, user_api="blas"):
                self._holds.set()
                self._is_over.wait()
        finally:
            self._holds.set()

    def end(self) -> None:
        """Restore the limit; return when that is done."""
        self._is_over.set()
        self._thread.join()


one_blas_thread = _OneThread()
"""Context manager: the first block to begin sets the limit, and the last to end restores it."""
