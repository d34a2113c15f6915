"""Halves of characters (lone surrogates), which no file or table can hold."""

from __future__ import annotations

import re

HALVES = re.compile("[\ud800-\udfff]")


def has_half_characters(text: str) -> bool:
    """Return whether a text holds half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def storable(text: str) -> str:
    """Replace lone surrogates by U+FFFD: UTF-8, and so Parquet, cannot store them."""
    if text.isascii() or not has_half_characters(text):
        return text
    return HALVES.sub("\ufffd", text)
