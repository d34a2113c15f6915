"""Stop words: two short lists, with the reason for every word."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from toolkit._core.user_warnings import warn_user
from toolkit.errors import InputError, PatternWarning, check_option, require_extra, shorten
from toolkit.tokenizing.patterns import warn_of_wildcard
from toolkit.tokenizing.term_names import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

LISTS = ("news", "english")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = files("toolkit.tokenizing").joinpath("data/stop-words.csv").read_text("utf-8")
    return tuple(
        (row["word"], row["list"], row["reason"]) for row in csv.DictReader(text.splitlines())
    )


def stop_words(words: str = "news") -> pd.DataFrame:
    """List the stop words, each with the reason for its inclusion.

    The English list holds function words only: articles, pronouns, prepositions, conjunctions,
    auxiliary verbs and their contractions. The news list adds words found in nearly every story
    whatever its subject: reporting verbs, forms of address, weekdays, months. Neither list holds
    a word that can be the subject of a story, such as "us", "state", "fire", "front" or
    "against". "IS" in capitals is never a stop word.

    Parameters
    ----------
    words : {"news", "english"}
        "news" lists both, the default of `tokenize`; "english" lists the function words alone.

    Returns
    -------
    pandas.DataFrame
        Columns ``word``, ``list`` and ``reason``, sorted by word.

    Raises
    ------
    InputError
        If there is no such list.

    Examples
    --------
    >>> stop_words("english").head(2)
        word     list                    reason
    0      a  english                   article
    1  about  english               preposition
    """
    import pandas as pd

    check_option("stop_words", "words", words, LISTS)
    rows = [row for row in _rows() if words == "news" or row[1] == "english"]
    return pd.DataFrame(sorted(rows), columns=["word", "list", "reason"])


def choose_stop_words(
    function: str,
    words: str | Iterable[str] | None,
    *,
    language: str = "en",
    tokenizer: str = "news",
) -> frozenset[str]:
    """Return the words of a named list, or the given words as the texts have them.

    Parameters
    ----------
    function : str
        The caller, for messages.
    words : str, iterable of str or None
        "news", "english", or words.
    language : str
        ISO 639-1 code; "news" means that language's list where it is not English.
    tokenizer : str
        As in `tokenize`.
    """
    if words is None:
        return frozenset()
    if isinstance(words, str):
        check_option(function, "stop_words", words, LISTS)
        if words == "news" and language != "en":
            return _list_of(function, language)
        return frozenset(word for word, name, _ in _rows() if words == "news" or name == "english")
    listed: list[Any] = list(words)
    wrong = [word for word in listed if not isinstance(word, str)]
    if wrong:
        message = f"{function}: stop_words must be words (str); got {shorten(wrong[0])}."
        raise InputError(message)
    return frozenset(form for word in listed for form in _as_terms(function, word, tokenizer))


def _list_of(function: str, language: str) -> frozenset[str]:
    """Return the stop words of a language, from the package stopwordsiso."""
    iso = require_extra(
        "stopwordsiso", extra="lang", purpose=f"leave out stop words of {language!r}"
    )
    if not iso.has_lang(language):
        message = (
            f"{function}: there is no list of stop words for the language {language!r}. Known "
            f"are {', '.join(sorted(iso.langs()))}; or pass stop_words as a list, or None."
        )
        raise InputError(message)
    return frozenset(form for word in iso.stopwords(language) for form in (word, term_of(word)))


def _as_terms(function: str, word: str, tokenizer: str) -> tuple[str, ...]:
    """Return a word as given and as its term, with a warning where it is several terms."""
    warn_of_wildcard(f"{function}: stop_words", word)
    term = term_of(word, tokenizer=tokenizer)
    if "_" in term and "_" not in word:
        message = (
            f"{function}: the stop word {word!r} is {term.count('_') + 1} words in the texts: "
            f"{term.replace('_', ', ')}. List the words, or join them with phrases=[{word!r}]."
        )
        warn_user(message, PatternWarning)
    return word, term
