from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.reading import limits
from toolkit.reading.columns import field_of, map_columns
from toolkit.reading.delimited import TableReader
from toolkit.reading.interface import COUNTED, Document, Piece, ReadOptions, n_characters
from toolkit.reading.json_records import JsonLinesReader, JsonReader

ROWS = [
    {
        "title": "Ships sail",
        "text": "The ships left.\nAt dawn.",
        "date": "2018-10-22",
        "source": "NULL",
    },
    {"title": "None", "text": 'They said "no"; then left', "date": "2018-10-23", "source": "NA"},
    {"title": "Über, äh", "text": "Çok güzel ğşı “quoted”", "date": "", "source": "Post"},
]


def as_csv(rows, separator=",", names=None):
    buffer = io.StringIO()
    writer = csv.DictWriter(
        buffer, names or list(rows[0]), delimiter=separator, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return file


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_tables_of_every_separator_and_encoding_read_alike(tmp_path, separator, encoding):
    file = write(tmp_path, "export.dat", as_csv(ROWS, separator).encode(encoding))
    articles = tt.read_articles(file)
    assert articles["title"].tolist() == [row["title"] for row in ROWS]
    assert articles["body"].tolist() == [row["text"] for row in ROWS]
    assert articles["line"].tolist() == [2, 3, 4]


def test_null_and_na_are_texts(tmp_path):
    articles = tt.read_articles(write(tmp_path, "a.csv", as_csv(ROWS)))
    assert articles["source"].tolist() == ["NULL", "NA", "Post"]
    assert articles["title"].iloc[1] == "None"


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.parquet"])
def test_json_and_parquet_read_like_csv(tmp_path, name):
    file = tmp_path / name
    if name == "a.parquet":
        pd.DataFrame(ROWS).to_parquet(file)
    elif name == "a.json":
        file.write_text(json.dumps(ROWS, ensure_ascii=False), encoding="utf-8")
    else:
        lines = [json.dumps(row, ensure_ascii=False) for row in ROWS]
        file.write_text("\n".join(lines), encoding="utf-8")
    other = tt.read_articles(file)
    table = tt.read_articles(write(tmp_path, "a.csv", as_csv(ROWS)))
    assert other.index.equals(table.index)
    for column in ("title", "body", "date", "source"):
        assert other[column].astype(object).tolist() == table[column].astype(object).tolist() or (
            column == "date" and other[column].equals(table[column])
        )


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Headline", "title"),
        ("maintext", "body"),
        ("Full Text", "body"),
        ("publishedAt", "published"),
        ("publish_date", "published"),
        ("Publication Date", "published"),
        ("Last-Modified", "updated"),
        ("media_name", "source"),
        ("authors", "byline"),
        ("sentiment", "sentiment"),
    ],
)
def test_usual_names_are_known(name, field):
    assert field_of(name) == field


def test_two_candidates_are_never_chosen_between(tmp_path):
    file = write(tmp_path, "a.csv", "title,text,content,date\nA,b,c,2018-01-01\n")
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(file)
    assert str(caught.value) == (
        "read_articles: a.csv: 'text' and 'content' could each be the body. "
        "Say which: mapping={'body': 'text'}."
    )
    articles = tt.read_articles(file, mapping={"body": "content"})
    assert articles["body"].tolist() == ["c"]
    assert articles["extra"].iloc[0] == {"text": "b"}


def test_a_mapping_to_a_missing_column_or_field_says_so(tmp_path):
    file = write(tmp_path, "a.csv", "title,text\nA,b\n")
    with pytest.raises(
        tt.errors.ReadingError, match="names the column 'inhalt'; the file has 'title', 'text'"
    ):
        tt.read_articles(file, mapping={"body": "inhalt"})
    with pytest.raises(tt.errors.ReadingError, match="names the field 'txt', which does not exist"):
        tt.read_articles(file, mapping={"txt": "text"})


def test_a_table_of_something_else_is_refused_with_its_columns(tmp_path):
    file = write(tmp_path, "a.csv", "colour,weight,price\nred,1,2\nblue,3,4\n")
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(file)
    assert str(caught.value) == (
        "read_articles: a.csv: no column looks like the text of an article; it has 'colour', "
        "'weight', 'price'. Name it: mapping={'body': 'colour'}."
    )
    assert tt.read_articles(file, mapping={"body": "colour"})["body"].tolist() == ["red", "blue"]


def test_the_mapping_taken_is_reported(tmp_path):
    articles = tt.read_articles(write(tmp_path, "a.csv", as_csv(ROWS)))
    expected = "title = title, body = text, date = date, source = source"
    assert articles.attrs["mapping"] == {"a.csv": expected}
    rows = tt.ledger(articles)
    assert rows.loc[rows["rule"] == "mapping", "reason"].tolist() == [expected]


def test_day_and_month_are_decided_by_the_file_not_by_the_row(tmp_path):
    file = write(tmp_path, "a.csv", "title,date\nA,01/02/2018\nB,03/04/2018\nC,25/12/2018\n")
    dates = tt.read_articles(file)["date"]
    assert [f"{day:%Y-%m-%d}" for day in dates] == ["2018-02-01", "2018-04-03", "2018-12-25"]


def test_an_order_that_nothing_settles_is_asked_for(tmp_path):
    file = write(tmp_path, "a.csv", "title,date\nA,01/02/2018\nB,03/04/2018\n")
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(file)
    assert str(caught.value) == (
        "read_articles: a.csv, line 2: '01/02/2018' could be day/month or month/day, and no date "
        "of the file settles it. Pass date_order='dmy' or date_order='mdy'; "
        "with on_error='keep' such dates are left out."
    )
    assert tt.read_articles(file, date_order="mdy")["date"].dt.month.tolist() == [1, 3]
    assert tt.read_articles(file, on_error="keep")["date"].isna().all()


def test_impossible_dates_are_flagged_with_file_and_row_and_not_charted(tmp_path):
    content = "title,date\nA,2018-10-22\nB,0001-01-01\nC,2150-09-30\nD,1/21/18\nE,\nF,soon\n"
    articles = tt.read_articles(write(tmp_path, "a.csv", content))
    assert articles["date"].notna().tolist() == [True, False, False, False, False, False]
    assert articles["date_raw"].tolist() == [
        "2018-10-22",
        "0001-01-01",
        "2150-09-30",
        "1/21/18",
        "",
        "soon",
    ]
    rows = tt.ledger(articles)
    flagged = rows[rows["rule"].str.startswith("date_")]
    assert flagged[["file", "line", "rule", "text"]].to_numpy().tolist() == [
        ["a.csv", 3, "date_out_of_range", "0001-01-01"],
        ["a.csv", 4, "date_out_of_range", "2150-09-30"],
        ["a.csv", 5, "date_two_digit_year", "1/21/18"],
        ["a.csv", 7, "date_not_a_date", "soon"],
    ]


def test_overrides_correct_a_row_and_unused_ones_are_an_error(tmp_path):
    file = write(tmp_path, "a.csv", "title,date\nA,0001-01-01\n")
    articles = tt.read_articles(file, overrides={"a.csv:2": {"date": "2018-06-30"}})
    assert articles["date"].dt.day.tolist() == [30]
    with pytest.raises(
        tt.errors.InputError, match=r"overrides names 'a.csv:9', where no article begins"
    ):
        tt.read_articles(file, overrides={"a.csv:9": {"date": "2018-06-30"}})
    with pytest.raises(tt.errors.InputError, match=r"file and line, such as 'a.csv:1'\.$"):
        tt.read_articles(file, overrides={"a.csv": {"date": "2018-06-30"}})
    with pytest.raises(
        tt.errors.InputError, match=r"overrides\['a.csv:2'\] names 'datum'; it may set "
    ):
        tt.read_articles(file, overrides={"a.csv:2": {"datum": "2018-06-30"}})


def test_newsapi_says_that_its_texts_are_cut(tmp_path):
    article = {
        "source": {"id": None, "name": "Harbour Post"},
        "author": "Jane Roe",
        "title": "Ships sail",
        "description": "In short.",
        "url": "https://example.org/a",
        "publishedAt": "2018-10-22T09:20:00Z",
        "content": "The ships left at dawn… [+1234 chars]",
    }
    content = json.dumps({"status": "ok", "totalResults": 1, "articles": [article]})
    articles = tt.read_articles(write(tmp_path, "a.json", content))
    row = articles.iloc[0]
    assert (row["source"], row["byline"], row["date_kind"]) == (
        "Harbour Post",
        "Jane Roe",
        "published",
    )
    assert row["summary"] == ["In short."]
    assert "truncated" in row["quality"]
    assert str(row["published"]) == "2018-10-22 09:20:00"
    assert row["extra"]["zone"] == "Z"


def test_media_cloud_rows_have_no_text_and_say_so(tmp_path):
    content = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "1,2018-10-24 00:01:02,en,post.org,https://post.org,2018-10-22,Ships sail,https://post.org/a\n"
    )
    row = tt.read_articles(write(tmp_path, "stories.csv", content)).iloc[0]
    assert (row["title"], row["body"], row["source"]) == ("Ships sail", "", "post.org")
    assert (row["date_kind"], row["quality"]) == ("published", ["headline_only"])
    assert row["extra"]["indexed_date"] == "2018-10-24 00:01:02"


def test_cells_that_excel_cut_are_marked(tmp_path):
    rows = [{"title": "A", "text": "x" * 32_767}, {"title": "B", "text": "y" * 100}]
    articles = tt.read_articles(write(tmp_path, "a.csv", as_csv(rows)))
    assert ["truncated" in marks for marks in articles["quality"]] == [True, False]


def test_a_row_with_too_many_cells_is_rejected_not_shifted(tmp_path):
    articles = tt.read_articles(write(tmp_path, "a.csv", "title,text\nA,b\nC,d,e\nF,g\n"))
    assert articles["title"].tolist() == ["A", "F"]
    rows = tt.ledger(articles)
    rejected = rows[rows["action"] == "rejected"]
    assert rejected[["line", "rule", "text"]].to_numpy().tolist() == [
        [3, "wrong_number_of_cells", "C d e"]
    ]


def test_equal_articles_get_different_stable_identities(tmp_path):
    file = write(tmp_path, "a.csv", "title,text\nA,b\nA,b\nA,b\n")
    first, again = tt.read_articles(file), tt.read_articles(file)
    assert first.index.is_unique
    assert first.index.equals(again.index)
    assert ["repeated_article" in marks for marks in first["quality"]] == [False, True, True]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(tmp_path):
    file = write(tmp_path, "a.csv", 'title,text\nA,b\nC,"d\nE,f\nG,h\n')
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(file)
    assert str(caught.value) == (
        "read_articles: a.csv, line 3: a quotation mark that opens in this row is never closed. "
        'Close it, or double it ("").'
    )
    kept = tt.read_articles(file, on_error="keep")
    assert kept["title"].tolist() == ["A"]
    assert kept.attrs["files"]["a.csv"]["complete"] is False


def test_a_broken_line_of_json_is_named(tmp_path):
    file = write(tmp_path, "a.jsonl", '{"title": "A", "text": "b"}\n{"title": "C", "text": \n')
    with pytest.raises(
        tt.errors.ReadingError, match=r"a.jsonl, line 2: this line is not JSON \(Expecting value"
    ):
        tt.read_articles(file)
    kept = tt.read_articles(file, on_error="keep")
    assert kept["title"].tolist() == ["A"]
    rows = tt.ledger(kept)
    assert (rows["rule"] == "unreadable").sum() == 1


def test_json_that_is_no_list_of_records_is_refused(tmp_path):
    with pytest.raises(tt.errors.ReadingError, match="a record must be an object"):
        tt.read_articles(write(tmp_path, "a.json", '[{"title": "A"}, 7]'))


def test_keys_that_appear_late_are_still_taken(tmp_path):
    lines = [{"title": "A"}, {"title": "B", "text": "late"}]
    articles = tt.read_articles(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert articles["body"].tolist() == ["", "late"]


def test_line_breaks_in_quotes_begin_no_rows_in_a_long_file_of_one_column(tmp_path):
    """Readers that cut a file into blocks of 1 MB take each line behind the first for a row."""
    cell = "Envoys of four states met on Sunday\nin a port that was shut for months"
    articles = tt.read_articles(write(tmp_path, "a.csv", "text\n" + f'"{cell}"\n' * 20_000))
    assert len(articles) == 20_000
    assert articles["body"].str.contains("Sunday").all()


def balance(reader, document):
    received = accounted = 0
    for item in reader.read(document, ReadOptions()):
        if isinstance(item, Piece):
            counted = n_characters(item.text) if item.action in COUNTED else 0
            received, accounted = received + counted, accounted + counted
        else:
            received, accounted = received + item.received, accounted + item.n_counted
    return received, accounted


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=30)


@given(
    st.lists(
        st.fixed_dictionaries({"title": CELLS, "text": CELLS, "date": CELLS, "mood": CELLS}),
        min_size=1,
    )
)
def test_every_character_of_any_table_is_accounted_for(rows):
    content = as_csv(rows)
    received, accounted = balance(TableReader(), Document.from_bytes("a.csv", content.encode()))
    assert received == accounted
    assert received == sum(n_characters(cell) for row in rows for cell in row.values())


@given(
    st.lists(
        st.fixed_dictionaries({"title": CELLS, "text": CELLS, "more": st.lists(CELLS)}), min_size=1
    )
)
def test_every_character_of_any_json_is_accounted_for(rows):
    lines = "\n".join(json.dumps(row) for row in rows)
    received, accounted = balance(JsonLinesReader(), Document.from_bytes("a.jsonl", lines.encode()))
    assert received == accounted
    whole = Document.from_bytes("a.json", json.dumps(rows).encode())
    assert balance(JsonReader(), whole) == (received, accounted)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12), max_size=8))
def test_columns_are_mapped_or_refused(names):
    try:
        mapping = map_columns("a.csv", names)
    except tt.errors.ReadingError:
        return
    assert set(mapping.values()) <= set(names)
    assert len(set(mapping.values())) == len(mapping)


def test_streaming_gives_the_same_articles_in_small_tables(tmp_path):
    rows = [{"title": f"T{k}", "text": f"Body {k}", "date": "2018-01-01"} for k in range(25)]
    file = write(tmp_path, "a.csv.gz", gzip.compress(as_csv(rows).encode()))
    parts = list(tt.iter_articles(file, chunk_size=10))
    assert [len(part) for part in parts] == [10, 10, 5]
    whole = tt.read_articles(file)
    assert pd.concat([part["title"] for part in parts]).equals(whole["title"])
    assert sum((tt.ledger(part)["rule"] == "no_date").sum() for part in parts) == 0


def test_chunks_of_no_rows_are_refused(tmp_path):
    with pytest.raises(
        tt.errors.InputError, match="iter_articles: chunk_size must be 1 or more; got 0"
    ):
        next(tt.iter_articles(tmp_path, chunk_size=0))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_without_end_is_bounded(tmp_path, name, monkeypatch):
    monkeypatch.setattr(limits, "RECORD_CHARACTERS", 5000)
    start = "title,text\nA," if name == "a.csv" else '{"title": "A", "text": "b"}\n{"text": "'
    file = write(tmp_path, name, start + "x" * 20_000)
    with pytest.raises(
        tt.errors.ReadingError, match="line 2: this line is longer than 5,000 characters"
    ):
        tt.read_articles(file)


def test_a_quotation_mark_that_is_never_closed_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "RECORD_CHARACTERS", 5000)
    file = write(tmp_path, "a.csv", 'title,text\nA,"open\n' + "line of text\n" * 2000)
    with pytest.raises(tt.errors.ReadingError, match="a quotation mark may never have been closed"):
        tt.read_articles(file)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deep_json_is_an_error_not_a_crash(tmp_path, name):
    deep = '{"text":' * 100_000 + "1" + "}" * 100_000
    content = deep if name == "a.json" else '{"title": "A"}\n' + deep
    with pytest.raises(tt.errors.ReadingError, match=r"nested too deeply|no article was found"):
        tt.read_articles(write(tmp_path, name, content))


def test_half_characters_and_zero_bytes_survive_visibly(tmp_path):
    content = '{"title": "A \\ud800 B", "text": "zero \\u0000 byte"}\n'
    articles = tt.read_articles(write(tmp_path, "a.jsonl", content))
    assert articles["title"].tolist() == ["A \ufffd B"]
    assert "bad_characters" in articles["quality"].iloc[0]
    assert articles["body"].tolist() == ["zero \x00 byte"]


def test_an_error_of_excel_in_one_cell_changes_no_other_cell(tmp_path):
    content = (
        'id,title,date,text\n1,"Rate #1 rises # again",2018-10-22,"The #N/A of it # all."\n'
        "2,#N/A,2018-10-23,# A text.\n#3,# Trending,#N/A,A text.\n"
    )
    articles = tt.read_articles(write(tmp_path, "a.csv", content), progress=False)
    assert articles["title"].tolist() == ["Rate #1 rises # again", "#N/A", "# Trending"]
    assert articles["body"].tolist() == ["The #N/A of it # all.", "# A text.", "A text."]
    assert [str(day)[:10] for day in articles["date"]] == ["2018-10-22", "2018-10-23", "NaT"]


def test_a_workbook_that_records_a_wrong_size_loses_no_row(tmp_path):
    table = pd.DataFrame({"title": list("ABC"), "date": "2018-10-22", "text": "A story."})
    written, changed = io.BytesIO(), io.BytesIO()
    table.to_excel(written, index=False)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            size = re.compile(rb'<dimension ref="[^"]*"')
            new.writestr(name, size.sub(b'<dimension ref="A1"', old.read(name)))
    (tmp_path / "a.xlsx").write_bytes(changed.getvalue())
    articles = tt.read_articles(tmp_path / "a.xlsx", progress=False)
    assert articles["title"].tolist() == list("ABC")


@pytest.mark.parametrize(
    ("header", "row", "day"),
    [
        ("title,year,month,day,text", "A,2018,10,22,b", "2018-10-22"),
        ("title,Jahr,Monat,Tag,text", "A,2018,Oktober,22,b", "2018-10-22"),
        ("title,year,month,text", "A,2018,3,b", "2018-03-01"),
        ("title,year,text", "A,2018,b", "2018-01-01"),
        ("title,date,month,day,text", "A,2018-10-22,1,1,b", "2018-10-22"),
    ],
)
def test_a_date_in_columns_of_its_parts_is_one_date(header, row, day, tmp_path):
    articles = tt.read_articles(write(tmp_path, "a.csv", f"{header}\n{row}\n"), progress=False)
    assert f"{articles['date'].item():%Y-%m-%d}" == day


def test_commas_that_are_not_quoted_are_no_names_of_rows(tmp_path):
    content = "title,date,text\nA,2018-10-22,One, two.\nB,2018-10-23,Three, four.\n"
    with pytest.raises(tt.errors.ReadingError, match=r"line 2: this row has 4 cells.*2 of 2"):
        tt.read_articles(write(tmp_path, "a.csv", content))
    named = "title,date,text\nr1,A,2018-10-22,One\nr2,B,2018-10-23,Two\n"
    articles = tt.read_articles(write(tmp_path, "b.csv", named), progress=False)
    assert articles["title"].tolist() == ["A", "B"]


ORIENTATIONS = ["columns", "index", "records", "split", "table"]


@pytest.mark.parametrize("n_copies", [1, 3000], ids=["short", "longer than the head"])
@pytest.mark.parametrize("orient", ORIENTATIONS)
def test_json_is_read_in_every_orientation_of_pandas(orient, n_copies, tmp_path):
    table = pd.DataFrame({"title": ["A", "B"], "date": ["2018-10-22", "2018-10-23"],
                          "source": "Gazette", "text": ["One story.", "Two stories."]})  # fmt: skip
    table = pd.concat([table] * n_copies, ignore_index=True)
    table.to_json(tmp_path / "a.json", orient=orient)
    articles = tt.read_articles(tmp_path / "a.json", progress=False)
    assert len(articles) == 2 * n_copies
    articles = articles.head(2)
    assert articles["title"].tolist() == ["A", "B"]
    assert articles["body"].tolist() == ["One story.", "Two stories."]
    assert [f"{day:%Y-%m-%d}" for day in articles["date"]] == ["2018-10-22", "2018-10-23"]
