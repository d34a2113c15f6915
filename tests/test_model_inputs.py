"""What models are given: every wrong number is named with its row and column."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from sklearn.utils.estimator_checks import estimator_checks_generator

from toolkit.errors import InputError
from toolkit.models.lda import LDA, heldout_perplexity
from toolkit.models.nmf import NMF
from toolkit.models.storage import load_model, save_model

COUNTS = np.array([[4, 3, 0, 0], [5, 4, 0, 0], [0, 0, 3, 6], [0, 0, 2, 5]] * 5)


def with_cell(value, row=3, column=2):
    changed = COUNTS.astype(np.float64)
    changed[row, column] = value
    return changed


def named(matrix):
    articles = np.array([f"a{i}" for i in range(len(matrix))])
    return SimpleNamespace(
        counts=sparse.csr_matrix(matrix), article_id=articles, terms=np.array(list("wxyz"))
    )


FORMS = [np.asarray, sparse.csr_matrix, sparse.csc_matrix, sparse.lil_matrix]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("model", [LDA(n_topics=2), NMF(n_topics=2)], ids=["LDA", "NMF"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.nan, "row 3, column 2 holds NaN; (counts|weights) must be finite"),
        (np.inf, "row 3, column 2 holds inf; (counts|weights) must be finite"),
        (-1, "Negative values in data passed to (LDA|NMF): row 3, column 2 holds -1; "),
    ],
)
def test_what_is_no_count_and_no_weight_is_named_with_its_cell(model, value, message, form):
    with pytest.raises(InputError, match=message):
        model.fit(form(with_cell(value)))


@pytest.mark.parametrize("value", [2**24 + 1, 1e9, 1e20, 1e39])
def test_a_count_too_large_to_be_exact_is_refused_before_it_asks_for_memory(value):
    with pytest.raises(
        InputError, match=r"row 3 \('a3'\), column 2 \('y'\) holds .*, more than 16"
    ):
        LDA(n_topics=2).fit(named(with_cell(value)))
    with pytest.raises(InputError, match="heldout_perplexity: row 3, column 2 holds"):
        heldout_perplexity(LDA(n_topics=2, max_epochs=2).fit(COUNTS), with_cell(value))


def test_counts_that_add_up_to_too_much_are_refused():
    twice = sparse.coo_matrix(([2**24, 1, 1], ([0, 0, 1], [1, 1, 2])), (20, 4))
    with pytest.raises(InputError, match="row 0, column 1 holds 16,777,217"):
        LDA(n_topics=2).fit(twice)


def test_all_wrong_cells_are_counted():
    matrix = with_cell(np.nan)
    matrix[5, 1] = np.nan
    with pytest.raises(InputError, match=r"holds NaN \(2 cells are wrong\)"):
        LDA(n_topics=2).fit(matrix)


def test_the_largest_count_is_fitted_in_bounded_memory():
    code = (
        "import resource, numpy as np, toolkit as tt\n"
        "counts = np.array([[4, 3, 0, 0], [5, 4, 0, 0], [0, 0, 3, 6], [0, 0, 2, 5]] * 5)\n"
        "tt.LDA(n_topics=2, max_epochs=10).fit(counts)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "counts[0] = 2**24\n"
        "fitted = tt.LDA(n_topics=2, max_epochs=10).fit(counts)\n"
        "assert 0 < fitted.doc_topic_prior_.min() < fitted.doc_topic_prior_.max() < np.inf\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000  # KiB on Linux, bytes elsewhere: less than 60 MB


def test_gibbs_sampling_refuses_what_it_cannot_count_exactly():
    long = with_cell(1_000_001)
    with pytest.raises(InputError, match=r"engine='gibbs' takes articles of up to 1,000,000"):
        LDA(n_topics=2, engine="gibbs").fit(long)
    assert LDA(n_topics=2, max_epochs=2).fit(long).engine_ == "scvb0"


WRONG = [
    None,
    "abc",
    [],
    [[]],
    np.zeros((0, 4)),
    np.zeros((4, 0)),
    object(),
    [["a", "b"]],
    [[None, 1]],
    np.array([[1 + 2j]]),
    np.zeros((2, 2, 2)),
    {"a": 1},
    7,
    [[1, 2], [3]],
]


@pytest.mark.parametrize("X", WRONG, ids=[repr(one)[:20] for one in WRONG])
@pytest.mark.parametrize("kind", [LDA, NMF])
def test_what_is_no_matrix_is_refused_as_an_input_error(kind, X):
    fitted = kind(n_topics=2, max_epochs=2).fit(COUNTS)
    for method in (kind(n_topics=2).fit, fitted.transform, fitted.fit_transform):
        with pytest.raises(InputError, match=r"^(LDA|NMF|Negative)"):
            method(X)


@pytest.mark.parametrize("kind", [LDA, NMF])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"random_state": -1}, r"random_state must be a whole number from 0 .*; got -1\."),
        ({"random_state": "a"}, r"random_state must be a whole number from 0 .*; got 'a'\."),
        ({"random_state": 2**63}, "random_state must be a whole number from 0"),
        ({"n_topics": 0}, r"n_topics must be a whole number from 1; got 0\."),
        ({"n_topics": 2.0}, r"n_topics must be a whole number from 1; got 2\.0\."),
        ({"n_topics": True}, r"n_topics must be a whole number from 1; got True\."),
        ({"n_topics": 10**9}, r"n_topics must be at most 100,000; got 1000000000\."),
        ({"max_epochs": 0}, r"max_epochs must be a whole number from 1; got 0\."),
        ({"tol": -1.0}, r"tol must be a number of 0 or more; got -1\.0\."),
        ({"tol": "a"}, r"tol must be a number of 0 or more; got 'a'\."),
    ],
)
def test_impossible_options_are_refused_by_name(kind, options, message):
    with pytest.raises(InputError, match=rf"{kind.__name__}: {message}"):
        kind(**{"n_topics": 2, **options}).fit(COUNTS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_jobs": 1.5}, r"n_jobs must be a whole number .*; got 1\.5\."),
        ({"n_jobs": 10**6}, r"n_jobs must be a whole number from -1024 to 1024, or None"),
        ({"seed_terms": {"a": "war"}}, "seed_terms must be like"),
        ({"seed_terms": ["war"]}, "seed_terms must be like"),
        ({"doc_topic_prior": np.nan}, "priors must be above 0 and finite"),
        ({"doc_topic_prior": {}}, "LDA: doc_topic_prior: "),
        ({"topic_term_prior": None}, "priors must be above 0 and finite"),
        ({"init": None}, "init must be a name or non-negative topics"),
    ],
)
def test_impossible_options_of_lda_are_refused_by_name(options, message):
    with pytest.raises(InputError, match=message):
        LDA(**{"n_topics": 2, **options}).fit(COUNTS)


@pytest.mark.parametrize("kind", [LDA, NMF])
def test_a_generator_is_a_seed_and_gives_another_to_each_fit(kind, tmp_path):
    draws = [kind(n_topics=2, random_state=np.random.default_rng(5)).fit(COUNTS) for _ in range(2)]
    assert draws[0].components_.tobytes() == draws[1].components_.tobytes()
    again = load_model(save_model(draws[0], tmp_path / "a.model"))
    assert again.random_state is None
    assert (again.transform(COUNTS) == draws[0].transform(COUNTS)).all()


def test_a_fit_with_a_generator_can_be_resumed(tmp_path):
    options = {"n_topics": 2, "tol": 0.0}
    model = LDA(**options, random_state=np.random.default_rng(5), max_epochs=12).fit(COUNTS)
    model.set_params(max_epochs=20).fit(COUNTS, resume=True)
    whole = LDA(**options, random_state=np.random.default_rng(5), max_epochs=20).fit(COUNTS)
    assert model.components_.tobytes() == whole.components_.tobytes()


def test_weights_that_overflow_are_refused_not_returned_as_nan():
    with pytest.raises(InputError, match=r"the factors overflow; the largest weight is 1e\+300"):
        NMF(n_topics=2).fit(with_cell(1e300))


@pytest.mark.parametrize(
    "estimator",
    [LDA(n_topics=2, max_epochs=10), NMF(n_topics=2, max_epochs=50)],
    ids=["LDA", "NMF"],
)
@pytest.mark.filterwarnings("ignore::toolkit.errors.TooManyTopicsWarning")
def test_scikit_learns_checks_pass(estimator):
    failed = []
    for one, check in estimator_checks_generator(estimator):
        if check.func.__name__ == "check_array_api_input":
            continue  # needs SCIPY_ARRAY_API before scipy is imported
        try:
            check(one)
        except Exception as error:  # noqa: BLE001 - all of them are wanted at once
            failed.append((check.func.__name__, str(error)))
    assert failed == []


def test_nmf_gives_the_same_bytes_with_one_and_two_blas_threads():
    code = (
        "import hashlib, numpy as np, toolkit as tt\n"
        "rng = np.random.default_rng(0)\n"
        "counts = rng.poisson(rng.gamma(0.3, 2.0, (400, 300)))\n"
        "model = tt.NMF(n_topics=12, random_state=1).fit(counts)\n"
        "numbers = model.components_.tobytes() + model.transform(counts).tobytes()\n"
        "print(hashlib.sha256(numbers).hexdigest())\n"
    )
    found = set()
    for n_threads in ("1", "2"):
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
        settings = dict.fromkeys(names, n_threads)
        environment = {**os.environ, **settings}
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_blas_has_its_threads_again_after_nmf():
    from threadpoolctl import threadpool_info

    before = [one["num_threads"] for one in threadpool_info()]
    NMF(n_topics=2).fit(COUNTS)
    with pytest.raises(InputError):
        NMF(n_topics=2).fit(with_cell(1e300))
    assert [one["num_threads"] for one in threadpool_info()] == before


@pytest.mark.parametrize("model", [LDA(n_topics=2), NMF(n_topics=2)])
def test_what_scikit_learn_refuses_is_one_line_without_the_array(model):
    for wrong in (np.ones(500), np.ones((30, 30)) + 1j, np.array([["a", "b"]])):
        with pytest.raises(InputError) as refused:
            model.fit(wrong)
        assert "\n" not in str(refused.value)
        assert len(str(refused.value)) < 300


@pytest.mark.parametrize("model", [LDA(n_topics=2), NMF(n_topics=2)])
def test_a_missing_cell_among_objects_is_named(model):
    with pytest.raises(InputError, match="row 1, column 0 holds NaN"):
        model.fit(np.array([[1, 2], [None, 3]], dtype=object))


@pytest.mark.parametrize("model", [LDA(n_topics=2), NMF(n_topics=2)])
def test_a_matrix_without_any_term_is_refused_in_the_same_words(model):
    with pytest.raises(InputError, match="none of the 5 articles has a term"):
        model.fit(np.zeros((5, 4)))


def test_a_model_that_is_not_finite_is_not_saved(tmp_path):
    model = NMF(n_topics=2, random_state=1).fit(np.eye(6) + 1)
    model.components_[0, 0] = np.nan
    with pytest.raises(InputError, match="components of this NMF holds NaN or infinity"):
        save_model(model, tmp_path / "m")
    assert list(tmp_path.iterdir()) == []
