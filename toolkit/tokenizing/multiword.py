"""Multiword tokens: listed sequences (aliases, phrases) merge into one token.

Of two overlapping aliases the one that begins first is joined. Of two overlapping phrases the
longer one is joined; of equally long ones, the one listed first ("Barack Obama" rather than
"President Barack").
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit._core.globs import without_dots
from toolkit._core.letter_case import fold_case
from toolkit.tokenizing.aliases import fold, fold_all
from toolkit.tokenizing.patterns import WordPattern, compile_pattern
from toolkit.tokenizing.sequences import Listed, cut_tokens, gap_rule, join
from toolkit.tokenizing.term_names import token_names

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from toolkit.tokenizing.aliases import Alias
    from toolkit.tokenizing.stream import Stream

MAX_COMPOSITIONS = 256
"""Mixtures of hyphens and spaces that are tried for one name."""

MAX_DOTTED = 4
"""Letters of an abbreviation that may also be written with full stops."""


def join_aliases(
    stream: Stream,
    names: list[str],
    aliases: Sequence[Alias],
    *,
    texts: Sequence[str],
    tokenizer: str = "news",
    is_own: bool = False,
) -> tuple[Stream, list[str]]:
    """Replace every alias by its canonical name; ``names[id]`` is the name of a token.

    ``texts`` are those of the stream.
    ``is_own`` lets the tokens be changed in place.
    """
    if not aliases:
        return stream, names
    given = stream
    stream, names = _split_compounds(stream, names, aliases)
    folds = fold_all(names)
    folded, exact = _index_of(folds), _index_of(names)
    results: dict[str, int] = {}
    listed = []
    for alias in aliases:
        pattern = compile_pattern(alias.variant, tokenizer)
        for words in compositions(
            pattern, _Known(exact if alias.case_sensitive else folded, alias)
        ):
            keys = tuple(folded[fold(word.name)] for word in words)
            same = tuple(exact[word.name] if alias.case_sensitive else -1 for word in words)
            result = results.setdefault(alias.canonical, len(results))
            crosses = tuple(gap_rule(word.sign, crosses=word.crosses) for word in words)
            listed.append(Listed(keys, same, result, crosses=crosses))
    key_of = np.array([folded[name] for name in folds], dtype=np.int32)
    exact_of = np.array([exact[name] for name in names], dtype=np.int32)
    is_own = is_own or stream is not given
    stream = join(
        stream,
        listed,
        keys=key_of,
        exact=exact_of,
        n_names=len(names),
        texts=texts,
        is_own=is_own,
    )
    return stream, names + [name.replace(" ", "_") for name in results]


class _Known:
    """The names that occur, as an alias compares them."""

    def __init__(self, names: Mapping[str, int], alias: Alias) -> None:
        self._names = names
        self._fold = str if alias.case_sensitive else fold

    def __contains__(self, name: object) -> bool:
        """Return whether the name occurs."""
        return self._fold(str(name)) in self._names


class Word(NamedTuple):
    """One token of a sequence: its name, whether a sign may precede it, and which one must."""

    name: str
    crosses: bool
    sign: str = ""


def compositions(pattern: WordPattern, known: Container[str]) -> Iterator[tuple[Word, ...]]:
    """Yield the ways in which the pieces of a pattern can be tokens, with hyphens or without.

    Parameters
    ----------
    pattern : WordPattern
        From `compile_pattern`.
    known : container of str
        Names of tokens; others are not yielded.

    Yields
    ------
    tuple of Word
        "anti-government protest" as ("anti-government", "protest") and ("anti", "government",
        "protest"), if these occur; 256 at most.
    """
    yield from islice(_compose(pattern, known, 0), MAX_COMPOSITIONS)


def _compose(pattern: WordPattern, known: Container[str], at: int) -> Iterator[tuple[Word, ...]]:
    pieces = pattern.printed
    if at == len(pieces):
        yield ()
        return
    for size in range(len(pieces) - at, 0, -1):
        if any(pattern.crosses[at + 1 : at + size]) or "&" in pattern.signs[at + 1 : at + size]:
            continue
        for name in _forms(pieces[at : at + size], is_compound=any(pattern.hyphens[at : at + 2])):
            if name in known:
                for rest in _compose(pattern, known, at + size):
                    yield (Word(name, pattern.crosses[at], pattern.signs[at]), *rest)


def _forms(parts: Sequence[str], *, is_compound: bool) -> Iterable[str]:
    """Return the names that some pieces may have as one token; U.S.-backed is US-backed."""
    joined = "-".join(parts)
    if len(parts) > 1:
        return dict.fromkeys((joined, "-".join(map(without_dots, parts))))
    is_short = is_compound and 1 < len(joined) <= MAX_DOTTED and joined.isalpha()
    return (joined, ".".join(joined) + ".") if is_short else (joined,)


def join_phrases(
    stream: Stream,
    terms: list[str],
    phrases: Iterable[str],
    *,
    texts: Sequence[str],
    reader: PhraseReader | None = None,
    is_own: bool = False,
) -> tuple[Stream, list[str], list[str]]:
    """Merge every listed phrase into one term; earlier phrases take precedence.

    Parameters
    ----------
    stream : Stream
        Tokens.
    terms : list of str
        The term of each id.
    phrases : iterable of str
        Terms separated by spaces or underscores; with a ``reader``, also words as a person writes
        them.
    texts : sequence of str
        The texts of the tokens.
    reader : PhraseReader, optional
        How the words of the texts become terms.
    is_own : bool
        Change the tokens in place.

    Returns
    -------
    Stream, list of str, list of str
        The tokens, the terms with the joined ones at their end, and the joined ones.
    """
    numbers = _index_of(terms)
    results: dict[str, int] = {}
    listed = []
    for place, phrase in enumerate(phrases):
        for words, name in _sequences(phrase, numbers, reader):
            keys = tuple(numbers[word.name] for word in words)
            rank = place - (len(keys) << 32)
            crosses = tuple(gap_rule(word.sign, crosses=word.crosses) for word in words)
            result = results.setdefault(name, len(results))
            listed.append(Listed(keys, (-1,) * len(keys), result, rank, crosses))
    every = np.arange(len(terms), dtype=np.int32)
    stream = join(
        stream,
        listed,
        keys=every,
        exact=every,
        n_names=len(terms),
        texts=texts,
        is_own=is_own,
    )
    return stream, [*terms, *results], list(results)


class PhraseReader(NamedTuple):
    """How the words of the texts became terms."""

    tokenizer: str
    to_term: Callable[[str], str]


class _Terms:
    """The terms that occur, asked for by the names of tokens."""

    def __init__(self, numbers: Mapping[str, int], to_term: Callable[[str], str]) -> None:
        self._numbers, self._to_term = numbers, to_term

    def __contains__(self, name: object) -> bool:
        """Return whether the term of the name occurs."""
        return self._to_term(str(name)) in self._numbers


def _sequences(
    phrase: str, numbers: Mapping[str, int], reader: PhraseReader | None
) -> Iterator[tuple[tuple[Word, ...], str]]:
    """Yield the sequences of terms that are a phrase, and the joined term."""
    parts = (phrase if " " in phrase else phrase.replace("_", " ")).split()
    terms = [part if part in numbers else fold_case(part) for part in parts]
    name = "_".join(terms)
    are_terms = len(terms) > 1 and all(term in numbers for term in terms)
    if are_terms:
        yield tuple(Word(term, crosses=False) for term in terms), name
    if reader is None:
        return
    written = phrase if len(phrase.split()) > 1 else " ".join(parts)
    pattern = compile_pattern(written, reader.tokenizer)
    if len(pattern.pieces) < 2:
        return
    if not are_terms:
        name = "_".join(map(reader.to_term, token_names(written, reader.tokenizer)))
    for words in compositions(pattern, _Terms(numbers, reader.to_term)):
        yield tuple(word._replace(name=reader.to_term(word.name)) for word in words), name


def _split_compounds(
    stream: Stream, names: list[str], aliases: Sequence[Alias]
) -> tuple[Stream, list[str]]:
    """Split "ISIS-held" after the name, so that the alias is found in it."""
    exact = {alias.variant for alias in aliases if alias.case_sensitive}
    folded = {fold(alias.variant) for alias in aliases}
    known = folded | {fold(name) for name in exact}
    lowered = {fold_case(name) for name in exact}
    cut = np.zeros(len(names), dtype=np.int32)
    whole = {name: number for number, name in reversed(list(enumerate(names)))}
    pieces: list[tuple[int, int]] = [(0, 0)] * len(names)
    added: list[str] = []
    for number, name in enumerate(names):
        head, hyphen, tail = name.partition("-")
        is_name = head in exact or (fold(head) in folded and head not in lowered)
        if hyphen and tail.islower() and is_name and fold(name) not in known:
            cut[number] = len(head)
            for piece in (head, tail):
                if piece not in whole:
                    whole[piece] = len(names) + len(added)
                    added.append(piece)
            pieces[number] = (whole[head], whole[tail])
    if not added and not cut.any():
        return stream, names
    return cut_tokens(stream, cut, np.array(pieces, dtype=np.int32)), names + added


def _index_of(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}
