"""What the counts that leave with a study tell of single articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.number_words import of_total, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


def measure_exposure(tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> dict[str, Any]:
    """Measure how many articles can be told apart by the counts that leave.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Output of `count_tables`.
    articles : DataFrame
        The articles of the study.

    Returns
    -------
    dict
        Empty without counts. "matrix": ``n_with_counts`` (articles with a count), ``n_unique``
        (those whose counts no other article has: whoever holds the articles can tell which one
        they are of) and ``counted_share`` (the part of the articles' words that is in the counts,
        0 to 1). "sums": ``n_groups``, ``smallest_group`` (articles in the smallest),
        ``n_in_groups`` (articles that are in a group) and ``n_in_day_groups`` (in one of a single
        day).
    """
    if "term-counts" in tables:
        return _of_matrix(tables["term-counts"], int(articles["n_words"].sum()))
    if "term-sums" in tables:
        groups = tables["term-sums"].drop_duplicates(["span", "first_day", "source"])
        days = groups[groups["span"] == "day"]
        return {
            "n_groups": len(groups),
            "smallest_group": int(groups["n_articles"].min()) if len(groups) else 0,
            "n_in_groups": int(groups["n_articles"].sum()),
            "n_in_day_groups": int(days["n_articles"].sum()),
        }
    return {}


def _of_matrix(counts: pd.DataFrame, n_words: int) -> dict[str, Any]:
    ids = counts["article_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.zeros(0, int)
    pairs = counts[["term_id", "n"]].to_numpy()
    rows = [part.tobytes() for part in np.split(pairs, starts[1:])] if len(ids) else []
    seen: dict[bytes, int] = {}
    for row in rows:
        seen[row] = seen.get(row, 0) + 1
    return {
        "n_with_counts": len(rows),
        "n_unique": sum(n == 1 for n in seen.values()),
        "counted_share": round(int(counts["n"].sum()) / n_words, 4) if n_words else 0.0,
    }


def exposure_sentence(facts: Mapping[str, Any], n_articles: int) -> str:
    """Say what was measured, "" if no counts leave.

    Examples
    --------
    >>> facts = {"n_with_counts": 98, "n_unique": 97, "counted_share": 0.41}
    >>> exposure_sentence(facts, 100)
    '97 of 100 articles have counts that no other article has: whoever holds the articles can tell
    which is which. The counts hold 41% of the words of the articles, without their order.'
    """
    if "n_unique" in facts:
        return (
            f"{of_total(facts['n_unique'], n_articles, 'article')} have counts that no other "
            f"article has: whoever holds the articles can tell which is which. The counts hold "
            f"{percent(facts['counted_share'])} of the words of the articles, without their order."
        )
    if "n_groups" in facts:
        return (
            f"{of_total(facts['n_in_groups'], n_articles, 'article')} are in {facts['n_groups']:,} "
            f"sums, the smallest over {facts['smallest_group']:,} articles; "
            f"{facts['n_in_day_groups']:,} of them in sums of a single day."
        )
    return ""
