"""Find the words of a text: the news pattern, and the stream of written forms it gives.

The pattern below is the definition. `scan_plainly` applies it as it stands; `scan` has a kernel
find the same tokens in the UTF-8 bytes, many times faster, in parts of a fixed size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit._core.progress_bars import progress
from toolkit._kernels import text as kernels
from toolkit.tokenizing.buffers import Pool, is_little, run_parts, scratches, utf8_parts
from toolkit.tokenizing.interner import Forms, merge_forms
from toolkit.tokenizing.normalization import LOUD
from toolkit.tokenizing.store import GAP_BREAK, GAP_PERIOD, GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Part, Scratch

_JOINERS = r"'’‘\-‐‑\u200c\u200d"
_TAIL = r"[\p{L}\p{M}\p{Nd}\xad]"
_WORD = r"[\p{L}\p{M}\p{Nd}]"

NEWS_PATTERN = rf"""
    (?:[hH][tT][tT][pP][sS]?://|[wW][wW][wW]\.|[tT]\.[cC][oO]/     # a web address
        |[pP][iI][cC]\.[tT][wW][iI][tT][tT][eE][rR]\.[cC][oO][mM]/)
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
    """The tokens of one part, numbered by one worker, and how many numbers each text has."""

    forms: Forms
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    distinct: NDArray[np.int32]
    places: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]] | None = None


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
    numberings = Pool(Forms)
    work = run_parts(partial(scan_news, numberings), utf8_parts(texts), n_jobs=n_jobs)
    scanned = list(progress(work, label="Tokenizing", unit="part", show=show))
    surfaces, numbers = merge_numbers(numberings, scanned)
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


def merge_numbers(
    numberings: Pool[Forms], scanned: Sequence[Scanned], change: Callable[[str], str] | None = None
) -> tuple[list[str], list[NDArray[np.int32]]]:
    """Give the written forms of all parts one numbering, in alphabetical order.

    Returns the forms, each ``change``d unless it is ASCII, and for each part the new number of
    each number in it.
    """
    surfaces, numbers = merge_forms(numberings.made, change)
    new_of = dict(zip(map(id, numberings.made), numbers, strict=True))
    return surfaces, [new_of[id(part.forms)] for part in scanned]


def join_offsets(offsets: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Join the token offsets of consecutive parts."""
    sizes = [np.diff(part) for part in offsets]
    return np.concatenate([[0], np.cumsum(_concatenate(sizes, np.int64))]).astype(np.int64)


def scan_news(numberings: Pool[Forms], part: Part, *, keep_places: bool = True) -> Scanned:
    """Find the tokens of one part by the news pattern."""
    with scratches.borrow() as scratch, numberings.borrow() as forms:
        text = scratch.padded(part)
        room = len(part[0]) + 1
        begins, sizes, starts, ends = (
            scratch.room(name, room, np.int32) for name in ("begins", "sizes", "starts", "ends")
        )
        gaps, loud = (scratch.room(name, room, np.uint8) for name in ("gaps", "loud"))
        offsets = np.zeros(len(text.offsets), dtype=np.int64)
        n = kernels.find_news_tokens(
            text.data, text.offsets, news_flags(), byte_classes(kernels.TAIL, news_flags),
            places_of_edges(), *room_for_runs(scratch, text.offsets),
            begins, sizes, starts, ends, gaps, loud, offsets,
        )  # fmt: skip
        ids, distinct = forms.number(text, begins[:n], sizes[:n], loud=loud[:n], offsets=offsets)
        places = (starts[:n].copy(), ends[:n].copy(), gaps[:n].copy()) if keep_places else None
    return Scanned(forms, ids, offsets, distinct, places)


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
def byte_classes(flag: int, flags_of: Callable[[], NDArray[np.uint8]]) -> NDArray[np.int16]:
    """Return the class of every byte: in a run if it has the flag or is not ASCII."""
    classes = np.full(256, kernels.RUN | kernels.HIGH, dtype=np.int16)
    classes[:128] = np.where(flags_of()[:128] & flag, kernels.RUN, 0)
    return classes


@cache
def places_of_edges() -> NDArray[np.uint8]:
    """Return, for each number of eight bits, the places of those set, and in the end how many."""
    table = np.zeros((256, 9), dtype=np.uint8)
    for bits in range(256):
        places = [place for place in range(8) if bits >> place & 1]
        table[bits, : len(places)] = places
        table[bits, 8] = len(places)
    return table


def room_for_runs(
    scratch: Scratch, texts: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return room for the edges of the runs of the longest text, and for its groups of eight."""
    longest = int(np.diff(texts).max(initial=0))
    edges = scratch.room("edges", longest + 16, np.int32)
    return edges, scratch.room("high", longest // 8 + 3, np.int32)


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


def _concatenate(arrays: Sequence[NDArray[np.generic]], dtype: type[np.generic]) -> NDArray:  # type: ignore[type-arg]  # any dtype
    return np.concatenate(arrays) if len(arrays) else np.empty(0, dtype=dtype)
