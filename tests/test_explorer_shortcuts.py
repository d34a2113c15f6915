"""What the explorer takes from a study, or finds quickly, is what it would compute anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import toolkit as tt
from toolkit.explorer.inputs import N_PAIR_TERMS
from toolkit.explorer.topic_columns import RELEVANCES, _best_at_any_weight
from toolkit.reading.samples import corpus_path
from toolkit.reporting.page.explorer_parts import study_explorer
from toolkit.reporting.study.outlet_mix import N_MORE_TERMS


@pytest.fixture(scope="module")
def study():
    settings = tt.Settings(n_topics=0, stability_runs=0)
    themes = corpus_path() / "themes.toml"
    return tt.run_study(corpus_path() / "sample", themes, settings=settings, show_progress=False)


def test_matches_and_terms_of_the_study_make_the_same_page_as_new_ones(study):
    pairs = tuple(replace(one, more_terms=None) for one in study.comparisons)
    anew = replace(study, matches=None, comparisons=pairs)
    assert len(study.matches)
    assert all(len(one.more_terms) > len(one.terms) for one in study.comparisons)
    assert study_explorer(study).data == study_explorer(anew).data


def test_a_study_holds_as_many_terms_as_the_explorer_shows():
    assert N_MORE_TERMS == N_PAIR_TERMS


def test_terms_of_a_comparison_are_the_first_of_its_longer_list(study):
    for one in study.comparisons:
        named = one.more_terms[one.more_terms["rank"] <= one.terms["rank"].max()]
        assert named["term"].tolist() == one.terms["term"].tolist()
        for group, rows in one.more_terms.groupby("group"):
            assert rows["rank"].tolist() == list(range(1, len(rows) + 1)), group


def sorted_best(probability, lift, n_terms):
    """Sort all terms for every weight: the obvious way."""
    known = np.flatnonzero(probability > 0)
    log_p, log_lift = np.log(probability[known]), np.log(lift[known])
    best = np.full(len(known), len(known))
    for weight in RELEVANCES:
        relevance = weight * log_p + (1 - weight) * log_lift
        leading = np.lexsort((known, -relevance))[: n_terms // 2]
        best[leading] = np.minimum(best[leading], np.arange(len(leading)))
    chosen = np.lexsort((known, best))[:n_terms]
    return known[chosen[best[chosen] < n_terms // 2]]


NUMBERS = st.sampled_from([0.0, 0.01, 0.01, 0.2, 0.3, 0.75])


@given(
    arrays.arrays(float, 40, elements=NUMBERS),
    arrays.arrays(float, 40, elements=st.sampled_from([0.1, 1.0, 1.0, 2.5, 7.0])),
    st.sampled_from([2, 5, 12, 60, 100]),
)
def test_leading_terms_are_those_of_sorting_all_with_ties_in_order(probability, lift, n_terms):
    found = _best_at_any_weight(probability, lift, n_terms)
    assert found.tolist() == sorted_best(probability, lift, n_terms).tolist()
