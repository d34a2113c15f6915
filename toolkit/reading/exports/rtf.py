"""Converts rich text to lines, using the optional package striprtf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import require_extra
from toolkit.reading.exports.assembly import LinedText, split_lines
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from toolkit.reading.interface import Document


def parse_rtf(document: Document) -> LinedText:
    """Return the visible text of a rich-text file, with its lines numbered from 1.

    Raises
    ------
    MissingExtraError
        If striprtf is not installed.
    ReadingError
        If the rich text cannot be read.
    """
    stripper = require_extra("striprtf.striprtf", extra="rtf", purpose="read .rtf exports")
    try:
        # rich text is ASCII with escapes; treat stray bytes as cp1252
        text = stripper.rtf_to_text(document.raw.decode("cp1252", "replace"), errors="replace")
    except (ValueError, IndexError, LookupError, RecursionError, OverflowError) as error:
        problem = f"this rich text cannot be read ({error})"
        raise reading_error(document, 0, problem, "Save it as .docx or .txt instead.") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return LinedText(text, [(line.start, n) for n, line in enumerate(split_lines(text), 1)])
