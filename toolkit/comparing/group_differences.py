"""Compare groups of articles theme by theme: difference, interval, permutation test, sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.comparing.contrasts import Contrast, contrast_groups
from toolkit.comparing.selection import Sample, choose_sample
from toolkit.comparing.wording import Gap, gap_sentence, spoken_name
from toolkit.stats import choose_generator, is_binary, max_t_p_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "compare_groups"


def compare_groups(
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    baseline: str | None = None,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    block: pd.Series | None = None,
    standardize: pd.Series | pd.DataFrame | None = None,
    n_permutations: int = 1999,
    random_state: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Compare each group of articles with a baseline group, theme by theme (or topic by topic).

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    groups : Series of labels, indexed by article_id
        Outlet, section or named period of each article; articles without a label are left out.
    baseline : str, optional
        The group compared against; by default the one with most articles.
    dates : Series of datetime64, indexed by article_id, optional
        With dates, days are the clusters. Undated articles are left out and counted.
    clusters : Series of labels, indexed by article_id, optional
        Articles that belong together, instead of days: stories, wire copies, outlet-days.
    block : Series of labels, indexed by article_id, optional
        Labels are exchanged only within a block, such as the week or the section. By default the
        two groups' articles of a day are exchanged with each other, and days that only one group
        has among themselves.
    standardize : Series or DataFrame of labels, indexed by article_id, optional
        Hold the mix of these labels (section, outlet, length class) fixed: every group is
        weighted to the mix of all articles compared (direct standardisation).
    n_permutations : int
        Shuffles of whole clusters, at least 99.
    random_state : int, Generator or None
        The same seed gives the same table.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.GROUP_DIFFERENCES`, one row per group and theme.
        ``p_value`` exchanges the clusters of a group with those of the baseline (an outlet's day
        is one unit); ``p_adjusted`` holds for all rows together (step-down max-T). For false
        discovery rates pass ``p_value`` to `adjust_p_values`. ``attrs`` says what was left out,
        ``attrs["left_out"]`` of which group: an outlet whose articles often lack a date is
        compared by its dated ones.

    Raises
    ------
    InputError
        When an argument is not what it should be.
    TooFewArticlesError
        When the baseline, or every other group, has fewer than ten articles or clusters.

    Notes
    -----
    Intervals: cluster-robust linearised standard error, clusters paired where both groups publish
    on the same day, and Student's t with Welch's degrees of freedom. Tests: studentised permutation
    of whole clusters. With articles as units instead, a true null is rejected 31 % of the time on
    real news where 5 % is meant.

    References
    ----------
    Cameron & Miller (2015), J. Human Resources 50(2); Chung & Romano (2013), Annals of Statistics
    41(2); Westfall & Young (1993); Cliff (1993), Psychological Bulletin 114(3).

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> ids = pd.Index([f"a{i}" for i in range(400)], name="article_id")
    >>> source = pd.Series(np.repeat(["Post", "Times"], 200), index=ids)
    >>> dates = pd.Series(np.tile(pd.date_range("2016-01-01", periods=100), 4), index=ids)
    >>> war = (rng.random(400) < np.where(source == "Post", 0.5, 0.3)).astype(float)
    >>> shares = pd.DataFrame({"war": war}, index=ids).rename_axis(columns="theme")
    >>> gap = compare_groups(shares, source, baseline="Times", dates=dates, random_state=1)
    >>> gap["sentence"].item()
    'War was 17.5 points more common in Post than in Times (95 % interval 7.6 to 27.4;
    200 and 200 articles).'
    """
    sample, base, others = choose_sample(
        FUNCTION,
        shares,
        groups,
        baseline=baseline,
        n_permutations=n_permutations,
        dates=dates,
        clusters=clusters,
        block=block,
        mix=standardize,
    )
    contrasts = []
    for number, group in enumerate(others):
        rng = choose_generator(FUNCTION, random_state, number)
        contrasts.append(
            contrast_groups(sample, group, base, n_permutations=n_permutations, rng=rng)
        )
    table = pd.concat([contrast.table for contrast in contrasts], ignore_index=True)
    table["p_adjusted"] = _family(contrasts)
    table["sentence"] = _sentences(table, sample)
    table = table[_column_order(sample.label)]
    for name, value in sample.facts.items():
        table.attrs[name] = value
    tests = int(table["p_value"].notna().sum())
    table.attrs["baseline"] = base
    table.attrs["n_permutations"] = n_permutations
    table.attrs["random_state"] = int(random_state) if isinstance(random_state, int) else None
    table.attrs["adjusted"] = f"step-down max-T over {tests} comparisons"
    return table


def _family(contrasts: list[Contrast]) -> NDArray[np.float64]:
    """Max-T over all rows; contrasts refused for lack of articles are outside the family."""
    observed = np.concatenate([contrast.observed for contrast in contrasts])
    permuted = np.concatenate([contrast.permuted for contrast in contrasts], axis=1)
    adjusted = np.full(len(observed), np.nan)
    known = ~np.isnan(observed)
    adjusted[known] = max_t_p_values(observed[known], permuted[:, known])
    return adjusted


def _sentences(table: pd.DataFrame, sample: Sample) -> list[str]:
    binary = is_binary(sample.table)
    tests = int(table["p_value"].notna().sum())
    lost = sample.facts["left_out"]
    warning = (
        " Articles were taken as independent, which news is not."
        if "warning" in sample.facts
        else ""
    )
    return [
        gap_sentence(
            Gap(
                name=spoken_name(row[sample.label], sample.label),
                group=str(row["group"]),
                baseline=str(row["baseline"]),
                difference=row["difference"],
                low=row["low"],
                high=row["high"],
                n_articles=row["n_articles"],
                n_baseline=row["n_baseline"],
                binary=binary,
                p_adjusted=row["p_adjusted"],
                n_tests=tests,
                n_left_out=lost.get(str(row["group"]), 0) + lost.get(str(row["baseline"]), 0),
            )
        )
        + warning
        for row in table.to_dict("records")
    ]


def _column_order(label: str) -> list[str]:
    return [
        label,
        "group",
        "baseline",
        "share",
        "baseline_share",
        "difference",
        "low",
        "high",
        "effect_size",
        "p_value",
        "p_adjusted",
        "n_articles",
        "n_baseline",
        "n_clusters",
        "note",
        "sentence",
    ]
