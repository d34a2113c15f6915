"""Themes: what a person defines by words, found and counted in articles.

A *theme* has a name and is defined by a person; a *topic* is learned by a model and has a number.

definitions   themes.toml -> Themes, checked with line numbers
matching      tokens -> one row per match of a theme's pattern
scoring       matches -> article x theme shares; overlap and coverage
evidence      matches -> the sentences that were counted
"""

from toolkit.themes.agreement import theme_agreement, theme_disagreement
from toolkit.themes.definitions import Pattern, Theme, Themes, read_themes
from toolkit.themes.matcher import find_themes
from toolkit.themes.suggestions import suggest_terms
from toolkit.themes.theme_scores import score_themes, theme_coverage, theme_overlap
from toolkit.themes.theme_sentences import theme_contexts

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
