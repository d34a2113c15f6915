"""The languages of a study: how many articles of each, which are kept, whose stop words count."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from toolkit._core.number_words import count, listed, of_total, verb
from toolkit.errors import InputError, MissingExtraError
from toolkit.reading.languages import code_of_language, may_be_in, name_language
from toolkit.reporting.study.corpus_input import kept_rows
from toolkit.tokenizing.spelling_variants import SPELLINGS
from toolkit.tokenizing.stop_lists import choose_stop_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.reporting.study.settings import Settings

UNKNOWN = "unknown"
N_NAMES = 6
_BEHIND = {
    "fr": "French words behind l', d' or qu' (l'hôpital) are found with --language fr only.",
    "ar": "Arabic words behind particles such as ال are found with --language ar only.",
}
"""What is not found in a language unless it is the one of the study."""

PART_TOLD = 0.05
"""The part of the articles from which on that is said."""

AT_ONCE = 2_000
"""Texts that are looked at together."""


class CorpusLanguages(NamedTuple):
    """The languages of the articles and what follows from them.

    ``record`` is JSON-ready; ``options`` are those of `tokenize`; ``limits`` are sentences.
    """

    record: dict[str, Any]
    options: dict[str, Any]
    limits: list[str]


def keep_languages(
    articles: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, CorpusLanguages]:
    """Return the articles of the languages to keep, and what was done.

    Parameters
    ----------
    articles : DataFrame
        Cleaned articles; ``language`` as their file states it, or as it was detected.
    settings : Settings
        ``languages`` names those to keep (by default all); articles whose language is unknown
        are kept too unless their script is that of none of them. ``language`` names the one whose
        stop words are left out.

    Raises
    ------
    InputError
        If no article is in a language to keep, or there are no stop words for a ``language``.
    MissingExtraError
        If the package for the stop words of ``language`` is not installed.
    """
    codes = language_codes(articles)
    kept = pd.Series(data=True, index=codes.index)
    if settings.languages:
        unclear = _may_be_in(articles["text"], settings.languages)
        kept = codes.isin(settings.languages) | ((codes == UNKNOWN) & unclear)
    counts, aside = _counts(codes), _counts(codes[~kept])
    if settings.languages and not codes[kept].isin(settings.languages).any():
        message = (
            f"run_study: no article is in {listed(list(settings.languages))}. The languages are "
            f"{told_counts(counts)}."
        )
        raise InputError(message)
    main = settings.language if settings.language != "auto" else _main(codes[kept])
    options, limits = _tokenizing(main, is_chosen=settings.language != "auto")
    record = {
        "counts": counts,
        "main": main,
        "chosen": settings.language == "auto",
        "set_aside": aside,
        "stop_words": _list_name(main, options),
        "particles": main == "ar",
        "elision": main == "fr",
        "fold_spelling": bool(options.get("fold_spelling", False)),
    }
    limits = [*_mixed(_counts(codes[kept]), main), *limits, *_unsupported(main)]
    return kept_rows(articles, kept), CorpusLanguages(record, options, limits)


def _may_be_in(texts: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """Say for each text whether its script is that of one of the languages."""
    found = [
        may_be_in(text, codes)
        for first in range(0, len(texts), AT_ONCE)
        for text in texts.iloc[first : first + AT_ONCE]
    ]
    return pd.Series(found, index=texts.index, dtype=bool)


def language_codes(articles: pd.DataFrame) -> pd.Series:
    """Return the language of each article, such as "en" for "en-GB" or "English"; or "unknown"."""
    if "language" not in articles:
        return pd.Series(UNKNOWN, index=articles.index)
    names = articles["language"].astype("str")
    codes = {name: code_of_language(name) or UNKNOWN for name in names.unique()}
    return names.map(codes)


def told_counts(counts: Mapping[str, int]) -> str:
    """Return counts of languages in words.

    Examples
    --------
    >>> told_counts({"en": 40, "fr": 2, "unknown": 1})
    '40 English, 2 French and 1 unknown'
    """
    told = [f"{n:,} {name_language(code)}" for code, n in counts.items()]
    return listed(told, most=N_NAMES)


def _counts(codes: pd.Series) -> dict[str, int]:
    sizes = codes.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return {str(code): int(n) for code, n in sizes.items()}


def _main(codes: pd.Series) -> str:
    """Return the most frequent language; English if none is known."""
    return next((code for code in _counts(codes) if code != UNKNOWN), "en")


def _tokenizing(language: str, *, is_chosen: bool) -> tuple[dict[str, Any], list[str]]:
    """Return the options of `tokenize` for a language, and what is missing for it."""
    options: dict[str, Any] = {"language": language, "fold_spelling": language in SPELLINGS}
    try:
        choose_stop_words("run_study", "news", language=language)
    except (InputError, MissingExtraError) as error:
        if is_chosen:
            raise
        why = str(error).removeprefix("run_study: ")
        problem = f"No stop words of {name_language(language)} were left out: {why}"
        return {**options, "stop_words": None}, [problem]
    return options, []


def _list_name(language: str, options: Mapping[str, Any]) -> str:
    if options.get("stop_words", "news") is None:
        return ""
    if language == "en":
        return "the toolkit's English list"
    return f"{name_language(language)} in stopwordsiso {version('stopwordsiso')}"


def _mixed(counts: Mapping[str, int], main: str) -> list[str]:
    """Say what several languages mean for the numbers, if there are several."""
    others = {code: n for code, n in counts.items() if code not in {main, UNKNOWN}}
    if not others:
        return []
    n, total = sum(others.values()), sum(counts.values())
    unclear = counts.get(UNKNOWN, 0)
    which = told_counts(others)
    if unclear:
        which = f"{which}; the language of {unclear:,} could not be told"
    return [
        f"{of_total(n, total, 'article')} {verb(n, 'is', 'are')} in "
        f"{verb(n, 'another language', 'other languages')} than {name_language(main)} ({which}). "
        f"All are counted: a theme defined in one language finds nothing in another, and topics "
        f"and distinctive words may tell languages apart instead of subjects. To set the others "
        f"aside, give --languages {main}.",
        *(_BEHIND[code] for code in _BEHIND if others.get(code, 0) >= PART_TOLD * total),
    ]


def _unsupported(language: str) -> list[str]:
    """Say once what is not done for a language that the toolkit knows less well than English."""
    if language == "en":
        return []
    name = name_language(language)
    return [
        f"For {name}, the forms of a word are counted apart, so use * in themes, and sentences end "
        f"by the English list of abbreviations."
    ]


def part_of_language(record: Mapping[str, Any]) -> str:
    """Say how common the language is whose stop words are left out.

    Examples
    --------
    >>> part_of_language({"main": "en", "counts": {"en": 9, "fr": 1}, "set_aside": {}})
    'the language of most articles'
    >>> part_of_language({"main": "en", "counts": {"en": 4, "fr": 4, "de": 2}, "set_aside": {}})
    'as common as French'
    """
    kept = Counter(record["counts"])
    kept.subtract(record["set_aside"])
    n = kept[record["main"]]
    same = [code for code in kept if kept[code] == n and code not in {record["main"], UNKNOWN}]
    if same and n:
        return f"as common as {listed([name_language(code) for code in same])}"
    return "the language of most articles" if 2 * n > kept.total() else "the most common language"


def count_of_languages(record: Mapping[str, Any]) -> str:
    """Return a sentence on the languages of the articles and those set aside.

    Examples
    --------
    >>> count_of_languages({"counts": {"en": 9, "fr": 1}, "set_aside": {"fr": 1}})
    'By language, the articles are 9 English and 1 French; 1 article was set aside (1 French).'
    """
    sentence = f"By language, the articles are {told_counts(record['counts'])}"
    n = sum(record["set_aside"].values())
    if not n:
        return f"{sentence}; none was set aside."
    was, which = "was" if n == 1 else "were", told_counts(record["set_aside"])
    return f"{sentence}; {count(n, 'article')} {was} set aside ({which})."
