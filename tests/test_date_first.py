"""Stories whose dates stand above their headlines, and separators that look like headings."""

from __future__ import annotations

import pytest

import toolkit as tt
from tests.office_samples import docx

WORDS = (
    "envoys from four states met on Sunday and agreed that they would meet again in spring, said "
    "one of those who had come by ship"
)
TITLES = ["Ships sail at dawn", "Ships return at dusk", "Ships rest in the harbour"]
DAYS = ["22 October 2018", "23 October 2018", "24 October 2018"]


def story(at: int) -> list[str]:
    """Return three paragraphs that stand in no other story."""
    return [f"In part {at}.{part} {WORDS}." for part in range(3)]


def read(tmp_path, text, name="a.txt"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    articles = tt.read_articles(tmp_path / name)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def check(articles, days=(22, 23, 24)):
    assert articles["title"].tolist() == TITLES[: len(days)]
    assert articles["date"].dt.day.tolist() == list(days)
    assert articles["body"].tolist() == ["\n\n".join(story(at)) for at in range(len(days))]


@pytest.mark.parametrize("rule", ["* * *", "* * * * *"])
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_stars_between_stories_are_no_headings(rule, blank, tmp_path):
    """The stories below were called "* *", and the first was lost as what stands above them."""
    parts = [blank.join([DAYS[at], TITLES[at], "\n\n".join(story(at))]) for at in range(3)]
    check(read(tmp_path, f"\n\n{rule}\n\n".join(parts)))


@pytest.mark.parametrize("day", ["{0} | The Daily Courier", "{0} · Le Soir", "{0} - Reuters"])
@pytest.mark.parametrize("separator", ["", "---\n\n"])
def test_a_date_and_an_outlet_above_a_headline_are_no_headline(day, separator, tmp_path):
    parts = [
        "\n\n".join([day.format(DAYS[at]), TITLES[at], *story(at)]) + "\n\n" for at in range(3)
    ]
    articles = read(tmp_path, separator.join(parts))
    check(articles)
    if "Reuters" in day:
        assert set(articles["source"]) == {"Reuters"}


@pytest.mark.parametrize("label", ["Updated: ", "Published ", ""])
@pytest.mark.parametrize("separator", ["", "---\n\n", "***\n\n"])
def test_a_headline_is_not_looked_for_beyond_a_separator_or_above_a_date(
    label, separator, tmp_path
):
    """A short line at the end of a story was the headline of the next, whose date went on."""
    foot = "Follow us on Twitter"
    parts = [
        "\n\n".join([f"{label}{DAYS[at]}", TITLES[at], *story(at), foot]) + "\n\n"
        for at in range(3)
    ]
    articles = read(tmp_path, separator.join(parts))
    assert articles["title"].tolist() == TITLES
    assert articles["date"].dt.day.tolist() == [22, 23, 24]


def test_the_name_of_a_press_review_is_no_headline_of_all_its_stories(tmp_path):
    """Five stories were one, with the date of the first."""
    parts = ["\n\n".join([DAYS[at], TITLES[at], *story(at)]) for at in range(3)]
    check(read(tmp_path, "Press review on the harbour\n\n" + "\n\n".join(parts)))


def test_a_headline_with_its_date_below_stays_one_above_a_short_line(tmp_path):
    parts = ["\n\n".join([TITLES[at], DAYS[at], "By the sea", *story(at)]) for at in range(2)]
    articles = read(tmp_path, "\n\n".join(parts))
    assert articles["title"].tolist() == TITLES[:2]
    assert articles["date"].dt.day.tolist() == [22, 23]


def word(lines: list[str], tmp_path):
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    (tmp_path / "a.docx").write_bytes(docx(body))
    return tt.read_articles(tmp_path / "a.docx")


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("outlet", [None, " | Le Soir", "Reuters"])
def test_dates_above_headlines_of_a_word_file_begin_its_stories(n, outlet, tmp_path):
    """The first date was the headline of all stories, which had none."""
    lines = []
    for at in range(n):
        is_apart = outlet == "Reuters"
        lines += [DAYS[at] + ("" if is_apart else outlet or ""), *([outlet] if is_apart else [])]
        lines += [TITLES[at], *story(at)]
    articles = word(lines, tmp_path)
    assert articles["title"].tolist() == TITLES[:n]
    assert articles["date"].dt.day.tolist() == [22, 23, 24][:n]
    assert articles["body"].str.endswith(WORDS + ".").all()


def test_days_within_a_text_of_one_headline_are_told(tmp_path):
    lines = ["Press review", DAYS[0], *story(0), DAYS[1], *story(1)]
    assert "several_dates" in word(lines, tmp_path)["quality"].iloc[0]
    page = "".join(f"<p>{line}</p>" for line in [f"Date: {DAYS[0]}", *story(0), *lines[5:]])
    html = f"<html><body><h1>Press review</h1>{page}</body></html>"
    assert "several_dates" in read(tmp_path, html, "a.html")["quality"].iloc[0]


def test_a_page_of_one_story_with_one_date_is_not_marked(tmp_path):
    page = "".join(f"<p>{line}</p>" for line in [DAYS[0], *story(0), "Updated on a Monday"])
    html = f"<html><body><h1>{TITLES[0]}</h1>{page}</body></html>"
    assert "several_dates" not in read(tmp_path, html, "a.html")["quality"].iloc[0]


@pytest.mark.parametrize(
    "line",
    ["October 22, 2018", "(22.10.2018)", "10/22/2018", "October 2018", "Updated 23 October 2018"],
)
def test_the_day_of_a_story_in_another_form_is_no_other_day(line, tmp_path):
    """A page dated 2018-10-22T10:00 was said to show another day, October 22, 2018."""
    stated = '<meta property="article:published_time" content="2018-10-22T10:00:00Z">'
    page = "".join(f"<p>{part}</p>" for part in [*story(0), line, *story(1)])
    html = f"<html><head>{stated}</head><body><article><h1>{TITLES[0]}</h1>{page}</article></body>"
    assert "several_dates" not in read(tmp_path, f"{html}</html>", "a.html")["quality"].iloc[0]


@pytest.mark.parametrize(
    "form", ["{0}. {1}. {2}", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}.{1}.{2} | Gazette"]
)
def test_a_story_whose_day_may_be_its_month_keeps_its_headline_from_the_next_day(form, tmp_path):
    """All three were one article with the first headline and the day of the second."""
    days = [(9, 4, 2018), (25, 11, 2015), (3, 5, 2016)]
    parts = [
        "\n\n".join([f"{TITLES[at]}\n{form.format(*days[at])}", *story(at)]) for at in range(3)
    ]
    articles = read(tmp_path, "\n\n".join(parts))
    assert articles["title"].tolist() == TITLES
    assert articles["date"].astype(str).tolist() == ["2018-04-09", "2015-11-25", "2016-05-03"]
    assert articles["body"].tolist() == ["\n\n".join(story(at)) for at in range(3)]
    (tmp_path / "a.txt").write_text(parts[0], encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError, match="could be day/month or month/day"):
        tt.read_articles(tmp_path / "a.txt")
    assert tt.read_articles(tmp_path / "a.txt", date_order="dmy")["date"].dt.day.tolist() == [9]


def test_an_undated_first_story_has_not_the_day_of_the_second(tmp_path):
    """Its headline stood above the text and the day of both."""
    parts = ["\n\n".join([TITLES[0], *story(0)])]
    parts += ["\n\n".join([f"{TITLES[at]}\n{DAYS[at]}", *story(at)]) for at in (1, 2)]
    articles = read(tmp_path, "\n\n".join(parts))
    dated = articles[articles["date"].notna()]
    assert dated["title"].tolist() == TITLES[1:]
    assert dated["body"].tolist() == ["\n\n".join(story(at)) for at in (1, 2)]


@pytest.mark.parametrize("mark", ["", "# "])
def test_the_headline_of_front_matter_is_no_part_of_the_text_where_it_stands_again(mark, tmp_path):
    """Its words were counted twice."""
    head = f"---\ntitle: {TITLES[0]}\ndate: 2018-10-22\n---\n\n{mark}{TITLES[0]}"
    check(read(tmp_path, "\n\n".join([head, *story(0)]), "a.md"), (22,))


def test_a_label_before_a_date_names_no_outlet(tmp_path):
    """The outlet was "22 October 2018"."""
    text = "\n".join([TITLES[0], "Publication: 22 October 2018", "Source: Gazette", "", *story(0)])
    assert "22 October 2018" not in set(read(tmp_path, text, "a.txt")["source"].astype(str))


@pytest.mark.parametrize("heading", ["{0}", "## {0}", "{0}\n\nBy Jane Roe"])
@pytest.mark.parametrize("label", ["Source: ", "**Outlet:** ", "Newspaper: "])
def test_an_outlet_with_a_label_below_the_date_is_the_outlet(heading, label, tmp_path):
    """It stood in the text, and no story had an outlet."""
    parts = [
        f"{heading.format(TITLES[at])}\n\nDate: {DAYS[at]}\n{label}Gazette\n\n"
        + "\n\n".join(story(at))
        for at in range(3)
    ]
    articles = read(tmp_path, "\n\n".join(parts))
    check(articles)
    assert articles["source"].tolist() == ["Gazette"] * 3


LABELS = ("Title: ", "Date: ", "Source: ")


@pytest.mark.parametrize("cover", [[], ["Press review"]])
@pytest.mark.parametrize("kind", ["txt", "docx", "html"])
def test_blocks_of_labels_are_read_in_word_files_and_below_a_name_of_the_whole(
    kind, cover, tmp_path
):
    lines = list(cover)
    for at in range(3):
        values = zip(LABELS, (TITLES[at], DAYS[at], "Gazette"), strict=True)
        lines += ["", *map("".join, values), "", *story(at)]
    if kind == "docx":
        articles = word(lines, tmp_path)
    elif kind == "html":
        page = "".join(f"<p>{line}</p>" for line in lines)
        articles = read(tmp_path, f"<html><body>{page}</body></html>", "a.html")
    else:
        articles = read(tmp_path, "\n".join(lines).replace("\nIn", "\n\nIn"))
    check(articles)
    assert articles["source"].tolist() == ["Gazette"] * 3


@pytest.mark.parametrize("kind", ["(VIDEO)", "[Video]", "(PHOTOS)"])
def test_a_headline_that_names_its_video_is_no_caption(kind, tmp_path):
    """The headline was a caption, and its story the end of the one above."""
    parts = [[f"{TITLES[at]} {kind}", DAYS[at], *story(at)] for at in range(3)]
    pasted = read(tmp_path, "\n\n".join("\n\n".join(part) for part in parts))
    for articles in (pasted, word([line for part in parts for line in part], tmp_path)):
        assert articles["title"].tolist() == [f"{title} {kind}" for title in TITLES]
        assert articles["date"].dt.day.tolist() == [22, 23, 24]
