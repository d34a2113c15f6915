"""Topics of several models: which are the same, and which do not come back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from toolkit.errors import InputError
from toolkit.lda import LDA
from toolkit.tokenizing import tokenize
from toolkit.topics import align_topics, topic_stability
from toolkit.topics.aligning import affinity
from toolkit.vectorizing import count_terms

WAR = "ceasefire troops shelling siege rebels"
TALKS = "talks envoy summit treaty accord"
ONLINE = "accounts propaganda videos platform recruits"


@dataclass
class Planted:
    topic_term_: np.ndarray
    terms_: np.ndarray = field(default_factory=lambda: np.array(list("abcd")))

    @property
    def components_(self):
        return self.topic_term_


A = Planted(np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]))


def kinds(a, b, **options):
    table = align_topics(a, b, **options)
    return {
        (row.kind, None if row.topic_a is None else row.topic_a, row.topic_b)
        for row in table.astype(object).where(table.notna(), None).itertuples()
    }


def test_equal_topics_match_whatever_their_numbers():
    swapped = Planted(A.topic_term_[::-1])
    assert kinds(A, swapped) == {("match", 0, 1), ("match", 1, 0)}


def test_a_topic_that_is_gone_is_a_death_and_a_new_one_a_birth():
    other = Planted(np.array([[0.5, 0.5, 0, 0], [0.05, 0.05, 0.05, 0.85]]))
    assert kinds(A, other, same=0.9) == {
        ("match", 0, 0),
        ("death", 1, None),
        ("birth", None, 1),
    }


def test_a_topic_that_becomes_two_is_a_split_and_the_reverse_a_merge():
    parts = Planted(np.array([[0.7, 0.3, 0, 0], [0.3, 0.7, 0, 0], [0, 0, 0.5, 0.5]]))
    assert ("split", 0, 1) in kinds(A, parts) or ("split", 0, 0) in kinds(A, parts)
    assert {kind for kind, _, _ in kinds(parts, A)} == {"match", "merge"}


def test_models_are_compared_over_the_terms_they_share():
    other = Planted(A.topic_term_, np.array(list("abxy")))
    assert ("match", 0, 0) in kinds(A, other)
    with pytest.raises(InputError, match="no term in common"):
        align_topics(A, Planted(A.topic_term_, np.array(list("wxyz"))))


def test_a_threshold_outside_its_range_is_refused():
    with pytest.raises(InputError, match="same must lie between 0 and 1; got 0"):
        align_topics(A, A, same=0)


def test_affinity_is_one_minus_the_squared_hellinger_distance():
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(9), 4), rng.dirichlet(np.ones(9), 3)
    distance = np.sqrt(((np.sqrt(p)[:, None] - np.sqrt(q)[None]) ** 2).sum(-1) / 2)
    assert affinity(p, q) == pytest.approx(1 - distance**2)


@pytest.fixture(scope="module")
def matrix():
    rng = np.random.default_rng(7)
    texts = []
    for words in (WAR, TALKS, ONLINE):
        texts += [" ".join(rng.choice(words.split(), 30)) for _ in range(40)]
    return count_terms(tokenize(texts))


def test_planted_topics_come_back_in_every_run(matrix):
    model = LDA(n_topics=3, random_state=0).fit(matrix)
    table = topic_stability(matrix, model, n_runs=4)
    assert not table["fragile"].any()
    assert (table["n_found"] == 4).all()
    assert (table["low"] <= table["stability"]).all()


def test_a_topic_made_of_noise_is_fragile(matrix):
    model = LDA(n_topics=8, random_state=0).fit(matrix)
    assert topic_stability(matrix, model, n_runs=4, same=0.95)["fragile"].any()


def test_topics_alike_to_one_another_are_not_found_by_what_all_share():
    """On a small corpus different topics had affinity 0.75, and a limit of 0.6 flagged none."""
    rng = np.random.default_rng(2)
    vocabulary = [f"word{i:02}" for i in range(60)]
    noise = count_terms(tokenize([" ".join(rng.choice(vocabulary, 40)) for _ in range(60)]))
    model = LDA(n_topics=6, random_state=0).fit(noise)
    table = topic_stability(noise, model, n_runs=4)
    assert (table["nearest_other"] > 0.6).any()
    assert table["fragile"].any()


def test_the_limit_of_sameness_rises_where_different_topics_are_alike():
    near = np.array([[0.4, 0.3, 0.2, 0.1], [0.3, 0.2, 0.1, 0.4]])
    table = align_topics(Planted(near), Planted(near))
    assert table.attrs["same"] == pytest.approx(affinity(near, near)[0, 1])
    assert align_topics(A, A).attrs["same"] == 0.6


def test_the_same_seed_gives_the_same_judgement(matrix):
    model = LDA(n_topics=3, random_state=0).fit(matrix)
    first = topic_stability(matrix, model, n_runs=2, random_state=5)
    assert first.equals(topic_stability(matrix, model, n_runs=2, random_state=5))
    assert not first.equals(topic_stability(matrix, model, n_runs=2, random_state=6))
    assert not first.equals(
        topic_stability(matrix, model, n_runs=2, random_state=5, resample=False)
    )


def test_one_run_gives_no_interval(matrix):
    with pytest.raises(InputError, match="n_runs must be at least 2 for an interval; got 1"):
        topic_stability(matrix, LDA(n_topics=2, random_state=0).fit(matrix), n_runs=1)
