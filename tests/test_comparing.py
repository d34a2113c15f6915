"""Differences between groups, and distances between distributions."""

from __future__ import annotations

import inspect
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy import stats
from scipy.spatial.distance import jensenshannon

import toolkit as tt
from toolkit.comparing.contrasts import cliffs_delta
from toolkit.tables import GROUP_DIFFERENCES


@st.composite
def topic_shares(draw, n_topics: int = 6):
    raw = draw(npst.arrays(float, n_topics, elements=st.floats(0, 1)))
    raw[draw(st.integers(0, n_topics - 1))] += 0.1
    return raw / raw.sum()


def make_groups(seed: int = 0, gap: float = 0.3, n_days: int = 80):
    rng = np.random.default_rng(seed)
    n = n_days * 4
    ids = pd.Index([f"a{i:05d}" for i in range(n)], name="article_id")
    days = np.tile(np.arange(n_days), 4)
    source = pd.Series(np.repeat(["Post", "Times"], n // 2), index=ids)
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(days, unit="D"), index=ids)
    chance = 0.3 + gap * (source == "Post")
    shares = pd.DataFrame(
        {"war": rng.random(n) < chance, "peace": rng.random(n) < 0.4}, index=ids, dtype=float
    ).rename_axis(columns="theme")
    return shares, source, dates


@given(topic_shares(), topic_shares())
def test_divergence_is_symmetric_and_bounded(p, q):
    d = tt.stats.jensen_shannon(p, q)
    assert 0.0 <= d <= 1.0
    assert d == pytest.approx(tt.stats.jensen_shannon(q, p))


@given(topic_shares(), topic_shares())
def test_divergence_agrees_with_scipy(p, q):
    theirs = jensenshannon(p, q, base=2) ** 2
    assume(np.isfinite(theirs))  # SciPy's overflows beside shares that are almost nothing
    assert tt.stats.jensen_shannon(p, q) == pytest.approx(theirs, abs=1e-9)


@given(topic_shares(), topic_shares(), topic_shares())
def test_hellinger_is_a_metric(p, q, r):
    assert tt.stats.hellinger(p, p) == pytest.approx(0, abs=1e-7)
    assert tt.stats.hellinger(p, r) <= tt.stats.hellinger(p, q) + tt.stats.hellinger(q, r) + 1e-9


def test_many_rows_are_compared_at_once():
    p = np.array([[0.5, 0.5], [1.0, 0.0]])
    assert tt.stats.jensen_shannon(p, [0.5, 0.5]).shape == (2,)
    assert tt.stats.hellinger(p, p[::-1]) == pytest.approx([0.541196, 0.541196])


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([4.0, 8.0], [0.5, 0.5],
         "jensen_shannon: row 0 of p sums to 12, not 1. Divide counts by their row total first:\n"
         "shares = p / p.sum(axis=-1, keepdims=True)."),
        ([0.5, 0.5], [1.5, -0.5], "jensen_shannon: row 0 of q holds -0.5; shares are 0 or more."),
        ([0.5, 0.5], [0.5, np.nan], "jensen_shannon: row 0 of q holds nan; shares are 0 or more."),
        ([0.5, 0.5], [1.0], "jensen_shannon: p has 2 topics and q has 1. Compare distributions "
         "over the same topics."),
        ([], [], "jensen_shannon: p has no topics."),
    ],
)  # fmt: skip
def test_what_is_no_distribution_is_refused(p, q, message):
    with pytest.raises(tt.errors.InputError) as error:
        tt.stats.jensen_shannon(p, q)
    assert str(error.value) == message


def test_the_table_of_differences_has_the_documented_columns():
    shares, source, dates = make_groups()
    table = tt.compare_groups(shares, source, dates=dates, n_permutations=99, random_state=1)
    documented = {c.name.replace("theme or topic", "theme") for c in GROUP_DIFFERENCES}
    assert set(table.columns) == documented


def test_a_planted_gap_is_found_and_said_in_words():
    shares, source, dates = make_groups()
    table = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    war, peace = table.to_dict("records")
    assert war["low"] < 0.3 < war["high"]
    assert war["p_adjusted"] < 0.01 < peace["p_value"]
    assert war["sentence"].startswith(
        f"War had a share {100 * war['difference']:.1f} points higher"
    )
    assert war["sentence"].endswith(
        "; 160 and 160 articles; p < 0.001, corrected for 2 comparisons)."
    )
    assert peace["sentence"].startswith("No clear difference in peace between ")


def test_the_interval_is_that_of_a_t_test_on_days_when_days_are_nested_in_groups():
    shares, source, _ = make_groups()
    ids = shares.index
    day = np.arange(len(ids)) // 4
    days = pd.Series(day, index=ids)  # as labels: nothing is said of their order
    row = tt.compare_groups(shares, source, baseline="Times", clusters=days, random_state=1).iloc[0]
    daily = shares["war"].groupby(day).mean().to_numpy()
    half = len(daily) // 2
    test = stats.ttest_ind(daily[:half], daily[half:], equal_var=False)
    low, high = test.confidence_interval()
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-9)


def test_the_interval_is_that_of_a_paired_t_test_when_both_groups_publish_each_day():
    shares, source, dates = make_groups()
    row = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1).iloc[0]
    daily = pd.crosstab(dates, source, values=shares["war"], aggfunc="mean")
    test = stats.ttest_rel(daily["Post"], daily["Times"])
    assert row["difference"] / ((row["high"] - row["low"]) / 2) == pytest.approx(
        test.statistic / stats.t.ppf(0.975, 79), rel=1e-2
    )


def test_swapping_group_and_baseline_turns_the_sign():
    shares, source, dates = make_groups()
    one = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    two = tt.compare_groups(shares, source, baseline="Post", dates=dates, random_state=1)
    assert one["difference"].tolist() == pytest.approx((-two["difference"]).tolist())
    assert one["low"].tolist() == pytest.approx((-two["high"]).tolist())
    assert one["effect_size"].tolist() == pytest.approx((-two["effect_size"]).tolist())


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_the_order_of_articles_does_not_change_a_comparison(seed):
    shares, source, dates = make_groups()
    mixed = shares.sample(frac=1, random_state=seed)
    options = {"dates": dates, "n_permutations": 99, "random_state": 2}
    first = tt.compare_groups(shares, source, **options)
    second = tt.compare_groups(mixed, source.sample(frac=1, random_state=seed), **options)
    pd.testing.assert_frame_equal(first, second)


def test_without_dates_the_sentence_warns_that_articles_are_not_independent():
    shares, source, _ = make_groups()
    table = tt.compare_groups(shares, source, random_state=1)
    warning = "Articles were treated as independent, which articles of one day are not."
    assert table["sentence"].str.endswith(warning).all()
    assert "Pass dates=" in table.attrs["warning"]


def test_days_that_move_together_do_not_pass_for_a_difference_between_periods():
    rng = np.random.default_rng(11)
    days = np.repeat(np.arange(40), 10)
    ids = pd.Index([f"a{i}" for i in range(400)], name="article_id")
    shares = pd.DataFrame({"war": rng.integers(0, 2, 40)[days]}, index=ids, dtype=float)
    shares = shares.rename_axis(columns="theme")
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(days, unit="D"), index=ids)
    half = pd.Series(np.where(days < 20, "before", "after"), index=ids)
    by_day = tt.compare_groups(shares, half, dates=dates, random_state=1).iloc[0]
    by_article = tt.compare_groups(shares, half, random_state=1).iloc[0]
    assert by_day["high"] - by_day["low"] > 2.5 * (by_article["high"] - by_article["low"])


def test_holding_the_mix_fixed_removes_a_difference_that_is_only_mix():
    rng = np.random.default_rng(4)
    n = 2000
    ids = pd.Index([f"a{i}" for i in range(n)], name="article_id")
    source = pd.Series(np.repeat(["Post", "Times"], n // 2), index=ids)
    section = np.where(rng.random(n) < np.where(source == "Post", 0.8, 0.2), "world", "sport")
    war = rng.random(n) < np.where(section == "world", 0.6, 0.1)
    shares = pd.DataFrame({"war": war}, index=ids, dtype=float).rename_axis(columns="theme")
    mix = pd.Series(section, index=ids, name="section")
    raw = tt.compare_groups(shares, source, baseline="Times", random_state=1).iloc[0]
    held = tt.compare_groups(shares, source, baseline="Times", standardize=mix, random_state=1)
    assert raw["difference"] > 0.25
    assert held["low"].item() < 0 < held["high"].item()


def test_groups_of_three_articles_are_refused_with_their_number():
    shares, source, dates = make_groups()
    source = source.where(source == "Post")
    source.iloc[-3:] = "Times"
    with pytest.raises(tt.errors.TooFewArticlesError) as error:
        tt.compare_groups(shares, source, dates=dates)
    assert str(error.value) == (
        "compare_groups: too few articles (Times: 3); each group needs at least 10 articles "
        "and 10 independent days. Use longer periods or larger groups, or read the articles: "
        "theme_contexts shows the sentences."
    )


def test_a_small_group_among_others_keeps_its_row_without_an_interval():
    shares, source, dates = make_groups()
    source.iloc[:4] = "Herald"
    table = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    herald = table[table["group"] == "Herald"].iloc[0]
    assert np.isnan(herald["low"])
    assert herald["note"] == "too few articles (Herald: 4)"
    assert "cannot be compared" in herald["sentence"]


def test_one_group_is_nothing_to_compare():
    shares, source, _ = make_groups()
    with pytest.raises(
        tt.errors.TooFewArticlesError, match="needs two groups with articles; got one"
    ):
        tt.compare_groups(shares, source.where(source == "Post", "Post"))


def test_an_unknown_baseline_is_refused():
    shares, source, _ = make_groups()
    with pytest.raises(
        tt.errors.InputError, match="baseline must be one of 'Post', 'Times'; got 'Tmes'"
    ):
        tt.compare_groups(shares, source, baseline="Tmes")


def test_labels_are_exchanged_within_blocks_only():
    shares, source, dates = make_groups()
    one = pd.Series("same", index=shares.index)
    table = tt.compare_groups(shares, source, dates=dates, block=one, random_state=1)
    free = tt.compare_groups(shares, source, dates=dates, random_state=1)
    alone = tt.compare_groups(shares, source, dates=dates, block=source, random_state=1)
    assert table["p_value"].tolist() == free["p_value"].tolist()
    assert alone["p_value"].tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_rates_agree_with_scipy(p):
    assert tt.stats.adjust_p_values(p) == pytest.approx(stats.false_discovery_control(p))
    by = stats.false_discovery_control(p, method="by")
    assert tt.stats.adjust_p_values(p, method="by") == pytest.approx(by)


@given(st.lists(st.floats(0, 1) | st.just(np.nan), max_size=20))
@pytest.mark.parametrize("method", ["bh", "by", "holm", "holm-sidak", "bonferroni"])
def test_a_missing_p_value_stays_missing_and_changes_no_other(method, p):
    values = np.asarray(p, dtype=float)
    adjusted = tt.stats.adjust_p_values(values, method=method)
    known = ~np.isnan(values)
    assert np.isnan(adjusted[~known]).all()
    alone = tt.stats.adjust_p_values(values[known], method=method)
    np.testing.assert_array_equal(adjusted[known], alone)


def test_wilson_intervals_agree_with_scipy():
    low, high = tt.stats.proportion_interval([0, 3, 10], [10, 10, 10])
    for k, a, b in zip([0, 3, 10], low, high, strict=True):
        theirs = stats.binomtest(k, 10).proportion_ci(method="wilson")
        assert (a, b) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_beta_intervals_are_jeffreys_and_none_of_none_is_missing():
    low, high = tt.stats.proportion_interval([3, 0], [10, 0], method="beta")
    assert (low[0], high[0]) == pytest.approx((0.0927, 0.6058), abs=2e-4)
    assert np.isnan([low[1], high[1]]).all()


def test_more_successes_than_trials_are_refused():
    with pytest.raises(tt.errors.InputError, match="must lie between 0 and trials; got 11 of 10"):
        tt.stats.proportion_interval(11, 10)


def test_a_gap_that_may_be_chance_among_many_is_not_called_clear():
    from toolkit.comparing.result_text import Difference, difference_sentence

    gap = Difference(
        "war", "Post", "Times", -0.05, -0.09, -0.01, 90, 80, binary=True, p_adjusted=0.2, n_tests=9
    )
    assert difference_sentence(gap) == (
        "Not significant after correction for 9 comparisons: war had a share 5.0 points lower in "
        "Post than in Times (95 % interval 1.0 to 9.0; 90 and 80 articles; p = 0.200, corrected "
        "for 9 comparisons)."
    )


@pytest.mark.parametrize(
    ("n_tests", "counts", "end"),
    [(9, "; p = 0.002, corrected for 9 comparisons", ""), (1, "", " (p = 0.002)")],
)
def test_a_sentence_says_where_its_interval_and_its_test_disagree(n_tests, counts, end):
    from toolkit.comparing.result_text import Difference, difference_sentence

    gap = Difference(
        "war", "Post", "Times", -0.05, -0.11, 0.01, 90, 80, binary=True, p_adjusted=0.002,
        n_tests=n_tests,
    )  # fmt: skip
    assert difference_sentence(gap) == (
        "No clear difference in war between Post and Times (−5.0 points, 95 % interval −11.0 to "
        f"1.0; 90 and 80 articles{counts}): the interval includes zero, although the permutation "
        f"test alone finds one{end}."
    )


@pytest.mark.parametrize("binary", [True, False])
def test_a_theme_with_a_plural_name_reads_well(binary):
    """It was "Jobs was 9.8 points more common"."""
    from toolkit.comparing.result_text import Difference, difference_sentence

    gap = Difference("jobs", "Post", "before 1912", -0.098, -0.13, -0.06, 90, 80, binary=binary)
    assert difference_sentence(gap) == (
        f"Jobs had a {'' if binary else 'mean '}share 9.8 points lower in Post than in before 1912 "
        "(95 % interval 6.0 to 13.0; 90 and 80 articles)."
    )


def test_p_values_are_never_said_to_be_zero_and_lost_articles_are_counted():
    from toolkit.comparing.result_text import Difference, difference_sentence

    gap = Difference(
        "war", "Post", "Times", 0.05, 0.01, 0.09, 1234, 80, binary=True, p_adjusted=0.0001,
        n_tests=9, left_out=", 1,131 more without a share left out",
    )  # fmt: skip
    assert difference_sentence(gap) == (
        "War had a share 5.0 points higher in Post than in Times (95 % interval 1.0 to 9.0; 1,234 "
        "and 80 articles, 1,131 more without a share left out; p < 0.001, corrected for 9 "
        "comparisons)."
    )


def test_undated_articles_of_each_group_are_told():
    shares, source, dates = make_groups()
    dates.iloc[:7] = pd.NaT
    table = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    assert table.attrs["left_out"] == {"Post": 7}
    assert "153 and 160 articles, 7 more without a date left out" in table["sentence"][0]
    shares.iloc[7:9] = np.nan
    table = tt.compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    assert "9 more without a date or a share left out" in table["sentence"][0]
    topics = shares.clip(0.1).div(shares.clip(0.1).sum(axis=1), axis=0).rename_axis(columns="topic")
    apart = tt.compare_distributions(topics, source, baseline="Times", dates=dates)
    assert "9 more without a date or a share left out" in apart["sentence"][0]


def test_a_numpy_seed_is_recorded_as_a_plain_number():
    shares, source, dates = make_groups()
    table = tt.compare_groups(shares, source, dates=dates, random_state=np.int64(7))
    assert table.attrs["random_state"] == 7
    assert type(table.attrs["random_state"]) is int


def test_every_function_that_draws_random_numbers_has_the_same_default_seed():
    seeds = {
        name: inspect.signature(getattr(tt, name)).parameters["random_state"].default
        for name in tt.__all__
        if inspect.isfunction(getattr(tt, name))
        and "random_state" in inspect.signature(getattr(tt, name)).parameters
    }
    assert len(seeds) >= 15
    assert {name for name, seed in seeds.items() if seed != 0} == set()


def test_a_shuffle_that_leaves_a_group_without_weight_counts_as_extreme():
    from toolkit.stats.clusters import ClusterSums
    from toolkit.stats.permutation import ExchangeUnits, permutation_p_value, permute_means

    sizes = np.array([38.6, 59.4, 20.8, 77.2, *np.zeros(20)])
    sums = sizes[:, None] * np.array([[0.9], [0.8], [0.1], [0.2], *[[0.0]] * 20])
    first = np.arange(24) % 12 < 2  # two of four units with weight, two of twenty without
    units = ExchangeUnits(ClusterSums(sums, sizes), first, np.zeros(24, np.int64))
    observed, permuted = permute_means(units, n_permutations=999, rng=np.random.default_rng(0))
    without = np.isinf(permuted).mean()
    assert 0.3 < without < 0.65  # C(20, 4) of C(24, 4), that is 0.46
    assert not np.isnan(permuted).any()
    assert permutation_p_value(observed, permuted) >= without
    nobody = ExchangeUnits(ClusterSums(sums, sizes), np.arange(24) > 19, np.zeros(24, np.int64))
    observed, _ = permute_means(nobody, n_permutations=9, rng=np.random.default_rng(0))
    assert np.isnan(observed).all()


def test_a_permutation_p_value_counts_ties_and_is_never_zero():
    from toolkit.stats.permutation import permutation_p_value

    null = np.array([[0.1, 0.1], [0.1 + 1e-15, 3.0], [0.0, 0.1 - 1e-15]])
    assert permutation_p_value([0.1, 5.0], null).tolist() == [0.75, 0.25]
    assert np.isnan(permutation_p_value(np.nan, null[:, 0]))


@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.MT19937])
def test_labels_shuffled_again_are_those_drawn_anew_and_the_generator_goes_on_alike(kind):
    """The last shuffle is kept: another seed, other labels or blocks must not meet it."""
    from toolkit.stats.permutation import _shuffled, shuffle_within

    rng = np.random.default_rng(5)
    cases = []
    for seed in (1, 2):
        for n_blocks in (1, 8, 20):
            labels, blocks = rng.random(40) < 0.4, rng.integers(0, n_blocks, 40)
            cases += [(seed, labels, blocks), (seed, ~labels, blocks), (seed, labels, blocks // 2)]
    for seed, labels, blocks in [one for case in cases for one in (case, case)]:
        ours, theirs = (np.random.Generator(kind(seed)) for _ in range(2))
        found = shuffle_within(labels, blocks, 30, ours)
        assert np.array_equal(found, _shuffled(labels, blocks, 30, theirs).table(labels))
        assert ours.random() == theirs.random()


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.sampled_from([1, 3, 20, 60]))
def test_permuted_sums_are_those_of_the_table_of_labels(seed, n_units, n_blocks):
    from toolkit.stats.permutation import _drawn

    rng = np.random.default_rng(seed)
    labels, blocks = rng.random(n_units) < 0.4, rng.integers(0, n_blocks, n_units)
    shuffles = _drawn(labels, blocks, 20, rng)
    every = np.vstack([labels, shuffles.table(labels)]).astype(np.int64)
    for largest in (5, 2**24, 2**40):
        values = rng.integers(0, largest, (n_units, 3))
        found = shuffles.totals(labels, values.astype(np.float64))
        assert found.tolist() == (every @ values).tolist()
    fractions = rng.random((n_units, 3))
    assert shuffles.totals(labels, fractions) == pytest.approx(every @ fractions, rel=1e-12)
    for block in range(n_blocks):  # every block keeps its number of labels
        inside = blocks == block
        assert (every[:, inside].sum(axis=1) == labels[inside].sum()).all()


@pytest.mark.parametrize("dated", [True, False])
def test_a_comparison_holds_little_more_than_its_table(dated):
    """Articles without dates are exchanged one by one: their labels are bits, not numbers."""
    rng = np.random.default_rng(0)
    ids = pd.Index([f"a{k:05d}" for k in range(20_000)], name="article_id")
    shares = pd.DataFrame(rng.random((20_000, 60)), index=ids).rename_axis(columns="topic")
    source = pd.Series(rng.choice(["Post", "Times"], len(ids)), index=ids)
    days = pd.to_timedelta(rng.integers(0, 300, len(ids)), unit="D")
    dates = pd.Series(pd.Timestamp("2016-01-01") + days, index=ids) if dated else None
    tt.compare_groups(shares[:500], source[:500], dates=None if dates is None else dates[:500])
    tracemalloc.start()
    tt.compare_groups(shares, source, dates=dates, n_permutations=999)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    at_once = 0 if dated else 80_000_000  # a million labels and as many sums, in several forms
    assert peak < 3 * 20_000 * 60 * 8 + at_once  # labels as numbers alone were 160,000,000


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5]) | st.floats(0, 1), st.booleans())))
def test_cliffs_delta_is_that_of_the_ranks(rows):
    values = np.array([[value] for value, _ in rows]).reshape(-1, 1)
    first = np.array([side for _, side in rows], bool)
    assume(first.any() and not first.all())
    n, m = int(first.sum()), int((~first).sum())
    above = stats.rankdata(values[:, 0])[first].sum() - n * (n + 1) / 2
    assert cliffs_delta(values, first).tolist() == [2 * above / (n * m) - 1]


def small_outlets(effect, seed):
    """Return whether articles have a theme, by outlets most of which have a dozen articles."""
    sizes = [300, 250, 12, 13, 14, 15, 20, 25, 30, 40, 60, 80, 100, 150]
    rng = np.random.default_rng(seed)
    source = np.repeat([f"outlet {k}" for k in range(len(sizes))], sizes)
    chance = np.where(source == "outlet 1", 0.1 + effect, 0.1)
    index = [f"{k:016x}" for k in range(len(source))]
    scores = pd.DataFrame({"war": (rng.random(len(source)) < chance) * 1.0}, index=index)
    days = pd.to_timedelta(rng.integers(0, 300, len(source)), unit="D")
    dates = pd.Series(pd.Timestamp("2018-01-01") + days, index=index)
    return scores.rename_axis(columns="theme"), pd.Series(source, index=index), dates


@pytest.mark.parametrize(("effect", "least", "most"), [(0.12, 7, 10), (0.0, 0, 2)])
def test_small_outlets_without_a_hit_do_not_hide_a_difference_of_two_large_ones(
    effect, least, most
):
    """They have large statistics in every permutation: a p of 0.0005 became 0.84 among 78."""
    found = 0
    for seed in range(10):
        scores, source, dates = small_outlets(effect, seed)
        options = {"dates": dates, "n_permutations": 499, "random_state": seed}
        table = tt.compare_groups(scores, source, baseline="outlet 0", **options)
        found += bool((table["p_adjusted"] < 0.05).any())
    assert least <= found <= most


def test_adjusted_p_values_of_alike_tests_are_those_of_max_t_and_of_one_its_own():
    from toolkit.stats.multiplicity import max_t_p_values
    from toolkit.stats.permutation import permutation_p_value

    rng = np.random.default_rng(5)
    permuted, observed = abs(rng.normal(size=(1999, 3))), np.array([3.2, 1.0, 0.2])
    alike = max_t_p_values(observed, permuted)
    assert alike[0] == pytest.approx(permutation_p_value(3.2, permuted.max(axis=1)), abs=0.003)
    one = max_t_p_values(observed[:1], permuted[:, :1])
    assert one == permutation_p_value(observed[:1], permuted[:, :1])
    tens = max_t_p_values(observed * [1, 10, 100], permuted * [1, 10, 100])
    assert tens.tolist() == alike.tolist()  # the unit of a statistic does not matter
    assert max_t_p_values(np.zeros(2), np.zeros((9, 2))).tolist() == [1, 1]


def test_permutations_that_leave_a_group_without_weight_count_against_every_difference():
    from toolkit.stats.multiplicity import max_t_p_values

    permuted = abs(np.random.default_rng(5).normal(size=(199, 3)))
    permuted[:60, 0] = np.inf  # more than the 1 % above the quantile
    found = max_t_p_values(np.array([6.0, 5.0, 4.0]), permuted)
    assert found.tolist() == [61 / 200] * 3
    permuted[:, 0] = np.inf
    assert max_t_p_values(np.array([6.0, 5.0, 4.0]), permuted).tolist() == [1, 1, 1]


def test_years_beside_missing_ones_are_named_as_whole_numbers():
    shares, source, dates = make_groups()
    years = source.map({"Post": 2014, "Times": 2015}).astype(float)
    years.iloc[0] = np.nan
    shares.iloc[-1] = np.nan
    found = tt.compare_groups(shares, years, baseline="2014", dates=dates, random_state=1)
    assert (found["group"] == "2015").all()
    assert "2015 than in 2014 " in found["sentence"].iloc[0]
    assert found.attrs["without_group"] == 1
    assert found.attrs["left_out"] == {"2015": 1}
    halves = tt.compare_groups(shares, years + 0.5, dates=dates, random_state=1)
    assert set(halves["group"]) | {halves.attrs["baseline"]} == {"2014.5", "2015.5"}
