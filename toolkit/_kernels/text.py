"""Kernels over text: arrays in, arrays filled, no other side effect.

Texts are one buffer of UTF-8 bytes with the byte offset of each text. Every kernel returns the
same result compiled and as plain Python (``NUMBA_DISABLE_JIT=1``). Kernels are serial and release
the GIL, so a thread pool can run them on separate parts.

Character classes are a table of one byte of flags per code point, derived from the regular
expressions that define a token (`toolkit.tokenizing.scanner`).

``text_finding`` finds tokens, with parts in ``text_runs`` and ``token_ends``; ``text_numbering``
interns, joins and counts them; ``text_pairs`` counts pairs of them. Numba is imported with the
first kernel used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

LETTER, MARK, DIGIT, JOINER, SPACE, SMALL, CAPITAL, TAIL = (1 << bit for bit in range(8))
"""Character flags; TAIL marks whatever may follow within a word."""

WORD, SPECIAL = 1, 2
"""Flags for scikit-learn's pattern; lower-casing a SPECIAL letter can move word boundaries."""

EMPTY, SPACES, TIGHT, STOP, STOP_SPACES, OTHER, AFTER_S = range(7)
"""States of the gap before a token: the first three, and the last (empty, behind an s), end no
phrase; a full stop and white space may. `toolkit.tokenizing.gap_states` says which follows."""

MOST = 0x7FFFFFFFFFFFFFFF
"""The largest place. Where kernels look at many places they are unsigned, or cut to this: one that
may be negative is counted from the end, for which numba tests each."""

_MODULES = {
    "find_news_tokens": "text_finding",
    "find_words": "text_finding",
    "mix": "text_numbering",
    "intern": "text_numbering",
    "resolve_tokens": "text_numbering",
    "join_sequences": "text_numbering",
    "count_rows": "text_numbering",
    "list_codes": "text_pairs",
    "fill_buckets": "text_pairs",
    "find_pairs": "text_pairs",
}


def __getattr__(name: str) -> Any:
    """Import a kernel on first use."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"toolkit._kernels.{_MODULES[name]}"), name)
