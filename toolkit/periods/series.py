"""The series of one theme: sums and sizes per period, taken from a table of shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Series:
    """Shares of one theme over the periods that have articles."""

    name: object
    periods: pd.DatetimeIndex
    share: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @property
    def sums(self) -> NDArray[np.float64]:
        """Sum of the shares of each period's articles."""
        return self.share * self.sizes


def label_of(function: str, table: pd.DataFrame) -> str:
    """Name of the column that says what a share is of."""
    check_columns(function, table, ["period", "share", "n_articles"])
    for name in ("theme", "topic"):
        if name in table.columns:
            return name
    message = (
        f"{function}: the table has neither a column 'theme' nor 'topic'. Pass the result of "
        f"share_by_period."
    )
    raise InputError(message)


def each_series(function: str, table: pd.DataFrame) -> Iterator[Series]:
    """Go through the themes of a table made by `share_by_period`, in the table's order."""
    label = label_of(function, table)
    for name, rows in table.groupby(label, sort=False):
        full = rows[rows["n_articles"] > 0].sort_values("period")
        yield Series(
            name=name,
            periods=pd.DatetimeIndex(full["period"]),
            share=full["share"].to_numpy(dtype=np.float64),
            sizes=full["n_articles"].to_numpy(dtype=np.float64),
        )
