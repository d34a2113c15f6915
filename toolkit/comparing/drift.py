"""Changes in the words of a fixed topic between periods or outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.checks import check_count
from toolkit.comparing.contrasts import less_sure
from toolkit.comparing.distributions import further_apart
from toolkit.errors import TooFewArticlesError, check_option
from toolkit.stats.clusters import MIN_CLUSTERS, ClusterSums, cluster_by_day
from toolkit.stats.distances import divergence_terms
from toolkit.stats.multiplicity import max_t_p_values
from toolkit.stats.neighbour_days import are_spans, measure_columns
from toolkit.stats.permutation import (
    N_PERMUTATIONS,
    ExchangeUnits,
    permutation_p_value,
    permute_means,
    shuffle_within,
)
from toolkit.stats.share_tables import aligned, make_rng

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
    n_permutations: int = N_PERMUTATIONS,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Compare the words used for one topic in two groups of articles.

    The topic stays fixed: each token is assigned to it with its posterior probability under the
    model, and the expected counts are compared between the groups. The test permutes days, not
    tokens: a single story, however long, is one observation. Between two periods, differences have
    to be as much larger as news that lasts for several days makes them by chance.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Counts with the columns that the model was fitted on.
    model : fitted topic model
        Has ``topic_term_`` (n_topics x n_terms, rows summing to 1) and ``transform``. Fit it on the
        baseline period, so that no later articles influence it.
    groups : Series of labels, indexed by article_id
        Period or outlet of each article.
    topic : int
        Number of the topic.
    group, baseline : str
        The two groups to compare.
    dates : Series of datetime64, indexed by article_id, optional
        If given, days are permuted; otherwise articles, which are then treated as independent.
    n_permutations : int
        Number of permutations, at least 99.
    random_state : int, Generator or None
        Seed of the permutations.

    Returns
    -------
    DataFrame
        One row for each of the topic's 200 leading terms, largest change first: ``term``,
        ``share`` and ``baseline_share`` of the topic's tokens, ``difference``, ``p_value`` and
        ``p_adjusted`` (max-T over the terms). ``attrs`` holds the Jensen-Shannon divergence over
        these terms (all others combined into one), its mean under permutation (``by_chance``),
        its ``p_value``, and ``n_articles`` and ``n_baseline``.

    Raises
    ------
    InputError
        If the topic or a group is unknown.
    TooFewArticlesError
        If a group has fewer than ten days (or articles).

    References
    ----------
    Rieger, Lange, Flossdorf & Jentsch (2022) for the question; unlike their test, which resamples
    words, this one permutes whole days; Newey & West (1987), Econometrica 55(3), for news that
    lasts.

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
    cells, days = _cells(values, labels[keep] == group, units[keep])
    _check_enough(cells.first, group, baseline)
    rng = make_rng(FUNCTION, random_state)
    observed, permuted = permute_means(cells, n_permutations=n_permutations, rng=rng)
    factor = None
    if dates is not None and are_spans(days, cells.first):
        factor, degrees = measure_columns(_day_scores(cells, days))
        observed = less_sure(observed / np.sqrt(factor[:-1]), degrees[:-1])
    sums, sizes = cells.sums.sums, cells.sums.sizes
    shares = [sums[side].sum(axis=0) / sizes[side].sum() for side in (cells.first, ~cells.first)]
    shuffled = shuffle_within(cells.first, cells.blocks, n_permutations, rng).astype(np.float64)
    table = pd.DataFrame(
        {
            "term": np.asarray(dtm.terms)[leading],
            "share": shares[0],
            "baseline_share": shares[1],
            "difference": shares[0] - shares[1],
            "p_value": permutation_p_value(observed, permuted),
            "p_adjusted": max_t_p_values(observed, permuted),
        }
    )
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    for fact, number in _divergence(cells, shuffled, factor).items():
        table.attrs[fact] = number
    table.attrs["n_articles"] = int((labels[keep] == group).sum())
    table.attrs["n_baseline"] = int((labels[keep] == baseline).sum())
    table.attrs["unit"] = "articles" if dates is None else "days"
    return table


def tokens_given(dtm: DocumentTermMatrix, model: FittedModel, topic: int) -> sparse.csr_matrix:
    """Return expected counts of ``topic``: each count times theta_k phi_kw / sum theta phi."""
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
) -> tuple[ExchangeUnits, NDArray[np.int64]]:
    """Units of the permutation: the tokens of one group on one day; shared days are blocks.

    Also returns the place of each unit's day among all days.
    """
    keys = pd.DataFrame({"unit": units.to_numpy(), "first": first.to_numpy()})
    cells = keys.groupby(["unit", "first"], sort=True)
    codes = np.asarray(cells.ngroup(), dtype=np.intp)
    rows = cells.size().reset_index()
    sums = np.zeros((len(rows), values.shape[1]))
    np.add.at(sums, codes, values)
    shared = rows.groupby("unit")["first"].transform("nunique") == 2
    blocks = pd.factorize(rows["unit"].where(shared, ""), sort=True)[0]
    found = ExchangeUnits(
        sums=ClusterSums(sums=sums[:, :-1], sizes=sums[:, -1]),
        first=rows["first"].to_numpy(dtype=bool),
        blocks=np.asarray(blocks, dtype=np.int64),
    )
    return found, pd.factorize(rows["unit"], sort=True)[0].astype(np.int64)


def _day_scores(cells: ExchangeUnits, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each day adds to the error of each difference; last, of all other terms."""
    sums, sizes = cells.sums.sums, cells.sums.sizes
    sums = np.column_stack([sums, sizes - sums.sum(axis=1)])
    scores = np.zeros((days.max() + 1, sums.shape[1]))
    for side, sign in ((cells.first, 1.0), (~cells.first, -1.0)):
        total = max(float(sizes[side].sum()), 1e-300)
        mean = sums[side].sum(axis=0) / total
        np.add.at(scores, days[side], sign * (sums[side] - mean * sizes[side, None]) / total)
    return scores


def _check_enough(first: NDArray[np.bool_], group: str, baseline: str) -> None:
    for name, count in ((group, int(first.sum())), (baseline, int((~first).sum()))):
        if count < MIN_CLUSTERS:
            message = (
                f"{FUNCTION}: {name!r} has {count} days (or articles); at least {MIN_CLUSTERS} are "
                f"needed. Use longer periods."
            )
            raise TooFewArticlesError(message)


def _divergence(
    cells: ExchangeUnits, shuffled: NDArray[np.float64], factor: NDArray[np.float64] | None
) -> dict[str, float]:
    """Jensen-Shannon divergence over the leading terms (others combined), and its null.

    Between two spans of days the null is spread as far as news that lasts makes it.
    """
    labels = np.concatenate([cells.first[None].astype(np.float64), shuffled])
    sums, sizes = cells.sums.sums, cells.sums.sizes
    shares = []
    for side in (labels, 1 - labels):
        known = (side @ sums) / np.maximum(side @ sizes, 1e-300)[:, None]
        rest = np.clip(1 - known.sum(axis=1, keepdims=True), 0, 1)
        shares.append(np.concatenate([known, rest], axis=1))
    distance = float(divergence_terms(shares[0][0], shares[1][0]).sum())
    null = shares[0][1:], shares[1][1:]
    if factor is not None:
        null = further_apart(*null, np.sqrt(factor))
    by_chance = divergence_terms(*null).sum(axis=1)
    return {
        "jensen_shannon": distance,
        "by_chance": float(by_chance.mean()),
        "p_value": float(permutation_p_value(distance, by_chance)),
    }
