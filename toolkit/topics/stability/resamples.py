"""Which topics come back with another seed and other articles; the others are fragile."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit._core.progress_bars import progress as progress_bar
from toolkit.errors import InputError, check_option, shorten
from toolkit.models.lda import LDA
from toolkit.models.matrix_rows import take_matrix_rows
from toolkit.topics.model import model_hash
from toolkit.topics.stability.alignment import LIKENESSES, SAME, match_topics, nearest_topics
from toolkit.topics.stability.minimum_data import check_enough
from toolkit.topics.stability.refits import fit_again, fit_shortly, fit_side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from tqdm.auto import tqdm

    from toolkit.topics.edit.recipes import TopicRecipe
    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

NEEDED = ("components_", "topic_term_", "get_params")
FRAGILE_BELOW = 0.8
"""A topic that comes back in a smaller share of the runs is fragile."""


def topic_stability(
    dtm: DocumentTermMatrix,
    model: TopicModel,
    *,
    n_runs: int = 10,
    resample: bool = True,
    likeness: str = "hellinger",
    same: float = SAME,
    recipe: TopicRecipe | None = None,
    random_state: int = 0,
    progress: bool = True,
) -> pd.DataFrame:
    """Refit with other seeds and articles, and see which topics come back.

    Each run resamples the articles with replacement and fits a model with the same settings and
    another seed. Its topics are paired one to one with those of ``model`` so that the sum of
    similarities is largest (Hungarian method).

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The matrix that ``model`` was fitted on.
    model : LDA or NMF
        The fitted model whose topics are judged. Fits run in parallel in the ``n_jobs`` threads of
        the model; the table does not depend on their number.
    n_runs : int
        Number of refits, at least 2.
    resample : bool
        False keeps the articles and changes only the seed.
    likeness : {"hellinger", "js"}
        Similarity of two topics, 0 to 1. ``hellinger``: sum of sqrt(p q), the affinity. ``js``:
        1 - Jensen-Shannon divergence in bits, which is somewhat smaller.
    same : float
        Least likeness of a topic that has come back, 0 to 1. It must also be more like its partner
        than like any other topic of ``model``: in small corpora different topics share so much that
        a fixed limit alone finds every topic again.
    recipe : TopicRecipe, optional
        Judge the topics that it leaves. A merged topic has come back when it matches one topic of
        the run, or as many joined topics as were merged: two halves that every run divides
        differently may be stable as a whole. Splits cannot be judged.
    random_state : int
        Seed of the resamples and of the runs.
    progress : bool
        False hides the progress bar.

    Returns
    -------
    DataFrame
        One row per topic: ``topic``, ``stability`` (mean likeness to its partner, 0 to 1),
        ``low``, ``high`` (95 % t interval of that mean over the runs), ``nearest_other`` (largest
        likeness to another topic of the same model), ``nearest_topic`` (which that is: two
        fragile topics that are each other's nearest are often one, to be merged), ``n_runs``,
        ``n_found`` (runs in which it came back) and ``fragile`` (fewer than 80 % of them;
        `mark_fragile` carries the mark to every later table and figure).

    Raises
    ------
    InputError
        When ``n_runs`` is below 2, for an unknown likeness, or a recipe that splits or is
        another model's.
    TooFewArticlesError
        With fewer than 50 articles, or fewer than five per topic.

    References
    ----------
    Greene, O'Callaghan & Cunningham (2014), How many topics? doi:10.1007/978-3-662-44848-9_32
    Rieger, Rahnenführer & Jentsch (2020), on replicated LDA. doi:10.1007/978-3-030-51310-8_11
    """
    if n_runs < 2:
        message = f"topic_stability: n_runs must be at least 2 for an interval; got {n_runs}."
        raise InputError(message)
    check_option("topic_stability", "likeness", likeness, tuple(LIKENESSES))
    judged = _to_judge(model, recipe)
    reference = judged.weights / judged.weights.sum(axis=1, keepdims=True)
    check_enough("topic_stability", dtm.counts, len(model.topic_term_))
    compared = LIKENESSES[likeness]
    generator = np.random.default_rng(random_state)
    tasks = []
    for _ in range(n_runs):
        seed = int(generator.integers(2**31))
        drawn = generator.integers(dtm.shape[0], size=dtm.shape[0]) if resample else None
        times = None if drawn is None else np.bincount(drawn, minlength=dtm.shape[0])
        tasks.append(partial(_topics_again, model, dtm.counts, times, seed))
    bar: tqdm[Any] = progress_bar(label="Fitting again", total=n_runs, unit="run", show=progress)
    with contextlib.closing(bar):
        runs = fit_side_by_side(tasks, n_jobs=getattr(model, "n_jobs", None), bar=bar)
    scores = np.array([_come_back(reference, judged.n_parts, run, compared) for run in runs])
    nearest, which = nearest_topics(compared(reference, reference))
    table = _judged(scores, nearest, np.where(which < 0, -1, judged.topics[which]), same)
    return table.assign(topic=judged.topics)


class _ToJudge(NamedTuple):
    topics: NDArray[np.int64]
    weights: NDArray[np.float64]
    n_parts: list[int]


def _to_judge(model: Any, recipe: TopicRecipe | None) -> _ToJudge:
    """Return the numbers of the topics to judge, their weights, and how many parts each has."""
    if isinstance(model, type) or not all(hasattr(model, name) for name in NEEDED):
        message = (
            f"topic_stability: model must be a fitted LDA or NMF; got {shorten(model)}. Call "
            f"fit(dtm) first."
        )
        raise InputError(message)
    weights = np.asarray(model.components_, dtype=np.float64)
    if recipe is None:
        return _ToJudge(np.arange(len(weights)), weights, [1] * len(weights))
    if recipe.model != model_hash(model) or any(step["do"] == "split" for step in recipe.steps):
        message = (
            "topic_stability: the recipe must be this model's and without splits: no other fit "
            "has the parts of a split. Judge the model first, then split."
        )
        raise InputError(message)
    members = {k: {k} for k in range(recipe.n_topics)}
    for step in recipe.steps:
        if step["do"] == "merge":
            joined = (members[k] for k in (*step["topics"], step["into"]))
            members[step["into"]] = set().union(*joined)
    kept = [sorted(members[k]) for k in recipe.kept]
    summed = np.array([weights[own].sum(axis=0) for own in kept])
    return _ToJudge(np.asarray(recipe.kept), summed, [len(own) for own in kept])


def _topics_again(  # noqa: PLR0917 - what a refit needs
    model: Any, counts: Any, times: NDArray[np.int64] | None, seed: int, n_jobs: int
) -> NDArray[np.float64]:
    """Return the topics of a refit in which article i counts ``times[i]`` times."""
    settings = {"n_jobs": n_jobs, "random_state": seed}
    if isinstance(model, LDA):
        fit = fit_shortly(model, counts, repeats=times, **settings)
    else:
        if times is not None:
            counts = take_matrix_rows(counts, np.repeat(np.arange(len(times)), times))
        fit = fit_again(model, counts, **settings)
    return np.asarray(fit.components_, dtype=np.float64)


def _come_back(
    reference: NDArray[np.float64],
    n_parts: list[int],
    run: NDArray[np.float64],
    compared: Callable[..., NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return each topic's likeness to its partner in the run."""
    near = compared(reference, run / run.sum(axis=1, keepdims=True))
    best = np.zeros(len(near))
    for i, j in match_topics(near):
        best[i] = near[i, j]
    for i, n in enumerate(n_parts):
        if n > 1:
            best[i] = _together(reference[i], n, run, compared)
    return best


def _together(
    topic: NDArray[np.float64],
    n_parts: int,
    run: NDArray[np.float64],
    compared: Callable[..., NDArray[np.float64]],
) -> float:
    """Return the likeness to one topic of the run, or to up to ``n_parts`` joined, if more."""
    joined, best = np.zeros(run.shape[1]), 0.0
    for _ in range(n_parts):
        candidates = joined + run
        near = compared([topic], candidates / candidates.sum(axis=1, keepdims=True))[0]
        if near.max() <= best:
            break
        best, joined = float(near.max()), candidates[near.argmax()]
    return best


def _judged(
    scores: NDArray[np.float64],
    nearest: NDArray[np.float64],
    which: NDArray[np.int64],
    same: float,
) -> pd.DataFrame:
    n_runs = len(scores)
    mean = scores.mean(axis=0)
    half = stdtrit(n_runs - 1, 0.975) * scores.std(axis=0, ddof=1) / np.sqrt(n_runs)
    found = ((scores >= same) & (scores > nearest)).sum(axis=0)
    return pd.DataFrame(
        {
            "topic": np.arange(len(mean)),
            "stability": mean,
            "low": np.clip(mean - half, 0, 1),
            "high": np.clip(mean + half, 0, 1),
            "nearest_other": nearest,
            "nearest_topic": which,
            "n_runs": n_runs,
            "n_found": found,
            "fragile": found < FRAGILE_BELOW * n_runs,
        }
    )
