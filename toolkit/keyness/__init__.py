"""Keyness and co-occurrence: effect sizes, cluster-robust errors, and tests.

``grouping`` sums the document-term matrix by group, ``measures`` has the keyness scores,
``clustering`` the cluster-robust standard errors, ``distinctive`` combines them in one table;
``cooccurring`` scores terms that share articles.
"""

from toolkit.keyness.cooccurring import cooccurrence
from toolkit.keyness.distinctive import distinctive_terms

__all__ = ["cooccurrence", "distinctive_terms"]
