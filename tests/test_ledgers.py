from __future__ import annotations

import copy

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading.ledgers import Ledger, ledger_rows, with_ledger
from toolkit.tables import LEDGER


def write(folder, name, title, day):
    folder.mkdir(exist_ok=True)
    story = "TUNIS: The ships left at dawn" + " and the harbour was quiet again" * 6
    text = f"{title}\n\nUpdated {day} October 2018\n\n{title}\n\n{story}."
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def articles(tmp_path):
    write(tmp_path / "one", "a.txt", "Ships sail away", 21)
    return tt.read_articles(write(tmp_path / "one", "b.txt", "Ships come back", 22))


def test_the_ledger_says_what_became_of_every_line(articles):
    rows = tt.ledger(articles)
    assert list(rows.columns) == [column.name for column in LEDGER]
    first = rows[rows["file"] == "a.txt"]
    assert first[["line", "action", "field", "rule"]].to_numpy().tolist() == [
        [1, "kept", "title", "headline"],
        [3, "kept", "updated", "date_line"],
        [5, "dropped", "", "repeated_headline"],
        [7, "moved", "place", "dateline"],
        [7, "kept", "body", "paragraph"],
    ]
    assert set(first["article_id"]) == {articles.index[0]}


def test_spans_point_at_the_text_in_the_file(articles, tmp_path):
    text = (tmp_path / "one" / "a.txt").read_text(encoding="utf-8")
    rows = tt.ledger(articles)
    for row in rows[rows["file"] == "a.txt"].itertuples():
        assert text[row.start : row.end] == row.text


@pytest.mark.parametrize(
    "use",
    [
        lambda table: table.copy(),
        lambda table: table[table["date"] > "2018-10-21"],
        lambda table: table.assign(text=table["body"]),
        lambda table: table.sort_values("date"),
        lambda table: pd.concat([table.iloc[:1], table.iloc[1:]]),
        lambda table: table.reset_index().set_index("article_id"),
        copy.deepcopy,
    ],
    ids=["copy", "filter", "assign", "sort", "concat", "reset_index", "deepcopy"],
)
def test_it_survives_what_pandas_does_without_being_copied(articles, use):
    assert use(articles).attrs["ledger"] is articles.attrs["ledger"]


def test_tables_of_two_readings_are_joined_with_both_ledgers(articles, tmp_path):
    other = tt.read_articles(write(tmp_path / "two", "c.txt", "Port to be rebuilt", 23))
    both = tt.join_articles([articles, other])
    assert len(both) == 3
    assert len(tt.ledger(both)) == len(tt.ledger(articles)) + len(tt.ledger(other))
    assert sorted(both.attrs["files"]) == ["a.txt", "b.txt", "c.txt"]
    assert both["source"].dtype == "category"


def test_an_article_that_stands_in_both_tables_is_an_error(articles):
    with pytest.raises(tt.errors.InputError) as caught:
        tt.join_articles([articles, articles.iloc[:1]])
    assert str(caught.value) == (
        f"join_articles: 1 article(s) are in more than one table; the first is "
        f"{articles.index[0]!r}. Drop them from one: b = b[~b.index.isin(a.index)]."
    )


def test_a_lost_ledger_is_explained(articles, tmp_path):
    other = tt.read_articles(write(tmp_path / "two", "c.txt", "Port to be rebuilt", 23))
    with pytest.raises(
        tt.errors.InputError, match=r"these articles carry no ledger. pandas drops it"
    ):
        tt.ledger(pd.concat([articles, other]))


def test_rows_are_added_to_a_new_table_not_to_the_old_one(articles):
    before = len(ledger_rows(articles))
    row = {"file": "a.txt", "line": 9, "action": "dropped", "rule": "links", "text": "Read also"}
    changed = with_ledger(articles, [row])
    assert len(ledger_rows(articles)) == before
    assert tt.ledger(changed).iloc[-1][["action", "text", "start"]].tolist() == [
        "dropped",
        "Read also",
        -1,
    ]


def test_a_row_with_an_unknown_column_is_an_error():
    with pytest.raises(tt.errors.InputError, match="a ledger row has no column 'colour'"):
        Ledger([{"colour": "red"}])


def test_an_empty_ledger_is_an_empty_table():
    table = pd.DataFrame()
    table.attrs["ledger"] = Ledger()
    assert len(tt.ledger(table)) == 0


def test_notes_on_files_are_not_copied_whenever_pandas_takes_a_column(tmp_path):
    """A folder of 3,000 files took three times as long to clean for it."""
    articles = tt.load_sample()
    tt.save_articles(articles, tmp_path / "articles.parquet")
    loaded = tt.load_articles(tmp_path / "articles.parquet")
    joined = tt.join_articles([articles.iloc[:2], articles.iloc[2:]])
    for table in (articles, loaded, joined):
        for name in ("files", "mapping"):
            assert table["body"].attrs[name] is table.attrs[name]
            assert table[table["n_words"] > 100].attrs[name] == table.attrs[name]
        assert table.attrs["files"]
