"""Line rules: the forms that mark a whole line as boilerplate rather than story.

Each rule tests one stripped line and belongs to a step. A rule acts only on whole lines and
requires an unmistakable form, because the default must never delete a sentence of the story.
Every test is linear in the length of the line: patterns are anchored, long lines are left alone,
and endings are searched only in the last characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.cleaning import furniture
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TAIL = 220
MAX_LENGTH = 700


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: the step that takes it out, its target column, and its test.

    ``field`` is the column to which the line is moved, '' if it is dropped (the ledger keeps it).
    """

    step: str
    field: str
    reason: str
    test: Callable[[str], bool]


def _whole(alternatives: Iterable[str], *, longest: int = MAX_LENGTH) -> Callable[[str], bool]:
    """Return a test for lines that match one of ``alternatives`` as a whole."""
    match = re.compile("|".join(alternatives)).fullmatch
    return lambda line: len(line) <= longest and match(line) is not None


def _ending(alternatives: Iterable[str]) -> Callable[[str], bool]:
    """Return a test for lines that end in one of ``alternatives`` and are no quotations."""
    search = re.compile(rf"(?:{'|'.join(alternatives)})\Z").search

    def test(line: str) -> bool:
        if len(line) > MAX_LENGTH or line[0] in "“\"‘'«":
            return False
        end = line[-TAIL:]
        return any(sign in end for sign in furniture.CREDIT_SIGNS) and search(end) is not None

    return test


def _contributed(line: str) -> bool:
    """Return whether a line is one sentence like "Jane Roe contributed to this report"."""
    return (
        len(line) <= 300
        and furniture.CONTRIBUTED.search(line[-60:]) is not None
        and furniture.SENTENCE_BREAK.search(line) is None
    )


def _gallery(line: str) -> bool:
    """Return whether a line is the joined captions of a picture gallery, of any length."""
    if line.startswith("Hide Caption "):
        return True
    return line.startswith("Photos: ") and (
        "Hide Caption" in line or line.startswith("Photos: Photos:") or line[8:60] in line[60:]
    )


def _form(line: str) -> bool:
    """Return whether a line is the text of a sign-up form, which may list every country."""
    return len(line) <= 4000 and any(words in line for words in furniture.FORM_WORDS)


def is_date_line(line: str) -> bool:
    """Return whether a whole line is a date line such as "Updated 22 October 2018".

    Examples
    --------
    >>> is_date_line("Updated 22 October 2018"), is_date_line("Updated plans were shown in 2018.")
    (True, False)
    """
    if len(line) > 120:
        return False
    if furniture.AGO.fullmatch(line):
        return True
    if not (furniture.DATE_LABEL.match(line) and any(ch.isdecimal() for ch in line)):
        return False
    return all(
        word in furniture.DATE_WORDS or "\u0600" <= word[0] <= "\u06ff"
        for word in furniture.DATE_WORD.findall(folded(line))
    )


ANYWHERE = (
    Rule("video", "", "text of a video or slide-show player", _whole(furniture.VIDEO)),
    Rule("captions", "captions", "captions of a picture gallery", _gallery),
    Rule("captions", "captions", "photo credit", _whole(furniture.PHOTO)),
    Rule(
        "captions",
        "captions",
        "line with a photo credit at its end",
        _ending(furniture.CAPTION_ENDS),
    ),
    Rule("links", "", "link to another page", _whole(furniture.LINKS)),
    Rule("links", "", "invitation to follow", _whole(furniture.FOLLOW, longest=240)),
    Rule("newsletter", "", "invitation to subscribe", _whole(furniture.NEWSLETTER)),
    Rule("newsletter", "", "sign-up form", _form),
    Rule("advertisement", "", "advertisement or page mark", _whole(furniture.MARKS, longest=80)),
    Rule("copyright", "", "copyright notice", _whole(furniture.COPYRIGHT)),
    Rule("credits", "notes", "who reported or edited", _whole(furniture.CREDITS)),
    Rule("credits", "notes", "who contributed", _contributed),
    Rule("corrections", "notes", "editors' note", _whole(furniture.NOTES, longest=1200)),
)
"""Rules for lines anywhere in the article; the first match applies."""


def find_rule(line: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the first of ``rules`` that matches ``line``, or None."""
    return next((rule for rule in rules if rule.test(line)), None)
