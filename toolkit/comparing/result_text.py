"""Differences between groups as plain sentences, with numbers, intervals and denominators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.stats.number_format import (
    format_interval,
    format_p_value,
    format_points,
    start_sentence,
)
from toolkit.stats.permutation import SIGNIFICANCE_LEVEL

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


LACKS = {"undated": "a date", "without_cluster": "a cluster", "without_share": "a share"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two groups, ready to be worded."""

    name: str
    group: str
    baseline: str
    difference: float
    low: float
    high: float
    n_articles: int
    n_baseline: int
    binary: bool
    p_adjusted: float = np.nan
    n_tests: int = 1
    left_out: str = ""

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero."""
        return not self.low <= 0 <= self.high


def words_on_left_out(facts: Mapping[str, Any], *groups: Hashable) -> str:
    """Say how many articles of some groups are not compared, and what they lack; "" if none.

    Examples
    --------
    >>> words_on_left_out({"left_out": {"Post": 7}, "undated": 7, "without_share": 0}, "Post")
    ', 7 more without a date left out'
    """
    n = sum(facts["left_out"].get(str(group), 0) for group in groups)
    lacks = " or ".join(word for reason, word in LACKS.items() if facts.get(reason))
    return f", {n:,} more without {lacks} left out" if n else ""


def difference_sentence(found: Difference) -> str:
    """State a difference in one sentence.

    Examples
    --------
    >>> found = Difference("diplomacy", "Post", "Times", 0.061, 0.032, 0.090, 412, 388, True)
    >>> difference_sentence(found)
    'Diplomacy had a share 6.1 points higher in Post than in Times (95 % interval 3.2 to 9.0;
    412 and 388 articles).'
    >>> unclear = Difference("diplomacy", "Post", "Times", 0.011, -0.01, 0.032, 412, 388, True)
    >>> difference_sentence(unclear)
    'No clear difference in diplomacy between Post and Times (+1.1 points, 95 % interval −1.0 to
    3.2; 412 and 388 articles).'
    """
    if np.isnan(found.low):
        return (
            f"{start_sentence(found.name)} cannot be compared between {found.group} and "
            f"{found.baseline}: {found.n_articles:,} and {found.n_baseline:,} articles are too few "
            f"for an interval."
        )
    if not found.clear:
        what = found.name if found.binary else f"the mean share of {found.name}"
        return (
            f"No clear difference in {what} between {found.group} and {found.baseline} "
            f"({format_points(found.difference, signed=True)} points, 95 % interval "
            f"{format_interval(found.low, found.high)}; {_counts(found)}){_disagreement(found)}."
        )
    ends = sorted([abs(found.low), abs(found.high)])
    numbers = f"95 % interval {format_interval(*ends)}; {_counts(found)}"
    said = f"{_statement(found)} ({numbers})."
    if found.n_tests > 1 and not found.p_adjusted < SIGNIFICANCE_LEVEL:
        return f"Not significant after correction for {found.n_tests} comparisons: {said}"
    if found.p_adjusted >= SIGNIFICANCE_LEVEL:
        return f"Not significant in a permutation test ({format_p_value(found.p_adjusted)}): {said}"
    return start_sentence(said)


def _statement(found: Difference) -> str:
    """Say the difference with a verb that fits "war" and "jobs" alike."""
    word = "higher" if found.difference >= 0 else "lower"
    return (
        f"{found.name} had a {'' if found.binary else 'mean '}share "
        f"{format_points(abs(found.difference))} points {word} in {found.group} than in "
        f"{found.baseline}"
    )


def _disagreement(found: Difference) -> str:
    """Say that the test sees what the interval does not; each is made in its own way."""
    if not found.p_adjusted < SIGNIFICANCE_LEVEL:
        return ""
    p_value = f" ({format_p_value(found.p_adjusted)})" if found.n_tests == 1 else ""
    return f": the interval includes zero, although the permutation test alone finds one{p_value}"


def _counts(found: Difference) -> str:
    counts = f"{found.n_articles:,} and {found.n_baseline:,} articles"
    counts += found.left_out
    if found.n_tests > 1:
        p_value = format_p_value(found.p_adjusted)
        counts += f"; {p_value}, corrected for {found.n_tests} comparisons"
    return counts
