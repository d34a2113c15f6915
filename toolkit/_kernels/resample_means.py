"""Means of cluster resamples and their standard errors.

A resample takes cluster g (with sum s_g and n_g articles) t_g times. Its mean is m = S / N, with
S = sum t_g s_g and N = sum t_g n_g, and its standard error, with G clusters,
sqrt(sum t_g (s_g - n_g m)^2 * G / (G - 1)) / N. The sum of squares is that of its three terms.

Run as plain Python (``resample.py_func``) the kernel gives the same numbers.
"""

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import kernel

# ruff: noqa: PLR0917 - kernels take arrays by position
# mypy: disable-error-code="untyped-decorator, no-untyped-def"


@kernel
def resample(times, values, width, mean, error):
    """Fill ``mean`` and ``error`` of every resample and column.

    Parameters
    ----------
    times : float64 array of shape (n_resamples, n_clusters)
        How often a resample takes a cluster.
    values : float64 array of shape (n_clusters, 3 * width + 2)
        s, s ** 2 and s * n of each column; n and n ** 2.
    width : int
        Number of columns.
    mean, error : float64 array of shape (n_resamples, width)
        Filled.
    """
    n_clusters = len(values)
    totals = np.empty(3 * width + 2)
    for row in range(len(times)):
        totals[:] = 0.0
        for cluster in range(n_clusters):
            count = times[row, cluster]
            if count != 0.0:
                for place in range(len(totals)):
                    totals[place] += count * values[cluster, place]
        size, squared = totals[3 * width], totals[3 * width + 1]
        for column in range(width):
            share = totals[column] / size
            spread = totals[width + column] - 2 * share * totals[2 * width + column]
            spread = max(spread + share * share * squared, 0.0)
            mean[row, column] = share
            error[row, column] = np.sqrt(spread * n_clusters / (n_clusters - 1)) / size
