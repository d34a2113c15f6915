"""Average marginal effects of a regression, one row per contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.figures.labels import available_inches, font_size, height_for_rows, label_rows, wrap
from toolkit.figures.style import (
    GRAY,
    PALETTE,
    display_name,
    draw_dots,
    house_style,
    new_axes,
    style_rows,
)
from toolkit.stats.permutation import clear_rows
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LONG_NAME = 32
"""Longer names, in characters, get two lines."""


def effects(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw the average marginal effects of `prevalence_regression` with their intervals.

    Parameters
    ----------
    table : DataFrame
        Rows of `prevalence_regression`.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per theme and contrast, in the order of the table: a dot at the effect in
        percentage points and a line for its interval. The dot is filled if the adjusted p-value
        is below 0.05 and the interval does not hold 0.

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
    >>> ax = effects(table, ax=Figure().subplots())
    >>> " ".join(ax.get_xlabel().split()), [text.get_text() for text in ax.get_yticklabels()]
    ('Percentage points, other covariates as they are', ['Times − Post'])
    """
    check_columns("plot.effects", table, ["contrast", "effect", "low", "high", "p_adjusted"])
    lines = 2.6 if max(map(len, _names(table)), default=0) > LONG_NAME else 1.6
    ax = new_axes(ax, height=height_for_rows(len(table), lines=lines))
    with house_style():
        rows = table.iloc[::-1].reset_index(drop=True)
        y = np.arange(len(rows))
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        ax.hlines(y, 100 * rows["low"], 100 * rows["high"], color=PALETTE[1], zorder=2)
        faces = [PALETTE[1] if one else "white" for one in clear_rows(rows)]
        draw_dots(ax, 100 * rows["effect"], y, faces=faces, color=PALETTE[1])
        text = "Percentage points, other covariates as they are"
        ax.set_xlabel(wrap(text, 40 * available_inches(ax).width, font_size()))
        label_rows("plot.effects", ax, _names(rows), share=0.4)
        style_rows(ax, len(rows))
    return ax


def _names(rows: pd.DataFrame) -> list[str]:
    """Return the contrasts, preceded by the theme or topic if there are several."""
    contrasts = [str(one) for one in rows["contrast"]]
    label = "topic" if "topic" in rows else "theme"
    if label not in rows or rows[label].nunique() < 2:
        return contrasts
    prefix = "topic " if label == "topic" else ""
    names = [f"{prefix}{display_name(one)}" for one in rows[label]]
    return [f"{name}, {what}" for name, what in zip(names, contrasts, strict=True)]
