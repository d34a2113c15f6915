"""Effects between groups of which one has a theme hardly at all, or nearly always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from toolkit.regression.design import single_terms
from toolkit.stats.clusters import sum_periods
from toolkit.stats.rare_differences import rare_distances
from toolkit.stats.rare_shares import RareShares

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.regression.design import Interaction, Term
    from toolkit.regression.fractional_logit import Effect

Distances = Callable[[dict[str, object]], "NDArray[np.float64]"]
"""From an end of a contrast to how far below and above its share may lie."""


class WidenedEffect(NamedTuple):
    """Interval and p-value of an effect."""

    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class RareGroups:
    """The articles of each level of the covariates, and what all articles tell about rare shares.

    A level without a hit has no residuals in a regression, hence no error, and a level with traces
    of a topic next to none.
    """

    labels: dict[str, NDArray[np.object_]]
    values: NDArray[np.float64]
    codes: NDArray[np.intp]
    pooled: RareShares
    _known: dict[tuple[tuple[str, str], ...], NDArray[np.float64]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        terms: Sequence[Term | Interaction],
        draws: Sequence[NDArray[np.float64]],
        codes: NDArray[np.intp],
    ) -> RareGroups:
        """Take the covariates that are levels; shares are the means of all draws."""
        names = {term.name for term in single_terms(terms) if term.levels}
        labels = {name: frame[name].astype("str").to_numpy(dtype=object) for name in sorted(names)}
        values = draws[0] if len(draws) == 1 else np.mean(draws, axis=0)
        return cls(labels, values, codes, RareShares.of(values, codes, [np.arange(len(codes))]))

    def distances(self, column: int) -> Distances:
        """Return a function for the ends of the contrasts of one column; 0 where none is rare."""

        def found(end: dict[str, object]) -> NDArray[np.float64]:
            levels = tuple((name, str(end[name])) for name in end if name in self.labels)
            if levels not in self._known:  # all columns at once: each has the same contrasts
                self._known[levels] = self._distances_at(levels)
            return self._known[levels][:, column]

        return found

    def _distances_at(self, levels: tuple[tuple[str, str], ...]) -> NDArray[np.float64]:
        named = [self.labels[name] == level for name, level in levels]
        rows = np.flatnonzero(np.logical_and.reduce(named)) if named else np.empty(0, np.intp)
        if not len(rows):
            return np.zeros((2, self.values.shape[1]))
        (sums,) = sum_periods(self.values, self.codes, [rows])
        return np.array(rare_distances(sums, self.pooled))


def widened(found: Effect, ends: Sequence[NDArray[np.float64]]) -> WidenedEffect:
    """Add the squared distances of rare shares to those of the interval (Zou & Donner 2008).

    The p-value is that of the end towards no effect.

    Examples
    --------
    >>> from toolkit.regression.fractional_logit import Effect
    >>> found = Effect(-0.05, 0.02, 60.0, 0.04, 0.015)
    >>> rare = [np.array([0.0, 0.05]), np.zeros(2)]
    >>> [round(float(number), 3) for number in widened(found, rare)]
    [-0.09, 0.014, 0.124]
    """
    (down, up), (base_down, base_up) = ends
    below = float(np.sqrt(found.reach**2 + down**2 + base_up**2))
    above = float(np.sqrt(found.reach**2 + up**2 + base_down**2))
    low, high = found.effect - below, found.effect + above
    toward = below if found.effect > 0 else above
    if toward <= found.reach:
        return WidenedEffect(low, high, found.p_value)
    statistic = abs(found.effect) / toward * float(stdtrit(found.degrees, 0.975))
    p_value = float(2 * stdtr(found.degrees, -statistic))
    return WidenedEffect(low, high, max(found.p_value, p_value))
