"""Names of months and weekdays, and date labels, in the languages of news exports.

The names are those of CLDR for 58 locales (``date_names.json``, written by
``tests/make_date_names.py``), with a few spellings that CLDR lacks. They are stored as returned
by `folded`, without case and accents: "AĞUSTOS", "ağustos" and "agustos" are the same.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

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
    if text.isascii():
        return text.translate(_SPACES).lower()
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


_NAMES = json.loads(Path(__file__).with_name("date_names.json").read_text(encoding="utf-8"))
_MORE = {
    "sept": 9,
    "maerz": 3,
    "mrz": 3,
    "feber": 2,
    "setiembre": 9,
    "كانون ثاني": 1,
    "كانون اول": 12,
    "تشرين اول": 10,
    "تشرين ثاني": 11,
    "يونيه": 6,
    "يوليه": 7,
}
"""Spellings used in the press that are not in CLDR."""

MONTHS: dict[str, int] = _NAMES["months"] | {folded(name): n for name, n in _MORE.items()}
"""Folded month name -> 1 to 12, for names that mean the same month in every language."""

DISPUTED_MONTHS: dict[str, list[int]] = _NAMES["disputed"]
"""Folded name -> month after a day without a dot, month after a day with one; 0 if unknown.

"22 listopada" is Polish for November, "22. listopada" Croatian for October.
"""

WEEKDAYS = frozenset(
    [*_NAMES["weekdays"], "tues", "thur", "thurs", "sonnabend", "الاثنين", "الاربعاء", "الاحد"]
)
"""Folded names and abbreviations of weekdays."""

ENGLISH_MONTHS = (
    "september|february|november|december|january|october|august|march|april|sept|june|july|"
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
"""English names and abbreviations of months as alternatives of a regular expression."""

_FILLERS = """
    at on of the de del della di da do le el la den dem um à a às as aos o kl klo uhr heures h hrs
    hours saat am in il i kello godz о об г год года р року рік yıl yili godine roku r ngày lúc năm
    pukul pada jam ore alle alla ora local time est le a. klokka d den. kell. ώρα στις på den
    dne dnia z gada ב v ve ob u
    الموافق يوم م في الساعة ساعت ساعة को बजे
"""
FILLERS = frozenset(folded(name).strip(".") for name in _FILLERS.split())
"""Words that may accompany a date without changing its meaning."""

_PUBLISHED = """
    published online
    published on|published at|published|publication date|first published on|first published
    originally published|posted on|posted|date published|created on|pub date
    publié le|publiée le|publié|mis en ligne le|paru le|date de publication
    veröffentlicht am|veröffentlicht|erschienen am|erschienen|erstellt am|publiziert am
    publicado el|publicado em|publicado a|publicado|publicada el|fecha de publicación
    pubblicato il|pubblicato|data di pubblicazione|gepubliceerd op|gepubliceerd|geplaatst op
    yayınlanma tarihi|yayın tarihi|yayınlanma|giriş tarihi|giriş|eklenme tarihi|eklenme|oluşturulma
    opublikowano|data publikacji|dodano|publikováno|publikované|zveřejněno|vydáno|objavljeno
    objavljeno u|publicat pe|publicat la|publicat|data publicării|δημοσιεύτηκε|δημοσίευση
    опубликовано|дата публикации|опубліковано|дата публікації|publicerad|publicerat|publisert
    udgivet|offentliggjort|julkaistu|megjelent|közzétéve|diterbitkan|dipublikasikan|terbit
    đăng ngày|xuất bản|ngày đăng|प्रकाशित|प्रकाशन तिथि|입력|등록
    تاريخ النشر|نشر في|نشرت في|تم النشر|تاریخ انتشار|منتشر شده در
"""
_UPDATED = """
    updated on|updated at|updated|last updated on|last updated at|last updated|last modified on
    last modified|last update|modified on|modified|amended on
    mis à jour le|mise à jour le|mis à jour|mise à jour|modifié le|actualisé le
    aktualisiert am|aktualisiert|zuletzt aktualisiert am|zuletzt aktualisiert|zuletzt geändert
    geändert am|stand vom|stand
    actualizado el|actualizado|atualizado em|atualizado a|atualizado|última actualización
    última atualização|aggiornato il|aggiornato alle|aggiornato|ultimo aggiornamento|bijgewerkt op
    bijgewerkt|laatst bijgewerkt|laatste update|gewijzigd op
    güncellenme tarihi|güncelleme tarihi|son güncelleme tarihi|son güncelleme|güncellenme|güncelleme
    aktualizacja|zaktualizowano|aktualizováno|aktualizované|ažurirano|actualizat|ενημερώθηκε
    τελευταία ενημέρωση|обновлено|оновлено|uppdaterad|uppdaterat|oppdatert|opdateret|päivitetty
    frissítve|diperbarui|cập nhật|अपडेट|수정|업데이트
    آخر تحديث|تم التحديث|تحديث|حدث في|به روز رسانی|بروزرسانی
"""


def _labels(listed: str) -> tuple[str, ...]:
    labels = (label.strip() for line in listed.split("\n") for label in line.split("|"))
    return tuple(label for label in labels if label)


PUBLISHED = _labels(_PUBLISHED)
"""Labels of the date of publication, as printed."""

UPDATED = _labels(_UPDATED)
"""Labels of the date of the last update, as printed."""
