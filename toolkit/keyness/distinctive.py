"""`distinctive_terms`: one row per group and term, with effect, interval, dispersion and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.keyness.cluster_errors import Clusters, ClusterTable
from toolkit.keyness.group_counts import FUNCTION, Grouped
from toolkit.keyness.measures import chi2, g2, log_odds_ratio, tfidf_of_groups
from toolkit.keyness.term_cautions import mark_terms
from toolkit.stats.intervals import MIN_CLUSTERS
from toolkit.stats.multiplicity import adjust_p_values
from toolkit.stats.share_tables import aligned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.vectorizing import DocumentTermMatrix

TESTS = ("rates", "articles")
MEASURES = ("log_odds", "g2", "chi2", "tfidf", "z")
LEVEL = 0.95
PRIOR_PART = 0.1
"""Prior tokens per token compared. The z of a term used in one group only peaks for a prior between
a tenth and a third of the tokens."""


def distinctive_terms(
    dtm: DocumentTermMatrix,
    groups: pd.Series,
    *,
    measure: str = "log_odds",
    n_terms: int | None = 15,
    min_count: int = 5,
    clusters: pd.Series | None = None,
    sources: pd.Series | None = None,
    prior_tokens: float | None = None,
    test: str = "rates",
) -> pd.DataFrame:
    """Find the terms that distinguish each group of articles from all others.

    The default score is the z of Monroe, Colaresi & Quinn's log-odds-ratio with an informative
    Dirichlet prior. For a term used y_A times among the group's n_A tokens, and y_B times among
    the n_B of all other groups::

        delta = log[(y_A + a_w) / (n_A + a_0 - y_A - a_w)]
                - log[(y_B + a_w) / (n_B + a_0 - y_B - a_w)]
        variance = 1 / (y_A + a_w) + 1 / (y_B + a_w),  z = delta / sqrt(variance),

    where a_w = a_0 * (share of the term in all groups together) and a_0 is ``prior_tokens``. The
    prior shrinks rare terms towards no difference, so that neither the most frequent words nor
    chance findings lead the list.

    **Ranking and testing are separate.** z, G² and chi-squared treat every token as an independent
    draw, but words come in bursts: an article that uses "refugees" once often uses it nine times.
    They rank the terms; they are not tests. ``p_value`` and the interval treat whole articles (or
    ``clusters``, such as days) as the sampling units, whatever the measure:

    - ``test="rates"``: a score test of equal rates per token in the group and in the rest, with a
      cluster-robust variance. A term used in k articles (or days) of the group reaches about
      sqrt(k) standard errors at most, so a term of a few articles is never significant among
      thousands of terms.
    - ``test="articles"``: Fisher's exact test of the share of articles that use the term at all,
      with its smaller tail doubled. Bursts within an article do not affect it, and it detects
      terms used in a dozen articles of one group and in no other. It assumes independent articles
      of similar length in both groups.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        The result of `count_terms`.
    groups : Series of labels, indexed by article_id
        The group of each article, such as ``articles["source"]``; at least two groups. Articles
        without a group are left out.
    measure : {'log_odds', 'g2', 'chi2', 'tfidf', 'z'}
        The ranking score: the z above; Dunning's signed G²; Pearson's signed chi-squared; TF-IDF
        with each group as one document (0 for terms that all groups use); or the z of the
        cluster-robust score test.
    n_terms : int or None
        Terms per group with the highest scores above 0; None returns every term tested, including
        under-used ones.
    min_count : int
        Terms with fewer uses in the compared articles are not tested.
    clusters : Series of labels, indexed by article_id, optional
        Clusters of dependent articles, such as `cluster_by_day` returns; each article by default.
        An article without a label forms its own cluster.
    sources : Series of str, indexed by article_id, optional
        Outlets; adds ``n_sources``.
    prior_tokens : float, optional
        Weight of the prior in tokens, a_0; a tenth of the tokens compared by default. A larger
        prior shrinks the effects more.
    test : {'rates', 'articles'}
        The test behind ``p_value``; see above. The interval is that of the rates in both cases.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.DISTINCTIVE_TERMS`, sorted by group and descending score.
        ``dispersion`` is Gries' DP over the group's articles: near 0 for a term spread like the
        text itself, near 1 for a term concentrated in few articles. Boilerplate and outlet names
        are flagged rather than hidden: ``mark`` is "label" for a term in the group's own name
        ("fox_news"), "agency" for a news agency, "page" for page furniture ("updated",
        "newsletter"); ``table[table["mark"] == ""]`` drops them. With fewer than ten clusters
        the interval and the p-value are missing. ``attrs`` records the settings.

    Raises
    ------
    InputError
        If an option is invalid, an article has no row in ``groups``, or there is only one group.
    TooFewArticlesError
        If a group has no tokens, or no term is used ``min_count`` times.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), doi:10.1093/pan/mpn018; Dunning
    (1993), Computational Linguistics 19(1); Gries (2008), IJCL 13(4), doi:10.1075/ijcl.13.4.02gri;
    Lijffijt et al. (2016), DSH 31(2), on token-based tests; Cameron & Miller (2015), J. Human
    Resources 50(2), for cluster-robust variance; Benjamini & Hochberg (1995) for
    ``p_adjusted``, over all groups and terms tested.

    Examples
    --------
    >>> import toolkit as tt
    >>> texts = ["troops shell the town", "envoys meet for talks", "talks of troops"] * 4
    >>> dtm = tt.count_terms(tt.tokenize(pd.Series(texts)))
    >>> desks = pd.Series(["war", "peace", "peace"] * 4)
    >>> table = tt.distinctive_terms(dtm, desks, n_terms=2, min_count=4)
    >>> table[["group", "rank", "term", "n_group", "n_rest", "dispersion"]].round(2)
       group  rank    term  n_group  n_rest  dispersion
    0  peace     1   talks        8       0        0.07
    1  peace     2  envoys        4       0        0.43
    2    war     1   shell        4       0        0.00
    3    war     2    town        4       0        0.00
    """
    check_option(FUNCTION, "measure", measure, MEASURES)
    check_option(FUNCTION, "test", test, TESTS)
    _check_test(test, clusters)
    check_count(FUNCTION, "min_count", min_count, least=1)
    if n_terms is not None:
        check_count(FUNCTION, "n_terms", n_terms, least=1)
    grouped = Grouped.of(dtm, groups, min_count=min_count)
    prior = _Prior.of(grouped, prior_tokens)
    table = ClusterTable.of(grouped, _cluster_codes(clusters, grouped.article_id))
    scores = tfidf_of_groups(grouped.uses(), grouped.tokens()) if measure == "tfidf" else None
    rows = [
        _compare(prior, table.split(g), measure, None if scores is None else scores[g])
        for g in range(grouped.n_groups)
    ]
    if test == "articles":
        for row, p_value in zip(rows, grouped.fisher(), strict=True):
            row["p_value"] = p_value
    result = _put_together(grouped, rows, sources)
    result = _rank(result, n_terms)
    unit = "articles" if clusters is None else "clusters"
    result.attrs.update(
        {"measure": measure, "min_count": min_count, "prior_tokens": round(prior.total, 3)}
        | {"n_tested": len(grouped.terms), "n_articles": len(grouped.sizes)}
        | {"left_out": len(dtm) - len(grouped.sizes), "unit": unit, "test": test}
        | {"n_clusters": table.n_clusters, "interval": f"{100 * LEVEL:.0f} % over {unit}"}
    )
    return result


@dataclass(frozen=True, slots=True)
class _Prior:
    """Pseudo-counts of each term (alpha_w), and their total (alpha_0)."""

    weights: NDArray[np.float64]
    total: float

    @classmethod
    def of(cls, grouped: Grouped, prior_tokens: float | None) -> _Prior:
        tokens = float(grouped.sizes.sum())
        total = PRIOR_PART * tokens if prior_tokens is None else float(prior_tokens)
        if not (0 < total < np.inf):
            message = f"{FUNCTION}: prior_tokens must be a number above 0; got {prior_tokens!r}."
            raise InputError(message)
        return cls(grouped.uses().sum(axis=0) * total / tokens, total)


def _check_test(test: str, clusters: pd.Series | None) -> None:
    if test == "articles" and clusters is not None:
        message = (
            f'{FUNCTION}: test="articles" assumes independent articles. Leave clusters out, '
            f'or use test="rates".'
        )
        raise InputError(message)


def _cluster_codes(clusters: pd.Series | None, articles: pd.Index) -> NDArray[np.int64]:
    if clusters is None:
        return np.arange(len(articles))
    labels = aligned(FUNCTION, clusters, articles, name="clusters")
    codes, names = pd.factorize(labels)
    alone = np.flatnonzero(codes < 0)
    codes[alone] = len(names) + np.arange(len(alone))
    return np.asarray(codes, dtype=np.int64)


def _compare(
    prior: _Prior, clusters: Clusters, measure: str, given: NDArray[np.float64] | None
) -> dict[str, NDArray[np.float64]]:
    """Return score, effect, interval and p-value of every term in one group."""
    (a, b), (n_a, n_b) = clusters.uses, clusters.tokens
    delta, variance = log_odds_ratio(a, b, n_a, n_b, prior=prior.weights, total=prior.total)
    z, p_value = clusters.score_test()
    margin = _margin(prior, clusters, variance, np.abs(delta) / np.maximum(np.abs(z), 1e-9))
    few = clusters.n_clusters < MIN_CLUSTERS
    score = given if given is not None else _score(measure, clusters, z, delta / np.sqrt(variance))
    return {
        "score": score,
        "log_odds": delta,
        "low": np.where(few, np.nan, delta - margin),
        "high": np.where(few, np.nan, delta + margin),
        "p_value": np.where(few, np.nan, p_value),
    }


def _score(
    measure: str, clusters: Clusters, z: NDArray[np.float64], log_odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    (a, b), (n_a, n_b) = clusters.uses, clusters.tokens
    if measure == "g2":
        return g2(a, b, n_a, n_b)
    if measure == "chi2":
        return chi2(a, b, n_a, n_b)
    return z if measure == "z" else log_odds


def _margin(
    prior: _Prior, clusters: Clusters, model: NDArray[np.float64], tested: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the half-width of delta's interval: Student's t times the largest of three errors.

    The model error treats tokens as independent; the cluster error cannot see bursts absent from
    the group; the error implied by the score test draws on all groups.
    """
    pairs = zip(clusters.uses, clusters.tokens, strict=True)
    rates = np.array([(y + prior.weights) / (n + prior.total) for y, n in pairs])
    tokens = np.array(clusters.tokens)[:, None]
    slopes = tokens / (tokens + prior.total) / (rates * (1 - rates))
    variance = np.maximum.reduce([clusters.variance(slopes), model, tested**2])
    degrees = max(clusters.n_clusters - 1, 1)
    return np.asarray(stats.t.ppf((1 + LEVEL) / 2, degrees) * np.sqrt(variance))


def _put_together(
    grouped: Grouped, rows: list[dict[str, NDArray[np.float64]]], sources: pd.Series | None
) -> pd.DataFrame:
    uses, tokens, articles = grouped.uses(), grouped.tokens(), grouped.articles()
    rest, n_rest = uses.sum(axis=0) - uses, tokens.sum() - tokens
    n_terms = len(grouped.terms)
    columns = {
        "group": grouped.labels.repeat(n_terms),
        "term": np.tile(grouped.terms.astype(object), grouped.n_groups),
        **{name: np.concatenate([row[name] for row in rows]) for name in rows[0]},
        "n_group": uses.ravel().astype(np.int64),
        "n_rest": rest.ravel().astype(np.int64),
        "rate_group": (1000 * uses / tokens[:, None]).ravel(),
        "rate_rest": (1000 * rest / n_rest[:, None]).ravel(),
        "articles_group": articles.ravel(),
        "articles_rest": (articles.sum(axis=0) - articles).ravel(),
        "dispersion": grouped.dispersion().ravel(),
    }
    columns["mark"] = mark_terms(columns["group"], columns["term"])
    if sources is not None:
        columns["n_sources"] = grouped.n_sources(sources).ravel()
    table = pd.DataFrame(columns).astype({"term": "str", "mark": "str"})
    table.insert(7, "p_adjusted", adjust_p_values(table["p_value"]))
    return table


def _rank(table: pd.DataFrame, n_terms: int | None) -> pd.DataFrame:
    """Rank by score within each group, ties by name; keep the leading terms."""
    order, _ = pd.factorize(table["group"])
    sorted_table = (
        table.assign(_order=order)
        .sort_values(["_order", "score", "term"], ascending=[True, False, True], kind="stable")
        .drop(columns="_order")
        .reset_index(drop=True)
    )
    rank = sorted_table.groupby("group", sort=False, observed=True).cumcount() + 1
    sorted_table.insert(1, "rank", rank)
    if n_terms is None:
        return sorted_table
    leading = (rank <= n_terms) & (sorted_table["score"] > 0)
    return sorted_table[leading].reset_index(drop=True)
