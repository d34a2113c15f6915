"""How many topics: measures by hand, a search that resumes, and advice that may be "undecided"."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.special import gammaln

from toolkit import figures as plot
from toolkit._kernels.gibbs import sweep
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.models.lda import LDA
from toolkit.models.nmf import NMF
from toolkit.tokenizing import tokenize
from toolkit.topics import advise_n_topics, search_topics
from toolkit.topics.choose.model_measures import (
    _Chain,
    arun,
    cao_juan,
    griffiths,
    residual_dispersion,
)
from toolkit.topics.stability.alignment import stability_of_runs
from toolkit.vectorizing import count_terms

GROUPS = (
    "ceasefire troops shelling siege rebels",
    "talks envoy summit treaty accord",
    "accounts propaganda videos platform recruits",
)


@pytest.fixture(scope="module")
def tokens():
    rng = np.random.default_rng(7)
    texts = [" ".join(rng.choice(words.split(), 30)) for words in GROUPS for _ in range(40)]
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    return tokenize(pd.Series(texts, index=index))


@pytest.fixture(scope="module")
def dtm(tokens):
    return count_terms(tokens)


@pytest.fixture(scope="module")
def found(dtm, tokens):
    measures = ["perplexity", "coherence", "exclusivity", "stability"]
    measures += ["cao_juan", "arun", "griffiths", "residuals"]
    model = LDA(engine="scvb0")
    options = {"measures": measures, "tokens": tokens, "model": model}
    return search_topics(dtm, [2, 3, 8], seeds=(1, 2), **options)


def test_there_is_a_row_per_number_measure_and_seed(found):
    assert len(found) == 3 * 8 * 2
    assert found.columns.tolist() == ["n_topics", "measure", "value", "seed"]
    without = found[found["value"].isna()]
    assert set(zip(without["measure"], without["n_topics"], strict=True)) == {("residuals", 8)}


def test_planted_topics_are_found_by_their_number(found):
    assert 3 in advise_n_topics(found).n_topics
    assert 2 not in advise_n_topics(found).n_topics
    means = found.groupby(["measure", "n_topics"])["value"].mean()
    assert means["perplexity"].loc[3] < means["perplexity"].loc[2]
    assert means["stability"].loc[3] > 0.95
    assert means["cao_juan"].loc[3] < 0.05


def test_the_table_is_what_the_figure_takes(found):
    ax = plot.topic_numbers(found)
    assert len(ax.child_axes) == 8
    assert ax.child_axes[-1].get_xlabel() == "Number of topics"


def test_the_figure_shows_which_numbers_are_left(found):
    plain, shown = plot.topic_numbers(found), plot.topic_numbers(found, left=(3, 8))
    for before, panel in zip(plain.child_axes, shown.child_axes, strict=True):
        bars = panel.lines[len(before.lines) :]
        assert [line.get_xdata()[0] for line in bars] == [3, 8]
    assert shown.child_axes[-1].get_xlabel() == "Number of topics (pale: not ruled out)"


def test_a_search_is_the_same_again_and_whatever_the_order_of_articles(dtm):
    options = {"seeds": (1, 2), "measures": ["perplexity", "exclusivity"]}
    first = search_topics(dtm, [3], **options)
    order = np.random.default_rng(1).permutation(len(dtm))
    shuffled = replace(dtm, counts=dtm.counts[order], article_id=dtm.article_id[order])
    again = search_topics(shuffled, [3], **options)
    assert first["value"].to_numpy() == pytest.approx(again["value"].to_numpy(), rel=0.02)
    assert first.equals(search_topics(dtm, [3], **options))
    other = search_topics(dtm, [3], **options, heldout_share=0.4)
    assert not first.equals(other)
    sparse_prior = search_topics(dtm, [3], **options, model=LDA(doc_topic_prior=5.0))
    assert not first.equals(sparse_prior)


def test_what_is_in_the_file_is_not_fitted_again(dtm, tmp_path, monkeypatch):
    path = tmp_path / "search.json"
    options = {"seeds": (1, 2), "measures": ["exclusivity"], "path": path}
    first = search_topics(dtm, [2, 3], **options)
    fitted = []
    whole = LDA.fit
    monkeypatch.setattr(
        LDA, "fit", lambda self, X, *rest: fitted.append(self.n_topics) or whole(self, X, *rest)
    )
    more = search_topics(dtm, [2, 3, 4], **options)
    assert fitted == [4, 4]
    assert more[more["n_topics"] < 4].reset_index(drop=True).equals(first)


def test_a_file_of_another_search_is_left_alone(dtm, tmp_path):
    path = tmp_path / "search.json"
    search_topics(dtm, [2], seeds=(1, 2), measures=["exclusivity"], path=path)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"search\.json holds a search of other articles or sett"):
        search_topics(dtm, [2], seeds=(1, 3), measures=["exclusivity"], path=path)
    assert path.read_bytes() == before
    damaged = json.loads(before)
    for done in ({"2": 3}, {"2": [[2, "exclusivity"]]}, {"2": [[2, "exclusivity", "x", 1]]}, 5):
        damaged["done"] = done
        for content in (json.dumps(damaged), json.dumps([1]), "{"):
            path.write_text(content, encoding="utf-8")
            with pytest.raises(InputError, match=r"search\.json is not a file of search_topics"):
                search_topics(dtm, [2], seeds=(1, 2), measures=["exclusivity"], path=path)


def test_too_few_articles_are_refused_with_the_numbers_and_the_way_out(dtm):
    few = count_terms(tokenize(["talks envoy", "siege"]))
    with pytest.raises(TooFewArticlesError, match=r"2 articles .* at least 50 .*score_themes"):
        search_topics(few, [2])
    with pytest.raises(TooFewArticlesError, match=r"120 articles .* 40 topics need 200.* up to 24"):
        search_topics(dtm, [2, 40])


def test_wrong_arguments_are_refused(dtm):
    with pytest.raises(InputError, match="measures must be one of 'perplexity', 'coherence'"):
        search_topics(dtm, [2], measures=["topics"])
    with pytest.raises(InputError, match="under Dirichlet priors, which NMF does not have"):
        search_topics(dtm, [2], measures=["griffiths"], model=NMF())
    with pytest.raises(InputError, match="pass tokens=tokens"):
        search_topics(dtm, [2], measures=["coherence"])
    with pytest.raises(InputError, match=r"at least two different seeds.*got seeds \[1\]"):
        search_topics(dtm, [2], seeds=[1])
    with pytest.raises(InputError, match=r"heldout_share must lie between 0 and 0\.5; got 0\.9"):
        search_topics(dtm, [2], heldout_share=0.9)


def test_cao_juan_and_arun_are_their_formulas():
    rng = np.random.default_rng(3)
    phi, theta = rng.dirichlet(np.ones(6), 3), rng.dirichlet(np.ones(3), 9)
    lengths = rng.integers(5, 50, 9).astype(float)
    pairs = [(0, 1), (0, 2), (1, 2)]
    norm = np.linalg.norm
    cosines = [phi[i] @ phi[j] / norm(phi[i]) / norm(phi[j]) for i, j in pairs]
    assert cao_juan(phi) == pytest.approx(np.mean(cosines))
    p = np.linalg.svd(phi)[1]
    q = np.sort(lengths @ theta)[::-1]
    p, q = p / p.sum(), q / q.sum()
    expected = (p * np.log(p / q)).sum() + (q * np.log(q / p)).sum()
    assert arun(phi, theta, lengths) == pytest.approx(expected)


def test_every_measure_moves_with_the_number_of_topics(found):
    """The words are of three groups: 2 topics explain too little, 8 cut the groups up."""
    means = found.pivot_table(index="measure", columns="n_topics", values="value")
    assert (means.drop("residuals").nunique(axis=1) == 3).all()
    assert means.loc["residuals"].nunique() == 2  # with 8 no degree of freedom is left
    better = means[3] - means[2]
    lower = ["perplexity", "cao_juan", "arun", "residuals"]
    better.loc[lower] *= -1
    assert (better.drop(["exclusivity", "stability"]) > 0).all(), better  # both are 1 for 2 and 3
    assert means.loc["residuals", 3] < 0.5 * means.loc["residuals", 2]
    assert means.loc["exclusivity", 8] < 0.9
    assert means.loc["stability", 8] < 0.95


def test_the_table_is_the_same_for_any_number_of_threads(dtm):
    options = {"seeds": (1, 2), "measures": ["perplexity", "stability", "griffiths"]}
    one = search_topics(dtm, [2, 3], **options, model=LDA(n_jobs=1))
    assert one.equals(search_topics(dtm, [2, 3], **options, model=LDA(n_jobs=3)))


def test_a_fit_that_was_broken_off_is_never_measured(dtm, tmp_path, monkeypatch):
    def broken(self, X, *rest):
        raise KeyboardInterrupt

    monkeypatch.setattr(LDA, "fit", broken)
    with pytest.raises(KeyboardInterrupt):
        search_topics(dtm, [2], seeds=(1, 2), path=tmp_path / "search.json")
    assert not (tmp_path / "search.json").exists()


def test_fits_of_a_search_keep_clear_of_a_models_checkpoint(dtm, tmp_path):
    model = LDA(checkpoint=tmp_path / "fit.npz")
    found = search_topics(dtm, [2], seeds=(1, 2), measures=["exclusivity"], model=model)
    assert found["value"].notna().all()
    assert list(tmp_path.iterdir()) == []


def test_residuals_are_near_one_under_the_true_model_and_above_it_with_too_few_topics():
    rng = np.random.default_rng(6)
    phi, theta = rng.dirichlet(np.full(40, 0.3), 3), rng.dirichlet(np.ones(3), 800)
    counts = sparse.csr_matrix([rng.multinomial(200, row) for row in theta @ phi])
    # the numbers are known, not estimated: the freedom that is taken off is a twentieth
    assert residual_dispersion(phi, theta, counts) == pytest.approx(1.0, abs=0.12)
    merged = np.vstack([phi[0], phi[1:].mean(axis=0)])
    shares = np.column_stack([theta[:, 0], theta[:, 1:].sum(axis=1)])
    assert residual_dispersion(merged, shares, counts) > 1.5


def test_residuals_are_the_sum_over_every_cell():
    rng = np.random.default_rng(5)
    phi, theta = rng.dirichlet(np.ones(7), 2), rng.dirichlet(np.ones(2), 40)
    counts = np.array([rng.multinomial(30, row) for row in theta @ phi])
    q, m = theta @ phi, counts.sum(axis=1, keepdims=True)
    total = sum(
        (counts[d, w] - m[d, 0] * q[d, w]) ** 2 / (m[d, 0] * q[d, w] * (1 - q[d, w]))
        for d in range(40)
        for w in range(7)
    )
    freedom = int((m * q > 0.01).sum()) - 7 - 40 * 1 - 2 * 6
    found = residual_dispersion(phi, theta, sparse.csr_matrix(counts))
    assert found == pytest.approx(total / freedom)
    few = sparse.csr_matrix(counts[:3])
    assert np.isnan(residual_dispersion(phi, theta[:3], few))


def brute_log_likelihood(words, topics, n_terms, n_topics, eta):
    """Multiply out p(word | words before it in the topic): the Polya urn, word by word."""
    seen, total = np.zeros((n_topics, n_terms)), 0.0
    for w, k in zip(words, topics, strict=True):
        total += np.log((seen[k, w] + eta) / (seen[k].sum() + n_terms * eta))
        seen[k, w] += 1
    return total


def chain_of(counts, **options):
    rng = np.random.default_rng(options.pop("seed", 0))
    chain = _Chain(sparse.csr_matrix(counts), np.array([0.4, 0.3]), 0.1, rng)
    chain.start(np.full((2, counts.shape[1]), 1 / counts.shape[1]), np.full((len(counts), 2), 0.5))
    return chain


def test_a_sweep_keeps_its_counts_equal_to_its_topics():
    counts = np.random.default_rng(2).integers(0, 4, (6, 5))
    chain = chain_of(counts)
    for _ in range(5):
        found = chain.sweep()
        places = list(zip(chain.documents, chain.words, chain.topics, strict=True))
        again = np.zeros((6, 5, 2), dtype=int)
        for place in places:
            again[place] += 1
        assert np.array_equal(again.sum(axis=2), counts)
        assert np.array_equal(again.sum(axis=1), chain.by_document)
        assert np.array_equal(again.sum(axis=0), chain.by_word)
        assert np.array_equal(again.sum(axis=(0, 1)), chain.by_topic)
        assert found == pytest.approx(brute_log_likelihood(chain.words, chain.topics, 5, 2, 0.1))


def test_the_sweep_is_the_same_compiled_or_plain():
    counts = np.random.default_rng(3).integers(0, 4, (4, 5))
    results = []
    for run in (sweep, sweep.py_func):
        chain = chain_of(counts)
        tables = (chain.by_document, chain.by_word, chain.by_topic)
        draws = np.random.default_rng(9).random(len(chain.words))
        run(chain.documents, chain.words, chain.topics, *tables, chain.alpha, chain.eta, draws)
        results.append(chain.topics.tolist())
    assert results[0] == results[1]


def test_sweeps_draw_from_the_posterior_that_enumeration_gives():
    """Two articles of two words each: all 16 assignments, weighed exactly."""
    counts = np.array([[1, 1], [0, 2]])
    chain, alpha = chain_of(counts, seed=4), np.array([0.4, 0.3])
    weights = {}
    for z in product((0, 1), repeat=4):
        by_document = np.zeros((2, 2))
        for d, k in zip(chain.documents, z, strict=True):
            by_document[d, k] += 1
        of_documents = gammaln(by_document + alpha).sum()
        weights[z] = np.exp(of_documents + brute_log_likelihood(chain.words, z, 2, 2, 0.1))
    seen = dict.fromkeys(weights, 0)
    for _ in range(30_000):
        chain.sweep()
        seen[tuple(chain.topics.tolist())] += 1
    whole = sum(weights.values())
    for z, weight in weights.items():
        assert seen[z] / 30_000 == pytest.approx(weight / whole, abs=0.015)


def test_the_harmonic_mean_lies_among_the_samples(dtm):
    model = LDA(n_topics=6, init="spread", random_state=1).fit(dtm)  # no subject is beyond doubt
    theta = model.transform(dtm)
    first = griffiths(model, theta, dtm.counts, seed=1)
    assert first == griffiths(model, theta, dtm.counts, seed=1)
    assert any(first != griffiths(model, theta, dtm.counts, seed=seed) for seed in range(2, 6))
    uniform = float(dtm.counts.sum()) * np.log(1 / len(dtm.terms))
    known = float(dtm.counts.sum()) * np.log(1 / 5)  # a group has five words, equally likely
    assert uniform < first < known


def test_equal_runs_are_wholly_stable_whatever_their_numbers():
    phi = np.random.default_rng(1).dirichlet(np.ones(5), 3)
    assert stability_of_runs([phi, phi[[2, 0, 1]]]) == pytest.approx([1.0, 1.0])
    assert stability_of_runs([np.eye(3)[:2], np.eye(3)[1:]])[0] == pytest.approx(0.5)


def test_what_all_topics_share_is_no_stability():
    common = np.full((1, 4), 0.25)
    rng = np.random.default_rng(4)
    runs = [0.9 * common + 0.1 * rng.dirichlet(np.ones(4), 3) for _ in range(2)]
    assert max(stability_of_runs(runs)) < 0.8  # though their affinities are all above 0.98


def search(**values):
    """Return a table of ``measure={number: values over seeds}``."""
    rows = [
        (k, measure, value, seed)
        for measure, numbers in values.items()
        for k, over_seeds in numbers.items()
        for seed, value in enumerate(over_seeds)
    ]
    return pd.DataFrame(rows, columns=["n_topics", "measure", "value", "seed"])


def test_a_number_worse_beyond_chance_is_ruled_out():
    table = search(
        perplexity={10: (900, 902, 899), 20: (800, 803, 801), 35: (850, 851, 853)},
        coherence={10: (0.1, 0.11, 0.1), 20: (0.2, 0.21, 0.2), 35: (0.2, 0.2, 0.21)},
    )
    advice = advise_n_topics(table)
    assert advice.n_topics == (20,)
    assert advice.decided
    assert advice.suggested == 20
    assert (
        "20 topics: perplexity 801, coherence 0.20; 10 ruled out by perplexity and coherence; "
        in (str(advice))
    )
    assert "35 ruled out by perplexity. Read the topics before settling." in str(advice)


def test_three_measures_against_a_number_are_an_enumeration():
    table = search(
        perplexity={10: (900, 902, 899), 20: (800, 803, 801), 35: (850, 851, 853)},
        coherence={10: (0.1, 0.11, 0.1), 20: (0.2, 0.21, 0.2), 35: (0.2, 0.2, 0.21)},
        stability={10: (0.1, 0.11, 0.1), 20: (0.9, 0.91, 0.9), 35: (0.9, 0.9, 0.91)},
    )
    said = str(advise_n_topics(table))
    assert (
        "10 ruled out by perplexity, coherence and stability; 35 ruled out by perplexity." in said
    )


def test_perplexity_that_still_falls_at_the_largest_number_has_no_vote():
    """On 6,205 articles it fell from 10 to 70 topics, and 70 were advised for that alone."""
    perplexity = {10: (900, 902, 899), 20: (800, 803, 801), 35: (700, 702, 701)}
    alone = advise_n_topics(search(perplexity=perplexity))
    assert alone.n_topics == (10, 20, 35)
    assert str(alone) == (
        "The data do not decide between 10, 20 and 35 topics: none is ruled out. Perplexity still "
        "falls at 35, the largest number tried, so it has no vote. Start with 10, no worse than "
        "the others and the least to read."
    )
    coherence = {10: (0.1, 0.11, 0.1), 20: (0.2, 0.21, 0.2), 35: (0.2, 0.2, 0.21)}
    advice = advise_n_topics(search(perplexity=perplexity, coherence=coherence))
    assert advice.n_topics == (20, 35)
    assert advice.suggested == 20
    assert "10 ruled out by coherence. Perplexity still falls at 35" in str(advice)
    settled = {**perplexity, 35: (799, 803, 802)}
    assert advise_n_topics(search(perplexity=settled)).n_topics == (20, 35)


def test_a_difference_within_chance_or_too_small_decides_nothing():
    noisy = search(perplexity={20: (800, 850, 700), 35: (810, 760, 830)})
    trifle = search(perplexity={20: (800, 800.1, 799.9), 35: (801, 801.1, 800.8)})
    for table in (noisy, trifle):
        advice = advise_n_topics(table)
        assert not advice.decided
        assert str(advice).startswith("The data do not decide between 20 and 35 topics")


def test_measures_that_disagree_are_said_to():
    table = search(
        perplexity={10: (900, 901, 899), 20: (800, 801, 799), 30: (900, 901, 899)},
        stability={10: (0.9, 0.91, 0.9), 20: (0.6, 0.61, 0.6), 30: (0.5, 0.51, 0.5)},
    )
    advice = advise_n_topics(table)
    assert advice.n_topics == (10, 20)
    assert "disagree (perplexity prefers 20, stability prefers 10)" in str(advice)
    assert "do not decide between 10 and 20" in str(advice)


def test_a_number_is_not_advised_because_three_seeds_do_not_tell():
    """Ten topics were advised in every eighth triple of seeds, worse than five and than thirty."""
    table = search(
        coherence={5: (0.05, 0.04, 0.05), 10: (0.05, 0.09, 0.07), 30: (0.09, 0.09, 0.085)},
        stability={5: (0.83, 0.84, 0.83), 10: (0.6, 0.8, 0.8), 30: (0.61, 0.6, 0.61)},
    )
    advice = advise_n_topics(table)
    assert advice.table.query("ruled_out")["n_topics"].tolist() == [5, 30]
    assert advice.n_topics == (5, 10, 30)
    assert str(advice).startswith(
        "The measures disagree (coherence prefers 30, stability prefers 5) and do not decide "
    )


def test_stability_of_seeds_that_share_pairs_of_runs_has_the_error_of_the_jackknife():
    near = np.random.default_rng(1).uniform(0.6, 0.8, (4, 4))
    near = (near + near.T) / 2 * (1 - np.eye(4))
    mean = near.sum() / 12
    left = np.array([np.delete(np.delete(near, i, 0), i, 1).sum() / 6 for i in range(4)])
    error = np.sqrt(3 / 4 * ((left - left.mean()) ** 2).sum())
    table = search(stability={5: near.sum(axis=1) / 3, 10: np.full(4, 0.9)})
    worse = advise_n_topics(table).table.iloc[0]
    assert worse["gap"] == pytest.approx(0.9 - mean)
    assert (worse["high"] - worse["low"]) / 2 == pytest.approx(3.18245 * error, rel=1e-5)


def test_stability_of_two_seeds_has_no_error_and_rules_nothing_out():
    """Both seeds have the value of their only pair, so that every difference was beyond chance."""
    advice = advise_n_topics(search(stability={5: (0.9, 0.9), 10: (0.6, 0.6)}))
    assert advice.n_topics == (5, 10)
    assert advice.table["low"].isna().tolist() == [False, True]


def test_exclusivity_and_cao_juan_have_no_vote():
    with pytest.raises(InputError, match="coherence or stability is needed, of at least two"):
        advise_n_topics(search(exclusivity={10: (0.5, 0.6), 20: (0.7, 0.8)}))
    table = search(stability={10: (0.9, 0.9), 20: (0.9, 0.91)}, cao_juan={10: (1, 1), 20: (0, 0)})
    assert advise_n_topics(table).n_topics == (10, 20)


def test_gaps_are_paired_by_seed():
    table = search(coherence={10: (0.10, 0.20, 0.30), 20: (0.05, 0.15, 0.25)})
    row = advise_n_topics(table).table.query("n_topics == 20").iloc[0]
    assert row["gap"] == pytest.approx(0.05)
    assert row["low"] == pytest.approx(0.05)
    assert row["ruled_out"]
