"""Tables written by pandas in any of their dialects come back the same."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from toolkit.reading.csv_dialects import find_dialect
from toolkit.reading.dates import read_date
from toolkit.reading.delimited import TableReader
from toolkit.reading.interface import Document, RawArticle, ReadOptions
from toolkit.reading.json_records import JsonLinesReader, JsonReader
from toolkit.reading.parquet import ParquetReader
from toolkit.reading.spreadsheets import SpreadsheetReader
from toolkit.reading.table_layouts import find_layout

_WORDS = 'harbour council "no delay" don\'t quay, 5; Größe قارب | 9% A&B <b C\\D naïve —'
WORDS = st.sampled_from(_WORDS.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join).map(str.strip)
STORIES = st.lists(SENTENCES, min_size=1, max_size=3).map("\n".join)
DAYS = st.dates(pd.Timestamp("1974-01-01").date(), pd.Timestamp("2026-10-01").date())
ROWS = st.lists(
    st.fixed_dictionaries(
        {"title": SENTENCES, "text": STORIES, "date": DAYS.map(str), "mood": SENTENCES}
    ),
    min_size=2,
    max_size=4,
)
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(reader, content, name="a.dat"):
    document = Document.from_bytes(name, content)
    assert reader.recognizes(document)
    items = list(reader.read(document, ReadOptions()))
    return [item for item in items if isinstance(item, RawArticle)]


def seen(articles):
    return [
        (item.fields.get("title", ""), item.body, item.fields["date"], item.extra.get("mood", ""))
        for item in articles
    ]


def expected(rows):
    return [(row["title"], row["text"], row["date"], row["mood"]) for row in rows]


DIALECTS = st.fixed_dictionaries(
    {
        "sep": st.sampled_from([",", ";", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "index": st.booleans(),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "escaping": st.sampled_from(["doubled", "backslash"]),
    }
)


@SLOW
@given(ROWS, DIALECTS)
def test_a_csv_in_any_dialect_of_pandas_comes_back_the_same(rows, dialect):
    how = dict(dialect)
    if how.pop("escaping") == "backslash":
        how |= {"doublequote": False, "escapechar": "\\"}
    encoding = how.pop("encoding")
    text = pd.DataFrame(rows).to_csv(**how)
    content = text.encode(encoding)
    # Doubled backslashes alone do not show whether they stand for one or two.
    assume("escapechar" not in how or '\\"' in text or "\\" not in text)
    assert seen(read(TableReader(), content)) == expected(rows)


@SLOW
@given(ROWS)
def test_json_json_lines_parquet_and_xlsx_come_back_the_same(rows):
    table = pd.DataFrame(rows)
    lines = table.to_json(orient="records", lines=True, force_ascii=False)
    whole = table.to_json(orient="records", indent=2)
    parquet = io.BytesIO()
    table.to_parquet(parquet)
    assert seen(read(JsonLinesReader(), lines.encode())) == expected(rows)
    assert seen(read(JsonReader(), whole.encode())) == expected(rows)
    assert seen(read(ParquetReader(), parquet.getvalue())) == expected(rows)
    book = io.BytesIO()
    table.to_excel(book, index=False)
    assert seen(read(SpreadsheetReader(), book.getvalue())) == expected(rows)


def _millis(day):
    return int(day.timestamp()) * 1000


@given(st.lists(DAYS, min_size=1, max_size=4), st.booleans())
@SLOW
def test_typed_dates_come_back_as_the_days_they_are(days, timed):
    times = [pd.Timestamp(day) + pd.Timedelta(hours=13 * timed) for day in days]
    table = pd.DataFrame({"title": "A", "text": "b", "date": times})
    book, parquet = io.BytesIO(), io.BytesIO()
    table.to_excel(book, index=False)
    table.to_parquet(parquet)
    texts = [
        read(SpreadsheetReader(), book.getvalue()),
        read(ParquetReader(), parquet.getvalue()),
        read(TableReader(), table.to_csv(index=False).encode()),
        read(
            JsonReader(),
            json.dumps(
                [row | {"date": _millis(row["date"])} for row in table.to_dict("records")]
            ).encode(),
        ),
        read(JsonReader(), table.to_json(orient="records", date_format="iso").encode()),
    ]
    for articles in texts:
        found = [read_date(item.fields["date"]) for item in articles]
        assert [date.first_day.date() for date in found] == days


@pytest.mark.parametrize(
    ("content", "remark", "body"),
    [
        (
            'title,text,date\nA,"He said \\"no\\", then left",2018-10-22\n',
            "backslash",
            'He said "no", then left',
        ),
        ("title,text,date\n'A','It is, she said',2018-10-22\n", "quoted with '", "It is, she said"),
        ('title,text,date\nA,"He said "no" then",2018-10-22\n', "not doubled", 'He said "no" then'),
        ('title\ttext\tdate\nA\t"No" and "yes\t2018-10-22\n', "no meaning", '"No" and "yes'),
        (
            "title,text,date\nA,One\ntwo\nthree,2018-10-22\nB,Four,2018-10-23\n",
            "line breaks",
            "One\ntwo\nthree",
        ),
        ('title,text,date\nA,"One, ""two""",2018-10-22\n', "", 'One, "two"'),
    ],
)
def test_the_dialect_that_gives_every_row_the_cells_of_the_header_is_taken(content, remark, body):
    document = Document.from_bytes("a.csv", content.encode())
    layout = find_layout(document.head)
    dialect = find_dialect(document, layout.separator, layout.header)
    assert remark in dialect.remark
    assert bool(remark) == bool(dialect.remark)
    assert read(TableReader(), content.encode())[0].body == body
