"""Tokenization: texts become terms, and every token keeps its position in the text.

``scanner`` finds the tokens (a `stream.Stream`), ``normalization`` maps each surface form to its
term, ``multiword`` merges several tokens into one (aliases, phrases), ``store`` holds the result
(`Tokens`), ``storage`` writes it to disk.
"""

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
