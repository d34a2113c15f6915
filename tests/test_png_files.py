"""PNG files hold the pixels that were drawn, and what is said of them."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from toolkit.reporting.figures.figure_files import DPI, picture_bytes
from toolkit.reporting.figures.png_files import png_bytes

RECORD = {"title": "Harbour – 港", "alt": "Talks", "made_by": {"seed": 1}}


@given(
    st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1), st.text("aé港\n", min_size=1)
)
def test_a_png_reads_back_as_the_pixels_and_texts_written(width, height, seed, text):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    file = png_bytes(pixels.tobytes(), width, dpi=300, texts={"Title": text, "Software": None})
    with Image.open(io.BytesIO(file)) as image:
        image.load()
        assert np.array_equal(np.asarray(image), pixels)
        assert image.info["Title"] == text
        assert "Software" not in image.info
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)


@pytest.mark.parametrize("size", [(3.0, 2.0), (3.333, 1.777)])
def test_a_saved_png_is_the_picture_that_matplotlib_saves(size):
    def drawn():
        fig = Figure(figsize=size)
        fig.subplots().plot([1, 3, 2], label="Talks")
        fig.axes[0].set_title("AV Wa: $x^2$", rotation=17)
        fig.axes[0].legend()
        return fig

    usual = io.BytesIO()
    drawn().savefig(usual, format="png", dpi=DPI)
    with (
        Image.open(io.BytesIO(picture_bytes(drawn(), ".png", RECORD))) as ours,
        Image.open(usual) as theirs,
    ):
        assert ours.mode == theirs.mode
        assert np.array_equal(np.asarray(ours), np.asarray(theirs))
        assert ours.info["dpi"] == theirs.info["dpi"]
        assert ours.info["Title"] == RECORD["title"]


def test_a_figure_that_the_user_has_cropped_is_saved_cropped():
    import matplotlib as mpl

    fig = Figure(figsize=(4, 4))
    fig.text(0.5, 0.5, "Talks")
    with mpl.rc_context({"savefig.bbox": "tight"}):
        cropped = picture_bytes(fig, ".png", RECORD)
    with Image.open(io.BytesIO(cropped)) as image:
        image.load()
        assert max(image.size) < 4 * DPI
