"""Finished tables -> matplotlib Axes. These functions only draw: no counting, no smoothing.

style        the house style, the palette and one colour per name
labels       labels that fit and never cover one another
calendar     the time axis and the articles behind it
time         shares over time, with their intervals and the articles behind them
events       what happened when, on a chart over time
composition  parts of a whole; ridges of many topics
slopes       two groups or periods joined by slopes
effects      average effects of a regression
groups       differences between groups; terms that set groups apart
topics       terms of topics; topics through time; how far topics or groups lie apart
choosing     the number of topics; how surely a topic is found again
corpus       what the corpus holds, month by month; sentences in context
"""

from toolkit.figures.composition import plot_ridgeline, plot_stacked_shares
from toolkit.figures.coverage import plot_contexts, plot_coverage
from toolkit.figures.differences import plot_differences, plot_distinctive_terms, plot_group_shares
from toolkit.figures.effects import plot_effects
from toolkit.figures.event_marks import mark_events
from toolkit.figures.model_choice import plot_stability, plot_topic_numbers, principal_coordinates
from toolkit.figures.slopes import plot_slopes
from toolkit.figures.style import PALETTE, figure_style, theme_colors
from toolkit.figures.time_series import plot_theme_panels, plot_theme_shares
from toolkit.figures.topic_charts import (
    plot_distances,
    plot_topic_map,
    plot_topic_periods,
    plot_topic_terms,
)

__all__ = [
    "PALETTE",
    "figure_style",
    "mark_events",
    "plot_contexts",
    "plot_coverage",
    "plot_differences",
    "plot_distances",
    "plot_distinctive_terms",
    "plot_effects",
    "plot_group_shares",
    "plot_ridgeline",
    "plot_slopes",
    "plot_stability",
    "plot_stacked_shares",
    "plot_theme_panels",
    "plot_theme_shares",
    "plot_topic_map",
    "plot_topic_numbers",
    "plot_topic_periods",
    "plot_topic_terms",
    "principal_coordinates",
    "theme_colors",
]
