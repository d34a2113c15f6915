"""Effects of events as plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.stats.number_format import (
    format_interval,
    format_p_value,
    format_points,
    spoken_name,
    start_sentence,
)
from toolkit.stats.permutation import SIGNIFICANCE_LEVEL

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd


def event_sentences(
    table: pd.DataFrame, label: str, event: str, window: int, *, n_tests: int
) -> list[str]:
    """Sentences for the rows of one event.

    Parameters
    ----------
    table : DataFrame
        Rows of `toolkit.tables.EVENT_EFFECTS`.
    label : {'theme', 'topic'}
        Name of the label column.
    event : str
        Name of the event.
    window : int
        Days on each side.
    n_tests : int
        Number of tests that p_adjusted is corrected for.
    """
    return [_sentence(row, label, event, window, n_tests) for row in table.to_dict("records")]


def _sentence(  # noqa: PLR0917 - five arguments, each used once
    row: dict[Hashable, Any], label: str, event: str, window: int, n_tests: int
) -> str:
    subject = spoken_name(row[label], label)
    span = f"in the {window} days from {event} on"
    numbers = (
        f"95 % interval {format_interval(row['low'], row['high'])}; {row['n_before']:,} and "
        f"{row['n_after']:,} articles"
    )
    verb = "rose" if row["difference"] >= 0 else "fell"
    change = f"{verb} by {format_points(abs(row['difference']))} points {span} ({numbers})"
    if row["low"] <= 0 <= row["high"]:
        size = format_points(row["difference"], signed=True)
        said = f"No clear change in {subject} {span} ({size} points, {numbers})"
        if row["p_adjusted"] < SIGNIFICANCE_LEVEL:
            said += ": the interval includes zero, although the test finds a step"
    elif row["p_adjusted"] >= SIGNIFICANCE_LEVEL:
        said = f"Not distinguishable from other dates: {subject} {change}"
    else:
        said = start_sentence(f"{subject} {change}")
    return f"{said}; {_placebo_clause(row, n_tests)}."


def _placebo_clause(row: dict[Hashable, Any], n_tests: int) -> str:
    if np.isnan(row["p_placebo"]):
        return str(row["note"]).partition("; ")[0]
    corrected = f", corrected for {n_tests} comparisons" if n_tests > 1 else ""
    part = row["p_placebo"]
    shown = "fewer than 1 %" if part < 0.01 else f"{100 * part:.0f} %"
    return (
        f"{shown} of {row['n_placebo']:,} other dates show as large a step "
        f"({format_p_value(row['p_adjusted'])}{corrected})"
    )
