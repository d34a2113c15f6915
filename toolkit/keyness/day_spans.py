"""Words of two spans of days: how far news that lasts raises the variance of their rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from toolkit.keyness.group_counts import indicator, sum_by_code
from toolkit.stats.clusters import label_codes
from toolkit.stats.neighbour_days import (
    LEAST_DAYS,
    LastingColumns,
    are_spans,
    measure_columns,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.keyness.group_counts import Grouped

AT_ONCE = 2**20
"""Days times terms that are taken together."""

ROUNDING = 1e-9
"""Uses of a day that differ by no more from its usual ones, as a part of them, are these."""


@dataclass(frozen=True, eq=False)
class DaySpans:
    """The articles of groups by day.

    Attributes
    ----------
    grouped : Grouped
        The articles.
    days : ndarray of int64, shape (n_articles,)
        Place of each article's day in time; -1 without one.
    """

    grouped: Grouped
    days: NDArray[np.int64]

    @classmethod
    def of(cls, grouped: Grouped, labels: pd.Series, unit: str) -> DaySpans | None:
        """Take the days in the order of time; None if the clusters are no days, or too few."""
        days = label_codes(labels) if unit == "days" else np.empty(0, dtype=np.int64)
        return cls(grouped, days) if days.max(initial=-1) + 1 >= LEAST_DAYS else None

    def are_apart(self, group: int) -> bool:
        """Whether the days of a group and those of all others are spans."""
        dated = self.days >= 0
        return are_spans(self.days[dated], self.grouped.codes[dated] == group)

    def lasting(self, group: int, terms: NDArray[np.intp]) -> LastingColumns:
        """Measure for some terms how alike neighbouring days are in what they add to U.

        U is that of `Clusters.score_test`, but with the rates of either side: a difference between
        them is not news that lasts.
        """
        grouped, dated = self.grouped, np.flatnonzero(self.days >= 0)
        count, tokens = int(self.days.max()) + 1, grouped.tokens()
        inside = grouped.codes == group
        weight = inside - tokens[group] / tokens.sum()
        by_side = np.array([weight * inside, weight * ~inside]) * grouped.sizes
        sizes = np.array([sum_by_code(self.days[dated], side[dated], count) for side in by_side])
        here = grouped.group_uses[group][:, terms].toarray().ravel()
        rest = grouped.sums.totals[terms] - here
        rates = np.array([here / tokens[group], rest / (tokens.sum() - tokens[group])])
        uses = sparse.csr_matrix((count, len(terms)))
        for block in grouped.counts.with_terms(terms).blocks(dated):
            by_day = indicator(self.days[block.places], count)
            uses = uses + by_day @ sparse.diags(weight[block.places]) @ block.counts
        columns, step = sparse.csc_matrix(uses), max(1, AT_ONCE // count)
        found = []
        for at in range(0, len(terms), step):
            some = slice(at, at + step)
            usual = np.einsum("sd,st->dt", sizes, rates[:, some])
            used = columns[:, some].toarray()
            # what is left by rounding of a rate that never varies would be news that lasts
            scores = np.where(np.isclose(used, usual, rtol=ROUNDING, atol=0), 0.0, used - usual)
            found.append(measure_columns(scores))
        return LastingColumns(*map(np.concatenate, zip(*found, strict=True)))
