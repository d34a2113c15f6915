"""Columns of media monitoring, of interfaces and of archives, by the names that these give them."""

from __future__ import annotations

import csv
import json

import pytest

import toolkit as tt

STORY = "Envoys from four states met on Sunday and agreed that they would meet again in spring."
HEADS = ("Ships sail at dawn in the north", "Ships return to the old harbour")
DAYS = ("2018-10-22", "2018-10-23")
TABLES = {
    "Talkwalker": (
        "url,indexed,search_indexed,published,title,content,title_snippet,domain_url,"
        "extra_author_attributes.name,extra_source_attributes.name",
        "https://e.org/{n},2019-01-05,2019-01-06,{day} 10:00:00,{head},{story},{head},"
        "http://e.org,Jane Roe,Gazette",
    ),
    "CrowdTangle": (
        "Page Name,User Name,Facebook Id,Page Created,Post Created,Post Created Date,Message,URL",
        'Gazette,gaz,12,2010-01-01 10:00:00,{day} 10:20:00 EDT,{day},"{story}",https://f.org/{n}',
    ),
    "Meta Content Library": (
        "id,creation_time,modified_time,text,post_owner.name,post_owner.type,surface.name,lang",
        "{n},{day} 10:00:00,2019-01-05 10:00:00,{story},Gazette,page,Gazette,en",
    ),
    "Cision": (
        "News Date,News Headline,Outlet Name,Medium,News Text,Contact Name",
        "{day},{head},Gazette,Online,{story},Jane Roe",
    ),
    "Infomedia": ("Overskrift,Dato,Medie,Tekst", "{head},{day},Gazette,{story}"),
    "Retriever": ("Rubrik,Källa,Publicerat,Brödtext", "{head},Gazette,{day},{story}"),
    "dates in UTC": (
        "headline,published_date_utc,crawl_date,outlet,article_body",
        "{head},{day}T10:00:00Z,2019-01-05,Gazette,{story}",
    ),
    "NewsCatcher": (
        "title,published_date,parse_date,name_source,domain_url,content",
        "{head},{day} 10:00:00,2019-01-05 10:00:00,Gazette,e.org,{story}",
    ),
}


@pytest.mark.parametrize("service", TABLES)
def test_the_outlet_the_day_and_the_text_are_found(service, tmp_path):
    header, row = TABLES[service]
    rows = [
        row.format(n=n, day=day, head=head, story=f"{n} {STORY}")
        for n, (day, head) in enumerate(zip(DAYS, HEADS, strict=True))
    ]
    file = tmp_path / "export.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    articles = tt.read_articles(file)
    assert articles["source"].tolist() == ["Gazette"] * 2
    assert articles["date"].astype(str).str[:10].tolist() == list(DAYS)
    assert articles["body"].str.contains(STORY, regex=False).all()
    has_heads = "{head}" in row
    assert articles["title"].tolist() == (list(HEADS) if has_heads else ["", ""])


def test_the_name_of_a_scanned_newspaper_is_no_headline_and_its_page_is_text(tmp_path):
    items = [
        {"lccn": "sn83045462", "title": "Evening star. [volume]", "title_normal": "evening star.",
         "publisher": "W.D. Wallach", "date": day.replace("-", ""), "ocr_eng": f"{n} {STORY}"}
        for n, day in enumerate(DAYS)
    ]  # fmt: skip
    (tmp_path / "pages.json").write_text(json.dumps({"totalItems": 2, "items": items}))
    articles = tt.read_articles(tmp_path / "pages.json")
    assert articles["source"].tolist() == ["Evening star. [volume]"] * 2
    assert articles["title"].tolist() == ["", ""]
    assert articles["body"].tolist() == [f"{n} {STORY}" for n in range(2)]


def test_a_kind_of_media_is_no_outlet(tmp_path):
    items = [{"title": HEADS[n], "content": f"{n} {STORY}", "pubDate": DAYS[n], "medium": "Article",
              "source": {"domain": "gazette.org"}} for n in range(2)]  # fmt: skip
    (tmp_path / "news.json").write_text(json.dumps({"articles": items}))
    assert set(tt.read_articles(tmp_path / "news.json")["source"]) == {"gazette.org"}


@pytest.mark.parametrize("outlets", [("Press TV", "Press TV"), ("Gazette", "Online")])
def test_a_column_medium_that_names_an_outlet_is_the_outlet(outlets, tmp_path):
    with (tmp_path / "news.csv").open("w", newline="", encoding="utf-8") as file:
        rows = zip(HEADS, DAYS, outlets, (STORY, f"Now {STORY}"), strict=True)
        csv.writer(file).writerows([("Titel", "Datum", "Medium", "Text"), *rows])
    assert tt.read_articles(tmp_path / "news.csv")["source"].tolist() == list(outlets)


def test_a_german_rubrik_of_few_words_is_a_section(tmp_path):
    row = f'2018-10-22,Politik,"{STORY}"'
    (tmp_path / "news.csv").write_text(f"Datum,Rubrik,Text\n{row}\n")
    articles = tt.read_articles(tmp_path / "news.csv")
    assert articles["section"].tolist() == ["Politik"]
    assert articles["title"].tolist() == [""]
