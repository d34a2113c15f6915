"""Which outlets come and go between two periods, and what of a difference is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.keyness import distinctive_terms

if TYPE_CHECKING:
    from toolkit.vectorizing import DocumentTermMatrix

NEWCOMER_PART, ABSENT_PART = 0.1, 0.01
"""An outlet with a tenth of the articles of one side and under a hundredth of the other."""

MIN_LEFT = 10
"""Articles that each side must have left without the outlets that come and go."""

N_TERMS, N_MORE_TERMS = 15, 60


class OutletTurnover(NamedTuple):
    """Outlets that only the later or only the earlier period has, largest first."""

    arrived: tuple[str, ...]
    left: tuple[str, ...]


def outlet_turnover(
    source: pd.Series, groups: pd.Series, earlier: str, later: str
) -> OutletTurnover:
    """Return the outlets with a tenth of one period and almost nothing of the other.

    Examples
    --------
    >>> source = pd.Series(["Post"] * 9 + ["Post", "Wire", "Wire"])
    >>> groups = pd.Series(["2018"] * 9 + ["2019"] * 3)
    >>> outlet_turnover(source, groups, "2018", "2019")
    OutletTurnover(arrived=('Wire',), left=())
    """
    parts = [source[groups == name].value_counts(normalize=True) for name in (earlier, later)]
    before, after = pd.concat(parts, axis=1).fillna(0.0).sort_index().to_numpy().T
    names = pd.concat(parts, axis=1).sort_index().index
    return OutletTurnover(_only_in(names, after, before), _only_in(names, before, after))


def _only_in(names: pd.Index, part: np.ndarray, other: np.ndarray) -> tuple[str, ...]:
    new = pd.Series(part, index=names)[(part >= NEWCOMER_PART) & (other < ABSENT_PART)]
    return tuple(map(str, new.sort_values(ascending=False, kind="stable").index))


def difference_without(
    table: pd.DataFrame, shares: pd.DataFrame, groups: pd.Series, outside: pd.Series
) -> pd.DataFrame:
    """Add ``difference_without``: the plain difference of means without some articles.

    Parameters
    ----------
    table : DataFrame
        Output of `compare_groups` with one group and one baseline.
    shares : DataFrame of shape (n_articles, n_columns)
        Shares, indexed by article_id.
    groups : Series of str, indexed by article_id
        Group of each article compared.
    outside : Series of bool, indexed by article_id
        Articles to leave out. Too few left on a side gives a missing difference.
    """
    kept = groups[~outside.reindex(groups.index)]
    group, baseline = table["group"].iloc[0], table["baseline"].iloc[0]
    known = shares.loc[kept.index].dropna(how="all")
    sides = [known[kept[known.index] == name] for name in (group, baseline)]
    if min(map(len, sides)) < MIN_LEFT:
        return table.assign(difference_without=np.nan)
    column = "theme" if "theme" in table else "topic"
    change = sides[0].mean() - sides[1].mean()
    return table.assign(difference_without=table[column].map(change))


class PeriodTerms(NamedTuple):
    """Leading terms as collected, and with the outlets held fixed if that is possible.

    ``more`` are the terms as collected, four times as many.
    """

    collected: pd.DataFrame
    fixed: pd.DataFrame | None
    more: pd.DataFrame | None = None

    @classmethod
    def of(
        cls, dtm: DocumentTermMatrix, groups: pd.Series, clusters: pd.Series | None
    ) -> PeriodTerms:
        """Find the terms as collected."""
        more = distinctive_terms(dtm, groups, n_terms=N_MORE_TERMS, clusters=clusters)
        leading = more[more["rank"] <= N_TERMS].reset_index(drop=True)
        return cls(leading, None, more)


def period_terms(
    dtm: DocumentTermMatrix,
    groups: pd.Series,
    source: pd.Series,
    outside: pd.Series,
    *,
    clusters: pd.Series | None = None,
) -> PeriodTerms:
    """Find the terms that set periods apart, as collected and with the outlets held fixed.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Terms of the articles.
    groups, source : Series of str, indexed by article_id
        Period (missing for articles outside both) and outlet of each article.
    outside : Series of bool, indexed by article_id
        Articles of outlets that come or go.
    clusters : Series of labels, indexed by article_id, optional
        Groups of articles that tell the same stories, such as days; articles by default.

    Returns
    -------
    PeriodTerms
        ``collected`` has two more columns: ``log_odds_fixed`` (with the outlets held fixed) and
        ``turnover_part``, the part of the term's uses in the period that stand in ``outside``.
    """
    terms = PeriodTerms.of(dtm, groups, clusters)
    try:
        fixed = distinctive_terms(dtm, groups, n_terms=None, standardize=source, clusters=clusters)
    except InputError:
        return terms
    keys = ["group", "term"]
    beside = fixed.set_index(keys)["log_odds"].rename("log_odds_fixed")
    collected = terms.collected.join(beside, on=keys)
    collected["turnover_part"] = _parts(dtm, collected, groups, outside)
    leading = fixed[(fixed["rank"] <= N_TERMS) & (fixed["score"] > 0)]
    return terms._replace(collected=collected, fixed=leading.reset_index(drop=True))


def _parts(
    dtm: DocumentTermMatrix, table: pd.DataFrame, groups: pd.Series, outside: pd.Series
) -> list[float]:
    """Part of each term's uses in its group that stand in the articles ``outside``."""
    place = {str(term): k for k, term in enumerate(dtm.terms)}
    named = groups.reindex(dtm.article_id)
    apart = outside.reindex(dtm.article_id, fill_value=False)
    parts = []
    for name, rows in table.groupby("group", sort=False):
        columns = [place[term] for term in rows["term"]]
        uses = [
            np.asarray(dtm.counts[np.flatnonzero(mask)][:, columns].sum(axis=0)).ravel()
            for mask in ((named == name) & apart, named == name)
        ]
        parts += (uses[0] / np.maximum(uses[1], 1)).tolist()
    return parts
