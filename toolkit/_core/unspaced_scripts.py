"""Scripts written without blanks between words, as a class of regular expressions."""

from __future__ import annotations

LETTERS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
