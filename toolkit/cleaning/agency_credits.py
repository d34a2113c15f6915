"""The news agency that an article credits."""

from __future__ import annotations

import re

from toolkit.reading.datelines import AGENCIES, find_dateline

_COPYRIGHT = re.compile(
    rf"(?:Copyright|©)[ ©\d(c)]{{0,20}}({'|'.join(map(re.escape, AGENCIES))})\b"
)


def find_agency(agency: str, source: str, body: str) -> str:
    """Return the agency that an article credits, '' if none.

    The credit is the field ``agency``, the source, the dateline or the copyright notice; a
    mention in the story does not count.

    Examples
    --------
    >>> find_agency("", "Arab News", "ANKARA, Oct 22 (Reuters) - Four leaders will meet in Turkey")
    'Reuters'
    """
    if agency:
        return AGENCIES.get(agency, agency)
    if source in AGENCIES:
        return AGENCIES[source]
    dateline = find_dateline(body[:2000].lstrip().split("\n", 1)[0])
    if dateline and dateline.agency:
        return dateline.agency
    owner = _COPYRIGHT.search(body[-600:])
    return AGENCIES[owner[1]] if owner else ""
