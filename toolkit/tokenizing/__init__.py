"""Text to terms, with the way back: every token keeps its place in the text.

``scanning`` finds the words, ``naming`` gives each written form its term, ``joining`` makes one
token of several (aliases, phrases), ``store`` keeps the result, ``saving`` puts it on the disk.
"""

from toolkit.tokenizing.sentences import split_sentences
from toolkit.tokenizing.stop_lists import stop_words
from toolkit.tokenizing.storage import load_tokens, save_tokens
from toolkit.tokenizing.store import KINDS, Tokens
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
