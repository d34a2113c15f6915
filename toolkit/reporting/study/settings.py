"""The settings of a study, checked before any work starts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from toolkit._core.argument_errors import explain_methods
from toolkit._core.argument_types import LENGTHS
from toolkit.errors import InputError, check_option

FUNCTION = "Settings"
COPIES = ("all", "first", "one_per_source", "weight")
DATE_ORDERS = (None, "dmy", "mdy", "ymd")
TEXTS = ("auto", "body", "title", "both")


class Pair(NamedTuple):
    """Two outlets to compare; the second is the baseline."""

    group: str
    baseline: str


class Span(NamedTuple):
    """A named period: its first and last day, both included."""

    name: str
    first: str
    last: str


@explain_methods("__init__")
@dataclass(frozen=True)
class Settings:
    """The settings of a study.

    Attributes
    ----------
    n_topics : int or None
        Number of topics. None chooses round(0.4 sqrt(n_articles)), between 6 and 50; 0 learns
        none.
    seed : int
        Seed of the model, the intervals and the tests.
    first, last : str or None
        First and last day to keep, such as "2014-01-01". Either one excludes undated articles.
    freq : str
        Length of a period: "D", "W", "MS", "QS", "YS", "5YS", "10YS" (decades), or "auto" for the
        shortest of month, quarter and year with enough articles (in a short span: also week; from
        40 years on: also five years and decade).
    min_matches : int
        Number of matches from which a theme counts as present in an article.
    source : str or None
        Outlet of articles that do not name one.
    copies : str
        How near-duplicates count in every share and comparison, as in `weigh_copies`: "all",
        "first", "one_per_source" or "weight" (comparisons then count all).
    stability_runs : int
        Number of further fits, with resampled articles and other seeds, from which topic
        stability is estimated (twice as many for texts of few words); 0 for none.
    text : str
        The text that is analysed: "body", "title", "both", or "auto" for the body and, where
        an article has none, its headline.
    mapping : mapping of str to str
        Columns of tables, as for `read_articles`: ``{"body": "content"}``.
    date_order : str or None
        What 01/02/2018 means, as for `read_articles`: "dmy", "mdy" or "ymd".
    source_names : mapping of str to str
        Outlets to rename, such as ``{"HarbourPost": "Harbour Post"}``; `suggest_source_names`
        lists names that differ by little.
    outlets : tuple of str
        Keep only articles of these outlets; by default, all.
    language : str
        ISO 639-1 code of the language whose stop words are left out, or "auto" for the one that
        most articles are in.
    languages : tuple of str
        Keep only articles in these languages, and those of unknown language in their scripts; by
        default, all.
    compare : tuple of (group, baseline)
        Pairs of outlets to compare; by default, one pair is chosen.
    periods : tuple of (name, first day, last day)
        Named periods to compare, each with the first one; by default, two halves of the span.
    source_noun : str
        What a source is called in the report: "outlet", "speaker", "country".
    title : str
        Title of the report; by default, the themes and the years.

    Raises
    ------
    InputError
        For an unknown option, a day that is not one, or periods that overlap.

    Examples
    --------
    >>> Settings(periods=(("before", "2014-01-01", "2016-12-31"),)).periods[0].last
    Traceback (most recent call last):
    toolkit.errors.InputError: Settings: periods needs two periods or more to compare; got 1.
    """

    n_topics: int | None = None
    seed: int = 2018
    first: str | None = None
    last: str | None = None
    freq: str = "auto"
    min_matches: int = 2
    source: str | None = None
    copies: str = "all"
    stability_runs: int = 5
    text: str = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    source_names: Mapping[str, str] = field(default_factory=dict)
    outlets: tuple[str, ...] = ()
    language: str = "auto"
    languages: tuple[str, ...] = ()
    compare: tuple[Pair, ...] = ()
    periods: tuple[Span, ...] = ()
    source_noun: str = "outlet"
    title: str = ""

    def __post_init__(self) -> None:
        """Check every setting; turn lists, as a file holds them, into tuples."""
        check_option(FUNCTION, "freq", self.freq, LENGTHS)
        check_option(FUNCTION, "copies", self.copies, COPIES)
        check_option(FUNCTION, "text", self.text, TEXTS)
        check_option(FUNCTION, "date_order", self.date_order, DATE_ORDERS)
        for name, least in (("seed", 0), ("min_matches", 1), ("stability_runs", 0)):
            _check_integer(name, getattr(self, name), least)
        if self.n_topics is not None:
            _check_integer("n_topics", self.n_topics, 0)
        _check_order("first", self.first, "last", self.last)
        object.__setattr__(self, "mapping", dict(self.mapping))
        object.__setattr__(self, "source_names", _names_of("source_names", self.source_names))
        object.__setattr__(self, "outlets", _texts("outlets", self.outlets))
        object.__setattr__(self, "languages", _texts("languages", self.languages))
        for code in (self.language, *self.languages):
            _check_language(code)
        object.__setattr__(self, "compare", tuple(_pair(one) for one in self.compare))
        object.__setattr__(self, "periods", _spans(self.periods))
        if not self.source_noun.strip():
            message = f"{FUNCTION}: source_noun must be a word such as 'outlet'; got an empty text."
            raise InputError(message)

    def changed(self) -> dict[str, Any]:
        """Return the settings that differ from the defaults, by name."""
        usual = Settings()
        return {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if getattr(self, one.name) != getattr(usual, one.name)
        }


def _check_integer(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        message = f"{FUNCTION}: {name} must be a whole number from {least}; got {value!r}."
        raise InputError(message)


def _check_language(code: object) -> None:
    if code != "auto" and not (isinstance(code, str) and re.fullmatch("[a-z]{2,3}", code)):
        message = f"{FUNCTION}: a language is a code such as 'fr'; got {code!r}."
        raise InputError(message)


def _check_order(first_name: str, first: str | None, last_name: str, last: str | None) -> None:
    days = [parse_day(name, day) for name, day in ((first_name, first), (last_name, last)) if day]
    if len(days) == 2 and days[0] > days[1]:
        message = f"{FUNCTION}: {first_name} {first} is after {last_name} {last}. Swap them."
        raise InputError(message)


def parse_day(name: str, value: object) -> datetime.date:
    """Return the day written as 2018-10-22.

    Raises
    ------
    InputError
        For anything else.
    """
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        message = f"{FUNCTION}: {name} must be a day such as 2018-10-22; got {value!r}."
        raise InputError(message) from None


def _names_of(name: str, values: object) -> dict[str, str]:
    pairs = dict(values) if isinstance(values, Mapping) else None
    if pairs is None or not all(isinstance(one, str) and one for one in [*pairs, *pairs.values()]):
        message = f"{FUNCTION}: {name} must give each name another; got {values!r}."
        raise InputError(message)
    return pairs


def _texts(name: str, values: object) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(one, str) for one in list(values)):  # type: ignore[call-overload]  # checked here
        message = f"{FUNCTION}: {name} must be a list of names; got {values!r}."
        raise InputError(message)
    return tuple(values)  # type: ignore[arg-type]  # checked above


def _pair(value: object) -> Pair:
    names = _texts("compare", value)
    if len(names) != 2 or names[0] == names[1]:
        message = f"{FUNCTION}: compare needs pairs of two outlets; got {list(names)!r}."
        raise InputError(message)
    return Pair(*names)


def _spans(values: object) -> tuple[Span, ...]:
    spans = []
    for value in list(values):  # type: ignore[call-overload]  # a list or tuple
        if len(value) != 3:
            message = f"{FUNCTION}: a period is a name, its first and its last day; got {value!r}."
            raise InputError(message)
        name, first, last = map(str, value)
        _check_order(f"the first day of {name!r}", first, "its last day", last)
        spans.append(Span(name, first, last))
    if len(spans) == 1:
        message = f"{FUNCTION}: periods needs two periods or more to compare; got 1."
        raise InputError(message)
    if len({one.name for one in spans}) < len(spans):
        message = f"{FUNCTION}: two periods have the same name. Rename one of them."
        raise InputError(message)
    return tuple(spans)
