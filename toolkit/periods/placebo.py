"""Is a step at an event larger than steps at other dates? Placebo dates as the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.number_words import count
from toolkit.stats.multiplicity import adjust_p_values
from toolkit.stats.permutation import permutation_p_value
from toolkit.stats.shrinkage import shrink_variances, tail_degrees, two_sided_p_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_WINDOWS = 5
"""The other dates must hold this many windows side by side."""


class PlaceboTest(NamedTuple):
    """Result of comparing events with all other dates.

    Attributes
    ----------
    p_placebo : ndarray of shape (n_events, n_columns)
        Rank among the placebo dates.
    p_adjusted : ndarray of shape (n_events, n_columns)
        Corrected for all events and themes together.
    n_placebo : int
        Number of placebo dates.
    refusal : str
        Why there are no p-values, or ''.
    """

    p_placebo: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    n_placebo: int
    refusal: str


def placebo_dates(
    enough: NDArray[np.bool_], events: NDArray[np.intp], window: int
) -> NDArray[np.bool_]:
    """Which days serve as placebo dates.

    Days with enough articles on both sides whose windows do not overlap those of an event. If too
    few are left, the days around the events are kept, which makes the test conservative.
    """
    usable = enough.copy()
    usable[events] = False
    apart = usable.copy()
    for event in events:
        # After an event a theme falls back to its level: that, too, is part of the event.
        apart[max(event - window + 1, 0) : event + 2 * window] = False
    return apart if apart.sum() >= MIN_WINDOWS * window else usable


def compare_with_placebo(
    statistic: NDArray[np.float64],
    events: NDArray[np.intp],
    placebo: NDArray[np.bool_],
    window: int,
) -> PlaceboTest:
    """Test steps at events against steps at placebo dates.

    Parameters
    ----------
    statistic : ndarray of shape (n_days, n_columns)
        Standardized steps, from `step_statistics`.
    events : ndarray of int, shape (n_events,)
        Days of the events.
    placebo : ndarray of bool, shape (n_days,)
        Placebo dates.
    window : int
        Days on each side.

    Notes
    -----
    The mean square at the placebo dates, shrunk towards that of all themes, gives the scale of
    ordinary steps, and the t distribution that fits the placebo steps best gives their tail. The
    p-values are corrected by Holm-Sidak, and never smaller than the rank among the placebo dates.
    """
    n_placebo = int(placebo.sum())
    shape = (len(events), statistic.shape[1])
    missing = np.full(shape, np.nan)
    n_windows = n_placebo // window
    if n_windows < MIN_WINDOWS:
        refusal = (
            f"the corpus is too short to test this: its other dates hold "
            f"{count(n_windows, 'window')} of {window} days, and at least {MIN_WINDOWS} are needed"
        )
        return PlaceboTest(missing, missing, n_placebo, refusal)
    ordinary, observed = statistic[placebo], np.abs(statistic[events])
    rank = permutation_p_value(observed, np.abs(ordinary)[:, None, :])
    # Steps two thirds of a window apart are nearly uncorrelated.
    p_value = _tail_p_values(ordinary, observed, 1.5 * n_placebo / window)
    adjusted = adjust_p_values(p_value.ravel(), method="holm-sidak").reshape(shape)
    return PlaceboTest(rank, np.maximum(adjusted, rank), n_placebo, "")


def _tail_p_values(
    ordinary: NDArray[np.float64], observed: NDArray[np.float64], degrees: float
) -> NDArray[np.float64]:
    squares = np.mean(ordinary**2, axis=0)
    varying = squares > 1e-12
    p_value = np.ones(observed.shape)
    if not varying.any():
        return p_value
    shrunk = shrink_variances(squares[varying], degrees)
    scale = np.sqrt(shrunk.variances)
    scaled = ordinary[:, varying] / scale
    scaled /= np.sqrt(np.mean(scaled**2))
    tail = tail_degrees(scaled.ravel(), n_effective=degrees * int(varying.sum()))
    # A common variance rests on the steps of all themes.
    pooled = degrees + min(shrunk.prior_degrees, degrees * (int(varying.sum()) - 1))
    p_value[:, varying] = two_sided_p_values(
        observed[:, varying] / scale, tail, scale_degrees=pooled
    )
    return p_value
