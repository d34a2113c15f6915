"""Words of a fixed topic that change between periods."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import toolkit as tt

TERMS = np.array([f"w{i:02d}" for i in range(40)])


def make_world(drift: float = 0.0, seed: int = 0, n_days: int = 40, per_day: int = 4):
    """Two topics over 40 terms; in the second half the first topic's w00 gives way to w01."""
    rng = np.random.default_rng(seed)
    phi = np.vstack([np.r_[np.full(20, 1.0), np.zeros(20)], np.r_[np.zeros(20), np.full(20, 1.0)]])
    phi = (phi + 1e-4) / (phi + 1e-4).sum(axis=1, keepdims=True)
    late = np.repeat(np.arange(n_days) >= n_days // 2, per_day)
    theta = rng.dirichlet([0.5, 0.5], n_days * per_day)
    counts = []
    for share, moved in zip(theta, late, strict=True):
        words = phi.copy()
        # Each day has its own story: a little noise in the topic's words.
        words[0, 0], words[0, 1] = (
            words[0, 0] * (1 - drift * moved),
            words[0, 1] * (1 + drift * moved),
        )
        counts.append(rng.multinomial(80, share @ words / (share @ words).sum()))
    ids = pd.Index([f"a{i:04d}" for i in range(len(theta))], name="article_id")
    dtm = SimpleNamespace(counts=sparse.csr_matrix(np.array(counts)), terms=TERMS, article_id=ids)
    model = SimpleNamespace(topic_term_=phi, transform=lambda _: theta)
    day = np.repeat(np.arange(n_days), per_day)
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    period = pd.Series(np.where(late, "late", "early"), index=ids)
    return dtm, model, period, dates


def drift_of(world, topic=0, **options):
    dtm, model, period, dates = world
    options = {"group": "late", "baseline": "early", "random_state": 1} | options
    return tt.word_drift(dtm, model, period, topic=topic, dates=dates, **options)


def test_a_planted_change_of_words_is_found_with_its_words():
    table = drift_of(make_world(drift=0.8))
    assert set(table["term"].iloc[:2]) == {"w00", "w01"}
    assert (table["p_adjusted"].iloc[:2] < 0.01).all()
    assert table.attrs["p_value"] < 0.01
    assert table.attrs["jensen_shannon"] > table.attrs["by_chance"]
    assert (table.attrs["n_articles"], table.attrs["n_baseline"]) == (80, 80)


def lasting_world(seed: int, n_days: int = 300):
    """Words of one topic come and go for weeks, and the halves do not differ."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n_days, 20))
    for day in range(1, n_days):
        level[day] = 0.9 * level[day - 1] + np.sqrt(1 - 0.9**2) * level[day]
    day = np.repeat(np.arange(n_days), 3)
    ids = pd.Index([f"a{i:04d}" for i in range(len(day))], name="article_id")
    counts = sparse.csr_matrix(rng.poisson(2 * np.exp(level[day] / 2)))
    dtm = SimpleNamespace(counts=counts, terms=TERMS[:20], article_id=ids)
    model = SimpleNamespace(
        topic_term_=np.full((1, 20), 0.05), transform=lambda _: np.ones((len(day), 1))
    )
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    period = pd.Series(np.where(day >= n_days // 2, "late", "early"), index=ids)
    return dtm, model, period, dates


def test_words_of_news_that_lasts_for_weeks_are_no_drift():
    tables = [drift_of(lasting_world(seed), n_permutations=199) for seed in range(6)]
    assert np.median([table.attrs["p_value"] for table in tables]) > 0.2
    assert np.median([table["p_adjusted"].min() for table in tables]) > 0.2
    chance = [table.attrs["by_chance"] / table.attrs["jensen_shannon"] for table in tables]
    assert 0.5 < np.median(chance) < 2  # a tenth of it, with days in any order


def test_the_other_topic_has_not_drifted():
    assert drift_of(make_world(drift=0.8), topic=1).attrs["p_value"] > 0.05


def test_a_true_null_is_seldom_rejected():
    p = [drift_of(make_world(seed=s), n_permutations=99).attrs["p_value"] for s in range(20)]
    assert np.mean(np.array(p) <= 0.05) <= 0.2


def test_turning_the_groups_turns_the_difference():
    world = make_world(drift=0.5)
    one, two = drift_of(world), drift_of(world, group="early", baseline="late")
    merged = one.merge(two, on="term")
    assert merged["difference_x"].tolist() == pytest.approx((-merged["difference_y"]).tolist())


def test_an_unknown_topic_or_period_is_refused():
    with pytest.raises(tt.errors.InputError, match="word_drift: topic must be one of 0, 1; got 7"):
        drift_of(make_world(), topic=7)
    with pytest.raises(
        tt.errors.InputError, match="baseline must be one of 'early', 'late'; got 'then'"
    ):
        drift_of(make_world(), baseline="then")
    with pytest.raises(
        tt.errors.TooFewArticlesError, match=r"'late' has 5 days \(or articles\); at least"
    ):
        drift_of(make_world(n_days=10))
