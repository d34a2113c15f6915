"""Weights of near-duplicates: count all, one per group, or one per outlet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.reading.corpus import Corpus
from toolkit.reading.ledgers import with_ledger
from toolkit.tables import check_columns, check_same_articles

KEEP = ("all", "first", "one_per_source", "weight")


def weigh_copies(
    articles: pd.DataFrame, duplicates: pd.DataFrame, *, keep: str = "first"
) -> pd.Series[float]:
    """Return the weight of each article, given its near-duplicates.

    Parameters
    ----------
    articles : DataFrame
        One row per article, indexed by ``article_id``, with ``source`` if
        ``keep="one_per_source"``.
    duplicates : DataFrame
        From `near_duplicates`. It may cover more articles; only those in ``articles`` count.
    keep : {"first", "all", "one_per_source", "weight"}
        "all": each article counts 1 (what readers could see). "first": the likely original of a
        group, or the first id if it is absent, counts 1 and its copies 0 (what was written).
        "one_per_source": one article per group and source counts 1 (what outlets chose to
        print). "weight": each of n copies counts 1/n.

    Returns
    -------
    Series of float64
        Weight of each article, 0 to 1, in the order of ``articles``; its name is "weight".

    Raises
    ------
    InputError
        If ``keep`` is unknown, or ``duplicates`` lacks some of the articles.

    Examples
    --------
    >>> import pandas as pd
    >>> words = "Four leaders will meet in Istanbul on Saturday to discuss the ceasefire"
    >>> articles = pd.DataFrame({"body": [words, words + "."]}, index=["a", "b"])
    >>> from toolkit.duplicates import near_duplicates
    >>> weigh_copies(articles, near_duplicates(articles), keep="weight").tolist()
    [0.5, 0.5]
    """
    check_option("weigh_copies", "keep", keep, KEEP)
    check_columns("weigh_copies", duplicates, ["dup_group", "role"])
    check_same_articles("weigh_copies", articles.index, duplicates.index, name="duplicates")
    if keep == "all":
        return pd.Series(1.0, index=articles.index, name="weight")
    mine = duplicates.loc[articles.index, ["dup_group", "role"]]
    names = list(range(len(mine)))
    table = pd.DataFrame(
        {
            # An article without copies forms its own group, with a negative number.
            "group": mine["dup_group"]
            .astype("Float64")
            .fillna(pd.Series(names, mine.index) * -1.0 - 1),
            "copy": (mine["role"] != "original").to_numpy(),
            "id": articles.index.astype("str"),
        }
    ).reset_index(drop=True)
    if keep == "weight":
        sizes = table.groupby("group")["id"].transform("size").to_numpy(dtype=np.float64)
        return pd.Series(1.0 / sizes, index=articles.index, name="weight")
    by = ["group"]
    if keep == "one_per_source":
        check_columns("weigh_copies", articles, ["source"])
        table["source"] = articles["source"].astype("str").to_numpy()
        by = ["group", "source"]
    kept = table.sort_values(["copy", "id"]).drop_duplicates(by).index
    weights = np.zeros(len(table))
    weights[kept] = 1.0
    return pd.Series(weights, index=articles.index, name="weight")


def drop_copies(
    articles: pd.DataFrame, duplicates: pd.DataFrame, *, keep: str = "first"
) -> pd.DataFrame:
    """Return the articles without their copies.

    Parameters
    ----------
    articles, duplicates : DataFrame
        As for `weigh_copies`.
    keep : {"first", "all", "one_per_source"}
        As for `weigh_copies`; weights below 1 cannot be expressed by dropping rows.

    Returns
    -------
    DataFrame
        The rows kept, in their order; the ledger lists the others.

    Raises
    ------
    InputError
        As for `weigh_copies`, and for ``keep="weight"``.

    Examples
    --------
    >>> import pandas as pd
    >>> words = "Four leaders will meet in Istanbul on Saturday to discuss the ceasefire"
    >>> articles = pd.DataFrame({"body": [words, words + "."]}, index=["a", "b"])
    >>> from toolkit.duplicates import near_duplicates
    >>> list(drop_copies(articles, near_duplicates(articles)).index)
    ['a']
    """
    if keep == "weight":
        message = (
            "drop_copies: keep='weight' assigns weights instead of dropping rows. Use weigh_copies "
            "and pass the weights to the shares."
        )
        raise InputError(message)
    kept = weigh_copies(articles, duplicates, keep=keep) > 0
    rows = [
        {
            "article_id": str(article),
            "action": "rejected",
            "rule": "copy",
            "reason": f"{duplicates.loc[article, 'role']} of {duplicates.loc[article, 'original']}",
        }
        for article in articles.index[~kept]
    ]
    if isinstance(articles, Corpus):
        return articles.kept(kept, notes=rows)
    return with_ledger(articles[kept], rows)
