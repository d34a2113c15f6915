"""More like this: similar articles and sentences of the corpus itself."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

import toolkit as tt

STORIES = {
    "summit": ["envoy", "talks", "summit", "geneva", "ceasefire", "minister", "accord"],
    "flood": ["river", "flood", "rescue", "bridge", "village", "rain", "dam"],
    "bank": ["bank", "dollar", "prices", "market", "inflation", "loan", "bread"],
}


def corpus(n=20, seed=0):
    """Articles of three stories by two outlets, one a day in turn."""
    rng = np.random.default_rng(seed)
    rows = [
        {
            "title": f"{story} {k}",
            "source": ("Post", "Times")[k % 2],
            "date": pd.Timestamp("2020-01-01") + pd.Timedelta(days=k),
            "text": " ".join([*rng.choice(words, 12), *rng.choice(["state", "people", "city"], 4)]),
            "story": story,
        }
        for k in range(n)
        for story, words in STORIES.items()
    ]
    articles = pd.DataFrame(rows)
    articles.index = pd.Index([f"a{k:03}" for k in range(len(rows))], name="article_id")
    return articles, tt.count_terms(tt.tokenize(articles["text"]))


def test_articles_on_the_same_story_come_first():
    articles, dtm = corpus()
    for article in articles.index[:9]:
        found = tt.similar_articles(article, dtm, articles, n=10)
        stories = articles.loc[found["article_id"], "story"]
        assert (stories == articles.loc[article, "story"]).all()
        assert article not in set(found["article_id"])
        assert found["rank"].tolist() == list(range(1, 11))
        assert found["similarity"].is_monotonic_decreasing


def test_the_similarity_is_the_cosine_of_scikit_learns_weights():
    articles, dtm = corpus()
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(dtm.counts)
    expected = pd.Series(cosine_similarity(weights)[4], index=dtm.article_id)
    found = tt.similar_articles("a004", dtm, articles, n=100)
    assert found["similarity"].to_numpy() == pytest.approx(expected[found["article_id"]])
    assert len(found) == (expected > 0).sum() - 1


@given(st.permutations(range(60)))
def test_the_order_of_the_articles_table_does_not_matter(order):
    articles, dtm = corpus()
    one = tt.similar_articles("a004", dtm, articles, n=5)
    other = tt.similar_articles("a004", dtm, articles.iloc[list(order)], n=5)
    pd.testing.assert_frame_equal(one, other)


def test_the_terms_that_are_shared_are_named_the_weightiest_first():
    texts = ["Envoys met in Geneva", "Envoys left Geneva on Monday", "Envoys slept"]
    articles = pd.DataFrame({"title": "", "source": "", "date": pd.NaT}, index=range(3))
    found = tt.similar_articles(0, tt.count_terms(tt.tokenize(texts)), articles)
    assert found["shared"].tolist() == ["geneva; envoys", "envoys"]


def test_days_and_other_sources_narrow_the_list():
    articles, dtm = corpus()
    near = tt.similar_articles("a030", dtm, articles, n=50, days=2)
    assert (near["date"] - articles.loc["a030", "date"]).abs().max() == pd.Timedelta(days=2)
    other = tt.similar_articles("a030", dtm, articles, n=50, other_sources=True)
    assert set(other["source"]) == {"Times"}
    undated = articles.assign(date=articles["date"].mask(articles.index == "a030"))
    with pytest.raises(tt.errors.InputError, match="the article has no date"):
        tt.similar_articles("a030", dtm, undated, days=2)


def test_an_unknown_or_empty_article_is_named():
    articles, dtm = corpus()
    message = "similar_articles: there is no article 'zzz' in dtm. Pass one of dtm.article_id"
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        tt.similar_articles("zzz", dtm, articles)
    texts = articles["text"].where(articles.index != "a001", "")
    with pytest.raises(tt.errors.InputError, match="article 'a001' has no counted term"):
        tt.similar_articles("a001", tt.count_terms(tt.tokenize(texts)), articles)
    with pytest.raises(tt.errors.InputError, match="articles"):
        tt.similar_articles("a001", dtm, articles.iloc[:3])


TEXTS = [
    "The envoys met in Geneva for peace talks. It rained. He said so.",
    "Peace talks of the envoys failed in Geneva. Oil prices fell.",
    "Rain fell on Geneva. Oil prices fell.\n\nThe envoys met in Geneva for peace talks.",
    "The envoys met in Geneva for talks on peace.",
]


def test_the_sentence_itself_is_left_out_and_the_nearest_comes_first():
    tokens = tt.tokenize(TEXTS)
    found = tt.similar_sentences("The envoys met in Geneva for peace talks.", tokens)
    assert found["sentence"].tolist() == [
        "The envoys met in Geneva for talks on peace.",
        "Peace talks of the envoys failed in Geneva.",
    ]
    assert found["similarity"].iloc[0] == pytest.approx(1.0)


def test_equal_sentences_are_listed_once_with_the_number_of_articles():
    tokens = tt.tokenize(TEXTS)
    found = tt.similar_sentences("Oil prices fell again", tokens)
    assert found[["sentence", "n_articles"]].to_numpy().tolist() == [["Oil prices fell.", 2]]
    row = found.iloc[0]
    assert TEXTS[row["article_id"]][row["start"] : row["end"]] == "Oil prices fell."


def test_one_shared_word_is_not_enough_unless_only_one_was_given():
    tokens = tt.tokenize(TEXTS)
    assert tt.similar_sentences("Geneva under snow and ice", tokens).shape[0] > 0
    assert tt.similar_sentences("Geneva prices", tokens).empty
    assert not tt.similar_sentences("Geneva", tokens).empty


def test_sentences_carry_date_and_outlet_of_their_article():
    articles, _ = corpus()
    tokens = tt.tokenize(articles["text"])
    found = tt.similar_sentences("envoy talks summit", tokens, articles=articles, n=3)
    assert (found["source"] == articles.loc[found["article_id"], "source"].to_numpy()).all()
    assert len(found) == 3


def test_words_are_found_as_written_whatever_the_options_of_the_tokens():
    tokens = tt.tokenize(
        TEXTS, aliases={"X": ["Geneva"]}, phrases=["peace talks"], lemmas="snowball"
    )
    plain = tt.similar_sentences("PEACE talks in Geneva", tt.tokenize(TEXTS))
    pd.testing.assert_frame_equal(tt.similar_sentences("PEACE talks in Geneva", tokens), plain)


@pytest.mark.parametrize(("text", "message"), [("the of", "no counted word of"), (3, "sentence")])
def test_a_text_without_words_of_the_corpus_is_refused(text, message):
    with pytest.raises(tt.errors.InputError, match=message):
        tt.similar_sentences(text, tt.tokenize(TEXTS))
