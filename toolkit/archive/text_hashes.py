"""Hashes by which a reader finds the articles of a study in a copy of their own."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pandas as pd

_BREAKS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORDS = re.compile(r"[^\W_]+")
HASH_DIGITS = 32


def text_hash(text: str) -> str:
    """Return 32 hexadecimal digits of the words of a text, "" for a text without words.

    Case, punctuation, line breaks, soft hyphens and the form of accents make no difference, so
    that the same article from another export has the same hash. One changed word gives another.

    Parameters
    ----------
    text : str
        A cleaned text.

    Examples
    --------
    >>> text_hash("“Talks” be\u00adgan.") == text_hash('"Talks" began')
    True
    >>> text_hash("Talks began.") == text_hash("Talks began today.")
    False
    """
    plain = _BREAKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = " ".join(_WORDS.findall(plain))
    if not words:
        return ""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def hash_texts(articles: pd.DataFrame) -> pd.Series:
    """Return the hash of the text of each article, indexed as ``articles``."""
    return pd.Series(
        [text_hash(str(text)) for text in articles["text"]],
        index=articles.index,
        name="text_hash",
        dtype="str",
    )
