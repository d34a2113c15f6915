"""The estimator: planted topics, agreement with scikit-learn, laws, messages."""

import pickle
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from toolkit.errors import InputError, SeedTermWarning, TooManyTopicsWarning
from toolkit.models.lda import LDA, heldout_perplexity, schedule
from toolkit.models.lda.priors import learn_alpha
from toolkit.topics.stability.refits import fit_shortly

pytestmark = pytest.mark.usefixtures("shared_steps")

K, V = 5, 60


def planted(seed, *, n_documents=200, n_tokens=60):
    """Counts drawn from five topics that share hardly a term."""
    rng = np.random.default_rng(seed)
    phi = np.zeros((K, V))
    for k in range(K):
        phi[k, k * V // K : (k + 1) * V // K] = rng.dirichlet(np.ones(V // K))
    phi = 0.95 * phi + 0.05 / V
    theta = rng.dirichlet(np.full(K, 0.2), n_documents)
    return np.array([rng.multinomial(n_tokens, shares @ phi) for shares in theta]), phi, theta


def matching(found, wanted):
    likeness = np.corrcoef(found, wanted)[: len(found), len(found) :]
    rows, columns = linear_sum_assignment(-likeness)
    return likeness[rows, columns], columns


def counted(matrix, terms=None):
    terms = np.array([f"t{i:02}" for i in range(matrix.shape[1])] if terms is None else terms)
    return SimpleNamespace(counts=sparse.csr_matrix(matrix), terms=terms)


small_counts = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).poisson(0.7, (12, 9))
)


@pytest.fixture(scope="module")
def model():
    counts, _, _ = planted(1)
    return LDA(n_topics=K, random_state=1).fit(counted(counts))


@pytest.mark.parametrize("seed", range(20))
def test_planted_topics_are_found_for_every_seed(seed):
    counts, phi, theta = planted(seed)
    fitted = LDA(n_topics=K, random_state=seed, max_epochs=30, n_jobs=1).fit(counts)
    likeness, order = matching(fitted.topic_term_, phi)
    assert likeness.min() > 0.97
    assert np.abs(fitted.transform(counts) - theta[:, order]).mean() < 0.05


@pytest.mark.parametrize("init", ["spread", "articles", "random"])
def test_planted_topics_are_found_from_every_start(init):
    counts, phi, _ = planted(3)
    fitted = LDA(n_topics=K, init=init, random_state=5).fit(counts)
    assert matching(fitted.topic_term_, phi)[0].min() > 0.97


def test_topics_given_as_a_start_keep_their_numbers():
    counts, phi, _ = planted(4)
    fitted = LDA(n_topics=K, init=phi[::-1], random_state=0).fit(counts)
    assert matching(fitted.topic_term_, phi)[1].tolist() == [4, 3, 2, 1, 0]


def test_heldout_perplexity_is_no_worse_than_that_of_scikit_learn():
    counts, phi, _ = planted(6, n_documents=300)
    train, test = counts[:200], counts[200:]
    ours = LDA(n_topics=K, random_state=0).fit(train)
    theirs = LDA(n_topics=K, engine="sklearn", random_state=0, max_epochs=50).fit(train)
    truth = SimpleNamespace(topic_term_=phi, doc_topic_prior_=np.full(K, 0.2))
    assert heldout_perplexity(ours, test) <= heldout_perplexity(theirs, test) * 1.002
    assert heldout_perplexity(ours, test) <= heldout_perplexity(truth, test) * 1.05


def test_scikit_learns_engine_agrees_topic_by_topic():
    counts, _, _ = planted(15)  # where scikit-learn, too, finds all five
    ours = LDA(n_topics=K, random_state=0).fit(counts)
    theirs = LDA(n_topics=K, engine="sklearn", random_state=0, max_epochs=50).fit(counts)
    assert matching(ours.topic_term_, theirs.topic_term_)[0].min() > 0.99
    order = matching(ours.topic_term_, theirs.topic_term_)[1]
    assert np.abs(ours.transform(counts) - theirs.transform(counts)[:, order]).mean() < 0.03


def test_pseudo_counts_add_up_to_the_tokens_and_the_prior(model):
    counts, _, _ = planted(1)
    total = counts.sum() + model.topic_term_prior_ * K * V
    assert model.components_.sum(dtype=np.float64) == pytest.approx(total, rel=1e-4)


def test_priors_are_learned_unless_given():
    counts, _, _ = planted(2, n_documents=400)
    free = LDA(n_topics=K, random_state=0).fit(counts)
    assert free.doc_topic_prior_ == pytest.approx(np.full(K, 0.2), rel=0.6)  # 5% are noise
    fixed = LDA(n_topics=K, doc_topic_prior=0.3, topic_term_prior=0.02, random_state=0).fit(counts)
    assert fixed.doc_topic_prior_.tolist() == [0.3] * K
    assert fixed.topic_term_prior_ == 0.02


def test_asymmetric_prior_follows_the_sizes_of_the_topics():
    rng = np.random.default_rng(0)
    _, phi, _ = planted(8)
    theta = rng.dirichlet([1.0, 0.5, 0.1, 0.1, 0.1], 500)
    counts = np.array([rng.multinomial(60, shares @ phi) for shares in theta])
    fitted = LDA(n_topics=K, random_state=0).fit(counts)
    order = matching(phi, fitted.topic_term_)[1]
    alpha = fitted.doc_topic_prior_[order]
    assert alpha[0] > alpha[1] > alpha[2:].max()


def test_terms_are_those_of_the_matrix(model):
    assert model.terms_[:2].tolist() == ["t00", "t01"]
    assert LDA(n_topics=2, max_epochs=2).fit(planted(0)[0]).terms_[:2].tolist() == ["0", "1"]
    assert model.get_feature_names_out().tolist() == [f"lda{k}" for k in range(K)]


@pytest.mark.parametrize("seed", [0, 11])
def test_components_and_shares_are_the_same_bytes_for_any_number_of_threads(seed):
    counts, _, _ = planted(seed, n_documents=500)
    results = []
    for n_jobs in (1, 2, 4):
        fitted = LDA(n_topics=20, random_state=seed, max_epochs=12, n_jobs=n_jobs).fit(counts)
        results.append((fitted.components_.tobytes(), fitted.transform(counts).tobytes()))
    assert results[0] == results[1] == results[2]


def test_the_order_of_articles_does_not_change_the_topics(model):
    counts, _, _ = planted(1)
    turned = np.random.default_rng(0).permutation(len(counts))
    again = LDA(n_topics=K, random_state=1).fit(counts[turned])
    assert again.components_.tobytes() == model.components_.tobytes()
    assert (again.transform(counts[turned]) == model.transform(counts)[turned]).all()


def test_an_added_empty_article_changes_nothing_but_its_own_row(model):
    counts, _, _ = planted(1)
    fitted = LDA(n_topics=K, random_state=1).fit(np.vstack([counts, np.zeros((1, V), int)]))
    assert fitted.empty_.tolist() == [False] * len(counts) + [True]
    likeness = matching(fitted.topic_term_, model.topic_term_)[0]
    assert likeness.min() > 0.98


@settings(max_examples=25, deadline=None)
@given(small_counts)
def test_rows_of_shares_sum_to_one_whatever_the_article(model, counts):
    padded = np.zeros((12, V), int)
    padded[:, :9] = counts
    shares = model.transform(padded)
    assert shares.sum(axis=1) == pytest.approx(np.ones(12), abs=1e-12)
    assert (shares >= 0).all()


@settings(max_examples=15, deadline=None)
@given(small_counts, st.randoms(use_true_random=False))
def test_shares_of_an_article_do_not_depend_on_its_neighbours(model, counts, random):
    padded = np.zeros((12, V), int)
    padded[:, 9:18] = counts
    order = random.sample(range(12), 12)
    together = model.transform(padded)
    assert (model.transform(padded[order]) == together[order]).all()
    assert (model.transform(padded[[order[0]]])[0] == together[order[0]]).all()
    assert (model.transform(np.vstack([padded, padded])) == np.vstack([together, together])).all()


@settings(max_examples=10, deadline=None)
@given(small_counts.filter(lambda counts: counts.sum() > 0))
def test_fitting_any_counts_gives_finite_probabilities(counts):
    fitted = LDA(n_topics=2, max_epochs=8, n_jobs=1).fit(counts)
    assert fitted.topic_term_.sum(axis=1) == pytest.approx(np.ones(2))
    assert np.isfinite(fitted.components_).all()
    assert np.isfinite(fitted.transform(counts)).all()


def test_a_duplicated_corpus_with_doubled_term_prior_has_the_same_topics():
    counts, phi, _ = planted(9)
    fixed = {"n_topics": K, "init": phi, "doc_topic_prior": 0.2, "tol": 1e-7, "max_epochs": 400}
    once = LDA(**fixed, topic_term_prior=0.05).fit(counts)
    twice = LDA(**fixed, topic_term_prior=0.1).fit(np.vstack([counts, counts]))
    assert twice.topic_term_ == pytest.approx(once.topic_term_, abs=2e-3)


def test_an_article_without_known_terms_gets_the_prior_and_is_flagged(model):
    rows = np.zeros((2, V), int)
    rows[1, 3] = 2
    prior = model.doc_topic_prior_ / model.doc_topic_prior_.sum()
    assert model.transform(rows)[0] == pytest.approx(prior, rel=1e-5)
    assert model.empty_articles(rows).tolist() == [True, False]


def test_the_bound_never_falls_in_batch_steps():
    counts, _, _ = planted(10)
    fitted = LDA(n_topics=K, random_state=0, tol=1e-7, max_epochs=120).fit(counts)
    assert len(fitted.bound_) == fitted.n_epochs_ - fitted.batch_from_ > 5
    assert (np.diff(fitted.bound_) > -1e-6).all()


def test_the_log_likelihood_is_one_quantity_before_and_after_the_switch_to_batches():
    counts, _, _ = planted(10)
    fitted = LDA(n_topics=K, random_state=0, tol=1e-7, max_epochs=120).fit(counts)
    assert len(fitted.log_likelihood_) == fitted.n_epochs_
    around = fitted.log_likelihood_[fitted.batch_from_ - 1 : fitted.batch_from_ + 1]
    assert abs(np.diff(around)[0]) < 3e-3 * abs(around[0])
    assert (fitted.bound_ < fitted.log_likelihood_[fitted.batch_from_ :] - 0.01).all()
    theta = fitted.transform(counts)
    chance = (theta @ fitted.topic_term_)[counts > 0]
    wanted = (counts[counts > 0] * np.log(chance)).sum() / counts.sum()
    assert fitted.log_likelihood_[-1] == pytest.approx(wanted, abs=2e-3)


def test_the_rule_that_ended_the_fit_is_named():
    counts, _, _ = planted(0)
    assert LDA(n_topics=K, max_epochs=3).fit(counts).stopped_because_ == "max_epochs"
    assert LDA(n_topics=K, max_epochs=300).fit(counts).stopped_because_ == "tol"


def test_partial_fit_learns_from_batches():
    counts, phi, _ = planted(12, n_documents=600)
    fitted = LDA(n_topics=K, random_state=0)
    for _ in range(3):
        for batch in np.array_split(counts, 6):
            fitted.partial_fit(batch)
    assert matching(fitted.topic_term_, phi)[0].min() > 0.9
    assert fitted.stopped_because_ == "partial"


def test_score_is_higher_for_the_right_number_of_topics():
    counts, _, _ = planted(13, n_documents=300)
    scores = [LDA(n_topics=k, random_state=0).fit(counts[:200]).score(counts[200:]) for k in (2, 5)]
    assert scores[0] < scores[1] < 0


def test_a_model_survives_pickling(model):
    counts, _, _ = planted(1)
    again = pickle.loads(pickle.dumps(model))
    assert (again.transform(counts) == model.transform(counts)).all()


def test_seed_terms_come_back_and_the_other_topics_stay_free():
    counts, phi, _ = planted(14)
    wanted = {"third": ["t24", "t25", "t26"], "first": ["t00", "t01"]}
    fitted = LDA(n_topics=K, seed_terms=wanted, random_state=0).fit(counted(counts))
    likeness, order = matching(fitted.topic_term_, phi)
    assert order[:2].tolist() == [2, 0]
    assert likeness.min() > 0.9
    assert fitted.topic_names_ == ["third", "first", "", "", ""]


def test_seed_terms_that_are_not_in_the_vocabulary_are_named():
    counts, _, _ = planted(14)
    fitted = LDA(n_topics=K, seed_terms={"first": ["t00", "cease_fire"]}, max_epochs=3)
    with pytest.warns(SeedTermWarning, match="1 seed term is not in the vocabulary: first: cease"):
        fitted.fit(counted(counts))


def test_more_topics_than_the_data_can_fill_are_warned_about_with_numbers():
    counts = np.array([[2, 1, 0], [0, 1, 3]])
    with pytest.warns(TooManyTopicsWarning, match="4 topics for 2 articles with 3 different terms"):
        fitted = LDA(n_topics=4, max_epochs=3).fit(counts)
    assert np.isfinite(fitted.components_).all()
    with pytest.warns(TooManyTopicsWarning, match="2 topics for 1 article with 1 different term:"):
        LDA(n_topics=2, max_epochs=1).fit(np.array([[3]]))


WEIGHTS = SimpleNamespace(weights=sparse.csr_matrix([[0.5]]), terms=np.array(["a"]))


@pytest.mark.parametrize(
    ("options", "X", "message"),
    [
        (
            {},
            WEIGHTS,
            r"LDA: these are tf-idf weights\. .* Pass the counts: the DocumentTermMatrix",
        ),
        (
            {},
            [[0.5, 1.0]],
            r"must hold whole counts, and row 0, column 0 holds 0\.5\. Weights such as tf-idf",
        ),
        ({}, [[-1, 1]], r"Negative values in data passed to LDA: row 0, column 0 holds -1"),
        ({}, [[0, 0]], r"LDA: none of the 1 articles has a term"),
        ({"n_topics": 0}, [[1]], r"LDA: n_topics must be a whole number from 1; got 0\."),
        ({"n_topics": True}, [[1]], r"LDA: n_topics must be a whole number from 1; got True\."),
        ({"tol": True}, [[1]], r"LDA: tol must be a number of 0 or more; got True\."),
        (
            {"max_epochs": 2.5},
            [[1]],
            r"LDA: max_epochs must be a whole number from 1; got 2.5",
        ),
        ({"tol": -1}, [[1]], r"LDA: tol must be a number of 0 or more; got -1\."),
        ({"engine": "cvb"}, [[1]], r"LDA: engine must be one of 'auto', 'scvb0', 'gibbs', 'skle"),
        (
            {"engine": "gibbs", "n_topics": 40_000},
            [[1]],
            r"LDA: engine='gibbs' takes 32,767 topics at most; got n_topics=40000\.",
        ),
        ({"init": "sprad"}, [[1]], r"got 'sprad'\. Did you mean 'spread'\?"),
        ({"init": [[1.0, 2.0]]}, [[1]], r"topics of shape \(1, 1\).*got shape \(1, 2\)"),
        ({"doc_topic_prior": "asymmetric"}, [[1]], r"a prior is 'auto' or a number above 0"),
        ({"doc_topic_prior": [1.0, 1.0]}, [[1]], r"doc_topic_prior has 2 values for 1 topics"),
        ({"topic_term_prior": 0.0}, [[1]], r"priors must be above 0"),
        ({"seed_terms": {"a": ["0"], "b": ["0"]}}, [[1]], r"seed_terms has 2 names for 1 topics"),
        (
            {"seed_terms": {"a": ["x"]}},
            [[1]],
            r"none of the seed terms of 'a' is in the vocabulary",
        ),
    ],
)
def test_bad_input_is_refused_in_words(options, X, message):
    with pytest.raises(InputError, match=message):
        LDA(**{"n_topics": 1, **options}).fit(X)


def test_a_matrix_over_other_terms_is_refused(model):
    other = counted(np.ones((1, V), int), [f"u{i:02}" for i in range(V)])
    with pytest.raises(InputError, match=r"count_terms\(tokens, vocabulary=model.terms_\)"):
        model.transform(other)


def test_few_topics_by_scikit_learn_stay_within_the_prior_it_takes():
    """With fewer than five topics 5 / K lies above 1, which scikit-learn refuses."""
    counts = np.array([[4, 3, 0, 0], [0, 0, 3, 6]] * 10)
    assert LDA(n_topics=2, engine="sklearn").fit(counts).doc_topic_prior_.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("engine", ["scvb0", "gibbs", "sklearn"])
def test_an_article_that_counts_twice_counts_as_two_equal_articles(engine):
    rng = np.random.default_rng(1)
    topics = rng.dirichlet(np.full(30, 0.1), 4)
    shares = rng.dirichlet(np.full(4, 0.2), 60)
    counts = np.array([rng.multinomial(80, one @ topics) for one in shares])
    times = rng.integers(0, 4, 60)
    options = {"doc_topic_prior": 0.2, "topic_term_prior": 0.05, "engine": engine}
    weighted = LDA(4, random_state=3, **options).fit(counts, repeats=times)
    repeated = LDA(4, random_state=3, **options).fit(np.repeat(counts, times, axis=0))
    assert weighted.topic_term_ == pytest.approx(repeated.topic_term_, abs=1e-5)
    assert weighted.bound_ == pytest.approx(repeated.bound_, abs=1e-5)
    assert weighted.components_.sum() == pytest.approx(repeated.components_.sum(), rel=1e-5)
    assert len(weighted.empty_) == len(counts)


def test_the_prior_is_learned_from_articles_as_often_as_they_count():
    rng = np.random.default_rng(1)
    drawn = np.vstack([rng.multinomial(40, one) for one in rng.dirichlet([0.2, 0.5, 0.1], 50)])
    times = rng.integers(0, 4, 50).astype(np.float32)
    alpha = np.ones(3)
    weighted = learn_alpha(drawn.astype(float), alpha, times=times)
    repeated = np.repeat(drawn, times.astype(int), axis=0)
    assert weighted == pytest.approx(learn_alpha(repeated.astype(float), alpha))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 2], r"one number for each of the 20 articles; got shape \(2,\)"),
        ([1.0] * 19 + [0.5], "a whole number from 0; row 19 holds 0.5"),
        ([1.0] * 19 + [-1], "a whole number from 0; row 19 holds -1"),
        ([1.0] * 19 + [np.nan], "a whole number from 0; row 19 holds nan"),
        ([0] * 20, "repeats is 0 for every article"),
        (["x"] * 20, "LDA: repeats: could not convert"),
    ],
)
def test_weights_that_no_article_can_have_are_refused(weights, message):
    counts = np.ones((20, 5), int)
    with pytest.raises(InputError, match=message):
        LDA(2).fit(counts, repeats=weights)


def test_a_short_refit_ends_with_batch_epochs_whose_bound_rises():
    rng = np.random.default_rng(4)
    topics = rng.dirichlet(np.full(200, 0.05), 5)
    counts = np.array([rng.multinomial(60, one @ topics) for one in rng.dirichlet([0.2] * 5, 900)])
    whole = LDA(5, random_state=1, engine="scvb0", tol=0.0).fit(counts)
    short = fit_shortly(whole, counts, random_state=2)
    assert (whole.n_epochs_, short.n_epochs_, short.batch_from_) == (100, 20, 12)
    assert short.max_epochs == 100
    assert (np.diff(short.bound_) > 0).all()
    assert len(short.bound_) == 8


def test_a_short_refit_makes_the_first_epochs_of_a_whole_one(monkeypatch):
    """So a topic that a whole refit finds again is the one that a short refit finds again."""
    monkeypatch.setattr(schedule, "SMALL_ENTRIES", 1)
    rng = np.random.default_rng(4)
    topics = rng.dirichlet(np.full(200, 0.05), 5)
    counts = np.array([rng.multinomial(60, one @ topics) for one in rng.dirichlet([0.2] * 5, 900)])
    model = LDA(5, random_state=1, engine="scvb0", doc_topic_prior=0.2).fit(counts)
    times = np.bincount(rng.integers(900, size=900), minlength=900)
    short = fit_shortly(model, counts, repeats=times, random_state=2)
    whole = LDA(5, random_state=2, engine="scvb0", doc_topic_prior=0.2)
    whole.fit(counts, repeats=times)
    assert (short.n_epochs_, short.batch_from_) == (10, 8)
    assert whole.batch_from_ >= 8
    assert short.log_likelihood_[:8].tolist() == whole.log_likelihood_[:8].tolist()
