"""Converts rich text to lines, using the optional package striprtf."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from toolkit.errors import require_extra
from toolkit.reading.exports.asides import REASONS
from toolkit.reading.exports.assembly import LinedText, clean, split_lines
from toolkit.reading.exports.common import replace_lone_surrogates
from toolkit.reading.exports.rtf_runs import split_runs
from toolkit.reading.interface import Piece, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document

_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_OLDER = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""What the character set of a file without a code page is called: striprtf takes no notice."""

_SET = re.compile(r"\{\\rtf\d*\s*\\(mac|pca?)\b")


def parse_rtf(document: Document) -> LinedText:
    """Return the visible text of a rich-text file, with its lines numbered from 1.

    Hidden text, tracked deletions, footnotes, comments, page headers and the addresses of links
    are in ``asides`` of the result, one dropped piece per line.

    Raises
    ------
    MissingExtraError
        If striprtf is not installed.
    ReadingError
        If the rich text cannot be read.
    """
    stripper = require_extra("striprtf.striprtf", extra="rtf", purpose="read .rtf exports")
    # rich text is ASCII with escapes; treat stray bytes as cp1252
    runs = split_runs(document.raw.decode("cp1252", "replace"))
    text = _converted(document, stripper, runs.pop(""))
    lines = LinedText(text, [(line.start, n) for n, line in enumerate(split_lines(text), 1)])
    for kind, source in runs.items():
        lines.asides.extend(_asides(_converted(document, stripper, source), kind))
    return lines


def _converted(document: Document, stripper: Any, source: str) -> str:
    declared = _CODE_PAGE.search(source)  # striprtf reads fonts of no certain script as cp1252
    older = _SET.match(source)
    usual = _OLDER[older[1]] if older else "cp1252"
    try:
        encoding = codecs.lookup(f"cp{declared[1]}").name if declared else usual
    except LookupError:
        encoding = usual
    try:
        text = str(stripper.rtf_to_text(source, encoding=encoding, errors="replace"))
    except (ValueError, IndexError, LookupError, RecursionError, OverflowError) as error:
        problem = f"this rich text cannot be read ({error})"
        raise reading_error(document, 0, problem, "Save it as .docx or .txt instead.") from error
    # a character beyond U+FFFF is written as two halves
    return replace_lone_surrogates(text.replace("\r\n", "\n").replace("\r", "\n"))


def _asides(text: str, kind: str) -> Iterator[Piece]:
    for line in text.split("\n"):
        if line.strip("| \t\u00a0"):
            yield Piece(clean(line), "dropped", "", kind, reason=REASONS[kind])
