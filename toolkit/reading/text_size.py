"""The size of a text: its words, and its characters that are no white space."""

from __future__ import annotations

import numpy as np

LONG = 600
"""From this length on a text is counted without making a string of every word."""


def measure_text(text: str) -> tuple[int, int]:
    """Return the number of words, and of characters that are no white space.

    Examples
    --------
    >>> measure_text("two words ")
    (2, 8)
    """
    if len(text) >= LONG:
        try:
            content = np.frombuffer(text.encode(), np.uint8)
        except UnicodeEncodeError:  # half a character
            pass
        else:
            from toolkit._kernels.text_sizes import count

            n_words, n_letters = count(content)
            return int(n_words), int(n_letters)
    words = text.split()
    return len(words), len("".join(words))
