"""Differences between groups of articles: theme by theme, and in whole distributions."""

from toolkit.comparing.attribution import attribute_change
from toolkit.comparing.distances import hellinger, jensen_shannon
from toolkit.comparing.distributions import compare_distributions
from toolkit.comparing.drift import word_drift
from toolkit.comparing.groups import compare_groups
from toolkit.comparing.matrix import distance_matrix

__all__ = [
    "attribute_change",
    "compare_distributions",
    "compare_groups",
    "distance_matrix",
    "hellinger",
    "jensen_shannon",
    "word_drift",
]
