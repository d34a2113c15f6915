"""Forms of one word: Arabic and Persian spellings, French elision.

The letters folded are those of the normalizers of Arabic and Persian in Lucene (Larkey, Ballesteros
and Connell 2002); the Persian alef with madda (آ) is a letter of its own and stays.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import regex

from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

_HAMZA = {"أ": "ا", "إ": "ا", "ٱ": "ا"}

SPELLINGS: dict[str, dict[int, str]] = {
    "ar": str.maketrans({**_HAMZA, "آ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"}),
    "fa": str.maketrans({**_HAMZA, "ى": "ی", "ي": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه"}),
}
"""Letters that are written as another, per language."""

_ALEFS = str.maketrans({**_HAMZA, "آ": "ا"})
_ELISION = regex.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", regex.IGNORECASE)
"""French words that end in an apostrophe before a vowel: l'Iran, d'accord, qu'Israël."""
_FORMS = regex.compile(r"[\ufb50-\ufdff\ufe70-\ufeff]")


def fold_letters(word: str, language: str) -> str:
    """Return a word with one letter for those that writers use for one another.

    Presentation forms, which some PDF files hold, become plain letters.

    Examples
    --------
    >>> [fold_letters(word, "ar") for word in ("الأزمة", "الازمه", "مستشفى", "ﻻجئ")]
    ['الازمه', 'الازمه', 'مستشفي', 'لاجئ']
    >>> fold_letters("كتابي", "fa") == "کتابی"
    True
    """
    plain = unicodedata.normalize("NFKC", word) if _FORMS.search(word) else word
    return plain.translate(SPELLINGS[language])


def drop_elision(word: str) -> str:
    """Return a French word without the elided one in front of it.

    Examples
    --------
    >>> [drop_elision(word) for word in ("l'accord", "qu'Israël", "aujourd'hui", "presqu'île")]
    ['accord', 'Israël', "aujourd'hui", "presqu'île"]
    """
    found = _ELISION.match(word)
    return word[found.end() :] if found else word


def check_spelling(function: str, language: str, *, fold_spelling: bool) -> None:
    """Raise `InputError` if spellings are to be folded in a language without a table."""
    if fold_spelling and language not in SPELLINGS:
        message = (
            f"{function}: fold_spelling knows the languages {', '.join(SPELLINGS)}; got "
            f"language={language!r}. Leave it False for others."
        )
        raise InputError(message)


def with_spellings(words: Iterable[str], language: str = "") -> frozenset[str]:
    """Return stop words, also as printed without the hamza of an alef; all folded by a language.

    Examples
    --------
    >>> sorted(with_spellings(["إلى", "على"])) == sorted(["إلى", "الى", "على"])
    True
    """
    forms = {form for word in words for form in (word, word.translate(_ALEFS))}
    return frozenset(forms | {fold_letters(word, language) for word in forms if language})


def spelling_of(options: Mapping[str, Any]) -> Callable[[str], str] | None:
    """Return what makes the forms of a word one by the options of `tokenize`, None for nothing.

    Stop words stay as they are printed, so that the name علي (Ali) is not the preposition على.
    """
    language, stops = str(options.get("language", "en")), options.get("stop_words") or ()
    if language == "fr":
        return lambda word: word if word in stops else drop_elision(word)
    if options.get("fold_spelling"):
        return lambda word: word if word in stops else fold_letters(word, language)
    return None


def spellings_of_word(word: str, known: Collection[str]) -> str | None:
    """Return another form of a word that is among ``known``, None if there is none."""
    folded = [drop_elision(word), *(fold_letters(word, language) for language in SPELLINGS)]
    return next((form for form in folded if form in known), None)
