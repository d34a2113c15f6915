"""Ranking terms: formulas computed by hand, and the terms that LDAvis published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import rankdata

from toolkit.errors import InputError
from toolkit.topics import topic_terms
from toolkit.topics.inspect.relevance import Frex, exclusivity, ranks_at, shrink
from toolkit.topics.inspect.terms import largest

PUBLISHED = Path(__file__).parents[1].parent / "shared" / "data" / "published"


@dataclass
class Given:
    components_: np.ndarray
    terms_: np.ndarray

    @property
    def topic_term_(self):
        return self.components_ / self.components_.sum(axis=1, keepdims=True)


#                          army  only  peace rare  said
COUNTS = np.array([[300.0, 60.0, 10.0, 1.0, 629.0], [20.0, 1.0, 370.0, 0.0, 609.0]])
MODEL = Given(COUNTS, np.array(["army", "only", "peace", "rare", "said"]))


def order(rank_by, **options):
    table = topic_terms(MODEL, n_terms=5, rank_by=rank_by, **options)
    return table.loc[table["topic"] == 0, "term"].tolist()


def test_each_ranking_puts_other_terms_first():
    assert order("probability") == ["said", "army", "only", "peace", "rare"]
    assert order("lift")[0] == "rare"
    assert order("score")[0] == "army"
    assert order("frex")[:2] in (["army", "only"], ["only", "army"])
    assert order("relevance", relevance=1) == order("probability")
    assert order("relevance", relevance=0) == order("lift")


def test_measures_are_their_formulas():
    row = topic_terms(MODEL, n_terms=5).query("topic == 0 and term == 'army'").iloc[0]
    p, q = 0.3, 0.02
    assert row["probability"] == pytest.approx(p)
    assert row["lift"] == pytest.approx(p / ((p + q) / 2))
    assert row["score"] == pytest.approx(p * (np.log(p) - (np.log(p) + np.log(q)) / 2))


def test_a_word_used_once_does_not_win_by_frex():
    exclusive = exclusivity(MODEL.topic_term_)
    assert exclusive[0].argmax() == 3  # "rare" is found in the first topic alone
    values = Frex(MODEL, 0.9).of_topic(0)
    assert values[3] < values[0]
    assert order("frex", frex_weight=0.99)[0] == "only"
    assert order("frex", frex_weight=0)[0] == "said"


@given(
    hnp.arrays(np.float64, (3, 4), elements=st.floats(0.01, 1)),
    hnp.arrays(np.float64, 4, elements=st.floats(0, 1e6)),
)
def test_shrinkage_keeps_parts_of_a_whole_and_moves_towards_even(values, n_uses):
    before = exclusivity(values)
    after = shrink(before, n_uses)
    assert after.sum(axis=0) == pytest.approx(1.0)
    assert (np.abs(after - 1 / 3) <= np.abs(before - 1 / 3) + 1e-12).all()


@given(
    hnp.arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([-2.0, 0.0, 0.5, 3.0])),
    st.integers(0, 45),
)
def test_thelargest_values_are_those_of_a_whole_sort_with_ties_by_place(values, n):
    whole = np.lexsort((np.arange(len(values)), -values))
    assert largest(values, n).tolist() == whole[:n].tolist()


def test_unknown_rankings_and_weights_are_refused():
    with pytest.raises(InputError, match=r"rank_by must be one of 'relevance', .*; got 'tfidf'"):
        topic_terms(MODEL, rank_by="tfidf")
    with pytest.raises(InputError, match="frex_weight must lie between 0 and 1; got -1"):
        topic_terms(MODEL, frex_weight=-1)


@pytest.mark.corpus
def test_the_terms_that_ldavis_published_for_newsgroups():
    """cpsievert/LDAvis, docs/newsgroup/vis/lda.json at 5067f7b."""
    path = PUBLISHED / "ldavis-newsgroups.json"
    if not path.exists():
        pytest.skip(f"needs ldavis-newsgroups.json in {PUBLISHED}")
    held = json.loads(path.read_text(encoding="utf-8"))
    table = {name: np.array(values) for name, values in held["tinfo"].items()}
    weight = held["mdsDat"]["Freq"][0] / 100
    first = table["Category"] == "Topic1"
    logprob, loglift = table["logprob"][first].astype(float), table["loglift"][first].astype(float)
    phi, marginal = np.exp(logprob), np.exp(logprob - loglift)
    others = np.maximum((marginal - weight * phi) / (1 - weight), 0)
    parts = np.vstack([phi, others])
    parts = np.hstack([parts, 1 - parts.sum(axis=1, keepdims=True)])  # all terms not published
    model = Given(
        parts * np.array([[weight], [1 - weight]]), np.append(table["Term"][first], "~rest")
    )
    ours = topic_terms(model, n_terms=11, relevance=0.6).query("topic == 0")
    ours = ours[ours["term"] != "~rest"].head(10)
    relevance = 0.6 * logprob + 0.4 * loglift
    theirs = table["Term"][first][np.argsort(-relevance, kind="stable")][:10]
    assert ours["term"].tolist() == theirs.tolist()
    assert ours["relevance"].to_numpy() == pytest.approx(np.sort(relevance)[::-1][:10], abs=2e-4)


@given(
    hnp.arrays(np.float64, st.integers(1, 80), elements=st.sampled_from([0.0, 0.1, 0.25, 0.3])),
    st.data(),
)
def test_ranks_of_a_few_terms_are_those_among_all(values, data):
    n = data.draw(st.integers(0, 70))
    places = np.array(data.draw(st.lists(st.integers(0, len(values) - 1), max_size=n)), dtype=int)
    assert ranks_at(values, places).tolist() == rankdata(values)[places].tolist()


def test_frex_of_the_terms_shown_is_that_among_all_terms():
    table = topic_terms(MODEL, n_terms=3)
    for topic, rows in table.groupby("topic"):
        place = {term: i for i, term in enumerate(MODEL.terms_)}
        whole = Frex(MODEL, 0.5).of_topic(topic)
        assert rows["frex"].tolist() == [whole[place[term]] for term in rows["term"]]
