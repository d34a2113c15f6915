"""Hashtags that hold a word of a theme, and that the theme does not count."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.number_words import listed, verb
from toolkit.themes import find_themes
from toolkit.tokenizing import tokenize

if TYPE_CHECKING:
    from toolkit.themes import Themes
    from toolkit.tokenizing import Tokens

_TAG = re.compile("#[^#]+")
MOST_TAGS = 2_000
"""The hashtags that are looked at, the most used first."""


def hashtag_sentence(tokens: Tokens, themes: Themes) -> str:
    """Name the hashtags whose word a theme counts without its sign only, the most used first.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> texts = pd.Series(["Ships sail #Ceasefires", "The ceasefires hold", "#ceasefires #news"])
    >>> themes = tt.read_themes(sample_path().parent / "themes.toml")
    >>> hashtag_sentence(tt.tokenize(texts), themes)
    'A hashtag is a word of its own: #ceasefires (conflict) is not counted. Write a hashtag with its
    sign into the theme that is to count it.'
    """
    uses: Counter[str] = Counter()
    for term, n in zip(tokens.terms, tokens.term_counts.tolist(), strict=True):
        if "#" in term:  # a phrase may join several: "#truce_#talks"
            uses.update(dict.fromkeys((tag.rstrip("_") for tag in _TAG.findall(term)), n))
    tags = [tag for tag, _ in uses.most_common(MOST_TAGS)]
    if not tags:
        return ""
    counted = _found(tags, tags, themes)
    told = {
        tag: theme.replace("_", " ")
        for tag, theme in _found([tag[1:] for tag in tags], tags, themes)
        if (tag, theme) not in counted
    }
    if not told:
        return ""
    names = listed([f"{tag} ({name})" for tag, name in told.items()])
    return (
        f"A hashtag is a word of its own: {names} {verb(len(told), 'is', 'are')} not counted. "
        f"Write a hashtag with its sign into the theme that is to count it."
    )


def _found(words: list[str], tags: list[str], themes: Themes) -> dict[tuple[str, str], None]:
    """Return each tag whose word a theme finds, with the theme, in the order of the tags."""
    matches = find_themes(tokenize(pd.Series(words, index=tags)), themes)
    return dict.fromkeys(zip(matches["article_id"], matches["theme"].astype("str"), strict=True))
