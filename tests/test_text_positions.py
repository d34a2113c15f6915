"""A figure drawn without looking for settled places again is the figure drawn with it."""

import contextlib

import numpy as np
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests import figure_tables as tables
from toolkit.reporting.figures import figure_files, layout

NAMES = ["conflict", "talks", "aid", "votes", "trade", "floods"]


def panels(fig):
    tt.plot.theme_panels(tables.period_shares(NAMES, n=12), ax=fig.subplots())


def differences(fig):
    ax = fig.subplots()
    tt.plot.differences(tables.differences(NAMES), ax=ax)
    ax.set_title("A title that is so long that it takes more than one of the lines above the axes")


def heatmap(fig):
    tt.plot.topic_periods(tables.period_shares(NAMES, n=12), ax=fig.subplots())


def ticks_above(fig):
    ax = fig.subplots()
    ax.plot([0, 1], [0, 3])
    ax.xaxis.tick_top()
    ax.set_title("Above the ticks")


def label_above(fig):
    ax = fig.subplots()
    ax.plot([0, 1], [0, 3])
    ax.xaxis.set_label_position("top")
    ax.set_title("Above a label without text")


def large_numbers(fig):
    ax = fig.subplots()
    ax.plot([0, 1], [3e9, 4e9])
    ax.set_title("Above an offset", loc="left")


def aligned_labels(fig):
    left, right = fig.subplots(2, 1)
    left.plot([0, 1], [0, 30_000])
    right.plot([0, 1], [0, 3])
    right.set_ylabel("Aligned with the other")
    fig.align_ylabels()
    left.set_title("Two axes")


KINDS = [panels, differences, heatmap, ticks_above, label_above, large_numbers, aligned_labels]


def pictures(draw, folder):
    with tt.plot.figure_style():
        fig = Figure(figsize=(4, 3), layout="constrained")
        draw(fig)
        saved = tt.save_figure(fig, folder / draw.__name__)
    return fig, [saved.path(suffix).read_bytes() for suffix in (".svg", ".pdf", ".png")]


@pytest.mark.parametrize("draw", KINDS)
def test_a_picture_has_the_bytes_of_one_whose_places_are_looked_for_at_each_drawing(
    draw, tmp_path, monkeypatch
):
    _, settled = pictures(draw, tmp_path)
    monkeypatch.setattr(figure_files, "keep_settled", contextlib.nullcontext)
    assert pictures(draw, tmp_path)[1] == settled


@pytest.mark.parametrize("draw", [panels, large_numbers])
def test_a_figure_that_was_saved_finds_places_for_its_texts_again(draw, tmp_path):
    fig, _ = pictures(draw, tmp_path)
    for ax in [*fig.axes, *fig.axes[0].child_axes]:
        assert ax._autotitlepos
        assert ax.xaxis._autolabelpos
        assert ax.yaxis._autolabelpos
        assert all(tick.label1.get_in_layout() for tick in ax.xaxis.get_major_ticks())


def laid_out_again_and_again(fig):
    """Run the engine until nothing moves, measuring everything each time."""
    engine = fig.get_layout_engine()
    for ax in fig.axes:
        ax.set_subplotspec(ax.get_subplotspec())
    for _ in range(6):
        engine.execute(fig)
    return np.array([ax.get_position().extents for ax in fig.axes])


@pytest.mark.parametrize("draw", [one for one in KINDS if one is not heatmap])
def test_axes_stand_where_repeated_layouts_put_them(draw):
    with tt.plot.figure_style():
        figures = [Figure(figsize=(4, 3), layout="constrained", dpi=300) for _ in range(2)]
        for fig in figures:
            draw(fig)
        with layout.fixed_layout(figures[0], 300):
            found = [ax.get_position().extents for ax in figures[0].axes]
        assert np.abs(laid_out_again_and_again(figures[1]) - found).max() < 1.1e-6


def test_a_layout_that_is_confirmed_measures_nothing_again(monkeypatch):
    fig = Figure(layout="constrained")
    ax = fig.subplots()
    measured, measure = [], ax.get_tightbbox
    ax.get_tightbbox = lambda *given, **options: (
        measured.append(ax.get_position().extents) or (measure(*given, **options))
    )
    layout._lay_out(fig)
    assert len(measured) == len({tuple(one.round(9)) for one in measured})
