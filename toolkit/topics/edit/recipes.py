"""A recipe for topics: steps that can be read, replayed and undone.

The model never changes, and topics keep their numbers. A recipe is bound to its model by a hash of
the vocabulary and the topics, because in another model its numbers mean other topics.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.argument_errors import explain_methods
from toolkit._core.atomic import write_text
from toolkit._core.readable import read_problem
from toolkit.errors import InputError, check_option, shorten
from toolkit.tables.display import Summarized, Summary
from toolkit.topics.model import model_hash
from toolkit.vectorizing.digest import matrix_hash

if TYPE_CHECKING:
    import os

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

FORMAT = 2
"""2: with splits. A recipe of format 1 is one of format 2 without splits."""
MOST_PARTS = 10
FIELDS: dict[str, dict[str, type]] = {
    "merge": {"topics": list, "into": int},
    "split": {"topic": int, "into": list, "seed": int, "learned_from": str},
    "drop": {"topic": int},
    "name": {"topic": int, "text": str},
    "note": {"topic": int, "text": str},
}
Step = dict[str, Any]


@explain_methods("merge", "split", "drop", "name", "note", "save")
@dataclass(frozen=True)
class TopicRecipe(Summarized):
    """Steps that merge, split, drop, name and annotate the topics of one model.

    Every method returns a new recipe and leaves the old one unchanged.

    Parameters
    ----------
    model : str
        Hash of the model to which the topic numbers belong.
    n_topics : int
        Its number of topics.
    steps : tuple of dict
        The steps, in order.

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
        kept, unused = set(range(self.n_topics)), self.n_topics
        parts: set[int] = set()
        for place, step in enumerate(self.steps, start=1):
            _check_form(step, place)
            named = set(step["topics"]) | {step["into"]} if "topics" in step else {step["topic"]}
            gone = sorted(named - kept)
            if gone:
                message = (
                    f"TopicRecipe: step {place} ({step['do']}) names topic {gone[0]}, which does "
                    f"not exist. Topics left at that step: {', '.join(map(str, sorted(kept)))}."
                )
                raise InputError(message)
            if step["do"] == "split":
                _check_split(step, place, unused, parts)
                parts |= set(step["into"])
                unused += len(step["into"])
            elif step["do"] == "merge" and named & parts:
                parts |= {step["into"]}
            kept = (kept - _removed(step)) | _added(step)

    def merge(self, topics: list[int], *, into: int) -> TopicRecipe:
        """Add the shares of ``topics`` to topic ``into``, and remove the others."""
        return self._with(do="merge", topics=sorted({int(k) for k in topics}), into=int(into))

    def split(
        self, topic: int, dtm: DocumentTermMatrix, *, n_parts: int = 2, seed: int = 0
    ) -> TopicRecipe:
        """Split a topic by the words assigned to it in ``dtm``; the parts get new numbers.

        The parts are learned when the recipe is applied, by an `LDA` with ``n_parts`` topics on
        the topic's own words: the same matrix and seed give the same parts. `edited_terms` lists
        their terms.
        """
        first = self.n_topics + sum(len(_added(step)) for step in self.steps)
        into = list(range(first, first + int(n_parts)))
        learned_from = matrix_hash(dtm)
        return self._with(
            do="split", topic=int(topic), into=into, seed=int(seed), learned_from=learned_from
        )

    def drop(self, topic: int) -> TopicRecipe:
        """Remove a topic; the other shares stay, so rows then sum to less than 1."""
        return self._with(do="drop", topic=int(topic))

    def name(self, topic: int, text: str) -> TopicRecipe:
        """Name a topic; the last name counts."""
        return self._with(do="name", topic=int(topic), text=text)

    def note(self, topic: int, text: str) -> TopicRecipe:
        """Add a note to a topic."""
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
        """Return the topics left, by their old numbers; parts of a split by their new ones."""
        gone = {k for step in self.steps for k in _removed(step)}
        new = {k for step in self.steps for k in _added(step)}
        return tuple(sorted((set(range(self.n_topics)) | new) - gone))

    @property
    def names(self) -> dict[int, str]:
        """Return the names of the topics left."""
        given = {one["topic"]: one["text"] for one in self.steps if one["do"] == "name"}
        return {k: given[k] for k in self.kept if k in given}

    @property
    def notes(self) -> dict[int, list[str]]:
        """Return the notes by topic, in order."""
        noted: dict[int, list[str]] = {}
        for step in self.steps:
            if step["do"] == "note":
                noted.setdefault(step["topic"], []).append(step["text"])
        return noted

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the recipe as TOML, atomically; `read_recipe` reads it."""
        return write_text(path, self.text())

    def text(self) -> str:
        """Return the recipe as the TOML that `save` writes."""
        head = [f"format = {FORMAT}", f'model = "{self.model}"', f"n_topics = {self.n_topics}"]
        blocks = [_toml(step) for step in self.steps]
        return "\n\n".join(["\n".join(head), *blocks]) + "\n"

    def _with(self, **step: Any) -> TopicRecipe:
        return replace(self, steps=(*self.steps, step))


def topic_recipe(model: TopicModel) -> TopicRecipe:
    """Begin an empty recipe for a model.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.

    Returns
    -------
    TopicRecipe
        Add steps to it: ``topic_recipe(lda).merge([3, 7], into=3).name(3, "Aleppo")``.
    """
    return TopicRecipe(model_hash(model), len(model.topic_term_))


def read_recipe(path: str | os.PathLike[str]) -> TopicRecipe:
    """Read a recipe that `TopicRecipe.save` wrote, edited by hand or not.

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
    problem = read_problem(path)
    if problem:
        message = f"read_recipe: cannot read {name}: {problem}."
        raise InputError(message)
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
    if not 1 <= int(str(format_)) <= FORMAT:
        message = f"read_recipe: {name} has format {format_}; this version reads 1 to {FORMAT}."
        raise InputError(message)
    return TopicRecipe(str(model), int(str(n_topics)), tuple(steps))


def _added(step: Step) -> set[int]:
    return set(step["into"]) if step["do"] == "split" else set()


def _removed(step: Step) -> set[int]:
    if step["do"] in {"drop", "split"}:
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


def _check_split(step: Step, place: int, unused: int, parts: set[int]) -> None:
    n_parts = len(step["into"])
    if step["topic"] in parts:
        message = (
            f"TopicRecipe: step {place} splits topic {step['topic']}, which holds a part of a "
            f"split. Split the whole topic into more parts at once."
        )
    elif not 2 <= n_parts <= MOST_PARTS:
        message = (
            f"TopicRecipe: step {place} splits into {n_parts} parts; allowed are 2 to {MOST_PARTS}."
        )
    elif step["into"] != list(range(unused, unused + n_parts)):
        message = (
            f"TopicRecipe: the parts of step {place} must have the next numbers, from {unused}; "
            f"got {step['into']}. A topic number is never used twice."
        )
    else:
        return
    raise InputError(message)


def _toml(step: Step) -> str:
    """Return one step as TOML; JSON strings are TOML strings, except for DEL."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in step.items()]
    return "\n".join(["[[step]]", *lines]).replace("\x7f", "\\u007f")
