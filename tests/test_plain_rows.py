"""Rows made straight from their cells equal those that the rules make."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._kernels.text_sizes import count
from toolkit.errors import ReadingError
from toolkit.reading import plain_rows
from toolkit.reading.interface import n_characters
from toolkit.reading.text_size import LONG, measure_text

SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace()]
CELLS = {
    "title": ["Summit", " A title ", "", "[Removed]", "Größe", "“Said”", "  "],
    "date": [
        "2016-05-01",
        "21/02/2018",
        "01/02/2018",
        "1 May 2016",
        "",
        "soon",
        "2016-05-01T10:00Z",
    ],
    "source": ["Post", "Times", "", "\u2003"],
    "text": [
        "A short text.",
        "<p>One</p>",
        "A & B",
        "It goes on … [+250 chars]",
        "",
        "Lines\n\nof text",
        "[list]",
        "x" * 32_767,
        "wide\u2003spaces and a word " * 60,
    ],
    "author": ["Jane Roe", "['Jane Roe', 'Al Doe']", "[one", ""],
    "page": ["3", "", "A1"],
    "other": ["", "kept", " kept ", "3.0"],
}
ROWS = st.lists(st.tuples(*(st.sampled_from(cells) for cells in CELLS.values())), min_size=1)


def read(path, *, plainly: bool, **options):
    """What is read, or the error; unless plainly, a rule decides about every row."""
    never = plain_rows.PlainRows.row
    with pytest.MonkeyPatch.context() as patch:
        if not plainly:
            patch.setattr(plain_rows.PlainRows, "row", lambda *_: None)
        assert plainly == (plain_rows.PlainRows.row is never)
        try:
            articles = tt.read_articles(path, progress=False, **options)
        except ReadingError as error:
            return str(error)
    return articles, tt.ledger(articles), articles.attrs["files"], articles.attrs["mapping"]


def assert_same(one, other) -> None:
    if isinstance(one, str):
        assert one == other
        return
    pd.testing.assert_frame_equal(one[0], other[0])
    pd.testing.assert_frame_equal(one[1], other[1])
    assert one[2:] == other[2:]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["parquet", "csv"]), st.sampled_from(["keep", "raise"]))
def test_a_table_is_read_as_if_every_row_went_through_the_rules(
    tmp_path_factory, rows, kind, on_error
):
    path = tmp_path_factory.mktemp("tables") / f"articles.{kind}"
    table = pd.DataFrame(rows, columns=list(CELLS))
    table.to_parquet(path) if kind == "parquet" else table.to_csv(path, index=False)
    options = {"on_error": on_error, "source": "Outlet"}
    assert_same(read(path, plainly=True, **options), read(path, plainly=False, **options))


def test_most_rows_of_a_usual_table_are_plain(tmp_path, monkeypatch):
    rows = [("T", "2016-05-01", "Post", f"Text {n}.", "Jane Roe", "3", "") for n in range(300)]
    rows[7] = ("T", "", "Post", "No date.", "", "", "")
    pd.DataFrame(rows, columns=list(CELLS)).to_csv(tmp_path / "a.csv", index=False)
    made = []
    row = plain_rows.PlainRows.row
    monkeypatch.setattr(
        plain_rows.PlainRows, "row", lambda *given: made.append(row(*given)) or made[-1]
    )
    articles = tt.read_articles(tmp_path / "a.csv", progress=False)
    assert [at for at, one in enumerate(made) if one is None] == [7]
    assert articles["quality"].map(bool).sum() == 1


@given(st.text(alphabet=st.one_of(st.sampled_from([*SPACES, "a", "ä", "“"]), st.characters())))
def test_words_and_letters_are_counted_as_split_divides_them(text):
    text = text.encode("utf-8", "replace").decode()
    long = text + " " + "word\u00a0" * LONG
    words = long.split()
    assert measure_text(long) == (len(words), sum(map(len, words)))
    assert measure_text(text) == (len(text.split()), sum(map(len, text.split())))
    assert n_characters(text) == measure_text(text)[1]


def test_every_white_space_divides_words_in_the_kernel_and_in_plain_python():
    text = "".join(f"ab{space}" for space in SPACES) + "ende\u0301"
    content = np.frombuffer(text.encode(), np.uint8)
    expected = (len(SPACES) + 1, 2 * len(SPACES) + 5)
    assert count(content) == count.py_func(content) == expected


def test_half_a_character_in_a_long_text_is_counted():
    assert measure_text("ab \ud800 " * LONG) == (2 * LONG, 3 * LONG)
