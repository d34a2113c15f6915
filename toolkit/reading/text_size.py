"""The size of a text: its words, and its characters that are no white space."""

from __future__ import annotations

import re

from toolkit._core.unspaced_scripts import LETTERS

_HAS_UNSPACED = re.compile(f"[{LETTERS}]")
_WORD = re.compile(rf"[{LETTERS}]{{1,2}}|[^\s{LETTERS}]+")


def measure_text(text: str) -> tuple[int, int]:
    """Return the number of words, and of characters that are no white space.

    Examples
    --------
    >>> measure_text("two words ")
    (2, 8)
    """
    words = text.split()
    return len(words), len("".join(words))


def count_words(text: str) -> int:
    """Return how many words a line has, by which a headline is told from a paragraph.

    In scripts without blanks between words, two letters count as one.

    Examples
    --------
    >>> count_words("Talks in Geneva"), count_words("日内瓦会谈")
    (3, 3)
    """
    if text.isascii() or not _HAS_UNSPACED.search(text):
        return len(text.split())
    return len(_WORD.findall(text))
