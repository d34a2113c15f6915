"""Frequent words of many short texts as codes of one or two bytes, before compression.

Deflate looks back 32 KB; the titles of ten thousand articles fill twenty times as much, so that it
meets most words as if for the first time. A list of the words that pay, sent once, mends that.

ASCII stands for itself. Bytes 128 to 223 are the 96 most frequent words; 224 to 254 with the byte
after them the next 7,936; 255 announces one other character in UTF-8.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = re.compile(r" ?[A-Za-z’']+")
PIECE = re.compile(r" ?[A-Za-z’']+|.", re.DOTALL)
FIRST, PAIRS, OTHER = 0x80, 0xE0, 0xFF
N_SINGLE, N_WORDS = PAIRS - FIRST, 4_000
CODE_SIZE = 1.5


def paying_words(texts: Sequence[str]) -> list[str]:
    """Return the words that are worth a code, the most frequent first.

    Examples
    --------
    >>> paying_words(["truce talks resume", "truce talks stall", "truce holds"])
    ['truce', ' talks']
    """
    counts = Counter(word for text in texts for word in WORD.findall(text))
    saved = {word: (n - 1) * (len(word.encode()) - CODE_SIZE) - 1 for word, n in counts.items()}
    worth = [word for word, gain in saved.items() if counts[word] > 1 and gain > 0]
    worth.sort(key=lambda word: (-saved[word], word))
    return sorted(worth[:N_WORDS], key=lambda word: (-counts[word], word))


def encode_words(text: str, codes: dict[str, bytes]) -> bytes:
    r"""Return a text with the words that have a code as their codes.

    Examples
    --------
    >>> codes = code_words(["truce"])
    >>> encode_words("truce café", codes)
    b'\x80 caf\xff\xc3\xa9'
    >>> decode_words(b"\x80 caf\xff\xc3\xa9", ["truce"])
    'truce café'
    """
    return b"".join(codes.get(piece) or _plain(piece) for piece in PIECE.findall(text))


def code_words(words: Sequence[str]) -> dict[str, bytes]:
    """Return the code of each word."""
    codes = {}
    for number, word in enumerate(words):
        page, place = divmod(number - N_SINGLE, 256)
        single = number < N_SINGLE
        codes[word] = bytes([FIRST + number]) if single else bytes([PAIRS + page, place])
    return codes


def _plain(piece: str) -> bytes:
    if piece.isascii():
        return piece.encode("ascii")
    marked = (letter.encode() for letter in piece)
    return b"".join(one if len(one) == 1 else bytes([OTHER]) + one for one in marked)


def decode_words(content: bytes, words: Sequence[str]) -> str:
    """Return the text that `encode_words` wrote."""
    found, at = [], 0
    while at < len(content):
        byte, size = content[at], 1
        if byte < FIRST:
            found.append(chr(byte))
        elif byte < PAIRS:
            found.append(words[byte - FIRST])
        elif byte < OTHER:
            found.append(words[N_SINGLE + 256 * (byte - PAIRS) + content[at + 1]])
            size = 2
        else:
            size = 1 + _width(content[at + 1])
            found.append(content[at + 1 : at + size].decode())
        at += size
    return "".join(found)


def _width(lead: int) -> int:
    """Return the bytes of a character of UTF-8 from its first one."""
    return 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
