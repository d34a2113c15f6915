"""`tokenize`: from texts to the token store, in five steps.

scan (written forms) → capitals (US, us) → aliases → terms → phrases
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._text_kernels import join_sequences
from toolkit.errors import InputError, shorten
from toolkit.tokenizing.aliases import Alias, fold, fold_all, read_aliases
from toolkit.tokenizing.joining import Listed, Sequences, pack
from toolkit.tokenizing.naming import (
    KEPT_IN_CAPITALS,
    kinds_of_terms,
    lower_names,
    tidy_surfaces,
)
from toolkit.tokenizing.scanning import Stream, scan_plainly
from toolkit.tokenizing.stopping import choose_stop_words
from toolkit.tokenizing.store import Tokens

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray


def tokenize(
    texts: pd.Series | Sequence[str],
    *,
    aliases: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    phrases: bool | Sequence[str] | pd.DataFrame | None = None,
    stop_words: str | Iterable[str] | None = "news",
    lemmas: str | None = None,
    lower: bool = True,
    min_length: int = 2,
    progress: bool = True,
) -> Tokens:
    """Cut texts into terms that keep their place in the text.

    Examples
    --------
    >>> import toolkit as tt
    >>> tokens = tt.tokenize(["U.S. and US forces told us that Daesh’s F-16s are a myth."])
    >>> tokens[0]
    ['u.s.', 'US', 'forces', 'us', 'daesh', 'f-16s', 'myth']
    >>> tokens.surface(7)
    'Daesh’s'
    """
    listed, article_id = _texts_and_index(texts)
    stops = choose_stop_words("tokenize", stop_words)
    known = read_aliases("tokenize", aliases)
    stream = _lower_capital_lines(scan_plainly(listed), listed)
    names = tidy_surfaces(stream.surfaces)
    stream, names = _apply_aliases(stream, names, known)
    terms = lower_names(names) if lower else names
    stream, terms = _merge(stream, terms)
    kinds = kinds_of_terms(terms, stop_words=stops, min_length=min_length)
    options = {
        "aliases": known,
        "phrases": phrases,
        "stop_words": stop_words if isinstance(stop_words, str) else sorted(stops),
        "lemmas": lemmas,
        "lower": lower,
        "min_length": min_length,
    }
    tokens = Tokens(
        terms=terms,
        ids=stream.ids,
        offsets=stream.offsets,
        starts=stream.starts,
        ends=stream.ends,
        gaps=stream.gaps,
        kinds=kinds,
        texts=listed,
        article_id=article_id,
        options=options,
    )
    return _apply_phrases(tokens, phrases)


def tokenize_again(tokens: Tokens) -> Tokens:
    """Return the texts of ``tokens`` tokenised without aliases, phrases or lemmas."""
    import pandas as pd

    options = tokens.options
    return tokenize(
        pd.Series(list(tokens.texts), index=tokens.article_id, dtype="str"),
        stop_words=options["stop_words"],
        lower=options["lower"],
        min_length=options["min_length"],
        progress=False,
    )


def _texts_and_index(texts: Any) -> tuple[list[str], pd.Index]:
    import pandas as pd

    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        message = (
            "tokenize: texts must be a Series or a list of texts, such as articles['text']; "
            f"got {shorten(texts)}."
        )
        raise InputError(message)
    is_series = isinstance(texts, pd.Series)
    index = texts.index if is_series else None
    listed = texts.tolist() if is_series else list(texts)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            which = f"article {index[place]!r}" if index is not None else f"text {place}"
            message = (
                f"tokenize: the text of {which} is {shorten(text)}, not a string. "
                "Fill missing texts with '' or leave the articles out."
            )
            raise InputError(message)
    return listed, index if index is not None else pd.RangeIndex(len(listed))


def _lower_capital_lines(stream: Stream, texts: Sequence[str]) -> Stream:
    """In a line set in capitals "US" and "IS" are ordinary words: give them small letters."""
    names = tidy_surfaces(stream.surfaces)
    kept = np.array([name in KEPT_IN_CAPITALS for name in names], dtype=bool)
    if not kept.any():
        return stream
    surfaces = list(stream.surfaces)
    numbers = {surface: number for number, surface in enumerate(surfaces)}
    ids = stream.ids.copy()
    text_of_token = np.repeat(np.arange(len(texts)), np.diff(stream.offsets))
    for token in np.flatnonzero(kept[ids]):
        if _in_capitals(texts[text_of_token[token]], int(stream.starts[token])):
            small = surfaces[ids[token]].lower()
            if small not in numbers:
                numbers[small] = len(surfaces)
                surfaces.append(small)
            ids[token] = numbers[small]
    return replace(stream, surfaces=surfaces, ids=ids)


def _in_capitals(text: str, at: int) -> bool:
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    return line.isupper() and sum(word.isupper() for word in line.split()) >= 3


def _apply_aliases(
    stream: Stream, names: list[str], aliases: Sequence[Alias]
) -> tuple[Stream, list[str]]:
    if not aliases:
        return stream, names
    folds = fold_all(names)
    fold_numbers = _numbers(folds)
    exact_numbers = _numbers(names)
    results: dict[str, int] = {}
    listed = []
    for alias in aliases:
        parts = tidy_surfaces(scan_plainly([alias.variant]).surfaces)
        words = [parts[k] for k in scan_plainly([alias.variant]).ids]
        keys = tuple(fold_numbers.get(fold(word), -1) for word in words)
        exact = tuple(exact_numbers.get(word, -2) if alias.case_sensitive else -1 for word in words)
        if keys and min(keys) >= 0 and min(exact) > -2:
            result = results.setdefault(alias.canonical, len(results))
            listed.append(Listed(keys, exact, result))
    if not listed:
        return stream, names
    joined = join(
        stream,
        pack(listed, len(fold_numbers)),
        keys=np.array([fold_numbers[name] for name in folds], dtype=np.int32),
        exact=np.array([exact_numbers[name] for name in names], dtype=np.int32),
        n_before=len(names),
    )
    return joined, names + [name.replace(" ", "_") for name in results]


def join(
    stream: Stream,
    sequences: Sequences,
    *,
    keys: NDArray[np.int32],
    exact: NDArray[np.int32],
    n_before: int,
) -> Stream:
    """Join sequences; result ``r`` gets the number ``n_before + r``."""
    n_tokens = len(stream.ids)
    first, last, new = (np.empty(n_tokens, dtype=np.int64) for _ in range(3))
    offsets = np.zeros_like(stream.offsets)
    n_left = join_sequences(
        keys[stream.ids], exact[stream.ids], stream.gaps, stream.offsets,
        *sequences, first, last, new, offsets,
    )  # fmt: skip
    first, last, new = first[:n_left], last[:n_left], new[:n_left]
    ids = np.where(new >= 0, new + n_before, stream.ids[first]).astype(np.int32)
    return replace(
        stream,
        ids=ids,
        offsets=offsets,
        starts=stream.starts[first],
        ends=stream.ends[last],
        gaps=stream.gaps[first],
    )


def _apply_phrases(tokens: Tokens, phrases: Any) -> Tokens:
    if phrases is None or phrases is False:
        return tokens
    words = _phrase_words(tokens, phrases)
    numbers = tokens.term_numbers
    results: dict[str, int] = {}
    listed = []
    for parts in words:
        keys = tuple(numbers.get(part, -1) for part in parts)
        if len(keys) > 1 and min(keys) >= 0:
            result = results.setdefault("_".join(parts), len(results))
            listed.append(Listed(keys, (-1,) * len(keys), result))
    if not listed:
        return tokens
    every = np.arange(len(tokens.terms), dtype=np.int32)
    stream = Stream(
        tokens.terms, tokens.ids, tokens.offsets, tokens.starts, tokens.ends, tokens.gaps
    )
    stream = join(
        stream, pack(listed, len(every)), keys=every, exact=every, n_before=len(tokens.terms)
    )
    stream, terms = _merge(stream, [*tokens.terms, *results])
    kinds = dict(zip(tokens.terms, tokens.kinds.tolist(), strict=True))
    return replace(
        tokens,
        terms=terms,
        ids=stream.ids,
        offsets=stream.offsets,
        starts=stream.starts,
        ends=stream.ends,
        gaps=stream.gaps,
        kinds=np.array([kinds.get(term, 0) for term in terms], dtype=np.uint8),
    )


def _phrase_words(tokens: Tokens, phrases: Any) -> list[list[str]]:
    if phrases is True:
        from toolkit.tokenizing.pairing import find_pairs

        phrases = find_pairs(tokens)
    if hasattr(phrases, "columns"):
        phrases = phrases["phrase"].tolist()
    return [phrase.replace("_", " ").lower().split() for phrase in phrases]


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _merge(stream: Stream, terms: Sequence[str]) -> tuple[Stream, list[str]]:
    """Number the terms that occur in alphabetical order."""
    used = np.zeros(len(terms), dtype=bool)
    used[stream.ids] = True
    present = [term for term, is_used in zip(terms, used.tolist(), strict=True) if is_used]
    ordered = sorted(set(present))
    numbers = {term: number for number, term in enumerate(ordered)}
    new = np.array([numbers.get(term, -1) for term in terms], dtype=np.int32)
    ids = new[stream.ids] if len(stream.ids) else stream.ids
    return replace(stream, surfaces=ordered, ids=ids), ordered
