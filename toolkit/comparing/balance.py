"""How alike two groups of articles are in their covariates, before and after matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MOST_LEVELS = 8
COLUMNS = (
    "covariate", "level", "group_before", "baseline_before", "smd_before",
    "group_after", "baseline_after", "smd_after",
)  # fmt: skip


def balance_table(
    covariates: pd.DataFrame, first: NDArray[np.bool_], matched: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return means and standardised mean differences of two groups, before and after matching.

    Parameters
    ----------
    covariates : DataFrame
        Dates, labels and numbers.
    first : ndarray of bool, shape (n_articles,)
        Whether an article is of the group, not of the baseline.
    matched : ndarray of bool, shape (n_articles,)
        Whether it is in a pair.

    Returns
    -------
    DataFrame
        ``covariate``, ``level`` (of labels; the eight most frequent, then "other"; "" else), and
        for before and after the means of group and baseline and the standardised mean difference
        ``smd``: (mean of group - mean of baseline) / sqrt of the mean of both variances before
        matching; missing where nothing varies. Dates are counted in days from the first.

    References
    ----------
    Austin (2009), Statistics in Medicine 28(25), 3083-3107, doi:10.1002/sim.3697.

    Examples
    --------
    >>> table = pd.DataFrame({"n_words": [1.0, 3.0, 2.0, 6.0]})
    >>> first, matched = np.array([True, True, False, False]), np.array([False, True, True, False])
    >>> balance_table(table, first, matched)[["smd_before", "smd_after"]].round(2).values.tolist()
    [[-0.89, 0.45]]
    """
    rows = []
    for name, level, values in _indicators(covariates):
        spread = np.sqrt((_variance(values[first]) + _variance(values[~first])) / 2)
        row: list[object] = [name, level]
        for kept in (np.ones(len(first), dtype=bool), matched):
            one, two = (_mean(values[kept & side]) for side in (first, ~first))
            row += [one, two, (one - two) / spread if spread > 0 else np.nan]
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _indicators(covariates: pd.DataFrame) -> Iterator[tuple[str, str, NDArray[np.float64]]]:
    for name in covariates:
        column = covariates[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            days = (column.dt.normalize() - column.min().normalize()).dt.days
            yield str(name), "", days.to_numpy(dtype=np.float64)
        elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            yield str(name), "", column.to_numpy(dtype=np.float64)
        else:
            yield from _levels(str(name), column)


def _levels(name: str, column: pd.Series) -> Iterator[tuple[str, str, NDArray[np.float64]]]:
    text = column.astype("object").where(column.notna(), "missing").astype("str")
    sizes = text.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    shown = list(sizes.index[:MOST_LEVELS])
    for level in shown:
        yield name, level, np.asarray(text == level, dtype=np.float64)
    if len(sizes) > MOST_LEVELS:
        yield name, "other", np.asarray(~text.isin(shown), dtype=np.float64)


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _variance(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.var(ddof=1)) if len(known) > 1 else 0.0
