"""From a scanned stream to `Tokens`: normalize → aliases → terms → phrases → kinds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from toolkit._core.freed_memory import return_freed_memory
from toolkit._core.memory import laid_aside, scratch_array
from toolkit.tokenizing.block_cuts import renumber, value_blocks
from toolkit.tokenizing.buffers import ArrowTexts, as_list
from toolkit.tokenizing.collocations import PHRASES_BY_DEFAULT, find_sequences
from toolkit.tokenizing.form_terms import terms_of_forms
from toolkit.tokenizing.interner import MANY_FORMS, merge_strings
from toolkit.tokenizing.multiword import PhraseReader, join_aliases, join_phrases
from toolkit.tokenizing.normalization import kinds_of_terms, tidy_surfaces
from toolkit.tokenizing.phrase_breaks import resolve_gaps, resolve_stops
from toolkit.tokenizing.spelling_variants import spelling_of
from toolkit.tokenizing.store import Tokens
from toolkit.tokenizing.string_bytes import ends_with
from toolkit.tokenizing.term_names import terms_of_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.tokenizing.aliases import Alias
    from toolkit.tokenizing.stream import Stream

PLAIN: dict[str, Any] = {"aliases": (), "phrases": None, "lemmas": None}
"""The options of plain tokens."""


def merge_terms(stream: Stream, terms: Sequence[str], *, is_own: bool = False) -> Stream:
    """Renumber the terms that occur in sorted order; they become the stream's surfaces."""
    used = np.zeros(len(terms), dtype=bool)
    for block in value_blocks(stream.ids):
        used[stream.ids[block]] = True
    listed = terms if used.all() else [terms[number] for number in np.flatnonzero(used).tolist()]
    ordered = sorted(dict.fromkeys(listed))  # runs that are in order already are quick to sort
    numbers = dict(zip(ordered, range(len(ordered)), strict=True))
    new = np.fromiter(map(numbers.get, terms, repeat(-1)), np.int32, len(terms))
    ids = stream.ids if is_own else scratch_array(len(stream.ids), np.int32)
    return replace(stream, surfaces=ordered, ids=renumber(stream.ids, new, ids), seen=None)


class Source(NamedTuple):
    """What the tokens were made from."""

    texts: Sequence[str]
    article_id: pd.Index
    options: Mapping[str, Any]
    retokenize: Callable[[Tokens], Tokens]


def assemble(stream: Stream, source: Source, *, keeps_plain: bool = False) -> Tokens:
    """Return the tokens of a scanned stream, which is changed.

    ``keeps_plain`` also keeps what `Tokens.plain` returns.
    """
    options = source.options
    aliases: tuple[Alias, ...] = options["aliases"]
    fold = spelling_of(options)
    keeps_plain = keeps_plain and any(options[name] for name in PLAIN)
    plain_source = source._replace(options={**options, **PLAIN})
    is_plain = not aliases and not options["lemmas"] and fold is None
    if is_plain and isinstance(stream.surfaces, ArrowTexts):
        plain = _plain_words(stream, stream.surfaces.array, options)
        tokens = with_phrases(plain, [], source, is_own=not keeps_plain)
        return _keep_plain(tokens, plain, plain_source) if keeps_plain else tokens
    names = tidy_surfaces(stream.surfaces)
    stream = resolve_gaps(stream, names)
    if fold is not None:
        names = [fold(name) for name in names]
        aliases = tuple(replace(alias, variant=fold(alias.variant)) for alias in aliases)
    if not keeps_plain:
        return with_phrases(*_words_of(stream, names, aliases, source, is_own=True), source)
    plain, _ = words = _words_of(stream, names, (), plain_source)
    if aliases or options["lemmas"]:
        words = _words_of(stream, names, aliases, source)
    tokens = with_phrases(*words, source, is_own=words[0].starts is not stream.starts)
    return _keep_plain(tokens, plain, plain_source)


def _keep_plain(tokens: Tokens, plain: Stream, source: Source) -> Tokens:
    """Return tokens that hold the plain ones where `Tokens.plain` looks first.

    They wait in a file until then, as do the places of the others in their texts: in memory, both
    take four times the text.
    """
    first, last = (_sealed(laid_aside(one)) for one in (tokens.starts, tokens.ends))
    tokens = replace(tokens, starts=first, ends=last)
    given: list[NDArray[Any]] = [plain.ids, plain.starts, plain.ends, plain.gaps]
    ids, starts, ends, gaps = map(laid_aside, given)
    waiting = replace(plain, ids=ids, starts=starts, ends=ends, gaps=gaps)
    tokens.__dict__["_plain"] = _store(waiting, source, names=())
    return tokens


def _plain_words(stream: Stream, forms: Any, options: Mapping[str, Any]) -> Stream:
    """Return the terms of a stream of forms in Arrow, which is changed, without a name of each."""
    terms = terms_of_forms(forms, options)
    has_stop = ends_with(terms, b".")
    are_many = len(terms) > MANY_FORMS
    if are_many:
        return_freed_memory(search=False)
    merged, (numbers,) = merge_strings([terms])
    del terms
    if are_many:
        return_freed_memory(search=False)

    def names_of(some: NDArray[np.int32]) -> list[str]:
        return tidy_surfaces(forms.take(pa.array(some)).to_pylist())

    stream = resolve_stops(stream, has_stop, names_of, new=numbers, forms=forms)
    seen = None
    if stream.seen is not None:
        seen = np.zeros(len(merged), dtype=np.int64)
        np.add.at(seen, numbers, stream.seen)
    return replace(stream, surfaces=ArrowTexts(merged), seen=seen)


def _words_of(
    stream: Stream,
    names: list[str],
    aliases: tuple[Alias, ...],
    source: Source,
    *,
    is_own: bool = False,
) -> tuple[Stream, list[str]]:
    """Return the terms of a stream with aliases joined, and the terms of the aliases.

    ``is_own`` lets the stream be changed in place.
    """
    options = source.options
    joined, names = join_aliases(
        stream, names, aliases, texts=source.texts, tokenizer=options["tokenizer"], is_own=is_own
    )
    whole = terms_of_names(
        list(dict.fromkeys(a.canonical.replace(" ", "_") for a in aliases)), options
    )
    is_own = is_own or joined is not stream
    return merge_terms(joined, terms_of_names(names, options), is_own=is_own), whole


def with_phrases(
    stream: Stream, whole: list[str], source: Source, *, is_own: bool = True
) -> Tokens:
    """Return the tokens of a stream of terms with phrases joined; ``is_own`` changes it."""
    phrases, reader = source.options["phrases"], None
    if phrases is None:
        return _store(stream, source, names=whole)
    terms = as_list(stream.surfaces)
    if phrases is True:
        tokens = _store(stream, source, names=whole)
        phrases = find_sequences(tokens, whole=whole, **PHRASES_BY_DEFAULT)
    else:
        reader = _phrase_reader(source.options)
    joined, terms, added = join_phrases(
        stream, terms, phrases, texts=source.texts, reader=reader, is_own=is_own
    )
    is_own = is_own or joined is not stream
    return _store(merge_terms(joined, terms, is_own=is_own), source, names=[*whole, *added])


def _phrase_reader(options: Mapping[str, Any]) -> PhraseReader:
    @cache
    def to_term(name: str) -> str:
        return terms_of_names([name], options)[0]

    return PhraseReader(options["tokenizer"], to_term)


def _store(stream: Stream, source: Source, *, names: Iterable[str]) -> Tokens:
    options = source.options
    terms = stream.surfaces.array if isinstance(stream.surfaces, ArrowTexts) else stream.surfaces
    kinds = kinds_of_terms(
        terms,
        stop_words=options["stop_words"],
        min_length=options["min_length"],
        names=frozenset(names),
    )
    arrays: list[NDArray[Any]] = [stream.ids, stream.offsets, stream.starts, stream.ends]
    ids, offsets, starts, ends, gaps = map(_sealed, [*arrays, stream.gaps])
    rest = (source.texts, source.article_id, options, source.retokenize)
    tokens = Tokens(as_list(stream.surfaces), ids, offsets, starts, ends, gaps, kinds, *rest)
    if stream.seen is not None:
        tokens.__dict__["term_counts"] = _sealed(stream.seen)
    return tokens


def _sealed(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
