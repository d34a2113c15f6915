"""Tables that leave: nothing a spreadsheet would run, nothing lost on the way back."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.control_characters import visible
from toolkit._core.formulas import FORMULA_STARTS
from toolkit._kernels import number_text
from toolkit.errors import InputError
from toolkit.reporting.tables.csv_cells import _numbers, fast_csv
from toolkit.reporting.tables.export import _pandas_csv, csv_bytes, neutralize

DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_and_no_header_starts_a_formula(text):
    table = pd.DataFrame({text: [text], "n": [1]})
    for line in csv_bytes(table).decode().replace("\r", "").replace('"', "").splitlines():
        assert not line.startswith(FORMULA_STARTS)


@pytest.mark.parametrize("value", ["Talks resume", "", "a=b", "'quoted", 3, -3.5, None, True])
def test_other_values_stay_as_they_are(value):
    assert neutralize(value) == value


def test_negative_numbers_stay_numbers():
    assert csv_bytes(pd.DataFrame({"difference": [-0.25]})) == b"difference\n-0.25\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_neutralised_text_is_the_text_but_for_one_apostrophe(texts):
    for text in texts:
        safe = neutralize(text)
        is_formula = text.startswith(FORMULA_STARTS)
        assert safe == visible(text) or (safe == visible("'" + text) and is_formula)


def test_lists_are_written_joined():
    table = pd.DataFrame({"notes": [["one", "two"], []]})
    assert csv_bytes(table) == b'notes\none | two\n""\n'


def test_the_index_becomes_the_first_column(tmp_path):
    table = pd.DataFrame({"n": [2]}, index=pd.Index(["a1"], name="article_id"))
    csv, parquet = tt.save_table(table, tmp_path / "t")
    assert csv.read_text(encoding="utf-8") == "article_id,n\na1,2\n"
    assert pd.read_parquet(parquet).columns.tolist() == ["article_id", "n"]


def test_parquet_holds_every_text_as_it_is(tmp_path):
    table = pd.DataFrame({"title": pd.Categorical(DANGEROUS), "x": np.arange(len(DANGEROUS)) / 3})
    _, parquet = tt.save_table(table, tmp_path / "t")
    again = pd.read_parquet(parquet)
    assert again["title"].tolist() == DANGEROUS
    assert again["x"].tolist() == table["x"].tolist()


def test_a_flipped_bit_is_noticed(tmp_path):
    table = pd.DataFrame({"x": np.random.default_rng(1).normal(size=500)})
    _, parquet = tt.save_table(table, tmp_path / "t")
    good, silent = parquet.read_bytes(), 0
    for place in range(8, len(good) - 8, 97):
        parquet.write_bytes(good[:place] + bytes([good[place] ^ 16]) + good[place + 1 :])
        try:
            again = pq.read_table(parquet, page_checksum_verification=True).to_pandas()
        except (OSError, ValueError):
            continue
        silent += not again["x"].equals(table["x"])
    assert silent == 0


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table = pd.DataFrame({"a": ["x", "y"], "b": [1.5, np.nan]})
    first = [path.read_bytes() for path in tt.save_table(table, tmp_path / "one")]
    assert [path.read_bytes() for path in tt.save_table(table, tmp_path / "two")] == first


NUMBERS = st.floats(allow_infinity=False) | st.floats(-10, 10).map(lambda x: round(x, 4))


SIGNS = st.text(
    alphabet='=+-@＝＋－＠\t\r\n", \x00\x1f\x7f\x9f\u2028\u2029\ufffe\uffffaé', max_size=4
)
DATES = st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2030-01-01")) | st.none()
CELLS = st.tuples(NUMBERS, st.integers(-9, 9), SIGNS | st.text() | st.none(), DATES)


@given(st.lists(CELLS, min_size=1), st.sampled_from(["us", "ns", "D"]))
def test_the_quick_way_to_csv_writes_what_pandas_writes(rows, unit):
    table = pd.DataFrame(rows, columns=["x", "n", "text", "date"])
    table["truth"] = table["n"] > 0
    table["object"] = table["text"].astype(object)
    table["group"] = table["n"].where(table["truth"]).astype("Int64")
    date = pd.to_datetime(table["date"])
    table["date"] = date.dt.normalize() if unit == "D" else date.dt.as_unit(unit)
    assert (fast_csv(table, neutralize) or _pandas_csv(table)) == _pandas_csv(table)
    whole = [pd.isna(text) or text.isprintable() for text in table["object"]]
    assert fast_csv(table, neutralize) is not None or not all(whole)


@given(st.lists(NUMBERS, min_size=1))
@example([0.0, -0.0, 999999999999.5, 99999999999.95, 0.0001, 0.00001, 5e-324, 1.5e12, np.nan])
@example([*(10.0 ** np.arange(-300, 300)).tolist(), 0.1 + 0.2, 1 / 3, 2 / 3, 123456789012.5])
def test_kernels_write_twelve_digits_as_python_does(values):
    written = _numbers(np.array(values), are_few=False).to_pylist()
    assert written == ["" if np.isnan(value) else f"{value:.12g}" for value in values]


def test_digits_near_a_half_are_taken_from_python():
    values = np.array([0.1234567890125, 0.12345678901250001, 1 / 3])
    digits, exponents = np.empty((2, 3), np.int64)
    number_text.find_digits(values, number_text.POWERS, digits, exponents)
    assert digits.tolist() == [-1, -1, 333333333333]


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_the_kernels_of_number_text_are_the_same_in_plain_python(values):
    values = np.array(values)
    found = []
    for find, write in (
        (number_text.find_digits, number_text.write_digits),
        (number_text.find_digits.py_func, number_text.write_digits.py_func),
    ):
        digits, exponents = np.empty((2, len(values)), np.int64)
        find(values, number_text.POWERS, digits, exponents)
        out, ends = np.zeros(20 * len(values), np.uint8), np.zeros(len(values), np.int64)
        write(values, np.abs(digits), exponents, out, ends)
        found.append((digits.tolist(), exponents.tolist(), out.tolist(), ends.tolist()))
    assert found[0] == found[1]


def test_dates_without_a_time_are_written_as_days():
    dates = pd.DataFrame({"date": pd.to_datetime(["2018-01-02", None]), "x": [1.5, 2.0]})
    assert csv_bytes(dates) == b"date,x\n2018-01-02,1.5\n,2\n"


def test_dates_of_a_long_table_look_alike_in_all_its_rows():
    dates = pd.Series(pd.to_datetime(["2018-01-02"]).repeat(60_000))
    dates[59_999] = pd.Timestamp("2018-01-02 13:00")
    table = pd.DataFrame({"date": dates, "x": 1})
    lines = csv_bytes(table).splitlines()
    assert lines[1] == b"2018-01-02 00:00:00,1"
    assert csv_bytes(table.assign(topics=[["war"]] * 60_000)).splitlines()[1].startswith(lines[1])


def test_a_table_with_lists_or_infinity_is_left_to_pandas():
    lists = pd.DataFrame({"x": [1, 2], "y": [["a", "b"], []]})
    assert fast_csv(lists, neutralize) is None
    assert csv_bytes(lists) == b"x,y\n1,a | b\n2,\n"
    assert csv_bytes(pd.DataFrame({"x": [np.inf, 1], "y": [1, 2]})) == b"x,y\ninf,1\n1,2\n"


def test_a_column_of_bytes_is_no_column_of_texts():
    assert csv_bytes(pd.DataFrame({"x": [b"a", b"b"], "y": [1, 2]})) == b"x,y\nb'a',1\nb'b',2\n"


def test_a_text_with_half_a_character_is_saved_with_a_question_mark(tmp_path):
    table = pd.DataFrame({"x": [1, 2]})
    table["text"] = pd.Series(["half \ud83d", "whole"], dtype=object)
    _, parquet = tt.save_table(table, tmp_path / "t")
    assert pd.read_parquet(parquet)["text"].tolist() == ["half ?", "whole"]


def test_articles_none_of_which_has_a_field_of_its_own_are_saved(tmp_path):
    """Parquet has no type for dictionaries that are all empty: pyarrow's own error came out."""
    (tmp_path / "in.csv").write_text("title,date,source,body\nTalks,2018-10-22,Post,They met.\n")
    articles = tt.read_articles(tmp_path / "in.csv", progress=False)
    assert articles["extra"].tolist() == [{}]
    tt.save_table(articles, tmp_path / "articles")
    back = tt.read_articles(tmp_path / "articles.parquet", progress=False)
    assert back[["title", "body"]].to_numpy().tolist() == [["Talks", "They met."]]


@pytest.mark.parametrize("name", ["t.parquet", "t.CSV"])
def test_a_path_with_a_suffix_is_refused_instead_of_written_twice(tmp_path, name):
    with pytest.raises(InputError, match=f"give the path without its suffix; got '{name}'"):
        tt.save_table(pd.DataFrame({"n": [1]}), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
