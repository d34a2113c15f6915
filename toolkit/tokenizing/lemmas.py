"""Stemming and lemmatization, once per distinct term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit._core.letter_case import fold_case
from toolkit.errors import InputError, MissingResourceError, require_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEMMAS = ("snowball", "wordnet", "simplemma")

SNOWBALL_LANGUAGES = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
}  # fmt: skip


def lemmatize(
    terms: Sequence[str], method: str, *, keep: frozenset[str], language: str = "en"
) -> list[str]:
    """Return the stem or lemma of every term; stop words, names and joined terms are unchanged.

    A term with a capital first letter gets its lemma with that capital, so that the first word of
    a sentence is reduced like any other where terms keep their case.

    Examples
    --------
    >>> lemmatize(["talks", "Talks", "negotiations", "US"], "snowball", keep=frozenset())
    ['talk', 'Talk', 'negoti', 'US']
    """
    reduce = _METHODS[method](language)
    return [_reduced(term, reduce, keep) for term in terms]


def check_lemmas(function: str, method: str | None, language: str) -> None:
    """Raise `InputError` unless a method knows the language."""
    if method == "snowball":
        knows = language in SNOWBALL_LANGUAGES
    elif method == "simplemma":
        knows = _simplemma_knows(language)
    else:
        knows = method is None or language == "en"
    if not knows:
        message = (
            f"{function}: lemmas={method!r} does not know the language {language!r}. Use "
            f"lemmas=None or another method; 'snowball' knows {', '.join(SNOWBALL_LANGUAGES)}."
        )
        raise InputError(message)


def _simplemma_knows(language: str) -> bool:
    simplemma = require_extra("simplemma", extra="lemma", purpose="find lemmas")
    try:
        simplemma.lemmatize("a", lang=language)
    except ValueError:
        return False
    return True


def _reduced(term: str, reduce: Callable[[str], str], keep: frozenset[str]) -> str:
    if not term.isalpha() or term in keep:
        return term
    if term.islower() or term.upper() == term.lower():  # or a script without capitals
        return reduce(term)
    lowered = fold_case(term)
    if term[0].isupper() and term[1:].islower() and lowered not in keep:
        return reduce(lowered).capitalize()
    return term


def _snowball(language: str) -> Callable[[str], str]:
    from nltk.stem.snowball import SnowballStemmer

    stem: Callable[[str], str] = SnowballStemmer(SNOWBALL_LANGUAGES[language]).stem
    return stem


def _wordnet(_: str) -> Callable[[str], str]:
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


def _simplemma(language: str) -> Callable[[str], str]:
    simplemma = require_extra("simplemma", extra="lemma", purpose="find lemmas")

    def lemma(term: str) -> str:
        return str(simplemma.lemmatize(term, lang=language)).lower()

    return lemma


_METHODS: dict[str, Callable[[str], Callable[[str], str]]] = {
    "snowball": _snowball,
    "wordnet": _wordnet,
    "simplemma": _simplemma,
}
