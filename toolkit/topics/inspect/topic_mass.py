"""Where and when a topic is: the parts of its mass by outlet, month, week and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.topics.inspect.share_blocks import column_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

TINY_MASS = 1e-300


class _Groups(NamedTuple):
    """The group of each article (-1: none), and the names of the groups, sorted."""

    codes: NDArray[np.int64]
    names: pd.Index


def mass_parts(
    values: NDArray[np.float64],
    known: NDArray[np.bool_],
    described: pd.DataFrame,
    copied: NDArray[np.bool_] | None,
) -> pd.DataFrame:
    """Return the largest parts of each topic's mass.

    Parameters
    ----------
    values : ndarray of shape (n_articles, n_topics)
        Shares.
    known : ndarray of bool, shape (n_articles,)
        Which articles have shares.
    described : DataFrame
        ``source`` and ``date`` of the known articles.
    copied : ndarray of bool, optional
        Which of the known articles have copies.

    Returns
    -------
    DataFrame
        The columns ``source`` to ``copied_share`` of `topic_summary`, one row per topic.
    """
    dates = pd.to_datetime(described["date"])
    outlets, months, days = _outlets(described["source"]), _months(dates), _days(dates)
    found = []
    for _, block in column_blocks(values, known):
        columns: dict[str, Any] = {}
        columns["source"], columns["source_share"] = _largest_part(block, outlets)
        columns["month"], columns["month_share"] = _largest_part(block, months)
        columns["week_share"] = _week_share(block, days)
        columns["copied_share"] = _copied_share(block, copied)
        found.append(pd.DataFrame(columns))
    return pd.concat(found, ignore_index=True)


def _outlets(source: pd.Series) -> _Groups:
    codes, names = pd.factorize(source.astype("str"), sort=True)
    return _Groups(codes, pd.Index(names))


def _months(dates: pd.Series) -> _Groups:
    month = (dates.dt.year * 12 + dates.dt.month - 1).to_numpy(dtype=np.float64)
    codes, found = pd.factorize(month, sort=True)
    names = [f"{int(one) // 12:04}-{int(one) % 12 + 1:02}" for one in found]
    return _Groups(codes, pd.Index(names, dtype="str"))


def _days(dates: pd.Series) -> _Groups:
    codes, names = pd.factorize(dates.dt.normalize(), sort=True)
    return _Groups(codes, pd.DatetimeIndex(names))


def _by_group(block: NDArray[np.float64], groups: _Groups) -> pd.DataFrame:
    """Return the mass of each topic in each group."""
    is_in = groups.codes >= 0
    whole = bool(is_in.all())
    rows = pd.DataFrame(block if whole else block[is_in], copy=False)
    return rows.groupby(groups.codes if whole else groups.codes[is_in]).sum()


def _largest_part(block: NDArray[np.float64], groups: _Groups) -> tuple[Any, NDArray[np.float64]]:
    """Return the group with the largest part of each topic's mass, and that part."""
    mass = _by_group(block, groups)
    if mass.empty:
        return np.full(block.shape[1], np.nan), np.full(block.shape[1], np.nan)
    parts = mass.to_numpy() / np.maximum(mass.to_numpy().sum(axis=0), TINY_MASS)
    return groups.names[mass.index[parts.argmax(axis=0)]], parts.max(axis=0)


def _week_share(block: NDArray[np.float64], days: _Groups) -> NDArray[np.float64]:
    by_day = _by_group(block, days)
    if by_day.empty:
        return np.full(block.shape[1], np.nan)
    by_day.index = days.names[by_day.index]
    total = np.maximum(by_day.sum().to_numpy(), TINY_MASS)
    return np.asarray(by_day.rolling("7D").sum().max().to_numpy() / total)


def _copied_share(
    block: NDArray[np.float64], copied: NDArray[np.bool_] | None
) -> NDArray[np.float64]:
    if copied is None:
        return np.full(block.shape[1], np.nan)
    return np.asarray(block[copied].sum(axis=0) / np.maximum(block.sum(axis=0), TINY_MASS))
