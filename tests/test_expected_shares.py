"""A share expected from other series: weights on the time before, judged at other dates."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy.optimize import minimize

import toolkit as tt
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.periods.donor_weights import fit_donors

MAKE = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "calibration_outlets.py"))[
    "make_newsrooms"
]


@pytest.fixture(scope="module")
def world():
    return MAKE(3, step=0.3)


def found(world, **changes):
    shares, dates, outlet, event = world
    options = {"column": "war", "groups": outlet, "group": "outlet 0"} | changes
    return tt.expected_share(shares, dates, event, **options)


def test_weights_are_those_of_a_general_optimizer():
    rng = np.random.default_rng(1)
    donors, sizes = rng.random((60, 4)), rng.integers(1, 30, 60).astype(float)
    series = donors @ [0.5, 0.3, 0.2, 0.0] + 0.2 + rng.normal(0, 0.05, 60)
    fit = fit_donors(series, donors, sizes)

    def loss(given):
        gap = series - given[0] - donors @ given[1:]
        return (sizes * gap**2).sum()

    best = minimize(
        loss,
        np.r_[0, np.full(4, 0.25)],
        bounds=[(None, None)] + [(0, 1)] * 4,
        constraints={"type": "eq", "fun": lambda given: given[1:].sum() - 1},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    np.testing.assert_allclose(fit.weights, best.x[1:], atol=2e-4)
    assert fit.level == pytest.approx(best.x[0], abs=2e-4)


@given(st.integers(0, 500), st.integers(1, 6))
def test_weights_are_never_negative_and_sum_to_one(seed, n_donors):
    rng = np.random.default_rng(seed)
    fit = fit_donors(rng.random(30), rng.random((30, n_donors)), np.ones(30))
    assert (fit.weights >= 0).all()
    assert fit.weights.sum() == pytest.approx(1)


def test_a_change_of_one_outlet_is_found_with_its_size(world):
    result = found(world)
    row = result.effect.iloc[0]
    assert row["p_value"] < 0.05
    assert row["low"] < 0.3 < row["high"]
    assert row["observed"] - row["expected"] == pytest.approx(row["difference"])
    assert result.sentence.startswith("War in outlet 0 stood ")
    assert "points above what the others lead to expect in the 28 days from" in result.sentence


def test_a_change_of_all_outlets_is_none_of_one():
    shares, dates, outlet, event = MAKE(3)
    late = (dates >= event).to_numpy()
    raised = shares.assign(war=np.where(late & (np.arange(len(late)) % 3 == 0), 1.0, shares["war"]))
    raised = raised.rename_axis(columns="theme")
    assert tt.event_effect(raised, dates, event)["p_adjusted"].item() < 0.05
    result = found((raised, dates, outlet, event))
    assert result.effect["p_value"].item() > 0.05
    assert result.sentence.startswith("Not distinguishable from other dates: ")


def test_a_change_for_good_is_not_taken_for_ordinary_difference():
    # placebo dates after the event were fitted on both levels, which made steps look usual
    found_of_ten = []
    for seed in range(10):
        shares, dates, outlet, event = MAKE(seed, step=0.2)
        row = tt.expected_share(
            shares, dates, event, column="war", groups=outlet, group="outlet 0"
        ).effect.iloc[0]
        found_of_ten.append(row["p_value"] <= 0.05)
    assert np.mean(found_of_ten) >= 0.6


def test_a_corpus_that_is_short_on_both_sides_still_has_a_test():
    shares, dates, outlet, event = MAKE(5, n_weeks=70, at=34)
    row = tt.expected_share(
        shares, dates, event, column="war", groups=outlet, group="outlet 0"
    ).effect.iloc[0]
    assert row["n_placebo"] >= 20
    assert 0 < row["p_value"] <= 1


def test_what_happens_after_the_event_does_not_move_the_weights(world):
    shares, dates, outlet, event = world
    before = found(world).weights
    later = shares.where(~((dates >= event) & (outlet == "outlet 2")), 1.0)
    after = found((later.rename_axis(columns="theme"), dates, outlet, event)).weights
    pd.testing.assert_series_equal(before, after)


def test_weeks_are_counted_from_the_event_and_have_a_band_from_it_on(world):
    weeks = found(world).weeks
    event = world[3]
    assert weeks.loc[weeks["after"], "week"].iloc[0] == event
    assert set(weeks["week"].diff().dropna()) == {pd.Timedelta(days=7)}
    assert weeks["low"].notna().equals(weeks["after"])
    assert weeks["n_articles"].sum() == (world[2] == "outlet 0").sum()


def test_other_topics_can_be_the_donors():
    shares, dates, outlet, event = MAKE(4, step=0.3)
    ids = shares.index[outlet == "outlet 0"]
    rng = np.random.default_rng(0)
    topics = pd.DataFrame(rng.dirichlet([2, 2, 3, 3], len(ids)), index=ids)
    topics = topics.rename_axis(columns="topic")
    result = tt.expected_share(topics, dates.loc[ids], event, column=0)
    assert result.weights.index.tolist() == ["1", "2", "3"]
    assert result.effect["topic"].tolist() == [0]


def test_an_outlet_with_articles_in_few_weeks_is_no_donor(world):
    shares, dates, outlet, event = world
    rare = (outlet == "outlet 4") & (dates.dt.day_of_year > 60)
    result = found((shares[~rare], dates[~rare], outlet[~rare], event))
    assert result.weights.index.tolist() == ["outlet 1", "outlet 2", "outlet 3"]


def test_a_short_corpus_is_refused_or_left_untested():
    shares, dates, outlet, event = MAKE(5, n_weeks=60, at=20)
    with pytest.raises(TooFewArticlesError, match="20 weeks before the event, and 26 are needed"):
        found((shares, dates, outlet, event))
    result = found(MAKE(5, n_weeks=44, at=36))
    assert result.effect[["low", "high", "p_value"]].isna().all().all()
    assert "its other dates hold fewer than 5 windows" in result.sentence
    assert result.weeks["low"].isna().all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"column": "peace"}, "column must be one of 'war'; got 'peace'"),
        ({"group": None}, "groups and group belong together"),
        ({"group": "outlet 9"}, "group must be one of 'outlet 0'"),
        ({"window": 20}, "window must be a multiple of 7 days; got 20"),
        ({"groups": None, "group": None}, "shares has one column, so there is no other"),
    ],
)
def test_arguments_are_checked(world, changes, message):
    with pytest.raises(InputError, match=message):
        found(world, **changes)


def test_an_event_outside_the_corpus_is_refused(world):
    shares, dates, outlet, _ = world
    with pytest.raises(InputError, match="the event, 1999-01-01, lies outside the articles"):
        found((shares, dates, outlet, "1999-01-01"))


def test_order_of_articles_makes_no_difference(world):
    shares, dates, outlet, event = world
    turned = shares.iloc[::-1]
    one, two = found(world), found((turned, dates, outlet, event))
    np.testing.assert_allclose(one.weights, two.weights, atol=1e-9)
    np.testing.assert_allclose(one.effect["difference"], two.effect["difference"], atol=1e-12)


def test_the_figure_draws_the_weeks_of_the_table(world):
    weeks = found(world).weeks
    ax = tt.plot.expected_share(weeks, ax=Figure(layout="constrained").subplots())
    lines = {line.get_label(): line for line in ax.lines}
    np.testing.assert_array_equal(lines["observed"].get_ydata(), weeks["observed"])
    np.testing.assert_array_equal(lines["expected from the others"].get_ydata(), weeks["expected"])
    assert "_event" in lines


def test_outlets_that_no_article_names_are_no_empty_list_of_options(world):
    shares, dates, _, event = world
    nobody = pd.Series(None, index=shares.index, dtype="object")
    with pytest.raises(InputError, match="group has no value to choose from here; got 'outlet 0'"):
        tt.expected_share(shares, dates, event, column="war", groups=nobody, group="outlet 0")


def test_the_days_around_the_event_are_counted_within_the_window(world):
    shares, dates, outlet, event = world
    near = (dates - pd.Timestamp(event)).abs() < pd.Timedelta(days=100)
    keep = ~near | (outlet != "outlet 0")
    rest = (shares[keep], dates[keep], outlet[keep], event)
    with pytest.raises(TooFewArticlesError, match=r"within 28 days\. Widen the window"):
        found(rest)
    assert len(found(rest, window=182).effect) == 1
