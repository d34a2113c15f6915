"""What real writers of files print, on small copies: dumps, archives of services, tables, notes."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

import toolkit as tt
from toolkit.reading.exports.framed_tables import FramedTable
from toolkit.reading.interface import Document
from toolkit.reading.sheet_remarks import find_remarks

STORY = (
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer."
)
NEXT = "The council said that the talks about wages would go on until the end of the month."


# ---------------------------------------------------------------- a mapping that no file uses


def test_a_mapping_that_no_file_uses_is_an_error_where_files_are_passed_over_too(tmp_path):
    (tmp_path / "a.txt").write_text(f"Ships sail\n22 October 2018\n\n{STORY}\n", encoding="utf-8")
    for read in (tt.read_articles, lambda *a, **k: list(tt.iter_articles(*a, **k))):
        with pytest.raises(tt.errors.InputError, match=r"mapping names 'nope' for 'date', but no"):
            read(tmp_path, mapping={"date": "nope"}, on_error="keep")


def test_a_mapping_for_a_file_that_was_passed_over_is_in_the_ledger(tmp_path):
    (tmp_path / "a.txt").write_text(f"Ships sail\n22 October 2018\n\n{STORY}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"title,text,day\nShips,{STORY},2018\n", encoding="utf-8")
    how = {"mapping": {"date": "nope"}, "on_error": "keep"}
    tables = [tt.read_articles(tmp_path, progress=False, **how)]
    for table in [*tables, *tt.iter_articles(tmp_path, **how)]:
        ledger = tt.ledger(table)
        row = ledger[ledger["rule"] == "unused_mapping"].iloc[0]
        assert len(table) == 1
        assert row["file"] == "b.csv"
        assert row["reason"] == "mapping names 'nope' for 'date', which no other file has either"


def read(name: str, text: str, tmp_path, **how):
    (tmp_path / name).write_text(text, encoding="utf-8")
    articles = tt.read_articles(tmp_path / name, progress=False, **how)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


# ---------------------------------------------------------------- JSON


def post(title: str, status: str, **more: object) -> dict[str, object]:
    return {"title": title, "slug": "s", "plaintext": f"{title}. {STORY}", "status": status, **more}


def test_lines_between_those_of_a_bulk_dump_are_no_articles(tmp_path):
    rows = [{"title": title, "text": STORY, "date": "2018-10-22"} for title in ("One", "Two")]
    orders = [{"index": {"_index": "news", "_id": "1"}}, {"create": {"_id": "2"}}]
    lines = [json.dumps(line) for pair in zip(orders, rows, strict=True) for line in pair]
    articles = read("a.ndjson", "\n".join(lines) + "\n", tmp_path)
    ledger = tt.ledger(articles)
    rejected = ledger[ledger["rule"] == "not_an_article"]
    assert articles["title"].tolist() == ["One", "Two"]
    assert articles["line"].tolist() == [2, 4]
    assert rejected["line"].tolist() == [1, 3]
    assert "an order to the database" in rejected["reason"].iloc[0]


def test_drafts_of_ghost_are_rejected_with_their_status(tmp_path):
    day = "2018-10-22T09:00:00.000Z"
    posts = [
        post("One", "published", published_at=day),
        post("Two", "draft", published_at=None),
        post("Three", "scheduled", published_at="2031-10-22T09:00:00.000Z"),
    ]
    articles = read("a.json", json.dumps({"db": [{"data": {"posts": posts}}]}), tmp_path)
    ledger = tt.ledger(articles)
    reasons = ledger[ledger["rule"] == "not_an_article"]["reason"].tolist()
    assert articles["title"].tolist() == ["One"]
    assert reasons == ["never published (status draft)", "never published (status scheduled)"]


def test_a_status_of_other_records_rejects_none(tmp_path):
    rows = [{"title": "One", "text": STORY, "status": "draft"}, {"index": {"title": "Two"}}]
    articles = read("a.json", json.dumps(rows), tmp_path)
    assert len(articles) == 2


# ---------------------------------------------------------------- tables as XML

PANDAS = (
    "<?xml version='1.0' encoding='utf-8'?>\n<data>\n  <row>\n    <index>0</index>\n    <date>"
    f"2018-10-22 09:00:00</date>\n    <title>One</title>\n    <text>{STORY}\n\n{NEXT}</text>\n"
    f"  </row>\n  <row>\n    <index>1</index>\n    <date/>\n    <title>Two</title>\n"
    f"    <text>{NEXT}</text>\n  </row>\n</data>"
)
SCRAPY = (
    '<?xml version="1.0" encoding="utf-8"?>\n<items>\n<item><headline>One</headline><body><value>'
    f"{STORY}</value><value>{NEXT}</value></body><published>2018-10-22 09:00:00</published>"
    f"</item>\n<item><headline>Two</headline><body><value>{NEXT}</value></body></item>\n</items>"
)
SOLR = (
    '<response><lst name="responseHeader"><int name="status">0</int></lst><result name="response">'
    f'<doc><str name="title">One</str><arr name="text"><str>{STORY}</str><str>{NEXT}</str></arr>'
    '<date name="date">2018-10-22T09:00:00Z</date></doc>'
    f'<doc><str name="title">Two</str><str name="text">{NEXT}</str></doc></result></response>'
)
MYSQL = (
    '<?xml version="1.0"?>\n<resultset statement="select"><row>\n<field name="title">One</field>\n'
    f'<field name="text">{STORY}\n\n{NEXT}</field>\n<field name="date">2018-10-22</field>\n</row>'
    f'<row><field name="title">Two</field><field name="text">{NEXT}</field>'
    '<field name="date" xsi:nil="true" xmlns:xsi="x" /></row></resultset>'
)
ATTRIBUTES = (
    f'<data><row title="One" text="{STORY}&#10;&#10;{NEXT}" date="2018-10-22"/>'
    f'<row title="Two" text="{NEXT}"/></data>'
)


@pytest.mark.parametrize(
    "content",
    [PANDAS, SCRAPY, SOLR, MYSQL, ATTRIBUTES],
    ids=["pandas", "scrapy", "solr", "mysql", "attributes"],
)
def test_each_row_of_a_table_as_xml_is_an_article(content, tmp_path):
    articles = read("a.xml", content, tmp_path)
    assert articles["title"].tolist() == ["One", "Two"]
    assert articles["body"].tolist() == [f"{STORY}\n\n{NEXT}", NEXT]
    assert articles["date"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2018-10-22", ""]


def test_xml_whose_story_stands_beside_its_record_is_refused_not_cut(tmp_path):
    meta = "<meta><title>One</title><date>2018</date><text>Short</text></meta>"
    with pytest.raises(tt.errors.ReadingError, match="XML with the root element <paper>"):
        read("a.xml", f"<paper>{meta}<story><p>{STORY}</p></story></paper>", tmp_path)


def test_a_list_of_feeds_is_no_table_of_articles(tmp_path):
    outline = '<outline text="Quay Courier" title="Quay Courier" xmlUrl="https://q.example"/>'
    with pytest.raises(tt.errors.ReadingError, match="<opml>"):
        read("a.opml", f"<opml><body>{outline * 3}</body></opml>", tmp_path)


def test_a_dump_of_mongodb_is_called_so(tmp_path):
    (tmp_path / "a.bson").write_bytes(b"\x51\x01\0\0\x07_id\0" + bytes(range(200, 255)) * 6)
    with pytest.raises(tt.errors.ReadingError, match=r"a dump of MongoDB \(\.bson\).*mongoexport"):
        tt.read_articles(tmp_path / "a.bson")


# ---------------------------------------------------------------- tables drawn with lines

MARKDOWN = (
    f"# Clippings\n\n| Date | Title | Text |\n|:-----|------|---|\n| 2018-10-22 | One | {STORY} |\n"
    f"| | Two \\| 2 | {NEXT} |\n"
)
GRID = (
    "+------------+---------+--------------------+\n| date       | title   | text               |\n"
    "+============+=========+====================+\n| 2018-10-22 | One     | Dockers in the     |\n"
    "|            |         | harbour of Quay.   |\n|            |         |                    |\n"
    "|            |         | They sail.         |\n+------------+---------+--------------------+\n"
    "|            | Two     | The council voted. |\n+------------+---------+--------------------+\n"
)
PSQL = (
    "+------------+---------+--------------------+\n| date       | title   | text               |\n"
    "|------------+---------+--------------------|\n| 2018-10-22 | One     | They sail.         |\n"
    "|            | Two     | The council voted. |\n+------------+---------+--------------------+\n"
)
JIRA = (
    "|| date || title || text ||\n| 2018-10-22 | One | They sail. |\n"
    "| | Two | The council voted. |\n"
)


@pytest.mark.parametrize(
    ("content", "titles", "bodies"),
    [
        (MARKDOWN, ["One", "Two | 2"], [STORY, NEXT]),
        (
            GRID,
            ["One", "Two"],
            ["Dockers in the harbour of Quay.\n\nThey sail.", "The council voted."],
        ),
        (PSQL, ["One", "Two"], ["They sail.", "The council voted."]),
        (JIRA, ["One", "Two"], ["They sail.", "The council voted."]),
    ],
    ids=["markdown", "grid", "psql", "jira"],
)
def test_each_row_of_a_table_drawn_with_lines_is_an_article(content, titles, bodies, tmp_path):
    articles = read("a.md", content, tmp_path)
    assert articles["title"].tolist() == titles
    assert articles["body"].tolist() == bodies
    assert articles["date"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2018-10-22", ""]


def test_two_tables_below_headings_are_read_each_by_its_header(tmp_path):
    articles = read(
        "a.md", f"{MARKDOWN}\n# More\n\n{MARKDOWN[13:]}".replace("One", "Uno", 1), tmp_path
    )
    ledger = tt.ledger(articles)
    assert articles["title"].tolist() == ["Uno", "Two | 2", "One", "Two | 2"]
    assert ledger[ledger["rule"] == "outside_the_table"]["text"].tolist() == [
        "# Clippings",
        "# More",
    ]


def test_a_line_between_rows_is_an_error_and_is_not_lost(tmp_path):
    broken = MARKDOWN.replace("since the summer. |", "since\nthe summer. |")
    with pytest.raises(tt.errors.ReadingError, match=r"line 6: this line stands between the rows"):
        read("a.md", broken, tmp_path)


def test_a_table_within_a_story_stays_in_it(tmp_path):
    table = "| Title | Text | Date |\n|---|---|---|\n| a | b | c |\n"
    articles = read(
        "a.md", f"Ships sail\n22 October 2018\n\n{STORY}\n\n{NEXT}\n\n{table}", tmp_path
    )
    assert len(articles) == 1
    assert "| a | b | c |" in articles["body"].iloc[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{| class="wikitable"\n! title !! text\n|-\n| One || Two\n|}\n', "a table of MediaWiki"),
        ("=====  =====\ntitle  text\n=====  =====\nOne    Two\n=====  =====\n", "reStructuredText"),
        ("- {date: '2018-10-22', title: One, text: They sail.}\n", "YAML"),
    ],
)
def test_other_tables_as_text_are_called_by_name(text, kind, tmp_path):
    with pytest.raises(tt.errors.ReadingError, match=kind):
        read("a.txt", text, tmp_path)


# ---------------------------------------------------------------- workbooks


def workbook(rows, tmp_path, *, merged=()):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def remarks(articles, rule):
    ledger = tt.ledger(articles)
    return ledger[ledger["rule"] == rule]["reason"].tolist()


def test_rows_that_share_a_merged_cell_share_its_text(tmp_path):
    rows = [["source", "title", "text"], ["Quay Courier", "One", STORY], [None, "Two", NEXT]]
    path = workbook([*rows, ["", "Three", f"{NEXT} Three."]], tmp_path, merged=["A2:A3"])
    articles = tt.read_articles(path, progress=False)
    assert articles["source"].fillna("").tolist() == ["Quay Courier", "Quay Courier", ""]
    assert remarks(articles, "merged_cells") == ["1 cell merged with one above: its text was taken"]
    assert remarks(articles, "unbalanced") == []


def test_formulas_that_nobody_computed_are_told(tmp_path):
    rows = [["date", "title", "text"], ["=DATE(2018,10,22)", "One", STORY]]
    articles = tt.read_articles(workbook(rows, tmp_path), progress=False)
    assert articles["date"].isna().all()
    (reason,) = remarks(articles, "formulas_without_result")
    assert reason.startswith("a formula without its result in 1 cell: open the workbook in")


def test_a_header_of_two_rows_names_its_columns_in_the_second(tmp_path):
    rows = [["Article", None, "Outlet", None], ["Title", "Text", "Source", "Date"]]
    rows += [["One", STORY, "Quay Courier", "2018-10-22"], ["Two", NEXT, "Harbour Post", ""]]
    articles = tt.read_articles(workbook(rows, tmp_path, merged=["A1:B1"]), progress=False)
    assert articles["title"].tolist() == ["One", "Two"]
    assert articles["body"].tolist() == [STORY, NEXT]
    assert articles["source"].tolist() == ["Quay Courier", "Harbour Post"]


def test_a_first_row_that_names_columns_stays_the_header(tmp_path):
    rows = [["title", "text"], ["Source", "Title"], ["Date", STORY]]
    articles = tt.read_articles(workbook(rows, tmp_path), progress=False)
    assert articles["title"].tolist() == ["Source", "Date"]


def test_a_table_on_its_side_is_an_error_not_one_article_for_each_field(tmp_path):
    rows = [["Title", "One", "Two"], ["Date", "2018-10-22", ""], ["Text", STORY, NEXT]]
    with pytest.raises(tt.errors.ReadingError, match=r"a\.xlsx, line 1: the first column of the"):
        tt.read_articles(workbook(rows, tmp_path), progress=False)


# ---------------------------------------------------------------- JSON of crawlers, agencies, feeds

FUNDUS = {
    "title": "One",
    "body": {
        "summary": ["In short."],
        "sections": [
            {"headline": [], "paragraphs": [STORY]},
            {"headline": ["What is next"], "paragraphs": [NEXT]},
        ],
    },
    "publishing_date": "2018-10-22 09:00:00+02:00",
}
NINJS = {
    "headline": "One",
    "body_text": f"{STORY}\n\nWhat is next\n\n{NEXT}",
    "versioncreated": "2018-10-25T09:00:00Z",
    "firstcreated": "2018-10-22T09:00:00Z",
}
NINJS_3 = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "headlines": [{"role": "short", "value": "1"}, {"role": "main", "value": "One"}],
    "bodies": [{"role": "main", "value": f"{STORY}\n\nWhat is next\n\n{NEXT}"}],
    "firstCreated": "2018-10-22T09:00:00Z",
}


@pytest.mark.parametrize("item", [FUNDUS, NINJS, NINJS_3], ids=["fundus", "ninjs", "ninjs-3"])
def test_items_of_fundus_and_ninjs_have_title_story_and_first_day(item, tmp_path):
    row = read("a.json", json.dumps([item]), tmp_path).iloc[0]
    assert row["title"] == "One"
    assert row["body"] == f"{STORY}\n\nWhat is next\n\n{NEXT}"
    assert (str(row["date"].date()), row["date_kind"]) == ("2018-10-22", "published")


def test_posts_of_a_feed_of_bluesky_are_articles(tmp_path):
    record = {"$type": "app.bsky.feed.post", "createdAt": "2018-10-22T09:00:00.000Z", "text": NEXT}
    post = {"uri": "at://x/1", "author": {"handle": "quay.example"}, "record": record}
    feed = {"feed": [{"post": post, "reply": None}], "cursor": "x"}
    row = read("a.json", json.dumps(feed), tmp_path).iloc[0]
    assert (row["body"], row["source"]) == (NEXT, "quay.example")
    assert str(row["date"].date()) == "2018-10-22"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "@prefix schema: <https://schema.org/> .\n\n<https://q.example/0> a schema:News .\n",
            "Turtle",
        ),
        (f'<https://q.example/0> <https://schema.org/articleBody> "{STORY}" .\n', "N-Triples"),
    ],
)
def test_triples_are_called_rdf(text, kind, tmp_path):
    with pytest.raises(tt.errors.ReadingError, match=rf"this looks like RDF \({kind}\)"):
        read("a.txt", text, tmp_path)


# ---------------------------------------------------------------- archives of services

POSTS = (
    "post_id,post_date,is_published,title,subtitle\n"
    "11.one,2018-10-22T09:00:00.000Z,true,One,In short\n12.two,,false,Two,\n"
    "13.three,2018-10-23T09:00:00.000Z,true,Three,\n../../etc,2018-10-24,true,Four,\n"
)


def substack(tmp_path, *, packed):
    files = {
        "posts.csv": POSTS,
        "posts/11.one.html": f"<p>{STORY}</p><p>{NEXT}</p>",
        "posts/12.two.html": f"<p>{NEXT} Draft.</p>",
        "posts/99.other.html": f"<html><title>Other</title><p>{STORY}</p></html>",
        "email_list.csv": "email\na@b.example\n",
    }
    (tmp_path / "export" / "posts").mkdir(parents=True)
    for name, text in files.items():
        (tmp_path / "export" / name).write_text(text, encoding="utf-8")
    if not packed:
        return tmp_path / "export"
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return tmp_path / "export.zip"


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_headlines_of_substack_have_the_texts_of_their_pages(packed, tmp_path):
    articles = tt.read_articles(substack(tmp_path, packed=packed), progress=False)
    titles = articles["title"].tolist()
    first = articles.iloc[titles.index("One")]
    assert sorted(titles) == ["Four", "One", "Other", "Three"]
    assert (first["body"], str(first["date"].date())) == (f"{STORY}\n\n{NEXT}", "2018-10-22")
    assert "headline_only" in articles.iloc[titles.index("Three")]["quality"]
    assert remarks(articles, "not_an_article") == ["never published (is_published: false)"]
    assert len(remarks(articles, "read_with_table")) == 2
    assert remarks(articles, "unbalanced") == []


def test_a_table_of_substack_read_alone_looks_at_no_other_file(tmp_path):
    articles = tt.read_articles(substack(tmp_path, packed=False) / "posts.csv", progress=False)
    assert (articles["body"] == "").all()


# ---------------------------------------------------------------- tables of data-frame libraries


def test_a_line_break_that_tabulate_writes_as_rows_stays_in_its_cell(tmp_path):
    rows = f"| 2018 | One | {STORY} |\n|  |  |  |\n|  |  | {NEXT} |\n| 2019 | Two | {NEXT} Two. |\n"
    articles = read("a.md", f"| date | title | text |\n|:---|:---|:---|\n{rows}", tmp_path)
    assert articles["body"].tolist() == [f"{STORY}\n\n{NEXT}", f"{NEXT} Two."]
    (reason,) = remarks(articles, "broken_rows_joined")
    assert reason == "2 lines were joined with the row above: a line break within its cell"


def test_the_types_that_polars_prints_are_no_article(tmp_path):
    head = "shape: (1, 3)\n| date | title | text |\n| --- | --- | --- |\n"
    rest = f"| datetime[μs] | str | str |\n|---|---|---|\n| 2018-10-22 | One | {STORY} |\n"
    articles = read("a.md", head + rest, tmp_path)
    assert articles["title"].tolist() == ["One"]
    assert remarks(articles, "types_of_columns") == ["as polars prints"]


def test_a_csv_whose_columns_have_two_names_is_read_by_the_second(tmp_path):
    head = "article,article,outlet,outlet\ntitle,text,source,date\n"
    row = f'One,"{STORY}",Quay Courier,2018-10-22\n'
    articles = read("a.csv", head + row, tmp_path)
    assert articles["title"].tolist() == ["One"]
    assert articles["source"].tolist() == ["Quay Courier"]


def test_a_csv_on_its_side_is_an_error(tmp_path):
    rows = f'date,2018-10-22,2018-10-23\ntitle,One,Two\ntext,"{STORY}","{NEXT}"\n'
    with pytest.raises(tt.errors.ReadingError, match=r"a\.csv, line 1: the first column of this"):
        read("a.csv", f",0,1\n{rows}", tmp_path)


def test_rows_of_datasette_are_read_by_their_columns(tmp_path):
    rows = [["One", STORY, "2018-10-22"], ["Two", NEXT, None]]
    table = {"database": "d", "columns": ["title", "text", "date"], "rows": rows}
    articles = read("a.json", json.dumps(table), tmp_path)
    assert articles["title"].tolist() == ["One", "Two"]


def test_outlets_of_stories_with_fields_of_their_own_are_not_mixed_up(tmp_path):
    one = f"One\n===\n\n:date: 2018-10-22\n:source: Quay Courier\n\n{STORY}\n"
    two = f"Two\n===\n\n:date: 2018-10-23\n:source: Harbour Post\n\n{NEXT}\n"
    articles = read("a.rst", f"{one}\n{two}", tmp_path)
    assert not articles["source"].eq("Quay Courier").all()


@pytest.mark.parametrize(
    "date", [{"$date": {"$numberLong": "-290098800000"}}, {"$date": -290098800000}]
)
def test_dates_of_mongodb_before_1970_are_dates(date, tmp_path):
    articles = read("a.json", json.dumps([{"title": "A", "text": STORY, "date": date}]), tmp_path)
    assert str(articles["date"].iloc[0].date()) == "1960-10-22"


def test_a_file_of_apple_numbers_is_called_so(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.numbers", "w") as archive:
        archive.writestr("Index/Document.iwa", b"\0\1\2")
        archive.writestr("Metadata/BuildVersionHistory.plist", "<plist></plist>")
    with pytest.raises(tt.errors.ReadingError, match=r"a file of Apple Numbers.*export it as CSV"):
        tt.read_articles(tmp_path / "a.numbers")


SEARCH = [["Title", "My search"], ["Date", "2018-10-30"], ["Source", "Nexis"], []]
BELOW = [["Headline", "Date", "Text"], ["One", "2018-10-22", STORY], ["Two", "2018-10-23", NEXT]]


def test_lines_about_a_search_above_the_header_are_no_table_on_its_side(tmp_path):
    lines = [",".join(f'"{cell}"' for cell in row) for row in (*SEARCH, *BELOW)]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    for path in (workbook([*SEARCH, *BELOW], tmp_path), tmp_path / "a.csv"):
        articles = tt.read_articles(path, progress=False)
        assert articles["title"].tolist() == ["One", "Two"]
        assert articles["date"].dt.day.tolist() == [22, 23]


def test_a_formula_whose_result_is_an_empty_text_has_a_result():
    cell = b'<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c>'
    for sheet, n in ((cell, 0), (cell.replace(b' t="str"', b""), 1)):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"<row>" + sheet + b"</row>")
        assert find_remarks(file.getvalue(), [])[:2] == (n, {})


@pytest.mark.parametrize(
    "section",
    [
        {"title": "What is next", "text": STORY},
        {"headline": "What is next", "paragraphs": [STORY]},
        {"headline": None, "paragraphs": [STORY]},
        {"headline": ["What is next"], "paragraphs": [STORY], "image": "quay.jpg"},
    ],
)
def test_sections_of_another_form_are_kept_whole(section, tmp_path):
    item = {"title": "One", "date": "2018-10-22", "content": {"sections": [section]}}
    (extra,) = read("a.json", json.dumps([item]), tmp_path)["extra"]
    assert json.loads(extra["content.sections"]) == [section]


def test_an_infinite_moment_of_mongodb_is_no_date(tmp_path):
    item = json.dumps([{"title": "One", "text": STORY, "date": {"$date": float("inf")}}])
    assert read("a.json", item, tmp_path)["date"].isna().all()


def test_a_long_run_of_dashes_in_a_row_takes_no_time_by_its_square():
    text = "| Title | Text | Date |\n|" + "-" * 60_000 + "x|\n"
    began = time.process_time()
    assert FramedTable().recognizes(Document.from_bytes("a.md", text.encode()))
    assert time.process_time() - began < 1


def test_the_table_of_substack_is_unpacked_once_for_its_pages(tmp_path, monkeypatch):
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        rows = [f"{at}.a,2018-10-22T09:00:00.000Z,true,One {at},\n" for at in range(100, 140)]
        archive.writestr("posts.csv", POSTS.partition("\n")[0] + "\n" + "".join(rows))
        for at in range(100, 140):
            archive.writestr(f"posts/{at}.a.html", f"<p>{at} {STORY}</p>")
    opened = []
    open_member = zipfile.ZipFile.open

    def noted(self, name, *args, **kwargs):
        opened.append(getattr(name, "filename", name))
        return open_member(self, name, *args, **kwargs)

    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    articles = tt.read_articles(file, progress=False)
    assert len(articles) == len(articles.query("body != ''")) == 40
    assert opened.count("posts.csv") < 10
