"""Mistakes that a newcomer makes are answered with what to write instead."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from toolkit import plot

IDS = pd.Index([f"a{n}" for n in range(40)], name="article_id")
TEXTS = pd.Series("The truce held. Talks began.", index=IDS)
SHARES = pd.DataFrame({"war": [0.0, 1.0] * 20}, index=IDS).rename_axis(columns="theme")
DATES = pd.Series(pd.date_range("2016-07-01", periods=40), index=IDS)
ARTICLES = pd.DataFrame({"text": TEXTS, "date": DATES, "source": "Post", "title": "Truce"})
READ = {"period": "05/07/2016", "freq": "D", "theme": "conflict"}


def themes():
    return tt.read_themes("corpus/themes.toml")


@pytest.mark.parametrize(
    ("mistake", "answer"),
    [
        (lambda: tt.theme_shares(ARTICLES, themes(), freq="M"), r"^theme_shares: freq must be one"),
        (lambda: tt.theme_shares(ARTICLES, {"war": ["war"]}),
         r"^theme_shares: themes must come from read_themes"),
        (lambda: tt.standardize_shares(SHARES, None, DATES, freq="YS"),
         r"^standardize_shares: dates must be a Series"),
        (lambda: tt.compare_groups(SHARES, "source", dates=DATES),
         r'such as articles\["source"\]; got str\.$'),
        (lambda: tt.share_by_period(SHARES, DATES, weights=1),
         r"such as weigh_copies\(articles, copies, keep=\"first\"\); got int\.$"),
        (lambda: tt.LDA(n_topics=2).fit(TEXTS), r"^LDA: X must be .*; got texts\. Write dtm"),
        (lambda: tt.LDA(n_topics=2).fit(list(TEXTS)), r"got texts\. Write dtm"),
        (lambda: tt.contexts(ARTICLES, "war"), r"got a DataFrame\. Write tokens = tt\.tokenize"),
        (lambda: tt.read_articles("https://example.org/news.csv"),
         r"^read_articles: https://… is an address, and nothing is downloaded\."),
        (lambda: tt.save_figure(plot.topic_terms, "x"), r"Write fig = ax\.figure first\.$"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_what_to_write(mistake, answer):
    with pytest.raises(tt.errors.InputError, match=answer):
        mistake()


def ambiguous_days():
    tokens = tt.tokenize(TEXTS)
    events = pd.DataFrame({"date": ["05/07/2016"], "label": ["Truce"]})
    return {
        "event_effect": lambda: tt.event_effect(SHARES, DATES, "05/07/2016"),
        "event_effects": lambda: tt.event_effects(SHARES, DATES, events),
        "name_periods": lambda: tt.name_periods(DATES, {"x": ("05/07/2016", "2016-08-01")}),
        "mark_events": lambda: plot.mark_events(events, ax=plt_axes()),
        "theme_evidence": lambda: tt.theme_evidence(tokens, themes(), ARTICLES, **READ),
    }


def plt_axes():
    from matplotlib.figure import Figure

    return Figure().subplots()


@pytest.mark.parametrize("function", list(ambiguous_days()))
def test_a_day_whose_month_may_be_either_number_is_refused(function):
    """Pandas takes 05/07/2016 for the seventh of May, most of the world for the fifth of July."""
    with pytest.raises(tt.errors.InputError, match=rf"^{function}: cannot read a day .*05/07/2016"):
        ambiguous_days()[function]()


@pytest.mark.parametrize("day", ["25/07/2016", "25.07.2016", "07/25/2016"])
def test_a_day_that_no_month_can_be_is_read(day):
    """It was said not to tell which number is the month."""
    dates = pd.Series(pd.to_datetime(["2016-07-24", "2016-07-26"]))
    assert tt.name_periods(dates, {"x": (day, "2016-08-01")}).notna().tolist() == [False, True]


def test_articles_that_were_read_again_from_csv_are_shown(tmp_path):
    """Their dates are texts, and show failed on the first."""
    tt.load_sample().to_csv(tmp_path / "a.csv")
    again = pd.read_csv(tmp_path / "a.csv", index_col=0)
    assert str(again["date"].iloc[0])[:10] in str(tt.show(again))
