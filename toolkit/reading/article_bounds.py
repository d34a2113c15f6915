"""Find where articles begin and end in pasted text: by date lines and repeated headlines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.reading.dates import PrintedDate, read_date, split_label
from toolkit.reading.paragraphs import find_caption, is_bullet, is_byline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.reading.interface import ReadOptions

LINES_ABOVE = 8
HEAD = 4
"""Lines at the beginning of a text among which the date of its first article stands."""
MAX_TITLE_WORDS = 25
MAX_TITLE_LENGTH = 300
MAX_STAMP_LENGTH = 200
MAX_BARE_DATE_LENGTH = 60
MAX_HEADLINE_COPIES = (
    4  # a headline may appear twice, and the whole article twice; more is boilerplate
)

_SEPARATOR = re.compile(r"\s*(?:[-*=_~#]{3,}|(?:[*•·]\s){2,}[*•·]|\f+)\s*$")
_COUNT = re.compile(
    r"\s*(?:article\s+)?\d{1,5} (?:of|de|von) \d{1,5}(?: documents?)?\s*$", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?:\b[^\W\d_]\.){2,}[’”'\"]?\s*$")
"""How a headline may end though it is no sentence: "rockets that reach the U.S."."""
_DURATION = re.compile(r"\s*\(?\d{1,2}(?::\d\d){1,2}\)?\s*$")
"""The running time of a film, behind its title."""
_BEHIND_NAME = re.compile(r"\s*[|·•]\s*|,\s+|\s+[–—-]\s+")
_BARS = frozenset("|·•")
"""Between a name and a date. A comma or a dash stands in any sentence; before it must be "By"."""
_BOTH_STAMPS = re.compile(r"\s*[|·•;]\s*|\s+[-–]\s+(?=[^\W\d_]{4})")


@dataclass(slots=True)
class Line:
    """A non-blank line."""

    number: int
    start: int
    text: str
    after_blank: bool
    key: str = ""
    stamps: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    is_closing: bool = False
    is_heading: bool = False

    @property
    def end(self) -> int:
        """Offset of the end of the line."""
        return self.start + len(self.text)

    @property
    def is_separator(self) -> bool:
        """Whether the line is only a separator between articles."""
        return bool(_SEPARATOR.match(self.text) or _COUNT.match(self.text))

    @property
    def is_short(self) -> bool:
        """Whether the line could be a headline."""
        return self.is_heading or (self.has_few_words and self.is_open)

    @property
    def has_few_words(self) -> bool:
        """Whether the line is no longer than most headlines are."""
        return len(self.text) <= MAX_TITLE_LENGTH and len(self.text.split()) <= MAX_TITLE_WORDS

    @property
    def could_be_long_headline(self) -> bool:
        """Whether the line could be a headline of more words than most have."""
        return self.is_open and len(self.text) <= MAX_TITLE_LENGTH

    @property
    def is_open(self) -> bool:
        """Whether the line ends as no sentence does, or in an acronym."""
        is_closed = self.text.rstrip().endswith((".", ":", ";", ",", "”", '."'))
        return not is_closed or bool(_ACRONYM.search(self.text))


@dataclass(slots=True)
class Plan:
    """The extent of one article, as indices into the list of lines."""

    first: int
    body: int
    title: int | None
    repeated: bool = False
    anchors: tuple[int, ...] = ()


def line_starts(lines: Sequence[str]) -> list[int]:
    """Return the offset of each line."""
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def lines_of(
    all_lines: Sequence[str], starts: Sequence[int], skip: int, options: ReadOptions | None
) -> list[Line]:
    """Return the non-blank lines from line ``skip`` on, with their dates."""
    order = options.date_order if options else None
    found = []
    after_blank = True
    for at in range(skip, len(all_lines)):
        text = all_lines[at]
        if text.strip() or "\f" in text:
            line = Line(at + 1, starts[at], text, after_blank, _key(text))
            _stamp(line, order)
            found.append(line)
        after_blank = not text.strip()
    is_labelled = any(line.stamps for line in found)
    _stamp_head(found, order)
    if not is_labelled:
        _stamp_bare_dates(found, order)
    return found


def _stamp_head(lines: list[Line], order: str | None) -> None:
    """Find the headline of the first article and, below it, a line that is a date alone.

    The first line may end as a sentence does, or be long, if a date follows. Dates with a label
    may come later: of an update, or below the story.
    """
    if len(lines) < 3 or lines[0].stamps:
        return
    at = next((k for k, line in enumerate(lines[:HEAD]) if _has_date(line, order)), None)
    if at is None or not all(line.could_be_long_headline for line in lines[1:at]):
        return
    headline, dated = lines[1 if at == 0 else 0], lines[at]
    if not headline.could_be_long_headline and not (at > 0 and headline.has_few_words):
        return
    headline.is_heading = True
    if not dated.stamps and not (at == 0 and lines[1].stamps):
        dated.stamps.append(("date", date_alone(dated.text, order)))


def _has_date(line: Line, order: str | None) -> bool:
    return bool(line.stamps or date_alone(line.text, order))


def _stamp_bare_dates(lines: list[Line], order: str | None) -> None:
    """If no date is labelled, accept lines below a headline that consist of a date alone."""
    for at, line in enumerate(lines):
        if line.stamps or not (at == 0 or lines[at - 1].is_short):
            continue
        if found := date_alone(line.text, order):
            line.stamps.append(("date", found))


def date_alone(text: str, order: str | None = None) -> str:
    """Return the date of a line that holds nothing else, but perhaps a byline before it; or "".

    Examples
    --------
    >>> date_alone("22 October 2018"), date_alone("By Jane Roe, 22 October 2018")
    ('22 October 2018', '22 October 2018')
    >>> date_alone("Jane Roe | October 22, 2018"), date_alone("They met on 22 October 2018")
    ('October 22, 2018', '')
    """
    if len(text) > MAX_BARE_DATE_LENGTH or not any(map(str.isdecimal, text)):
        return ""
    if _is_whole_date(text, order):
        return text.strip()
    for mark in _BEHIND_NAME.finditer(text):
        name, rest = text[: mark.start()], text[mark.end() :]
        if any(map(str.isdecimal, name)):
            return ""
        if (is_byline(name) or mark[0].strip() in _BARS) and _is_whole_date(rest, order):
            return rest.strip()
    return ""


def _is_whole_date(text: str, order: str | None) -> bool:
    found = read_date(text, order=order)
    return isinstance(found, PrintedDate) and bool(found.day)


def _key(text: str) -> str:
    if len(text) > MAX_TITLE_LENGTH:
        return text
    return " ".join(text.casefold().lstrip("#").split())


def _stamp(line: Line, order: str | None) -> None:
    """Record the dates of a date line: a label and a date, or two such pairs, and nothing else."""
    if len(line.text) > MAX_STAMP_LENGTH or not any(map(str.isdecimal, line.text)):
        return
    for part in _BOTH_STAMPS.split(line.text) if _BOTH_STAMPS.search(line.text) else [line.text]:
        kind, _ = split_label(part)
        if not kind:
            line.stamps = [] if not line.stamps else line.stamps
            return
        found = read_date(part.strip(), order=order, short_years=order is not None)
        if isinstance(found, PrintedDate):
            line.stamps.append((kind, part.strip()))
        elif found.kind not in {"empty", "not_a_date"}:
            line.problem = found.reason
            line.stamps.append((kind, part.strip()))


def close_story(lines: list[Line], *, dated: bool) -> None:
    """Treat a date line at the end of a text as part of the last story, not as a new article.

    This applies only if the line above it is no headline and the story already has a date, from
    a header (``dated``) or from a date line above it. Example: "Jane Roe contributed to this
    report." followed by "Last updated on Jan. 8 at 7:15 a.m." In a text that begins with a headline
    and a date, any date with a label at the end belongs to its story.
    """
    last = next((at for at in range(len(lines) - 1, -1, -1) if not lines[at].stamps), -1)
    closing = lines[last + 1 :]
    above = [at for at, line in enumerate(lines[: last + 1]) if line.stamps]
    if len(above) == 1 and closing and _are_bare(lines, set(above)):
        is_told = last > above[0]
    else:
        is_told = len(closing) == 1 and last >= 0 and not lines[last].is_short
        is_told &= dated or (bool(above) and _heads_a_story(lines, above[-1]))
    for line in closing if is_told else ():
        line.stamps, line.problem, line.is_closing = [], "", True


def _heads_a_story(lines: list[Line], at: int) -> bool:
    """Return whether a date line is followed by its story, not by the next headline."""
    below = lines[at + 1]
    return not below.is_short or below.key in {
        line.key for line in lines[max(0, at - LINES_ABOVE) : at]
    }


def plan_articles(lines: list[Line]) -> list[Plan]:
    """Locate each article of a text: its first line, the start of its body, and its title."""
    groups = _anchor_groups(lines)
    plans = []
    floor = 0
    anchors = {at for group in groups for at in group}
    doubled = [] if _are_bare(lines, anchors) else doubled_headlines(lines, anchors)
    for group in groups:
        plan = _plan_at(lines, group, floor)
        plans.append(plan)
        floor = plan.body
    taken = {plan.title for plan in plans} | {plan.first for plan in plans}
    plans += [
        Plan(upper, lower + 1, upper, repeated=True)
        for upper, lower in doubled
        if upper not in taken and lower not in taken
    ]
    plans.sort(key=lambda plan: plan.first)
    return plans or _one_per_block(lines)


def _are_bare(lines: list[Line], anchors: set[int]) -> bool:
    """Return whether a text begins with headline and date, and has no date with a label.

    What appears twice in it are captions and speakers: each of its articles has a date.
    """
    kinds = {kind for at in anchors for kind, _ in lines[at].stamps}
    return bool(lines) and lines[0].is_heading and kinds == {"date"}


def _anchor_groups(lines: list[Line]) -> list[tuple[int, ...]]:
    """Group adjacent date lines into one stamp, such as "Published ..." and "Updated ..."."""
    groups: list[tuple[int, ...]] = []
    for at, line in enumerate(lines):
        if not line.stamps:
            continue
        kinds = {
            kind for place in (groups[-1] if groups else ()) for kind, _ in lines[place].stamps
        }
        near = groups and (at - groups[-1][-1] <= 1 or _is_still_head(lines, groups[-1][-1], at))
        if near and not kinds & {kind for kind, _ in line.stamps}:
            groups[-1] = (*groups[-1], at)
        else:
            groups.append((at,))
    return groups


def _is_still_head(lines: list[Line], head: int, at: int) -> bool:
    """Return whether only a line such as "6 years ago" separates a date from that of an update."""
    is_head = head < HEAD and lines[0].is_heading
    return is_head and at == head + 2 and lines[head + 1].is_short


def _plan_at(lines: list[Line], group: tuple[int, ...], floor: int) -> Plan:
    above, below = group[0], group[-1] + 1
    nearest = range(above - 1, max(floor, above - LINES_ABOVE) - 1, -1)
    if below < len(lines) and not lines[below].stamps:
        for at in nearest:
            if lines[at].key == lines[below].key:
                return Plan(at, below + 1, at, repeated=True, anchors=group)
    block = [at for at in nearest if not lines[at].is_separator]
    for at in block:
        if (at > 0 and lines[at - 1].is_separator) or at == floor == 0:
            return _plan_from(lines, at, group)
    for at in block:
        if (
            lines[at].is_short
            and not find_caption(lines[at].text)
            and not is_byline(lines[at].text)
        ):
            return Plan(at, below, at, anchors=group)
    if below < len(lines) and lines[below].is_short:
        return Plan(above, below + 1, below, anchors=group)
    return Plan(above, below, None, anchors=group)


def _plan_from(lines: list[Line], first: int, group: tuple[int, ...]) -> Plan:
    line = lines[first]
    if line.is_heading or (line.is_short and not find_caption(line.text)):
        return Plan(first, group[-1] + 1, first, anchors=group)
    return Plan(first, group[-1] + 1, None, anchors=group)


def doubled_headlines(lines: list[Line], anchors: set[int]) -> list[tuple[int, int]]:
    """Find headlines that appear twice within a few lines, with no date line in between."""
    found = []
    last: dict[str, int] = {}
    copies = Counter(line.key for line in lines)
    for at, line in enumerate(lines):
        if at in anchors:
            last.clear()
            continue
        if copies[line.key] > MAX_HEADLINE_COPIES:
            continue
        if not (line.is_short and len(line.key.split()) >= 3) or is_bullet(line.text):
            continue
        upper = last.get(line.key)
        if upper is not None and _is_heading_pair(lines, upper, at):
            found.append((upper, at))
        last[line.key] = at
    return found


def _is_heading_pair(lines: list[Line], upper: int, lower: int) -> bool:
    """Return whether only captions, bylines and short lines separate two equal headlines."""
    if lower - upper > LINES_ABOVE or not lines[upper].after_blank:
        return False
    between = lines[upper + 1 : lower]
    if any(_is_film(line, lines[upper]) for line in between):
        return False
    return all(line.is_short or find_caption(line.text) for line in between)


def _is_film(line: Line, title: Line) -> bool:
    """Return whether a line is a title with a running time, as below films within a story."""
    rest = line.key.removeprefix(title.key)
    return rest != line.key and _DURATION.match(rest) is not None


def _one_per_block(lines: list[Line]) -> list[Plan]:
    """Without other evidence, take one article per block between separator lines."""
    plans = []
    first: int | None = None
    for at, line in enumerate(lines):
        if line.is_separator:
            first = None
        elif first is None:
            first = at
            title = at if line.is_short else None
            plans.append(Plan(at, at + (title is not None), title))
    return plans
