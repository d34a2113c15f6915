"""Phrases are NLTK's collocations, found over the whole corpus at once."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

import toolkit as tt

WORDS = st.sampled_from(["peace", "talks", "war", "crimes", "envoy", "x-ray", "the", "of"])
SIGNS = st.sampled_from([" ", " ", " ", ", ", ". ", "\n\n", "-"])
TEXTS = st.lists(
    st.lists(st.tuples(WORDS, SIGNS), max_size=25).map(lambda t: "".join(w + s for w, s in t)),
    min_size=1,
    max_size=6,
)
NLTK = {
    "pmi": BigramAssocMeasures.pmi,
    "llr": BigramAssocMeasures.likelihood_ratio,
    "chi2": BigramAssocMeasures.chi_sq,
    "t": BigramAssocMeasures.student_t,
    "dice": BigramAssocMeasures.dice,
}


def _segments(tokens):
    """Cut the token store at its breaks, for NLTK."""
    segments = []
    for text in range(len(tokens)):
        low, high = tokens.offsets[text], tokens.offsets[text + 1]
        for token in range(low, high):
            if token == low or tokens.gaps[token] != 0:
                segments.append([])
            segments[-1].append(tokens.terms[tokens.ids[token]])
    return segments


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(sorted(NLTK)))
def test_scores_are_those_of_nltk(texts, measure):
    tokens = tt.tokenize(texts, stop_words=None)
    finder = BigramCollocationFinder.from_documents(_segments(tokens))
    n = sum(finder.word_fd.values())
    found = tt.find_phrases(tokens, min_count=1, min_docs=1, measure=measure)
    assert len(found) == len(finder.ngram_fd)
    for row in found.itertuples():
        first, second = row.phrase.split(" ")
        counts = (
            finder.ngram_fd[first, second],
            (finder.word_fd[first], finder.word_fd[second]),
            n,
        )
        assert (row.n_together, (row.n_first, row.n_second)) == counts[:2]
        try:
            expected = NLTK[measure](*counts)
        except ZeroDivisionError:
            continue
        assert row.score == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_npmi_lies_between_minus_one_and_one(texts):
    scores = tt.find_phrases(tt.tokenize(texts), min_count=1, min_docs=1)["score"]
    assert scores.between(-1 - 1e-9, 1 + 1e-9).all()


def test_npmi_is_pmi_over_the_information_of_the_pair():
    tokens = tt.tokenize(["Peace talks and war.", "Peace talks."], stop_words=None)
    row = tt.find_phrases(tokens, min_count=2, min_docs=2).iloc[0]
    assert row["score"] == pytest.approx(math.log2(2 * 6 / (2 * 2)) / -math.log2(2 / 6))


@pytest.mark.parametrize(
    "text",
    [
        "Peace. Talks",
        "peace, talks",
        "peace\n\ntalks",
        "peace (talks",
        "the peace of talks",
        "peace 3 talks",
    ],
)
def test_no_phrase_crosses_a_sign_a_blank_line_a_stop_word_or_a_number(text):
    tokens = tt.tokenize([text] * 3)
    assert len(tt.find_phrases(tokens, min_count=1, min_docs=1)) == 0


@pytest.mark.parametrize(
    "text", ["peace talks", "peace\ntalks", "Peace/talks", "St. Petersburg", "Gen. Hassan"]
)
def test_a_phrase_may_cross_a_line_a_hyphen_and_an_abbreviation(text):
    tokens = tt.tokenize([text] * 3)
    assert len(tt.find_phrases(tokens, min_count=1, min_docs=1)) == 1


def test_a_phrase_of_an_abbreviation_is_joined_too():
    tokens = tt.tokenize(
        ["In St. Petersburg", "Peace. Talks"], phrases=["st petersburg", "peace talks"]
    )
    assert list(tokens) == [["st_petersburg"], ["peace", "talks"]]


def test_repeating_one_article_makes_no_phrase():
    tokens = tt.tokenize(["Peace talks. " * 9, "War."])
    assert len(tt.find_phrases(tokens)) == 0
    assert tt.find_phrases(tokens, min_docs=1)["n_docs"].tolist() == [1]


def test_the_best_come_first_and_limits_are_kept():
    texts = ["Peace talks, war crimes.", "Peace talks, war crimes, war games."] * 3
    tokens = tt.tokenize(texts)
    table = tt.find_phrases(tokens, min_count=2)
    assert table["score"].is_monotonic_decreasing
    assert table.columns.tolist() == [
        "phrase",
        "n_together",
        "n_first",
        "n_second",
        "n_docs",
        "score",
    ]
    pd.testing.assert_frame_equal(
        tt.find_phrases(tokens, min_count=2, max_phrases=1), table.head(1)
    )
    assert (tt.find_phrases(tokens, min_count=2, min_score=0.9)["score"] >= 0.9).all()


def test_a_table_of_phrases_can_be_joined():
    texts = ["Peace talks began", "Peace talks ended", "The peace talks"] * 2
    table = tt.find_phrases(tt.tokenize(texts))
    assert tt.tokenize(texts, phrases=table)[0] == ["peace_talks", "began"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"measure": "mi"},
            "find_phrases: measure must be one of 'npmi', 'pmi', 'llr', 'chi2', 't', 'dice'; "
            "got 'mi'.",
        ),
        ({"min_count": 0}, "find_phrases: min_count must be a whole number from 1; got 0."),
        ({"min_docs": 1.5}, "find_phrases: min_docs must be a whole number from 1; got 1.5."),
        ({"max_phrases": 0}, "find_phrases: max_phrases must be a whole number from 1; got 0."),
    ],
)
def test_messages_say_what_was_given(options, message):
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.find_phrases(tt.tokenize(["a"]), **options)
