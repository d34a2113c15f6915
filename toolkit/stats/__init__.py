"""Sampling error of shares: clusters, bootstrap, permutation, multiple testing.

News comes in bursts: the articles of one day, or one outlet's day, tell the same stories. Here the
independent unit is therefore a *cluster* of articles, and everything works on the sums of clusters,
never on resampled rows.
"""

from toolkit.stats.bootstrap import (
    bootstrap_means,
    expanded_interval,
    resample_counts,
    studentized_resamples,
)
from toolkit.stats.clusters import ClusterSums, cluster_by_day, design_effect, sum_clusters
from toolkit.stats.few_clusters import (
    ClusterScores,
    cluster_scores,
    satterthwaite,
    wild_statistics,
)
from toolkit.stats.hac import hac_least_squares, newey_west_lag
from toolkit.stats.intervals import METHODS, MIN_CLUSTERS, mean_interval, proportion_interval
from toolkit.stats.multiplicity import adjust_p_values, max_t_p_values
from toolkit.stats.permutation import permute_means, shuffle_within
from toolkit.stats.share_tables import (
    aligned,
    check_count,
    check_shares,
    choose_generator,
    is_binary,
    label_column,
    usable_rows,
)

__all__ = [
    "METHODS",
    "MIN_CLUSTERS",
    "ClusterScores",
    "ClusterSums",
    "adjust_p_values",
    "aligned",
    "bootstrap_means",
    "check_count",
    "check_shares",
    "choose_generator",
    "cluster_by_day",
    "cluster_scores",
    "design_effect",
    "expanded_interval",
    "hac_least_squares",
    "is_binary",
    "label_column",
    "max_t_p_values",
    "mean_interval",
    "newey_west_lag",
    "permute_means",
    "proportion_interval",
    "resample_counts",
    "satterthwaite",
    "shuffle_within",
    "studentized_resamples",
    "sum_clusters",
    "usable_rows",
    "wild_statistics",
]
