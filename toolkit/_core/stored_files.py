"""Stored files, opened to be read: what is wrong with one is said in the same words everywhere."""

from __future__ import annotations

import tokenize
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from toolkit._core.memory_limit import is_about_memory
from toolkit._core.readable import ABSENT, read_problem
from toolkit.errors import InputError, IntegrityError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

OF_DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, tokenize.TokenError, NotImplementedError, EOFError, OSError, RuntimeError,
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError,
)  # fmt: skip
"""What libraries raise where the bytes of a file are not what they should be."""


@contextmanager
def open_stored(reader: str, path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a stored file once, for all that is asked of it.

    Another process may replace the file meanwhile; the open one stays as it is.

    Parameters
    ----------
    reader : str
        The function that reads, for its messages.
    path : path-like
        The file.

    Raises
    ------
    InputError
        When there is no such file, it is no file, or it cannot be opened.
    """
    problem = read_problem(path)
    if problem == ABSENT:
        raise InputError(f"{reader}: there is no file {str(path)!r}. Check the spelling.")
    if problem:
        raise InputError(f"{reader}: cannot read {str(path)!r}: {problem}.")
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below, after the errors of opening
    except OSError as error:
        message = f"{reader}: cannot read {str(path)!r}: {error.strerror or error}."
        raise InputError(message) from error
    with stream:
        yield stream


@contextmanager
def as_damage(
    told: Callable[[Exception], IntegrityError], *more: type[Exception]
) -> Iterator[None]:
    """Raise as ``told`` what a library raises on a damaged file; memory that is refused stays so.

    Parameters
    ----------
    told : callable
        Returns the error for the user.
    *more
        Further exceptions of the library that reads.

    Examples
    --------
    >>> with as_damage(lambda error: damage("load_model", "a.model", "it is cut short")):
    ...     raise EOFError
    Traceback (most recent call last):
    toolkit.errors.IntegrityError: load_model: a.model: it is cut short. Restore it from a copy.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (*OF_DAMAGE, *more) as error:
        if is_about_memory(error):
            raise
        raise told(error) from error


def damage(reader: str, name: str, problem: str) -> IntegrityError:
    """Return the error that says what is wrong with a file."""
    return IntegrityError(f"{reader}: {name}: {problem}. Restore it from a copy.")
