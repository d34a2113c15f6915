"""Selection of the articles to compare, with the reasons for leaving others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.stats.clusters import (
    MIN_CLUSTERS,
    count_distinct,
    factorize_text,
    label_codes,
    median_design_effect,
    number_clusters,
)
from toolkit.stats.share_tables import aligned, as_shares, shares_label, usable_rows
from toolkit.stats.taken_rows import take_share_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_ARTICLES = 10
INDEPENDENT = (
    "Articles were treated as independent because no dates or clusters were given. Articles of one "
    "day tell the same stories, so intervals are too narrow and p-values too small. Pass "
    'dates=articles["date"].'
)


@dataclass(frozen=True, slots=True)
class Sample:
    """The articles to compare: their shares, group, cluster, block and mix label.

    Clusters and blocks are numbered in the order of their labels; blocks are -1 without any.
    """

    function: str
    articles: pd.Index
    table: NDArray[np.float64]
    groups: NDArray[np.object_]
    clusters: NDArray[np.int64]
    blocks: NDArray[np.int64]
    mix: NDArray[np.int64] | None
    columns: pd.Index
    facts: dict[str, Any]

    @property
    def label(self) -> str:
        """Whether themes or topics are compared."""
        return str(self.columns.name)

    @classmethod
    def of(
        cls,
        function: str,
        shares: pd.DataFrame,
        groups: pd.Series,
        *,
        dates: pd.Series | None,
        clusters: pd.Series | None,
        block: pd.Series | None = None,
        mix: pd.Series | pd.DataFrame | None = None,
    ) -> Sample:
        """Match all inputs by article_id, and count what is left out."""
        articles = shares.index
        shares_label(function, shares)
        group = without_fraction(aligned(function, groups, articles, name="groups"))
        unit, name = _units(function, articles, dates=dates, clusters=clusters)
        reasons = {
            "without_group": group.isna().to_numpy(),
            "undated" if clusters is None else "without_cluster": unit < 0,
            "without_share": ~usable_rows(shares),
        }
        keep = ~np.logical_or.reduce(list(reasons.values()))
        lost = group[~keep & group.notna().to_numpy()].astype("str").value_counts()
        values = take_share_rows(shares.to_numpy(dtype=np.float64), keep)
        facts = _count_reasons(reasons) | {"n_articles": int(keep.sum()), "unit": name}
        labels = unit if keep.all() else unit[keep]
        facts["design_effect"] = median_design_effect(values, labels)
        facts["left_out"] = {str(name): int(count) for name, count in lost.sort_index().items()}
        if clusters is None and dates is None:
            facts["warning"] = INDEPENDENT
        return cls(
            function=function,
            articles=articles[keep],
            table=values,
            groups=_names(group[keep]),
            clusters=labels,
            blocks=_blocks(function, block, articles[keep]),
            mix=_mix_codes(function, mix, articles[keep]),
            columns=shares.columns,
            facts=facts,
        )


def choose_sample(
    function: str,
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    baseline: str | None,
    n_permutations: int,
    **settings: Any,
) -> tuple[Sample, str, list[str]]:
    """Check the common arguments of comparisons; return articles, baseline and other groups."""
    shares = as_shares(function, shares)
    check_count(function, "n_permutations", n_permutations, least=99)
    sample = Sample.of(function, shares, groups, **settings)
    return (sample, *choose_groups(sample, baseline))


def _units(
    function: str, articles: pd.Index, *, dates: pd.Series | None, clusters: pd.Series | None
) -> tuple[NDArray[np.int64], str]:
    """Return the number of each article's cluster, -1 if it has none, and the name of the unit."""
    if clusters is None and dates is None:
        return label_codes(articles), "articles"
    return number_clusters(function, articles, dates=dates, clusters=clusters)


def _count_reasons(reasons: dict[str, NDArray[np.bool_]]) -> dict[str, Any]:
    counts: dict[str, Any] = {}
    seen = np.zeros(len(next(iter(reasons.values()))), dtype=bool)
    for name, mask in reasons.items():
        counts[name] = int((mask & ~seen).sum())
        seen |= mask
    return counts


def without_fraction(labels: pd.Series) -> pd.Series:
    """Return numbers that are floats for the missing among them, such as years, as whole ones."""
    is_whole = pd.api.types.is_float_dtype(labels) and (labels.dropna() % 1 == 0).all()
    return labels.astype("Int64") if is_whole else labels


def group_name(group: object) -> str:
    """Return the name of a group as text; that of a year may be given as a number.

    Examples
    --------
    >>> group_name("Post"), group_name(2014), group_name(2014.0)
    ('Post', '2014', '2014')
    """
    is_whole = isinstance(group, float) and group.is_integer()
    return str(int(group)) if is_whole else str(group)  # type: ignore[call-overload]


def _names(labels: pd.Series) -> NDArray[np.object_]:
    """Return labels as text; equal ones are one object, which is quick to compare."""
    codes, names = factorize_text(labels)
    return names[codes]


def _blocks(function: str, block: pd.Series | None, articles: pd.Index) -> NDArray[np.int64]:
    if block is None:
        return np.full(len(articles), -1)
    labels = aligned(function, block, articles, name="block")
    if labels.isna().any():
        first = str(labels.index[labels.isna().to_numpy()][0])
        message = f"{function}: block is missing for article {first!r}. Give every article a block."
        raise InputError(message)
    named = labels.astype(str)
    return np.full(len(articles), -1) if (named == "").all() else label_codes(named)


def _mix_codes(
    function: str, mix: pd.Series | pd.DataFrame | None, articles: pd.Index
) -> NDArray[np.int64] | None:
    if mix is None:
        return None
    frame = mix.to_frame() if isinstance(mix, pd.Series) else mix
    columns = [
        aligned(function, frame[column], articles, name=f"standardize[{column!r}]").astype(str)
        for column in frame.columns
    ]
    return pd.MultiIndex.from_arrays(columns).factorize(sort=True)[0].astype(np.int64)


def choose_groups(sample: Sample, baseline: str | None) -> tuple[str, list[str]]:
    """Return the baseline and the groups to compare with it; raise if none can be compared."""
    sizes = pd.Series(sample.groups).value_counts()
    sizes = sizes.sort_index().sort_values(ascending=False, kind="stable")
    names = [str(name) for name in sizes.index]
    if len(names) < 2:
        found = f"one group, {names[0]!r}" if names else "none"
        message = f"{sample.function}: a comparison needs two groups with articles; got {found}."
        raise TooFewArticlesError(message)
    if baseline is not None:
        baseline = group_name(baseline)
        check_option(sample.function, "baseline", baseline, sorted(names))
    base = names[0] if baseline is None else baseline
    others = sorted(name for name in names if name != base)
    _check_enough(sample, base, others)
    return base, others


def _check_enough(sample: Sample, base: str, others: list[str]) -> None:
    problem = refusal(sample, base)
    if not problem and all(refusal(sample, group) for group in others):
        problem = refusal(sample, others[0])
    if problem:
        message = (
            f"{sample.function}: {problem}; each group needs at least {MIN_ARTICLES} articles and "
            f"{MIN_CLUSTERS} independent {sample.facts['unit']}. Use longer periods or larger "
            f"groups, or read the articles: theme_contexts shows the sentences."
        )
        raise TooFewArticlesError(message)


def refusal(sample: Sample, group: str) -> str:
    """Return why ``group`` cannot be compared, or '' if it can."""
    inside = sample.groups == group
    n_articles, n_clusters = int(inside.sum()), count_distinct(sample.clusters[inside])
    if n_articles < MIN_ARTICLES:
        return f"too few articles ({group}: {n_articles})"
    if n_clusters < MIN_CLUSTERS:
        return f"too few {sample.facts['unit']} ({group}: {n_clusters})"
    return ""
