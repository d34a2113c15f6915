"""Dates and tables in the forms that other libraries give them."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import toolkit as tt
from toolkit.stats import jensen_shannon
from toolkit.validation import krippendorff_alpha

IDS = pd.Index([f"a{i:03d}" for i in range(240)], name="article_id")
DATES = pd.Series(pd.date_range("2016-01-01", periods=60, unit="us").repeat(4), index=IDS)
SHARES = pd.DataFrame(
    {"war": np.random.default_rng(0).integers(0, 2, 240) * 1.0, "peace": np.tile([0.0, 1.0], 120)},
    index=IDS,
).rename_axis(columns="theme")
SOURCE = pd.Series(np.tile(["Post", "Times"], 120), index=IDS, name="source")


def as_date32(dates):
    return dates.dt.date.astype(pd.ArrowDtype(pa.date32()))


FORMS = {
    "arrow timestamps": lambda d: d.astype(pd.ArrowDtype(pa.timestamp("us"))),
    "arrow dates": as_date32,
    "date objects": lambda d: d.dt.date,
    "datetime objects": lambda d: pd.Series([x.to_pydatetime() for x in d], IDS, dtype=object),
    "daily periods": lambda d: d.dt.to_period("D"),
    "nanoseconds": lambda d: d.astype("datetime64[ns]"),
}


@pytest.mark.parametrize("form", FORMS)
def test_dates_give_the_same_shares_in_every_form(form):
    dates = FORMS[form](DATES)
    usual = tt.share_by_period(SHARES, DATES)
    pd.testing.assert_frame_equal(tt.share_by_period(SHARES, dates), usual)
    together = tt.compare_groups(SHARES, SOURCE, dates=dates, n_permutations=99)
    expected = tt.compare_groups(SHARES, SOURCE, dates=DATES, n_permutations=99)
    pd.testing.assert_frame_equal(together, expected)
    event = tt.event_effect(SHARES, dates, "2016-02-01")
    pd.testing.assert_frame_equal(event, tt.event_effect(SHARES, DATES, "2016-02-01"))


@pytest.mark.parametrize("form", ["arrow dates", "date objects", "arrow timestamps"])
def test_undated_articles_stay_undated_in_every_form(form):
    dates = DATES.copy()
    dates.iloc[:9] = pd.NaT
    table = tt.share_by_period(SHARES, FORMS[form](dates))
    assert table.attrs["undated"] == 9


def test_dates_with_a_time_zone_are_refused_with_the_way_out():
    zoned = DATES.dt.tz_localize("Asia/Tokyo")
    way = r"carry the time zone Asia/Tokyo.*dates\.dt\.tz_convert\('Asia/Tokyo'\)\.dt\.tz_localize"
    with pytest.raises(tt.errors.InputError, match=way):
        tt.share_by_period(SHARES, zoned)
    with pytest.raises(tt.errors.InputError, match="cluster_by_day: dates carry the time zone"):
        tt.compare_groups(SHARES, SOURCE, dates=zoned)


def test_months_are_not_taken_for_days():
    with pytest.raises(
        tt.errors.InputError, match="periods of frequency 'M', and articles are grouped"
    ):
        tt.share_by_period(SHARES, DATES.dt.to_period("M"))


def to_polars(table):
    return pl.from_pandas(table.rename_axis(columns=None).reset_index())


def to_arrow(table):
    return pa.Table.from_pandas(table.rename_axis(columns=None).reset_index())


@pytest.mark.parametrize("convert", [to_polars, to_arrow])
def test_tables_of_other_libraries_are_taken_where_pandas_ones_are(convert):
    shares, dates = convert(SHARES), convert(DATES.to_frame("date"))
    source = convert(SOURCE.to_frame())
    usual = tt.share_by_period(SHARES, DATES, freq="W", min_articles=1)
    found = tt.share_by_period(shares, dates, freq="W", min_articles=1)
    pd.testing.assert_frame_equal(found, usual)
    compared = tt.compare_groups(shares, source, dates=dates, n_permutations=99)
    expected = tt.compare_groups(SHARES, SOURCE, dates=DATES, n_permutations=99)
    pd.testing.assert_frame_equal(compared, expected)


@pytest.mark.parametrize("convert", [pl.from_pandas, pa.Table.from_pandas])
def test_tables_of_periods_of_other_libraries_are_taken(convert):
    months = pd.date_range("2014-01-01", periods=36, freq="MS", unit="us")
    share = np.where(np.arange(36) < 18, 0.1, 0.4)
    table = pd.DataFrame({"period": months, "theme": "war", "share": share, "n_articles": 60})
    for function in (tt.change_points, tt.bursts, tt.smooth_shares):
        usual, found = function(table), function(convert(table))
        assert found["theme"].tolist() == usual["theme"].tolist()
        number = found.select_dtypes("number").columns
        assert found[number].to_numpy() == pytest.approx(usual[number].to_numpy())


def test_topics_of_a_polars_table_keep_their_numbers():
    topics = SHARES.set_axis([0, 1], axis=1)
    frame = pl.from_pandas(topics.set_axis(["0", "1"], axis=1).reset_index())
    table = tt.share_by_period(frame, DATES)
    assert table["topic"].unique().tolist() == [0, 1]


@pytest.mark.parametrize(
    "call",
    [
        lambda shares: tt.share_by_period(shares, DATES),
        lambda shares: tt.compare_groups(shares, SOURCE, dates=DATES),
        lambda shares: tt.event_effect(shares, DATES, "2016-02-01"),
        lambda shares: tt.standardize_shares(shares, DATES, SOURCE),
    ],
)
def test_two_columns_of_one_name_are_refused_with_the_remedy(call):
    twice = pd.concat([SHARES, SHARES[["war"]]], axis=1).rename_axis(columns="theme")
    remedy = r"'war' stands for more than one theme.*duplicated\(\)"
    with pytest.raises(tt.errors.InputError, match=remedy):
        call(twice)


@pytest.mark.parametrize("freq", ["D", "W"])
def test_shares_by_day_over_ten_thousand_years_are_refused_not_computed(freq):
    dates = DATES.copy()
    dates.iloc[0] = pd.Timestamp("0001-01-01")
    dates.iloc[1] = pd.Timestamp("9999-12-31")
    with pytest.raises(tt.errors.InputError, match="run from 0001-01-01 to 9999-12-31, which is"):
        tt.share_by_period(SHARES, dates, freq=freq)
    with pytest.raises(tt.errors.InputError, match="run from 0001-01-01 to 9999-12-31, which is"):
        tt.event_effect(SHARES, dates, "2016-02-01")
    with pytest.raises(tt.errors.InputError, match="Look for wrong dates"):
        tt.source_presence(dates, SOURCE, freq=freq)


def test_a_century_of_days_is_not_too_much():
    dates = pd.Series(pd.to_datetime(["1900-01-01", "1999-12-31"]), index=IDS[:2])
    table = tt.share_by_period(SHARES.iloc[:2], dates, freq="D")
    assert len(table) == 2 * 36_524


@pytest.mark.parametrize("tiny", [5e-324, 1e-320, 1e-310, 1e-200])
def test_the_divergence_of_tiny_shares_does_not_underflow(tiny):
    assert jensen_shannon([tiny, 1.0], [0.0, 1.0]) == pytest.approx(0.0, abs=1e-12)
    assert jensen_shannon([tiny, 1.0], [1.0, tiny]) == pytest.approx(1.0)


def test_the_divergence_of_nearly_equal_shares_keeps_its_digits():
    step = 1e-9
    p, q = [0.5 + step, 0.5 - step], [0.5 - step, 0.5 + step]
    assert float(jensen_shannon(p, q)) == pytest.approx(2 * step**2 / np.log(2), rel=1e-3)


def test_blank_codes_are_missing_and_not_a_category():
    codes = pd.DataFrame({"ada": ["1", "1", "0", "0", "1"], "ben": ["1", "1", "0", "1", "0"]})
    blank = pd.concat([codes, pd.DataFrame({"ada": ["1", "", " "], "ben": ["", "0", "\t"]})])
    assert krippendorff_alpha(blank) == krippendorff_alpha(codes)


def test_dates_that_are_no_dates_are_refused():
    with pytest.raises(tt.errors.InputError, match="got values of type"):
        tt.share_by_period(SHARES, pd.Series("yesterday", index=IDS))
    mixed = pd.Series([datetime.date(2016, 1, 1), "soon"] * 120, index=IDS, dtype=object)
    with pytest.raises(tt.errors.InputError, match="Turn text into dates first"):
        tt.share_by_period(SHARES, mixed)


def test_dates_that_are_too_coarse_for_every_period_are_told_as_that():
    precision = pd.Series("year", index=IDS)
    with pytest.raises(tt.errors.TooFewArticlesError) as raised:
        tt.share_by_period(SHARES, DATES, freq="MS", precision=precision)
    expected = f": {len(IDS)} dates name no month. Pass a longer freq, such as 'YS', or look at"
    assert expected in str(raised.value)
    assert len(tt.share_by_period(SHARES, DATES, freq="YS", precision=precision))
    undated = pd.Series(pd.NaT, index=IDS, dtype="datetime64[us]")
    with pytest.raises(tt.errors.TooFewArticlesError, match=r"in time\. Look at articles"):
        tt.share_by_period(SHARES, undated)


def test_outlets_without_a_date_have_no_presence():
    undated = pd.Series(pd.NaT, index=IDS, dtype="datetime64[us]")
    with pytest.raises(tt.errors.TooFewArticlesError, match="has both a date and a source"):
        tt.source_presence(undated, SOURCE)
