"""Model choice: measures by number of topics, topic stability, coordinates for a topic map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    available_inches,
    font_size,
    height_for_rows,
    label_rows,
    small_font_size,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALE,
    PALETTE,
    display_name,
    draw_dots,
    house_style,
    new_axes,
    scale,
    style_rows,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes


MAX_MEASURES = 8


def topic_numbers(table: pd.DataFrame, *, left: Sequence[int] = (), ax: Axes | None = None) -> Axes:
    """Draw measures of topic models by number of topics, one panel per measure.

    Parameters
    ----------
    table : DataFrame
        Long: ``n_topics``, ``measure`` (coherence, stability, held-out perplexity, ...), ``value``;
        several rows for one number of topics are several runs. At most eight measures.
    left : sequence of int
        Numbers of topics that `advise_n_topics` does not rule out; each gets a pale bar.
    ax : Axes, optional
        Axes to fill; by default, those of a new figure.

    Returns
    -------
    Axes
        ``ax``, empty except for its title. The panels are ``ax.child_axes``: one dot per run and a
        line through the medians. Each panel has its own scale, since the units differ.

    Raises
    ------
    InputError
        When a column is missing or there are more than eight measures.
    """
    check_columns("plot.topic_numbers", table, ["n_topics", "measure", "value"])
    measures = list(dict.fromkeys(table["measure"]))
    if len(measures) > MAX_MEASURES:
        message = (
            f"plot.topic_numbers: at most {MAX_MEASURES} measures fit into a readable figure; "
            f"got {len(measures)}."
        )
        raise InputError(message)
    ax = new_axes(ax, height=0.8 + 1.1 * len(measures))
    with house_style():
        ax.set_axis_off()
        gap = 2.0 * font_size() / 72 / available_inches(ax).height
        height = 1 / len(measures) - gap
        for i, measure in enumerate(measures):
            first = ax.child_axes[0] if i else None
            box = (0.0, 1 - (i + 1) * (height + gap), 1.0, height)
            panel = ax.inset_axes(box, sharex=first)
            _draw_measure(panel, table[table["measure"] == measure], PALETTE[i % len(PALETTE)])
            panel.set_title(display_name(measure), loc="left", fontsize=font_size(), pad=3)
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


def stability(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the stability of each topic across runs.

    Parameters
    ----------
    table : DataFrame
        What `topic_stability` gives: ``topic``, ``plot.stability`` (0 to 1), ``low``, ``high``,
        ``n_runs``, ``n_found``, ``fragile``. An optional column ``label`` names the rows.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per topic, most stable first: a dot with its interval, hollow for a fragile topic.
        At the right, the number of runs that found it.

    Raises
    ------
    InputError
        When a column is missing or the rows do not fit.
    """
    wanted = ["topic", "stability", "low", "high", "n_runs", "n_found", "fragile"]
    check_columns("plot.stability", table, wanted)
    ax = new_axes(ax, height=height_for_rows(len(table)))
    with house_style():
        rows = table.sort_values("stability", kind="stable").reset_index(drop=True)
        y = np.arange(len(rows))
        ax.hlines(y, rows["low"].clip(0, 1), rows["high"].clip(0, 1), color=PALETTE[2], zorder=2)
        faces = ["white" if fragile else PALETTE[2] for fragile in rows["fragile"]]
        draw_dots(ax, rows["stability"], y, faces=faces, color=PALETTE[2])
        label_rows("plot.stability", ax, rows["label" if "label" in rows else "topic"].tolist())
        _print_runs(ax, rows)
        ax.set_xlim(0, 1.02)
        style_rows(ax, len(rows))
        text = "Likeness to the same topic in other runs; right: runs that found it"
        ax.set_xlabel(wrap(text, 48 * available_inches(ax).width, font_size()))
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
            fontsize=small_font_size(),
            color=GRAY,
            annotation_clip=False,
        )


def principal_coordinates(distances: pd.DataFrame) -> pd.DataFrame:
    """Embed a distance matrix in the plane by classical multidimensional scaling.

    Parameters
    ----------
    distances : DataFrame of shape (n, n)
        Distances with the same row and column names, such as square roots of Jensen-Shannon
        divergences.

    Returns
    -------
    DataFrame
        Columns ``topic`` (the names), ``x`` and ``y``, in the unit of the distances.
        ``attrs["kept"]`` is the sum of the two largest eigenvalues divided by the sum of the
        positive ones. On each axis the coordinate largest in absolute value is positive.

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
    if squared.shape != (n, n) or n < 2:
        message = (
            f"principal_coordinates: distances must be a table of at least two topics by the same "
            f"topics; got {squared.shape[0]} by {squared.shape[-1]}."
        )
        raise InputError(message)
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
