"""Krippendorff's alpha: agreement between coders beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.stats import check_count, choose_generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEASURES = ("nominal", "ordinal", "interval")


def krippendorff_alpha(codes: pd.DataFrame, *, measure: str = "nominal") -> float:
    """Krippendorff's alpha for any number of coders, with missing codes.

    Parameters
    ----------
    codes : DataFrame of shape (n_units, n_coders)
        One row per coded article, one column per coder; missing where a coder has not coded.
        Ordinal and interval codes are numbers.
    measure : {'nominal', 'ordinal', 'interval'}
        What the codes mean: names, ranks or amounts.

    Returns
    -------
    float
        1 for perfect agreement, 0 for that of chance, below 0 for less. Missing when every code
        is the same: there is then no disagreement that chance could have made.

    Raises
    ------
    InputError
        When the codes are not what the measure needs.
    TooFewArticlesError
        When no unit has two codes.

    References
    ----------
    Hayes & Krippendorff (2007), Communication Methods and Measures 1(1), equations 1 to 5;
    Krippendorff (2019), Content Analysis, 4th edition, section 12.3.

    Examples
    --------
    >>> codes = pd.DataFrame({"ada": [1, 1, 0, 0], "ben": [1, 1, 0, 1]})
    >>> round(krippendorff_alpha(codes), 3)
    0.533
    """
    check_option("krippendorff_alpha", "measure", measure, MEASURES)
    counts, values = _count_values("krippendorff_alpha", codes, measure)
    return _alpha(counts, np.ones(len(counts)), values, measure)


def coder_agreement(
    codes: pd.DataFrame,
    *,
    measure: str = "nominal",
    n_resamples: int = 1000,
    random_state: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Agreement between coders: percentage, alpha and its interval, in one row.

    Rare themes give a low alpha at high agreement: read both, and the number of articles.

    Parameters
    ----------
    codes : DataFrame of shape (n_units, n_coders)
        As for `krippendorff_alpha`.
    measure : {'nominal', 'ordinal', 'interval'}
        What the codes mean.
    n_resamples : int
        Resamples of the units, at least 200.
    random_state : int, Generator or None
        The same seed gives the same interval.

    Returns
    -------
    DataFrame
        One row: ``alpha``, ``low``, ``high`` (95 % percentile bootstrap over units),
        ``agreement`` (share of pairs of codes that are equal), ``n_units`` with two codes or
        more, ``n_coders``, and ``verdict`` (reliable from .80, tentative from .667).

    References
    ----------
    Hayes & Krippendorff (2007); the bounds are Krippendorff's (2004).

    Examples
    --------
    >>> codes = pd.DataFrame({"ada": [1, 1, 0, 0] * 5, "ben": [1, 1, 0, 0] * 5})
    >>> coder_agreement(codes, random_state=1)[["alpha", "agreement", "n_units", "verdict"]]
       alpha  agreement  n_units   verdict
    0    1.0        1.0       20  reliable
    """
    function = "coder_agreement"
    check_option(function, "measure", measure, MEASURES)
    check_count(function, "n_resamples", n_resamples, least=200)
    counts, values = _count_values(function, codes, measure)
    rng = choose_generator(function, random_state)
    units = len(counts)
    times = rng.multinomial(units, np.full(units, 1 / units), size=n_resamples)
    alpha = _alpha(counts, np.ones(units), values, measure)
    resampled = np.array([_alpha(counts, row, values, measure) for row in times])
    known = resampled[~np.isnan(resampled)]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
    totals = counts.sum(axis=1)
    pairs = (totals * (totals - 1)).sum()
    return pd.DataFrame(
        {
            "alpha": [alpha],
            "low": [low],
            "high": [high],
            "agreement": [float((counts * (counts - 1)).sum() / pairs)],
            "n_units": [units],
            "n_coders": [codes.shape[1]],
            "verdict": [_verdict(alpha)],
        }
    )


def _verdict(alpha: float) -> str:
    if np.isnan(alpha):
        return "all codes equal"
    if alpha >= 0.8:
        return "reliable"
    return "tentative" if alpha >= 0.667 else "not reliable"


def _count_values(
    function: str, codes: pd.DataFrame, measure: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How often each unit got each value, for units with two codes; and the values, sorted."""
    if measure != "nominal" and not all(pd.api.types.is_numeric_dtype(t) for t in codes.dtypes):
        types = ", ".join(sorted({str(dtype) for dtype in codes.dtypes}))
        message = f"{function}: {measure} codes must be numbers; got columns of type {types}."
        raise InputError(message)
    table = codes.to_numpy()
    known = pd.notna(table)
    labels, names = pd.factorize(table[known], sort=True)
    counts = np.zeros((len(codes), len(names)))
    np.add.at(counts, (np.nonzero(known)[0], labels), 1)
    counts = counts[counts.sum(axis=1) >= 2]
    if len(counts) == 0:
        message = (
            f"{function}: none of {len(codes)} units has two codes, so agreement cannot be told. "
            f"Let two people code the same articles."
        )
        raise TooFewArticlesError(message)
    scale = np.arange(len(names)) if measure == "nominal" else np.asarray(names)
    return counts, scale.astype(np.float64)


def _alpha(
    counts: NDArray[np.float64],
    times: NDArray[np.float64] | NDArray[np.int64],
    values: NDArray[np.float64],
    measure: str,
) -> float:
    """Alpha of units taken ``times`` times each: 1 - observed over expected disagreement."""
    totals = counts.sum(axis=1)
    frequency = times @ counts
    distance = _distances(values, frequency, measure)
    within = np.einsum("uc,ck,uk->u", counts, distance, counts) / (totals - 1)
    expected = frequency @ distance @ frequency
    if expected == 0:
        return float("nan")
    return float(1 - (frequency.sum() - 1) * (times @ within) / expected)


def _distances(
    values: NDArray[np.float64], frequency: NDArray[np.float64], measure: str
) -> NDArray[np.float64]:
    """Squared distance between each two values."""
    if measure == "nominal":
        return 1.0 - np.eye(len(values))
    if measure == "interval":
        return np.asarray((values[:, None] - values) ** 2)
    # Ordinal: codes lying between the two, the ends counted half.
    middle = np.cumsum(frequency) - frequency / 2
    return np.asarray((middle[:, None] - middle) ** 2)
