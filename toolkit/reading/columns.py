"""Map the columns of a table, or the keys of a record, to fields of the articles table.

Common names are recognised; two candidates for one field are an error, not a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.errors import ReadingError
from toolkit.reading.interface import LIST_FIELDS, TEXT_FIELDS, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class NotArticlesError(ReadingError):
    """A table without a column for the text, title or URL of an article."""


_USUAL = {
    "title": "title headline hd headline_main article_title head",
    "body": (
        "body text content article maintext main_text full_text fulltext article_text article_body "
        "body_text story content_text texte texto metin"
    ),
    "date": "date article_date datum fecha tarih",
    "published": (
        "published publish_date published_at published_date pubdate pub_date publication_date "
        "date_published publication_time published_time date_publish first_publication_date"
    ),
    "updated": (
        "updated updated_at update_date last_updated last_modified modified date_modified "
        "modified_date"
    ),
    "source": (
        "source publication outlet publisher media_name newspaper source_name publication_title "
        "news_outlet mentionsourcename"
    ),
    "section": "section category desk news_desk section_name rubric",
    "byline": "byline author authors creator by",
    "url": "url link web_url article_url canonical_url document_url mentionidentifier",
    "language": "language lang",
    "summary": "summary description abstract standfirst excerpt snippet",
    "place": "place dateline",
    "agency": "agency news_agency",
    "captions": "caption captions image_caption",
    "notes": "notes note correction corrections",
    "page": "page page_number",
    "edition": "edition",
}
_SECOND_CHOICE = {
    "source": "domain site website hostname",
    "date": "seendate mentiontimedate year created_at timestamp date_download",
    "body": "content_html",
}
FIELDS = tuple(_USUAL)
"""Fields of the articles table to which a column can be mapped."""


def plain_name(name: str) -> str:
    """Normalise a column name: "Publication Date", "publicationDate" -> "publication_date"."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip("\ufeff \t"))
    return re.sub(r"[^\w]+|_+", "_", split.casefold()).strip("_")


def _lookup(table: Mapping[str, str]) -> dict[str, str]:
    return {
        variant: field
        for field, names in table.items()
        for name in names.split()
        for variant in (name, name.replace("_", ""))
    }


_FIRST, _SECOND = _lookup(_USUAL), _lookup(_SECOND_CHOICE)


def field_of(name: str) -> str:
    """Return the field for a common column name, or the normalised name.

    Examples
    --------
    >>> field_of("Headline"), field_of("publishedAt"), field_of("Topic code")
    ('title', 'published', 'topic_code')
    """
    plain = plain_name(name)
    return _FIRST.get(plain) or _SECOND.get(plain) or plain


def map_columns(
    file: str, names: Sequence[str], mapping: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the mapping field -> column for the columns of a file.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    names : sequence of str
        The columns.
    mapping : mapping, optional
        field -> column as given by the user, which takes precedence.

    Raises
    ------
    ReadingError
        If two columns fit one field, if ``mapping`` names an unknown field or column, or if
        there is no text, title or URL.

    Examples
    --------
    >>> map_columns("a.csv", ["headline", "text", "publish_date", "topic"])
    {'title': 'headline', 'body': 'text', 'published': 'publish_date'}
    """
    mapped = _given(file, names, mapping or {})
    taken = set(mapped.values())
    for table in (_FIRST, _SECOND):
        found: dict[str, list[str]] = {}
        for name in names:
            field = table.get(plain_name(name))
            if field and field not in mapped and name not in taken:
                found.setdefault(field, []).append(name)
        for field, candidates in found.items():
            mapped[field] = _only(file, field, candidates)
    if not {"body", "title", "url"} & set(mapped):
        example = str(names[0]) if names else "text"
        raise NotArticlesError(
            f"read_articles: {file}: no column looks like the text of an article; it has "
            f"{_listed(names)}. Name it: mapping={{'body': {example!r}}}."
        )
    return {field: mapped[field] for field in FIELDS if field in mapped}


def looks_like_articles(names: Iterable[str]) -> bool:
    """Return whether the names include the text, title or URL of an article."""
    fields = {_FIRST.get(plain_name(name)) for name in names}
    return bool(fields & {"body", "title", "url"})


def _given(file: str, names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    for field, name in mapping.items():
        if field not in FIELDS:
            listed = ", ".join(repr(known) for known in FIELDS)
            raise reading_error(
                file,
                0,
                f"mapping names the field {field!r}, which does not exist",
                f"It is one of {listed}.",
            )
        if name not in names:
            raise reading_error(
                file,
                0,
                f"mapping names the column {name!r}; the file has {_listed(names)}",
            )
    return dict(mapping)


def _only(file: str, field: str, candidates: list[str]) -> str:
    if len(candidates) == 1:
        return candidates[0]
    listed = " and ".join(repr(name) for name in candidates)
    raise reading_error(
        file,
        0,
        f"{listed} could each be the {field}",
        f"Say which: mapping={{{field!r}: {candidates[0]!r}}}.",
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "") or "no columns"


KNOWN_FIELDS = frozenset({*TEXT_FIELDS, *LIST_FIELDS, "body", "date", "published", "updated"})
