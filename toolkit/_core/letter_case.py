"""Lower case by one rule, for terms, patterns, labels and tables alike."""

from __future__ import annotations

_FINAL_SIGMA = str.maketrans("ς", "σ")


def fold_case(text: str) -> str:
    """Return text in lower case, with a Turkish ``İ`` as a plain ``i``.

    Greek sigma becomes ``ς`` at the end of a word, as printed; German ``ß`` stays a letter of its
    own ("Maße" is not "Masse").

    Examples
    --------
    >>> fold_case("İdlib"), fold_case("ΛΟΓΟΣ"), fold_case("Maße")
    ('idlib', 'λογος', 'maße')
    """
    return text.lower() if text.isascii() else text.replace("İ", "I").lower()


def match_key(text: str) -> str:
    """Return what two words are compared by: `fold_case`, and one form of sigma.

    A word cut short by a wildcard ends in another sigma than the whole word.

    Examples
    --------
    >>> match_key("ΟΔΟΣ") == match_key("οδος") == match_key("οδοσ")
    True
    """
    return text.lower() if text.isascii() else fold_case(text).translate(_FINAL_SIGMA)
