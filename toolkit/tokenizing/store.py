"""`Tokens`: term ids in reading order, and the position of each token in its text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array
from toolkit._core.number_words import has_or_have, of_total
from toolkit.errors import InputError
from toolkit.tables.display import Summarized, Summary
from toolkit.tokenizing.block_cuts import TextBlock, count_values, text_blocks
from toolkit.tokenizing.buffers import ChosenTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Tokens(Summarized):
    """The tokens of a list of texts, in reading order, stop words included.

    Stop words, numbers, web addresses and short terms are kept, so that positions and
    denominators are exact; iteration and counting skip them. The arrays of a corpus that outgrows
    memory are mapped files; functions go through them in `blocks`.

    Parameters
    ----------
    terms : list of str
        The vocabulary, sorted by code point. Joined terms contain an underscore:
        ``"chemical_weapons"``.
    ids : ndarray of int32, shape (n_tokens,)
        Index of each token's term in ``terms``.
    offsets : ndarray of int64, shape (n_texts + 1,)
        Text ``i`` has the tokens ``ids[offsets[i]:offsets[i + 1]]``.
    starts, ends : ndarray of int32, shape (n_tokens,)
        Characters within the token's own text: ``texts[i][start:end]`` is the printed form.
    gaps : ndarray of uint8, shape (n_tokens,)
        What precedes the token: 0 white space or a hyphen, 1 a full stop, 2 anything else
        (other punctuation, a blank line, the start of the text).
    kinds : ndarray of uint8, shape (n_terms,)
        Kind of each term: 0 word, 1 stop word, 2 number, 3 short, 4 address.
    texts : sequence of str
        The texts themselves.
    article_id : pandas.Index
        One per text.
    options : mapping
        The options given to `tokenize`.
    retokenize : callable, optional
        Tokenizes the same texts without aliases, phrases and lemmas; what `plain` calls.
    """

    terms: list[str] = field(repr=False)
    ids: NDArray[np.int32] = field(repr=False)
    offsets: NDArray[np.int64] = field(repr=False)
    starts: NDArray[np.int32] = field(repr=False)
    ends: NDArray[np.int32] = field(repr=False)
    gaps: NDArray[np.uint8] = field(repr=False)
    kinds: NDArray[np.uint8] = field(repr=False)
    texts: Sequence[str] = field(repr=False)
    article_id: pd.Index = field(repr=False)
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    retokenize: Callable[[Tokens], Tokens] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.offsets) - 1

    def __repr__(self) -> str:
        """Return the numbers of texts, tokens and terms."""
        n_words = int((self.kinds == 0).sum())
        return f"<Tokens: {len(self):,} texts, {self.n_tokens:,} tokens, {n_words:,} terms counted>"

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the counted terms of each text (no stop words, numbers and the like)."""
        for document in range(len(self)):
            yield self._words(document)

    @overload
    def __getitem__(self, key: int) -> list[str]: ...
    @overload
    def __getitem__(self, key: slice | ArrayLike) -> Tokens: ...
    def __getitem__(self, key: int | slice | ArrayLike) -> list[str] | Tokens:
        """Return the counted terms of one text, or the `Tokens` of a selection of texts.

        A contiguous slice copies nothing but the list of texts. A selection can also be an array
        of positions or a boolean mask: ``tokens[articles["source"] == "Arab News"]``.
        """
        if isinstance(key, slice):
            return self._slice(key)
        if isinstance(key, (int, np.integer)):
            return self._words(range(len(self))[key])
        return self._select(np.asarray(key))

    @property
    def packages(self) -> Mapping[str, str]:
        """Versions of the packages, beside the toolkit, that the terms depend on."""
        return dict(self.options.get("packages") or {})

    @property
    def parameters(self) -> dict[str, Any]:
        """The options of `tokenize` as a record holds them; lists by their number of items."""
        named = ("tokenizer", "language", "fold_spelling", "lower", "lemmas", "min_length")
        kept = {name: self.options[name] for name in named if name in self.options}
        phrases = self.options.get("phrases")
        return {
            **kept,
            "n_stop_words": len(self.options.get("stop_words") or ()),
            "n_aliases": len(self.options.get("aliases") or ()),
            "phrases": len(phrases) if isinstance(phrases, tuple) else phrases,
        }

    @property
    def n_tokens(self) -> int:
        """Number of tokens in all texts, stop words included."""
        return len(self.ids)

    @cached_property
    def is_stop(self) -> NDArray[np.bool_]:
        """Per term: True if iteration and counting skip it (stop words, numbers, …)."""
        return np.asarray(self.kinds != 0)

    @cached_property
    def text_of_token(self) -> NDArray[np.int32]:
        """Per token: the position of its text."""
        numbers = np.arange(len(self), dtype=np.int32)
        return np.repeat(numbers, np.diff(self.offsets))

    @cached_property
    def term_counts(self) -> NDArray[np.int64]:
        """Per term: its tokens."""
        counts = count_values(self.ids, len(self.terms))
        counts.flags.writeable = False
        return counts

    @cached_property
    def term_numbers(self) -> dict[str, int]:
        """Index of each term."""
        return {term: number for number, term in enumerate(self.terms)}

    def blocks(self, size: int | None = None) -> Iterator[tuple[TextBlock, Tokens]]:
        """Yield the tokens of one block of whole texts after another, without copying them.

        Parameters
        ----------
        size : int, optional
            Approximate tokens of a block, 500,000 by default; a longer text is a block of its own.

        Yields
        ------
        TextBlock, Tokens
            Where the block stands (slices of texts and of tokens), and its tokens, counted from
            0. Memory of mapped files is given back after each block.

        Examples
        --------
        >>> import toolkit as tt
        >>> tokens = tt.tokenize(["The talks failed.", "More talks."])
        >>> [(block.tokens.start, part.n_tokens) for block, part in tokens.blocks(3)]
        [(0, 3), (3, 2)]
        """
        for block in text_blocks(self.offsets, size):
            yield block, self[block.texts]
            self.release()

    def release(self) -> None:
        """Give back the memory of mapped files; it is read again when needed."""
        release_pages(self.ids, self.starts, self.ends, self.gaps)
        getattr(self.texts, "release", release_pages)()

    def spans(self, text: int) -> list[tuple[int, int]]:
        """Return (start, end) in characters of every token of one text, stop words included."""
        part = self._part(text)
        return list(zip(self.starts[part].tolist(), self.ends[part].tolist(), strict=True))

    def surface(self, token: int) -> str:
        """Return the printed form of one token, counted over all texts."""
        text = int(np.searchsorted(self.offsets, token, side="right")) - 1
        return self.texts[text][self.starts[token] : self.ends[token]]

    def _summary(self) -> Summary:
        lengths = np.diff(self.offsets)
        words = np.where(self.is_stop, 0, self.term_counts)
        leading = np.lexsort((np.arange(len(words)), -words))[:8]
        facts = (
            ("texts", len(self)),
            ("tokens", self.n_tokens),
            ("terms", len(self.terms)),
            ("words counted", int(words.sum())),
            ("median tokens a text", int(np.median(lengths)) if len(lengths) else 0),
            *((name, value) for name, value in self.options.items() if isinstance(value, str)),
        )
        empty = int((lengths == 0).sum())
        part = of_total(empty, len(self), "text")
        warnings = (f"{part} {has_or_have(empty)} no token.",) if empty else ()
        note = "Most frequent words: " + ", ".join(self.terms[i] for i in leading if words[i]) + "."
        return Summary("Tokens", facts, warnings, note=note.replace("_", " "))

    def plain(self) -> Tokens:
        """Return the tokens without aliases, phrases and lemmas; self if none were applied."""
        return self._plain

    @cached_property
    def _plain(self) -> Tokens:
        if not any(self.options.get(name) for name in ("aliases", "phrases", "lemmas")):
            return self
        if self.retokenize is None:
            message = "Tokens.plain: these tokens were not made by tokenize or load_tokens."
            raise InputError(message)
        return self.retokenize(self)

    @cached_property
    def _term_array(self) -> NDArray[np.object_]:
        return np.array(self.terms, dtype=object)

    def _part(self, text: int) -> slice:
        text = range(len(self))[text]
        return slice(int(self.offsets[text]), int(self.offsets[text + 1]))

    def _words(self, text: int) -> list[str]:
        ids = self.ids[self._part(text)]
        words: list[str] = self._term_array[ids[~self.is_stop[ids]]].tolist()
        return words

    def _select(self, key: NDArray[Any]) -> Tokens:
        if key.dtype == bool and key.shape == (len(self),):
            key = np.flatnonzero(key)
        if key.ndim != 1 or (len(key) and key.dtype.kind not in "iu"):
            message = (
                "Tokens: select texts by a position, a slice, a list of positions, or a boolean "
                f"mask over the {len(self)} texts; got {key.dtype} of shape {key.shape}."
            )
            raise InputError(message)
        texts = np.arange(len(self))[key.astype(np.int64)]
        offsets = np.concatenate([[0], np.cumsum(np.diff(self.offsets)[texts])])
        arrays: list[NDArray[Any]] = [self.ids, self.starts, self.ends, self.gaps]
        ids, starts, ends, gaps = (scratch_array(int(offsets[-1]), each.dtype) for each in arrays)
        for block in text_blocks(offsets):
            places = _places(self.offsets[texts[block.texts]], block.offsets(offsets))
            for target, array in zip((ids, starts, ends, gaps), arrays, strict=True):
                target[block.tokens] = array[places]
                release_pages(target, array)
        return replace(
            self,
            ids=ids,
            offsets=offsets,
            starts=starts,
            ends=ends,
            gaps=gaps,
            texts=ChosenTexts(self.texts, texts),
            article_id=self.article_id[texts],
        )

    def _slice(self, key: slice) -> Tokens:
        start, stop, step = key.indices(len(self))
        if step != 1:
            return self._select(np.arange(start, stop, step))
        stop = max(start, stop)
        part = slice(int(self.offsets[start]), int(self.offsets[stop]))
        return replace(
            self,
            ids=self.ids[part],
            offsets=self.offsets[start : stop + 1] - self.offsets[start],
            starts=self.starts[part],
            ends=self.ends[part],
            gaps=self.gaps[part],
            texts=self.texts[start:stop],
            article_id=self.article_id[start:stop],
        )


def _places(firsts: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the tokens of some texts, of which each has the first token given."""
    return np.repeat(firsts - offsets[:-1], np.diff(offsets)) + np.arange(offsets[-1])
