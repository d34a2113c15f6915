"""How many topics: measures by hand, a search that resumes, and advice that may be "undecided"."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import InputError, TooFewArticlesError
from toolkit.figures import plot_topic_numbers
from toolkit.lda import LDA
from toolkit.tokenizing import tokenize
from toolkit.topics import advise_n_topics, search_topics
from toolkit.topics.searching import arun, cao_juan, stability_of_runs
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
    measures = ["perplexity", "coherence", "stability", "cao_juan", "arun"]
    return search_topics(dtm, [2, 3, 8], seeds=(1, 2), measures=measures, tokens=tokens)


def test_there_is_a_row_per_number_measure_and_seed(found):
    assert len(found) == 3 * 5 * 2
    assert found.columns.tolist() == ["n_topics", "measure", "value", "seed"]
    assert found["value"].notna().all()


def test_planted_topics_are_found_by_their_number(found):
    assert 3 in advise_n_topics(found).n_topics
    assert 2 not in advise_n_topics(found).n_topics
    means = found.groupby(["measure", "n_topics"])["value"].mean()
    assert means["perplexity"].loc[3] < means["perplexity"].loc[2]
    assert means["stability"].loc[3] > 0.95
    assert means["cao_juan"].loc[3] < 0.05


def test_the_table_is_what_the_figure_takes(found):
    ax = plot_topic_numbers(found)
    assert len(ax.child_axes) == 5


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
    path.write_text(json.dumps([1]), encoding="utf-8")
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
    with pytest.raises(InputError, match="harmonic mean over Gibbs samples"):
        search_topics(dtm, [2], measures=["griffiths"])
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
    table = search(perplexity={10: (900, 902, 899), 20: (800, 803, 801)})
    advice = advise_n_topics(table)
    assert advice.n_topics == (20,)
    assert advice.decided
    assert "20 topics: perplexity 801; 10 ruled out by perplexity" in str(advice)


def test_a_difference_within_chance_or_too_small_decides_nothing():
    noisy = search(perplexity={20: (800, 850, 700), 35: (810, 760, 830)})
    trifle = search(perplexity={20: (800, 800.1, 799.9), 35: (801, 801.1, 800.8)})
    for table in (noisy, trifle):
        advice = advise_n_topics(table)
        assert not advice.decided
        assert str(advice).startswith("The data do not decide between 20 and 35 topics")


def test_measures_that_disagree_are_said_to():
    table = search(
        perplexity={10: (900, 901, 899), 20: (800, 801, 799)},
        stability={10: (0.9, 0.91, 0.9), 20: (0.6, 0.61, 0.6)},
    )
    advice = advise_n_topics(table)
    assert advice.n_topics == (10, 20)
    assert "disagree (perplexity prefers 20, stability prefers 10)" in str(advice)
    assert "do not decide between 10 and 20" in str(advice)


def test_exclusivity_and_cao_juan_have_no_vote():
    with pytest.raises(InputError, match="perplexity, coherence or stability of at least two"):
        advise_n_topics(search(exclusivity={10: (0.5, 0.6), 20: (0.7, 0.8)}))
    table = search(stability={10: (0.9, 0.9), 20: (0.9, 0.91)}, cao_juan={10: (1, 1), 20: (0, 0)})
    assert advise_n_topics(table).n_topics == (10, 20)


def test_gaps_are_paired_by_seed():
    table = search(coherence={10: (0.10, 0.20, 0.30), 20: (0.05, 0.15, 0.25)})
    row = advise_n_topics(table).table.query("n_topics == 20").iloc[0]
    assert row["gap"] == pytest.approx(0.05)
    assert row["low"] == pytest.approx(0.05)
    assert row["ruled_out"]
