"""Regression of shares on covariates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.regression.design import Setting
from toolkit.regression.fractional_logit import average_effect
from toolkit.regression.prevalence import _Data, fit_fractional_logit


def make_articles(n_days: int = 120, per_day: int = 4, seed: int = 0):
    rng = np.random.default_rng(seed)
    n = n_days * per_day
    ids = pd.Index([f"a{i:05d}" for i in range(n)], name="article_id")
    day = np.repeat(np.arange(n_days), per_day)
    about = pd.DataFrame(
        {
            "source": rng.choice(["Post", "Times"], n),
            "length": rng.normal(5, 1, n),
            "date": pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"),
        },
        index=ids,
    )
    about["section"] = np.where(
        rng.random(n) < np.where(about["source"] == "Post", 0.8, 0.2), "a", "b"
    )
    chance = 0.2 + 0.2 * (about["source"] == "Times") + 0.3 * (about["section"] == "a")
    shares = pd.DataFrame({"war": rng.random(n) < chance}, index=ids, dtype=float)
    return shares.rename_axis(columns="theme"), about


def test_two_explanations_are_told_apart():
    shares, about = make_articles(400, seed=1)
    table = tt.prevalence_regression(shares, about, "source + section").set_index("contrast")
    for contrast, truth in (("Times − Post", 0.2), ("b − a", -0.3)):
        row = table.loc[contrast]
        assert row["low"] < truth < row["high"]
        assert row["p_adjusted"] < 0.01


def test_coefficients_and_clustered_errors_agree_with_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    shares, about = make_articles()
    design = np.column_stack([np.ones(len(about)), about["source"] == "Times", about["length"]])
    codes = pd.factorize(about["date"])[0].astype(np.intp)
    share = np.clip(shares["war"] * 0.7 + 0.1, 0, 1).to_numpy()
    fit = fit_fractional_logit(design.astype(float), share, codes)
    theirs = sm.GLM(share, design.astype(float), family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": codes}
    )
    assert fit.coefficients == pytest.approx(theirs.params, abs=1e-7)
    assert fit.covariance == pytest.approx(theirs.cov_params(), rel=1e-5)


def test_a_theme_of_all_articles_has_no_effects_but_those_of_rounding():
    shares, about = make_articles()
    everywhere = shares * 0 + 1
    table = tt.prevalence_regression(everywhere, about, "source + s(date)")
    assert (table["effect"] == 0).all()
    assert (table["p_value"] == 1).all()
    assert "on war: 0 points, other" in table["sentence"].iloc[0]
    with_dummies = tt.prevalence_regression(everywhere, about, "source", errors="wild")
    assert with_dummies["p_value"].tolist() == [1.0]


def test_a_bent_trend_is_followed_by_the_curve():
    shares, about = make_articles(600)
    day = (about["date"] - about["date"].min()).dt.days / 600
    rng = np.random.default_rng(1)
    shares["war"] = (rng.random(len(day)) < 0.2 + 0.4 * np.sin(np.pi * day)).astype(float)
    table = tt.prevalence_regression(shares, about, "s(date, 5)")
    middle = table.iloc[len(table) // 2]
    assert middle["low"] < 0.4 < middle["high"] + 0.05
    assert abs(table.iloc[-1]["effect"]) < 0.1


def test_intervals_of_a_null_effect_hold_zero():
    held = []
    for seed in range(40):
        shares, about = make_articles(60, seed=seed)
        rng = np.random.default_rng(seed)
        level = rng.beta(2, 4, 60)
        shares["war"] = (rng.random(240) < np.repeat(level, 4)).astype(float)
        half = pd.Series(np.repeat(rng.permutation(["x", "y"] * 30), 4), index=about.index)
        row = tt.prevalence_regression(shares, about.assign(half=half), "half").iloc[0]
        held.append(row["low"] < 0 < row["high"])
    assert np.mean(held) >= 0.85


def test_draws_add_to_the_error():
    shares, about = make_articles()
    rng = np.random.default_rng(0)
    draws = [(shares * 0.8 + 0.2 * rng.random(shares.shape)) for _ in range(5)]
    pooled = tt.prevalence_regression(draws, about, "source").iloc[0]
    single = tt.prevalence_regression(draws[0], about, "source").iloc[0]
    assert pooled["standard_error"] > 0.9 * single["standard_error"]
    assert pooled["effect"] == pytest.approx(single["effect"], abs=0.05)


def test_missing_covariates_are_counted():
    shares, about = make_articles()
    about.loc[about.index[:7], "length"] = np.nan
    table = tt.prevalence_regression(shares, about, "length")
    assert table.attrs["left_out"] == 7


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("source * date * length", "cannot read the term 'source * date * length' of the formula"),
        ("outlet", "the table has no column 'outlet'"),
        ("s(source)", "s(source) needs numbers or dates; 'source' holds"),
        ("s(date, 2)", "s(date, 2) needs at least 3 degrees of freedom"),
        ("one", "'one' has one value, 'x'; a covariate needs at least two values"),
        ("source + copy", "the terms of the formula are collinear"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused(formula, message):
    shares, about = make_articles()
    about = about.assign(one="x", copy=about["source"])
    with pytest.raises(tt.errors.InputError) as error:
        tt.prevalence_regression(shares, about, formula)
    assert message in str(error.value)


def test_too_few_days_are_refused_with_their_number():
    shares, about = make_articles(8, per_day=10)
    with pytest.raises(
        tt.errors.TooFewArticlesError, match="80 articles on 8 days are too few for 2 coef"
    ):
        tt.prevalence_regression(shares, about, "source")


def test_days_must_be_known():
    shares, about = make_articles()
    with pytest.raises(tt.errors.InputError, match="articles of one day are not independent"):
        tt.prevalence_regression(shares, about.drop(columns="date"), "source")


@pytest.mark.parametrize("formula", ["source * s(date) + length", "source * section + s(length)"])
def test_effects_are_those_of_whole_designs_with_covariates_set_in_every_article(formula):
    shares, about = make_articles(200, seed=4)
    data = _Data.of([shares], about, formula, dates=None, clusters=None)
    fit = fit_fractional_logit(data.design, data.draws[0][:, 0], data.codes)
    for contrast in [one for term in data.terms for one in term.contrasts(data.frame)]:
        whole = []
        for values in contrast.ends:
            frame = data.frame.assign(
                **{name: pd.Series(value, index=data.frame.index) for name, value in values.items()}
            )
            columns = [np.ones((len(frame), 1)), *(term.columns(frame) for term in data.terms)]
            whole.append(Setting(np.concatenate(columns, axis=1), []))
        found = average_effect([fit], *(data.at(values) for values in contrast.ends))
        expected = average_effect([fit], *whole)
        for name in ("effect", "error", "degrees"):
            assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-6)


def test_an_interval_of_a_difference_of_shares_ends_at_one_hundred_points():
    shares, about = make_articles(60, seed=2)
    day = (about["date"] - about["date"].min()).dt.days
    about["source"] = np.where((about["source"] == "Post") & (day < 12), "Mail", "Times")
    about.loc[about.index[-3:], "source"] = "Mail"  # a curve of its own, nearly without articles
    days = tt.stats.cluster_by_day(about["date"])
    table = tt.prevalence_regression(shares, about, "source * s(date)", clusters=days)
    bounds = table[["low", "high"]].abs().max(axis=1)
    assert bounds.max() == 1
    assert (bounds < 1).any()


@pytest.mark.parametrize("errors", ["CR2", "wild"])
def test_effects_on_a_theme_and_on_its_absence_mirror_each_other(errors):
    shares, about = make_articles(60)
    # two levels of nothing but the theme: where they meet, the fitted share is 1 to the last digit
    always = (about["source"] == "Times") | (about["section"] == "a")
    shares["war"] = shares["war"].mask(always, 1.0)
    with_theme = tt.prevalence_regression(shares, about, "source + section", errors=errors)
    without = tt.prevalence_regression(1 - shares, about, "source + section", errors=errors)
    assert with_theme["standard_error"].gt(1e-3).all()
    for name, mirrored in (("effect", "effect"), ("low", "high"), ("high", "low")):
        both = with_theme[name].to_numpy(), -without[mirrored].to_numpy()
        assert both[0] == pytest.approx(both[1], abs=1e-4)
    both = with_theme["p_value"].to_numpy(), without["p_value"].to_numpy()
    assert both[0] == pytest.approx(both[1], abs=1e-4)


def test_a_single_day_is_said_in_the_singular():
    shares, about = make_articles(1, per_day=10)
    with pytest.raises(tt.errors.TooFewArticlesError, match="10 articles on 1 day are too few"):
        tt.prevalence_regression(shares, about, "source")


@pytest.mark.parametrize("formula", ["half", "source + half"])
def test_the_effect_of_a_level_without_the_theme_is_the_difference_of_the_shares(formula):
    """The bound of its coefficient moved the others: 31 instead of 21 points in 600 days."""
    shares, about = make_articles(600)
    late = about["date"] >= pd.Timestamp("2016-10-27")
    about["half"] = np.where(late, "late", "early")
    shares["war"] *= late
    table = tt.prevalence_regression(shares, about, formula).set_index("contrast")
    plain = tt.compare_groups(shares, about["half"], dates=about["date"], baseline="early")
    row = table.loc["late − early"]
    assert row["effect"] == pytest.approx(plain["difference"].iloc[0], abs=0.002)
    ends = plain[["low", "high"]].iloc[0].tolist()
    assert row[["low", "high"]].tolist() == pytest.approx(ends, abs=0.01)
    only = about["source"].eq("Post") & about["section"].eq("a")
    shares["war"] = shares["war"].where(only, 0.0)
    table = tt.prevalence_regression(shares, about, "source + section").set_index("contrast")
    means = shares["war"][only].mean() * about["section"].eq("a").mean()
    assert table.loc["Times − Post", "effect"] == pytest.approx(-means, abs=0.02)


def test_the_order_of_articles_changes_no_digit_where_an_outlet_has_no_hit():
    rng = np.random.default_rng(5)
    ids = pd.Index([f"a{i:03d}" for i in range(300)], name="article_id")
    about = pd.DataFrame({"source": rng.choice(list("ABCD"), 300), "x": rng.normal(size=300)}, ids)
    about["date"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 60, 300), "D")
    hits = (rng.random(300) < 0.3) & (about["source"] != "A")
    shares = pd.DataFrame({"war": hits}, index=ids, dtype=float).rename_axis(columns="theme")
    table = tt.prevalence_regression(shares, about, "source + x", progress=False)
    mixed = rng.permutation(300)
    again = tt.prevalence_regression(
        shares.iloc[mixed], about.iloc[mixed], "source + x", progress=False
    )
    pd.testing.assert_frame_equal(table, again, check_exact=True)
