"""What a workbook shows of its cells: months that are stored as days, rows and sheets not shown."""

from __future__ import annotations

import datetime as dt

import pytest

import toolkit as tt
from toolkit.reading.sheet_remarks import precision_shown

openpyxl = pytest.importorskip("openpyxl")

STORY = "Dockers in the harbour of Quay returned to work on Monday after a vote of their union."
TITLES = ["Ships", "Rain", "Wheat"]


def workbook(tmp_path, days, formats, change=None):
    book = openpyxl.Workbook()
    book.active.append(["Title", "Date", "Text"])
    for title, day in zip(TITLES, days, strict=True):
        book.active.append([title, day, f"{title}. {STORY}"])
    for row, code in enumerate(formats, start=2):
        book.active.cell(row, 2).number_format = code
    if change is not None:
        change(book)
    book.save(tmp_path / "a.xlsx")
    return tt.read_articles(tmp_path / "a.xlsx", progress=False)


def reasons(articles, rule):
    return tt.ledger(articles).query(f"rule == '{rule}'")["reason"].tolist()


def test_a_month_typed_into_excel_is_a_month_and_not_its_first_day(tmp_path):
    """Excel keeps "Oct 2018" as the first day of October, and shows "Oct-18"."""
    days = [dt.datetime(2018, 10, 1), dt.datetime(1964, 1, 1), dt.datetime(1999, 3, 1)]
    articles = workbook(tmp_path, days, ["mmm-yy", "yyyy", "dd/mm/yyyy"])
    assert articles["date_precision"].tolist() == ["month", "year", "day"]
    assert articles["date_raw"].tolist() == ["2018-10", "1964", "1999-03-01"]


def test_a_day_that_is_shown_as_a_month_stays_the_day(tmp_path):
    days = [dt.datetime(2018, 10, 22), dt.datetime(1964, 3, 1), dt.datetime(2018, 10, 1, 9, 30)]
    articles = workbook(tmp_path, days, ["mmm-yy", "yyyy", "mmm-yy"])
    assert articles["date_precision"].tolist() == ["day", "day", "day"]


def test_first_days_of_months_in_a_column_of_days_are_days_however_they_are_shown(tmp_path):
    """One in thirty articles lost its day where daily dates were shown by their months."""
    days = [dt.datetime(2018, 10, 1), dt.datetime(2018, 10, 22), dt.datetime(2018, 11, 1)]
    articles = workbook(tmp_path, days, ["mmm-yy"] * 3)
    assert articles["date_precision"].tolist() == ["day", "day", "day"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("mmmm yyyy", "month"),
        ('mmm" of "yyyy', "month"),
        ("[$-409]mmm\\-yy;@", "month"),
        ("yyyy", "year"),
        ("d mmm yyyy", ""),
        ("yyyy-mm-dd hh:mm", ""),
        ("mm:ss", ""),
        ("General", ""),
        ('#,##0 "y"', ""),
    ],
)
def test_which_part_of_a_date_a_format_shows(code, shown):
    assert precision_shown(code) == shown


def test_rows_that_a_filter_hides_are_read_and_told(tmp_path):
    def hide(book):
        for row in (3, 4):
            book.active.row_dimensions[row].hidden = True

    articles = workbook(tmp_path, ["2018-10-22"] * 3, [], hide)
    assert len(articles) == 3
    assert reasons(articles, "hidden_rows") == [
        "2 rows not shown (by a filter, or hidden by hand): read as the others"
    ]


def test_a_sheet_that_is_not_shown_is_named(tmp_path):
    def hide(book):
        book.create_sheet("Editor's & new").append(["Title", "Text"])
        book["Editor's & new"].append(["Fog", STORY])
        book["Editor's & new"].sheet_state = "veryHidden"

    articles = workbook(tmp_path, ["2018-10-22"] * 3, [], hide)
    assert articles["title"].tolist() == [*TITLES, "Fog"]
    assert "Editor's & new" in reasons(articles, "hidden_sheets")[0]


def test_a_workbook_that_shows_all_has_no_remark(tmp_path):
    articles = workbook(tmp_path, ["2018-10-22"] * 3, [])
    assert not {"hidden_rows", "hidden_sheets"} & set(tt.ledger(articles)["rule"])
