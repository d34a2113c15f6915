"""The columns that cleaning reads and fills, and its ledger rows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.cleaning.characters import CHARACTER_STEPS, clean_characters, describe_changes
from toolkit.cleaning.lines import Known, take_lines
from toolkit.reading.half_characters import has_half_characters
from toolkit.reading.ledgers import COLUMNS as LEDGER_COLUMNS
from toolkit.reading.ledgers import Ledger, with_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
PARTS = ("body", "title", "both", "none")
"""What the text of an article is made of."""

LISTS = ("captions", "summary", "notes", "quality")
TEXTS = ("place", "byline", "agency", "language")

_HALVES = re.compile("[\ud800-\udfff]")


class Columns:
    """The columns that cleaning reads and fills, as lists with one value per article.

    The given table is not modified; lists are copied before they are extended.
    """

    def __init__(self, articles: pd.DataFrame, text: str = "body") -> None:
        self.articles = articles
        self.ids = [str(article) for article in articles.index]
        self.titles = texts_of(articles, "title")
        stories = texts_of(articles, "body")
        self.text = text
        self.parts = [_part(text, *both) for both in zip(self.titles, stories, strict=True)]
        self.bodies = [
            title if part == "title" else story
            for part, title, story in zip(self.parts, self.titles, stories, strict=True)
        ]
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
        if self.parts[at] == "title":  # a headline has no lines that are not its own
            self.cleaned[at] = text.strip()
            return
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

    def _texts(self) -> list[str]:
        """Return the cleaned texts, with the headline above the story where both are counted."""
        parts = zip(self.parts, self.titles, self.cleaned, strict=True)
        texts = [
            f"{title.strip()}\n\n{text}".strip() if part == "both" else text
            for part, title, text in parts
        ]
        return [self._whole(at, text) for at, text in enumerate(texts)]

    def _whole(self, at: int, text: str) -> str:
        """Return a text without halves of characters, which no file or table can hold."""
        if text.isascii() or not has_half_characters(text):
            return text
        whole, n = _HALVES.subn("\ufffd", text)
        if n:
            reason = f"{n} half characters were replaced"
            self.note(at, "normalized", "half_character", "\ufffd", reason=reason)
        return whole

    def note_parts(self, counts: Mapping[str, int]) -> None:
        """Add to the ledger how many texts of all are headlines, or hold them, or are empty."""
        shown = {
            "title": "the text is the headline",
            "both": "the text is headline and story",
            "none": "there is nothing to count",
        }
        row = {"action": "flagged", "rule": "text_source", "field": "text"}
        for part, what in shown.items():
            if counts.get(part):
                n = f"{counts[part]:,} of {sum(counts.values()):,} articles"
                self.rows.append(row | {"reason": f"{what} in {n} (text={self.text!r})"})

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
        """Return the articles with ``text``, the filled columns and the ledger."""
        result = self.filled()
        self.note_parts(Counter(self.parts))
        held = result.attrs.get("ledger")
        if held:
            result.attrs["ledger"] = Ledger(row for row in held if not from_cleaning(row))
        return with_ledger(result, self.rows)

    def filled(self) -> pd.DataFrame:
        """Return the articles with ``text`` and the filled columns."""
        result = self.articles.copy()
        for name, texts in self.texts.items():
            filled = pd.Series(texts, index=result.index, dtype="str")
            grouped = name in self.articles and self.articles[name].dtype == "category"
            result[name] = filled.astype("category") if grouped else filled
        for name, lists in self.lists.items():
            result[name] = pd.Series(lists, index=result.index, dtype="object")
        result["text"] = pd.Series(self._texts(), index=result.index, dtype="str")
        result.attrs["text"] = text_counts(self.text, Counter(self.parts))
        return result


def text_counts(text: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return ``attrs["text"]``: what the texts are made of, and how many of each."""
    return {"from": text} | {part: counts.get(part, 0) for part in PARTS}


def _part(text: str, title: str, story: str) -> str:
    """Return what the text of an article is made of; see `PARTS`."""
    has_title, has_story = not _is_blank(title), not _is_blank(story)
    if text == "both" and has_title and has_story:
        return "both"
    if has_story and text != "title":
        return "body"
    return "title" if has_title and text != "body" else "none"


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def from_cleaning(row: Sequence[Any]) -> bool:
    """Return whether a ledger row is from an earlier cleaning, which this one replaces."""
    fields = dict(zip(LEDGER_COLUMNS, row, strict=True))
    return fields["rule"] == "text_source" or (
        fields["rule"] in CLEANING_RULES
        and fields["n_characters"] == 0
        and fields["action"] in ("moved", "dropped", "normalized")
    )


def texts_of(articles: pd.DataFrame, name: str) -> list[str]:
    """Return a column as strings, with '' for missing values or a missing column."""
    if name not in articles:
        return [""] * len(articles)
    values = articles[name].to_numpy(dtype=object)
    missing = articles[name].isna().to_numpy()
    return ["" if gone else str(value) for value, gone in zip(values, missing, strict=True)]


def _lists_of(articles: pd.DataFrame, name: str) -> list[list[str]]:
    if name not in articles:
        return [[] for _ in range(len(articles))]
    # Parquet returns lists as arrays.
    return [
        [] if isinstance(value, float) or value is None else list(value) for value in articles[name]
    ]
