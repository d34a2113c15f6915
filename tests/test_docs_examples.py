"""The pages' examples: every block of Python in the docs and the README runs, in order.

A page may use what its reader has by then: the sample corpus, read, counted and modelled.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tt

ROOT = Path(__file__).parents[1]
OWN_TEST = {"gallery.md"}  # tests/test_gallery.py
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
    corpus = tt.sample_path().parent
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
