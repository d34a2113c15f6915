"""Tables as databases, sheets and other programs export them: what was lost or invented."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import toolkit as tt
from toolkit.errors import ReadingError
from toolkit.reading.dates import read_date

DAYS = [dt.date(2018, 10, 20) + dt.timedelta(days=at) for at in range(20)]
TITLES = [f"Headline {at}" for at in range(20)]
TEXTS = [f'Talks, "quoted", go on; day {at}.\nA second line.' for at in range(20)]


def read(name, content, tmp_path, **how):
    path = tmp_path / name
    if isinstance(content, pa.Table):
        pq.write_table(content, path, **how)
    else:
        path.write_text(content, encoding="utf-8")
    articles = tt.read_articles(path, progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def table_of(dates, **others):
    n = len(dates)
    return pa.table({"title": TITLES[:n], "text": TEXTS[:n], "date": dates, **others})


def is_as_given(articles):
    return (
        articles["title"].tolist() == TITLES
        and articles["body"].tolist() == TEXTS
        and articles["date"].dt.date.tolist() == DAYS
    )


# ---------------------------------------------------------------- Parquet


FAR = [2**31 - 1, 17_805, -(2**31) + 1, None]
"""How DuckDB and PostgreSQL keep "infinity" among days."""


def test_days_beyond_the_calendar_are_no_traceback_and_no_date(tmp_path):
    articles = read("days.parquet", table_of(pa.array(FAR, pa.date32())), tmp_path)
    assert articles["date"].notna().tolist() == [False, True, False, False]
    assert articles["date_raw"].iloc[0] == "value out of range: 2147483647"


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_moments_beyond_the_calendar_are_no_traceback_and_no_date(unit, tmp_path):
    moments = pa.array([2**63 - 1, 0, None], pa.int64()).cast(pa.timestamp(unit))
    batch = pa.RecordBatch.from_arrays([moments], ["date"])
    from toolkit.reading.arrow_cells import values_of

    first, second, third = values_of(batch.column(0))
    assert "value out of range" in first
    assert (second, third) == (dt.datetime(1970, 1, 1), None)


def test_a_moment_in_an_unknown_time_zone_keeps_its_number(tmp_path):
    seconds = 1_540_200_000
    moments = pa.array([seconds] * 3, pa.timestamp("s", "Foo/Bar"))
    articles = read("zones.parquet", table_of(moments), tmp_path)
    assert articles["date"].dt.date.tolist() == [dt.date(2018, 10, 22)] * 3


def test_placeholders_in_old_moments_of_96_bits_do_not_come_round_to_other_years(tmp_path):
    moments = [dt.datetime(9999, 12, 31), dt.datetime(1, 1, 1), dt.datetime(2018, 10, 22, 9)]
    table = table_of(pa.array(moments, pa.timestamp("us")))
    articles = read("old.parquet", table, tmp_path, use_deprecated_int96_timestamps=True)
    assert articles["date"].notna().tolist() == [False, False, True]
    assert articles["date_raw"].tolist()[:2] == ["9999-12-31T00:00:00", "0001-01-01T00:00:00"]


@pytest.mark.parametrize("is_registered", [False, True])
@pytest.mark.parametrize(
    ("frequency", "printed", "precision"),
    [("D", "2025-10-31", "day"), ("M", "2025-10", "month"), ("Y", "2025", "year")],
)
def test_periods_of_pandas_are_not_days_of_a_spreadsheet(
    frequency, printed, precision, is_registered, tmp_path
):
    periods = pd.PeriodIndex(["2025-10-31", None, "2025-10-31"], freq=frequency)
    frame = pd.DataFrame({"title": TITLES[:3], "text": TEXTS[:3], "date": periods})
    if is_registered:
        read_back = pa.Table.from_pandas(frame)
        assert getattr(read_back.schema.field("date").type, "extension_name", "")
        frame.to_parquet(tmp_path / "p.parquet")
        articles = tt.read_articles(tmp_path / "p.parquet", progress=False)
    else:
        told = {"ARROW:extension:name": "pandas.period"}
        told["ARROW:extension:metadata"] = json.dumps({"freq": frequency})
        counted = pa.array([period.ordinal if period is not pd.NaT else None for period in periods])
        table = table_of(counted)
        plain = table.schema.field("date").with_metadata(told)
        schema = pa.schema([*list(table.schema)[:2], plain])
        articles = read("p.parquet", table.cast(schema), tmp_path)
    assert articles["date_raw"].tolist() == [printed, "", printed]
    assert articles["date_precision"].tolist() == [precision, "unknown", precision]


def test_articles_within_structures_are_read_by_their_parts(tmp_path):
    records = [
        {"title": title, "text": text, "date": day, "desk": {"name": "World"}}
        for title, text, day in zip(TITLES, TEXTS, DAYS, strict=True)
    ]
    table = pa.table({"article": records, "id": list(range(20))})
    articles = read("nested.parquet", table, tmp_path)
    assert is_as_given(articles)
    assert articles["extra"].iloc[3] == {"article.desk.name": "World", "id": "3"}
    missing = pa.table({"article": [*records[:2], None]})
    assert read("missing.parquet", missing, tmp_path)["title"].tolist() == [*TITLES[:2], ""]


# ---------------------------------------------------------------- days as numbers


@pytest.mark.parametrize("number", ["20362", "20362.0", "21479", "24999.5"])
def test_a_number_that_counts_days_from_1900_1960_or_1970_is_no_date(number):
    assert read_date(number).kind == "ambiguous_number"


def test_days_of_1970_in_a_table_are_named_and_none_is_invented(tmp_path):
    rows = [f"Headline {at},Talks go on.,{20_362 + at}" for at in range(3)]
    articles = read("days.csv", "\n".join(["title,text,date", *rows]), tmp_path)
    assert articles["date"].isna().all()
    assert articles["quality"].map(lambda marks: "date_ambiguous_number" in marks).all()


# ---------------------------------------------------------------- R


def written_by_r(separator, *, has_row_names=True):
    """Return what write.table() writes: quotes after a backslash, no name for names of rows."""

    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = [separator.join(map(quoted, ["title", "text", "date"]))]
    for at, (title, text, day) in enumerate(zip(TITLES, TEXTS, DAYS, strict=True), start=1):
        names = [quoted(str(at))] if has_row_names else []
        lines.append(separator.join([*names, quoted(title), quoted(text), str(day)]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("has_row_names", [True, False])
@pytest.mark.parametrize("separator", ["\t", " ", ",", ";"])
def test_a_table_as_r_writes_it_has_no_cell_in_another_column(separator, has_row_names, tmp_path):
    content = written_by_r(separator, has_row_names=has_row_names)
    assert is_as_given(read("table.txt", content, tmp_path))


def test_words_in_quotation_marks_are_no_header_of_r(tmp_path):
    content = '"Land" "money"\n\nUpdated 22 October 2018\n\nTalks go on between the two.\n'
    articles = read("pasted.txt", content, tmp_path)
    assert articles["body"].tolist() == ["Talks go on between the two."]


# ---------------------------------------------------------------- JSON of rows

ROWS = [list(row) for row in zip(TITLES, TEXTS, map(str, DAYS), strict=True)]
NAMES = ["title", "text", "date"]


@pytest.mark.parametrize(
    "content",
    [
        [NAMES, *ROWS],
        {"range": "Sheet1!A1:C21", "majorDimension": "ROWS", "values": [NAMES, *ROWS]},
        {"meta": [{"name": name, "type": "String"} for name in NAMES], "data": ROWS, "rows": 20},
        {"columns": [{"name": name} for name in NAMES], "data": ROWS, "stats": {"state": "DONE"}},
    ],
    ids=["rows", "sheet", "ClickHouse", "Trino"],
)
def test_rows_that_are_lists_are_articles_below_their_names(content, tmp_path):
    articles = read("rows.json", json.dumps(content), tmp_path)
    assert is_as_given(articles)
    ledger = tt.ledger(articles)
    outside = ledger.loc[ledger["rule"] == "outside_the_records", "text"].sum()
    for name, value in content.items() if isinstance(content, dict) else ():
        if name in {"range", "rows", "stats"}:
            assert name in outside, value


def test_values_beyond_the_names_of_columns_are_kept(tmp_path):
    rows = [[*row, "late"] for row in ROWS]
    articles = read("rows.json", json.dumps([NAMES, *rows]), tmp_path)
    assert articles["extra"].iloc[0] == {"column 4": "late"}


def test_columns_of_a_sheet_that_have_no_name_or_that_of_another_are_kept(tmp_path):
    names, cells = [*NAMES, "", "", "text"], ["late", "page 3", "More."]
    for content in ([names, *ROWS], {"columns": [*names[:4], None, "text"], "data": ROWS}):
        rows = content if isinstance(content, list) else content["data"]
        rows[-len(ROWS) :] = [[*row, *cells] for row in ROWS]
        articles = read("rows.json", json.dumps(content), tmp_path)
        kept = {"column 4": "late", "column 5": "page 3", "text (2)": "More."}
        assert is_as_given(articles)
        assert articles["extra"].iloc[0] == kept
    content = {"columns": [["title", ""], ["text", ""]], "data": [["A", "Talks go on."]]}
    assert len(read("levels.json", json.dumps(content), tmp_path)) == 1  # of pandas


def test_rows_without_names_are_an_error_and_no_article_of_brackets(tmp_path):
    with pytest.raises(ReadingError, match=r"an object .* Where rows are lists, the first one"):
        read("rows.json", json.dumps(ROWS), tmp_path)


def test_an_article_with_a_table_among_its_values_stays_one_article(tmp_path):
    record = {"title": "A", "text": "Talks go on.", "related": [["title", "url"], ["B", "c"]]}
    assert read("one.json", json.dumps(record), tmp_path)["title"].tolist() == ["A"]


# ---------------------------------------------------------------- bare numbers in texts

STORY = "The ferry came late for the third time. The harbour master said that nobody was hurt."


@pytest.mark.parametrize("number", ["43395", "43395.5", "1540200000", "1234567890123"])
def test_a_number_below_a_headline_is_no_date(number, tmp_path):
    pasted = read("pasted.txt", f"Ferry late\n\n{number}\n\n{STORY}\n\n{STORY}\n", tmp_path)
    page = f"<h1>Ferry late</h1><p>{number}</p><p>{STORY * 2}</p><p>{STORY * 3}</p>"
    saved = read("page.html", f"<html><body><article>{page}</article></body></html>", tmp_path)
    for articles in (pasted, saved):
        assert articles["date"].isna().all()
        assert number in articles["body"].iloc[0]


def test_a_number_that_an_element_for_dates_states_is_a_date(tmp_path):
    time = '<time datetime="1540200000">a while ago</time>'
    page = f"<h1>Ferry late</h1>{time}<p>{STORY * 2}</p><p>{STORY * 3}</p>"
    articles = read("page.html", f"<html><body><article>{page}</article></body></html>", tmp_path)
    assert articles["date"].dt.date.tolist() == [dt.date(2018, 10, 22)]


# ---------------------------------------------------------------- workbooks


def packed(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def parts_of(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(*, from_1904=False, number=False):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["title", "text", "date"])
    epoch = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30)
    for title, text, day in zip(TITLES, TEXTS, DAYS, strict=True):
        book.active.append([title, text, (day - epoch).days if number else day])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("number", [False, True])
@pytest.mark.parametrize("from_1904", [False, True])
def test_a_workbook_whose_styles_openpyxl_refuses_has_the_same_articles(
    from_1904, number, tmp_path
):
    pytest.importorskip("python_calamine")
    parts = parts_of(workbook(from_1904=from_1904, number=number))
    styles = parts["xl/styles.xml"]
    parts["xl/styles.xml"] = re.sub(rb"<fill>.*?</fill>", b"<fill/>", styles, count=1)
    assert parts["xl/styles.xml"] != styles
    (tmp_path / "plain.xlsx").write_bytes(packed(parts))
    openpyxl = pytest.importorskip("openpyxl")
    with pytest.raises(TypeError):
        openpyxl.load_workbook(tmp_path / "plain.xlsx")
    assert is_as_given(tt.read_articles(tmp_path / "plain.xlsx", progress=False))


def test_a_workbook_that_nothing_can_read_says_what_openpyxl_said(tmp_path):
    pytest.importorskip("python_calamine")
    parts = parts_of(workbook())
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet"
    (tmp_path / "broken.xlsx").write_bytes(packed(parts))
    with pytest.raises(ReadingError, match="this workbook is damaged or protected"):
        tt.read_articles(tmp_path / "broken.xlsx", progress=False)


def test_a_workbook_of_opendocument_that_was_packed_again_is_one(tmp_path):
    pytest.importorskip("python_calamine")
    frame = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": DAYS})
    row = "<table:table-row>{}</table:table-row>"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [list(frame), *frame.map(str).to_numpy().tolist()]
    table = "".join(
        row.format("".join(cell.format(html.escape(one.replace("\n", " "))) for one in cells))
        for cells in rows
    )
    names = {"office": "office", "table": "table", "text": "text"}
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    declared = " ".join(f'xmlns:{one}="{space}{one}:1.0"' for one in names)
    content = (
        f"<office:document-content {declared}><office:body><office:spreadsheet>"
        f'<table:table table:name="Sheet1">{table}</table:table>'
        f"</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<m:manifest xmlns:m="{space}manifest:1.0"/>'
    parts = {"Pictures/": "", "content.xml": content, "META-INF/manifest.xml": manifest}
    parts["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet"
    (tmp_path / "again.ods").write_bytes(packed(parts))
    articles = tt.read_articles(tmp_path / "again.ods", progress=False)
    assert articles["date"].dt.date.tolist() == DAYS


def test_a_workbook_with_a_password_and_an_avro_file_are_named(tmp_path):
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    for name, content, said in [
        ("locked.xlsx", locked + bytes(900), "an Office file with a password"),
        ("table.avro", b"Obj\x01" + bytes(range(256)) * 4, "an Avro file"),
    ]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ReadingError, match=said):
            tt.read_articles(tmp_path / name, progress=False)


# ---------------------------------------------------------------- dates in pieces

PIECES = [
    {"_seconds": 1540200000, "_nanoseconds": 0},
    {"seconds": 1540200000, "nanos": 5},
    {"year": 2018, "month": 10, "day": 22},
    {"date-parts": [[2018, 10, 22]]},
    [2018, 10, 22],
    [2018, 10, 22, 9, 20],
    [2018, 10, 22, 9, 20, 0, 123456789],
    "/Date(1540200000000)/",
    "/Date(1540200000000+0200)/",
    "2018-10-22T09:20+02:00[Europe/Berlin]",
    "2018-10-22T09:20-01:00[Etc/GMT+1]",
    "Mon Oct 22 2018 09:20:00 GMT+0200 (Central European Summer Time)",
    "Mon Oct 22 2018 09:20:00 GMT+0200 (heure d’été d’Europe centrale)",
    "Mon Oct 22 2018 09:20:00 GMT+0800 (中国标准时间)",
    20181022.0,
    "20181022.0",
]


@pytest.mark.parametrize("key", ["date", "published"])
@pytest.mark.parametrize("pieces", PIECES, ids=repr)
def test_a_date_that_json_holds_in_pieces_is_one_date(key, pieces, tmp_path):
    records = [{"title": title, "text": "Talks go on.", key: pieces} for title in TITLES[:3]]
    articles = read("pieces.json", json.dumps(records), tmp_path)
    assert articles["date"].dt.date.tolist() == [dt.date(2018, 10, 22)] * 3
    assert articles["date_precision"].tolist() == ["day"] * 3


def test_java_names_the_zone_of_a_moment_in_utc_twice():
    assert read_date("2018-10-22T09:20Z[UTC]") == read_date("2018-10-22T09:20Z")


@pytest.mark.parametrize(
    "value",
    [
        {"seconds": 120, "nanos": 0},
        {"year": 2018, "month": 10, "day": 22, "era": "BC"},
        {"date-parts": [[2018, 10, 22], [2018, 10, 25]]},
        [2018, 10, 22, 9],
        [2018, 10, 99],
        [2018, 10, "22"],
    ],
    ids=repr,
)
def test_pieces_that_are_no_one_moment_are_no_date(value, tmp_path):
    records = [{"title": title, "text": "Talks go on.", "published": value} for title in TITLES[:3]]
    articles = read("pieces.json", json.dumps(records), tmp_path)
    assert (articles["date_precision"] != "day").all()


def test_lists_of_numbers_under_other_names_stay_lists(tmp_path):
    records = [{"title": title, "text": "x y", "scores": [2018, 10, 22]} for title in TITLES[:3]]
    articles = read("scores.json", json.dumps(records), tmp_path)
    assert articles["extra"].iloc[0] == {"scores": "2018; 10; 22"}


@pytest.mark.parametrize(
    ("cells", "outlet"),
    [
        ({"username": "joe", "domain": "example.com"}, "example.com"),
        ({"user_name": "joe", "site_name": "The Site"}, "The Site"),
        ({"user.screen_name": "joe", "publisher.name": "Harbour Post"}, "Harbour Post"),
        ({"username": "joe", "newspaper": "Daily"}, "Daily"),
        ({"username": "joe", "domain": ""}, "joe"),
        ({"username": "joe_b", "screen_name": "joe"}, "joe"),
        ({"user.username": "joe"}, "joe"),
        ({"user.name": "joe"}, "joe"),
        ({"user.name": "joe", "publisher": "Harbour Post"}, "Harbour Post"),
        ({"handle": "council-votes-for-quay"}, ""),
    ],
)
def test_an_account_is_the_outlet_only_where_no_other_column_is(cells, outlet, tmp_path):
    """ "domain" and "username" side by side became an error: "could each be the source"."""
    path = tmp_path / "posts.csv"
    pd.DataFrame([cells | {"text": "The envoys met.", "date": "2018-10-22"}]).to_csv(path)
    assert list(tt.read_articles(path)["source"]) == [outlet]


# ---------------------------------------------------------------- Arrow, Feather, archives


@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream])
@pytest.mark.parametrize("codec", [None, "zstd"])
def test_arrow_files_and_streams_are_read_as_parquet_is(make, codec, tmp_path):
    path, table = tmp_path / "articles.arrow", table_of(pa.array(DAYS))
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with make(path, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=7)
    assert is_as_given(tt.read_articles(path, progress=False))


def test_what_pandas_writes_as_feather_is_read_with_its_categories(tmp_path):
    table = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": pd.to_datetime(DAYS)})
    table["source"] = pd.Categorical(["Post", "Gazette"] * 10)
    table.to_feather(tmp_path / "articles.feather")
    articles = tt.read_articles(tmp_path / "articles.feather", progress=False)
    assert is_as_given(articles)
    assert articles["source"].tolist() == ["Post", "Gazette"] * 10


@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream])
def test_half_an_arrow_file_is_damaged(make, tmp_path):
    path, table = tmp_path / "articles.arrow", table_of(pa.array(DAYS))
    with make(path, table.schema) as writer:
        writer.write_table(table)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(ReadingError, match=r"articles\.arrow: this Arrow file is damaged"):
        tt.read_articles(path, progress=False)


READERS = (
    "email,active_subscription,expiry,plan,created_at\n"
    "a@x.example,true,,free,2020-01-01T00:00:00.000Z\n"
    "b@x.example,false,,free,2020-01-02T00:00:00.000Z\n"
)


def test_a_table_of_subscribers_in_an_archive_is_passed_over_as_in_a_folder(tmp_path):
    posts = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": DAYS}).to_csv(index=False)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("email_list.csv", READERS)
        archive.writestr("posts.csv", posts)
    articles = tt.read_articles(tmp_path / "export.zip", progress=False)
    assert is_as_given(articles)
    ledger = tt.ledger(articles)
    assert ledger.loc[ledger["rule"] == "skipped_file", "file"].tolist() == [
        "export.zip/email_list.csv"
    ]


def test_an_archive_of_nothing_but_subscribers_says_so(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("email_list.csv", READERS)
    with pytest.raises(ReadingError, match=r"email_list\.csv: no column looks like the text"):
        tt.read_articles(tmp_path / "export.zip", progress=False)


def test_line_ends_that_pandas_writes_into_html_as_letters_are_line_ends(tmp_path):
    table = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": DAYS})
    page = table.to_html(index=False)
    assert r"\nA second line" in page
    assert is_as_given(read("articles.html", page, tmp_path))
