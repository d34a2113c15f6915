"""Sampling error of shares: clusters, bootstrap, permutation tests, multiple testing.

Articles of one day, or of one outlet's day, tell the same stories, so they are not independent.
The unit of sampling is therefore a *cluster* of articles, and all estimates are computed from
cluster sums, never from resampled rows.
"""

from toolkit._core.argument_errors import explain_public
from toolkit.stats import scipy_start as _scipy_start  # noqa: F401 - loads SciPy first
from toolkit.stats.clusters import cluster_by_day
from toolkit.stats.distances import hellinger, jensen_shannon
from toolkit.stats.intervals import proportion_interval
from toolkit.stats.multiplicity import adjust_p_values

__all__ = [
    "adjust_p_values",
    "cluster_by_day",
    "hellinger",
    "jensen_shannon",
    "proportion_interval",
]

explain_public(globals(), __all__)


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__
