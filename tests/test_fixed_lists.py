"""Lists that rows share do what lists do, except changing."""

from __future__ import annotations

import copy
import json
import multiprocessing
import operator

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.fixed_lists import NONE, SharedList, lists_of, shared_list, shared_lists
from toolkit.errors import InputError

LISTS = st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=4), max_size=3))

CHANGES = {
    "append": lambda one: one.append("b"),
    "extend": lambda one: one.extend(["b"]),
    "insert": lambda one: one.insert(0, "b"),
    "remove": lambda one: one.remove("a"),
    "pop": lambda one: one.pop(),
    "clear": lambda one: one.clear(),
    "sort": lambda one: one.sort(key=len),
    "reverse": lambda one: one.reverse(),
    "set": lambda one: operator.setitem(one, 0, "b"),
    "set part": lambda one: operator.setitem(one, slice(None), ["b"]),
    "delete": lambda one: operator.delitem(one, 0),
    "add": lambda one: operator.iadd(one, ["b"]),
    "repeat": lambda one: operator.imul(one, 2),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_shared_list_cannot_be_changed_and_says_what_to_do(change):
    held = shared_list(["a"])
    with pytest.raises(InputError) as caught:
        CHANGES[change](held)
    assert str(caught.value) == (
        "a list of an articles table cannot be changed, because rows share it. Put another in its "
        'place: articles.at[article_id, "quality"] = [*marks, "mine"].'
    )
    assert held == ["a"]


def test_every_change_that_a_list_allows_is_refused():
    changing = {name for name in dir(list) if name not in dir(tuple)} - {"copy"}
    assert all(getattr(SharedList, name) is not getattr(list, name) for name in changing
               - {"__reversed__"})  # fmt: skip


def test_what_the_message_says_can_be_done():
    articles = tt.load_sample()
    before = [list(marks) for marks in articles["quality"]]
    articles.at[articles.index[1], "quality"] = [*articles["quality"].iloc[1], "mine"]  # noqa: PD008
    assert articles["quality"].tolist() == [before[0], [*before[1], "mine"], *before[2:]]


@given(LISTS)
def test_columns_of_shared_lists_are_like_columns_of_lists(values):
    shared = pd.Series(shared_lists(values, len(values)), dtype="object")
    plain = pd.Series(values, dtype="object")
    pd.testing.assert_series_equal(shared, plain)
    assert json.dumps(shared.tolist()) == json.dumps(values)
    assert pa.array(shared, from_pandas=True) == pa.array(plain, from_pandas=True)
    assert list(map(type, shared)) == [SharedList] * len(values)
    pd.testing.assert_series_equal(shared.explode(), plain.explode())
    assert shared.to_frame("quality").to_csv() == plain.to_frame("quality").to_csv()
    assert shared.to_json() == plain.to_json()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, list, list.copy, lambda x: x[:]])
def test_copies_are_ordinary_lists(copied):
    own = copied(shared_list(["a"]))
    own.append("b")
    assert (type(own), own, shared_list(["a"])) == (list, ["a", "b"], ["a"])


def test_sums_are_ordinary_lists():
    held = shared_list(["a"])
    assert type(held + ["b"]) is type(["b"] + held) is type(held * 2) is list  # noqa: RUF005
    assert shared_list(held) is held


def test_lists_of_codes_are_those_that_the_codes_stand_for():
    found = lists_of({0: [], 5: ["a"]}, np.array([5, 0, 5]))
    assert found.tolist() == [["a"], [], ["a"]]
    assert found[0] is found[2]
    assert found[1] is NONE is shared_list(())
    assert lists_of({}, np.array([], np.int64)).tolist() == []


def test_lists_from_another_process_cannot_be_changed_either():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (found,) = pool.map(shared_list, [("a",)])
    assert type(found) is SharedList
    assert found is shared_list(["a"])
