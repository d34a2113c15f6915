"""Finished tables -> matplotlib Axes. These functions only draw: no counting, no smoothing.

style        the house style, the palette and one colour per name
labels       labels that are wrapped to fit and do not overlap
time_axis    the time axis and the article counts below a chart
time_series  shares over time with intervals and article counts
event_marks  event markers on a time chart
event_intervals  changes around events
composition  stacked shares and ridgelines
slope_lines  slope charts of two groups or periods
diversity_charts  lexical diversity of groups and over time
effect_intervals  average effects of a regression
expected_lines  a share beside what others lead to expect
balance_dots balance of two groups before and after matching
group_charts differences between groups; distinctive terms
topic_charts terms of topics, topics over time, distances and maps
model_choice measures by number of topics; topic stability
corpus_charts  articles per outlet and period; keyword in context
"""

from toolkit._core.argument_errors import explain_public
from toolkit.figures.balance_dots import balance
from toolkit.figures.composition import ridgeline, stacked_shares
from toolkit.figures.corpus_charts import contexts, coverage
from toolkit.figures.diversity_charts import lexical_diversity
from toolkit.figures.effect_intervals import effects
from toolkit.figures.event_intervals import event_effects
from toolkit.figures.event_marks import mark_events
from toolkit.figures.expected_lines import expected_share
from toolkit.figures.group_charts import differences, distinctive_terms, group_shares
from toolkit.figures.model_choice import principal_coordinates, stability, topic_numbers
from toolkit.figures.slope_lines import slopes
from toolkit.figures.style import PALETTE, figure_style, theme_colors
from toolkit.figures.time_series import theme_panels, theme_shares
from toolkit.figures.topic_charts import (
    distances,
    topic_map,
    topic_periods,
    topic_terms,
)

__all__ = [
    "PALETTE",
    "balance",
    "contexts",
    "coverage",
    "differences",
    "distances",
    "distinctive_terms",
    "effects",
    "event_effects",
    "expected_share",
    "figure_style",
    "group_shares",
    "lexical_diversity",
    "mark_events",
    "principal_coordinates",
    "ridgeline",
    "slopes",
    "stability",
    "stacked_shares",
    "theme_colors",
    "theme_panels",
    "theme_shares",
    "topic_map",
    "topic_numbers",
    "topic_periods",
    "topic_terms",
]

explain_public(globals(), __all__)


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__
