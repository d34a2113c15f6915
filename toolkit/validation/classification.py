"""Precision, recall and F1 against hand codes, with design weights and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.errors import TooFewArticlesError
from toolkit.stats.share_tables import aligned, make_rng

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "classification_scores"


def classification_scores(
    predicted: pd.Series,
    truth: pd.Series,
    *,
    weights: pd.Series | None = None,
    strata: pd.Series | None = None,
    n_resamples: int = 1000,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Precision, recall, F1 and accuracy, one row per class, with 95 % intervals.

    Parameters
    ----------
    predicted, truth : Series of labels, indexed by article_id
        Predicted labels and hand codes; articles without a ``truth`` are ignored.
    weights : Series of float, indexed by article_id, optional
        Design weights: the inverse of the inclusion probability.
    strata : Series of labels, indexed by article_id, optional
        Sampling strata; resampling is within strata.
    n_resamples : int
        Number of bootstrap resamples of the coded articles, at least 200.
    random_state : int, Generator or None
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        ``class``; ``precision``, ``recall``, ``f1`` and ``accuracy``, each with ``_low`` and
        ``_high``; ``n_coded``, ``n_true`` and ``n_predicted`` (unweighted).

    Raises
    ------
    TooFewArticlesError
        If no article has been coded.

    References
    ----------
    van Rijsbergen (1979), chapter 7; percentile bootstrap of coded articles within strata.

    Examples
    --------
    >>> said = pd.Series([1, 1, 0, 0], index=list("abcd"))
    >>> true = pd.Series([1, 0, 0, 1], index=list("abcd"))
    >>> classification_scores(said, true, random_state=1)[["class", "precision", "recall"]]
       class  precision  recall
    0      0        0.5     0.5
    1      1        0.5     0.5
    """
    check_count(FUNCTION, "n_resamples", n_resamples, least=200)
    truth = truth.dropna()
    if len(truth) == 0:
        message = f"{FUNCTION}: no article has been coded, so there is nothing to compare."
        raise TooFewArticlesError(message)
    said = aligned(FUNCTION, predicted, truth.index, name="predicted").to_numpy()
    weight = _numbers(weights, truth.index, "weights")
    blocks = np.zeros(len(truth)) if strata is None else _codes(strata, truth.index)
    true = truth.to_numpy()
    rng = make_rng(FUNCTION, random_state)
    times = resample_within(blocks, n_resamples, rng) * weight
    rows = []
    for name in sorted(set(true) | set(said)):
        exact = _scores(weight[None, :], said == name, true == name, said == true)[0]
        spread = _scores(times, said == name, true == name, said == true)
        rows.append(_row(name, exact, spread, (len(true), true == name, said == name)))
    return pd.DataFrame(rows)


def _numbers(weights: pd.Series | None, articles: pd.Index, name: str) -> NDArray[np.float64]:
    if weights is None:
        return np.ones(len(articles))
    return aligned(FUNCTION, weights, articles, name=name).to_numpy(dtype=np.float64)


def _codes(strata: pd.Series, articles: pd.Index) -> NDArray[np.float64]:
    labels = aligned(FUNCTION, strata, articles, name="strata")
    return pd.factorize(labels, sort=True)[0].astype(np.float64)


def resample_within(
    blocks: NDArray[np.float64], n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Count how often each article occurs in each bootstrap resample within blocks."""
    times = np.empty((n_resamples, len(blocks)))
    for block in np.unique(blocks):
        where = np.flatnonzero(blocks == block)
        count = len(where)
        times[:, where] = rng.multinomial(count, np.full(count, 1 / count), size=n_resamples)
    return times


def _scores(
    weights: NDArray[np.float64],
    said: NDArray[np.bool_],
    true: NDArray[np.bool_],
    right: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Precision, recall, F1 and accuracy for each row of weights."""
    hits = weights @ (said & true)
    n_said, n_true = weights @ said, weights @ true
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.stack(
            [
                hits / n_said,
                hits / n_true,
                2 * hits / (n_said + n_true),
                weights @ right / weights.sum(axis=1),
            ],
            axis=1,
        )


def _row(
    name: object,
    exact: NDArray[np.float64],
    spread: NDArray[np.float64],
    counts: tuple[int, NDArray[np.bool_], NDArray[np.bool_]],
) -> dict[str, object]:
    row: dict[str, object] = {"class": name}
    for place, measure in enumerate(("precision", "recall", "f1", "accuracy")):
        known = spread[~np.isnan(spread[:, place]), place]
        low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
        row |= {measure: exact[place], f"{measure}_low": low, f"{measure}_high": high}
    return row | {
        "n_coded": counts[0],
        "n_true": int(counts[1].sum()),
        "n_predicted": int(counts[2].sum()),
    }
