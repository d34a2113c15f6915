"""Which number of topics do the data prefer, if any? In plain words, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from scipy.stats import t as student

from toolkit.display import Summarized, Summary
from toolkit.errors import InputError
from toolkit.tables import check_columns

LOWER_IS_BETTER = ("perplexity", "cao_juan", "arun")
VOTES = ("perplexity", "coherence", "stability")
"""Exclusivity, Cao-Juan and Arun move with the number of topics itself: shown, not counted."""
SLACK = {"perplexity": 0.01, "coherence": 0.01, "stability": 0.02}
"""Differences too small to choose by: a part of the best perplexity, else in its own unit."""


@dataclass(frozen=True)
class TopicNumberAdvice(Summarized):
    """Numbers of topics that the measures do not rule out, and why.

    Parameters
    ----------
    n_topics : tuple of int
        The numbers left, ascending: one when the data decide.
    sentence : str
        The advice with its reason.
    table : DataFrame
        One row per measure and number: ``measure``, ``n_topics``, ``mean`` over seeds, ``gap`` to
        the best number (0 or more, in the measure's unit), ``low``, ``high`` (95 % t interval of
        the gap, paired by seed), ``ruled_out`` (the interval lies above 0 and the gap is not
        negligible: 1 % of the perplexity, 0.01 of coherence, 0.02 of stability).
    """

    n_topics: tuple[int, ...]
    sentence: str
    table: pd.DataFrame = field(repr=False)

    @property
    def decided(self) -> bool:
        """Whether one number is left."""
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
    beyond chance (t interval of the difference, paired by seed) and by more than a trifle.

    Parameters
    ----------
    table : DataFrame
        What `search_topics` gives: ``n_topics``, ``measure``, ``value``, ``seed``.

    Returns
    -------
    TopicNumberAdvice
        The numbers left, a sentence, and the table behind it.

    Raises
    ------
    InputError
        When there is none of these measures, or no two seeds or numbers.

    Notes
    -----
    Coherence follows human ratings loosely (Hoyle et al. 2021), and perplexity hardly at all
    (Chang et al. 2009): the advice narrows the choice; reading the topics makes it.

    Examples
    --------
    >>> rows = [(k, "stability", v, s) for k, values in {5: (0.9, 0.92), 10: (0.6, 0.63)}.items()
    ...         for s, v in enumerate(values)]
    >>> found = pd.DataFrame(rows, columns=["n_topics", "measure", "value", "seed"])
    >>> print(advise_n_topics(found))
    5 topics: stability 0.91; 10 ruled out by stability. Read the topics before settling.
    """
    check_columns("advise_n_topics", table, ["n_topics", "measure", "value", "seed"])
    present = [measure for measure in VOTES if (table["measure"] == measure).any()]
    numbers = sorted(table["n_topics"].unique().tolist())
    if not present or len(numbers) < 2 or table["seed"].nunique() < 2:
        message = (
            "advise_n_topics: perplexity, coherence or stability of at least two numbers of "
            "topics with two seeds is needed. Pass what search_topics gives."
        )
        raise InputError(message)
    gaps = pd.concat([_gaps(table, measure) for measure in present], ignore_index=True)
    against = {
        k: gaps.loc[(gaps["n_topics"] == k) & gaps["ruled_out"], "measure"].tolist()
        for k in numbers
    }
    left = tuple(k for k in numbers if not against[k])
    if not left:
        fewest = min(len(one) for one in against.values())
        left = tuple(k for k in numbers if len(against[k]) == fewest)
        return TopicNumberAdvice(left, _disagreement(gaps, left), gaps)
    return TopicNumberAdvice(left, _sentence(gaps, left, against), gaps)


def _gaps(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """How much worse than the best each number is, seed by seed."""
    rows = table[table["measure"] == measure]
    wide = rows.pivot_table(index="seed", columns="n_topics", values="value").dropna()
    if measure in LOWER_IS_BETTER:
        best = wide.mean().idxmin()
        worse = wide.sub(wide[best], axis=0)
    else:
        best = wide.mean().idxmax()
        worse = -wide.sub(wide[best], axis=0)
    half = student.ppf(0.975, len(wide) - 1) * worse.std(ddof=1) / len(wide) ** 0.5
    gap = worse.mean()
    slack = SLACK[measure] * (wide[best].mean() if measure == "perplexity" else 1.0)
    return pd.DataFrame(
        {
            "measure": measure,
            "n_topics": wide.columns.to_numpy(),
            "mean": wide.mean().to_numpy(),
            "gap": gap.to_numpy(),
            "low": (gap - half).to_numpy(),
            "high": (gap + half).to_numpy(),
            "ruled_out": ((gap - half > 0) & (gap > slack)).to_numpy(),
        }
    )


def _sentence(gaps: pd.DataFrame, left: tuple[int, ...], against: dict[int, list[str]]) -> str:
    out = [f"{k} ruled out by {' and '.join(one)}" for k, one in against.items() if one]
    reason = "; ".join(out) if out else "none is worse than the best beyond chance"
    advice = "Read the topics before settling."
    if len(left) == 1:
        return f"{left[0]} topics: {_values(gaps, left[0])}; {reason}. {advice}"
    return f"The data do not decide between {_listed(left)} topics: {reason}. {advice}"


def _disagreement(gaps: pd.DataFrame, left: tuple[int, ...]) -> str:
    best = gaps.loc[gaps.groupby("measure", sort=False)["gap"].idxmin()]
    wishes = ", ".join(f"{row.measure} prefers {row.n_topics}" for row in best.itertuples())
    if len(left) == 1:
        return (
            f"The measures disagree ({wishes}); {left[0]} topics have the fewest against them. "
            f"Choose by the use that the topics are for, and say so."
        )
    return (
        f"The measures disagree ({wishes}) and do not decide between {_listed(left)} topics. "
        f"Choose by the use that the topics are for, and say so."
    )


def _values(gaps: pd.DataFrame, k: int) -> str:
    rows = gaps[gaps["n_topics"] == k]
    pairs = zip(rows["measure"], rows["mean"], strict=True)
    return ", ".join(
        f"{name} {value:,.0f}" if value >= 10 else f"{name} {value:.2f}" for name, value in pairs
    )


def _listed(numbers: tuple[int, ...]) -> str:
    return f"{', '.join(str(k) for k in numbers[:-1])} and {numbers[-1]}"
