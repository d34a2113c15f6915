"""Tokenization: texts become terms, and every token keeps its position in the text.

``scanner`` finds the tokens (a `stream.Stream`), ``normalization`` maps each surface form to its
term, ``multiword`` merges several tokens into one (aliases, phrases), ``store`` holds the result
(`Tokens`), ``storage`` writes it to disk.

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
    from toolkit.tokenizing.normalization import KINDS
    from toolkit.tokenizing.sentences import split_sentences
    from toolkit.tokenizing.stop_lists import stop_words
    from toolkit.tokenizing.storage import load_tokens, save_tokens
    from toolkit.tokenizing.store import Tokens
    from toolkit.tokenizing.tokenizer import tokenize

__all__ = [
    "KINDS",
    "Tokens",
    "load_tokens",
    "save_tokens",
    "split_sentences",
    "stop_words",
    "tokenize",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "normalization": ["KINDS"],
        "sentences": ["split_sentences"],
        "stop_lists": ["stop_words"],
        "storage": ["load_tokens", "save_tokens"],
        "store": ["Tokens"],
        "tokenizer": ["tokenize"],
    },
)
