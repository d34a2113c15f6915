"""Numbers as text with twelve significant digits, as ``"%.12g" % x`` writes them.

A number x with 10**X <= |x| < 10**(X + 1) has the digits round(|x| 10**(11 - X)). The product is
off by less than 1e-3 of the last digit; where it is nearer than that to a half, or just below a
power of ten, the digits are unsure, and the caller takes them from Python. Each kernel gives the
same answer as plain Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit._kernels.compile import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDEST = 20  # -1.23456789012e-100
POWERS = 10.0 ** np.arange(23)  # exact in float64
_LEAST, _MOST = 1e-30, 1e30
_NEAR_HALF = 2e-3
_ZERO, _POINT, _MINUS, _PLUS, _E = (ord(sign) for sign in "0.-+e")


# digits_i = round(|x_i| 10^(11 - X_i)), X_i = floor(log10 |x_i|); digits_i = -1: unsure
@kernel
def find_digits(
    values: NDArray[np.float64],
    powers: NDArray[np.float64],
    digits: NDArray[np.int64],
    exponents: NDArray[np.int64],
) -> None:
    """Fill the digits of each number, from 10**11 to 10**12 - 1, and its decimal exponent."""
    for i in range(len(values)):
        size = abs(values[i])
        digits[i], exponents[i] = -1, 0
        if size == 0.0:
            digits[i] = 0
        if not (_LEAST < size < _MOST):
            continue
        exponent = int(np.floor(np.log10(size)))
        for _ in range(3):  # the logarithm, or rounding up, may be off by one
            shift = 11 - exponent
            if shift < 0:
                scaled = size / powers[-shift]
            elif shift <= 22:
                scaled = size * powers[shift]
            else:
                scaled = size * powers[22] * powers[shift - 22]
            nearest = np.floor(scaled + 0.5)
            if nearest >= 1e12:
                exponent += 1
            elif scaled < 1e11 - 0.1:
                exponent -= 1
            else:
                break
        if abs(scaled - np.floor(scaled) - 0.5) > _NEAR_HALF and scaled >= 1e11 and nearest < 1e12:
            digits[i], exponents[i] = int(nearest), exponent


@kernel
def write_digits(  # noqa: C901, PLR0912, PLR0917 - one kernel, one loop
    values: NDArray[np.float64],
    digits: NDArray[np.int64],
    exponents: NDArray[np.int64],
    out: NDArray[np.uint8],
    ends: NDArray[np.int64],
) -> None:
    """Write the numbers one after the other; number i ends at ``ends[i]``. NaN takes no room."""
    own = np.zeros(12, np.uint8)
    at = 0
    for i in range(len(values)):
        value, exponent = values[i], exponents[i]
        if np.isnan(value):
            ends[i] = at
            continue
        if np.copysign(1.0, value) < 0.0:
            out[at] = _MINUS
            at += 1
        if digits[i] == 0:
            out[at] = _ZERO
            at += 1
            ends[i] = at
            continue
        left, n = digits[i], 0
        for k in range(12):
            own[11 - k] = _ZERO + left % 10
            left //= 10
        for k in range(12):
            if own[k] != _ZERO:
                n = k + 1  # digits up to the last that is not zero
        is_fixed = -4 <= exponent < 12
        before = max(exponent + 1, 0) if is_fixed else 1
        if before == 0:
            out[at] = _ZERO
            at += 1
        for k in range(before):
            out[at] = own[k]
            at += 1
        if n > before:
            out[at] = _POINT
            at += 1
            for _ in range(-exponent - 1 if is_fixed else 0):
                out[at] = _ZERO
                at += 1
            for k in range(before, n):
                out[at] = own[k]
                at += 1
        if not is_fixed:
            out[at] = _E
            out[at + 1] = _MINUS if exponent < 0 else _PLUS
            at += 2
            size = abs(exponent)
            if size >= 100:
                out[at] = _ZERO + size // 100
                at += 1
            out[at] = _ZERO + size // 10 % 10
            out[at + 1] = _ZERO + size % 10
            at += 2
        ends[i] = at
