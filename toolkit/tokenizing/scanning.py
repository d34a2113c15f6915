"""Find the words of a text: the news pattern, and the stream of written forms it gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit.tokenizing.store import GAP_BREAK, GAP_PERIOD, GAP_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_TAIL = r"[\p{L}\p{M}\p{Nd}\xad]*"
NEWS_PATTERN = rf"""
    (?i:https?://|www\.)[^\s<>"“”]*[\p{{L}}\p{{Nd}}/]           # a web address
  | \p{{L}}{_TAIL}@[\p{{L}}\p{{Nd}}](?:[\p{{L}}\p{{Nd}}.\-]*[\p{{L}}\p{{Nd}}])?  # an e-mail address
  | (?<![\p{{L}}\p{{M}}\p{{Nd}}_])[@#][\p{{L}}_][\p{{L}}\p{{M}}\p{{Nd}}_]*     # @handle, #tag
  | \p{{L}}(?:\.\p{{L}}(?![\p{{L}}\p{{M}}\p{{Nd}}]))+\.?(?:['’]s(?![\p{{L}}\p{{M}}\p{{Nd}}]))?  # U.S.
  | \p{{L}}{_TAIL}                                            # a word,
      (?:(?:['’‘\-‐‑\u200c\u200d]|-\r?\n[ \t]*)[\p{{L}}\p{{Nd}}]{_TAIL})*  # with inner marks
  | \p{{Nd}}+(?:[.,:/\u066b\u066c]\p{{Nd}}+)*[\p{{L}}\p{{M}}]*     # a number with its unit
"""


@dataclass(frozen=True, eq=False)
class Stream:
    """Tokens as written: numbers of written forms, and where each token stands."""

    surfaces: list[str]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    gaps: NDArray[np.uint8]


@cache
def news_pattern() -> regex.Pattern[str]:
    """Return the compiled news pattern: the readable definition of a token."""
    return regex.compile(NEWS_PATTERN, regex.VERBOSE)


@cache
def _gap_pattern() -> regex.Pattern[str]:
    return regex.compile(r"(?![^\n]*\n[^\n]*\n)(?:(?P<space>[\s\-‐‑]+)|(?P<period>\.\s+))?")


def scan_plainly(texts: Iterable[str]) -> Stream:
    """Scan with the regular expression: slow, readable, and what the kernel is held to."""
    numbers: dict[str, int] = {}
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    gaps: list[int] = []
    offsets = [0]
    for text in texts:
        last = -1
        for match in news_pattern().finditer(text):
            ids.append(numbers.setdefault(match.group(), len(numbers)))
            spans.append(match.span())
            gaps.append(gap_before(text, last, match.start()))
            last = match.end()
        offsets.append(len(ids))
    bounds = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return Stream(
        surfaces=list(numbers),
        ids=np.array(ids, dtype=np.int32),
        offsets=np.array(offsets, dtype=np.int64),
        starts=bounds[:, 0].copy(),
        ends=bounds[:, 1].copy(),
        gaps=np.array(gaps, dtype=np.uint8),
    )


def gap_before(text: str, last: int, start: int) -> int:
    """Say what stands between two tokens: space or hyphen, a full stop, or anything else."""
    if last < 0:
        return GAP_BREAK
    gap = text[last:start]
    match = _gap_pattern().fullmatch(gap)
    if match is None:
        return GAP_BREAK
    return GAP_PERIOD if match["period"] else GAP_SPACE
