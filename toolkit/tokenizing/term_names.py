"""The term under which a word given by a user is counted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from toolkit.tokenizing.lemmas import lemmatize
from toolkit.tokenizing.normalization import lower_names, strip_caps_mark, tidy_surfaces
from toolkit.tokenizing.patterns import scan_words
from toolkit.tokenizing.spelling_variants import spelling_of, spellings_of_word
from toolkit.tokenizing.stream import ALL_CAPS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def terms_of_names(names: Sequence[str], options: Mapping[str, Any]) -> list[str]:
    """Return the term of every name, by the options of `tokenize`.

    Names in capitals, such as AIDS, are not reduced to stems or lemmas, so that they stay apart
    from words ("aids").
    """
    terms = strip_caps_mark(lower_names(names) if options["lower"] else names)
    fold = spelling_of(options)
    if fold is not None:
        terms = [fold(term) for term in terms]
    method = options["lemmas"]
    if not method:
        return terms
    language = options.get("language", "en")
    lemmas = lemmatize(terms, method, keep=options["stop_words"], language=language)
    return [
        term if len(name) > 1 and name.isupper() and name[0] != ALL_CAPS else lemma
        for name, term, lemma in zip(names, terms, lemmas, strict=True)
    ]


def token_names(text: str, tokenizer: str = "news") -> list[str]:
    """Return the normalized names of the tokens of a few words, in their own case."""
    stream = scan_words(text, tokenizer)
    names = strip_caps_mark(tidy_surfaces(stream.surfaces))
    return [names[number] for number in stream.ids.tolist()]


@lru_cache(maxsize=65_536)
def term_of(text: str, *, tokenizer: str = "news", lower: bool = True) -> str:
    """Return the term of a word or phrase, by the tokenizer and the folding of the texts.

    Parameters
    ----------
    text : str
        As a person writes it.
    tokenizer : str
        As in `tokenize`.
    lower : bool
        As in `tokenize`.

    Returns
    -------
    str
        The term; those of several words are joined by an underscore. Text without a letter or
        digit is returned as it is.

    Examples
    --------
    >>> [term_of(text) for text in ("Women’s", "İstanbul", "US", "Chemical weapons", "al-Qaeda")]
    ['women', 'istanbul', 'US', 'chemical_weapons', 'al-qaeda']
    """
    names = token_names(text, tokenizer)
    return "_".join(lower_names(names) if lower else names) or text


def find_term_name(text: Any, known: Collection[str]) -> str | None:
    """Return the term among ``known`` that a word or phrase stands for, None if there is none.

    Examples
    --------
    >>> find_term_name("Chemical Weapons", {"chemical_weapons"}), find_term_name("us", {"US"})
    ('chemical_weapons', None)
    """
    written = str(text)
    for name in (written, term_of(written), term_of(written, lower=False)):
        if name in known:
            return name
    return spellings_of_word(term_of(written), known)
