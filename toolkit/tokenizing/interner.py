"""Interning: every distinct surface form gets one integer id.

Each worker interns the forms of its own parts; the numberings are merged at the end. The ids of
merged forms depend on which worker saw a form first, until the forms are sorted.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._core.freed_memory import return_freed_memory
from toolkit._kernels import text as kernels
from toolkit.tokenizing.buffers import Part, run_parts, scratches
from toolkit.tokenizing.stream import ALL_CAPS
from toolkit.tokenizing.string_bytes import drop_repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Text

MANY_FORMS = 150_000
"""Surface forms from which on memory counts more than time."""

_FEWEST_SLOTS = 1 << 13

_LARGE = 1 << 20
"""Bytes of a table from which on the memory of one that became too short is given back."""

_AT_ONCE = 1 << 20
"""Forms of another worker that are interned at a time."""


class Forms:
    """The surface forms seen by one worker, in order of first occurrence."""

    def __init__(self) -> None:
        self._state = np.array([0, _FEWEST_SLOTS - 1], dtype=np.int64)
        self._table = np.zeros(4 * _FEWEST_SLOTS, dtype=np.uint64)
        self._most = 0
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
        ids: NDArray[np.int32],
    ) -> None:
        """Fill ``ids`` with the id of each token's form."""
        self._make_room(len(ids), int(sizes.sum(dtype=np.int64)))
        known = (self._state, self._table, self._bounds, self._keys)
        spans = (each.view(np.uint32) for each in (begins, sizes))  # none is negative, for certain
        kernels.intern(text.data, text.words, *spans, all_caps, *known, ids)

    @property
    def seen(self) -> NDArray[np.int64]:
        """The tokens of each form."""
        slots = self._table.reshape(-1, 4)[: int(self._state[1]) + 1]
        held = slots[:, 2].astype(np.uint32)
        used = np.flatnonzero(held)
        seen = np.empty(len(self), dtype=np.int64)
        seen[held[used].astype(np.int64) - 1] = slots[used, 3]
        return seen

    def finish(self) -> None:
        """Free what is only needed for more forms, and for the tokens of each."""
        self._table = np.empty(0, np.uint64)

    def merge(self, other: Forms) -> NDArray[np.int32]:
        """Add the forms of another worker; return the id of each of them here."""
        ids = np.empty(len(other), dtype=np.int32)
        with scratches.borrow() as scratch:
            for begin in range(0, len(other), _AT_ONCE):
                place = slice(begin, min(begin + _AT_ONCE, len(other)))
                bounds = other._bounds[place.start : place.stop + 1]
                part = Part(other._keys[bounds[0] : bounds[-1]], bounds - bounds[0])
                text = scratch.padded(part)
                all_caps = (text.data[text.offsets[:-1]] == ord(ALL_CAPS)).view(np.uint8)
                begins = (text.offsets[:-1] + all_caps).astype(np.int32)
                sizes = (text.offsets[1:] - begins).astype(np.int32)
                self.intern(text, begins, sizes, all_caps=all_caps, ids=ids[place])
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
        if n + n_tokens > self._most:
            self._most, is_large = 2 * (n + n_tokens), self._table.nbytes > _LARGE
            self._bounds = _longer(self._bounds, n + 1, self._most + 1)
            self._table = _longer(self._table, 4 * slots, 4 * _slots_for(self._most))
            if is_large:
                return_freed_memory(search=False)  # of the shorter ones
        at = int(self._bounds[n])
        if at + n_bytes + n_tokens + 1 > len(self._keys):
            self._keys = _longer(self._keys, at, 2 * (at + n_bytes + n_tokens + 1))


class Merged(NamedTuple):
    """Forms of all workers: strings of Arrow, what each worker's ids become, tokens of each."""

    forms: pa.Array
    numbers: list[NDArray[np.int32]]
    seen: NDArray[np.int64]


def merge_forms(numberings: Sequence[Forms]) -> Merged:
    """Add the forms of all workers to those of the first, whose ids stay."""
    first, others = (numberings or [Forms()])[0], numberings[1:]
    counted = list(run_parts(attrgetter("seen"), numberings))
    numbers = [np.arange(len(first), dtype=np.int32)]
    for other in others:
        other.finish()
        numbers.append(first.merge(other))
    numbers = numbers[: len(numberings)]
    seen = np.zeros(len(first), dtype=np.int64)
    for ids, there in zip(numbers, counted, strict=True):
        seen[ids] += there
    return Merged(first.to_arrow(), numbers, seen)


def list_forms(numberings: Sequence[Forms]) -> Merged:
    """Put the forms of all workers one after another, where those of two stand twice.

    It needs no table of all forms. Whoever sorts their terms finds those that are equal, which
    takes more time than merging them.
    """
    made = [_finished(forms) for forms in numberings]
    forms = pa.concat_arrays([part for part, _ in made] or [pa.array([], pa.large_string())])
    ends = np.cumsum([len(part) for part, _ in made], dtype=np.int32)
    numbers = [
        np.arange(end - len(part), end, dtype=np.int32)
        for end, (part, _) in zip(ends, made, strict=True)
    ]
    seen = np.concatenate([each for _, each in made] or [np.empty(0, np.int64)])
    return Merged(forms, numbers, seen)


def _finished(forms: Forms) -> tuple[pa.Array, NDArray[np.int64]]:
    """Return the forms of one worker and the tokens of each; its table is freed."""
    seen = forms.seen
    forms.finish()
    return forms.to_arrow(), seen


def sorted_forms(
    numberings: Sequence[Forms], change: Callable[[str], str] | None = None
) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Merge the forms of all workers into one sorted (code point order) array of Arrow.

    ``change`` is applied to forms that are not ASCII. Returns the forms, and for each worker an
    array that maps its own ids to the merged ids.
    """
    merged = merge_forms(numberings)
    forms = merged.forms if change is None else _changed(merged.forms, change)
    forms, (place,) = merge_strings([forms])
    return forms, [place[each] for each in merged.numbers]


def merge_strings(arrays: Sequence[pa.Array]) -> tuple[pa.Array, list[NDArray[np.int32]]]:
    """Merge Arrow arrays of strings into one without duplicates as `sorted_forms` does."""
    if not arrays:
        return pa.array([], type=pa.large_string()), []
    every = pa.concat_arrays(arrays)
    forms, numbers = drop_repeated(every)
    bounds = np.cumsum([len(array) for array in arrays])[:-1]
    return forms, np.split(numbers, bounds)


def _changed(forms: Any, change: Callable[[str], str]) -> Any:
    others = pc.invert(pc.string_is_ascii(forms))
    changed = [change(form) for form in forms.filter(others).to_pylist()]
    return pc.replace_with_mask(forms, others, pa.array(changed, type=pa.large_string()))


def _slots_for(n: int) -> int:
    """Return the slots of a table that holds up to ``n`` forms; a quarter stays empty."""
    return max(1 << (4 * n // 3 + 1).bit_length(), _FEWEST_SLOTS)


def _longer(array: NDArray[Any], n_used: int, size: int) -> NDArray[Any]:
    longer = np.empty(size, dtype=array.dtype)
    longer[:n_used] = array[:n_used]
    return longer
