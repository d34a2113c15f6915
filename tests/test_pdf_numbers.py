"""A PDF holds no decimal that depends on the last bits of a computation."""

from __future__ import annotations

import io
import re
import zlib

import numpy as np
import pytest
from matplotlib.backends import backend_pdf
from matplotlib.figure import Figure

from toolkit.reporting.figures.figure_files import picture_bytes
from toolkit.reporting.figures.pdf_numbers import rounded_numbers

RECORD = {"title": "Shares", "caption": "", "alt": "A line with markers.", "made_by": {}}


def drawn(values):
    """A figure of a page of ours: a line, markers, a rotated label, a filled band."""
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.plot(np.arange(len(values)), values, marker="o")
    axes.fill_between(np.arange(len(values)), values, values + 0.1, alpha=0.3)
    axes.set_ylabel("Share")
    axes.set_ylim(0, 1)
    return figure


def operators(content):
    """Return what a PDF draws, as text."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:  # a font
            continue
    return "\n".join(found)


def numbers(content):
    return re.findall(r"-?\d*\.\d+", operators(content))


@pytest.fixture
def values():
    return np.linspace(0.1, 0.7, 9) ** 1.5


def test_no_number_of_a_saved_pdf_has_more_than_six_decimals(values):
    found = numbers(picture_bytes(drawn(values), ".pdf", RECORD))
    assert len(found) > 50
    assert max(len(one.partition(".")[2]) for one in found) <= 6


def test_matplotlib_alone_writes_more_of_them(values):
    """Otherwise there would be nothing to round, and this module could go."""
    buffer = io.BytesIO()
    drawn(values).savefig(buffer, format="pdf")
    assert max(len(one.partition(".")[2]) for one in numbers(buffer.getvalue())) > 6


def test_last_bits_of_the_values_change_no_byte(values):
    moved = np.nextafter(values, 1)
    one, other = (picture_bytes(drawn(each), ".pdf", RECORD) for each in (values, moved))
    assert one == other


def test_markers_stand_within_a_ten_thousandth_of_a_point_of_where_they_would(values):
    """Places are written as steps from one marker to the next: roundings add up."""

    def steps(content):
        found = re.findall(r"1 0 0 1 (\S+) (\S+) cm\s+/M\d+ Do", operators(content))
        return np.array(found, dtype=float)

    buffer = io.BytesIO()
    drawn(values).savefig(buffer, format="pdf", dpi=300)
    usual = steps(buffer.getvalue())
    rounded = steps(picture_bytes(drawn(values), ".pdf", RECORD))
    assert len(rounded) >= len(values)
    assert np.abs(rounded.cumsum(axis=0) - usual.cumsum(axis=0)).max() < 1e-4


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1 + 0.2, b"0.3"), (-1e-9, b"0"), (2.0, b"2"), (7, b"7"), (True, b"true"),
     (1e-6, b"0.000001"), (np.float32(1 / 3), b"0.333333"), ([1.25, 1e-12], b"[1.25 0]")],
)  # fmt: skip
def test_numbers_are_written_short_also_within_lists(value, text):
    with rounded_numbers():
        assert backend_pdf.pdfRepr(value).replace(b"[ ", b"[").replace(b" ]", b"]") == text


def test_a_number_that_is_none_is_refused_as_before():
    with rounded_numbers(), pytest.raises(ValueError, match="finite"):
        backend_pdf.pdfRepr(float("nan"))


def test_after_the_block_everything_is_as_before():
    with rounded_numbers():
        pass
    assert backend_pdf.pdfRepr(1 / 3) == b"0.3333333333"
