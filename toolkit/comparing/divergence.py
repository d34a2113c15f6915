"""Sampling bias and interval of the Jensen-Shannon divergence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from toolkit.comparing.contrasts import group_parts
from toolkit.stats.clusters import count_distinct
from toolkit.stats.distances import divergence_terms
from toolkit.stats.neighbour_days import measure_lasting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.comparing.contrasts import Pair


def size_bias(pair: Pair, factor: NDArray[np.float64] | None = None) -> float:
    """Second-order bias of the Jensen-Shannon divergence due to sampling error.

    Half the sum over topics of the second derivatives, q/(4mp), p/(4mq) and -1/(4m) with
    m = (p + q)/2, times the cluster-robust variances and covariance of the two shares. Between two
    spans of days each topic's are multiplied by ``factor``, since news lasts.
    """
    p, q = pair.means()
    first, second = group_parts(pair)
    var_p, var_q = (first**2).sum(axis=0), (second**2).sum(axis=0)
    cov = (first * second).sum(axis=0)
    used = (p > 0) & (q > 0)
    p, q, middle = p[used], q[used], (p[used] + q[used]) / 2
    curve = (
        q / (4 * middle * p) * var_p[used]
        + p / (4 * middle * q) * var_q[used]
        - 2 / (4 * middle) * cov[used]
    )
    if factor is not None:
        curve *= factor[used]
    return float(curve.sum() / (2 * np.log(2)))


def divergence_interval(
    pair: Pair, factor: NDArray[np.float64] | None, *, level: float = 0.95
) -> tuple[float, float]:
    """Interval for the bias-corrected divergence, from 0 to 1 bit.

    Second-order delta method: the variance of the linear term, with gradients log2(p/m)/2 and
    log2(q/m)/2, plus tr((H V)^2)/2 for the quadratic term, which dominates where the groups are
    alike. Clusters are the units; Student's t has the degrees of freedom of the group with fewer
    clusters. Between two spans of days, ``factor`` says how far news that lasts raises the variance
    of each topic; the linear term has its own.

    References
    ----------
    Davison & Hinkley (1997), section 2.7.2, for the expansion; Magnus (1978), Statistica
    Neerlandica 32(4), for the variance of a quadratic form.
    """
    p, q = pair.means()
    parts = group_parts(pair)
    used = (p > 0) & (q > 0)
    each = _linear_term(p[used], q[used], parts[0][:, used], parts[1][:, used])
    linear = float(each @ each)
    clusters = [count_distinct(pair.clusters[side]) for side in (pair.first, ~pair.first)]
    free = float(min(clusters) - 1)
    root = np.ones(int(used.sum()))
    if factor is not None:  # what differs need not be what lasts
        lasting = measure_lasting(each)
        linear, free = linear * lasting.factor, min(free, lasting.degrees)
        root = np.sqrt(factor[used])
    scaled = np.hstack([part[:, used] * root for part in parts])
    square = _quadratic_variance(p[used], q[used], scaled)
    reach = stdtrit(free, (1 + level) / 2) * np.sqrt(linear + square)
    middle = float(divergence_terms(p, q).sum()) - size_bias(pair, factor)
    return float(np.clip(middle - reach, 0, 1)), float(np.clip(middle + reach, 0, 1))


def _linear_term(
    p: NDArray[np.float64],
    q: NDArray[np.float64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Each cluster's contribution to the linear term."""
    middle = (p + q) / 2
    return np.asarray((first @ np.log2(p / middle) + second @ np.log2(q / middle)) / 2)


def _quadratic_variance(
    p: NDArray[np.float64], q: NDArray[np.float64], parts: NDArray[np.float64]
) -> float:
    middle = (p + q) / 2
    across = np.diag(-1 / (4 * middle))
    curve = np.block(
        [[np.diag(q / (4 * middle * p)), across], [across, np.diag(p / (4 * middle * q))]]
    )
    bent = curve @ (parts.T @ parts)
    return float((bent * bent.T).sum() / (2 * np.log(2) ** 2))
