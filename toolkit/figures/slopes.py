"""Two groups or periods joined by slopes, with the interval of each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.differences import CLEAR, DIFFERENCES, one_pair, points_text, row_names, sized
from toolkit.figures.labels import LINE_HEIGHT, base_size, figure_inches, label_ends, wrap
from toolkit.figures.style import GRAY, in_house_style, new_axes, percent, scale, theme_colors
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_SLOPES = 6
BESIDE = 0.02
TAKEN = 4.0
"""Lines of what stands above and beneath the slopes."""


def plot_slopes(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw each theme's share in the baseline and in the group, joined by a line.

    Best for two periods: what rose, what fell, and how surely. The intervals are those of the
    differences, drawn from the baseline's share: a bar that does not hold the height where its
    line began is a difference beyond chance, before the correction for multiple testing.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group, at most six; a column ``label`` names the rows
        where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        The baseline at the left, the group at the right, with their numbers of articles beneath;
        a line per theme or topic, dashed where the adjusted p is 0.05 or more; at its end name,
        shares and the difference in percentage points with its interval.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group or more than six rows, or
        the axes are too low for their labels.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> row = {"theme": "conflict", "group": "2018", "baseline": "2017", "share": 0.4,
    ...        "baseline_share": 0.3, "difference": 0.1, "low": 0.02, "high": 0.18,
    ...        "p_adjusted": 0.01}
    >>> ax = plot_slopes(pd.DataFrame([row]), ax=Figure().subplots())
    >>> ax.texts[0].get_text()
    '● conflict\n30% to 40%\n+10 (+2 to +18)'
    """
    check_columns("plot_slopes", table, [*DIFFERENCES, "share", "baseline_share", "p_adjusted"])
    group, baseline = one_pair("plot_slopes", table)
    if len(table) > MOST_SLOPES:
        message = (
            f"plot_slopes: {len(table)} slopes cannot be told apart; at most {MOST_SLOPES}. Choose "
            f"some, or draw all with plot_group_shares."
        )
        raise InputError(message)
    ax = new_axes(ax)
    with in_house_style():
        names = row_names(table)
        styles = theme_colors(names)
        for i, (name, row) in enumerate(zip(names, table.to_dict("records"), strict=True)):
            _draw_slope(ax, row, styles[name], beside=1 + BESIDE * (i + 1))
        _two_places(ax, [sized(table, baseline, "n_baseline"), sized(table, group, "n_articles")])
        ax.set_ylim(0, 1.06 * ax.get_ylim()[1])
        ax.yaxis.set_major_formatter(percent)
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        text = table.attrs.get("quantity", "Mean share over the articles of the group")
        ax.set_ylabel(wrap(text, 50 * figure_inches(ax)[1], base_size()))
        notes = [_end_text(row) for row in table.to_dict("records")]
        n_lines = label_ends(ax, list(zip(names, table["share"], strict=True)), styles, notes=notes)
        _check_room(ax, len(table), n_lines)
    return ax


def _draw_slope(
    ax: Axes, row: dict[object, float], style: tuple[str, str], *, beside: float
) -> None:
    color, marker = style
    shares = [row["baseline_share"], row["share"]]
    clear = row["p_adjusted"] < CLEAR
    ax.plot(
        [0, 1], shares, color=color, marker=marker, ls="-" if clear else (0, (4, 2)),
        ms=5 * scale(), label=str(row.get("theme", row.get("topic"))), zorder=3,
    )  # fmt: skip
    low, high = row["baseline_share"] + row["low"], row["baseline_share"] + row["high"]
    if np.isfinite(low) and np.isfinite(high):
        ax.plot(
            [beside, beside], [low, high], color=color, lw=3.2 * scale(), alpha=0.45,
            solid_capstyle="butt", label="_interval", zorder=2,
        )  # fmt: skip


def _two_places(ax: Axes, names: list[str]) -> None:
    """Put the names of the two groups under their ends."""
    room = 72 * 0.24 * figure_inches(ax)[0]
    names = [name.replace(" (", "\n(") for name in names]
    parts = [name.split("\n") for name in names]
    texts = [[wrap(part[0], room, base_size(), max_lines=3), *part[1:]] for part in parts]
    ax.set_xticks([0, 1], ["\n".join(text) for text in texts])
    for label in ax.get_xticklabels():
        label.set_parse_math(False)
    ax.set_xlim(-0.35, 1 + BESIDE * (MOST_SLOPES + 1))
    ax.tick_params(axis="x", length=0, labelsize=base_size())
    for x in (0, 1):
        ax.axvline(x, color=GRAY, lw=0.6 * scale(), zorder=1)


def _check_room(ax: Axes, n_slopes: int, n_lines: int) -> None:
    height = figure_inches(ax)[1]
    enough = (n_lines + TAKEN) * base_size() * LINE_HEIGHT / 72
    if height < enough:
        message = (
            f"plot_slopes: the labels of {n_slopes} slopes do not fit in axes of {height:.1f} "
            f"inches; make the figure {enough:.1f} inches high, or choose some rows."
        )
        raise InputError(message)


def _end_text(row: dict[object, float]) -> str:
    text = f"{percent(round(row['baseline_share'], 2))} to {percent(round(row['share'], 2))}\n"
    text += points_text(row["difference"])
    if np.isfinite(row["low"]) and np.isfinite(row["high"]):
        text += f" ({points_text(row['low'])} to {points_text(row['high'])})"
    return text
