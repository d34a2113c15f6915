"""Reader for GDELT 2.0 tables (mentions, events, knowledge graph) and GDELT DOC lists.

These tables hold no text. Each address becomes one article, dated by when GDELT first saw it, which
is not the date of publication. A table without a header is recognised by its number of columns.
"""

from __future__ import annotations

import csv
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.common import no_article_error
from toolkit.reading.interface import Piece, RawArticle, n_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Document, ReadOptions

MENTIONS = (
    "globaleventid", "eventtimedate", "mentiontimedate", "mentiontype", "mentionsourcename",
    "mentionidentifier", "sentenceid", "actor1charoffset", "actor2charoffset",
    "actioncharoffset", "inrawtext", "confidence", "mentiondoclen", "mentiondoctone",
    "mentiondoctranslationinfo", "extras",
)  # fmt: skip
GRAPH = (
    "gkgrecordid", "date", "sourcecollectionidentifier", "sourcecommonname",
    "documentidentifier", "counts", "v2counts", "themes", "v2themes", "locations",
    "v2locations", "persons", "v2persons", "organizations", "v2organizations", "v2tone",
    "dates", "gcam", "sharingimage", "relatedimages", "socialimageembeds",
    "socialvideoembeds", "quotations", "allnames", "amounts", "translationinfo", "extras",
)  # fmt: skip
EVENTS = tuple(
    [f"event_{number}" for number in range(1, 60)] + ["dateadded", "sourceurl"]
)  # fmt: skip
_BY_WIDTH = {len(MENTIONS): MENTIONS, len(GRAPH): GRAPH, len(EVENTS): EVENTS}
_ADDRESS = ("mentionidentifier", "documentidentifier", "sourceurl", "url")
_SEEN = ("mentiontimedate", "dateadded", "seendate", "date")
_OUTLET = ("mentionsourcename", "sourcecommonname", "domain")
_HEADERS = ({"mentionidentifier", "mentiontimedate"}, {"documentidentifier", "gkgrecordid"},
            {"sourceurl", "globaleventid"}, {"seendate", "url", "domain"})  # fmt: skip
_STAMP = re.compile(r"(?:19|20)\d{12}")
_DAY = re.compile(r"(?:19|20)\d{6}")
_LANGUAGES = {
    "ara": "ar", "spa": "es", "fra": "fr", "deu": "de", "tur": "tr", "rus": "ru", "zho": "zh",
    "por": "pt", "ita": "it", "fas": "fa", "heb": "he", "urd": "ur", "kor": "ko", "jpn": "ja",
    "pol": "pl", "nld": "nl", "ell": "el", "ind": "id",
}  # fmt: skip
_LARGEST = 2**24


class _Layout(NamedTuple):
    """The columns of a table, what separates them, and whether the first line names them."""

    names: Sequence[str]
    separator: str
    has_header: bool


class Gdelt:
    """GDELT tables separated by tabs or commas, with or without a header."""

    name = "gdelt"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        first = document.head.split("\n", 1)[0].rstrip("\r")
        return bool(first) and _layout(first) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        first = document.head.split("\n", 1)[0].rstrip("\r")
        layout = _layout(first)
        if layout is None:
            raise no_article_error(document, "a GDELT table", "its columns")
        if layout.has_header:
            yield Piece(first, "dropped", "", "header", 1)
        seen: dict[str, int] = {}
        for number, row in _rows(document.text, layout):
            yield _row(layout.names, row, number, seen)
        if not seen:
            raise no_article_error(document, "a GDELT table", "a row with an address")


def _layout(first: str) -> _Layout | None:
    for separator in ("\t", ","):
        names = [name.strip().strip('"').lower() for name in first.split(separator)]
        if any(header <= set(names) for header in _HEADERS):
            return _Layout(names, separator, has_header=True)
    cells = first.split("\t")
    names_by_width = _BY_WIDTH.get(len(cells))
    if names_by_width is None:
        return None
    row = dict(zip(names_by_width, cells, strict=True))
    stamp = _value(row, _SEEN)
    looks_right = _STAMP.fullmatch(stamp) or _DAY.fullmatch(stamp)
    if not looks_right or not cells[0][:1].isdecimal():
        return None
    return _Layout(names_by_width, "\t", has_header=False)


def _rows(text: str, layout: _Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells); tables separated by commas may be quoted, raw tables are not."""
    lines = iter(text.splitlines())
    has_header = layout.has_header
    if has_header:
        next(lines, None)
    if layout.separator == "\t":
        rows: Iterator[list[str]] = (line.split("\t") for line in lines)
        yield from ((n, row) for n, row in enumerate(rows, 1 + has_header) if any(row))
        return
    limit = csv.field_size_limit(_LARGEST)
    try:
        reader = csv.reader(lines)
        for row in reader:
            if row:
                yield reader.line_num + has_header, row
    except csv.Error:
        return
    finally:
        csv.field_size_limit(limit)


def _row(
    names: Sequence[str], row: list[str], number: int, seen: dict[str, int]
) -> RawArticle | Piece:
    cells = dict(itertools.zip_longest(names, row[: len(names)], fillvalue=""))
    address = _value(cells, _ADDRESS)
    text = "\t".join(row)
    if not address or len(row) != len(names):
        reason = f"a row of {len(row)} cells instead of {len(names)}, or without an address"
        return Piece(text, "rejected", "", "not_an_article", number, reason=reason)
    if address in seen:
        reason = f"the same address as row {seen[address]}: another event or sentence of it"
        return Piece(text, "rejected", "", "duplicate_mention", number, reason=reason)
    seen[address] = number
    return _article(cells, number)


def _article(cells: dict[str, str], number: int) -> RawArticle:
    received = sum(n_characters(text) for text in cells.values())
    article = RawArticle(line=number, received=received)
    roles = {
        _key(cells, _ADDRESS): "url",
        _key(cells, _SEEN): "date",
        _key(cells, _OUTLET): "source",
    }
    for name, text in cells.items():
        field = roles.get(name, "title" if name == "title" else name)
        value = _stamp(text) if field == "date" else text
        article.put(field or name, text, rule=f"column_{name}", value=value, line=number)
    spoken = cells.get("mentiondoctranslationinfo", "") or cells.get("translationinfo", "")
    code = spoken.partition("srclc:")[2][:3]
    article.set("language", _LANGUAGES.get(code, code))
    article.flag("no_text", "GDELT lists addresses; the text has to come from elsewhere")
    article.flag("date_seen", "the date is when GDELT first saw the page, not its publication")
    return article


def _key(cells: dict[str, str], names: Sequence[str]) -> str:
    return next((name for name in names if cells.get(name)), "")


def _value(cells: dict[str, str], names: Sequence[str]) -> str:
    return cells.get(_key(cells, names), "").strip()


def _stamp(text: str) -> str:
    """Convert a GDELT timestamp (UTC), such as 20170701234500, to ISO 8601.

    Examples
    --------
    >>> _stamp("20170701234500"), _stamp("20170701")
    ('2017-07-01T23:45:00Z', '2017-07-01')
    """
    text = text.strip()
    if _STAMP.fullmatch(text):
        day, clock = text[:8], text[8:]
        return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"
    if _DAY.fullmatch(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text
