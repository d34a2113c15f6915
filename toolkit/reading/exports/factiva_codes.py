"""Factiva's field codes, and the fields they map to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean, declare_length
from toolkit.reading.exports.nexis_labels import language_code, strip_by

if TYPE_CHECKING:
    from toolkit.reading.exports.assembly import ArticleBuilder
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
"""Field code -> article field; fields without a column of their own go to ``extra``."""

ACCESSION = re.compile(
    r"(?:documento?|dokument|dokumentas|文件|документ)?\s*([A-Za-z0-9]{10,32})", re.IGNORECASE
)


def put_code(
    builder: ArticleBuilder, code: str, label: tuple[int, int], value: tuple[int, int]
) -> None:
    """Assign one coded field, given the adjacent spans of its label and its value."""
    name = FIELDS[code]
    if name != "body":
        text = clean(builder.source.text[value[0] : value[1]])
        rule = f"code_{code.lower()}"
        builder.put(name, min(label[0], value[0]), value[1], rule=rule, value=_refined(name, text))
        return
    builder.put("", *label, rule="code", action="dropped")
    builder.put_paragraphs(*value)


def _refined(name: str, text: str) -> str:
    if name == "language":
        return language_code(text)
    if name == "byline":
        return strip_by(text)
    if name == "accession_number":
        found = ACCESSION.fullmatch(text)
        return text if found is None else found[1]
    return text


def finish_article(builder: ArticleBuilder, seen: set[str]) -> RawArticle | Piece:
    """Return the article, or a rejected piece if it is a duplicate or has no story."""
    number = str(builder.article.extra.get("accession_number", ""))
    if number and number in seen:
        reason = f"the same document, {number}, is already in this file"
        return builder.reject("duplicate_generation", reason)
    seen.add(number)
    if not builder.article.paragraphs:
        rule = "no_text" if builder.article.fields.get("title") else "not_an_article"
        return builder.reject(rule, "no lead paragraph and no text (LP, TD)")
    article = builder.finish()
    declare_length(article)
    return article
