"""The columns that cleaning reads and fills, and its ledger rows."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.fixed_lists import SharedList, no_lists, shared_list, shared_lists
from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.number_words import of_total
from toolkit.cleaning.characters import CHARACTER_STEPS
from toolkit.cleaning.held_texts import HeldTexts, block_bounds, texts_of
from toolkit.reading.article_blocks import categories_of
from toolkit.reading.half_characters import HALVES
from toolkit.reading.ledgers import COLUMNS as LEDGER_COLUMNS
from toolkit.reading.ledgers import Ledger, with_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

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

_ACTION, _RULE, _N_CHARACTERS = map(LEDGER_COLUMNS.index, ("action", "rule", "n_characters"))

LISTS = ("captions", "summary", "notes", "quality")
TEXTS = ("place", "byline", "agency", "language")
_STR = pd.StringDtype(na_value=np.nan)

Row = tuple[int, str, str, str, str, str]
"""Number of the article (-1 for none), action, field, rule, text and reason."""


class Block(NamedTuple):
    """Some articles: the number of the first one, and their texts as given."""

    start: int
    titles: list[str]
    parts: list[str]
    bodies: list[str]


class Columns:
    """The columns that cleaning reads and fills.

    The given table is not modified. Of its texts no more than a block is in memory as strings, and
    of the columns that are filled what is new.
    """

    def __init__(self, articles: pd.DataFrame, text: str = "body") -> None:
        self.articles, self.text = articles, text
        self.counts: Counter[str] = Counter()
        self.cleaned = HeldTexts()
        self.texts: dict[str, dict[int, str]] = {name: {} for name in TEXTS}
        self.lists: dict[str, dict[int, list[str]]] = {name: {} for name in LISTS}
        self.languages: Sequence[str] = ()
        self.broken: list[int] = []
        """Articles that were decoded with the wrong encoding."""
        self.rows: list[Row] = []
        given = {name: articles[name].array for name in (*TEXTS, *LISTS) if name in articles}
        self._given: dict[str, Any] = given

    def blocks(self) -> Iterator[Block]:
        """Yield all articles, a block at a time."""
        for start, stop in block_bounds(self.articles, ("title", "body")):
            some = self.articles.iloc[start:stop]
            titles, stories = texts_of(some, "title"), texts_of(some, "body")
            both = list(zip(titles, stories, strict=True))
            parts = [_part(self.text, title, story) for title, story in both]
            bodies = [
                title if part == "title" else story
                for part, (title, story) in zip(parts, both, strict=True)
            ]
            yield Block(start, titles, parts, bodies)

    def bodies(self) -> Iterator[str]:
        """Yield what the text of each article is made of, with LF line ends."""
        for block in self.blocks():
            yield from line_feeds(block.bodies)

    def texts_of(self, name: str, start: int, stop: int) -> list[str]:
        """Return a column as given, of some articles."""
        return texts_of(self.articles.iloc[start:stop], name)

    def sources(self) -> list[str]:
        """Return the source of each article."""
        return texts_of(self.articles, "source")

    def fill(self, at: int, piece: Piece) -> None:
        """Put a piece that was taken out of an article where it belongs."""
        if piece.field in self.lists:
            held = self._list(piece.field, at)
            if piece.value not in held:
                held.append(piece.value)
        elif piece.field:
            self._fill_text(piece.field, at, piece.value)
        if piece.agency:
            self._fill_text("agency", at, piece.agency)

    def _fill_text(self, name: str, at: int, value: str) -> None:
        given = self._given[name][at] if name in self._given else ""
        if not self.texts[name].get(at) and (pd.isna(given) or not str(given)):
            self.texts[name][at] = value

    def _list(self, name: str, at: int) -> list[str]:
        held = self.lists[name].get(at)
        if held is None:
            given = self._given[name][at] if name in self._given else None
            held = self.lists[name][at] = _list_of(given)
        return held

    def flag(self, at: int, mark: str, reason: str) -> None:
        """Add a mark to article ``at`` in ``quality`` and in the ledger, once."""
        marks = self._list("quality", at)
        if mark not in marks:
            marks.append(mark)
            self.note(at, "flagged", mark, "", field="quality", reason=reason)

    def note(
        self, at: int, action: str, rule: str, text: str, *, field: str = "", reason: str = ""
    ) -> None:
        """Add a ledger row on an article."""
        self.rows.append((at, action, field, rule, text, reason))

    def note_parts(self, counts: Mapping[str, int]) -> None:
        """Add to the ledger how many texts of all are headlines, or hold them, or are empty."""
        shown = {
            "title": "the text is the headline",
            "both": "the text is headline and story",
            "none": "there is nothing to count",
        }
        for part, what in shown.items():
            if counts.get(part):
                n = of_total(counts[part], sum(counts.values()), "article")
                reason = f"{what} in {n} (text={self.text!r})"
                self.note(-1, "flagged", "text_source", "", field="text", reason=reason)

    def ledger_rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as the ledger has them.

        Their n_characters is 0 because the reader has already counted the body.
        """
        numbers = sorted({row[0] for row in self.rows} - {-1})
        named = [name for name in ("file", "line") if name in self.articles]
        some = self.articles[named].iloc[numbers]
        lines = some["line"].tolist() if "line" in some else [0] * len(some)
        places = zip(map(str, some.index), texts_of(some, "file"), map(int, lines), strict=True)
        where = dict(zip(numbers, places, strict=True)) | {-1: ("", "", 0)}
        return [
            (*where[at], -1, -1, action, field, rule, text, reason, 0)
            for at, action, field, rule, text, reason in self.rows
        ]

    def state(self) -> dict[str, Any]:
        """Return what cleaning the lines made, to be written as JSON."""
        by_article = {
            name: {key: list(new.items()) for key, new in getattr(self, name).items()}
            for name in ("texts", "lists")
        }
        plain = {name: getattr(self, name) for name in ("counts", "broken", "rows")}
        return {**by_article, **plain, "cleaned": list(self.cleaned)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `state` returned."""
        for name in ("texts", "lists"):
            setattr(self, name, {key: dict(new) for key, new in state[name].items()})
        self.cleaned, self.counts = HeldTexts(state["cleaned"]), Counter(state["counts"])
        self.rows, self.broken = [tuple(row) for row in state["rows"]], state["broken"]

    def table(self) -> pd.DataFrame:
        """Return the articles with ``text``, the filled columns and the ledger."""
        result = self.filled()
        self.note_parts(self.counts)
        held = result.attrs.get("ledger")
        if held:
            result.attrs["ledger"] = Ledger(row for row in held if not from_cleaning(row))
        result = with_ledger(result, self.ledger_rows())
        return_freed_memory(search=False)
        return result

    def filled(self) -> pd.DataFrame:
        """Return the articles with ``text`` and the filled columns."""
        result = self.articles.copy(deep=False)
        for name in TEXTS:
            found = self.languages if name == "language" else ()
            if self.texts[name] or any(found) or not _is_whole(result, name):
                result[name] = _filled_texts(self.articles, name, self.texts[name], found)
        for name, lists in self.lists.items():
            if lists or not _are_shared(result, name):
                result[name] = _filled_lists(self.articles, name, lists)
        result["text"] = self._whole_texts().column(result.index)
        result.attrs["text"] = text_counts(self.text, self.counts)
        return result

    def _whole_texts(self) -> HeldTexts:
        """Return the cleaned texts, with the headline above the story where both are counted."""
        texts = self.cleaned
        if self.counts["both"]:
            texts = HeldTexts()
            for start, titles, parts, _ in self.blocks():
                some = zip(
                    parts, titles, self.cleaned.slice(start, start + len(parts)), strict=True
                )
                texts.extend([_joined(*one) for one in some])
        for at, text in sorted(texts.halves.items()):  # no file or table can hold them
            reason = f"{len(HALVES.findall(text))} half characters were replaced"
            self.note(at, "normalized", "half_character", "\ufffd", reason=reason)
        return texts


def _joined(part: str, title: str, text: str) -> str:
    return f"{title.strip()}\n\n{text}".strip() if part == "both" else text


def _filled_texts(
    articles: pd.DataFrame, name: str, new: Mapping[int, str], found: Sequence[str]
) -> pd.Series[Any]:
    """Return a column of texts, with '' for what is missing, and the new ones where it is empty."""
    texts = found
    if new or not found or not _has_no_text(articles, name):
        texts = texts_of(articles, name)
        for at, value in chain(new.items(), enumerate(found)):
            texts[at] = texts[at] or value
    if name in articles and articles[name].dtype == "category":
        distinct, place_of, kind = categories_of(texts)
        codes = np.fromiter(map(place_of.__getitem__, texts), kind, len(texts))
        return pd.Series(pd.Categorical.from_codes(codes, distinct), index=articles.index)
    return pd.Series(texts, index=articles.index, dtype="str")


def _filled_lists(
    articles: pd.DataFrame, name: str, new: Mapping[int, list[str]]
) -> pd.Series[Any]:
    """Return a column of lists; those that got no more are those of the table."""
    lists = _given_lists(articles, name)
    for at, value in new.items():
        lists[at] = shared_list(value)
    return pd.Series(lists, index=articles.index, dtype="object", copy=False)


def _has_no_text(articles: pd.DataFrame, name: str) -> bool:
    return name not in articles or all(
        pd.isna(text) or text == "" for text in articles[name].unique()
    )


def _is_whole(articles: pd.DataFrame, name: str) -> bool:
    """Say whether a column of texts is there, of the usual type, and misses none."""
    return name in articles and articles[name].dtype == _STR and not articles[name].hasnans


def _are_shared(articles: pd.DataFrame, name: str) -> bool:
    return name in articles and set(map(type, articles[name].to_numpy(object))) <= {SharedList}


def _given_lists(articles: pd.DataFrame, name: str) -> NDArray[Any]:
    if name not in articles:
        return no_lists(len(articles))
    lists = articles[name].to_numpy(dtype=object, copy=True)
    if _are_shared(articles, name):
        return lists
    return shared_lists(map(_list_of, lists), len(lists))


def _list_of(value: Any) -> list[str]:
    """Return a list of its own of what a cell holds: Parquet returns lists as arrays."""
    return [] if isinstance(value, float) or value is None else list(value)


def line_feeds(bodies: Iterable[str]) -> list[str]:
    """Return the bodies with LF line ends."""
    return [body.replace("\r\n", "\n") for body in bodies]


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
    rule = row[_RULE]
    return rule == "text_source" or (
        rule in CLEANING_RULES
        and row[_N_CHARACTERS] == 0
        and row[_ACTION] in ("moved", "dropped", "normalized")
    )
