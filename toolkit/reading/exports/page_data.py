"""Metadata of a saved page: what it states in JSON-LD, ``<meta>``, microdata and printed lines.

Text extractors drop the time of day and the date of the last update, and some return the date of
the file. Dates, section and author are therefore read here, whichever extractor finds the story.

A date is taken from JSON-LD, else from ``<meta>``, else from an element beside the headline, else
from the printed date line of the story. A stated date that cannot be a date (0001-01-01) gives way
to the next; one that differs from the date taken is kept in ``extra["other_dates"]``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import letters_of
from toolkit.reading.exports.date_lines import (
    MAX_LINE,
    DateLine,
    LineDate,
    is_byline,
    is_date,
    is_date_label,
    is_partial_date,
    read_date_line,
)
from toolkit.reading.exports.meta_lines import (
    find_date,
    is_about_article,
    is_dating,
    is_in_caption,
)
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.page_meta import (
    date_elements,
    dated_offsets,
    is_date_element,
    is_in_sentence,
    microdata,
    value_of_element,
)
from toolkit.reading.exports.stated_dates import StatedDate, choose_dates, day_of
from toolkit.reading.months import folded
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.exports.story_region import StoryRegion

_MAX_WORDS = 12
_MAX_TITLES = 20
_NEAR = 1_000
_BEHIND = re.compile(r"\s+[|·•–—»-]\s+")
_HOST = re.compile(
    r"https?://(?:www\d?\.)?(?:[\w-]+\.)*?([\w-]+)\.(?:(?:com?|org|net|ac|gov)\.)?[a-z]{2,6}(?=[:/]|$)",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}")
"""A headline as it stands in an address: "ferry-quay-2018"."""
_DOMAIN = re.compile(r"\.[a-z]{2,4}(?:\.[a-z]{2})?$", re.IGNORECASE)
_KINDS = ("published", "updated", "date")


class Metadata(NamedTuple):
    """What a page states in JSON-LD and in ``<meta>`` elements."""

    linked: Mapping[str, str]
    meta: Mapping[str, str]

    @property
    def has_date(self) -> bool:
        """Whether one of the two states a date of publication."""
        stated = (self.linked.get("published"), self.meta.get("published"), self.meta.get("date"))
        return any(text and isinstance(read_date(text), PrintedDate) for text in stated)


class Printed(NamedTuple):
    """A printed line about the article: a date line, its label, or a byline."""

    line: Line
    dates: tuple[LineDate, ...] = ()
    byline: str = ""


def headlines_of(page: Markup) -> list[str]:
    """Return the headlines that a page shows: its ``<h1>`` elements, and its title."""
    shown = [clean(page.content(element)) for element in page.find("h1")]
    return [headline for headline in (*shown, *titles_of(page)) if headline]


def titles_of(page: Markup) -> list[str]:
    """Return the titles of a page: that of its card for other sites, and that of its window."""
    titles = [clean(element.data) for element in page.find("title") if element.data]
    metas = [
        clean(element.attributes.get("content", ""))
        for element in page.find("meta")
        if element.attributes.get("property") == "og:title"
    ]
    return [title for title in (*metas, *titles) if letters_of(title)][:_MAX_TITLES]


def printed_lines(page: Markup, region: StoryRegion, metadata: Metadata) -> list[Printed]:
    """Return the date lines and bylines of the story.

    Without a label, a date line counts only between the headline and the first paragraph, or right
    above the headline if an element around it is named as one. If neither the story nor the
    metadata of the page has a date, the only day of publication that a labelled line elsewhere on
    the page states counts, else the only one that stands in an element for dates below the
    story, else the only day of an update.
    """
    stated = sorted(dated_offsets(page, region))
    found = list(_printed(page, region, (region.lead_start, region.end), stated))
    if metadata.has_date or any(line.dates for line in found):
        return found
    lines = list(_printed(page, region, (0, len(page.text)), stated))
    labelled = [line for line in lines if any(date.kind for date in line.dates)]
    near = (line for line in labelled if line.line.start < region.end + _NEAR)
    below = list(_lone_dates(page, region))
    for kind, candidates in (("published", labelled), ("", below), ("updated", [*near])):
        days = {day_of(d.text) for line in candidates for d in line.dates if d.kind == kind}
        if days:
            return found + (candidates if len(days) == 1 else [])
    return found


def _lone_dates(page: Markup, region: StoryRegion) -> Iterator[Printed]:
    """Yield the lines below the beginning of the story that are dates in elements for dates."""
    for line in page.between(region.body_start, region.end):
        element = page.innermost(line)
        if region.is_furniture(element) or not is_dating(element):
            continue
        date_line = read_date_line(line.text) or find_date(line.text, named=True)
        if date_line is not None and not date_line.labelled:
            yield Printed(line, date_line.dates, _byline(date_line.rest))


def _printed(
    page: Markup, region: StoryRegion, span: tuple[int, int], stated: Sequence[int]
) -> Iterator[Printed]:
    label: Line | None = None
    for line in page.between(*span):
        element = page.innermost(line)
        if len(line.text) > MAX_LINE or line.blank or region.is_furniture(element):
            continue
        above = region.start <= line.start < region.body_start
        is_lead = region.lead_start <= line.start < region.start
        date_line = _date_line(page, line, above=above, is_lead=is_lead)
        if date_line is not None and (above or is_lead or date_line.labelled or label):
            if label is not None:
                yield Printed(label)
            kind = "" if label is None else is_date_label(label.text)
            yield Printed(line, _labelled(date_line, kind), _byline(date_line.rest))
        elif above and is_byline(line.text):
            yield Printed(line, byline=strip_by(line.text.strip()))
        elif above and _holds_one(stated, line) and not _is_prose(page, stated, line):
            yield Printed(line)
        label = line if is_date_label(line.text) else None


def _date_line(page: Markup, line: Line, *, above: bool, is_lead: bool) -> DateLine | None:
    """Return the dates of a line, as far as where it stands and what it is named allow."""
    element = page.innermost(line)
    date_line = read_date_line(line.text)
    if date_line is not None and date_line.labelled:
        return date_line
    if not (above or is_lead):
        return date_line
    if is_in_caption(element):
        return None
    named = is_about_article(element)
    if is_lead and not named:
        return None
    date_line = date_line or (_partial_date(page, line) if above else None)
    return date_line or find_date(line.text, named=named)


def _holds_one(offsets: Sequence[int], line: Line) -> bool:
    at = bisect_left(offsets, line.start)
    return at < len(offsets) and offsets[at] < line.end and count_words(line.text) <= _MAX_WORDS


def _is_prose(page: Markup, offsets: Sequence[int], line: Line) -> bool:
    """Return whether the dates of a line stand inside a sentence, which is part of the story."""
    starts = offsets[bisect_left(offsets, line.start) : bisect_left(offsets, line.end)]
    dated = [element for element in page.starting_in(line.start, line.end)
             if element.start in starts and element.end <= line.end]  # fmt: skip
    return bool(dated) and all(is_in_sentence(page, element) for element in dated)


def _partial_date(page: Markup, line: Line) -> DateLine | None:
    """Return "October 2018" where the page says that it is the date, by an element or class."""
    element = page.innermost(line)
    if element is None or not is_date_element(element):
        return None
    text = clean(line.text)
    return DateLine((LineDate("", text),), ()) if is_partial_date(text) else None


def _labelled(line: DateLine, label: str) -> tuple[LineDate, ...]:
    return tuple(date._replace(kind=date.kind or label) for date in line.dates)


def _byline(rest: Sequence[str]) -> str:
    return next((strip_by(part) for part in rest if is_byline(part)), "")


def page_fields(
    page: Markup, metadata: Metadata, region: StoryRegion, printed: Sequence[Printed]
) -> dict[str, str]:
    """Return the fields that a page states, preferring the most reliable source of each.

    Parameters
    ----------
    page : Markup
        The page.
    metadata : Metadata
        What its JSON-LD and its ``<meta>`` elements state.
    region : StoryRegion
        Where the story is.
    printed : sequence of Printed
        The printed lines of the story.

    Returns
    -------
    dict of str to str
        Fields of the article; "" for what is not stated. Dates are as stated or printed.
    """
    sources = (*metadata, microdata(page, region), _visible(page, region, printed))
    names = [name for data in sources for name in data if name not in _KINDS]
    fields = {
        name: next(filter(None, (data.get(name, "") for data in sources)), "") for name in names
    }
    fields["byline"] = strip_by(fields["byline"]) if fields.get("byline") else ""
    outlets = (fields.get("source", ""), _host_name(fields.get("url", "")))
    fields["title"] = _title(fields.get("title", ""), outlets, region.headline)
    fields |= choose_dates(_stated_dates(page, sources[:3], region, printed))
    return fields


def _host_name(url: str) -> str:
    """Return the name in an address: "northport-gazette" of "https://www.northport-gazette.co.uk/a".

    Examples
    --------
    >>> _host_name("https://www.northport-gazette.co.uk/a"), _host_name("/a")
    ('northport-gazette', '')
    """
    found = _HOST.match(url)
    return "" if found is None else found[1]


def _title(stated: str, outlets: Sequence[str], printed: str) -> str:
    """Return the headline as printed where the stated one begins with it, without the outlet."""
    if letters_of(printed) and letters_of(stated).startswith(letters_of(printed)):
        return printed  # "Headline | Outlet | 19.01.2020"
    if stated and printed.startswith((f'{stated}"', f'{stated} "')):
        return printed  # content="The "new" quay": a quotation mark ends the attribute
    if printed and _SLUG.fullmatch(stated):
        return printed
    _, *others = _BEHIND.split(stated, maxsplit=1)
    if others and letters_of(others[0]) == letters_of(printed):
        return printed  # "Outlet | Headline"
    *_, tail = _BEHIND.split(stated)
    name = _DOMAIN.sub("", tail.strip())
    known = {letters_of(folded(outlet)) for outlet in outlets} - {""}
    if tail == stated or known.isdisjoint(letters_of(folded(text)) for text in (tail, name)):
        return stated
    return stated[: stated.rindex(tail)].rstrip(" |·•–—»-")


def _visible(page: Markup, region: StoryRegion, printed: Sequence[Printed]) -> dict[str, str]:
    canonical = (e for e in page.find("link") if e.attributes.get("rel") == "canonical")
    link = next(canonical, None)
    title = next((e for e in page.find("title") if e.data), None)
    return {
        "url": "" if link is None else link.attributes.get("href", ""),
        "title": region.headline or ("" if title is None else clean(title.data)),
        "byline": next((line.byline for line in printed if line.byline), ""),
    }


def _stated_dates(
    page: Markup,
    sources: Sequence[Mapping[str, str]],
    region: StoryRegion,
    printed: Sequence[Printed],
) -> Iterator[StatedDate]:
    for data, where in zip(sources, ("json-ld", "meta", "microdata"), strict=True):
        for kind in _KINDS:
            if data.get(kind):
                yield StatedDate(kind, data[kind], where)
    for kind, element in date_elements(page, region):
        text = _shown_day(page, element) or value_of_element(page, element)
        if is_date(text, stated=True) or is_partial_date(text):  # "2 hours ago" is none
            yield StatedDate(kind, text, "element")
    for line in printed:
        for date in line.dates:
            yield StatedDate(date.kind or "published", date.text, "line")


def _shown_day(page: Markup, element: Element) -> str:
    """Return the date that an element shows, if it states another day: that of a change."""
    shown = " ".join(page.content(element).split())
    line = read_date_line(shown) if shown else None
    if line is None or len(line.dates) != 1:
        return ""
    stated, seen = read_date(value_of_element(page, element)), read_date(line.dates[0].text)
    if not (isinstance(stated, PrintedDate) and isinstance(seen, PrintedDate) and seen.day):
        return ""
    is_other = abs(stated.first_day - seen.first_day) > timedelta(days=1)
    return line.dates[0].text if is_other else ""
