"""Lines of a PDF page whose pieces were drawn out of order, put back in the order of reading.

pypdf joins what is drawn on one line in the order of drawing, and sets a blank only where it moves
to the right. A page that draws its right column first, or its words from right to left, then has
words joined to their neighbours. Here such a line is sorted from left to right, with blanks.
"""

from __future__ import annotations

import itertools
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEFTWARD = 0.2
_SAME = 0.15
_LARGER, _MAX_LINES = 1.15, 6
"""How much larger a headline is than the text, and over how many lines it may run."""
_MAX_ABOVE, _MUCH_LARGER, _LEAST_WORDS = 4, 1.3, 3
_SMALLER = 0.8
"""A line below a headline in letters that much smaller is a stand-first, or names its authors."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class _Drawn(NamedTuple):
    """A piece of text as drawn: its beginning and its size, in units of the page."""

    text: str
    x: float
    y: float
    size: float


class PageText(NamedTuple):
    """The text of a page, how many of its lines were drawn out of order, and its headline.

    ``headline`` holds the first lines if they are drawn larger than most, else none.
    """

    text: str
    n_reordered: int
    headline: tuple[str, ...] = ()


def read_page_text(page: Any) -> PageText:
    """Return the text of a page of pypdf.

    Parameters
    ----------
    page : pypdf.PageObject
        A page; `extract_text` is called once.
    """
    drawn: list[_Drawn] = []

    def note(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text:
            drawn.append(_Drawn(text, x, y, abs(size * (tm[3] or tm[1] or 1)) or 1.0))

    text = str(page.extract_text(visitor_text=note) or "")
    if "".join(piece.text for piece in drawn) != text:
        return PageText(text, 0)
    lines = list(_lines(drawn))
    reordered = [_line(line) for line in lines]
    n_reordered = sum(
        new != "".join(p.text for p in old) for new, old in zip(reordered, lines, strict=True)
    )
    return PageText("".join(reordered), n_reordered, _headline(lines))


def _headline(lines: Sequence[Sequence[_Drawn]]) -> tuple[str, ...]:
    """Return the first lines of a page whose letters are larger than most of the page's.

    Above them may stand a few lines, such as the name of the outlet or of a section, if the
    headline is much larger than the text.
    """
    visible = [line for line in lines if any(piece.text.strip() for piece in line)]
    sizes = [max(piece.size for piece in line if piece.text.strip()) for line in visible]
    if not sizes:
        return ()
    usual = sorted(sizes)[len(sizes) // 2]
    top = (at for at, size in enumerate(sizes[:_MAX_ABOVE]) if size >= _MUCH_LARGER * usual)
    first = 0 if sizes[0] >= _LARGER * usual else next(top, len(sizes))
    largest = itertools.accumulate(sizes[first:], max)
    large = list(
        itertools.takewhile(
            lambda at: sizes[at] >= max(_LARGER * usual, _SMALLER * next(largest)),
            range(first, len(visible)),
        )
    )
    if not 0 < len(large) <= _MAX_LINES:
        return ()
    found = tuple("".join(piece.text for piece in visible[at]).strip() for at in large)
    return found if not first or len(" ".join(found).split()) >= _LEAST_WORDS else ()


def _lines(drawn: Iterable[_Drawn]) -> Iterator[list[_Drawn]]:
    """Group pieces that follow one another on one line of the page."""
    line: list[_Drawn] = []
    for piece in drawn:
        apart = line and (
            "\n" in piece.text.strip(" ")
            or "\n" in line[-1].text
            or abs(piece.y - line[-1].y) > 0.5 * piece.size
        )
        if apart:
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _line(pieces: Sequence[_Drawn]) -> str:
    steps = list(itertools.pairwise(pieces))
    twice = any(_is_again(one, other) for one, other in steps)
    if not twice and not any(other.x < one.x - _LEFTWARD * one.size for one, other in steps):
        return "".join(piece.text for piece in pieces)
    kept = [pieces[0], *(other for one, other in steps if not _is_again(one, other))]
    if not _is_right_to_left(kept):
        kept = sorted(kept, key=lambda piece: piece.x)
    joined = "".join(piece.text for piece in pieces)
    before = joined[: len(joined) - len(joined.lstrip())]
    after = joined[len(joined.rstrip()) :]
    return before + " ".join(filter(None, (piece.text.strip() for piece in kept))) + after


def _is_again(one: _Drawn, other: _Drawn) -> bool:
    """Return whether a piece is drawn twice, which makes it bold."""
    apart = abs(one.x - other.x)
    same = one.text.strip() == other.text.strip() != ""
    return same and apart < _SAME * one.size


def _is_right_to_left(pieces: Sequence[_Drawn]) -> bool:
    letters = [unicodedata.bidirectional(c) for p in pieces for c in p.text if c.isalpha()]
    return sum(kind in _RIGHT_TO_LEFT for kind in letters) * 2 > len(letters)
