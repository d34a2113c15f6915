"""Themes made of parts: counted whole or part by part, from the same file."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.errors import InputError, ReadingError
from toolkit.themes import Pattern, Theme, Themes

NESTED = """
[conflict]
description = "Fighting and its pauses."
exclusions = ["war of words"]

[conflict.armed]
terms = ["war", "shell*"]
phrases = ["open fire"]
weights = { war = 2.0 }
seed_terms = ["troops", "siege"]

[conflict.truce]
terms = ["truce", "war"]
phrases = ["cease fire", "war is over"]
weights = { war = 2.0 }
seed_terms = ["siege", "pause"]

[sport]
terms = ["match"]
"""
FLAT = """
[conflict]
terms = ["war"]
not_near = { war = { words = 3, of = ["film"] } }
weights = { war = 2.0 }

[sport]
terms = ["match"]
"""


def read(tmp_path, content, **options) -> Themes:
    file = tmp_path / "themes.toml"
    file.write_text(content, encoding="utf-8")
    return tt.read_themes(file, **options)


def test_a_theme_has_the_patterns_of_its_parts_each_once(tmp_path):
    conflict = read(tmp_path, NESTED)["conflict"]
    assert [str(pattern) for pattern in conflict.patterns] == [
        "war",
        "shell*",
        "open fire",
        "truce",
        "cease fire",
        "war is over",
    ]
    assert conflict.patterns[0].weight == 2.0
    assert conflict.seed_terms == ("troops", "siege", "pause")
    assert conflict.description == "Fighting and its pauses."
    assert conflict.exclusions == (Pattern(("war", "of", "words")),)


def test_parts_are_themes_of_their_own_where_they_are_asked_for(tmp_path):
    parts = read(tmp_path, NESTED, level="parts")
    assert list(parts) == ["conflict.armed", "conflict.truce", "sport"]
    assert isinstance(parts["conflict.truce"], Theme)
    assert parts["conflict.truce"].exclusions == (Pattern(("war", "of", "words")),)
    scores = tt.score_themes(tt.tokenize(["A truce", "A war of words"]), parts, measure="present")
    assert scores["conflict.truce"].tolist() == [1.0, 0.0]
    assert scores["conflict.armed"].tolist() == [0.0, 0.0]


def test_a_flat_file_is_the_same_at_both_levels(tmp_path):
    assert read(tmp_path, FLAT).by_name == read(tmp_path, FLAT, level="parts").by_name


WORDS = ["war", "of", "words", "shelling", "truce", "cease", "open", "fire", "is", "over", "rain."]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=4))
def test_an_article_has_a_theme_exactly_when_it_has_one_of_its_parts(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("themes")
    tokens = tt.tokenize([" ".join(words) for words in texts])
    whole = tt.score_themes(tokens, read(folder, NESTED), measure="present")["conflict"]
    parts = tt.score_themes(tokens, read(folder, NESTED, level="parts"), measure="present")
    either = parts[["conflict.armed", "conflict.truce"]].max(axis=1)
    pd.testing.assert_series_equal(whole, either, check_names=False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '[a]\nterms = ["x"]\n\n[a.b]\nterms = ["y"]',
            "line 2: theme 'a' has parts; move its terms into one of them.",
        ),
        (
            '[a.b]\nterms = ["y"]\nexclusions = ["z"]',
            "line 3: exclusions hold for a whole theme; move those of 'a.b' up to it.",
        ),
        (
            '[a.b]\nterms = ["y"]\n\n[a.c]\ntermz = ["y"]',
            "line 5: theme 'a.c' has an unknown key 'termz'. Did you mean 'terms'?",
        ),
        (
            '[a.b]\nterms = ["x"]\n[a.c]\nterms = ["x"]\nweights = { x = 2 }',
            "line 4: theme 'a' has 'x' in two parts with different weights or not_near; "
            "write it alike in both.",
        ),
        ('[a.b]\ndescription = "y"', "line 1: theme 'a.b' has neither terms nor phrases."),
        (
            '[a]\nterms = ["x"]\n[a.weigths]\nx = 2',
            "line 3: theme 'a' has an unknown key 'weigths'. Did you mean 'weights'?",
        ),
    ],
)
def test_a_wrong_part_is_named_with_its_line(tmp_path, content, message):
    with pytest.raises(ReadingError) as error:
        read(tmp_path, content)
    assert message in str(error.value)


def test_an_unknown_level_is_refused(tmp_path):
    with pytest.raises(InputError, match="level must be one of 'themes', 'parts'; got 'all'"):
        read(tmp_path, FLAT, level="all")
