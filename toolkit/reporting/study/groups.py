"""The comparisons of a study: the two largest outlets, and the two halves of its time span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.comparing import compare_groups
from toolkit.errors import TooFewArticlesError
from toolkit.keyness import distinctive_terms
from toolkit.reporting.study.results import Comparison, Settings, TopicResults

if TYPE_CHECKING:
    from toolkit.vectorizing import DocumentTermMatrix

MIN_ARTICLES_FOR_COMPARISON = 20


@dataclass(frozen=True)
class ComparisonInputs:
    """Articles with their terms, themes and topics, and the settings of the study."""

    articles: pd.DataFrame
    dtm: DocumentTermMatrix
    scores: pd.DataFrame
    topics: TopicResults | None
    settings: Settings


def compare_all(parts: ComparisonInputs, limits: list[str]) -> list[Comparison]:
    """Run the comparisons for which there are enough articles; explain others in ``limits``."""
    made = []
    for title, groups in (
        ("Two outlets", two_largest_outlets(parts.articles)),
        ("Two periods", split_in_halves(parts.articles)),
    ):
        sizes = groups[groups != ""].value_counts().sort_index()
        if len(sizes) < 2 or sizes.min() < MIN_ARTICLES_FOR_COMPARISON:
            found = ", ".join(f"{name}: {n}" for name, n in sizes.items()) or "none"
            limits.append(
                f"{title} were not compared: each side needs at least "
                f"{MIN_ARTICLES_FOR_COMPARISON} dated articles, and there are {found}."
            )
            continue
        try:
            made.append(compare_two(parts, title, groups))
        except TooFewArticlesError as error:
            limits.append(f"{title} were not compared: {error}")
    return made


def compare_two(parts: ComparisonInputs, title: str, groups: pd.Series) -> Comparison:
    """Compare two groups; the baseline is the earlier period or the smaller outlet."""
    kept = groups[groups != ""]
    sizes = kept.value_counts().sort_index()
    if title == "Two outlets":
        sizes = sizes.sort_values(kind="stable")
    baseline, group = sizes.index[:2]
    of_topics = None
    if parts.topics is not None:
        of_topics = _differences(parts, parts.topics.shares, kept, baseline=baseline)
        of_topics["label"] = of_topics["topic"].map(parts.topics.labels)
    terms = distinctive_terms(parts.dtm, groups.where(groups != "").reindex(parts.dtm.article_id))
    themes = _differences(parts, parts.scores, kept, baseline=baseline)
    return Comparison(title, str(group), str(baseline), themes, of_topics, terms)


def _differences(
    parts: ComparisonInputs, shares: pd.DataFrame, kept: pd.Series, *, baseline: str
) -> pd.DataFrame:
    return compare_groups(
        shares.loc[kept.index],
        kept,
        baseline=baseline,
        dates=parts.articles["date"],
        random_state=parts.settings.seed,
    )


def two_largest_outlets(articles: pd.DataFrame) -> pd.Series:
    """Return the outlet of each article if it is one of the two largest, else ""."""
    source = articles["source"].astype("str").where(articles["date"].notna(), "")
    sizes = source[source != ""].value_counts().sort_index()
    two = sizes.sort_values(ascending=False, kind="stable").index[:2]
    return source.where(source.isin(two), "").rename("source")


def split_in_halves(articles: pd.DataFrame) -> pd.Series:
    """Split the time span in two; beyond two years, at the new year nearest the middle."""
    dates = articles["date"]
    empty = pd.Series("", index=articles.index, name="period")
    if dates.notna().sum() == 0:
        return empty
    first, last = dates.min(), dates.max()
    middle = first + (last - first) / 2
    if (last - first).days > 730:
        middle = pd.Timestamp(middle.year + (middle.month > 6), 1, 1)
    early = f"{first:%Y-%m} to {middle - pd.Timedelta(days=1):%Y-%m}"
    late = f"{middle:%Y-%m} to {last:%Y-%m}"
    return empty.where(dates.isna(), (dates < middle).map({True: early, False: late}))
