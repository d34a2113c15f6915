"""Finished tables -> matplotlib Axes. These functions only draw: no counting, no smoothing.

style        the house style, the palette and one colour per name
labels       labels that are wrapped to fit and do not overlap
time_axis    the time axis and the article counts below a chart
time_series  shares over time with intervals and article counts
event_marks  event markers on a time chart
event_effects  changes around events
composition  stacked shares and ridgelines
slopes       slope charts of two groups or periods
effects      average effects of a regression
differences  differences between groups; distinctive terms
topic_charts terms of topics, topics over time, distances and maps
model_choice measures by number of topics; topic stability
coverage     articles per outlet and period; keyword in context
"""

from toolkit.figures.composition import plot_ridgeline, plot_stacked_shares
from toolkit.figures.corpus_charts import plot_contexts, plot_coverage
from toolkit.figures.effect_intervals import plot_effects
from toolkit.figures.event_effects import plot_event_effects
from toolkit.figures.event_marks import mark_events
from toolkit.figures.group_charts import plot_differences, plot_distinctive_terms, plot_group_shares
from toolkit.figures.model_choice import plot_stability, plot_topic_numbers, principal_coordinates
from toolkit.figures.slope_lines import plot_slopes
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
    "plot_event_effects",
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
