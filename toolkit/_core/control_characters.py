"""Text from files, made safe for a terminal, a message or a page."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")


def visible(text: object) -> str:
    r"""Return a text whose control characters are shown as symbols; line breaks and tabs stay.

    XML and terminals take the result as it is: no character is left that one of them would
    execute or refuse.

    Examples
    --------
    >>> visible("red \x1b[31m\nbell \x07")
    'red ␛[31m\nbell ␇'
    """
    return _UNSAFE.sub(_symbol, str(text))


def printable(text: object) -> str:
    r"""Return a text as one line for a terminal or a message: control characters as symbols.

    Marks that reorder the characters after them are shown as well, so that a file name cannot
    look like another one.

    Examples
    --------
    >>> printable("a\x1b]0;owned\x07\nb")
    'a␛]0;owned␇ b'
    >>> printable("evil\u202egpj.exe")
    'evil<U+202E>gpj.exe'
    """
    return visible(_BIDI.sub(_code, _BREAKS.sub(" ", str(text))))


def _symbol(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"


def _code(found: re.Match[str]) -> str:
    return f"<U+{ord(found.group()):04X}>"
