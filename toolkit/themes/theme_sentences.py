"""The sentences behind a theme's counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import check_option
from toolkit.themes.definitions import check_themes
from toolkit.themes.matcher import find_themes
from toolkit.tokenizing.sentences import SentencesAround

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.themes.definitions import Themes
    from toolkit.tokenizing import Tokens

ORDERS = ("spread", "reading")


class InSentence(NamedTuple):
    """A match and the sentence around it, as characters of the text."""

    text: str
    start: int
    end: int
    begin: int
    stop: int


def theme_contexts(
    tokens: Tokens,
    themes: Themes,
    theme: str,
    *,
    n: int | None = 20,
    order: str = "spread",
    found: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the sentences in which a theme was counted.

    Parameters
    ----------
    tokens : Tokens
        Tokenized articles; select some (``tokens[chosen]``) for the evidence of one period.
    themes : Themes
        The result of `read_themes`.
    theme : str
        Name of the theme.
    n : int or None
        Number of matches; None lists all.
    order : {"spread", "reading"}
        "spread" takes matches evenly spaced over the corpus; "reading" takes the first ones.
    found : DataFrame, optional
        The result of `find_themes` for the same tokens and themes, to save finding them again.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.CONTEXTS`: article, theme, pattern, match, the sentence left
        and right of the match, and the match's characters in the text.

    Raises
    ------
    InputError
        If the theme or order is unknown.
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
    """Add the text of its sentence before and after each match.

    Parameters
    ----------
    tokens : Tokens
        The tokens in which the matches were found.
    found : DataFrame
        Rows of `find_themes`.

    Returns
    -------
    DataFrame
        The columns of `toolkit.tables.CONTEXTS`.
    """
    left, right = [], []
    for text, start, end, begin, stop in sentence_spans(tokens, found):
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
        " ".join(text[begin:stop].split())
        for text, _, _, begin, stop in sentence_spans(tokens, found)
    ]


def sentence_spans(tokens: Tokens, found: pd.DataFrame) -> Iterator[InSentence]:
    """Yield, per match, its text, its span and the span of its sentence."""
    row = pd.Series(np.arange(len(tokens)), index=tokens.article_id)
    texts = {article: tokens.texts[row[article]] for article in found["article_id"].unique()}
    sentences = {article: SentencesAround(text) for article, text in texts.items()}
    for article, start, end in zip(found["article_id"], found["start"], found["end"], strict=True):
        yield InSentence(texts[article], start, end, *sentences[article].span(start, end))
