r"""A quick test for the lines of many texts: which of them may match a rule.

To try a line against all rules takes several microseconds, and hardly any line matches one. RE2,
which comes with Arrow, looks at all lines of many texts at once for what any rule asks for, in one
pass without backtracking. Its patterns are looser than those of the rules: it has no assertions,
repeats of many characters are of any number, and beyond ASCII every character is of every class.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

SPACE = r"\t-\r\x1c- \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
"""What `str.strip` removes, between the brackets of a pattern of RE2."""

_LONGEST_REPEAT = 6
_BEYOND = r"\x{80}-\x{10ffff}"
_CLASSES = {"w": rf"\w{_BEYOND}", "d": rf"\d{_BEYOND}", "s": rf"\s\x0b\x1c-\x1f{_BEYOND}"}
_ASSERTION = re.compile(r"\(\?(?:<?!|=)(?:\[[^\]]*\]|[^()\[])*\)|\\b")
_REPEAT = re.compile(r"\{(\d+),(\d+)\}")
_CLASS = re.compile(r"\\([wds])")
_PIECE = re.compile(r"(\[\^(?:\\.|[^\]\\])+\])|(\[(?:\\.|[^\]\\])+\])|\\(.)", re.DOTALL)


def loosen(form: str) -> str:
    r"""Return a pattern of RE2 that matches all that a pattern of Python does, and more.

    Examples
    --------
    >>> loosen(r"Follow @\w{2,30}(?<!x)\b")
    'Follow @[\\w\\x{80}-\\x{10ffff}]+'
    """
    return _PIECE.sub(_loosen_piece, _REPEAT.sub(_loosen_repeat, _ASSERTION.sub("", form)))


def _loosen_repeat(repeat: re.Match[str]) -> str:
    if int(repeat[2]) <= _LONGEST_REPEAT:
        return repeat[0]
    return "+" if int(repeat[1]) else "*"


def _loosen_piece(piece: re.Match[str]) -> str:
    excluding, listing, escaped = piece.groups()
    if excluding:  # RE2's own classes are narrower: they exclude less
        return str(excluding)
    if listing:
        inside = listing[1:-1].replace("[", r"\[")
        return "[" + _CLASS.sub(lambda found: _CLASSES[found[1]], inside) + "]"
    if escaped == "W":
        return "(?s:.)"
    return f"[{_CLASSES[escaped]}]" if escaped in _CLASSES else str(piece[0])


def whole_line(form: str) -> str:
    """Return a pattern of RE2 for the lines that match a form as a whole, spaces around it."""
    return rf"^[{SPACE}]*(?:{loosen(form)})[{SPACE}]*$"


@lru_cache(maxsize=64)
def _joined(hints: tuple[str, ...]) -> str:
    return "|".join(f"(?:{hint})" for hint in hints)


def suspect_lines(texts: pa.Array, hints: Sequence[str]) -> list[list[int]]:
    """Return the numbers of the lines of each text that match one of the patterns.

    Parameters
    ----------
    texts : array of large_string, without missing values
    hints : sequence of str
        Patterns of RE2.
    """
    import pyarrow.compute as pc

    found: list[list[int]] = [[] for _ in range(len(texts))]
    if not hints or not len(texts):
        return found
    lines = pc.split_pattern(texts, "\n")
    begin = np.asarray(lines.offsets)
    matches = pc.match_substring_regex(lines.flatten(), _joined(tuple(hints)))
    where = np.flatnonzero(matches.to_numpy(zero_copy_only=False)) + begin[0]
    owner = np.searchsorted(begin, where, side="right") - 1
    for text, line in zip(owner.tolist(), (where - begin[owner]).tolist(), strict=True):
        found[text].append(line)
    return found
