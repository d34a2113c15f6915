"""Series with holes: periods without articles or without a share stay on the calendar."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.periods.series import full_calendar

MONTHS = pd.date_range("2013-01-01", periods=48, freq="MS", unit="us")


def make_table(levels, *, seed=0, n_articles=80, holes=()):
    rng = np.random.default_rng(seed)
    share = rng.binomial(n_articles, levels) / n_articles
    table = pd.DataFrame({"period": MONTHS[: len(share)], "theme": "war", "share": share})
    table["n_articles"] = n_articles
    table.loc[table["period"].isin(pd.to_datetime(list(holes))), ["share", "n_articles"]] = [
        np.nan, 0,
    ]  # fmt: skip
    return table.astype({"n_articles": "int64"})


HOLE = [f"2015-{month:02d}-01" for month in range(2, 8)]


@pytest.mark.parametrize("drop", [False, True])
def test_a_break_inside_a_hole_may_lie_anywhere_in_it(drop):
    levels = np.where(MONTHS < "2015-04-01", 0.2, 0.5)
    table = make_table(levels, holes=HOLE)
    if drop:
        table = table[table["n_articles"] > 0]
    row = tt.change_points(table).iloc[0]
    assert row["period"] == pd.Timestamp("2015-08-01")
    assert row["earliest"] <= pd.Timestamp("2015-02-01")
    assert row["latest"] >= pd.Timestamp("2015-08-01")


def test_the_set_of_dates_holds_a_break_planted_in_a_hole():
    held = []
    for seed in range(30):
        first = 14 + seed % 20
        hole = MONTHS[first - 3 : first + 3]
        levels = np.where(np.arange(48) < first, 0.2, 0.35)
        found = tt.change_points(
            make_table(levels, seed=seed, holes=hole), n_permutations=199, random_state=seed
        )
        if len(found):
            held.append(found["earliest"][0] <= MONTHS[first] <= found["latest"][0])
    assert len(held) >= 20
    assert np.mean(held) >= 0.9


def test_two_lone_months_far_apart_are_two_bursts():
    levels = np.full(48, 0.05)
    levels[[10, 24]] = 0.5
    between = MONTHS[11:24]
    table = tt.bursts(make_table(levels, holes=between))
    assert table["start"].tolist() == [MONTHS[10], MONTHS[24]]
    assert table["end"].tolist() == [MONTHS[10], MONTHS[24]]


def test_a_burst_that_runs_into_a_hole_ends_there():
    levels = np.full(48, 0.05)
    levels[20:26] = 0.5
    table = tt.bursts(make_table(levels, holes=[MONTHS[23]]))
    assert table["start"].tolist() == [MONTHS[20], MONTHS[24]]
    assert table["end"].tolist() == [MONTHS[22], MONTHS[25]]


def test_one_missing_share_does_not_hide_a_break_and_is_mentioned():
    table = make_table(np.where(np.arange(48) < 24, 0.2, 0.5))
    table.loc[5, "share"] = np.nan
    with pytest.warns(
        UserWarning, match=r"change_points: 'war' has no share in 1 period .*2013-06"
    ):
        found = tt.change_points(table)
    assert found["period"].tolist() == [MONTHS[24]]
    with pytest.warns(UserWarning, match="smooth_shares: 'war' has no share in 1 period "):
        smooth = tt.smooth_shares(table)
    assert smooth["smooth"].isna().tolist() == [i == 5 for i in range(48)]
    assert smooth["smooth"][4] < 0.35


def test_a_trend_is_spaced_by_the_calendar_when_rows_are_missing():
    line = np.linspace(0.1, 0.8, 48)
    table = pd.DataFrame({"period": MONTHS, "theme": "war", "share": line, "n_articles": 50})
    thin = table.drop(index=range(10, 30))
    assert tt.smooth_shares(thin)["smooth"].to_numpy() == pytest.approx(
        thin["share"].to_numpy(), abs=1e-3
    )


@pytest.mark.parametrize(
    ("freq", "dates", "n"),
    [
        ("D", ["2016-01-30", "2016-02-02"], 4),
        ("W", ["2016-02-01", "2016-02-22"], 4),
        ("QS", ["2016-01-01", "2017-01-01"], 5),
        (None, ["2015-01-01", "2016-01-01", "2019-01-01"], 5),
        (None, ["2016-02-01", "2016-02-08", "2016-02-29"], 5),
    ],
)
def test_the_calendar_of_a_table_has_no_gaps(freq, dates, n):
    table = pd.DataFrame({"period": pd.to_datetime(dates)})
    if freq:
        table.attrs["freq"] = freq
    calendar = full_calendar(table)
    assert len(calendar) == n
    assert set(pd.to_datetime(dates)) <= set(calendar)
