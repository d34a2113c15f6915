"""Does a topic come back with another seed and other articles? Fragile topics are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from toolkit.errors import InputError
from toolkit.progress import progress as progress_bar
from toolkit.topics.aligning import SAME, affinity, match_topics, nearest_other

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from toolkit.vectorizing import DocumentTermMatrix

FRAGILE_BELOW = 0.8
"""Share of runs in which a topic must come back not to be called fragile."""


def topic_stability(
    dtm: DocumentTermMatrix,
    model: Any,
    *,
    n_runs: int = 10,
    resample: bool = True,
    same: float = SAME,
    random_state: int = 0,
    progress: bool = True,
) -> pd.DataFrame:
    """Fit the model again with other seeds and articles, and see which topics come back.

    Each run draws as many articles as there are, with replacement, and fits a model with the same
    settings and another seed. Its topics are paired one to one with those of ``model`` so that
    the sum of affinities is largest.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The matrix that ``model`` was fitted on.
    model : LDA or NMF
        The fitted model whose topics are judged.
    n_runs : int
        Further fits, at least 2.
    resample : bool
        False keeps the articles and changes the seed alone.
    same : float
        Affinity from which a topic counts as come back, 0 to 1. It must also be more like its
        partner than like any other topic of ``model``: in small corpora different topics share
        so much that a fixed limit alone finds every topic again.
    random_state : int
        Seed of the resamples and of the runs.
    progress : bool
        False keeps the progress bar silent.

    Returns
    -------
    DataFrame
        One row per topic: ``topic``, ``stability`` (mean Hellinger affinity with its partner, 0
        to 1), ``low``, ``high`` (95 % t interval of that mean over the runs), ``nearest_other``
        (largest affinity with another topic of the same model), ``n_runs``, ``n_found`` (runs in
        which it came back) and ``fragile`` (in fewer than 80 % of them).

    Raises
    ------
    InputError
        When ``n_runs`` is below 2.

    References
    ----------
    Greene, O'Callaghan & Cunningham (2014), How many topics? doi:10.1007/978-3-662-44848-9_32
    Rieger, Rahnenführer & Jentsch (2020), on replicated LDA. doi:10.1007/978-3-030-51310-8_11
    """
    if n_runs < 2:
        message = f"topic_stability: n_runs must be at least 2 for an interval; got {n_runs}."
        raise InputError(message)
    generator = np.random.default_rng(random_state)
    reference = np.asarray(model.topic_term_, dtype=np.float64)
    scores = np.zeros((n_runs, len(reference)))
    for run in progress_bar(range(n_runs), label="Fitting again", unit="run", show=progress):
        seed = int(generator.integers(2**31))
        rows = generator.integers(dtm.shape[0], size=dtm.shape[0]) if resample else None
        scores[run] = _come_back(reference, _refit(model, dtm.counts, rows, seed))
    mean = scores.mean(axis=0)
    half = student.ppf(0.975, n_runs - 1) * scores.std(axis=0, ddof=1) / np.sqrt(n_runs)
    nearest = nearest_other(reference)
    found = ((scores >= same) & (scores > nearest)).sum(axis=0)
    return pd.DataFrame(
        {
            "topic": np.arange(len(reference)),
            "stability": mean,
            "low": np.clip(mean - half, 0, 1),
            "high": np.clip(mean + half, 0, 1),
            "nearest_other": nearest,
            "n_runs": n_runs,
            "n_found": found,
            "fragile": found < FRAGILE_BELOW * n_runs,
        }
    )


def _refit(
    model: Any, counts: sparse.csr_matrix, rows: NDArray[np.int64] | None, seed: int
) -> NDArray[np.float64]:
    again = type(model)(**{**model.get_params(deep=False), "random_state": seed})
    return np.asarray(again.fit(counts if rows is None else counts[np.sort(rows)]).topic_term_)


def _come_back(reference: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    near = affinity(reference, other)
    best = np.zeros(len(reference))
    for i, j in match_topics(near):
        best[i] = near[i, j]
    return best
