"""The articles table: body -> text, with a row in the ledger for everything taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.cleaning.characters import CHARACTER_STEPS
from toolkit.cleaning.lines import Known, Piece, clean_body
from toolkit.errors import InputError, check_option
from toolkit.progress import progress as show_progress
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_STEPS = (
    *CHARACTER_STEPS,
    "headline",
    "updated",
    "byline",
    "highlights",
    "bullets",
    "captions",
    "video",
    "links",
    "newsletter",
    "advertisement",
    "copyright",
    "credits",
    "corrections",
    "dateline",
)
"""The cleaning steps that run unless others are named. None of them deletes a sentence."""

OPTIONAL_STEPS = ("hyphens", "recurring")
"""Cleaning steps that run only when they are named."""

_LISTS = ("captions", "summary", "notes", "quality")
_TEXTS = ("place", "byline", "agency")


def clean_articles(
    articles: pd.DataFrame, *, steps: Iterable[str] = DEFAULT_STEPS, progress: bool = True
) -> pd.DataFrame:
    """Add the column ``text``: the story without captions, links, notices and page furniture.

    Parameters
    ----------
    articles : DataFrame
        One row per article, with the column ``body``.
    steps : iterable of str
        Names of the steps to run, from `DEFAULT_STEPS` and `OPTIONAL_STEPS`. To leave one out:
        ``steps=[step for step in tt.DEFAULT_STEPS if step != "bullets"]``.
    progress : bool
        Show a progress bar when this takes longer than two seconds.

    Returns
    -------
    DataFrame
        A new table with the column ``text``, what was moved in ``captions``, ``summary``,
        ``notes``, ``byline``, ``place`` and ``agency``, and one more row in the ledger for each
        piece that was moved, dropped or changed. ``body`` stays as received.

    Raises
    ------
    InputError
        For an unknown step, or a table without ``body``.

    Examples
    --------
    >>> import pandas as pd
    >>> body = "ANKARA: Four leaders will meet in Istanbul on Saturday.\\n\\nRead also: More news"
    >>> articles = pd.DataFrame({"title": ["Summit"], "body": [body]}, index=["a"])
    >>> clean = clean_articles(articles)
    >>> clean.loc["a", ["text", "place"]].tolist()
    ['Four leaders will meet in Istanbul on Saturday.', 'Ankara']
    """
    chosen = check_steps("clean_articles", steps)
    check_columns("clean_articles", articles, ["body"])
    columns = _Columns(articles)
    rows: list[dict[str, Any]] = []
    order = range(len(articles))
    for at in show_progress(order, label="Cleaning articles", show=progress):
        rows += columns.clean(at, chosen)
    return columns.table(rows)


def check_steps(function: str, steps: Iterable[str]) -> frozenset[str]:
    """Return the steps as a set, or raise `InputError` for a name that is no step."""
    if isinstance(steps, str):
        message = f"{function}: steps must be a list of step names; got the string {steps!r}. Write steps=[{steps!r}]."
        raise InputError(message)
    chosen = list(steps)
    for step in chosen:
        check_option(function, "steps", step, (*DEFAULT_STEPS, *OPTIONAL_STEPS))
    return frozenset(chosen)


class _Columns:
    """The columns that cleaning reads and fills, as lists of one value per article."""

    def __init__(self, articles: pd.DataFrame) -> None:
        self.articles = articles
        self.ids = [str(article) for article in articles.index]
        self.bodies = _texts(articles, "body")
        self.titles = _texts(articles, "title")
        self.sources = _texts(articles, "source")
        self.files = _texts(articles, "file")
        self.rows_in_file = list(articles["line"]) if "line" in articles else [0] * len(articles)
        self.texts = {name: _texts(articles, name) for name in _TEXTS}
        self.lists = {name: _lists(articles, name) for name in _LISTS}
        self.cleaned: list[str] = []

    def clean(self, at: int, steps: frozenset[str]) -> list[dict[str, Any]]:
        body = self.bodies[at]
        known = Known(self.titles[at], self.texts["byline"][at], self.sources[at])
        text, pieces = clean_body(body, known, steps)
        self.cleaned.append(text)
        for piece in pieces:
            self._fill(at, piece)
        return [self._row(at, piece) for piece in pieces]

    def _fill(self, at: int, piece: Piece) -> None:
        if piece.field in self.lists and piece.value:
            self.lists[piece.field][at].append(piece.value)
        elif piece.field in self.texts and not self.texts[piece.field][at]:
            self.texts[piece.field][at] = piece.value
        if piece.agency and not self.texts["agency"][at]:
            self.texts["agency"][at] = piece.agency

    def _row(self, at: int, piece: Piece) -> dict[str, Any]:
        return {
            "article_id": self.ids[at],
            "file": self.files[at],
            "line": int(self.rows_in_file[at]),
            "start": -1,
            "end": -1,
            "action": "moved" if piece.field else "dropped",
            "field": piece.field,
            "rule": piece.step,
            "text": piece.text,
            "reason": f"{piece.reason}; line {piece.line} of the body",
        }

    def table(self, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
        result = self.articles.copy()
        index = result.index
        for name, texts in self.texts.items():
            result[name] = pd.Series(texts, index=index, dtype="str")
        for name, lists in self.lists.items():
            result[name] = pd.Series(lists, index=index, dtype="object")
        result["text"] = pd.Series(self.cleaned, index=index, dtype="str")
        return result


def _texts(articles: pd.DataFrame, name: str) -> list[str]:
    if name not in articles:
        return [""] * len(articles)
    return ["" if value is None or value != value else str(value) for value in articles[name]]


def _lists(articles: pd.DataFrame, name: str) -> list[list[str]]:
    if name not in articles:
        return [[] for _ in range(len(articles))]
    return [list(value) if isinstance(value, list | tuple) else [] for value in articles[name]]
