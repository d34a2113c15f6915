"""A theme may rest on words that only one outlet uses."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tt
from toolkit.themes import Pattern, Theme, Themes, coverage_by_source

THEMES = Themes(
    {
        "war": Theme("war", "", tuple(Pattern((w,)) for w in ("terrorists", "fighters", "war"))),
        "talks": Theme("talks", "", (Pattern(("talks",)),)),
    }
)


def table_of(texts_of, **options):
    texts = [text for texts in texts_of.values() for text in texts]
    sources = pd.Series([name for name, texts in texts_of.items() for _ in texts])
    found = tt.find_themes(tt.tokenize(texts), THEMES)
    return coverage_by_source(found, sources, **options).set_index(["theme", "source"])


def test_words_of_one_outlet_are_named_with_their_share():
    table = table_of(
        {
            "Agency": ["terrorists terrorists war"] * 5 + ["talks"],
            "Post": ["fighters war war"] * 5 + ["talks"],
        }
    )
    agency = table.loc["war", "Agency"]
    assert (agency["n_matches"], agency["n_articles"], agency["n_patterns"]) == (15, 5, 2)
    assert (agency["n_own"], agency["own_patterns"]) == (10, "terrorists 10")
    assert agency["own_share"] == pytest.approx(2 / 3)
    assert agency["warning"] == (
        "67% of the matches are of words that the others never use: terrorists 10"
    )
    assert table.loc["war", "Post"]["own_share"] == pytest.approx(1 / 3)
    assert table.loc["talks"]["warning"].tolist() == ["", ""]


def test_an_outlet_too_small_to_have_used_a_word_does_not_make_it_anothers_own():
    table = table_of({"Agency": ["terrorists war"] * 20, "Post": ["war"] * 4})
    assert table.loc["war", "Agency"]["n_own"] == 0  # two uses expected, and none is no surprise


def test_the_same_words_everywhere_raise_no_warning():
    table = table_of({name: ["terrorists fighters war"] * 9 for name in ("A", "B", "C")})
    assert table["n_own"].tolist() == [0, 0, 0]
    assert set(table["warning"]) == {""}


def test_a_baseline_is_the_only_one_compared_with():
    texts = {"A": ["terrorists"] * 9, "B": ["fighters"] * 9, "C": ["terrorists fighters"] * 9}
    table = table_of(texts, baseline="B")
    assert table.index.get_level_values("source").tolist() == ["A", "C"]
    assert table["n_own"].tolist() == [9, 9]
    assert table_of(texts)["n_own"].tolist() == [0, 0, 0]


def test_what_is_missing_is_said():
    found = tt.find_themes(tt.tokenize(["war", "war"]), THEMES)
    with pytest.raises(tt.errors.InputError, match="article '1' has no outlet"):
        coverage_by_source(found, pd.Series(["A", None, "B"]))
    with pytest.raises(tt.errors.InputError, match="baseline must be one of 'A', 'B'; got 'C'"):
        coverage_by_source(found, pd.Series(["A", "B"]), baseline="C")
    with pytest.raises(tt.errors.TooFewArticlesError, match="at least two outlets; found 1"):
        coverage_by_source(found, pd.Series(["A", "A"]))
