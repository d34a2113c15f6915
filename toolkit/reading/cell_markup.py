"""HTML and escape codes in the cells of tables, converted to text column by column.

A column is converted if one in twenty of its first cells has markup; cells without any are left as
they are. What is taken out goes to the ledger.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK = """
    address article aside blockquote center dd div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul
    title
"""
_BLOCKS = frozenset(_BLOCK.split())
_INLINE = "a abbr b big cite code del em font i img ins q s small span strike strong sub sup u"
_SILENT = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "object"])
_NAMES = "|".join(
    sorted([*_BLOCKS, *_INLINE.split(), *_SILENT, "br", "html", "body", "head", "meta", "wbr"])
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>|<!--", re.IGNORECASE)
_SOURCE = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|<![^<>]*>|<\?[^<>]*>", re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_EXCEL_CODE = re.compile(r"_x000[dDaA9]_\r?\n?")
_ESCAPED_BREAK = re.compile(r"(?<![\\:])\\(?:r\\n|[nr]|t(?![a-z]))(?![a-z]{1,3}[\\/])")
_MIN_SHARE = 0.05


class Converted(NamedTuple):
    """The text of a cell, and what was taken out of it."""

    text: str
    removed: str


class CellForm(NamedTuple):
    """Which kinds of markup the cells of a column have."""

    tags: bool = False
    references: bool = False
    excel_codes: bool = False
    escaped_breaks: bool = False

    @property
    def kinds(self) -> str:
        """Return what is converted, for the ledger."""
        names = {
            "tags": "HTML",
            "references": "character references",
            "excel_codes": "_x000D_",
            "escaped_breaks": r"\n as two characters",
        }
        return ", ".join(shown for name, shown in names.items() if getattr(self, name))


def cell_form(cells: Iterable[str]) -> CellForm | None:
    """Return the markup of a column by its first cells, or None if it has none."""
    filled = [cell[:20_000] for cell in cells if cell and not cell.isspace()]
    least = _MIN_SHARE * len(filled)

    def common(pattern: re.Pattern[str]) -> bool:
        n = sum(pattern.search(cell) is not None for cell in filled)
        return n > 0 and n >= least

    real_breaks = any("\n" in cell for cell in filled)
    form = CellForm(
        tags=common(_TAG),
        references=common(_REFERENCE),
        excel_codes=common(_EXCEL_CODE),
        escaped_breaks=not real_breaks and common(_ESCAPED_BREAK),
    )
    return form if any(form) else None


def convert_cell(cell: str, form: CellForm) -> Converted:
    r"""Return the text of a cell, with paragraphs on lines of their own, and what was removed.

    Examples
    --------
    >>> convert_cell("<p>One &amp; two</p><p>Three</p>", CellForm(tags=True)).text
    'One & two\n\nThree'
    >>> convert_cell(r"One.\nTwo.", CellForm(escaped_breaks=True)).text
    'One.\nTwo.'
    """
    removed: list[str] = []
    if form.excel_codes and "_x000" in cell:
        cell = _take(_EXCEL_CODE, "\n", cell, removed)
    if form.escaped_breaks and "\\" in cell:
        cell = _take(_ESCAPED_BREAK, "\n", cell, removed)
    if form.tags and "<" in cell and _TAG.search(cell):
        text, more = _split_html(cell)
        return Converted(text, "".join([*removed, more]))
    if (form.tags or form.references) and "&" in cell:
        removed += _REFERENCE.findall(cell)
        cell = _unescape(cell)
    return Converted(cell, "".join(removed))


def plain_text(cell: str) -> str:
    """Return a cell without any markup."""
    return convert_cell(cell, CellForm(tags=True, references=True)).text


def has_tags(text: str) -> bool:
    """Return whether a text has the closing tag of a known element."""
    return "</" in text and _TAG.search(text) is not None


def _take(pattern: re.Pattern[str], value: str, cell: str, removed: list[str]) -> str:
    removed += [found.strip() for found in pattern.findall(cell)]
    return pattern.sub(value, cell)


def _split_html(cell: str) -> Converted:
    """Separate the text of HTML source from tags, comments, scripts and styles."""
    parts: list[str] = []
    removed: list[str] = []
    position, silent = 0, ""
    for found in _SOURCE.finditer(cell):
        text, position, mark = cell[position : found.start()], found.end(), found[0]
        (removed if silent else parts).append(text if silent else _one_line(text, removed))
        removed.append(mark)
        name = _NAME.match(mark)
        tag = name[1].casefold() if name else ""
        if silent:
            silent = "" if mark.startswith("</") and tag == silent else silent
        elif tag in _SILENT and not mark.startswith("</") and not mark.endswith("/>"):
            silent = tag
        elif tag in _BLOCKS or tag == "br":
            parts.append("\n" if tag == "br" else "\n\n")
    rest = cell[position:]
    (removed if silent else parts).append(rest if silent else _one_line(rest, removed))
    lines = [" ".join(line.split(" ")).strip(" ") for line in "".join(parts).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return Converted(text, "".join(removed))


def _one_line(text: str, removed: list[str]) -> str:
    """Return text as HTML shows it: a line break is a space, a blank line ends a paragraph."""
    if "&" in text:
        removed += _REFERENCE.findall(text)
        text = _unescape(text)
    if "\n" not in text:
        return text
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(re.sub(r"[ \t]*\n[ \t]*", " ", paragraph) for paragraph in paragraphs)


def _unescape(text: str) -> str:
    try:
        return html.unescape(text)
    except (ValueError, OverflowError):  # a number of thousands of digits
        return text
