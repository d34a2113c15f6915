"""Tables too long for a spreadsheet: whole in Parquet, some rows as CSV, and the reader is told."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import toolkit as tt
from tests.made_news import write_news
from toolkit.cli import DONE, main
from toolkit.errors import InputError
from toolkit.reporting.page.writer import AS_WRITTEN, study_tables
from toolkit.reporting.tables import long_tables
from toolkit.reporting.tables.long_tables import LongTable, readme_text, save_tables, stored_csv

N = 400


@pytest.fixture
def short(monkeypatch):
    """Take tables of a hundred rows for long ones."""
    monkeypatch.setattr(long_tables, "MOST_ROWS", 100)
    monkeypatch.setattr(long_tables, "ROWS_AT_ONCE", 30)
    monkeypatch.setattr(long_tables, "N_SHOWN", 10)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("news")
    articles, themes = write_news(folder, N)
    settings = tt.Settings(n_topics=0)
    return tt.run_study(articles, themes, settings=settings, show_progress=False)


@pytest.fixture
def without_pictures(monkeypatch):
    for module in ("reporting.page.writer", "archive.handover"):
        monkeypatch.setattr(f"toolkit.{module}.draw_pictures", lambda *_: {})


def test_a_long_table_is_whole_in_parquet_and_its_csv_is_called_a_part(short, tmp_path):
    table = pd.DataFrame({"n": range(101), "title": [f"=1+{k}" for k in range(101)]})
    long = save_tables({"long": table, "short": table.head(3)}, tmp_path)
    assert long == [LongTable("long", 101)]
    names = ["README.txt", "long-part.csv", "long.parquet", "short.csv", "short.parquet"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert pd.read_parquet(tmp_path / "long.parquet").equals(table)
    assert pq.ParquetFile(tmp_path / "long.parquet").num_row_groups == 4
    some = pd.read_csv(tmp_path / "long-part.csv")
    assert some["n"].tolist() == [k * 101 // 10 for k in range(10)]
    assert some["title"].str.startswith("'=").all()
    assert "long (101 rows)" in (tmp_path / "README.txt").read_text()


def test_what_a_report_holds_back_is_held_back_from_long_tables_too(short, study, tmp_path):
    kept = study.ledger.assign(action="kept", field="body", text="a whole story")
    kept["action"] = pd.Categorical(kept["action"], categories=["kept"])
    save_tables({"ledger": pd.concat([kept] * 60)}, tmp_path, change=AS_WRITTEN)
    stored = pd.read_parquet(tmp_path / "ledger.parquet")
    assert len(stored) > 100
    assert (stored["text"] == "").all()
    assert "whole story" not in (tmp_path / "ledger-part.csv").read_text()


def test_the_same_table_gives_the_same_bytes_and_another_one_others(short, study, tmp_path):
    for name in ("a", "b"):
        save_tables(study_tables(study), tmp_path / name)
    files = [sorted(path for path in (tmp_path / name).iterdir()) for name in ("a", "b")]
    assert [one.read_bytes() for one in files[0]] == [one.read_bytes() for one in files[1]]


def test_page_and_readme_name_the_tables_and_check_knows_their_files(
    short, study, tmp_path, without_pictures, capsys
):
    page = tt.write_report(study, tmp_path / "report").read_text(encoding="utf-8")
    tables = tmp_path / "report" / "tables"
    for name in ("articles", "theme-scores", "near-duplicates"):
        assert f"{name} ({N:,} rows)" in page
        assert not (tables / f"{name}.csv").exists()
    assert "tables/near-duplicates.parquet" in page
    assert "tables/near-duplicates.csv" not in page
    assert "articles.parquet" in (tables / "README.txt").read_text()
    assert main(["check", str(tmp_path / "report")]) == DONE


def test_a_later_report_with_short_tables_leaves_no_long_ones(
    study, tmp_path, without_pictures, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(long_tables, "MOST_ROWS", 100)
        tt.write_report(study, tmp_path / "report")
    tt.write_report(study, tmp_path / "report")
    tables = tmp_path / "report" / "tables"
    assert (tables / "articles.csv").is_file()
    assert not list(tables.glob("*-part.csv")) + list(tables.glob("README.txt"))


def test_a_shared_study_with_long_tables_is_verified_against_its_articles(
    short, study, tmp_path, without_pictures
):
    folder = tt.share_study(study, tmp_path / "share", counts="matrix", published="2020-01-31")
    assert (folder / "tables" / "articles-part.csv").is_file()
    alone = tt.verify_study(folder)
    assert alone.agrees, alone.sentences
    write_news(tmp_path, N)
    check = tt.verify_study(folder, tmp_path / "news.jsonl")
    assert check.agrees, check.sentences
    compared = set(check.numbers.loc[check.numbers["verdict"] == "equal", "table"])
    assert {"theme-scores", "near-duplicates", "theme-shares"} <= compared


def test_a_changed_number_in_a_long_table_is_found(short, study, tmp_path, without_pictures):
    folder = tt.share_study(study, tmp_path / "share", published="2020-01-31")
    path = folder / "tables" / "theme-scores.parquet"
    scores = pd.read_parquet(path)
    scores["conflict"] = 1 - scores["conflict"]
    scores.to_parquet(path)
    check = tt.verify_study(folder)
    assert not check.agrees
    verdicts = check.numbers.set_index("table")["verdict"]
    assert verdicts["theme-shares"] == "different"


def test_a_parquet_table_is_no_report_table_and_the_error_says_how_to_read_it(tmp_path):
    with pytest.raises(InputError, match=r"ledger\.parquet is no report table.*read_parquet"):
        tt.read_report_table(tmp_path / "ledger.parquet")


def test_the_readme_shows_the_call_for_each_table():
    text = readme_text([LongTable("ledger", 3_000_000), LongTable("articles", 1_000_000)])
    assert 'pandas.read_parquet("ledger.parquet")' in text
    assert "1,000,000 rows" in text


def test_a_table_that_is_in_neither_file_is_none(tmp_path):
    assert stored_csv(tmp_path, "articles") is None


@pytest.mark.parametrize("is_long", [False, True])
def test_the_pieces_that_a_column_comes_in_do_not_show_in_the_file(tmp_path, monkeypatch, is_long):
    monkeypatch.setattr(long_tables, "MOST_ROWS", 0 if is_long else 10**6)
    monkeypatch.setattr(long_tables, "ROWS_AT_ONCE", 60_000)
    texts = [f"Headline {i % 30_011} on the talks of {i}" for i in range(150_000)]
    content = {}
    cut = {"one": [], "some": [40_000, 101_000], "many": range(999, 150_000, 999)}
    for name, edges in cut.items():
        bounds = [0, *edges, len(texts)]
        parts = [pa.array(texts[a:b], pa.large_string()) for a, b in pairwise(bounds)]
        column = pd.arrays.ArrowStringArray(
            pa.chunked_array(parts), dtype=pd.StringDtype(na_value=np.nan)
        )
        folder = tmp_path / name
        folder.mkdir()
        save_tables({"articles": pd.DataFrame({"title": column})}, folder)
        content[name] = (folder / "articles.parquet").read_bytes()
    assert content["some"] == content["one"]
    assert content["many"] == content["one"]
