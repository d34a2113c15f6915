"""The most central of several fits with different seeds."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform
from scipy.special import stdtrit

from toolkit._core.progress_bars import progress as progress_bar
from toolkit.errors import InputError, check_option
from toolkit.tables.display import Summarized, Summary
from toolkit.topics.stability.alignment import similarity_of_runs
from toolkit.topics.stability.minimum_data import check_enough
from toolkit.topics.stability.refits import fit_again, fit_side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tqdm.auto import tqdm

    from toolkit.vectorizing import DocumentTermMatrix

LEAST_PART, LEAST_USES = 1 / 500, 10.0
"""A relevant term has more than this part of a topic's tokens, and more than this many."""


@dataclass(frozen=True)
class Prototype(Summarized):
    """The most central of several runs.

    Parameters
    ----------
    model : LDA or NMF
        The run chosen, fitted.
    table : DataFrame
        One row per run: ``run``, ``seed``, ``similarity`` (mean over the other runs, 0 to 1),
        ``low``, ``high`` (95 % t interval of that mean), ``chosen``.
    sentence : str
        Which was chosen, and how similar the runs are.
    """

    model: Any = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        facts = (("runs", len(self.table)), ("topics", len(self.model.topic_term_)))
        return Summary("The most central run", facts, rows=self.table, note=self.sentence)


def topic_prototype(
    dtm: DocumentTermMatrix,
    model: Any,
    *,
    n_runs: int = 10,
    similarity: str = "affinity",
    random_state: int = 0,
    progress: bool = True,
) -> Prototype:
    """Fit with several seeds and keep the run most similar to the others.

    A single run depends on its seed; the most central one is the most typical. It says nothing
    about other articles: for that, `topic_stability` resamples them.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The articles.
    model : LDA or NMF
        A model, fitted or not; its settings are used with other seeds.
    n_runs : int
        Fits, at least 3.
    similarity : {"affinity", "clop"}
        Of two runs, 0 to 1. ``affinity``: the stability of `search_topics`, that is, how much
        nearer topics are to their partners (one to one) than to other topics. ``clop``: S-CLOP, as
        in R's ldaPrototype: topics of both runs are clustered (complete linkage) by the Jaccard
        coefficient of their relevant terms, and the tree is pruned where that pairs topics best.
    random_state : int
        Seed of the runs' seeds.
    progress : bool
        False hides the progress bar.

    Returns
    -------
    Prototype
        Its ``.model``, ``.table`` and ``.sentence``.

    Raises
    ------
    InputError
        With fewer than 3 runs, or an unknown similarity.
    TooFewArticlesError
        With fewer than 50 articles, or fewer than five per topic.

    References
    ----------
    Rieger, Rahnenführer & Jentsch (2020), Improving Latent Dirichlet Allocation: on reliability
    of the novel method LDAPrototype. doi:10.1007/978-3-030-51310-8_11. Relevant terms: more than
    1/500 of a topic's tokens and more than 10 of them, the defaults of ldaPrototype.
    """
    if n_runs < 3:
        message = f"topic_prototype: n_runs must be 3 or more for one to be central; got {n_runs}."
        raise InputError(message)
    check_option("topic_prototype", "similarity", similarity, tuple(_SIMILARITIES))
    check_enough("topic_prototype", dtm.counts, int(model.get_params(deep=False)["n_topics"]))
    generator = np.random.default_rng(random_state)
    seeds = [int(generator.integers(2**31)) for _ in range(n_runs)]
    tasks = [partial(_run, model, dtm, seed) for seed in seeds]
    bar: tqdm[Any] = progress_bar(label="Fitting again", total=n_runs, unit="run", show=progress)
    with contextlib.closing(bar):
        runs = fit_side_by_side(tasks, n_jobs=getattr(model, "n_jobs", None), bar=bar)
    table = _centrality(_SIMILARITIES[similarity](runs))
    table.insert(1, "seed", seeds)
    best = int(table["chosen"].to_numpy().argmax())
    return Prototype(runs[best], table, _sentence(table, best))


def _run(model: Any, dtm: DocumentTermMatrix, seed: int, n_jobs: int) -> Any:
    return fit_again(model, dtm, n_jobs=n_jobs, random_state=seed)


def _by_affinity(runs: list[Any]) -> NDArray[np.float64]:
    return similarity_of_runs([np.asarray(run.topic_term_, dtype=np.float64) for run in runs])


def _by_clop(runs: list[Any]) -> NDArray[np.float64]:
    relevant = [relevant_terms(np.asarray(run.components_, dtype=np.float64)) for run in runs]
    near = np.zeros((len(runs), len(runs)))
    for i, j in combinations(range(len(runs)), 2):
        near[i, j] = near[j, i] = clop(relevant[i], relevant[j])
    return near


_SIMILARITIES = {"affinity": _by_affinity, "clop": _by_clop}


def relevant_terms(components: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which terms are relevant to which topic: shape (n_topics, n_terms)."""
    limit = np.maximum(LEAST_USES, LEAST_PART * components.sum(axis=1, keepdims=True))
    return np.asarray(components > limit)


def clop(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """S-CLOP of two runs: 1 if all topics pair off, 0 if no pair is nearer than any other.

    Parameters
    ----------
    a, b : ndarray of bool, shape (n_topics, n_terms)
        Relevant terms of the topics of both runs.

    Returns
    -------
    float
        1 - 2 U / N, U the least sum over clusters of ``mean_r |t_r - 1| * sum_r t_r`` (t_r topics
        of run r in the cluster) that pruning the tree can give, N the number of topics.

    Examples
    --------
    >>> eye = np.eye(3, dtype=bool)
    >>> clop(eye, eye), clop(eye[:2], eye[[0, 0]])
    (1.0, 0.5)
    """
    both = np.vstack([a, b]).astype(np.float64)
    common = both @ both.T
    sizes = both.sum(axis=1)
    either = sizes[:, None] + sizes - common
    jaccard = np.divide(common, either, out=np.zeros_like(common), where=either > 0)
    np.fill_diagonal(jaccard, 1.0)
    tree = linkage(squareform(1 - jaccard, checks=False), method="complete")
    members = [(1, 0)] * len(a) + [(0, 1)] * len(b)
    least = [0.5] * len(both)  # a single topic: only one of the runs has it
    for left, right in tree[:, :2].astype(int).tolist():
        t = (members[left][0] + members[right][0], members[left][1] + members[right][1])
        together = (abs(t[0] - 1) + abs(t[1] - 1)) / 2 * sum(t)
        members.append(t)
        least.append(min(together, least[left] + least[right]))
    return float(1 - 2 * least[-1] / len(both))


def _centrality(near: NDArray[np.float64]) -> pd.DataFrame:
    n_runs = len(near)
    others = near[~np.eye(n_runs, dtype=bool)].reshape(n_runs, n_runs - 1)
    mean = others.mean(axis=1)
    half = stdtrit(n_runs - 2, 0.975) * others.std(axis=1, ddof=1) / np.sqrt(n_runs - 1)
    return pd.DataFrame(
        {
            "run": np.arange(n_runs),
            "similarity": mean,
            "low": np.clip(mean - half, 0, 1),
            "high": np.clip(mean + half, 0, 1),
            "chosen": np.arange(n_runs) == mean.argmax(),
        }
    )


def _sentence(table: pd.DataFrame, best: int) -> str:
    values = table["similarity"]
    return (
        f"Run {best} (seed {table['seed'].iloc[best]}) is the most central of {len(table)}: "
        f"mean similarity {values.iloc[best]:.2f} to the others; the least central has "
        f"{values.min():.2f}."
    )
