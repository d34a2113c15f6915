"""The articles of a study, found again in a copy that another person holds."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from toolkit.archive.text_hashes import hash_texts

SAME, CHANGED, MISSING = "same", "changed", "missing"
NOTES = {
    "id": "same words under another id: its title, outlet or printed date differ",
    "text": "other words under the same id: it differs after its first 500 characters",
    "address": "other words at the same address",
    "day": "dated {mine}, in the study {theirs}",
    "source": "outlet {mine!r}, in the study {theirs!r}",
}


class Matches(NamedTuple):
    """Which article of a copy is which of the study.

    Attributes
    ----------
    table : DataFrame
        One row per article of the study: ``article_id``, ``date``, ``source``, ``state`` ("same",
        "changed" or "missing"), ``found_as`` (its id in the copy) and ``note``.
    n_others : int
        Articles of the copy that the study does not have.
    """

    table: pd.DataFrame
    n_others: int


class Facts(NamedTuple):
    """What is compared of an article."""

    text_hash: str
    day: str
    source: str
    url: str


def facts_of(articles: pd.DataFrame, hashes: pd.Series) -> dict[str, Facts]:
    """Return the facts of each article by id."""
    days = articles["date"].dt.strftime("%Y-%m-%d").fillna("without a day")
    urls = articles["url"].fillna("") if "url" in articles else pd.Series("", articles.index)
    columns = [hashes, days, articles["source"], urls]
    rows = zip(*(column.astype("str") for column in columns), strict=True)
    return {str(name): Facts(*row) for name, row in zip(articles.index, rows, strict=True)}


def match_articles_by_hash(study: pd.DataFrame, mine: pd.DataFrame) -> Matches:
    """Match the articles of a study with those of a copy by the hash of their words.

    Parameters
    ----------
    study : DataFrame
        Table "articles" of a share, indexed by article_id.
    mine : DataFrame
        Cleaned articles.

    Returns
    -------
    Matches
        Among several articles with the same words, that with the same id is taken first, then
        that of the same outlet and day, then the first. An article without words is matched by its
        id. What then is left is matched by id and by address, and is "changed".
    """
    theirs, ours = facts_of(study, study["text_hash"]), facts_of(mine, hash_texts(mine))
    same = _same_words(theirs, ours)
    used = set(same.values())
    changed = _other_words(theirs, ours, same)
    rows = []
    for name, one in theirs.items():
        other = same.get(name) or changed.get(name, "")
        state = MISSING if not other else SAME if _same(one, ours[other]) else CHANGED
        note = _differences(name, one, other, ours[other]) if other else ""
        rows.append((name, study.loc[name, "date"], one.source, state, other, note))
    columns = ["article_id", "date", "source", "state", "found_as", "note"]
    table = pd.DataFrame(rows, columns=columns).astype({"found_as": "str", "note": "str"})
    return Matches(table, len(mine) - len(used | set(changed.values())))


def _same(one: Facts, other: Facts) -> bool:
    return one.text_hash == other.text_hash


def _same_words(theirs: dict[str, Facts], ours: dict[str, Facts]) -> dict[str, str]:
    """Return the id in the copy of each article with the same words, the closest first."""
    pool: dict[str, dict[str, None]] = defaultdict(dict)
    for name, one in ours.items():
        if one.text_hash:
            pool[one.text_hash][name] = None
    found: dict[str, str] = {}
    for rule in (_is_id, _is_place, _is_any):
        for name, one in theirs.items():
            left = pool.get(one.text_hash, {})
            fits = (other for other in left if rule(name, one, other, ours[other]))
            if name not in found and (chosen := next(fits, None)) is not None:
                found[name] = chosen
                del left[chosen]
    return found


def _is_id(name: str, _one: Facts, other: str, _facts: Facts) -> bool:
    return name == other


def _is_place(_name: str, one: Facts, _other: str, facts: Facts) -> bool:
    return (one.day, one.source) == (facts.day, facts.source)


def _is_any(_name: str, _one: Facts, _other: str, _facts: Facts) -> bool:
    return True


def _other_words(
    theirs: dict[str, Facts], ours: dict[str, Facts], same: dict[str, str]
) -> dict[str, str]:
    """Return the id in the copy of articles with the same id or address."""
    left = set(ours) - set(same.values())
    addresses = {one.url: name for name, one in ours.items() if name in left and _is_full(one.url)}
    found: dict[str, str] = {}
    for name, one in theirs.items():
        other = name if name in left else addresses.get(one.url, "")
        if name not in same and other in left:
            found[name] = other
            left.remove(other)
    return found


def _is_full(url: str) -> bool:
    """Whether an address has a path."""
    return (url.count("/") > 2 and not url.endswith("/")) or url.count("/") > 3


def _differences(name: str, one: Facts, other: str, facts: Facts) -> str:
    told = []
    if not _same(one, facts):
        told.append(NOTES["text" if other == name else "address"])
    elif other != name:
        told.append(NOTES["id"])
    if one.day != facts.day:
        told.append(NOTES["day"].format(mine=facts.day, theirs=one.day))
    if one.source != facts.source:
        told.append(NOTES["source"].format(mine=facts.source, theirs=one.source))
    return "; ".join(told)


def as_in_study(mine: pd.DataFrame, study: pd.DataFrame, matches: Matches) -> pd.DataFrame:
    """Return the articles of a copy under the ids, dates and outlets of the study, in its order.

    What the copy lacks is left out; so is what the study lacks.
    """
    table = matches.table[matches.table["state"] != MISSING]
    place = {str(name): at for at, name in enumerate(mine.index)}
    found = mine.iloc[[place[name] for name in table["found_as"]]].copy()
    ids = table["article_id"].tolist()
    found.index = pd.Index(ids, name="article_id", dtype="str")
    for name in ("date", "date_kind", "date_precision", "source", "section"):
        if name in study and name in found:
            values = study.loc[ids, name].to_numpy()
            found[name] = pd.Series(values, index=found.index).astype(study[name].dtype)
    return found
