"""Comparison of two groups: differences with intervals, shares, and distinctive terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    attach_axes,
    available_inches,
    font_size,
    height_for_rows,
    label_rows,
    legend_above,
    small_font_size,
    text_width,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    check_rows,
    draw_dots,
    house_style,
    new_axes,
    percent,
    printable,
    scale,
    style_rows,
)
from toolkit.stats.permutation import SIGNIFICANCE_LEVEL, clear_rows
from toolkit.tables import check_columns, is_fragile, label_column

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIFFERENCE_COLUMNS = ("group", "baseline", "difference", "low", "high")


def differences(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the difference in each theme or topic between one group and the baseline.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group. An optional column ``label`` names the rows.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per theme or topic, largest difference first: a dot at the difference in
        percentage points and a line for its interval, dashed for a fragile topic
        (`mark_fragile`). The dot is filled if the adjusted p-value is below 0.05.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group, or the rows do not fit.
    """
    check_columns("plot.differences", table, [*DIFFERENCE_COLUMNS, "p_adjusted"])
    group, baseline = single_pair("plot.differences", table)
    ax = new_axes(ax, height=height_for_rows(len(table)))
    with house_style():
        rows = table.sort_values("difference", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        names = row_names(rows)
        dashes: list[Any] = ["dashed" if is_fragile(name) else "solid" for name in names]
        low, high = 100 * rows["low"], 100 * rows["high"]
        intervals = ax.hlines(y, low, high, color=PALETTE[1], zorder=2)
        intervals.set_linestyle(dashes)
        clear = clear_rows(rows).to_numpy()
        faces = [PALETTE[1] if one else "white" for one in clear]
        draw_dots(ax, 100 * rows["difference"], y, faces=faces, color=PALETTE[1])
        text = f"Percentage points: {name_with_count(rows, group, 'n_articles')} minus "
        text += name_with_count(rows, baseline, "n_baseline")
        text = wrap(text, 48 * available_inches(ax).width, font_size())
        ax.set_xlabel(text)
        taken = 6.0 + 1.3 * text.count("\n")
        label_rows("plot.differences", ax, names, taken=taken)
        style_rows(ax, len(rows))
    return ax


def group_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the shares of two groups joined by a line, and print each difference.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group. An optional column ``label`` names the rows.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per theme or topic, largest difference first: a square for the baseline, a dot for
        the group and, at the right, the difference in percentage points with its interval.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group, or the rows do not fit.
    """
    check_columns("plot.group_shares", table, [*DIFFERENCE_COLUMNS, "share", "baseline_share"])
    group, baseline = single_pair("plot.group_shares", table)
    ax = new_axes(ax, height=height_for_rows(len(table), lines=1.8, rest=1.3))
    with house_style():
        rows = table.sort_values("difference", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.hlines(y, rows["baseline_share"], rows["share"], color=PALE, lw=2.4 * scale(), zorder=2)
        for column, name, color, marker, z in (
            ("baseline_share", name_with_count(rows, baseline, "n_baseline"), GRAY, "s", 3),
            ("share", name_with_count(rows, group, "n_articles"), PALETTE[0], "o", 4),
        ):
            ax.scatter(
                rows[column], y, s=26 * scale() ** 2, c=color, marker=marker, label=name, zorder=z
            )
        label_rows("plot.group_shares", ax, row_names(rows), taken=9.5)
        ax.tick_params(axis="y", pad=6 * scale())  # a marker at zero overlaps the axis
        style_rows(ax, len(rows))
        _print_differences(ax, rows)
        _percent_axis(ax)
        text = table.attrs.get("quantity", "Mean share over the articles of the group")
        ax.set_xlabel(wrap(text, 45 * available_inches(ax).width, font_size()))
        legend_above(ax)
    return ax


def distinctive_terms(table: pd.DataFrame, *, n_terms: int = 12, ax: Axes | None = None) -> Axes:
    """Draw the distinctive terms of one or two groups, with the number of uses.

    Parameters
    ----------
    table : DataFrame
        Rows of `plot.distinctive_terms` for one or two groups: ``term``, ``score`` and, for two
        groups, ``group``. An optional column ``n_group`` (uses in the group) is printed;
        with ``p_adjusted``, terms that are not significant after correction have hollow bars.
    n_terms : int
        Number of terms per group.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One bar per term, largest score first. With two groups, bars of the first point right and
        those of the second point left.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than two groups, or the rows do not fit.
    """
    check_columns("plot.distinctive_terms", table, ["term", "score"])
    check_rows("plot.distinctive_terms", table)
    groups = list(dict.fromkeys(table["group"].astype("str"))) if "group" in table else [""]
    if len(groups) > 2:
        message = (
            f"plot.distinctive_terms: the table holds {len(groups)} groups; select one or two: "
            f"table[table['group'] == {groups[0]!r}]."
        )
        raise InputError(message)
    rows = _leading_terms(table, groups, n_terms)
    ax = new_axes(ax, height=height_for_rows(len(rows)))
    with house_style():
        y = np.arange(len(rows))
        colors = [PALETTE[1] if side > 0 else PALETTE[0] for side in rows["side"]]
        p_values = rows.get("p_adjusted", pd.Series(0.0, index=rows.index))
        faces = [
            color if p < SIGNIFICANCE_LEVEL else "white"
            for color, p in zip(colors, p_values, strict=True)
        ]
        rim = 0.8 * scale()
        ax.barh(y, rows["side"] * rows["score"], color=faces, edgecolor=colors, lw=rim, height=0.68)
        ax.axvline(0, color=GRAY, linewidth=0.8)
        taken = 6.0 + 3.2 * (len(groups) - 1)
        label_rows("plot.distinctive_terms", ax, rows["term"].tolist(), taken=taken)
        style_rows(ax, len(rows))
        _print_counts(ax, rows)
        ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        quantity = "Score; the numbers are uses in the group" if "n_group" in rows else "Score"
        text = table.attrs.get("quantity", quantity)
        ax.set_xlabel(wrap(text, 45 * available_inches(ax).width, font_size()))
        if len(groups) == 2:
            _name_sides(ax, groups)
    return ax


def _leading_terms(table: pd.DataFrame, groups: list[str], n_terms: int) -> pd.DataFrame:
    parts = []
    for side, group in zip((1, -1), groups, strict=False):
        rows = table[table["group"].astype("str") == group] if group else table
        best = rows.nlargest(n_terms, "score", keep="first").assign(side=side)
        parts.append(best.iloc[::-side])
    return pd.concat(parts[::-1], ignore_index=True)


def _print_counts(ax: Axes, rows: pd.DataFrame) -> None:
    if "n_group" not in rows:
        most = rows["score"].max()
        ax.set_xlim(-1.05 * most if (rows["side"] < 0).any() else 0, 1.05 * most)
        return
    columns = (rows[name].tolist() for name in ("side", "score", "n_group"))
    for i, (side, score, n) in enumerate(zip(*columns, strict=True)):
        ax.annotate(
            f"{n:,}",
            xy=(side * score, i),
            xytext=(3 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=small_font_size(),
            color=GRAY,
        )
    room = max(text_width(f"{n:,}", small_font_size()) for n in rows["n_group"]) + 8
    axis = 72 * 0.55 * available_inches(ax).width / rows["side"].nunique()
    most = rows["score"].max() * (1 + room / max(axis - room, room))
    ax.set_xlim(-most if (rows["side"] < 0).any() else 0, most)


def _name_sides(ax: Axes, groups: list[str]) -> None:
    """Write the name of each group above its side."""
    size = font_size()
    room = 72 * 0.3 * available_inches(ax).width
    names = map(printable, groups)
    texts = [wrap(name, room, size, max_lines=2, weight="bold") for name in names]
    n_lines = max(text.count("\n") + 1 for text in texts)
    header = attach_axes(ax, height=1.3 * size * n_lines, gap=2, above=True)
    header.set_axis_off()
    for text, place, align, color in ((texts[0], 1.0, "right", 1), (texts[1], 0.0, "left", 0)):
        header.text(
            place, 0.0, text, ha=align, va="bottom", color=PALETTE[color], size=size, weight="bold"
        )


def _print_differences(ax: Axes, rows: pd.DataFrame) -> None:
    columns = (rows[name].to_numpy(dtype=float) for name in ("difference", "low", "high"))
    for i, (difference, low, high) in enumerate(zip(*columns, strict=True)):
        text = format_points(difference)
        if np.isfinite(low) and np.isfinite(high):
            text += f" ({format_points(low)} to {format_points(high)})"
        ax.annotate(
            text,
            xy=(1.0, i),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=small_font_size(0.9),
            annotation_clip=False,
        )


def format_points(share: float) -> str:
    """Return a difference of shares in whole percentage points, with its sign."""
    return f"{100 * share:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")


def _percent_axis(ax: Axes) -> None:
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(percent)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def single_pair(function: str, table: pd.DataFrame) -> tuple[object, object]:
    """Return the group and the baseline of a table with a single comparison.

    Raises
    ------
    InputError
        When the table holds several comparisons, or none.
    """
    check_rows(function, table)
    pairs = table[["group", "baseline"]].drop_duplicates()
    if len(pairs) != 1:
        first = table["group"].iloc[0]
        message = (
            f"{function}: the table compares {len(pairs)} pairs of groups; choose one: "
            f"table[table['group'] == {first!r}]."
        )
        raise InputError(message)
    return pairs.iloc[0]["group"], pairs.iloc[0]["baseline"]


def name_with_count(rows: pd.DataFrame, name: object, column: str) -> str:
    """Return the name of a group, with its number of articles if the table has it."""
    if column not in rows or not len(rows):
        return printable(name)
    n = int(rows[column].max())
    return f"{printable(name)} ({n:,}\u00a0article{'' if n == 1 else 's'})"


def row_names(rows: pd.DataFrame) -> list[object]:
    """Return what the rows are called: their labels, else their themes or topics."""
    return rows["label" if "label" in rows.columns else label_column("row_names", rows)].tolist()
