"""Headline, date, story: the plainest way to keep an article, and how its head can look."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading.interface import Document, RawArticle, ReadOptions
from toolkit.reading.lone_dates import date_alone
from toolkit.reading.pasted import PastedReader

DATA = Path(__file__).parents[2] / "shared" / "data" / "world-affairs" / "articles.parquet"
STORY = (
    "Envoys from four states met on Sunday to speak about the harbour, the first such meeting "
    "since the port was shut, and agreed that grain ships may pass again from next week on."
)
LONG = " ".join(["Fifty states led by one of them target the port's new owner in a probe"] * 2)
HEADS = {
    "date below": "{title}\n\n{date:%d %B %Y}\n\n{story}\n",
    "American": "{title}\n\n{date:%B} {date.day}, {date:%Y}\n\n{story}\n",
    "no blank lines": "{title}\n{date:%Y-%m-%d}\n{story}\n",
    "byline between": "{title}\n\nBy Jane Roe\n\n{date:%d %B %Y}\n\n{story}\n",
    "byline and date": "{title}\n\nBy Jane Roe, {date:%d %B %Y}\n\n{story}\n",
    "name and date": "{title}\n\nJane Roe | {date:%B} {date.day}, {date:%Y}\n\n{story}\n",
    "outlet between": "{title}\n\nExample Times\n\n{date:%d %B %Y}\n\n{story}\n",
    "label": "{title}\n\nPublished {date:%d %B %Y}\n\n{story}\n",
    "updated below": "{title}\n\n{date:%d %B %Y}\n\n{story}\n\nUpdated {date:%d %B %Y} 10:30\n",
    "weekday": "{title}\n\n{date:%A}, {date:%d %B %Y} 14:05\n\n{story}\n",
}
TITLES = [
    "Ships sail again",
    "Missiles able to reach the U.S.",
    "Powers of the N.S.A.",
    "Closing a chapter. But only one chapter.",
    "“We are not done”",
    "The harbour (VIDEO)",
    LONG,
]


def articles_of(text):
    document = Document.from_bytes("a.txt", text.encode())
    read = PastedReader().read(document, ReadOptions())
    return [item for item in read if isinstance(item, RawArticle)]


def text_of(head, title):
    return HEADS[head].format(title=title, date=pd.Timestamp("2018-10-22"), story=STORY)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("head", HEADS)
def test_an_article_has_its_headline_and_date_whatever_its_head_looks_like(head, title, tmp_path):
    (tmp_path / "a.txt").write_text(text_of(head, title))
    articles = tt.read_articles(tmp_path / "a.txt", progress=False)
    assert articles["title"].tolist() == [title]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-10-22"]
    assert articles["body"].tolist() == [STORY]


def test_a_name_before_the_date_is_kept():
    assert articles_of(text_of("byline and date", "Ships"))[0].fields["byline"] == "Jane Roe"
    assert articles_of(text_of("name and date", "Ships"))[0].notes == ["Jane Roe"]


def test_a_date_of_an_update_above_the_story_belongs_to_the_article():
    (article,) = articles_of(
        f"Ships sail\n\n7 May 2018\n\n6 years ago\n\nUpdated 9 May 2018\n\n{STORY}"
    )
    assert (article.fields["date"], article.fields["updated"]) == (
        "7 May 2018",
        "Updated 9 May 2018",
    )


def test_a_sentence_with_a_date_is_no_date_alone():
    assert date_alone("They met in Paris, 22 October 2018") == ""
    assert date_alone("Flights, 14 of them, 22 October 2018") == ""


def test_captions_and_speakers_that_appear_twice_begin_no_article():
    film = "Ships sail from the port\n\nShips sail from the port 03:16\n\nShips sail from the port"
    speech = (
        "recorded voice of the envoy\n\nThey came.\n\nrecorded voice of the envoy\n\nThey went."
    )
    for inside in (film, speech):
        (article,) = articles_of(
            f"The harbour\n\n22 October 2018\n\n{STORY}\n\n{inside}\n\n{STORY}"
        )
        assert article.fields["title"] == "The harbour"


def test_a_headline_that_holds_the_name_of_a_column_is_no_header_of_a_table(tmp_path):
    """ "Land, money, story, targets" made a table of the article, and all of its lines errors."""
    (tmp_path / "a.txt").write_text(text_of("date below", "Land, money, story, targets"))
    articles = tt.read_articles(tmp_path / "a.txt", progress=False)
    assert articles["title"].tolist() == ["Land, money, story, targets"]
    (tmp_path / "b.csv").write_text("place,story\n\nRome,They met.\n")
    assert tt.read_articles(tmp_path / "b.csv", progress=False)["body"].tolist() == ["They met."]


@pytest.mark.corpus
@pytest.mark.parametrize("head", ["date below", "byline and date", "updated below"])
def test_real_articles_kept_as_text_come_back(head, tmp_path):
    if not DATA.exists():
        pytest.skip(f"{DATA} is not here")
    table = pd.read_parquet(DATA, columns=["title", "date", "text"]).dropna().iloc[::12]
    for at, row in enumerate(table.itertuples()):
        title, date = " ".join(row.title.split()), pd.Timestamp(row.date)
        text = HEADS[head].format(title=title, date=date, story=row.text)
        (tmp_path / f"{at:05d}.txt").write_text(text)
    articles = tt.read_articles(tmp_path, date_order="mdy", progress=False)
    assert len(table) <= len(articles) <= len(table) + 1  # one quotes a speech with its head
    first = articles.drop_duplicates("file")
    assert first["title"].tolist() == [" ".join(title.split()) for title in table["title"]]
    assert first["date"].dt.date.tolist() == pd.to_datetime(table["date"]).dt.date.tolist()


ABOVE = {
    "outlet": "The Guardian\n\n{title}\n\n{date:%d %B %Y}\n\n{story}",
    "address": "https://example.org/ships\n{title}\nBy Jane Roe\n{date:%d %B %Y}\n\n{story}",
    "menu": "Skip to main content\nHome\nWorld\n{title}\nPublished {date:%d %B %Y}\n\n{story}",
    "outlet, date, headline": "Reuters\n{date:%d %B %Y}\n{title}\n\n{story}",
    "outlet before the date": "{title}\nThe Washington Post, {date:%d %B %Y}\n\n{story}",
    "date in brackets": "{title}\nCNN ({date:%d %B %Y})\n\n{story}",
    "time without a blank": "{title}\n{date:%B} {date.day}, {date:%Y}5:03 AM ET\n\n{story}",
    "years ago": "{title}\n{date:%B} {date.day}, {date:%Y} / 5:03 AM / 2 years ago\n\n{story}",
    "Markdown": "# {title}\n\n**Source:** Gazette\n**Date:** {date:%d %B %Y}\n\n{story}",
    "date below the story": "{title}\n\n{story}\n\n{date:%d %B %Y}",
    "date and weekday again": "{title}\n{date:%d %B %Y}\n\n{date:%A}, {date:%d %B %Y}\n\n{story}",
}


@pytest.mark.parametrize("head", ABOVE.values(), ids=ABOVE)
def test_lines_above_a_headline_are_no_headline_and_its_date_is_found(head, tmp_path):
    day = pd.Timestamp("2018-10-22")
    (tmp_path / "a.txt").write_text(head.format(title="Ships sail again", date=day, story=STORY))
    articles = tt.read_articles(tmp_path)
    assert articles["title"].tolist() == ["Ships sail again"]
    assert articles["date"].dt.normalize().tolist() == [day]
    assert articles["body"].tolist() == [STORY]


def test_an_outlet_above_or_beside_the_date_is_the_source():
    for text in (
        f"Reuters\nShips sail again\n22 October 2018\n\n{STORY}",
        f"Ships sail again\nReuters, 22 October 2018\n\n{STORY}",
        f"Ships sail again\nReuters (22 October 2018)\n\n{STORY}",
    ):
        (article,) = articles_of(text)
        assert article.fields["source"] == "Reuters"


def test_a_headline_that_could_be_an_outlet_stays_the_headline():
    for title in ("Hard Times", "Bad News", "Fake news"):
        (article,) = articles_of(f"{title}\nLeaders meet again\n22 October 2018\n\n{STORY}")
        assert article.fields["title"] == title
        assert not article.fields.get("source")


def test_a_place_and_a_day_below_a_headline_are_no_date_of_the_article():
    """A caption, such as "Aleppo, 22 October 2018", must not date the story."""
    (article,) = articles_of(f"Ships sail again\nAleppo, 22 October 2018\n{STORY}\n{STORY}")
    assert not article.fields.get("date")


SEPARATORS = [
    "\n\n* * *\n\n",
    "\n\n———\n\n",
    "\n\n──────\n\n",
    "\n\n+++++\n\n",
    "\f",
    "\n\n[END]\n\n",
]
SHAPES = [
    "{title}\n{date:%d %B %Y}\n\n{story}",
    "{title}\n\nBy Jane Roe\n{date:%d %B %Y}\n\n{story}",
    "{date:%d %B %Y}\n{title}\n\n{story}",
    "{title}\n\n{story}\n\n{story}",
]


def _many(shape, n=5):
    days = pd.date_range("2018-10-20", periods=n)
    titles = [f"Ships sail again to the {at}" for at in ("U.S.", "port", "U.K.", "sea", "lake")[:n]]
    texts = [
        shape.format(title=title, date=day, story=f"{title} {STORY}")
        for title, day in zip(titles, days, strict=True)
    ]
    return texts, titles, days


@pytest.mark.parametrize("shape", SHAPES[:3])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_what_holds_for_the_first_head_holds_below_a_separator(shape, separator):
    texts, titles, days = _many(shape)
    articles = articles_of(separator.join(texts))
    assert [article.fields["title"] for article in articles] == titles
    assert [pd.Timestamp(article.fields["date"]) for article in articles] == list(days)
    assert [article.body for article in articles] == [f"{title} {STORY}" for title in titles]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_an_article_without_a_date_between_separators_takes_none_from_its_neighbour(separator):
    texts, titles, _ = _many(SHAPES[0])
    texts[2] = SHAPES[3].format(title="Ships without a day", story=f"{STORY} And so on.")
    articles = articles_of(separator.join(texts))
    found = [(article.fields["title"], article.fields.get("date")) for article in articles]
    assert found[2] == ("Ships without a day", None)
    assert [title for title, _ in found] == [*titles[:2], "Ships without a day", *titles[3:]]


def test_dates_above_headlines_need_no_separator():
    texts, _, days = _many("{date:%d %B %Y}\nShips sail\n\n{story}")
    articles = articles_of("\n\n".join(texts))
    assert [pd.Timestamp(article.fields["date"]) for article in articles] == list(days)
    assert {article.fields["title"] for article in articles} == {"Ships sail"}


def test_numbers_that_count_the_articles_are_no_part_of_their_headlines():
    texts, titles, _ = _many("{title}\nPublished {date:%d %B %Y}\n\n{story}")
    numbered = "\n\n".join(f"{at}. {text}" for at, text in enumerate(texts, start=1))
    assert [article.fields["title"] for article in articles_of(numbered)] == titles
    (article,) = articles_of(f"1. Ships sail\nPublished 22 October 2018\n\n{STORY}")
    assert article.fields["title"] == "1. Ships sail"


def test_a_page_break_within_a_story_begins_no_article(tmp_path):
    """As pdftotext writes them: a form feed before the first word of the next page."""
    (tmp_path / "a.txt").write_text(f"Ships sail again\n\n{STORY}\n\f{STORY}\n\f{STORY}\n\f")
    (body,) = tt.read_articles(tmp_path)["body"]
    assert body.split("\n\n") == [STORY] * 3


def test_a_form_feed_separates_blocks_of_labels(tmp_path):
    blocks = "\f".join(f"Title: Port {at}\nDate: 2018-10-{at}\n\n{STORY}" for at in (20, 21, 22))
    (tmp_path / "a.txt").write_text(blocks)
    articles = tt.read_articles(tmp_path)
    assert articles["title"].tolist() == ["Port 20", "Port 21", "Port 22"]
    assert articles["date"].dt.day.tolist() == [20, 21, 22]
    assert articles["body"].tolist() == [STORY] * 3


NAMED = [
    ("Northport Gazette", "Ships sail again", "5 May 2018"),
    ("Hard Times", "Council votes for a quay", "16 June 2018"),
    ("Northport Gazette", "Grain prices fall", "27 July 2018"),
    ("Hard Times", "Road closes", "28 July 2018"),
]
TOLD = (
    "Envoys from four states met on Sunday to speak about the harbour that has been shut, "
    "and said that talks would go on for as long as they must, whatever that may take in the end."
)


def _read(text, tmp_path):
    (tmp_path / "news.txt").write_text(text)
    return tt.read_articles(tmp_path / "news.txt", progress=False)


@pytest.mark.parametrize("between", ["\n\n---\n\n", "\n\n\n"], ids=["rules", "blank lines"])
@pytest.mark.parametrize("head", ["{}\n{}\n{}\n\n{}", "{}\n\n{}\n\n{}\n\n{}"])
def test_a_line_above_several_headlines_is_none_of_them(between, head, tmp_path):
    """Outlets that no list holds were the headlines of all articles between rules."""
    text = between.join(head.format(*row, f"In {row[1]}: {TOLD}") for row in NAMED)
    articles = _read(text, tmp_path)
    assert articles["title"].tolist() == [title for _, title, _ in NAMED]
    assert articles["date"].tolist() == [pd.Timestamp(day) for *_, day in NAMED]
    assert articles["notes"].tolist() == [[name] for name, *_ in NAMED]
    assert set(articles["source"]) == {""}
    reasons = tt.ledger(articles).query("rule == 'recurring_line'")["reason"]
    assert reasons.str.contains("pass source= if it is the outlet").all()


BELOW_TITLES = {
    "between": "{1}\n{0}\n{2}\n\n{3}",
    "between, blank lines": "{1}\n\n{0}\n\n{2}\n\n{3}",
    "above an author": "{1}\n{0}\nBy Jane Roe\n{2}\n\n{3}",
    "below an author": "{1}\nBy Jane Roe\n{0}\n{2}\n\n{3}",
    "before the date": "{1}\n{0}, {2}\n\n{3}",
    "before a dash and the date": "{1}\n{0} - {2}\n\n{3}",
    "below the date": "{1}\n{2}\n{0}\n\n{3}",
    "author below the date": "{1}\n{2}\nBy Jane Roe\n\n{3}",
}


@pytest.mark.parametrize("n", [2, 4])
@pytest.mark.parametrize("head", BELOW_TITLES)
def test_one_name_below_several_headlines_is_none_of_them(head, n, tmp_path):
    """The name was the headline of the second story, and the first story was among its notes."""
    rows = [("Northport Gazette", *row[1:]) for row in NAMED[:n]]
    text = "\n\n".join(BELOW_TITLES[head].format(*row, f"In {row[1]}: {TOLD}") for row in rows)
    articles = _read(text, tmp_path)
    assert articles["title"].tolist() == [title for _, title, _ in rows]
    assert articles["date"].tolist() == [pd.Timestamp(day) for *_, day in rows]
    assert articles["body"].str.count("Envoys from four states").tolist() == [1] * n


def test_a_recurring_headline_below_a_short_last_line_stays_a_headline(tmp_path):
    days = [day for *_, day in NAMED]
    text = "\n\n".join(
        f"The day in brief\n\n{day}\n\n{day}: {TOLD}\n\nMore from the {day[:2]}th" for day in days
    )
    assert set(_read(text, tmp_path)["title"]) == {"The day in brief"}


def test_a_headline_that_recurs_stays_a_headline(tmp_path):
    text = "\n\n---\n\n".join(f"The day in brief\n{day}\n\n{day}: {TOLD}" for *_, day in NAMED)
    articles = _read(text, tmp_path)
    assert set(articles["title"]) == {"The day in brief"}
    assert articles["date"].tolist() == [pd.Timestamp(day) for *_, day in NAMED]


@pytest.mark.parametrize("form", ["%B {}, %Y", "{} %B %Y", "%Y-%m-%d"])
def test_numbers_before_dates_above_headlines_count_the_articles(form, tmp_path):
    """The file was one article without a date."""
    text = "\n\n\n".join(
        f"{at}. {pd.Timestamp(day).strftime(form).format(pd.Timestamp(day).day)}\n{title}\n\n"
        f"In {title}: {TOLD}"
        for at, (_, title, day) in enumerate(NAMED, 1)
    )
    articles = _read(text, tmp_path)
    assert articles["title"].tolist() == [title for _, title, _ in NAMED]
    assert articles["date"].tolist() == [pd.Timestamp(day) for *_, day in NAMED]


@pytest.mark.parametrize("mark", [" - ", " – ", ": ", " | "])
def test_entries_of_a_numbered_list_hold_a_date_and_a_headline_each(mark, tmp_path):
    """The file was one article without a date."""
    text = "Press review\n\n" + "\n\n".join(
        f"{at}. {day}{mark}{title}\n\nIn {title}: {TOLD}"
        for at, (_, title, day) in enumerate(NAMED, 1)
    )
    articles = _read(text, tmp_path)
    assert articles["title"].tolist() == [title for _, title, _ in NAMED]
    assert articles["date"].tolist() == [pd.Timestamp(day) for *_, day in NAMED]
    assert articles["body"].tolist() == [f"In {title}: {TOLD}" for _, title, _ in NAMED]
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])


def test_a_list_of_days_within_a_story_begins_no_article(tmp_path):
    days = "\n".join(f"{at}. {day} - {title}" for at, (_, title, day) in enumerate(NAMED, 1))
    articles = _read(f"How it came\n1 August 2018\n\n{TOLD}\n\n{days}\n\n{TOLD}", tmp_path)
    assert articles["title"].tolist() == ["How it came"]
    assert articles["date"].tolist() == [pd.Timestamp("2018-08-01")]


def test_a_headline_like_a_sentence_begins_an_article_where_the_layout_says_so(
    tmp_path,
):
    heads = ["Ships sail again", "The council votes. The quay is lost.", "Who pays for it?"]
    text = "\n\n".join(
        f"{head}\n{day}\n\nIn {day}: {TOLD}" for head, (*_, day) in zip(heads, NAMED, strict=False)
    )
    articles = _read(text, tmp_path)
    assert articles["title"].tolist() == heads
    loose = text.replace("\n16 June 2018\n", "\n\n16 June 2018\n")
    assert len(_read(loose, tmp_path)) == 2
