"""Messages: what was wrong, the value seen, and the way out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import (
    InputError,
    MissingExtraError,
    ToolkitError,
    check_option,
    require_extra,
    shorten,
)
from toolkit.tables import ARTICLES, check_columns, check_same_articles


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6, unique=True))
def test_every_allowed_option_appears_in_the_message(options):
    with pytest.raises(InputError) as error:
        check_option("f", "kind", "not an option", options)
    assert all(repr(option) in str(error.value) for option in options)


def test_a_near_miss_is_met_with_a_suggestion():
    with pytest.raises(InputError, match=r"got 'diplomcy'\. Did you mean 'diplomacy'\?"):
        check_option("f", "theme", "diplomcy", ["conflict", "diplomacy"])


def test_a_missing_extra_names_the_command_that_installs_it():
    with pytest.raises(MissingExtraError) as error:
        require_extra("no_such_package_here", extra="pdf", purpose="read PDF files")
    assert "needed to read PDF files" in str(error.value)
    assert "pip install 'theme-toolkit[pdf]'" in str(error.value)
    assert isinstance(error.value, ImportError)
    assert isinstance(error.value, ToolkitError)


def test_missing_columns_are_named_beside_those_present():
    with pytest.raises(InputError, match=r"f: the table has no columns 'x', 'y'. It has: 'a'\."):
        check_columns("f", pd.DataFrame({"a": []}), ["x", "a", "y"])


def test_missing_articles_are_counted_and_named():
    with pytest.raises(InputError, match=r"dates lacks 2 of 3 articles, the first being 'b', 'c'"):
        check_same_articles("f", pd.Index(list("abc")), pd.Index(["a"]), name="dates")


def test_long_values_are_cut_in_messages():
    assert len(shorten("x" * 1000)) == 80


def test_every_column_of_the_articles_table_is_explained():
    assert all(column.meaning and column.dtype for column in ARTICLES)
    names = [column.name for column in ARTICLES]
    assert len(names) == len(set(names))
