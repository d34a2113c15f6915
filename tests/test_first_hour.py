"""The slips of a first hour: each error says what to write instead."""

from __future__ import annotations

import re

import pytest

import toolkit as tt
from toolkit.errors import InputError
from toolkit.reading.samples import sample_path


@pytest.fixture(scope="module")
def made():
    """What a first notebook has at hand, under the names that it uses."""
    raw = tt.load_sample().iloc[::5]
    articles = tt.clean_articles(raw, progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    dtm = tt.count_terms(tokens, min_docs=2)
    themes = tt.read_themes(sample_path().parent / "themes.toml")
    scores = tt.score_themes(tokens, themes, measure="present")
    monthly = tt.share_by_period(scores, articles["date"])
    model = tt.LDA(n_topics=3, max_epochs=5, tol=0.1, random_state=1).fit(dtm)
    return {
        "tt": tt, "raw": raw, "articles": articles, "tokens": tokens, "dtm": dtm, "model": model,
        "themes": themes, "scores": scores, "monthly": monthly,
        "dates": articles["date"], "source": articles["source"],
        "trail": {"tokens": tokens, "themes": themes, "articles": articles},
    }  # fmt: skip


SLIPS = {
    "tt.tokenize(raw)": "Clean them first: articles = tt.clean_articles(articles).",
    "tt.tokenize(articles)": "such as articles['text']; got a DataFrame.",
    "tt.count_terms(articles['text'])": 'Write tokens = tt.tokenize(articles["text"]) first.',
    "tt.find_topic(model, 'syria')": "got 'syria'. Write ['syria'].",
    "tt.topic_terms(dtm)": "Write model = tt.LDA(n_topics=25).fit(dtm) first.",
    "tt.LDA(n_topics=3).fit(tokens)": "got Tokens. Write dtm = tt.count_terms(tokens) first.",
    "tt.LDA(n_topics=3).fit(articles)": "got the articles. Write dtm = tt.count_terms(tokens)",
    "tt.evidence(monthly, theme='conflict', period=2016, **trail)": (
        "period=2016 is a year, and the periods are months. Write period='2016-05'."
    ),
    "tt.evidence(monthly, theme='conflict', period='2016', **trail)": (
        "period='2016' is a year, and the periods are months. Write period='2016-05'."
    ),
    "tt.name_periods(dates, ['2016', '2017'])": (
        "got ['2016', '2017']. Write {'before': ('2014-01-01', '2015-07-13'), 'after':"
    ),
    "tt.share_by_period(articles, dates)": (
        "got the articles. Write scores = tt.score_themes(tokens, themes) or topics ="
    ),
    "tt.share_by_period(monthly, dates)": "got a table of shares per period. Write scores =",
    "tt.score_themes(tokens, 'themes.toml')": 'Write themes = tt.read_themes("themes.toml") first.',
    "tt.top_articles(model, articles, topic=1)": "Write topics = tt.doc_topics(model, dtm) first.",
    "tt.distinctive_terms(tokens, source)": "Write dtm = tt.count_terms(tokens) first.",
    "tt.change_points(scores)": "Write monthly = tt.share_by_period(scores, articles['date'])",
    "tt.plot.theme_shares(scores)": "Write monthly = tt.share_by_period(scores, articles['date'])",
    "tt.plot.theme_shares(monthly[:0])": "the table has no rows, so there is nothing to draw.",
    "tt.event_effect(scores, dates, 'the accord')": "Write it as '2014-06-10'.",
}


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_of_the_first_hour_is_answered_with_what_to_write(line, made):
    with pytest.raises(InputError, match=re.escape(SLIPS[line])):
        eval(line, made)


def test_any_day_or_month_of_a_period_names_it(made):
    found = [
        tt.evidence(made["monthly"], theme="conflict", period=period, **made["trail"])
        for period in ("2016-05", "2016-05-18")
    ]
    assert found[0].equals(found[1])


def test_the_description_of_articles_prints_without_missing_values(made):
    text = str(tt.describe_articles(made["articles"]))
    assert "nan" not in text.lower()
    assert "<NA>" not in text
    assert "articles" in text
