"""Themes: word patterns defined by a person, matched and counted in articles.

A *theme* is defined by a person and has a name; a *topic* is learned by a model and has a number.

definitions   themes.toml -> Themes; errors name the line
matching      tokens -> one row per match of a theme's pattern
scoring       matches -> article x theme shares; overlap and coverage
evidence      matches -> the sentences that were counted
"""

from toolkit.themes.agreeing import theme_agreement, theme_disagreement
from toolkit.themes.definitions import Pattern, Theme, Themes, read_themes
from toolkit.themes.evidence import theme_contexts
from toolkit.themes.matching import find_themes
from toolkit.themes.scoring import score_themes, theme_coverage, theme_overlap
from toolkit.themes.suggesting import suggest_terms

__all__ = [
    "Pattern",
    "Theme",
    "Themes",
    "find_themes",
    "read_themes",
    "score_themes",
    "suggest_terms",
    "theme_agreement",
    "theme_contexts",
    "theme_coverage",
    "theme_disagreement",
    "theme_overlap",
]
