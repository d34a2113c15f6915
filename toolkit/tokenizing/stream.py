"""The token stream: surface forms and positions, before forms become terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GAP_SPACE, GAP_PERIOD, GAP_BREAK = 0, 1, 2
"""What precedes a token: nothing that ends a phrase; one full stop; any other break."""

ALL_CAPS = "\x01"
"""Prefix of an upper-case word on a line set in capitals, where capitals carry no meaning."""

MIN_CAPITAL_WORDS = 3

FORMAT_MARKS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Invisible marks, such as those of writing direction; they never matter in a gap."""

_SPACES = rf"[{FORMAT_MARKS}[\s--\u2029]]*"
_OPEN_GAP = regex.compile(
    rf"""
    [{FORMAT_MARKS}]*                  # between two tokens, no phrase ends at
    (?: (?:[-‐‑+]|(?<=[sS])['’])?      #   a hyphen or plus attached to the token before, workers'
        {_SPACES} (?:&{_SPACES})*      #   white space and ampersands
      | [/–][{FORMAT_MARKS}]*          #   a slash or an en dash without spaces
    )""",
    regex.VERBOSE | regex.VERSION1,
)
_PERIOD_GAP = regex.compile(
    rf"[{FORMAT_MARKS}]*\.[{FORMAT_MARKS}]*[\s--\u2029]{_SPACES}", regex.VERSION1
)


@dataclass(frozen=True, eq=False)
class Stream:
    """Tokens as written: the id of each token's surface form, and its position.

    Attributes
    ----------
    surfaces : sequence of str
        The surface forms; of a large vocabulary, one may stand twice (see `list_forms`).
    ids : ndarray of int32, shape (n_tokens,)
        Index into ``surfaces``.
    offsets : ndarray of int64, shape (n_texts + 1,)
        Text ``i`` has the tokens ``ids[offsets[i]:offsets[i + 1]]``.
    starts, ends : ndarray of int32, shape (n_tokens,)
        Characters of the token within its text.
    gaps : ndarray of uint8, shape (n_tokens,)
        What precedes the token: `GAP_SPACE`, `GAP_PERIOD` or `GAP_BREAK`.
    seen : ndarray of int64, optional
        Tokens of each surface form, where they have been counted.
    """

    surfaces: Sequence[str]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    gaps: NDArray[np.uint8]
    seen: NDArray[np.int64] | None = None


class StreamBuilder:
    """Collects the tokens of one text after another into a `Stream`."""

    def __init__(self) -> None:
        self._ids_of: dict[str, int] = {}
        self._ids: list[int] = []
        self._offsets, self._starts, self._ends, self._gaps = [0], [], [], []  # type: ignore[var-annotated]
        self._text = ""
        self._last, self._line_end, self._is_caps = -1, 0, False

    def begin(self, text: str) -> None:
        """Start the next text."""
        self._text = text
        self._last, self._line_end, self._is_caps = -1, 0, False

    def add(self, start: int, end: int, *, may_be_caps: bool) -> None:
        """Add the token ``text[start:end]``."""
        surface = self._text[start:end]
        if may_be_caps and self._in_all_caps_line(start):
            surface = ALL_CAPS + surface
        self._ids.append(self._ids_of.setdefault(surface, len(self._ids_of)))
        self._starts.append(start)
        self._ends.append(end)
        self._gaps.append(gap_before(self._text, self._last, start))
        self._last = end

    def finish(self) -> None:
        """End the current text."""
        self._offsets.append(len(self._ids))

    def stream(self) -> Stream:
        """Return all tokens added so far."""
        return Stream(
            surfaces=list(self._ids_of),
            ids=np.array(self._ids, dtype=np.int32),
            offsets=np.array(self._offsets, dtype=np.int64),
            starts=np.array(self._starts, dtype=np.int32),
            ends=np.array(self._ends, dtype=np.int32),
            gaps=np.array(self._gaps, dtype=np.uint8),
        )

    def _in_all_caps_line(self, at: int) -> bool:
        """Return whether the line around ``at`` is set in capitals; each line is read once."""
        if at >= self._line_end:
            begin = self._text.rfind("\n", 0, at) + 1
            end = self._text.find("\n", at)
            self._line_end = end if end >= 0 else len(self._text)
            self._is_caps = is_all_caps(self._text[begin : self._line_end])
        return self._is_caps


def is_all_caps(line: str) -> bool:
    """Return whether a line has no small letter and three words of two or more capitals.

    Examples
    --------
    >>> is_all_caps("US AND IS FORCES MEET"), is_all_caps("US, UK and EU")
    (True, False)
    """
    if regex.search(r"\p{Ll}", line) is not None:
        return False
    return len(regex.findall(r"\p{Lu}{2,}", line)) >= MIN_CAPITAL_WORDS


def gap_before(text: str, last: int, start: int) -> int:
    """Return what stands between two tokens: `GAP_SPACE`, `GAP_PERIOD` or `GAP_BREAK`."""
    if last < 0:
        return GAP_BREAK
    if text[last:start] == " ":  # nearly all
        return GAP_SPACE
    if text.count("\n", last, start) > 1:
        return GAP_BREAK
    if _OPEN_GAP.fullmatch(text, last, start):
        return GAP_SPACE
    return GAP_PERIOD if _PERIOD_GAP.fullmatch(text, last, start) else GAP_BREAK
