"""Two groups side by side: differences with their intervals, shares, and telling terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    attach,
    base_size,
    figure_inches,
    label_rows,
    legend_above,
    row_height,
    small_size,
    text_width,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    display_name,
    draw_dots,
    in_house_style,
    name_column,
    new_axes,
    percent,
    scale,
)
from toolkit.tables import check_columns, is_fragile

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIFFERENCES = ("group", "baseline", "difference", "low", "high")
CLEAR = 0.05


def plot_differences(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the difference of each theme or topic between one group and the baseline.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group; a column ``label`` names the rows where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One row per theme or topic, the largest difference on top: a dot at the difference in
        percentage points, a line over its interval, dashed for a fragile topic (`mark_fragile`);
        filled where the adjusted p is below 0.05.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group, or the rows do not fit.
    """
    check_columns("plot_differences", table, [*DIFFERENCES, "p_adjusted"])
    group, baseline = one_pair("plot_differences", table)
    ax = new_axes(ax, height=row_height(len(table)))
    with in_house_style():
        rows = table.sort_values("difference", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        names = row_names(rows)
        dashes: list[Any] = ["dashed" if is_fragile(name) else "solid" for name in names]
        low, high = 100 * rows["low"], 100 * rows["high"]
        intervals = ax.hlines(y, low, high, color=PALETTE[1], zorder=2)
        intervals.set_linestyle(dashes)
        clear = (rows["p_adjusted"] < CLEAR).to_numpy()
        faces = [PALETTE[1] if one else "white" for one in clear]
        draw_dots(ax, 100 * rows["difference"], y, faces=faces, color=PALETTE[1])
        text = f"Percentage points: {sized(rows, group, 'n_articles')} minus "
        text += sized(rows, baseline, "n_baseline")
        text = wrap(text, 48 * figure_inches(ax)[0], base_size())
        ax.set_xlabel(text)
        taken = 6.0 + 1.3 * text.count("\n")
        label_rows("plot_differences", ax, names, taken=taken)
        _rows_only(ax, len(rows))
    return ax


def plot_group_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the shares of two groups, theme by theme, joined by a line; print the difference.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group; a column ``label`` names the rows where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One row per theme or topic, the largest difference on top: a square for the baseline, a
        dot for the group; on the right the difference in percentage points with its interval.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group, or the rows do not fit.
    """
    check_columns("plot_group_shares", table, [*DIFFERENCES, "share", "baseline_share"])
    group, baseline = one_pair("plot_group_shares", table)
    ax = new_axes(ax, height=row_height(len(table), lines=1.8, rest=1.3))
    with in_house_style():
        rows = table.sort_values("difference", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.hlines(y, rows["baseline_share"], rows["share"], color=PALE, lw=2.4 * scale(), zorder=2)
        for column, name, color, marker, z in (
            ("baseline_share", sized(rows, baseline, "n_baseline"), GRAY, "s", 3),
            ("share", sized(rows, group, "n_articles"), PALETTE[0], "o", 4),
        ):
            ax.scatter(
                rows[column], y, s=26 * scale() ** 2, c=color, marker=marker, label=name, zorder=z
            )
        label_rows("plot_group_shares", ax, row_names(rows), taken=9.5)
        ax.tick_params(axis="y", pad=6 * scale())  # a mark at zero reaches over the axis
        _rows_only(ax, len(rows))
        _print_differences(ax, rows)
        _percent_x(ax)
        text = table.attrs.get("quantity", "Mean share over the articles of the group")
        ax.set_xlabel(wrap(text, 45 * figure_inches(ax)[0], base_size()))
        legend_above(ax)
    return ax


def plot_distinctive_terms(
    table: pd.DataFrame, *, n_terms: int = 12, ax: Axes | None = None
) -> Axes:
    """Draw the terms that set groups apart, with the number of their uses.

    Parameters
    ----------
    table : DataFrame
        Rows of `distinctive_terms` for one group or two: columns ``term``, ``score``; with two
        groups also ``group``; a column ``n_group`` (uses in the group) is printed where present.
    n_terms : int
        How many terms to draw for each group.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        A bar per term, the largest score on top; with two groups the first one's bars point to
        the right, the second one's to the left.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than two groups, or the rows do not fit.
    """
    check_columns("plot_distinctive_terms", table, ["term", "score"])
    groups = list(dict.fromkeys(table["group"].astype("str"))) if "group" in table else [""]
    if len(groups) > 2:
        message = (
            f"plot_distinctive_terms: the table holds {len(groups)} groups; choose one or two: "
            f"table[table['group'] == {groups[0]!r}]."
        )
        raise InputError(message)
    rows = _telling_rows(table, groups, n_terms)
    ax = new_axes(ax, height=row_height(len(rows)))
    with in_house_style():
        y = np.arange(len(rows))
        colors = [PALETTE[1] if side > 0 else PALETTE[0] for side in rows["side"]]
        ax.barh(y, rows["side"] * rows["score"], color=colors, height=0.68)
        ax.axvline(0, color=GRAY, linewidth=0.8)
        taken = 6.0 + 3.2 * (len(groups) - 1)
        label_rows("plot_distinctive_terms", ax, rows["term"].tolist(), taken=taken)
        _rows_only(ax, len(rows))
        _print_counts(ax, rows)
        ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        quantity = "Score; the numbers are uses in the group" if "n_group" in rows else "Score"
        text = table.attrs.get("quantity", quantity)
        ax.set_xlabel(wrap(text, 45 * figure_inches(ax)[0], base_size()))
        if len(groups) == 2:
            _name_sides(ax, groups)
    return ax


def _telling_rows(table: pd.DataFrame, groups: list[str], n_terms: int) -> pd.DataFrame:
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
            fontsize=small_size(),
            color=GRAY,
        )
    room = max(text_width(f"{n:,}", small_size()) for n in rows["n_group"]) + 8
    axis = 72 * 0.55 * figure_inches(ax)[0] / rows["side"].nunique()
    most = rows["score"].max() * (1 + room / max(axis - room, room))
    ax.set_xlim(-most if (rows["side"] < 0).any() else 0, most)


def _name_sides(ax: Axes, groups: list[str]) -> None:
    """Write each group's name above its side."""
    size = base_size()
    room = 72 * 0.33 * figure_inches(ax)[0]
    names = map(display_name, groups)
    texts = [wrap(name, room, size, max_lines=2, weight="bold") for name in names]
    n_lines = max(text.count("\n") + 1 for text in texts)
    header = attach(ax, height=1.3 * size * n_lines, gap=2, above=True)
    header.set_axis_off()
    for text, place, align, color in ((texts[0], 1.0, "right", 1), (texts[1], 0.0, "left", 0)):
        header.text(
            place, 0.0, text, ha=align, va="bottom", color=PALETTE[color], size=size, weight="bold"
        )


def _print_differences(ax: Axes, rows: pd.DataFrame) -> None:
    columns = (rows[name].to_numpy(dtype=float) for name in ("difference", "low", "high"))
    for i, (difference, low, high) in enumerate(zip(*columns, strict=True)):
        text = points_text(difference)
        if np.isfinite(low) and np.isfinite(high):
            text += f" ({points_text(low)} to {points_text(high)})"
        ax.annotate(
            text,
            xy=(1.0, i),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=small_size(0.9),
            annotation_clip=False,
        )


def points_text(share: float) -> str:
    """Return a difference of shares in whole percentage points, with its sign."""
    return f"{100 * share:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")


def _percent_x(ax: Axes) -> None:
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(percent)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))


def _rows_only(ax: Axes, n_rows: int) -> None:
    """Put the grid on the quantity and leave half a row of room above and below."""
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.spines["left"].set_visible(False)
    ax.set_ylim(-0.6, n_rows - 0.4)


def one_pair(function: str, table: pd.DataFrame) -> tuple[object, object]:
    """Return group and baseline of a table that compares one pair.

    Raises
    ------
    InputError
        When it compares several pairs, or none.
    """
    pairs = table[["group", "baseline"]].drop_duplicates()
    if len(pairs) != 1:
        first = table["group"].iloc[0] if len(table) else "A"
        message = (
            f"{function}: the table compares {len(pairs)} pairs of groups; choose one: "
            f"table[table['group'] == {first!r}]."
        )
        raise InputError(message)
    return pairs.iloc[0]["group"], pairs.iloc[0]["baseline"]


def sized(rows: pd.DataFrame, name: object, column: str) -> str:
    """Return a group's name with its number of articles, where the table has it."""
    if column not in rows or not len(rows):
        return display_name(name)
    n = int(rows[column].max())
    return f"{display_name(name)} ({n:,}\u00a0article{'' if n == 1 else 's'})"


def row_names(rows: pd.DataFrame) -> list[object]:
    """Return what the rows are called: their labels, else their themes or topics."""
    return rows["label" if "label" in rows.columns else name_column(rows)].tolist()
