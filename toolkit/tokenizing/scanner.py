"""The news tokenizer: a regular expression, and a compiled kernel that finds the same tokens.

`NEWS_PATTERN` defines a token. `scan_plainly` applies the pattern itself; `scan` runs the kernel
on UTF-8 bytes, many times faster.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import regex

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.progress_bars import progress
from toolkit._kernels import text as kernels
from toolkit.tokenizing.block_cuts import renumber
from toolkit.tokenizing.buffers import ArrowTexts, Pool, is_small, run_parts, scratches, utf8_parts
from toolkit.tokenizing.gap_states import PUNCTUATION, gaps_between, steps_of_gaps
from toolkit.tokenizing.interner import MANY_FORMS, Forms, list_forms, merge_forms
from toolkit.tokenizing.stream import Stream, StreamBuilder
from toolkit.tokenizing.string_bytes import sort_strings
from toolkit.tokenizing.token_room import TokenArrays, TokenRoom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Part, Scratch, Text

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
        (?:(?:[{_JOINERS}]|-\r?\n[ \t]*)                       # also over a line end
           (?!\p{{Nd}}+[.,:/\u066b\u066c]\p{{Nd}}|\p{{L}}\.\p{{L}}(?!{_WORD}))  # not post-9/11
           [\p{{L}}\p{{Nd}}]{_TAIL}*)*                             # and not anti-U.S.
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

FEW_CHARACTERS = 500_000
"""Texts up to this size are scanned with the pattern: sooner done than loading the kernels (0.6 s),
let alone compiling them (4 s)."""

FEW_WHEN_READY = 7_000
"""The same once the kernels are loaded: then 200,000 characters take 8 instead of 130 ms."""

MUCH_TEXT = 1 << 24
"""Bytes of text after which freed memory is given back to the system, which takes milliseconds."""

BYTES_OF_TOKEN = 5.5
"""About as many bytes of a text as there are to a token, so that arrays seldom have to grow."""

_CAPITALS = regex.compile(r"[A-Z]{2,}")


class Found(NamedTuple):
    """The tokens of one part: where each begins in its bytes, its bytes, and what precedes it."""

    text: Text
    begins: NDArray[np.int32]
    sizes: NDArray[np.int32]
    all_caps: NDArray[np.uint8]
    places: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]
    offsets: NDArray[np.int64]


class Scanned(NamedTuple):
    """The tokens of one part, with ids of one worker's `Forms`."""

    forms: Forms
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]


class _Placed(NamedTuple):
    """The tokens of one part, which stand in the room for all of them, or not."""

    forms: Forms
    offsets: NDArray[np.int64]
    tokens: TokenArrays
    is_placed: bool


@cache
def news_pattern() -> regex.Pattern[str]:
    """Return the compiled `NEWS_PATTERN`."""
    return regex.compile(NEWS_PATTERN, regex.VERBOSE)


def scan(
    texts: Sequence[str],
    *,
    show: bool = False,
    n_jobs: int | None = None,
    few: int | None = None,
    is_sorted: bool = True,
) -> Stream:
    """Find the tokens of all texts; small inputs are scanned without the kernel.

    Surface forms are in the order of their code points; unless ``is_sorted``, in any, which may
    differ from call to call.
    """
    most = FEW_CHARACTERS if few is None else few
    if most > FEW_WHEN_READY and kernels.find_news_tokens.is_ready:
        most = FEW_WHEN_READY
    if is_small(texts, most):
        return scan_plainly(texts)
    n_bytes = texts.n_bytes if isinstance(texts, ArrowTexts) else 0
    room = TokenRoom(int(n_bytes / BYTES_OF_TOKEN))
    stream = _scan_parts(texts, room, show=show, n_jobs=n_jobs, is_sorted=is_sorted)
    if n_bytes > MUCH_TEXT:
        return_freed_memory(search=False)  # of parts, and of tables of forms
    return stream


def _scan_parts(
    texts: Sequence[str], room: TokenRoom, *, show: bool, n_jobs: int | None, is_sorted: bool
) -> Stream:
    numberings = Pool(Forms)
    parts = enumerate(utf8_parts(texts))
    work = run_parts(partial(_scan_part, numberings, room), parts, n_jobs=n_jobs)
    sizes: list[NDArray[np.int32]] = []
    numbered: list[tuple[int, Forms]] = []  # tokens of each part, and who numbered them
    for part in progress(work, label="Tokenizing", unit="part", show=show):
        room.add(part.tokens, is_placed=part.is_placed)
        sizes.append(np.diff(part.offsets).astype(np.int32))
        numbered.append((len(part.tokens.ids), part.forms))
    are_many = sum(map(len, numberings.made)) > MANY_FORMS
    merge = list_forms if are_many and not is_sorted else merge_forms
    merged = merge(numberings.made)
    surfaces, seen, numbers = merged.forms, merged.seen, merged.numbers
    if is_sorted:
        order = sort_strings(surfaces)
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        surfaces, seen = surfaces.take(pa.array(order)), seen[order]
        numbers = [place[each] for each in numbers]
    tokens = room.finish()
    _renumber_parts(tokens.ids, numbered, dict(zip(map(id, numberings.made), numbers, strict=True)))
    offsets = np.zeros(1 + sum(map(len, sizes)), dtype=np.int64)
    np.cumsum(_concatenate(sizes, np.int32), out=offsets[1:])
    return Stream(ArrowTexts(surfaces), offsets=offsets, seen=seen, **tokens._asdict())


def _renumber_parts(
    ids: NDArray[np.int32],
    numbered: Sequence[tuple[int, Forms]],
    new_of: Mapping[int, NDArray[np.int32]],
) -> None:
    """Give the tokens of all parts the numbers of the forms of all workers, in place."""
    begin, moved = 0, []
    stay = {worker for worker, new in new_of.items() if _is_same(new)}
    for n, forms in numbered:
        if id(forms) not in stay:
            moved.append((ids[begin : begin + n], new_of[id(forms)]))
        begin += n
    for _ in run_parts(_renumber_in_place, moved):
        pass


def _renumber_in_place(moved: tuple[NDArray[np.int32], NDArray[np.int32]]) -> None:
    ids, new = moved
    renumber(ids, new, ids)


def _is_same(new: NDArray[np.int32]) -> bool:
    """Return whether every number is replaced by itself."""
    return bool((new == np.arange(len(new))).all())


def scan_news(numberings: Pool[Forms], part: Part) -> Scanned:
    """Find the tokens of one part with the kernel."""
    with scratches.borrow() as scratch, numberings.borrow() as forms:
        found = _find(scratch, part)
        ids = np.empty(len(found.begins), dtype=np.int32)
        forms.intern(found.text, found.begins, found.sizes, all_caps=found.all_caps, ids=ids)
    return Scanned(forms, ids, found.offsets)


def _scan_part(numberings: Pool[Forms], room: TokenRoom, numbered: tuple[int, Part]) -> _Placed:
    """Find the tokens of one part, and write them to their place in the room for all."""
    number, part = numbered
    try:
        with scratches.borrow() as scratch, numberings.borrow() as forms:
            found = _find(scratch, part)
            tokens, is_placed = room.place(number, len(found.begins))
            tokens.starts[:], tokens.ends[:], tokens.gaps[:] = found.places
            known = (found.text, found.begins, found.sizes)
            forms.intern(*known, all_caps=found.all_caps, ids=tokens.ids)
    except BaseException:
        room.give_up()
        raise
    return _Placed(forms, found.offsets, tokens, is_placed)


def _find(scratch: Scratch, part: Part) -> Found:
    """Find the tokens of one part, in arrays that the next part overwrites."""
    text = scratch.padded(part)
    room = len(part[0]) + 1
    begins, sizes, starts, ends = (
        scratch.room(name, room, np.int32) for name in ("begins", "sizes", "starts", "ends")
    )
    gaps, all_caps = (scratch.room(name, room, np.uint8) for name in ("gaps", "all_caps"))
    offsets = np.zeros(len(text.offsets), dtype=np.int64)
    n = kernels.find_news_tokens(
        text.data, *room_for_kinds(scratch, text), text.offsets,
        news_flags(), places_of_edges(), *room_for_runs(scratch, text.offsets),
        bytes_after(), gaps_between(), steps_of_gaps(),
        begins, sizes, starts, ends, gaps, all_caps, offsets,
    )  # fmt: skip
    places = (starts[:n], ends[:n], gaps[:n])
    return Found(text, begins[:n], sizes[:n], all_caps[:n], places, offsets)


@cache
def news_flags() -> NDArray[np.uint8]:
    """Return the character flags of every code point, derived from the news pattern."""
    every = every_character()
    flags = np.zeros(len(every), dtype=np.uint8)
    for flag, pattern in _FLAGS.items():
        for match in regex.finditer(rf"{pattern}+", every):
            flags[match.start() : match.end()] |= flag
    return flags


@cache
def bytes_after() -> NDArray[np.uint8]:
    """Return, for every byte that follows letters and digits, whether a token ends before it.

    0 if it may go on, 1 if it ends, 2 for a full stop and 3 for a colon, where it depends. From 256
    on, the same for General Punctuation, by the last of its three bytes.
    """
    kinds = np.zeros(256 + len(PUNCTUATION), dtype=np.uint8)
    for place, codes in ((0, range(128)), (256, PUNCTUATION)):
        ends = (news_flags()[codes] & kernels.JOINER) == 0
        kinds[place : place + len(codes)] = ends
    kinds[[ord("@"), ord("."), ord(":")]] = 0, 2, 3
    return kinds


@cache
def places_of_edges() -> NDArray[np.uint8]:
    """Return, for every byte value, the positions of its set bits, followed by their number."""
    table = np.zeros((256, 9), dtype=np.uint8)
    for bits in range(256):
        places = [place for place in range(8) if bits >> place & 1]
        table[bits, : len(places)] = places
        table[bits, 8] = len(places)
    return table


def room_for_kinds(scratch: Scratch, text: Text) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Return a work array of one byte for each of all texts, also as 64-bit integers."""
    groups = scratch.room("groups", len(text.data) // 8 + 1, np.uint64)
    return groups.view(np.uint8), groups


def room_for_runs(
    scratch: Scratch, texts: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Return work arrays for the runs of the longest text, and for groups of bytes of all."""
    longest = int(np.diff(texts).max(initial=0))
    edges = scratch.room("edges", longest + 16, np.uint32)
    return edges, scratch.room("high", int(texts[-1]) // 8 + 3, np.int32)


@cache
def every_character() -> str:
    """Return all code points in order, with surrogates replaced by U+FFFD."""
    codes = np.arange(0x110000, dtype="<u4")
    codes[0xD800:0xE000] = 0xFFFD
    return codes.tobytes().decode("utf-32-le")


def scan_plainly(texts: Iterable[str]) -> Stream:
    """Scan with the regular expression, the slow reference for the kernel."""
    builder = StreamBuilder()
    for text in texts:
        builder.begin(text)
        for match in news_pattern().finditer(text):
            word = match.group()
            is_capital = word.isupper() and _CAPITALS.fullmatch(word) is not None
            builder.add(*match.span(), may_be_caps=is_capital)
        builder.finish()
    return builder.stream()


def _concatenate(arrays: Sequence[NDArray[np.generic]], dtype: type[np.generic]) -> NDArray:  # type: ignore[type-arg]  # any dtype
    return np.concatenate(arrays) if len(arrays) else np.empty(0, dtype=dtype)
