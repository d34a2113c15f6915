"""Results as plain sentences, with their numbers, intervals and denominators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference between two groups, ready to be said."""

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
    n_left_out: int = 0


def points(share: float) -> str:
    """Write a share as percentage points, with a true minus sign.

    Examples
    --------
    >>> points(0.0612), points(-0.005)
    ('6.1', '−0.5')
    """
    text = f"{100 * abs(share):.1f}"
    return f"−{text}" if share < 0 and text != "0.0" else text


def chance(p_value: float) -> str:
    """Write a p-value with three decimals; never as zero.

    Examples
    --------
    >>> chance(0.0123), chance(0.0001)
    ('p = 0.012', 'p < 0.001')
    """
    return f"p = {p_value:.3f}" if p_value >= 0.0005 else "p < 0.001"


def gap_sentence(gap: Gap) -> str:
    """Say a difference in one sentence.

    Examples
    --------
    >>> gap = Gap("diplomacy", "Arab News", "Reuters", 0.061, 0.032, 0.090, 412, 388, True)
    >>> gap_sentence(gap)
    'Diplomacy was 6.1 points more common in Arab News than in Reuters (95 % interval 3.2 to 9.0;
    412 and 388 articles).'
    """
    if np.isnan(gap.low):
        return (
            f"{_start(gap.name)} cannot be compared between {gap.group} and {gap.baseline}: "
            f"{gap.n_articles:,} and {gap.n_baseline:,} articles are too few for an interval."
        )
    ends = sorted([gap.low, gap.high])
    corrected = ""
    if gap.n_tests > 1:
        corrected = f"; {chance(gap.p_adjusted)}, corrected for {gap.n_tests} comparisons"
    if gap.low <= 0 <= gap.high:
        return (
            f"No clear difference: {_statement(gap, start=False)} (95 % interval of the difference "
            f"{points(gap.low)} to {points(gap.high)}; {_counts(gap)}{corrected})."
        )
    if gap.difference < 0:
        ends = [-ends[1], -ends[0]]
    numbers = f"95 % interval {points(ends[0])} to {points(ends[1])}; {_counts(gap)}{corrected}"
    if gap.n_tests > 1 and not gap.p_adjusted < 0.05:
        perhaps = f"Perhaps chance among {gap.n_tests} comparisons"
        return f"{perhaps}: {_statement(gap, start=False)} ({numbers})."
    return f"{_statement(gap, start=True)} ({numbers})."


def _statement(gap: Gap, *, start: bool) -> str:
    up = gap.difference >= 0
    size = points(abs(gap.difference))
    name = _start(gap.name) if start else gap.name
    if gap.binary:
        word = "more" if up else "less"
        return f"{name} was {size} points {word} common in {gap.group} than in {gap.baseline}"
    return (
        f"{name} had a mean share {size} points {'higher' if up else 'lower'} in {gap.group} "
        f"than in {gap.baseline}"
    )


def _counts(gap: Gap) -> str:
    counts = f"{gap.n_articles:,} and {gap.n_baseline:,} articles"
    if gap.n_left_out:
        counts += f", {gap.n_left_out:,} more without date or share left out"
    return counts


def _start(name: str) -> str:
    return name[:1].upper() + name[1:]


def spoken_name(label: object, column: str) -> str:
    """Name of a theme or topic within a sentence.

    Examples
    --------
    >>> spoken_name(3, "topic"), spoken_name("online_extremism", "theme")
    ('topic 3', 'online extremism')
    """
    if column == "topic" and isinstance(label, (int, np.integer)):
        return f"topic {label}"
    return str(label).replace("_", " ")
