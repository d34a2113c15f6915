"""Texts of several stories, each below a heading that light markup marks, with a date below it.

Markdown (``##``), AsciiDoc and wikis (``==``), Org (``*``), Textile (``h2.``), and headings with a
line under them, as in reStructuredText. A text of one story is left to the reader of pasted text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.columns import field_of
from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, paragraphs_of
from toolkit.reading.exports.clippings import source_line
from toolkit.reading.exports.common import is_markup
from toolkit.reading.exports.date_lines import DateLine, is_byline, read_date_line, read_month_line
from toolkit.reading.exports.headed_stories import Heading, Story, find_stories
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.interface import DATE_FIELDS, HEAD_BYTES, TEXT_FIELDS
from toolkit.reading.paragraphs import labelled_value
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_FORMS = (
    re.compile(r"(?P<mark>#{1,6})\s+(?P<title>\S(?:.*?[^\s#])?)[\s#]*(?:\{[^{}]*\}\s*)?"),
    re.compile(r"(?P<mark>={1,6})\s*(?P<title>[^=\s](?:.*?[^=\s])?)[\s=]*"),
    re.compile(r"(?P<mark>\*{1,6})\s+(?P<title>\S(?:.*?\S)?)(?:\s+:[\w@:]+:)?\s*"),
    re.compile(
        r"h(?P<mark>[1-6])(?:\([^()]*\))?\.\s+(?:\{anchor:[^{}]*\})?(?P<title>\S(?:.*\S)?)\s*"
    ),
)
"""Each title ends in a sign, so that no run of blanks is tried in more than one way."""

_TEXTILE = _FORMS[3]
_UNDERLINE = re.compile(r"([=\-~^\"'#*+.:_`])\1{2,}\s*")
_FIELD = re.compile(r":(?P<key>[A-Za-z][\w -]{0,40}):(?:\s+(?P<value>\S.*))?")
_LISTED = re.compile(r"[-*]\s+\**(?P<key>[A-Za-z]\w{1,20})(?::\**|\*+:)\s+(?P<value>\S.*)")
_ORG_DATE = re.compile(r"(?P<key>[A-Z]+:)?\s*[<\[](?P<value>\d{4}-\d\d-\d\d[^<>\[\]]*)[>\]]\s*")
_DRAWER = ("PROPERTIES", "END")
_MARKS = r"(?:\*{1,3}|_{1,2}|'{2,3})"
_EMPHASIS = re.compile(rf"(?<!\w){_MARKS}(?=\S)|(?<=\S){_MARKS}(?!\w)")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\([^()\s]*\)")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\]\s*|\[#[^\[\]]*\]\s*|\{\{[^{}]*\}\}")
_SEPARATOR = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_FOOTNOTE = re.compile(r"\s*(?:\[\^[^\[\]]+\]:|\.\. \[#?\w+\]|\[fn:[^\[\]]+\]|fn\d+\.)(?:\s|$)")
_MOST_HEAD, _MOST_WORDS, _LONG = 16, 30, 20
_WRAPPED = 50
"""Characters of a line that goes on in the next one."""

_OUTSIDE = "in front of the first story or between two: a headline over all, a table of contents"
_EITHER = ("---", "+++", "{")
"""First lines of front matter: what stands below is one article."""


class MarkedHeadings:
    """A text of several stories below headings with dates, in light markup."""

    name = "text with marked headings"

    def recognizes(self, document: Document) -> bool:
        """Return whether at least two headings of one rank have a date and a story."""
        head = document.head
        if document.is_binary or is_markup(head) or head.lstrip("\ufeff\n").startswith(_EITHER):
            return False
        is_whole = len(document.head_bytes) < HEAD_BYTES
        return bool(_stories(LinedText(head)) and (is_whole or _stories(LinedText(document.text))))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield an article for each heading with a story."""
        source = LinedText(document.text)
        stories = _stories(source)
        for story in stories:
            yield _article(source, story)
        spans = [(story.begin, story.end) for story in stories]
        yield from source.outside(spans, "outside_the_stories", _OUTSIDE)


class _Head(NamedTuple):
    """What a line below a heading says: values of fields, or a date line."""

    values: Sequence[tuple[str, str]] = ()
    date: DateLine | None = None
    is_dropped: bool = False


def _stories(source: LinedText) -> list[Story]:
    """Return the stories below headings of the form that has most of them with a date."""
    best: list[Story] = []
    for headings in (*(_marked(source, form) for form in _FORMS), _underlined(source)):
        if len(headings) > 1:
            unwrapped = _unwrapped(source, {heading.end for heading in headings})
            found = find_stories(unwrapped, headings, _dated(source, headings))
            above = [story.begin < story.heading.start for story in found]
            # a date above each heading but the first one is that of the story before it
            is_at_end = any(above) and not above[0]
            best = best if is_at_end else max(best, found, key=len)
    return best


def _unwrapped(source: LinedText, ends: Collection[int]) -> LinedText:
    """Return a text of the same length whose paragraphs are one line each."""
    parts = []
    for line, following in zip(source.lines, [*source.lines[1:], None], strict=True):
        goes_on = len(line.text) >= _WRAPPED and following is not None and not following.blank
        parts += [line.text, " " if goes_on and line.end not in ends else "\n"]
    return LinedText("".join(parts)[: len(source.text)])


def _marked(source: LinedText, form: re.Pattern[str]) -> list[Heading]:
    found = []
    for line in source.lines:
        heading = form.fullmatch(line.text) if len(line.text) < 400 else None
        if heading is None or not any(map(str.isalnum, heading["title"])):  # "* * *"
            continue
        if count_words(heading["title"]) <= _MOST_WORDS:
            mark = heading["mark"]
            rank = int(mark) if form is _TEXTILE else len(mark)
            found.append(Heading(line.start, line.end, rank))
    if found and found[0].rank == max(heading.rank for heading in found):
        lowest = found[0].rank  # DokuWiki has most signs around the highest heading
        found = [heading._replace(rank=1 + lowest - heading.rank) for heading in found]
    return found


def _underlined(source: LinedText) -> list[Heading]:
    """Return the headings with a line under them, ranked in the order in which signs appear."""
    found: list[Heading] = []
    ranks: dict[str, int] = {}
    for above, line, below in zip(
        [None, *source.lines], source.lines, source.lines[1:], strict=False
    ):
        rule = _UNDERLINE.fullmatch(below.text)
        width, n_words = len(line.text.rstrip()), count_words(line.text)
        if rule is None or not 0 < n_words <= _MOST_WORDS or _UNDERLINE.fullmatch(line.text):
            continue
        has_over = above is not None and above.text.rstrip() == below.text.rstrip()
        is_apart = above is None or above.blank or has_over
        # a line of a story above a rule between stories is rarely as long as the rule
        if is_apart and width <= len(below.text.rstrip()) <= width + 3:
            rank = ranks.setdefault(rule[1] * (1 + has_over), len(ranks) + 1)
            start = above.start if has_over and above is not None else line.start
            found.append(Heading(start, below.end, rank))
    return found


def _dated(source: LinedText, headings: Sequence[Heading]) -> set[int]:
    """Return where the first lines below headings are that have a date in their head."""
    found = set()
    ends = [*(heading.start for heading in headings[1:]), len(source.text)]
    for heading, end in zip(headings, ends, strict=True):
        lines = _below(source, heading, end)
        if any(head.date or dict(head.values).keys() & {*DATE_FIELDS} for _, head in _head(lines)):
            found.add(lines[0].start)
    return found


def _below(source: LinedText, heading: Heading, end: int) -> list[Line]:
    """Return the first filled lines below a heading."""
    lines = source.between(heading.end + 1, min(end, heading.end + 4000))
    return [line for line in lines if not line.blank][:_MOST_HEAD]


def _head(lines: Sequence[Line]) -> Iterator[tuple[Line, _Head]]:
    """Yield the lines between a heading and its story that say something about the story."""
    is_dated, n_read = False, 0
    for at, line in enumerate(lines):
        found = _read_head(line, is_first=at == n_read)
        if found is None and (count_words(line.text) >= _LONG or at > 3):
            return
        if found is None or (found.date is not None and is_dated):
            continue
        is_dated |= found.date is not None
        n_read += 1
        yield line, found


def _read_head(line: Line, *, is_first: bool) -> _Head | None:
    text = line.text.strip()
    told = _FIELD.fullmatch(text)
    if told is not None and told["key"].upper() in _DRAWER:
        return _Head(is_dropped=True)
    if stamp := _ORG_DATE.fullmatch(text):
        key = "" if stamp["key"] is None else field_of(stamp["key"])
        return _Head([(key or "date", stamp["value"])])
    told = told or _LISTED.fullmatch(text)
    if told is not None and (told[0].startswith(":") or field_of(told["key"]) in _TOLD):
        return _Head([(field_of(told["key"]), told["value"] or "")])
    if told_plainly := labelled_value(text):
        return _Head([told_plainly])
    shown = _shown(text)
    if is_byline(shown):
        return _Head([("byline", strip_by(shown))])
    dated = read_date_line(shown) or (read_month_line(shown) if is_first else None)
    return None if dated is None else _Head(date=dated)


_TOLD = frozenset({*DATE_FIELDS, *TEXT_FIELDS})


def _shown(text: str) -> str:
    """Return a text without the signs for emphasis, links and anchors."""
    plain = _LINK.sub(lambda link: link["text"], _ANCHOR.sub("", text))
    return clean(_EMPHASIS.sub("", plain))


def _title(heading: str) -> str:
    """Return the words of a heading."""
    marked = (found["title"] for form in _FORMS if (found := form.fullmatch(heading)))
    words = [word for word in heading.split() if not _UNDERLINE.fullmatch(word)]
    return _shown(next(marked, " ".join(words)))


def _article(source: LinedText, story: Story) -> RawArticle:
    builder = ArticleBuilder(source, story.begin, story.end)
    heading = story.heading
    title = _title(source.text[heading.start : heading.end])
    builder.put("title", heading.start, heading.end, rule="heading", value=title)
    for line in source.between(story.begin, heading.start):
        above = line._replace(text=_title(line.text))
        if dated := read_date_line(above.text):
            _put(builder, above, _Head(date=dated))
    for place, head in _head(_below(source, heading, story.end)):
        _put(builder, place, head)
    for lines in paragraphs_of(source.between(heading.end, story.end)):
        free = [one for one in lines if builder.is_free(one.start, one.end)]
        if free and (rule := _rule_of_aside(free)):
            builder.put("", free[0].start, free[-1].end, rule=rule, action="dropped")
        elif free:
            text = clean(" ".join(one.text for one in free))
            builder.put("body", free[0].start, free[-1].end, rule="paragraph", value=text)
    section = _title(story.section)
    dated = read_date_line(section)
    if dated is None:
        builder.article.set("section", section)
    elif not {*DATE_FIELDS} & builder.article.fields.keys():  # a day, above its stories
        builder.article.set("published", dated.dates[0].text)
        builder.article.set("source", dated.rest[0] if len(dated.rest) == 1 else "")
    return builder.finish()


def _rule_of_aside(lines: Sequence[Line]) -> str:
    """Return why a paragraph is none of a story: a line between stories, a footnote; else ""."""
    if all(_SEPARATOR.fullmatch(line.text) for line in lines):
        return "separator"
    return "footnote" if _FOOTNOTE.match(lines[0].text) else ""


def _put(builder: ArticleBuilder, line: Line, head: _Head) -> None:
    article = builder.article
    if head.is_dropped or not (head.date or head.values[0][1]):
        builder.put("", line.start, line.end, rule="front_matter", action="dropped")
        return
    if head.date is None:
        ((name, value),) = head.values
        builder.put(name, line.start, line.end, rule="front_matter", value=value)
        return
    dates, named = head.date.dates, source_line(line._replace(text=_shown(line.text)))
    kind = dates[0].kind or "published"
    builder.put(kind, line.start, line.end, rule="date_line", value=dates[0].text)
    for other in dates[1:]:
        article.set(other.kind or "other_date", other.text)
    rest = head.date.rest
    outlet = named.outlet if named is not None else rest[0] if len(rest) == 1 else ""
    article.set("source", outlet)
    article.set("byline", "" if named is None else named.byline)
    if not outlet and rest:
        article.set("date_line", clean(line.text))
