"""Draws of article shares: the exact answer where there is one, and what they do to intervals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import toolkit as tt


class Fixed:
    """A model whose topics and prior are given."""

    def __init__(self, words, prior):
        self.topic_term_ = self.components_ = np.asarray(words, dtype=float)
        self.doc_topic_prior_ = np.asarray(prior, dtype=float)
        self.terms_ = np.array([f"w{i}" for i in range(self.topic_term_.shape[1])])

    def transform(self, X):
        even = np.full((X.counts.shape[0], len(self.doc_topic_prior_)), 1.0)
        return even / even.sum(axis=1, keepdims=True)


def matrix(model, counts):
    counts = sparse.csr_matrix(np.asarray(counts))
    ids = pd.Index([f"a{i:04d}" for i in range(counts.shape[0])], name="article_id")
    return SimpleNamespace(counts=counts, terms=model.terms_, article_id=ids)


def test_the_mean_of_draws_for_an_article_of_one_word_is_the_exact_posterior():
    model = Fixed([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], [0.5, 1.5])
    dtm = matrix(model, [[1, 0, 0]] * 400)
    draws = tt.topic_draws(model, dtm, n_draws=40, n_steps=2, random_state=1)
    alpha, words = model.doc_topic_prior_, model.topic_term_
    chance = alpha * words[:, 0] / (alpha @ words[:, 0])
    exact = (alpha + chance) / (alpha.sum() + 1)
    means = np.mean([draw.to_numpy() for draw in draws], axis=(0, 1))
    assert means == pytest.approx(exact, abs=0.01)


def test_draws_of_long_articles_agree_and_those_of_short_ones_do_not():
    model = Fixed([[0.8, 0.2], [0.2, 0.8]], [0.5, 0.5])
    dtm = matrix(model, [[1, 1], [400, 400]])
    draws = np.array([d.to_numpy() for d in tt.topic_draws(model, dtm, n_draws=30, random_state=2)])
    spread = draws.std(axis=0)[:, 0]
    assert spread[0] > 3 * spread[1]


def test_an_article_without_words_is_missing_in_every_draw():
    model = Fixed([[0.8, 0.2], [0.2, 0.8]], [0.5, 0.5])
    draws = tt.topic_draws(model, matrix(model, [[3, 1], [0, 0]]), n_draws=2, random_state=1)
    for draw in draws:
        assert draw.iloc[1].isna().all()
        assert draw.iloc[0].sum() == pytest.approx(1)


def test_the_same_seed_draws_the_same():
    model = Fixed([[0.8, 0.2], [0.2, 0.8]], [0.5, 0.5])
    dtm = matrix(model, [[3, 1], [2, 2], [1, 4]])
    one, same = (tt.topic_draws(model, dtm, n_draws=2, random_state=5) for _ in range(2))
    pd.testing.assert_frame_equal(one[1], same[1])


def test_intervals_with_draws_are_wider():
    model = Fixed([[0.6, 0.4], [0.4, 0.6]], [0.3, 0.3])
    rng = np.random.default_rng(0)
    dtm = matrix(model, rng.integers(0, 4, (120, 2)) + 1)
    dates = pd.Series(pd.date_range("2016-01-01", periods=30).repeat(4), index=dtm.article_id)
    draws = tt.topic_draws(model, dtm, n_draws=8, random_state=3)
    several = tt.share_by_period(draws, dates, freq="YS", random_state=1)
    mean = sum(draws) / len(draws)
    single = tt.share_by_period(mean, dates, freq="YS", random_state=1)
    width = (several["high"] - several["low"]) / (single["high"] - single["low"])
    assert (width > 1.2).all()
    assert several.attrs["n_draws"] == 8


def test_what_cannot_be_drawn_from_is_refused():
    tokens = tt.tokenize(pd.Series(["war talks", "talks deal"], index=["a", "b"]))
    dtm = tt.count_terms(tokens, min_docs=1, max_doc_share=1.0)
    with pytest.raises(
        tt.errors.InputError, match="topic_draws: NMF has no prior on article shares"
    ):
        tt.topic_draws(tt.NMF(n_topics=2, random_state=0).fit(dtm), dtm)
    with pytest.raises(
        tt.errors.InputError, match="SimpleNamespace has no prior on article shares"
    ):
        tt.topic_draws(SimpleNamespace(components_=np.ones((2, 3))), dtm)
    model = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    with pytest.raises(tt.errors.InputError, match="n_draws must be a whole number from 2; got 1"):
        tt.topic_draws(model, dtm, n_draws=1)


def test_a_model_that_is_not_fitted_is_told_as_that():
    dtm = matrix(Fixed([[0.8, 0.2], [0.2, 0.8]], [0.5, 0.5]), [[3, 1]])
    with pytest.raises(tt.errors.InputError, match="model must be a fitted model"):
        tt.topic_draws(tt.LDA(n_topics=2), dtm)


def test_processors_parts_and_compiling_change_no_draw(monkeypatch):
    rng = np.random.default_rng(3)
    model = Fixed(rng.dirichlet([0.3] * 50, 6), [0.4] * 6)
    counts = rng.poisson(0.4, (60, 50))
    counts[7] = 0
    dtm = matrix(model, counts)

    def drawn(*, few, threads, chunk):
        with monkeypatch.context() as patch:
            patch.setattr("toolkit.topics.inspect.draws.FEW_CHANCES", few)
            patch.setattr("toolkit.topics.inspect.draws.n_threads", lambda _: threads)
            patch.setattr("toolkit.topics.inspect.draws.CHUNK", chunk)
            patch.setattr("toolkit.models.threads.FEW_ENTRIES", 0)
            tables = tt.topic_draws(model, dtm, n_draws=2, random_state=4)
        return np.array(tables).tobytes()

    plain = drawn(few=10**9, threads=1, chunk=10**6)
    assert drawn(few=0, threads=1, chunk=10**6) == plain
    assert drawn(few=0, threads=3, chunk=10**6) == plain
    assert drawn(few=0, threads=2, chunk=100) == plain
