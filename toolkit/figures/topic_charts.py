"""Topics: leading terms, prevalence over time, distances and maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError, check_option
from toolkit.figures.labels import (
    available_inches,
    explain_fragile_mark,
    font_size,
    height_for_rows,
    label_rows,
    push_apart,
    small_font_size,
    text_width,
    truncate,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    SEQUENTIAL_CMAP,
    check_rows,
    display_name,
    house_style,
    new_axes,
    percent,
    printable,
    scale,
    style_rows,
    wide_table,
)
from toolkit.figures.table_forms import square_distances, topic_places
from toolkit.figures.time_axis import date_axis, period_spans
from toolkit.tables import FRAGILE_MARK, check_columns, check_table, label_column

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh


LABEL_ANGLE = 25
"""Rotation of the names on the diagonal of a matrix, in degrees."""


def topic_terms(table: pd.DataFrame, *, topic: int, ax: Axes | None = None) -> Axes:
    """Draw the probabilities of the leading terms of one topic as bars.

    Parameters
    ----------
    table : DataFrame
        Output of `plot.topic_terms`.
    topic : int
        The topic to draw.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One bar per term, in the order of the column ``rank``. Bars are hollow if the table has a
        column ``fragile`` (`mark_fragile`) and the topic is fragile.

    Raises
    ------
    InputError
        When a column is missing, there is no such topic, or the rows do not fit.
    """
    check_columns("plot.topic_terms", table, ["topic", "rank", "term", "probability"])
    check_option("plot.topic_terms", "topic", topic, table["topic"].unique().tolist())
    rows = table[table["topic"] == topic].sort_values("rank", ascending=False)
    ax = new_axes(ax, height=height_for_rows(len(rows)))
    with house_style():
        fragile = "fragile" in rows and bool(rows["fragile"].iloc[0])
        face = "white" if fragile else PALETTE[1]
        y, width = np.arange(len(rows)), rows["probability"]
        ax.barh(y, width, color=face, edgecolor=PALETTE[1], lw=1.2 if fragile else 0, height=0.68)
        explain_fragile_mark(ax, [FRAGILE_MARK] if fragile else [])
        label_rows("plot.topic_terms", ax, rows["term"].tolist())
        style_rows(ax, len(rows))
        ax.xaxis.set_major_formatter(percent)
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        ax.set_xlabel("Probability in the topic")
    return ax


def topic_periods(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw topic shares as a heatmap with topics as rows and periods as columns.

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period`. An optional column ``label`` names the rows.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        Rows are ordered by the period of their peak. Periods without a share, or with too few
        articles for an interval, are hatched: they never lead and set no scale.

    Raises
    ------
    InputError
        When a column is missing or the rows do not fit.
    """
    check_columns("plot.topic_periods", table, ["period", "share"])
    check_rows("plot.topic_periods", table)
    column = label_column("plot.topic_periods", table)
    wide = wide_table(table, "period", column, "share").T
    ax = new_axes(ax, height=height_for_rows(len(wide)))
    with house_style():
        sure = _with_interval(table, column, wide)
        leading = wide.where(sure).fillna(-1).to_numpy().argmax(axis=1)
        wide = wide.iloc[np.lexsort((np.arange(len(wide)), leading))]
        most = float(np.nanmax(wide.where(sure).to_numpy(), initial=0.0)) or None
        starts, lengths = period_spans(wide.columns, freq=table.attrs.get("freq"))
        mesh = ax.pcolormesh(
            np.append(starts, starts[-1] + lengths[-1]),
            np.arange(len(wide) + 1) - 0.5,
            np.ma.masked_invalid(wide.where(sure).to_numpy()),
            cmap=SEQUENTIAL_CMAP,
            vmin=0,
            vmax=most,
            rasterized=True,
        )
        labels = dict(zip(table[column], table.get("label", table[column]), strict=True))
        label_rows("plot.topic_periods", ax, [labels[name] for name in wide.index])
        ax.invert_yaxis()
        ax.grid(visible=False)
        ax.patch.set(hatch="////", edgecolor=PALE, linewidth=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        date_axis(ax, wide.columns, freq=table.attrs.get("freq"))
        _color_bar(ax, mesh, table.attrs.get("quantity", "Mean share of the article"))
    return ax


def _with_interval(table: pd.DataFrame, column: str, wide: pd.DataFrame) -> pd.DataFrame:
    """Return which periods have an interval; all of them if the table has none at all."""
    if "low" not in table or table["low"].notna().sum() == 0:
        return wide.notna()
    return wide_table(table, "period", column, "low").T.notna()


def _color_bar(ax: Axes, mesh: QuadMesh, quantity: str) -> None:
    ticks = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    figure = ax.get_figure(root=False) or ax.figure
    bar = figure.colorbar(mesh, ax=ax, shrink=0.8, pad=0.02, aspect=28, format=percent, ticks=ticks)
    bar.set_label(wrap(quantity, 45 * available_inches(ax).height, font_size()))
    bar.outline.set_visible(False)


def distances(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a distance matrix, with its values.

    Parameters
    ----------
    table : DataFrame
        Output of `distance_matrix` (its column ``corrected`` is drawn), or distances of shape
        (n_groups, n_groups) with the same row and column names; at most 16 groups.
        ``attrs["quantity"]`` becomes the axis label.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        The lower triangle, darker for larger distances, with each value printed.

    Raises
    ------
    InputError
        When row and column names differ, or there are more than 16 groups.
    """
    table = square_distances(table)
    if list(table.index) != list(table.columns):
        message = "plot.distances: the rows and columns of the table must have the same names."
        raise InputError(message)
    if not 2 <= len(table) <= 16:
        message = f"plot.distances: expected 2 to 16 groups; got {len(table)}."
        raise InputError(message)
    n = len(table)
    ax = new_axes(ax, height=height_for_rows(n, lines=2.6, rest=1.2))
    with house_style():
        values = table.to_numpy(dtype=float)
        lower = np.ma.masked_array(values, mask=np.triu(np.ones((n, n), dtype=bool)))
        most = float(np.nanmax(values)) or 1.0
        small = small_font_size()
        ax.pcolormesh(
            np.arange(n + 1) - 0.5,
            np.arange(n + 1) - 0.5,
            lower,
            cmap=SEQUENTIAL_CMAP,
            vmin=0,
            vmax=most,
            edgecolors="white",
        )
        for i, j in [(row, column) for row in range(n) for column in range(row)]:
            color = "white" if values[i, j] > 0.45 * most else "#222222"
            ax.text(j, i, f"{values[i, j]:.2f}", ha="center", va="center", color=color, size=small)
        label_rows("plot.distances", ax, list(table.index), share=0.25)
        ax.set_xlim(-0.5, n - 0.5)
        ax.set_ylim(n - 0.5, -0.5 - _name_diagonal(ax, list(table.columns)))
        ax.set_xlabel(
            wrap(table.attrs.get("quantity", ""), 50 * available_inches(ax).width, font_size())
        )
        ax.grid(visible=False)
        ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def _name_diagonal(ax: Axes, names: list[object]) -> float:
    """Write the column names along the diagonal, in the empty upper triangle.

    Returns how far the first name extends above the matrix, in rows.
    """
    ax.set_xticks([])
    size, above = small_font_size(), 0.0
    for i, name in enumerate(names[:-1]):
        text = truncate(display_name(name), 12 * size, size)
        rise = np.sin(np.radians(LABEL_ANGLE)) * text_width(text, size) + 1.3 * size
        above = max(above, rise / (50 * available_inches(ax).height / len(names)) - 0.75 - i)
        ax.text(
            i - 0.4,
            i + 0.25,
            text,
            rotation=LABEL_ANGLE,
            ha="left",
            va="bottom",
            size=size,
            color=GRAY,
        )
    return above


def topic_map(table: Any, *, ax: Axes | None = None) -> Axes:
    """Draw topics as circles on a plane; the area is proportional to the share of the corpus.

    Parameters
    ----------
    table : DataFrame or fitted model
        Columns ``topic``, ``x``, ``y`` (coordinates, see `principal_coordinates`) and ``share``;
        ``attrs["kept"]`` is the fraction of the variation in the distances that the map keeps. Of
        a model (`LDA`, `NMF`, imported topics), topics are placed by the square roots of their
        Jensen-Shannon divergences, and shares are those of the model's mass.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One numbered circle per topic, on axes of equal scale, with the fraction kept as axis
        label. Circles of topics marked in a column ``fragile`` (`mark_fragile`) are dashed.
    """
    if hasattr(table, "topic_term_"):
        table = topic_places(table)
    check_table("plot.topic_map", table)
    check_columns("plot.topic_map", table, ["topic", "x", "y", "share"])
    ax = new_axes(ax)
    with house_style():
        area = 1100 * scale() ** 2 * table["share"] / table["share"].max()
        ax.scatter(table["x"], table["y"], s=area, c=PALETTE[1], alpha=0.22, lw=0)
        fragile = table["fragile"] if "fragile" in table else np.zeros(len(table), dtype=bool)
        look: dict[str, Any] = {"facecolors": "none", "edgecolors": PALETTE[1]}
        look |= {"linestyles": ["--" if one else "-" for one in fragile], "lw": 0.8 * scale()}
        ax.scatter(table["x"], table["y"], s=area, **look)
        explain_fragile_mark(ax, [FRAGILE_MARK] if any(fragile) else [])
        ax.set_aspect("equal", adjustable="box")
        room = 0.22 * max(np.ptp(table["x"]), np.ptp(table["y"]), 1e-9)
        ax.set_xlim(table["x"].min() - room, table["x"].max() + room)
        ax.set_ylim(table["y"].min() - room, table["y"].max() + room)
        _number_topics(ax, table)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.grid(visible=False)
        ax.spines[["left", "bottom"]].set_visible(False)
        if "kept" in table.attrs:
            ax.set_xlabel(f"Two axes keep {table.attrs['kept']:.0%} of the distances' variation")
    return ax


def _number_topics(ax: Axes, table: pd.DataFrame) -> None:
    """Write the number of each topic on its circle, moved only to avoid overlap."""
    width, height = available_inches(ax)
    span_x, span_y = np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())
    point = max(span_x / (60 * width), span_y / (50 * height))
    texts = [printable(topic) for topic in table["topic"]]
    least = point * max(1.4 * font_size(), *(text_width(text, font_size()) + 2 for text in texts))
    places = push_apart(table[["x", "y"]].to_numpy(dtype=float), least)
    for (x, y), text in zip(places.tolist(), texts, strict=True):
        ax.text(x, y, text, ha="center", va="center", size=font_size())
