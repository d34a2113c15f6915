"""Where numbers came from: what the record says, and what it must not say."""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.reporting import corpus_hash


def articles():
    return pd.DataFrame(
        {
            "title": ["One", "Two", "Three"],
            "date": pd.to_datetime(["2014-06-29", None, "2016-07-15"]),
            "source": ["Coast Daily", "Hill Times", ""],
            "body": ["A first text.", "A second text.", "A third text."],
        },
        index=pd.Index(["a", "b", "c"], name="article_id"),
    )


class Model:
    n_epochs_ = np.int64(12)

    def get_params(self, deep=True):
        return {"n_topics": 5, "prior": np.float64(0.1), "seed": None, "deep": deep}


@dataclass(frozen=True)
class Definitions:
    sha256: str = "ab" * 32


def test_the_corpus_is_told_by_hash_size_and_dates():
    record = tt.provenance(articles())["corpus"]
    assert record == {
        "sha256": corpus_hash(articles()),
        "n_articles": 3,
        "first": "2014-06-29",
        "last": "2016-07-15",
        "n_undated": 1,
    }


def test_the_hash_does_not_depend_on_the_order_of_the_articles():
    assert corpus_hash(articles().iloc[::-1]) == corpus_hash(articles())


def test_the_hash_changes_with_any_text_date_or_source():
    seen = {corpus_hash(articles())}
    for column, value in (
        ("body", "Another text."),
        ("title", "Four"),
        ("source", "Plain Post"),
        ("date", pd.Timestamp("2015-01-01")),
    ):
        changed = articles()
        changed.loc["a", column] = value
        seen.add(corpus_hash(changed))
    assert len(seen) == 5


def one_by_one(table):
    """The hash as it is defined, a cell after the other."""
    columns = [name for name in ("title", "date", "source", "body") if name in table.columns]
    digest = hashlib.sha256("\x1e".join(columns).encode())
    cells = [table[name].astype("str").tolist() for name in columns]
    rows = sorted(zip(table.index, *cells, strict=True), key=lambda row: row[0])
    for row in rows:
        digest.update(("\x1f".join(map(str, row)) + "\x1e").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("title", ["One", None, "«Трёх»\x1f"]),
        ("title", pd.Series([None, "x", ""], dtype="object")),
        ("source", pd.Categorical(["Coast Daily", None, ""])),
        ("date", pd.to_datetime(["2014-06-29 10:30", None, "2016-07-15 00:00"])),
        ("body", [1.5, np.nan, 3]),
    ],
)
def test_the_hash_of_columns_is_that_of_the_cells(column, values):
    table = articles()
    table[column] = np.asarray(values) if column == "body" else values
    table["source"] = table["source"].astype("category")
    assert corpus_hash(table) == one_by_one(table)
    numbered = table.set_axis(pd.Index([3, 1, 2]))
    assert corpus_hash(numbered) == one_by_one(numbered)


def test_the_hash_is_that_of_all_blocks(monkeypatch):
    table = pd.concat([articles().set_axis([f"{k}{i}" for i in "abc"]) for k in range(9)])
    whole = corpus_hash(table)
    monkeypatch.setattr("toolkit.reporting.provenance_record.AT_ONCE", 4)
    assert corpus_hash(table) == whole == one_by_one(table)


def test_estimators_and_definitions_are_described():
    made_with = tt.provenance(articles(), Model(), Definitions())["made_with"]
    assert made_with == [
        {
            "what": "Model",
            "parameters": {"deep": False, "n_topics": 5, "prior": 0.1, "seed": None},
            "n_epochs": 12,
        },
        {"what": "Definitions", "sha256": "ab" * 32},
    ]


def test_settings_become_plain_json():
    record = tt.provenance(
        articles(), freq="MS", since=pd.Timestamp("2014-01-01"), names=("a", "b"), more={"n": 1}
    )
    assert json.loads(json.dumps(record["settings"])) == {
        "freq": "MS",
        "more": {"n": 1},
        "names": ["a", "b"],
        "since": "2014-01-01T00:00:00",
    }


def test_versions_are_recorded_and_neither_clock_nor_paths():
    text = json.dumps(tt.provenance(articles(), Model()))
    record = json.loads(text)
    assert record["versions"]["numpy"] == np.__version__
    assert record["toolkit"] == tt.__version__
    assert "/" not in text
    assert json.dumps(tt.provenance(articles(), Model())) == text


def test_the_notebook_is_named_where_there_is_one():
    assert tt.provenance(articles(), notebook="02-x.ipynb")["notebook"] == "02-x.ipynb"
    assert "notebook" not in tt.provenance(articles())


def test_the_versions_of_extras_that_read_the_files_are_recorded():
    import pypdf
    import trafilatura

    table = pd.DataFrame(
        {
            "body": ["Talks began."] * 3,
            "file": ["a.pdf", "b.warc.gz", "c.txt"],
            "reader": ["pasted text", "web-page", "pasted text"],
        },
        index=["a", "b", "c"],
    )
    versions = tt.provenance(table)["versions"]
    assert versions["pypdf"] == pypdf.__version__
    assert versions["trafilatura"] == trafilatura.__version__
    assert "warcio" in versions
    assert not {"striprtf", "openpyxl", "bibtexparser"} & set(versions)
    plain = tt.provenance(table[table["file"] == "c.txt"])["versions"]
    assert not {"pypdf", "trafilatura", "warcio"} & set(plain)


def test_a_pdf_and_a_workbook_as_read_record_what_read_them(tmp_path):
    rows = pd.DataFrame(
        {"title": ["Talks"], "date": ["2016-05-01"], "body": ["Talks began in the capital."]}
    )
    rows.to_excel(tmp_path / "news.xlsx", index=False)
    versions = tt.provenance(tt.read_articles(tmp_path / "news.xlsx"))["versions"]
    assert versions["openpyxl"]
