"""The labels of Nexis exports in its interface languages, and the fields they map to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from toolkit.reading.exports.assembly import ArticleBuilder, Line

FIELDS = {
    "byline": "byline", "autor": "byline", "auteur": "byline",
    "section": "section", "rubrik": "section", "rubrique": "section", "sección": "section",
    "length": "words_declared", "länge": "words_declared", "longueur": "words_declared",
    "longitud": "words_declared", "lunghezza": "words_declared", "lengte": "words_declared",
    "dateline": "place", "highlight": "summary", "highlights": "summary", "abstract": "summary",
    "graphic": "captions", "grafik": "captions", "illustration": "captions",
    "language": "language", "sprache": "language", "langue": "language", "idioma": "language",
    "correction": "notes", "correction-date": "correction_date", "notes": "notes",
    "note": "notes", "anmerkung": "notes", "editor-note": "notes",
    "load-date": "load_date", "update": "load_date", "date-chargement": "load_date",
    "publication-type": "publication_type", "zeitungstyp": "publication_type",
    "pub-type": "publication_type", "type-publication": "publication_type",
    "journal-code": "journal_code", "zeitungs-code": "journal_code",
    "subject": "subject", "organization": "organization", "company": "company",
    "person": "person", "geographic": "geographic", "city": "city", "state": "state",
    "country": "country", "industry": "industry", "ticker": "ticker", "type": "type",
    "distribution": "distribution", "series": "series", "url": "url", "edition": "edition",
    "document-type": "document_type", "acc-no": "accession_number", "issn": "issn",
    "column": "column", "category": "category", "copyright": "copyright",
    "titel": "title_declared", "keywords": "keywords", "ranking": "ranking",
    "autore": "byline", "door": "byline", "sujet": "subject", "thema": "subject",
    "schlagwörter": "subject", "asunto": "subject", "soggetto": "subject", "onderwerp": "subject",
    "secteur-activite": "industry", "secteur-d'activité": "industry", "branche": "industry",
    "localisation-geo": "geographic", "localisation-géo": "geographic",
    "geographie": "geographic", "geographisch": "geographic", "organisation": "organization",
    "organización": "organization", "entreprise": "company", "société": "company",
    "firma": "company", "unternehmen": "company", "empresa": "company", "personne": "person",
    "persona": "person", "pays": "country", "land": "country", "país": "country", "ville": "city",
    "stadt": "city", "ciudad": "city", "etat": "state", "état": "state", "lieu": "place",
    "lugar": "place", "ort": "place", "taal": "language", "lingua": "language",
    "code-revue": "journal_code", "code-journal": "journal_code",
    "date-de-chargement": "load_date", "ladedatum": "load_date", "fecha-de-carga": "load_date",
    "mise-à-jour": "load_date", "aktualisierung": "load_date",
    "tipo-de-publicación": "publication_type", "type-de-publication": "publication_type",
    "publikationstyp": "publication_type", "publicatietype": "publication_type",
    "encadre": "summary", "encadré": "summary", "chapô": "summary", "extrait": "summary",
    "resumen": "summary", "résumé": "summary",
    "zusammenfassung": "summary", "légende": "captions",
    "legende": "captions", "photo": "captions", "gráfico": "captions", "sezione": "section",
    "rubriek": "section", "edición": "edition", "édition": "edition", "ausgabe": "edition",
    "droits": "copyright", "rectificatif": "notes", "correctif": "notes", "série": "series",
    "website": "website", "contact": "contact", "text-type": "document_type",
    "download-date": "download_date", "bildunterschrift": "captions",
}  # fmt: skip
"""Label in lower case, spaces as hyphens -> field; a line with any other label is text."""

OPENING = frozenset({
    "byline", "section", "words_declared", "place", "summary", "series", "distribution", "url",
    "edition", "column", "title_declared", "document_type", "category", "type", "website",
})  # fmt: skip
"""Fields that may come before the story; the others come only after it."""

LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "french": "fr", "französisch": "fr",
    "français": "fr", "german": "de", "deutsch": "de", "allemand": "de", "spanish": "es",
    "español": "es", "spanisch": "es", "espagnol": "es", "arabic": "ar", "arabisch": "ar",
    "arabe": "ar", "turkish": "tr", "türkisch": "tr", "italian": "it", "dutch": "nl",
    "portuguese": "pt", "russian": "ru", "hebrew": "he", "persian": "fa", "urdu": "ur",
    "chinese": "zh", "japanese": "ja", "polish": "pl", "swedish": "sv",
}  # fmt: skip
"""Language names as printed by databases -> BCP 47; other names are kept as printed."""

_LABEL = re.compile(r"\s{0,3}([^\W\d_][^\W\d_]*(?:[ '-][^\W\d_]+){0,3})\s?:(?:\s+|$)")
_DATE_TAIL = re.compile(r"[,;]?\s+(?=[^\s,;]+[\s.]+\d)")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+(?=\S)", re.IGNORECASE)


class Label(NamedTuple):
    """The field that a label stands for, and the offset where its value begins."""

    field: str
    value_at: int


def label_of(line: Line, *, capitals: bool) -> Label | None:
    """Return the field of a line's label and the offset of its value, or None.

    With ``capitals``, only labels in capitals count, as in the older layouts.
    """
    found = _LABEL.match(line.text)
    if found is None or (capitals and found[1] != found[1].upper()):
        return None
    name = FIELDS.get(found[1].lower().replace(" ", "-"))
    return None if name is None else Label(name, line.start + found.end())


def put_value(builder: ArticleBuilder, name: str, span: tuple[int, int], value_at: int) -> None:
    """Assign a labelled value, together with its label, to its field."""
    start, end = span
    value = clean(builder.source.text[value_at:end])
    builder.put(name, start, end, rule=f"label_{name}", value=_refined(name, value))


def _refined(name: str, value: str) -> str:
    if name == "language":
        return language_code(value)
    if name == "byline":
        return strip_by(value)
    if name == "place":
        return strip_date(value)
    return value


def language_code(value: str) -> str:
    """Return the BCP 47 code of a printed language name, or the name itself.

    Examples
    --------
    >>> language_code("ENGLISH"), language_code("Deutsch; GERMAN"), language_code("Klingon")
    ('en', 'de', 'Klingon')
    """
    first = re.split(r"[;,/]", value)[0].strip()
    return LANGUAGES.get(first.lower(), value)


def strip_by(value: str) -> str:
    """Remove the leading "By" from a byline.

    Examples
    --------
    >>> strip_by("By JANE ROE"), strip_by("von Hans Muster"), strip_by("Byron Poe")
    ('JANE ROE', 'Hans Muster', 'Byron Poe')
    """
    found = _BY.match(value)
    return value if found is None else value[found.end() :]


def strip_date(value: str) -> str:
    """Remove the date from a dateline.

    Examples
    --------
    >>> strip_date("BEIRUT, March 14 2013"), strip_date("NEW YORK, July 24, 2017")
    ('BEIRUT', 'NEW YORK')
    >>> strip_date("COLUMBIA, Mo."), strip_date("WASHINGTON, DC")
    ('COLUMBIA, Mo.', 'WASHINGTON, DC')
    """
    for gap in _DATE_TAIL.finditer(value):
        if date_length(value[gap.end() :]) or _day_and_month(value[gap.end() :]):
            return value[: gap.start()].rstrip(" ,;")
    return "" if date_length(value) or _day_and_month(value) else value


def _day_and_month(text: str) -> bool:
    # "March 14" and "Dec. 31" are dates without a year; the test year completes them
    return bool(date_length(f"{text.rstrip(' .,')}, 2000")) or bool(
        date_length(f"{text.rstrip(' .,')} 2000")
    )
