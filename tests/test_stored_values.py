"""Lists and dictionaries of stored articles come back as they were."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.fixed_lists import NONE
from toolkit.errors import InputError
from toolkit.reading.stored_values import are_text_lists, as_json, from_json, table_with_lists

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
LISTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=3)


@given(VALUES)
def test_values_are_written_and_read_as_json_does(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    assert as_json(value) == text
    assert from_json(text) == value


@pytest.mark.parametrize("text", ["", "[1", "1 2", "nothing", '{"page": }'])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(json.JSONDecodeError):
        from_json(text)


def test_white_space_around_json_is_allowed():
    assert from_json(' {"page": "A1"}\n') == {"page": "A1"}


@given(st.lists(st.lists(st.text() | st.none() | st.integers(), max_size=2) | st.none()))
def test_lists_of_texts_are_told_from_others(values):
    right = all(isinstance(one, list) and all(isinstance(x, str) for x in one) for one in values)
    assert are_text_lists(values) == right


@given(st.lists(LISTS), st.integers(0, 3), st.sampled_from([pa.string(), pa.large_string()]))
def test_lists_in_arrow_come_back_as_lists(values, start, kind):
    column = pa.chunked_array([pa.array(values, pa.list_(kind)), pa.array(values, pa.list_(kind))])
    numbers = pa.array(range(len(column)), pa.int64())
    table = pa.table({"quality": column, "n": numbers}).slice(start)
    found = table_with_lists(table)
    assert found["quality"].tolist() == [*values, *values][start:]
    assert found.columns.tolist() == ["quality", "n"]


def test_lists_that_are_all_empty_come_back_as_shared_lists():
    column = pa.chunked_array([pa.array([[], []]), pa.array([[]])])
    assert pa.types.is_null(column.type.value_type)
    found = table_with_lists(pa.table({"notes": column}))["notes"]
    assert list(map(id, found)) == [id(NONE)] * 3
    found = table_with_lists(pa.table({"notes": pa.array([[], [None]])}))["notes"]
    assert [list(one) for one in found] == [[], [None]]


def test_a_missing_list_stays_missing():
    found = table_with_lists(pa.table({"quality": pa.array([["a"], None])}))
    assert found["quality"].iloc[1] is None


def test_saved_articles_have_the_lists_dictionaries_and_ledger_of_the_given(tmp_path):
    file = tmp_path / "articles.csv"
    file.write_text("title,text,page,zone\nOne,Talks go on.,3,kept\nTwo,,,\n")
    given_ = tt.read_articles(file)
    found = tt.load_articles(tt.save_articles(given_, tmp_path / "saved.parquet"))
    pd.testing.assert_frame_equal(tt.ledger(found), tt.ledger(given_))
    for name in ("quality", "captions", "extra"):
        assert found[name].tolist() == given_[name].tolist()


def test_what_json_cannot_hold_is_named(tmp_path):
    articles = tt.load_sample().head(2).assign(extra=[{"x": {1, 2}}, {}])
    with pytest.raises(InputError, match="a value of type dict cannot be stored"):
        tt.save_articles(articles, tmp_path / "saved.parquet")
