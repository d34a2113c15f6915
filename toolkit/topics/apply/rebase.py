"""What a refit changes: each topic, its share and its name under the old and new model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError
from toolkit.tables.display import Summarized, Summary
from toolkit.topics.edit.recipes import TopicRecipe, topic_recipe
from toolkit.topics.inspect.terms import topic_terms
from toolkit.topics.inspect.topic_shares import doc_topics
from toolkit.topics.model import model_hash
from toolkit.topics.stability.alignment import KINDS, align_topics
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    from toolkit.tokenizing import Tokens
    from toolkit.topics.model import TopicModel

N_TERMS = 10


@dataclass(frozen=True)
class Rebase(Summarized):
    """The topics of an old model and their counterparts in a new one.

    Parameters
    ----------
    table : DataFrame
        One row per row of `align_topics`: ``topic_a`` (old; missing for a birth), ``topic_b``
        (new; missing for a death), ``kind``, ``affinity``; ``name`` (of the old topic, from the
        recipe, '' without one); ``share_a``, ``share_b`` (mean share of the same articles under
        either model, 0 to 1; missing without them); ``correlation`` (of the articles' shares
        under both, -1 to 1); ``kept``, ``gone``, ``new`` (leading terms of both, of the old
        model only, of the new one only; "; "-joined).
    recipe : TopicRecipe
        For the new model: names and notes of the topics that match, except the names of merged
        topics. Merges, splits and drops are not carried over: they were decided on other topics.
    sentence : str
        How many topics match, and what became of the others.
    """

    table: pd.DataFrame = field(repr=False)
    recipe: TopicRecipe
    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        columns = ["topic_a", "topic_b", "kind", "affinity", "name", "kept"]
        facts = (("pairs", len(self.table)), ("left in the recipe", len(self.recipe.kept)))
        title = "What became of the topics"
        return Summary(title, facts, rows=self.table[columns], note=self.sentence)


def rebase_topics(
    old: TopicModel,
    new: TopicModel,
    *,
    tokens: Tokens | None = None,
    recipe: TopicRecipe | None = None,
    same: float | None = None,
) -> Rebase:
    """Report what a refit does to topics, shares and names, before the new model is used.

    Parameters
    ----------
    old, new : LDA or NMF
        Two fitted models: the old one and its replacement.
    tokens : Tokens, optional
        Articles to describe with both models, best those of the time that both cover. They show how
        far a series of shares jumps when the model changes.
    recipe : TopicRecipe, optional
        The old model's recipe; its names and notes go to the topics that match.
    same : float, optional
        As in `align_topics`.

    Returns
    -------
    Rebase
        Its ``.table``, ``.recipe`` and ``.sentence``.

    Raises
    ------
    InputError
        When the recipe is not the old model's, or the models have no term in common.
    """
    if recipe is not None and recipe.model != model_hash(old):
        message = (
            f"rebase_topics: the recipe is for the model with hash {recipe.model[:12]}…, the old "
            f"model has {model_hash(old)[:12]}…. Pass the old model's own recipe."
        )
        raise InputError(message)
    table = align_topics(old, new, same=same)
    names = {} if recipe is None else recipe.names
    table.insert(4, "name", [names.get(k, "") for k in _numbers(table["topic_a"])])
    table = _with_shares(table, old, new, tokens)
    table = _with_terms(table, old, new)
    return Rebase(
        table, _carried(table, new, recipe), _sentence(table, len(old.topic_term_), tokens)
    )


def _numbers(column: pd.Series) -> list[int]:
    return [-1 if pd.isna(k) else int(k) for k in column]


def _with_shares(
    table: pd.DataFrame, old: TopicModel, new: TopicModel, tokens: Tokens | None
) -> pd.DataFrame:
    pairs = list(zip(_numbers(table["topic_a"]), _numbers(table["topic_b"]), strict=True))
    missing = float("nan")
    if tokens is None:
        return table.assign(share_a=missing, share_b=missing, correlation=missing)
    a, b = _shares(old, tokens), _shares(new, tokens)
    both = a.notna().all(axis=1) & b.notna().all(axis=1)
    a, b = a[both], b[both]
    known = [
        a[i].corr(b[j]) if min(i, j) >= 0 and a[i].std() > 0 and b[j].std() > 0 else missing
        for i, j in pairs
    ]
    return table.assign(
        share_a=[a[i].mean() if i >= 0 else missing for i, _ in pairs],
        share_b=[b[j].mean() if j >= 0 else missing for _, j in pairs],
        correlation=known,
    )


def _shares(model: TopicModel, tokens: Tokens) -> pd.DataFrame:
    return doc_topics(model, count_terms(tokens, vocabulary=[str(one) for one in model.terms_]))


def _with_terms(table: pd.DataFrame, old: TopicModel, new: TopicModel) -> pd.DataFrame:
    of_old, of_new = (_leading(model) for model in (old, new))
    rows = []
    for i, j in zip(_numbers(table["topic_a"]), _numbers(table["topic_b"]), strict=True):
        a, b = of_old.get(i, []), of_new.get(j, [])
        sets = (
            [w for w in a if w in b],
            [w for w in a if w not in b],
            [w for w in b if w not in a],
        )
        rows.append(["; ".join(one) for one in sets])
    terms = pd.DataFrame(rows, columns=["kept", "gone", "new"], index=table.index)
    return table.join(terms)


def _leading(model: TopicModel) -> dict[int, list[str]]:
    listed = topic_terms(model, n_terms=N_TERMS)
    return {int(str(k)): rows["term"].tolist() for k, rows in listed.groupby("topic")}


def _carried(table: pd.DataFrame, new: TopicModel, recipe: TopicRecipe | None) -> TopicRecipe:
    carried = topic_recipe(new)
    if recipe is None:
        return carried
    merges = [step for step in recipe.steps if step["do"] == "merge"]
    edited = {k for step in merges for k in (*step["topics"], step["into"])}
    notes = recipe.notes
    matched = table[table["kind"] == "match"]
    for i, j in zip(_numbers(matched["topic_a"]), _numbers(matched["topic_b"]), strict=True):
        if i in recipe.names and i not in edited:
            carried = carried.name(j, recipe.names[i])
        for text in notes.get(i, []):
            carried = carried.note(j, text)
    return carried


def _sentence(table: pd.DataFrame, n_old: int, tokens: Tokens | None) -> str:
    counts = table["kind"].value_counts().reindex(KINDS, fill_value=0)
    text = (
        f"{counts['match']} of {n_old} topics are found again, {counts['merge']} went into "
        f"another and {counts['death']} are gone; of the new ones {counts['split']} are parts of "
        f"an old topic and {counts['birth']} are new."
    )
    matched = table[table["kind"] == "match"]
    if tokens is None or matched.empty:
        return text
    jump = (matched["share_b"] - matched["share_a"]).abs()
    worst = matched.iloc[int(jump.to_numpy().argmax())]
    return (
        f"{text} On the same {len(tokens):,} articles the share of a topic found again moves by "
        f"{100 * jump.median():.1f} points (median), most for topic {worst['topic_a']}: "
        f"from {worst['share_a']:.1%} to {worst['share_b']:.1%}. Do not join the two series."
    )
