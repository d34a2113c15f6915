"""The size of a text: its words, and its characters that are no white space."""

from __future__ import annotations

import re

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: no blanks between words."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\s{_UNSPACED}]+")


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
