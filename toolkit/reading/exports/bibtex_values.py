r"""Values of BibTeX: joined with ``#``, their macros put in, their braces and LaTeX resolved.

A value is a number, the name of a macro, or text in braces or quotes; ``#`` joins several. The
names of months are macros of every style. LaTeX is decoded by bibtexparser with pylatexenc, for
which ``%`` begins a comment and ``&`` a column of a table; in exports of libraries both are letters
of a sentence.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BARE = re.compile(r"(?<!\\)[%&]")
_LINK = re.compile(r"\\href\{[^{}]*\}\{([^{}]*)\}")
_URL = re.compile(r"\\url\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([_%&#$~{}])")
_LATEX = re.compile(r"[\\$~%^_#&]|---|[-`'][{}]+[-`']|``|''|[!?]`|<<|>>|,,|\n\s*\n")
_STEPS = {"{": 1, "}": -1}
_MAX_MACROS = 20


def join_value(raw: str, macros: Mapping[str, str]) -> str:
    """Return a value without its delimiters: its parts joined, its macros put in.

    Parameters
    ----------
    raw : str
        As it stands in the file: ``gaz # " on " # {Sunday}``.
    macros : mapping of str to str
        Name in lower case -> raw value.

    Examples
    --------
    >>> join_value('gaz # " on " # {a {S}unday}', {"gaz": "{The Gazette}"})
    'The Gazette on a {S}unday'
    >>> join_value("oct", {}), join_value("2018", {}), join_value("{No. # 1}", {})
    ('oct', '2018', 'No. # 1')
    """
    return "".join(_resolved(part, macros, 0) for part in split_at_depth_0(raw, "#"))


def _resolved(part: str, macros: Mapping[str, str], depth: int) -> str:
    if len(part) > 1 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
        return part[1:-1]
    defined = macros.get(part.lower())
    if defined is None or depth > _MAX_MACROS:
        return part
    return "".join(_resolved(inner, macros, depth + 1) for inner in split_at_depth_0(defined, "#"))


def split_at_depth_0(text: str, mark: str) -> list[str]:
    """Split at a mark outside braces and quotes, and strip the parts.

    Examples
    --------
    >>> split_at_depth_0('a # {b # c} # "d # e"', "#")
    ['a', '{b # c}', '"d # e"']
    >>> split_at_depth_0("Roe, Jane and {Bed and Board}", " and ")
    ['Roe, Jane', '{Bed and Board}']
    """
    cuts = [at for at in _outside(text, quotes=mark == "#") if text.startswith(mark, at)]
    starts = [0, *(at + len(mark) for at in cuts)]
    return [text[start:end].strip() for start, end in zip(starts, [*cuts, len(text)], strict=True)]


def _outside(text: str, *, quotes: bool) -> Iterator[int]:
    """Yield the offsets that are outside braces and, for joined values, outside quotes."""
    depth, quoted = 0, False
    for at, character in enumerate(text):
        if at and text[at - 1] == "\\\\"[0]:
            continue
        if character == "{":
            depth += 1
        elif character == "}":
            depth = max(depth - 1, 0)
        elif character == '"' and quotes and not depth:
            quoted = not quoted
        elif not depth and not quoted:
            yield at


def latex_to_decode(value: str) -> str:
    r"""Return a value whose ``%`` and ``&`` are letters, and whose links are their names.

    Examples
    --------
    >>> latex_to_decode(r"50% of \href{http://example.org}{Bed & Board}")
    '50\\% of Bed \\& Board'
    """
    return _BARE.sub(r"\\\g<0>", _LINK.sub(r"\1", value))


def without_latex(value: str) -> str | None:
    r"""Return a value whose only LaTeX are dashes and braces as text, None for any other.

    Half a millisecond of pylatexenc for each field is most of the time of a large file.

    Examples
    --------
    >>> without_latex("The {Gazette}, 1--2"), without_latex(r"Caf\'e"), without_latex("{a")
    ('The Gazette, 1–2', None, None)
    """
    if _LATEX.search(value) is not None:
        return None
    if "{" in value or "}" in value:
        depths = list(itertools.accumulate(_STEPS.get(sign, 0) for sign in value))
        if min(depths) < 0 or depths[-1]:
            return None
        value = value.replace("{", "").replace("}", "")
        if _LATEX.search(value) is not None:  # what braces kept apart
            return None
    return value.replace("--", "\u2013")


def unescape_address(value: str) -> str:
    r"""Return an address or path without the escapes of LaTeX.

    Examples
    --------
    >>> unescape_address(r"\url{http://example.org/a\_b%20c}")
    'http://example.org/a_b%20c'
    """
    return _ESCAPED.sub(r"\1", _URL.sub(r"\1", value))
