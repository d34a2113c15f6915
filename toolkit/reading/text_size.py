"""The size of a text: its words, and its characters that are no white space."""

from __future__ import annotations


def measure_text(text: str) -> tuple[int, int]:
    """Return the number of words, and of characters that are no white space.

    Examples
    --------
    >>> measure_text("two words ")
    (2, 8)
    """
    words = text.split()
    return len(words), len("".join(words))
