"""Find where articles begin and end in pasted text: by date lines and repeated headlines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from toolkit.reading.page_furniture import number_before
from toolkit.reading.paragraphs import find_caption, is_bullet, is_byline, labelled_value
from toolkit.reading.text_lines import (
    HEAD,
    LINES_ABOVE,
    MAX_TITLE_WORDS,
    Line,
    below_furniture,
    first_line,
    is_date_first,
    opening,
)
from toolkit.reading.text_size import count_words

MAX_HEADLINE_COPIES = (
    4  # a headline may appear twice, and the whole article twice; more is boilerplate
)

SENTENCE = 12
"""Least words of a paragraph that is an introduction."""

_DURATION = re.compile(r"\s*\(?\d{1,2}(?::\d\d){1,2}\)?\s*$")
"""The running time of a film, behind its title."""


@dataclass(slots=True)
class Plan:
    """The extent of one article, as indices into the list of lines."""

    first: int
    body: int
    title: int | None
    repeated: bool = False
    anchors: tuple[int, ...] = ()
    number_length: int = 0
    """Length of a number before the headline, as in a numbered list of articles."""


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


def leave_in_story(lines: list[Line], *, dated: bool) -> None:
    """Treat a date line that tells no day, between two paragraphs of a dated story, as a paragraph.

    Example: "Originally published May 23." It heads no article, for no headline is near.
    """
    for at, line in enumerate(lines):
        dated = dated or bool(line.stamps and not line.problem)
        is_inside = 0 < at < len(lines) - 1 and not any(
            near.is_short or near.is_separator for near in (lines[at - 1], lines[at + 1])
        )
        if line.problem and dated and is_inside:
            line.stamps, line.problem = [], ""


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
    headlines = _headlines_below_paragraphs(lines)
    for group in groups:
        plan = _plan_at(lines, group, floor, headlines)
        plans.append(plan)
        floor = plan.body
    taken = {plan.title for plan in plans} | {plan.first for plan in plans}
    plans += [
        Plan(upper, lower + 1, upper, repeated=True)
        for upper, lower in doubled
        if upper not in taken and lower not in taken
    ]
    plans.sort(key=lambda plan: plan.first)
    plans = sorted(plans + _undated_blocks(lines, plans), key=lambda plan: plan.first)
    plans = plans or _one_per_block(lines)
    _number(lines, plans)
    return plans


def _undated_blocks(lines: list[Line], plans: list[Plan]) -> list[Plan]:
    """Find articles without a date between separators, if most separators stand between articles.

    Otherwise such an article would be the end of the one above it, with that one's date.
    """
    begins = [at + 1 for at, line in enumerate(lines[:-1]) if line.is_separator]
    begins = [at for at in begins if not lines[at].is_separator]
    heads = {plan.first for plan in plans}
    if not begins or len(heads) < 2 or 2 * len(heads & set(begins)) < len(begins):
        return []
    ends = [*(at - 1 for at in begins[1:]), len(lines)]
    found = []
    for at, end in zip(begins, ends, strict=True):
        title = below_furniture(lines, at)
        has_story = any(count_words(line.text) > MAX_TITLE_WORDS for line in lines[title + 1 : end])
        if lines[title].is_short and has_story and heads.isdisjoint(range(at, end)):
            found.append(Plan(at, title + 1, title))
    return found


def _number(lines: list[Line], plans: list[Plan]) -> None:
    """Tell numbers before headlines ("1. ", "2. ") from headlines, if they count the articles."""
    counted = []
    for at, plan in enumerate(plans, start=1):
        if plan.title is None or plan.number_length:
            continue
        found = number_before(lines[plan.title].text)
        if found is not None and found[0] == at:
            counted.append((plan, found[1]))
    if len(counted) > 1 and 2 * len(counted) >= len(plans):
        for plan, length in counted:
            plan.number_length = length


def _are_bare(lines: list[Line], anchors: set[int]) -> bool:
    """Return whether a text begins with headline and date, and has no date with a label.

    What appears twice in it are captions and speakers: each of its articles has a date.
    """
    kinds = {kind for at in anchors for kind, _ in lines[at].stamps}
    return bool(lines) and lines[opening(lines)].is_heading and kinds == {"date"}


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
        own = {kind for kind, _ in line.stamps}
        is_again = own == kinds == {"date"} and at - groups[-1][-1] == 1
        if near and (is_again or not kinds & own):
            groups[-1] = (*groups[-1], at)
        else:
            groups.append((at,))
    return groups


def _is_still_head(lines: list[Line], head: int, at: int) -> bool:
    """Return whether only a line such as "6 years ago" separates a date from that of an update."""
    is_head = head < HEAD and lines[0].is_heading
    return is_head and at == head + 2 and lines[head + 1].is_short


def _plan_at(
    lines: list[Line], group: tuple[int, ...], floor: int, headlines: dict[str, int]
) -> Plan:
    above, below = group[0], group[-1] + 1
    if listed_at := lines[above].listed_at:
        return Plan(above, above + 1, above, anchors=group, number_length=listed_at)
    nearest = range(above - 1, max(floor, above - LINES_ABOVE) - 1, -1)
    if below < len(lines) and not lines[below].stamps:
        for at in takewhile(lambda at: not lines[at].is_separator, nearest):
            if lines[at].key == lines[below].key and not _is_of_story_above(lines, at, above):
                return Plan(at, below + 1, at, repeated=True, anchors=group)
    if (whole := _dated_below(lines, group, floor)) is not None:
        return whole
    if is_date_first(lines) and below < len(lines) and lines[below].has_few_words:
        first = above
        while first > floor and lines[first - 1].furniture:
            first -= 1
        title = below
        while title + 1 < len(lines) and labelled_value(lines[title].text):
            title += 1
        return Plan(first, title + 1, title, anchors=group)
    return _plan_above(lines, group, floor, headlines)


def _is_of_story_above(lines: list[Line], at: int, above: int) -> bool:
    """Return whether a line stands below the date of a story of its own: an outlet, an author."""
    is_below_date = at > 0 and bool(lines[at - 1].stamps)
    return is_below_date and not all(
        line.is_short or find_caption(line.text) for line in lines[at + 1 : above]
    )


def _plan_above(
    lines: list[Line], group: tuple[int, ...], floor: int, headlines: dict[str, int]
) -> Plan:
    """Take the headline from the lines above a date."""
    above, below = group[0], group[-1] + 1
    nearest = range(above - 1, max(floor, above - LINES_ABOVE) - 1, -1)
    block = list(takewhile(lambda at: not lines[at].is_separator, nearest))
    is_other = _has_story_above(lines, block, headlines, after=group[-1])
    for at in block:
        if (at > 0 and lines[at - 1].is_separator) or (at == floor == 0 and not is_other):
            return _plan_from(lines, at, group)
    for at in block:
        if lines[at].is_short and not _is_beside_headline(lines[at]):
            is_named = at > floor and lines[at - 1].is_recurring
            return Plan(at - is_named, below, at, anchors=group)
    if below < len(lines) and lines[below].is_short:
        return Plan(above, below + 1, below, anchors=group)
    return Plan(above, below, None, anchors=group)


def _has_story_above(
    lines: list[Line], block: list[int], headlines: dict[str, int], *, after: int
) -> bool:
    """Return whether a headline stands right above a date, and paragraphs of a story above it.

    One paragraph, as of an editor's introduction, is enough where another article of the text has
    its headline so, between a paragraph and its date.
    """
    above = [lines[at] for at in block[1:]]
    if not block or not lines[block[0]].is_short or _is_beside_headline(lines[block[0]]):
        return False
    if sum(count_words(line.text) > MAX_TITLE_WORDS for line in above) > 1:
        return True
    is_told = any(not line.is_short and count_words(line.text) >= SENTENCE for line in above)
    other = lines[block[0]].key
    return is_told and any(at > after for key, at in headlines.items() if key != other)


def _headlines_below_paragraphs(lines: list[Line]) -> dict[str, int]:
    """Return where the last two headlines stand that open a block below a paragraph, above a date.

    Two with different words are enough to tell whether another one follows a place of the text.
    """
    found: dict[str, int] = {}
    for at in range(len(lines) - 1, 1, -1):
        headline, above = lines[at - 1], lines[at - 2]
        if not (lines[at].stamps and headline.is_short and headline.after_blank):
            continue
        if _is_beside_headline(headline) or count_words(above.text) <= MAX_TITLE_WORDS:
            continue
        found.setdefault(headline.key, at)
        if len(found) == 2:
            break
    return found


def _is_beside_headline(line: Line) -> bool:
    is_other = find_caption(line.text) or is_byline(line.text) or line.furniture
    return bool(is_other or labelled_value(line.text))


def _dated_below(lines: list[Line], group: tuple[int, ...], floor: int) -> Plan | None:
    """Return the plan of an article whose date stands below its story, at the end of the text."""
    if (
        floor > 0
        or group[-1] + 1 < len(lines)
        or not any(count_words(line.text) > MAX_TITLE_WORDS for line in lines[1 : group[0]])
    ):
        return None
    first = first_line(lines)
    if any(line.is_separator for line in lines[first : group[0]]):
        return None
    title = first if lines[first].is_short else None
    return Plan(first, first + (title is not None), title, anchors=group)


def _plan_from(lines: list[Line], first: int, group: tuple[int, ...]) -> Plan:
    line = lines[title := below_furniture(lines, first)]
    if title >= group[0]:
        line = lines[title := first]
    if line.is_heading or (line.is_short and not find_caption(line.text)):
        return Plan(first, group[-1] + 1, title, anchors=group)
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
        if not (line.is_short and count_words(line.key) >= 3) or is_bullet(line.text):
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
        if line.is_separator and not line.is_page_break:
            first = None
        elif first is None:
            first = at
            title = at if line.is_short else None
            plans.append(Plan(at, at + (title is not None), title))
    return plans
