"""Who made a study, and how to cite it: CITATION.cff."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ORCID = re.compile(r"\s*\((?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)\s*$")
UNNAMED = "The authors of this study"
_LICENSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Author:
    """A person ("Family, Given") or a group, with an ORCID if one is given."""

    family: str
    given: str = ""
    orcid: str = ""

    @property
    def name(self) -> str:
        """The name in the order of speech."""
        return f"{self.given} {self.family}".strip()


def read_authors(names: Iterable[str]) -> tuple[Author, ...]:
    """Return authors from texts such as "Sen, Amina (0000-0002-1825-0097)".

    Examples
    --------
    >>> read_authors(["Sen, Amina (0000-0002-1825-0097)", "News Lab"])[0].orcid
    '0000-0002-1825-0097'

    Raises
    ------
    InputError
        For an empty name or an ORCID whose check digit is wrong.
    """
    return tuple(map(_author, [names] if isinstance(names, str) else names))


def _author(text: str) -> Author:
    found = _ORCID.search(text)
    name, orcid = (text[: found.start()], found[1]) if found else (text, "")
    family, _, given = (part.strip() for part in name.partition(","))
    if not family:
        message = f"share_study: an author needs a name, such as 'Sen, Amina'; got {text!r}."
        raise InputError(message)
    if orcid and not _is_orcid(orcid):
        message = f"share_study: {orcid} is no ORCID: its last digit does not fit. Check it."
        raise InputError(message)
    return Author(family, given, orcid)


def _is_orcid(orcid: str) -> bool:
    """Whether the check digit is right (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == orcid[-1]


def citation_text(
    title: str,
    authors: Sequence[Author],
    *,
    published: str,
    license: str = "",
    keywords: Sequence[str] = (),
    version: str = "",
) -> str:
    """Return a CITATION.cff (version 1.2.0) of a data set.

    Examples
    --------
    >>> print(citation_text("Talks", [Author("Sen", "Amina")], published="2020-01-31"))
    cff-version: 1.2.0
    message: "If you use this study, please cite it."
    type: dataset
    title: "Talks"
    date-released: "2020-01-31"
    authors:
      - family-names: "Sen"
        given-names: "Amina"
    references:
      - type: software
        title: "theme-toolkit"
        authors:
          - name: "The theme-toolkit developers"
    <BLANKLINE>
    """
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this study, please cite it."',
        "type: dataset",
        f"title: {_quoted(title)}",
        f"date-released: {_quoted(published)}",
        *_license_lines(license),
        *(["keywords:", *(f"  - {_quoted(one)}" for one in keywords)] if keywords else []),
        "authors:",
        *(line for one in authors or [Author(UNNAMED)] for line in _author_lines(one)),
        "references:",
        "  - type: software",
        '    title: "theme-toolkit"',
        *([f"    version: {_quoted(version)}"] if version else []),
        "    authors:",
        '      - name: "The theme-toolkit developers"',
    ]
    return "\n".join(lines) + "\n"


def _author_lines(author: Author) -> list[str]:
    if author.given:
        lines = [f"family-names: {_quoted(author.family)}", f"given-names: {_quoted(author.given)}"]
    else:
        lines = [f"name: {_quoted(author.family)}"]
    if author.orcid:
        lines.append(f'orcid: "https://orcid.org/{author.orcid}"')
    return [f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]


def _license_lines(license: str) -> list[str]:
    if license.startswith(("http://", "https://")):
        return [f"license-url: {_quoted(license)}"]
    return [f"license: {_quoted(license)}"] if _LICENSE_ID.fullmatch(license) else []


def _quoted(text: str) -> str:
    """Return a text as a YAML string; JSON's are."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
