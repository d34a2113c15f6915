"""Editing topics as a recipe: a list of steps that can be read, replayed and undone.

The model is never changed and topics keep their numbers. A recipe is bound to its model by a hash
of the vocabulary and the topics: for another model its numbers would mean other topics.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.display import Summarized, Summary
from toolkit.errors import InputError, check_option, shorten
from toolkit.writing import write_text

if TYPE_CHECKING:
    import os

    from toolkit.topics.interface import TopicModel

FORMAT = 1
FIELDS: dict[str, dict[str, type]] = {
    "merge": {"topics": list, "into": int},
    "drop": {"topic": int},
    "name": {"topic": int, "text": str},
    "note": {"topic": int, "text": str},
}
Step = dict[str, Any]


def model_hash(model: TopicModel) -> str:
    """Return the SHA-256 of a model's vocabulary and topics, 64 hexadecimal digits."""
    digest = hashlib.sha256(json.dumps([str(term) for term in model.terms_]).encode())
    digest.update(np.asarray(model.topic_term_, dtype="<f4").tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class TopicRecipe(Summarized):
    """Steps that merge, drop, name and annotate the topics of one model.

    Every method returns a new recipe; the old one stays as it was.

    Parameters
    ----------
    model : str
        Hash of the model that the numbers belong to.
    n_topics : int
        Its number of topics.
    steps : tuple of dict
        What to do, in order.

    Examples
    --------
    >>> recipe = TopicRecipe("0" * 64, 5).merge([3, 4], into=3).name(3, "Siege of the city")
    >>> recipe.kept, recipe.names
    ((0, 1, 2, 3), {3: 'Siege of the city'})
    >>> recipe.undo().undo().kept
    (0, 1, 2, 3, 4)
    """

    model: str = field(repr=False)
    n_topics: int
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        """Check every step against those before it."""
        kept = set(range(self.n_topics))
        for place, step in enumerate(self.steps, start=1):
            _check_form(step, place)
            named = set(step["topics"]) | {step["into"]} if "topics" in step else {step["topic"]}
            gone = sorted(named - kept)
            if gone:
                message = (
                    f"TopicRecipe: step {place} ({step['do']}) names topic {gone[0]}, which is not "
                    f"there. Topics left at that step: {', '.join(map(str, sorted(kept)))}."
                )
                raise InputError(message)
            kept -= _removed(step)

    def merge(self, topics: list[int], *, into: int) -> TopicRecipe:
        """Add the shares of ``topics`` to topic ``into``; the others leave the table."""
        return self._with(do="merge", topics=sorted({int(k) for k in topics}), into=int(into))

    def drop(self, topic: int) -> TopicRecipe:
        """Leave a topic out; the other shares stay, so that rows then sum to less than 1."""
        return self._with(do="drop", topic=int(topic))

    def name(self, topic: int, text: str) -> TopicRecipe:
        """Give a topic a name; the last one given counts."""
        return self._with(do="name", topic=int(topic), text=text)

    def note(self, topic: int, text: str) -> TopicRecipe:
        """Keep a remark with a topic."""
        return self._with(do="note", topic=int(topic), text=text)

    def _summary(self) -> Summary:
        rows = pd.DataFrame(
            [
                (step["do"], str(step.get("topics", step.get("topic"))), str(step.get("into", "")),
                 str(step.get("text", "")))
                for step in self.steps
            ],
            columns=["step", "topics", "into", "text"],
        )  # fmt: skip
        facts = (("topics of the model", self.n_topics), ("left", len(self.kept)))
        return Summary("Recipe for topics", facts, rows=rows)

    def undo(self) -> TopicRecipe:
        """Return the recipe without its last step."""
        if not self.steps:
            message = "TopicRecipe: there is no step to undo."
            raise InputError(message)
        return replace(self, steps=self.steps[:-1])

    @property
    def kept(self) -> tuple[int, ...]:
        """Topics that are left, by their old numbers."""
        gone = {k for step in self.steps for k in _removed(step)}
        return tuple(k for k in range(self.n_topics) if k not in gone)

    @property
    def names(self) -> dict[int, str]:
        """Names given, by topic, of those that are left."""
        given = {one["topic"]: one["text"] for one in self.steps if one["do"] == "name"}
        return {k: given[k] for k in self.kept if k in given}

    @property
    def notes(self) -> dict[int, list[str]]:
        """Remarks by topic, in the order in which they were made."""
        noted: dict[int, list[str]] = {}
        for step in self.steps:
            if step["do"] == "note":
                noted.setdefault(step["topic"], []).append(step["text"])
        return noted

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the recipe as TOML, whole or not at all; `read_recipe` reads it."""
        head = [f"format = {FORMAT}", f'model = "{self.model}"', f"n_topics = {self.n_topics}"]
        blocks = [_toml(step) for step in self.steps]
        return write_text(path, "\n\n".join(["\n".join(head), *blocks]) + "\n")

    def _with(self, **step: Any) -> TopicRecipe:
        return replace(self, steps=(*self.steps, step))


def topic_recipe(model: TopicModel) -> TopicRecipe:
    """Begin a recipe for a model, with no step yet.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.

    Returns
    -------
    TopicRecipe
        To be added to: ``topic_recipe(lda).merge([3, 7], into=3).name(3, "Aleppo")``.
    """
    return TopicRecipe(model_hash(model), len(model.topic_term_))


def read_recipe(path: str | os.PathLike[str]) -> TopicRecipe:
    """Read a recipe that `TopicRecipe.save` wrote, or a person edited.

    Parameters
    ----------
    path : path-like
        A TOML file.

    Returns
    -------
    TopicRecipe
        The recipe.

    Raises
    ------
    InputError
        When it is not TOML, not a recipe, of a newer format, or a step is wrong.
    """
    name = Path(path).name
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        message = f"read_recipe: cannot read {name}: {error}"
        raise InputError(message) from error
    format_, model, n_topics = (held.get(one) for one in ("format", "model", "n_topics"))
    steps = held.get("step", [])
    whole = all(type(one) is int for one in (format_, n_topics)) and isinstance(model, str)
    if not whole or not isinstance(steps, list):
        message = f"read_recipe: {name} is not a recipe: it needs format, model and n_topics."
        raise InputError(message)
    if format_ != FORMAT:
        message = f"read_recipe: {name} has format {format_}; this version reads {FORMAT}."
        raise InputError(message)
    return TopicRecipe(str(model), int(str(n_topics)), tuple(steps))


def edit_topics(
    topics: pd.DataFrame,
    recipe: TopicRecipe,
    *,
    model: TopicModel | None = None,
    use_names: bool = False,
) -> pd.DataFrame:
    """Apply a recipe to a table of topic shares.

    Parameters
    ----------
    topics : DataFrame of shape (n_articles, n_topics)
        What `doc_topics` gives; it is not changed.
    recipe : TopicRecipe
        What to do.
    model : LDA or NMF, optional
        The model that gave ``topics``; needed only where the table no longer remembers it.
    use_names : bool
        Call the columns by the names given, those without one by number.

    Returns
    -------
    DataFrame
        The topics that are left under their old numbers. Merged shares are summed; after a drop
        the rows sum to less than 1, for the denominator is still the whole article.

    Raises
    ------
    InputError
        When the recipe is for another model, the columns are not the model's topics, or two
        topics would have one name.
    """
    made_by = topics.attrs.get("model") if model is None else model_hash(model)
    if made_by is None:
        message = (
            "edit_topics: the table does not say which model it is from. Pass model=, so that the "
            "recipe is not applied to another model's topics."
        )
        raise InputError(message)
    if made_by != recipe.model or not topics.columns.equals(pd.RangeIndex(recipe.n_topics)):
        message = (
            f"edit_topics: the recipe is for a model of {recipe.n_topics} topics with hash "
            f"{recipe.model[:12]}…, the table of {topics.shape[1]} columns for {made_by[:12]}…. "
            f"The same number would be another topic. Find the topics again with align_topics."
        )
        raise InputError(message)
    edited = topics.copy()
    for step in recipe.steps:
        if step["do"] == "merge":
            edited[step["into"]] = edited[[*_removed(step), step["into"]]].sum(axis=1, skipna=False)
        edited = edited.drop(columns=sorted(_removed(step)))
    if use_names:
        names = recipe.names
        _check_unique(names)
        edited.columns = pd.Index([names.get(k, str(k)) for k in recipe.kept], name="topic")
    return edited


def _removed(step: Step) -> set[int]:
    if step["do"] == "drop":
        return {step["topic"]}
    return set(step["topics"]) - {step["into"]} if step["do"] == "merge" else set()


def _check_form(step: Any, place: int) -> None:
    if not isinstance(step, dict):
        message = f"TopicRecipe: step {place} must be a table; got {shorten(step)}."
        raise InputError(message)
    check_option("TopicRecipe", f"do of step {place}", step.get("do"), FIELDS)
    wanted = FIELDS[step["do"]]
    if set(step) != {"do", *wanted}:
        message = f"TopicRecipe: step {place} ({step['do']}) needs {', '.join(wanted)} and no more."
        raise InputError(message)
    for name, kind in wanted.items():
        value: Any = step[name]
        members = value if isinstance(value, list) else []
        fits = type(value) is kind and all(type(one) is int for one in members)
        if not fits or value in ([], ""):
            what = {int: "a topic number", str: "some text", list: "a list of topic numbers"}[kind]
            message = f"TopicRecipe: {name} of step {place} must be {what}; got {shorten(value)}."
            raise InputError(message)


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


def _toml(step: Step) -> str:
    """Write one step; JSON's strings are TOML's but for the delete character."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in step.items()]
    return "\n".join(["[[step]]", *lines]).replace("\x7f", "\\u007f")
