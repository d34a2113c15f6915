"""Texts of several stories in light markup, and tables and months in word processors' files."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from tests.office_samples import docx
from toolkit.reading.exports.marked_headings import _FORMS, MarkedHeadings
from toolkit.reading.interface import Document

STORIES = [
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer.",
    "The council said that the talks about wages would go on until the end of the month, and that "
    "nothing was agreed so far by either of the two sides.",
    "Farmers in the valley said that the rain came too late for the wheat, but in time for the "
    "maize and the beans that they sow in the other half of the year.",
]
TITLES = ["Dockers return", "Talks go on", "Rain too late"]
DATES = ["22 October 2018", "March 1964", "2 mars 1999"]
READ = [["2018-10-22", "day"], ["1964-03-01", "month"], ["1999-03-02", "day"]]


def read(name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    articles = tt.read_articles(tmp_path / name, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def dated(articles):
    days = ["" if pd.isna(day) else str(day)[:10] for day in articles["date"]]
    return [list(pair) for pair in zip(days, articles["date_precision"], strict=True)]


def text_of(heading, date="{}", above=""):
    parts = zip(TITLES, DATES, STORIES, strict=True)
    stories = (f"{heading(t)}\n\n{date.format(d)}\n\n{body}\n\n" for t, d, body in parts)
    return above + "".join(stories)


def fields(form, marks=("", "")):
    """Return headings with a block of fields below each."""
    values = zip(TITLES, ["2018-10-22", "1964-03", "2 mars 1999"], STORIES, strict=True)
    return "".join(
        f"{form(t)}\n{marks[0]}:date: {d}\n:author: Jane Roe\n"
        f":source: Gazette\n{marks[1]}\n{body}\n\n"
        for t, d, body in values
    )


TEXTS = {
    "markdown.md": text_of("## {}".format, "*{}* — Gazette", "# Press review\n\n"),
    "links.md": text_of("## [{}](https://example.org/a_b)".format, "**Gazette**, {}"),
    "asciidoc.adoc": text_of("== {}".format, "_{}_", "= Press review\n:toc:\n\n"),
    "wiki.txt": text_of("== {} ==".format, "''{}''"),
    "dokuwiki.txt": text_of("===== {} =====".format, "{}", "====== Press review ======\n\n"),
    "textile.txt": text_of("h2(#a). {}".format, "{}"),
    "org.org": text_of("** {} :ports:".format, "{}", "* Press review\n"),
    "rest.rst": text_of(lambda t: f"{t}\n{'-' * len(t)}", "{}", "Press review\n############\n\n"),
    "over.rst": text_of(lambda t: f"{'=' * len(t)}\n{t}\n{'=' * len(t)}", "{}"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_each_heading_with_a_date_below_it_begins_an_article(name, tmp_path):
    """The story below a month was glued to the one above; lines of signs were headlines."""
    articles = read(name, TEXTS[name], tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == READ
    assert articles["body"].tolist() == STORIES
    assert set(articles["source"]) == ({"Gazette"} if "Gazette" in TEXTS[name] else {""})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rst", fields(lambda t: f"{t}\n{'=' * len(t)}\n")),
        ("a.org", fields("* {}".format, (":PROPERTIES:\n:ID: 7\n", ":END:\n"))),
    ],
)
def test_each_story_has_the_fields_below_its_own_heading(name, text, tmp_path):
    articles = read(name, text, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == READ
    assert set(articles["byline"]) == {"Jane Roe"}
    assert set(articles["source"]) == {"Gazette"}
    assert articles["body"].tolist() == STORIES


@pytest.mark.parametrize("day", ["{}", "## {}", "## Gazette, {}"])
def test_a_date_above_a_heading_is_that_of_the_story(day, tmp_path):
    """The line of the date was left out, and the story had none."""
    dates = [f"2{at} October 2018" for at in range(3)]
    text = "".join(
        f"{day.format(d)}\n\n### {t}\n\n{b}\n\n"
        for d, t, b in zip(dates, TITLES, STORIES, strict=True)
    )
    articles = read("a.md", text, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == [[f"2018-10-2{at}", "day"] for at in range(3)]
    assert articles["body"].tolist() == STORIES
    assert set(articles["source"]) == ({"Gazette"} if "Gazette" in day else {""})


def test_a_date_at_the_end_of_each_story_is_not_that_of_the_next_one():
    text = "".join(
        f"## {title}\n\n{body}\n\n2{at} October 2018\n\n"
        for at, (title, body) in enumerate(zip(TITLES, STORIES, strict=True))
    )
    assert not MarkedHeadings().recognizes(Document.from_bytes("a.md", text.encode()))


def test_stories_below_the_heading_of_a_day_are_of_that_day(tmp_path):
    parts = [f"### {title}\n\n{body}\n\n" for title, body in zip(TITLES, STORIES, strict=True)]
    text = f"# Review\n\n## 22 October 2018\n\n{parts[0]}{parts[1]}## 23 October 2018\n\n{parts[2]}"
    articles = read("a.md", text, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == [["2018-10-22", "day"]] * 2 + [["2018-10-23", "day"]]
    assert set(articles["section"]) == {""}


def test_fields_in_a_list_have_a_colon_and_other_items_are_text(tmp_path):
    """ "* Source code was leaked" made "code was leaked" the outlet, and was lost to the story."""
    items = ["* Date palms are growing", "* Source code was leaked", "* Author of the book"]
    told = ["- **Source:** Gazette", "* author: Jane Roe"]
    heads = ["\n".join(told), "\n".join(items)]
    text = "".join(
        f"## {title}\n\n22 October 2018\n\n{head}\n\n{body}\n\n"
        for title, head, body in zip(TITLES, heads, STORIES, strict=False)
    )
    articles = read("a.md", text, tmp_path)
    assert articles["source"].tolist() == ["Gazette", ""]
    assert articles["byline"].tolist() == ["Jane Roe", ""]
    assert articles["body"].iloc[1] == f"{' '.join(items)}\n\n{STORIES[1]}"


@pytest.mark.parametrize("line", ["# a{}x", "= a{}=x", "* a{}:x", "h2. a{}x", "== a{}=b"])
def test_a_heading_with_a_long_run_of_blanks_is_matched_in_one_pass(line):
    """Each blank was tried as the end of the title, of blanks and of the line: without an end."""
    found = [one for form in _FORMS if (one := form.fullmatch(line.format(20_000 * " ")))]
    assert [one["title"][:2] for one in found] == ["a "]


def test_the_day_on_which_a_heading_of_org_was_made_is_not_its_date(tmp_path):
    text = "".join(
        f"* {title}\n  CREATED: [2023-01-01 Sun 10:00]\n  <2018-10-2{at} Mon>\n  {STORIES[at]}\n\n"
        for at, title in enumerate(TITLES)
    )
    articles = read("a.org", text, tmp_path)
    assert dated(articles) == [[f"2018-10-2{at}", "day"] for at in range(3)]
    assert articles["extra"].iloc[0]["created"] == "2023-01-01 Sun 10:00"


def test_wrapped_paragraphs_are_joined_and_footnotes_are_apart(tmp_path):
    """pandoc wraps lines and prints the footnotes of all stories below the last one."""
    wrapped = [" ".join(body.split()[:12]) + "\n" + " ".join(body.split()[12:]) for body in STORIES]
    parts = zip(TITLES, DATES, wrapped, strict=True)
    text = "".join(f"## {t}\n\n{d}\n\n{body}[^1]\n\n" for t, d, body in parts)
    articles = read("a.md", text + "[^1]: The note.\n\n---\n", tmp_path)
    assert articles["body"].tolist() == [f"{body}[^1]" for body in STORIES]
    ledger = tt.ledger(articles).set_index("rule")["text"]
    assert ledger["footnote"] == "[^1]: The note."
    assert ledger["separator"] == "---"


def test_a_section_above_several_stories_is_their_section(tmp_path):
    parts = [f"### {t}\n\n{d}\n\n{b}\n\n" for t, d, b in zip(TITLES, DATES, STORIES, strict=True)]
    text = f"## Ports\n\n{parts[0]}{parts[1]}## Farms\n\n{parts[2]}"
    assert read("a.md", text, tmp_path)["section"].tolist() == ["Ports", "Ports", "Farms"]
    text = text.replace("## Ports", "Ports\n=====").replace("## Farms", "Farms\n=====")
    text = text.replace("### Talks go on", "Talks go on\n-----------")
    text = text.replace("### Dockers return", "Dockers return\n--------------")
    text = text.replace("### Rain too late", "Rain too late\n-------------")
    assert read("a.rst", text, tmp_path)["section"].tolist() == ["Ports", "Ports", "Farms"]


ONE = {
    "sub.md": f"# Ships sail\n\n22 October 2018\n\n{STORIES[0]}\n\n## Talks\n\n{STORIES[1]}\n",
    "list.txt": f"Ships sail\n\n22 October 2018\n\n* One\n* Two\n\n{STORIES[0]}\n",
    "rule.txt": f"Ships sail\n\n22 October 2018\n\n{STORIES[0]}\n\nBy Jane Roe\n{'-' * 40}\n",
}


@pytest.mark.parametrize("name", ONE)
def test_headings_of_one_story_do_not_cut_it(name, tmp_path):
    articles = read(name, ONE[name], tmp_path)
    assert len(articles) == 1
    assert dated(articles) == [["2018-10-22", "day"]]
    assert STORIES[0] in articles["body"].iloc[0]


def test_headings_below_front_matter_are_those_of_one_article():
    text = "---\ntitle: Ships\n---\n\n" + text_of("## {}".format)
    assert not MarkedHeadings().recognizes(Document.from_bytes("a.md", text.encode()))


def test_stories_between_long_rules_stay_as_they_were(tmp_path):
    """The last line above a rule is no heading because there is a line under it."""
    text = "".join(
        f"{t}\n\n{d}\n\n{b}\n\nJane Roe, Quay\n{'-' * 60}\n\n"
        for t, d, b in zip(TITLES, ["22 October 2018"] * 3, STORIES, strict=True)
    )
    assert read("a.txt", text, tmp_path)["title"].tolist() == TITLES


# ---------------------------------------------------------------- word processors

HEADED = "<w:p><w:pPr><w:pStyle w:val='Heading2'/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
PLAIN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def test_a_month_below_one_of_several_headlines_is_its_date(tmp_path):
    body = "".join(
        HEADED.format(t) + PLAIN.format(d) + PLAIN.format(b)
        for t, d, b in zip(TITLES, DATES, STORIES, strict=True)
    )
    (tmp_path / "a.docx").write_bytes(docx(body))
    articles = tt.read_articles(tmp_path / "a.docx", progress=False)
    assert dated(articles) == READ
    assert articles["body"].tolist() == STORIES


def rtf(body):
    return "{\\rtf1\\ansi\\deff0 " + body + "}"


def test_stories_in_rich_text_are_not_glued_where_one_has_a_month_only(tmp_path):
    pytest.importorskip("striprtf")
    lines = (line for three in zip(TITLES, DATES, STORIES, strict=True) for line in three)
    articles = read("a.rtf", rtf("".join(f"{line}\\par\n" for line in lines)), tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == READ


@pytest.mark.parametrize("cell", ["{}\\cell ", "{{\\pard\\intbl {}\\par}}\\cell "])
def test_a_table_in_rich_text_is_read_row_by_row(cell, tmp_path):
    """It was one article, or its cells were lines of the story above."""
    pytest.importorskip("striprtf")
    rows = [["Title", "Date", "Text"], *zip(TITLES, DATES, STORIES, strict=True)]
    table = "".join(
        "\\trowd\\intbl " + "".join(cell.format(one) for one in row) + "\\row\n" for row in rows
    )
    articles = read("a.rtf", rtf("Press review\\par\n" + table + "\\pard End of it\\par"), tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == READ
    assert articles["body"].tolist() == STORIES
    dropped = tt.ledger(articles).query("rule == 'outside_the_table'")["text"].tolist()
    assert dropped == ["Press review", "End of it"]


def test_a_cell_with_the_sign_between_cells_is_rejected_and_not_cut(tmp_path):
    pytest.importorskip("striprtf")
    rows = [["Title", "Date", "Text"], *zip(TITLES, DATES, STORIES, strict=True)]
    rows[2] = [TITLES[1], DATES[1], "One | two | three"]
    table = "".join(
        "\\trowd\\intbl " + "".join(f"{one}\\cell " for one in row) + "\\row\n" for row in rows
    )
    articles = read("a.rtf", rtf(table), tmp_path)
    assert articles["title"].tolist() == [TITLES[0], TITLES[2]]
    rejected = tt.ledger(articles).query("rule == 'wrong_number_of_cells'")["text"].iloc[0]
    assert "One | two | three" in rejected


def test_a_month_below_one_of_several_headlines_of_a_page_is_its_date(tmp_path):
    parts = zip(TITLES, DATES, STORIES, strict=True)
    body = "".join(f"<h2>{t}</h2><p>{d}</p><p>{b}</p>" for t, d, b in parts)
    articles = read("a.html", f"<!DOCTYPE html><html><body>{body}</body></html>", tmp_path)
    assert articles["title"].tolist() == TITLES
    assert dated(articles) == READ
    assert articles["body"].tolist() == STORIES


def test_a_month_below_a_headline_of_a_page_without_days_stays_text(tmp_path):
    body = f"<h1>Ships</h1><p>March 1964</p><p>{STORIES[0]}</p><p>{STORIES[1]}</p>"
    articles = read("a.html", f"<!DOCTYPE html><html><body>{body}</body></html>", tmp_path)
    assert dated(articles) == [["", "unknown"]]
