"""Lines "Label: value": grouped into fields, and read as articles that begin with such lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.reading.exports.assembly import ArticleBuilder, Line

LABEL = re.compile(
    r"[ \t\u00a0]{0,3}(?:\*\*|__)?([^\W\d_][^\n:：|*]{0,58}?)(?:\*\*|__)?[ \t\u00a0]*[:：]"
    r"(?:\*\*|__)?(?=\s|$)"
)

_RULE = re.compile(r"\s*[_=*-]{5,}\s*$")


class LabelledField(NamedTuple):
    """A labelled value: its field ("" before the first label), where it begins, and its lines."""

    name: str
    value_at: int
    lines: list[Line]


def label_in(line: Line) -> tuple[str, int] | None:
    """Return the label of a line in lower case, and the offset of its value; None without one.

    Examples
    --------
    >>> from toolkit.reading.exports.assembly import Line
    >>> label_in(Line(0, 13, "Date: 22 May"))
    ('date', 5)
    """
    found = LABEL.match(line.text)
    if found is None:
        return None
    return " ".join(found[1].casefold().split()), line.start + found.end()


def by_label(fields: Mapping[str, str]) -> Callable[[Line], tuple[str, int] | None]:
    """Return a function from line to (field, offset of the value), None without a known label."""

    def field_in(line: Line) -> tuple[str, int] | None:
        found = label_in(line)
        name = "" if found is None else fields.get(found[0], "")
        return (name, found[1]) if found is not None and name else None

    return field_in


def without_rules(builder: ArticleBuilder, lines: Sequence[Line]) -> list[Line]:
    """Drop lines of nothing but rules, and return the others."""
    for line in lines:
        if _RULE.match(line.text):
            builder.put_lines("", [line], rule="separator", action="dropped")
    return [line for line in lines if not _RULE.match(line.text)]


def labelled_fields(
    lines: Sequence[Line], name_of: Callable[[Line], tuple[str, int] | None]
) -> Iterator[LabelledField]:
    """Group lines into fields; a line without a known label continues the field above.

    Parameters
    ----------
    lines : sequence of Line
        Consecutive lines.
    name_of : callable
        Line to (field, offset of the value), or None for a line without a known label.

    Yields
    ------
    LabelledField
        In order; the first has the name "" if the first line has no label.
    """
    field: LabelledField | None = None
    for line in lines:
        found = name_of(line)
        if found is not None or field is None:
            if field is not None:
                yield field
            name, value_at = found or ("", line.start)
            field = LabelledField(name, value_at, [line])
        else:
            field.lines.append(line)
    if field is not None:
        yield field
