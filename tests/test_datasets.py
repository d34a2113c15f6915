from __future__ import annotations

import pytest

import toolkit as tt
from toolkit.reading import samples as datasets
from toolkit.reading.samples import sample_path


@pytest.fixture(scope="module")
def articles():
    return tt.load_sample()


def test_the_sample_reads_without_a_remark_but_missing_dates(articles):
    rows = tt.ledger(articles)
    assert set(rows.loc[rows["action"] == "flagged", "rule"]) <= {"no_date"}
    assert not (rows["action"] == "rejected").any() or set(
        rows.loc[rows["action"] == "rejected", "rule"]
    ) == {"skipped_file"}


def test_the_sample_is_what_its_readme_promises(articles):
    assert len(articles) >= 150
    assert articles["source"].nunique() >= 3
    assert articles["section"].nunique() >= 3
    assert (articles["title"] != "").all()
    assert articles["n_words"].between(60, 260).all()
    dated = articles["date"].dropna()
    assert (dated.dt.year.min(), dated.dt.year.max()) == (2014, 2019)
    assert {"day", "month"} <= set(articles["date_precision"])


def test_every_date_line_of_the_sample_becomes_one_article(articles):
    import re

    headings = 0
    for file in sorted(sample_path().rglob("*.txt")):
        text = file.read_text(encoding="utf-8")
        headings += len(re.findall(r"(?m)^Updated .*\d{4}$", text))
        headings += len(re.findall(r"(?m)^Published .*\d{4}$(?!\nUpdated)", text))
    assert headings == articles["date"].notna().sum()


def test_an_installation_without_the_sample_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path,))
    with pytest.raises(
        tt.errors.MissingResourceError, match="the sample corpus is not in this installation"
    ):
        tt.load_sample()
