"""Real corpora, read in place from ../shared/data; skipped where they are not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt

DATA = Path(__file__).parents[1].parent / "shared" / "data"

pytestmark = pytest.mark.corpus


def read(name, **options):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return tt.read_articles(path, progress=False, **options)


def balanced(articles):
    rows = tt.ledger(articles)
    for tally in articles.attrs["files"].values():
        assert tally["n_received"] == tally["n_accounted"]
    total = sum(tally["n_received"] for tally in articles.attrs["files"].values())
    return (rows["rule"] != "unbalanced").all() and rows["n_characters"].sum() == total


def test_the_seed_is_two_articles():
    articles = read("seed/000_66a898d04d2bf7d3.txt")
    assert balanced(articles)
    found = [
        (
            str(row.date.date()),
            row.date_kind,
            row.place,
            len(row.body.split("\n\n")),
            row.n_words,
            len(row.captions),
            len(row.summary),
        )
        for row in articles.itertuples()
    ]
    assert found == [
        ("2017-10-06", "updated", "Paris", 18, 495, 1, 0),
        ("2018-10-22", "updated", "Ankara", 19, 675, 0, 2),
    ]
    assert articles["published"].isna().all()
    assert (articles["agency"] == "").all()
    caption = articles["extra"].iloc[0]["captions"][0]
    assert (caption["date"], caption["credit"]) == ("2014-06-23", "Reuters")


def test_world_affairs_has_622_articles_without_a_date_and_says_so():
    articles = read("world-affairs/articles.parquet")
    assert (len(articles), articles["date"].isna().sum()) == (6205, 622)
    assert balanced(articles)
    rows = tt.ledger(articles)
    assert (rows["rule"] == "no_date").sum() == 622
    assert (rows.loc[rows["rule"] == "no_date", "line"] > 0).all()


def test_us_news_names_the_row_of_each_malformed_date():
    articles = read("us-news/articles.parquet")
    raw = pd.read_parquet(DATA / "us-news/articles.parquet")["date"]
    assert len(articles) == 12_000
    assert balanced(articles)
    malformed = raw[(raw != "") & ~raw.str.match(r"^20[012]\d-\d\d-\d\d$")]
    rows = tt.ledger(articles)
    flagged = rows[rows["rule"].str.startswith("date_")]
    assert dict(zip(flagged["line"], flagged["text"], strict=True)) == {
        place + 1: text for place, text in malformed.items()
    }
    assert articles["date"].isna().sum() == len(malformed) + (raw == "").sum()


def test_wikinews_reads_whole():
    articles = read("wikinews-2019/articles.parquet")
    assert (len(articles), articles["date"].isna().sum()) == (171, 0)
    assert balanced(articles)


def test_speeches_are_dated_to_the_year():
    path = DATA / "un-general-debate/speeches.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    part = next(tt.iter_articles(path, chunk_size=500))
    assert len(part) == 500
    assert set(part["date_precision"]) == {"year"}


@pytest.mark.slow
def test_all_speeches_read_with_a_balanced_ledger():
    articles = read("un-general-debate/speeches.parquet")
    assert len(articles) == 10_952
    assert articles["date"].notna().all()
    assert balanced(articles)


def test_headlines_without_text_stay_as_headlines():
    path = DATA / "reuters-headlines/headlines.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    part = next(tt.iter_articles(path, chunk_size=2000))
    assert len(part) == 2000
    assert (part["body"] == "").all()
    assert all("headline_only" in marks for marks in part["quality"])
    assert (part["title"] != "").all()


@pytest.mark.slow
def test_old_newswire_reads_with_its_gaps():
    articles = read("reuters-21578/articles.parquet")
    assert (len(articles), articles["date"].isna().sum()) == (21_578, 4)
    assert balanced(articles)


def test_two_digit_years_wait_for_the_reader_to_say_so():
    assert read("nyt-frontpage/headlines.csv")["date"].isna().all()
    articles = read("nyt-frontpage/headlines.csv", date_order="dmy")
    assert articles["date"].notna().all()
    assert (articles["date"].dt.year.min(), articles["date"].dt.year.max()) == (1996, 2006)


def test_coded_articles_without_titles_read():
    articles = read("us-economy-coded/articles.parquet")
    assert len(articles) == 2017
    assert set(articles["extra"].iloc[0]) >= {"economy", "noneconomy"}
    assert balanced(articles)


def test_export_samples_are_balanced_together():
    assert balanced(read("export-samples", on_error="keep"))
