"""Suggested terms: what keeps a theme company, never what it already has, and nothing changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio

import toolkit as tt
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.themes import Pattern, Theme, Themes

CONFLICT = Theme(
    "conflict",
    "",
    (Pattern(("shell*",)), Pattern(("air", "strike*"))),
    exclusions=(Pattern(("seashell*",)),),
)
THEMES = Themes({"conflict": CONFLICT})
FIGHTING = "Shelling by mortar near the seashells"
HIDDEN = "A mortar round fell"
PEACE = "Music near the river"


def suggest(texts, **options):
    options = {"min_articles": 1, **options}
    return tt.suggest_terms(tt.tokenize(texts), THEMES, "conflict", **options)


def test_a_word_of_the_theme_s_company_comes_first_with_the_articles_it_would_add():
    suggested = suggest([FIGHTING] * 4 + [HIDDEN] * 2 + [PEACE] * 8)
    row = suggested.set_index("term").loc["mortar"]
    assert suggested.loc[0, "term"] == "mortar"
    assert row[["n_with", "n_without", "n_theme", "n_rest"]].tolist() == [4, 2, 4, 10]
    assert row["articles"] == [4, 5]


def test_what_the_theme_counts_or_excludes_is_not_suggested_nor_are_stop_words():
    texts = [FIGHTING, "Shells and an air-strike by mortar", PEACE, PEACE]
    assert suggest(texts)["term"].tolist() == ["mortar"]


def test_words_that_avoid_the_theme_are_not_suggested():
    assert "music" not in suggest([FIGHTING] * 3 + [PEACE] * 3)["term"].tolist()


def test_suggesting_changes_neither_the_theme_nor_its_scores():
    tokens = tt.tokenize([FIGHTING, HIDDEN, PEACE])
    before = tt.score_themes(tokens, THEMES)
    tt.suggest_terms(tokens, THEMES, "conflict", min_articles=1)
    assert dict(THEMES) == {"conflict": CONFLICT}
    pd.testing.assert_frame_equal(tt.score_themes(tokens, THEMES), before)


def test_aliases_and_phrases_do_not_move_the_suggestions():
    texts = [FIGHTING] * 3 + [HIDDEN, PEACE, PEACE]
    joined = tt.tokenize(texts, phrases=["mortar round"])
    again = tt.suggest_terms(joined, THEMES, "conflict", min_articles=1)
    pd.testing.assert_frame_equal(again, suggest(texts))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["shell rocket", "shell", "rocket", "river"]), max_size=30))
def test_npmi_is_that_of_co_occurring_terms_and_odds_are_those_of_a_fourfold_table(texts):
    texts = [*texts, "shell rocket", "shell rocket", "river"]
    suggested = suggest(texts)
    pairs = tt.cooccurrence(tt.count_terms(tt.tokenize(texts)), terms=["shell"], min_docs=1)
    npmi = pairs.set_index("term_2")["score"]
    for row in suggested.itertuples():
        assert row.npmi == pytest.approx(npmi[row.term])
        a, c = row.n_with, row.n_without
        cells = np.array([[a, c], [row.n_theme - a, row.n_rest - c]])
        expected = np.log(np.prod(np.diag(cells + 0.5)) / np.prod(np.diag(cells[::-1] + 0.5)))
        assert row.log_odds == pytest.approx(expected)
        if cells.all():
            plain = odds_ratio(cells, kind="sample")
            assert np.sign(np.log(plain.statistic)) == np.sign(expected) or abs(expected) < 0.5


def test_the_least_number_of_articles_and_of_terms_is_kept_to():
    texts = [FIGHTING] * 3 + ["Shelling by rocket"] + [PEACE] * 6
    assert suggest(texts, min_articles=2)["term"].tolist() == ["mortar"]
    assert len(suggest(texts, n=1)) == 1


def test_twice_a_match_makes_other_articles_the_theme_s():
    texts = ["Shelling, shelling, rocket"] * 3 + ["Shelling and music"] * 3 + [PEACE] * 3
    once, twice = suggest(texts), suggest(texts, min_matches=2)
    assert once["n_theme"].unique().tolist() == [6]
    assert twice["n_theme"].unique().tolist() == [3]


@pytest.mark.parametrize(
    ("texts", "n"), [([PEACE, PEACE], "0 of 2"), ([FIGHTING, FIGHTING, ""], "2 of 2")]
)
def test_a_theme_in_none_or_all_of_the_articles_is_refused(texts, n):
    with pytest.raises(TooFewArticlesError) as error:
        suggest(texts)
    assert f"suggest_terms: 'conflict' is present in {n} articles, so there are none" in str(
        error.value
    )


def test_unknown_themes_and_numbers_are_refused():
    with pytest.raises(InputError, match="suggest_terms: theme must be one of 'conflict'"):
        tt.suggest_terms(tt.tokenize([PEACE]), THEMES, "sport")
    with pytest.raises(InputError, match="suggest_terms: n must be"):
        suggest([PEACE], n=0)
