"""Differences between groups of articles, in percentage points and in whole distributions."""

from toolkit.comparing.distances import hellinger, jensen_shannon
from toolkit.comparing.groups import compare_groups

__all__ = ["compare_groups", "hellinger", "jensen_shannon"]
