"""Map the columns of a table, or the keys of a record, to fields of the articles table.

Common names are recognised, and checked against the first rows: an empty column is no candidate,
and columns that agree are one. Two filled columns that differ are an error, not a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from toolkit.errors import ReadingError
from toolkit.reading.cell_markup import plain_text
from toolkit.reading.column_names import (
    COMMON_NAMES,
    DATE_KEYS,
    FIRST,
    FORMS,
    LAST,
    MEDIA,
    PEOPLE,
    SAVED_LINKS,
    SECOND,
    STAMPS,
    field_of_name,
    fields_of_pages,
    is_of_text,
    name_key,
    plain_name,
)
from toolkit.reading.dates import DateProblem, read_date
from toolkit.reading.interface import LIST_FIELDS, TEXT_FIELDS, reading_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    Rows = Sequence[Mapping[str, str]]

FIELDS = tuple(COMMON_NAMES)
"""Fields of the articles table to which a column can be mapped."""

KNOWN_FIELDS = frozenset({*TEXT_FIELDS, *LIST_FIELDS, "body", "date", "published", "updated"})
SAMPLE_ROWS = 200
"""Rows that are examined before columns are mapped."""

_EXCLUSIVE = frozenset(["title", "body", "date", "published", "updated", "source"])
_DATE_FAMILY = ("published", "date")
_LONG_TEXT = 40
_HEADLINE = 4
"""Mean number of words of headlines, at least; names of sections have fewer."""

_NESTED, _NESTED_SECOND, _ACCOUNTS = 2, 3, 4
"""The tiers of names below the first and second choices."""

_SOLR = re.compile(r"_(?:ss?|t|txt|te?xt_[a-z]{2,5}|[pt]?dts?)$")
"""What Solr puts behind a name for the type of its field: "title_s", "date_dt"."""

_FLAGS = frozenset(["0", "1", "true", "false", "yes", "no", "on", "off"])
"""Values of a column "published" that says whether an article is."""


_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")


class NotArticlesError(ReadingError):
    """A table without a column for the text, title or URL of an article."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How the columns of a table are read.

    Attributes
    ----------
    fields : dict of str to str
        field -> column.
    fallbacks : dict of str to tuple of str
        field -> further columns, read in rows where the first is empty.
    unmapped_text : str
        A column of long texts that is not mapped, "" if there is none.
    unmapped_date : str
        A column of dates that is not mapped where no column is the date of publication, "" if there
        is none or several.
    """

    fields: dict[str, str]
    fallbacks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unmapped_text: str = ""
    unmapped_date: str = ""

    @property
    def has_date(self) -> bool:
        """Whether a column holds the printed date, so that no update may take its place."""
        return "date" in self.fields or "published" in self.fields


@lru_cache(maxsize=1024)
def field_of(name: str) -> str:
    """Return the field for a common column name, or the normalised name.

    Examples
    --------
    >>> field_of("Headline"), field_of("publishedAt"), field_of("Topic code")
    ('title', 'published', 'topic_code')
    """
    key = name_key(name)
    if key in {"lastmodified", "modified", "datemodified", "modifieddate"}:
        return "updated"
    known = FIRST.get(key) or (None if key in STAMPS | DATE_KEYS else SECOND.get(key))
    return known[0] if known else plain_name(name)


def looks_like_articles(names: Iterable[str]) -> bool:
    """Return whether the names include the text, title or URL of an article."""
    fields = {field_of_name(name) for name in names}
    return bool(fields & {"body", "title", "url"})


def map_columns(
    file: str,
    names: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    sample: Rows = (),
) -> dict[str, str]:
    """Return the mapping field -> column for the columns of a file; see `plan_columns`.

    Examples
    --------
    >>> map_columns("a.csv", ["headline", "text", "publish_date", "topic"])
    {'title': 'headline', 'body': 'text', 'published': 'publish_date'}
    """
    return plan_columns(file, names, mapping, sample).fields


def plan_columns(
    file: str,
    names: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    sample: Rows = (),
) -> ColumnPlan:
    """Decide how the columns of a file are read.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    names : sequence of str
        The columns.
    mapping : mapping, optional
        field -> column as given by the user, which takes precedence.
    sample : sequence of mappings
        The first rows, as column -> cell.

    Raises
    ------
    ReadingError
        If two columns fit one field, if ``mapping`` names an unknown field or column, or if
        there is no text, title or URL.
    """
    given = _given(file, names, mapping or {})
    columns = _Columns(names, sample, frozenset(given.values()))
    mapped, fallbacks = dict(given), {}
    disputed: dict[str, list[str]] = {}
    for name in columns.fields():
        if name in mapped or (name in _DATE_FAMILY and set(given) & set(_DATE_FAMILY)):
            continue
        found = columns.best(name)
        if len(found) > 1 and name in _EXCLUSIVE and columns.differ(found):
            disputed[name] = found
        mapped[name] = columns.preferred(name, found)
        fallbacks[name] = tuple(other for other in columns.others(name) if other != mapped[name])
    if disputed:
        raise _disputed(file, disputed, mapped)
    if not {"body", "title", "url"} & set(mapped):
        raise NotArticlesError(_no_article(file, names, columns))
    ordered = {name: mapped[name] for name in FIELDS if name in mapped}
    fallbacks = {name: fallbacks[name] for name in ("title", "body") if fallbacks.get(name)}
    text = columns.long_text(ordered, fallbacks)
    return ColumnPlan(ordered, fallbacks, text, columns.other_date(ordered))


class _Columns:
    """The columns of one table with their first values, ranked as candidates for fields."""

    def __init__(self, names: Sequence[str], sample: Rows, taken: frozenset[str]) -> None:
        self.names = names
        self.values = {name: [row.get(name, "").strip() for row in sample] for name in names}
        self.has_rows = bool(sample)
        self.candidates: dict[str, list[list[str]]] = {}
        ranked = sorted(self._ranked(taken), key=lambda entry: entry[:2])
        for tier, _, target, name in ranked:
            self.candidates.setdefault(target, [[] for _ in range(5)])[tier].append(name)
        self._keep_one_tier_of_dates()

    def _ranked(self, taken: frozenset[str]) -> Iterable[tuple[int, int, str, str]]:
        keys = {name_key(name) for name in self.names}
        is_saved = any(links <= keys for links in SAVED_LINKS)
        of_texts = (name for name in self.names if is_of_text(name.rpartition(".")[2]))
        people = PEOPLE.difference(map(_holder, of_texts))
        of_pages = fields_of_pages(self.names)
        for name in self.names:
            if name in of_pages:
                yield 0, 0, of_pages[name], name
                continue
            if name in taken or (is_saved and name_key(name) in {"timestamp", "created"}):
                continue
            last = _last_name(name, people)
            own = name.rpartition(".")[2]
            for tier, key in ((0, name), (1, name), (2, last), (3, last), (4, name), (4, own)):
                found = (
                    self._field(tier, name_key(key)) if tier in {0, 1, 4} or last != name else None
                )
                if found and self._fits(found[0], tier, name):
                    yield tier, found[1], found[0], name
                    break
                if found and found[0] == "source" and self._most(name, _is_address):
                    yield tier, found[1], "url", name
                    break

    @staticmethod
    def _field(tier: int, key: str) -> tuple[str, int] | None:
        if key in STAMPS:
            return None
        return (FIRST, SECOND, FIRST, SECOND, LAST)[tier].get(key)

    def _fits(self, target: str, tier: int, name: str) -> bool:
        """Return whether the values of a column agree with what its name means."""
        if target in _DATE_FAMILY and (tier > 0 or name_key(name) in DATE_KEYS):
            return self.are_dates(name) if self.has_rows else tier > 0 and name != "data"
        if target in {"published", "byline"} or (target == "body" and tier > 0):
            is_other = _is_flag if target == "published" else str.isdecimal  # users, paragraphs
            return not self._most(name, is_other)
        if target == "section":  # what readers of feeds file an article under; Swedish headlines
            is_swedish = name_key(name) == "rubrik" and self.n_words(name) >= _HEADLINE
            return not (is_swedish or self._most(name, lambda value: value.startswith("user/")))
        if name_key(name) == "adresse":
            return self._most(name, _is_address)
        if target == "source":
            is_slug = tier == _ACCOUNTS and self._most(name, _is_slug)
            values = {value.lower() for value in self.values[name] if value}
            is_kind = name_key(name) in {"medium", "medie"} and set() < values <= MEDIA
            return not (is_slug or is_kind or self._most(name, _is_address))
        return True

    def _most(self, name: str, is_one: Callable[[str], bool]) -> bool:
        filled = [value for value in self.values[name] if value]
        return bool(filled) and sum(map(is_one, filled)) >= 0.5 * len(filled)

    def _keep_one_tier_of_dates(self) -> None:
        """Let dates of a lower tier count only if no column of a better one is filled."""
        best = min(
            (
                tier
                for target in _DATE_FAMILY
                for tier, names in enumerate(self.candidates.get(target, []))
                if any(map(self.is_filled, names))
            ),
            default=None,
        )
        if best is None:
            return
        for target in _DATE_FAMILY:
            tiers = self.candidates.get(target, [])
            tiers[best + 1 :] = [[] for _ in tiers[best + 1 :]]
            if tiers and not any(tiers):
                del self.candidates[target]

    def fields(self) -> list[str]:
        """Return the fields that some column may hold."""
        return list(self.candidates)

    def is_filled(self, name: str) -> bool:
        """Return whether a column holds anything in the sample, or there is no sample."""
        return not self.has_rows or any(self.values[name])

    def best(self, target: str) -> list[str]:
        """Return the filled columns of the best tier, or all of that tier if none is filled.

        Of accounts it is one: two columns name the same account in two ways.
        """
        tiers = self.candidates[target]
        tiers = [*tiers[:_ACCOUNTS], *([name] for name in tiers[_ACCOUNTS])]
        filled = ([name for name in tier if self.is_filled(name)] for tier in tiers)
        return next(filter(None, filled), None) or next(filter(None, tiers))

    def others(self, target: str) -> list[str]:
        """Return every column that may hold the field, best first."""
        return [name for tier in self.candidates[target][:2] for name in tier]

    def differ(self, names: Sequence[str]) -> bool:
        """Return whether two columns hold different things in one row."""
        if not self.has_rows:
            return True
        return any(
            left and right and not _agree(left, right)
            for one, other in combinations(names, 2)
            for left, right in zip(self.values[one], self.values[other], strict=True)
        )

    def preferred(self, target: str, names: Sequence[str]) -> str:
        """Return the fullest of columns that agree; for fields other than texts, the first."""
        if target != "body" or len(names) == 1:
            return names[0]
        return max(names, key=lambda name: sum(map(len, self.values[name])))

    def are_dates(self, name: str) -> bool:
        """Return whether most values of a column are dates."""
        filled = [value for value in self.values.get(name, ()) if value][:30]
        problems = (read_date(value, order="dmy", short_years=True) for value in filled)
        good = sum(not isinstance(problem, DateProblem) for problem in problems)
        return bool(filled) and good >= 0.6 * len(filled)

    def n_words(self, name: str) -> float:
        """Return the mean number of words of the filled cells of a column."""
        filled = [len(value.split()) for value in self.values[name] if value]
        return sum(filled) / len(filled) if filled else 0.0

    def long_text(self, mapped: Mapping[str, str], fallbacks: Mapping[str, Sequence[str]]) -> str:
        """Return an unmapped column of long texts if there is no column for the body."""
        body = mapped.get("body")
        if body is not None and (self.is_filled(body) or not self.has_rows):
            return ""
        used = {*mapped.values(), *(name for names in fallbacks.values() for name in names)}
        longest = max(
            (name for name in self.names if name not in used), key=self.n_words, default=""
        )
        return longest if longest and self.n_words(longest) >= _LONG_TEXT else ""

    def other_date(self, mapped: Mapping[str, str]) -> str:
        """Return the only unmapped column of dates if there is no column for the date."""
        if "date" in mapped or "published" in mapped:
            return ""
        used = set(mapped.values())
        others = (one for one in self.names if one not in used and name_key(one) not in STAMPS)
        dated = [name for name in others if self.are_dates(name) and self._are_written(name)]
        return dated[0] if len(dated) == 1 else ""

    def _are_written(self, name: str) -> bool:
        """Return whether most dates of a column have a year and are no numbers, as ids may be."""
        return self._most(name, lambda value: _YEAR.search(value) is not None)


def _holder(name: str) -> str:
    """Return the key of the object that holds a nested column: "user" of "post.user.name"."""
    return name_key(name.rpartition(".")[0].rpartition(".")[2])


def _last_name(name: str, people: Collection[str]) -> str:
    """Return what a column holds: "title" of "post.title", "post.title.value" and "title_s".

    Examples
    --------
    >>> [_last_name(name, {"user"}) for name in ("attributes.body.value", "user.name", "text_t")]
    ['body', 'user_name', 'text']
    """
    *above, last = name.split(".")
    last = _SOLR.sub("", last)
    holder = _holder(name)
    if holder and name_key(last) in FORMS:
        return above[-1]
    return f"{above[-1]}_{last}" if holder in people else last


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "www."))


def _is_flag(value: str) -> bool:
    return value.lower() in _FLAGS


def _is_slug(value: str) -> bool:
    """Return whether a handle is the end of an address, "council-votes-for-quay"."""
    return value.count("-") > 1


def _agree(left: str, right: str) -> bool:
    """Return whether two cells say the same: equal words, or one the beginning of the other."""
    one, other = ("".join(plain_text(text).split()).casefold() for text in (left, right))
    short, long = sorted((one, other), key=len)
    return long.startswith(short.rstrip(".…")) and (one == other or len(short) >= 40)


def _given(file: str, names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    present = set(names)
    for target, name in mapping.items():
        if target not in FIELDS:
            listed = ", ".join(repr(known) for known in FIELDS)
            raise reading_error(
                file,
                0,
                f"mapping names the field {target!r}, which does not exist",
                f"It is one of {listed}.",
            )
        if name not in present:
            raise reading_error(
                file, 0, f"mapping names the column {name!r}; the file has {_listed(names)}"
            )
    return dict(mapping)


def _disputed(
    file: str, disputed: Mapping[str, Sequence[str]], mapped: Mapping[str, str]
) -> ReadingError:
    problems = [
        f"{' and '.join(map(repr, names))} could each be the {target}"
        for target, names in disputed.items()
    ]
    example = {target: mapped[target] for target in disputed}
    return reading_error(file, 0, "; ".join(problems), f"Say which: mapping={example}.")


def _no_article(file: str, names: Sequence[str], columns: _Columns) -> str:
    """Return the error for a table without articles, with a mapping that reads it."""
    start = f"read_articles: {file}: no column looks like the text of an article; it has "
    if not names:
        return f"{start}no columns."
    body = max(names, key=columns.n_words)
    example = {"body": str(body)}
    dates = [name for name in names if name != body and columns.are_dates(name)]
    if len(dates) == 1 and "published" not in columns.candidates:
        example["date"] = str(dates[0])
    return f"{start}{_listed(names)}. Name it: mapping={example}."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "") or "no columns"
