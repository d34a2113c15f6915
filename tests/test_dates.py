from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make_date_names import FILE, date_names
from toolkit.reading.dates import (
    DateProblem,
    PrintedDate,
    decide_order,
    numeric_order,
    read_date,
    split_label,
)
from toolkit.reading.months import MONTHS, folded

TODAY = date(2026, 11, 23)

SAME_DAY = [
    "Updated 22 October 2018",
    "UPDATED: 22 October 2018",
    "Published on 22nd October, 2018",
    "Oct. 22, 2018",
    "October 22nd 2018",
    "Monday 22 October 2018",
    "October 22, 2018 Monday",
    "22-Oct-2018",
    "2018-10-22",
    "2018/10/22",
    "20181022",
    "22.10.2018",
    "22/10/2018",
    "10/22/2018",
    "22 octobre 2018",
    "le lundi 22 octobre 2018",
    "Publié le 22 octobre 2018",
    "22. Oktober 2018",
    "Montag, 22. Oktober 2018",
    "22 de octubre de 2018",
    "22 Ekim 2018 Pazartesi",
    "Güncellenme: 22 Ekim 2018",
    "22 октября 2018 г.",
    "22 ottobre 2018",
    "22 outubro 2018",
    "22 أكتوبر 2018",
    "٢٢ أكتوبر ٢٠١٨",
    "الاثنين 22 أكتوبر 2018",
    "22 تشرين الأول 2018",
    "22 تشرين الأول/أكتوبر 2018",
    "آخر تحديث: 22 أكتوبر 2018",
    "2018年10月22日",
    "22\u00a0October\u00a02018",
    "\u200f22 أكتوبر 2018\u200f",
]


@pytest.mark.parametrize("text", SAME_DAY)
def test_one_day_in_every_language_and_form(text):
    found = read_date(text, today=TODAY)
    assert isinstance(found, PrintedDate)
    assert (found.year, found.month, found.day, found.time) == (2018, 10, 22, "")


@pytest.mark.parametrize(
    ("text", "time", "zone"),
    [
        ("Oct 22, 2018, 10.30pm IST", "22:30", "IST"),
        ("20181022T092000Z", "09:20:00", "Z"),
        ("2018-10-22T09:20:00.123+02:00", "09:20:00", "+02:00"),
        ("Mon, 22 Oct 2018 09:20:00 GMT", "09:20:00", "GMT"),
        ("Mon, 22 Oct 2018 09:20:00 +0200", "09:20:00", "+0200"),
        ("lundi 22 octobre 2018 à 10h30", "10:30", ""),
        ("Montag, 22. Oktober 2018, 10:30 Uhr", "10:30", ""),
        ("October 22, 2018 Monday 9:20 AM GMT", "09:20", "GMT"),
        ("9 a.m. EST, Oct. 22, 2018", "09:00", "EST"),
        ("12:05 am 22 October 2018", "00:05", ""),
        ("12:05 pm 22 October 2018", "12:05", ""),
        ("22 October 2018 14:00 (GMT+3)", "14:00", "GMT+3"),
        ("1540200000", "09:20:00", "Z"),
        ("1540200000000", "09:20:00", "Z"),
    ],
)
def test_times_and_zones_are_kept_as_printed(text, time, zone):
    found = read_date(text, today=TODAY)
    assert isinstance(found, PrintedDate)
    assert (found.day, found.time, found.zone) == (22, time, zone)


@pytest.mark.parametrize(
    ("text", "precision", "first"),
    [
        ("October 2018", "month", date(2018, 10, 1)),
        ("Updated August 2018", "month", date(2018, 8, 1)),
        ("2018-10", "month", date(2018, 10, 1)),
        ("10/2018", "month", date(2018, 10, 1)),
        ("octubre de 2018", "month", date(2018, 10, 1)),
        ("May 2018", "month", date(2018, 5, 1)),
        ("2018", "year", date(2018, 1, 1)),
        ("1991", "year", date(1991, 1, 1)),
    ],
)
def test_missing_parts_lower_the_precision_and_are_never_filled_in(text, precision, first):
    found = read_date(text, today=TODAY)
    assert isinstance(found, PrintedDate)
    assert found.precision == precision
    assert found.first_day.date() == first


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("next Saturday", "not_a_date"),
        ("May", "not_a_date"),
        ("yesterday at 10:30", "not_a_date"),
        ("12 صفر 1440", "not_a_date"),
        ("۱ آبان ۱۳۹۷", "not_a_date"),
        ("12-14 October 2018", "not_a_date"),
        ("Updated figures show that 12 died in 2018", "not_a_date"),
        ("Mosul, Iraq, June 23, 2014", "not_a_date"),
        ("19999", "not_a_date"),
        ("1234567", "not_a_date"),
        ("22 October 2018 " * 20, "not_a_date"),
        ("Oct. 15", "no_year"),
        ("Updated 22 October", "no_year"),
        ("31 June 2018", "no_such_day"),
        ("29 February 2018", "no_such_day"),
        ("2018-13-01", "no_such_day"),
        ("2018-00-10", "no_such_day"),
        ("00/00/2018", "no_such_day"),
        ("01/02/2018", "ambiguous_order"),
        ("1/21/18", "two_digit_year"),
        ("1-Jan-96", "two_digit_year"),
        ("0001-01-01", "out_of_range"),
        ("0001-11-30", "out_of_range"),
        ("2050-09-30", "out_of_range"),
    ],
)
def test_what_is_not_a_date_says_why(text, kind):
    found = read_date(text, today=TODAY)
    assert isinstance(found, DateProblem)
    assert found.kind == kind


def test_the_clock_is_used_only_to_refuse_days_that_have_not_come():
    assert isinstance(read_date("24 November 2026", today=TODAY), PrintedDate)
    assert read_date("25 November 2026", today=TODAY).kind == "out_of_range"


def test_the_order_of_day_and_month_is_what_the_caller_says():
    assert read_date("01/02/2018", order="dmy").month == 2
    assert read_date("01/02/2018", order="mdy").month == 1
    assert read_date("13/02/2018", order="mdy").month == 2  # settles itself


def test_years_of_two_digits_are_read_only_when_asked_for():
    assert read_date("1/21/18", order="mdy").kind == "two_digit_year"
    assert read_date("1/21/18", order="mdy", short_years=True).year == 2018
    assert read_date("1-Jan-96", short_years=True).year == 1996


def test_the_order_of_a_file_needs_evidence_and_no_counter_evidence():
    assert decide_order(["01/02/2018", "21/02/2018"]) == "dmy"
    assert decide_order(["01/02/2018", "02/21/2018"]) == "mdy"
    assert decide_order(["01/02/2018", "03/04/2018"]) is None
    assert decide_order(["21/02/2018", "02/21/2018"]) is None
    assert numeric_order("05/05/2018") == ""


def test_labels_are_whole_words():
    assert split_label("Last updated: 3 May 2018") == ("updated", "3 may 2018")
    assert split_label("Publié le 3 mai 2018")[0] == "published"
    assert split_label("Updates follow") == ("", "updates follow")


@given(st.dates(date(1600, 1, 1), TODAY))
def test_every_day_is_read_back_from_every_unambiguous_form(day):
    names = ["January", "February", "March", "April", "May", "June", "July", "August"]
    names += ["September", "October", "November", "December"]
    name = names[day.month - 1]
    forms = [
        day.isoformat(),
        f"{day.year:04d}{day.month:02d}{day.day:02d}",
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"Updated {day.day:02d} {name[:3]} {day.year}",
    ]
    for form in forms:
        found = read_date(form, today=TODAY)
        assert isinstance(found, PrintedDate), form
        assert found.first_day.date() == day


@given(st.text(max_size=150))
def test_any_text_is_a_date_or_says_why_not(text):
    found = read_date(text, today=TODAY)
    if isinstance(found, PrintedDate):
        assert found.first_day.date() <= TODAY + timedelta(days=1)
        assert text.strip().isdecimal() or str(found.year)[-2:] in folded(text)
    else:
        assert found.reason


@given(st.sampled_from(sorted(MONTHS)), st.integers(1, 28), st.integers(1900, 2025))
def test_every_month_name_of_the_table_is_understood(name, day, year):
    found = read_date(f"{day} {name} {year}", today=TODAY)
    assert isinstance(found, PrintedDate)
    assert (found.year, found.month, found.day) == (year, MONTHS[name], day)


CASES = Path(__file__).parent / "data" / "dates.tsv"


def _dates_of_cases():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        text, wanted, *order = line.split("\t")
        yield pytest.param(text, wanted, order[0] if order else None, id=text)


@pytest.mark.parametrize(("text", "wanted", "order"), list(_dates_of_cases()))
def test_each_date_as_newspapers_and_spreadsheets_write_it(text, wanted, order):
    found = read_date(text, order=order, short_years=order is not None, today=TODAY)
    if isinstance(found, DateProblem):
        assert found.kind == wanted
    else:
        size = {"day": 10, "month": 7, "year": 4}[found.precision]
        assert found.first_day.date().isoformat()[:size] == wanted


MONTHS_IN_THE_PRESS = {
    "22 października 2018": 10,
    "22. října 2018": 10,
    "22 octombrie 2018": 10,
    "22 Οκτωβρίου 2018": 10,
    "22 жовтня 2018 р.": 10,
    "22 окт. 2018 г.": 10,
    "22 нояб. 2018": 11,
    "22. maj 2018": 5,
    "den 22 augusti 2018 kl. 14.30": 8,
    "22. lokakuuta 2018 klo 14.30": 10,
    "Kamis, 22 Februari 2018 pukul 14.30 WIB": 2,
    "22 Şubat 2018 Perşembe": 2,
    "22 شباط 2018": 2,
    "22 فبراير 2018": 2,
    "٢٢ كانون الثاني ٢٠١٨": 1,
    "22 اکتبر 2018": 10,
    "۲۲ ژانویه ۲۰۱۸": 1,
    "22 जनवरी 2018": 1,
    "ngày 22 tháng 10 năm 2018": 10,
    "2018년 3월 22일": 3,
    "22 listopada 2018": 11,
    "22. listopada 2018.": 10,
    "22. listopadu 2018": 11,
    "22. lipnja 2018.": 6,
    "22 lipca 2018": 7,
    "2018 m. spalio 22 d.": 10,
    "22 d’octubre del 2018": 10,
}


@pytest.mark.parametrize(("text", "month"), list(MONTHS_IN_THE_PRESS.items()))
def test_months_are_known_in_the_languages_of_the_press(text, month):
    found = read_date(text, today=TODAY)
    assert isinstance(found, PrintedDate), found
    assert (found.year, found.month, found.day) == (2018, month, 22)


def test_a_month_that_means_two_in_two_languages_is_not_guessed():
    assert read_date("listopad 2018", today=TODAY).month == 11
    assert read_date("22. lis 2018", today=TODAY).kind == "ambiguous_month"
    assert read_date("22 srp 2018", today=TODAY).kind == "ambiguous_month"


def test_the_names_are_those_of_cldr():
    babel = pytest.importorskip("babel")
    written = json.loads(FILE.read_text(encoding="utf-8"))
    made = date_names()
    if babel.__version__ == written["babel"]:
        assert made == written
    assert {name: MONTHS.get(name) for name in made["months"]} == made["months"]


@given(st.dates(date(1968, 6, 11), date(2026, 11, 20)))
def test_serial_days_of_spreadsheets_are_read_from_both_epochs(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_date(str(serial), today=TODAY).first_day.date() == day
    assert read_date(f"{serial}.0", today=TODAY).first_day.date() == day
    from_1904 = (day - date(1904, 1, 1)).days
    if from_1904 >= 20_000:
        assert read_date(str(from_1904), order="excel-1904", today=TODAY).first_day.date() == day


@given(st.datetimes(datetime(2002, 1, 1), datetime(2026, 11, 20)))
def test_seconds_since_1970_are_read_in_every_unit_and_notation(moment):
    seconds = int(moment.replace(microsecond=0, tzinfo=UTC).timestamp())
    for text in (f"{seconds}", f"{seconds}.0", f"{seconds}000", f"{seconds}{'0' * 9}"):
        found = read_date(text, today=TODAY)
        assert found.moment == moment.replace(microsecond=0), text


@given(st.dates(date(2000, 1, 1), date(2026, 11, 20)))
def test_every_day_with_dots_and_two_digits_is_a_date_not_a_time(day):
    text = f"{day:%d.%m.%y}"
    assert read_date(text, today=TODAY).kind == "two_digit_year"
    found = read_date(text, order="dmy", short_years=True, today=TODAY)
    assert (found.first_day.date(), found.time) == (day, "")
    timed = read_date(f"{text} 14:30", order="dmy", short_years=True, today=TODAY)
    assert (timed.first_day.date(), timed.time) == (day, "14:30")


PERIODS = ["Q1 2024", "2024 Q1", "2024Q1", "Q1/2024", "1Q 2024", "1Q24", "H2 2023", "2H 2023",
           "2H2023", "Q4 FY2023", "FY 2023", "Spring 2018", "Week 42 2018", "KW 42 2018",
           "2018-W42",
           "first half of 2018", "22 Oct/Nov 2018", "10:30 2018", "22-24 October 2018"]  # fmt: skip


@pytest.mark.parametrize("text", PERIODS)
def test_a_quarter_a_half_year_or_a_week_is_no_month_and_no_day(text):
    assert read_date(text, today=TODAY).kind == "not_a_date"


WRITTEN = {
    "2018-10-22Z": ("2018-10-22", ""),
    "2018-10-22+02:00": ("2018-10-22", ""),
    "lundi 22 octobre 2018 à 10 h 30": ("2018-10-22", "10:30"),
    "Thứ Hai, 22/10/2018": ("2018-10-22", ""),
    "dne 22.10.2018": ("2018-10-22", ""),
    "z dnia 22.10.2018": ("2018-10-22", ""),
    "22 באוקטובר 2018": ("2018-10-22", ""),
    "22 تشرين الأول/أكتوبر 2018": ("2018-10-22", ""),
    "Published online 22 October 2018": ("2018-10-22", ""),
}


@pytest.mark.parametrize(("text", "wanted"), WRITTEN.items())
def test_a_day_is_read_with_the_small_words_of_its_language(text, wanted):
    found = read_date(text, today=TODAY)
    assert (found.first_day.date().isoformat(), found.time) == wanted
