"""Factiva's field codes, and articles made of (code, stretch) pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean, declare_length
from toolkit.reading.exports.nexis_labels import authors, language_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.reading.exports.assembly import Assembly
    from toolkit.reading.interface import Piece, RawArticle

FIELDS = {
    "HD": "title", "BY": "byline", "CR": "agency", "WC": "words_declared", "PD": "published",
    "ET": "time", "SN": "source", "SC": "source_code", "NGC": "source_group",
    "GC": "group_code", "ED": "edition", "PG": "page", "VOL": "volume", "LA": "language",
    "CY": "copyright", "LP": "body", "TD": "body", "SE": "section", "CLM": "column",
    "ART": "captions", "CT": "contact", "RF": "reference", "CO": "company", "IN": "industry",
    "NS": "subject", "RE": "region", "IPC": "ipc", "IPD": "ipd", "PUB": "publisher",
    "AN": "accession_number", "DLN": "place", "NT": "notes", "RST": "source_restriction",
    "CX": "notes", "PSN": "person", "MOD": "modified",
}  # fmt: skip
"""Code -> field of the article; names without a column of their own go to ``extra``."""

ACCESSION = re.compile(
    r"(?:documento?|dokument|dokumentas|文件|документ)?\s*([A-Za-z0-9]{10,32})", re.IGNORECASE
)


def put_code(work: Assembly, code: str, label: tuple[int, int], value: tuple[int, int]) -> None:
    """Put one coded field: its label and its value stand next to each other."""
    name = FIELDS[code]
    if name != "body":
        text = clean(work.source.text[value[0] : value[1]])
        rule = f"code_{code.lower()}"
        work.put(name, min(label[0], value[0]), value[1], rule=rule, value=_refined(name, text))
        return
    work.put("", *label, rule="code", action="dropped")
    for line in work.source.between(*value):
        work.put("body", line.start, line.end, rule="paragraph", value=line.text)


def _refined(name: str, text: str) -> str:
    if name == "language":
        return language_code(text)
    if name == "byline":
        return authors(text)
    if name == "accession_number":
        found = ACCESSION.fullmatch(text)
        return text if found is None else found[1]
    return text


def checked(work: Assembly, seen: set[str]) -> RawArticle | Piece:
    """Give the article, unless it is a second copy or has no story."""
    number = str(work.article.extra.get("accession_number", ""))
    if number and number in seen:
        reason = f"the same document, {number}, stands in this file already"
        return work.reject("duplicate_generation", reason)
    seen.add(number)
    if not work.article.paragraphs:
        rule = "no_text" if work.article.fields.get("title") else "not_an_article"
        return work.reject(rule, "no lead paragraph and no text (LP, TD)")
    article = work.finish()
    declare_length(article)
    return article


def all_codes(text: str) -> Iterable[str]:
    """Return the known codes in ``text``, for recognition."""
    return [word for word in text.split() if word in FIELDS]
