"""Two hundred generated charts: no text covers another, none is cut off, none is too small."""

import gc

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import toolkit as tt
from tests import figure_tables as tables

SHORT = ["conflict", "talks", "aid", "votes", "trade", "floods", "courts", "ports"]
LONG = [f"negotiations_about_the_harbour_number_{i:02d}" for i in range(12)]
ARABIC = ["مفاوضات السلام", "الميناء", "حرية الصحافة", "الانتخابات المحلية", "اللاجئون", "التجارة"]
MIXED = ["war", *LONG[:2], *ARABIC[:2], "Ümit & Özgür < 3", "ISIS/ISIL", "a_b"]
FAMILIES = {"short": SHORT, "40 characters": LONG, "Arabic": ARABIC, "mixed": MIXED}


def lines(names, seed):
    return tt.plot.theme_shares, tables.period_shares(names[:5], seed=seed, n=20), 3.6


def quarters(names, seed):
    return tt.plot.theme_shares, tables.period_shares(names[:3], seed=seed, freq="QS"), 3.6


def with_events(names, seed):
    def draw(table, *, ax):
        return tt.plot.mark_events(tables.EVENTS, ax=tt.plot.theme_shares(table, ax=ax))

    return draw, tables.period_shares(names[:2], seed=seed), 4.2


def panels(names, seed):
    return tt.plot.theme_panels, tables.period_shares(names[:3], seed=seed), 4.6


def many_panels(names, seed):
    return tt.plot.theme_panels, tables.period_shares(names[:6], seed=seed), 5.2


def stacked(names, seed):
    return tt.plot.stacked_shares, tables.parts(names[:5], seed=seed), 3.8


def ridges(names, seed):
    return tt.plot.ridgeline, tables.period_shares(names[:8], seed=seed), 4.0


def heatmap(names, seed):
    return tt.plot.topic_periods, tables.period_shares(names[:8], seed=seed), 3.4


def difference(names, seed):
    return tt.plot.differences, tables.differences(names, groups=names[:2], seed=seed), 4.2


def dumbbell(names, seed):
    return tt.plot.group_shares, tables.differences(names, groups=names[:2], seed=seed), 4.4


def terms(names, seed):
    return tt.plot.distinctive_terms, tables.telling_terms(names, seed=seed), 3.8


def two_groups(names, seed):
    table = tables.telling_terms(names, groups=names[:2], seed=seed)
    return tt.plot.distinctive_terms, table, 5.2


def topic(names, seed):
    def draw(table, *, ax):
        return tt.plot.topic_terms(table, topic=0, ax=ax)

    return draw, tables.topic_terms(names), 3.8


def coverage(names, seed):
    return tt.plot.coverage, tables.coverage(names[:5], seed=seed), 4.4


def matrix(names, seed):
    return tt.plot.distances, tables.distances(names[:6], seed=seed), 4.0


def context(names, seed):
    return tt.plot.contexts, tables.contexts([name.replace("_", " ") for name in names]), 2.2


def slopes(names, seed):
    names = list(dict.fromkeys(names))[:4]
    return tt.plot.slopes, tables.differences(names, groups=names[:2], seed=seed), 4.4


def effects(names, seed):
    table = tables.differences(names[:6], seed=seed).rename(columns={"difference": "effect"})
    return tt.plot.effects, table.rename(columns={"theme": "contrast"}), 3.8


def topic_map(names, seed):
    apart = tables.distances(range(12), seed=seed)
    apart = apart.where(apart > 0.3, 0.02)  # some on one spot
    return tt.plot.topic_map, tt.plot.principal_coordinates(apart).assign(share=0.1), 4.0


def numbers(names, seed):
    table = tables.topic_numbers(seed=seed)
    renamed = dict(zip(table["measure"].unique(), names, strict=False))
    return tt.plot.topic_numbers, table.assign(measure=table["measure"].map(renamed)), 3.2


def steady(names, seed):
    table = tables.stability(seed=seed)
    return tt.plot.stability, table.assign(label=names[: len(table)]), 3.8


MAKERS = (lines, quarters, with_events, panels, many_panels, stacked, ridges, heatmap, difference,
          dumbbell, terms, two_groups, topic, coverage, matrix, context, slopes, topic_map, numbers,
          steady, effects)  # fmt: skip
SIZES = (("page", 6.3), ("one column", 3.5), ("two columns", 7.2), ("page", 4.6), ("slide", 13.33))
CASES = [
    (i, MAKERS[i % 21], list(FAMILIES)[(i // 21) % 4], SIZES[(i // 21) % 5]) for i in range(210)
]


def corners(text, renderer):
    """Return the four corners of a text as drawn, in pixels, rotated with it."""
    turn, text_angle = np.radians(text.get_rotation()), text.get_rotation()
    if text_angle % 90 == 0:
        box = text.get_window_extent(renderer)
        return np.array([(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)])
    x, y = text.get_transform().transform(text.get_position())
    text.set_rotation(0)
    box = text.get_window_extent(renderer)
    text.set_rotation(text_angle)
    wide, tall = box.width, box.height
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return (x, y) + np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)]) @ axes


def overlap(a, b, slack=0.7):
    """Return whether two convex quadrilaterals overlap by more than ``slack`` pixels."""
    for shape in (a, b):
        edges = np.roll(shape, -1, axis=0) - shape
        for normal in np.column_stack([-edges[:, 1], edges[:, 0]])[:2]:
            unit = normal / (np.hypot(*normal) or 1.0)
            first, second = a @ unit, b @ unit
            if min(first.max(), second.max()) - max(first.min(), second.min()) <= slack:
                return False
    return True


def shown_texts(fig):
    """Return every text that a reader would see, with its corners."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    texts = [text for text in fig.texts]
    axes = list(fig.axes)
    while axes:
        ax = axes.pop()
        axes += ax.child_axes
        texts += [*ax.texts, ax.title, ax._left_title, *_axis_texts(ax)]
        texts += ax.get_legend().get_texts() if ax.get_legend() else []
    shown = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return [(text, corners(text, renderer)) for text in shown]


def _axis_texts(ax):
    if not ax.axison:
        return []
    texts = []
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_visible():
            ticks = axis._update_ticks()
            texts += [axis.label, axis.get_offset_text()]
            texts += [label for tick in ticks for label in (tick.label1, tick.label2)]
    return texts


def faults(fig):
    """Return what a reader would complain about: overlaps, cuts, small type."""
    texts = shown_texts(fig)
    width, height = fig.bbox.width, fig.bbox.height
    complaints = []
    for i, (text, box) in enumerate(texts):
        if text.get_fontsize() < 6.99:
            complaints.append(f"{text.get_text()!r} is {text.get_fontsize()} pt")
        if box.min() < -1 or box[:, 0].max() > width + 1 or box[:, 1].max() > height + 1:
            complaints.append(f"{text.get_text()!r} is cut off")
        complaints += [
            f"{text.get_text()!r} covers {other.get_text()!r}"
            for other, other_box in texts[:i]
            if overlap(box, other_box)
        ]
    return complaints


@pytest.fixture(autouse=True)
def _no_collecting_of_garbage():
    """Take a fifth off the time: a chart is thousands of small objects, all thrown away."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


def draw_case(number, maker, family, width, *, preset):
    plot, table, height = maker(FAMILIES[family], number)
    height = 7.5 if preset == "slide" else 1.25 * height if preset == "one column" else height
    fig = Figure(figsize=(width, height), layout="constrained")
    fig.dpi = 72
    ax = fig.subplots()
    plot(table, ax=ax)
    ax.set_title("Talk of the harbour doubled in a year")
    fig.draw_without_rendering()
    return fig


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_no_text_of_generated_charts_overlaps_is_cut_or_is_too_small(maker):
    for number, kind, family, (preset, width) in CASES:
        if kind is maker:
            with tt.plot.figure_style(preset):
                complaints = faults(draw_case(number, maker, family, width, preset=preset))
            assert not complaints, (number, family, preset, complaints)


def test_the_check_sees_an_overlap_a_cut_and_small_type():
    fig = Figure(figsize=(3, 2), dpi=72)
    fig.text(0.5, 0.5, "first")
    fig.text(0.52, 0.5, "second")
    fig.text(0.95, 0.1, "far too long to fit")
    fig.text(0.1, 0.1, "small", fontsize=5)
    fig.draw_without_rendering()
    assert faults(fig) == [
        "'second' covers 'first'",
        "'far too long to fit' is cut off",
        "'small' is 5.0 pt",
    ]
