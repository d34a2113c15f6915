"""Draws of topic shares, which propagate topic uncertainty into later intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit._core.mapped_arrays import pieces, release_pages
from toolkit._core.memory import scratch_array
from toolkit._core.progress_bars import progress as progress_bar
from toolkit._kernels.gibbs import draw_counts
from toolkit.errors import InputError
from toolkit.models.nmf import NMF
from toolkit.models.threads import n_threads, share_out
from toolkit.stats.share_tables import known_rows, make_rng
from toolkit.topics.inspect.topic_shares import doc_topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy import sparse

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "topic_draws"
CHUNK = 2_000_000
BURN_IN = 10
FEW_CHANCES = 10_000
"""Tokens times topics that plain Python has counted before the kernel is compiled."""


def topic_draws(
    model: TopicModel,
    dtm: DocumentTermMatrix,
    *,
    n_draws: int = 10,
    n_steps: int = 3,
    random_state: int | np.random.Generator | None = 0,
    progress: bool = True,
) -> list[pd.DataFrame]:
    """Draw topic shares of every article from their posterior, with the topics fixed.

    The words of a short article leave its shares uncertain, which one table hides. Pass the list of
    draws in place of the table to `share_by_period` or `prevalence_regression`, whose intervals
    then include this uncertainty (method of composition). The topics themselves are fixed; how they
    change with the seed or their number is what `topic_stability` and `sensitivity` show.

    Parameters
    ----------
    model : LDA or imported topics
        A fitted model with a prior on article shares.
    dtm : DocumentTermMatrix
        The articles, counted with the model's vocabulary.
    n_draws : int
        Tables to draw, at least 2.
    n_steps : int
        Steps of the sampler between draws.
    random_state : int, Generator or None
        The same seed gives the same draws, for any number of processors.
    progress : bool
        Show a progress bar if the draws take longer than two seconds.

    Returns
    -------
    list of DataFrame of shape (n_articles, n_topics)
        Tables as from `doc_topics`; an article without words is missing in each.

    Raises
    ------
    InputError
        For a model without such a prior (NMF), or another vocabulary.

    References
    ----------
    Griffiths & Steyvers (2004), PNAS 101, with fixed topics: topics of tokens given shares, then
    shares given those. Use of the draws: Treier & Jackman (2008), AJPS 52(1).

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = pd.Series(["war war talks", "talks deal"], index=["a", "b"])
    >>> dtm = tt.count_terms(tt.tokenize(texts), min_docs=1, max_doc_share=1.0)
    >>> model = tt.LDA(n_topics=2, random_state=0).fit(dtm)
    >>> draws = topic_draws(model, dtm, n_draws=3, random_state=1)
    >>> len(draws), draws[0].shape, draws[0].sum(axis=1).round(9).tolist()
    (3, (2, 2), [1.0, 1.0])
    """
    check_count(FUNCTION, "n_draws", n_draws, least=2)
    check_count(FUNCTION, "n_steps", n_steps, least=1)
    prior = getattr(model, "doc_topic_prior_", None)
    fitted = hasattr(model, "components_")  # another model is refused by doc_topics
    if fitted and (prior is None or isinstance(model, NMF)):
        message = (
            f"{FUNCTION}: {type(model).__name__} has no prior on article shares, so nothing can "
            f"be drawn from it. Use LDA."
        )
        raise InputError(message)
    start = doc_topics(model, dtm)
    rng = make_rng(FUNCTION, random_state)
    sampler = _Sampler.of(model, dtm, np.asarray(prior, dtype=np.float64))
    found = start.to_numpy(dtype=np.float64)
    empty = ~known_rows(found)
    theta = _copied(found)
    theta[empty] = 1 / start.shape[1]
    draws = []
    for number in progress_bar(range(n_draws), label="Drawing shares", unit="draw", show=progress):
        for _ in range(n_steps + (BURN_IN if number == 0 else 0)):
            theta = sampler.step(theta, rng)
        drawn = _copied(theta)
        drawn[empty] = np.nan
        table = pd.DataFrame(drawn, index=start.index, columns=start.columns, copy=False)
        table.attrs["model"] = start.attrs["model"]
        draws.append(table)
    return draws


def _copied(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a copy, on disk if it is large."""
    copy: NDArray[np.float64] = scratch_array(shares.shape, np.float64)
    for part in pieces(len(shares), shares, copy):
        copy[part] = shares[part]
    return copy


@dataclass(frozen=True, slots=True)
class _Sampler:
    """What every step needs: the articles, the words of the topics, and the prior."""

    counts: sparse.csr_matrix
    begins: NDArray[np.int64]
    words: NDArray[np.float64]
    alpha: NDArray[np.float64]

    @classmethod
    def of(cls, model: TopicModel, dtm: DocumentTermMatrix, alpha: NDArray[np.float64]) -> _Sampler:
        tokens = np.asarray(dtm.counts.sum(axis=1), dtype=np.int64).ravel()
        words = np.ascontiguousarray(np.asarray(model.topic_term_, dtype=np.float64).T)
        return cls(dtm.counts, np.concatenate([[0], np.cumsum(tokens)]), words, alpha)

    def step(self, theta: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw the topic of each token, then shares: theta ~ Dirichlet(alpha + n_dk)."""
        n_dk: NDArray[np.float64] = scratch_array(theta.shape, np.float64)
        for rows in self._parts():
            self._count(rows, theta, n_dk, rng)
            release_pages(theta, n_dk, self.counts.indices, self.counts.data)
        for rows in pieces(len(n_dk), n_dk):
            drawn = np.maximum(rng.gamma(n_dk[rows] + self.alpha), 1e-300)
            n_dk[rows] = drawn / drawn.sum(axis=1, keepdims=True)
        return n_dk

    def _parts(self) -> Iterator[slice]:
        """Cut the articles into runs of about ``CHUNK`` tokens."""
        start, n_articles = 0, len(self.begins) - 1
        while start < n_articles:
            limit = self.begins[start] + CHUNK
            end = max(start + 1, int(np.searchsorted(self.begins, limit, side="right")) - 1)
            yield slice(start, min(end, n_articles))
            start = end

    def _count(
        self,
        rows: slice,
        theta: NDArray[np.float64],
        n_dk: NDArray[np.float64],
        rng: np.random.Generator,
    ) -> None:
        """Draw topics for the tokens of some articles, in threads, and count them in ``n_dk``."""
        ends = slice(rows.start, rows.stop + 1)
        offsets = self.counts.indptr[ends].astype(np.int64)
        entries = slice(offsets[0], offsets[-1])
        matrix = (
            offsets - offsets[0],
            np.array(self.counts.indices[entries], dtype=np.int32),
            np.array(self.counts.data[entries], dtype=np.int64),
        )
        begins = self.begins[ends] - self.begins[rows.start]
        chances = rng.random(int(begins[-1]))
        arrays = (theta[rows].view(np.ndarray), self.words, begins, chances)
        found = n_dk[rows].view(np.ndarray)
        few = len(chances) * len(self.alpha) < FEW_CHANCES
        kernel = draw_counts.py_func if few else draw_counts

        def work(first: int, last: int) -> None:
            kernel(first, last, matrix, *arrays, found)

        share_out(work, begins, n_threads(None))
