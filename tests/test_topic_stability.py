"""Topics of several models: which are the same, and which do not come back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import jensenshannon
from threadpoolctl import threadpool_limits

from toolkit._core.memory import memory_budget, scratch_array, use_memory, work_folder
from toolkit._core.part_engine import LocalEngine, current_engine, use_engine
from toolkit._core.progress_bars import progress
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.models.nmf import NMF
from toolkit.tables import TOPIC_ALIGNMENT, TOPIC_STABILITY
from toolkit.tokenizing import tokenize
from toolkit.topics import (
    align_topics,
    doc_topics,
    edit_topics,
    mark_fragile,
    topic_prototype,
    topic_recipe,
    topic_stability,
)
from toolkit.topics.stability.alignment import affinity, js_likeness
from toolkit.topics.stability.prototypes import clop, relevant_terms
from toolkit.topics.stability.refits import fit_side_by_side
from toolkit.topics.stability.resamples import _come_back
from toolkit.vectorizing import count_terms

pytestmark = pytest.mark.usefixtures("shared_steps")

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


def test_every_topic_of_either_model_has_its_place_once():
    """Neighbours that each had a match of their own were listed as splits and merges too."""
    rng = np.random.default_rng(8)
    common = np.full(30, 1 / 30)
    a, b = (Planted((rng.dirichlet(np.full(30, 0.3), k) + common) / 2) for k in (6, 8))
    for model in (a, b):
        model.terms_ = np.array([f"w{i:02}" for i in range(30)])
    for same in (None, 0.5, 0.75, 0.99):
        table = align_topics(a, b, same=same)
        of_a = table[table["kind"].isin(["match", "merge", "death"])]["topic_a"]
        of_b = table[table["kind"].isin(["match", "split", "birth"])]["topic_b"]
        assert sorted(of_a) == list(range(6))
        assert sorted(of_b) == list(range(8))


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


def test_the_columns_are_those_documented(matrix):
    table = topic_stability(matrix, LDA(n_topics=3, random_state=0).fit(matrix), n_runs=2)
    assert table.columns.tolist() == [column.name for column in TOPIC_STABILITY]
    assert align_topics(A, A).columns.tolist() == [column.name for column in TOPIC_ALIGNMENT]


def test_a_subject_that_runs_cut_differently_comes_back_as_a_whole():
    """As North Korea's missiles and the talks with it do, on 6,205 articles."""
    halves = np.array([[30.0, 20, 0, 0, 0, 0], [0, 0, 30, 20, 0, 0], [0, 0, 0, 0, 40, 40]])
    other_halves = np.array([[0.0, 0, 0, 0, 40, 40], [0, 20, 30, 0, 0, 0], [30, 0, 0, 20, 0, 0]])
    uncut = np.array([[30.0, 20, 30, 20, 0, 0], [0, 0, 0, 0, 40, 0], [0, 0, 0, 0, 0, 40]])
    phi = halves / halves.sum(axis=1, keepdims=True)
    assert _come_back(phi, [1, 1, 1], other_halves, affinity)[:2].max() < 0.7
    merged = np.vstack([halves[:2].sum(axis=0), halves[2]])
    merged /= merged.sum(axis=1, keepdims=True)
    assert _come_back(merged, [2, 1], other_halves, affinity) == pytest.approx([1.0, 1.0])
    assert _come_back(merged, [2, 1], uncut, affinity)[0] == pytest.approx(1.0)
    assert _come_back(merged, [1, 1], other_halves, affinity)[0] < 0.8


def test_edited_topics_are_judged_under_their_numbers(matrix):
    model = LDA(n_topics=5, random_state=0).fit(matrix)
    options = {"n_runs": 3, "random_state": 3}
    apart = topic_stability(matrix, model, **options)
    recipe = topic_recipe(model).merge([1, 3], into=3).drop(0)
    whole = topic_stability(matrix, model, **options, recipe=recipe)
    assert whole["topic"].tolist() == [2, 3, 4]
    assert set(whole["nearest_topic"]) <= {2, 3, 4}
    assert whole["stability"].iloc[1] != apart["stability"].iloc[3]
    judged = whole.assign(fragile=[False, True, False])
    topics = edit_topics(doc_topics(model, matrix), recipe)
    marked = mark_fragile(topics, judged, recipe=recipe.name(3, "talks"))
    assert marked.columns.tolist() == ["topic 2", "talks †", "topic 4"]
    with pytest.raises(InputError, match="must be this model's and without splits"):
        topic_stability(matrix, model, recipe=recipe.split(2, matrix))
    other = LDA(n_topics=5, random_state=9).fit(matrix)
    with pytest.raises(InputError, match="must be this model's and without splits"):
        topic_stability(matrix, other, recipe=recipe)


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


def test_js_likeness_is_one_less_scipys_divergence():
    rng = np.random.default_rng(4)
    p, q = rng.dirichlet(np.ones(9), 4), rng.dirichlet(np.full(9, 0.2), 3)
    expected = [[1 - jensenshannon(a, b, base=2) ** 2 for b in q] for a in p]
    assert js_likeness(p, q) == pytest.approx(np.array(expected))


def test_the_likeness_asked_for_is_the_one_compared(matrix):
    model = LDA(n_topics=3, random_state=0, engine="scvb0").fit(matrix)
    options = {"n_runs": 3, "random_state": 5}
    first = topic_stability(matrix, model, **options)
    other = topic_stability(matrix, model, **options, likeness="js")
    assert (other["stability"] < first["stability"]).all()
    phi = model.topic_term_
    assert other["nearest_other"].max() == pytest.approx(
        np.max(js_likeness(phi, phi) - np.eye(len(phi)))
    )
    with pytest.raises(InputError, match="likeness must be one of 'hellinger', 'js'; got 'cosine'"):
        topic_stability(matrix, model, likeness="cosine")


def test_two_halves_of_one_subject_name_each_other_as_nearest(matrix):
    model = LDA(n_topics=4, random_state=0).fit(matrix)
    table = topic_stability(matrix, model, n_runs=2)
    near = affinity(model.topic_term_, model.topic_term_) - 2 * np.eye(4)
    assert table["nearest_topic"].tolist() == near.argmax(axis=1).tolist()
    i, j = np.unravel_index(near.argmax(), near.shape)
    assert table["nearest_topic"].iloc[i] == j
    assert table["nearest_topic"].iloc[j] == i


def test_stability_is_the_same_for_any_number_of_threads(matrix):
    tables = []
    for n_jobs in (1, 3):
        model = LDA(n_topics=3, random_state=0, n_jobs=n_jobs).fit(matrix)
        tables.append(topic_stability(matrix, model, n_runs=3))
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("kind", [LDA, NMF])
def test_stability_is_the_same_where_the_counts_lie_on_disk(matrix, kind, tmp_path):
    model = kind(n_topics=3, random_state=0).fit(matrix)
    wanted = topic_stability(matrix, model, n_runs=3)
    counts = matrix.counts
    with use_memory(1, folder=tmp_path):
        data, indices = (
            scratch_array(len(one), one.dtype) for one in (counts.data, counts.indices)
        )
        data[:], indices[:] = counts.data, counts.indices
        on_disk = sparse.csr_matrix((data, indices, counts.indptr), counts.shape, copy=False)
        found = topic_stability(replace(matrix, counts=on_disk), model, n_runs=3)
    assert found.equals(wanted)
    assert list(tmp_path.iterdir()) == []


def test_refits_in_threads_share_the_memory_and_the_engine_of_the_caller(tmp_path):
    def look(n_jobs):
        return memory_budget(), work_folder(), current_engine(), n_jobs

    engine = LocalEngine()
    with use_engine(engine), use_memory("1GiB", folder=tmp_path):
        found = fit_side_by_side([look] * 4, n_jobs=4, bar=progress(label="", total=4, show=False))
    assert found == [(2**28, tmp_path, engine, 1)] * 4


def test_too_few_articles_to_judge_are_refused_with_the_numbers(matrix):
    few = count_terms(tokenize(["talks envoy", "siege rebels"]))
    model = LDA(n_topics=2, random_state=0).fit(few)
    for judge in (topic_stability, topic_prototype):
        with pytest.raises(TooFewArticlesError, match=r"2 articles .* at least 50 .*contexts"):
            judge(few, model)


def test_the_prototype_is_the_run_nearest_to_the_others(matrix):
    found = topic_prototype(matrix, LDA(n_topics=5), n_runs=5, random_state=1)
    runs = [LDA(n_topics=5, random_state=seed).fit(matrix) for seed in found.table["seed"]]
    near = np.array([[pair_likeness(a, b) for b in runs] for a in runs])
    mean = (near.sum(axis=1) - 1) / 4
    assert found.table["similarity"].to_numpy() == pytest.approx(mean)
    best = int(mean.argmax())
    assert found.table["chosen"].tolist() == [i == best for i in range(5)]
    assert np.array_equal(found.model.topic_term_, runs[best].topic_term_)
    assert str(found).startswith(f"Run {best} (seed {found.table['seed'].iloc[best]}) is the most")


def pair_likeness(a, b):
    """Every one-to-one pairing tried, the best taken."""
    near = affinity(a.topic_term_, b.topic_term_)
    n = len(near)
    best = max(permutations(range(n)), key=lambda order: sum(near[i, order[i]] for i in range(n)))
    paired = np.mean([near[i, best[i]] for i in range(n)])
    other = (near.sum() - n * paired) / (n * n - n)
    return (paired - other) / (1 - other)


def test_another_seed_or_similarity_gives_another_table(matrix):
    options = {"n_runs": 4, "random_state": 1}
    first = topic_prototype(matrix, LDA(n_topics=6), **options)
    assert first.table.equals(topic_prototype(matrix, LDA(n_topics=6), **options).table)
    other = topic_prototype(matrix, LDA(n_topics=6), n_runs=4, random_state=2)
    assert not first.table.equals(other.table)
    by_clop = topic_prototype(matrix, LDA(n_topics=6), **options, similarity="clop")
    assert by_clop.table["seed"].equals(first.table["seed"])
    assert not by_clop.table["similarity"].equals(first.table["similarity"])
    assert by_clop.table["similarity"].between(0, 1).all()


def test_wrong_prototypes_are_refused(matrix):
    with pytest.raises(InputError, match="n_runs must be 3 or more for one to be central"):
        topic_prototype(matrix, LDA(n_topics=3), n_runs=2)
    with pytest.raises(InputError, match="similarity must be one of 'affinity', 'clop'"):
        topic_prototype(matrix, LDA(n_topics=3), similarity="cosine")


def brute_clop(a, b):
    """Every pruning of the tree that R's hclust(complete) gives, spelt out as nested tuples."""
    topics = [("a", frozenset(np.flatnonzero(row))) for row in a]
    topics += [("b", frozenset(np.flatnonzero(row))) for row in b]

    def distance(x, y):
        pairs = [(s[1], t[1]) for s in leaves(x) for t in leaves(y)]
        return max(1 - len(s & t) / len(s | t) for s, t in pairs)

    nodes = [(topic,) for topic in topics]
    while len(nodes) > 1:
        x, y = min(combinations(nodes, 2), key=lambda pair: distance(*pair))
        nodes = [node for node in nodes if node is not x and node is not y] + [(x, y)]
    least = min(sum(disparity(leaves(part)) for part in cut) for cut in cuts(nodes[0]))
    return 1 - 2 * least / len(topics)


def leaves(node):
    return list(node) if len(node) == 1 else leaves(node[0]) + leaves(node[1])


def disparity(topics):
    of_a = sum(run == "a" for run, _ in topics)
    return (abs(of_a - 1) + abs(len(topics) - of_a - 1)) / 2 * len(topics)


def cuts(node):
    yield [node]
    if len(node) == 2:
        for left in cuts(node[0]):
            for right in cuts(node[1]):
                yield left + right


@pytest.mark.parametrize("seed", range(6))
def test_clop_is_the_best_of_every_pruning(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.random((4, 23)) < 0.5, rng.random((4, 23)) < 0.5
    b[:2] = a[:2] ^ (rng.random((2, 23)) < 0.1)
    assert clop(a, b) == pytest.approx(brute_clop(a, b))


def test_terms_are_relevant_above_both_limits():
    components = np.array([[12.0, 9.0, 4000.0], [12.0, 11.0, 30.0]])
    assert relevant_terms(components).tolist() == [[True, False, True], [True, True, True]]
    components[0, 2] = 9000.0  # 12 is now less than a five-hundredth
    assert relevant_terms(components)[0].tolist() == [False, False, True]


def test_the_bytes_of_an_affinity_do_not_depend_on_the_threads_of_blas():
    """32 topics shared out between two threads ended in other last digits."""
    rng = np.random.default_rng(0)
    p, q = (rng.dirichlet(np.full(3000, 0.1), 32) for _ in range(2))
    found = set()
    for n_threads in (1, 2):
        with threadpool_limits(n_threads, user_api="blas"):
            found.add(affinity(p, q).tobytes())
    assert len(found) == 1
