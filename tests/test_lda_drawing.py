"""Short texts: Gibbs sampling finds planted topics, keeps its books, and is reproducible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError
from toolkit.models.lda import LDA, gibbs, heldout_perplexity
from toolkit.models.lda.init import _largest

pytestmark = pytest.mark.usefixtures("shared_steps")

K, V = 8, 120


def headlines(seed, *, n_documents=3000, n_tokens=7):
    """Draw texts of seven tokens, nearly all of one subject each, over terms that overlap."""
    rng = np.random.default_rng(seed)
    phi = rng.dirichlet(np.full(V, 0.1), K)
    theta = rng.dirichlet(np.full(K, 0.05), n_documents)
    return np.array([rng.multinomial(n_tokens, shares @ phi) for shares in theta]), phi


def likeness(found, wanted):
    table = np.corrcoef(found, wanted)[: len(found), len(found) :]
    rows, columns = linear_sum_assignment(-table)
    return table[rows, columns]


@pytest.fixture(scope="module")
def model():
    return LDA(n_topics=K, random_state=1).fit(headlines(1)[0])


@pytest.mark.parametrize("seed", range(20))
def test_planted_topics_are_found_in_short_texts_for_every_seed(seed):
    counts, phi = headlines(seed)
    fitted = LDA(n_topics=K, random_state=seed, n_jobs=1).fit(counts)
    assert fitted.engine_ == "gibbs"
    assert likeness(fitted.topic_term_, phi).min() > 0.95


def test_short_texts_are_predicted_better_than_by_em():
    counts, _ = headlines(3)
    scores = {}
    for engine in ("scvb0", "gibbs"):
        fitted = LDA(n_topics=K, engine=engine, random_state=0).fit(counts[:2000])
        scores[engine] = heldout_perplexity(fitted, counts[2000:])
    assert scores["gibbs"] < 0.95 * scores["scvb0"]


@pytest.mark.parametrize(
    ("n_tokens", "n_topics", "engine"),
    [(49, 3, "gibbs"), (51, 3, "scvb0"), (79, 40, "gibbs"), (81, 40, "scvb0")],
)
def test_the_length_of_the_articles_decides_how_topics_are_learned(n_tokens, n_topics, engine):
    counts, _ = headlines(0, n_documents=50, n_tokens=n_tokens)
    counts = np.vstack([counts, np.zeros((50, V), int)])  # empty articles have no say
    assert LDA(n_topics=n_topics, max_epochs=2).fit(counts).engine_ == engine


def test_counts_stay_equal_to_the_assignments(model):
    counts, _ = headlines(1)
    state = model._state
    assert len(state.z) == counts.sum()
    assert state.n_wk.sum(axis=1).tolist() == counts.sum(axis=0).tolist()
    assert state.n_k.tolist() == np.bincount(state.z, minlength=K).tolist()
    assert state.n_wk.sum(axis=0)[:K].tolist() == state.n_k.tolist()
    assert (state.n_wk == np.rint(state.n_wk)).all()
    assert model.components_.sum() == pytest.approx(
        counts.sum() + K * V * model.topic_term_prior_, rel=1e-4
    )


def test_the_same_bytes_for_any_number_of_threads_and_any_order(model):
    counts, _ = headlines(1)
    turned = np.random.default_rng(0).permutation(len(counts))
    for n_jobs, rows in ((1, counts), (2, counts[turned]), (4, counts)):
        again = LDA(n_topics=K, random_state=1, n_jobs=n_jobs).fit(rows)
        assert again.components_.tobytes() == model.components_.tobytes()
        assert again.log_likelihood_.tolist() == model.log_likelihood_.tolist()
    other = LDA(n_topics=K, random_state=2).fit(counts)
    assert other.components_.tobytes() != model.components_.tobytes()


def test_shares_of_short_texts_are_found_with_a_raised_prior_that_predicts_better():
    rng = np.random.default_rng(0)
    phi, theta = rng.dirichlet(np.full(400, 0.1), 40), rng.dirichlet(np.full(40, 0.01), 5000)
    counts = np.array([rng.multinomial(7, shares @ phi) for shares in theta])
    fitted = LDA(n_topics=40, random_state=0).fit(counts[:4000])
    factor = fitted.doc_topic_prior_ / fitted._state.alpha
    assert factor == pytest.approx(np.full(40, factor[0]))
    scores = {}
    for raised in (0.5, 1.0, 4.0):
        fitted.doc_topic_prior_ = raised * factor * fitted._state.alpha
        scores[raised] = heldout_perplexity(fitted, counts[4000:])
    assert factor[0] > 1.2
    assert scores[1.0] < min(scores[0.5], scores[4.0])


def test_a_prior_that_was_given_is_not_raised():
    counts, _ = headlines(5, n_documents=300)
    fitted = LDA(n_topics=K, doc_topic_prior=0.1, random_state=0).fit(counts)
    assert fitted.doc_topic_prior_.tolist() == [0.1] * K


def test_the_topics_are_an_average_and_steadier_than_one_draw(model):
    _, phi = headlines(1)
    one = model._state.n_wk[:, :K].T + model.topic_term_prior_
    one = one / one.sum(axis=1, keepdims=True)
    assert likeness(model.topic_term_, phi).mean() > likeness(one, phi).mean()


def test_the_fit_ends_when_the_log_likelihood_has_stopped_rising(model):
    assert model.stopped_because_ == "tol"
    assert gibbs.MIN_EPOCHS <= model.n_epochs_ == len(model.log_likelihood_) < 100
    assert model.log_likelihood_[-5:].mean() > model.log_likelihood_[:5].mean()
    assert len(model.bound_) == 0
    assert model.batch_from_ == model.n_epochs_
    rising, flat = list(np.linspace(-9, -7, 30)), [-7.0] * 30
    assert (gibbs.settled(rising, 5e-5), gibbs.settled(flat, 5e-5)) == (False, True)
    assert not gibbs.settled(flat[: gibbs.MIN_EPOCHS - 1], 5e-5)


def test_epochs_draw_with_smoother_topics_and_leave_the_state_as_learned(monkeypatch):
    seen, real = [], gibbs.steps.draw

    def noted(state, *given, **named):
        seen.append(state.eta)
        return real(state, *given, **named)

    monkeypatch.setattr(gibbs.steps, "draw", noted)
    monkeypatch.setattr("toolkit.models.lda.schedule.MOST_STARTS", 1)
    counts, _ = headlines(2, n_documents=400)
    n_epochs = 9
    fitted = LDA(n_topics=K, random_state=0, max_epochs=n_epochs, n_jobs=1).fit(counts)
    by_epoch = np.reshape(seen, (n_epochs, -1))
    least = gibbs.SMOOTH_WEIGHT * counts.sum() / (K * V)
    assert by_epoch[0].tolist() == [0.05] * by_epoch.shape[1]  # as it was at the start
    assert (by_epoch[1:] >= least).all()
    assert fitted.topic_term_prior_ < least
    seen.clear()
    LDA(n_topics=K, topic_term_prior=1e-3, max_epochs=3, n_jobs=1).fit(counts)
    assert set(seen) == {1e-3}  # a prior that was given is used as given


def test_a_fit_in_two_parts_is_the_whole_fit(tmp_path):
    counts, _ = headlines(2, n_documents=400)
    settings = {"n_topics": K, "random_state": 0, "n_jobs": 1}
    n_epochs = gibbs.MIN_EPOCHS - 2
    whole = LDA(max_epochs=n_epochs, **settings).fit(counts)
    for first in (7, n_epochs - 1):
        kept = {"checkpoint": tmp_path / f"{first}.npz", **settings}
        LDA(max_epochs=first, **kept).fit(counts)
        again = LDA(max_epochs=n_epochs, **kept).fit(counts, resume=True)
        assert again.components_.tobytes() == whole.components_.tobytes()
        assert again.doc_topic_prior_.tobytes() == whole.doc_topic_prior_.tobytes()


def test_smoothed_epochs_lead_to_topics_that_predict_unseen_texts_better(monkeypatch):
    rng = np.random.default_rng(0)
    phi, theta = rng.dirichlet(np.full(1500, 0.03), 40), rng.dirichlet(np.full(40, 0.02), 5000)
    counts = np.array([rng.multinomial(6, shares @ phi) for shares in theta])
    scores, usual = {}, gibbs.SMOOTH_WEIGHT
    for weight in (usual, 0.0):
        monkeypatch.setattr(gibbs, "SMOOTH_WEIGHT", weight)
        fits = [LDA(n_topics=40, random_state=seed) for seed in range(3)]
        for fitted in fits:
            fitted._is_short = True
        predicted = [heldout_perplexity(one.fit(counts[:4500]), counts[4500:]) for one in fits]
        scores[weight] = np.mean(predicted)
    assert scores[usual] < 0.99 * scores[0.0], scores


def test_guided_topics_come_back_in_short_texts():
    counts, phi = headlines(4)
    leading = np.argsort(-phi, axis=1)[:, :3].astype(str).tolist()
    wanted = {"a": leading[5], "b": leading[2]}
    fitted = LDA(n_topics=K, seed_terms=wanted, random_state=0).fit(counts)
    assert fitted.engine_ == "gibbs"
    for topic, planted in ((0, 5), (1, 2)):
        assert np.corrcoef(fitted.topic_term_[topic], phi[planted])[0, 1] > 0.9
    state = fitted._state
    guided = state.n_wk.sum() - counts.sum()
    assert guided == pytest.approx(2 * 0.05 * counts.sum() / K, abs=6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_any_short_texts_give_finite_probabilities(seed, n_topics):
    counts = np.random.default_rng(seed).poisson(0.4, (15, 9))
    counts[0, 0] += 1
    fitted = LDA(n_topics=n_topics, engine="gibbs", max_epochs=6, n_jobs=2).fit(counts)
    assert fitted.topic_term_.sum(axis=1) == pytest.approx(np.ones(n_topics))
    assert np.isfinite(fitted.transform(counts)).all()
    assert (fitted.components_ > 0).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.data())
def test_the_largest_are_those_of_a_stable_sort(values, data):
    values = np.array(values, float)
    n = data.draw(st.integers(1, len(values)))
    wanted = np.argsort(-values, kind="stable")[:n]
    assert _largest(values, n, np.arange(len(values))).tolist() == wanted.tolist()
    order = np.array(data.draw(st.permutations(range(len(values)))))
    assert _largest(values[order], n, order).tolist() == wanted.tolist()


def test_learning_from_batches_is_refused_with_gibbs_sampling():
    with pytest.raises(InputError, match=r"partial_fit needs engine='auto' or 'scvb0'; got 'gib"):
        LDA(n_topics=2, engine="gibbs").partial_fit(headlines(0)[0])
