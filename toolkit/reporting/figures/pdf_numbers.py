"""Numbers in a PDF with six decimals, so that processors of two kinds write the same file.

matplotlib writes lines with six decimals and the places of markers with ten. In the tenth decimal
of a point stand the last bits of a computation, which differ from one kind of processor to another
where the numbers of the figure do not.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.figures.stand_ins import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

DECIMALS = 6
"""A millionth of a point, 0.35 nanometres."""


@contextlib.contextmanager
def rounded_numbers() -> Iterator[None]:
    """Inside the block, matplotlib writes each real number of a PDF with at most six decimals."""
    with _writer().block():
        yield


@functools.cache
def _writer() -> StandIn:
    from matplotlib.backends import backend_pdf

    usual: Any = getattr(backend_pdf, "pdfRepr", None)

    def written(value: Any) -> Any:
        if isinstance(value, (float, np.floating)) and np.isfinite(value):
            value = round(float(value), DECIMALS) + 0.0  # no -0
        return usual(value)

    return StandIn(backend_pdf, "pdfRepr", written)
