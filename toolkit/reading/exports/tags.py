"""Splits HTML source into tags and text in one pass.

Before Python 3.13.6 the standard library's `html.parser` takes quadratic time on unclosed
constructs (two minutes for 400 kB of ``<a<a<a``). This scanner examines every character a
bounded number of times, so that untrusted files cannot stall it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW_ELEMENTS = frozenset({"script", "style", "textarea", "title", "xmp"})
"""Elements whose content is raw text up to their end tag."""

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"[^\s/>=][^\s/>=]*")
_UNQUOTED = re.compile(r"[^\s>]*")
_RAW_END = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in RAW_ELEMENTS}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of HTML source; ``kind`` is ``open``, ``close`` or ``text``."""

    kind: str
    value: str
    position: int
    attributes: dict[str, str] = field(default_factory=dict)
    raw: bool = False


def unescape(text: str) -> str:
    """Resolve character references; those that cannot be resolved stay unchanged.

    Examples
    --------
    >>> unescape("caf&eacute; &#8217; &nosuch;")
    'café ’ &nosuch;'
    """
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except (ValueError, OverflowError):  # a number of thousands of digits
        return text


def tokens(source: str) -> Iterator[Token]:
    """Split HTML source into tags and text, omitting comments, doctypes and instructions.

    Parameters
    ----------
    source : str
        HTML, however broken; nothing raises.

    Yields
    ------
    Token
        In document order; names in lower case, references resolved outside scripts and styles.

    Examples
    --------
    >>> [(t.kind, t.value) for t in tokens("<p class=a>One &amp; two<br></p>")]
    [('open', 'p'), ('text', 'One & two'), ('open', 'br'), ('close', 'p')]
    """
    position, end = 0, len(source)
    while position < end:
        mark = source.find("<", position)
        mark = end if mark < 0 else mark
        if mark > position:
            yield Token("text", unescape(source[position:mark]), position)
        if mark == end:
            return
        token, position = _tag(source, mark)
        if token is not None:
            yield token
            if token.kind == "open" and token.value in RAW_ELEMENTS:
                content, position = _raw_text(source, position, token.value)
                yield content


def _raw_text(source: str, start: int, name: str) -> tuple[Token, int]:
    found = _RAW_END[name].search(source, start)
    stop = len(source) if found is None else found.start()
    text = source[start:stop]
    if name in {"title", "textarea"}:
        text = unescape(text)
    return Token("text", text, start, raw=True), stop


def _tag(source: str, start: int) -> tuple[Token | None, int]:
    """Read the construct that begins with the ``<`` at ``start``; a lone ``<`` is text."""
    if source.startswith("<!--", start):
        return None, _after(source, "-->", start + 4)
    following = source[start + 1 : start + 2]
    if following in {"!", "?"}:
        return None, _after(source, ">", start + 2)
    if following == "/":
        name = _NAME.match(source, start + 2)
        stop = _after(source, ">", start + 2)
        if name is None:
            return None, stop
        return Token("close", name.group().lower(), start), stop
    name = _NAME.match(source, start + 1)
    if name is None:
        return Token("text", "<", start), start + 1
    attributes, stop = _attributes(source, name.end())
    return Token("open", name.group().lower(), start, attributes), stop


def _after(source: str, mark: str, start: int) -> int:
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


def _attributes(source: str, position: int) -> tuple[dict[str, str], int]:
    """Read the attributes up to and including the ``>`` of the tag."""
    found: dict[str, str] = {}
    while True:
        position = _end(_SPACE, source, position)
        if position >= len(source):
            return found, position
        if source[position] == ">":
            return found, position + 1
        name = _ATTRIBUTE.match(source, position)
        if name is None:  # a stray "="
            position += 1
            continue
        value, position = _value(source, name.end())
        found.setdefault(name.group().lower(), unescape(value))


def _value(source: str, position: int) -> tuple[str, int]:
    start = _end(_SPACE, source, position)
    if source[start : start + 1] != "=":
        return "", position
    start = _end(_SPACE, source, start + 1)
    quote = source[start : start + 1]
    if quote in {'"', "'"}:
        stop = source.find(quote, start + 1)
        if stop < 0:  # never closed: the rest of the file is inside the quotes
            return "", len(source)
        return source[start + 1 : stop], stop + 1
    stop = _end(_UNQUOTED, source, start)
    return source[start:stop], stop


def _end(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return position if match is None else match.end()
