"""Lines "Label: value": grouped into fields, and read as articles that begin with such lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.reading.exports.assembly import Line

LABEL = re.compile(r"[ \t\u00a0]{0,3}([^\W\d_][^\n:：|]{0,58}?)[ \t\u00a0]*[:：](?=\s|$)")


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
