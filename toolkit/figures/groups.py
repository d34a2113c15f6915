"""Differences between two groups, with their intervals; terms that set groups apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    display_name,
    name_column,
    new_axes,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_differences(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the difference of each theme or topic between one group and the baseline.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One row per theme or topic, the largest difference on top: a dot at the difference in
        percentage points, a line over its interval; filled where the adjusted p is below 0.05.

    Raises
    ------
    InputError
        When a column is missing or the table holds more than one group.
    """
    wanted = ["group", "baseline", "difference", "low", "high", "p_adjusted"]
    check_columns("plot_differences", table, wanted)
    groups = table[["group", "baseline"]].drop_duplicates()
    if len(groups) != 1:
        message = (
            f"plot_differences: the table compares {len(groups)} pairs of groups; choose one: "
            f"table[table['group'] == {table['group'].iloc[0]!r}]."
        )
        raise InputError(message)
    ax = new_axes(ax)
    rows = table.sort_values("difference", kind="stable").reset_index(drop=True)
    y = np.arange(len(rows))
    ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
    ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=PALETTE[1], linewidth=1.6, zorder=2)
    clear = (rows["p_adjusted"] < 0.05).to_numpy()
    faces = [PALETTE[1] if one else "white" for one in clear]
    ax.scatter(
        100 * rows["difference"], y, s=26, c=faces, edgecolors=PALETTE[1], linewidths=1.2, zorder=3
    )
    ax.set_yticks(y, [display_name(name) for name in rows[_label_column(rows)]])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.margins(y=0.04)
    group, baseline = groups.iloc[0]
    ax.set_xlabel(f"Percentage points: {group} minus {baseline}")
    return ax


def _label_column(rows: pd.DataFrame) -> str:
    return "label" if "label" in rows.columns else name_column(rows)


def plot_distinctive_terms(
    table: pd.DataFrame, *, n_terms: int = 12, ax: Axes | None = None
) -> Axes:
    """Draw the terms that set one group apart from the others.

    Parameters
    ----------
    table : DataFrame
        Rows of `distinctive_terms` for one group: columns ``term``, ``score``, ``n_group`` (uses
        of the term in the group).
    n_terms : int
        How many terms to draw.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        A bar per term, the largest score on top, with its count.
    """
    check_columns("plot_distinctive_terms", table, ["term", "score"])
    ax = new_axes(ax)
    rows = table.nlargest(n_terms, "score", keep="first").iloc[::-1].reset_index(drop=True)
    y = np.arange(len(rows))
    ax.barh(y, rows["score"], color=PALE, edgecolor=GRAY, linewidth=0.5)
    ax.set_yticks(y, [display_name(term) for term in rows["term"]])
    ax.grid(visible=False, axis="y")
    ax.set_xlabel("Score")
    return ax
