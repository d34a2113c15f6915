"""The dates of an article: which of those printed is its date, and what is remarked about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.half_characters import storable
from toolkit.reading.interface import DATE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from toolkit.reading.interface import RawArticle


@dataclass(slots=True)
class ArticleDates:
    """The date of an article, of which kind and precision, and the others printed."""

    date: datetime | None = None
    kind: str = "unknown"
    precision: str = "unknown"
    raw: str = ""
    published: datetime | None = None
    updated: datetime | None = None


def date_texts(raw: RawArticle) -> Iterator[str]:
    """Return the dates of an article as printed."""
    return (raw.fields[kind] for kind in DATE_FIELDS if raw.fields.get(kind))


def read_dates(raw: RawArticle, order: str | None, *, short_years: bool) -> ArticleDates:
    """Read the dates of an article, and flag those that cannot be read."""
    dates = ArticleDates()
    unread = ""
    for kind in ("published", "date", "updated"):
        text = raw.fields.get(kind, "")
        if not text:
            continue
        found = read_date(text, order=order, short_years=short_years)
        if isinstance(found, PrintedDate):
            _take(dates, raw, kind, found)
        else:
            unread = unread or text
            line = next((piece.line for piece in raw.pieces if piece.field == kind), raw.line)
            raw.flag(f"date_{found.kind}", f"{kind}: {found.reason}", text=text, line=line)
    if dates.date is None:
        dates.raw = unread
        raw.flag("no_date", "the article has no readable date" if unread else "no date")
    return dates


def _take(dates: ArticleDates, raw: RawArticle, kind: str, found: PrintedDate) -> None:
    if found.is_serial:
        reason = f"{kind}: the number of a day in a spreadsheet, read as such"
        raw.flag("date_serial", reason, text=raw.fields[kind])
    if kind == "published":
        dates.published = found.moment
    elif kind == "updated":
        dates.updated = found.moment
    if found.zone:
        raw.extra.setdefault("zone", found.zone)
    if dates.date is None and not (kind == "updated" and raw.has_date_column):
        dates.date, dates.precision, dates.raw = found.first_day, found.precision, raw.fields[kind]
        dates.kind = "unknown" if kind == "date" else kind


def date_columns(dates: ArticleDates) -> dict[str, Any]:
    """Return the columns of the articles table that hold dates."""
    return {
        "date": dates.date,
        "date_kind": dates.kind,
        "date_precision": dates.precision,
        "date_raw": storable(dates.raw),
        "published": dates.published,
        "updated": dates.updated,
    }
