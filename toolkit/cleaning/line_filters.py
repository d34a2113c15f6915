"""A quick test for lines: which may match a form as a whole.

To try a line against ninety forms takes several microseconds, and hardly any line matches one. Most
forms begin with words of their own: three letters tell that a line begins otherwise. The few forms
that can begin with any word hold another one that tells.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TELLING = ("/", "Getty Images", "AP Photo", "ights ", "inbox")
"""A line that matches a form that can begin with any word holds one of these."""

_UNUSUAL = ("Qzx", "qzx")
"""No form begins like this unless it can begin with any word."""

_COMMON = str.maketrans("", "", "“”‘’–—•…")
_N_BEGINNINGS = 100_000


@lru_cache(maxsize=64)
def _tests(forms: tuple[str, ...]) -> tuple[Callable[[str], object], ...]:
    """Return three functions of a line: may it begin a closed form; is it one; is it an open one.

    An open form can begin with any word.
    """
    import regex

    def begins(form: str, beginning: str) -> bool:
        return regex.fullmatch(form, beginning, partial=True) is not None

    is_open = [any(begins(form, letters) for letters in _UNUSUAL) for form in forms]
    closed = "|".join(form for form, is_one in zip(forms, is_open, strict=True) if not is_one)
    opened = "|".join(form for form, is_one in zip(forms, is_open, strict=True) if is_one)
    matches_closed = re.compile(closed or r"(?!)").fullmatch
    matches_open = re.compile(opened or r"(?!)").fullmatch
    may_begin = regex.compile(closed or r"(?!)").fullmatch

    @lru_cache(maxsize=_N_BEGINNINGS)
    def is_beginning(letters: str) -> bool:
        # Beyond ASCII the two modules may differ in what a letter is.
        if not letters.translate(_COMMON).isascii():
            return True
        return may_begin(letters, partial=True) is not None

    return is_beginning, matches_closed, matches_open


def line_filter(forms: tuple[str, ...], telling: Sequence[str]) -> Callable[[str], bool]:
    """Return a function from a line to whether it matches one of the forms as a whole.

    Parameters
    ----------
    forms : tuple of str
        Regular expressions.
    telling : sequence of str
        The words of `TELLING` that occur in the text of the lines.
    """
    is_beginning, matches_closed, matches_open = _tests(forms)

    def matches(line: str) -> bool:
        if is_beginning(line[:3]) and matches_closed(line):
            return True
        for word in telling:
            if word in line:
                return bool(matches_open(line))
        return False

    return matches
