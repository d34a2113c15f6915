"""The pages' examples: every block of Python in the docs and the README runs, in order.

A page may use what its reader has by then: the sample corpus, read, counted and modelled.
"""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tt
from toolkit.cli import _parser as parser
from toolkit.reading.samples import sample_path

ROOT = Path(__file__).parents[1]
OWN_TEST = {
    "gallery.md",  # tests/test_gallery.py
    "scale-cluster.md",  # tests/test_cluster_docs.py
    "topics-from-elsewhere.md",  # other packages, which are not installed everywhere
}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [
    page
    for page in PAGES
    if page.name not in OWN_TEST and "```python" in page.read_text(encoding="utf-8")
]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@cache
def prepared() -> dict[str, Any]:
    """What a reader of the guide has made on the pages before."""
    articles = tt.clean_articles(tt.load_sample())
    corpus = sample_path().parent
    tokens = tt.tokenize(articles["text"], aliases=corpus / "aliases.toml", phrases=True)
    themes = tt.read_themes(corpus / "themes.toml")
    scores = tt.score_themes(tokens, themes, measure="present", min_matches=2)
    dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
    lda = tt.LDA(n_topics=8, random_state=2018).fit(dtm)
    return {
        "tt": tt,
        "pd": pd,
        "articles": articles,
        "tokens": tokens,
        "themes": themes,
        "scores": scores,
        "dtm": dtm,
        "lda": lda,
        "topics": tt.doc_topics(lda, dtm),
        "years": articles["date"].dt.year.astype("Int64").astype("str"),
    }


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A folder like the root of the project, with a reader's own folder beside it."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "my-folder").symlink_to(ROOT / "corpus" / "sample")
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown():
    """Return the lines of the terminal in the pages, without their comments."""
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```(?:\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                yield page.name, re.sub(r"\s{2,}.*|\s#.*", "", line).removeprefix(".venv/bin/")


def test_every_command_of_the_pages_is_one_that_the_program_takes(capsys):
    found = {(page, line) for page, line in shown() if re.match(r"toolkit \w[^\[]*$", line)}
    for page, line in sorted(found):
        try:
            parser().parse_args(shlex.split(line)[1:])
        except SystemExit:
            pytest.fail(f"{page}: {line}\n{capsys.readouterr().err}")
    assert len(found) >= 3


def test_the_page_on_the_report_names_every_option_of_the_command(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["report", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    usage = re.search(r"```\n(toolkit report PATH.*?)```", text, re.DOTALL)
    assert set(re.findall(r"--[a-z-]+", usage[1])) == options


def test_every_make_target_of_the_pages_exists():
    rules = re.findall(r"^([\w ]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    targets = {target for rule in rules for target in rule.split()}
    asked = {line.split()[1] for _, line in shown() if re.match(r"make \w", line)}
    assert asked
    assert sorted(asked - targets) == []


def test_there_are_examples_to_run():
    assert len(WITH_CODE) >= 8


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("page", WITH_CODE, ids=[page.name for page in WITH_CODE])
def test_every_example_of_a_page_runs(page, study):
    names = dict(prepared())
    for number, code in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), start=1):
        exec(compile(code, f"{page.name}, example {number}", "exec"), names)
    plt.close("all")
