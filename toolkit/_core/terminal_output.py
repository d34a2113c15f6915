"""The output of the command: closed, cut off, or unable to show a character."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path


def prepare_output() -> None:
    """Let a terminal that lacks a character show its code, and a closed output take nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Write to nowhere from now on."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_closed_pipe(error: OSError) -> bool:
    """Say whether the program that reads the output has ended; Windows has other words for it.

    Examples
    --------
    >>> is_closed_pipe(BrokenPipeError()), is_closed_pipe(FileNotFoundError())
    (True, False)
    """
    is_windows = sys.platform == "win32"
    unnamed = is_windows and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or unnamed
