"""Keyness and co-occurrence: effect sizes, cluster-robust errors, and tests.

``group_counts`` sums the document-term matrix by group, ``measures`` has the keyness scores,
``cluster_errors`` the cluster-robust standard errors, ``distinctive`` combines them in one table;
``cooccurrences`` scores terms that share articles.

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.keyness.cooccurrences import cooccurrence
    from toolkit.keyness.distinctive import distinctive_terms

__all__ = ["cooccurrence", "distinctive_terms"]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "cooccurrences": ["cooccurrence"],
        "distinctive": ["distinctive_terms"],
    },
)
