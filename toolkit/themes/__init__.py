"""Themes: word patterns defined by a person, matched and counted in articles.

A *theme* is defined by a person and has a name; a *topic* is learned by a model and has a number.

definitions       themes.toml -> Themes; errors name the line
matcher           tokens -> one row per match of a theme's pattern
theme_scores      matches -> article x theme shares; overlap and coverage
source_coverage   matches -> words that only one outlet uses
theme_sentences   matches -> the sentences that were counted

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.themes.definitions import Pattern, Theme, Themes, read_themes
    from toolkit.themes.matcher import find_themes
    from toolkit.themes.source_coverage import coverage_by_source
    from toolkit.themes.suggestions import suggest_terms
    from toolkit.themes.theme_scores import score_themes, theme_coverage, theme_overlap
    from toolkit.themes.theme_sentences import theme_contexts

__all__ = [
    "Pattern",
    "Theme",
    "Themes",
    "coverage_by_source",
    "find_themes",
    "read_themes",
    "score_themes",
    "suggest_terms",
    "theme_contexts",
    "theme_coverage",
    "theme_overlap",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "definitions": ["Pattern", "Theme", "Themes", "read_themes"],
        "matcher": ["find_themes"],
        "source_coverage": ["coverage_by_source"],
        "suggestions": ["suggest_terms"],
        "theme_scores": ["score_themes", "theme_coverage", "theme_overlap"],
        "theme_sentences": ["theme_contexts"],
    },
)
