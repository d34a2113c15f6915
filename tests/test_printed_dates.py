"""Sentences behind a number say a month where their article names only a month."""

import pandas as pd
import pytest

import toolkit as tt


@pytest.fixture(scope="module")
def corpus():
    """Return six short articles of 1999, half of them with a month only, and their tokens."""
    texts = [f"The envoys met in the harbour and spoke of a truce in year {k}." for k in range(6)]
    articles = pd.DataFrame(
        {
            "title": [f"Talks {k}" for k in range(6)],
            "date": pd.to_datetime([f"1999-0{k + 1}-01" for k in range(6)]),
            "date_precision": ["month", "day"] * 3,
            "source": "Post",
            "text": texts,
        },
        index=pd.Index([f"a{k}" for k in range(6)], name="article_id"),
    )
    return articles, tt.tokenize(articles["text"])


def test_contexts_print_a_month_as_a_month(corpus):
    articles, tokens = corpus
    found = tt.contexts(tokens, "truce", articles=articles)
    assert "\n1999-01     Post" in repr(found)
    assert "\n1999-02-01  Post" in repr(found)
    assert ">1999-01</td>" in found._repr_html_()
    assert found.table["date_precision"].tolist() == ["month", "day"] * 3


def test_evidence_of_a_theme_has_the_precision_of_its_dates(corpus, tmp_path):
    articles, tokens = corpus
    (tmp_path / "themes.toml").write_text('[talks]\nterms = ["envoys", "truce"]\n')
    themes = tt.read_themes(tmp_path / "themes.toml")
    found = tt.theme_evidence(tokens, themes, articles, theme="talks", period="1999", freq="YS")
    assert found.columns[:4].tolist() == ["date", "date_precision", "source", "title"]
    shown = repr(tt.show(found))
    assert "   1999-01   Post" in shown
    assert "1999-02-01   Post" in shown
    assert "date_precision" not in shown


def test_passages_of_a_topic_print_a_month_as_a_month(corpus):
    articles, tokens = corpus
    dtm = tt.count_terms(tokens, min_docs=1, max_doc_share=1.0)
    model = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    topics = tt.doc_topics(model, dtm)
    found = tt.topic_passages(model, tokens, topics, topic=0, n=6, min_words=1, articles=articles)
    assert "1999-01, Post" in repr(found)
    assert "1999-02-01, Post" in repr(found)


def test_dates_that_are_all_days_get_no_further_column(corpus):
    articles, tokens = corpus
    days = articles.assign(date_precision="day")
    assert "date_precision" not in tt.contexts(tokens, "truce", articles=days).table
    without = articles.drop(columns=["date", "date_precision"])
    assert "date" not in tt.contexts(tokens, "truce", articles=without).table
