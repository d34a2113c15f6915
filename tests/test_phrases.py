"""Phrases are NLTK's collocations, found over the whole corpus at once."""

import math
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

import toolkit as tt
from toolkit._kernels import text as kernels
from toolkit.tokenizing import block_cuts, collocations, pair_counts, sequences

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


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.mark.parametrize("most_bits", [2, 12, 27])
@pytest.mark.parametrize("min_count", [1, 2, 5])
def test_pairs_that_share_buckets_are_counted_as_one_by_one(monkeypatch, most_bits, min_count, rng):
    texts = [" ".join(rng.choice(list("abcdefgh"), 60)) + "." for _ in range(40)]
    tokens = tt.tokenize(texts, stop_words=None, min_length=1, progress=False)
    expected = tt.find_phrases(tokens, min_count=min_count, min_docs=2)
    monkeypatch.setattr(collocations, "FEW_TOKENS", -1)
    for listed, passes in ((1 << 22, 8), (7, 10**6)):
        monkeypatch.setattr(collocations, "MOST_LISTED", listed)
        monkeypatch.setattr(collocations, "MOST_PASSES", passes)
        listed_pairs = tt.find_phrases(tokens, min_count=min_count, min_docs=2)
        pd.testing.assert_frame_equal(listed_pairs, expected)
    monkeypatch.setattr(collocations, "MOST_PASSES", -1)
    monkeypatch.setattr(collocations, "MOST_BITS", most_bits)
    monkeypatch.setattr(block_cuts, "BLOCK_TOKENS", 200)
    monkeypatch.setattr(pair_counts, "FEWEST", 50)
    found = tt.find_phrases(tokens, min_count=min_count, min_docs=2)
    pd.testing.assert_frame_equal(found, expected)


def test_many_stop_words_are_no_phrase():
    assert len(tt.find_phrases(tt.tokenize(["the of and " * 30_000], progress=False))) == 0


def test_buckets_hold_every_pair_of_wanted_words_without_a_break(rng):
    ids = rng.integers(0, 70_000, 3000).astype(np.int32)
    gaps = (rng.random(3000) < 0.2).astype(np.uint8)
    wanted = rng.random(70_000) < 0.7
    buckets = np.zeros(1 << 10, dtype=np.uint8)
    kernels.fill_buckets(ids, gaps, wanted, buckets, np.empty(3000, dtype=np.int64))
    n_pairs = int(((gaps[1:] == 0) & wanted[ids[1:]] & wanted[ids[:-1]]).sum())
    assert buckets.sum() == n_pairs


def test_a_full_bucket_stays_full():
    ids, gaps = np.zeros(1000, dtype=np.int32), np.zeros(1000, dtype=np.uint8)
    buckets = np.zeros(4, dtype=np.uint8)
    places = np.empty(1000, dtype=np.int64)
    kernels.fill_buckets(ids, gaps, np.ones(1, dtype=bool), buckets, places)
    assert sorted(buckets.tolist()) == [0, 0, 0, 255]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=40), st.integers(0, 62))
def test_a_tally_counts_keys_and_the_texts_that_have_them(pairs, shift):
    pairs = sorted(pairs, key=lambda pair: pair[1])  # a text comes in one piece
    tally = pair_counts.PairTally()
    for text in range(5):
        keys = np.array([key << shift >> 4 for key, of in pairs if of == text], dtype=np.int64)
        tally.add(keys, np.full(len(keys), text, dtype=np.int32))
    found = tally.finish()
    counted = Counter(key << shift >> 4 for key, _ in pairs)
    in_texts = Counter(key for key, _ in {(key << shift >> 4, text) for key, text in pairs})
    assert dict(zip(found.keys.tolist(), found.counts.tolist(), strict=True)) == counted
    assert dict(zip(found.keys.tolist(), found.n_docs.tolist(), strict=True)) == in_texts
    assert found.keys.tolist() == sorted(counted)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["Al", "al", "Jazeera", "news", "of", ".", "-", "("]), max_size=25)
    )
)
def test_names_and_phrases_are_joined_alike_by_the_kernel_and_in_plain_python(texts):
    texts = [" ".join(words) for words in texts]
    aliases = {"Al Jazeera": ["Al Jazeera news", "al-Jazeera"], "news of": ["news of Al"]}
    found = []
    for few in (sequences.FEW_TOKENS, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sequences, "FEW_TOKENS", few)
            tokens = tt.tokenize(
                texts, aliases=aliases, phrases=["of news", "news of"], progress=False
            )
        found.append([list(tokens), tokens.starts.tolist(), tokens.ends.tolist()])
    assert found[0] == found[1]
