"""What an argument of the command may be: each function reads one, or says what is wrong."""

from __future__ import annotations

import argparse
import datetime
import re

from toolkit.errors import FREQ_WORDS, InputError


def count(text: str) -> int:
    """Return a whole number from 0, or complain."""
    if not re.fullmatch(r"\d{1,9}", text):
        message = f"must be a non-negative integer; got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def day(text: str) -> str:
    """Return a day written as 2018-10-22, or complain."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"must be a day such as 2018-10-22; got {text!r}"
        raise argparse.ArgumentTypeError(message) from None


LENGTHS = ("auto", *dict.fromkeys(FREQ_WORDS.values()))
"""Lengths of a period, as `--freq` takes them."""


def frequency(text: str) -> str:
    """Return the length of a period, or complain."""
    if text in LENGTHS:
        return text
    meant = FREQ_WORDS.get(text.strip().lower())
    hint = f". Write --freq {meant}" if meant else ""
    message = f"must be one of {', '.join(LENGTHS)}; got {text!r}{hint}"
    raise argparse.ArgumentTypeError(message)


def size(text: str) -> str:
    """Return a size such as 4GiB, or complain."""
    from toolkit._core.memory import parse_size

    try:
        parse_size(text)
    except InputError:
        message = f"must be a size such as 4GiB or 500MB; got {text!r}"
        raise argparse.ArgumentTypeError(message) from None
    return text


def assignment(text: str) -> tuple[str, str]:
    """Return a pair FIELD=COLUMN, or complain."""
    field, equals, column = text.partition("=")
    if not (field and equals and column):
        message = f"must be FIELD=COLUMN, such as body=content; got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return field, column


def period(text: str) -> tuple[str, str, str]:
    """Return a named period, NAME=FIRST:LAST, or complain."""
    name, _, days = text.rpartition("=")
    first, colon, last = days.partition(":")
    if not (name and colon):
        message = f"must be NAME=FIRST:LAST, such as before=2014-01-01:2016-12-31; got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return name, day(first), day(last)
