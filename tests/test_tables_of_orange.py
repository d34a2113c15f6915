"""Tables of Orange: two rows below the header say what the columns are, and are no articles."""

from __future__ import annotations

import pytest

import toolkit as tt

HEADER = "CreatedDateTimeUtc\tTitle\tContent\tSourceUri\n"
KINDS = "time\tstring\tstring\tstring\n"
ROLES = "\tmeta\tmeta include=True\tmeta\n"
FIRST = "2014-12-09 16:55:00\tQuay\tThe council voted for a quay.\thttps://gazette.example/a\n"
SECOND = "2014-12-10 09:00:00\tPier\tThe pier is closed for a year.\thttps://gazette.example/b\n"


def read(tmp_path, text):
    (tmp_path / "corpus.tab").write_text(text, encoding="utf-8")
    return tt.read_articles(tmp_path, progress=False)


@pytest.mark.parametrize("last", [SECOND, SECOND.rpartition("\t")[0] + "\n"])
def test_kinds_and_roles_of_columns_are_no_articles(tmp_path, last):
    articles = read(tmp_path, HEADER + KINDS + ROLES + FIRST + last)
    assert sorted(articles["title"]) == ["Pier", "Quay"]
    assert articles["date"].dt.day.sort_values().tolist() == [9, 10]
    assert articles["line"].sort_values().tolist() == [4, 5]
    ledger = tt.ledger(articles)
    found = ledger[ledger["rule"] == "column_kinds"]
    assert found["text"].tolist() == ["time string string string", "meta meta include=True meta"]
    assert found["line"].tolist() == [2, 3]


def test_kinds_without_roles_are_no_article_either(tmp_path):
    assert sorted(read(tmp_path, HEADER + KINDS + FIRST + SECOND)["title"]) == ["Pier", "Quay"]


def test_a_first_article_that_begins_with_such_a_word_stays(tmp_path):
    text = HEADER + "\tstring\tThe string broke.\t\n" + ROLES + FIRST
    assert "string" in read(tmp_path, text)["title"].tolist()


def test_a_column_of_links_to_the_source_is_the_address(tmp_path):
    (tmp_path / "news.csv").write_text(
        "article_id,publish_date,article_source_link,title,text\n"
        "1,2017/2/7,http://gazette.example/a,Quay,The council voted for a quay.\n"
    )
    assert tt.read_articles(tmp_path, progress=False)["url"].tolist() == [
        "http://gazette.example/a"
    ]
