"""`theme_shares`: the three steps in one, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tt
from toolkit.reading.samples import sample_path


@pytest.fixture(scope="module")
def articles():
    return tt.clean_articles(tt.load_sample())


@pytest.fixture(scope="module")
def themes():
    return tt.read_themes(sample_path().parent / "themes.toml")


def test_it_is_what_the_three_steps_give(articles, themes):
    tokens = tt.tokenize(articles["text"])
    scores = tt.score_themes(tokens, themes, measure="present", min_matches=3)
    weights = pd.Series(1.0, index=articles.index).where(articles["source"] != "World Desk", 0.5)
    steps = tt.share_by_period(
        scores,
        articles["date"],
        freq="QS",
        precision=articles["date_precision"],
        weights=weights,
        random_state=7,
    )
    one = tt.theme_shares(
        articles, themes, freq="QS", min_matches=3, weights=weights, random_state=7
    )
    pd.testing.assert_frame_equal(one, steps)
    assert one.attrs["undated"] == 2
    assert one.attrs["min_matches"] == 3


def test_the_same_table_twice_without_naming_a_seed(articles, themes):
    first = tt.theme_shares(articles, themes, freq="YS")
    pd.testing.assert_frame_equal(first, tt.theme_shares(articles, themes, freq="YS"))


def test_a_date_known_to_the_month_is_in_no_week(articles, themes):
    assert tt.theme_shares(articles, themes, freq="W").attrs["too_coarse"] == 3


def test_a_point_leads_to_as_many_articles_as_its_share_says(articles, themes):
    yearly = tt.theme_shares(articles, themes, freq="YS").set_index(["period", "theme"])
    found = tt.theme_evidence(
        tt.tokenize(articles["text"]),
        themes,
        articles,
        theme="diplomacy",
        period="2017",
        freq="YS",
        min_matches=2,
    )
    point = yearly.loc[(pd.Timestamp("2017-01-01"), "diplomacy")]
    assert found.attrs["n_articles"] == point["n_articles"]
    assert found.attrs["n_with"] / found.attrs["n_articles"] == pytest.approx(point["share"])


def test_articles_that_were_not_cleaned_are_refused(themes):
    with pytest.raises(tt.errors.InputError) as error:
        tt.theme_shares(tt.load_sample(), themes)
    assert str(error.value) == (
        "theme_shares: the articles have no column 'text'. Clean them first: "
        "articles = tt.clean_articles(articles)."
    )


def test_three_lines_lead_from_a_folder_to_an_annotated_chart(themes):
    articles = tt.clean_articles(tt.read_articles(sample_path()))
    yearly = tt.theme_shares(articles, themes, freq="YS")
    ax = tt.plot.mark_events({"2016-07-15": "Coup attempt"}, ax=tt.plot.theme_panels(yearly))
    assert [text.get_text() for text in ax.child_axes[-1].texts] == ["Coup attempt"]
    plt.close("all")


def test_events_may_be_a_table_or_a_mapping(themes, articles):
    yearly = tt.theme_shares(articles, themes, freq="YS")
    events = {"2015-07-14": "Accord", "2016-07-15": "Coup attempt"}
    table = pd.DataFrame({"date": list(events), "label": list(events.values())})
    written = []
    for given in (events, table):
        ax = tt.plot.mark_events(given, ax=tt.plot.theme_shares(yearly))
        written.append([text.get_text() for text in ax.child_axes[-1].texts])
        plt.close("all")
    assert sorted(written[0]) == ["Accord", "Coup attempt"]
    assert written[0] == written[1]


def test_an_event_without_a_day_is_refused():
    with pytest.raises(
        tt.errors.InputError, match=r"^mark_events: cannot read a day .* '2016-07-15'\.$"
    ):
        tt.plot.mark_events({"some day": "Coup attempt"}, ax=plt.figure().subplots())
    plt.close("all")


@pytest.mark.corpus
@pytest.mark.slow
def test_a_thousand_text_files_take_less_than_a_minute(shared):
    """What the quick start promises; the benchmark fails where it takes longer."""
    root = Path(__file__).parents[1]
    made = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "quick_start.py")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "1,001 articles" in made.stdout
