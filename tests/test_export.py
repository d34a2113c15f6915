"""Tables that leave: nothing a spreadsheet would run, nothing lost on the way back."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.control_characters import visible
from toolkit._core.formulas import FORMULA_STARTS
from toolkit.reporting.tables.export import csv_bytes, neutralize

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
