"""Finished tables -> matplotlib Axes. These functions only draw: no counting, no smoothing.

style   the house style, the palette and one colour per name
time    shares over time, with their intervals and the articles behind them
groups  differences between groups; terms that set groups apart
topics  terms of topics; topics through time
corpus  what the corpus holds, month by month
"""

from toolkit.figures.corpus import plot_coverage
from toolkit.figures.groups import plot_differences, plot_distinctive_terms
from toolkit.figures.style import PALETTE, figure_style, theme_colors
from toolkit.figures.time import plot_theme_shares
from toolkit.figures.topics import plot_topic_periods, plot_topic_terms

__all__ = [
    "PALETTE",
    "figure_style",
    "plot_coverage",
    "plot_differences",
    "plot_distinctive_terms",
    "plot_theme_shares",
    "plot_topic_periods",
    "plot_topic_terms",
    "theme_colors",
]
