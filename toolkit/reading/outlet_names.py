"""Outlets whose names differ by little: a table of the spellings, and one name for each on request.

"Arab News" and "ArabNews" are one newspaper; "The Star" and "Star" may be two. So nothing is joined
unless the analyst says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.reading.ledgers import with_ledger
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEADING = "the a an der die das den le la les l il lo i gli el los las o os de het"
_ARTICLES = frozenset(_LEADING.split())
_AND = {"&": "and", "+": "and"}
_COLUMNS = ("source", "n_articles", "suggested", "n_suggested", "difference")


def suggest_source_names(articles: pd.DataFrame) -> pd.DataFrame:
    """List outlets whose names differ only by case, blanks, marks, accents or a leading "The".

    Parameters
    ----------
    articles : DataFrame
        As returned by `read_articles`.

    Returns
    -------
    DataFrame
        One row per spelling that has a more frequent one: source, n_articles, suggested,
        n_suggested and difference ("blanks or marks", "capitals", "accents or signs",
        "a leading article").
        Nothing is renamed: read the table, drop the rows that are two outlets, and pass the rest
        to `rename_sources`.

    Examples
    --------
    >>> import pandas as pd, toolkit as tt
    >>> names = ["The Harbour Post"] * 3 + ["Harbour Post", "HarbourPost", "Arab News"]
    >>> articles = pd.DataFrame({"source": names})
    >>> tt.suggest_source_names(articles)[["source", "suggested", "difference"]].to_numpy().tolist()
    [['Harbour Post', 'The Harbour Post', 'a leading article'],
     ['HarbourPost', 'The Harbour Post', 'a leading article']]
    """
    names = articles["source"].astype("str")
    counts = names[names != ""].value_counts()
    groups: dict[str, list[str]] = {}
    for name in sorted(counts.index, key=lambda name: (-counts[name], name)):
        groups.setdefault(_key(name), []).append(name)
    rows = [
        (other, int(counts[other]), best, int(counts[best]), _difference(other, best))
        for best, *others in groups.values()
        for other in others
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def rename_sources(articles: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Give outlets the names of a table, and record each change in the ledger.

    Parameters
    ----------
    articles : DataFrame
        As returned by `read_articles`.
    names : DataFrame
        Columns source and suggested, as `suggest_source_names` returns them.

    Returns
    -------
    DataFrame
        The same articles; the ledger has one "normalized" row per article renamed.

    Raises
    ------
    InputError
        If a column is missing, or one name is to become two.

    Examples
    --------
    >>> import toolkit as tt
    >>> articles = tt.load_sample()
    >>> names = tt.suggest_source_names(articles)
    >>> len(tt.rename_sources(articles, names)) == len(articles)
    True
    """
    missing = [name for name in ("source", "suggested") if name not in names]
    if missing:
        message = (
            f"rename_sources: names has no column {missing[0]!r}; pass a table as "
            "suggest_source_names returns it."
        )
        raise InputError(message)
    wanted = names.drop_duplicates(["source", "suggested"])
    twice = wanted.loc[wanted["source"].duplicated(), "source"]
    if len(twice):
        message = f"rename_sources: {twice.iloc[0]!r} is to become two names; keep one of its rows."
        raise InputError(message)
    new = dict(zip(wanted["source"], wanted["suggested"], strict=True))
    result = with_ledger(articles, _rows(articles, new))
    sources = articles["source"].astype("str")
    result["source"] = sources.map(lambda name: new.get(name, name)).astype("category")
    return result


def _rows(articles: pd.DataFrame, new: dict[str, str]) -> Iterator[dict[str, Any]]:
    columns = [articles[name] if name in articles else [""] * len(articles) for name in ("file",)]
    for identity, old, file in zip(articles.index, articles["source"], *columns, strict=True):
        if new.get(old, old) != old:
            yield {
                "article_id": str(identity), "file": str(file), "action": "normalized",
                "field": "source", "rule": "source_renamed", "text": old,
                "reason": f"now {new[old]!r}",
            }  # fmt: skip


def _words(name: str) -> list[str]:
    marked = "".join(
        _AND.get(c, c if c.isalnum() else " ") for c in folded(name).replace("&", " & ")
    )
    return marked.split()


def _key(name: str) -> str:
    words = _words(name)
    return "".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _difference(one: str, other: str) -> str:
    if "".join(_words(one)) != "".join(_words(other)):
        return "a leading article"
    if one.casefold() == other.casefold():
        return "capitals"
    letters = ["".join(filter(str.isalnum, name.casefold())) for name in (one, other)]
    return "blanks or marks" if letters[0] == letters[1] else "accents or signs"
