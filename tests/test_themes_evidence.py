"""From a point of a chart back to the sentences: the same articles, and the right words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.errors import InputError
from toolkit.tables import CONTEXTS
from toolkit.themes import Pattern, Theme, Themes

THEMES = Themes(
    {
        "conflict": Theme("conflict", "", (Pattern(("war",)), Pattern(("airstrike*",)))),
        "diplomacy": Theme("diplomacy", "", (Pattern(("peace", "talks")), Pattern(("envoy*",)))),
    }
)
TEXTS = (
    "The war went on. Envoys met at noon.",
    "Rain fell all day.",
    "Airstrikes hit the port; the war spread. Peace talks were put off.",
    "An envoy spoke of the “war” at length.",
    "",
)


def world(numbers, days, precisions=None):
    """Return tokens and articles with the texts of these numbers on these days."""
    ids = pd.Index([f"a{i}" for i in range(len(numbers))], name="article_id")
    articles = pd.DataFrame(
        {
            "date": pd.to_datetime("2016-01-01") + pd.to_timedelta(days, unit="D"),
            "source": np.where(np.arange(len(ids)) % 2, "Post", "Times"),
            "title": [f"Title {i}" for i in range(len(ids))],
            "text": [TEXTS[i] for i in numbers],
        },
        index=ids,
    )
    if precisions is not None:
        articles["date_precision"] = precisions
    return tt.tokenize(articles["text"]), articles


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(TEXTS) - 1),
            st.integers(0, 400),
            st.sampled_from(["day", "day", "month", "year"]),
        ),
        min_size=4,
        max_size=14,
    ),
    st.sampled_from(["W", "MS", "QS", "YS"]),
    st.integers(1, 2),
)
def test_the_articles_shown_are_the_numerator_and_all_are_the_denominator(rows, freq, least):
    rows += [(0, 10, "day"), (2, 11, "day")]
    numbers, days, precisions = map(list, zip(*rows, strict=True))
    tokens, articles = world(numbers, days, precisions)
    scores = tt.score_themes(tokens, THEMES, measure="present", min_matches=least)
    shares = tt.share_by_period(
        scores, articles["date"], freq=freq, precision=articles["date_precision"], n_resamples=200
    )
    for row in shares[shares["n_articles"] > 0].itertuples():
        found = tt.theme_evidence(
            tokens,
            THEMES,
            articles,
            theme=row.theme,
            period=row.period,
            freq=freq,
            min_matches=least,
        )
        assert found.attrs["n_articles"] == row.n_articles
        assert found.attrs["n_with"] == found["article_id"].nunique()
        assert found.attrs["n_with"] == pytest.approx(row.share * row.n_articles)


def test_one_outlet_alone_can_be_asked_for():
    tokens, articles = world([0, 0, 1, 2], [1, 2, 3, 4])
    post = articles["source"] == "Post"
    scores = tt.score_themes(tokens, THEMES, measure="present")[post]
    found = tt.theme_evidence(
        tokens, THEMES, articles, theme="conflict", period="2016", freq="YS", source="Post"
    )
    assert set(found["source"]) == {"Post"}
    assert found.attrs["n_with"] == scores["conflict"].sum()
    assert found.attrs["n_articles"] == post.sum()


@pytest.mark.parametrize("quarter", ["2016 Q2", "2016Q2", "2016-Q2", "2016-04-01"])
def test_a_quarter_is_asked_for_by_the_name_that_charts_give_it(quarter):
    tokens, articles = world([0, 0, 1, 2], [1, 100, 150, 300])
    asked = {"theme": "conflict", "period": quarter}
    found = tt.theme_evidence(tokens, THEMES, articles, freq="QS", **asked)
    assert found.attrs["period"] == pd.Timestamp("2016-04-01")
    assert found.attrs["n_articles"] == 2
    if "Q" in quarter:
        with pytest.raises(
            tt.errors.InputError, match=r"is a quarter, and the periods are months\. Write period='"
        ):
            tt.theme_evidence(tokens, THEMES, articles, freq="MS", **asked)


@pytest.mark.parametrize(
    ("period", "freq", "n"),
    [
        ("2010s", "10YS", 3),
        ("the 2010s", "10YS", 3),
        ("2010-2019", "10YS", 3),
        ("2016", "10YS", 3),
        ("2015-2019", "5YS", 3),
        ("2015 to 2019", "5YS", 3),
        ("2020s", "10YS", 1),
    ],
)
def test_a_decade_is_asked_for_by_the_name_that_charts_give_it(period, freq, n):
    tokens, articles = world([0, 0, 1, 2], [1, 100, 150, 1600])
    asked = {"theme": "conflict", "period": period}
    found = tt.theme_evidence(tokens, THEMES, articles, freq=freq, **asked)
    assert found.attrs["n_articles"] == n
    if period.endswith("s"):
        with pytest.raises(tt.errors.InputError, match=r"is a decade, and the periods are years\."):
            tt.theme_evidence(tokens, THEMES, articles, freq="YS", **asked)


def test_years_that_are_no_period_are_refused():
    tokens, articles = world([0, 1], [1, 100])
    with pytest.raises(tt.errors.InputError, match=r"Write '2015-2019' with freq='5YS'"):
        tt.theme_evidence(
            tokens, THEMES, articles, theme="conflict", period="2014-2018", freq="5YS"
        )


def test_each_match_comes_with_its_whole_sentence_title_outlet_and_date():
    tokens, articles = world([3, 2, 0], [9, 5, 1])
    found = tt.theme_evidence(tokens, THEMES, articles, theme="conflict", period="2016-01-20")
    assert found["sentence"].tolist() == [
        "The war went on.",
        "Airstrikes hit the port; the war spread.",
        "Airstrikes hit the port; the war spread.",
        "An envoy spoke of the “war” at length.",
    ]
    assert found["date"].dt.day.tolist() == [2, 6, 6, 10]
    assert found["title"].tolist() == ["Title 2", "Title 1", "Title 1", "Title 0"]
    assert list(found.columns[:4]) == ["date", "source", "title", "sentence"]
    assert list(found.columns[4:]) == [column.name for column in CONTEXTS]


def test_without_a_period_every_article_counts_undated_ones_last():
    tokens, articles = world([0, 0, 2], [3, 1, 2])
    articles.loc["a1", "date"] = pd.NaT
    found = tt.theme_evidence(tokens, THEMES, articles, theme="diplomacy")
    assert found["article_id"].tolist() == ["a2", "a0", "a1"]
    assert found.attrs == {"n_with": 3, "n_articles": 3, "n_matches": 3}


def test_fewer_matches_can_be_shown_while_the_numbers_stay_whole():
    tokens, articles = world([0] * 6, range(6))
    found = tt.theme_evidence(tokens, THEMES, articles, theme="conflict", n=2)
    assert found["article_id"].tolist() == ["a0", "a3"]
    assert found.attrs == {"n_with": 6, "n_articles": 6, "n_matches": 6}


def test_a_period_without_articles_has_no_sentences():
    tokens, articles = world([0, 0], [0, 100])
    found = tt.theme_evidence(tokens, THEMES, articles, theme="conflict", period="2016-02")
    assert len(found) == 0
    assert found.attrs["n_articles"] == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"theme": "sport"}, "theme must be one of 'conflict', 'diplomacy'; got 'sport'"),
        (
            {"freq": "month"},
            "freq must be one of 'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'; got 'month'",
        ),
        ({"source": "Herald"}, "source must be one of 'Post', 'Times'; got 'Herald'"),
        ({"period": "May-ish"}, "cannot read a day from period='May-ish'. Write '2016-05-18'"),
        (
            {"period": "2019-05"},
            "2019-05 lies outside the articles, which run from 2016-01-01 to 2016-01-05.",
        ),
        ({"n": 0}, "n must be"),
        ({"min_matches": 0}, "min_matches must be at least 1; got 0"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason(given, message):
    tokens, articles = world([0, 1], [0, 4])
    with pytest.raises(InputError) as error:
        tt.theme_evidence(tokens, THEMES, articles, **{"theme": "conflict", **given})
    assert message in str(error.value)


def test_articles_must_hold_those_of_the_tokens():
    tokens, articles = world([0, 1], [0, 4])
    with pytest.raises(InputError, match="articles lacks 1 of 2 articles, the first being 'a1'"):
        tt.theme_evidence(tokens, THEMES, articles.iloc[:1], theme="conflict")


def shares_of(tokens, articles, *, freq="MS", min_matches=1, measure="present"):
    scores = tt.score_themes(tokens, THEMES, measure=measure, min_matches=min_matches)
    precision = articles.get("date_precision")
    return tt.share_by_period(scores, articles["date"], freq=freq, precision=precision)


@pytest.mark.parametrize("freq", ["MS", "YS"])
@pytest.mark.parametrize("min_matches", [1, 2])
def test_every_point_of_a_result_leads_to_its_sentences_and_adds_up(freq, min_matches):
    tokens, articles = world([0, 1, 2, 3, 2, 0, 4], [0, 3, 40, 41, 80, 81, 82])
    result = shares_of(tokens, articles, freq=freq, min_matches=min_matches)
    made_from = {"tokens": tokens, "themes": THEMES, "articles": articles}
    for row in result.to_dict("records"):
        found = tt.evidence(result, theme=row["theme"], period=row["period"], **made_from)
        assert found.attrs["n_articles"] == row["n_articles"]
        assert found.attrs["n_with"] / found.attrs["n_articles"] == pytest.approx(row["share"])
        assert found["article_id"].nunique() == found.attrs["n_with"]


def test_evidence_from_other_articles_than_the_results_is_refused():
    tokens, articles = world([0, 1, 2], [0, 3, 5])
    result = shares_of(tokens, articles)
    fewer = articles.iloc[:2]
    made_from = {"tokens": tt.tokenize(fewer["text"]), "themes": THEMES, "articles": fewer}
    with pytest.raises(
        InputError, match=r"at this point the result has 3 articles and a share of 0.667, but the"
    ):
        tt.evidence(result, theme="conflict", period="2016-01", **made_from)
    with pytest.raises(InputError, match="evidence: pass a study, or a table of share_by_period"):
        tt.evidence(result, theme="conflict", period="2016-01")


def test_a_share_of_words_leads_to_all_its_matches():
    tokens, articles = world([0, 1, 2], [0, 3, 5])
    result = shares_of(tokens, articles, measure="tokens")
    made_from = {"tokens": tokens, "themes": THEMES, "articles": articles}
    found = tt.evidence(result, theme="conflict", period="2016-01", **made_from)
    assert len(found) == found.attrs["n_matches"] == 3


def test_a_study_leads_to_its_sentences(tmp_path):
    from pathlib import Path

    corpus = Path(__file__).parents[1] / "corpus"
    study = tt.run_study(
        corpus / "sample",
        corpus / "themes.toml",
        settings=tt.Settings(n_topics=0, stability_runs=0),
        show_progress=False,
    )
    row = study.periods.iloc[0]
    found = tt.evidence(study, theme=row["theme"], period=row["period"], n=3)
    assert len(found) == 3
    assert found.attrs["n_articles"] == row["n_articles"]


@pytest.mark.parametrize("year", [2016, np.int64(2016), np.float32(2016)])
def test_a_year_as_a_number_says_how_to_write_it(year):
    """A year of a column of NumPy's was taken for nanoseconds of 1970."""
    tokens, articles = world([0, 1, 2], [0, 3, 5])
    made_from = {"tokens": tokens, "themes": THEMES, "articles": articles}
    with pytest.raises(
        InputError, match=r"period=2016(\.0)? is a year, and the periods are months"
    ):
        tt.evidence(shares_of(tokens, articles), theme="conflict", period=year, **made_from)
