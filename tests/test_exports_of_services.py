"""What sites, readers of feeds and lists of saved links export: as their writers print it."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import toolkit as tt
from toolkit.errors import ReadingError
from toolkit.reading.dates import DateProblem, read_date
from toolkit.reading.json_blocks import MAX_DEPTH, story_of_blocks

STORY = (
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer."
)
TITLES = ["Dockers return", "Talks go on", "Rain too late"]


def read(name: str, content: object, tmp_path, **how):
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / name).write_text(text, encoding="utf-8")
    articles = tt.read_articles(tmp_path / name, progress=False, **how)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def days(articles) -> list[str]:
    return ["" if pd.isna(day) else str(day)[:10] for day in articles["date"]]


# ---------------------------------------------------------------- records within records


def test_records_of_graphql_are_read_without_what_stands_around_them(tmp_path):
    """The name of an author, in an object "node" of its own, could have been the headline."""
    author = {"node": {"name": "Jane Roe"}}
    nodes = [
        {"title": title, "date": "2018-10-22", "content": STORY, "author": author}
        for title in TITLES
    ]
    edges = [{"cursor": str(at), "node": node} for at, node in enumerate(nodes)]
    articles = read("a.json", {"data": {"posts": {"edges": edges}}}, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert set(articles["byline"]) == {"Jane Roe"}
    dropped = tt.ledger(articles).query("rule == 'outside_the_records'")["text"].iloc[0]
    assert "cursor: 2" in dropped


def test_the_name_of_a_library_a_person_or_a_community_is_no_headline(tmp_path):
    roe = {"creatorType": "author", "firstName": "Jane", "lastName": "Roe"}
    item = {"title": "Dockers return", "date": "March 1964", "creators": [roe], "abstract": STORY}
    zotero = {"key": "A", "library": {"name": "Mine", "type": "user"}, "data": item}
    article = read("a.json", [zotero], tmp_path).iloc[0]
    assert (article["title"], article["byline"]) == ("Dockers return", "Jane Roe")
    assert (str(article["date"])[:10], article["date_precision"]) == ("1964-03-01", "month")
    post = {"name": "Dockers return", "body": STORY, "published": "2018-10-22T10:00:00Z"}
    creator = {"name": "jane", "published": "2015-01-01T00:00:00Z"}
    community = {"name": "news", "title": "News", "published": "2012-01-01T00:00:00Z"}
    lemmy = {"post": post, "creator": creator, "community": community}
    article = read("b.json", {"posts": [lemmy]}, tmp_path).iloc[0]
    assert (article["title"], str(article["date"])[:10]) == ("Dockers return", "2018-10-22")
    assert (article["source"], article["byline"]) == ("news", "jane")


def test_when_an_account_was_made_is_not_the_day_of_what_it_wrote(tmp_path):
    post = {"content": STORY, "url": "https://example.org/1",
            "account": {"username": "jane", "created_at": "2017-01-01T00:00:00Z"}}  # fmt: skip
    articles = read("a.json", [post], tmp_path)
    assert days(articles) == [""]
    assert articles["source"].tolist() == ["jane"]


def test_when_a_record_was_made_is_no_date_where_a_field_has_the_one_of_publication(tmp_path):
    entries = [
        {"sys": {"id": str(at), "createdAt": "2023-01-01T00:00:00Z"},
         "fields": {"title": title, "body": STORY, "publishDate": day}}
        for at, (title, day) in enumerate(zip(TITLES, ["2018-10-22", "1964-03", None], strict=True))
    ]  # fmt: skip
    assert days(read("a.json", {"items": entries}, tmp_path)) == ["2018-10-22", "1964-03-01", ""]


def test_entries_of_a_reader_of_feeds_have_outlet_address_and_no_label_as_section(tmp_path):
    items = [
        {"title": title, "published": 1540252800, "summary": {"content": f"<p>{STORY}</p>"},
         "categories": ["user/-/state/com.google/reading-list"],
         "canonical": [{"href": f"https://example.org/{at}"}],
         "origin": {"streamId": "feed/3", "title": "Gazette"}}
        for at, title in enumerate(TITLES)
    ]  # fmt: skip
    articles = read("a.json", {"id": "x", "items": items}, tmp_path)
    assert set(articles["source"]) == {"Gazette"}
    assert articles["url"].tolist() == [f"https://example.org/{at}" for at in range(3)]
    assert set(articles["section"]) == {""}


def test_columns_of_solr_are_known_by_the_name_before_the_type(tmp_path):
    docs = [{"title_s": t, "text_t": STORY, "date_dt": "2018-10-22T00:00:00Z"} for t in TITLES]
    articles = read("a.json", {"response": {"docs": docs}}, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert set(days(articles)) == {"2018-10-22"}


def test_a_number_of_paragraphs_is_no_text(tmp_path):
    rows = "\n".join(f"{title},2018-10-22,{at}" for at, title in enumerate(TITLES))
    articles = read("a.csv", f"title,date,paragraphs\n{rows}\n", tmp_path)
    assert set(articles["body"]) == {""}


def test_numbers_of_users_are_no_bylines(tmp_path):
    posts = [
        {"title": {"rendered": t}, "content": {"rendered": STORY}, "author": 4} for t in TITLES
    ]
    assert set(read("a.json", posts, tmp_path)["byline"]) == {""}


def test_people_in_a_column_of_parquet_are_named(tmp_path):
    """They were printed as Python prints objects."""
    authors = [
        [{"name": "Jane Roe", "id": 1}],
        [{"name": "Ali", "id": 2}, {"name": "Zoe", "id": 3}],
    ]
    table = {"title": TITLES[:2], "text": [STORY, STORY[:90]], "authors": authors,
             "paragraphs": [["One.", "Two."]] * 2}  # fmt: skip
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    articles = tt.read_articles(tmp_path / "a.parquet", progress=False)
    assert articles["byline"].tolist() == ["Jane Roe", "Ali; Zoe"]
    del table["text"]
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    articles = tt.read_articles(tmp_path / "a.parquet", progress=False)
    assert articles["body"].tolist() == ["One.\n\nTwo."] * 2


# ---------------------------------------------------------------- stories in blocks

RUN = {"type": "text", "text": "Ships "}
BLOCKS = {
    "editor.js": {"time": 1, "blocks": [{"type": "paragraph", "data": {"text": "Ships sail."}},
                                        {"type": "list", "data": {"items": ["One", "Two"]}}]},
    "contentful": {"nodeType": "document", "content": [
        {"nodeType": "paragraph", "content": [
            {"nodeType": "text", "value": "Ships "},
            {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": "sail."}]}]},
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "One"}]},
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Two"}]}]},
    "sanity": [{"_type": "block", "children": [{"_type": "span", "text": "Ships "},
                                               {"_type": "span", "text": "sail."}]},
               {"_type": "block", "children": [{"_type": "span", "text": "One"}]},
               {"_type": "block", "children": [{"_type": "span", "text": "Two"}]}],
    "tumblr": [{"type": "text", "text": text} for text in ("Ships sail.", "One", "Two")],
    "dow jones": [[RUN, {"type": "text", "text": "sail."}], [{"type": "p", "text": "One"}],
                  [{"type": "p", "text": "Two"}]],
    "arc": [{"type": "text", "content": f"<p>{t}</p>"} for t in ("Ships sail.", "One", "Two")],
}  # fmt: skip


@pytest.mark.parametrize("editor", BLOCKS)
def test_a_story_in_blocks_is_its_paragraphs(editor, tmp_path):
    """It was the JSON of its blocks, or each block an article."""
    posts = [{"title": title, "date": "2018-10-22", "content": BLOCKS[editor]} for title in TITLES]
    articles = read("a.json", {"posts": posts}, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert set(articles["body"]) == {"Ships sail.\n\nOne\n\nTwo"}


def test_posts_without_headline_whose_text_is_a_list_of_blocks_stay_whole(tmp_path):
    picture = {"type": "image", "media": [{"url": "https://example.org/a.jpg"}]}
    posts = [
        {"post_url": f"https://example.org/{at}", "date": "2018-10-22 23:30:00 GMT",
         "content": [{"type": "text", "text": f"{STORY} {at}"}, picture]}
        for at in range(3)
    ]  # fmt: skip
    articles = read("a.json", {"response": {"posts": posts}}, tmp_path)
    assert articles["body"].tolist() == [f"{STORY} {at}" for at in range(3)]
    assert set(days(articles)) == {"2018-10-22"}
    assert "a.jpg" in articles["extra"].iloc[0]["content.other_blocks"]


def test_breaks_and_mentions_within_a_paragraph_glue_no_words_and_are_not_lost():
    runs = [RUN, {"type": "hardBreak"}, {"type": "text", "text": "sail."}]
    mention = {"type": "mention", "attrs": {"label": "Jane"}}
    found = story_of_blocks([{"type": "paragraph", "content": [*runs, mention]}])
    assert found.paragraphs == ["Ships \nsail."]
    assert found.others == [mention]


@pytest.mark.parametrize("last", [{"type": "image", "title": "Ship"}, {"type": "heading"}])
def test_paragraphs_whose_letters_are_their_own_are_not_glued(last, tmp_path):
    """A picture with a title left the JSON of the blocks; two blocks were one word, "SubShips"."""
    blocks = [{"type": "heading", "text": "Sub"}, {"type": "paragraph", "text": "Ships."}, last]
    articles = read("a.json", [{"title": "A", "date": "2018-10-22", "body": blocks}], tmp_path)
    assert articles["body"].tolist() == ["Sub\n\nShips."]
    bare = [{"text": "Ships."}, {"text": "They sail."}]
    articles = read("a.json", [{"title": "A", "paragraphs": bare}], tmp_path)
    assert articles["body"].tolist() == ["Ships.\n\nThey sail."]


def test_a_page_of_results_under_content_is_no_story_in_blocks(tmp_path):
    rows = [{"type": "news", "title": title, "text": STORY} for title in TITLES]
    assert len(read("a.json", {"content": rows, "totalElements": 3}, tmp_path)) == 3


@pytest.mark.parametrize("kind", [["paragraph"], {"id": 4}, None])
def test_blocks_whose_kind_is_no_word_are_read(kind, tmp_path):
    runs = [{"type": kind, "text": STORY[:20]}, {"type": kind, "text": STORY[20:]}]
    body = [{"type": kind, "children": [*runs, {"type": kind, "id": 7}]}]
    articles = read("a.json", json.dumps([{"title": "Ships", "body": body}]), tmp_path)
    assert articles["body"].tolist() == [STORY]


def test_blocks_nested_without_end_are_no_error():
    block: dict = {"type": "paragraph", "children": []}
    for _ in range(MAX_DEPTH + 40):
        block = {"type": "quote", "children": [block]}
    assert story_of_blocks([block, {"type": "text", "content": "Ships."}]).others
    lists: list = [{"type": "text", "text": "Ships."}]
    for _ in range(5000):
        lists = [lists]
    assert story_of_blocks(lists) is None


# ---------------------------------------------------------------- dates and states


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("-184118400000", "1964-03-02"),
        ("-184118400000000000", "1964-03-02"),
        ("-184118400001", "1964-03-01"),
        ("-184118400000.0", "1964-03-02"),
        ("-8520336000000", "1700-01-01"),
    ],
)
def test_milliseconds_before_1970_are_days(text, day):
    """pandas writes dates to JSON so."""
    found = read_date(text)
    assert f"{found.year}-{found.month:02}-{found.day:02}" == day


@pytest.mark.parametrize("text", ["-184118400", "-1540252800", "-99999999999999999999"])
def test_a_number_below_zero_that_may_be_seconds_or_milliseconds_is_no_date(text):
    assert isinstance(read_date(text), DateProblem)


@pytest.mark.parametrize(
    "header",
    ["URL,Title,Selection,Folder,Timestamp", "url,title,excerpt,folder,created,note"],
)
def test_when_a_link_was_saved_is_not_the_date_of_its_article(header, tmp_path):
    """Instapaper and Raindrop.io: every article was of the day on which it was saved."""
    rows = [
        f"https://example.org/{at},{t},Some words,News,1683000000{',' * (header.count(',') - 4)}"
        for at, t in enumerate(TITLES)
    ]
    articles = read("a.csv", "\n".join([header, *rows]) + "\n", tmp_path)
    assert days(articles) == ["", "", ""]
    assert "1683000000" in articles["extra"].iloc[0].values()


def test_a_table_of_a_site_with_folders_has_the_date_of_its_column(tmp_path):
    rows = [f"{title},Some words,News,2018-10-22,{STORY.replace(',', '')}" for title in TITLES]
    articles = read("a.csv", "\n".join(["title,excerpt,folder,created,text", *rows]), tmp_path)
    assert days(articles) == ["2018-10-22"] * 3


@pytest.mark.parametrize("holder", ["blog", "collection"])
def test_an_object_that_holds_the_text_is_the_article_whatever_its_name(holder, tmp_path):
    records = [{holder: {"title": t, "body": STORY, "date": "2018-10-22"}} for t in TITLES]
    articles = read("a.json", records, tmp_path)
    assert articles["title"].tolist() == TITLES
    assert days(articles) == ["2018-10-22"] * 3


def test_a_column_that_says_whether_an_article_is_published_holds_no_dates(tmp_path):
    rows = [
        f'{t},{STORY.replace(",", "")},On,"Mon, 10/2{at}/2018 - 23:30"'
        for at, t in enumerate(TITLES)
    ]
    articles = read("a.csv", "\n".join(["Title,Body,Published,Authored on", *rows]), tmp_path)
    assert days(articles) == ["2018-10-20", "2018-10-21", "2018-10-22"]


def test_drafts_and_revisions_in_a_table_of_wordpress_are_rejected_with_their_state(tmp_path):
    header = "ID,post_date,post_content,post_title,post_status,post_type"
    states = ["publish,post", "draft,post", "inherit,revision"]
    rows = [f'{at},2018-10-22 23:30:00,"{STORY}",{TITLES[at]},{states[at]}' for at in range(3)]
    articles = read("a.csv", "\n".join([header, *rows]) + "\n", tmp_path)
    assert articles["title"].tolist() == ["Dockers return"]
    rejected = tt.ledger(articles).query("rule == 'not_an_article'")
    assert rejected["line"].tolist() == [3, 4]
    assert rejected["reason"].tolist() == [
        "never published (status draft)", "no article of its own (type revision)"
    ]  # fmt: skip


def test_a_status_rejects_rows_only_where_the_table_is_one_of_a_site(tmp_path):
    def table(*states: str) -> str:
        rows = [f'{TITLES[at]},{state},"{STORY}"' for at, state in enumerate(states)]
        return "\n".join(["title,status,text", *rows]) + "\n"

    assert len(read("a.csv", table("draft", "coded", "private"), tmp_path)) == 3
    assert len(read("b.csv", table("draft", "publish", "private"), tmp_path)) == 1


def test_a_table_of_columns_that_differ_as_text_names_both(tmp_path):
    """Joomla's first half of a story and its second."""
    row = f'Dockers return,"<p>{STORY}</p>","<p>Rest of it.</p>"'
    with pytest.raises(ReadingError, match="'fulltext' and 'introtext' could each be the body"):
        read("a.csv", f"title,introtext,fulltext\n{row}\n{row}\n", tmp_path)


@pytest.mark.parametrize("text", ["2018年10月", "2018年 10月", "2018년 10월"])
def test_a_month_in_chinese_japanese_and_korean_is_a_month(text):
    found = read_date(text)
    assert (found.year, found.month, found.day) == (2018, 10, 0)


def test_a_day_in_chinese_keeps_its_day():
    assert read_date("2018年10月22日").day == 22
    assert read_date("2018년 10월 22일").day == 22
