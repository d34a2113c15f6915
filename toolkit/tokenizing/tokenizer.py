"""`tokenize`: from texts to `Tokens`.

scan (surface forms) → normalize → aliases → terms (lower case, lemmas) → phrases → kinds
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._core.checks import check_count
from toolkit._core.user_warnings import warn_user
from toolkit.errors import InputError, PatternWarning, check_option, shorten
from toolkit.tokenizing.aliases import read_aliases
from toolkit.tokenizing.block_cuts import count_values
from toolkit.tokenizing.buffers import ArrowTexts, as_arrow, as_chunks
from toolkit.tokenizing.language_check import warn_of_languages
from toolkit.tokenizing.lemmas import LEMMAS, check_lemmas
from toolkit.tokenizing.nltk_tokenizers import TOKENIZERS, scan_with_nltk
from toolkit.tokenizing.patterns import UNSPACED, warn_of_wildcard
from toolkit.tokenizing.scanner import scan
from toolkit.tokenizing.spelling_variants import check_spelling, with_spellings
from toolkit.tokenizing.stop_lists import choose_stop_words
from toolkit.tokenizing.store import Tokens
from toolkit.tokenizing.string_bytes import byte_table, holds_bytes
from toolkit.tokenizing.token_assembly import PLAIN, Source, assemble

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.reading.corpus import Corpus
    from toolkit.tokenizing.stream import Stream

_KEEPS_PLAIN: ContextVar[bool] = ContextVar("keeps_plain", default=False)

MAX_UNSPACED = 0.1
"""Share of letters in scripts without spaces above which `tokenize` warns."""

MIN_UNSPACED = 500
"""Letters of such scripts below which it does not: a few names are no corpus."""

_FIRST_UNSPACED = byte_table(range(0xE0, 0xE2), range(0xE3, 0xEA))
"""First bytes of the letters that `UNSPACED` finds."""


def tokenize(  # noqa: PLR0913  # every choice on the way from text to terms
    texts: pd.Series | Corpus | Sequence[str],
    *,
    aliases: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    phrases: bool | Iterable[str] | pd.DataFrame | None = None,
    stop_words: str | Iterable[str] | None = "news",
    lemmas: str | None = None,
    lower: bool = True,
    min_length: int = 2,
    tokenizer: str = "news",
    language: str = "en",
    fold_spelling: bool = False,
    progress: bool = True,
) -> Tokens:
    """Split texts into terms that keep their position in the text.

    The news tokenizer keeps these whole: U.S., al-Qaeda, COVID-19, F-16s, 3.5, 9/11, e-mail,
    @handles, #tags, web addresses, vowelled Arabic, a word hyphenated across a line break. A
    possessive 's is removed. Stop words, numbers, addresses and terms that are too short stay in
    the result, flagged; iteration and counting skip them.

    "US", "IS", "WHO" and "IT" keep their capitals when everything else is lower-cased, because
    their lower-case forms are other words. On a line set in capitals they are lower-cased too.

    Parameters
    ----------
    texts : pandas.Series of str, Corpus, or sequence of str
        The texts; the index of a Series becomes ``article_id``. The texts of a corpus on disk
        (`open_corpus`) are read part by part; what is found is kept beside it, so that a job that
        was stopped goes on where it was.
    aliases : path or mapping, optional
        Names of one thing: a TOML file, or
        ``{"Islamic State": {"variants": ["ISIL", "Daesh"], "case_sensitive": ["IS"]}}``. The
        longest name wins. Names in ``case_sensitive`` must match exactly and are ignored on a
        line set in capitals; the others match regardless of case, diacritics and apostrophes.
        ``tokens.surface(k)`` is the printed form; ``tokens.plain()`` undoes the aliases.
    phrases : bool, iterable of str or DataFrame of `find_phrases`, optional
        True finds phrases and joins them: pairs with an NPMI of at least 0.5 (`find_phrases`),
        and triples whose pairs rarely occur without the third word, such as "Kim Jong Un". A list
        joins the phrases listed. Where two overlap the longer wins; of equally long ones, the one
        listed first.
    stop_words : {"news", "english"}, iterable of str, or None
        A list (see `stop_words`), or words as they are printed. For a ``language`` other than
        English, "news" means its list in the package stopwordsiso (extra ``lang``).
    lemmas : {"snowball", "wordnet", "simplemma"}, optional
        Reduce terms to stems (NLTK's Snowball) or lemmas (WordNet, simplemma). Names in capitals
        (AIDS) are not reduced, so that they stay apart from words (aids).
    lower : bool
        Lower-case the terms.
    min_length : int
        Shortest term that is counted, in characters.
    tokenizer : str
        "news", or one of NLTK's: "nltk_treebank", "nltk_word", "nltk_tweet", "nltk_toktok",
        "nltk_wordpunct". NLTK's tokens without a letter or digit are dropped.
    language : str
        ISO 639-1 code of the texts, such as "fr". It selects stop words and lemmas. In Arabic
        ("ar"), themes and contexts also find a word with wa-, fa-, bi-, ka-, li- or the article
        in front of it; in French, l', d', qu' and the like are taken off words.
    fold_spelling : bool
        Take spellings of one Arabic or Persian word as one ("ar", "fa"): أ إ آ ٱ as ا, ى as ي, ة
        as ه, Persian ک ی as ك ي (in Persian the other way round, and آ stays). Stop words stay as
        they are printed, so that على (on) is not علي (Ali).
    progress : bool
        Show a progress bar if tokenizing takes more than two seconds.

    Returns
    -------
    Tokens
        Iterating it yields lists of str; see `Tokens`.

    Raises
    ------
    InputError
        If a text is missing or an option is invalid.
    MissingExtraError
        If the package for lemmas or for the stop words of a language is not installed.
    MissingResourceError
        If ``lemmas="wordnet"`` and the WordNet data is not installed.

    Warns
    -----
    PatternWarning
        If a stop word can match nothing, or much of the text is in a script without spaces.
    LanguageWarning
        If stop words come from a list and most texts of a sample are not in ``language``, or a
        fifth of them are in another one.

    Examples
    --------
    >>> import toolkit as tt
    >>> tokens = tt.tokenize(["U.S. and US forces told us that Daesh’s F-16s are a myth."])
    >>> tokens[0]
    ['u.s.', 'US', 'forces', 'us', 'daesh', 'f-16s', 'myth']
    >>> tokens.surface(7)
    'Daesh’s'
    """
    check_option("tokenize", "lemmas", lemmas, (None, *LEMMAS))
    check_option("tokenize", "tokenizer", tokenizer, ("news", *TOKENIZERS))
    check_count("tokenize", "min_length", min_length)
    check_lemmas("tokenize", lemmas, language)
    check_spelling("tokenize", language, fold_spelling=fold_spelling)
    corpus = as_corpus(texts)
    kept, article_id = check_texts("tokenize", texts if corpus is None else corpus["text"])
    if corpus is not None and isinstance(kept, ArrowTexts):
        kept.release = corpus.release
    options: dict[str, Any] = {
        "aliases": read_aliases("tokenize", aliases),
        "phrases": _listed_phrases(phrases),
        "stop_words": choose_stop_words(
            "tokenize", stop_words, language=language, tokenizer=tokenizer
        ),
        "lemmas": lemmas,
        "lower": lower,
        "min_length": min_length,
        "tokenizer": tokenizer,
        "language": language,
        "fold_spelling": fold_spelling,
    }
    if fold_spelling:
        own = "" if isinstance(stop_words, str) else language
        options["stop_words"] = with_spellings(options["stop_words"], own)
    is_plain = not any(options[name] for name in ("aliases", "lemmas", "fold_spelling"))
    stream = _scan(kept, tokenizer, corpus=corpus, show=progress, is_sorted=not is_plain)
    options["packages"] = {name: version(name) for name in _packages(options, stop_words)}
    is_unspaced = _warn_of_scripts(stream)
    if isinstance(stop_words, str) and not is_unspaced:
        warn_of_languages("tokenize", kept, language)
    again = tokenize_again if corpus is None else partial(tokenize_again, corpus=corpus)
    source = Source(kept, article_id, options, again)
    return assemble(stream, source, keeps_plain=_KEEPS_PLAIN.get())


@contextmanager
def plain_kept() -> Iterator[None]:
    """Inside the block, `tokenize` keeps what `Tokens.plain` returns, from the same scan.

    It is for a caller that needs both, since themes are matched on the plain tokens; otherwise they
    would take memory that nobody uses.
    """
    before = _KEEPS_PLAIN.set(True)
    try:
        yield
    finally:
        _KEEPS_PLAIN.reset(before)


def tokenize_again(tokens: Tokens, *, corpus: Corpus | None = None) -> Tokens:
    """Tokenize the texts of ``tokens`` again, without aliases, phrases and lemmas.

    Tokens of a whole ``corpus`` start from its scanned parts.
    """
    options = {**tokens.options, **PLAIN}
    is_whole = corpus is not None and len(tokens) == len(corpus)
    is_whole = is_whole and isinstance(tokens.texts, ArrowTexts)  # no selection
    whole = corpus if is_whole else None
    stream = _scan(tokens.texts, options["tokenizer"], corpus=whole, is_sorted=True)
    return assemble(stream, Source(tokens.texts, tokens.article_id, options, tokenize_again))


def _scan(
    texts: Sequence[str],
    tokenizer: str,
    *,
    corpus: Corpus | None,
    is_sorted: bool,
    show: bool = False,
) -> Stream:
    if corpus is not None:
        from toolkit.tokenizing.corpus_scan import scan_corpus

        return scan_corpus(corpus, tokenizer, show=show)
    if tokenizer == "news":
        return scan(texts, show=show, is_sorted=is_sorted)
    return scan_with_nltk(texts, tokenizer, show=show)


def as_corpus(texts: Any) -> Corpus | None:
    """Return ``texts`` if it is a corpus on disk."""
    if not hasattr(type(texts), "columns"):  # a Series would look through its whole index
        return None
    from toolkit.reading.corpus import Corpus

    return texts if isinstance(texts, Corpus) and "text" in texts.columns else None


def check_texts(function: str, texts: Any) -> tuple[Sequence[str], pd.Index]:
    """Return the texts, checked to be strings, and their index."""
    import pandas as pd

    check_kind_of_texts(function, texts)
    if isinstance(texts, pd.Series):
        _check_strings(function, texts, texts.index)
        return ArrowTexts(as_chunks(texts.array)), texts.index
    listed = texts if isinstance(texts, (list, ArrowTexts)) else list(texts)
    index = pd.RangeIndex(len(listed))
    if isinstance(listed, list):
        _check_strings(function, listed, index)
    return listed, index


def check_kind_of_texts(function: str, texts: Any) -> None:
    """Raise `InputError` for a table, a dict, a set or one text, whose items are not the texts."""
    import pandas as pd

    kinds = {pd.DataFrame: "a DataFrame", Mapping: "a dict", Set: "a set"}
    named = next((name for kind, name in kinds.items() if isinstance(texts, kind)), None)
    is_table = named is None and hasattr(type(texts), "columns")
    is_list = hasattr(texts, "__iter__") and not isinstance(texts, (str, bytes))
    if is_list and named is None and not is_table:
        return
    found = named or ("a table" if is_table else shorten(texts))
    clean = ""
    if "body" in getattr(texts, "columns", ()) and "text" not in texts.columns:
        clean = " Clean them first: articles = tt.clean_articles(articles)."
    message = (
        f"{function}: texts must be a Series or a list of texts, such as articles['text']; "
        f"got {found}.{clean}"
    )
    raise InputError(message)


def _packages(options: Mapping[str, Any], stop_words: object) -> list[str]:
    """Return the packages beside the toolkit whose versions the terms depend on."""
    lemmas, tokenizer, language = (options[n] for n in ("lemmas", "tokenizer", "language"))
    used = {
        "nltk": lemmas in {"snowball", "wordnet"} or tokenizer != "news",
        "simplemma": lemmas == "simplemma",
        "stopwordsiso": stop_words == "news" and language != "en",
    }
    return [name for name, is_used in used.items() if is_used]


def _warn_of_scripts(stream: Stream) -> bool:
    """Warn, and return True, if much of the corpus is in scripts written without spaces."""
    forms = as_arrow(stream.surfaces)
    some = np.flatnonzero(holds_bytes(forms, _FIRST_UNSPACED))
    names = forms.take(pa.array(some)).to_pylist()
    unspaced = some[[UNSPACED.search(name) is not None for name in names]]
    if not len(unspaced):
        return False
    seen = count_values(stream.ids, len(forms)) if stream.seen is None else stream.seen
    lengths = pc.utf8_length(forms.take(pa.array(unspaced))).to_numpy()
    n_unspaced = int(seen[unspaced] @ lengths)
    if n_unspaced <= MIN_UNSPACED:
        return False
    share = n_unspaced / int(seen @ pc.utf8_length(forms).to_numpy())
    if share <= MAX_UNSPACED:
        return False
    message = (
        f"tokenize: {share:.0%} of the letters are in a script written without spaces between "
        f"words (Chinese, Japanese, Thai, …), which is not cut into words: a term is a whole run "
        f"of letters. Cut such texts into words first, with spaces between them."
    )
    warn_user(message, PatternWarning)
    return True


def _listed_phrases(phrases: Any) -> Literal[True] | tuple[str, ...] | None:
    """Return True, the phrases listed, or None."""
    if phrases is None or isinstance(phrases, bool):
        return True if phrases else None
    if hasattr(phrases, "columns"):
        phrases = phrases["phrase"]
    if isinstance(phrases, str) or not hasattr(phrases, "__iter__"):
        message = f"tokenize: phrases must be True or a list of phrases; got {phrases!r}."
        raise InputError(message)
    listed = tuple(phrases)
    wrong = [phrase for phrase in listed if not isinstance(phrase, str)]
    if wrong:
        message = f"tokenize: phrases must be words (str); got {shorten(wrong[0])}."
        raise InputError(message)
    for phrase in listed:
        warn_of_wildcard("tokenize: phrases", phrase)
    return listed


def _check_strings(function: str, texts: Any, index: pd.Index) -> None:
    if str(getattr(texts, "dtype", "")) in {"str", "string"} and not texts.hasnans:
        return
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            message = (
                f"{function}: the text of article {index[place]!r} is {shorten(text)}, not a "
                "string. Fill missing texts with '' or leave the articles out."
            )
            raise InputError(message)
