"""Keyness and co-occurrence: effect sizes, cluster-robust errors, and tests.

``group_counts`` sums the document-term matrix by group, ``measures`` has the keyness scores,
``cluster_errors`` the cluster-robust standard errors, ``distinctive`` combines them in one table;
``cooccurrences`` scores terms that share articles.
"""

from toolkit.keyness.cooccurrences import cooccurrence
from toolkit.keyness.distinctive import distinctive_terms

__all__ = ["cooccurrence", "distinctive_terms"]
