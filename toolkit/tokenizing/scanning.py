"""Find the words of a text: the news pattern, and the stream of written forms it gives.

The pattern below is the definition. `scan_plainly` applies it as it stands; `scan` has a kernel
find the same tokens in the UTF-8 bytes, many times faster, in parts of a fixed size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit import _text_kernels as kernels
from toolkit.progress import progress
from toolkit.tokenizing.buffers import Scratch, is_little, run_parts, utf8_parts
from toolkit.tokenizing.naming import LOUD
from toolkit.tokenizing.store import GAP_BREAK, GAP_PERIOD, GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Part

_JOINERS = r"'’‘\-‐‑\u200c\u200d"
_TAIL = r"[\p{L}\p{M}\p{Nd}\xad]"
_WORD = r"[\p{L}\p{M}\p{Nd}]"

NEWS_PATTERN = rf"""
    (?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.)                 # a web address
        [^\s<>"“”\x00]*[\p{{L}}\p{{Nd}}/]
  | \p{{L}}{_TAIL}*@                                            # an e-mail address
        [\p{{L}}\p{{Nd}}](?:[\p{{L}}\p{{Nd}}.\-]*[\p{{L}}\p{{Nd}}])?
  | (?<![\p{{L}}\p{{M}}\p{{Nd}}_])[@\#][\p{{L}}_][\p{{L}}\p{{M}}\p{{Nd}}_]*  # @handle, #tag
  | \p{{L}}(?:\.\p{{L}}(?!{_WORD}))+\.?(?:['’]s(?!{_WORD}))?    # U.S., U.N.'s
  | \p{{L}}{_TAIL}*                                             # a word with its inner marks,
        (?:(?:[{_JOINERS}]|-\r?\n[ \t]*)[\p{{L}}\p{{Nd}}]{_TAIL}*)*  # also over a line end
  | \p{{Nd}}+(?:[.,:/\u066b\u066c]\p{{Nd}}+)*[\p{{L}}\p{{M}}]*  # a number with its unit
"""

_FLAGS = {
    kernels.LETTER: r"\p{L}",
    kernels.MARK: r"\p{M}",
    kernels.DIGIT: r"\p{Nd}",
    kernels.JOINER: rf"[{_JOINERS}]",
    kernels.SPACE: r"\s",
    kernels.SMALL: r"\p{Ll}",
    kernels.CAPITAL: r"\p{Lu}",
    kernels.TAIL: _TAIL,
}


FEW_CHARACTERS = 100_000
"""Up to so much text is scanned plainly, in less time than it takes to load the kernels."""

_scratch = Scratch()


@dataclass(frozen=True, eq=False)
class Stream:
    """Tokens as written: numbers of written forms, and where each token stands."""

    surfaces: list[str]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    gaps: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Scanned:
    """The tokens of one part: numbers local to the part, and the bytes of its written forms."""

    keys: NDArray[np.uint8]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    places: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]] | None


@cache
def news_pattern() -> regex.Pattern[str]:
    """Return the compiled news pattern: the readable definition of a token."""
    return regex.compile(NEWS_PATTERN, regex.VERBOSE)


def scan(
    texts: Sequence[str],
    *,
    show: bool = False,
    n_jobs: int | None = None,
    few: int = FEW_CHARACTERS,
) -> Stream:
    """Find the tokens of all texts with their places; plainly where there is little text."""
    if is_little(texts, few):
        return scan_plainly(texts)
    work = run_parts(_scan_news, utf8_parts(texts), n_jobs=n_jobs)
    scanned = list(progress(work, label="Tokenizing", unit="part", show=show))
    surfaces, numbers = merge_numbers(scanned)
    ids = [new[part.ids] for new, part in zip(numbers, scanned, strict=True)]
    places = [part.places for part in scanned if part.places is not None]
    return Stream(
        surfaces=surfaces,
        ids=_concatenate(ids, np.int32),
        offsets=join_offsets([part.offsets for part in scanned]),
        starts=_concatenate([place[0] for place in places], np.int32),
        ends=_concatenate([place[1] for place in places], np.int32),
        gaps=_concatenate([place[2] for place in places], np.uint8),
    )


def merge_numbers(scanned: Sequence[Scanned]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """Give the written forms of all parts one numbering, in order of first appearance.

    Returns the forms, and for each part the number of each of its own numbers.
    """
    if not scanned:
        return [], []
    keys = _concatenate([part.keys for part in scanned], np.uint8)
    ends = np.flatnonzero(keys == 0).astype(np.int32)
    begins = np.concatenate([[0], ends[:-1] + 1]).astype(np.int32) if len(ends) else ends
    sizes = ends - begins
    quiet = np.zeros(len(ends), dtype=np.uint8)
    numbers = np.empty(len(ends), dtype=np.int32)
    packed = np.empty(len(ends), dtype=np.int64)
    keys.flags.writeable = False  # one type of array, one compiled kernel
    kernels.pack_keys(keys, begins, sizes, packed)
    firsts = _intern(keys, begins, sizes, packed, quiet, numbers)
    merged = _copy_keys(keys, begins, sizes, quiet, firsts)
    surfaces = merged.tobytes().decode("utf-8").split("\x00")[:-1]
    bounds = np.cumsum([int((part.keys == 0).sum()) for part in scanned])
    return surfaces, np.split(numbers, bounds[:-1])


def join_offsets(offsets: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Join the token offsets of consecutive parts."""
    sizes = [np.diff(part) for part in offsets]
    return np.concatenate([[0], np.cumsum(_concatenate(sizes, np.int64))]).astype(np.int64)


def scan_part(part: Part, *, keep_places: bool) -> Scanned:
    """Find the tokens of one part."""
    data, texts = part
    room = len(data) + 1
    begins, sizes, starts, ends = (
        _scratch.room(name, room, np.int32) for name in ("begins", "sizes", "starts", "ends")
    )
    packed = _scratch.room("packed", room, np.int64)
    gaps, loud = (_scratch.room(name, room, np.uint8) for name in ("gaps", "loud"))
    offsets = np.zeros(len(texts), dtype=np.int64)
    n = kernels.find_news_tokens(
        data,
        texts,
        news_flags(),
        byte_classes(kernels.TAIL, news_flags),
        room_for_runs(texts),
        begins,
        sizes,
        packed,
        starts,
        ends,
        gaps,
        loud,
        offsets,
    )
    ids, keys = number_forms(data, begins[:n], sizes[:n], packed[:n], loud[:n])
    places = (starts[:n].copy(), ends[:n].copy(), gaps[:n].copy()) if keep_places else None
    return Scanned(keys, ids, offsets, places)


def number_forms(  # noqa: PLR0917  # arrays of one token each, passed on as they are
    data: NDArray[np.uint8],
    begins: NDArray[np.int32],
    sizes: NDArray[np.int32],
    packed: NDArray[np.int64],
    loud: NDArray[np.uint8],
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return the number of each token's written form, and the bytes of the forms."""
    ids = np.empty(len(begins), dtype=np.int32)
    firsts = _intern(data, begins, sizes, packed, loud, ids)
    return ids, _copy_keys(data, begins, sizes, loud, firsts)


@cache
def news_flags() -> NDArray[np.uint8]:
    """Return one byte of flags per code point, as the news pattern sees characters."""
    every = every_character()
    flags = np.zeros(len(every), dtype=np.uint8)
    for flag, pattern in _FLAGS.items():
        for match in regex.finditer(rf"{pattern}+", every):
            flags[match.start() : match.end()] |= flag
    return flags


@cache
def byte_classes(flag: int, flags_of: Callable[[], NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Return the class of every byte: in a run if it has the flag or is not ASCII."""
    classes = np.full(256, kernels.RUN | kernels.HIGH, dtype=np.uint8)
    classes[:128] = np.where(flags_of()[:128] & flag, kernels.RUN, 0)
    classes[ord("A") : ord("Z") + 1] |= kernels.UPPER
    return classes


def room_for_runs(texts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return room for the runs of the longest text."""
    longest = int(np.diff(texts).max(initial=0))
    return _scratch.room("runs", 5 * (longest // 2 + 2), np.int64)


@cache
def every_character() -> str:
    """Return all code points in order, surrogates replaced by a space-less placeholder."""
    codes = np.arange(0x110000, dtype="<u4")
    codes[0xD800:0xE000] = 0xFFFD
    return codes.tobytes().decode("utf-32-le")


def scan_plainly(texts: Iterable[str]) -> Stream:
    """Scan with the regular expression: slow, readable, and what the kernel is held to."""
    numbers: dict[str, int] = {}
    ids, starts, ends, gaps, offsets = [], [], [], [], [0]
    for text in texts:
        last = -1
        for match in news_pattern().finditer(text):
            surface = match.group()
            if regex.fullmatch(r"[A-Z]{2,}", surface) and in_capital_line(text, match.start()):
                surface = LOUD + surface
            ids.append(numbers.setdefault(surface, len(numbers)))
            starts.append(match.start())
            ends.append(match.end())
            gaps.append(gap_before(text, last, match.start()))
            last = match.end()
        offsets.append(len(ids))
    return Stream(
        surfaces=list(numbers),
        ids=np.array(ids, dtype=np.int32),
        offsets=np.array(offsets, dtype=np.int64),
        starts=np.array(starts, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
        gaps=np.array(gaps, dtype=np.uint8),
    )


def in_capital_line(text: str, at: int) -> bool:
    """Say whether the line has no small letter and three runs of two or more capitals."""
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    has_small = regex.search(r"\p{Ll}", line) is not None
    return not has_small and len(regex.findall(r"\p{Lu}{2,}", line)) >= 3


def gap_before(text: str, last: int, start: int) -> int:
    """Say what stands between two tokens: space or hyphens, a full stop, or anything else."""
    gap = text[last:start]
    if last < 0 or gap.count("\n") > 1:
        return GAP_BREAK
    if regex.fullmatch(r"[\s\-‐‑]*", gap):
        return GAP_SPACE
    return GAP_PERIOD if regex.fullmatch(r"\.\s+", gap) else GAP_BREAK


def _scan_news(part: Part) -> Scanned:
    return scan_part(part, keep_places=True)


def _intern(  # noqa: PLR0917  # as above
    data: NDArray[np.uint8],
    begins: NDArray[np.int32],
    sizes: NDArray[np.int32],
    packed: NDArray[np.int64],
    loud: NDArray[np.uint8],
    ids: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Give the tokens numbers; return the first token of each number."""
    firsts = _scratch.room("firsts", len(ids), np.int32)
    hashes = _scratch.room("hashes", len(ids), np.int64)
    table = _scratch.room("table", max(1 << 14, 8 * len(ids)), np.int64)
    n = kernels.intern(data, begins, sizes, packed, loud, ids, firsts, hashes, table)
    return firsts[:n].copy()


def _copy_keys(  # noqa: PLR0917  # as above
    data: NDArray[np.uint8],
    begins: NDArray[np.int32],
    sizes: NDArray[np.int32],
    loud: NDArray[np.uint8],
    firsts: NDArray[np.int32],
) -> NDArray[np.uint8]:
    room = int(sizes[firsts].sum(dtype=np.int64)) + len(firsts) + int((loud[firsts] > 0).sum())
    keys = np.empty(room, dtype=np.uint8)
    kernels.copy_keys(data, begins, sizes, loud, firsts, keys)
    return keys


def _concatenate(arrays: Sequence[NDArray[np.generic]], dtype: type[np.generic]) -> NDArray:  # type: ignore[type-arg]  # any dtype
    return np.concatenate(arrays) if len(arrays) else np.empty(0, dtype=dtype)
