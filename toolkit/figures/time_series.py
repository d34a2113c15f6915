"""Shares over time: lines with intervals, gaps, and article counts below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.transforms import Bbox, TransformedBbox

from toolkit.errors import InputError
from toolkit.figures.labels import font_size, height_for_rows, label_ends, wrap
from toolkit.figures.panels import OWN_SCALE, label_panel, label_side, scales_differ, stack_panels
from toolkit.figures.style import (
    PALE,
    check_rows,
    house_style,
    new_axes,
    scale,
    theme_colors,
)
from toolkit.figures.time_axis import (
    draw_article_counts,
    period_midpoints,
    share_axis,
)
from toolkit.tables import check_columns, is_fragile, label_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes

    from toolkit.figures.labels import Size

MAX_LINES = 6
MAX_PANELS = 24
MAX_CONTEXT_LINES = 6
MAX_MARKERS, N_MARKERS = 40, 14
"""Lines with more points get a few evenly spaced markers, so that they differ in greyscale."""
SPARSE_PART = 0.5
"""Periods with a smaller part of the usual number of articles set no scale by their interval."""

BEYOND_LABEL = "_beyond"
"""Label of the marks of what goes beyond the scale."""

COLUMNS = ("period", "share", "low", "high", "n_articles")


def theme_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of each theme (or topic) over time as lines in one chart.

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period`.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One line per theme, named at its right end, with each point at the midpoint of its period.
        The band is the interval; an estimate without one (too few articles) is a pale point that
        is not joined and sets no scale. Nor does the interval of a period with less than half of
        the usual number of articles; an arrow at the top marks what goes beyond the scale. A
        period without articles is a gap. Hollow markers are periods that the
        corpus covers only in part. The line of a fragile topic (`mark_fragile`) is dashed. Bars
        below count the articles.

    Raises
    ------
    InputError
        When a column is missing, or there are more than six themes: use `plot.theme_panels`.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> monthly = pd.DataFrame(
    ...     {
    ...         "period": pd.date_range("2016-01-01", periods=3, freq="MS"),
    ...         "theme": "conflict",
    ...         "share": [0.2, np.nan, 0.4],
    ...         "low": [0.1, np.nan, 0.3],
    ...         "high": [0.3, np.nan, 0.5],
    ...         "n_articles": [20, 0, 30],
    ...     }
    ... )
    >>> ax = theme_shares(monthly, ax=Figure(layout="constrained").subplots())
    >>> ax.get_ylabel(), len(ax.child_axes)
    ('Share of articles', 1)
    """
    check_columns("plot.theme_shares", table, COLUMNS)
    column = _named_series("plot.theme_shares", table)
    names = list(dict.fromkeys(table[column]))
    if len(names) > MAX_LINES:
        message = (
            f"plot.theme_shares: {len(names)} lines are too many to tell apart; at most "
            f"{MAX_LINES}. Select some, or draw one panel for each with plot.theme_panels."
        )
        raise InputError(message)
    ax = new_axes(ax)
    with house_style():
        styles, ends = theme_colors(names), []
        by_name = {name: table[table[column] == name].sort_values("period") for name in names}
        limit = axis_limit(map(series_top, by_name.values()))
        for name, rows in by_name.items():
            draw_line(ax, rows, name, styles[name], limit=limit)
            known = rows["share"].dropna()
            ends += [(name, min(limit, float(known.iloc[-1])))] if len(known) else []
        share_axis(ax)
        ax.set_ylim(0, limit)
        ax.set_ylabel(table.attrs.get("quantity", "Share of articles"))
        if ends:
            label_ends(ax, ends, styles)
        draw_article_counts(ax, table.drop_duplicates("period").sort_values("period"))
    return ax


def theme_panels(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of each theme (or topic) over time, one panel per theme.

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period`. An optional column ``label`` names the panels.
    ax : Axes, optional
        Axes to fill; by default, those of a new figure.

    Returns
    -------
    Axes
        ``ax``, empty except for its title. The panels are ``ax.child_axes``: one per theme, then
        one strip of article counts per column. The panels have one scale, with up to six other
        themes in grey behind; if the tops of their intervals differ by more than a factor of
        four, each panel has its own scale, and the axis label says so. A period without an
        interval (too few articles) is a pale point and sets no scale, nor does the interval of a
        period with less than half of the usual number of articles; an arrow at the top marks what
        goes beyond the scale.

    Raises
    ------
    InputError
        When a column is missing, or there are more than 24 themes.
    """
    check_columns("plot.theme_panels", table, COLUMNS)
    column = _named_series("plot.theme_panels", table)
    names = list(dict.fromkeys(table[column]))
    if len(names) > MAX_PANELS:
        message = (
            f"plot.theme_panels: {len(names)} panels are too many to read; at most {MAX_PANELS}. "
            f"Select some, or draw all as a heatmap with plot.topic_periods."
        )
        raise InputError(message)
    n_columns = 1 if len(names) <= 4 else 2 if len(names) <= 10 else 3
    n_rows = -(-len(names) // n_columns)
    ax = new_axes(ax, height=height_for_rows(n_rows, lines=7.0))
    with house_style():
        tops = [series_top(table[table[column] == name]) for name in names]
        shared = not scales_differ(tops)
        panels, size = stack_panels(ax, len(names), n_columns=n_columns, share_y=shared)
        styles = theme_colors(names)
        by_name = {name: rows.sort_values("period") for name, rows in table.groupby(column)}
        labels = dict(zip(table[column], table.get("label", table[column]), strict=True))
        for panel, name, top in zip(panels, names, tops, strict=True):
            if shared and len(names) <= MAX_CONTEXT_LINES:
                _draw_context(panel, by_name)
            limit = axis_limit(tops if shared or not top else [top])
            draw_line(panel, by_name[name], name, styles[name], limit=limit)
            label_panel(panel, labels[name], styles[name][0], size.width, mark=styles[name][1])
            share_axis(panel, bins=3)
            panel.set_ylim(0, limit or 1.0)  # no article has the theme: an empty scale
        _finish_panels(panels, table, n_columns=n_columns, size=size, shared=shared)
    return ax


def _named_series(function: str, table: pd.DataFrame) -> str:
    """Return the column that names the series; raise if there is none to draw."""
    check_rows(function, table)
    return label_column(function, table)


def series_top(rows: pd.DataFrame) -> float:
    """Return the height that a series needs; periods of few articles set no scale.

    A period without an interval does not count, and the interval of one with less than half of
    the usual number of articles does not either.

    Examples
    --------
    >>> rows = pd.DataFrame({"share": [0.9, 0.2], "low": [np.nan, 0.1], "high": [np.nan, 0.4]})
    >>> series_top(rows.assign(n_articles=[3, 40]))
    0.4
    """
    sure = rows[rows["low"].notna() & rows["high"].notna()]
    shown = sure if len(sure) else rows
    usual = shown["n_articles"].where(shown["n_articles"] > 0).median()
    high = shown["high"].where(shown["n_articles"] >= SPARSE_PART * usual)
    top = np.nanmax([0.0, *shown["share"].to_numpy(float), *high.to_numpy(float)])
    return float(top)


def axis_limit(tops: Iterable[float]) -> float:
    """Return the top of a share axis for series of these heights; 1 if all are 0.

    Examples
    --------
    >>> axis_limit([0.25, 0.5]), axis_limit([0.99]), axis_limit([0.0])
    (0.52, 1.0, 1.0)
    """
    top = max(tops, default=0.0)
    return min(1.0, 1.04 * top) if top > 0 else 1.0


def _draw_context(panel: Axes, by_name: Mapping[Any, pd.DataFrame]) -> None:
    """Draw all series in grey behind a panel, as far as they have intervals."""
    for rows in by_name.values():
        sure = rows["share"].where(rows["low"].notna())
        x = period_midpoints(rows["period"])
        panel.plot(x, sure, color=PALE, lw=0.6 * scale(), label="_other", zorder=1)


def _finish_panels(
    panels: list[Axes], table: pd.DataFrame, *, n_columns: int, size: Size, shared: bool
) -> None:
    periods = table.drop_duplicates("period").sort_values("period")
    for i in range(max(0, len(panels) - n_columns), len(panels)):
        counts = draw_article_counts(panels[i], periods, width=size.width)
        if i % n_columns:
            counts.set_ylabel("")
            counts.tick_params(labelleft=False)
    middle = (len(panels) - 1) // n_columns // 2 * n_columns
    quantity = table.attrs.get("quantity", "Share of articles")
    if not shared:
        quantity = f"{quantity} ({OWN_SCALE})"
    text = wrap(quantity, 72 * max(1.6, 1.5 * size.height), font_size())
    label_side(panels[::n_columns], middle // n_columns, text)


def draw_line(
    ax: Axes,
    rows: pd.DataFrame,
    name: object,
    style: tuple[str, str],
    *,
    limit: float = np.inf,
) -> None:
    """Draw one series: a line and band where it has intervals, pale points elsewhere.

    Above ``limit``, the top of the axis, a pale point is a hollow arrow and the cut end of an
    interval a filled one.
    """
    color, marker = style
    x, y = period_midpoints(rows["period"]), rows["share"].to_numpy(dtype=np.float64)
    low, high = (rows[end].to_numpy(dtype=np.float64) for end in ("low", "high"))
    sure = np.where(np.isfinite(low) & np.isfinite(high), y, np.nan)
    bare = np.isfinite(y) & np.isnan(sure)
    size = 0.8 * float(mpl.rcParams["lines.markersize"])
    pale = _marker_only(bare & (y <= limit), color, marker) | {"alpha": 0.5, "ms": size}
    drawn = ax.plot(x, y, **pale, label=str(name))
    for beyond, face in ((bare & (y > limit), "white"), (high > limit, color)):
        if beyond.any():
            look = _marker_only(beyond, color, "^") | {"mfc": face, "alpha": 0.7, "ms": size}
            ax.plot(x, np.full(len(x), limit), **look, clip_on=False, label=BEYOND_LABEL)
    shown = rows["label"].iloc[0] if "label" in rows else name
    dashes = "--" if is_fragile(shown) else "-"
    every = 1 if len(rows) <= MAX_MARKERS else -(-len(rows) // N_MARKERS)
    line: dict[str, Any] = {"linestyle": dashes, "marker": marker, "markevery": every}
    drawn += ax.plot(x, sure, color=color, label="_sure", **line)
    ax.fill_between(x, low, high, color=color, alpha=0.16, linewidth=0, zorder=1.5)
    lone = _isolated(sure)
    ax.vlines(x[lone], low[lone], high[lone], color=color, alpha=0.3, lw=3 * scale(), zorder=1.5)
    drawn += ax.plot(x, y, **_marker_only(lone, color, marker), label="_lone")
    for one in drawn:  # a mark at 0 or at the top of the axis is drawn whole
        one.set_clip_box(TransformedBbox(Bbox([[0.0, -0.1], [1.0, 1.1]]), ax.transAxes))
        one.set_in_layout(False)
    _mark_partial(ax, rows, style, limit)


def _marker_only(shown: np.ndarray, color: str, marker: str) -> dict[str, Any]:
    """Return plot options that mark only the points where ``shown`` is true, without a line."""
    every = np.flatnonzero(shown).tolist()
    return {"color": color, "marker": marker, "linestyle": "none", "markevery": every}


def _isolated(y: np.ndarray) -> np.ndarray:
    """Return which values lie between two gaps, where a line would not show them."""
    known = np.concatenate([[False], np.isfinite(y), [False]])
    return np.asarray(known[1:-1] & ~known[:-2] & ~known[2:])


def _mark_partial(ax: Axes, rows: pd.DataFrame, style: tuple[str, str], limit: float) -> None:
    """Draw hollow markers on the periods that the corpus covers only in part."""
    if "partial" not in rows.columns:
        return
    part = rows["partial"].to_numpy(dtype=bool) & (rows["share"].to_numpy() <= limit)
    if not part.any():
        return  # the layout would take an empty unclipped line for one in the corner
    ax.plot(
        period_midpoints(rows["period"])[part],
        rows["share"].to_numpy(dtype=np.float64)[part],
        linestyle="none",
        marker=style[1],
        markerfacecolor="white",
        markeredgecolor=style[0],
        markersize=1.3 * float(mpl.rcParams["lines.markersize"]),
        zorder=4,
        clip_on=False,
        label="_partial",
    )
