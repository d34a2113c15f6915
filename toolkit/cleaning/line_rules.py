"""Line rules: the forms that mark a whole line as boilerplate rather than story.

Each rule tests one stripped line and belongs to a step. A rule acts only on whole lines and
requires an unmistakable form, because the default must never delete a sentence of the story.
Every test is linear in the length of the line: patterns are anchored, long lines are left alone,
and endings are searched only in the last characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.cleaning import furniture
from toolkit.cleaning.line_filters import TELLING, line_filter
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TAIL = 220
MAX_LENGTH = 700
LONGEST = 1200  # of a line that a rule matches as a whole


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: the step that takes it out, its target column, and its test.

    ``field`` is the column to which the line is moved, '' if it is dropped (the ledger keeps it).
    ``forms`` are the patterns of a test that a line must match as a whole, () for other tests.
    Of ``signs``, a line that passes the test holds one.
    """

    step: str
    field: str
    reason: str
    test: Callable[[str], bool]
    forms: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


def _whole(
    step: str, field: str, reason: str, alternatives: Iterable[str], *, longest: int = MAX_LENGTH
) -> Rule:
    """Return a rule for lines that match one of ``alternatives`` as a whole."""
    forms = tuple(alternatives)
    match = re.compile("|".join(forms)).fullmatch
    return Rule(step, field, reason, lambda line: len(line) <= longest and bool(match(line)), forms)


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
        signs=("Hide Caption", "Photos: "),
    ),
    _whole("captions", "captions", "photo credit", furniture.PHOTO),
    Rule(
        "captions",
        "captions",
        "line with a photo credit at its end",
        _ending(furniture.CAPTION_ENDS),
        signs=(")", *furniture.CREDIT_SIGNS),
    ),
    _whole("links", "", "link to another page", furniture.LINKS),
    _whole("links", "", "invitation to follow", furniture.FOLLOW, longest=240),
    _whole("newsletter", "", "invitation to subscribe", furniture.NEWSLETTER),
    Rule("newsletter", "", "sign-up form", _form, signs=furniture.FORM_WORDS),
    _whole("advertisement", "", "advertisement or page mark", furniture.MARKS, longest=80),
    _whole("copyright", "", "copyright notice", furniture.COPYRIGHT),
    _whole("credits", "notes", "who reported or edited", furniture.CREDITS),
    Rule("credits", "notes", "who contributed", _contributed, signs=(" contributed ",)),
    _whole("corrections", "notes", "editors' note", furniture.NOTES, longest=LONGEST),
)
"""Rules for lines anywhere in the article; the first match applies."""


def finder_in(text: str, steps: frozenset[str]) -> Callable[[str], Rule | None]:
    """Return a function from a line of ``text`` to the first rule that matches it, or None.

    Of the rules of these steps, those are left out whose signs are nowhere in the text.
    """
    present = tuple([_holds_one(text, signs) for signs in _SIGNS])
    return _finder(steps, present, tuple([word for word in TELLING if word in text]))


def _holds_one(text: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:  # noqa: SIM110 - a generator takes four times as long
        if sign in text:
            return True
    return False


_SIGNS = tuple(rule.signs for rule in ANYWHERE if rule.signs)


@lru_cache(maxsize=1024)
def _finder(
    steps: frozenset[str], present: tuple[bool, ...], telling: tuple[str, ...]
) -> Callable[[str], Rule | None]:
    """Return the function of `finder_in`.

    Nearly every line matches no form, and its first letters, or the lack of a telling word, settle
    that. Only the tests of another kind are left to try.
    """
    absent = {signs for signs, is_one in zip(_SIGNS, present, strict=True) if not is_one}
    rules = tuple(rule for rule in ANYWHERE if rule.step in steps and rule.signs not in absent)
    has_form = line_filter(tuple(form for rule in rules for form in rule.forms), telling)
    others = tuple(rule for rule in rules if not rule.forms)

    def find(line: str) -> Rule | None:
        tried = rules if len(line) <= LONGEST and has_form(line) else others
        for rule in tried:
            if rule.test(line):
                return rule
        return None

    return find
