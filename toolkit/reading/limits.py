"""Limits that keep hostile or broken input from exhausting memory.

They are module attributes, so that they can be raised for an unusual archive:
``toolkit.reading.limits.WHOLE_FILE_BYTES = 2**31``.
"""

from __future__ import annotations

from toolkit.errors import ReadingError

WHOLE_FILE_BYTES = 256 * 2**20
"""Largest file read into memory. CSV, JSONL and Parquet are streamed and may be larger."""

RECORD_CHARACTERS = 32 * 2**20
"""Longest line of JSONL, record of CSV or cell, in characters."""

ARCHIVE_BYTES = 8 * 2**30
"""Maximum unpacked size of one archive, in bytes, counted while unpacking."""

ARCHIVE_RATIO = 200
"""Maximum unpacked bytes per packed byte of an archive member, after the first MiB; news text
packs to between a third and a tenth."""

ARCHIVE_MEMBERS = 100_000
"""Maximum number of members of one archive."""

ARCHIVE_DEPTH = 2
"""Maximum depth of nested archives."""


def how_to_raise(limit: str) -> str:
    """Return the remedy for an archive beyond a limit, for the end of a message.

    Examples
    --------
    >>> how_to_raise("ARCHIVE_MEMBERS")
    'If you trust it, unpack it first or raise toolkit.reading.limits.ARCHIVE_MEMBERS.'
    """
    return f"If you trust it, unpack it first or raise toolkit.reading.limits.{limit}."


def too_large(name: str) -> ReadingError:
    """Return the error for a file that is too large to read into memory."""
    mib = WHOLE_FILE_BYTES // 2**20
    return ReadingError(
        f"read_articles: {name}: this file is larger than {mib} MiB and its format cannot be "
        f"streamed. Split it, or convert it to JSONL, CSV or Parquet."
    )
