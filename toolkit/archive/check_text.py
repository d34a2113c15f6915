"""The check of a shared study in plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from toolkit._core.number_words import all_of, count, listed, of_total, verb
from toolkit.archive.article_matches import CHANGED, MISSING, SAME

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.archive.article_matches import Matches

MOST_NAMED = 8


def check_sentences(
    files: pd.DataFrame, found: Matches | None, numbers: pd.DataFrame, others: list[str]
) -> tuple[str, ...]:
    """Return the sentences on files, articles, numbers and packages, in this order."""
    told = [_files(files)]
    if found is not None:
        told += _articles(found)
    told += _numbers(numbers, found)
    if others:
        told.append(
            f"Another environment can give other last digits. Made with {listed(others, most=6)}."
        )
    return tuple(told)


def _files(files: pd.DataFrame) -> str:
    wrong = files[files["state"] != "current"]
    if wrong.empty:
        are = verb(len(files), "is as it was", "are as they were")
        return f"{all_of(len(files), 'file')} of the study {are} written."
    named = [f"{row['file']} ({row['state']})" for row in wrong.to_dict("records")]
    are = verb(len(wrong), "is", "are")
    return (
        f"{of_total(len(wrong), len(files), 'file')} {are} not as written: "
        f"{listed(named, most=MOST_NAMED)}."
    )


def _articles(found: Matches) -> list[str]:
    states = found.table["state"].value_counts()
    total, same = len(found.table), int(states.get(SAME, 0))
    if same == total:
        told = [
            f"{all_of(total, 'article')} of the study {verb(total, 'is', 'are')} in the copy, "
            "with the same words."
        ]
    else:
        changed, missing = int(states.get(CHANGED, 0)), int(states.get(MISSING, 0))
        told = [
            f"{of_total(same, total, 'article')} of the study {verb(total, 'is', 'are')} in the "
            f"copy with the same words; {changed:,} {verb(changed, 'has', 'have')} other words, "
            f"and {missing:,} {verb(missing, 'is', 'are')} missing."
        ]
    noted = int(((found.table["state"] == SAME) & (found.table["note"] != "")).sum())
    if noted:
        told.append(
            f"{count(noted, 'article')} with the same words {'has' if noted == 1 else 'have'} "
            f"another title, outlet or date in the copy; those of the study were used."
        )
    if found.n_others:
        told.append(
            f"The copy has {count(found.n_others, 'further article')}, which the study does not "
            f"have; {'it was' if found.n_others == 1 else 'they were'} left out."
        )
    return told


def _numbers(numbers: pd.DataFrame, found: Matches | None) -> list[str]:
    if numbers.empty:
        return ["No number could be computed again."]
    numbers = numbers[numbers["verdict"] != "not compared"]
    if numbers.empty:
        return ["No number could be computed again."]
    source = "from the study's own tables" if found is None else "from the copy"
    equal = numbers["verdict"] == "equal"
    values = int(numbers["n_equal"].sum())
    told = (
        f"{of_total(int(equal.sum()), len(numbers), 'table')} computed again {source} "
        f"{verb(int(equal.sum()), 'is', 'are')} equal in every value; {values:,} of "
        f"{count(int(numbers['n_values'].sum()), 'value')} in all tables are equal."
    )
    if equal.all():
        return [told]
    different = [_difference(row) for row in numbers[~equal].to_dict("records")]
    sentences = [told, f"Not equal: {listed(different, most=MOST_NAMED)}."]
    absent = found is not None and (found.table["state"] != SAME).any()
    if absent:
        sentences.append(
            "Numbers over all articles may differ because articles are missing or changed."
        )
    return sentences


def _difference(row: dict[object, object]) -> str:
    n, of = int(row["n_different"]) + int(row["n_absent"]), int(row["n_values"])  # type: ignore[call-overload]  # counts
    fraction, whole = (
        float(row[name])  # type: ignore[arg-type]  # numbers
        for name in ("largest_difference", "largest_count_difference")
    )
    told = [of_total(n, of, "value")]
    told += [] if math.isnan(fraction) else [f"fractions by at most {fraction:.3g}"]
    told += [] if math.isnan(whole) else [f"counts by at most {whole:,.0f}"]
    return f"{row['table']} ({', '.join(told)})"
