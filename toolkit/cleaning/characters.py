"""Character steps: functions from text to text, each linear in the length of the text.

They are repeated until nothing changes (repairing mojibake can expose a soft hyphen), so that
cleaning is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.cleaning.character_tests import (
    BREAKS,
    DOUBLE_SPACE,
    INVISIBLE,
    ODD,
    ODD_SPACES,
    SUSPECT,
    UNUSUAL,
    code_points,
    kinds_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_SPACES = [chr(code) for code in code_points(ODD_SPACES)]
_ONE_BREAK = [chr(code) for code in code_points(BREAKS)]
_ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
_MANY_SPACES = re.compile("  +")
_JOINERS = "\u200c\u200d"
# Scripts (and emoji) in which a joiner changes the rendering: Persian, Urdu, Indic scripts.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc"
    "\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    f"|(?<![{_JOINING}])[{_JOINERS}]|[{_JOINERS}](?=\\s|\\Z)"
)

_CP1252 = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0x100)}
_CP1252 |= {chr(code): code for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_CP1252.pop("\ufffd", None)
_CONTINUATION = "".join(re.escape(ch) for ch, code in _CP1252.items() if code < 0xC0)
# Second characters that never follow a capital letter in real text. A curly quote or a dash can
# follow a real 'Ã', so such pairs are left alone and only flagged.
_PLAIN = "".join(
    re.escape(ch)
    for ch, code in _CP1252.items()
    if (0xA0 <= code < 0xC0 and ch not in "«»\u00ad") or ch in "ŸžœšŽŒŠ"
)
_PAIR = f"[ÂÃÄÅÎÏÐÑ×ØÙÚÛ][{_CONTINUATION}]"
_MOJIBAKE = re.compile(
    f"â[€‚„†‡ˆ‰‹Œž][{_CONTINUATION}]"  # quotes, dashes, bullets, the euro and trade-mark signs
    f"|ï»¿|ï¬[{_CONTINUATION}]|ð[Ÿ][{_CONTINUATION}]{{2}}"
    f"|(?:{_PAIR})+(?: (?:{_PAIR})+)*"
)
_SUSPECT = re.compile(f"â[€‚„†]|[ÃÂÄÅ][{_CONTINUATION}]|ï»¿|\ufffd|[\x80-\x84\x86-\x9f]|ï¿½")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_SURE_PAIR = re.compile(f"[ÂÃÄÅ][{_PLAIN}]")


def _is_ordinary(text: str) -> bool:
    """Return whether no step changes a character unless an unlisted one stands beside it."""
    return not kinds_of(text) & UNUSUAL


def normalize_unicode(text: str) -> str:
    """Return ``text`` in Unicode normalization form C, in which é is one character.

    Examples
    --------
    >>> len(normalize_unicode("cafe\N{COMBINING ACUTE ACCENT}"))
    4
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def normalize_spaces(text: str) -> str:
    r"""Return ``text`` with each run of spaces as one space and each line break as ``\n``.

    Examples
    --------
    >>> normalize_spaces("next\u00a0 Saturday.\r\nThen")
    'next Saturday.\nThen'
    """
    kinds = kinds_of(text)
    if not kinds & (DOUBLE_SPACE | ODD):
        return text
    if kinds & ODD:  # one search for each character is quicker than one for them all
        text = text.replace("\r\n", "\n")
        for sign in _ONE_BREAK:
            text = text.replace(sign, "\n")
        for sign in _SPACES:
            text = text.replace(sign, " ")
    return _MANY_SPACES.sub(" ", text) if "  " in text else text


def remove_invisible(text: str) -> str:
    r"""Return ``text`` without soft hyphens, zero-width, control and bidirectional characters.

    Zero-width joiners and non-joiners stay where the script needs them, as in Persian.

    Examples
    --------
    >>> remove_invisible("de\u00adescalation")
    'deescalation'
    >>> remove_invisible("می\u200cخواهم") == "می\u200cخواهم"
    True
    """
    return _INVISIBLE.sub("", text) if kinds_of(text) & INVISIBLE else text


def has_mojibake(text: str) -> bool:
    """Return whether ``text`` appears to have been decoded with the wrong encoding.

    Examples
    --------
    >>> has_mojibake("Daeshâ€™s"), has_mojibake("Daesh’s")
    (True, False)
    """
    return bool(kinds_of(text) & SUSPECT) and _SUSPECT.search(text) is not None


def repair_mojibake(text: str) -> str:
    r"""Return ``text`` with UTF-8 that was decoded as cp1252 repaired where unambiguous.

    Curly quotes stay curly. Pairs that could be intended, such as a capital 'Ã' before a closing
    quote, stay unchanged.

    Examples
    --------
    >>> repair_mojibake("Daeshâ€™s â€œcaliphateâ€\x9d in MÃ¼nchen")
    'Daesh’s “caliphate” in München'
    >>> repair_mojibake("«SÃO PAULO»")
    '«SÃO PAULO»'
    """
    if not kinds_of(text) & SUSPECT:
        return text
    if _SUSPECT.search(text) is None and _MOJIBAKE.search(text) is None:
        return text
    text = _MOJIBAKE.sub(_repair_run, text)
    return _C1.sub(lambda match: match[0].encode("latin-1").decode("cp1252", "ignore"), text)


def _repair_run(match: re.Match[str]) -> str:
    run = match[0]
    pairs = (len(run) - run.count(" ")) // 2
    if run[0] not in "âïð" and pairs < 3:
        before = match.string[match.start() - 1 : match.start()]
        if not _sure_pairs(run, before):
            return run
    return _decode(run)


def _sure_pairs(run: str, before: str) -> bool:
    pairs = [pair for word in run.split(" ") for pair in _in_twos(word)]
    # 'Ã' and a no-break space after a capital can end a Portuguese word in capitals.
    doubtful = before.isupper() and any(pair[1] == "\u00a0" for pair in pairs)
    return not doubtful and all(_SURE_PAIR.fullmatch(pair) for pair in pairs)


def _in_twos(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(0, len(word), 2)]


def _decode(run: str) -> str:
    try:
        return bytes(_CP1252.get(ch, 0x20) for ch in run).decode("utf-8")
    except UnicodeDecodeError:
        return run


CHARACTER_STEPS: dict[str, Callable[[str], str]] = {
    "mojibake": repair_mojibake,
    "invisible": remove_invisible,
    "spaces": normalize_spaces,
    "unicode": normalize_unicode,
}
"""The character steps by name, in order of execution."""


def clean_characters(text: str, steps: Collection[str]) -> str:
    """Apply the character steps in ``steps`` until the text no longer changes."""
    if _is_ordinary(text):
        return normalize_spaces(text) if "spaces" in steps else text
    selected = [step for name, step in CHARACTER_STEPS.items() if name in steps]
    before = None
    while text != before:
        before = text
        for step in selected:
            text = step(text)
    return text


@dataclass(frozen=True, slots=True)
class Change:
    """A change made by one character step: the characters affected, and a remark."""

    step: str
    text: str
    reason: str


def describe_changes(text: str, steps: Collection[str]) -> list[Change]:
    """Return what each character step in ``steps`` changes in ``text``."""
    if _is_ordinary(text):
        return []
    selected = [name for name in CHARACTER_STEPS if name in steps]
    changes: list[Change] = []
    before = None
    while text != before:
        before = text
        for name in selected:
            kinds, describe = _DESCRIBE[name]
            concerned = describe(text) if kinds_of(text) & kinds else []
            text = CHARACTER_STEPS[name](text)
            if concerned:
                changes.append(Change(name, "".join(concerned), _count(concerned)))
    return changes


def _mojibake(text: str) -> list[str]:
    return [found for found in _MOJIBAKE.findall(text) + _C1.findall(text) if _repaired(found)]


def _odd_spaces(text: str) -> list[str]:
    present = [sign for sign in _SPACES if sign in text]
    if len(present) == 1:
        return present * text.count(present[0])
    return _ODD_SPACE.findall(text)


def _combining(text: str) -> list[str]:
    marks = {sign for sign in set(text) if sign >= "\u0300" and unicodedata.combining(sign)}
    return [sign for sign in text if sign in marks] if marks else []


_DESCRIBE: dict[str, tuple[int, Callable[[str], list[str]]]] = {
    "mojibake": (SUSPECT, _mojibake),
    "invisible": (INVISIBLE, _INVISIBLE.findall),
    "spaces": (ODD, _odd_spaces),
    "unicode": (UNUSUAL, _combining),
}
"""The kinds of characters that a step can change, and what it changes in a text that has them."""


def _repaired(piece: str) -> bool:
    return repair_mojibake(piece) != piece


def _count(pieces: list[str]) -> str:
    """Summarise the pieces by code point: "2 × U+00AD, 1 × U+200B"."""
    counts = Counter(" ".join(f"U+{ord(ch):04X}" for ch in piece) for piece in pieces)
    listed = [f"{n} × {codes}" for codes, n in counts.most_common(5)]
    more = "" if len(counts) <= 5 else f" and {len(counts) - 5} others"
    return ", ".join(listed) + more
