"""Series of shares per period, one per theme, taken from a long table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.tables import check_columns, label_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ShareSeries:
    """Shares of one theme in the periods that have articles."""

    name: object
    periods: pd.DatetimeIndex
    share: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @property
    def sums(self) -> NDArray[np.float64]:
        """Sum of the shares of each period's articles."""
        return self.share * self.sizes


def check_series(function: str, table: pd.DataFrame) -> str:
    """Check that ``table`` holds shares per period; return the name of its label column."""
    check_columns(function, table, ["period", "share", "n_articles"])
    return label_column(function, table)


def each_series(function: str, table: pd.DataFrame) -> Iterator[ShareSeries]:
    """Yield one series per theme of a table made by `share_by_period`, in the table's order."""
    label = check_series(function, table)
    for name, rows in table.groupby(label, sort=False):
        full = rows[rows["n_articles"] > 0].sort_values("period")
        yield ShareSeries(
            name=name,
            periods=pd.DatetimeIndex(full["period"]),
            share=full["share"].to_numpy(dtype=np.float64),
            sizes=full["n_articles"].to_numpy(dtype=np.float64),
        )
