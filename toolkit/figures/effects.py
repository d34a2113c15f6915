"""Average effects of a regression: one row per contrast, in the order of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.figures.labels import label_rows, row_height
from toolkit.figures.style import GRAY, PALETTE, display_name, in_house_style, new_axes
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

CLEAR = 0.05
LONG = 32
"""Names of more letters than this are given two lines."""


def plot_effects(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the average effects of `prevalence_regression` with their intervals.

    Parameters
    ----------
    table : DataFrame
        Rows of `prevalence_regression`.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One row per theme and contrast, in the table's order from the top: a dot at the effect in
        percentage points, a line over its interval; filled where the adjusted p is below 0.05.

    Raises
    ------
    InputError
        When a column is missing, or the rows do not fit.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> row = {"theme": "war", "term": "source", "contrast": "Times − Post", "p_adjusted": 0.01}
    >>> table = pd.DataFrame([row | {"effect": 0.1, "low": 0.05, "high": 0.15}])
    >>> ax = plot_effects(table, ax=Figure().subplots())
    >>> ax.get_xlabel(), [text.get_text() for text in ax.get_yticklabels()]
    ('Percentage points, other covariates as they are', ['Times − Post'])
    """
    check_columns("plot_effects", table, ["contrast", "effect", "low", "high", "p_adjusted"])
    lines = 2.6 if max(map(len, _names(table)), default=0) > LONG else 1.6
    ax = new_axes(ax, height=row_height(len(table), lines=lines))
    with in_house_style():
        rows = table.iloc[::-1].reset_index(drop=True)
        y = np.arange(len(rows))
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=PALETTE[1], zorder=2)
        faces = [PALETTE[1] if p < CLEAR else "white" for p in rows["p_adjusted"]]
        ax.scatter(100 * rows["effect"], y, s=24, c=faces, edgecolors=PALETTE[1], lw=1.2, zorder=3)
        ax.set_xlabel("Percentage points, other covariates as they are")
        label_rows("plot_effects", ax, _names(rows), share=0.4)
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        ax.spines["left"].set_visible(False)
        ax.set_ylim(-0.6, len(rows) - 0.4)
    return ax


def _names(rows: pd.DataFrame) -> list[str]:
    """Contrasts, with the theme or topic before them where there are several."""
    contrasts = [str(one) for one in rows["contrast"]]
    label = "topic" if "topic" in rows else "theme"
    if label not in rows or rows[label].nunique() < 2:
        return contrasts
    prefix = "topic " if label == "topic" else ""
    names = [f"{prefix}{display_name(one)}" for one in rows[label]]
    return [f"{name}, {what}" for name, what in zip(names, contrasts, strict=True)]
