"""Arrays of unknown length, which go to disk once they are large."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from toolkit._core.memory import is_large, scratch_file, work_folder
from toolkit._core.page_keeper import noted
from toolkit._core.write_errors import naming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_FEWEST = 1 << 16
_GROWTH = 1.25


class GrowingArray:
    """An array of unknown length: in memory, or in a scratch file once it is large.

    Parameters
    ----------
    dtype : data-type
        Of the values.
    expected : int
        About how many there will be: room that is not used takes no memory.

    Examples
    --------
    >>> grown = GrowingArray(np.int32)
    >>> grown.append(np.array([1, 2], dtype=np.int32))
    >>> grown.finish().tolist()
    [1, 2]
    """

    def __init__(self, dtype: Any, expected: int = 0) -> None:
        self._dtype = np.dtype(dtype)
        room = 0 if is_large(expected * self._dtype.itemsize) else expected
        self._held: NDArray[Any] = np.empty(max(room, _FEWEST), self._dtype)
        self._file: BinaryIO | None = None
        self._n, self._checked = 0, room  # up to so many values lie in memory for certain

    def __len__(self) -> int:
        """Return the number of values so far."""
        return self._n

    def append(self, values: NDArray[Any]) -> None:
        """Add values at the end."""
        n = self._n + len(values)
        if self._file is None and n > self._checked:
            self._check(n)
        if self._file is not None:
            self._write(values)
        else:
            if n > len(self._held):  # the system moves pages, not bytes
                self._held.resize(int(n * _GROWTH), refcheck=False)
            self._held[self._n : n] = values
        self._n = n

    @property
    def room(self) -> NDArray[Any]:
        """The memory for the number of values that was expected; none if they are to lie on disk.

        Other threads may fill it, as long as nothing is appended. `take` tells how far they got.
        """
        return self._held[: 0 if self._file is not None else self._checked]

    def take(self, n: int) -> None:
        """Count ``n`` values that stand in the `room` already."""
        self._n += n

    def _check(self, n: int) -> None:
        """Move the values to a file if ``n`` of them are too many; asking the system takes time."""
        sizes = (int(n * share) for share in (_GROWTH, 1))
        self._checked = next((m for m in sizes if not is_large(m * self._dtype.itemsize)), 0)
        if self._checked == 0:
            self._file = scratch_file()
            self._write(self._held[: self._n])
            self._held = np.empty(0, self._dtype)

    def finish(self) -> NDArray[Any]:
        """Return the whole array, to be filled no more."""
        if self._file is None:
            self._held.resize(self._n, refcheck=False)
            return self._held
        with naming(work_folder()), self._closed_on_error():
            self._file.flush()
            array = np.memmap(self._file, self._dtype, "r+", shape=self._n)
            self._file.close()
        return noted(array)

    def _write(self, values: NDArray[Any]) -> None:
        assert self._file is not None
        with naming(work_folder(), size=values.nbytes), self._closed_on_error():
            self._file.write(np.ascontiguousarray(values, self._dtype).view(np.uint8).data)

    @contextlib.contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            if self._file is not None:
                with contextlib.suppress(OSError):  # what is left of it finds no room either
                    self._file.close()
            raise


def shorten_array(array: NDArray[Any], n: int) -> NDArray[Any]:
    """Return the first values of an array that nothing else refers to; the rest is given back."""
    if len(array) > n and array.base is None:
        array.resize(n, refcheck=False)
        return array
    return array[:n]
