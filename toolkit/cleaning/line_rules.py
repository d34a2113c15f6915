"""Line rules: what a whole line must look like to be furniture rather than story.

Each rule looks at one stripped line and names a step; a rule acts on whole lines only and asks for
an unmistakable form, because the default must never delete a sentence of the story. Every test is
linear in the length of the line: patterns are anchored, long lines are left alone, and what stands
at the end of a line is looked for in its last characters only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.cleaning import furniture as patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TAIL = 220
LONGEST = 700


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: which step takes it out, where it goes, and how it is recognised.

    ``field`` is the column that the line moves to, '' when it is dropped (it stays in the ledger).
    """

    step: str
    field: str
    reason: str
    test: Callable[[str], bool]


def _whole(alternatives: Iterable[str], *, longest: int = LONGEST) -> Callable[[str], bool]:
    """Test whether a whole line is one of ``alternatives``."""
    match = re.compile("|".join(alternatives)).fullmatch
    return lambda line: len(line) <= longest and match(line) is not None


def _ending(alternatives: Iterable[str]) -> Callable[[str], bool]:
    """Test whether a line ends in one of ``alternatives`` and is not itself a quotation."""
    search = re.compile(rf"(?:{'|'.join(alternatives)})\Z").search

    def test(line: str) -> bool:
        if len(line) > LONGEST or line[0] in "“\"‘'«":
            return False
        end = line[-TAIL:]
        return any(sign in end for sign in patterns.CREDIT_SIGNS) and search(end) is not None

    return test


def _contributed(line: str) -> bool:
    """Test for "Jane Roe and the AP contributed to this report", one sentence and no more."""
    return (
        len(line) <= 300
        and patterns.CONTRIBUTED.search(line[-60:]) is not None
        and patterns.SENTENCE_BREAK.search(line) is None
    )


def _gallery(line: str) -> bool:
    """Test for the captions of a picture gallery run together in one line, however long."""
    if line.startswith("Hide Caption "):
        return True
    return line.startswith("Photos: ") and (
        "Hide Caption" in line or line.startswith("Photos: Photos:") or line[8:60] in line[60:]
    )


def _form(line: str) -> bool:
    """Test for the text of a sign-up form, which may list every country."""
    return len(line) <= 4000 and any(words in line for words in patterns.FORM_WORDS)


def is_date_line(line: str) -> bool:
    """Tell whether the whole line is a stamp such as "Updated 22 October 2018".

    Examples
    --------
    >>> is_date_line("Updated 22 October 2018"), is_date_line("Updated plans were shown in 2018.")
    (True, False)
    """
    if len(line) > 120:
        return False
    if patterns.AGO.fullmatch(line):
        return True
    if not (patterns.DATE_LABEL.match(line) and any(ch.isdecimal() for ch in line)):
        return False
    return all(
        word in patterns.DATE_WORDS or "\u0600" <= word[0] <= "\u06ff"
        for word in patterns.DATE_WORD.findall(line.casefold())
    )


ANYWHERE = (
    Rule("video", "", "text of a video or slide-show player", _whole(patterns.VIDEO)),
    Rule("captions", "captions", "captions of a picture gallery", _gallery),
    Rule("captions", "captions", "photo credit", _whole(patterns.PHOTO)),
    Rule("captions", "captions", "ends in a photo credit", _ending(patterns.CAPTION_ENDS)),
    Rule("links", "", "link to another page", _whole(patterns.LINKS)),
    Rule("links", "", "invitation to follow", _whole(patterns.FOLLOW, longest=240)),
    Rule("newsletter", "", "invitation to subscribe", _whole(patterns.NEWSLETTER)),
    Rule("newsletter", "", "sign-up form", _form),
    Rule("advertisement", "", "advertisement or page mark", _whole(patterns.MARKS, longest=80)),
    Rule("copyright", "", "copyright notice", _whole(patterns.COPYRIGHT)),
    Rule("credits", "notes", "who reported or edited", _whole(patterns.CREDITS)),
    Rule("credits", "notes", "who contributed", _contributed),
    Rule("corrections", "notes", "note of the editors", _whole(patterns.NOTES, longest=1200)),
)
"""Rules for lines at any place of the article; the first that matches acts."""


def find_rule(line: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the first of ``rules`` whose test ``line`` passes, or None."""
    return next((rule for rule in rules if rule.test(line)), None)
