"""Sampling error of shares: clusters, bootstrap, permutation tests, multiple testing.

Articles of one day, or of one outlet's day, tell the same stories, so they are not independent.
The unit of sampling is therefore a *cluster* of articles, and all estimates are computed from
cluster sums, never from resampled rows.
"""

from toolkit.stats.bootstrap import (
    Interval,
    bootstrap_means,
    expanded_interval,
    resample_counts,
    studentized_statistics,
)
from toolkit.stats.clusters import (
    ClusterSums,
    cluster_by_day,
    design_effect,
    median_design_effect,
    sum_clusters,
)
from toolkit.stats.few_clusters import (
    ClusterScores,
    cluster_scores,
    satterthwaite,
    wild_statistics,
)
from toolkit.stats.hac import hac_least_squares, newey_west_lag
from toolkit.stats.intervals import (
    INTERVAL_METHODS,
    MIN_CLUSTERS,
    mean_interval,
    proportion_interval,
)
from toolkit.stats.multiplicity import adjust_p_values, max_t_p_values
from toolkit.stats.number_format import (
    format_interval,
    format_p_value,
    format_points,
    spoken_name,
    start_sentence,
)
from toolkit.stats.permutation import (
    N_PERMUTATIONS,
    ExchangeUnits,
    permutation_p_value,
    permute_means,
    shuffle_within,
)
from toolkit.stats.share_tables import (
    aligned,
    check_shares,
    is_binary,
    make_rng,
    shares_label,
    usable_rows,
)

__all__ = [
    "INTERVAL_METHODS",
    "MIN_CLUSTERS",
    "N_PERMUTATIONS",
    "ClusterScores",
    "ClusterSums",
    "ExchangeUnits",
    "Interval",
    "adjust_p_values",
    "aligned",
    "bootstrap_means",
    "check_shares",
    "cluster_by_day",
    "cluster_scores",
    "design_effect",
    "expanded_interval",
    "format_interval",
    "format_p_value",
    "format_points",
    "hac_least_squares",
    "is_binary",
    "make_rng",
    "max_t_p_values",
    "mean_interval",
    "median_design_effect",
    "newey_west_lag",
    "permutation_p_value",
    "permute_means",
    "proportion_interval",
    "resample_counts",
    "satterthwaite",
    "shares_label",
    "shuffle_within",
    "spoken_name",
    "start_sentence",
    "studentized_statistics",
    "sum_clusters",
    "usable_rows",
    "wild_statistics",
]
