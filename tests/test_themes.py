"""Themes: definitions are checked with line numbers, matches counted by fixed rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit._core.globs import glob_test
from toolkit.errors import InputError, ReadingError
from toolkit.themes import (
    Themes,
    find_themes,
    read_themes,
    score_themes,
    theme_contexts,
    theme_coverage,
    theme_overlap,
)
from toolkit.tokenizing import tokenize

DEFINITIONS = """
[conflict]
description = "Fighting."
terms = ["war", "wars", "airstrike*", "fire"]
phrases = ["car bomb*", "cease fire"]
exclusions = ["star wars", "war of words", "open fire hydrant"]
not_near = { fire = { words = 3, of = ["forest*"] } }
weights = { "car bomb*" = 2.0 }
seed_terms = ["troops"]

[diplomacy]
terms = ["talks"]
phrases = ["peace talks"]
"""


@pytest.fixture
def themes(tmp_path) -> Themes:
    file = tmp_path / "themes.toml"
    file.write_text(DEFINITIONS, encoding="utf-8")
    return read_themes(file)


def patterns_found(text: str, themes: Themes) -> list[tuple[str, str]]:
    found = find_themes(tokenize([text]), themes)
    return list(zip(found["theme"].astype(str), found["match"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The war went on.", [("conflict", "war")]),
        ("Airstrikes and an airstrike.", [("conflict", "Airstrikes"), ("conflict", "airstrike")]),
        ("They warned of warm weather.", []),
        ("A car bombing shook the town.", [("conflict", "car bombing")]),
        ("He parked the car. Bombs fell.", []),
        ("The car; bombs fell.", []),
        ("A cease-fire was agreed.", [("conflict", "cease-fire")]),
        ("Post-war houses of a war-torn town.", []),
        ("A new Star Wars film.", []),
        ("A war of words, not a war.", [("conflict", "war")]),
        ("Peace talks, then more talks.", [("diplomacy", "Peace talks"), ("diplomacy", "talks")]),
        ("Troops opened fire.", [("conflict", "fire")]),
        ("The forest near us caught fire.", [("conflict", "fire")]),
        ("A forest on fire.", []),
        ("A fire in the forests.", []),
        ("", []),
    ],
)
def test_patterns_match_what_a_reader_would_count(text, expected, themes):
    assert patterns_found(text, themes) == expected


def test_a_pattern_with_a_hyphen_finds_compounds(tmp_path):
    (tmp_path / "themes.toml").write_text(
        '[a]\nterms = ["war", "war-*", "*-war"]', encoding="utf-8"
    )
    found = patterns_found(
        "Post-war houses of a war-torn town.", read_themes(tmp_path / "themes.toml")
    )
    assert found == [("a", "Post-war"), ("a", "war-torn")]


def test_a_phrase_never_joins_two_articles(themes):
    found = find_themes(tokenize(["He parked the car", "bombs fell"]), themes)
    assert found.empty


def test_matching_ignores_aliases_phrases_and_stop_words(themes):
    texts = ["The peace talks in Geneva", "peace talks again", "peace talks"]
    plain = score_themes(tokenize(texts), themes)
    joined = score_themes(tokenize(texts, phrases=["peace talks"]), themes)
    pd.testing.assert_frame_equal(plain, joined)


def test_share_of_tokens_has_every_token_as_its_denominator(themes):
    scores = score_themes(tokenize(["The peace talks and the war"]), themes)
    assert scores.loc[0].tolist() == pytest.approx([1 / 6, 2 / 6])


def test_rare_patterns_count_for_more_in_the_tfidf_measure(themes):
    tokens = tokenize(["war war", "war rain", "war airstrikes", "rain rain"])
    scores = score_themes(tokens, themes, measure="tfidf")["conflict"]
    common, rare = np.log(5 / 4) + 1, np.log(5 / 2) + 1
    assert scores.tolist() == pytest.approx([common, common / 2, (common + rare) / 2, 0.0])


def test_weights_count_in_the_weighted_measure_alone(themes):
    tokens = tokenize(["car bombs kill"])
    assert score_themes(tokens, themes)["conflict"].item() == pytest.approx(2 / 3)
    weighted = score_themes(tokens, themes, measure="weighted")
    assert weighted["conflict"].item() == pytest.approx(4 / 3)


def test_present_needs_the_asked_number_of_matches(themes):
    tokens = tokenize(["war", "war and airstrikes", "calm"])
    once = score_themes(tokens, themes, measure="present")["conflict"]
    twice = score_themes(tokens, themes, measure="present", min_matches=2)["conflict"]
    assert once.tolist() == [1.0, 1.0, 0.0]
    assert twice.tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("measure", ["tokens", "present", "weighted", "tfidf"])
def test_an_article_without_words_has_no_share(measure, themes):
    scores = score_themes(tokenize(["", "war"]), themes, measure=measure)
    assert scores.iloc[0].isna().all()
    assert scores.iloc[1].notna().all()


def test_rows_carry_the_article_ids(themes):
    texts = pd.Series(["war", "talks"], index=pd.Index(["x", "y"], name="article_id"))
    scores = score_themes(tokenize(texts), themes)
    assert scores.index.tolist() == ["x", "y"]
    assert scores.columns.name == "theme"


WORDS = st.sampled_from(["war", "talks", "peace", "car", "bombs", "star", "wars", "the", "rain"])


@given(st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=6), st.randoms())
def test_scores_do_not_depend_on_the_order_of_articles(tmp_path_factory, texts, random):
    file = tmp_path_factory.mktemp("themes") / "themes.toml"
    file.write_text(DEFINITIONS, encoding="utf-8")
    themes = read_themes(file)
    order = list(range(len(texts)))
    random.shuffle(order)
    straight = score_themes(tokenize(texts), themes)
    shuffled = score_themes(tokenize(pd.Series([texts[i] for i in order], index=order)), themes)
    pd.testing.assert_frame_equal(straight, shuffled.loc[straight.index], check_names=False)
    assert ((straight.dropna() >= 0) & (straight.dropna() <= 1)).all().all()


def test_contexts_show_the_whole_sentence_around_the_match(themes):
    text = "Nothing first. They said peace talks would go on. Nothing last."
    row = theme_contexts(tokenize([text]), themes, "diplomacy").iloc[0]
    assert (row["left"], row["match"], row["right"]) == ("They said", "peace talks", "would go on.")
    assert text[row["start"] : row["end"]] == "peace talks"


def test_contexts_are_spread_over_the_corpus_unless_asked_otherwise(themes):
    tokens = tokenize([f"war number {i}" for i in range(10)])
    spread = theme_contexts(tokens, themes, "conflict", n=2)
    reading = theme_contexts(tokens, themes, "conflict", n=2, order="reading")
    assert spread["article_id"].tolist() == [0, 5]
    assert reading["article_id"].tolist() == [0, 1]
    assert len(theme_contexts(tokens, themes, "conflict", n=None)) == 10


def test_coverage_names_silent_patterns_and_patterns_that_carry_the_theme(themes):
    table = theme_coverage(tokenize(["war war war airstrikes"]), themes).set_index("pattern")
    assert table.loc["war", "share"] == 0.75
    assert table.loc["war", "warning"] == "carries more than 30 % of the theme"
    assert table.loc["fire", "warning"] == "never fires"
    assert table.loc["airstrike*", "forms"] == "airstrikes 1"


def test_overlap_counts_articles_with_both_themes(themes):
    scores = score_themes(tokenize(["war talks", "war", "talks", "rain"]), themes)
    row = theme_overlap(scores).iloc[0]
    assert (row["n_theme"], row["n_other"], row["n_both"]) == (2, 2, 1)
    assert row["jaccard"] == pytest.approx(1 / 3)
    assert row["lift"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: the file defines no theme. Begin one with [conflict]."),
        ('[a]\nterm = ["x"]', "line 2: theme 'a' has an unknown key 'term'. Did you mean 'terms'?"),
        ('[a]\ndescription = "d"', "line 1: theme 'a' has neither terms nor phrases."),
        ('[a]\nterms = "x"', "line 2: terms of theme 'a' must be a list of strings; got 'x'."),
        ('[a]\nterms = ["x", " "]', "theme 'a' has an empty pattern."),
        (
            '[a]\nterms = [\n  "x",\n  "*",\n]',
            "line 4: pattern '*' would match every word; write some letters beside the *.",
        ),
        ("x = 1", "line 1: 'x' stands outside a theme. Begin a theme with [name]."),
        (
            '[a]\nterms = ["x"]\nweights = { x = 0 }',
            "line 2: the weight of 'x' must be a number above 0; got 0.",
        ),
        (
            '[a]\nterms = ["x"]\nweights = { y = 2 }',
            "line 3: theme 'a' gives a weight or distance to 'y', which it lacks.",
        ),
    ],
)
def test_a_wrong_definition_is_named_with_its_line(tmp_path, content, message):
    file = tmp_path / "themes.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError) as error:
        read_themes(file)
    assert message in str(error.value)
    assert str(error.value)[-2:] != "?."
    assert str(error.value).startswith("read_themes: themes.toml")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReadingError, match=r"read_themes: cannot read no\.toml"):
        read_themes(tmp_path / "no.toml")


def test_what_is_not_toml_is_said_so(tmp_path):
    file = tmp_path / "themes.toml"
    file.write_text("[conflict\n")
    with pytest.raises(ReadingError, match=r"themes\.toml is not valid TOML"):
        read_themes(file)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("[نص]", '["نص"]'),
        ("[café]", '["café"]'),
        ("[war crimes] # two words", '["war crimes"]'),
        ("[[évent]]", '[["évent"]]'),
        ("café = 1", '"café" = ...'),
        ("[conflict", None),
        ("[a] b", None),
        ("[a..b]", None),
        ('a = "é" = 1', None),
    ],
)
def test_a_name_that_needs_quotes_in_toml_is_told_what_to_do(tmp_path, line, hint):
    file = tmp_path / "themes.toml"
    file.write_text(f'[conflict]\nterms = ["war"]\n\n{line}\n', encoding="utf-8")
    with pytest.raises(ReadingError, match=r"not valid TOML") as error:
        read_themes(file)
    assert ("Write the name in quotes" in str(error.value)) == (hint is not None)
    assert hint is None or str(error.value).endswith(f"a-z, 0-9, - and _: {hint}.")


def test_unknown_measures_themes_and_numbers_are_refused(themes):
    tokens = tokenize(["war"])
    with pytest.raises(InputError, match="measure must be one of 'tokens', 'sentences', 'present'"):
        score_themes(tokens, themes, measure="count")
    with pytest.raises(InputError, match="min_matches must be at least 1; got 0"):
        score_themes(tokens, themes, min_matches=0)
    with pytest.raises(InputError, match="theme must be one of 'conflict', 'diplomacy'"):
        theme_contexts(tokens, themes, "sport")
    with pytest.raises(InputError, match="themes must come from read_themes; got dict"):
        score_themes(tokens, {})


@pytest.mark.parametrize(
    ("glob", "term", "fits"),
    [
        ("war", "war", True),
        ("war", "wars", False),
        ("war*", "warm", True),
        ("*fire", "ceasefire", True),
        ("shell*ing", "shelling", True),
        ("shell*ing", "shelli", False),
        ("a*b*c", "axxbyyc", True),
        ("a*b*c", "axxcyyb", False),
        ("a.c", "abc", False),
        ("ab*ba", "aba", False),
    ],
)
def test_a_star_stands_for_any_run_of_letters_and_nothing_else_is_special(glob, term, fits):
    assert glob_test(glob)(term) is fits


def test_many_stars_on_a_long_word_stay_quick():
    assert not glob_test("*a" * 30 + "b")("a" * 200_000)


def test_seed_terms_are_given_for_guided_topics(themes):
    assert themes.seed_terms == {"conflict": ["troops"]}
