"""The explorer on real articles: an analyst asks who wrote on online extremism after Paris."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

import toolkit as tt
from tests.test_explorer_page import Visit, as_number, browser, browser_test
from toolkit.reading.samples import corpus_path

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
__all__ = ["browser"]  # a fixture


@pytest.fixture(scope="module")
def analysis():
    if not SHARED.is_dir():
        pytest.skip("needs the real corpora in ../shared/data, which a clone does not have")
    articles = tt.read_articles(SHARED / "world-affairs" / "articles.parquet", progress=False)
    articles = tt.clean_articles(articles.iloc[::6], progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=5, max_doc_share=0.5)
    return {
        "articles": articles,
        "tokens": tokens,
        "dtm": dtm,
        "themes": tt.read_themes(corpus_path() / "themes.toml"),
        "model": tt.LDA(n_topics=10, random_state=2018, max_epochs=10).fit(dtm),
    }


@pytest.fixture(scope="module")
def file(analysis, tmp_path_factory):
    known = {name: value for name, value in analysis.items() if name != "articles"}
    page = tt.explore(analysis["articles"], **known, freq="QS", text="full", title="World affairs")
    return page.save(tmp_path_factory.mktemp("explorer") / "world.html")


@pytest.fixture
def seen(browser, file):
    visit = Visit(browser, file, accept_downloads=True)
    yield visit
    assert visit.faults == []
    assert [url for url in visit.requests if not url.startswith(("file:", "about:", "blob:"))] == []
    visit.context.close()


@browser_test
def test_the_walk_from_a_theme_to_outlets_articles_and_sentences_has_the_numbers_of_python(
    seen, analysis
):
    articles = analysis["articles"]
    scores = tt.score_themes(
        analysis["tokens"], analysis["themes"], measure="present", min_matches=2
    )
    inside = (articles["date"] >= "2015-10-01").to_numpy()
    found = scores.index[inside & (scores["online_extremism"] > 0).to_numpy()]
    assert len(found) > 10
    seen.open("v=time&s=theme:online_extremism&from=2015+Q4")
    seen.page.click(".chart-notes >> text=Online extremism")
    assert seen.text(".adds-up").startswith(f"{len(found)} articles")
    assert f"of {inside.sum():,} articles then" in seen.text(".adds-up")
    seen.page.click(".evidence .numbers summary")
    first = seen.page.locator(".evidence .numbers tbody tr").first
    first.wait_for()
    by = articles.loc[found, "source"].value_counts()
    outlet, n = first.inner_text().split("\t")[:2]
    assert int(n) == by.iloc[0] == by[outlet]

    seen.page.click("text=Mark all")
    seen.page.click("[data-view=work]")
    with seen.page.expect_download() as download:
        seen.page.click("text=Download the list")
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["article_id"] for row in rows} == set(found)


@browser_test
def test_the_curve_of_a_theme_has_the_shares_of_python(seen, analysis):
    seen.follow("v=time&s=theme:conflict")
    rows = seen.page.eval_on_selector_all(
        ".numbers tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    )
    articles = analysis["articles"]
    scores = tt.score_themes(
        analysis["tokens"], analysis["themes"], measure="present", min_matches=2
    )
    table = tt.share_by_period(
        scores, articles["date"], freq="QS", precision=articles["date_precision"], random_state=0
    )
    table = table[table["theme"] == "conflict"]
    shown = [[as_number(cell) for cell in row[2:6]] for row in rows]
    wanted = table[["share", "low", "high", "n_articles"]] * [100, 100, 100, 1]
    assert np.array(shown) == pytest.approx(wanted.to_numpy(), abs=0.0501, nan_ok=True)


@browser_test
def test_a_topic_leads_to_terms_and_an_article_to_its_topic_words(seen, analysis):
    seen.follow("v=topics&k=topic:3")
    terms = seen.page.locator(".topic-terms .columns tbody th").all_inner_texts()
    wanted = tt.topic_terms(analysis["model"], n_terms=20, relevance=0.6).query("topic == 3")
    assert terms == wanted["term"].str.replace("_", " ").tolist()
    article = analysis["articles"].index[0]
    seen.follow(f"v=article&a={article}&k=all")
    title = analysis["articles"].loc[article, "title"]
    assert title in seen.text(".article-view")


@browser_test
@pytest.mark.parametrize("pattern", ["foreign fighter*", "islamic state", "US"])
def test_a_search_finds_what_contexts_finds(seen, analysis, pattern):
    seen.follow(f"v=search&q={pattern.replace(' ', '+')}")
    found = tt.contexts(analysis["tokens"], pattern, n=None).table
    n_articles = found["article_id"].nunique()
    assert f"{len(found):,} hits in {n_articles:,} of" in seen.text(".lead-number")


@browser_test
def test_two_outlets_are_compared_with_intervals_and_terms_lead_to_lines(seen):
    seen.follow("v=groups")
    assert "corrected for" in seen.text(".finding >> nth=0")
    seen.page.locator(".numbers tbody th a").first.click()
    assert seen.page.locator(".evidence h4").count() == 2
