"""Interning: every distinct surface form gets one integer id.

Each worker interns the forms of its own parts; the numberings are merged at the end. Merged forms
are sorted, so the ids do not depend on which worker saw a form first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._kernels import text as kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Text

_FEWEST_SLOTS = 1 << 13


class Forms:
    """The surface forms seen by one worker, in order of first occurrence."""

    def __init__(self) -> None:
        self._state = np.array([0, _FEWEST_SLOTS - 1], dtype=np.int64)
        self._table = np.zeros(4 * _FEWEST_SLOTS, dtype=np.uint64)
        self._entries = np.empty(0, np.uint64)
        self._bounds = np.zeros(1, np.int64)
        self._keys = np.empty(0, np.uint8)

    def __len__(self) -> int:
        """Return the number of forms."""
        return int(self._state[0])

    def intern(
        self,
        text: Text,
        begins: NDArray[np.int32],
        sizes: NDArray[np.int32],
        *,
        all_caps: NDArray[np.uint8],
    ) -> NDArray[np.int32]:
        """Return the id of each token's form."""
        ids = np.empty(len(begins), dtype=np.int32)
        self._make_room(len(ids), int(sizes.sum(dtype=np.int64)))
        known = (self._entries, self._bounds, self._keys)
        kernels.intern(
            text.data, text.words, begins, sizes, all_caps, self._state, self._table, *known, ids
        )  # fmt: skip
        return ids

    def to_arrow(self) -> pa.Array:
        """Return the forms as an Arrow array of large strings."""
        n = len(self)
        keys = self._keys[: self._bounds[n]].copy()
        bounds = self._bounds[: n + 1].copy()
        buffers = [None, pa.py_buffer(bounds), pa.py_buffer(keys)]
        return pa.Array.from_buffers(pa.large_string(), n, buffers)

    def _make_room(self, n_tokens: int, n_bytes: int) -> None:
        """Allocate for the worst case, in which every token is a new form."""
        n, slots = len(self), int(self._state[1]) + 1
        most = n + n_tokens
        if 4 * most > len(self._entries):
            most *= 2
            self._entries = _longer(self._entries, 4 * n, 4 * most)
            self._bounds = _longer(self._bounds, n + 1, most + 1)
            self._table = _longer(self._table, 4 * slots, 4 * (slots + 4 * most))
        at = int(self._bounds[n])
        if at + n_bytes + n_tokens + 1 > len(self._keys):
            self._keys = _longer(self._keys, at, 2 * (at + n_bytes + n_tokens + 1))


def merge_forms(
    numberings: Sequence[Forms], change: Callable[[str], str] | None = None
) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Merge the forms of all workers into one sorted (code point order) array of Arrow.

    ``change`` is applied to forms that are not ASCII. Returns the forms, and for each worker an
    array that maps its own ids to the merged ids.
    """
    arrays = [forms.to_arrow() for forms in numberings]
    if len(arrays) == 1 and change is None:  # no form is there twice
        forms, place = _sorted(arrays[0])
        return forms, [place]
    return merge_strings(arrays, change)


def merge_strings(
    arrays: Sequence[pa.Array], change: Callable[[str], str] | None = None
) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Merge Arrow arrays of strings as `merge_forms` does."""
    if not arrays:
        return pa.array([], type=pa.large_string()), []
    every = pa.concat_arrays(arrays)
    encoded = pc.dictionary_encode(every)
    numbers, forms = encoded.indices.to_numpy(), encoded.dictionary
    if change is not None:
        encoded = pc.dictionary_encode(_changed(forms, change))
        numbers, forms = encoded.indices.to_numpy()[numbers], encoded.dictionary
    forms, place = _sorted(forms)
    bounds = np.cumsum([len(array) for array in arrays])[:-1]
    return forms, np.split(place[numbers], bounds)


def _sorted(forms: Any) -> tuple[Any, NDArray[np.int32]]:
    """Return strings in order, and the place of each."""
    order = pc.sort_indices(forms)  # byte order, which in UTF-8 is code point order
    place = np.empty(len(forms), dtype=np.int32)
    place[order.to_numpy()] = np.arange(len(forms), dtype=np.int32)
    return forms.take(order), place


def _changed(forms: Any, change: Callable[[str], str]) -> Any:
    others = pc.invert(pc.string_is_ascii(forms))
    changed = [change(form) for form in forms.filter(others).to_pylist()]
    return pc.replace_with_mask(forms, others, pa.array(changed, type=pa.large_string()))


def _longer(array: NDArray[Any], n_used: int, size: int) -> NDArray[Any]:
    longer = np.empty(size, dtype=array.dtype)
    longer[:n_used] = array[:n_used]
    return longer
