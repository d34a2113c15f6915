"""Balance of two groups of articles in their covariates, before and after matching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.figures.labels import (
    available_inches,
    font_size,
    height_for_rows,
    label_rows,
    legend_above,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    display_name,
    house_style,
    new_axes,
    scale,
    style_rows,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BALANCED = 0.1
"""Below this, a standardised mean difference is usually taken as balanced."""


def balance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the standardised mean differences of `match_articles` before and after matching.

    Parameters
    ----------
    table : DataFrame
        ``.balance`` of `match_articles`.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per covariate or level, in the order of the table: a hollow dot before matching, a
        filled dot after it, joined by a line. The grey strip is 0.1 to either side of 0.

    Raises
    ------
    InputError
        When a column is missing, or the rows do not fit.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> row = {"covariate": "section", "level": "World", "smd_before": 0.8, "smd_after": 0.02}
    >>> ax = balance(pd.DataFrame([row]), ax=Figure(layout="constrained").subplots())
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['section: World']
    """
    check_columns("plot.balance", table, ["covariate", "level", "smd_before", "smd_after"])
    ax = new_axes(ax, height=height_for_rows(len(table)) + 0.3)
    with house_style():
        rows = table.iloc[::-1].reset_index(drop=True)
        y = np.arange(len(rows))
        ax.axvspan(-BALANCED, BALANCED, color=PALE, alpha=0.5, linewidth=0, zorder=0)
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        ax.hlines(y, rows["smd_before"], rows["smd_after"], color=PALE, linewidth=1.2 * scale())
        look: dict[str, Any] = {
            "s": 24 * scale() ** 2,
            "edgecolors": PALETTE[1],
            "linewidths": 1.2 * scale(),
        }
        ax.scatter(rows["smd_before"], y, c="white", zorder=3, label="before matching", **look)
        ax.scatter(rows["smd_after"], y, c=PALETTE[1], zorder=4, label="after matching", **look)
        text = "Difference of means in standard deviations, group minus baseline"
        ax.set_xlabel(wrap(text, 45 * available_inches(ax).width, font_size()))
        label_rows("plot.balance", ax, _names(rows), share=0.4)
        style_rows(ax, len(rows))
        legend_above(ax)
    return ax


def _names(rows: pd.DataFrame) -> list[str]:
    pairs = zip(rows["covariate"], rows["level"], strict=True)
    return [f"{display_name(one)}: {level}" if level else display_name(one) for one, level in pairs]
