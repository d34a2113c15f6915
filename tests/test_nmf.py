"""NMF behind the interface of LDA."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls
from sklearn import decomposition
from threadpoolctl import threadpool_limits

from toolkit._core.memory import use_memory
from toolkit._kernels.factors import descend, multiply
from toolkit.errors import InputError
from toolkit.models.nmf import NMF, coordinate_descent

pytestmark = pytest.mark.usefixtures("shared_steps")


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


def spread(n_articles=300, n_terms=200):
    rng = np.random.default_rng(3)
    return sparse.csr_matrix(rng.poisson(rng.gamma(0.2, 1.5, (n_articles, n_terms))) / 7)


@pytest.mark.parametrize("n_topics", [1, 2, 7, 40, 210])
def test_factors_are_scikit_learns(n_topics):
    """Blocks of 32 rows, groups of four topics, and more topics than terms."""
    X = spread()
    init = "nndsvda" if n_topics <= 200 else "random"
    theirs = decomposition.NMF(n_topics, init=init, random_state=5, max_iter=30)
    with warnings.catch_warnings(), threadpool_limits(1, user_api="blas"):
        warnings.simplefilter("ignore")
        theirs.fit(X)
    ours = NMF(n_topics, random_state=5, max_epochs=30).fit(X)
    assert ours.n_epochs_ == theirs.n_iter_
    np.testing.assert_allclose(ours.components_, theirs.components_, rtol=1e-9, atol=1e-12)


def test_the_result_does_not_depend_on_the_number_of_threads():
    X = spread()
    one, three = (NMF(9, n_jobs=n, max_epochs=25).fit(X) for n in (1, 3))
    assert one.components_.tobytes() == three.components_.tobytes()
    assert one.transform(X).tobytes() == three.transform(X).tobytes()


def test_shares_of_an_article_do_not_depend_on_the_others():
    X = spread()
    model = NMF(9, max_epochs=25).fit(X)
    alone = np.vstack([model.transform(X[i]) for i in range(40)])
    assert alone.tobytes() == model.transform(X[:40]).tobytes()


def test_shares_fit_the_articles_best():
    """No other non-negative factors have a smaller squared error: SciPy's solver finds none."""
    X = spread(20)
    model = NMF(6, max_epochs=25).fit(X)
    best = np.array([nnls(model.components_.T, row)[0] for row in X.toarray()])
    best /= best.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.transform(X), best, atol=1e-6)


def test_unsorted_rows_stay_as_they_are():
    X = spread()
    mixed = X[:, ::-1]
    mixed = sparse.csr_matrix((mixed.data, 199 - mixed.indices, mixed.indptr), mixed.shape)
    columns = mixed.indices.copy()
    assert NMF(4, max_epochs=9).fit(mixed).components_ == pytest.approx(
        NMF(4, max_epochs=9).fit(X).components_
    )
    assert (mixed.indices == columns).all()


def test_the_kernel_gives_the_same_as_plain_python():
    X = spread(40, 12)
    matrix = coordinate_descent.rows_of(X)
    rng = np.random.default_rng(1)
    others = rng.random((12, 6)) * (rng.random((12, 6)) > 0.4)
    found = []
    for run in (descend, descend.py_func):
        factors, far = rng.random((40, 6)) * 0, np.zeros(40)
        run(*matrix, others, others.T @ others, factors, far, (5, 1e-3), (3, 38))
        assert not factors[:3].any()
        assert not factors[38:].any()
        found.append(factors.tobytes() + far.tobytes())
    assert found[0] == found[1]


def test_products_for_the_start_are_scipys_to_the_last_bit():
    X, others = spread(70, 30), np.random.default_rng(1).standard_normal((30, 13))
    matrix, wanted = coordinate_descent.rows_of(X), X @ others
    for n_jobs in (1, 3):
        assert coordinate_descent.times(matrix, others, n_jobs).tobytes() == wanted.tobytes()
    product = np.full_like(wanted, 5.0)
    multiply.py_func(*matrix, others, product, (2, 68))
    assert product[2:68].tobytes() == wanted[2:68].tobytes()
    assert (product[[0, 1, 68, 69]] == 5.0).all()


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


@pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])
def test_shares_of_new_articles_draw_nothing_from_the_generator(counts, loss):
    generator = np.random.default_rng(0)
    model = NMF(n_topics=3, loss=loss, random_state=generator).fit(counts)
    drawn = generator.bit_generator.state
    model.transform(counts)
    assert generator.bit_generator.state == drawn
    again = np.random.default_rng(0)
    again.integers(2**31 - 1)  # one seed for the fit
    assert again.bit_generator.state == drawn


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
