"""`distinctive_terms`: one row per group and term, with effect, interval, dispersion and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.keyness.cluster_errors import Clusters, ClusterTable
from toolkit.keyness.day_spans import DaySpans
from toolkit.keyness.group_counts import FUNCTION, Grouped, at_cells, column_sums
from toolkit.keyness.measures import chi2, g2, log_odds_ratio, tfidf_of_group
from toolkit.keyness.term_cautions import mark_terms
from toolkit.stats.clusters import MIN_CLUSTERS, name_units
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


def distinctive_terms(  # noqa: PLR0913 - each is a setting that a report has to state
    dtm: DocumentTermMatrix,
    groups: pd.Series,
    *,
    measure: str = "log_odds",
    n_terms: int | None = 15,
    min_count: int = 5,
    clusters: pd.Series | None = None,
    sources: pd.Series | None = None,
    standardize: pd.Series | None = None,
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
        An article without a label forms its own cluster. Where days are the clusters and a group
        and the rest are two spans of them, errors of the terms that differ count that news lasts.
    sources : Series of str, indexed by article_id, optional
        Outlets; adds ``n_sources``.
    standardize : Series of labels, indexed by article_id, optional
        Hold the mix of these labels fixed, such as ``articles["source"]`` when periods are
        compared: scores, effects and tests then weigh every label alike in all groups, and leave
        out labels that one of them lacks. Numbers of uses, rates and articles stay as collected.
        Adds ``log_odds_collected``, the effect as collected.
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
    _check_test(test, clusters, standardize)
    check_count(FUNCTION, "min_count", min_count, least=1)
    if n_terms is not None:
        check_count(FUNCTION, "n_terms", n_terms, least=1)
    grouped = Grouped.of(dtm, groups, min_count=min_count)
    weighed = grouped if standardize is None else grouped.standardized(standardize)
    prior = _Prior.of(weighed, prior_tokens, collected=grouped)
    codes = _cluster_codes(clusters, weighed.article_id)
    unit = "articles" if clusters is None else name_units(clusters, codes)
    spans = (
        None
        if clusters is None
        else DaySpans.of(weighed, clusters.reindex(weighed.article_id), unit)
    )
    table = ClusterTable.of(weighed, codes)
    order = Leading.order_of(grouped.terms)
    p_values = np.empty((grouped.n_groups, len(grouped.terms)))
    rows = []
    for group in range(grouped.n_groups):
        found = _Tested.of(table.split(group))
        if spans is not None and spans.are_apart(group):
            found = found.counting(spans, group)
        row = _compare(prior, found, measure)
        if measure == "tfidf":
            row["score"] = tfidf_of_group(weighed.group_uses, weighed.tokens(), group)
        if test == "articles":
            row["p_value"] = grouped.fisher(group)
        if standardize is not None:
            row["log_odds_collected"] = _collected(grouped, group, prior_tokens)
        p_values[group] = row["p_value"]
        rows.append(Leading.of(row, order, n_terms))
    result = _put_together(grouped, rows, sources)
    result.insert(8, "p_adjusted", adjust_p_values(p_values)[_cells_of(rows)])
    if standardize is not None:
        result["log_odds_collected"] = result.pop("log_odds_collected")
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
    def of(cls, grouped: Grouped, prior_tokens: float | None, *, collected: Grouped) -> _Prior:
        """Spread the prior as the terms of the groups as collected, of which none has 0 uses."""
        tokens = float(grouped.sizes.sum())
        total = PRIOR_PART * tokens if prior_tokens is None else float(prior_tokens)
        if not (0 < total < np.inf):
            message = f"{FUNCTION}: prior_tokens must be a number above 0; got {prior_tokens!r}."
            raise InputError(message)
        shares = collected.sums.totals / collected.sizes.sum()
        return cls(shares * total, total)


def _check_test(test: str, clusters: pd.Series | None, standardize: pd.Series | None) -> None:
    for name, given, why in (
        ("clusters", clusters, "assumes independent articles"),
        ("standardize", standardize, "counts every article alike"),
    ):
        if test == "articles" and given is not None:
            message = f'{FUNCTION}: test="articles" {why}. Leave {name} out, or use test="rates".'
            raise InputError(message)


def _collected(grouped: Grouped, group: int, prior_tokens: float | None) -> NDArray[np.float64]:
    """Return the log-odds ratio of every term in one group, whatever the mix of labels."""
    prior = _Prior.of(grouped, prior_tokens, collected=grouped)
    here = grouped.group_uses[group].toarray().ravel().astype(np.float64)
    rest, tokens = grouped.sums.totals - here, grouped.tokens()
    n_rest = tokens.sum() - tokens[group]
    return log_odds_ratio(
        here, rest, tokens[group], n_rest, prior=prior.weights, total=prior.total
    )[0]


def _cluster_codes(clusters: pd.Series | None, articles: pd.Index) -> NDArray[np.int64]:
    if clusters is None:
        return np.arange(len(articles))
    labels = aligned(FUNCTION, clusters, articles, name="clusters")
    codes, names = pd.factorize(labels)
    alone = np.flatnonzero(codes < 0)
    codes[alone] = len(names) + np.arange(len(alone))
    return np.asarray(codes, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Tested:
    """Score tests of all terms; news that lasts divides z by a root, and leaves fewer degrees."""

    clusters: Clusters
    z: NDArray[np.float64]
    p_value: NDArray[np.float64]
    factor: NDArray[np.float64]
    degrees: NDArray[np.float64]

    @classmethod
    def of(cls, clusters: Clusters) -> _Tested:
        """Test with clusters as independent."""
        z, p_value = clusters.score_test()
        degrees = np.full(len(z), max(clusters.n_clusters - 1.0, 1.0))
        return cls(clusters, z, p_value, np.ones(len(z)), degrees)

    def counting(self, spans: DaySpans, group: int) -> _Tested:
        """Count that news lasts, for the terms that differ: others only get less sure."""
        terms = np.flatnonzero(self.p_value <= 1 - LEVEL)
        if not len(terms):
            return self
        lasting = spans.lasting(group, terms)
        factor, degrees, p_value = self.factor.copy(), self.degrees.copy(), self.p_value.copy()
        factor[terms] = lasting.factor
        degrees[terms] = np.minimum(degrees[terms], lasting.degrees)
        lower = -np.abs(self.z[terms]) / np.sqrt(lasting.factor)
        p_value[terms] = 2 * stdtr(degrees[terms], lower)
        return _Tested(self.clusters, self.z, p_value, factor, degrees)


def _compare(prior: _Prior, tested: _Tested, measure: str) -> dict[str, NDArray[np.float64]]:
    """Return score, effect, interval and p-value of every term in one group."""
    clusters = tested.clusters
    (a, b), (n_a, n_b) = clusters.uses, clusters.tokens
    delta, variance = log_odds_ratio(a, b, n_a, n_b, prior=prior.weights, total=prior.total)
    margin = _margin(prior, tested, variance, delta)
    few = clusters.n_clusters < MIN_CLUSTERS
    return {
        "score": _score(measure, clusters, tested.z, delta / np.sqrt(variance)),
        "log_odds": delta,
        "low": np.where(few, np.nan, delta - margin),
        "high": np.where(few, np.nan, delta + margin),
        "p_value": np.where(few, np.nan, tested.p_value),
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
    prior: _Prior, tested: _Tested, model: NDArray[np.float64], delta: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the half-width of delta's interval: Student's t times the largest of three errors.

    The model error treats tokens as independent; the cluster error cannot see bursts absent from
    the group; the error implied by the score test draws on all groups.
    """
    clusters = tested.clusters
    pairs = zip(clusters.uses, clusters.tokens, strict=True)
    rates = np.array([(y + prior.weights) / (n + prior.total) for y, n in pairs])
    tokens = np.array(clusters.tokens)[:, None]
    odds = rates * (1 - rates)  # 0 for the only term of a vocabulary
    parts = tokens / (tokens + prior.total)
    slopes = np.divide(parts, odds, out=np.zeros_like(odds), where=odds > 0)
    implied = np.abs(delta) / np.maximum(np.abs(tested.z), 1e-9)
    variance = np.maximum(clusters.variance(slopes), implied**2) * tested.factor
    error = np.sqrt(np.maximum(variance, model))
    return np.asarray(stdtrit(tested.degrees, (1 + LEVEL) / 2) * error)


@dataclass(frozen=True, eq=False)
class Leading:
    """The leading terms of one group, best first: their places, and the columns of the table."""

    terms: NDArray[np.intp]
    columns: dict[str, NDArray[np.float64]]

    @staticmethod
    def order_of(terms: NDArray[np.str_]) -> NDArray[np.intp]:
        """Return the rank of each term in the alphabet, by which ties are broken."""
        order = np.empty(len(terms), dtype=np.intp)
        order[np.argsort(terms.astype(object), kind="stable")] = np.arange(len(terms))
        return order

    @classmethod
    def of(
        cls, row: dict[str, NDArray[np.float64]], order: NDArray[np.intp], n_terms: int | None
    ) -> Leading:
        """Select the leading terms, so that no table of all groups and terms is ever built."""
        terms = np.lexsort((order, -row["score"]))
        if n_terms is not None:
            terms = terms[:n_terms]
            terms = terms[row["score"][terms] > 0]
        return cls(terms, {name: values[terms] for name, values in row.items()})


def _cells_of(rows: list[Leading]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return group and term of each row of the table."""
    groups = np.repeat(np.arange(len(rows)), [len(row.terms) for row in rows])
    return groups, np.concatenate([row.terms for row in rows])


def _put_together(grouped: Grouped, rows: list[Leading], sources: pd.Series | None) -> pd.DataFrame:
    cells = group, term = _cells_of(rows)
    tokens, totals = grouped.tokens(), grouped.sums.totals
    uses = at_cells(grouped.group_uses, cells)
    articles, with_term = grouped.articles(cells), column_sums(grouped.group_articles)
    rest, n_rest = totals[term] - uses, (tokens.sum() - tokens)[group]
    columns = {
        "group": grouped.labels[group],
        "rank": np.concatenate([1 + np.arange(len(row.terms)) for row in rows]),
        "term": grouped.terms[term].astype(object),
        **{name: np.concatenate([row.columns[name] for row in rows]) for name in rows[0].columns},
        "n_group": uses.astype(np.int64),
        "n_rest": rest.astype(np.int64),
        "rate_group": 1000 * uses / tokens[group],
        "rate_rest": 1000 * rest / n_rest,
        "articles_group": articles,
        "articles_rest": with_term[term].astype(np.int64) - articles,
        "dispersion": grouped.dispersion(cells),
    }
    columns["mark"] = mark_terms(columns["group"], columns["term"])
    if sources is not None:
        columns["n_sources"] = grouped.n_sources(sources, cells)
    return pd.DataFrame(columns).astype({"term": "str", "mark": "str"})
