"""Differences between groups of articles: theme by theme, and in whole distributions.

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.comparing.article_pairs import MatchedArticles, match_articles
    from toolkit.comparing.attribution import attribute_change
    from toolkit.comparing.distance_tables import distance_matrix
    from toolkit.comparing.distributions import compare_distributions
    from toolkit.comparing.diversity import lexical_diversity
    from toolkit.comparing.drift import word_drift
    from toolkit.comparing.group_differences import compare_groups

__all__ = [
    "MatchedArticles",
    "attribute_change",
    "compare_distributions",
    "compare_groups",
    "distance_matrix",
    "lexical_diversity",
    "match_articles",
    "word_drift",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "article_pairs": ["MatchedArticles", "match_articles"],
        "attribution": ["attribute_change"],
        "distance_tables": ["distance_matrix"],
        "distributions": ["compare_distributions"],
        "diversity": ["lexical_diversity"],
        "drift": ["word_drift"],
        "group_differences": ["compare_groups"],
    },
)
