"""The mark of fragile topics, kept in their names so that every later step shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import FRAGILE_MARK, check_columns, is_fragile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.topics.edit.recipes import TopicRecipe


def mark_fragile(
    table: pd.DataFrame,
    stability: pd.DataFrame,
    *,
    labels: Mapping[int, str] | pd.Series | None = None,
    recipe: TopicRecipe | None = None,
) -> pd.DataFrame:
    """Mark the topics that do not come back, in a table of shares or any table of topics.

    In the article x topic table, *names* are marked: "Aleppo †". Later steps keep names, so the
    mark appears in shares per period, comparisons, their sentences, figures and captions.

    Parameters
    ----------
    table : DataFrame
        Article x topic shares with numbered topics (`doc_topics`, `edit_topics`), or a long table
        with a column ``topic`` (`topic_terms`, `topic_summary`, `share_by_period`, ...).
    stability : DataFrame
        What `topic_stability` returns for the model.
    labels : mapping or Series of str, optional
        Names by topic, such as from `topic_labels`; "topic 3" for topics without one. A name that
        occurs twice gets the number: "talks (3)".
    recipe : TopicRecipe, optional
        The recipe that edited ``table``. Its names take precedence over labels; a merged topic is
        fragile if one of its parts is (unless ``stability`` was made with the recipe and judged
        the whole); the parts of a split inherit the flag.

    Returns
    -------
    DataFrame
        Shares: the same table with named columns; names of fragile topics end in " †". Long tables:
        a further column ``fragile``, and the mark in ``label`` where there is one.

    Raises
    ------
    InputError
        When the table has no topics, or topics that ``stability`` does not know.

    Examples
    --------
    >>> shares = pd.DataFrame([[0.7, 0.3]], columns=pd.RangeIndex(2, name="topic"))
    >>> judged = pd.DataFrame({"topic": [0, 1], "fragile": [False, True]})
    >>> mark_fragile(shares, judged, labels={0: "Aleppo", 1: "talks"}).columns.tolist()
    ['Aleppo', 'talks †']
    """
    check_columns("mark_fragile", stability, ["topic", "fragile"])
    flags = _flags(stability, recipe)
    names = {} if labels is None else {int(k): str(v) for k, v in dict(labels).items()}
    names |= {} if recipe is None else recipe.names
    if table.columns.name == "topic":
        _check_known(table.columns, flags)
        marked = table.copy(deep=False)
        twice = pd.Series(names).duplicated(keep=False).to_dict()
        names = {k: f"{name} ({k})" if twice[k] else name for k, name in names.items()}
        named = [_marked(names.get(int(k), f"topic {k}"), fragile=flags[k]) for k in table.columns]
        marked.columns = pd.Index(named, name="topic")
        return marked
    check_columns("mark_fragile", table, ["topic"])
    return _with_column(table, flags, names)


def _flags(stability: pd.DataFrame, recipe: TopicRecipe | None) -> dict[object, bool]:
    flags: dict[object, bool] = {
        int(k): bool(one) for k, one in zip(stability["topic"], stability["fragile"], strict=True)
    }
    for step in () if recipe is None else recipe.steps:
        if step["do"] == "merge":
            joined = {*step["topics"], step["into"]}
            if joined <= set(flags):  # otherwise the merged topic was judged as a whole
                flags[step["into"]] = any(flags[k] for k in joined)
        elif step["do"] == "split":
            flags |= dict.fromkeys(step["into"], flags[step["topic"]])
    return flags


def _marked(name: str, *, fragile: bool) -> str:
    return f"{name} {FRAGILE_MARK}" if fragile and not is_fragile(name) else name


def _with_column(
    table: pd.DataFrame, flags: dict[object, bool], names: dict[int, str]
) -> pd.DataFrame:
    marked = table.copy()
    if pd.api.types.is_numeric_dtype(table["topic"]):
        _check_known(table["topic"].drop_duplicates(), flags)
        marked["fragile"] = table["topic"].map(flags).astype(bool)
        if names:
            marked["label"] = table["topic"].map(lambda k: names.get(k, f"topic {k}"))
    else:
        marked["fragile"] = table["topic"].map(is_fragile).astype(bool)
    if "label" in marked.columns:
        pairs = zip(marked["label"], marked["fragile"], strict=True)
        marked["label"] = [_marked(str(name), fragile=fragile) for name, fragile in pairs]
    return marked


def _check_known(topics: pd.Index | pd.Series, flags: dict[object, bool]) -> None:
    unknown = [k for k in topics if k not in flags]
    if unknown:
        message = (
            f"mark_fragile: topic {unknown[0]!r} is not in the stability table, which has "
            f"{len(flags)} topics by number. Mark the table before naming its topics "
            f"(labels= names them), and pass the stability of the same model."
        )
        raise InputError(message)
