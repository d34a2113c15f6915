"""Cells of .ods as they are shown: line breaks within them, and months that are stored as days.

python-calamine passes over the elements that stand for line breaks, and gives the day that is
stored. What a cell shows stands beside it in the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BREAK = re.compile(rb"<text:(line-break|tab)(?:\s[^>]*)?(?:/>|></text:\1>)")
_DATE_CELL = re.compile(
    rb"<table:table-cell\b[^>]*\boffice:date-value=\"(\d{4})-(\d\d)-(\d\d)(?:T00:00:00)?\"[^>]*>"
    rb"\s*<text:p(?:\s[^>]*)?>([^<]*)</text:p>"
)
_TYPE = re.compile(rb"\b(office:value-type|calcext:value-type)=\"date\"")
_STYLE = re.compile(rb"\btable:style-name=\"([^\"]*)\"")
_MONTH = re.compile(r"[^\W\d_]+\.?[\s/.'’-]*(\d{2}|\d{4})|\d{1,2}[/.-](\d{4})|(\d{4})[/.-]\d{1,2}")


class _Shown(NamedTuple):
    """A cell that shows less than the day that it stores: its place, style, and what it shows."""

    start: int
    end: int
    style: bytes
    is_first: bool
    text: str


def as_shown(content: bytes) -> bytes:
    """Return content.xml with breaks as characters, and months as months.

    The first day of a month that is shown as "Oct-18" or "10/2018" is that month, unless cells of
    the same style hide other days; years likewise.

    Examples
    --------
    >>> cell = b'<table:table-cell office:date-value="%s"><text:p>%s</text:p>'
    >>> as_shown(cell % (b"2018-10-01", b"Oct-18")).endswith(b"<text:p>2018-10</text:p>")
    True
    >>> as_shown(cell % (b"2018-10-01", b"01.10.18")).endswith(b"<text:p>01.10.18</text:p>")
    True
    """
    cells = [cell for found in _DATE_CELL.finditer(content) if (cell := _shown(found)) is not None]
    of_days = {cell.style for cell in cells if not cell.is_first}
    parts, end = [], 0
    for cell in cells:
        if cell.style not in of_days:
            text = _TYPE.sub(rb'\1="string"', content[cell.start : cell.end])
            text = re.sub(rb"\s*\boffice:date-value=\"[^\"]*\"", b"", text)
            shown = cell.text.encode()
            parts += [
                content[end : cell.start],
                re.sub(rb">([^<>]*)</text:p>", rb">" + shown + rb"</text:p>", text),
            ]
            end = cell.end
    content = b"".join([*parts, content[end:]]) if parts else content
    return _BREAK.sub(_character, content)


def _shown(found: re.Match[bytes]) -> _Shown | None:
    """Return a cell that shows a month or a year alone, None for one that shows a day."""
    year, month, day = (part.decode() for part in found.group(1, 2, 3))
    text = found[4].decode("utf-8", "replace").strip()
    style = _STYLE.search(found[0])
    name = style[1] if style else b""
    if text == year:
        return _Shown(*found.span(), name, f"{month}{day}" == "0101", year)
    month_alone = _MONTH.fullmatch(text)
    number = next(filter(None, month_alone.groups()), "") if month_alone else ""
    if not number or number not in {year, year[2:]} or int(number) == int(day):
        return None
    return _Shown(*found.span(), name, day == "01", f"{year}-{month}")


def _character(element: re.Match[bytes]) -> bytes:
    return b"&#9;" if element[1] == b"tab" else b"&#10;"
