"""Tokenization: texts become terms, and every token keeps its position in the text.

``scanning`` finds the tokens (a `stream.Stream`), ``naming`` maps each surface form to its term,
``joining`` merges several tokens into one (aliases, phrases), ``store`` holds the result
(`Tokens`), ``saving`` writes it to disk.
"""

from toolkit.tokenizing.making import tokenize
from toolkit.tokenizing.naming import KINDS
from toolkit.tokenizing.saving import load_tokens, save_tokens
from toolkit.tokenizing.sentences import split_sentences
from toolkit.tokenizing.stopping import stop_words
from toolkit.tokenizing.store import Tokens

__all__ = [
    "KINDS",
    "Tokens",
    "load_tokens",
    "save_tokens",
    "split_sentences",
    "stop_words",
    "tokenize",
]
