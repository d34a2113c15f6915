"""Groups of words to start topics from: one subject each, reproducible, none of too few words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from toolkit.models import threads
from toolkit.models.lda import LDA, heldout_perplexity, word_groups
from toolkit.models.lda.matrices import as_counts
from toolkit.models.lda.word_groups import group_words

K, V = 12, 240


def short_texts(seed, *, n_documents=4000):
    """Draw texts of five tokens, one subject each; term w belongs to subject w modulo K."""
    rng = np.random.default_rng(seed)
    subjects = rng.integers(K, size=n_documents)
    weights = 1.0 / (1.0 + np.arange(V // K))
    words = rng.choice(V // K, (n_documents, 5), p=weights / weights.sum()) * K
    counts = np.zeros((n_documents, V), int)
    np.add.at(counts, (np.arange(n_documents)[:, None], words + subjects[:, None]), 1)
    return counts


@pytest.fixture(scope="module")
def data():
    return as_counts(short_texts(0))


@pytest.mark.parametrize("seed", range(5))
def test_each_group_holds_the_words_of_one_subject(data, seed):
    groups = group_words(data, K, np.random.default_rng(seed))
    assert groups.shape == (K, V)
    assert groups.sum(axis=1) == pytest.approx(np.ones(K), rel=1e-5)
    subject = np.array([groups[:, k::K].sum(axis=1) for k in range(K)])  # subjects x groups
    assert subject.max(axis=0).min() > 0.9
    assert sorted(subject.argmax(axis=0)) == list(range(K))


def test_frequent_words_lead_their_group(data):
    groups = group_words(data, K, np.random.default_rng(1))
    totals = np.asarray(data.term_totals)
    for group in groups:
        own = np.arange(group.argmax() % K, V, K)
        assert totals[own].argmax() == group[own].argmax()


def test_the_bytes_do_not_depend_on_the_threads_of_blas(data):
    found = []
    for n_threads in (1, 2):
        with threadpool_limits(n_threads):
            found.append(group_words(data, K, np.random.default_rng(3)).tobytes())
    assert found[0] == found[1]


def company_of(counts, n_jobs=1):
    """Return how close words are, as an array, from the counts of articles."""
    first = word_groups._first_articles(as_counts(np.asarray(counts)))
    company = word_groups._association(first, word_groups._pair_sums(first), n_jobs)
    found = np.zeros((len(company.ends), len(company.ends)))
    for word, (begin, end) in enumerate(zip(company.starts, company.ends, strict=False)):
        assert begin <= end <= company.starts[word + 1]
        found[word, company.partners[begin:end]] = company.values[begin:end]
    return found


def wanted_company(counts):
    """Return the same by its definition."""
    present = (np.asarray(counts) > 0).astype(float)
    together = present.T @ present
    np.fill_diagonal(together, 0.0)
    evened = together.sum(axis=1) ** word_groups.EVENED
    ratio = together / together.sum() / np.outer(evened, evened) * evened.sum() ** 2
    return np.where(ratio > 1, np.log(np.maximum(ratio, 1)), 0)


def test_words_are_close_that_stand_in_one_article_more_often_than_chance():
    rng = np.random.default_rng(4)
    counts = rng.poisson(rng.gamma(0.3, 0.8, (60, 25)))
    counts[0] = 1  # no word is alone
    found = company_of(counts)
    assert found == pytest.approx(wanted_company(counts), rel=1e-5, abs=1e-6)
    assert not found.diagonal().any()
    assert 0 < np.count_nonzero(found) < found.size // 2


def test_pairs_are_counted_in_the_first_articles_of_many(monkeypatch):
    counts = np.repeat([[1, 1, 0], [1, 1, 0], [0, 1, 1]], 10, axis=0)
    monkeypatch.setattr(word_groups, "MOST_PAIRS", 40)  # four for an article
    first = word_groups._first_articles(as_counts(counts))
    assert word_groups._pair_sums(first).tolist() == [10, 10, 0]


def test_the_bytes_do_not_depend_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr(threads, "FEW_ENTRIES", 0)
    monkeypatch.setattr(word_groups, "ROWS_AT_ONCE", 70)
    counts = as_counts(short_texts(0))
    found = [
        group_words(counts, K, np.random.default_rng(3), n_jobs=n_jobs).tobytes()
        for n_jobs in (1, 2, 3)
    ]
    assert found[0] == found[1] == found[2]


def test_the_kernels_of_word_pairs_give_the_same_as_plain_python(monkeypatch):
    counts = short_texts(2, n_documents=150)
    compiled = group_words(as_counts(counts), K, np.random.default_rng(1))
    for name in ("associate_words", "multiply_rows"):
        monkeypatch.setattr(word_groups, name, getattr(word_groups, name).py_func)
    plain = group_words(as_counts(counts), K, np.random.default_rng(1))
    assert compiled == pytest.approx(plain, rel=1e-3, abs=1e-6)


def test_auto_starts_short_texts_from_words_and_articles_from_articles():
    counts = short_texts(1, n_documents=600)

    def fitted(init, n_times):
        settings = {"init": init, "max_epochs": 3, "random_state": 0}
        return LDA(n_topics=6, **settings).fit(counts * n_times).components_.tobytes()

    assert fitted("auto", 1) == fitted("words", 1) != fitted("spread", 1)
    assert fitted("auto", 20) == fitted("spread", 20) != fitted("words", 20)  # 100 tokens: EM


@pytest.mark.parametrize("n_topics", [3, 5])
def test_fewer_than_two_words_a_topic_are_no_groups(n_topics):
    counts = np.tile([1, 1, 0, 1, 0], (200, 1))
    counts[::2] = [0, 1, 1, 1, 1]
    assert group_words(as_counts(counts), n_topics, np.random.default_rng(0)) is None
    settings = {"n_topics": n_topics, "max_epochs": 3, "engine": "gibbs"}
    found = [LDA(init=init, **settings).fit(counts).components_ for init in ("words", "spread")]
    assert found[0].tobytes() == found[1].tobytes()


def test_topics_from_groups_of_words_predict_short_texts_better():
    """As many subjects as make a start from articles end with two of them in one topic."""
    rng = np.random.default_rng(0)
    phi, theta = rng.dirichlet(np.full(1500, 0.03), 40), rng.dirichlet(np.full(40, 0.02), 5000)
    counts = np.array([rng.multinomial(6, shares @ phi) for shares in theta])
    scores = {}
    for init in ("words", "spread"):
        fits = [
            LDA(n_topics=40, init=init, random_state=seed).fit(counts[:4500]) for seed in (1, 2)
        ]
        scores[init] = np.mean([heldout_perplexity(one, counts[4500:]) for one in fits])
    assert scores["words"] < 0.97 * scores["spread"], scores


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(
            st.lists(st.sampled_from([0, 0, 1, 3]), min_size=n, max_size=n), min_size=1, max_size=9
        )
    ),
    st.integers(1, 3),
)
def test_groups_of_any_counts_are_probabilities_or_none(rows, n_topics):
    counts = np.array(rows)
    counts[0, 0] = 1  # not all empty
    groups = group_words(as_counts(counts), n_topics, np.random.default_rng(0))
    if groups is not None:
        assert np.isfinite(groups).all()
        assert (groups >= 0).all()
        assert groups.sum(axis=1) == pytest.approx(np.ones(n_topics), rel=1e-4)
