"""Statistics of some rows of a large table are those of a copy of the rows, to the byte."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest

from toolkit.comparing import compare_distributions, compare_groups
from toolkit.periods import share_by_period
from toolkit.stats import taken_rows as module
from toolkit.stats.share_tables import check_shares, is_binary, known_rows
from toolkit.stats.taken_rows import TakenRows, column_parts, columns_of, take_share_rows


@pytest.fixture(params=[1, 2, 8, 9, 17])
def shares(request) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    values = rng.dirichlet(np.full(request.param, 0.3), 900)
    values[::7] = np.nan
    index = pd.Index([f"a{i:03}" for i in range(len(values))], name="article_id")
    columns = pd.RangeIndex(request.param, name="topic")
    return pd.DataFrame(values, index=index, columns=columns, copy=False)


@pytest.fixture
def lazily(monkeypatch) -> None:
    """Rows of every table are taken some columns at a time."""
    made = []

    def always(values, kept, **_):
        found = take_share_rows(values, kept, large=1)
        made.append(isinstance(found, TakenRows))
        return found

    for name in ("toolkit.comparing.selection", "toolkit.comparing.contrasts",
                 "toolkit.periods.period_sample"):  # fmt: skip
        monkeypatch.setattr(f"{name}.take_share_rows", always)
    yield
    assert any(made)


def dates_of(shares: pd.DataFrame) -> pd.Series:
    days = pd.date_range("2019-01-01", periods=300).repeat(3)
    return pd.Series(days, index=shares.index)


def tables(shares: pd.DataFrame) -> list[pd.DataFrame]:
    dates = dates_of(shares)
    outlets = pd.Series(np.resize(["Post", "Times", "Herald"], len(shares)), index=shares.index)
    weights = pd.Series(np.resize([1.0, 0.5, 0.0, 2.0], len(shares)), index=shares.index)
    found = [
        share_by_period(shares, dates, n_resamples=200),
        share_by_period(shares, dates, freq="QS", weights=weights, n_resamples=200),
        compare_groups(shares, outlets, dates=dates, n_permutations=99),
    ]
    if shares.shape[1] > 1:
        found.append(compare_distributions(shares, outlets, dates=dates, n_permutations=99))
    return found


@pytest.fixture
def as_copied(shares) -> list[pd.DataFrame]:
    """The tables as they are made of copies; made before `lazily` takes effect."""
    return tables(shares)


def test_tables_are_the_same_to_the_byte(shares, as_copied, request):
    if shares.shape[1] > 1:  # a single column is always copied
        request.getfixturevalue("lazily")
    for before, now in zip(as_copied, tables(shares), strict=True):
        pd.testing.assert_frame_equal(before, now, check_exact=True)
        assert before.attrs == now.attrs


def test_columns_and_rows_are_those_of_a_copy(shares):
    values = shares.to_numpy()
    kept = known_rows(values)
    some, copied = take_share_rows(values, kept, large=1), values[kept]
    inside = np.arange(len(copied)) % 3 == 0
    assert some.shape == copied.shape
    assert some.size == copied.size
    assert np.array_equal(some[inside], copied[inside])
    assert np.array_equal(take_share_rows(some, inside, large=1), copied[inside])
    assert np.array_equal(some[:, 1:3], copied[:, 1:3])
    assert np.array_equal(list(columns_of(some)), copied.T)
    total = column_parts(some, lambda part: part.sum(axis=0))
    assert total.tobytes() == copied.sum(axis=0).tobytes()


def test_small_tables_and_all_rows_are_no_views():
    values = np.random.default_rng(0).random((50, 4))
    kept = np.ones(50, dtype=bool)
    assert take_share_rows(values, kept, large=1) is values
    kept[3] = False
    assert isinstance(take_share_rows(values, kept), np.ndarray)
    assert isinstance(take_share_rows(np.asfortranarray(values), kept, large=1), np.ndarray)
    assert module.LARGE > 10**7


def test_a_share_out_of_range_is_named_in_whatever_piece_it_stands(shares, monkeypatch):
    monkeypatch.setattr("toolkit._core.mapped_arrays.PIECE_BYTES", 1_000)
    wrong = shares.copy()
    wrong.iloc[500, 0] = 1.5
    with pytest.raises(ValueError, match=r"article 'a500' has 1.5 in column '0'"):
        check_shares("f", wrong)
    assert not is_binary(take_share_rows(shares.to_numpy(), known_rows(shares.to_numpy()), large=1))


def test_a_large_table_with_missing_rows_is_not_copied_whole():
    rng = np.random.default_rng(3)
    values = rng.random((45_000, 200))
    values[::50] = np.nan
    index = pd.RangeIndex(len(values), name="article_id")
    columns = pd.RangeIndex(200, name="topic")
    table = pd.DataFrame(values, index=index, columns=columns, copy=False)
    assert values.nbytes > module.LARGE
    dates = pd.Series(pd.date_range("2019-01-01", periods=450).repeat(100), index=index)
    halves = pd.Series(np.where(dates < dates.iloc[20_000], "before", "after"), index=index)

    def measure(rows: int) -> None:
        some = {"dates": dates[:rows]}
        share_by_period(table[:rows], freq="YS", n_resamples=200, **some)
        compare_groups(table[:rows], halves[:rows], n_permutations=99, **some)

    measure(30_000)  # compiles; small enough to be copied
    tracemalloc.start()
    measure(len(table))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.5 * values.nbytes
