"""The hot loops over text: arrays in, arrays filled, nothing else.

Texts come as one buffer of UTF-8 bytes with the byte offset of each text. Every kernel gives the
same answer compiled and as plain Python (``NUMBA_DISABLE_JIT=1``), is serial and releases the
interpreter lock, so that a pool of threads can run it on parts of the work.

What a character is stands in a table with one byte of flags per code point, made from the very
regular expressions that define a token (`toolkit.tokenizing.scanner`).

``text_finding`` finds tokens, ``text_numbering`` numbers, joins and counts them. Numba is loaded
with the first kernel that is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

LETTER, MARK, DIGIT, JOINER, SPACE, SMALL, CAPITAL, TAIL = (1 << bit for bit in range(8))
"""Flags of a character; TAIL is all that may follow inside a word."""

WORD, SPECIAL = 1, 2
"""Flags for scikit-learn's pattern; SPECIAL: lowering it can move the ends of words."""

RUN, HIGH = 1, 1 << 8
"""Classes of a byte: can belong to a word, is not ASCII."""

_MODULES = {
    "find_news_tokens": "text_finding",
    "find_words": "text_finding",
    "mix": "text_numbering",
    "intern": "text_numbering",
    "join_sequences": "text_numbering",
    "count_rows": "text_numbering",
}


def __getattr__(name: str) -> Any:
    """Load a kernel when it is first asked for."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"toolkit._kernels.{_MODULES[name]}"), name)
