"""Stemming and lemmatization, once per distinct term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import MissingResourceError, require_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEMMAS = ("snowball", "wordnet", "simplemma")


def lemmatize(terms: Sequence[str], method: str, *, keep: frozenset[str]) -> list[str]:
    """Return the stem or lemma of every term; stop words, names and joined terms are unchanged.

    Examples
    --------
    >>> lemmatize(["talks", "negotiations", "US", "al-qaeda"], "snowball", keep=frozenset())
    ['talk', 'negoti', 'US', 'al-qaeda']
    """
    reduce = {"snowball": _snowball, "wordnet": _wordnet, "simplemma": _simplemma}[method]()
    return [
        reduce(term) if term.isalpha() and term.islower() and term not in keep else term
        for term in terms
    ]


def _snowball() -> Callable[[str], str]:
    from nltk.stem.snowball import SnowballStemmer

    stem: Callable[[str], str] = SnowballStemmer("english").stem
    return stem


def _wordnet() -> Callable[[str], str]:
    import nltk
    from nltk.stem import WordNetLemmatizer

    lemmatizer = WordNetLemmatizer()
    try:
        lemmatizer.lemmatize("talks")
    except (LookupError, OSError) as error:  # OSError: an incomplete resource folder
        folders = ", ".join(nltk.data.path[:3])
        message = (
            "tokenize: lemmas='wordnet' needs the NLTK resource 'wordnet' (corpora/wordnet), "
            "which is not installed. Online: python -m nltk.downloader wordnet. "
            "Offline: put wordnet.zip into <folder>/corpora/ and set NLTK_DATA=<folder>. "
            f"Searched in: {folders}. Without it, use lemmas='snowball', lemmas='simplemma' "
            "or lemmas=None."
        )
        raise MissingResourceError(message) from error

    def lemma(term: str) -> str:
        noun: str = lemmatizer.lemmatize(term, "n")
        return noun if noun != term else str(lemmatizer.lemmatize(term, "v"))

    return lemma


def _simplemma() -> Callable[[str], str]:
    simplemma = require_extra("simplemma", extra="lemma", purpose="find lemmas")

    def lemma(term: str) -> str:
        return str(simplemma.lemmatize(term, lang="en")).lower()

    return lemma
