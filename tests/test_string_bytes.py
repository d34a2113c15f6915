"""Strings of Arrow by their bytes: order, repeats, bytes that they hold."""

from unittest import mock

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.tokenizing.string_bytes import (
    byte_table,
    drop_repeated,
    ends_with,
    holds_bytes,
    sort_strings,
)

ALIKE = st.text("ab\0é中\U0001f600", max_size=24)
STRINGS = st.lists(st.one_of(ALIKE, st.text("a", max_size=24)), max_size=40)


def _arrow(strings):
    """Return strings as a slice, so that their bytes do not begin at 0."""
    return pa.array(["before", *strings], type=pa.large_string()).slice(1)


@given(STRINGS)
def test_strings_are_sorted_by_code_point(strings):
    order = sort_strings(_arrow(strings))
    assert [strings[place] for place in order] == sorted(strings)


@pytest.mark.parametrize("few", [0, 50])
@given(STRINGS)
def test_each_string_is_kept_once_and_found_again(few, strings):
    arrow = _arrow(strings)
    with mock.patch.multiple("toolkit.tokenizing.string_bytes", _FEW=few, _SHARE=7):  # for threads
        unique, numbers = drop_repeated(arrow)
    assert unique.to_pylist() == sorted(set(strings))
    assert unique.take(pa.array(numbers)).to_pylist() == strings


def test_more_groups_than_fit_beside_five_bytes_are_sorted_by_arrow(monkeypatch):
    monkeypatch.setattr("toolkit.tokenizing.string_bytes._MOST_GROUPS", 0)
    strings = ["governments", "government", "governed", "talks", "governments"]
    assert sort_strings(_arrow(strings)).tolist()[1:3] in ([1, 0], [1, 4])


@given(STRINGS, st.sampled_from(["a", "é", "\0", "ab"]))
def test_bytes_are_found_wherever_they_stand(strings, ending):
    arrow, byte = _arrow(strings), ending.encode()
    assert ends_with(arrow, byte).tolist() == [text.endswith(ending) for text in strings]
    found = holds_bytes(arrow, byte_table(byte[:1])).tolist()
    assert found == [byte[:1] in text.encode() for text in strings]


@pytest.mark.parametrize("strings", [[], [""], ["", ""]])
def test_strings_without_bytes_are_no_exception(strings):
    arrow = pa.array(strings, type=pa.large_string())
    unique, numbers = drop_repeated(arrow)
    assert unique.to_pylist() == sorted(set(strings))
    assert numbers.tolist() == [0] * len(strings)
    assert not holds_bytes(arrow, np.ones(256, dtype=bool)).any()
