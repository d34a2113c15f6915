"""What makes saving a figure quick changes nothing of what is drawn, and ends with the block."""

import contextlib
import io
import re
import threading
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from toolkit.figures.memory_fonts import fonts_in_memory
from toolkit.figures.stand_ins import StandIn
from toolkit.reporting.figures.glyph_images import letters_drawn_quickly
from toolkit.reporting.figures.layout import fixed_layout
from toolkit.reporting.figures.text_layouts import ELSEWHERE, STATE, layouts_remembered
from toolkit.reporting.figures.text_positions import keep_settled

FONTS = st.sampled_from([("DejaVu Sans", "normal"), ("DejaVu Serif", "bold"), ("STIXGeneral", 400)])
TEXTS = st.text("AVWai fiÉЖ\n$^", max_size=12)


def picture(fig, kind):
    """Return the figure as matplotlib alone saves it, without a time."""
    written = io.BytesIO()
    options = {} if kind == "rgba" else {"metadata": {"Date": None, "Creator": None}}
    if kind == "pdf":
        options = {"metadata": {"CreationDate": None}}
    with mpl.rc_context({"svg.hashsalt": "x"}):
        fig.savefig(written, format=kind, dpi=200, **options)
    return written.getvalue()


@contextlib.contextmanager
def every_shortcut():
    with fonts_in_memory(), layouts_remembered(), letters_drawn_quickly():
        yield


def panels(texts, angle):
    """Return a figure with labels at many places, one of them far out, and an offset."""
    fig = Figure(figsize=(3, 3), layout="constrained")
    first, second = fig.subplots(2, 1)
    first.plot([0, 1], [1e9, 1e9 + 1])
    first.set_title(texts[0])
    first.xaxis.tick_top()
    second.set_ylabel(texts[1], rotation=angle)
    second.set_title(texts[0], loc="left")
    second.text(0.5, 0.5, texts[1], rotation=angle, va="center_baseline", rotation_mode="anchor")
    inset = first.inset_axes((0.5, 0.5, 0.4, 0.4))
    inset.set_title(texts[1])
    return fig


@pytest.mark.parametrize("kind", ["rgba", "svg", "pdf"])
@pytest.mark.parametrize("angle", [0, 90, 33])
def test_a_figure_is_the_same_with_every_shortcut(kind, angle):
    texts = ["Waiting: AV fi Жя", "Shares\nof $x^2$"]
    with fixed_layout(plain := panels(texts, angle), 200):
        usual = picture(plain, kind)
    with every_shortcut(), fixed_layout(quick := panels(texts, angle), 200), keep_settled(quick):
        assert picture(quick, kind) == usual


@settings(max_examples=40)
@given(TEXTS, FONTS, st.sampled_from([7, 8.5]), st.sampled_from([0, 30, 90]), st.booleans())
def test_texts_have_the_same_box_in_memory_and_remembered(text, font, size, angle, parsed):
    family, weight = font
    properties = FontProperties(family=family, weight=weight, size=size)
    parsed = parsed and re.fullmatch(r"[^$]*(\$[ai]+\$)?[^$]*", text) is not None

    def box():
        fig = Figure(dpi=300)
        one = fig.text(0.1, 0.2, text, fontproperties=properties, rotation=angle, va="center")
        one.set_parse_math(parsed)
        return one.get_window_extent(RendererAgg(10, 10, 300)).extents

    usual = box()
    with every_shortcut():
        assert np.array_equal(box(), usual)
        assert np.array_equal(box(), usual)


CHANGES = {
    "text": lambda one: one.set_text("longer than before"),
    "size": lambda one: one.set_fontsize(30),
    "weight": lambda one: one.set_fontweight("bold"),
    "rotation": lambda one: one.set_rotation(45),
    "across": lambda one: one.set_horizontalalignment("right"),
    "up": lambda one: one.set_verticalalignment("top"),
    "spacing": lambda one: one.set_linespacing(3),
    "resolution": lambda one: one.get_figure().set_dpi(300),
    "formula": lambda one: one.set_parse_math(False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_to_a_text_goes_unnoticed(change):
    one = Figure(dpi=100).text(0.5, 0.5, "two\nlines of $x$")
    renderer = RendererAgg(10, 10, 100)
    with layouts_remembered():
        before = one.get_window_extent(renderer).extents
        CHANGES[change](one)
        after = one.get_window_extent(renderer).extents
    assert not np.array_equal(after, before)
    assert np.array_equal(after, one.get_window_extent(renderer).extents)


def test_matplotlib_keeps_nothing_of_a_text_that_is_not_considered():
    place = {"_x", "_y", "_transform", "_transformSet", "figure", "_parent_figure", "_axes"}
    looks = {"_color", "_alpha", "_visible", "_bbox_patch", "_antialiased", "_url", "_gid", "_snap",
             "_sketch", "_path_effects", "clipbox", "_clippath", "_clipon", "_animated", "_label",
             "_rasterized", "_agg_filter", "_picker", "_mouseover", "_callbacks", "_remove_method",
             "_sticky_edges", "_in_layout", "_in_autoscale", "_stale", "stale_callback",
             "_renderer", "_features", "_language"}  # fmt: skip
    assert set(vars(Text())) <= place | looks | {*STATE, *ELSEWHERE, "_fontproperties"}


def test_blocks_end_with_matplotlib_as_it_was():
    opened, layout = font_manager._get_font, Text._get_layout
    drawn = RendererAgg._draw_text_glyphs_and_boxes
    with every_shortcut(), every_shortcut():
        assert font_manager._get_font is not opened
    assert font_manager._get_font is opened
    assert Text._get_layout is layout
    assert RendererAgg._draw_text_glyphs_and_boxes is drawn


def test_a_font_in_memory_is_named_by_its_file():
    path = font_manager.findfont("DejaVu Sans")
    with fonts_in_memory():
        font = font_manager.get_font(path)
    assert str(font.fname) == str(path)
    assert font.family_name == "DejaVu Sans"


def test_a_stand_in_stays_until_the_last_thread_has_left():
    owner = SimpleNamespace(width=len)
    stand_in = StandIn(owner, "width", lambda _: -1)
    inside, leave = threading.Event(), threading.Event()

    def other():
        with stand_in.block():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with stand_in.block():
        thread.start()
        assert inside.wait(10)
    assert owner.width("abc") == -1
    leave.set()
    thread.join()
    assert owner.width("abc") == 3


def test_a_function_that_matplotlib_no_longer_has_is_not_made_up():
    owner = SimpleNamespace()
    with StandIn(owner, "gone", len).block():
        assert not hasattr(owner, "gone")
