"""Intercoder agreement: Krippendorff's alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit._core.number_words import count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.stats.share_tables import make_rng

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

MEASURES = ("nominal", "ordinal", "interval")


def krippendorff_alpha(codes: pd.DataFrame, *, measure: str = "nominal") -> float:
    """Krippendorff's alpha for any number of coders, allowing missing codes.

    Parameters
    ----------
    codes : DataFrame of shape (n_units, n_coders)
        One row per coded article, one column per coder; missing or blank where a coder gave no
        code. Ordinal and interval codes are numbers.
    measure : {'nominal', 'ordinal', 'interval'}
        Level of measurement of the codes.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance agreement, negative for less. NaN if all codes are
        equal, since expected disagreement is then zero.

    Raises
    ------
    InputError
        If the codes do not fit the level of measurement.
    TooFewArticlesError
        If no unit has two codes.

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
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Percentage agreement and Krippendorff's alpha with its interval, in one row.

    Rare themes have a low alpha even at high agreement: report both, with the number of articles.

    Parameters
    ----------
    codes : DataFrame of shape (n_units, n_coders)
        As for `krippendorff_alpha`.
    measure : {'nominal', 'ordinal', 'interval'}
        Level of measurement of the codes.
    n_resamples : int
        Number of draws for the interval, at least 200.
    random_state : int, Generator or None
        Seed of the draws.

    Returns
    -------
    DataFrame
        One row: ``alpha``, ``low``, ``high`` (95 %, Bayesian bootstrap over units),
        ``agreement`` (share of equal pairs of codes), ``n_units`` (units with at least two codes),
        ``n_coders``, and ``verdict`` (reliable from .80, tentative from .667).

    Notes
    -----
    Units get random weights, and so do half a unit of two codes that differ and half a unit of two
    that are the second most frequent one: coders who agree on all of twenty articles may yet differ
    on the next, and of a theme that one of them found once nobody knows whether they would agree.

    References
    ----------
    Hayes & Krippendorff (2007); Krippendorff (2004) for the verdicts; Rubin (1981), Annals of
    Statistics 9(1), for the Bayesian bootstrap.

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
    rng = make_rng(function, random_state)
    units = len(counts)
    alpha = _alpha(counts, np.ones(units), values, measure)
    low, high = np.nan, np.nan
    if not np.isnan(alpha):
        more = np.vstack([counts, *_halves(counts)])
        times = rng.dirichlet(np.append(np.ones(units), [0.5, 0.5]), n_resamples) * (units + 1)
        drawn = np.array([_alpha(more, row, values, measure) for row in times])
        low, high = np.quantile(drawn, [0.025, 0.975])
        low, high = min(low, alpha), max(high, alpha)
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


def _halves(counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a unit of two codes that differ, the two most frequent ones, and one of the second."""
    differing, alike = np.zeros((2, counts.shape[1]))
    common = np.argsort(-counts.sum(axis=0), kind="stable")[:2]
    differing[common], alike[common[-1]] = 1, 2
    return differing, alike


def _verdict(alpha: float) -> str:
    if np.isnan(alpha):
        return "all codes equal"
    if alpha >= 0.8:
        return "reliable"
    return "tentative" if alpha >= 0.667 else "not reliable"


def _count_values(
    function: str, codes: pd.DataFrame, measure: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count each value for units with at least two codes; also return the sorted values."""
    if measure != "nominal" and not all(pd.api.types.is_numeric_dtype(t) for t in codes.dtypes):
        types = ", ".join(sorted({str(dtype) for dtype in codes.dtypes}))
        message = f"{function}: {measure} codes must be numbers; got columns of type {types}."
        raise InputError(message)
    table = codes.to_numpy(dtype=object)
    known = pd.notna(table) & ~_is_blank(table)
    check_one_kind(function, table[known])
    labels, names = pd.factorize(table[known], sort=True)
    counts = np.zeros((len(codes), len(names)))
    np.add.at(counts, (np.nonzero(known)[0], labels), 1)
    counts = counts[counts.sum(axis=1) >= 2]
    if len(counts) == 0:
        message = (
            f"{function}: none of {count(len(codes), 'unit')} has two codes, so agreement "
            f"cannot be computed. Let two people code the same articles."
        )
        raise TooFewArticlesError(message)
    scale = np.arange(len(names)) if measure == "nominal" else np.asarray(names)
    return counts, scale.astype(np.float64)


def check_one_kind(function: str, codes: Iterable[object]) -> None:
    """Refuse codes of which some are text and some are numbers: '1' never agrees with 1."""
    kinds = {isinstance(code, str): code for code in codes}
    if len(kinds) > 1:
        message = (
            f"{function}: some codes are numbers ({kinds[False]}) and some are text "
            f"({kinds[True]!r}), which never agree. Make them numbers: pd.to_numeric(column)."
        )
        raise InputError(message)


def _is_blank(table: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Empty cells of a coding sheet are read as empty texts; they are no category."""
    blank = [isinstance(value, str) and not value.strip() for value in table.ravel()]
    return np.array(blank, dtype=bool).reshape(table.shape)


def _alpha(
    counts: NDArray[np.float64],
    times: NDArray[np.float64] | NDArray[np.int64],
    values: NDArray[np.float64],
    measure: str,
) -> float:
    """Alpha with units repeated ``times`` times: 1 - observed / expected disagreement."""
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
    """Squared distances between all pairs of values."""
    if measure == "nominal":
        return 1.0 - np.eye(len(values))
    if measure == "interval":
        return np.asarray((values[:, None] - values) ** 2)
    # Ordinal: number of codes between the two values, counting the ends half.
    middle = np.cumsum(frequency) - frequency / 2
    return np.asarray((middle[:, None] - middle) ** 2)
