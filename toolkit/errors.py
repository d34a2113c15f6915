"""Exceptions, and the wording of messages about arguments.

ToolkitError
├── InputError (ValueError)            an invalid argument, table or file
│   ├── ReadingError                   a file of articles: names the file and the place in it
│   ├── TooFewArticlesError            too little data for an answer: says how many there are
│   └── IntegrityError                 a stored file is damaged, foreign or too new
├── ClusterError (RuntimeError)        a cluster cannot do the work: says why, and what to do
├── WritingError (OSError)             a file cannot be written: says which, and why
├── MissingResourceError (LookupError) data that packages do not carry, such as NLTK's
└── MissingExtraError (ImportError)    an optional package is not installed

Warnings of a fit: `IncompleteFitWarning`, `SeedTermWarning`, `TooManyTopicsWarning`; of a word
that a user writes: `PatternWarning`; of texts in another language: `LanguageWarning`.

Every message says what was wrong, where, the value seen, and what to do.
"""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

__all__ = [
    "ClusterError",
    "IncompleteFitWarning",
    "InputError",
    "IntegrityError",
    "LanguageWarning",
    "MissingExtraError",
    "MissingResourceError",
    "PatternWarning",
    "ReadingError",
    "SeedTermWarning",
    "TooFewArticlesError",
    "TooManyTopicsWarning",
    "ToolkitError",
    "WritingError",
]


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__


class ToolkitError(Exception):
    """Root of every error that the toolkit raises on purpose."""


class InputError(ToolkitError, ValueError):
    """An argument, a table or a file is invalid."""


class ReadingError(InputError):
    """A file cannot be read as articles; the message names the file and the place."""


class TooFewArticlesError(InputError):
    """There are too few articles to support an answer; the message says how many."""


class IntegrityError(InputError):
    """A stored file is damaged, was not written by the toolkit, or is too new for it."""


class ClusterError(ToolkitError, RuntimeError):
    """A cluster cannot do the work; the message says what happened, and what to do or resume."""


class WritingError(ToolkitError, OSError):
    """A file cannot be written; the message names it, says why and what to do.

    Whatever stood there before is as it was.
    """

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class MissingResourceError(ToolkitError, LookupError):
    """Data that packages do not carry is missing; the message says how to get it."""


class MissingExtraError(ToolkitError, ImportError):
    """An optional package is not installed; the message says how to install it."""


class IncompleteFitWarning(UserWarning):
    """The fit was interrupted: the model is usable, but a complete fit would differ."""


class TooManyTopicsWarning(UserWarning):
    """There are more topics than articles or terms."""


class SeedTermWarning(UserWarning):
    """Some seed terms are not in the vocabulary and have no effect."""


class PatternWarning(UserWarning):
    """A word is given in a form that matches nothing, or not what it seems to say."""


class LanguageWarning(UserWarning):
    """Texts are in another language than the one given, or in several."""


FREQ_WORDS = {
    word: freq
    for freq, words in {
        "D": ("day", "days", "daily"),
        "W": ("week", "weeks", "weekly"),
        "MS": ("m", "me", "month", "months", "monthly"),
        "QS": ("q", "qe", "quarter", "quarters", "quarterly"),
        "YS": ("y", "ye", "a", "as", "year", "years", "yearly", "annual", "1y", "1ys"),
        "5YS": ("5", "5y", "5ye", "5a", "5as", "5 years", "5-year", "five years", "five-year"),
        "10YS": ("10", "10y", "10ye", "10a", "10as", "10 years", "10-year", "decade", "decades"),
    }.items()
    for word in words
}
"""What else a period length is called: in words, and by pandas."""


def check_option(function: str, name: str, value: object, options: Iterable[object]) -> None:
    """Raise `InputError` unless ``value`` is one of ``options``.

    Examples
    --------
    >>> check_option("share_by_period", "freq", "month", ("D", "MS"))
    Traceback (most recent call last):
    toolkit.errors.InputError: share_by_period: freq must be one of 'D', 'MS'; got 'month'. Did
    you mean 'MS'?
    """
    allowed = list(options)
    if value in allowed:
        return
    listed = ", ".join(repr(option) for option in allowed)
    close = get_close_matches(str(value), [str(option) for option in allowed], n=1, cutoff=0.75)
    meant = FREQ_WORDS.get(str(value).strip().lower()) if name == "freq" else None
    if meant in allowed:
        close = [str(meant)]
    hint = f" Did you mean {close[0]!r}?" if close else ""
    known = f"must be one of {listed}" if allowed else "has no value to choose from here"
    raise InputError(f"{function}: {name} {known}; got {value!r}.{hint}")


def require_extra(module: str, *, extra: str, purpose: str) -> ModuleType:
    """Import an optional package, or say which extra provides it.

    Parameters
    ----------
    module : str
        Name to import, such as ``"trafilatura"``.
    extra : str
        The extra of this distribution that installs it, such as ``"html"``.
    purpose : str
        What it is needed for, as the end of "… is needed to".

    Raises
    ------
    MissingExtraError
        When the package is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = (
            f"The package {module!r} is needed to {purpose}, and it is not installed. "
            f"Install it with: pip install 'theme-toolkit[{extra}]'"
        )
        raise MissingExtraError(message) from error


def shorten(value: Any, limit: int = 80) -> str:
    """Return ``repr(value)`` as one line, cut to ``limit`` characters, for use in messages."""
    if type(value).__name__ in {"DataFrame", "Series"}:  # its first rows tell nothing on one line
        return f"a {type(value).__name__}"
    text = " ".join(repr(value).split("\n"))
    return text if len(text) <= limit else text[: limit - 1] + "…"
