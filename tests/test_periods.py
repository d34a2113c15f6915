"""Shares per period: what is counted, what is left out, and how sure we are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.tables import PERIOD_SHARES


def make_world(n_days: int = 60, per_day: int = 3, seed: int = 0, start: str = "2016-01-04"):
    rng = np.random.default_rng(seed)
    days = np.repeat(np.arange(n_days), per_day)
    ids = pd.Index([f"a{i:05d}" for i in range(len(days))], name="article_id")
    dates = pd.Series(pd.Timestamp(start) + pd.to_timedelta(days, unit="D"), index=ids)
    war = (rng.random(len(days)) < rng.beta(2, 6, n_days)[days]).astype(float)
    peace = (rng.random(len(days)) < 0.4).astype(float)
    shares = pd.DataFrame({"war": war, "peace": peace}, index=ids).rename_axis(columns="theme")
    return shares, dates


def numbers(table: pd.DataFrame) -> np.ndarray:
    return table[["share", "low", "high"]].to_numpy()


def test_the_table_has_the_documented_columns_and_types():
    table = tt.share_by_period(*make_world(), random_state=1)
    names = [c.name if c.name != "theme or topic" else "theme" for c in PERIOD_SHARES]
    assert list(table.columns) == names
    assert table["period"].dtype == "datetime64[us]"
    assert table["partial"].dtype == bool


def test_topics_keep_their_numbers():
    shares, dates = make_world()
    topics = shares.set_axis(pd.Index([0, 1], name="topic"), axis=1)
    table = tt.share_by_period(topics, dates, random_state=1)
    assert table["topic"].dtype == np.int64


def test_shares_are_means_over_articles_of_the_calendar_month():
    shares, dates = make_world()
    table = tt.share_by_period(shares, dates, random_state=1)
    expected = shares.groupby(dates.dt.to_period("M")).mean()
    got = table.pivot_table(index="period", columns="theme", values="share")
    assert got["war"].to_numpy() == pytest.approx(expected["war"].to_numpy())
    assert got["peace"].to_numpy() == pytest.approx(expected["peace"].to_numpy())


@pytest.mark.parametrize(
    ("freq", "first", "count"),
    [
        ("D", "2016-01-04", 60),
        ("W", "2016-01-04", 9),
        ("MS", "2016-01-01", 3),
        ("QS", "2016-01-01", 1),
        ("YS", "2016-01-01", 1),
        ("5YS", "2015-01-01", 1),
        ("10YS", "2010-01-01", 1),
    ],
)
def test_periods_are_those_of_the_calendar(freq, first, count):
    table = tt.share_by_period(*make_world(), freq=freq, random_state=1)
    assert table["period"].iloc[0] == pd.Timestamp(first)
    assert table["period"].nunique() == count


def yearly_addresses(first: int, last: int, *, without: range = range(0)):
    years = [year for year in range(first, last + 1) if year not in without]
    ids = pd.Index([f"a{year}" for year in years], name="article_id")
    shares = pd.DataFrame({"war": [float(year % 3 == 0) for year in years]}, index=ids)
    dates = pd.Series(np.array([f"{year:04d}-12-03" for year in years], "M8[us]"), index=ids)
    return shares.rename_axis(columns="theme"), dates


def test_an_address_a_year_gives_decades_with_intervals_and_an_empty_decade_is_a_gap():
    shares, dates = yearly_addresses(1861, 1899, without=range(1880, 1890))
    assert tt.share_by_period(shares, dates, freq="YS", random_state=1)["low"].isna().all()
    table = tt.share_by_period(shares, dates, freq="10YS", random_state=1)
    assert table["period"].dt.year.tolist() == [1860, 1870, 1880, 1890]
    assert table["n_articles"].tolist() == [9, 10, 0, 10]
    assert table["low"].notna().tolist() == [False, True, False, True]
    assert table["partial"].tolist() == [True, False, False, False]
    assert table["note"].tolist()[:3:2] == [
        "too few articles: 9 in the 1860s",
        "no articles in the 1880s",
    ]
    assert table["share"].isna().tolist() == [False, False, True, False]


def test_decades_that_differ_from_each_other_anyway_have_no_peak():
    rng = np.random.default_rng(1)
    levels = [0.3, 0.55, 0.4, 0.6, 0.3, 0.5, 0.35, 0.7]

    def named(levels):
        years = np.repeat(np.arange(1900, 1900 + 10 * len(levels)), 12)
        ids = pd.Index([f"a{i}" for i in range(len(years))], name="article_id")
        hits = (rng.random(len(ids)) < np.repeat(levels, 120)).astype(float)
        shares = pd.DataFrame({"war": hits}, index=ids).rename_axis(columns="theme")
        days = pd.to_timedelta(rng.integers(0, 365, len(ids)), unit="D")
        dates = pd.Series(pd.to_datetime([f"{year}-01-01" for year in years]) + days, index=ids)
        table = tt.share_by_period(shares, dates, freq="10YS", random_state=1)
        return table.attrs["stand_out"]["war"]

    assert named(levels) == []
    assert named([0.3] * 7 + [0.7]) == ["1970-01-01"]


def test_every_step_over_decades_keeps_the_gap():
    shares, dates = yearly_addresses(1800, 1999, without=range(1880, 1890))
    table = tt.share_by_period(shares, dates, freq="10YS", random_state=1)
    assert len(tt.smooth_shares(table)) == len(table) == 20
    tt.change_points(table)
    presence = tt.source_presence(dates, pd.Series("Post", index=dates.index), freq="10YS")
    assert presence["n_articles"].tolist() == table["n_articles"].tolist()


@pytest.mark.parametrize(
    ("given", "meant"),
    [("decade", "10YS"), ("Decades", "10YS"), ("10Y", "10YS"), ("5 years", "5YS"), ("M", "MS")],
)
def test_a_length_in_words_says_what_to_write(given, meant):
    with pytest.raises(tt.errors.InputError, match=f"Did you mean '{meant}'"):
        tt.share_by_period(*make_world(), freq=given)


def test_the_first_years_of_the_calendar_are_a_decade():
    shares, dates = yearly_addresses(1, 25)
    table = tt.share_by_period(shares, dates, freq="10YS", random_state=1)
    assert table["n_articles"].tolist() == [9, 10, 6]


def test_an_empty_month_stays_as_a_gap_and_is_not_a_zero():
    shares, dates = make_world(90)
    keep = dates.dt.month != 2
    table = tt.share_by_period(shares[keep], dates, random_state=1)
    february = table[table["period"] == "2016-02-01"]
    assert february["n_articles"].tolist() == [0, 0]
    assert february[["share", "low", "high"]].isna().all(axis=None)
    assert february["note"].tolist() == ["no articles in 2016-02"] * 2


def test_a_month_with_three_articles_has_a_share_but_no_interval():
    shares, dates = make_world(29, per_day=3)
    dates.iloc[-3:] = pd.Timestamp("2016-05-18")
    table = tt.share_by_period(shares, dates, random_state=1)
    may = table[table["period"] == "2016-05-01"]
    assert may["share"].notna().all()
    assert may[["low", "high"]].isna().all(axis=None)
    assert set(may["note"]) == {"too few articles: 3 in 2016-05"}


def test_fewer_than_ten_days_give_no_interval_and_say_so():
    table = tt.share_by_period(*make_world(14, per_day=8), freq="W", random_state=1)
    assert set(table["note"]) == {
        "too few days for an interval: 7 in the week of 2016-01-04",
        "too few days for an interval: 7 in the week of 2016-01-11",
    }


def test_only_the_ends_of_the_corpus_are_partial():
    table = tt.share_by_period(*make_world(90), random_state=1)
    assert table.groupby("period")["partial"].first().tolist() == [True, False, False, True]


def test_whole_months_are_not_partial():
    table = tt.share_by_period(*make_world(60, start="2016-01-01"), random_state=1)
    assert not table["partial"].any()


def partial_of(days: list[str], precision: list[str], freq: str) -> list[bool]:
    shares = pd.DataFrame({"war": np.arange(len(days)) % 2.0}).rename_axis(columns="theme")
    dates = pd.Series(pd.to_datetime(days))
    known = pd.Series(precision)
    table = tt.share_by_period(shares, dates, freq=freq, precision=known, random_state=1)
    return table["partial"].tolist()


@pytest.mark.parametrize(
    ("days", "precision", "freq", "partial"),
    [
        (["2000-01-01", "2001-01-01"], "year", "YS", [False, False]),
        (["2000-01-01", "2001-01-01"], "day", "YS", [False, True]),
        (["2000-03-01", "2000-04-01"], "month", "MS", [False, False]),
        (["2000-02-01", "2000-05-01"], "month", "QS", [True, True]),
        (["2000-01-01", "2000-06-01"], "month", "QS", [False, False]),
        (["2000-01-01", "2001-12-01"], "month", "YS", [False, False]),
        (["2000-02-01", "2001-11-01"], "month", "YS", [True, True]),
        (["1860-12-03", "1879-12-02"], "day", "10YS", [False, False]),
        (["1861-12-03", "1878-12-02"], "day", "10YS", [True, True]),
        (["1860-01-01", "1869-01-01"], "year", "10YS", [False]),
        (["1861-01-01", "1869-01-01"], "year", "10YS", [True]),
        (["1860-01-01", "1868-01-01"], "year", "5YS", [False, True]),
    ],
)
def test_a_period_dated_by_itself_alone_is_not_said_to_be_covered_in_part(
    days, precision, freq, partial
):
    """The last year of dates such as 2024 was always drawn hollow."""
    assert partial_of(days, [precision] * len(days), freq) == partial


def test_a_few_dates_of_years_do_not_hide_where_the_exact_dates_end():
    days = ["2000-01-01", "2000-03-01", "2000-03-02", "2001-01-01", "2001-05-18", "2001-05-17"]
    few = ["year", "day", "day"] * 2
    assert partial_of(days, few, "YS") == [True, True]
    most = ["year", "day", "year"] * 2
    assert partial_of(days, most, "YS") == [False, False]


def test_every_article_left_out_is_counted_once():
    shares, dates = make_world()
    dates.iloc[:4] = pd.NaT
    shares.iloc[3:6, 0] = np.nan
    precision = pd.Series("day", index=dates.index)
    precision.iloc[5:8] = "year"
    facts = tt.share_by_period(shares, dates, precision=precision, random_state=1).attrs
    assert (facts["undated"], facts["too_coarse"], facts["without_share"]) == (4, 3, 1)
    assert facts["n_articles"] + 4 + 3 + 1 == len(shares)


def test_an_article_known_to_the_month_counts_in_months_but_not_in_weeks():
    shares, dates = make_world()
    precision = pd.Series("month", index=dates.index)
    precision.iloc[0] = "day"
    monthly = tt.share_by_period(shares, dates, precision=precision, random_state=1)
    weekly = tt.share_by_period(shares, dates, precision=precision, freq="W", random_state=1)
    assert monthly.attrs["n_articles"] == len(shares)
    assert weekly.attrs["n_articles"] == 1


def test_a_theme_that_never_occurs_is_bounded_by_days_when_nothing_tells_how_articles_cluster():
    shares, dates = make_world(30, start="2016-01-01")
    shares = shares[["war"]] * 0.0
    row = tt.share_by_period(shares, dates, random_state=1).iloc[0]
    assert (row["share"], row["low"]) == (0.0, 0.0)
    assert row["high"] == pytest.approx(1 - 0.025 ** (1 / 30))


@pytest.mark.parametrize("interval", ["bootstrap", "percentile", "t", "logit-t"])
def test_every_interval_holds_its_share_and_stays_between_0_and_1(interval):
    table = tt.share_by_period(*make_world(), interval=interval, random_state=1)
    inside = table.dropna()
    assert ((inside["low"] >= 0) & (inside["low"] <= inside["share"])).all()
    assert ((inside["high"] <= 1) & (inside["high"] >= inside["share"])).all()


def test_articles_that_repeat_within_a_day_do_not_narrow_the_interval():
    shares, dates = make_world(30, per_day=1, start="2016-01-01")
    copies = [shares.set_axis(shares.index + f"-{k}") for k in range(5)]
    later = pd.concat([dates.set_axis(dates.index + f"-{k}") for k in range(5)])
    once = tt.share_by_period(shares, dates, interval="t", random_state=1)
    five = tt.share_by_period(pd.concat(copies), later, interval="t", random_state=1)
    assert numbers(five) == pytest.approx(numbers(once))
    assert five.attrs["design_effect"] > 4


def test_articles_as_units_are_warned_about_with_the_design_effect_of_days():
    shares, dates = make_world(60, per_day=6)
    shares = shares[["war"]]
    alone = pd.Series(shares.index, index=shares.index)
    table = tt.share_by_period(shares, dates, clusters=alone, random_state=1)
    effect = tt.share_by_period(shares, dates, random_state=1).attrs["design_effect"]
    assert effect > 1.2
    assert "warning" not in tt.share_by_period(*make_world(60, per_day=1), random_state=1).attrs
    assert (
        f"with days as clusters the variance is {effect:.1f} times as large"
        in table.attrs["warning"]
    )


def test_intervals_over_articles_are_not_said_to_be_over_clusters():
    shares, dates = make_world()
    alone = pd.Series(shares.index, index=shares.index)
    table = tt.share_by_period(shares, dates, clusters=alone, random_state=1)
    assert table.attrs["interval"] == "95 % cluster bootstrap over articles"
    assert table.attrs["unit"] == "articles"
    few = tt.share_by_period(shares[:8], dates, clusters=alone, min_articles=2, random_state=1)
    assert few["note"].iloc[0] == "too few articles for an interval: 8 in 2016-01"
    pairs = pd.Series([str(name)[:-1] for name in shares.index], index=shares.index)
    several = tt.share_by_period(shares, dates, clusters=pairs, random_state=1)
    assert several.attrs["interval"] == "95 % cluster bootstrap over clusters"


def test_clusters_are_called_what_they_are():
    """Outlet-days were "clusters" in every caption."""
    shares, dates = make_world()
    source = pd.Series(np.resize(["Post", "Times"], len(dates)), index=dates.index)
    pairs = tt.stats.cluster_by_day(dates, source=source)
    table = tt.share_by_period(shares, dates, clusters=pairs, random_state=1)
    assert table.attrs["interval"] == "95 % cluster bootstrap over outlet-days"
    days = tt.stats.cluster_by_day(dates)
    again = tt.share_by_period(shares, dates, clusters=days, random_state=1)
    pd.testing.assert_frame_equal(again, tt.share_by_period(shares, dates, random_state=1))
    options = {"n_permutations": 99, "random_state": 1}
    alone = pd.Series(shares.index, index=shares.index)
    units = [
        tt.compare_groups(shares, source, clusters=each, **options).attrs["unit"]
        for each in (pairs, days, alone, pd.Series(np.arange(len(dates)) // 3, index=dates.index))
    ]
    assert units == ["outlet-days", "days", "articles", "clusters"]


def test_years_are_not_told_as_articles_of_one_day():
    """Of dates of years the "design effect of days" was that of years."""
    shares, dates = make_world(60, per_day=6)
    years = pd.Series(pd.to_datetime(dates.dt.year.astype(str)), index=dates.index)
    alone = pd.Series(shares.index, index=shares.index)
    precision = pd.Series("year", index=dates.index)
    table = tt.share_by_period(
        shares, years, freq="YS", clusters=alone, precision=precision, random_state=1
    )
    assert table.attrs["design_effect"] is None
    assert table.attrs["warning"].endswith("how alike they are is unknown.")
    some = precision.where(dates.dt.month > 1, "day")  # of the others the day is known
    mixed = tt.share_by_period(shares, dates, freq="YS", precision=some, random_state=1)
    exact = (some == "day").to_numpy()
    first = tt.share_by_period(shares[exact], dates[exact], freq="YS", random_state=1)
    assert mixed.attrs["design_effect"] == first.attrs["design_effect"]


def test_draws_of_the_shares_widen_the_interval():
    shares, dates = make_world(30, start="2016-01-01")
    rng = np.random.default_rng(5)
    draws = [(shares * 0.8 + rng.uniform(0, 0.2)) for _ in range(20)]
    plain = tt.share_by_period(draws[0], dates, random_state=1)
    composed = tt.share_by_period(draws, dates, random_state=1)
    wide, narrow = (t["high"] - t["low"] for t in (composed, plain))
    assert (wide.to_numpy() > 1.05 * narrow.to_numpy()).all()
    assert composed.attrs["n_draws"] == 20


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_order_of_articles_does_not_matter(seed):
    shares, dates = make_world()
    mixed = shares.sample(frac=1, random_state=seed)
    first = tt.share_by_period(shares, dates, n_resamples=200, random_state=3)
    second = tt.share_by_period(
        mixed, dates.sample(frac=1, random_state=seed), n_resamples=200, random_state=3
    )
    assert numbers(first) == pytest.approx(numbers(second), nan_ok=True)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_the_same_seed_gives_the_same_table_to_the_last_bit(seed):
    first, second = (
        tt.share_by_period(*make_world(), n_resamples=200, random_state=seed) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_a_duplicated_corpus_keeps_its_shares_and_its_intervals():
    shares, dates = make_world()
    twice = pd.concat([shares, shares.set_axis(shares.index + "-copy")]).rename_axis(
        columns="theme"
    )
    later = pd.concat([dates, dates.set_axis(dates.index + "-copy")])
    first = tt.share_by_period(shares, dates, random_state=3)
    second = tt.share_by_period(twice, later, random_state=3)
    assert numbers(first) == pytest.approx(numbers(second), nan_ok=True)
    assert second["n_articles"].tolist() == (2 * first["n_articles"]).tolist()


def test_an_added_empty_article_changes_nothing_but_the_count_of_those_without_a_share():
    shares, dates = make_world()
    more = pd.concat([shares, pd.DataFrame(np.nan, index=["zz"], columns=shares.columns)])
    more = more.rename_axis(columns="theme")
    later = pd.concat([dates, pd.Series([pd.Timestamp("2016-02-02")], index=["zz"])])
    first = tt.share_by_period(shares, dates, random_state=3)
    second = tt.share_by_period(more, later, random_state=3)
    assert numbers(first) == pytest.approx(numbers(second), nan_ok=True)
    assert second.attrs["without_share"] == 1


def test_the_arguments_are_not_changed():
    shares, dates = make_world()
    before = shares.copy(), dates.copy()
    tt.share_by_period(shares, dates, random_state=1)
    pd.testing.assert_frame_equal(shares, before[0])
    pd.testing.assert_series_equal(dates, before[1])


def test_the_facts_can_be_written_as_json():
    import json

    facts = tt.share_by_period(*make_world(), random_state=1).attrs
    assert json.loads(json.dumps(facts)) == facts
    assert facts["interval"] == "95 % cluster bootstrap over days"
    assert facts["quantity"] == "Share of articles"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"freq": "month"},
         "share_by_period: freq must be one of 'D', 'W', 'MS', 'QS', 'YS', '5YS', '10YS'; "
         "got 'month'. Did you mean 'MS'?"),
        ({"interval": "normal"},
         "share_by_period: interval must be one of 'bootstrap', 'percentile', 't', 'logit-t'; "
         "got 'normal'."),
        ({"n_resamples": 10},
         "share_by_period: n_resamples must be a whole number from 200; got 10."),
        ({"min_articles": 0},
         "share_by_period: min_articles must be a whole number from 1; got 0."),
        ({"random_state": -1},
         "share_by_period: random_state must be a whole number from 0, a numpy Generator or None; "
         "got -1."),
    ],
)  # fmt: skip
def test_a_bad_option_is_refused_with_the_value_seen(change, message):
    with pytest.raises(tt.errors.InputError) as error:
        tt.share_by_period(*make_world(), **change)
    assert str(error.value) == message


def test_percentages_are_refused():
    shares, dates = make_world()
    with pytest.raises(tt.errors.InputError, match="must lie between 0 and 1; article 'a0000"):
        tt.share_by_period(shares * 100, dates)


def test_text_dates_are_refused():
    shares, dates = make_world()
    with pytest.raises(
        tt.errors.InputError, match=r"Turn text into dates first: pd.to_datetime\(dates\)"
    ):
        tt.share_by_period(shares, dates.dt.strftime("%Y-%m-%d"))


def test_dates_of_other_articles_are_refused_by_name():
    shares, dates = make_world()
    with pytest.raises(
        tt.errors.InputError, match="dates lacks 1 of 180 articles, the first being 'a00000'"
    ):
        tt.share_by_period(shares, dates.iloc[1:])


def test_a_corpus_without_dates_is_refused_with_its_size():
    shares, dates = make_world()
    with pytest.raises(tt.errors.TooFewArticlesError, match="none of 180 articles has both"):
        tt.share_by_period(shares, dates.where(dates.isna()))


def test_shares_without_a_name_for_their_columns_are_refused():
    shares, dates = make_world()
    with pytest.raises(
        tt.errors.InputError, match=r"columns\.name must be one of 'theme', 'topic'; got None"
    ):
        tt.share_by_period(shares.rename_axis(columns=None), dates)


def test_a_repeated_article_is_refused():
    shares, dates = make_world()
    with pytest.raises(tt.errors.InputError, match="article 'a00000' has more than one row"):
        tt.share_by_period(pd.concat([shares, shares.iloc[:1]]), dates)


def test_named_periods_must_not_overlap():
    _, dates = make_world()
    periods = {"one": ("2016-01-01", "2016-01-31"), "two": ("2016-01-31", "2016-02-10")}
    with pytest.raises(tt.errors.InputError, match="periods 'one' and 'two' overlap"):
        tt.name_periods(dates, periods)


def test_a_named_period_ends_after_it_begins():
    _, dates = make_world()
    with pytest.raises(
        tt.errors.InputError, match="ends on 2015-01-01, before it begins on 2016-01-01"
    ):
        tt.name_periods(dates, {"odd": ("2016-01-01", "2015-01-01")})


def test_a_named_period_holds_its_first_and_last_day():
    _, dates = make_world(5, per_day=1)
    labels = tt.name_periods(dates, {"mid": ("2016-01-05", "2016-01-07")})
    assert labels.notna().tolist() == [False, True, True, True, False]


def test_copies_that_share_one_weight_count_as_one_article():
    index = pd.Index([f"a{i}" for i in range(40)], name="article_id")
    shares = pd.DataFrame({"war": np.arange(40) % 3 / 2}, index=index).rename_axis(columns="theme")
    dates = pd.Series(pd.date_range("2018-03-01", periods=20).repeat(2), index=index)
    copies = shares.iloc[:6].set_axis([f"copy{i}" for i in range(6)])
    both = pd.concat([shares, copies]).rename_axis("article_id")
    all_dates = pd.concat([dates, dates.iloc[:6].set_axis(copies.index)])
    weights = pd.Series(1.0, index=both.index)
    weights.loc[[*index[:6], *copies.index]] = 0.5
    plain = tt.share_by_period(shares, dates, random_state=0)
    weighed = tt.share_by_period(both, all_dates, weights=weights, random_state=0)
    columns = ["share", "low", "high"]
    pd.testing.assert_frame_equal(plain[columns], weighed[columns])
    assert weighed["n_articles"].tolist() == [46]


def test_articles_of_no_weight_are_left_out_and_counted():
    index = pd.Index([f"a{i}" for i in range(30)], name="article_id")
    shares = pd.DataFrame({"war": np.tile([0.0, 1.0], 15)}, index=index).rename_axis(
        columns="theme"
    )
    dates = pd.Series(pd.date_range("2018-03-01", periods=30), index=index)
    weights = pd.Series(np.tile([0.0, 1.0], 15), index=index)
    table = tt.share_by_period(shares, dates, weights=weights, random_state=0)
    assert table["share"].tolist() == [1.0]
    assert table["n_articles"].tolist() == [15]
    assert table.attrs["without_weight"] == 15


def test_weights_below_zero_are_refused():
    index = pd.Index(["a", "b"], name="article_id")
    shares = pd.DataFrame({"war": [0.0, 1.0]}, index=index).rename_axis(columns="theme")
    dates = pd.Series(pd.date_range("2018-03-01", periods=2), index=index)
    with pytest.raises(
        tt.errors.InputError, match=r"weights must be numbers of at least 0; that of article 'b'"
    ):
        tt.share_by_period(shares, dates, weights=pd.Series([1.0, -1.0], index=index))


@pytest.mark.parametrize("measure", ["weighted", "tfidf"])
def test_weighted_scores_are_an_index_with_its_interval(measure):
    rng = np.random.default_rng(0)
    ids = pd.Index([f"a{i:03d}" for i in range(120)], name="article_id")
    index = pd.DataFrame({"war": rng.gamma(1.0, 0.8, 120)}, index=ids).rename_axis(columns="theme")
    index.attrs["measure"] = measure
    dates = pd.Series(pd.date_range("2016-01-01", periods=60).repeat(2), index=ids)
    assert index["war"].max() > 1
    table = tt.share_by_period(index, dates, freq="YS", interval="t", random_state=1)
    row = table.iloc[0]
    days = index["war"].groupby(dates).mean()
    reach = 2.0010 * days.std() / np.sqrt(60)
    assert row["share"] == pytest.approx(index["war"].mean())
    assert row["high"] - row["share"] == pytest.approx(reach, rel=1e-3)
    assert table.attrs["quantity"] == "Index of the theme's words"
    with pytest.raises(
        tt.errors.InputError, match="Weighted scores are an index, which only share_by_period"
    ):
        tt.compare_groups(index, dates.dt.month.astype("str"), dates=dates)
    index.attrs.clear()
    with pytest.raises(tt.errors.InputError, match="Divide counts by the article's total"):
        tt.share_by_period(index, dates, freq="YS")
