"""NLTK's tokenizers by name; imported on first use, and no download needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit._core.progress_bars import progress
from toolkit.tokenizing.stream import StreamBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.tokenizing.stream import Stream

NEAR = 200
"""Characters searched for the next token, so that a token NLTK rewrote is not matched far away."""

TOKENIZERS = ("nltk_treebank", "nltk_word", "nltk_tweet", "nltk_toktok", "nltk_wordpunct")


def scan_with_nltk(texts: Sequence[str], name: str, *, show: bool = False) -> Stream:
    """Find tokens with one of NLTK's tokenizers; tokens without a letter or digit are dropped."""
    find = _finder(name)
    builder = StreamBuilder()
    for text in progress(texts, label="Tokenizing", show=show):
        builder.begin(text)
        for start, end in find(text):
            surface = text[start:end]
            if any(map(str.isalnum, surface)):
                builder.add(start, end, may_be_caps=surface.isupper())
        builder.finish()
    return builder.stream()


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
    """Yield the span of each token; tokens that NLTK rewrote (quotes, entities) are skipped."""
    at = 0
    for token in tokens:
        if not any(map(str.isalnum, token)):
            continue
        start = text.find(token, at, at + len(token) + NEAR)
        if start >= 0:
            at = start + len(token)
            yield start, at
