"""Trends of a series for many penalties and lengths of waves at once, by banded matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.blas_threads import one_blas_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 4
"""Subdiagonals of the precision of trend and waves, period by period."""

N_PENALTIES = 13
LONGEST = 12
"""Waves last up to so many parts of the series; what moves more slowly is trend."""

WAVE_PARTS = (0.35, 0.8)
"""Variance of the waves, of that of waves and of the error of a usual period together."""

NO_WAVES = 2.0
"""Weight of a trend without waves, of one with each kind of waves 1."""

NEGLIGIBLE = 1e-3


class Model(NamedTuple):
    """One trend: its penalty, and the correlation and part of the variance of the waves."""

    penalty: float
    likeness: float
    part: float
    weight: float


@dataclass(frozen=True, eq=False)
class Observed:
    """Shares (0 where there is none) and weights (articles, 1 on average) of all periods."""

    share: NDArray[np.float64]
    weights: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Number of periods with a share."""
        return int((self.weights > 0).sum())


class Fitted(NamedTuple):
    """Log of the weight of a model, its trend, variance per unit, and Cholesky factor."""

    log_weight: float
    trend: NDArray[np.float64]
    variance: float
    factor: NDArray[np.float64]


def models(count: int) -> list[Model]:
    """Return the trends that are tried for a series of ``count`` periods.

    Examples
    --------
    >>> found = models(24)
    >>> len(found), round(max(one.likeness for one in found), 2)
    (91, 0.61)
    """
    most = float(np.clip((count / 6) ** 4, 10, 1e6))
    lengths = count / LONGEST * np.array([0.25, 0.5, 1.0])
    kinds = [(0.0, 0.5, NO_WAVES)]
    kinds += [(float(np.exp(-1 / each)), part, 1.0) for each in lengths for part in WAVE_PARTS]
    penalties = np.geomspace(1e-2, most, N_PENALTIES)
    return [Model(float(penalty), *kind) for kind in kinds for penalty in penalties]


@one_blas_thread()  # sums over more than 5,000 periods would depend on the number of threads
def average_trend(
    share: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the trend and its standard error, averaged over all models by their likelihood.

    A share is the trend, plus waves (a first-order autoregression), plus an error whose variance
    falls with the number of articles. Second differences of the trend are normal with the variance
    1 / penalty, in units of the variance of waves and error, which is integrated out.

    Parameters
    ----------
    share, weights : ndarray of shape (n_periods,)
        Shares, and numbers of articles; 0 in periods without a share.

    References
    ----------
    Wahba (1983), JRSS B 45(1), for the spline as a prior; Harvey (1989), Forecasting, Structural
    Time Series Models and the Kalman Filter, section 4.3, for the likelihood; Erisman & Tinney
    (1975), CACM 18(3), for the variances.

    Examples
    --------
    >>> trend, error = average_trend(np.array([0.1, 0.2, 0.4, 0.5, 0.5, 0.6]), np.full(6, 50.0))
    >>> trend.round(1).tolist(), bool((error > 0).all())
    ([0.1, 0.2, 0.4, 0.5, 0.5, 0.6], True)
    """
    observed = Observed(share, weights / weights[weights > 0].mean())
    fitted = [_fit(observed, one) for one in models(len(share))]
    chance = np.array([one.log_weight for one in fitted])
    chance = np.exp(chance - chance.max())
    kept = np.flatnonzero(chance > NEGLIGIBLE * chance.sum())
    chance = chance[kept] / chance[kept].sum()
    trends = np.array([fitted[k].trend for k in kept])
    factors = np.array([fitted[k].factor for k in kept])
    units = np.array([fitted[k].variance for k in kept])
    inner = inverse_diagonals(factors)[:, ::2] * units[:, None]
    mean = chance @ trends
    return mean, np.sqrt(chance @ (inner + (trends - mean) ** 2))


def _fit(observed: Observed, model: Model) -> Fitted:
    """Fit trend and waves together: their precision is a band around the diagonal."""
    from scipy.linalg import cho_solve_banded, cholesky_banded

    count, size = observed.count, len(observed.share)
    precise = observed.weights / (1 - model.part)
    target = np.repeat(precise * observed.share, 2)
    factor = cholesky_banded(_precision(precise, model), lower=True)
    both = cho_solve_banded((factor, True), target)
    whole = float(precise @ observed.share**2)
    misfit = max(whole - float(target @ both), 1e-12 * whole, 1e-300)
    determinants = (
        count * np.log(1 - model.part)
        + size * np.log(model.part)
        + (size - 1) * np.log1p(-(model.likeness**2))
        - (size - 2) * np.log(model.penalty)
        + 2 * np.log(factor[0]).sum()
    )
    log_weight = np.log(model.weight) - ((count - 2) * np.log(misfit) + determinants) / 2
    return Fitted(float(log_weight), both[::2], misfit / (count - 2), factor)


def _precision(precise: NDArray[np.float64], model: Model) -> NDArray[np.float64]:
    """Return the lower band of the precision of trend and wave of each period, in turn."""
    size, like = len(precise), model.likeness
    band = np.zeros((WIDTH + 1, 2 * size))
    for offset, part in enumerate(_second_differences(size)):
        band[2 * offset, ::2] = model.penalty * part
    inner = 1 / (model.part * (1 - like**2))
    band[0, 1::2] = (1 + like**2) * inner
    band[0, [1, -1]] = inner
    band[2, 1:-2:2] = -like * inner
    band[0] += np.repeat(precise, 2)
    band[1, ::2] += precise
    return band


def _second_differences(size: int) -> NDArray[np.float64]:
    """Return the three diagonals of D'D, with D the second differences of ``size`` periods."""
    found = np.zeros((3, size))
    for place, part in enumerate((1.0, -2.0, 1.0)):
        for other, second in enumerate((1.0, -2.0, 1.0)[place:]):
            found[other, place : place + size - 2] += part * second
    return found


def inverse_diagonals(factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the diagonals of the inverses of matrices given by their banded Cholesky factors.

    Parameters
    ----------
    factors : ndarray of shape (n_matrices, WIDTH + 1, size)
        Lower bands, as `scipy.linalg.cholesky_banded` returns them.

    Examples
    --------
    >>> band = np.zeros((1, 5, 3))
    >>> band[0, 0] = [1.0, 2.0, 4.0]
    >>> inverse_diagonals(band).tolist()
    [[1.0, 0.25, 0.0625]]
    """
    pivots = factors[:, 0] ** -2
    below = factors[:, 1:] / factors[:, :1]
    found = np.zeros_like(pivots)
    window = np.zeros((len(factors), WIDTH, WIDTH))
    for place in range(factors.shape[2] - 1, -1, -1):
        column = below[:, :, place]
        beside = -np.matmul(window, column[:, :, None])[:, :, 0]
        found[:, place] = pivots[:, place] - (column * beside).sum(axis=1)
        window[:, 1:, 1:] = window[:, :-1, :-1].copy()
        window[:, 0, 1:] = window[:, 1:, 0] = beside[:, :-1]
        window[:, 0, 0] = found[:, place]
    return found
