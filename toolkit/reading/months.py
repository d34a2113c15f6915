"""Names of months and weekdays, and date labels, in the languages of news exports.

Names are stored as returned by `folded`, without case and accents: "AĞUSTOS", "ağustos" and
"agustos" are the same.
"""

from __future__ import annotations

import re
import unicodedata

_IGNORED = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u0640\ufeff")
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\t\n\r"), " ")


def folded(text: str) -> str:
    """Return ``text`` in lower case, without accents, with ASCII digits and plain spaces.

    Examples
    --------
    >>> folded("٢٢ أكتوبر ٢٠١٨"), folded("22 Ağustos 2018")
    ('22 اكتوبر 2018', '22 agustos 2018')
    """
    text = unicodedata.normalize("NFKD", text.translate(_SPACES)).translate(_IGNORED).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", text)))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in "ıİ":
        return "i"
    if unicodedata.combining(character):
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


_MONTHS = {
    "English": (
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec"
    ),
    "French": (
        "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août aout|"
        "septembre|octobre|novembre|décembre déc"
    ),
    "German": (
        "januar jänner jän|februar|märz maerz mär mrz|april|mai|juni|juli|august|september|"
        "oktober okt|november|dezember dez"
    ),
    "Spanish": (
        "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|"
        "octubre|noviembre|diciembre dic"
    ),
    "Turkish": (
        "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|"
        "ekim eki|kasım kas|aralık ara"
    ),
    "Italian": (
        "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre|"
        "ottobre ott|novembre|dicembre"
    ),
    "Portuguese": (
        "janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|"
        "novembro|dezembro"
    ),
    "Dutch": (
        "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|"
        "december"
    ),
    "Russian": (
        "января январь|февраля февраль|марта март|апреля апрель|мая май|июня июнь|июля июль|"
        "августа август|сентября сентябрь|октября октябрь|ноября ноябрь|декабря декабрь"
    ),
    "Arabic, Levant": (
        "كانون_الثاني كانون_ثاني|شباط|آذار اذار|نيسان|أيار ايار|حزيران|تموز|آب اب|أيلول ايلول|"
        "تشرين_الأول تشرين_اول|تشرين_الثاني تشرين_ثاني|كانون_الأول كانون_اول"
    ),
    "Arabic, Gulf and Egypt": (
        "يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس|سبتمبر|أكتوبر|"
        "نوفمبر|ديسمبر"
    ),
    "Arabic, Maghreb": "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "Arabic, Morocco": ("يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر"),
}


def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for names in _MONTHS.values():
        for number, variants in enumerate(names.split("|"), start=1):
            for name in variants.split():
                known = numbers.setdefault(folded(name.replace("_", " ")), number)
                assert known == number, name
    return numbers


MONTHS = _month_numbers()
"""Folded month name -> 1 to 12. No name means two months in two languages."""

ENGLISH_MONTHS = "|".join(
    sorted(re.split(r"[ |]", _MONTHS["English"]), key=len, reverse=True),
)
"""English names and abbreviations of months as alternatives of a regular expression."""

WEEKDAYS = frozenset(
    folded(name)
    for name in [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lun",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "pazartesi",
        "salı",
        "çarşamba",
        "perşembe",
        "cuma",
        "cumartesi",
        "pazar",
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "الاثنين",
        "الإثنين",
        "الثلاثاء",
        "الأربعاء",
        "الاربعاء",
        "الخميس",
        "الجمعة",
        "السبت",
        "الأحد",
        "الاحد",
    ]
)

FILLERS = frozenset(
    folded(name)
    for name in [
        "at",
        "on",
        "of",
        "the",
        "de",
        "del",
        "le",
        "el",
        "la",
        "den",
        "um",
        "à",
        "a",
        "kl",
        "uhr",
        "heures",
        "h",
        "hrs",
        "hours",
        "saat",
        "am",
        "in",
        "dem",
        "г",
        "год",
        "года",
        "do",
        "yıl",
        "الموافق",
        "يوم",
        "م",
        "في",
        "الساعة",
        "ore",
        "alle",
        "local",
        "time",
    ]
)
"""Words that may accompany a date without changing its meaning."""

PUBLISHED = (
    "published on|published at|published|publication date|first published|posted on|posted|"
    "date published|publié le|publie le|publiée le|veröffentlicht am|veröffentlicht|"
    "erschienen am|publicado el|publicado|yayınlanma tarihi|yayın tarihi|yayınlanma|"
    "تاريخ النشر|نشر في|نُشر في|نشرت في|تم النشر"
)
UPDATED = (
    "updated on|updated at|updated|last updated on|last updated at|last updated|last modified|"
    "last update|modified|mis à jour le|mise à jour le|mis à jour|modifié le|aktualisiert am|"
    "aktualisiert|zuletzt aktualisiert|actualizado el|actualizado|güncellenme tarihi|"
    "güncelleme tarihi|son güncelleme|güncellenme|güncelleme|آخر تحديث|تم التحديث|تحديث|حدث في"
)
