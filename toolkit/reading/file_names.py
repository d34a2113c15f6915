"""What names of files say: date and outlet (2018-10-22_NorthportGazette_001.txt), and role."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.dates import PrintedDate, read_date

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.reading.interface import RawArticle, ReadOptions

_DATES = (
    re.compile(
        r"(?<!\d)(?P<y>(?:1[6-9]|20)\d{2})(?P<sep>[-_. ]?)(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})[-_. ](?P<m>[^\W\d_]{3,10})[-_. ](?P<y>(?:1[6-9]|20)\d{2})(?!\d)"
    ),
)
_PARTS = re.compile(r"[_\s]+|(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])|\s-\s|__+|[()\[\]]+")
_GENERIC = frozenset(
    """
    article articles text txt doc document documents file story stories news item page pages export
    download copy new final clean raw data corpus part no nr artikel beitrag nachricht texte noticia
    untitled ohne titel unbenannt scan ocr v draft version the a
    """.split()  # noqa: SIM905 - a list of words is easier to read
)
_NO_ARTICLES = frozenset([
    ".toml", ".yml", ".yaml", ".ini", ".cfg", ".lock", ".py", ".ipynb", ".css", ".js", ".log",
    ".sql", ".r", ".sh", ".bat", ".tex", ".cdx", ".cdxj",
])  # fmt: skip
_DESCRIPTIONS = frozenset({
    "readme", "license", "licence", "copying", "changelog", "notice", "authors", "contributing",
    "citation", "codebook",
})  # fmt: skip
_DESCRIPTION_SUFFIXES = frozenset(["", ".md", ".txt", ".rst", ".html", ".htm", ".pdf", ".docx"])
_EXPECTED = (".expected.csv", ".expected.json", ".expected.tsv", ".expected.txt")
_MAX_WORDS = 4
_APPLE = "part of a file of Apple Numbers, Pages or Keynote: export it as CSV, Excel or Word"


class NameFacts(NamedTuple):
    """What a file name states: a date as ISO 8601 and an outlet, "" where it does not."""

    date: str
    source: str


def facts_in_name(name: str) -> NameFacts:
    """Return the date and the outlet in the name of a file.

    Two different dates are none; an outlet is what else the name holds, if that is one to four
    words that are no common noun such as "article".

    Examples
    --------
    >>> facts_in_name("2018-10-22_NorthportGazette_001.txt")
    NameFacts(date='2018-10-22', source='NorthportGazette')
    >>> facts_in_name("article-20181022.txt"), facts_in_name("notes.txt")
    (NameFacts(date='2018-10-22', source=''), NameFacts(date='', source=''))
    """
    stem = PurePosixPath(name).stem
    for pattern in _DATES:
        found = {_iso(match): match for match in pattern.finditer(stem)}
        found.pop("", None)
        if len(found) == 1:
            ((date, match),) = found.items()
            return NameFacts(date, _outlet(f"{stem[: match.start()]}_{stem[match.end() :]}"))
    return NameFacts("", "")


def _iso(match: re.Match[str]) -> str:
    printed = read_date(f"{match['y']}-{match['m']}-{match['d']}")
    if isinstance(printed, PrintedDate) and printed.day:
        return printed.first_day.date().isoformat()
    return ""


def _outlet(rest: str) -> str:
    words = [word.strip("-.,;") for word in _PARTS.split(rest)]
    words = [word for word in words if any(map(str.isalpha, word))]
    named = [word for word in words if word.casefold() not in _GENERIC]
    return " ".join(words) if named and len(words) <= _MAX_WORDS else ""


def complete_from_name(article: RawArticle, name: str, options: ReadOptions) -> None:
    """Give the only article of a file the date and outlet of the file's name, and mark both."""
    date, source = facts_in_name(name)
    if not date or any(article.fields.get(kind) for kind in ("published", "updated", "date")):
        return
    article.set("date", date)
    article.flag("date_from_name", "the text prints no date; this one is in the name of the file")
    if source and not article.fields.get("source") and not options.source:
        article.set("source", source)
        reason = f"the text names no outlet; {source!r} is in the name of the file"
        article.flag("source_from_name", reason)


def beside_crawl(names: Collection[str]) -> dict[str, str]:
    """Return the members of a packed crawl (WACZ) or document that are not read, and why.

    Examples
    --------
    >>> beside_crawl(["datapackage.json", "archive/data.warc.gz"])
    {'datapackage.json': 'a list or index beside the pages of a crawl (WACZ)'}
    """
    if any(name.endswith(".iwa") for name in names):
        return dict.fromkeys(names, _APPLE)
    pages = {name for name in names if name.startswith("archive/")}
    if "datapackage.json" not in names or not any(".warc" in page for page in pages):
        return {}
    reason = "a list or index beside the pages of a crawl (WACZ)"
    return {name: reason for name in names if name not in pages}


def reason_by_name(name: PurePath) -> str:
    """Return why a file of this name holds no articles, "" if it may hold some.

    Examples
    --------
    >>> reason_by_name(PurePosixPath("study.toml")), reason_by_name(PurePosixPath("news.json"))
    ('settings or code (.toml), not articles', '')
    """
    if name.name.startswith((".", "~$")):
        return "a hidden or lock file"
    suffix = name.suffix.casefold()
    if suffix in _NO_ARTICLES:
        return f"settings or code ({name.suffix}), not articles"
    if name.stem.casefold() in _DESCRIPTIONS and suffix in _DESCRIPTION_SUFFIXES:
        return "a description, not articles"
    if name.name.casefold().endswith(_EXPECTED):
        return "what is expected of another file, not articles"
    return ""
