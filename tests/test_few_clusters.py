"""Errors over few clusters: against clubSandwich, and in worlds with a known answer.

Reference values: R 4.2.2 with clubSandwich 0.5.8 (Pustejovsky), ``coef_test(fit, vcov = "CR2",
cluster = g, test = "Satterthwaite")`` on the table that `small_table` makes; for the logit, on
least squares of its last working regression.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import expit

import toolkit as tt
from toolkit.regression.design import Setting
from toolkit.regression.fractional_logit import average_effect, fit_fractional_logit
from toolkit.stats.few_clusters import cluster_scores, satterthwaite, wild_statistics
from toolkit.tables import PREVALENCE_EFFECTS


def small_table():
    i = np.arange(60)
    cluster = (i * i + 3 * i) % 11 % 7
    x, z = (cluster % 2).astype(float), np.round(np.sin(i * 1.7), 3)
    bend = 0.5 * x - 0.7 * z + 0.8 * np.cos(cluster * 2.0) + 0.6 * np.sin(i * 5.1)
    share = np.round(1 / (1 + np.exp(-bend)), 3)
    codes = pd.factorize(cluster, sort=True)[0].astype(np.intp)
    return (
        np.column_stack([np.ones(60), x, z]),
        share,
        np.round(share * 3 + np.sin(i * 3.3), 3),
        codes,
    )


def test_bias_reduced_errors_and_their_degrees_of_freedom_are_those_of_clubsandwich():
    design, _, response, codes = small_table()
    beta = np.linalg.lstsq(design, response, rcond=None)[0]
    assert beta == pytest.approx([1.699693179215, 0.597394441419, -0.427867878593], abs=1e-11)
    scores = cluster_scores(design, response - design @ beta, np.ones(60), codes)
    errors = np.sqrt(np.diag(scores.covariance))
    assert errors == pytest.approx([0.2510337447593, 0.2537116166945, 0.0818874053103], abs=1e-11)
    degrees = [satterthwaite(scores, unit) for unit in np.eye(3)]
    assert degrees == pytest.approx([2.38524730125, 2.34822576556, 2.13516201635], abs=1e-9)


def test_those_of_a_logit_are_clubsandwichs_on_its_working_regression():
    design, share, _, codes = small_table()
    fit = fit_fractional_logit(design, share, codes)
    assert fit.coefficients == pytest.approx([0.29711012214, 0.848093936867, -0.604973239651])
    covariance = fit.scores.covariance / np.outer(fit.scale, fit.scale)
    expected = [0.367342124097, 0.373428211189, 0.161915954250]
    assert np.sqrt(np.diag(covariance)) == pytest.approx(expected, rel=1e-8)
    degrees = [satterthwaite(fit.scores, unit) for unit in np.eye(3)]
    assert degrees == pytest.approx([2.40041486095, 2.37582649547, 2.07688442452], rel=1e-7)


def test_clusters_of_any_size_have_the_scores_and_degrees_of_the_formulas_of_articles():
    rng = np.random.default_rng(5)
    codes = np.repeat(np.arange(14), [1, 1, 2, 2, 3, 3, 4, 5, 6, 9, 12, 20, 3, 1]).astype(np.intp)
    codes = rng.permutation(codes)
    n = len(codes)
    design = np.column_stack([np.ones(n), rng.normal(size=(n, 3)), rng.random(n) < 0.3])
    residual, weights = rng.normal(size=n), rng.uniform(0.05, 0.25, n)
    scores = cluster_scores(design, residual, weights, codes)
    # Pustejovsky & Tipton (2018), articles by articles: Phi = W^-1, A = D'(D (I-H) Phi D')^-1/2 D
    half = np.sqrt(weights)
    x = design * half[:, None]
    bread = np.linalg.inv(x.T @ x)
    hat = x @ bread @ x.T
    turns = np.zeros((n, n))
    for g in range(14):
        inside = np.ix_(codes == g, codes == g)
        values, vectors = np.linalg.eigh(np.eye((codes == g).sum()) - hat[inside])
        turns[inside] = (vectors / np.sqrt(values)) @ vectors.T
    member = (codes == np.arange(14)[:, None]).astype(float)
    assert scores.raw == pytest.approx(member @ (design * residual[:, None]))
    assert scores.adjusted == pytest.approx(member @ (x * (turns @ (residual / half))[:, None]))
    contrast = np.array([0.0, 1.0, -0.5, 0.0, 2.0])
    p = (np.eye(n) - hat) @ (member * (turns @ x @ bread @ contrast)).T
    inner = p.T @ p
    assert satterthwaite(scores, contrast) == pytest.approx(np.trace(inner) ** 2 / (inner**2).sum())
    assert scores.variance(contrast) == pytest.approx(contrast @ scores.covariance @ contrast)


def test_an_article_whose_fitted_share_is_one_keeps_its_score():
    codes = np.repeat(np.arange(12), 3).astype(np.intp)
    rng = np.random.default_rng(8)
    design = np.column_stack([np.ones(36), rng.normal(size=36)])
    residual, weights = rng.normal(size=36), np.full(36, 0.2)
    weights[4] = 0.0
    scores = cluster_scores(design, residual, weights, codes)
    assert scores.raw[1] == pytest.approx(design[3:6].T @ residual[3:6])
    assert np.isfinite(scores.adjusted).all()


def test_balanced_clusters_in_two_groups_have_the_degrees_of_a_t_test():
    codes = np.repeat(np.arange(12), 5).astype(np.intp)
    x = (codes % 2).astype(float)
    design = np.column_stack([np.ones(60), x])
    rng = np.random.default_rng(0)
    response = rng.normal(size=12)[codes] + rng.normal(size=60)
    beta = np.linalg.lstsq(design, response, rcond=None)[0]
    scores = cluster_scores(design, response - design @ beta, np.ones(60), codes)
    means = np.array([response[codes == g].mean() for g in range(12)])
    test = stats.ttest_ind(means[1::2], means[::2])
    error = float(np.sqrt(scores.covariance[1, 1]))
    assert satterthwaite(scores, np.array([0.0, 1.0])) == pytest.approx(10)
    assert beta[1] / error == pytest.approx(test.statistic)


def test_a_cluster_that_alone_carries_a_coefficient_adds_nothing_to_its_error():
    codes = np.repeat(np.arange(11), 4).astype(np.intp)
    design = np.column_stack([np.ones(44), codes == 0]).astype(float)
    rng = np.random.default_rng(1)
    response = rng.normal(size=11)[codes] + rng.normal(size=44)
    beta = np.linalg.lstsq(design, response, rcond=None)[0]
    scores = cluster_scores(design, response - design @ beta, np.ones(44), codes)
    assert np.isfinite(scores.covariance).all()
    assert scores.adjusted[0] == pytest.approx(0, abs=1e-9)


def world(seed: int, n_clusters: int, n_treated: int):
    """Shares of clusters (outlets, say) of unequal size, and a treatment that does nothing."""
    rng = np.random.default_rng([7, seed])
    sizes = rng.integers(10, 80, n_clusters)
    codes = np.repeat(np.arange(n_clusters), sizes)
    treated = (rng.permutation(n_clusters) < n_treated)[codes].astype(float)
    level = rng.beta(2, 5, n_clusters)[codes]
    said = (rng.random(len(codes)) < level).astype(float)
    return np.column_stack([np.ones(len(codes)), treated]), said, codes.astype(np.intp)


def rejected(seed: int, **options) -> tuple[bool, bool]:
    """Whether a true null is rejected: by CR1 and the normal law, and as the toolkit does it."""
    design, said, codes = world(seed, 12, 3)
    fit = fit_fractional_logit(design, said, codes)
    sides = [design.copy(), design.copy()]
    sides[0][:, 1], sides[1][:, 1] = 1, 0
    found = average_effect([fit], *(Setting(side, []) for side in sides), **options)
    gradient = sum(
        sign * (x * (expit(x @ fit.coefficients) * expit(-x @ fit.coefficients))[:, None]).mean(0)
        for x, sign in zip(sides, (1, -1), strict=True)
    )
    careless = abs(found.effect) > 1.96 * np.sqrt(gradient @ fit.covariance @ gradient)
    return bool(careless), bool(abs(found.effect) > found.reach)


def test_twelve_outlets_three_of_them_treated_do_not_pass_chance_for_an_effect():
    careless, ours = np.mean([rejected(seed) for seed in range(150)], axis=0)
    assert careless > 0.1
    assert ours < 0.09


def test_nor_do_they_by_the_wild_bootstrap():
    ours = np.mean(
        [rejected(s, wild=199, rng=np.random.default_rng(s))[1] for s in range(100)], axis=0
    )
    assert ours < 0.11


def test_wild_statistics_of_many_equal_clusters_are_those_of_a_t_test():
    codes = np.repeat(np.arange(200), 3).astype(np.intp)
    design = np.column_stack([np.ones(600), codes % 2]).astype(float)
    rng = np.random.default_rng(2)
    response = rng.normal(size=200)[codes] + rng.normal(size=600)
    beta = np.linalg.lstsq(design, response, rcond=None)[0]
    scores = cluster_scores(design, response - design @ beta, np.ones(600), codes)
    null = wild_statistics(scores, np.array([0.0, 1.0]), 4000, rng)
    assert np.quantile(null, 0.95) == pytest.approx(stats.t.ppf(0.975, 198), abs=0.1)


def articles(n_clusters: int = 14, per_cluster: int = 30, seed: int = 0):
    rng = np.random.default_rng(seed)
    n = n_clusters * per_cluster
    ids = pd.Index([f"a{i:05d}" for i in range(n)], name="article_id")
    outlet = np.repeat(np.arange(n_clusters), per_cluster)
    about = pd.DataFrame(
        {
            "outlet": [f"outlet {k:02d}" for k in outlet],
            "kind": np.where(outlet % 2, "press", "wire"),
            "section": rng.choice(["home", "world"], n),
            "length": rng.normal(5, 1, n),
        },
        index=ids,
    )
    chance = 0.3 + 0.2 * ((about["kind"] == "wire") & (about["section"] == "world"))
    shares = pd.DataFrame({"war": rng.random(n) < chance}, index=ids, dtype=float)
    return shares.rename_axis(columns="theme"), about


def test_the_table_has_the_documented_columns_and_says_how_errors_were_made():
    shares, about = articles()
    table = tt.prevalence_regression(shares, about, "kind", clusters=about["outlet"])
    named = {column.name.replace("theme or topic", "theme") for column in PREVALENCE_EFFECTS}
    assert set(table.columns) == named
    assert table["degrees"].item() < 13
    assert table.attrs["errors"].startswith("CR2 over clusters")
    assert "420 articles, 14 clusters" in table["sentence"].item()


def test_the_wild_bootstrap_is_the_same_for_the_same_seed_and_near_the_t_interval():
    shares, about = articles()
    options = {"clusters": about["outlet"], "errors": "wild"}
    one, same = (
        tt.prevalence_regression(shares, about, "kind", random_state=3, **options) for _ in range(2)
    )
    pd.testing.assert_frame_equal(one, same)
    plain = tt.prevalence_regression(shares, about, "kind", clusters=about["outlet"])
    widths = [(table["high"] - table["low"]).item() for table in (one, plain)]
    assert 0.7 < widths[0] / widths[1] < 1.4
    assert one["standard_error"].item() == plain["standard_error"].item()


def test_an_effect_that_depends_on_the_section_is_shown_section_by_section():
    shares, about = articles(n_clusters=40, per_cluster=60)
    table = tt.prevalence_regression(shares, about, "kind * section", clusters=about["outlet"])
    table = table.set_index("contrast")
    world_row = table.loc["wire − press where section = world"]
    home_row = table.loc["wire − press where section = home"]
    assert world_row["low"] < 0.2 < world_row["high"]
    assert home_row["low"] < 0.0 < home_row["high"]
    cells = shares["war"].groupby([about["kind"], about["section"]]).mean()
    gap = cells["wire", "world"] - cells["press", "world"]
    assert world_row["effect"] == pytest.approx(gap, abs=1e-6)


def test_an_interaction_alone_and_with_a_number():
    shares, about = articles()
    table = tt.prevalence_regression(shares, about, "kind * length", clusters=about["outlet"])
    assert table["term"].tolist() == ["kind", "length", "kind:length", "kind:length"]
    only = tt.prevalence_regression(
        shares, about, "length + kind:section", clusters=about["outlet"]
    )
    assert set(only["term"]) == {"length", "kind:section"}


def test_a_covariate_with_gaps_is_read_without_them():
    shares, about = articles()
    about["kind"] = about["kind"].where(about["section"] == "home")
    table = tt.prevalence_regression(shares, about, "kind", clusters=about["outlet"])
    assert table.attrs["left_out"] == (about["section"] != "home").sum()


def test_unknown_errors_and_an_empty_covariate_are_refused():
    shares, about = articles()
    with pytest.raises(
        tt.errors.InputError, match="errors must be one of 'CR2', 'wild'; got 'CR1'"
    ):
        tt.prevalence_regression(shares, about, "kind", clusters=about["outlet"], errors="CR1")
    nothing = about.assign(kind=pd.Series(np.nan, index=about.index, dtype="str"))
    with pytest.raises(
        tt.errors.InputError, match="'kind' has no values; a covariate needs at least two values"
    ):
        tt.prevalence_regression(shares, nothing, "kind", clusters=about["outlet"])
    undated = about.assign(date=pd.Series(pd.NaT, index=about.index))
    with pytest.raises(tt.errors.InputError, match="'date' has no values; a covariate needs"):
        tt.prevalence_regression(shares, undated, "s(date)", clusters=about["outlet"])


def test_errors_of_draws_have_fewer_degrees_of_freedom():
    shares, about = articles()
    rng = np.random.default_rng(0)
    draws = [(shares * 0.7 + 0.3 * rng.random(shares.shape)) for _ in range(4)]
    pooled = tt.prevalence_regression(draws, about, "section", clusters=about["outlet"])
    alone = tt.prevalence_regression(draws[0], about, "section", clusters=about["outlet"])
    assert pooled["degrees"].item() < alone["degrees"].item()


def test_effects_are_drawn_in_the_order_and_with_the_numbers_of_the_table():
    from matplotlib.figure import Figure

    shares, about = articles()
    both = shares.assign(talks=1 - shares["war"])
    table = tt.prevalence_regression(both, about, "kind + section", clusters=about["outlet"])
    ax = tt.plot.effects(table, ax=Figure(figsize=(9, 4)).subplots())
    dots = ax.collections[-1].get_offsets()[::-1]
    assert dots[:, 0].tolist() == pytest.approx((100 * table["effect"]).tolist())
    ends = [path.vertices[:, 0].tolist() for path in ax.collections[0].get_paths()][::-1]
    limits = (100 * table[["low", "high"]]).to_numpy()
    assert np.array(ends) == pytest.approx(limits)
    names = [text.get_text().replace("\n", " ") for text in ax.get_yticklabels()][::-1]
    assert names[0] == "war, wire − press"
    assert names[-1] == "talks, world − home"
    with pytest.raises(
        tt.errors.InputError, match=r"plot.effects: the table has no columns 'contrast', "
    ):
        tt.plot.effects(shares)
