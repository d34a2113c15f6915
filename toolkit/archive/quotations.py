"""How long a passage may be that leaves with a study, and the check that none is longer.

A passage is a run of consecutive words of an article. Words are runs of letters, without case; in
scripts that put no blanks between words, each character counts as a word.
"""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.unspaced_scripts import LETTERS
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

QUOTATION = 10
"""Most consecutive words of an article in any file of a share. Eleven were found to be enough for
a protected part of an article (Court of Justice of the European Union, C-5/08, Infopaq)."""

_UNSPACED = rf"{LETTERS}\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
_BREAKS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"</?(?:div|li|p|h\d|td|th|tr|figcaption|summary|title|text)\b[^<>]*>")
_EMBEDDED = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIN_DIFFERENT = 3
TEXT_COLUMNS = ("title", "body", "text", "summary", "captions", "notes")


def letter_words(text: str) -> list[str]:
    """Return the words of a text for comparing passages.

    Examples
    --------
    >>> letter_words("In 2016, “Talks” be\u00adgan—again.")
    ['in', 'talks', 'began', 'again']
    """
    plain = _BREAKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _WORD.findall(plain)


class Passages:
    """Every passage of some articles that is one word longer than a quotation.

    Parameters
    ----------
    articles : DataFrame
        Articles with their texts.
    length : int
        Words of a passage.
    """

    def __init__(self, articles: pd.DataFrame, *, length: int = QUOTATION + 1) -> None:
        self.length = length
        columns = [name for name in TEXT_COLUMNS if name in articles.columns]
        texts = (value for name in columns for value in articles[name])
        runs = [self._hashes(letter_words(_plain(value))) for value in texts]
        self._known = np.unique(np.concatenate(runs)) if runs else np.zeros(0, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._known)

    def found_in(self, text: str) -> str:
        """Return the first passage of the articles that a text holds, "" if there is none.

        Examples
        --------
        >>> articles = pd.DataFrame({"text": ["One two three four five."]})
        >>> passages = Passages(articles, length=3)
        >>> passages.found_in("zero TWO three, four six"), passages.found_in("one two four")
        ('two three four', '')
        """
        words = letter_words(text)
        hashes = self._hashes(words)
        if not len(hashes) or not len(self._known):
            return ""
        places = np.minimum(np.searchsorted(self._known, hashes), len(self._known) - 1)
        for at in np.flatnonzero(self._known[places] == hashes):
            passage = words[at : at + self.length]
            if len(set(passage)) >= min(_MIN_DIFFERENT, self.length):
                return " ".join(passage)
        return ""

    def _hashes(self, words: list[str]) -> NDArray[np.uint64]:
        n = len(words) - self.length + 1
        if n < 1:
            return np.zeros(0, dtype=np.uint64)
        codes = pd.util.hash_array(np.asarray(words, dtype=object))
        total = np.zeros(n, dtype=np.uint64)
        for k in range(self.length):
            total = total * _FACTOR + codes[k : k + n]
        return total


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else ""


def check_passages(folder: Path, passages: Passages) -> None:
    """Refuse a folder in which a file holds a passage longer than a quotation.

    Raises
    ------
    InputError
        Names the file and the passage.
    """
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for text in readable_texts(file):
            passage = passages.found_in(text)
            if passage:
                name = file.relative_to(folder).as_posix()
                message = (
                    f"share_study: {name} would hold {passages.length} words in a row of an "
                    f"article: {passage!r}. At most {QUOTATION} may leave. Shorten the passage "
                    f"in the file that it comes from (themes, aliases, events, recipe or "
                    f"title), then share the study again."
                )
                raise InputError(message)


def readable_texts(file: Path) -> Iterator[str]:
    """Yield what a person or a program can read in a file, row by row and column by column.

    PNG and PDF files are drawn from the SVG of the same name, which is read; PNG and PDF are not.
    """
    reader = _READERS.get(file.suffix)
    if reader is None and zipfile.is_zipfile(file):
        reader = _archive_texts
    if reader is not None:
        yield from reader(file)


def _page_texts(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    for packed in _EMBEDDED.findall(text):
        drawing = base64.b64decode(packed).decode("utf-8")
        yield from _marked_texts(drawing)
    yield from _marked_texts(_EMBEDDED.sub("", text))


def _marked_texts(text: str) -> Iterator[str]:
    """Yield each block of a page, then the page with what stands inside its tags."""
    for block in _BLOCK.split(text):
        yield html.unescape(_TAG.sub(" ", block))
    yield html.unescape(text)


def _json_texts(file: Path) -> Iterator[str]:
    yield from _parts_of(json.loads(file.read_text(encoding="utf-8")))


def _parts_of(value: Any) -> Iterator[str]:
    """Yield all texts of a parsed JSON file in one piece, as they follow one another."""
    yield "\n".join(_leaves(value))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str):
        yield value


def _table_texts(file: Path) -> Iterator[str]:
    table = pd.read_parquet(file)
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    for name in texts:
        yield _joined(table[name])
    yield _joined(table[texts].to_numpy().ravel())


def _joined(values: Iterable[Any]) -> str:
    return "\n".join(str(value) for value in values)


def _archive_texts(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield from _parts_of(json.loads(archive.read(name)))


def _plain_text(file: Path) -> Iterator[str]:
    yield file.read_text(encoding="utf-8")


_READERS = {
    ".html": _page_texts,
    ".svg": _page_texts,
    ".json": _json_texts,
    ".parquet": _table_texts,
    **dict.fromkeys((".csv", ".toml", ".txt", ".md", ".cff"), _plain_text),
}
