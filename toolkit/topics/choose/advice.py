"""Which number of topics the data prefer, if any, in one sentence with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit._core.number_words import listed
from toolkit.errors import InputError
from toolkit.tables import check_columns
from toolkit.tables.display import Summarized, Summary

VOTES = ("perplexity", "coherence", "stability")
"""The other measures change with the number of topics itself; they have no vote."""
SLACK = {"perplexity": 0.01, "coherence": 0.01, "stability": 0.02}
"""Negligible differences: relative for perplexity, else in the unit of the measure."""


@dataclass(frozen=True)
class TopicNumberAdvice(Summarized):
    """Numbers of topics that the measures do not rule out, and why.

    Parameters
    ----------
    n_topics : tuple of int
        The numbers left, ascending; one when the data decide.
    sentence : str
        The advice with its reason.
    table : DataFrame
        One row per measure and number: ``measure``, ``n_topics``, ``mean`` over seeds, ``gap`` to
        the best number (0 or more, in the measure's unit), ``low``, ``high`` (95 % t interval of
        the gap, paired by seed; of stability, whose values share pairs of runs, by the jackknife,
        and unknown with two seeds), ``ruled_out`` (the interval lies above 0 and the gap is not
        negligible: 1 % of the perplexity, 0.01 of coherence, 0.02 of stability). A perplexity
        that still falls at the largest number tried rules nothing out.
    """

    n_topics: tuple[int, ...]
    sentence: str
    table: pd.DataFrame = field(repr=False)

    @property
    def suggested(self) -> int:
        """Return the smallest number left: no worse than the others, and the least to read."""
        return min(self.n_topics)

    @property
    def decided(self) -> bool:
        """Return whether one number is left."""
        return len(self.n_topics) == 1

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        facts = (("left", ", ".join(map(str, self.n_topics))),)
        warnings = () if self.decided else ("The measures do not decide on one number.",)
        return Summary("How many topics?", facts, warnings, self.table, note=self.sentence)


def advise_n_topics(table: pd.DataFrame) -> TopicNumberAdvice:
    """Say which numbers of topics the measures leave, or that they do not decide.

    For perplexity, coherence and stability, a number is ruled out when it is worse than the best
    beyond chance (t interval of the difference, paired by seed) and by more than a negligible
    amount. Perplexity that still falls at the largest number tried has no vote: more topics would
    predict words better, which is no reason to read more of them. Where each number left is worse
    than the best by some measure, if only within chance, the measures disagree, and those with the
    fewest measures against them are left as well: a number is not advised because a few seeds do
    not tell.

    Parameters
    ----------
    table : DataFrame
        What `search_topics` returns: ``n_topics``, ``measure``, ``value``, ``seed``.

    Returns
    -------
    TopicNumberAdvice
        The numbers left, the smallest of them as a start, a sentence, and the table behind it.

    Raises
    ------
    InputError
        Without any of these measures, two seeds, or two numbers of topics.

    Notes
    -----
    Coherence follows human ratings loosely (Hoyle et al. 2021), and perplexity hardly at all
    (Chang et al. 2009): the advice narrows the choice; reading the topics makes it. Jackknife of a
    mean over pairs: Arvesen (1969), Annals of Mathematical Statistics 40(6).

    Examples
    --------
    >>> values = {5: (0.91, 0.92, 0.91), 10: (0.6, 0.61, 0.62)}
    >>> rows = [(k, "stability", v, s) for k, own in values.items() for s, v in enumerate(own)]
    >>> found = pd.DataFrame(rows, columns=["n_topics", "measure", "value", "seed"])
    >>> print(advise_n_topics(found))
    5 topics: stability 0.91; 10 ruled out by stability. Read the topics before settling.
    """
    check_columns("advise_n_topics", table, ["n_topics", "measure", "value", "seed"])
    present = [measure for measure in VOTES if (table["measure"] == measure).any()]
    numbers = sorted(table["n_topics"].unique().tolist())
    if not present or len(numbers) < 2 or table["seed"].nunique() < 2:
        message = (
            "advise_n_topics: perplexity, coherence or stability is needed, of at least two "
            "numbers of topics with two seeds each. Pass what search_topics returns."
        )
        raise InputError(message)
    gaps = pd.concat([_gaps(table, measure) for measure in present], ignore_index=True)
    falling = _still_falls(gaps, max(numbers))
    voting = gaps[gaps["measure"] != "perplexity"] if falling else gaps
    gaps["ruled_out"] &= gaps.index.isin(voting.index)
    against = {
        k: gaps.loc[(gaps["n_topics"] == k) & gaps["ruled_out"], "measure"].tolist()
        for k in numbers
    }
    left = tuple(k for k in numbers if not against[k])
    worse = voting["gap"] > _slack(voting)
    if left and not set(left).issubset(voting.loc[worse, "n_topics"]):
        return TopicNumberAdvice(left, _sentence(gaps, left, against, falling), gaps)
    against_it = worse if left else gaps["ruled_out"]
    times = against_it.groupby(gaps["n_topics"]).sum()
    left = tuple(sorted({*left, *map(int, times.index[times == times.min()])}))
    return TopicNumberAdvice(left, _disagreement(gaps, left, falling), gaps)


def _slack(gaps: pd.DataFrame) -> pd.Series:
    """Return the negligible gap of each row, in the unit of its measure."""
    best = gaps["mean"].where(gaps["gap"] == 0).groupby(gaps["measure"]).transform("max")
    unit = best.where(gaps["measure"] == "perplexity", 1.0)
    return gaps["measure"].map(SLACK).astype(np.float64) * unit


def _still_falls(gaps: pd.DataFrame, largest: int) -> str:
    """Return a sentence if perplexity is lowest at the largest number tried, by more than little.

    Whether it is beyond chance has no say: three seeds would give perplexity a vote now and then.
    """
    rows = gaps[gaps["measure"] == "perplexity"]
    best = rows.loc[rows["gap"] == 0, "n_topics"].tolist()
    others = rows.loc[rows["n_topics"] != largest]
    if best != [largest] or not (others["gap"] > _slack(rows).iloc[0]).all():
        return ""
    return f" Perplexity still falls at {largest}, the largest number tried, so it has no vote."


def _gaps(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return how much worse than the best each number is, paired by seed."""
    rows = table[table["measure"] == measure]
    wide = rows.pivot_table(index="seed", columns="n_topics", values="value").dropna()
    if measure == "perplexity":
        best = wide.mean().idxmin()
        worse = wide.sub(wide[best], axis=0)
    else:
        best = wide.mean().idxmax()
        worse = -wide.sub(wide[best], axis=0)
    n = len(wide)
    error = worse.std(ddof=1) / n**0.5
    if measure == "stability":  # each value is a mean over pairs of runs, which the values share
        error *= 2 * (n - 1) / (n - 2) if n > 2 else np.inf
    half = float(stdtrit(n - 1, 0.975)) * error.where(wide.columns != best, 0.0)
    gap = worse.mean()
    found = pd.DataFrame(
        {
            "measure": measure,
            "n_topics": wide.columns.to_numpy(),
            "mean": wide.mean().to_numpy(),
            "gap": gap.to_numpy(),
            "low": (gap - half).to_numpy(),
            "high": (gap + half).to_numpy(),
        }
    )
    return found.assign(ruled_out=(found["low"] > 0) & (found["gap"] > _slack(found)))


def _sentence(
    gaps: pd.DataFrame, left: tuple[int, ...], against: dict[int, list[str]], falling: str
) -> str:
    by_reason: dict[str, list[int]] = {}
    for k, measures in against.items():
        if measures:
            by_reason.setdefault(listed(measures), []).append(k)
    out = [f"{_listed(tuple(ks))} ruled out by {reason}" for reason, ks in by_reason.items()]
    none = "none is ruled out" if falling else "none is worse than the best beyond chance"
    reason = "; ".join(out) if out else none
    if len(left) == 1:
        start = "Read the topics before settling."
        return f"{left[0]} topics: {_values(gaps, left[0])}; {reason}.{falling} {start}"
    start = f"Start with {left[0]}, no worse than the others and the least to read."
    return f"The data do not decide between {_listed(left)} topics: {reason}.{falling} {start}"


def _disagreement(gaps: pd.DataFrame, left: tuple[int, ...], falling: str) -> str:
    voting = gaps[gaps["measure"] != "perplexity"] if falling else gaps
    best = voting.loc[voting.groupby("measure", sort=False)["gap"].idxmin()]
    wishes = ", ".join(f"{row.measure} prefers {row.n_topics}" for row in best.itertuples())
    use = "Choose by the use that the topics are for, and say so."
    if len(left) == 1:
        few = f"{left[0]} topics have the fewest against them"
        return f"The measures disagree ({wishes}); {few}.{falling} {use}"
    between = f"do not decide between {_listed(left)} topics"
    return f"The measures disagree ({wishes}) and {between}.{falling} {use}"


def _values(gaps: pd.DataFrame, k: int) -> str:
    rows = gaps[gaps["n_topics"] == k]
    pairs = zip(rows["measure"], rows["mean"], strict=True)
    return ", ".join(
        f"{name} {value:,.0f}" if value >= 10 else f"{name} {value:.2f}" for name, value in pairs
    )


def _listed(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return str(numbers[0])
    return f"{', '.join(str(k) for k in numbers[:-1])} and {numbers[-1]}"
