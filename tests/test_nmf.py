"""NMF behind the interface of LDA."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from sklearn import decomposition
from threadpoolctl import threadpool_limits

from toolkit._core.memory import use_memory
from toolkit.errors import InputError
from toolkit.models.nmf import NMF


@pytest.fixture
def counts():
    rng = np.random.default_rng(0)
    phi = np.kron(np.eye(3), np.full(6, 1 / 6))
    return np.array([rng.multinomial(40, shares @ phi) for shares in rng.dirichlet([0.2] * 3, 80)])


@pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])
def test_planted_blocks_are_found(counts, loss):
    model = NMF(n_topics=3, loss=loss).fit(counts)
    mass = model.topic_term_.reshape(3, 3, 6).sum(axis=2)
    assert sorted(mass.argmax(axis=1)) == [0, 1, 2]
    assert mass.max(axis=1).min() > 0.95
    assert model.topic_term_.sum(axis=1) == pytest.approx(np.ones(3))


def test_components_are_scikit_learns(counts):
    theirs = decomposition.NMF(3, init="nndsvda", random_state=0, max_iter=400).fit(counts)
    assert NMF(n_topics=3).fit(counts).components_ == pytest.approx(theirs.components_)


def test_weights_are_taken_and_terms_kept(counts):
    X = SimpleNamespace(
        weights=sparse.csr_matrix(counts / 7), terms=np.array(list("abcdefghijklmnopqr"))
    )
    model = NMF(n_topics=3).fit(X)
    assert model.terms_[:2].tolist() == ["a", "b"]
    assert model.transform(X).sum(axis=1) == pytest.approx(np.ones(80))


def test_an_empty_article_gets_the_mean_shares(counts):
    model = NMF(n_topics=3).fit(counts)
    assert model.transform(np.zeros((1, 18)))[0] == pytest.approx(model.doc_topic_prior_)


def test_the_end_of_the_fit_is_told(counts):
    assert NMF(n_topics=3, max_epochs=2).fit(counts).stopped_because_ == "max_epochs"
    model = NMF(n_topics=3).fit(counts)
    assert (model.stopped_because_, model.complete_) == ("tol", True)


def test_an_unknown_loss_is_refused(counts):
    with pytest.raises(
        InputError, match="NMF: loss must be one of 'frobenius', 'kullback-leibler'"
    ):
        NMF(loss="kl").fit(counts)


def test_what_does_not_fit_into_memory_is_refused_with_its_size():
    many = sparse.random(20_000, 50, density=0.01, format="csr", random_state=0)
    with use_memory("300MB"), pytest.raises(InputError) as caught:
        NMF(n_topics=600).fit(many)
    assert str(caught.value) == (
        "NMF: 20,000 articles with 10,000 weights and 600 topics need about 0.5 GB of memory; the "
        "job may take 0.3 GB. Take LDA, which reads its counts from disk, fewer topics, or a "
        'sample of the articles; or allow more memory: use_memory("1GB").'
    )


def test_the_bytes_of_a_fit_do_not_depend_on_the_threads_of_blas():
    """Sums over blocks that several threads add up end in other last digits."""
    rng = np.random.default_rng(1)
    dense = rng.poisson(0.3, (500, 3000)).astype(float)
    fits = set()
    for n_threads in (1, 2):
        with threadpool_limits(n_threads, user_api="blas"):
            model = NMF(n_topics=12, max_epochs=4).fit(sparse.csr_matrix(dense))
            fits.add(model.components_.tobytes() + model.transform(dense[:50]).tobytes())
    assert len(fits) == 1
