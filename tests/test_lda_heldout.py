"""The held-out score: an independent computation, splits, messages; topic tables of others."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import minimize

from toolkit.errors import InputError
from toolkit.interop.topic_tables import topic_table
from toolkit.models.lda import heldout_perplexity
from toolkit.models.lda.heldout import split_tokens
from toolkit.models.lda.matrices import as_counts


def test_the_score_is_that_of_the_best_shares_found_by_another_optimiser():
    rng = np.random.default_rng(0)
    phi, alpha = rng.dirichlet(np.full(12, 0.3), 3), np.array([0.4, 0.2, 0.1])
    counts = rng.poisson(2.0, (6, 12))
    halves = [half.to_scipy().toarray() for half in split_tokens(as_counts(counts), 5)]
    total = 0.0
    for seen, unseen in zip(*halves, strict=True):

        def loss(free, seen=seen):
            shares = np.exp(free) / np.exp(free).sum()
            return -(seen @ np.log(shares @ phi) + alpha @ np.log(shares))

        free = minimize(loss, np.zeros(3), tol=1e-12).x
        total += unseen @ np.log(np.exp(free) / np.exp(free).sum() @ phi)
    model = SimpleNamespace(topic_term_=phi, doc_topic_prior_=alpha)
    wanted = np.exp(-total / halves[1].sum())
    assert heldout_perplexity(model, counts, random_state=5) == pytest.approx(wanted, rel=1e-3)


def test_a_model_that_knows_nothing_scores_the_size_of_the_vocabulary():
    model = SimpleNamespace(topic_term_=np.full((4, 50), 1 / 50), doc_topic_prior_=np.ones(4))
    counts = np.random.default_rng(1).poisson(1.0, (9, 50))
    assert heldout_perplexity(model, counts) == pytest.approx(50.0)


@given(st.integers(0, 2**32 - 1))
def test_halves_add_up_and_are_equal_to_one_token(seed):
    counts = np.random.default_rng(seed).poisson(1.0, (7, 9))
    first, second = (h.to_scipy().toarray() for h in split_tokens(as_counts(counts), seed))
    assert (first + second == counts).all()
    assert np.isin(first.sum(axis=1) - second.sum(axis=1), [0, 1]).all()


def test_a_term_that_a_model_calls_impossible_costs_much_but_is_finite():
    model = SimpleNamespace(topic_term_=np.array([[1.0, 0.0]]), doc_topic_prior_=np.ones(1))
    assert 1e3 < heldout_perplexity(model, np.array([[0, 9]])) < np.inf


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([[1, 2, 3]], "the matrix has 3 terms and the model 2"),
        ([[1, 0], [0, 1]], "no article has two tokens of the model's vocabulary"),
        ([[0.5, 1]], "heldout_perplexity: the matrix must hold whole counts"),
    ],
)
def test_what_cannot_be_scored_is_refused(counts, message):
    model = SimpleNamespace(topic_term_=np.full((2, 2), 0.5), doc_topic_prior_=np.ones(2))
    with pytest.raises(InputError, match=message):
        heldout_perplexity(model, np.array(counts))


def test_a_topic_table_has_the_shape_of_the_other_tables():
    table = topic_table(sparse.csr_matrix([[0.0, 1.0], [0.5, 0.5]]), pd.Index(["b", "a"]))
    assert table.index.tolist() == ["b", "a"]
    assert (table.index.name, table.columns.name) == ("article_id", "topic")
    assert table.columns.tolist() == [0, 1]
    assert table.to_numpy().tolist() == [[0.0, 1.0], [0.5, 0.5]]


def test_rounded_shares_are_made_to_sum_to_one():
    assert topic_table([[0.333, 0.333, 0.3335]], ["a"]).sum(axis=1)["a"] == pytest.approx(
        1, abs=1e-12
    )


@pytest.mark.parametrize(
    ("doc_topic", "options", "message"),
    [
        ([[0.5, 0.5]], {"article_id": ["a", "b"]}, "1 rows for 2 articles"),
        ([[0.5, 0.5]] * 2, {"article_id": ["a", "a"]}, "article_id 'a' occurs twice"),
        ([[1.5, -0.5]], {}, "the row of 'a' has negative, missing or infinite shares"),
        ([[np.nan, 1.0]], {}, "the row of 'a' has negative, missing or infinite shares"),
        (
            [[3, 9]],
            {},
            r"'a' sums to 12, not 1 \(rows affected: 1\). Pass normalize=True",
        ),
        ([[0, 0]], {"normalize": True}, "sums to 0, not 1 .* Leave these articles out"),
        ([0.5, 0.5], {}, r"must be articles x topics; got shape \(2,\)"),
    ],
)
def test_rows_that_are_not_shares_are_refused(doc_topic, options, message):
    with pytest.raises(InputError, match=message):
        topic_table(doc_topic, **{"article_id": ["a"], **options})
