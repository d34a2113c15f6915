"""Checks of numbers that many functions take."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from toolkit.errors import InputError, shorten


def check_count(function: str, name: str, value: Any, *, least: int = 1, hint: str = "") -> None:
    """Raise `InputError` unless ``value`` is a whole number from ``least``.

    Parameters
    ----------
    function, name : str
        The function and its argument, for the message.
    value : object
        What was given.
    least : int
        The smallest number allowed.
    hint : str
        What else the argument may be, with a space before it.

    Examples
    --------
    >>> check_count("share_by_period", "n_resamples", 20, least=200)
    Traceback (most recent call last):
    toolkit.errors.InputError: share_by_period: n_resamples must be a whole number from 200; got 20.
    """
    if not isinstance(value, bool) and isinstance(value, Integral) and int(value) >= least:
        return
    message = f"{function}: {name} must be a whole number from {least}; got {shorten(value)}.{hint}"
    raise InputError(message)


def plain_seed(random_state: Any) -> int | None:
    """Return a seed as an int that can be written down, None for anything but a whole number.

    Examples
    --------
    >>> import numpy as np
    >>> plain_seed(np.int64(7)), plain_seed(np.random.default_rng(7))
    (7, None)
    """
    is_seed = not isinstance(random_state, bool) and isinstance(random_state, Integral)
    return int(random_state) if is_seed else None
