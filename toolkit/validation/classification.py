"""Precision, recall and F1 against hand codes, with design weights and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit._core.number_words import count, has_or_have
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.stats.share_tables import aligned, make_rng
from toolkit.validation.joined_strata import join_strata, widening
from toolkit.validation.krippendorff import check_one_kind

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
        Sampling strata; weights are drawn within strata.
    n_resamples : int
        Number of draws for the intervals, at least 200.
    random_state : int, Generator or None
        Seed of the draws.

    Returns
    -------
    DataFrame
        ``class``; ``precision``, ``recall``, ``f1`` and ``accuracy``, each with ``_low`` and
        ``_high``; ``n_coded``, ``n_true`` and ``n_predicted`` (unweighted).

    Raises
    ------
    TooFewArticlesError
        If no article has been coded.

    Notes
    -----
    Intervals are those of a Bayesian bootstrap: articles get random weights within their stratum,
    and so do half an article of each outcome (found and true, found but not true, ...). Without
    these halves twenty right predictions of twenty would have an interval from 100 to 100 %.

    References
    ----------
    van Rijsbergen (1979), chapter 7; Rubin (1981), Annals of Statistics 9(1), for the Bayesian
    bootstrap; Brown, Cai & DasGupta (2001), Statistical Science 16(2), for Jeffreys' prior.

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
    if n_without := int(pd.isna(said).sum()):
        message = (
            f"{FUNCTION}: {count(n_without, 'coded article')} {has_or_have(n_without)} no "
            f"prediction (first: {truth.index[pd.isna(said)].tolist()[0]!r}). Give them one, or "
            "leave them out of the codes: truth[predicted.notna()]."
        )
        raise InputError(message)
    weight = _numbers(weights, truth.index, "weights")
    blocks = np.zeros(len(truth)) if strata is None else _blocks(strata, truth.index, weight)
    true = truth.to_numpy()
    check_one_kind(FUNCTION, [*said, *true])
    rng = make_rng(FUNCTION, random_state)
    rows, whole = [], np.ones(len(true))
    for name in sorted(set(true) | set(said)):
        outcomes = _Outcomes(said == name, true == name, said == true, weight, blocks, whole)
        exact = outcomes.scores(weight[None, :])[0]
        more = outcomes.with_halves()
        spread = more.scores(more.draw(n_resamples, rng))
        rows.append(_row(name, exact, spread, outcomes))
    return pd.DataFrame(rows)


def _numbers(weights: pd.Series | None, articles: pd.Index, name: str) -> NDArray[np.float64]:
    if weights is None:
        return np.ones(len(articles))
    return aligned(FUNCTION, weights, articles, name=name).to_numpy(dtype=np.float64)


def _blocks(
    strata: pd.Series, articles: pd.Index, weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give each article the number of its stratum; small ones are joined where they weigh alike."""
    labels = aligned(FUNCTION, strata, articles, name="strata")
    codes = pd.factorize(labels, sort=True, use_na_sentinel=False)[0]
    n_codes = np.bincount(codes)
    return join_strata(np.bincount(codes, weight) / n_codes, n_codes)[codes].astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """What was said of each coded article and what is true, for one class.

    ``parts`` says how much of an article a row is: 1, or less for those that were added.
    """

    said: NDArray[np.bool_]
    true: NDArray[np.bool_]
    right: NDArray[np.bool_]
    weight: NDArray[np.float64]
    blocks: NDArray[np.float64]
    parts: NDArray[np.float64]

    def with_halves(self) -> _Outcomes:
        """Add half an article of each outcome, shared out among the strata where it may occur.

        A stratum of articles that the dictionary found has none that it did not find.
        """
        strata, codes = np.unique(self.blocks, return_inverse=True)
        whole = np.bincount(codes, self.weight)
        rows = []
        for said in (True, False):
            held = np.bincount(codes, self.weight * (self.said == said))
            if len(strata) == 1:  # that none was found, or all, may be chance
                held = whole
            share = held / max(held.sum(), 1e-300)
            each = whole / np.bincount(codes)
            rows += [
                (said, true, said == true, each[k], strata[k], share[k] / 2)
                for k in np.flatnonzero(share)
                for true in (True, False)
            ]
        ours = self.said, self.true, self.right, self.weight, self.blocks, self.parts
        added = map(np.array, zip(*rows, strict=True))
        return _Outcomes(*map(np.concatenate, zip(ours, added, strict=True)))

    def draw(self, n_draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw weights of the rows; those of a stratum add up to what its articles weigh."""
        blocks, place = np.unique(self.blocks, return_inverse=True)
        held = np.bincount(place, self.parts).astype(np.float64)
        parts = self.parts * (widening(held, len(blocks)) / held)[place]
        drawn = rng.standard_gamma(parts, (n_draws, len(parts)))
        for block in blocks:
            where = self.blocks == block
            drawn[:, where] /= drawn[:, where].mean(axis=1, keepdims=True)
        return drawn * self.weight

    def scores(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Precision, recall, F1 and accuracy for each row of weights."""
        hits = weights @ (self.said & self.true)
        n_said, n_true = weights @ self.said, weights @ self.true
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.stack(
                [
                    hits / n_said,
                    hits / n_true,
                    2 * hits / (n_said + n_true),
                    weights @ self.right / weights.sum(axis=1),
                ],
                axis=1,
            )


def _row(
    name: object,
    exact: NDArray[np.float64],
    spread: NDArray[np.float64],
    outcomes: _Outcomes,
) -> dict[str, object]:
    row: dict[str, object] = {"class": name}
    ends = np.quantile(spread, [0.025, 0.975], axis=0)
    low, high = np.fmin(ends[0], exact), np.fmax(ends[1], exact)
    for place, measure in enumerate(("precision", "recall", "f1", "accuracy")):
        known = not np.isnan(exact[place])
        row |= {
            measure: exact[place],
            f"{measure}_low": low[place] if known else np.nan,
            f"{measure}_high": high[place] if known else np.nan,
        }
    return row | {
        "n_coded": len(outcomes.true),
        "n_true": int(outcomes.true.sum()),
        "n_predicted": int(outcomes.said.sum()),
    }
