"""The columns that cleaning reads and fills, and its ledger rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.cleaning.characters import CHARACTER_STEPS, clean_characters, describe_changes
from toolkit.cleaning.lines import Known, take_lines
from toolkit.reading.ledger import COLUMNS as LEDGER_COLUMNS
from toolkit.reading.ledger import Ledger, with_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cleaning.lines import Piece

LINE_STEPS = (
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
OPTIONAL_STEPS = ("hyphens", "recurring")
"""Cleaning steps that run only on request."""

CLEANING_RULES = frozenset({*CHARACTER_STEPS, *LINE_STEPS, *OPTIONAL_STEPS})
LISTS = ("captions", "summary", "notes", "quality")
TEXTS = ("place", "byline", "agency", "language")


class Columns:
    """The columns that cleaning reads and fills, as lists with one value per article.

    The given table is not modified; lists are copied before they are extended.
    """

    def __init__(self, articles: pd.DataFrame) -> None:
        self.articles = articles
        self.ids = [str(article) for article in articles.index]
        self.bodies = texts_of(articles, "body")
        self.titles = texts_of(articles, "title")
        self.sources = texts_of(articles, "source")
        self.files = texts_of(articles, "file")
        self.file_lines = articles["line"].tolist() if "line" in articles else [0] * len(articles)
        self.texts = {name: texts_of(articles, name) for name in TEXTS}
        self.lists = {name: _lists_of(articles, name) for name in LISTS}
        self.cleaned = [""] * len(articles)
        self.rows: list[dict[str, Any]] = []

    def clean(self, at: int, body: str, steps: frozenset[str]) -> None:
        """Clean article number ``at``; ``body`` is its body after the corpus-wide steps."""
        known = Known(self.titles[at], self.texts["byline"][at], self.sources[at])
        text = clean_characters(body, steps)
        if text != body:
            self._note_characters(at, body, steps)
        self.cleaned[at], pieces = take_lines(text, known, steps)
        for piece in pieces:
            self._fill(at, piece)
            action = "moved" if piece.field else "dropped"
            reason = f"{piece.reason}; line {piece.line} of the body"
            self.note(at, action, piece.step, piece.text, field=piece.field, reason=reason)

    def _note_characters(self, at: int, body: str, steps: frozenset[str]) -> None:
        for change in describe_changes(body, steps):
            action = "dropped" if change.step == "invisible" else "normalized"
            self.note(at, action, change.step, change.text, reason=change.reason)

    def _fill(self, at: int, piece: Piece) -> None:
        if piece.field in self.lists:
            if piece.value not in self.lists[piece.field][at]:
                self.lists[piece.field][at].append(piece.value)
        elif piece.field and not self.texts[piece.field][at]:
            self.texts[piece.field][at] = piece.value
        if piece.agency and not self.texts["agency"][at]:
            self.texts["agency"][at] = piece.agency

    def flag(self, at: int, mark: str, reason: str) -> None:
        """Add a mark to article ``at`` in ``quality`` and in the ledger, once."""
        if mark not in self.lists["quality"][at]:
            self.lists["quality"][at].append(mark)
            self.note(at, "flagged", mark, "", field="quality", reason=reason)

    def note(
        self, at: int, action: str, rule: str, text: str, *, field: str = "", reason: str = ""
    ) -> None:
        """Add a ledger row; n_characters is 0 because the reader has already counted the body."""
        self.rows.append(
            {
                "article_id": self.ids[at],
                "file": self.files[at],
                "line": int(self.file_lines[at]),
                "action": action,
                "field": field,
                "rule": rule,
                "text": text,
                "reason": reason,
            }
        )

    def table(self) -> pd.DataFrame:
        """Return the articles with ``text`` and the filled columns."""
        result = self.articles.copy()
        for name, texts in self.texts.items():
            filled = pd.Series(texts, index=result.index, dtype="str")
            grouped = name in self.articles and self.articles[name].dtype == "category"
            result[name] = filled.astype("category") if grouped else filled
        for name, lists in self.lists.items():
            result[name] = pd.Series(lists, index=result.index, dtype="object")
        result["text"] = pd.Series(self.cleaned, index=result.index, dtype="str")
        held = result.attrs.get("ledger")
        if held:
            result.attrs["ledger"] = Ledger(row for row in held if not _from_cleaning(row))
        return with_ledger(result, self.rows)


def _from_cleaning(row: Sequence[Any]) -> bool:
    """Return whether a ledger row is from an earlier cleaning, which this one replaces."""
    fields = dict(zip(LEDGER_COLUMNS, row, strict=True))
    return (
        fields["rule"] in CLEANING_RULES
        and fields["n_characters"] == 0
        and fields["action"] in ("moved", "dropped", "normalized")
    )


def texts_of(articles: pd.DataFrame, name: str) -> list[str]:
    """Return a column as strings, with '' for missing values or a missing column."""
    if name not in articles:
        return [""] * len(articles)
    missing = articles[name].isna()
    return ["" if gone else str(value) for value, gone in zip(articles[name], missing, strict=True)]


def _lists_of(articles: pd.DataFrame, name: str) -> list[list[str]]:
    if name not in articles:
        return [[] for _ in range(len(articles))]
    # Parquet returns lists as arrays.
    return [
        [] if isinstance(value, float) or value is None else list(value) for value in articles[name]
    ]
