"""The house style: colours that stay apart for every eye, lettering that survives print."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import matplotlib.style
import nbformat
import numpy as np
import pandas as pd
import pytest
from fontTools.subset import Options
from matplotlib.figure import Figure
from nbclient import NotebookClient

import toolkit as tt
from toolkit.errors import InputError
from toolkit.figures.matplotlib_settings import SettingsBlock
from toolkit.figures.style import (
    GRAY,
    MARKERS,
    PALETTE,
    PRESETS,
    STYLE,
    figure_style,
    house_style,
    theme_colors,
)
from toolkit.reporting.figures.embedded_fonts import small_fonts

# Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear_rgb(color):
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(linear):
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    xyz = to_xyz @ np.clip(linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(first, second):
    """Sharma, Wu & Dalal (2005), doi:10.1002/col.20070, equations 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    delta_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    h = h1 + h2
    if c1 * c2:
        h = h / 2 if abs(h1 - h2) <= 180 else (h + 360) / 2 if h < 360 else (h - 360) / 2
    ell, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    s_l = 1 + 0.015 * (ell - 50) ** 2 / np.sqrt(20 + (ell - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t
    rotation = -np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    rotation *= 2 * np.sqrt(c**7 / (c**7 + 25**7))
    x, y, z = (l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h
    return float(np.sqrt(x**2 + y**2 + z**2 + rotation * y * z))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [  # rows 1, 7, 13, 17, 20, 25 and 34 of the table of Sharma, Wu & Dalal
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_our_colour_difference_gives_the_published_reference_values(first, second, expected):
    assert ciede2000(first, second) == pytest.approx(expected, abs=5e-5)
    assert ciede2000(second, first) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("vision", VISION)
def test_every_pair_of_colours_differs_for_every_kind_of_colour_vision(vision):
    seen = [lab(VISION[vision] @ linear_rgb(color)) for color in PALETTE]
    worst = min(ciede2000(a, b) for a, b in itertools.combinations(seen, 2))
    assert worst >= 15


@pytest.mark.parametrize("color", [*PALETTE, GRAY])
def test_every_colour_has_at_least_three_to_one_contrast_on_white(color):
    luminance = float(linear_rgb(color) @ [0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 3.0


def test_a_style_is_told_apart_without_colour_by_its_marker():
    styles = theme_colors(range(6))
    assert len({marker for _, marker in styles.values()}) == 6
    assert len({style for style in theme_colors(range(36)).values()}) == 36


def test_a_name_keeps_its_colour_when_it_is_asked_for_twice():
    assert theme_colors(["a", "b", "a"]) == theme_colors(["a", "b"])
    assert set(theme_colors("abcdef").values()) == set(zip(PALETTE, MARKERS, strict=True))


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_has_lettering_below_seven_points(preset):
    with figure_style(preset):
        for name in ("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize",
                     "ytick.labelsize", "legend.fontsize"):  # fmt: skip
            assert float(mpl.rcParams[name]) >= 7, name


@pytest.mark.parametrize(
    ("preset", "millimetres"),
    [("page", 160), ("one column", 89), ("two columns", 183), ("slide", 338.6)],
)
def test_presets_have_the_width_of_their_page(preset, millimetres):
    with figure_style(preset):
        assert Figure().get_size_inches()[0] * 25.4 == pytest.approx(millimetres, abs=0.5)


def test_the_style_leaves_matplotlib_as_it_was():
    before = dict(mpl.rcParams)
    with figure_style("slide"):
        assert mpl.rcParams["font.size"] == 18
    assert dict(mpl.rcParams) == before


def test_the_style_file_can_be_used_by_its_name():
    with mpl.style.context("toolkit.figures.house"):
        assert {name: mpl.rcParams[name] for name in STYLE} == STYLE


def test_an_unknown_preset_is_refused_with_the_ones_that_exist():
    with pytest.raises(InputError) as error, figure_style("poster"):
        pass
    assert str(error.value) == (
        "figure_style: preset must be one of 'page', 'one column', 'two columns', 'slide'; "
        "got 'poster'."
    )


def test_a_setting_of_the_style_that_is_left_over_is_not_taken_for_the_style():
    with mpl.rc_context({"svg.hashsalt": STYLE["svg.hashsalt"]}), house_style():
        assert mpl.rcParams["font.size"] == STYLE["font.size"]
    with figure_style("slide"), mpl.rc_context({"savefig.dpi": 600}), house_style():
        assert mpl.rcParams["font.size"] == PRESETS["slide"]["font.size"]


def test_blocks_that_two_threads_leave_in_any_order_leave_nothing_behind():
    before, dropped = dict(mpl.rcParams), list(Options._drop_tables_default)
    for order in itertools.permutations(range(3)):
        blocks = [figure_style("slide"), SettingsBlock({"svg.hashsalt": "x"}), small_fonts()]
        for block in blocks:
            block.__enter__()
        for number in order:
            blocks[number].__exit__(None, None, None)
        assert dict(mpl.rcParams) == before
        assert Options._drop_tables_default == dropped


def test_a_block_that_closes_first_leaves_the_settings_of_the_other():
    first, second = figure_style("slide"), figure_style("one column")
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert mpl.rcParams["font.size"] == PRESETS["one column"]["font.size"]
    second.__exit__(None, None, None)


@pytest.mark.notebook
def test_a_notebook_shows_every_figure_also_those_after_the_first():
    """The first was made inside the style, which then took back that the notebook shows figures."""
    table = 'pd.DataFrame({"term": ["tide"], "group": ["Post"], "score": [1.0], "n_group": [3]})'
    cells = [
        f"import pandas as pd\nimport toolkit as tt\ntable = {table}",
        *["ax = tt.plot.distinctive_terms(table)"] * 2,
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as Jupyter sets it
    NotebookClient(book, timeout=300, kernel_name="python3").execute(env={**os.environ, **inline})
    shown = [[one["data"].keys() for one in cell["outputs"]] for cell in book.cells]
    assert [len(outputs) for outputs in shown] == [0, 1, 1]
    assert all("image/png" in outputs[0] for outputs in shown[1:])


def test_threads_that_save_figures_at_once_leave_no_setting_behind(tmp_path):
    before = dict(mpl.rcParams)

    def save(number):
        table = pd.DataFrame({"x": [1.0, 2.0, number]})
        for turn in range(3):
            figure = Figure(figsize=(2, 2))
            figure.subplots().plot(table["x"])
            with figure_style("one column" if number % 2 else "slide"):
                tt.save_figure(figure, tmp_path / f"f{number}-{turn}", data=table)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(4)))
    assert dict(mpl.rcParams) == before
