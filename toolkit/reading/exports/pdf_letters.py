"""Whether the letters of a PDF are those that it draws, and its words apart.

A PDF draws shapes; which letters they are it may not say, and blanks it need not draw. Such a file
is read without an error, as signs that no word list has, as one word a line, or as single letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MOST_LETTERS = 25
"""Letters of the longest words of the press; in a text with blanks, few are longer."""

_LEAST, _LEAST_LONG = 40, 3
_FEW_SIGNS, _MOST_SIGNS = 0.03, 0.2
"""Shares of signs; bullets drawn in a font of symbols are a hundredth of some reports."""

_FEW_MIXED, _MOST_MIXED = 0.1, 0.3
_LONG, _SINGLE = 0.1, 0.6
_WORD = re.compile(r"[^\W\d_]+")
_NO_LETTERS = frozenset({"Cc", "Co", "Cn", "Cs"})
_WITHOUT_BLANKS = frozenset({
    "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH", "FULLWIDTH", "THAI", "LAO",
    "KHMER", "MYANMAR", "TIBETAN", "HANGUL", "BOPOMOFO",
})  # fmt: skip
_NEUTRAL = frozenset({"", "MICRO", "MODIFIER", "MASCULINE", "FEMININE", "MATHEMATICAL", "OHM"})


class LetterFault(NamedTuple):
    """What is wrong with the letters of a PDF, and whether no word of it can be trusted."""

    reason: str
    is_unreadable: bool


def find_letter_fault(text: str) -> LetterFault | None:
    """Return what is wrong with the letters of a text, None for nothing.

    Parameters
    ----------
    text : str
        The text of all pages.

    Examples
    --------
    >>> find_letter_fault("Theferrysailsagainafteraweekofstorms " * 3).reason
    '100% of its letters are in words of more than 25: blanks between words are missing'
    >>> find_letter_fault("N e w s  o f  t h e  d a y " * 4).reason
    '100% of its words are single letters: its words were drawn letter by letter'
    >>> find_letter_fault("The ferry sails again after a week of storms.") is None
    True
    """
    signs = [sign for sign in text if not sign.isspace()]
    if len(signs) < _LEAST:
        return None
    strange = sum(unicodedata.category(sign) in _NO_LETTERS or sign == "\ufffd" for sign in signs)
    words = _WORD.findall(text)
    long = [word for word in words if len(word) > 1]
    mixed = sum(_is_mixed(word) for word in long) / max(1, len(long))
    share = strange / len(signs)
    if share > _FEW_SIGNS or mixed > _FEW_MIXED:
        reason = f"{share:.0%} of its signs are no letters, {mixed:.0%} of its words mix scripts"
        reason = f"{reason}: its fonts do not say which letters they draw"
        return LetterFault(reason, share > _MOST_SIGNS or mixed > _MOST_MIXED)
    return _spacing(words)


def _spacing(words: list[str]) -> LetterFault | None:
    apart = [word for word in words if _script(word[0]) not in _WITHOUT_BLANKS]
    n_letters = sum(map(len, apart))
    if n_letters < max(_LEAST, sum(map(len, words)) / 2):
        return None
    long = [len(word) for word in apart if len(word) > MOST_LETTERS]
    joined = sum(long) / n_letters
    if joined > _LONG and len(long) >= _LEAST_LONG:
        reason = f"{joined:.0%} of its letters are in words of more than {MOST_LETTERS}"
        return LetterFault(f"{reason}: blanks between words are missing", is_unreadable=False)
    single = sum(len(word) == 1 for word in apart) / len(apart)
    if single > _SINGLE:
        reason = f"{single:.0%} of its words are single letters"
        return LetterFault(f"{reason}: its words were drawn letter by letter", is_unreadable=False)
    return None


def _is_mixed(word: str) -> bool:
    """Return whether letters of two scripts stand in one word, as no word of the press has."""
    scripts = {_script(letter) for letter in word} - _NEUTRAL
    return len(scripts) > 1 and not scripts <= _WITHOUT_BLANKS | {"LATIN"}


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
