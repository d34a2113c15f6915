"""Whether a finding holds under other choices: "Holds in 17 of 20", and the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from inspect import signature
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit._core.progress_bars import progress as progress_bar
from toolkit.errors import InputError, ToolkitError
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST = 1000


@dataclass(frozen=True)
class Sensitivity(Summarized):
    """The result of a question under every combination of choices.

    Parameters
    ----------
    table : DataFrame
        One column per choice; ``value`` (the answer; missing where the question failed),
        ``holds`` (False where it failed) and ``note`` (why it failed, '' otherwise).
    sentence : str
        "Holds in 17 of 20 combinations of n_topics, seed.", and what it depends on.
    """

    table: pd.DataFrame = field(repr=False)
    sentence: str

    @property
    def n_holds(self) -> int:
        """Return the number of combinations in which the finding holds."""
        return int(self.table["holds"].sum())

    def by_choice(self) -> pd.DataFrame:
        """Return in how many combinations the finding holds, by choice and option."""
        rows = []
        for choice in self.table.columns.drop(["value", "holds", "note"]):
            names = self.table[choice].map(_name)
            for option, held in self.table["holds"].groupby(names, sort=False):
                rows.append((choice, option, int(held.sum()), len(held)))
        return pd.DataFrame(rows, columns=["choice", "option", "n_holds", "n"])

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        facts = (("holds in", self.n_holds), ("of", len(self.table)))
        warnings = tuple(
            f"{count(n, 'combination')} failed."
            for n in [int((self.table["note"] != "").sum())]
            if n
        )
        return Summary(
            "How far a finding depends on choices",
            facts,
            warnings,
            self.by_choice(),
            note=self.sentence,
        )


def sensitivity(
    question: Callable[..., float],
    over: Mapping[str, Sequence[Any]],
    *,
    holds: Callable[[float], bool] | None = None,
    progress: bool = True,
) -> Sensitivity:
    """Ask the same question under every combination of choices.

    Parameters
    ----------
    question : callable
        Takes one keyword argument per choice and returns a number, such as the difference of a
        topic's share between two periods. Every step that depends on a choice belongs inside:
        counting, fitting, finding the topic again, comparing. `topic_question` makes such a
        function from texts.
    over : mapping of str to sequence
        The choices: ``{"n_topics": [20, 30], "seed": range(5), "min_docs": [5, 10]}``. All
        combinations are tried, at most 1,000.
    holds : callable, optional
        Whether a value supports the finding; by default, whether it is above 0. NaN never does.
    progress : bool
        False hides the progress bar.

    Returns
    -------
    Sensitivity
        Its ``.table``, ``.n_holds``, ``.by_choice()`` and ``.sentence``. A combination that the
        toolkit refuses (with too few articles, say) is noted and counts as not holding.

    Raises
    ------
    InputError
        Without choices, for a choice without options, or for more than 1,000 combinations.

    Examples
    --------
    >>> board = sensitivity(lambda n_topics, seed: n_topics - 12 + seed,
    ...                     {"n_topics": [10, 20], "seed": [1, 2, 3]})
    >>> print(board)
    Holds in 4 of 6 combinations of n_topics, seed: n_topics=10 1 of 3, n_topics=20 3 of 3;
    seed=1 1 of 2, seed=2 1 of 2, seed=3 2 of 2.
    """
    options = {name: list(values) for name, values in over.items()}
    _check(options)
    test = _positive if holds is None else holds
    _check_question(question, options)
    rows = []
    combinations = [
        dict(zip(options, values, strict=True)) for values in product(*options.values())
    ]
    for choices in progress_bar(combinations, label="Asking again", unit="run", show=progress):
        try:
            value, note = float(question(**choices)), ""
        except ToolkitError as error:  # a refusal is an answer; any other error is a bug
            value, note = float("nan"), str(error)
        rows.append({**choices, "value": value, "holds": bool(_known(value) and test(value))})
        rows[-1]["note"] = note
    table = pd.DataFrame(rows)
    for name, values in options.items():
        if any(value is None for value in values):  # beside which 10 would become 10.0
            table[name] = pd.Series([row[name] for row in rows], dtype="object")
    return Sensitivity(table, _sentence(Sensitivity(table, ""), list(options)))


def _check_question(question: Callable[..., float], options: Mapping[str, Sequence[Any]]) -> None:
    """Refuse a question that does not take the choices as keyword arguments."""
    try:
        signature(question).bind(**dict.fromkeys(options))
    except TypeError as error:
        message = (
            f"sensitivity: question must take the choices {', '.join(options)} as keyword "
            f"arguments ({error})."
        )
        raise InputError(message) from error
    except ValueError:  # a builtin without a signature
        return


def _positive(value: float) -> bool:
    return value > 0


def _known(value: float) -> bool:
    return not np.isnan(value)


def _check(options: Mapping[str, Sequence[Any]]) -> None:
    reserved = sorted({"value", "holds", "note"} & set(options))
    empty = [name for name, values in options.items() if not values]
    n = int(np.prod([len(values) for values in options.values()])) if options else 0
    if not options or empty:
        which = f"{empty[0]!r} has no options" if empty else "no choice was given"
        message = f'sensitivity: {which}. Pass over={{"n_topics": [20, 30], "seed": [1, 2, 3]}}.'
    elif reserved:
        message = f"sensitivity: a choice cannot be named {reserved[0]!r}, a column of the table."
    elif n > MOST:
        message = f"sensitivity: {n:,} combinations; at most {MOST:,} are tried. Remove options."
    else:
        return
    raise InputError(message)


def _sentence(board: Sensitivity, names: list[str]) -> str:
    n = len(board.table)
    head = f"Holds in {board.n_holds} of {n} combinations of {', '.join(names)}"
    failed = int((board.table["note"] != "").sum())
    if failed:
        head += f" ({failed} could not be computed)"
    if board.n_holds in {0, n}:
        return head + "."
    by_choice = board.by_choice()
    varied = [rows for _, rows in by_choice.groupby("choice", sort=False) if len(rows) > 1]
    parts = ["; ".join([", ".join(_held(rows)) for rows in varied])]
    return f"{head}: {parts[0]}."


def _name(option: Any) -> str:
    return "None" if pd.api.types.is_scalar(option) and pd.isna(option) else str(option)


def _held(rows: pd.DataFrame) -> list[str]:
    columns = (rows["choice"], rows["option"], rows["n_holds"], rows["n"])
    return [f"{name}={option} {k} of {n}" for name, option, k, n in zip(*columns, strict=True)]
