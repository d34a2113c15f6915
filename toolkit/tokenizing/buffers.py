"""Texts as UTF-8 byte buffers, cut into parts of a fixed size."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._core.processors import available_processors
from toolkit.reading.half_characters import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray


Item = TypeVar("Item")
Result = TypeVar("Result")

PART_BYTES = 2_000_000
"""Approximate size of one part, the same for any number of workers."""

PART_TEXTS = 5000
"""Most texts of one part: a worker holds several times a part, which is to be little beside the
text of a corpus of headlines."""

RELEASED = 16
"""Parts after which the memory of mapped texts is given back."""

_DECODED = 1000
"""Texts decoded at a time where all are read one after another."""

_PAD = 16
"""Bytes before and after padded texts, so that kernels can read eight bytes at any position."""


class Text(NamedTuple):
    """Padded texts for kernels: bytes, and 64-bit integers over the same memory."""

    data: NDArray[np.uint8]
    words: NDArray[np.uint64]
    offsets: NDArray[np.int64]


class Part(NamedTuple):
    """Some texts as UTF-8: text ``i`` is ``data[offsets[i]:offsets[i + 1]]``."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class Scratch:
    """Work arrays reused from part to part; allocating new ones costs more than the work itself.

    The next part overwrites their content, so copy what must be kept.
    """

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

    def room(self, name: str, size: int, dtype: Any) -> NDArray[Any]:
        """Return an uninitialized array of ``size``; very large ones are not kept for reuse."""
        array = self.arrays.get(name)
        if array is None or len(array) < size:
            array = np.empty(size, dtype=dtype)
            if array.nbytes <= 16 * PART_BYTES:
                self.arrays[name] = array
        return array[:size]

    def padded(self, part: Part) -> Text:
        """Return a padded copy of a part."""
        data, offsets = part
        words = self.room("words", len(data) // 8 + _PAD // 4 + 1, np.uint64)
        words[:2] = 0
        padded = words.view(np.uint8)
        padded[_PAD : _PAD + len(data)] = data
        return Text(padded[: _PAD + len(data) + 1], words, offsets + _PAD)


class Pool(Generic[Item]):
    """Objects lent to one worker at a time; ``made`` lists all that were created."""

    def __init__(self, make: Callable[[], Item]) -> None:
        self.make = make
        self.made: list[Item] = []
        self._free: list[Item] = []

    @contextmanager
    def borrow(self) -> Iterator[Item]:
        """Lend a free object, or a new one if none is free."""
        try:
            item = self._free.pop()
        except IndexError:
            item = self.make()
            self.made.append(item)
        try:
            yield item
        finally:
            self._free.append(item)


scratches: Pool[Scratch] = Pool(Scratch)
"""Kept between calls; a few megabytes per worker."""


class ArrowTexts(Sequence[str]):
    """A zero-copy sequence of str over an Arrow string array, in one chunk or several.

    ``release``, if given, gives back the memory of mapped texts.
    """

    def __init__(self, array: Any, release: Callable[[], None] | None = None) -> None:
        self.array = array
        self.release = release or _nothing
        self._last: tuple[int, str] = (-1, "")  # a text is decoded once for all its tokens

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.array)

    @property
    def chunks(self) -> list[Any]:
        """The Arrow arrays that hold the texts, one after another."""
        array = self.array
        return list(array.chunks) if isinstance(array, pa.ChunkedArray) else [array]

    @property
    def n_bytes(self) -> int:
        """Bytes of all texts in UTF-8."""
        places = [cut_array(chunk)[1] for chunk in self.chunks if len(chunk)]
        return sum(int(offsets[-1] - offsets[0]) for offsets in places)

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> ArrowTexts: ...
    def __getitem__(self, key: int | slice) -> str | ArrowTexts:
        """Return one text, or a view of a slice."""
        if isinstance(key, slice):
            start, stop, _ = key.indices(len(self))
            return ArrowTexts(self.array.slice(start, max(stop - start, 0)), self.release)
        place, (last, text) = range(len(self))[key], self._last
        if place != last:
            text = self.array[place].as_py()
            self._last = (place, text)
        return text

    def __iter__(self) -> Iterator[str]:
        """Decode the texts a few at a time."""
        for begin in range(0, len(self), _DECODED):
            yield from self.array.slice(begin, _DECODED).to_pylist()

    def __eq__(self, other: object) -> bool:
        """Compare text by text."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # a sequence is not a key


class ChosenTexts(Sequence[str]):
    """Some texts of a sequence, by position; none is copied."""

    def __init__(self, texts: Sequence[str], places: NDArray[np.int64]) -> None:
        self.texts, self.places = texts, places

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.places)

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> ChosenTexts: ...
    def __getitem__(self, key: int | slice) -> str | ChosenTexts:
        """Return one text, or a view of a slice."""
        if isinstance(key, slice):
            return ChosenTexts(self.texts, self.places[key])
        return self.texts[int(self.places[key])]

    def __eq__(self, other: object) -> bool:
        """Compare text by text."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # a sequence is not a key

    @property
    def release(self) -> Callable[[], None]:
        """What gives back the memory of mapped texts."""
        return getattr(self.texts, "release", _nothing)


def _nothing() -> None:
    """Give nothing back: texts in memory stay there."""


def as_arrow(texts: Any) -> Any:
    """Return texts (a Series or a list of str) as one Arrow array of large strings."""
    array = as_chunks(texts)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def as_chunks(texts: Any) -> Any:
    """Return texts as an Arrow array of large strings; one in several chunks stays as it is."""
    if isinstance(texts, ArrowTexts):
        return texts.array
    if not len(texts):  # an empty Series has no texts to tell its type by
        return pa.array([], type=pa.large_string())
    try:
        array = pa.array(texts, type=pa.large_string())
    except UnicodeEncodeError:  # a lone surrogate; its replacement keeps all positions
        repaired = [storable(text) for text in texts]
        array = pa.array(repaired, type=pa.large_string())
    is_one = isinstance(array, pa.ChunkedArray) and array.num_chunks == 1
    return array.chunk(0) if is_one else array


def are_among(texts: Any, words: Collection[str]) -> NDArray[np.bool_]:
    """Return a boolean per text of an Arrow array: whether it is one of some words."""
    known = pa.array(sorted(words), type=pa.large_string())
    found: NDArray[np.bool_] = pc.is_in(texts, value_set=known).to_numpy(zero_copy_only=False)
    return found


def as_list(texts: Sequence[str]) -> list[str]:
    """Return texts as a list; one that is a list already, as it is."""
    if isinstance(texts, ArrowTexts):
        listed: list[str] = texts.array.to_pylist()
        return listed
    return texts if isinstance(texts, list) else list(texts)


def utf8_parts(texts: Iterable[str]) -> Iterator[Part]:
    """Yield texts in parts of about `PART_BYTES`.

    An Arrow column is not copied; other texts are encoded part by part.
    """
    if isinstance(texts, ArrowTexts):
        cut = chain.from_iterable(_cut(chunk) for chunk in texts.chunks if len(chunk))
        for number, part in enumerate(cut, 1):
            yield part
            if number % RELEASED == 0:
                texts.release()
        return
    for batch in _batches(texts):
        yield cut_array(as_arrow(batch))


def is_small(texts: Sequence[str], limit: int) -> bool:
    """Return whether all texts together have at most about ``limit`` characters."""
    if isinstance(texts, ArrowTexts):
        return texts.n_bytes <= limit
    return all(size <= limit for size in accumulate(map(len, texts)))


def run_parts(
    work: Callable[[Item], Result], parts: Iterable[Item], *, n_jobs: int | None = None
) -> Iterator[Result]:
    """Apply ``work`` to every part in a thread pool and yield the results in order.

    Parts are drawn only slightly ahead of the results, so a long stream is never held in memory.
    """
    workers = n_jobs if n_jobs is not None and n_jobs > 0 else available_processors()
    if workers == 1:
        yield from map(work, parts)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def cut_array(array: Any) -> Part:
    """Return a whole Arrow array as one part."""
    _, places, content = array.buffers()
    offsets = np.frombuffer(places, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    has_bytes = content is not None and content.size > 0
    data = np.frombuffer(content if has_bytes else b"\0", dtype=np.uint8)
    data.flags.writeable = False  # one array type, so numba compiles each kernel once
    return Part(data, offsets)


def _cut(array: Any) -> Iterator[Part]:
    data, offsets = cut_array(array)
    begin = 0
    while begin < len(array):
        limit = offsets[begin] + PART_BYTES
        end = max(begin + 1, int(np.searchsorted(offsets, limit, side="right")) - 1)
        end = min(end, begin + PART_TEXTS)
        low, high = offsets[begin], offsets[end]
        yield Part(data[low:high], offsets[begin : end + 1] - low)
        begin = end


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Cut texts into lists for a part each; those of a list that are short are cut at once."""
    if not isinstance(texts, list):
        yield from _drawn(texts)
        return
    for begin in range(0, len(texts), PART_TEXTS):
        some = texts[begin : begin + PART_TEXTS]
        if sum(map(len, some)) < PART_BYTES:
            yield some
        else:
            yield from _drawn(some)


def _drawn(texts: Iterable[str]) -> Iterator[list[str]]:
    """Cut texts into lists for a part each, which are drawn several at a time if they are short."""
    batch: list[str] = []
    size, left = 0, iter(texts)
    while drawn := list(islice(left, _drawn_at_once(len(batch), size))):
        batch += drawn
        size += sum(map(len, drawn))
        if size >= PART_BYTES or len(batch) >= PART_TEXTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _drawn_at_once(n_texts: int, size: int) -> int:
    """Return how many texts a part may grow by: about a sixteenth of it, by the texts so far."""
    fitting = PART_BYTES * n_texts // (16 * max(size, 1))
    return min(max(fitting, 1), PART_TEXTS // 16, PART_TEXTS - n_texts)
