"""A second measure beside the first: shares of sentences, and where two measures disagree."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

import toolkit as tt
from toolkit.errors import InputError
from toolkit.themes import Pattern, Theme, Themes

THEMES = Themes(
    {
        "conflict": Theme("conflict", "", (Pattern(("war",)),), seed_terms=("war", "troops")),
        "diplomacy": Theme("diplomacy", "", (Pattern(("talks",)),), seed_terms=("talks", "envoy")),
    }
)


@pytest.mark.parametrize(
    ("text", "conflict", "diplomacy"),
    [
        ("The war and the war. Rain fell.", 1 / 2, 0.0),
        ("War came. War went. Then talks about the war.", 1.0, 1 / 3),
        ("The U.S. war ended.", 1.0, 0.0),
        ("War came.\n\n* * *\n\nRain fell.", 1 / 2, 0.0),
        ("Headline without a stop\n\nThe war.", 1 / 2, 0.0),
        ("Rain.", 0.0, 0.0),
        ("", np.nan, np.nan),
        ("* * *", np.nan, np.nan),
    ],
)
def test_the_share_of_sentences_counts_each_sentence_with_words_once(text, conflict, diplomacy):
    scores = tt.score_themes(tt.tokenize(["Before.", text]), THEMES, measure="sentences")
    assert scores.loc[1].tolist() == pytest.approx([conflict, diplomacy], nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["The war.", "Talks on war.", "Rain."]), max_size=8))
def test_the_share_of_sentences_is_that_of_the_sentences_taken_one_by_one(sentences):
    whole = tt.score_themes(tt.tokenize([" ".join(sentences)]), THEMES, measure="sentences")
    if not sentences:
        assert whole.isna().all(axis=None)
        return
    alone = tt.score_themes(tt.tokenize(sentences), THEMES, measure="present")
    assert whole.loc[0].tolist() == pytest.approx(alone.mean().tolist())


def table(*columns, names=("conflict",)):
    index = pd.Index([f"a{i}" for i in range(len(columns[0]))], name="article_id")
    data = dict(zip(names, columns, strict=True))
    return pd.DataFrame(data, index=index, dtype=float).rename_axis(columns="theme")


scores_of_ten = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.6]), min_size=10, max_size=10)


@settings(max_examples=40, deadline=None)
@given(scores_of_ten, scores_of_ten)
def test_agreement_is_that_of_scipy_and_scikit_learn(one, other):
    row = tt.validation.theme_agreement(
        table(one), table(other), first_above=0.05, second_above=0.15
    ).iloc[0]
    a, b = np.asarray(one) > 0.05, np.asarray(other) > 0.15
    assert row["agreement"] == pytest.approx((a == b).mean())
    assert (row["first"], row["second"]) == pytest.approx((a.mean(), b.mean()))
    assert row[["n_both", "n_only_first", "n_only_second"]].tolist() == [
        (a & b).sum(),
        (a & ~b).sum(),
        (~a & b).sum(),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kappa, rho = cohen_kappa_score(a, b), spearmanr(one, other).statistic
    assert row["kappa"] == pytest.approx(kappa, nan_ok=True)
    assert row["correlation"] == pytest.approx(rho, nan_ok=True)


def test_measures_are_matched_by_article_and_missing_scores_are_left_out():
    one = table([0.0, 0.2, 0.4, np.nan], [1.0, 0.0, 0.0, 0.0], names=["conflict", "diplomacy"])
    other = table([0.0, 0.2, 0.4, 0.5])
    agreement = tt.validation.theme_agreement(one, other.iloc[::-1])
    assert agreement["theme"].tolist() == ["conflict"]
    assert agreement.loc[0, ["n_articles", "agreement", "correlation"]].tolist() == [3, 1.0, 1.0]


def test_the_articles_that_differ_most_are_listed_first_with_their_titles():
    one, other = table([0.3, 0.2, 0.1, 0.0]), table([5.0, 1.0, 7.0, 6.0]) / 10
    articles = pd.DataFrame(
        {"date": pd.Timestamp("2016-05-01"), "source": "Post", "title": list("WXYZ")},
        index=one.index,
    )
    listed = tt.validation.theme_disagreement(one, other, "conflict", articles=articles, n=3)
    assert listed["title"].tolist() == ["W", "X", "Y"]
    assert listed["difference"].tolist() == pytest.approx([-2 / 3, -2 / 3, 2 / 3])
    assert listed.loc["a0", ["first", "second", "first_place"]].tolist() == [0.3, 0.5, 1.0]


def test_guided_topics_are_a_second_measure():
    rng = np.random.default_rng(3)
    war = ["war", "troops", "shelling", "front", "siege"]
    peace = ["talks", "envoy", "summit", "accord", "minister"]
    rain = ["rain", "harvest", "football", "music", "film"]
    kinds = [war, peace, rain] * 40
    texts = pd.Series([" ".join(rng.choice(kind, 12)) for kind in kinds])
    tokens = tt.tokenize(texts)
    dtm = tt.count_terms(tokens)
    lda = tt.LDA(3, seed_terms=THEMES.seed_terms, seed_weight=0.3, random_state=1).fit(dtm)
    names = pd.Index(lda.topic_names_[: len(THEMES)], name="theme")
    guided = tt.doc_topics(lda, dtm).iloc[:, : len(THEMES)].set_axis(names, axis=1)
    listed = tt.score_themes(tokens, THEMES, measure="present")
    agreement = tt.validation.theme_agreement(listed, guided, second_above=0.3)
    assert agreement["theme"].tolist() == ["conflict", "diplomacy"]
    assert (agreement["agreement"] > 0.9).all()


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (table([0.1]), table([0.1], names=["sport"]), "the two tables have no theme in common"),
        (
            table([0.1]),
            table([0.1]).rename({"a0": "b"}),
            "the two tables have no article in common. Columns are matched by theme, rows by",
        ),
    ],
)
def test_tables_with_nothing_in_common_are_refused(first, second, message):
    with pytest.raises(InputError) as error:
        tt.validation.theme_agreement(first, second)
    assert message in str(error.value)


def test_an_unknown_theme_and_no_articles_are_refused():
    with pytest.raises(InputError, match="theme must be one of 'conflict'; got 'sport'"):
        tt.validation.theme_disagreement(table([0.1]), table([0.1]), "sport")
    with pytest.raises(InputError, match="theme_disagreement: n must be"):
        tt.validation.theme_disagreement(table([0.1]), table([0.1]), "conflict", n=0)
