"""Ids of articles, hashed one by one and many at once, and the columns that are told apart."""

import hashlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit._core.distinct_codes import renumbered
from toolkit._kernels import digests
from toolkit.reading.article_blocks import _encoded
from toolkit.reading.identity import content_keys, ids_of, numbered_id, numbered_keys
from toolkit.reading.shared_keys import few_values, rows_with_keys

LENGTHS = [0, 1, 7, 8, 9, 127, 128, 129, 255, 256, 257, 700]


def texts_of_lengths():
    rng = np.random.default_rng(4)
    return [bytes(rng.integers(0, 256, n, np.uint8)) for n in LENGTHS]


@pytest.mark.parametrize("plain", [False, True])
def test_texts_of_whole_and_broken_blocks_have_the_digests_of_hashlib(plain):
    texts = texts_of_lengths()
    bounds = np.cumsum([0, *map(len, texts)])
    keys = np.zeros(len(texts), np.uint64)
    run = digests.hash_texts.py_func if plain else digests.hash_texts
    with np.errstate(over="ignore"):
        run(np.frombuffer(b"".join(texts), np.uint8), bounds, keys)
    expected = [hashlib.blake2b(text, digest_size=8).digest() for text in texts]
    assert [int(key).to_bytes(8, "little") for key in keys] == expected


@given(st.lists(st.text(max_size=200), max_size=20), st.integers(0, 3))
def test_many_articles_have_the_ids_that_each_would_have(texts, first):
    column = pa.array([*["left out"] * first, *texts], pa.large_string())[first:]
    expected = [hashlib.blake2b(text.encode(), digest_size=8).hexdigest() for text in texts]
    for compiled in (False, True):
        keys = content_keys(column, compiled=compiled)
        assert ids_of(keys).to_pylist() == expected
        copies = np.arange(1, len(texts) + 1)
        numbered = ids_of(numbered_keys(keys, copies, compiled=compiled)).to_pylist()
        assert numbered == list(map(numbered_id, expected, copies.tolist()))


@given(st.lists(st.sampled_from(["", "Post", "Times", "é", "The Hill"]), max_size=9), st.booleans())
def test_a_column_of_one_text_or_of_several_is_told_by_its_distinct_texts(texts, equal):
    if equal:
        texts = texts[:1] * len(texts)
    column = pa.array(["before", *texts], pa.large_string())[1:]
    assert _encoded(column).to_pylist() == texts
    assert _encoded(column).dictionary.to_pylist() == list(dict.fromkeys(texts))


@given(st.lists(st.integers(0, 70_000), max_size=30))
def test_numbers_are_told_apart_as_by_sorting(numbers):
    codes = np.array(numbers, np.int64)
    for found, expected in zip(
        renumbered(codes), np.unique(codes, return_inverse=True), strict=True
    ):
        assert found.tolist() == expected.tolist()


def test_values_that_many_rows_have_are_in_the_dictionaries_they_are_copies_of():
    where = {"id": np.array([True] * 3), "world": np.array([True, False, True])}
    columns = {"world": (np.array([1, 0, 0]), ["0", "1"]), "day": (None, ["day"] * 300)}
    few = few_values(columns)
    assert list(few) == ["world"]
    first, second, third = rows_with_keys(where, 3, few)
    assert (first, second, third) == (
        {"id": "", "world": "1"},
        {"id": ""},
        {"id": "", "world": "0"},
    )
    first["world"] = "2"
    assert rows_with_keys(where, 3, few) == [{"id": "", "world": "1"}, second, third]
