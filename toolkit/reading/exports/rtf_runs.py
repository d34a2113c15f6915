r"""Text of a rich-text file that a reader of the page does not see, set apart before conversion.

Hidden text (``\v``), tracked deletions (``\deleted``), footnotes, comments, page headers and the
addresses of links stand among the visible words. Rich Text Format 1.9.1 describes them: hidden and
deleted are properties of characters, which end with their group, with ``\plain`` or with a 0;
the others are groups. A file is written again for each kind, with the fonts and code pages of the
whole file, so that the converter reads the letters of every kind in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[\r\n]+|[^\\{}\r\n]+",
    re.IGNORECASE,
)
_MAY_HOLD = re.compile(
    r"\\(?:v|deleted|footnote|annotation|header[lrf]?|footer[lrf]?|fldinst|bin\d+)(?![a-z])"
)
_FONTS = "fonttbl"
_GROUPS = {
    "footnote": "footnote", "annotation": "comment", "fldinst": "link", "header": "page_header",
    "headerl": "page_header", "headerr": "page_header", "headerf": "page_header",
    "footer": "page_header", "footerl": "page_header", "footerr": "page_header",
    "footerf": "page_header", _FONTS: _FONTS,
}  # fmt: skip
_ASIDES = _GROUPS.keys() - {_FONTS}
_RUNS = frozenset({"hidden", "tracked_deletion"})
_WORDS = frozenset({
    "u", "tab", "line", "par", "emdash", "endash", "emspace", "enspace", "qmspace", "bullet",
    "lquote", "rquote", "ldblquote", "rdblquote", "cell", "row", "nestcell", "sect", "page",
})  # fmt: skip
"""Control words that stand for a character."""


class _State(NamedTuple):
    """The current group: the kind that its destination stands for, and what its letters are."""

    group: str = ""
    hidden: bool = False
    deleted: bool = False

    @property
    def kind(self) -> str:
        """The kind of the letters written now, "" for visible ones."""
        return self.group or ("tracked_deletion" if self.deleted else "hidden" * self.hidden)


def split_runs(source: str) -> dict[str, str]:
    r"""Return the rich text once per kind of text: "" for the visible, and what is set apart.

    Examples
    --------
    >>> split_runs(r"{\rtf1 The {\v old }pier.}")
    {'': '{\\rtf1 The {\\v }pier.}', 'hidden': '{\\rtf1 {\\v \\par old }}'}
    """
    if not _MAY_HOLD.search(source):
        return {"": source}
    tokens = list(_labelled(source))
    kinds = dict.fromkeys(["", *(kind for _, kind in tokens if kind)])
    return {kind: "".join(_of_kind(tokens, kind)) for kind in kinds}


def _of_kind(tokens: list[tuple[str, str | None]], kind: str) -> Iterator[str]:
    """Yield the control words and the text of one kind; each stretch begins a paragraph."""
    last: str | None = ""
    for token, label in tokens:
        if label is None:
            yield token
        elif label == kind:
            yield "\\par " * bool(kind and last != kind) + token
        last = last if label is None else label


def _labelled(source: str) -> Iterator[tuple[str, str | None]]:
    """Yield the tokens of rich text, each with its kind, or None for one that is no text."""
    state, outer = _State(), []
    star = False
    for token, word, number in _tokens(source):
        if token == "\\*":
            star = True
            continue
        if star:
            yield "\\*", "" if word in _ASIDES else None
            star = False
        if token == "{":
            outer.append(state)
        elif token == "}":
            state = outer.pop() if outer else _State()
        elif word in _GROUPS:
            state = state._replace(group=state.group or _GROUPS[word])
        elif word:
            state = _changed(state, word, on=number != "0")
        is_text = _is_text(token, word) and state.group != _FONTS
        yield token, "" if word in _ASIDES else (state.kind if is_text else None)
        if word == "par" and state.kind in _RUNS:
            yield "\\'20", ""  # the paragraphs around a hidden mark run on, their words stay apart


def _tokens(source: str) -> Iterator[tuple[str, str, str]]:
    r"""Yield each token with its control word and number; the bytes after ``\bin`` are left out."""
    position = 0
    while found := _TOKEN.match(source, position):
        position = found.end()
        word, number = found[1] or "", found[2] or ""
        if word == "bin":
            position += max(int(number or 0), 0)
        else:
            yield found[0], word, number


def _changed(state: _State, word: str, *, on: bool) -> _State:
    if word == "v":
        return state._replace(hidden=on)
    if word == "deleted":
        return state._replace(deleted=on)
    return state._replace(hidden=False, deleted=False) if word == "plain" else state


def _is_text(token: str, word: str) -> bool:
    return word in _WORDS if word else token not in {"{", "}"} and not token.isspace()
