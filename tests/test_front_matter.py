"""Texts below front matter, as site builders and their libraries write it (small copies)."""

from __future__ import annotations

import pytest

import toolkit as tt
from toolkit.reading.front_matter import find_front_matter

STORY = (
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer."
)
NEXT = "The council said that the talks about wages would go on until the end of the month."


def read(name: str, text: str, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    articles = tt.read_articles(tmp_path / name, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


HUGO = (
    '{\n  "title": "Strike ends",\n  "date": "2018-10-22T09:00:00+02:00",\n'
    '  "tags": ["a", "b"]\n}\n'
)
TOML = (
    "+++\ntitle = 'Strike ends'\ndate = 2018-10-22T09:00:00+02:00\n"
    "tags = [\n  'a',\n  'b',\n]\n[params]\nauthor = 'Jo Quill'\n+++\n"
)
YAML = (
    "---\ntitle: Strike ends\ndate: 2018-10-22 09:00:00 +0200\nparams:\n  author: Jo Quill\n"
    "tags:\n- a\n- b\n---\n"
)
ORG = "#+TITLE: Strike ends\n#+DATE: <2018-10-22 Mon>\n#+AUTHOR: Jo Quill\n"
NIKOLA = (
    ".. title: Strike ends\n.. slug: strike\n.. date: 2018-10-22 09:00:00 UTC+02:00\n.. tags:\n"
)
PELICAN = "Strike ends\n###########\n\n:date: 2018-10-22 09:00\n:author: Jo Quill\n:slug: strike\n"
MARKDOWN = (
    "Title: Strike ends\nDate: 2018-10-22 09:00\nTags: a, b\nSlug: strike\nAuthor: Jo Quill\n"
)


@pytest.mark.parametrize(
    "head",
    [HUGO, TOML, YAML, ORG, NIKOLA, PELICAN, MARKDOWN],
    ids=["json", "toml", "yaml", "org", "nikola", "rst", "pelican"],
)
def test_every_form_of_front_matter_gives_title_and_day(head, tmp_path):
    articles = read("a.md", f"{head}\n{STORY}\n\n{NEXT}\n", tmp_path)
    row = articles.iloc[0]
    assert (len(articles), row["title"], str(row["date"].date())) == (
        1,
        "Strike ends",
        "2018-10-22",
    )
    assert row["body"] == f"{STORY}\n\n{NEXT}"
    assert (row["byline"] == "Jo Quill") == ("Quill" in head)


def test_a_page_of_hugo_no_longer_stops_its_folder(tmp_path):
    (tmp_path / "b.md").write_text(f"{YAML}\n{NEXT}\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(f"{HUGO}\n{STORY}\n", encoding="utf-8")
    articles = tt.read_articles(tmp_path, progress=False)
    assert articles["body"].tolist() == [STORY, NEXT]
    assert articles["extra"].iloc[0]["tags"] == "a; b"


def test_json_with_a_fault_is_still_an_error_with_its_line(tmp_path):
    with pytest.raises(tt.errors.ReadingError, match=r"a\.json, line 3: this is not JSON"):
        read(
            "a.json",
            '{\n"text": "Ships sail again"\n"date": "2018-10-22"\n}\n\nand more\n',
            tmp_path,
        )


FOLDED = (
    "---\nauthor: 'Mara Linden: desk'\ndate: 2018-10-22\ndescription: 'A first line\n\n"
    "  and: a second with ''quotes''.\n\n  '\noutlet:\n  country: QY\n  name: Quay Courier\n"
    'title: "Council\'s vote: M\\xFCller says no to all that was\\\n  \\ asked for"\n---\n'
)


def test_titles_that_pyyaml_folds_and_escapes_are_whole(tmp_path):
    row = read("a.md", f"{FOLDED}\n{STORY}\n", tmp_path).iloc[0]
    assert row["title"] == "Council's vote: Müller says no to all that was asked for"
    assert (row["source"], row["byline"]) == ("Quay Courier", "Mara Linden: desk")
    assert row["summary"] == ["A first line and: a second with 'quotes'."]
    assert row["body"] == STORY


@pytest.mark.parametrize("line", ["draft: true", "published: false", "status: draft"])
def test_a_draft_is_no_article_and_the_ledger_says_so(line, tmp_path):
    (tmp_path / "a.md").write_text(f"{YAML}\n{STORY}\n", encoding="utf-8")
    draft = YAML.replace("---\n", f"---\n{line}\n", 1)
    (tmp_path / "b.md").write_text(f"{draft}\n{NEXT}\n", encoding="utf-8")
    articles = tt.read_articles(tmp_path, progress=False)
    ledger = tt.ledger(articles)
    rejected = ledger[ledger["rule"] == "not_an_article"].iloc[0]
    assert articles["body"].tolist() == [STORY]
    assert (rejected["file"], rejected["reason"]) == ("b.md", f"never published ({line})")


def test_a_rule_below_a_heading_separates_no_articles(tmp_path):
    head = "Strike ends\n===========\n\n22 October 2018\n"
    text = f"{head}\n{STORY}\n\nWhat is next\n------------\n\n{NEXT}\n"
    articles = read("a.rst", text, tmp_path)
    row = articles.iloc[0]
    assert (len(articles), row["title"], str(row["date"].date())) == (
        1,
        "Strike ends",
        "2018-10-22",
    )
    assert row["body"] == f"{STORY}\n\nWhat is next\n\n{NEXT}"


@pytest.mark.parametrize(
    "text",
    [
        "---\nShips sail\n---\n",
        "Ships sail\n==========\n\nThey do.",
        "{1}\nText",
        "---\n---\nText",
        "",
    ],
)
def test_what_names_nothing_is_no_front_matter(text):
    assert find_front_matter(text.split("\n")) is None


@pytest.mark.parametrize(
    "tags", ["[\n  ships,\n  quays\n]", "[ships,\n  quays]", "[\n  ships, quays]"]
)
def test_a_list_over_lines_ends_at_its_bracket(tags, tmp_path):
    text = f"---\ntags: {tags}\ntitle: Ships sail\ndate: 2018-10-22\n---\n\n{STORY}\n"
    (row,) = read("a.md", text, tmp_path).to_dict("records")
    assert row["title"] == "Ships sail"
    assert row["extra"]["tags"] == "ships; quays"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f":date: 2018-10-22\n:author: Jo Quill\n\n{STORY}\n\n{NEXT}\n", ""),
        (f":title: Strike ends\n:date: 2018-10-22\n\n{STORY}\n\n{NEXT}\n", "Strike ends"),
        (
            ":date: 2018-10-22\n:author: Jo Quill\n\nStrike ends\n===========\n\n"
            f"{STORY}\n\n{NEXT}\n",
            "Strike ends",
        ),
    ],
)
def test_a_field_is_no_headline_where_none_stands_above_it(text, title, tmp_path):
    """The headline was ":author: Jo Quill", or ":title: Strike ends" with its colons."""
    row = read("a.rst", text, tmp_path).iloc[0]
    assert (row["title"], str(row["date"].date())) == (title, "2018-10-22")
    assert row["body"] == f"{STORY}\n\n{NEXT}"


def test_one_field_alone_or_stories_each_with_fields_are_no_front_matter():
    assert find_front_matter([":date: 2018-10-22", "", STORY]) is None
    story = [":date: 2018-10-22", ":author: Jo Quill", "", STORY, ""]
    assert find_front_matter([*story, *story]) is None


def test_pages_that_stand_one_below_another_are_articles_of_their_own(tmp_path):
    pages = [
        f"---\ntitle: {title}\ndate: {day}\n{more}---\n\n{STORY}\n\n{NEXT}\n"
        for title, day, more in (
            ("Ships sail", "2018-10-22", "source: Arab News\n"),
            ("Talks fail", "2018-10-25", ""),
            ("A note", "2018-10-26", "draft: true\n"),
            ("Ports open", "2018-10-27", ""),
        )
    ]
    (tmp_path / "all.md").write_text("\n".join(pages), encoding="utf-8")
    articles = tt.read_articles(tmp_path)
    assert articles["title"].tolist() == ["Ships sail", "Talks fail", "Ports open"]
    assert articles["date"].dt.strftime("%d").tolist() == ["22", "25", "27"]
    assert articles["source"].tolist() == ["Arab News", "", ""]
    ledger = tt.ledger(articles)
    (draft,) = ledger[ledger["rule"] == "not_an_article"].to_dict("records")
    assert draft["text"].startswith("---\ntitle: A note")
    assert NEXT in draft["text"]
    assert "Ports" not in draft["text"]
    lines = ledger[ledger["rule"] == "front_matter"]["line"]
    assert lines.max() == "\n".join(pages).split("\n").index("title: Ports open") + 3


@pytest.mark.parametrize(
    ("head", "title", "byline"),
    [
        ("% Ships sail\n% Jane Roe; Ali Example\n% October 22, 2018\n", "Ships sail",
         "Jane Roe; Ali"),
        ("% Ships sail\n%\n% 2018-10-22\n", "Ships sail", ""),
        ("= Ships sail\nJane Roe <jane@example.org>\nv1.0, 2018-10-22: as sent\n:toc:\n",
         "Ships sail", "Jane Roe"),
        ("= Ships sail\n:date: 2018-10-22\n:author: Jane Roe\n", "Ships sail", "Jane Roe"),
        ("---\n# of the desk\ntitle: Ships sail\n\n# when\ndate: 2018-10-22\n---\n", "Ships sail",
         ""),
        ("---\ntitle: [unclosed\ndate: 2018-10-22\n---\n", "[unclosed", ""),
        ('+++\ntitle = "Ships sail\ndate = 2018-10-22\n+++\n', "Ships sail", ""),
    ],
)  # fmt: skip
def test_heads_of_pandoc_and_asciidoc_with_remarks_and_faults_are_read(
    head, title, byline, tmp_path
):
    (tmp_path / "a.txt").write_text(f"{head}\n{STORY}\n\n{NEXT}\n", encoding="utf-8")
    (row,) = tt.read_articles(tmp_path).to_dict("records")
    assert (row["title"], str(row["date"])[:10]) == (title, "2018-10-22")
    assert row["byline"].startswith(byline)
    assert row["body"] == f"{STORY}\n\n{NEXT}"


@pytest.mark.parametrize(
    "text",
    [
        "% a\n% comment\n% of four\n% lines\n\nShips sail.",
        "% voters\nShips sail.",
        "= Ships sail\nThey do so on every day",
    ],
)
def test_other_lines_with_these_signs_are_no_heads_of_more_than_a_title(text):
    found = find_front_matter(text.split("\n"))
    assert found is None or [name for name, _ in found.values] == ["title"]


def test_the_date_of_the_header_is_told_apart_from_one_below_it(tmp_path):
    text = f"---\ntitle: Ships\ndate: 2018-10-22\n---\n\n23 October 2018\n\n{STORY}\n\n{NEXT}"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (row,) = tt.read_articles(tmp_path).to_dict("records")
    assert str(row["date"])[:10] == "2018-10-22"
    assert row["notes"] == ["23 October 2018"]


def test_a_day_without_a_year_inside_a_dated_story_does_not_stop_its_folder(tmp_path):
    line = "Originally published May 23."
    head = "---\ntitle: Ships\ndate: 2018-10-22\n---"
    (tmp_path / "a.md").write_text(f"{head}\n\n{STORY}\n\n{line}\n\n{NEXT}", encoding="utf-8")
    (row,) = tt.read_articles(tmp_path).to_dict("records")
    assert row["body"] == f"{STORY}\n\n{line}\n\n{NEXT}"
    (tmp_path / "a.md").write_text(f"{STORY}\n\n{line}\n\n{NEXT}", encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError, match=r"a\.md, line 3: .* the year is missing"):
        tt.read_articles(tmp_path)


def test_a_caption_that_appears_twice_below_front_matter_begins_no_article(tmp_path):
    """The page was two articles, the second without a date and neither with its headline."""
    story = "Envoys from four states met on Sunday and agreed to meet again in the harbour. "
    lines = [story * 2, "501st Legion display", "501st Legion display", story * 3]
    head = "---\ntitle: Ships sail\ndate: 2018-10-22\n---\n\n"
    (tmp_path / "a.md").write_text(head + "\n\n".join(lines), encoding="utf-8")
    articles = tt.read_articles(tmp_path / "a.md")
    assert articles["title"].tolist() == ["Ships sail"]
    assert articles["date"].astype(str).tolist() == ["2018-10-22"]
    assert "501st Legion display" in articles["body"].iloc[0]
