"""Text copied from web pages: one or many articles in a file, without any separator.

An article is found by its date line ("Updated 06 October 2017", a line of its own) or by a
headline that stands twice within a few lines. Lines are the units; blank lines are hints.

1. Headline = the line below the date line if an equal line stands within eight lines above;
   otherwise the short line above, marked ``title_guess``.
2. Between the two: captions (they end in a credit), bylines, other lines as notes.
3. Below: bullets are the summary; the dateline of the first paragraph is the place; the rest
   is the body, up to where the next article begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.errors import ReadingError
from toolkit.reading.dates import PrintedDate, read_date, split_label
from toolkit.reading.headers import Header, read_header
from toolkit.reading.interface import Piece, RawArticle, reading_error
from toolkit.reading.paragraphs import find_caption, find_dateline, is_bullet, is_byline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Document, ReadOptions

LINES_ABOVE = 8
MOST_TITLE_WORDS = 25
MOST_TITLE_LENGTH = 300
FEWEST_BODY_WORDS = 30
FEWEST_WORDS = 12
MOST_STAMP_LENGTH = 200

_SEPARATOR = re.compile(r"\s*(?:[-*=_~#]{3,}|(?:[*•·]\s){2,}[*•·]|\f+)\s*$")
_COUNT = re.compile(
    r"\s*(?:article\s+)?\d{1,5} (?:of|de|von) \d{1,5}(?: documents?)?\s*$", re.IGNORECASE
)
_BOTH_STAMPS = re.compile(r"\s*[|·•;]\s*|\s+[-–]\s+(?=[^\W\d_]{4})")


@dataclass(slots=True)
class Line:
    """One line that holds something."""

    number: int
    start: int
    text: str
    after_blank: bool
    key: str = ""
    stamps: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""

    @property
    def end(self) -> int:
        """Offset of the end of the line."""
        return self.start + len(self.text)

    @property
    def is_separator(self) -> bool:
        """Whether the line only separates articles."""
        return bool(_SEPARATOR.match(self.text) or _COUNT.match(self.text))

    @property
    def is_short(self) -> bool:
        """Whether the line could be a headline."""
        words = len(self.text.split())
        return (
            words <= MOST_TITLE_WORDS
            and len(self.text) <= MOST_TITLE_LENGTH
            and not self.text.rstrip().endswith((".", ":", ";", ",", "”", '."'))
        )


@dataclass(slots=True)
class Plan:
    """Where one article stands, in places of the list of lines."""

    first: int
    body: int
    title: int | None
    repeated: bool = False
    anchors: tuple[int, ...] = ()


class PastedReader:
    """Pasted text, .txt and .md with or without front matter; see the head of this module."""

    name = "pasted text"
    strict_dates = True

    def recognizes(self, document: Document) -> bool:
        """Take any text that holds a date line, a doubled headline or a header of fields."""
        if document.is_binary or _looks_like_markup(document.head):
            return False
        return has_signs(document.head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles of one text."""
        all_lines = document.text.split("\n")
        starts = _starts(all_lines)
        header = read_header(all_lines, starts)
        lines = _lines(all_lines, starts, header.n_lines if header else 0, options)
        if header:
            yield from header.pieces
        for line in lines:
            if (
                line.problem
                and options.on_error == "raise"
                and not _overridden(document, line, options)
            ):
                raise _date_error(document, line)
        yield from _articles(lines, header)


class PlainReader(PastedReader):
    """Text without any sign of where articles begin: one article, without a date."""

    name = "plain text"

    def recognizes(self, document: Document) -> bool:
        """Take any text that is not markup and has a few words."""
        if document.is_binary or _looks_like_markup(document.head):
            return False
        return len(document.head.split()) >= FEWEST_WORDS


def has_signs(text: str) -> bool:
    """Say whether a text shows date lines, doubled headlines or a header of fields."""
    all_lines = text.split("\n")
    starts = _starts(all_lines)
    header = read_header(all_lines, starts)
    if header and any(
        name in {"title", "date", "published", "source"} for name, _ in header.values
    ):
        return True
    lines = _lines(all_lines, starts, header.n_lines if header else 0, None)
    return any(line.stamps or line.problem for line in lines) or bool(_doubled(lines, set()))


def _articles(lines: list[Line], header: Header | None) -> Iterator[RawArticle | Piece]:
    plans = _plan(lines)
    first = plans[0].first if plans else len(lines)
    for line in lines[:first]:
        yield _bare(line, "separator" if line.is_separator else "before_first_article")
    if not plans and header and any(name == "title" for name, _ in header.values):
        article = RawArticle(line=1)
        for name, value in header.values:
            article.set(name, value)
        yield article
    common = _common(header, alone=len(plans) == 1)
    ends = [*(plan.first for plan in plans[1:]), len(lines)][: len(plans)]
    for plan, end in zip(plans, ends, strict=True):
        article = _read_one(lines, plan, end)
        for name, value in common:
            article.set(name, value)
        yield article


def _common(header: Header | None, *, alone: bool) -> list[tuple[str, str]]:
    """Fields of the header that hold for the articles; a title only if there is one article."""
    if header is None:
        return []
    single = {
        "title",
        "summary",
        "captions",
        "notes",
        "url",
        "date",
        "published",
        "updated",
        "body",
    }
    return [(name, value) for name, value in header.values if alone or name not in single]


# ---------------------------------------------------------------- lines


def _starts(lines: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def _lines(
    all_lines: Sequence[str], starts: Sequence[int], skip: int, options: ReadOptions | None
) -> list[Line]:
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
    return found


def _key(text: str) -> str:
    if len(text) > MOST_TITLE_LENGTH:
        return text
    return " ".join(text.casefold().lstrip("#").split())


def _stamp(line: Line, order: str | None) -> None:
    """Note the dates of a date line: a whole line of label and date, or two of them."""
    if len(line.text) > MOST_STAMP_LENGTH or not any(map(str.isdecimal, line.text)):
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


def _overridden(document: Document, line: Line, options: ReadOptions) -> bool:
    return f"{document.name}:{line.number}" in options.overrides


def _date_error(document: Document, line: Line) -> ReadingError:
    key = f"{document.name}:{line.number}"
    return reading_error(
        document,
        line.number,
        f"cannot read a date from {line.text.strip()!r}: {line.problem}",
        f'Leave the file as it is and pass overrides={{"{key}": {{"date": "YYYY-MM-DD"}}}}.',
    )


def _looks_like_markup(head: str) -> bool:
    start = head.lstrip("\ufeff \t\n")[:400].casefold()
    return start.startswith(("<!doctype", "<html", "<?xml", "{\\rtf")) or "<body" in start


# ---------------------------------------------------------------- where articles stand


def _plan(lines: list[Line]) -> list[Plan]:
    groups = _anchor_groups(lines)
    plans = []
    floor = 0
    doubled = _doubled(lines, {at for group in groups for at in group})
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


def _anchor_groups(lines: list[Line]) -> list[tuple[int, ...]]:
    """Date lines that stand together are one stamp: "Published ..." above "Updated ..."."""
    groups: list[tuple[int, ...]] = []
    for at, line in enumerate(lines):
        if not line.stamps:
            continue
        kinds = {
            kind for place in (groups[-1] if groups else ()) for kind, _ in lines[place].stamps
        }
        near = groups and at - groups[-1][-1] <= 1
        if near and not kinds & {kind for kind, _ in line.stamps}:
            groups[-1] = (*groups[-1], at)
        else:
            groups.append((at,))
    return groups


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
    if lines[first].is_short and not find_caption(lines[first].text):
        return Plan(first, group[-1] + 1, first, anchors=group)
    return Plan(first, group[-1] + 1, None, anchors=group)


def _doubled(lines: list[Line], anchors: set[int]) -> list[tuple[int, int]]:
    """Find headlines that stand twice within a few lines, with no date line between or beside."""
    found = []
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        if at in anchors:
            last.clear()
            continue
        if not (line.is_short and len(line.key.split()) >= 3) or is_bullet(line.text):
            continue
        upper = last.get(line.key)
        if upper is not None and at - upper <= LINES_ABOVE and lines[upper].after_blank:
            found.append((upper, at))
        last[line.key] = at
    return found


def _one_per_block(lines: list[Line]) -> list[Plan]:
    """Without any sign: one article, or one for each block between separator lines."""
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


# ---------------------------------------------------------------- one article


def _read_one(lines: list[Line], plan: Plan, end: int) -> RawArticle:
    article = RawArticle(line=lines[plan.first].number)
    for at in range(plan.first, min(plan.body, end)):
        _put_head(article, lines, at, plan)
    story = [line for line in lines[max(plan.body, plan.first) : end]]
    _put_story(article, story)
    _flag(article, lines, plan)
    return article


def _put_head(article: RawArticle, lines: list[Line], at: int, plan: Plan) -> None:
    line = lines[at]
    if at == plan.title:
        value = line.text.strip().lstrip("#").strip()
        _put(article, "title", line, "headline" if plan.repeated else "title_line", value=value)
    elif plan.repeated and line.key == lines[plan.title or plan.first].key:
        _put(article, "", line, "repeated_headline", action="dropped", reason="stands twice")
    elif at in plan.anchors:
        _put_stamps(article, line)
    elif caption := find_caption(line.text):
        _put(article, "captions", line, "caption", action="moved", reason=caption.reason)
        article.extra.setdefault("captions", []).append(caption.as_dict())
    elif is_byline(line.text):
        _put(article, "byline", line, "byline", value=re.sub(r"(?i)^\s*by[:\s]+", "", line.text))
    elif line.is_separator:
        _put(article, "", line, "separator", action="dropped", reason="separates articles")
    else:
        _put(article, "notes", line, "between_headline_and_date", action="moved")


def _put_stamps(article: RawArticle, line: Line) -> None:
    for at, (kind, text) in enumerate(line.stamps):
        if at == 0:
            _put(article, kind, line, "date_line", value=text)
        else:
            article.set(kind, text)


def _put_story(article: RawArticle, story: list[Line]) -> None:
    started = False
    for line in story:
        if line.is_separator:
            _put(article, "", line, "separator", action="dropped", reason="separates articles")
        elif not started and is_bullet(line.text):
            value = re.sub(r"^\s*[•*·‣▪–-]\s+", "", line.text)
            _put(article, "summary", line, "bullet", action="moved", value=value)
        elif not started and (caption := find_caption(line.text)):
            _put(article, "captions", line, "caption", action="moved", reason=caption.reason)
            article.extra.setdefault("captions", []).append(caption.as_dict())
        elif not started and is_byline(line.text):
            _put(
                article, "byline", line, "byline", value=re.sub(r"(?i)^\s*by[:\s]+", "", line.text)
            )
        elif started:
            _put(article, "body", line, "paragraph")
        else:
            started = True
            _put_first_paragraph(article, line)


def _put_first_paragraph(article: RawArticle, line: Line) -> None:
    dateline = find_dateline(line.text)
    if dateline is None:
        _put(article, "body", line, "paragraph")
        return
    cut = line.start + len(dateline.text)
    article.put(
        "place",
        dateline.text,
        rule="dateline",
        value=dateline.place,
        action="moved",
        line=line.number,
        start=line.start,
        end=cut,
    )
    article.set("agency", dateline.agency)
    rest = line.text[len(dateline.text) :]
    article.put("body", rest, rule="paragraph", line=line.number, start=cut, end=line.end)


def _flag(article: RawArticle, lines: list[Line], plan: Plan) -> None:
    if plan.title is not None and not plan.repeated:
        reason = "the headline does not stand twice; the nearest short line was taken"
        article.flag("title_guess", reason, text=lines[plan.title].text.strip())
    if len(article.body.split()) < FEWEST_BODY_WORDS:
        article.flag("short_body", f"the body has fewer than {FEWEST_BODY_WORDS} words")


def _put(article: RawArticle, name: str, line: Line, rule: str, **how: str) -> None:
    article.put(name, line.text, rule=rule, line=line.number, start=line.start, end=line.end, **how)  # type: ignore[arg-type]


def _bare(line: Line, rule: str) -> Piece:
    action = "dropped" if rule == "separator" else "rejected"
    return Piece(line.text, action, "", rule, line.number, line.start, line.end)  # type: ignore[arg-type]
