"""The gallery: every block runs, and every picture is the one its code draws.

``python -m tests.test_gallery`` draws the pictures anew.
"""

import inspect
import io
import os
import re
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from PIL import Image

import toolkit as tt

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "docs" / "gallery.md"


def pieces():
    """Return (code, picture or None) in the order of the page."""
    text = GALLERY.read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```(?:\n\n!\[[^\]]+\]\(([^)]+)\))?", text, re.DOTALL)
    return [(code, picture or None) for code, picture in found]


def draw():
    """Run the blocks; return the bytes of each picture."""
    names, pictures, before = {}, {}, Path.cwd()
    os.chdir(ROOT)
    try:
        with tt.plot.figure_style():
            for code, picture in pieces():
                exec(code, names)
                if picture:
                    buffer = io.BytesIO()
                    names["ax"].figure.savefig(buffer, dpi=110, metadata={"Software": None})
                    pictures[picture] = buffer.getvalue()
                    plt.close("all")
    finally:
        os.chdir(before)
    return pictures


def signature(name):
    return inspect.signature(getattr(tt.plot, name)).parameters


def test_every_picture_function_is_in_the_gallery():
    text = GALLERY.read_text(encoding="utf-8")
    drawn = [name for name in tt.plot.__all__ if name.islower() and "ax" in signature(name)]
    assert [name for name in drawn if f"tt.plot.{name}(" not in text] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_every_block_runs_and_draws_the_picture_beneath_it():
    mpl.use("Agg")
    pictures = draw()
    assert len(pictures) >= 15
    for name, content in pictures.items():
        with Image.open(GALLERY.parent / name) as kept, Image.open(io.BytesIO(content)) as drawn:
            assert kept.size == drawn.size, name


if __name__ == "__main__":
    mpl.use("Agg")
    for name, content in draw().items():
        path = GALLERY.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
