"""Every figure comes out the same: shown before or not, saved twice, in another process."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests.test_figures_layout import FAMILIES, MAKERS
from toolkit.reporting.figures.figure_files import DPI, picture_bytes
from toolkit.reporting.figures.layout import fixed_layout

ROOT = Path(__file__).parents[1]
RECORD = {"title": "Harbour", "alt": "", "made_by": {}}


def drawn(maker, *, change=lambda table: table):
    """Return a figure of the maker's, drawn in the house style."""
    plot, table, height = maker(FAMILIES["mixed"], 3)
    table = change(table)
    with tt.plot.figure_style():
        fig = Figure(figsize=(6.3, height), layout="constrained")
        plot(table, ax=fig.subplots())
        fig.axes[0].set_title("Talk of the harbour")
    return fig


def picture(fig, suffix=".svg"):
    with fixed_layout(fig, DPI):
        return picture_bytes(fig, suffix, RECORD)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_showing_or_saving_a_figure_first_changes_no_byte(maker):
    new = drawn(maker)
    first = picture(new)
    assert picture(new) == first
    shown = drawn(maker)
    shown.set_dpi(100)
    shown.canvas.draw()
    assert picture(shown) == first


def read_again(table):
    """Return a table as a CSV file gives it back: days are texts, and the attributes are gone."""
    text = io.StringIO(table.to_csv())
    return pd.read_csv(text, index_col=0, keep_default_na=False, na_values=[""])


OF_TABLES = [maker for maker in MAKERS if maker.__name__ != "topic_map"]
"""A map names the part of the distances that it shows, an attribute of its table."""


@pytest.mark.parametrize("maker", OF_TABLES, ids=lambda maker: maker.__name__)
def test_a_table_that_was_read_from_a_csv_file_gives_the_same_picture(maker):
    assert picture(drawn(maker, change=read_again)) == picture(drawn(maker))


def test_a_heatmap_saves_as_the_same_files_after_it_was_shown(tmp_path):
    heatmap = next(maker for maker in MAKERS if maker.__name__ == "heatmap")
    new, shown = drawn(heatmap), drawn(heatmap)
    shown.canvas.draw()
    first, second = (
        tt.save_figure(fig, tmp_path / name / "x") for name, fig in (("a", new), ("b", shown))
    )
    for one, other in zip(first.files, second.files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def sums():
    """Return the SHA-256 of every figure as SVG, and of one as PNG and PDF."""
    found = {maker.__name__: hashlib.sha256(picture(drawn(maker))).hexdigest() for maker in MAKERS}
    for suffix in (".png", ".pdf"):
        found[suffix] = hashlib.sha256(picture(drawn(MAKERS[0]), suffix)).hexdigest()
    return found


PROGRAM = "import json; from tests.test_same_picture import sums; print(json.dumps(sums()))"


def test_another_process_with_another_hash_seed_draws_the_same_bytes():
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment,
    )
    assert json.loads(done.stdout) == sums()
