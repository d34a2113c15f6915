"""Language detection: enough to warn of a mixed corpus, never used to drop a text.

The built-in method looks at the script, then at letters specific to one language, then at the
most frequent words of each language. If in doubt, it returns no language.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError, check_option, require_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

METHODS = ("words", "py3langid")
SAMPLE = 1500
"""Number of characters examined per text."""
MIN_PACKAGE_WORDS = 10
"""Words that a text needs before py3langid is asked; with fewer it errs too often."""

_RANGES = (
    ("Latn", "A-Za-zÀ-ɏḀ-ỿ"),
    ("Cyrl", "Ѐ-ԯ"),
    ("Arab", "ؠ-يٮ-ەۮ-ۿݐ-ݿﭐ-ﷻﹰ-ﻼ"),
    ("Grek", "Ͱ-Ͽἀ-῿"),
    ("Hebr", "א-ת"),
    ("Hang", "가-힣ᄀ-ᇿ"),
    ("Kana", "ぁ-ヺ"),
    ("Hani", "一-鿿㐀-䶿"),
    ("Deva", "ऄ-ह"),
    ("Beng", "অ-হ"),
    ("Taml", "அ-ஹ"),
    ("Thai", "ก-ฮ"),
    ("Geor", "ა-ჿ"),
    ("Armn", "Ա-ֆ"),
    ("Ethi", "ሀ-ፚ"),
)
_SCRIPTS = {name: re.compile(f"[{letters}]") for name, letters in _RANGES}
_ONE_LANGUAGE = {
    "Grek": "el",
    "Hebr": "he",
    "Hang": "ko",
    "Kana": "ja",
    "Hani": "zh",
    "Taml": "ta",
    "Beng": "bn",
    "Thai": "th",
    "Geor": "ka",
    "Armn": "hy",
}

_NOT_RUSSIAN = frozenset("өүқғңһұә")

# Letters that identify one language of a script, the rarer language first.
_LETTERS = {
    "Arab": (("ckb", "ێۆڵڕ"), ("ps", "ښړټډځڅۍې"), ("ur", "ٹڈڑںےہھ"), ("fa", "پچژگ")),
    "Cyrl": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђјљњћџ"), ("mk", "ѓѕќ"), ("ru", "ыэё")),
}
_LAST_LETTERS = {
    "Arab": ("ar", "ةىأإ", ""),
    "Cyrl": ("ru", "ыэё", "ъіїєґўђјљњћџѓѕќ"),
}
"""Where words do not decide: a language, letters only it has here, and letters it does not have."""
_MIN_LETTERS = 40
"""Letters from which a single one of `_LAST_LETTERS` decides."""
_LETTER_SHARE = 0.012
"""Share of the letters that the settling ones must have: a foreign name has fewer."""

_WORDS = """
    en: the of and to in a that is for on was with as by it at from he has his be said are not
        have an were which but they this who will had their been would its or more we after
    fr: le la les de des du et en un une que qui dans pour est sur par au aux pas plus avec
        son sa ses ce cette il elle ont été sont mais se ne nous vous leur comme aussi être
        après
    de: der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch
        es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über
        hatte oder
    es: el la los las de del y en un una que por con para se no su al lo como más o pero sus
        le ha este sí porque esta entre cuando muy sin sobre también me hasta hay donde fue
        ser desde
    tr: ve bir bu için ile de da olarak çok daha sonra ancak gibi olan en ne kadar var göre ya
        değil oldu ise her diye olduğunu dedi tarafından iki yeni ki türkiye etti üzerinde
        sayın
    it: il lo la i gli le di del della e è che in un una per con non si sono da dal al alla
        come più anche ha nel nella ma su questo dei delle stato essere cui suo hanno dopo
    pt: o a os as de do da dos das e em um uma que por com para se não no na nos nas ao mais
        como mas foi são sua seu pelo pela também já quando muito até isso ele está ser após
    nl: de het een en van in is dat op te voor met zijn die niet aan er om ook als bij door
        maar naar dan nog wordt uit worden hij heeft hebben tot deze over wel werd geen ze
    ar: في من على إلى أن التي الذي هذا هذه عن مع كان كما قال بعد بين ذلك لا ما لم وقد وقال ولا
        حتى خلال كل قبل غير أو ثم إن عند الى وفي كانت
    fa: و در به از که این را با است برای آن یک خود تا بر شده بود هم می شد کرد ها گفت اما های
        ما پس نیز کند دارد باید وی شود هر دو کرده
    ur: کے میں کی ہے اور سے کا کو اس نے پر کہ ہیں نہیں یہ تھا گیا ایک بھی کر ان کیا جو لیے تو
        تھے ہو رہے وہ کہا بعد ہوئے دیا تک
    ru: и в не на что он с как по это из к но за его от о она для так мы же у вы был которые
        было также при до все если или их после
    uk: і в не на що він з як та це із до але за його від про вона для так ми був які було
        також при все якщо або їх після у й
    bg: и в на не да се от за че с са по като е той ще беше но или при до след които това има
"""
_VOTES = {
    entry[:2]: frozenset(entry[3:].split()) for entry in re.split(r"\n    (?=\w\w:)", _WORDS)[1:]
}
_BY_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(name for name, words in _VOTES.items() if word in words)
    for word in frozenset().union(*_VOTES.values())
}
_SCRIPT_LANGUAGES = {
    "Latn": ("en", "fr", "de", "es", "tr", "it", "pt", "nl"),
    "Arab": ("ar", "fa", "ur"),
    "Cyrl": ("ru", "uk", "bg"),
}
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = "’‘“”—–…•"
_SPACED = {code: " " for code in range(128) if not chr(code).isalpha()}
_MANY = 1000
"""Texts from which compiled code pays."""
_MIN_VOTES, _MIN_WORDS = 2.5, 3
_MIN_SHARE = 0.08
_MIN_LEAD = 1.3


def detect_languages(
    texts: pd.Series[str] | Sequence[str | None], *, method: str = "words"
) -> pd.DataFrame:
    """Detect the language of each text.

    Parameters
    ----------
    texts : Series or sequence of str
        Texts of any length; the first 1,500 characters of each are examined.
    method : {"words", "py3langid"}
        "words" needs no package: it uses the script, letters specific to one language, and the
        most frequent words of English, French, German, Spanish, Turkish, Italian, Portuguese,
        Dutch, Arabic, Persian, Urdu, Russian, Ukrainian and Bulgarian. "py3langid" uses the
        package of that name (extra ``lang``), which covers about a hundred languages. It names
        one for any text, and for short ones often a wrong one: of English news, 59 % of passages
        of 3 words are told as English, 97 % of those of 10. A text of fewer than 10 words
        therefore gets none here.

    Returns
    -------
    DataFrame
        Indexed as ``texts``: ``language`` (BCP 47; ``und-Deva`` and the like if only the script
        is certain, '' if nothing is), ``how`` ("script", "letters", "words", "py3langid" or '')
        and ``n_words``, the number of words examined.

    Raises
    ------
    InputError
        If the method is unknown, or a single string is given.
    MissingExtraError
        If ``method="py3langid"`` and the package is not installed.

    Examples
    --------
    >>> texts = ["The talks will go on after the summit", "Die Gespräche werden am Montag", "42"]
    >>> detect_languages(texts)["language"].tolist()
    ['en', 'de', '']
    """
    check_option("detect_languages", "method", method, METHODS)
    if isinstance(texts, str):
        message = (
            "detect_languages: texts must be a sequence of strings; got one string. Pass [text]."
        )
        raise InputError(message)
    index = texts.index if isinstance(texts, pd.Series) else pd.RangeIndex(len(texts))
    samples = [text[:SAMPLE] if isinstance(text, str) else "" for text in texts]
    by_words = method == "words"
    found = detect_by_words(samples) if by_words else [*map(_by_package(_py3langid()), samples)]
    languages, how, n_words = zip(*found, strict=True) if found else ((), (), ())
    return pd.DataFrame(
        {
            "language": pd.Series(languages, index=index, dtype="str"),
            "how": pd.Series(how, index=index, dtype="str"),
            "n_words": pd.Series(n_words, index=index, dtype="int64"),
        },
        index=index,
    )


def detect_by_words(samples: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return of each sample its language, the evidence, and the number of words.

    Examples
    --------
    >>> detect_by_words(["The talks will go on after the summit", "42"])
    [('en', 'words', 8), ('', '', 0)]
    """
    return _detect_in_many(samples) if len(samples) >= _MANY else [*map(_detect_in_any, samples)]


def _detect_in_any(sample: str) -> tuple[str, str, int]:
    """Return the language of a sample, the evidence, and the number of words."""
    folded = sample.casefold()
    words = _words(folded)
    return (*_detect_by_words(folded, words), len(words)) if words else ("", "", 0)


def _by_package(
    classify: Callable[[str], str],
) -> Callable[[str], tuple[str, str, int]]:
    def detect(sample: str) -> tuple[str, str, int]:
        folded = sample.casefold()
        n_words = len(_words(folded))
        if n_words < MIN_PACKAGE_WORDS:
            return "", "", n_words
        return classify(folded), "py3langid", n_words

    return detect


def _detect_in_many(samples: Sequence[str]) -> list[tuple[str, str, int]]:
    """Detect the languages of many samples: those in Latin letters in compiled code."""
    from toolkit.reading.latin_votes import vote_in_latin

    names = _SCRIPT_LANGUAGES["Latn"]
    voters = tuple((word, tuple(found)) for word, found in _voters(names).items())
    limits = (_MIN_VOTES, _MIN_SHARE, _MIN_LEAD, _MIN_WORDS)
    voted = zip(samples, *vote_in_latin(samples, voters, names, limits), strict=True)
    return [
        _detect_in_any(sample)
        if language is None
        else (language, "words" if language else "", n_words)
        for sample, language, n_words in voted
    ]


def _words(sample: str) -> list[str]:
    """Return the runs of letters; where all of them are ASCII, four times as fast."""
    plain = sample
    if not sample.isascii():
        for mark in _MARKS:
            plain = plain.replace(mark, " ")
    return plain.translate(_SPACED).split() if plain.isascii() else _WORD.findall(sample)


def name_language(code: str) -> str:
    """Return the English name of a language known to the default method, else its code.

    Examples
    --------
    >>> name_language("fa"), name_language("sw")
    ('Persian', 'sw')
    """
    return _NAMES.get(code, code)


_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "bg": "Bulgarian",
    "el": "Greek",
    "he": "Hebrew",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
}


def may_be_in(text: str, languages: Sequence[str]) -> bool:
    """Return whether a text's script is that of one of the languages, as far as is known.

    Examples
    --------
    >>> [may_be_in("Вода ушла", languages) for languages in (["ru", "en"], ["ar"])]
    [True, False]
    """
    script = _main_script(text[:SAMPLE].casefold())
    scripts = {code: name for name, codes in _SCRIPT_LANGUAGES.items() for code in codes}
    scripts |= {code: name for name, code in _ONE_LANGUAGE.items()}
    known = _SCRIPTS.get(script)
    if known is None or not known.search(text):
        return True
    return any(scripts.get(language, script) == script for language in languages)


def code_of_language(name: str) -> str:
    """Return the code of a language given as a tag, an English name or a code of three letters.

    Returns "" if the text is none of these.

    Examples
    --------
    >>> [code_of_language(name) for name in ("en-GB", "French", "ara", "hin", "Unbekannt")]
    ['en', 'fr', 'ar', 'hin', '']
    """
    given = name.strip().casefold()
    primary = re.split(r"[-_]", given)[0]
    by_name = {english.casefold(): code for code, english in _NAMES.items()}
    if given in by_name:
        return by_name[given]
    code = _THREE_LETTERS.get(primary, primary)
    return code if re.fullmatch("[a-z]{2,3}", code) else ""


_THREE_LETTERS = {
    "ara": "ar", "deu": "de", "ger": "de", "eng": "en", "spa": "es", "fas": "fa", "per": "fa",
    "fra": "fr", "fre": "fr", "ita": "it", "nld": "nl", "dut": "nl", "por": "pt", "rus": "ru",
    "tur": "tr", "ukr": "uk", "urd": "ur", "und": "",
}  # fmt: skip


def _py3langid() -> Callable[[str], str]:
    package = require_extra("py3langid", extra="lang", purpose="detect languages with py3langid")
    return lambda sample: str(package.classify(sample)[0])


def _detect_by_words(sample: str, words: list[str]) -> tuple[str, str]:
    """Return the language and the evidence: script, letters or words."""
    script = _main_script(sample)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script], "script"
    if script not in _SCRIPT_LANGUAGES:
        return (f"und-{script}", "script") if script else ("", "")
    if script == "Cyrl" and _NOT_RUSSIAN & set(sample):  # Kazakh, Mongolian, Tatar, …
        return "", ""
    if script in _LETTERS:
        n_letters = len(_SCRIPTS[script].findall(sample))
        for language, telling in _LETTERS[script]:
            if sum(map(sample.count, telling)) >= _LETTER_SHARE * n_letters:
                return language, "letters"
    voted = _vote(words, _SCRIPT_LANGUAGES[script])
    return voted if voted[0] or script not in _LAST_LETTERS else _last_guess(sample, words, script)


def _last_guess(sample: str, words: list[str], script: str) -> tuple[str, str]:
    """Return the usual language of a script if its letters, or a few words, and no others occur."""
    language, own, foreign = _LAST_LETTERS[script]
    letters = set(sample)
    if len(_SCRIPTS[script].findall(sample)) < _MIN_LETTERS or letters & set(foreign):
        return "", ""
    if letters & set(own):
        return language, "letters"
    voted = _vote(words, _SCRIPT_LANGUAGES[script], least_votes=1.5, least_words=2)
    return voted if voted[0] == language else ("", "")


def _main_script(sample: str) -> str:
    """Return the script of more than half of the letters, '' if none."""
    if len(sample) - len(sample.encode("ascii", "ignore")) < len(sample) / 8:
        return "Latn"
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    if counts["Kana"] >= 0.05 * counts["Hani"] and counts["Kana"]:
        counts["Kana"] += counts.pop("Hani")
    name = max(counts, key=lambda script: counts[script])
    return name if counts[name] > sum(counts.values()) / 2 else ""


@lru_cache
def _voters(languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the languages, of those given, that each word votes for."""
    found = {
        word: [name for name in names if name in languages] for word, names in _BY_WORD.items()
    }
    return {word: names for word, names in found.items() if names}


def _vote(
    words: list[str],
    languages: tuple[str, ...],
    *,
    least_votes: float = _MIN_VOTES,
    least_words: int = _MIN_WORDS,
) -> tuple[str, str]:
    """Let the words vote; a word shared by several languages splits its vote equally."""
    votes = dict.fromkeys(languages, 0.0)
    distinct: Counter[str] = Counter()
    known = _voters(languages)
    for word, n in Counter(filter(known.__contains__, words)).items():
        voters = known[word]
        for name in voters:
            votes[name] += n / len(voters)
            distinct[name] += 1
    (best, most), (_, next_most) = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    enough = most >= max(least_votes, _MIN_SHARE * len(words))
    sure = enough and distinct[best] >= least_words and most >= _MIN_LEAD * next_most
    return (best, "words") if sure else ("", "")
