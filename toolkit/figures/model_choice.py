"""Choosing and trusting a model: measures over the number of topics, stability, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    base_size,
    figure_inches,
    label_rows,
    row_height,
    small_size,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    display_name,
    draw_dots,
    in_house_style,
    new_axes,
    scale,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes


MOST_MEASURES = 8


def plot_topic_numbers(
    table: pd.DataFrame, *, left: Sequence[int] = (), ax: Axes | None = None
) -> Axes:
    """Draw measures of topic models against their number of topics, one panel per measure.

    Parameters
    ----------
    table : DataFrame
        Long: ``n_topics``, ``measure`` (coherence, stability, held-out perplexity, ...), ``value``;
        several rows per number of topics are several runs. At most eight measures.
    left : sequence of int
        Numbers that `advise_n_topics` leaves (its ``n_topics``): a pale bar behind each.
    ax : Axes, optional
        The place of the whole figure; None makes a figure of its own.

    Returns
    -------
    Axes
        ``ax``, empty but for its title; the panels are ``ax.child_axes``: a dot per run, a line
        through the medians of the runs. The measures have different units, hence no common axis.

    Raises
    ------
    InputError
        When a column is missing or there are more than eight measures.
    """
    check_columns("plot_topic_numbers", table, ["n_topics", "measure", "value"])
    measures = list(dict.fromkeys(table["measure"]))
    if len(measures) > MOST_MEASURES:
        message = (
            f"plot_topic_numbers: at most {MOST_MEASURES} measures can be read; "
            f"got {len(measures)}."
        )
        raise InputError(message)
    ax = new_axes(ax, height=0.8 + 1.1 * len(measures))
    with in_house_style():
        ax.set_axis_off()
        gap = 2.0 * base_size() / 72 / figure_inches(ax)[1]
        height = 1 / len(measures) - gap
        for i, measure in enumerate(measures):
            first = ax.child_axes[0] if i else None
            box = (0.0, 1 - (i + 1) * (height + gap), 1.0, height)
            panel = ax.inset_axes(box, sharex=first)
            _draw_measure(panel, table[table["measure"] == measure], PALETTE[i % len(PALETTE)])
            panel.set_title(display_name(measure), loc="left", fontsize=base_size(), pad=3)
            panel.tick_params(labelbottom=i == len(measures) - 1)
            for number in left:
                panel.axvline(number, color=PALE, lw=5, zorder=0)
        panel.set_xlabel("Number of topics" + (" (pale: not ruled out)" if len(left) else ""))
        panel.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    return ax


def _draw_measure(panel: Axes, rows: pd.DataFrame, color: str) -> None:
    middle = rows.groupby("n_topics")["value"].median()
    panel.plot(middle.index, middle, color=color, label=str(rows["measure"].iloc[0]))
    panel.scatter(
        rows["n_topics"],
        rows["value"],
        s=14 * scale() ** 2,
        color=color,
        alpha=0.55,
        lw=0,
        zorder=3,
    )
    panel.yaxis.set_major_locator(MaxNLocator(3))
    panel.spines[["top", "right"]].set_visible(False)
    panel.margins(y=0.15)


def plot_stability(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how surely each topic is found again in other runs.

    Parameters
    ----------
    table : DataFrame
        What `topic_stability` gives: ``topic``, ``stability`` (0 to 1), ``low``, ``high``,
        ``n_runs``, ``n_found``, ``fragile``; a column ``label`` names the rows where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        A row per topic, the steadiest on top: a dot with its interval, hollow for a fragile topic;
        on the right the runs in which it came back.

    Raises
    ------
    InputError
        When a column is missing or the rows do not fit.
    """
    wanted = ["topic", "stability", "low", "high", "n_runs", "n_found", "fragile"]
    check_columns("plot_stability", table, wanted)
    ax = new_axes(ax, height=row_height(len(table)))
    with in_house_style():
        rows = table.sort_values("stability", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.hlines(y, rows["low"].clip(0, 1), rows["high"].clip(0, 1), color=PALETTE[2], zorder=2)
        faces = ["white" if fragile else PALETTE[2] for fragile in rows["fragile"]]
        draw_dots(ax, rows["stability"], y, faces=faces, color=PALETTE[2])
        label_rows("plot_stability", ax, rows["label" if "label" in rows else "topic"].tolist())
        _print_runs(ax, rows)
        ax.set_xlim(0, 1.02)
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        ax.spines["left"].set_visible(False)
        text = "Likeness to the same topic in other runs; right: runs that found it"
        ax.set_xlabel(wrap(text, 48 * figure_inches(ax)[0], base_size()))
    return ax


def _print_runs(ax: Axes, rows: pd.DataFrame) -> None:
    found, runs = rows["n_found"].tolist(), rows["n_runs"].tolist()
    for i, (n_found, n_runs) in enumerate(zip(found, runs, strict=True)):
        ax.annotate(
            f"{n_found} of {n_runs}",
            xy=(1.0, i),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=small_size(),
            color=GRAY,
            annotation_clip=False,
        )


def principal_coordinates(distances: pd.DataFrame) -> pd.DataFrame:
    """Place things on a plane so that their distances are kept as well as a plane can.

    Parameters
    ----------
    distances : DataFrame of shape (n, n)
        Distances, named alike down and across, such as square roots of Jensen-Shannon divergences.

    Returns
    -------
    DataFrame
        Columns ``topic`` (the names), ``x``, ``y``, in the unit of the distances. ``attrs["kept"]``
        is the sum of the two largest eigenvalues over the sum of the positive ones. Signs are
        fixed: the largest coordinate of each axis is positive.

    References
    ----------
    Gower (1966), Biometrika 53(3-4), classical scaling. doi:10.1093/biomet/53.3-4.325

    Examples
    --------
    >>> import pandas as pd
    >>> line = pd.DataFrame([[0, 1, 2], [1, 0, 1], [2, 1, 0]], index=[0, 1, 2])
    >>> placed = principal_coordinates(line)
    >>> sorted(placed["x"].round(6).tolist()), round(placed.attrs["kept"], 6)
    ([-1.0, 0.0, 1.0], 1.0)
    """
    import pandas as pd

    squared = np.asarray(distances, dtype=float) ** 2
    n = len(squared)
    center = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * center @ squared @ center)
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    points = vectors[:, :2] * np.sqrt(values[:2])
    signs = np.sign(points[np.abs(points).round(9).argmax(axis=0), [0, 1]])
    points = points * np.where(signs == 0, 1, signs)
    table = pd.DataFrame({"topic": list(distances.index), "x": points[:, 0], "y": points[:, 1]})
    total = float(values.sum())
    table.attrs["kept"] = float(values[:2].sum() / total) if total else 1.0
    return table
