"""Argument checks shared by the tokenizing, vectorizing and concordance packages."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from toolkit.errors import InputError


def check_whole(function: str, name: str, value: Any, hint: str = "") -> None:
    """Raise `InputError` unless ``value`` is a whole number from 1.

    Examples
    --------
    >>> check_whole("find_phrases", "min_count", 0)
    Traceback (most recent call last):
    toolkit.errors.InputError: find_phrases: min_count must be a whole number from 1; got 0.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        message = f"{function}: {name} must be a whole number from 1; got {value!r}.{hint}"
        raise InputError(message)
