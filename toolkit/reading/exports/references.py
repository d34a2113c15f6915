"""References: what library files say about an article, as fields of the article.

A reference seldom holds the story. Its abstract is kept as the summary, and the article is marked
``abstract_only``. Of several outlets, dates or addresses in one reference the most exact is taken,
and the others stay in ``extra``.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.exports.nexis_labels import language_code, strip_by
from toolkit.reading.interface import LIST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.exports.assembly import ArticleBuilder
    from toolkit.reading.interface import Piece, RawArticle

_SINGLE = frozenset({"title", "source", "published", "url", "language", "section", "edition"})
_LIBRARY_DATE = re.compile(r"(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?)?)?(?:/.*)?$")


class Value(NamedTuple):
    """A stated value: field, rank (the lowest wins), span of the source, text and rule."""

    name: str
    rank: int
    start: int
    end: int
    text: str
    rule: str


def put_reference(builder: ArticleBuilder, values: Sequence[Value]) -> None:
    """Assign the values of a reference to the fields of the article.

    Parameters
    ----------
    builder : ArticleBuilder
        The article; the spans of the values are in its source.
    values : sequence of Value
        In the order of the source.
    """
    chosen = {name: _best(name, values) for name in _SINGLE}
    joined: dict[str, list[str]] = {}
    for value in values:
        name = value.name
        if name in _SINGLE and chosen[name] is not value:
            name = f"other_{name}"
        text = _refined(name, value, values)
        if name not in LIST_FIELDS and name != "body":
            joined.setdefault(name, []).append(text)
            text = ""  # joined once below: a file may repeat a tag ten thousand times
        builder.put(name, value.start, value.end, rule=value.rule, value=text)
    for name, texts in joined.items():
        builder.article.set(name, "; ".join(filter(None, map(str.strip, texts))))
    dates = [_date(value.text, values) for value in values if value.name == "published"]
    flag_disagreement(builder.article, dates)


def flag_disagreement(article: RawArticle, dates: Sequence[str]) -> None:
    """Mark an article whose dates of publication are not parts of one another."""
    read = [found for text in dates if isinstance(found := read_date(text), PrintedDate)]
    for one, other in combinations(read, 2):
        parts = zip(
            (one.year, one.month, one.day), (other.year, other.month, other.day), strict=True
        )
        if any(mine and theirs and mine != theirs for mine, theirs in parts):
            reason = f"the reference states several dates: {', '.join(dict.fromkeys(dates))}"
            article.flag("dates_disagree", reason)
            return


def finish_reference(builder: ArticleBuilder) -> RawArticle | Piece:
    """Return the article of a reference, marked if it holds an abstract and no story."""
    article = builder.article
    if not article.fields.get("title") and not article.paragraphs and not article.summary:
        return builder.reject("not_an_article", "a reference without a title and an abstract")
    if not article.paragraphs and article.summary:
        article.flag("abstract_only", "the reference holds an abstract, not the story")
    return builder.finish()


def _best(name: str, values: Sequence[Value]) -> Value | None:
    candidates = [value for value in values if value.name == name and value.text.strip(" /")]
    candidates.sort(key=lambda value: value.rank)
    if name == "published":
        days = [value for value in candidates if _is_date(_date(value.text, values))]
        candidates = days or candidates
    return candidates[0] if candidates else None


def _refined(name: str, value: Value, values: Sequence[Value]) -> str:
    if name == "published":
        return _date(value.text, values)
    if name == "language":
        return language_code(value.text)
    if name == "byline":
        return strip_by(value.text)
    return value.text


def _date(text: str, values: Sequence[Value]) -> str:
    """Return a date as it can be read: "2018/10/22/" without its slashes, "Oct 22" with its year.

    Libraries write year/month/day/note, with nothing between the slashes where a part is unknown.
    """
    found = _LIBRARY_DATE.match(text.strip())
    if found is not None:
        return "-".join(part.zfill(2) for part in found.groups() if part)
    problem = read_date(text)
    if not isinstance(problem, PrintedDate) and problem.kind == "no_year":
        years = (value.text.strip(" /")[:4] for value in values if value.name == "published")
        year = next((year for year in years if re.fullmatch(r"\d{4}", year)), "")
        return f"{text}, {year}" if year else text
    return text


def _is_date(text: str) -> bool:
    return isinstance(read_date(text), PrintedDate)
