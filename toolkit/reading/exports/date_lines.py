"""Reads lines that print the date of an article: "Published 22 October 2018 | Updated …".

A line counts only as a whole: dates, their labels, a byline, an outlet, a reading time. A sentence
that mentions a date is no date line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.reading.date_forms import is_count
from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.east_asian_lines import FIELD, set_apart
from toolkit.reading.months import PUBLISHED, UPDATED, folded

_MORE_PUBLISHED = """
    date|datum|fecha|data|tarih|date of publication|date posted|posted by|first posted|
    published in|published by|created|released|issued|publiziert|erstellt|online seit|vom|créé le|
    publicación|publicação|data de publicação|publicada em|pubblicata il|oluşturulma tarihi|
    haber giriş tarihi|yayınlanma zamanı|yayınlandı|vydané|publicerades|publiceret|δημοσιεύθηκε|
    公開|公開日|公開日時|掲載|掲載日|配信|配信日時|投稿日|发布|发布时间|发布日期|发布于|发表于|发表时间|发稿时间|
    發布|發布時間|發佈時間|發表於|게재|기사입력|승인|발행|발행일|등록일|작성일|
    submitted on|artikel veröffentlicht am|
    publiziert im|publiée|publicado en|oluşturma|publikacja|
    opublikowane|نشر|تم النشر في
"""
_MORE_UPDATED = """
    update|updated by|last edited|last reviewed|letzte aktualisierung|letzte änderung|
    aktualisierung|überarbeitet am|dernière mise à jour|dernière modification|mis à jour à|
    modifié|actualizada el|modificado el|aggiornata il|atualizada em|atualização|
    laatst gewijzigd|güncelleme zamanı|güncellendi|ostatnia aktualizacja|actualizat la|
    actualizat pe|uppdaterades|senast uppdaterad|sidst opdateret|sist oppdatert|изменено|
    تاريخ التحديث|更新|更新时间|更新時間|更新日|更新日時|最終更新|最后更新|geändert|обновлён|
    기사수정|최종수정
"""


_KINDS = {
    folded(label.strip()): kind
    for kind, labels in (
        ("updated", [*UPDATED, *_MORE_UPDATED.split("|")]),
        ("published", [*PUBLISHED, *_MORE_PUBLISHED.split("|")]),
    )
    for label in labels
}
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(re.escape(label) for label in sorted(_KINDS, key=len, reverse=True) if label)
    + r")(?![^\W\d_])\s*[:\-–—.]?\s*"
)
_SEPARATORS = re.compile(rf"\s*[|·•;\u2022\u00b7]\s*|\s+[-–—/]\s+|\s+(?={FIELD})")
_TIME_BEFORE = re.compile(r"(?:\d|[Uu]hr|[ap]\.?m\.?|(?:\d|[AaPp][Mm]) ?[A-Z]{2,4})$")
_SPAN = re.compile(r"\d\s+[-–—]\s+\w")
_SMALL = re.compile(r",\s*|\s+(?:on|am|le|el|il|em|op|um|at|den|in)\s+", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI|Door|Av|Przez|Text|Autor|Author)[: ]\s*"
    r"(?:[^\W\d_a-zß-ÿ][\w'’.-]*|de|da|di|van|von|der|del|bin|al|el|and|und|et|y|e|en|&|,)"
    r"(?:,?\s+(?:[^\W\d_a-zß-ÿ][\w'’.-]*|de|da|di|van|von|der|del|bin|al|el|and|und|et|y|e|en|&)){0,11}"
)
_BY = re.compile(r"\s+(?=(?:by|von|par|por|di|door|av|przez)\s)", re.IGNORECASE)
_AROUND = re.compile(r"\s*[|·•–—]\s*|\s+-\s+|,\s+")
_SHORT, _MOST_PARTS = 100, 3
MAX_LINE = 200
_MAX_WORDS = 8


class _Mark(NamedTuple):
    """A label in a line: the kind of date it announces, and its span."""

    kind: str
    start: int
    end: int


class LineDate(NamedTuple):
    """A date that a line prints: kind ("published", "updated" or "") and text as printed."""

    kind: str
    text: str


class DateLine(NamedTuple):
    """A line that prints dates and little else; ``rest`` is what else it holds."""

    dates: tuple[LineDate, ...]
    rest: tuple[str, ...]

    @property
    def labelled(self) -> bool:
        """Whether a label says what one of the dates is."""
        return any(date.kind for date in self.dates)


def read_date_line(text: str) -> DateLine | None:
    """Return the dates of a line that is a date line as a whole; None for any other line.

    Parameters
    ----------
    text : str
        One line.

    Returns
    -------
    DateLine or None

    Examples
    --------
    >>> line = read_date_line("Published: 22 Oct 2018 20:10 | Updated: 25 Oct 2018")
    >>> [tuple(date) for date in line.dates]
    [('published', '22 Oct 2018 20:10'), ('updated', '25 Oct 2018')]
    >>> line = read_date_line("Northport Gazette · 22 Oct 2018 · A4 · By Jane Doe")
    >>> line.dates[0].text, line.rest
    ('22 Oct 2018', ('Northport Gazette', 'A4', 'By Jane Doe'))
    >>> read_date_line("Stand: 22.10.2018, 10:15 Uhr").dates[0].kind
    'updated'
    >>> read_date_line("The council met on 22 October 2018 and voted for a second ferry quay.")
    """
    text = set_apart(text)
    if len(text) > MAX_LINE or not any(map(str.isdecimal, text)):
        return None
    dates: list[LineDate] = []
    rest: list[str] = []
    for kind, segment in _segments(text):
        found = _dates_in(segment, labelled=bool(kind))
        if found is None and kind:  # "Date" may be a word of a name: "Date line Asia"
            return None
        text_of_date, others = found or ("", [segment])
        if text_of_date:
            dates.append(LineDate(kind, text_of_date))
        rest += others
    rest = [part for part in (part.strip(" ,;:-–—|·•") for part in rest) if part.strip("()")]
    if not dates or any(_is_sentence(part) for part in rest):
        return None
    return DateLine(tuple(dates), tuple(rest))


def is_date_label(text: str) -> str:
    """Return the kind of date that a line announces which is nothing but a label; "" for others.

    Examples
    --------
    >>> is_date_label("Publicado em:"), is_date_label("Published works")
    ('published', '')
    """
    if len(text) > 50 or len(text.split()) > 5:
        return ""
    return _KINDS.get(_bare(folded(text)), "")


def kinds_in(text: str) -> list[str]:
    """Return the kinds of date that the labels in a line announce.

    Examples
    --------
    >>> kinds_in("Monday 4 August 2013, last update 02:21")
    ['updated']
    """
    return [mark.kind for mark in _marks(text)]


def _bare(label: str) -> str:
    return label.strip(" \t\u00a0:-–—.")


def _segments(text: str) -> list[tuple[str, str]]:
    """Split at the labels: (kind of the label in front, text up to the next label)."""
    marks = [mark for mark in _marks(text) if _opens_a_date(text, mark)]
    if not marks:
        return [("", text)]
    parts = [("", text[: marks[0].start])] if marks[0].start else []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = len(text) if following is None else following.start
        parts.append((mark.kind, text[mark.end : end]))
    return [(kind, part) for kind, part in parts if part.strip(" ,;|·•-–—()")]


def _marks(text: str) -> list[_Mark]:
    """Return the labels of a line, whatever its accents and capitals, as spans of the line."""
    plain = list(text.lower())
    if not text.isascii():
        plain = [" " if character.isspace() else folded(character) for character in text]
    joined = "".join(plain)
    offsets = [at for at, part in enumerate(plain) for _ in part]
    offsets.append(len(text))
    return [
        _Mark(_KINDS[_bare(found[0])], offsets[found.start()], offsets[found.end()])
        for found in _LABEL.finditer(joined)
    ]


def _opens_a_date(text: str, mark: _Mark) -> bool:
    before = text[: mark.start].rstrip()
    at_start = not before or before[-1] in "|·•;,-–—/()日" or before[-1].isdecimal()
    at_start = at_start or bool(
        re.search(r"(?:\d|[Uu]hr|[ap]\.?m\.?|(?:\d|[AaPp][Mm]) ?[A-Z]{2,4})$", before)
    )
    return at_start and any(map(str.isdecimal, text[mark.end : mark.end + 60]))


def _dates_in(segment: str, *, labelled: bool) -> tuple[str, list[str]] | None:
    """Return the date of a segment and the parts beside it; None if there is no date."""
    segment = segment.strip(" ,;|·•()-–—/")
    if is_date(segment, labelled=labelled):
        return segment, []
    parts = [part for part in _SEPARATORS.split(segment) if part]
    if _is_span(segment, parts):
        return None
    for size in (2, 1):  # "22.10.2018 - 20:10" is one date
        for at in range(len(parts) - size + 1):
            joined = " ".join(parts[at : at + size])
            if is_date(joined):
                return joined, parts[:at] + parts[at + size :]
    for at, part in enumerate(parts):
        cut = _cut_before_date(part, labelled=labelled) or _cut_after_date(part)
        if cut is not None:
            return cut[1], [*parts[:at], cut[0], *parts[at + 1 :]]
    return None


def _is_span(segment: str, parts: list[str]) -> bool:
    """Return whether two days are joined by a dash: from when to when something lasted."""
    dates = [part for part in parts if is_date(part)]
    return len(dates) == 2 and _SPAN.search(segment) is not None and dates[0] != dates[1]


def _cut_before_date(part: str, *, labelled: bool) -> tuple[str, str] | None:
    """Cut "By Jane Doe, 22 October 2018" and "Hamburg, 22.10.2018" in front of the date."""
    for cut in _SMALL.finditer(part):
        before, date = part[: cut.start()], part[cut.end() :]
        named = labelled or is_byline(before) or (cut[0][0] == "," and _is_name(before))
        if named and is_date(date):
            return before, date
    digits = re.search(r"(?<=\s)\d", part)
    if digits and is_byline(part[: digits.start()]) and is_date(part[digits.start() :]):
        return part[: digits.start()], part[digits.start() :]
    return None


def _cut_after_date(part: str) -> tuple[str, str] | None:
    """Cut "22 October 2018 by Jane Doe" behind the date."""
    for cut in _BY.finditer(part):
        date, byline = part[: cut.start()].rstrip(" ,"), part[cut.end() :]
        byline = byline[:1].upper() + byline[1:]
        if is_date(date) and is_byline(byline):
            return byline, date
    return None


def is_byline(text: str) -> bool:
    """Return whether a line is a byline: "By Jane Doe", "Von Jan Weber", "Par Jeanne Roux".

    Examples
    --------
    >>> is_byline("By Jane Doe"), is_byline("By the end of the year he was gone")
    (True, False)
    """
    return len(text) < 120 and _BYLINE.fullmatch(text.strip()) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 5 and all(not word[0].islower() for word in words)


def is_date(text: str, *, labelled: bool = False, stated: bool = False) -> bool:
    """Return whether a text is a date with its day, whichever way round its numbers are.

    A bare number of seconds or days is one behind a label, or where it is ``stated`` by an element
    for dates.
    """
    if not any(map(str.isdecimal, text)) or len(text) > 80:
        return False
    if is_count(text) and not (labelled or stated):
        return False
    found = read_date(text)
    if isinstance(found, PrintedDate):
        return bool(found.day) or (labelled and bool(found.month))
    return found.kind in {"ambiguous_order", "two_digit_year"}


def is_partial_date(text: str) -> bool:
    """Return whether a text is a month or a year and nothing else: "October 2018".

    Examples
    --------
    >>> is_partial_date("October 2018"), is_partial_date("22 October 2018")
    (True, False)
    """
    found = read_date(text) if len(text) <= 40 else None
    return isinstance(found, PrintedDate) and not found.day and not found.is_serial


def read_month_line(text: str) -> DateLine | None:
    """Return the date of a line that names a month, alone or beside an outlet, or a year alone.

    Such a line is a date below a headline whose neighbours have one there; elsewhere it may be any.

    Examples
    --------
    >>> read_month_line("Gazette, March 1964")
    DateLine(dates=(LineDate(kind='', text='March 1964'),), rest=('Gazette',))
    >>> read_month_line("The budget, 1964") is read_month_line("In March 1964 it rained") is None
    True
    """
    parts = [part for part in _AROUND.split(text.strip()) if part] if len(text) < _SHORT else []
    dates = [part for part in parts if is_partial_date(part)]
    is_one = len(dates) == 1 and (len(parts) == 1 or not dates[0].isdecimal())
    if not is_one or len(parts) > _MOST_PARTS:
        return None
    return DateLine((LineDate("", dates[0]),), tuple(part for part in parts if part != dates[0]))


def _is_sentence(part: str) -> bool:
    words = part.split()
    return len(words) > _MAX_WORDS or (len(words) > 3 and part.endswith((".", "!", "?", "…")))
