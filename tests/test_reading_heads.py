"""Headline, date, story: the plainest way to keep an article, and how its head can look."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading.article_bounds import date_alone
from toolkit.reading.interface import Document, RawArticle, ReadOptions
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
