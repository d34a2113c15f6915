"""How much a file may ask for: bounds that keep hostile or broken input from filling memory.

They are module attributes so that tests, and a user with an unusual archive, can set them:
``toolkit.reading.limits.WHOLE_FILE_BYTES = 2**31``.
"""

from __future__ import annotations

from toolkit.errors import ReadingError

WHOLE_FILE_BYTES = 256 * 2**20
"""Largest file that is read whole. CSV, JSONL and Parquet are streamed and may be larger."""

RECORD_CHARACTERS = 32 * 2**20
"""Longest line of JSONL, record of CSV, or cell of either, in characters."""

ARCHIVE_BYTES = 8 * 2**30
"""Most bytes that one archive may unpack to, counted as they come out."""

ARCHIVE_RATIO = 1000
"""Most bytes that a member of an archive may unpack to per packed byte (after the first MiB)."""

ARCHIVE_MEMBERS = 100_000
"""Most members of one archive."""

ARCHIVE_DEPTH = 2
"""Archives within archives that are opened."""


def too_large(name: str) -> ReadingError:
    """Return the error for a file that is too large to be read whole."""
    mib = WHOLE_FILE_BYTES // 2**20
    return ReadingError(
        f"read_articles: {name}: this file is larger than {mib} MiB and its format has to be read "
        f"whole. Split it, or convert it to JSONL, CSV or Parquet, which are streamed."
    )
