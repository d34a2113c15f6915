"""Theme matches -> the sentences that were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import check_option
from toolkit.themes.definitions import check_themes
from toolkit.themes.matcher import find_themes
from toolkit.tokenizing import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.themes.definitions import Themes
    from toolkit.tokenizing import Tokens

ORDERS = ("spread", "reading")
SENTENCES = "punkt"
"""How sentences end, wherever they are shown or counted."""


def theme_contexts(
    tokens: Tokens,
    themes: Themes,
    theme: str,
    *,
    n: int | None = 20,
    order: str = "spread",
    found: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Show the sentences in which a theme was counted.

    Parameters
    ----------
    tokens : Tokens
        Tokenised articles; slice them (``tokens[chosen]``) to see the evidence of one period.
    themes : Themes
        What `read_themes` gives.
    theme : str
        Name of the theme.
    n : int or None
        How many matches to show; None shows all.
    order : {"spread", "reading"}
        ``spread`` takes matches at even distances over the whole corpus, so that every part of it
        is seen; ``reading`` takes the first ones.
    found : DataFrame, optional
        What `find_themes` gave for the same tokens and themes, to spare finding them again.

    Returns
    -------
    DataFrame
        Columns as `toolkit.tables.CONTEXTS`: article, theme, pattern, match, the sentence left
        and right of the match, and its characters in the text.

    Raises
    ------
    InputError
        For an unknown theme or order.
    """
    check_option("theme_contexts", "theme", theme, check_themes("theme_contexts", themes))
    check_option("theme_contexts", "order", order, ORDERS)
    found = find_themes(tokens, themes) if found is None else found
    found = found[found["theme"] == theme].reset_index(drop=True)
    if n is not None and len(found) > n:
        chosen = np.arange(n) if order == "reading" else (np.arange(n) * len(found)) // n
        found = found.iloc[chosen].reset_index(drop=True)
    return with_sentences(tokens, found)


def with_sentences(tokens: Tokens, found: pd.DataFrame) -> pd.DataFrame:
    """Add to each match the text of its sentence before and after it.

    Parameters
    ----------
    tokens : Tokens
        The tokens in which the matches were found.
    found : DataFrame
        Rows of `find_themes`.

    Returns
    -------
    DataFrame
        Columns as `toolkit.tables.CONTEXTS`.
    """
    left, right = [], []
    for text, start, end, begin, stop in _places(tokens, found):
        left.append(" ".join(text[begin:start].split()))
        right.append(" ".join(text[end:stop].split()))
    columns = ["article_id", "theme", "pattern", "match", "start", "end"]
    shown = found[columns].assign(
        left=pd.Series(left, dtype="str"), right=pd.Series(right, dtype="str")
    )
    return shown[["article_id", "theme", "pattern", "match", "left", "right", "start", "end"]]


def sentence_texts(tokens: Tokens, found: pd.DataFrame) -> list[str]:
    """Return the sentence of each match, on one line."""
    return [
        " ".join(text[begin:stop].split()) for text, _, _, begin, stop in _places(tokens, found)
    ]


def _places(tokens: Tokens, found: pd.DataFrame) -> Iterator[tuple[str, int, int, int, int]]:
    """Give each match its text, its characters, and those of the sentence around it."""
    row = pd.Series(np.arange(len(tokens)), index=tokens.article_id)
    texts = {article: tokens.texts[row[article]] for article in found["article_id"].unique()}
    sentences = dict(zip(texts, split_sentences(texts.values(), method=SENTENCES), strict=True))
    for article, start, end in zip(found["article_id"], found["start"], found["end"], strict=True):
        yield texts[article], start, end, *_around(sentences[article], start, end)


def _around(spans: np.ndarray, start: int, end: int) -> tuple[int, int]:
    """Return the characters of the sentences that hold the match."""
    first = max(int(np.searchsorted(spans[:, 0], start, side="right")) - 1, 0)
    last = max(int(np.searchsorted(spans[:, 0], end - 1, side="right")) - 1, first)
    return int(min(spans[first, 0], start)), int(max(spans[last, 1], end))
