"""Recipes applied to the shares of articles and to the terms of topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit._core.progress_bars import without_progress
from toolkit.errors import InputError
from toolkit.models.lda import LDA
from toolkit.tables import check_same_articles
from toolkit.topics.inspect.relevance import TINY
from toolkit.topics.inspect.terms import topic_terms
from toolkit.topics.inspect.topic_shares import doc_topics, in_model_order
from toolkit.topics.model import model_hash
from toolkit.vectorizing.digest import matrix_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from toolkit.topics.edit.recipes import Step, TopicRecipe
    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

CHUNK = 200_000


def edit_topics(
    topics: pd.DataFrame,
    recipe: TopicRecipe,
    *,
    model: TopicModel | None = None,
    dtm: DocumentTermMatrix | None = None,
    learned_from: DocumentTermMatrix | None = None,
    use_names: bool = False,
) -> pd.DataFrame:
    """Apply a recipe to a table of topic shares.

    Parameters
    ----------
    topics : DataFrame of shape (n_articles, n_topics)
        What `doc_topics` returns; it is not changed.
    recipe : TopicRecipe
        The steps to apply.
    model : LDA or NMF, optional
        The model of ``topics``; needed for splits, and where the table no longer names it.
    dtm : DocumentTermMatrix, optional
        The articles of ``topics``; needed for splits.
    learned_from : DocumentTermMatrix, optional
        The matrix of the splits, where ``dtm`` holds other articles (new months).
    use_names : bool
        Label the columns by the names in the recipe; the others by number.

    Returns
    -------
    DataFrame
        The topics left, under their old numbers; parts of a split under new ones. Merged shares are
        summed, and shares of a split topic divided among its parts. After a drop, rows sum to less
        than 1, because the denominator is still the whole article.

    Raises
    ------
    InputError
        When the recipe is for another model, the columns are not the model's topics, two topics
        would have one name, or the model or matrix of a split is missing or a different one.
    """
    made_by = topics.attrs.get("model") if model is None else model_hash(model)
    if made_by is None:
        message = (
            "edit_topics: the table does not say which model it is from. Pass model=, so that the "
            "recipe is not applied to another model's topics."
        )
        raise InputError(message)
    if made_by == recipe.model and not pd.api.types.is_integer_dtype(topics.columns):
        raise _named_before(topics)
    numbers = pd.RangeIndex(recipe.n_topics)
    if made_by != recipe.model or not topics.columns.sort_values().equals(numbers):
        raise _of_another(recipe, made_by, topics.shape[1])
    topics = in_model_order("edit_topics", topics, recipe.n_topics)
    splitter = _splitter(
        "edit_topics", recipe, model, dtm if learned_from is None else learned_from
    )
    edited = topics.copy(deep=False)  # columns are replaced, never changed
    for step in recipe.steps:
        if step["do"] == "merge":
            merged = sorted({*step["topics"], step["into"]})
            edited[step["into"]] = edited[merged].sum(axis=1, skipna=False)
            edited = edited.drop(columns=[k for k in merged if k != step["into"]])
        elif step["do"] == "split":
            parts = splitter.shares(step, topics, dtm)
            for number, share in zip(step["into"], parts.T, strict=True):
                edited[number] = edited[step["topic"]] * share
            edited = edited.drop(columns=step["topic"])
        elif step["do"] == "drop":
            edited = edited.drop(columns=step["topic"])
    edited = edited[list(recipe.kept)]
    edited.columns.name = "topic"
    if use_names:
        names = recipe.names
        _check_unique(names)
        edited.columns = pd.Index([names.get(k, str(k)) for k in recipe.kept], name="topic")
    return edited


def _named_before(topics: pd.DataFrame) -> InputError:
    message = (
        f"edit_topics: the topics have names ({topics.columns[0]!r}), and a recipe knows them by "
        f"number. Edit what doc_topics returns, and name or mark topics afterwards: "
        f"mark_fragile(edited, stability, recipe=recipe)."
    )
    return InputError(message)


def edited_terms(
    model: TopicModel,
    recipe: TopicRecipe,
    *,
    dtm: DocumentTermMatrix | None = None,
    n_terms: int = 10,
) -> pd.DataFrame:
    """List the leading terms of the topics that a recipe leaves.

    Parameters
    ----------
    model : LDA or NMF
        The recipe's model.
    recipe : TopicRecipe
        The recipe to apply.
    dtm : DocumentTermMatrix, optional
        The matrix of the splits; needed if there are any.
    n_terms : int
        Terms per topic.

    Returns
    -------
    DataFrame
        Columns as `toolkit.tables.TOPIC_TERMS`, ranked by relevance, with the recipe's numbers. A
        merged topic has the summed weights of its parts; lift and relevance compare with the topics
        left.

    Raises
    ------
    InputError
        As `edit_topics`.
    """
    if model_hash(model) != recipe.model:
        raise _of_another(recipe, model_hash(model), len(model.topic_term_))
    splitter = _splitter("edited_terms", recipe, model, dtm)
    weights = dict(enumerate(np.asarray(model.components_, dtype=np.float64)))
    for step in recipe.steps:
        if step["do"] == "merge":
            merged = {*step["topics"], step["into"]}
            weights[step["into"]] = np.sum([weights[k] for k in sorted(merged)], axis=0)
        elif step["do"] == "split":
            parts = np.asarray(splitter.model_of(step).components_, dtype=np.float64)
            weights |= dict(zip(step["into"], parts, strict=True))
    kept = np.array([weights[k] for k in recipe.kept])
    phi = kept / kept.sum(axis=1, keepdims=True)
    table = topic_terms(_Edited(kept, phi, np.asarray(model.terms_)), n_terms=n_terms)
    return table.assign(topic=np.asarray(recipe.kept)[table["topic"]])


@dataclass
class _Edited:
    """What `topic_terms` needs of a model."""

    components_: NDArray[np.float64]
    topic_term_: NDArray[np.float64]
    terms_: NDArray[np.str_]

    def transform(self, X: object) -> NDArray[np.float64]:
        raise NotImplementedError


class _Splitter:
    """Learns the parts of split topics, each once."""

    def __init__(self, recipe: TopicRecipe, model: TopicModel, dtm: DocumentTermMatrix) -> None:
        self.model, self.dtm = model, dtm
        self.members = _members(recipe)
        self._learned: dict[int, LDA] = {}
        self._topics: pd.DataFrame | None = None

    def shares(
        self, step: Step, topics: pd.DataFrame, dtm: DocumentTermMatrix | None
    ) -> NDArray[np.float64]:
        """Return how each article's share of the topic is divided; rows sum to 1."""
        matrix = self.dtm if dtm is None else dtm
        check_same_articles("edit_topics", topics.index, matrix.article_id, name="dtm")
        rows = matrix.article_id.get_indexer(topics.index)
        own = self._own_words(step, topics, matrix.counts[rows])
        return np.asarray(self.model_of(step).transform(own), dtype=np.float64)

    def model_of(self, step: Step) -> LDA:
        """Return the model of the topics within the topic."""
        if step["topic"] not in self._learned:
            if self._topics is None:
                self._topics = doc_topics(self.model, self.dtm)
            own = self._own_words(step, self._topics, self.dtm.counts)
            parts = LDA(n_topics=len(step["into"]), random_state=step["seed"])
            with without_progress():  # a small fit within a larger step
                self._learned[step["topic"]] = parts.fit(own)
        return self._learned[step["topic"]]

    def _own_words(
        self, step: Step, topics: pd.DataFrame, counts: sparse.csr_matrix
    ) -> sparse.csr_matrix:
        """Return how often each article uses each term for this topic, rounded.

        A use of term w in article d belongs to topic k with probability theta_dk phi_kw, divided by
        the sum of that over all topics.
        """
        phi = np.asarray(self.model.topic_term_, dtype=np.float64).T.copy()
        theta, own = topics.fillna(0.0).to_numpy(), sorted(self.members[step["topic"]])
        entries = counts.tocoo()
        uses = np.zeros(entries.nnz)
        for start in range(0, entries.nnz, CHUNK):
            part = slice(start, start + CHUNK)
            joint = theta[entries.row[part]] * phi[entries.col[part]]
            chance = joint[:, own].sum(axis=1) / np.maximum(joint.sum(axis=1), TINY)
            uses[part] = np.rint(entries.data[part] * chance)
        found = sparse.csr_matrix((uses, (entries.row, entries.col)), shape=counts.shape)
        found.eliminate_zeros()
        return found


class _NoSplits:
    """Takes the place of `_Splitter` where a recipe has no split."""

    def shares(self, *_: Any) -> NDArray[np.float64]:
        raise NotImplementedError

    def model_of(self, step: Step) -> LDA:
        raise NotImplementedError


def _splitter(
    function: str,
    recipe: TopicRecipe,
    model: TopicModel | None,
    dtm: DocumentTermMatrix | None,
) -> _Splitter | _NoSplits:
    """Check that the model and matrix of the splits are given."""
    splits = [step for step in recipe.steps if step["do"] == "split"]
    if not splits:
        return _NoSplits()
    if model is None or dtm is None:
        message = (
            f"{function}: the recipe splits topic {splits[0]['topic']} by its words. Pass model= "
            f"and dtm=, the matrix that the split was made on."
        )
        raise InputError(message)
    given = matrix_hash(dtm)
    for step in splits:
        if step["learned_from"] != given:
            message = (
                f"{function}: topic {step['topic']} was split on a matrix with hash "
                f"{step['learned_from'][:12]}…, this one has {given[:12]}…: its parts would "
                f"differ. For new articles also pass learned_from=, the matrix of the split."
            )
            raise InputError(message)
    return _Splitter(recipe, model, dtm)


def _members(recipe: TopicRecipe) -> dict[int, set[int]]:
    """Return which of the model's topics each topic to split contains at that step."""
    members = {k: {k} for k in range(recipe.n_topics)}
    of_split: dict[int, set[int]] = {}
    for step in recipe.steps:
        if step["do"] == "merge":
            joined: Iterable[int] = {*step["topics"], step["into"]}
            members[step["into"]] = set().union(*(members.get(k, set()) for k in joined))
        elif step["do"] == "split":
            of_split[step["topic"]] = members[step["topic"]]
    return of_split


def _of_another(recipe: TopicRecipe, made_by: str, n_topics: int) -> InputError:
    message = (
        f"edit_topics: the recipe is for a model of {recipe.n_topics} topics with hash "
        f"{recipe.model[:12]}…, the table of {n_topics} columns for {made_by[:12]}…. "
        f"The same number would be another topic. Find the topics again with rebase_topics, "
        f"or name them anew: a report without a recipe writes one to edit."
    )
    return InputError(message)


def _check_unique(names: dict[int, str]) -> None:
    seen: dict[str, int] = {}
    for topic, name in names.items():
        if name in seen:
            message = (
                f"edit_topics: topics {seen[name]} and {topic} are both named {name!r}. "
                f"Merge them, or give one another name."
            )
            raise InputError(message)
        seen[name] = topic
