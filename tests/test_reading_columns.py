"""Tables and JSON as libraries, crawlers and interfaces write them, with the right answers."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.errors import ReadingError
from toolkit.reading.cell_markup import CellForm, cell_form, convert_cell
from toolkit.reading.columns import plan_columns
from toolkit.reading.file_names import facts_in_name
from toolkit.reading.json_tree import find_records
from toolkit.reading.ledgers import ledger

TABLES = Path(__file__).parent / "data" / "tables"
STORY = "The council voted nine to four on Monday to build a second ferry quay at the old pier."


def write(tmp_path, name, content):
    file = tmp_path / name
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    file.write_bytes(content)
    return file


ANSWERS = {
    "acled.csv": {"mapping": {"body": "notes"}, "dates": ["2018-10-22", "2018-11-03"]},
    "amcat.csv": {"sources": ["Northport Gazette"], "dates": ["2018-10-22"]},
    "amcat4.csv": {"sources": ["Northport Gazette"], "dates": ["2018-10-22"]},
    "articles.xlsx": {"sources": ["Northport Gazette"] * 2, "dates": ["2018-10-22", "2018-11-03"]},
    "csv_backslash_newline.csv": {
        "titles": ["Harbour council", "Fishermen protest"],
        "dates": ["2018-10-22", "2018-11-03"],
    },
    "csv_backslash_quotes.csv": {
        "titles": ['Mayor: "no delay", says council', "Fishermen protest", "Storm"]
    },
    "csv_dup_header.csv": {"dates": ["2018-10-22"]},
    "csv_excel_partial.csv": {"dates": ["2018-10-13", "2018-03-10"]},
    "csv_html.csv": {
        "titles": ["Harbour & council"],
        "bodies": ["The council voted.\n\nWork starts in spring — at last."],
    },
    "csv_mixed_enc.csv": {"titles": ["Café closes", "Café reopens"]},
    "csv_pyrepr.csv": {"bylines": ["Jane Doe; Richard Roe"], "dates": ["2018-10-22"]},
    "csv_rownames.csv": {"dates": ["2018-10-22", "NaT"], "sources": ["Northport Gazette"] * 2},
    "csv_us_time.csv": {"dates": ["2018-10-22", "2018-01-02"]},
    "csv_x000d.csv": {"bodies": ["The council voted.\nWork starts in spring."]},
    "djsnapshot.jsonl": {
        "sources": ["Northport Gazette"] * 2,
        "dates": ["2018-10-22", "2018-11-03"],
    },
    "excel_unicode.txt": {"dates": ["2018-10-22", "2018-11-03"]},
    "german_headers.csv": {"sources": ["Küstenbote"] * 2, "bylines": ["Jana Doe", "R. Roe"]},
    "guardian.json": {
        "dates": ["2018-10-22", "2018-11-03"],
        "sections": ["World news"] * 2,
        "n_paragraphs": [2, 2],
    },
    "guardian_bodytext.json": {"dates": ["2018-10-22", "2018-11-03"], "n_paragraphs": [1, 1]},
    "guardian_nofields.json": {"dates": ["2018-10-22", "2018-11-03"], "bodies": ["", ""]},
    "impresso.jsonl": {
        "mapping": {"body": "ft", "date": "d", "title": "t"},
        "dates": ["1904-02-05", "1904-02-06"],
    },
    "lnt_export.csv": {"sources": ["Northport Gazette"] * 2, "dates": ["2018-10-22", "2018-11-03"]},
    "mediacloud_new.csv": {"dates": ["2018-10-22"], "sources": ["example.org"]},
    "named_files": {"dates": ["2018-10-22", "2018-11-03"], "sources": ["NorthportGazette"] * 2},
    "newspaper4k.json": {"sources": ["Northport Gazette"], "bylines": ["Jane Doe; Richard Roe"]},
    "newsplease.json": {
        "dates": ["2018-10-22"],
        "bodies": ["The council voted nine to four.\nWork starts in spring."],
    },
    "nyt_archive.json": {
        "titles": ["Harbour Council Approves New Ferry Quay", "FISHERMEN PROTEST"],
        "dates": ["2018-10-22", "1981-01-02"],
        "sources": ["The Northport Times"] * 2,
    },
    "preamble.csv": {"dates": ["2018-10-22", "2018-11-03"]},
    "sep_line.csv": {"dates": ["2018-10-22", "2018-11-03"], "sources": ["Küstenbote"] * 2},
    "trove.json": {
        "titles": ["HARBOUR COUNCIL.", "FISHERMEN."],
        "dates": ["1918-10-22", "1918-11-03"],
        "sources": ["The Northport Argus (Vic. : 1848 - 1957)"] * 2,
        "n_paragraphs": [2, 1],
    },
    "webz.json": {"dates": ["2018-10-22"], "sources": ["example.org"], "sections": ["News"]},
    "zotero.csv": {
        "dates": ["2018-10-22", "NaT"],
        "sources": ["Northport Gazette"] * 2,
        "kinds": ["unknown", "unknown"],
    },
}


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_mapping_that_no_record_can_use_is_an_error(tmp_path, ending):
    records = [
        {"body": "Prices rose. " * 9, ("when" if i > 250 else "day"): "2020-01-02"}
        for i in range(300)
    ]
    lines = [json.dumps(record) for record in records]
    path = tmp_path / f"articles.{ending}"
    path.write_text("\n".join(lines) if ending == "jsonl" else f"[{','.join(lines)}]")
    told = tt.read_articles(path, mapping={"date": "when"}, progress=False)  # late, but there
    assert told["date"].notna().sum() == 49
    assert "date = when" in told.attrs["mapping"][path.name]
    with pytest.raises(tt.errors.InputError, match="mapping names 'wen' for 'date', but no file"):
        tt.read_articles(path, mapping={"date": "wen"}, progress=False)


@pytest.mark.parametrize("name", list(ANSWERS))
def test_each_table_is_read_as_a_person_would_read_it(name):
    wanted = dict(ANSWERS[name])
    articles = tt.read_articles(TABLES / name, mapping=wanted.pop("mapping", None), progress=False)
    found = {
        "titles": articles["title"].tolist(),
        "dates": [str(date)[:10] for date in articles["date"]],
        "sources": articles["source"].astype(str).tolist(),
        "bylines": articles["byline"].tolist(),
        "sections": articles["section"].astype(str).tolist(),
        "bodies": articles["body"].tolist(),
        "kinds": articles["date_kind"].astype(str).tolist(),
        "n_paragraphs": [body.count("\n\n") + 1 for body in articles["body"]],
    }
    assert {key: found[key] for key in wanted} == wanted
    assert "unbalanced" not in set(ledger(articles)["rule"])


def test_short_years_with_dots_are_dates_on_request():
    file = TABLES / "short_years_dots.csv"
    articles = tt.read_articles(file, date_order="dmy", progress=False)
    days = [str(date.date()) for date in articles["date"]]
    assert days == ["2018-10-22", "2018-10-31", "2018-11-03"]
    marks = tt.read_articles(file, progress=False)["quality"]
    assert all("date_two_digit_year" in one for one in marks)


PRINTED = ["date", "Date", "published", "publish_date", "pubDate"]
STAMPED = ["updated_at", "last_modified", "Date Modified", "modified", "date_added", "crawled_at"]


@pytest.mark.parametrize(("printed", "stamp"), list(itertools.product(PRINTED, STAMPED)))
@pytest.mark.parametrize("first", [True, False])
def test_the_printed_date_wins_over_the_stamp_of_a_record(tmp_path, printed, stamp, first):
    row = {"title": "A", "text": STORY, printed: "2018-10-22", stamp: "2024-02-03 10:00:00"}
    empty = row | {"title": "B", printed: ""}
    rows = [row, empty] if first else [dict(reversed(one.items())) for one in (row, empty)]
    articles = tt.read_articles(write(tmp_path, "a.json", rows), progress=False)
    assert [str(date)[:10] for date in articles["date"]] == ["2018-10-22", "NaT"]
    if stamp != "updated_at":
        assert articles["extra"].iloc[0][stamp] == "2024-02-03 10:00:00"


def test_a_stamp_alone_is_no_date_and_the_mapping_may_still_take_it(tmp_path):
    rows = [{"title": "A", "text": STORY, "last_modified": "2018-10-22"}]
    file = write(tmp_path, "a.json", rows)
    assert tt.read_articles(file)["date"].isna().all()
    mapped = tt.read_articles(file, mapping={"updated": "last_modified"})
    assert mapped["date_kind"].tolist() == ["updated"]


def test_a_date_that_contradicts_the_order_is_an_error_that_names_its_row():
    file = TABLES / "csv_wrong_order_given.csv"
    with pytest.raises(ReadingError) as caught:
        tt.read_articles(file, date_order="dmy", progress=False)
    assert str(caught.value) == (
        "read_articles: csv_wrong_order_given.csv, line 2: '10/23/2018' is in the order mdy, which "
        "contradicts date_order='dmy'. Pass the order of this file, or leave date_order out."
    )
    kept = tt.read_articles(file, date_order="dmy", on_error="keep", progress=False)
    assert "date_contradicts_order" in kept["quality"].iloc[0]


def test_an_empty_column_is_no_candidate(tmp_path):
    file = write(tmp_path, "a.csv", f'title,text,content,date\nA,,"{STORY}",2018-10-22\n')
    assert tt.read_articles(file)["body"].tolist() == [STORY]


def test_columns_that_agree_are_no_conflict_and_the_fuller_is_the_body(tmp_path):
    rows = [{"title": "A", "text": STORY[:60] + "…", "content": f"<p>{STORY}</p><p>More.</p>"}]
    articles = tt.read_articles(write(tmp_path, "a.json", rows))
    assert articles["body"].tolist() == [f"{STORY}\n\nMore."]


def test_a_row_without_its_own_text_takes_that_of_the_other_column(tmp_path):
    rows = [
        {"title": "A", "text": STORY, "maintext": None},
        {"title": "B", "text": "", "maintext": "Other words."},
    ]
    assert tt.read_articles(write(tmp_path, "a.json", rows))["body"].tolist() == [
        STORY,
        "Other words.",
    ]


def test_two_summaries_or_sections_never_stop_reading(tmp_path):
    rows = [
        {"title": "A", "text": STORY, "abstract": "x", "snippet": "y", "desk": "z", "section": "w"}
    ]
    row = tt.read_articles(write(tmp_path, "a.json", rows)).iloc[0]
    assert (row["summary"], row["section"]) == (["x"], "w")
    assert (row["extra"]["snippet"], row["extra"]["desk"]) == ("y", "z")


def test_a_long_text_that_is_not_mapped_is_named(tmp_path):
    rows = [{"title": "A", "opmerking": STORY * 5, "mood": "good"}]
    rows_of = ledger(tt.read_articles(write(tmp_path, "a.json", rows)))
    (reason,) = rows_of.loc[rows_of["rule"] == "unmapped_text", "reason"]
    assert "mapping={'body': 'opmerking'}" in reason


@pytest.mark.parametrize(
    "content",
    [
        f'"{STORY}",22 October 2018,Post\n"{STORY} Go.",23 October 2018,P\n"x",2018-10-24,P\n',
        f'a,b,c\n1,"{STORY}",2018-10-22\n2,"{STORY}",2018-10-23\n',
        f'text,content,date,datum\nA,"{STORY}",2018-10-22,2018-10-23\n',
    ],
)
def test_the_mapping_that_an_error_suggests_reads_the_file(tmp_path, content):
    file = write(tmp_path, "a.csv", content)
    with pytest.raises(ReadingError) as caught:
        tt.read_articles(file)
    hint = str(caught.value).partition("mapping=")[2].rstrip(".")
    mapping = json.loads(hint.replace("'", '"'))
    articles = tt.read_articles(file, mapping=mapping)
    assert STORY in articles["body"].iloc[0]


def test_a_table_without_a_header_keeps_its_first_row():
    file = TABLES / "csv_noheader.csv"
    mapping = {"date": "column 1", "source": "column 2", "title": "column 3", "body": "column 4"}
    articles = tt.read_articles(file, mapping=mapping, progress=False)
    assert articles["title"].tolist() == ["Harbour council", "Fishermen protest", "Storm"]
    assert articles["line"].tolist() == [1, 2, 3]


def test_row_names_of_r_without_a_column_name_do_not_shift_the_cells(tmp_path):
    file = write(tmp_path, "a.csv", f'"title","text"\n"1","A","{STORY}"\n"2","B","{STORY}"\n')
    articles = tt.read_articles(file)
    assert articles["title"].tolist() == ["A", "B"]
    assert articles["body"].tolist() == [STORY] * 2


def test_fragments_of_a_broken_row_are_an_error_not_articles(tmp_path):
    content = 'title,text,date,source\nA,"one",2018-10-22,P\nB,two\nthree\nfour,x,y,z,w\n'
    file = write(tmp_path, "a.csv", content)
    with pytest.raises(ReadingError, match=r"a.csv, line 4: .*may not be quoted"):
        tt.read_articles(file)
    kept = tt.read_articles(file, on_error="keep")
    assert (ledger(kept)["action"] == "rejected").sum() == 2


@pytest.mark.parametrize(
    ("content", "n"),
    [
        ("title,text\nA,one\ntwo\nB,three\n", 0),
        ("title,text,mood\nA,one\ntwo,x\nB,three,y\n", 0),
        ("title,text,date\nA,one\ntwo,2018-10-22\nB,three\nfour,2018-10-23\n", 2),
        ("title,text,mood,date\nA,one\nB,two\n", 2),
    ],
)
def test_line_breaks_without_quotes_make_no_articles_of_fragments(tmp_path, content, n):
    file = write(tmp_path, "a.csv", content)
    if n == 0:
        with pytest.raises(ReadingError, match="seems to be a piece of another row"):
            tt.read_articles(file)
        return
    assert tt.read_articles(file)["title"].tolist() == ["A", "B"]


def test_a_short_row_is_marked(tmp_path):
    file = write(tmp_path, "a.csv", "title,text,date\nA,b,2018-10-22\nC,d\n")
    articles = tt.read_articles(file)
    assert ["wrong_number_of_cells" in marks for marks in articles["quality"]] == [False, True]


NAMES = {
    "title": ["Titel", "Überschrift", "titre", "Título", "Başlık", "Заголовок", "العنوان", "标题"],
    "body": ["Volltext", "Inhalt", "texte", "contenido", "Metin", "Текст", "النص", "正文"],
    "date": ["Datum", "Fecha", "Tarih", "Дата", "التاريخ", "日期", "data"],
    "source": ["Quelle", "medium", "fuente", "journal", "Gazete", "Издание", "الصحيفة", "krant"],
    "byline": ["Autor", "auteur", "yazar", "автор"],
    "section": ["Ressort", "rubrique", "Sección", "bölüm"],
}
CELLS = {
    "title": "A",
    "body": STORY,
    "date": "2018-10-22",
    "source": "Post",
    "byline": "Jane Roe",
    "section": "News",
}


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field, names in NAMES.items() for name in names]
)
def test_columns_are_known_in_the_language_of_the_table(field, name):
    names = [name, *(other for other in CELLS if other != field)]
    cells = {name: CELLS[field]} | {key: value for key, value in CELLS.items() if key != field}
    assert plan_columns("a.csv", names, None, [cells]).fields[field] == name


def test_data_is_a_date_only_where_it_holds_dates():
    sample = [{"title": "A", "text": STORY, "data": "7"}]
    assert "date" not in plan_columns("a.csv", list(sample[0]), None, sample).fields


def test_an_address_is_no_outlet(tmp_path):
    rows = [{"title": "A", "text": STORY, "source": "https://e.org/a", "hostname": "e.org"}]
    row = tt.read_articles(write(tmp_path, "a.jsonl", rows[0])).iloc[0]
    assert (row["source"], row["url"]) == ("e.org", "https://e.org/a")


@pytest.mark.parametrize(
    "content",
    [
        {"articles": {"results": [{"title": "A", "body": STORY, "date": "2018-10-22"}], "page": 1}},
        {"hits": {"total": 1, "hits": [{"_id": 1, "_source": {"title": "A", "text": STORY}}]}},
        [{"id": 1, "title": {"rendered": "A"}, "content": {"rendered": f"<p>{STORY}</p>"}}],
        {"value": [{"name": "x", "title": "A", "text": STORY}], "meta": {"url": "u", "title": "t"}},
        {"title": "A", "text": STORY},
        {"a": {"b": [{"c": {"d": [{"headline": "A", "content": STORY}]}}]}},
    ],
)
def test_records_are_found_wherever_an_interface_puts_them(tmp_path, content):
    row = tt.read_articles(write(tmp_path, "a.json", content)).iloc[0]
    assert (row["title"], row["body"]) == ("A", STORY)


def test_what_stands_around_the_records_is_in_the_ledger(tmp_path):
    content = {"copyright": "Post Ltd", "articles": [{"title": "A", "text": STORY}], "n": 1}
    rows = ledger(tt.read_articles(write(tmp_path, "a.json", content)))
    (text,) = rows.loc[rows["rule"] == "outside_the_records", "text"]
    assert text == "copyright: Post Ltd\nn: 1"
    assert find_records([]).records == []


MARKUP = [
    ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
    ("One<br>two<br/>three", "One\ntwo\nthree"),
    ("<div><p>A <b>bold</b> word</p></div>", "A bold word"),
    ("x<script>var a = '<p>';</script>y", "xy"),
    ("<!-- no --><p>yes</p>", "yes"),
    ("a < b and c > d <p>e</p>", "a < b and c > d\n\ne"),
    ("<p>line\nwrapped</p>", "line wrapped"),
    ("AT&T &#8212; &nosuch; &hellip;", "AT&T — &nosuch; …"),
    ("no markup < at all", "no markup < at all"),
]


@pytest.mark.parametrize(("cell", "text"), MARKUP)
def test_html_in_cells_becomes_text(cell, text):
    assert convert_cell(cell, CellForm(tags=True)).text == text


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        (["<p>One</p>", "Two"], "HTML"),
        (["One &amp; two"], "character references"),
        (["One_x000D_\nTwo"], "_x000D_"),
        ([r"One.\nTwo.", "Three"], r"\n as two characters"),
        (["One < two", "AT&T; x", "a <b c"], ""),
        (["plain"] * 30 + ["<b>"], ""),
    ],
)
def test_markup_is_recognised_by_column(cells, kinds):
    form = cell_form(cells)
    assert (form.kinds if form else "") == kinds


def test_markup_that_is_converted_is_in_the_ledger_character_by_character(tmp_path):
    rows = [{"title": "A &amp; B", "text": f"<p class='x'>{STORY}</p><script>var a;</script>"}]
    articles = tt.read_articles(write(tmp_path, "a.json", rows))
    assert articles["body"].tolist() == [STORY]
    taken = ledger(articles).query("rule == 'markup' and action == 'dropped'")["text"].tolist()
    assert taken == ["&amp;", "<p class='x'></p><script>var a;</script>"]


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("2018-10-22_NorthportGazette_001.txt", ("2018-10-22", "NorthportGazette")),
        ("The Northport Gazette 2018-10-22.txt", ("2018-10-22", "The Northport Gazette")),
        ("folder/gazette-20181022-4.txt", ("2018-10-22", "gazette")),
        ("Gazette_22-Oct-2018.txt", ("2018-10-22", "Gazette")),
        ("article_2018_10_22.txt", ("2018-10-22", "")),
        ("2018-10-22 Harbour council approves a new quay.txt", ("2018-10-22", "")),
        ("2018-10-22_2018-11-03.txt", ("", "")),
        ("20181350.txt", ("", "")),
        ("notes.txt", ("", "")),
    ],
)
def test_the_name_of_a_file_may_state_date_and_outlet(name, facts):
    assert facts_in_name(name) == facts


def test_what_comes_from_the_name_of_a_file_is_marked(tmp_path):
    file = write(tmp_path, "2018-10-22_Gazette_1.txt", f"A headline\n\n{STORY}")
    row = tt.read_articles(file).iloc[0]
    assert {"date_from_name", "source_from_name"} <= set(row["quality"])
    assert tt.read_articles(file, source="Post")["source"].tolist() == ["Post"]


def test_every_sheet_of_articles_is_read_and_the_others_are_named(tmp_path):
    file = tmp_path / "a.xlsx"
    with pd.ExcelWriter(file) as book:
        for name, day in (("2018", "2018-10-22"), ("2019", "2019-01-02")):
            rows = {"Titel": [name], "Text": [STORY], "Datum": [pd.Timestamp(day)]}
            pd.DataFrame(rows).to_excel(book, sheet_name=name, index=False)
        pd.DataFrame({"who": ["me"], "n": [3]}).to_excel(book, sheet_name="Notes", index=False)
    articles = tt.read_articles(file)
    assert [str(date)[:10] for date in articles["date"]] == ["2018-10-22", "2019-01-02"]
    assert [extra["sheet"] for extra in articles["extra"]] == ["2018", "2019"]
    rows = ledger(articles)
    assert rows.loc[rows["rule"] == "sheet_without_articles", "text"].tolist() == ["who\tn\nme\t3"]


def test_serial_days_of_a_workbook_that_counts_from_1904_are_right(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["title", "text", "date"])
    book.active.append(["A", STORY, 43395 - 1462])
    book.save(tmp_path / "a.xlsx")
    row = tt.read_articles(tmp_path / "a.xlsx").iloc[0]
    assert str(row["date"].date()) == "2018-10-22"
    assert "date_serial" in row["quality"]


ODS = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_an_ods_is_read_like_an_xlsx(tmp_path):
    pytest.importorskip("python_calamine")
    cell = '<table:table-cell office:value-type="{}"{}><text:p>{}</text:p></table:table-cell>'
    header = "".join(cell.format("string", "", name) for name in ("title", "text", "date"))
    values = cell.format("string", "", "A") + cell.format("string", "", STORY)
    values += cell.format("date", ' office:date-value="2018-10-22"', "22.10.18")
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (header, values))
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    row = tt.read_articles(tmp_path / "a.ods").iloc[0]
    assert (row["title"], row["body"], str(row["date"].date())) == ("A", STORY, "2018-10-22")


def test_a_damaged_workbook_is_one_error(tmp_path):
    pd.DataFrame({"title": ["A"], "text": [STORY]}).to_excel(tmp_path / "a.xlsx", index=False)
    content = (tmp_path / "a.xlsx").read_bytes()
    place = content.index(b"xl/worksheets/sheet1.xml") + 60
    file = write(tmp_path, "b.xlsx", content[:place] + b"\0" * 40 + content[place + 40 :])
    with pytest.raises(ReadingError, match=r"b.xlsx: this workbook is damaged or protected"):
        tt.read_articles(file)


def test_bytes_that_are_not_utf8_do_not_turn_the_whole_file_into_cp1252(tmp_path):
    content = "title,text\nÜber Größe,Çok güzel\n".encode() + "Café,naïve\n".encode("cp1252")
    articles = tt.read_articles(write(tmp_path, "a.csv", content))
    assert articles["title"].tolist() == ["Über Größe", "Café"]
    assert all("mixed_encoding" in marks for marks in articles["quality"])


FOOT = {
    "a total": [["Total articles", 2]],
    "a total under its column": [[None, None, None, "Total", 2000]],
    "a total and a note": [
        [],
        ["Total", None, None, None, 2000, "3.5%"],
        [],
        ["Made by a program"],
    ],
    "nothing": [],
}


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
def test_totals_and_notes_below_a_sheet_are_no_articles(foot, tmp_path):
    """A report of two articles had a third, "Total"."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    text = "The council voted on Monday for a second quay."
    rows = [["News Headline", "News Date", "Outlet Name", "Article Text", "Reach"]] + [
        [head, "2018-10-22", "Gazette", text, 1000] for head in ("Harbour", "Road closes")
    ]
    for row in [["Coverage report"], [], *rows, *foot]:
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    book.save(tmp_path / "report.xlsx")
    articles = tt.read_articles(tmp_path / "report.xlsx", progress=False)
    assert articles["title"].tolist() == ["Harbour", "Road closes"]
    assert articles["date"].astype(str).tolist() == ["2018-10-22"] * 2
    below = tt.ledger(articles).query("rule == 'below_the_table'")
    assert len(below) == sum(any(row) for row in foot)


def test_a_sheet_of_headlines_with_short_rows_loses_none(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [["Title", "Date", "Text"], ["Harbour", "2018-10-22", "The council voted."],
                ["Road closes", "2018-10-23"], ["Prices fall"]]:  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert len(tt.read_articles(tmp_path / "a.xlsx", progress=False)) == 3
