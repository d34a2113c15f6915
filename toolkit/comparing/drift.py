"""Words of a fixed topic that change between periods or outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.comparing.distances import divergence_terms
from toolkit.errors import TooFewArticlesError, check_option
from toolkit.stats import (
    MIN_CLUSTERS,
    ClusterSums,
    aligned,
    check_count,
    choose_generator,
    cluster_by_day,
    max_t_p_values,
    permute_means,
    shuffle_within,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.vectorizing import DocumentTermMatrix

FUNCTION = "word_drift"
N_TERMS = 200
CHUNK = 200_000


class FittedModel(Protocol):
    """A topic model fitted on the columns of a document-term matrix."""

    topic_term_: NDArray[np.float64]

    def transform(self, X: DocumentTermMatrix) -> NDArray[np.float64]:
        """Return topic shares, one row per document."""
        ...


def word_drift(
    dtm: DocumentTermMatrix,
    model: FittedModel,
    groups: pd.Series,
    *,
    topic: int,
    group: str,
    baseline: str,
    dates: pd.Series | None = None,
    n_permutations: int = 999,
    random_state: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Compare the words with which one topic is written about in two groups of articles.

    The topic stays as the model has it; each token is given to it in the proportion that the model
    says, and the words so gathered in the two groups are compared. Days are exchanged, not tokens:
    a burst about one story is one event, however often its words are printed.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Counts, with the columns the model was fitted on.
    model : fitted topic model
        ``topic_term_`` (n_topics x n_terms, rows summing to 1) and ``transform``. So that nothing
        leaks from later articles, fit it on the baseline's period.
    groups : Series of labels, indexed by article_id
        Period or outlet of each article.
    topic : int
        The topic.
    group, baseline : str
        The two groups compared.
    dates : Series of datetime64, indexed by article_id, optional
        With dates, days are exchanged; else articles, which are then taken as independent.
    n_permutations : int
        Shuffles, at least 99.
    random_state : int, Generator or None
        The same seed gives the same table.

    Returns
    -------
    DataFrame
        One row for each of the topic's 200 leading terms, largest change first: ``term``,
        ``share`` and ``baseline_share`` of the topic's tokens, ``difference``, ``p_value`` and
        ``p_adjusted`` (max-T over the terms). ``attrs`` holds the Jensen-Shannon divergence of all
        of them together (the other words as one), what it is ``by_chance``, its ``p_value``, and
        ``n_articles``, ``n_baseline``.

    Raises
    ------
    InputError
        When the topic or a group is unknown.
    TooFewArticlesError
        When a group has fewer than ten days (or articles).

    References
    ----------
    The question is Rieger, Lange, Flossdorf & Jentsch's (2022); the test exchanges whole days where
    theirs resamples words.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i:02d}" for i in range(80)], name="article_id")
    >>> year = pd.Series(np.repeat(["2014", "2015"], 40), index=ids)
    >>> rates = np.where(year == "2015", 6, 1)[:, None] * [1, 0, 0] + [1, 3, 3]
    >>> dtm = SimpleNamespace(
    ...     counts=sparse.csr_matrix(rng.poisson(rates)),
    ...     terms=["isis", "war", "talks"],
    ...     article_id=ids,
    ... )
    >>> model = SimpleNamespace(
    ...     topic_term_=np.full((1, 3), 1 / 3), transform=lambda X: np.ones((80, 1))
    ... )
    >>> table = word_drift(dtm, model, year, topic=0, group="2015", baseline="2014", random_state=1)
    >>> table["term"].iloc[0], bool(table.attrs["p_value"] < 0.01)
    ('isis', True)
    """
    check_count(FUNCTION, "n_permutations", n_permutations, least=99)
    check_option(FUNCTION, "topic", topic, range(len(model.topic_term_)))
    labels = aligned(FUNCTION, groups, dtm.article_id, name="groups").astype("str")
    for name, value in (("group", group), ("baseline", baseline)):
        check_option(FUNCTION, name, value, sorted(labels.dropna().unique()))
    units = pd.Series(dtm.article_id.astype(str), index=dtm.article_id)
    if dates is not None:
        units = cluster_by_day(aligned(FUNCTION, dates, dtm.article_id, name="dates"))
    keep = labels.isin([group, baseline]).to_numpy() & units.notna().to_numpy()
    leading = np.argsort(-model.topic_term_[topic], kind="stable")[:N_TERMS]
    given = tokens_given(dtm, model, topic)[keep]
    values = np.column_stack([given[:, leading].toarray(), np.asarray(given.sum(axis=1)).ravel()])
    cells, first, blocks = _cells(values, labels[keep] == group, units[keep])
    _check_enough(first, group, baseline)
    rng = choose_generator(FUNCTION, random_state)
    observed, permuted = permute_means(cells, first, blocks, n_permutations=n_permutations, rng=rng)
    shares = [cells.sums[side].sum(axis=0) / cells.sizes[side].sum() for side in (first, ~first)]
    shuffled = shuffle_within(first, blocks, n_permutations, rng)
    table = pd.DataFrame(
        {
            "term": np.asarray(dtm.terms)[leading],
            "share": shares[0],
            "baseline_share": shares[1],
            "difference": shares[0] - shares[1],
            "p_value": (1 + (permuted >= observed - 1e-9).sum(axis=0)) / (1 + n_permutations),
            "p_adjusted": max_t_p_values(observed, permuted),
        }
    )
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    for fact, number in _divergence(cells, first, shuffled).items():
        table.attrs[fact] = number
    table.attrs["n_articles"] = int((labels[keep] == group).sum())
    table.attrs["n_baseline"] = int((labels[keep] == baseline).sum())
    table.attrs["unit"] = "articles" if dates is None else "days"
    return table


def tokens_given(dtm: DocumentTermMatrix, model: FittedModel, topic: int) -> sparse.csr_matrix:
    """Return counts given to ``topic``: each in the proportion theta_k phi_kw / sum theta phi."""
    counts = dtm.counts.tocoo()
    theta, phi = np.asarray(model.transform(dtm)), np.asarray(model.topic_term_)
    weight = np.empty(len(counts.data))
    for start in range(0, len(weight), CHUNK):
        part = slice(start, start + CHUNK)
        joint = theta[counts.row[part]] * phi.T[counts.col[part]]
        weight[part] = joint[:, topic] / np.maximum(joint.sum(axis=1), 1e-300)
    return sparse.csr_matrix((counts.data * weight, (counts.row, counts.col)), shape=counts.shape)


def _cells(
    values: NDArray[np.float64], first: pd.Series, units: pd.Series
) -> tuple[ClusterSums, NDArray[np.bool_], NDArray[np.int64]]:
    """Units of the exchange: the tokens of one day and group; days of both trade within the day."""
    keys = pd.DataFrame({"unit": units.to_numpy(), "first": first.to_numpy()})
    cells = keys.groupby(["unit", "first"], sort=True)
    codes = np.asarray(cells.ngroup(), dtype=np.intp)
    rows = cells.size().reset_index()
    sums = np.zeros((len(rows), values.shape[1]))
    np.add.at(sums, codes, values)
    shared = rows.groupby("unit")["first"].transform("nunique") == 2
    blocks = pd.factorize(rows["unit"].where(shared, ""), sort=True)[0]
    units_sums = ClusterSums(sums=sums[:, :-1], sizes=sums[:, -1])
    return units_sums, rows["first"].to_numpy(dtype=bool), np.asarray(blocks, dtype=np.int64)


def _check_enough(first: NDArray[np.bool_], group: str, baseline: str) -> None:
    for name, count in ((group, int(first.sum())), (baseline, int((~first).sum()))):
        if count < MIN_CLUSTERS:
            message = (
                f"{FUNCTION}: {name!r} has {count} days (or articles); at least {MIN_CLUSTERS} are "
                f"needed. Use longer periods."
            )
            raise TooFewArticlesError(message)


def _divergence(
    cells: ClusterSums, first: NDArray[np.bool_], shuffled: NDArray[np.float64]
) -> dict[str, float]:
    """Jensen-Shannon divergence over the leading terms and all others as one, and its null."""
    labels = np.concatenate([first[None].astype(np.float64), shuffled])
    shares = []
    for side in (labels, 1 - labels):
        known = (side @ cells.sums) / np.maximum(side @ cells.sizes, 1e-300)[:, None]
        rest = np.clip(1 - known.sum(axis=1, keepdims=True), 0, 1)
        shares.append(np.concatenate([known, rest], axis=1))
    distance = divergence_terms(shares[0], shares[1]).sum(axis=1)
    return {
        "jensen_shannon": float(distance[0]),
        "by_chance": float(distance[1:].mean()),
        "p_value": float((1 + (distance[1:] >= distance[0] - 1e-12).sum()) / len(distance)),
    }
