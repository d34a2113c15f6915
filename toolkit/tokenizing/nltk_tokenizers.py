"""NLTK's tokenisers, by name: no download, imported only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.progress_bars import progress
from toolkit.tokenizing.normalization import LOUD
from toolkit.tokenizing.scanner import Stream, gap_before, in_capital_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NEAR = 200
"""A token that NLTK rewrote must not be taken from far away: characters searched."""

TOKENIZERS = ("nltk_treebank", "nltk_word", "nltk_tweet", "nltk_toktok", "nltk_wordpunct")


def scan_with_nltk(texts: Sequence[str], name: str, *, show: bool = False) -> Stream:
    """Find tokens with one of NLTK's tokenisers; signs without a letter or digit are left out."""
    find = _finder(name)
    numbers: dict[str, int] = {}
    ids, starts, ends, gaps, offsets = [], [], [], [], [0]
    for text in progress(texts, label="Tokenizing", show=show):
        last = -1
        for start, end in find(text):
            surface = text[start:end]
            if not any(map(str.isalnum, surface)):
                continue
            is_loud = surface.isupper() and in_capital_line(text, start)
            ids.append(numbers.setdefault(LOUD + surface if is_loud else surface, len(numbers)))
            starts.append(start)
            ends.append(end)
            gaps.append(gap_before(text, last, start))
            last = end
        offsets.append(len(ids))
    return Stream(
        surfaces=list(numbers),
        ids=np.array(ids, dtype=np.int32),
        offsets=np.array(offsets, dtype=np.int64),
        starts=np.array(starts, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
        gaps=np.array(gaps, dtype=np.uint8),
    )


def _finder(name: str) -> Callable[[str], Iterator[tuple[int, int]]]:
    from nltk import tokenize

    classes: dict[str, Any] = {
        "nltk_treebank": tokenize.TreebankWordTokenizer,
        "nltk_word": tokenize.NLTKWordTokenizer,
        "nltk_tweet": tokenize.TweetTokenizer,
        "nltk_toktok": tokenize.ToktokTokenizer,
        "nltk_wordpunct": tokenize.WordPunctTokenizer,
    }
    tokenizer = classes[name]()

    def find(text: str) -> Iterator[tuple[int, int]]:
        return _align(text, tokenizer.tokenize(text))

    return find


def _align(text: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the place of each token; what NLTK rewrote (quotes, entities) is passed over."""
    at = 0
    for token in tokens:
        if not any(map(str.isalnum, token)):
            continue
        start = text.find(token, at, at + len(token) + NEAR)
        if start >= 0:
            at = start + len(token)
            yield start, at
