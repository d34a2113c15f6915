"""Text copied from web pages: one or more articles per file, without separators.

An article is recognised by its date line ("Updated 06 October 2017" on a line of its own) or by
a headline that appears twice within a few lines. Each line is a paragraph, unless the text is
wrapped. The first article of a text may also have a date without a label within its first four
lines, below any headline ("Missiles able to reach the U.S."), alone or behind a name ("By Jane Roe,
22 October 2018").

1. The headline is the line below the date line if it also appears within the eight lines above;
   otherwise the nearest short line above, marked ``title_guess``.
2. Between the two are captions (which end in a credit), bylines, and notes.
3. Below are bullets (the summary) and the body, up to the next article. The dateline of the
   first paragraph goes to ``place``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.errors import ReadingError
from toolkit.reading.article_bounds import (
    Plan,
    close_story,
    doubled_headlines,
    leave_in_story,
    plan_articles,
)
from toolkit.reading.datelines import find_dateline
from toolkit.reading.file_names import complete_from_name
from toolkit.reading.headers import Header, page_bounds, read_header
from toolkit.reading.interface import DATE_FIELDS, Piece, RawArticle, reading_error
from toolkit.reading.months import folded
from toolkit.reading.page_furniture import RECURRING, Furniture, is_outlet
from toolkit.reading.paragraphs import find_caption, is_bullet, is_byline, labelled_value
from toolkit.reading.text_lines import MAX_TITLE_WORDS, Line, line_starts, lines_of
from toolkit.reading.text_size import count_words
from toolkit.reading.wrapped_text import join_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, ReadOptions

MIN_BODY_WORDS = 30
MIN_WORDS = 12
_RECURS = "stands above several headlines: an outlet or a section; pass source= if it is the outlet"


class PastedReader:
    """Pasted text, with or without front matter; see the module docstring."""

    name = "pasted text"
    strict_dates = True

    def recognizes(self, document: Document) -> bool:
        """Accept text with a date line, a repeated headline or front matter."""
        if document.is_binary or _looks_like_markup(document.head):
            return False
        return has_signs(document.head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles of one text."""
        all_lines = document.text.split("\n")
        starts = line_starts(all_lines)
        items = [
            item
            for first, end in page_bounds(all_lines)
            for item in _page(document, all_lines[:end], starts, options, first=first)
        ]
        articles = [item for item in items if isinstance(item, RawArticle)]
        if len(articles) == 1:
            complete_from_name(articles[0], document.name, options)
        yield from items


class PlainReader(PastedReader):
    """Text without any mark of where articles begin: one undated article."""

    name = "plain text"

    def recognizes(self, document: Document) -> bool:
        """Accept text that is not markup and has at least 12 words."""
        if document.is_binary or _looks_like_markup(document.head):
            return False
        return count_words(document.head) >= MIN_WORDS


def has_signs(text: str) -> bool:
    """Return whether a text has date lines, repeated headlines or front matter."""
    all_lines = text.split("\n")
    starts = line_starts(all_lines)
    header = read_header(all_lines, starts)
    telling = {"title", "date", "published", "source"}
    if header and any(name in telling for name, _ in header.values):
        return True
    lines = lines_of(all_lines, starts, header.n_lines if header else 0, None)
    return any(line.stamps for line in lines) or bool(doubled_headlines(lines, set()))


def _page(
    document: Document,
    all_lines: list[str],
    starts: list[int],
    options: ReadOptions,
    *,
    first: int,
) -> Iterator[RawArticle | Piece]:
    """Yield the articles from line ``first`` on, where front matter may stand."""
    header = read_header(all_lines[first:], starts[first:], first)
    below = first + (header.n_lines if header else 0)
    if header and header.why_no_article:
        text, at, why = "\n".join(all_lines[first:]), starts[first], header.why_no_article
        yield Piece(text, "rejected", "", "not_an_article", first + 1, at, at + len(text), why)
        return
    if header:
        yield from header.pieces
    lines = lines_of(all_lines, starts, below, options)
    is_dated = header is not None and _has_date(header)
    close_story(lines, dated=is_dated)
    leave_in_story(lines, dated=is_dated)
    strict = options.on_error == "raise"
    for line in filter(lambda line: line.problem, lines if strict else ()):
        if not _overridden(document, line, options):
            raise _date_error(document, line)
    yield from _articles(lines, header)


def _articles(lines: list[Line], header: Header | None) -> Iterator[RawArticle | Piece]:
    plans = plan_articles(lines)
    if header and _has_date(header) and any(name == "title" for name, _ in header.values):
        plans = _below_header(plans, lines, header)
    titles = {folded(value) for name, value in header.values if name == "title"} if header else ()
    if len(plans) == 1 and titles and folded(lines[plans[0].first].text.lstrip("# ")) not in titles:
        _keep_first_line(plans[0])
    first = plans[0].first if plans else len(lines)
    for line in lines[:first]:
        yield _bare(line, "separator" if line.is_separator else "before_first_article")
    if not plans and header and any(name == "title" for name, _ in header.values):
        article = RawArticle(line=header.pieces[0].line)
        for name, value in header.values:
            article.set(name, value)
        yield article
    common = _common(header, alone=len(plans) == 1)
    ends = [*(plan.first for plan in plans[1:]), len(lines)][: len(plans)]
    for plan, end in zip(plans, ends, strict=True):
        article = _read_one(lines, plan, end)
        for name, value in common:
            if folded(article.fields.get(name, "")) == folded(value):
                continue
            if name in DATE_FIELDS:  # that of the header, which is told apart from the text
                article.set("notes", article.fields.pop(name, ""))
            article.set(name, value)
        yield article


def _below_header(plans: list[Plan], lines: list[Line], header: Header) -> list[Plan]:
    """Return the plans with a date below a header with title and date, else one of the whole text.

    A line that appears twice there is a caption or a subheading, unless it is the headline.
    """
    titles = {folded(value) for name, value in header.values if name == "title"}
    told = [
        plan
        for plan in plans
        if plan.anchors
        or (plan.title is not None and folded(lines[plan.title].text.lstrip("# ")) in titles)
    ]
    if told or not lines:
        return told
    is_told_again = folded(lines[0].text.lstrip("# ")) in titles
    return [Plan(0, 1, 0) if is_told_again else Plan(0, 0, None)]


def _keep_first_line(plan: Plan) -> None:
    """Leave a short first line in the story: the headline is in the header, so it is not guessed.

    Lines of a text that is wrapped are all short.
    """
    if plan.title is not None and not (plan.repeated or plan.anchors):
        plan.body, plan.title = plan.title, None


def _common(header: Header | None, *, alone: bool) -> list[tuple[str, str]]:
    """Return the header fields that apply to the articles; a title only to a single article."""
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


def _has_date(header: Header) -> bool:
    return any(name in {"date", "published", "updated"} for name, _ in header.values)


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


# ---------------------------------------------------------------- one article


def _read_one(lines: list[Line], plan: Plan, end: int) -> RawArticle:
    article = RawArticle(line=lines[plan.first].number)
    for at in range(plan.first, min(plan.body, end)):
        _put_head(article, lines, at, plan)
    story = [line for line in lines[max(plan.body, plan.first) : end]]
    _put_story(article, story)
    join_wrapped(article, story)
    _flag(article, lines, plan)
    return article


def _put_head(article: RawArticle, lines: list[Line], at: int, plan: Plan) -> None:
    line = lines[at]
    if at == plan.title:
        value = line.text[plan.number_length :].strip().lstrip("#").strip()
        _put(article, "title", line, "headline" if plan.repeated else "title_line", value=value)
        for kind, text in line.stamps if at in plan.anchors else ():
            article.set(kind, text)
    elif plan.repeated and line.key == lines[plan.title or plan.first].key:
        _put(
            article, "", line, "repeated_headline", action="dropped", reason="repeats the headline"
        )
    elif at in plan.anchors:
        _put_stamps(article, line)
    elif _put_told(article, line):
        pass
    elif line.is_separator or line.is_underline:
        _put_rule(article, line)
    elif found := line.furniture:
        _put_furniture(article, line, found)
    elif not line.is_short and count_words(line.text) > MAX_TITLE_WORDS:
        _put(article, "body", line, "paragraph_above_date")
    else:
        _put(article, "notes", line, "between_headline_and_date", action="moved")


def _put_rule(article: RawArticle, line: Line) -> None:
    rule, reason = "separator", "separates articles"
    if line.is_underline:
        rule, reason = "underline", "the rule below a heading"
    _put(article, "", line, rule, action="dropped", reason=reason)


def _put_furniture(article: RawArticle, line: Line, found: Furniture) -> None:
    if found is RECURRING:
        _put(article, found.field, line, found.rule, action="moved", reason=_RECURS)
    elif found.field and not article.fields.get(found.field):
        _put(article, found.field, line, found.rule)
    elif found.field:
        _put(article, "notes", line, found.rule, action="moved")
    else:
        _put(article, "", line, found.rule, action="dropped", reason="entry of a menu")


def _put_told(article: RawArticle, line: Line) -> bool:
    """Keep a caption, a byline, or "Source: Gazette", and return whether a line is one of them."""
    if caption := find_caption(line.text):
        _put(article, "captions", line, "caption", action="moved", reason=caption.reason)
        article.extra.setdefault("captions", []).append(caption.as_dict())
    elif is_byline(line.text):
        _put(article, "byline", line, "byline", value=_without_by(line.text))
    elif told := labelled_value(line.text):
        name, value = told
        name = "notes" if article.fields.get(name) else name
        _put(article, name, line, "labelled_line", value=value)
    else:
        return False
    return True


def _put_stamps(article: RawArticle, line: Line) -> None:
    for at, (kind, text) in enumerate(line.stamps):
        if kind == "date" and article.fields.get("date"):
            _put(article, "notes", line, "second_date_line", action="moved")
        elif at == 0:
            _put(article, kind, line, "date_line", value=text)
            whole = line.text.strip().removesuffix(")")
            if whole.endswith(text) or whole.startswith(text):
                _put_name(article, whole.removesuffix(text).removeprefix(text))
        else:
            article.set(kind, text)


def _put_name(article: RawArticle, beside: str) -> None:
    """Keep what stands beside the date of a line: "By Jane Roe, ", or "Example Times | "."""
    name = beside.strip().strip(",|·•–—-(").strip()
    if is_outlet(name) and not article.fields.get("source"):
        article.set("source", name)
    elif is_byline(name):
        article.set("byline", _without_by(name))
    elif name:
        article.set("notes", name)


def _without_by(text: str) -> str:
    return re.sub(r"(?i)^\s*by[:\s]+", "", text)


def _put_story(article: RawArticle, story: list[Line]) -> None:
    started = False
    for line in story:
        if line.is_separator or line.is_underline:
            _put_rule(article, line)
        elif not started and is_bullet(line.text):
            value = re.sub(r"^\s*[•*·‣▪–-]\s+", "", line.text)
            _put(article, "summary", line, "bullet", action="moved", value=value)
        elif not started and _put_told(article, line):
            pass
        elif line.stamps:
            _put_stamps(article, line)
        elif started and line.is_closing:
            _put(article, "notes", line, "closing_date_line", action="moved")
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
        reason = "no line appears twice; the nearest short line was taken as the headline"
        article.flag("title_guess", reason, text=lines[plan.title].text.strip())
    if count_words(article.body) < MIN_BODY_WORDS:
        article.flag("short_body", f"the body has fewer than {MIN_BODY_WORDS} words")


def _put(article: RawArticle, name: str, line: Line, rule: str, **how: str) -> None:
    article.put(name, line.text, rule=rule, line=line.number, start=line.start, end=line.end, **how)  # type: ignore[arg-type]


def _bare(line: Line, rule: str) -> Piece:
    action = "dropped" if rule == "separator" else "rejected"
    return Piece(line.text, action, "", rule, line.number, line.start, line.end)  # type: ignore[arg-type]
