"""Pairs of articles of two groups that agree in day, subject and other covariates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from toolkit._core.number_words import count, listed, of_total
from toolkit.comparing.balance import balance_table
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.stats.share_tables import aligned, make_rng
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "match_articles"
MIN_PAIRS = 10
MOST_IN_STRATUM = 2000
"""Articles of one group in a stratum that are still paired by the best assignment."""


@dataclass(frozen=True, repr=False)
class MatchedArticles(Summarized):
    """Pairs of articles of two groups, and how alike the groups are before and after.

    Attributes
    ----------
    pairs : DataFrame
        Index ``article_id``: ``group``, ``pair`` (a number that two articles share) and
        ``distance`` (between the two, in standard deviations of the numbers; 0 without numbers).
    balance : DataFrame
        One row per covariate, of labels one per level: ``covariate``, ``level``, the means of both
        groups and ``smd_before`` and ``smd_after``, the standardised mean differences.
    sentence : str
        The result in words.
    """

    pairs: pd.DataFrame = field(repr=False)
    balance: pd.DataFrame = field(repr=False)
    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        facts = (
            ("pairs", len(self.pairs) // 2),
            ("covariates", self.balance["covariate"].nunique()),
        )
        return Summary("Matched articles", facts, rows=self.balance, note=self.sentence)


def match_articles(
    covariates: pd.DataFrame,
    groups: pd.Series,
    group: str,
    *,
    baseline: str,
    caliper: float = 0.5,
    random_state: int | np.random.Generator | None = 0,
) -> MatchedArticles:
    """Pair articles of two groups of the same day and subject, before they are compared.

    Two outlets differ in what they write about and when. `standardize_shares` and the argument
    ``standardize`` of `compare_groups` hold a mix of labels fixed with all articles; matching keeps
    only articles that have a counterpart, and shows how alike the two sets are.

    Parameters
    ----------
    covariates : DataFrame, indexed by article_id
        What shall agree. Dates: the same day. Labels (text, categories): the same label. Numbers
        (length, topic shares): as near as possible. Leave out what is to be compared.
    groups : Series of labels, indexed by article_id
        Outlet or section of each article.
    group, baseline : str
        The two groups.
    caliper : float
        Largest difference of each number within a pair, in its standard deviations over both
        groups.
    random_state : int, Generator or None
        Seed of the order in which articles with equal distances are paired.

    Returns
    -------
    MatchedArticles
        ``.pairs``, ``.balance`` and ``.sentence``. Compare with
        ``compare_groups(shares.loc[matched.pairs.index], matched.pairs["group"], dates=dates)``:
        all days then are days of both groups, whose articles are exchanged in the test.

    Raises
    ------
    InputError
        For an unknown group, a column that is neither date, label nor number, or more than 2,000
        articles of a group that agree in day and labels.
    TooFewArticlesError
        If there are fewer than ten pairs.

    Notes
    -----
    Articles lacking a covariate are not matched. Each article is in one pair at most. Within a day
    and label, pairs minimise the sum of distances (Hungarian method), a distance being the root of
    the summed squared differences in standard deviations. A standardised mean difference below 0.1
    is usually taken as balanced; it divides by the standard deviation before matching, so that it
    does not fall because the spread does.

    References
    ----------
    Stuart (2010), Matching methods for causal inference, Statistical Science 25(1); Austin (2009),
    Statistics in Medicine 28(25), for standardised differences; Ho, Imai, King & Stuart (2007),
    Political Analysis 15(3).

    Examples
    --------
    >>> ids = pd.Index([f"a{i:03d}" for i in range(120)], name="article_id")
    >>> facts = pd.DataFrame(
    ...     {
    ...         "date": pd.date_range("2016-01-01", periods=30).repeat(4),
    ...         "section": ["World", "World", "Trade", "World"] * 30,
    ...     },
    ...     index=ids,
    ... )
    >>> source = pd.Series(["Post", "Times", "Post", "Post"] * 30, index=ids)
    >>> matched = match_articles(facts, source, "Times", baseline="Post")
    >>> print(matched)
    30 of 30 articles of Times have a counterpart among 90 of Post with the same date and section.
    The largest standardised difference falls from 0.99 (section World) to 0.00.
    """
    label = aligned(FUNCTION, groups, covariates.index, name="groups").astype("str")
    names = sorted(label.dropna().unique())
    for name, value in (("group", group), ("baseline", baseline)):
        check_option(FUNCTION, name, value, names)
    if group == baseline:
        raise InputError(f"{FUNCTION}: group and baseline are both {group!r}. Name two groups.")
    label = label[label.isin([group, baseline])].sort_index()  # pairs are the same in any order
    known = covariates.loc[label.index]
    first = (label == group).to_numpy()
    exact, numbers = _strata(known), _numbers(known)
    rng = make_rng(FUNCTION, random_state, 0)
    pairs = _all_pairs(exact, numbers, first, caliper=caliper, rng=rng)
    if len(pairs) < MIN_PAIRS:
        message = (
            f"{FUNCTION}: {count(len(pairs), 'pair')} of {group} and {baseline} "
            f"{'agrees' if len(pairs) == 1 else 'agree'} in {listed(list(known.columns))}; at "
            f"least {MIN_PAIRS} are needed. Use coarser labels, weeks instead of days, or a wider "
            f"caliper."
        )
        raise TooFewArticlesError(message)
    table = _pair_table(known.index, label, pairs)
    matched = np.isin(np.arange(len(known)), pairs[["one", "two"]].to_numpy())
    balance = balance_table(known, first, matched)
    return MatchedArticles(table, balance, _sentence((group, baseline), first, table, balance))


def _strata(covariates: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for each combination of day and labels; -1 where one is missing."""
    codes = [np.zeros(len(covariates), dtype=np.int64)]
    for name in covariates:
        column = covariates[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.normalize()
        elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            continue
        elif not all(pd.isna(one) or isinstance(one, str | bool | np.bool_) for one in column):
            message = (
                f"{FUNCTION}: the column {name!r} of covariates holds neither dates, labels nor "
                f"numbers; got {type(column.iloc[0]).__name__}. Turn it into one of these."
            )
            raise InputError(message)
        codes.append(np.asarray(column.astype("object").factorize()[0], dtype=np.int64))
    joint = pd.MultiIndex.from_arrays(codes).factorize()[0].astype(np.int64)
    return np.where(np.min(codes, axis=0) < 0, -1, joint)


def _numbers(covariates: pd.DataFrame) -> NDArray[np.float64]:
    """Return the numbers in standard deviations, of shape (n_articles, n_numbers)."""
    table = covariates.select_dtypes("number")
    values = table.to_numpy(dtype=np.float64)
    spread = np.nanstd(values, axis=0) if len(values) else np.ones(values.shape[1])
    return values / np.where(spread > 0, spread, 1.0)


def _all_pairs(
    strata: NDArray[np.int64],
    numbers: NDArray[np.float64],
    first: NDArray[np.bool_],
    *,
    caliper: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return rows ``one`` (of the group), ``two`` (of the baseline) and ``distance``."""
    usable = (strata >= 0) & ~np.isnan(numbers).any(axis=1)
    places = rng.permutation(np.flatnonzero(usable))
    order = places[np.argsort(strata[places], kind="stable")]
    cuts = np.flatnonzero(np.diff(strata[order])) + 1
    found = [
        _pairs_of(part[first[part]], part[~first[part]], numbers, caliper)
        for part in np.split(order, cuts)
    ]
    rows = np.concatenate(found) if found else np.zeros((0, 3))
    table = pd.DataFrame(rows, columns=["one", "two", "distance"])
    return table.astype({"one": "int64", "two": "int64"}).sort_values("one", ignore_index=True)


def _pairs_of(
    one: NDArray[np.intp], two: NDArray[np.intp], numbers: NDArray[np.float64], caliper: float
) -> NDArray[np.float64]:
    """Pair the articles of one stratum at the smallest sum of distances."""
    if max(len(one), len(two)) > MOST_IN_STRATUM:
        message = (
            f"{FUNCTION}: {max(len(one), len(two)):,} articles of one group agree in day and "
            f"labels, more than can be paired. Add the date or another label to covariates."
        )
        raise InputError(message)
    if not len(one) or not len(two):
        return np.zeros((0, 3))
    gaps = np.abs(numbers[one][:, None, :] - numbers[two][None, :, :])
    near: NDArray[np.bool_] = np.asarray((gaps <= caliper).all(axis=2))
    distance = np.sqrt((gaps**2).sum(axis=2))
    cost = np.where(near, distance, 1e6)
    rows, columns = linear_sum_assignment(cost)
    kept = near[rows, columns]
    rows, columns = rows[kept], columns[kept]
    return np.column_stack([one[rows], two[columns], distance[rows, columns]])


def _pair_table(articles: pd.Index, label: pd.Series, pairs: pd.DataFrame) -> pd.DataFrame:
    places = pairs[["one", "two"]].to_numpy().ravel()
    table = pd.DataFrame(
        {
            "group": label.to_numpy()[places],
            "pair": np.repeat(np.arange(len(pairs)), 2),
            "distance": np.repeat(pairs["distance"].to_numpy(), 2),
        },
        index=articles[places],
    )
    return table.rename_axis(index="article_id")


def _sentence(
    names: tuple[str, str], first: NDArray[np.bool_], table: pd.DataFrame, balance: pd.DataFrame
) -> str:
    group, baseline = names
    agree = listed([str(name) for name in dict.fromkeys(balance["covariate"])])
    at = int(np.argmax(np.nan_to_num(balance["smd_before"].abs().to_numpy())))
    worst = balance.to_dict("records")[at]
    before = abs(float(np.nan_to_num(worst["smd_before"])))
    after = float(np.nan_to_num(balance["smd_after"].abs().max()))
    level = f" {worst['level']}" if worst["level"] else ""
    return (
        f"{of_total(len(table) // 2, int(first.sum()), 'article')} of {group} have a counterpart "
        f"among {int((~first).sum()):,} of {baseline} with the same {agree}. The largest "
        f"standardised difference falls from {before:.2f} ({worst['covariate']}{level}) to "
        f"{after:.2f}."
    )
