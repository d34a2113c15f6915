"""New months under an old model: likelihood by hand, unknown words, and the drift warning."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.tokenizing import tokenize
from toolkit.topics import doc_topics, score_articles
from toolkit.vectorizing import count_terms

GROUPS = ("ceasefire troops shelling siege rebels", "talks envoy summit treaty accord")


def written(seed, n=60, extra=()):
    """Return tokens of ``n`` articles on both subjects, each with the ``extra`` words too."""
    rng = np.random.default_rng(seed)
    texts = [" ".join([*rng.choice(GROUPS[i % 2].split(), 30), *extra]) for i in range(n)]
    index = pd.Index([f"{seed}-{i}" for i in range(n)], name="article_id")
    return tokenize(pd.Series(texts, index=index))


@pytest.fixture(scope="module")
def model():
    return LDA(n_topics=2, random_state=1).fit(count_terms(written(0)))


@pytest.fixture(scope="module")
def reference(model):
    return score_articles(model, written(1))


def test_shares_are_those_of_doc_topics(model):
    tokens = written(2)
    scored = score_articles(model, tokens)
    dtm = count_terms(tokens, vocabulary=model.terms_)
    assert scored.topics.equals(doc_topics(model, dtm))
    assert score_articles(model, dtm).topics.equals(scored.topics)


def test_the_likelihood_is_the_mean_log_probability_of_a_known_word(model):
    tokens = tokenize(["troops talks troops floods"])
    scored = score_articles(model, tokens)
    theta = scored.topics.to_numpy()[0]
    column = {term: k for k, term in enumerate(model.terms_)}
    words = [column[word] for word in ("troops", "talks", "troops")]
    expected = np.mean([np.log(theta @ model.topic_term_[:, word]) for word in words])
    assert scored.fit["log_likelihood"].iloc[0] == pytest.approx(expected)


def test_unknown_words_are_counted_without_stop_words(model):
    fit = score_articles(model, tokenize(["The troops and the floods", "storm"])).fit
    assert fit["n_words"].tolist() == [2, 1]
    assert fit["n_known"].tolist() == [1, 0]
    assert fit["unknown_share"].tolist() == [0.5, 1.0]
    assert np.isnan(fit["log_likelihood"].iloc[1])


def test_a_matrix_does_not_tell_unknown_words(model):
    dtm = count_terms(tokenize(["troops floods"]), vocabulary=model.terms_)
    assert score_articles(model, dtm).fit["unknown_share"].isna().all()


def test_more_of_the_same_is_no_drift(model, reference):
    scored = score_articles(model, written(3), reference=reference)
    assert not scored.drifted
    assert "fits them as well as the reference" in str(scored)


def test_the_band_is_drawn_by_chance_with_a_seed(model, reference):
    bands = [
        score_articles(model, written(3), reference=reference, random_state=seed).band
        for seed in (0, 0, 1)
    ]
    assert bands[0].equals(bands[1])
    assert not bands[0].equals(bands[2])
    assert bands[0]["value"].equals(bands[2]["value"])


def test_new_words_are_drift(model, reference):
    scored = score_articles(model, written(3, extra=["virus", "lockdown"]), reference=reference)
    assert scored.band["outside"].tolist() == [False, True]
    assert "Drift: more unknown words than the usual maximum of 0.0%" in str(scored)
    assert "rebase_topics" in str(scored)


def test_a_trifle_beyond_the_band_is_no_drift(model, reference):
    texts = [*written(3).texts[:-1], "troops talks floods"]
    scored = score_articles(model, tokenize(texts), reference=reference)
    unknown = scored.band.set_index("measure").loc["unknown_share"]
    assert unknown["value"] > unknown["high"] == 0
    assert not scored.drifted


def test_old_words_in_new_combinations_are_drift(model, reference):
    rng = np.random.default_rng(5)
    words = " ".join(GROUPS).split()
    mixed = tokenize([" ".join(rng.choice(words, 30)) for _ in range(60)])
    scored = score_articles(model, mixed, reference=reference)
    assert scored.band["outside"].tolist() == [True, False]
    assert "worse than the usual" in str(scored)


def test_the_band_is_wider_for_fewer_articles(model, reference):
    few = score_articles(model, written(3, n=4), reference=reference).band.iloc[0]
    many = score_articles(model, written(3, n=200), reference=reference).band.iloc[0]
    assert few["high"] - few["low"] > many["high"] - many["low"] > 0


def test_without_a_reference_nothing_is_said_of_drift(reference):
    assert not reference.drifted
    assert "Pass a reference to test for drift" in reference.sentence


def test_what_cannot_be_judged_is_refused(model):
    with pytest.raises(TooFewArticlesError, match="none of the 1 articles has a term of the mod"):
        score_articles(model, tokenize(["storm"]))
    few = score_articles(model, written(1, n=10))
    with pytest.raises(TooFewArticlesError, match=r"reference has 10 articles .* at least 30"):
        score_articles(model, written(3), reference=few)
    with pytest.raises(InputError, match=r"vocabulary=model\.terms_"):
        score_articles(model, count_terms(tokenize(["storm"])))
