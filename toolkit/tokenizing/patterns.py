"""Patterns: words that a user writes, read by the same tokenizer as the texts.

Every word of a theme, an exclusion or a context search passes through `compile_pattern`, so that
whatever is cut out of a text and written as a pattern finds that place again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit._core.letter_case import fold_case
from toolkit._core.unspaced_scripts import LETTERS
from toolkit._core.user_warnings import warn_user
from toolkit.errors import PatternWarning
from toolkit.tokenizing.nltk_tokenizers import scan_with_nltk
from toolkit.tokenizing.normalization import (
    KEPT_IN_CAPITALS,
    mend_line_ends,
    strip_caps_mark,
    tidy_surfaces,
)
from toolkit.tokenizing.phrase_breaks import resolve_gaps
from toolkit.tokenizing.scanner import scan_plainly
from toolkit.tokenizing.stream import ALL_CAPS, GAP_SPACE

if TYPE_CHECKING:
    from toolkit.tokenizing.stream import Stream

_WILDCARD = "\ua78f"
"""Stands for ``*`` while a pattern is scanned: a letter without case that news does not use."""

_HYPHENS = re.compile(r"[-‐‑–]")
_REGEX_SIGNS = re.compile(
    r"\\[a-zA-Z.*+?]|\[[^\]]*\]|(?<!\.[^\W\d_])\.[*+?]|[)\]][*+?]|\w\?\w|\(\?|[|^]"
)
UNSPACED = re.compile(f"[{LETTERS}]")

"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


class WordPattern(NamedTuple):
    """A pattern as pieces: its tokens, cut at hyphens.

    Attributes
    ----------
    pieces : tuple of str
        Lower-case words in which ``*`` matches any characters.
    printed : tuple of str
        The same in the case in which they were given.
    hyphens : tuple of bool
        Whether the pattern has a hyphen before each piece.
    crosses : tuple of bool
        Whether the pattern itself has a sign before each piece, so that a match may have one.
    capitals : tuple of bool
        Whether a piece must be printed in capitals ("US" is not "us").
    signs : tuple of str
        "&" before a piece where a match needs an ampersand as well ("AT&T" is not "at T."); "-"
        where a hyphen may be a space but no full stop ("co-chief" is not "Co. chief"); else "".
    """

    pieces: tuple[str, ...]
    printed: tuple[str, ...]
    hyphens: tuple[bool, ...]
    crosses: tuple[bool, ...]
    capitals: tuple[bool, ...]
    signs: tuple[str, ...]

    @property
    def has_letters(self) -> bool:
        """Whether any piece is more than a wildcard."""
        return any(piece != "*" for piece in self.pieces)


class _Piece(NamedTuple):
    printed: str
    hyphen: bool
    crosses: bool
    capitals: bool
    sign: str


def scan_words(text: str, tokenizer: str = "news") -> Stream:
    """Return the tokens of a few words, as the tokenizer finds them within a text."""
    return scan_plainly([text]) if tokenizer == "news" else scan_with_nltk([text], tokenizer)


@lru_cache(maxsize=4096)
def compile_pattern(text: str, tokenizer: str = "news") -> WordPattern:
    """Read a pattern with the tokenizer of the texts.

    Parameters
    ----------
    text : str
        One or several words; ``*`` matches any characters.
    tokenizer : str
        As in `tokenize`.

    Returns
    -------
    WordPattern
        Without pieces if the text holds no letter or digit.

    Examples
    --------
    >>> compile_pattern("anti-government protest*").pieces
    ('anti', 'government', 'protest*')
    >>> compile_pattern("Al Jazeera’s").pieces, compile_pattern("U.S.-led").pieces
    (('al', 'jazeera'), ('u.s.', 'led'))
    """
    pieces = _pieces_of(re.sub(r"\*+", _WILDCARD, text.strip()), tokenizer)
    printed = tuple(piece.printed.replace(_WILDCARD, "*") for piece in pieces)
    return WordPattern(
        pieces=tuple(fold_case(name) for name in printed),
        printed=printed,
        hyphens=tuple(piece.hyphen for piece in pieces),
        crosses=tuple(piece.crosses for piece in pieces),
        capitals=tuple(piece.capitals for piece in pieces),
        signs=tuple(piece.sign for piece in pieces),
    )


def split_words(text: str) -> tuple[str, ...]:
    r"""Return the words of a pattern as written, with words mended that a line end divides.

    Examples
    --------
    >>> split_words(" peace \n talks "), split_words("money-\nlaundering")
    (('peace', 'talks'), ('moneylaundering',))
    """
    return tuple(mend_line_ends(text).split())


def warn_of_pattern(where: str, text: str) -> None:
    """Warn if a pattern looks like a regular expression, or its script has no spaces.

    Parameters
    ----------
    where : str
        The function or file, for the message.
    text : str
        The pattern as written.
    """
    problem = pattern_problem(text)
    if problem:
        warn_user(f"{where}: {problem}", PatternWarning)


def warn_of_wildcard(where: str, text: str) -> None:
    """Warn of a ``*`` where it is no wildcard, so that it would match nothing."""
    if "*" in text:
        message = (
            f"{where}: {text!r} has a *, which is a wildcard only in themes and contexts; here it "
            f"matches nothing. List the forms."
        )
        warn_user(message, PatternWarning)


def pattern_problem(text: str) -> str:
    r"""Return why a pattern may not find what it seems to say, or "".

    Examples
    --------
    >>> pattern_problem("wa\\w+")
    "pattern 'wa\\\\w+' looks like a regular expression and is read as the words 'wa w'. ..."
    >>> pattern_problem("war*")
    ''
    """
    if _REGEX_SIGNS.search(text):
        words = " ".join(compile_pattern(text).printed)
        return (
            f"pattern {text!r} looks like a regular expression and is read as the words "
            f"{words!r}. The only special sign is *, which matches any letters: 'war*' finds all "
            f"words that begin with war."
        )
    unspaced = [piece for piece in compile_pattern(text).printed if UNSPACED.search(piece)]
    if unspaced and not all("*" in piece for piece in unspaced):
        return (
            f"pattern {text!r} is in a script written without spaces, which is not cut into "
            f"words: it matches only where it stands alone between signs. Write "
            f"'*{unspaced[0].strip('*')}*' to find it anywhere."
        )
    return ""


def _pieces_of(text: str, tokenizer: str) -> list[_Piece]:
    stream = scan_words(text, tokenizer)
    names = tidy_surfaces(stream.surfaces)
    stream = resolve_gaps(stream, names)
    found: list[_Piece] = []
    end = 0
    for k, number in enumerate(stream.ids.tolist()):
        start, name = int(stream.starts[k]), names[number]
        gap = text[end:start]
        touches = k > 0 and not gap and _WILDCARD in text[end - 1] + text[start]
        end = int(stream.ends[k])
        if touches:  # the tokenizer cut at the wildcard, where a text has no boundary
            last = found.pop()
            found.append(last._replace(printed=last.printed + name))
            continue
        crosses = k > 0 and stream.gaps[k] != GAP_SPACE
        found += _cut(name, gap if k > 0 else "", crosses=bool(crosses))
    return found


def _cut(name: str, gap: str, *, crosses: bool) -> list[_Piece]:
    """Cut a token's name, behind a gap of the pattern, at its hyphens."""
    capitals = name in KEPT_IN_CAPITALS
    hyphen = _HYPHENS.search(gap) is not None
    sign = "&" if "&" in gap else "-" * (hyphen and "." not in gap)
    parts = [part for part in strip_caps_mark([name])[0].split("-") if part] or [name]
    first = _Piece(parts[0].replace(ALL_CAPS, ""), hyphen, crosses, capitals, sign)
    return [
        first,
        *(_Piece(part, hyphen=True, crosses=False, capitals=False, sign="-") for part in parts[1:]),
    ]
