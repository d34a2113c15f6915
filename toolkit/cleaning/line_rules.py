"""Line rules: the forms that mark a whole line as boilerplate rather than story.

Each rule tests one stripped line and belongs to a step. A rule acts only on whole lines and
requires an unmistakable form, because the default must never delete a sentence of the story.
What RE2 can tell at once for the lines of many texts is in the hints of a rule.
Every test is linear in the length of the line: patterns are anchored, long lines are left alone,
and endings are searched only in the last characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.cleaning import furniture
from toolkit.cleaning.line_filters import SPACE, whole_line
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

TAIL = 220
MAX_LENGTH = 700
LONGEST = 1200  # of a note on a correction


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: the step that takes it out, its target column, and its test.

    ``field`` is the column to which the line is moved, '' if it is dropped (the ledger keeps it).
    ``forms`` are the patterns of a test that a line must match as a whole, () for other tests.
    ``hints`` are patterns of RE2: every line that passes the test matches one of them.
    """

    step: str
    field: str
    reason: str
    test: Callable[[str], bool]
    hints: tuple[str, ...]
    forms: tuple[str, ...] = ()


def _whole(
    step: str, field: str, reason: str, alternatives: Iterable[str], *, longest: int = MAX_LENGTH
) -> Rule:
    """Return a rule for lines that match one of ``alternatives`` as a whole."""
    forms = tuple(alternatives)
    match = re.compile("|".join(forms)).fullmatch

    def test(line: str) -> bool:
        return len(line) <= longest and match(line) is not None

    return Rule(step, field, reason, test, tuple(map(whole_line, forms)), forms)


def _ending(alternatives: Iterable[str]) -> Callable[[str], bool]:
    """Return a test for lines that end in one of ``alternatives`` and are no quotations."""
    search = re.compile(rf"(?:{'|'.join(alternatives)})\Z").search

    def test(line: str) -> bool:
        if len(line) > MAX_LENGTH or line[0] in "“\"‘'«":
            return False
        end = line[-TAIL:]
        if "(" in end and end.endswith(furniture.ENDS_OF_CREDITS):
            return search(end) is not None
        for sign in furniture.CREDIT_SIGNS:
            if sign in end:
                return search(end) is not None
        return False

    return test


def _contributed(line: str) -> bool:
    """Return whether a line is one sentence like "Jane Roe contributed to this report"."""
    return (
        len(line) <= 300
        and " contributed " in line[-60:]
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
    if len(line) > 4000:
        return False
    for words in furniture.FORM_WORDS:  # noqa: SIM110 - a generator takes four times as long
        if words in line:
            return True
    return False


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
    _whole("video", "", "text of a video or slide-show player", furniture.VIDEO),
    Rule(
        "captions",
        "captions",
        "captions of a picture gallery",
        _gallery,
        (rf"^[{SPACE}]*(?:Hide Caption |Photos: )",),
    ),
    _whole("captions", "captions", "photo credit", furniture.PHOTO),
    Rule(
        "captions",
        "captions",
        "line with a photo credit at its end",
        _ending(furniture.CAPTION_ENDS),
        (rf"\)(?:\.| More)?[{SPACE}]*$", *map(re.escape, furniture.CREDIT_SIGNS)),
    ),
    _whole("links", "", "link to another page", furniture.LINKS),
    _whole("links", "", "invitation to follow", furniture.FOLLOW, longest=240),
    _whole("newsletter", "", "invitation to subscribe", furniture.NEWSLETTER),
    Rule("newsletter", "", "sign-up form", _form, furniture.FORM_WORDS),
    _whole("advertisement", "", "advertisement or page mark", furniture.MARKS, longest=80),
    _whole("copyright", "", "copyright notice", furniture.COPYRIGHT),
    _whole("credits", "notes", "who reported or edited", furniture.CREDITS),
    Rule("credits", "notes", "who contributed", _contributed, (" contributed ",)),
    _whole("corrections", "notes", "editors' note", furniture.NOTES, longest=LONGEST),
)
"""Rules for lines anywhere in the article; the first match applies."""


@lru_cache(maxsize=64)
def hints_of(steps: frozenset[str]) -> tuple[str, ...]:
    """Return the patterns of RE2 of which a line matches one if a rule of the steps finds it."""
    return tuple(hint for rule in ANYWHERE if rule.step in steps for hint in rule.hints)


def find_rule(line: str, steps: Collection[str]) -> Rule | None:
    """Return the first rule of the steps that finds a line, or None."""
    for rule in ANYWHERE:
        if rule.step in steps and rule.test(line):
            return rule
    return None
