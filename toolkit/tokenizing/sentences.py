"""Sentence boundaries, as character spans; no download needed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError, check_option, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

METHODS = ("rules", "punkt")

_STARTERS = """
the a an he she it they we i you this that these those there but and in on at as after before
when while if for since with his her its their our my however meanwhile
"""
SENTENCE_STARTERS = frozenset(_STARTERS.split())
"""Words that, capitalized after an abbreviation, begin a sentence: "the U.S. He"."""

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_MARKS = "[.!?…؟۔。！？]"
_END = re.compile(  # begins with a mark, which is searched for quickly; one try for a run of them
    rf"""{_MARKS}(?:(?<!{_MARKS}{_MARKS}){_MARKS}*+["'”’»)\]]*+(?=\s++["'“‘«(\[]*+([^\W_]\w*+))"""
    r"""|(?<=[。！？]))"""
)
_SPACE = re.compile(r"\s*")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_BESIDE_WORDS = re.compile(r"[\"'“”‘’«»()\[\]—–]")


def split_sentences(texts: Iterable[str], *, method: str = "rules") -> list[NDArray[np.int32]]:
    """Split texts into sentences, returned as character spans.

    A blank line always ends a sentence. Both methods use the package's list of abbreviations of
    English-language news (Mr., Gen., U.S., Oct., Calif., …), so neither needs a download.

    Parameters
    ----------
    texts : iterable of str
        The texts.
    method : {"rules", "punkt"}
        "rules" ends a sentence at a full stop, question mark or exclamation mark (including
        Arabic ones) if the next word does not begin with a lower-case letter, unless the mark
        belongs to an abbreviation or an initial. "punkt" is NLTK's PunktSentenceTokenizer (Kiss
        and Strunk 2006) with the same abbreviations and sentence starters; loading it takes about
        a second.

    Returns
    -------
    list of ndarray of int32, shape (n_sentences, 2)
        Per text, the first character and one past the last character of each sentence, without
        surrounding white space; no row for an empty text.

    Raises
    ------
    InputError
        If the method is unknown or a text is not a string.

    References
    ----------
    Kiss and Strunk (2006), Computational Linguistics 32(4). doi:10.1162/coli.2006.32.4.485

    Examples
    --------
    >>> text = "The U.S. envoy met Gen. Hassan in Oct. 2018. “No deal,” he said."
    >>> [text[start:end] for start, end in split_sentences([text])[0]]
    ['The U.S. envoy met Gen. Hassan in Oct. 2018.', '“No deal,” he said.']
    """
    check_option("split_sentences", "method", method, METHODS)
    if isinstance(texts, str):
        message = f"split_sentences: texts must be a list of texts; got the text {shorten(texts)}."
        raise InputError(message)
    split = _split_by_rules if method == "rules" else _punkt()
    return [_spans(text, split) for text in texts]


@cache
def abbreviations() -> frozenset[str]:
    """Return the known abbreviations, in lower case without the final full stop."""
    text = files("toolkit.tokenizing").joinpath("data/abbreviations.txt").read_text("utf-8")
    lines = [line.partition(":")[2] for line in text.splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())


def is_abbreviation(word: str) -> bool:
    """Return whether the full stop after a word belongs to it.

    Examples
    --------
    >>> [is_abbreviation(word) for word in ("Gen", "U.A.E.", "W", "talks")]
    [True, True, True, False]
    """
    short = word.rstrip(".").lower()
    if short in abbreviations() or (len(short) == 1 and short.isalpha()):
        return True
    return "." in short and _DOTTED.fullmatch(short) is not None


def is_initial(word: str) -> bool:
    """Return whether a word is a single letter, such as the initial of a name."""
    letter = word.rstrip(".")
    return len(letter) == 1 and letter.isalpha()


class SentencesAround:
    """The sentences of one text, by the rules, split in the paragraphs that are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraphs = _paragraphs(text)
        self._begins = [begin for begin, _ in self._paragraphs]
        self._split: dict[int, tuple[list[int], list[int]]] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        r"""Return the span of the sentences that some characters, which begin in a word, are in.

        Examples
        --------
        >>> text = "No deal.\n\nThe U.S. envoy met Gen. Hassan. He left."
        >>> begin, stop = SentencesAround(text).span(30, 33)
        >>> text[begin:stop]
        'The U.S. envoy met Gen. Hassan.'
        """
        starts, _ = self._sentences_at(start)
        first = bisect_right(starts, start) - 1
        begin = starts[first] if first >= 0 else start
        starts, ends = self._sentences_at(end - 1)
        last = bisect_left(starts, end) - 1
        return begin, max(ends[last], end) if last >= 0 else end

    def _sentences_at(self, place: int) -> tuple[list[int], list[int]]:
        """Return starts and ends of the sentences of the paragraph of a character."""
        number = bisect_right(self._begins, place) - 1
        if number not in self._split:
            begin, stop = self._paragraphs[number]
            spans = list(_split_by_rules(self._text[begin:stop]))
            self._split[number] = [begin + s for s, _ in spans], [begin + e for _, e in spans]
        return self._split[number]


def _spans(text: Any, split: Callable[[str], Iterator[tuple[int, int]]]) -> NDArray[np.int32]:
    if not isinstance(text, str):
        message = f"split_sentences: every text must be a string; got {shorten(text)}."
        raise InputError(message)
    found = [
        (begin + start, begin + end)
        for begin, stop in _paragraphs(text)
        for start, end in split(text[begin:stop])
    ]
    return np.array(found, dtype=np.int32).reshape(-1, 2)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs of a text; one, which may be empty, if none ends."""
    gaps = [match.span() for match in _PARAGRAPH.finditer(text)]
    begins = [0, *(end for _, end in gaps)]
    return list(zip(begins, [*(start for start, _ in gaps), len(text)], strict=True))


def _split_by_rules(paragraph: str) -> Iterator[tuple[int, int]]:
    start = len(paragraph) - len(paragraph.lstrip())
    for match in _END.finditer(paragraph):
        if _ends_sentence(paragraph, match):
            yield start, match.end()
            start = _SPACE.match(paragraph, match.end()).end()  # type: ignore[union-attr]  # matches
    end = len(paragraph.rstrip())
    if start < end:
        yield start, end


def _ends_sentence(paragraph: str, match: re.Match[str]) -> bool:
    mark, following = match.group(), match[1]
    if following is None or mark[:1] in "。！？":
        return True
    if following[0].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    before = paragraph[max(0, match.start() - 40) : match.start()]
    words = before.split() if before[-1:].strip() else [""]  # a space: no word is before the mark
    last = _BESIDE_WORDS.split(words[-1])[-1]
    if not is_abbreviation(last):
        return True
    return following.lower() in SENTENCE_STARTERS and not is_initial(last)


def _punkt() -> Callable[[str], Iterator[tuple[int, int]]]:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations())
    parameters.sent_starters = set(SENTENCE_STARTERS)
    tokenizer = PunktSentenceTokenizer(parameters)

    def split(paragraph: str) -> Iterator[tuple[int, int]]:
        yield from tokenizer.span_tokenize(paragraph)

    return split
