"""Series with the mix of outlets held fixed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import toolkit as tt


def make_shift(seed: int = 0):
    """Two outlets with steady shares, 0.7 and 0.2; the first fades out of the corpus."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(180), 12)
    ids = pd.Index([f"a{i:05d}" for i in range(len(day))], name="article_id")
    dates = pd.Series(pd.Timestamp("2016-01-01") + pd.to_timedelta(day, unit="D"), index=ids)
    source = pd.Series(np.where(rng.random(len(day)) < 0.8 - day / 300, "Post", "Times"), index=ids)
    war = rng.random(len(day)) < np.where(source == "Post", 0.7, 0.2)
    shares = pd.DataFrame({"war": war}, index=ids, dtype=float).rename_axis(columns="theme")
    return shares, dates, source


def test_a_trend_that_is_only_mix_disappears():
    shares, dates, source = make_shift(seed=1)
    raw = tt.share_by_period(shares, dates, random_state=1)
    held = tt.standardize_shares(shares, dates, source)
    assert raw["share"].iloc[0] - raw["share"].iloc[-1] > 0.2
    mix = (source == "Post").mean()
    truth = 0.7 * mix + 0.2 * (1 - mix)
    assert ((held["low"] < truth) & (truth < held["high"])).mean() >= 0.8
    assert held["covered"].tolist() == [1.0] * len(held)


def test_one_label_changes_nothing():
    shares, dates, source = make_shift()
    raw = tt.share_by_period(shares, dates, interval="logit-t", random_state=1)
    held = tt.standardize_shares(shares, dates, source.where(source == "Post", "Post"))
    for name in ("share", "low", "high"):
        assert held[name].to_numpy() == pytest.approx(raw[name].to_numpy())


def test_a_period_without_an_outlet_says_how_much_of_the_mix_it_has():
    shares, dates, source = make_shift()
    keep = ~((source == "Times") & (dates.dt.month == 3))
    held = tt.standardize_shares(shares[keep], dates, source)
    march = held[held["period"] == "2016-03-01"].iloc[0]
    assert march["covered"] == pytest.approx((source[keep] == "Post").mean())


def test_every_article_needs_a_label():
    shares, dates, source = make_shift()
    with pytest.raises(tt.errors.InputError, match="by is missing for article 'a00000'"):
        tt.standardize_shares(shares, dates, source.mask(source.index == "a00000"))


def test_dates_of_months_are_left_out_of_weeks():
    """They lay on the first of the month, in a week of their own making."""
    shares, dates, source = make_shift()
    coarse = (np.arange(len(dates)) % 5) == 0
    dates = dates.where(~coarse, dates.dt.to_period("M").dt.start_time)
    precision = pd.Series(np.where(coarse, "month", "day"), index=dates.index)
    held = tt.standardize_shares(shares, dates, source, freq="W", precision=precision)
    assert held.attrs["too_coarse"] == coarse.sum()
    raw = tt.share_by_period(shares, dates, freq="W", precision=precision)
    assert held["n_articles"].tolist() == raw["n_articles"].tolist()
    exact = tt.standardize_shares(shares[~coarse], dates[~coarse], source[~coarse], freq="W")
    assert held["share"].tolist() == exact["share"].tolist()
