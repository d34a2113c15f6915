"""Scores of a word pair, from its count, the counts of its words, and the number of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def _pmi(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray(np.log2(both * n) - np.log2(one.astype(float) * other))


def _npmi(both: Any, one: Any, other: Any, n: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        score = _pmi(both, one, other, n) / -np.log2(both / n)
    return np.where(both == n, 1.0, score)


def _llr(both: Any, one: Any, other: Any, n: float) -> Floats:
    observed = np.array([both, other - both, one - both, n - one - other + both], dtype=float)
    rows, columns = np.array([one, n - one]), np.array([other, n - other])
    expected = (
        np.array(
            [rows[0] * columns[0], rows[1] * columns[0], rows[0] * columns[1], rows[1] * columns[1]]
        )
        / n
    )
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return np.asarray(2 * (observed * np.log(ratio)).sum(0))


def _chi2(both: Any, one: Any, other: Any, n: float) -> Floats:
    one, other = one.astype(float), other.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):  # undefined if one word is every token
        return np.asarray(
            n * (both * n - one * other) ** 2 / (one * other * (n - one) * (n - other))
        )


def _t(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray((both - one.astype(float) * other / n) / np.sqrt(both))


def _dice(both: Any, one: Any, other: Any, n: float) -> Floats:
    return np.asarray(2 * both / (one + other))


MEASURES: dict[str, Callable[[Any, Any, Any, float], Floats]] = {
    "npmi": _npmi,
    "pmi": _pmi,
    "llr": _llr,
    "chi2": _chi2,
    "t": _t,
    "dice": _dice,
}
