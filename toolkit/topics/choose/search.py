"""Fits with several numbers of topics and seeds, measured; resumable."""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.atomic import write_text
from toolkit._core.mapped_arrays import pieces
from toolkit._core.progress_bars import progress as progress_bar
from toolkit.errors import InputError, check_option
from toolkit.models.lda import LDA, heldout_perplexity
from toolkit.models.matrix_rows import take_matrix_rows
from toolkit.topics.choose.model_measures import (
    arun,
    cao_juan,
    griffiths,
    residual_dispersion,
)
from toolkit.topics.inspect.coherence import topic_coherence
from toolkit.topics.inspect.summary import mean_exclusivity
from toolkit.topics.inspect.terms import topic_terms
from toolkit.topics.stability.alignment import stability_of_runs
from toolkit.topics.stability.minimum_data import check_enough
from toolkit.topics.stability.refits import fit_again, fit_side_by_side

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from scipy import sparse
    from tqdm.auto import tqdm

    from toolkit.tokenizing import Tokens
    from toolkit.vectorizing import DocumentTermMatrix

DEFAULT = ("perplexity", "coherence", "exclusivity", "stability")
MEASURES = (*DEFAULT, "cao_juan", "arun", "griffiths", "residuals")
OF_SHARES = ("arun", "griffiths", "residuals")
"""Measures that also need the articles' shares."""
Row = tuple[int, str, float, int]


def search_topics(
    dtm: DocumentTermMatrix,
    n_topics: Sequence[int],
    *,
    seeds: Sequence[int] = (1, 2, 3),
    measures: Sequence[str] | None = None,
    tokens: Tokens | None = None,
    model: Any = None,
    heldout_share: float = 0.2,
    path: str | os.PathLike[str] | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Fit models with several numbers of topics and seeds, and measure each.

    Every model is fitted on the same articles; a random sample of the articles is held out.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The articles.
    n_topics : sequence of int
        Numbers of topics to try, such as ``[5, 10, 20, 35]``.
    seeds : sequence of int
        One fit per seed, at least 2, because a single run does not show chance.
    measures : sequence of str, optional
        By default the first four, coherence only with ``tokens``. ``perplexity``:
        `heldout_perplexity` of the articles held out; lower is better. ``coherence``: mean NPMI
        of the topics; needs ``tokens``. ``exclusivity``: mean over topics, see `topic_summary`.
        ``stability``: mean Hellinger affinity of a run's topics with their partners in the other
        runs, corrected for the affinity of other pairs: 0 for no more than those, 1 for equal
        topics. ``cao_juan``: mean cosine between topics; lower. ``arun``:
        symmetric divergence between the topics' singular values and their sizes; lower.
        ``griffiths``: log of the harmonic mean of the words' likelihood over Gibbs samples, in
        nats; costs 40 sweeps a fit; `LDA` only. ``residuals``: squared residuals per degree of
        freedom; lower; above 1 the topics explain too little; missing where no degree of freedom is
        left.
    tokens : Tokens, optional
        The articles, for ``coherence``.
    model : LDA or NMF, optional
        An unfitted model whose other settings are used; an `LDA` by default. Fits run in parallel
        in the ``n_jobs`` threads of the model; the table does not depend on their number.
    heldout_share : float
        Part of the articles held out, above 0 and up to 0.5.
    path : path-like, optional
        A JSON file, written after each number of topics. A later call with the same data and
        settings does not repeat the fits in it.
    progress : bool
        False hides the progress bar.

    Returns
    -------
    DataFrame
        Long, for `plot.topic_numbers` and `advise_n_topics`: ``n_topics``, ``measure``, ``value``,
        ``seed``; sorted by measure, number and seed.

    Raises
    ------
    TooFewArticlesError
        With fewer than 50 articles, or fewer than five per topic.
    InputError
        For an unknown measure, one seed, coherence without tokens, or a file of another search.

    References
    ----------
    Cao, Xia, Li, Zhang & Tang (2009). doi:10.1016/j.neucom.2008.06.011. Arun, Suresh, Veni Madhavan
    & Narasimha Murthy (2010). doi:10.1007/978-3-642-13657-3_43. Griffiths & Steyvers (2004).
    doi:10.1073/pnas.0307752101. Taddy (2012), AISTATS 22.
    """
    wanted = _checked(dtm, n_topics, seeds, measures, with_tokens=tokens is not None)
    if not 0 < heldout_share <= 0.5:
        message = f"search_topics: heldout_share must lie between 0 and 0.5; got {heldout_share}."
        raise InputError(message)
    kind = LDA() if model is None else model
    job = _Job(dtm, kind, tokens, tuple(seeds), wanted, heldout_share)
    done = {} if path is None else _earlier(Path(path), job.fingerprint)
    ordered = sorted(set(n_topics))
    bar: tqdm[Any] = progress_bar(
        label="Trying numbers of topics",
        total=len(job.seeds) * len([k for k in ordered if str(k) not in done]),
        unit="fit",
        show=progress,
    )
    with contextlib.closing(bar):
        for k in ordered:
            if str(k) not in done:
                done[str(k)] = job.rows(k, bar)
                if path is not None:
                    held = {"fingerprint": job.fingerprint, "done": done}
                    write_text(path, json.dumps(held, indent=1, sort_keys=True))
    rows = [row for k in ordered for row in done[str(k)]]
    table = pd.DataFrame(rows, columns=["n_topics", "measure", "value", "seed"])
    place = {name: i for i, name in enumerate(wanted)}
    order = np.lexsort((table["seed"], table["n_topics"], table["measure"].map(place)))
    return table.iloc[order].reset_index(drop=True)


def _checked(
    dtm: DocumentTermMatrix,
    n_topics: Sequence[int],
    seeds: Sequence[int],
    measures: Sequence[str] | None,
    *,
    with_tokens: bool,
) -> tuple[str, ...]:
    if measures is None:
        measures = [one for one in DEFAULT if with_tokens or one != "coherence"]
    for measure in measures:
        check_option("search_topics", "measures", measure, MEASURES)
    if "coherence" in measures and not with_tokens:
        message = "search_topics: coherence needs the words in their order: pass tokens=tokens."
        raise InputError(message)
    if len(set(seeds)) < 2 or not n_topics or min(n_topics) < 2:
        message = (
            f"search_topics: needs at least two different seeds, and numbers of topics from 2; "
            f"got seeds {list(seeds)}, n_topics {list(n_topics)}."
        )
        raise InputError(message)
    check_enough("search_topics", dtm.counts, max(n_topics))
    return tuple(dict.fromkeys(measures))


class _Job:
    """What all fits share: the data, the split and the settings."""

    def __init__(  # noqa: PLR0917 - one call, three lines above
        self,
        dtm: DocumentTermMatrix,
        model: Any,
        tokens: Tokens | None,
        seeds: tuple[int, ...],
        measures: tuple[str, ...],
        heldout_share: float,
    ) -> None:
        self.model, self.tokens, self.seeds, self.measures = model, tokens, seeds, measures
        self.terms = np.asarray(dtm.terms)
        chance = _chance_by_article(dtm.article_id)
        self.fitted = take_matrix_rows(dtm.counts, np.flatnonzero(chance >= heldout_share))
        self.heldout = take_matrix_rows(dtm.counts, np.flatnonzero(chance < heldout_share))
        self.fingerprint = self._fingerprint(dtm, heldout_share)

    def rows(self, n_topics: int, bar: tqdm[Any]) -> list[Row]:
        tasks = [partial(self._measured, n_topics, seed) for seed in self.seeds]
        runs = fit_side_by_side(tasks, n_jobs=getattr(self.model, "n_jobs", None), bar=bar)
        stability = stability_of_runs([phi for phi, _ in runs])
        found: list[Row] = []
        for measure in self.measures:
            values = [
                stability[run] if measure == "stability" else measured[measure]
                for run, (_, measured) in enumerate(runs)
            ]
            found += [
                (n_topics, measure, float(value), int(seed))
                for value, seed in zip(values, self.seeds, strict=True)
            ]
        return found

    def _measured(
        self, n_topics: int, seed: int, n_jobs: int
    ) -> tuple[NDArray[np.float64], dict[str, float]]:
        """Fit once; return the topics and every measure that needs no other run."""
        fit = fit_again(
            self.model, self.fitted, n_jobs=n_jobs, n_topics=n_topics, random_state=seed
        )
        fit.terms_ = self.terms
        theta = np.empty((0, n_topics))
        if not set(self.measures).isdisjoint(OF_SHARES):
            theta = np.asarray(fit.transform(self.fitted), dtype=np.float64)
        alone = [measure for measure in self.measures if measure != "stability"]
        values = {measure: self._value(measure, fit, theta, seed) for measure in alone}
        return np.asarray(fit.topic_term_), values

    def _value(self, measure: str, fit: Any, theta: NDArray[np.float64], seed: int) -> float:
        phi = np.asarray(fit.topic_term_, dtype=np.float64)
        ways: dict[str, Callable[[], float]] = {
            "perplexity": lambda: heldout_perplexity(
                fit, self.heldout, n_jobs=getattr(fit, "n_jobs", None)
            ),
            "coherence": lambda: self._coherence(fit),
            "exclusivity": lambda: float(mean_exclusivity(phi).mean()),
            "cao_juan": lambda: cao_juan(phi),
            "arun": lambda: arun(phi, theta, _lengths(self.fitted)),
            "griffiths": lambda: griffiths(fit, theta, self.fitted, seed=seed),
            "residuals": lambda: residual_dispersion(phi, theta, self.fitted),
        }
        return ways[measure]()

    def _coherence(self, fit: Any) -> float:
        """Return the mean over the topics with two terms in the articles."""
        assert self.tokens is not None
        table = topic_coherence(topic_terms(fit, rank_by="probability"), self.tokens)
        return float(table["coherence"].mean())

    def _fingerprint(self, dtm: DocumentTermMatrix, heldout_share: float) -> str:
        settings = {**self.model.get_params(deep=False), "n_topics": 0, "random_state": 0}
        settings.pop("n_jobs", None)
        facts: list[Any] = [
            type(self.model).__name__,
            sorted((k, repr(v)) for k, v in settings.items()),
        ]
        facts += [list(map(int, self.seeds)), list(self.measures), heldout_share, dtm.shape]
        facts += [] if self.tokens is None else [len(self.tokens), self.tokens.n_tokens]
        digest = hashlib.sha256(json.dumps(facts, default=str).encode())
        for array in (dtm.counts.data, dtm.counts.indices, dtm.counts.indptr):
            for part in pieces(len(array), array):
                digest.update(np.ascontiguousarray(array[part]).tobytes())
        digest.update("\n".join(map(str, self.terms)).encode())
        digest.update("\n".join(map(str, dtm.article_id)).encode())
        return digest.hexdigest()


def _chance_by_article(article_id: pd.Index) -> NDArray[np.float64]:
    """Return a number from 0 to 1 per article, from its id, whatever the order of rows."""
    digests = [hashlib.sha256(f"held out {one}".encode()).digest()[:8] for one in article_id]
    return np.array([int.from_bytes(one) for one in digests], dtype=np.float64) / 2**64


def _earlier(path: Path, fingerprint: str) -> dict[str, list[Row]]:
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        same, done = held["fingerprint"] == fingerprint, dict(held["done"])
        done = {str(k): [_row(*row) for row in rows] for k, rows in done.items()}
    except (ValueError, KeyError, TypeError) as error:
        message = f"search_topics: {path.name} is not a file of search_topics. Pass another path."
        raise InputError(message) from error
    if not same:
        message = (
            f"search_topics: {path.name} holds a search of other articles or settings. "
            f"Pass another path, or delete the file."
        )
        raise InputError(message)
    return done


def _row(n_topics: int, measure: str, value: float, seed: int) -> Row:
    return int(n_topics), str(measure), float(value), int(seed)


def _lengths(counts: sparse.csr_matrix) -> NDArray[np.float64]:
    return np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
