"""Made-up files of each kind, with the right answers beside them, read from end to end."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

import toolkit as tt

PROJECT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "data" / "cases"
FILES = sorted(
    path.with_name(path.name.removesuffix(".expected.json"))
    for path in CASES.rglob("*.expected.json")
)
NAMES = [path.relative_to(CASES).as_posix() for path in FILES]


def judge():
    """Load the comparison that the benchmark makes, so that both say the same."""
    path = PROJECT / "benchmarks" / "reading_cases.py"
    spec = importlib.util.spec_from_file_location("reading_cases", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


JUDGE = judge()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_case_gives_the_right_articles_dates_and_outlets(path):
    score = JUDGE.score_cases([path])
    assert score.faults == []
    answers = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
    assert score.articles[1] == len(answers)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_character_of_a_case_is_in_an_article_or_in_the_ledger(path):
    articles = tt.read_articles(path, progress=False)
    rules = set(tt.ledger(articles)["rule"].astype(str))
    assert "unbalanced" not in rules
    (file,) = articles.attrs["files"].values()
    assert file["n_received"] == file["n_accounted"] > 0


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_line_of_a_case_is_left_over_without_a_rule(path):
    rows = tt.ledger(tt.read_articles(path, progress=False))
    assert rows.loc[rows["rule"] == "unassigned", "text"].tolist() == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_case_is_known_by_its_content_and_not_by_its_name(path, tmp_path):
    other = tmp_path / "download"
    other.write_bytes(path.read_bytes())
    readers = [tt.read_articles(file, progress=False)["reader"].iloc[0] for file in (path, other)]
    assert readers[0] == readers[1]
